"""A machine's transcript as people corrected it: the corrections applied one after the other.

Lines are cut, joined and rewritten on a sheet. What a correction is anchored to are the machine's words of a line; where a line
was cut or joined, the words it had at that moment stand for them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.cutting import ANCHOR_SECONDS, bare, cut_of, halves
from scribe_core.domain.same_words import steps
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript

ANCHOR_SHARE = 0.8
"""Share of an utterance that must lie inside a reassigned span for it to be the same utterance."""

SAME_SECONDS = 0.002
"""Times of words are kept to the millisecond."""

BY_PEOPLE_THEN_VOICE = (NamedBy.PEOPLE, NamedBy.VOICE)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A transcript with its corrections applied, and the ids of those that found no place in it.

    `anchors` holds by id the lines that further corrections are anchored to, those without words left included. `refused` holds
    (speaker, person) pairs: that speaker is not that person, somebody said. `merged` tells, of speakers that were found to be others,
    which of those they are.
    """

    transcript: Transcript
    unplaced: tuple[str, ...]
    anchors: Mapping[str, Line] = field(default_factory=dict)
    refused: frozenset[tuple[str, str]] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)

    def speakers_by_id(self) -> dict[str, Speaker]:
        """The transcript's speakers, by every id that they had."""
        there = {speaker.id: speaker for speaker in self.transcript.speakers}
        return there | {id_: there[into] for id_, into in self.merged.items() if into in there}


def corrected(base: Transcript, corrections: Iterable[Correction]) -> Corrected:
    """The machine's transcript with these corrections applied in order. Speakers left without a line are not shown."""
    sheet = _Sheet(base)
    unplaced = tuple(correction.id for correction in corrections if not sheet.apply(correction))
    return Corrected(sheet.transcript(), unplaced, sheet.anchors, sheet.refused(), sheet.merged())


OF_SPEAKERS = frozenset(
    {
        CorrectionKind.RENAME_SPEAKER,
        CorrectionKind.MERGE_SPEAKERS,
        CorrectionKind.ADD_SPEAKER,
        CorrectionKind.REFUSE_PERSON,
    }
)
"""Corrections that say who somebody is, whatever was said."""


def speakers_corrected(
    speakers: Iterable[Speaker], corrections: Iterable[Correction]
) -> tuple[tuple[Speaker, ...], frozenset[tuple[str, str]]]:
    """The speakers with these corrections applied, and who is not whom (`Corrected.refused`). No line is asked for: a
    speaker whose every line was given away is among them."""
    sheet = _Sheet(Transcript("", "", 1, "", 0.0, tuple(speakers), ()))
    for correction in corrections:
        if correction.kind in OF_SPEAKERS:
            sheet.apply(correction)
    return sheet.speakers(), sheet.refused()


class _Sheet:
    """A transcript being corrected: lines and speakers by id."""

    def __init__(self, base: Transcript) -> None:
        self._base = base
        self._speakers = {speaker.id: speaker for speaker in base.speakers}
        self._lines = {line.id: line for line in base.lines}
        self.anchors = {line.id: line for line in base.lines}
        self._order = [line.id for line in base.lines]
        self._in_time = sorted(base.lines, key=lambda line: line.start)
        self._starts = [line.start for line in self._in_time]
        self._longest = max((line.end - line.start for line in base.lines), default=0.0)
        self._merged: dict[str, str] = {}
        self._edits: dict[str, list[tuple[int, int, str]]] = {}
        self._confirmed: set[str] = set()
        self._refused: set[tuple[str, str]] = set()

    def apply(self, correction: Correction) -> bool:
        """Apply one correction; tells whether it found its place."""
        match correction.kind:
            case CorrectionKind.RENAME_SPEAKER:
                return self._rename(correction)
            case CorrectionKind.MERGE_SPEAKERS:
                return self._merge(correction)
            case CorrectionKind.ADD_SPEAKER:
                number = max((speaker.number for speaker in self._speakers.values()), default=0) + 1
                self._speakers[correction.target_id] = Speaker(correction.target_id, number, correction.value or None)
                return True
            case CorrectionKind.ASSIGN_UTTERANCE:
                return self._assign(correction)
            case CorrectionKind.EDIT_UTTERANCE:
                return self._edit(correction)
            case CorrectionKind.SPLIT_UTTERANCE:
                return self._split(correction)
            case CorrectionKind.MERGE_UTTERANCES:
                return self._join(correction)
            case CorrectionKind.MOVE_WORDS:
                return self._move(correction)
            case CorrectionKind.CONFIRM_UTTERANCE:
                return self._confirm(correction)
            case CorrectionKind.REFUSE_PERSON:
                return self._refuse(correction)

    def speakers(self) -> tuple[Speaker, ...]:
        """Those who were not merged into others."""
        return tuple(speaker for speaker in self._speakers.values() if speaker.id not in self._merged)

    def refused(self) -> frozenset[tuple[str, str]]:
        """Which speakers are not which people."""
        return frozenset((self._surviving(speaker_id), person_id) for speaker_id, person_id in self._refused)

    def merged(self) -> dict[str, str]:
        """Who those are that were made one with others."""
        return {id_: self._surviving(id_) for id_ in self._merged}

    def transcript(self) -> Transcript:
        """The corrected transcript, in the machine's order."""
        lines = [
            replace(line, speaker_id=self._surviving(line.speaker_id))
            for line in (self._lines[id_] for id_ in self._order)
            if line.words
        ]
        heard = {line.speaker_id for line in lines}
        speakers = sorted((s for s in self._speakers.values() if s.id in heard), key=lambda speaker: speaker.number)
        lines = [self._with_second_speakers(line, heard) for line in lines]
        lines = [_beyond_doubt(line) if line.id in self._confirmed else line for line in lines]
        return replace(self._base, speakers=tuple(speakers), lines=tuple(lines))

    def _with_second_speakers(self, line: Line, heard: Set[str]) -> Line:
        """The line with the second speakers of its words as they are now.

        The machine heard two voices at such a word, the line's and a second. People may give the line to the second: then the
        other one speaks too. They may make the two one: then nobody else speaks.
        """
        if all(word.second_speaker_id is None for word in line.words):
            return line
        first = self._surviving(self.anchors[line.id].speaker_id)
        words = []
        for word in line.words:
            if word.second_speaker_id is not None:
                second = self._surviving(word.second_speaker_id)
                other = first if second == line.speaker_id else second
                marks = tuple(mark for mark in word.marks if mark != "overlap" or other != line.speaker_id)
                known = other if other != line.speaker_id and other in heard else None
                word = replace(word, marks=marks, second_speaker_id=known)
            words.append(word)
        overlap = line.overlap and any("overlap" in word.marks for word in words)
        return replace(line, words=tuple(words), overlap=overlap)

    def _surviving(self, speaker_id: str) -> str:
        while speaker_id in self._merged:
            speaker_id = self._merged[speaker_id]
        return speaker_id

    def _rename(self, correction: Correction) -> bool:
        speaker = self._speakers.get(self._surviving(correction.target_id))
        if speaker is None:
            return False
        if correction.person_id is not None:
            self._refused.discard((speaker.id, correction.person_id))
        named_by = NamedBy.PEOPLE if correction.value else None
        self._speakers[speaker.id] = replace(
            speaker, name=correction.value or None, named_by=named_by, person_id=correction.person_id
        )
        return True

    def _refuse(self, correction: Correction) -> bool:
        speaker = self._speakers.get(self._surviving(correction.target_id))
        if speaker is None:
            return False
        if correction.person_id is not None:
            self._refused.add((speaker.id, correction.person_id))
            if speaker.person_id == correction.person_id:
                self._speakers[speaker.id] = replace(speaker, name=None, named_by=None, person_id=None)
        return True

    def _merge(self, correction: Correction) -> bool:
        source, into = self._surviving(correction.target_id), self._surviving(correction.value)
        if source not in self._speakers or into not in self._speakers or source == into:
            return False
        gone, kept = self._speakers[source], self._speakers[into]
        # What people say outweighs what the machine heard.
        if gone.name is not None and (kept.name is None or (gone.named_by, kept.named_by) == BY_PEOPLE_THEN_VOICE):
            self._speakers[into] = replace(kept, name=gone.name, named_by=gone.named_by, person_id=gone.person_id)
        self._merged[source] = into
        return True

    def _assign(self, correction: Correction) -> bool:
        if self._surviving(correction.value) not in self._speakers:
            return False
        if correction.target_id in self._lines:
            targets = [correction.target_id]
        else:
            targets = [line.id for line in self._between(correction) if _inside(line, correction) >= ANCHOR_SHARE]
        for id_ in targets:
            self._lines[id_] = replace(self._lines[id_], speaker_id=correction.value)
        return bool(targets)

    def _edit(self, correction: Correction) -> bool:
        known = self._known(correction)
        if known is not None:
            self._write(known, 0, len(known.words), correction.value)
            return True
        place = self._place_of(correction)
        if place is None:
            return False
        line, first, last = place
        self._write(line, first, last, correction.value)
        return True

    def _known(self, correction: Correction) -> Line | None:
        """The anchor of the line that the correction names, where that is still what it was then: the same words, or in the same
        revision the same stretch. Cut or joined otherwise since, it is not: its words would stand twice, or be lost."""
        known = self.anchors.get(correction.target_id)
        if known is None or known.text == correction.original:
            return known
        same_stretch = abs(known.start - correction.start) + abs(known.end - correction.end) <= SAME_SECONDS
        return known if correction.revision == self._base.revision and same_stretch else None

    def _place_of(self, correction: Correction) -> tuple[Line, int, int] | None:
        """Where a correction's words are now: the anchor of their line, and the first and the one after the last of them."""
        wanted = [bare(token) for token in correction.original.split()]
        for line in self._between(correction):
            spoken = [bare(word.text) for word in line.words]
            for first in range(len(spoken) - len(wanted) + 1):
                near = abs(line.words[first].start - correction.start) <= ANCHOR_SECONDS
                if wanted and near and spoken[first : first + len(wanted)] == wanted:
                    return line, first, first + len(wanted)
        return None

    def _write(self, anchor: Line, first: int, last: int, text: str) -> None:
        """Put a text in the place of some of a line's words. It replaces earlier edits that it touches, no others."""
        apart = [edit for edit in self._edits.get(anchor.id, []) if edit[1] <= first or edit[0] >= last]
        self._edits[anchor.id] = sorted([*apart, (first, last, text)])
        words: list[Word] = []
        done = 0
        for begin, end, written in self._edits[anchor.id]:
            words += anchor.words[done:begin]
            words += retimed(anchor.words[begin:end], written)
            done = end
        words += anchor.words[done:]
        edited = anchor.edited or [word.text for word in words] != [word.text for word in anchor.words]
        self._lines[anchor.id] = replace(self._lines[anchor.id], words=tuple(words), edited=edited)

    def _split(self, correction: Correction) -> bool:
        """Cut a line in two at the word where the correction begins; the second part is the new utterance."""
        line = self._lines.get(correction.target_id)
        if line is None or not (cut := cut_of(line, correction, onwards=True)):
            return False
        first, second = halves(line, cut)
        self._put(line.id, [first, replace(second, id=correction.value)])
        if line.id in self._confirmed:
            self._confirmed.add(correction.value)
        return True

    def _join(self, correction: Correction) -> bool:
        """Make an utterance part of the one before or after it. Only those without words may lie between."""
        gone, kept = self._lines.get(correction.target_id), self._lines.get(correction.value)
        if gone is None or kept is None or not self._follow_each_other(gone, kept):
            return False
        self._take_in(gone, kept, left=[])
        return True

    def _move(self, correction: Correction) -> bool:
        """Make the last words of an utterance part of the one after it, or its first words part of the one before. They may have
        become all it has: then the two are joined."""
        line, into = self._lines.get(correction.target_id), self._lines.get(correction.value)
        if line is None or into is None or not self._follow_each_other(line, into):
            return False
        onwards = self._order.index(line.id) < self._order.index(into.id)
        cut = cut_of(line, correction, onwards=onwards)
        if cut is None:
            return False
        if cut in (0, len(line.words)):
            self._take_in(line, into, left=[])
            return True
        first, second = halves(line, cut)
        left, gone = (first, second) if onwards else (second, first)
        self._take_in(gone, into, left=[left])
        return True

    def _take_in(self, part: Line, kept: Line, left: list[Line]) -> None:
        """Make a line, or a part of it, part of its neighbour, whose speaker it takes; what is `left` of it stays in its place."""
        one, other = sorted(
            (replace(part, words=self._said_by(kept, part)), kept), key=lambda line: self._order.index(line.id)
        )
        whole = replace(
            kept, start=min(one.start, other.start), end=max(one.end, other.end), words=one.words + other.words,
            overlap=one.overlap or other.overlap, doubt=max(one.doubt, other.doubt), edited=one.edited or other.edited,
        )  # fmt: skip
        self._put(part.id, left)
        self._put(kept.id, [whole])
        if part.id not in self._confirmed:
            self._confirmed.discard(kept.id)

    def _said_by(self, kept: Line, part: Line) -> tuple[Word, ...]:
        """The words of a part as another line's speaker says them: where that one was heard beside, who spoke is heard beside now."""
        before, speaker = self._surviving(part.speaker_id), self._surviving(kept.speaker_id)
        machines = self._surviving(self.anchors[part.id].speaker_id)
        words = []
        for word in part.words:
            if word.second_speaker_id is not None:
                second = self._surviving(word.second_speaker_id)
                beside = machines if second == before else second
                word = replace(word, second_speaker_id=before if beside == speaker else beside)
            words.append(word)
        return tuple(words)

    def _follow_each_other(self, one: Line, other: Line) -> bool:
        return bool(one.words and other.words) and self._are_neighbours(one.id, other.id)

    def _are_neighbours(self, one: str, other: str) -> bool:
        low, high = sorted((self._order.index(one), self._order.index(other)))
        return low < high and not any(self._lines[id_].words for id_ in self._order[low + 1 : high])

    def _put(self, id_: str, lines: list[Line]) -> None:
        """Put these lines where that one stands: later corrections are anchored to them as they are now."""
        at = self._order.index(id_)
        speaker_id = self.anchors[id_].speaker_id
        self._order[at : at + 1] = [line.id for line in lines]
        for owner in (self._lines, self.anchors, self._edits):
            owner.pop(id_, None)
        for line in lines:
            self._lines[line.id] = line
            self.anchors[line.id] = replace(line, speaker_id=speaker_id)
        self._in_time = sorted((*(one for one in self._in_time if one.id != id_), *lines), key=lambda line: line.start)
        self._starts = [line.start for line in self._in_time]
        self._longest = max((line.end - line.start for line in self._in_time), default=0.0)

    def _confirm(self, correction: Correction) -> bool:
        """Take a line for right, words and speaker, as it stands after all corrections."""
        known = self._known(correction)
        if known is None and (place := self._place_of(correction)) and place[1:] == (0, len(place[0].words)):
            known = place[0]
        if known is not None:
            self._confirmed.add(known.id)
        return known is not None

    def _between(self, correction: Correction) -> list[Line]:
        """The anchors that touch the correction's span, found by bisection."""
        first = bisect_left(self._starts, correction.start - self._longest - ANCHOR_SECONDS)
        last = bisect_left(self._starts, correction.end + ANCHOR_SECONDS)
        return [line for line in self._in_time[first:last] if line.end >= correction.start - ANCHOR_SECONDS]


def retimed(words: tuple[Word, ...], text: str) -> tuple[Word, ...]:
    """The new text as timed words: unchanged words keep their times, changed ones share the span they replace.

    A person's words are certain (probability 1). Added words where nothing was replaced take the instant between
    their neighbours.
    """
    tokens = text.split()
    result: list[Word] = []
    for same, a1, a2, b1, b2 in steps([word.text for word in words], tokens):
        if same:
            result += words[a1:a2]
            continue
        if a2 > a1:
            start, end = words[a1].start, words[a2 - 1].end
        else:
            start = words[a1 - 1].end if a1 else (words[0].start if words else 0.0)
            end = words[a1].start if a1 < len(words) else start
        step = max(0.0, end - start) / max(1, b2 - b1)
        result += [
            Word(round(start + i * step, 3), round(start + (i + 1) * step, 3), token, 1.0)
            for i, token in enumerate(tokens[b1:b2])
        ]
    return tuple(result)


def _beyond_doubt(line: Line) -> Line:
    """The line with nothing left to doubt. That somebody else speaks at the same time stays true."""
    words = tuple(
        replace(word, probability=1.0, sureness=1.0, marks=tuple(mark for mark in word.marks if mark == "overlap"))
        for word in line.words
    )
    return replace(line, words=words, doubt=0.0, confirmed=True)


def _inside(line: Line, correction: Correction) -> float:
    covered = min(line.end, correction.end) - max(line.start, correction.start)
    return max(0.0, covered) / max(line.end - line.start, 1e-6)
