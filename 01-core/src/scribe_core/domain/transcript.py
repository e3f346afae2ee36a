"""Who said what: utterances of speakers, as a machine made them or as people corrected them."""

from dataclasses import dataclass, field
from enum import StrEnum

from scribe_core.domain.speech import Word


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker says in one go, as the machine heard it.

    `speaker` is the index used in `SpeakerTurns`; `overlap` tells that somebody else speaks at the same time;
    `doubt` runs from 0 (sure) to 1 (a guess) over the words and the choice of speaker. `second_speakers` tells for each
    word who else speaks (an index, None where nobody does); it is empty where nobody does at any.
    """

    speaker: int
    start: float
    end: float
    words: tuple[Word, ...]
    overlap: bool
    doubt: float
    second_speakers: tuple[int | None, ...] = ()

    @property
    def text(self) -> str:
        """Its words as a line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Utterances:
    """A whole meeting, in order of start. `warnings` are error codes a reader should see; `withheld` as in `Words`."""

    language: str
    speakers: int
    utterances: tuple[Utterance, ...]
    warnings: tuple[str, ...] = ()
    withheld: dict[str, int] = field(default_factory=dict)


class NamedBy(StrEnum):
    """Who gave a speaker the name: people, or the machine, which knew the voice."""

    PEOPLE = "people"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of a meeting. `name` is None until somebody (`named_by`) names it; `number` counts from 1.

    `person_id` is who it is, where the name stands for somebody whose voice may be known.
    """

    id: str
    number: int
    name: str | None
    named_by: NamedBy | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance as a reader sees it: with a stable id, its speaker's id, whether a person changed its words, and whether one
    said that it is right as it stands.

    Where the text was edited, words that stayed keep their times and changed ones share the span they replace.
    """

    id: str
    speaker_id: str
    start: float
    end: float
    words: tuple[Word, ...]
    overlap: bool
    doubt: float
    edited: bool = False
    confirmed: bool = False

    @property
    def text(self) -> str:
        """Its words as a line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One revision of a meeting's transcript, corrections applied. Speakers that were merged away are gone.

    `withheld` counts words that were taken for the machine's inventions, as in `Words`.
    """

    meeting_id: str
    title: str
    revision: int
    language: str
    seconds: float
    speakers: tuple[Speaker, ...]
    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
    withheld: dict[str, int] = field(default_factory=dict)
