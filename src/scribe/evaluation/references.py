"""What is known of a recording: who speaks when, who says what, and when each word begins.

Formats: RTTM (turns), STM (lines with speaker and times), CTM (words with times), a transcript document of ours as JSON
(all of it), and plain text, with `Name: words` lines or without names. docs/evaluation.md says what each is good for.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from scribe.evaluation.outcome import LONGEST_SECONDS

T = TypeVar("T")

SUFFIXES = (".rttm", ".stm", ".ctm", ".json", ".txt")

_NAMED_LINE = re.compile(r"([^\s:][^:]{0,60}):\s+(.*)")


class ReferenceInvalid(Exception):  # noqa: N818 — says what is wrong with the file
    """A reference that cannot be read. `path` and `reason` say which and why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class Turn:
    """One person speaking, in seconds."""

    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says; times and speaker are None where the format does not tell them."""

    start: float | None
    end: float | None
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All that is known of a recording; None for what is not.

    `turns` in order of start, overlaps included. `lines` in order of start, or of the file where times are not known.
    `words` are lines of one word each with its times.
    """

    turns: Sequence[Turn] | None = None
    lines: Sequence[Line] | None = None
    words: Sequence[Line] | None = None
    nameless: str | None = None
    """The first line of a text without `Name:` where most have one: the names are then read as words."""

    @property
    def end(self) -> float:
        """Where the last of what is known ends; 0 where no times are known."""
        ends = [turn.end for turn in self.turns or ()]
        ends += [line.end for line in (*(self.lines or ()), *(self.words or ())) if line.end is not None]
        return max(ends, default=0.0)

    @property
    def attributed(self) -> bool:
        """Whether every line has a speaker."""
        return bool(self.lines) and all(line.speaker is not None for line in self.lines or ())

    @property
    def timed(self) -> bool:
        """Whether every line has times."""
        return bool(self.lines) and all(line.start is not None for line in self.lines or ())

    @property
    def speakers(self) -> int | None:
        """How many people speak."""
        if self.turns:
            return len({turn.speaker for turn in self.turns})
        return len({line.speaker for line in self.lines or ()}) if self.attributed else None


def read_reference(files: Sequence[Path], name: str) -> Reference:
    """What the files of one recording say together.

    Turns come from the RTTM, else from the lines' times; lines from JSON, STM, text or, where there is nothing better,
    CTM; word times from CTM or JSON. Where a file speaks of several recordings, `name` is the one meant.
    Raises `ReferenceInvalid`.
    """
    by_kind = {path.suffix.lower(): path for path in files}
    turns = _rttm(by_kind[".rttm"], name) if ".rttm" in by_kind else None
    words = _ctm(by_kind[".ctm"], name) if ".ctm" in by_kind else None
    lines: list[Line] | None = None
    nameless = None
    if ".json" in by_kind:
        lines, spoken = _document(by_kind[".json"])
        words = words or spoken
    elif ".stm" in by_kind:
        lines = _stm(by_kind[".stm"], name)
    elif ".txt" in by_kind:
        lines, nameless = _text(by_kind[".txt"])
    found = Reference(turns, lines or words, words, nameless)
    if turns is None and lines and found.timed and found.attributed:
        found = Reference(_turns_of(lines), lines, words)
    return found


def _rttm(path: Path, name: str) -> list[Turn]:
    found = [
        (fields[1], Turn(start, start + _number(path, number, fields[4]), fields[7]))
        for number, fields in _fields(path, least=8)
        if fields[0] == "SPEAKER"
        for start in (_number(path, number, fields[3]),)
    ]
    return sorted(_meant(path, found, name), key=lambda turn: (turn.start, turn.end))


def _stm(path: Path, name: str) -> list[Line]:
    found = []
    for number, fields in _fields(path, least=5, most=6):
        file, _channel, speaker, start, end, *rest = fields
        text = re.sub(r"^<[^>]*>\s*", "", rest[0]) if rest else ""  # an optional label, as <o,f0,male>
        span = _number(path, number, start), _number(path, number, end)
        if speaker != "inter_segment_gap" and text != "IGNORE_TIME_SEGMENT_IN_SCORING":
            found.append((file, Line(*span, speaker, text)))
    return sorted(_meant(path, found, name), key=_start)


def _ctm(path: Path, name: str) -> list[Line]:
    """`file channel start seconds word [confidence [type [speaker]]]`."""
    found = []
    for number, fields in _fields(path, least=5):
        start = _number(path, number, fields[2])
        speaker = fields[7] if len(fields) > 7 else None
        found.append((fields[0], Line(start, start + _number(path, number, fields[3]), speaker, fields[4])))
    return sorted(_meant(path, found, name), key=_start)


def _document(path: Path) -> tuple[list[Line], list[Line]]:
    """Lines and words of a transcript document of ours."""
    try:
        utterances = json.loads(_text_of(path))["utterances"]
        lines = [Line(*_span(path, said), str(said["speaker_id"]), str(said["text"])) for said in utterances]
        words = [
            Line(*_span(path, word), str(said["speaker_id"]), str(word["text"]))
            for said in utterances
            for word in said["words"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReferenceInvalid(path, f"not a transcript document ({error!r})") from error
    return sorted(lines, key=_start), sorted(words, key=_start)


def _text(path: Path) -> tuple[list[Line], str | None]:
    """Every line with a name, or none: a colon in running text names nobody. And the first line without, where most have one."""
    lines = [line.strip() for line in _text_of(path).splitlines() if line.strip()]
    named = [_NAMED_LINE.fullmatch(line) for line in lines]
    if all(named):
        return [Line(None, None, found[1], found[2]) for found in named if found], None
    without = [line for line, found in zip(lines, named, strict=True) if not found]
    return [Line(None, None, None, line) for line in lines], without[0] if 2 * len(without) < len(lines) else None


def _turns_of(lines: Sequence[Line]) -> list[Turn]:
    return [
        Turn(line.start, line.end, line.speaker)
        for line in lines
        if line.start is not None and line.end is not None and line.speaker is not None and line.text.strip()
    ]


def _fields(path: Path, *, least: int, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each line's number and fields, comments left out; the field `most` holds the rest of its line."""
    for number, line in enumerate(_text_of(path).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith((";;", "#")):
            continue
        fields = line.split() if most is None else line.split(None, most - 1)
        if len(fields) < least:
            raise ReferenceInvalid(path, f"line {number}: {len(fields)} fields, {least} needed")
        yield number, fields


def _number(path: Path, line: int, text: str) -> float:
    try:
        if 0 <= (number := float(text)) <= LONGEST_SECONDS:  # never so of what is no number (nan)
            return number
    except ValueError:
        pass
    raise ReferenceInvalid(path, f"line {line}: “{text}” is not a number of seconds")


def _span(path: Path, said: Any) -> tuple[float, float]:
    for name in ("start", "end"):
        if not 0 <= said[name] <= LONGEST_SECONDS:
            raise ReferenceInvalid(path, f"“{said[name]}” is not a number of seconds")
    return said["start"], said["end"]


def _meant(path: Path, found: list[tuple[str, T]], name: str) -> list[T]:
    """What is said of this recording: all, unless the file names several."""
    files = {file for file, _ in found}
    if len(files) > 1 and name not in files:
        raise ReferenceInvalid(path, f"speaks of several recordings ({', '.join(sorted(files)[:3])}…), none is {name}")
    return [what for file, what in found if len(files) == 1 or file == name]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceInvalid(path, str(error)) from error


def _start(line: Line) -> float:
    return line.start or 0.0
