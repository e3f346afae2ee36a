"""A transcript in stretches that a model reads at once, each utterance with a short number of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scribe_core.domain.transcript import Transcript
from scribe_core.language_model.offer import tokens_of

AGAIN = 4
"""Pieces of the stretch before that are read again, so that what is agreed to where one begins is known."""

LONGEST_SHARE = 4
"""Part of a stretch that one piece takes at most: whoever speaks for an hour does so in several."""

SPEAKER = {"fr": "Intervenant", "en": "Speaker"}


@dataclass(frozen=True, slots=True)
class Piece:
    """An utterance, or a part of a long one: its number, its line in the transcript, and how it is shown to the model."""

    number: int
    line: int
    shown: str

    @property
    def tokens(self) -> int:
        """How many tokens it may have."""
        return tokens_of(self.shown)


def pieces_of(transcript: Transcript, language: str, most_tokens: int) -> list[Piece]:
    """All that is said, in order, no piece longer than a quarter of so many tokens. Numbers count from 1."""
    names = {one.id: one.name or f"{SPEAKER[language]} {one.number}" for one in transcript.speakers}
    found: list[Piece] = []
    for line, said in enumerate(transcript.lines):
        for part in _parts(said.text.split(), 3 * most_tokens // LONGEST_SHARE):
            number = len(found) + 1
            found.append(Piece(number, line, f"[{number}] {' '.join(names[said.speaker_id].split())}: {part}"))
    return found


def stretches_of(pieces: Sequence[Piece], most_tokens: int) -> list[list[Piece]]:
    """The pieces in stretches of at most so many tokens; each but the first begins with the last pieces of the one before."""
    found: list[list[Piece]] = []
    now: list[Piece] = []
    tokens = 0
    for piece in pieces:
        if now and tokens + piece.tokens > most_tokens:
            found.append(now)
            now = [one for one in now[-AGAIN:] if one.tokens * 2 * AGAIN <= most_tokens]
            tokens = sum(one.tokens for one in now)
        now.append(piece)
        tokens += piece.tokens
    return [*found, now] if now else found


def _parts(words: Sequence[str], most_bytes: int) -> Iterator[str]:
    """Words in parts of at most so many bytes; a word that is longer is cut short, no language has one."""
    part: list[str] = []
    size = 0
    for word in words:
        word = word[: max(8, most_bytes // 8)]
        length = len(word.encode()) + 1
        if part and size + length > most_bytes:
            yield " ".join(part)
            part, size = [], 0
        part.append(word)
        size += length
    if part:
        yield " ".join(part)
