"""How much work is put into hearing a recording."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """How chunks are listened to.

    `beam` is how many texts are kept on the way to the likeliest; `longest` how many seconds of speech are heard in one
    go; `again` how often what was not heard well is heard again: first with time marks, then as two halves, then as quarters.
    `window_step` and `voice_step` are the seconds from one look of the segmentation and of the voice network to the next.
    """

    beam: int
    longest: float
    again: int
    window_step: float
    voice_step: float
