"""Lines of a transcript that people read, of a text file or of Word: when, who, and what.

`[00:00:12] Claire: …`, `Claire  0:12` above what she says, `0:12 --> 0:15` above her name, `Claire: …` without any time.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scribe_core.errors import ScribeError
from scribe_core.imports import speaker_prefix
from scribe_core.imports.cue import MOST_CUES, TIME, Cue, milliseconds, one_blank

_CLOCK = rf"(?:\[\s*{TIME}\s*\]|\(\s*{TIME}\s*\)|{TIME})"
_LOOSE = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
"""As `TIME`; some tools write `0:0:2.69` between arrows."""

_SPAN = re.compile(rf"^\[?{_LOOSE}\s*(?:-->|–|-)\s*{_LOOSE}\]?$")
_LED = re.compile(rf"^{_CLOCK}(?:\s*[-–:]?\s+|\s*$)(?P<rest>.*)$", re.DOTALL)
_HEAD = re.compile(rf"^(?P<name>\S.{{0,80}}?)[\s,–-]{{1,10}}{_CLOCK}\s*:?$")
_NAMED = re.compile(
    rf"^(?P<name>[^:\[\(]{{1,80}}?)\s*(?:\[\s*{TIME}\s*\]|\(\s*{TIME}\s*\))\s*:?\s+(?P<rest>\S.*)$", re.DOTALL
)


@dataclass
class _Open:
    """What is being gathered: one cue's time, speaker and lines."""

    start: int | None
    end: int | None
    speaker: str | None
    line: int
    said: list[str] = field(default_factory=list)
    named_below: bool = False
    """The speaker's name is to be on the next line."""


def line_cues(lines: Iterable[tuple[int, str]]) -> list[Cue]:
    """The cues of numbered lines. What stands before the first of them is the head of a page, and no cue.

    Raises `import_time_invalid`, `import_nothing`, `import_too_many`.
    """
    kept = [(number, kept_line) for number, line in lines if (kept_line := one_blank(line))]
    timed = [opened for number, line in kept if (opened := _timed(line, number))]
    if not timed:
        return _untimed(kept)
    return _with_times(kept)


def _with_times(lines: Sequence[tuple[int, str]]) -> list[Cue]:
    reader = _Reader()
    for number, line in lines:
        opened = _timed(line, number)
        current = reader.open
        if opened is not None:
            reader.begin(opened)
        elif current is None:
            continue
        elif current.named_below and not current.said and speaker_prefix.is_name(line):
            current.speaker, current.named_below = line, False
            reader.names.add(line.casefold())
        elif (found := speaker_prefix.split(line)) and found[0].casefold() in reader.names:
            reader.begin(_Open(None, None, found[0], number, [found[1]]))
        else:
            current.said.append(line)
    return reader.end()


def _untimed(lines: Sequence[tuple[int, str]]) -> list[Cue]:
    reader = _Reader()
    first = next((at for at, (_, line) in enumerate(lines) if speaker_prefix.split(line)), None)
    if first is None or not speaker_prefix.are_told([line for _, line in lines[first:]], alone=False):
        raise ScribeError("import_nothing")
    for number, line in lines[first:]:
        if found := speaker_prefix.split(line):
            reader.begin(_Open(None, None, found[0], number, [found[1]]))
        elif reader.open is not None:
            reader.open.said.append(line)
    return reader.end()


class _Reader:
    """The cues so far, the one that is open, and the names that were met."""

    def __init__(self) -> None:
        self.open: _Open | None = None
        self.names: set[str] = set()
        self._cues: list[Cue] = []

    def begin(self, opened: _Open) -> None:
        """Close what is open and go on with this. Who is not named goes on speaking."""
        before = self.open
        self._close()
        if opened.speaker is None and not opened.named_below and before is not None:
            opened.speaker = before.speaker
        if opened.speaker:
            self.names.add(opened.speaker.casefold())
        self.open = opened

    def end(self) -> list[Cue]:
        """All of them."""
        self._close()
        return self._cues

    def _close(self) -> None:
        one = self.open
        if one is None:
            return
        text = "\n".join(one.said).strip()
        if text:
            if len(self._cues) == MOST_CUES:
                raise ScribeError("import_too_many", most=MOST_CUES)
            self._cues.append(Cue(one.start, one.end, one.speaker, text, one.line))


def _timed(line: str, number: int) -> _Open | None:
    """What a line with a time begins, None where it has none."""
    if found := _SPAN.match(line):
        begun, ended = _at(found.groups()[:4], number), _at(found.groups()[4:], number)
        return _Open(begun, ended if ended > begun else None, None, number, named_below=True)
    if (found := _LED.match(line)) and (start := _first(found.groups()[:12], number)) is not None:
        rest = found["rest"].strip()
        named = speaker_prefix.split(rest)
        name, said = named or (None, rest)
        return _Open(start, None, name, number, [said] if said else [], named_below=not rest)
    if (found := _NAMED.match(line)) and speaker_prefix.is_name(found["name"]):
        start = _first(found.groups()[1:9], number)
        return _Open(start, None, found["name"], number, [found["rest"]])
    if (found := _HEAD.match(line)) and speaker_prefix.is_name(found["name"].strip()):
        start = _first(found.groups()[1:13], number)
        return _Open(start, None, found["name"].strip(), number)
    return None


def _first(groups: Sequence[str | None], number: int) -> int | None:
    """The one time of several that a pattern may have found."""
    for at in range(0, len(groups), 4):
        if groups[at + 1] is not None:
            return _at(groups[at : at + 4], number)
    return None


def _at(groups: Sequence[str | None], number: int) -> int:
    hours, minutes, seconds, part = groups
    time = milliseconds(hours, minutes or "", seconds or "", part)
    if time is None:
        raise ScribeError("import_time_invalid", line=number)
    return time
