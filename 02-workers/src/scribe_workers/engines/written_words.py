"""From the pieces a recogniser aligns to words as one writes them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from scribe_core.domain.speech import Word

OPENING = "([{«“‘-–—¿¡「『（"
CLOSING = ",.;:!?…)]}»”’%€$£°。，！？、：；」』）"
"""Marks a model may write apart from a word: the first belong to the word after, the others to the word before."""

SPOKEN_MARKS = "%&@#€$£¥°+="
NARROW_BLANK = "\u202f"

LEAST_WORD_SECONDS = 0.04
"""Two of the model's time steps."""


def written_words(alignment: Iterable[dict[str, Any]], *, spaced: bool, longest: float) -> list[Word]:
    """The words as one writes them, from a model's aligned pieces: punctuation attached, no blank around.

    A piece without a blank before it goes on with the word before. A mark written apart joins its word too: an opening one
    the word after, a closing one or a unit the word before, behind a narrow no-break space as French sets it. A word's
    probability is the mean over the tokens of what is spoken of it; its time is theirs as well.
    """
    words: list[_Draft] = []
    opening: _Draft | None = None
    for piece in alignment:
        draft = _Draft.of(piece)
        apart = not spaced or draft.text.startswith(" ")
        text = draft.text.strip()
        if not text:
            continue
        if opening is not None:
            words.append(opening.add(draft, NARROW_BLANK if apart and opening.text.endswith("«") else ""))
            opening = None
        elif apart and all(character in OPENING for character in text):
            opening = draft
        elif words and (not apart or all(character in CLOSING for character in text)):
            words[-1].add(draft, NARROW_BLANK if draft.text.startswith(" ") else "")
        else:
            words.append(draft)
    return _lasting([word.finished(longest) for word in words if word.tokens], longest)


def _lasting(words: list[Word], longest: float) -> list[Word]:
    """The words, each lasting at least a moment: attention gives some that are said fast no time at all."""
    lasting, reached = [], 0.0
    for word in words:
        start = max(word.start, reached)
        reached = min(max(word.end, start + LEAST_WORD_SECONDS), longest)
        lasting.append(replace(word, start=round(min(start, reached), 3), end=round(reached, 3)))
    return lasting


@dataclass(slots=True)
class _Draft:
    """A word while its pieces are gathered. `tokens` counts those of its spoken pieces, `certainty` sums their probability."""

    text: str
    start: float
    end: float
    tokens: int
    certainty: float

    @classmethod
    def of(cls, piece: dict[str, Any]) -> "_Draft":
        text = str(piece["word"])
        spoken = any(character.isalnum() or character in SPOKEN_MARKS for character in text)
        tokens = len(piece["tokens"]) if spoken else 0
        return cls(text, float(piece["start"]), float(piece["end"]), tokens, tokens * float(piece["probability"]))

    def add(self, other: "_Draft", glue: str) -> "_Draft":
        self.text = self.text.strip() + glue + other.text.strip()
        if other.tokens:
            self.start = self.start if self.tokens else other.start
            self.end = other.end
        self.tokens += other.tokens
        self.certainty += other.certainty
        return self

    def finished(self, longest: float) -> Word:
        start = min(max(self.start, 0.0), longest)
        end = min(max(self.end, start), longest)
        return Word(round(start, 3), round(end, 3), self.text.strip(), round(self.certainty / self.tokens, 3))
