"""Where somebody speaks, and which words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of time, in seconds from the start of the recording."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class SpeechRegions:
    """Where anybody speaks: sorted, disjoint regions.

    `detector` names what found them. `activity_key` names the array artefact with the segmentation network's
    window posteriors (NPZ, see `stages/speech.py`), or is None where a stand-in detector had to be used. `warnings`
    are error codes a reader should see.
    """

    regions: tuple[Region, ...]
    detector: str
    activity_key: str | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A spoken word. `text` keeps its punctuation and has no blank around it; `probability` is the recogniser's own, 0..1.

    `language` (ISO 639-1) is None where it is the recording's main one. `sureness` is how much of what is heard at the word
    is its speaker's voice, 0..1. `marks` name other reasons to doubt it: `overlap`, somebody else speaks at the
    same time; `withheld`, a guard left out the word before or after; `phrase`, a sentence of subtitles that was believed.
    `second_speaker_id` is who that is, in a transcript; None where it is nobody who has words of their own there.
    """

    start: float
    end: float
    text: str
    probability: float
    language: str | None = None
    sureness: float = 1.0
    marks: tuple[str, ...] = ()
    second_speaker_id: str | None = None


def language_of(words: Sequence[Word], main: str) -> str:
    """The language that most of the words are in, in a recording with that main language."""
    languages = Counter(word.language or main for word in words)
    return languages.most_common(1)[0][0] if languages else main


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of a recording in order of start, and the language that most of it is in (ISO 639-1).

    `language_probability` is 1.0 where a person fixed the language. `warnings` are error codes a reader should see. `withheld`
    counts the words that were taken for the machine's inventions, by the name of the guard that held them back.
    """

    language: str
    language_probability: float
    words: tuple[Word, ...]
    warnings: tuple[str, ...] = ()
    withheld: dict[str, int] = field(default_factory=dict)
