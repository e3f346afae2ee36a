"""Changes of a text that somebody else changed meanwhile: made one with theirs where both touch different words.

Whoever changes a text says which text they had before them (`seen`). Meanwhile its utterance may have been rewritten, cut in
two, joined with another, may have given it words or been taken out; its words are looked for where they are now.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scribe_api.transcripts.service import Sheet
from scribe_core.domain.corrections import CorrectionKind
from scribe_core.domain.merging import pieces
from scribe_core.domain.same_words import likeness, same_words
from scribe_core.domain.transcript import Line
from scribe_core.errors import ScribeError

_TAKES_WORDS_ELSEWHERE = frozenset(
    {CorrectionKind.SPLIT_UTTERANCE, CorrectionKind.MERGE_UTTERANCES, CorrectionKind.MOVE_WORDS}
)
"""Corrections after which words of an utterance stand in another, their `value`."""


def reconciled(sheet: Sheet, utterance_id: str, seen: str, text: str) -> dict[str, str]:
    """The texts to be written, by the ids of the utterances that hold the words now.

    Raises `utterance_not_found`, and `utterance_changed` where both changed the same words; its `text` is what stands there now.
    """
    base, mine = seen.split(), text.split()
    places = _places(sheet, utterance_id, base)
    if not places:
        return _brought_back(sheet, utterance_id, base, mine)
    place = max(places, key=lambda one: likeness(base, one.words))
    found = pieces(base, mine, place.words)
    if found is None:
        raise changed_meanwhile(place.text)
    words = {line.id: line.text.split() for line in place.lines}
    for piece in reversed(found):  # from the end, so that the places before it stay
        at = _line_of(place, piece.first, piece.last, known=place.words == base)
        if at is None:
            raise changed_meanwhile(place.text)
        place.write(words, at, piece.first, piece.last, piece.words)
    return {id_: " ".join(now) for id_, now in words.items()}


def changed_meanwhile(text: str) -> ScribeError:
    """The refusal, with what stands there now."""
    return ScribeError("utterance_changed", text=text)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an utterance's words are now: lines in order, and for each word which line's it is and where in that line."""

    lines: tuple[Line, ...]
    owners: tuple[tuple[int, int], ...]

    @property
    def words(self) -> list[str]:
        """As they read now."""
        return [self.lines[line].words[at].text for line, at in self.owners]

    @property
    def text(self) -> str:
        """The same as a line."""
        return " ".join(self.words)

    def write(self, words: dict[str, list[str]], line: int, first: int, last: int, put: Sequence[str]) -> None:
        """Put others in the place of the words `first` to `last`; new ones go to that line."""
        for owner, at in reversed(self.owners[first:last]):
            del words[self.lines[owner].id][at]
        to = self._behind(line, first)
        words[self.lines[line].id][to:to] = put

    def _behind(self, line: int, place: int) -> int:
        """Where in a line words begin that stand there: behind its last before that place, else before its first from there on."""
        before = (self.owners[at] for at in range(place - 1, -1, -1))
        after = (self.owners[at] for at in range(place, len(self.owners)))
        behind = next((at + 1 for owner, at in before if owner == line), None)
        return behind if behind is not None else next((at for owner, at in after if owner == line), 0)


def _places(sheet: Sheet, utterance_id: str, base: Sequence[str]) -> list[_Place]:
    """Where its words may be: in the utterance itself, or in it and what was cut off it, or in what it was joined with or gave words."""
    present = {line.id: line for line in sheet.transcript.lines}
    family, joined = {utterance_id}, False
    for made in sheet.applied:
        if made.target_id not in family or made.id in sheet.result.unplaced:
            continue
        if made.kind in _TAKES_WORDS_ELSEWHERE:
            family.add(made.value)
            joined = joined or made.kind is not CorrectionKind.SPLIT_UTTERANCE
    lines = tuple(line for line in sheet.transcript.lines if line.id in family)
    found = [_place((present[utterance_id],))] if utterance_id in present else []
    if len(lines) > len(found):
        whole = _place(lines)
        found += [_within(whole, base) if joined else whole]
    return [place for place in found if place.owners]


def _place(lines: tuple[Line, ...]) -> _Place:
    return _Place(lines, tuple((number, at) for number, line in enumerate(lines) for at in range(len(line.words))))


def _within(place: _Place, base: Sequence[str]) -> _Place:
    """The stretch that holds a text: what it was joined with is not part of it."""
    same = same_words(base, place.words)
    if not same:
        return _Place(place.lines, ())
    return _Place(place.lines, place.owners[same[0].begin : same[-1].begin + same[-1].size])


def _line_of(place: _Place, first: int, last: int, *, known: bool) -> int | None:
    """The line that words belong to which replace those, None where they come from two that were cut apart unseen."""
    replaced = {owner for owner, _ in place.owners[first:last]}
    if not replaced:
        near = max(0, first - 1)
        return place.owners[near][0]
    return min(replaced) if known or len(replaced) == 1 else None


def _brought_back(sheet: Sheet, utterance_id: str, base: Sequence[str], mine: Sequence[str]) -> dict[str, str]:
    """For an utterance whose words are all gone: whoever knows that may write it again."""
    if utterance_id not in sheet.result.anchors:
        raise ScribeError("utterance_not_found")
    if base and mine:
        raise changed_meanwhile("")
    return {utterance_id: " ".join(mine)}
