"""What the scoring tells of one outcome."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors out of a reference's length: words, or seconds of speech.

    `blocks` are (errors, length) of consecutive pieces of the reference, about 30 seconds or 50 words each, that add up
    to the whole: what is drawn from to tell how far chance goes. Empty where the measure cannot be cut.
    """

    errors: float
    length: float
    inserted: float
    missed: float
    confused: float
    blocks: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class WordTimes:
    """How far the words' starts are off, over words that are right and whose time is known.

    `known` words of the reference have a time; `starts` are (time in the recording, answer − reference), in seconds.
    """

    known: int
    starts: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Lag:
    """By how many seconds the words come after (less than 0: before) the speech of the reference, in the first minute and in the last."""

    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Score:
    """How right one outcome is; None where the reference does not tell, or the outcome."""

    diarization: Errors | None = None
    diarization_with_collar: Errors | None = None
    words: Errors | None = None
    attributed_words: Errors | None = None
    timed_words: Errors | None = None
    speakers: int | None = None
    word_times: WordTimes | None = None
    lag: Lag | None = None
