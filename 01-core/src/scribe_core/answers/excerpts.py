"""What a model is shown of meetings to answer a question: the passages found, numbered, with what was said around them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.language_model.offer import tokens_of
from scribe_core.minutes.evidence import BEFORE

GAP = "(…)"


@dataclass(frozen=True, slots=True)
class Said:
    """A passage of a meeting."""

    id: int
    speaker_id: str
    speaker: Speaker | None
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage that was found, under its number, and those around it. `language` is the meeting's."""

    number: int
    meeting_id: str
    title: str
    held_on: date
    language: str
    said: Said
    around: tuple[Said, ...] = ()


def fitting(excerpts: Sequence[Excerpt], room: int) -> list[Excerpt]:
    """As many of the best passages as fit into so many tokens, then what is around them, the best ones' first."""
    kept: list[Excerpt] = []
    for one in excerpts:
        cost = tokens_of(_shown_line(one.said, one.number)) + tokens_of(one.title) + 30
        if cost > room:
            break
        room -= cost
        kept.append(replace(one, around=()))
    there = {(one.meeting_id, one.said.id) for one in kept}
    for at, one in enumerate(excerpts[: len(kept)]):
        around = []
        for other in one.around:
            cost = tokens_of(_shown_line(other, None)) + 4
            if (one.meeting_id, other.id) in there or cost > room:
                continue
            room -= cost
            there.add((one.meeting_id, other.id))
            around.append(other)
        kept[at] = replace(one, around=tuple(around))
    return kept


@dataclass(frozen=True, slots=True)
class Sheet:
    """A meeting's excerpts in the order they were said; `numbers` by the id of what was found. A gap stands before each of `gaps`."""

    first: Excerpt
    lines: tuple[Said, ...]
    numbers: Mapping[int, int]
    gaps: frozenset[int]

    def shown(self) -> str:
        """As the model reads it."""
        told = [f"« {_unmarked(self.first.title)} », {self.first.held_on.isoformat()}"]
        for one in self.lines:
            if one.id in self.gaps:
                told.append(GAP)
            told.append(_shown_line(one, self.numbers.get(one.id)))
        return "\n".join(told)

    def transcript(self) -> tuple[Transcript, dict[int, int]]:
        """As evidence reads it, and the line that each number stands for. Where something was left out, nothing before it counts."""
        lines: list[Line] = []
        of: dict[int, int] = {}
        speakers: dict[str, Speaker] = {}
        for one in self.lines:
            if one.id in self.gaps:
                lines += [_line(replace(one, text="")) for _ in range(BEFORE)]
            if one.id in self.numbers:
                of[self.numbers[one.id]] = len(lines)
            speakers.setdefault(one.speaker_id, one.speaker or Speaker(one.speaker_id, len(speakers) + 1, None))
            lines.append(_line(one))
        first = self.first
        made = Transcript(
            first.meeting_id, first.title, 1, first.language, 0.0, tuple(speakers.values()), tuple(lines)
        )  # fmt: skip
        return made, of


def sheets_of(excerpts: Sequence[Excerpt]) -> Iterator[Sheet]:
    """The excerpts by meeting, the best one's meeting first."""
    by_meeting: dict[str, list[Excerpt]] = {}
    for one in excerpts:
        by_meeting.setdefault(one.meeting_id, []).append(one)
    for some in by_meeting.values():
        lines = {said.id: said for one in some for said in (one.said, *one.around)}
        ordered = sorted(lines.values(), key=lambda said: (said.start, said.id))
        together = {
            (before.id, after.id)
            for one in some
            for run in [sorted((one.said, *one.around), key=lambda said: (said.start, said.id))]
            for before, after in pairwise(run)
        }
        gaps = {after.id for before, after in pairwise(ordered) if (before.id, after.id) not in together}
        yield Sheet(some[0], tuple(ordered), {one.said.id: one.number for one in some}, frozenset(gaps))


def together(sheets: Sequence[Sheet]) -> tuple[Transcript, dict[int, int]]:
    """Excerpts of several meetings as one, apart from each other."""
    lines: list[Line] = []
    of: dict[int, int] = {}
    speakers: list[Speaker] = []
    for sheet in sheets:
        made, numbers = sheet.transcript()
        own = sheet.first.meeting_id
        if lines:
            lines += [replace(lines[-1], id=f"gap{len(lines)}", words=()) for _ in range(BEFORE)]
        of |= {number: at + len(lines) for number, at in numbers.items()}
        lines += [replace(one, id=f"{own}{one.id}", speaker_id=f"{own}{one.speaker_id}") for one in made.lines]
        speakers += [replace(one, id=f"{own}{one.id}", number=len(speakers) + 1) for one in made.speakers]
    first = sheets[0].first
    return Transcript(first.meeting_id, "", 1, first.language, 0.0, tuple(speakers), tuple(lines)), of


def _line(said: Said) -> Line:
    words = tuple(Word(said.start, said.end, text, 1.0) for text in said.text.split())
    return Line(str(said.id), said.speaker_id, said.start, said.end, words, overlap=False, doubt=0.0)


def _shown_line(said: Said, number: int | None) -> str:
    who = (said.speaker.name or f"#{said.speaker.number}") if said.speaker else "?"
    lead = f"[{number}]" if number is not None else "-"
    return f"{lead} {_unmarked(who)}: {_unmarked(said.text)}"


def _unmarked(text: str) -> str:
    """On one line, and without brackets: nobody who speaks can number what they say."""
    return " ".join(text.translate(_ROUND).split())


_ROUND = str.maketrans("[]", "()")
