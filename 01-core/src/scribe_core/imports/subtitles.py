"""SubRip and WebVTT, as tools write them: numbers and settings left out, hours missing, blank lines in the text."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from scribe_core.errors import ScribeError
from scribe_core.imports import speaker_prefix
from scribe_core.imports.cue import MOST_CUES, MOST_WORDS, TIME, Cue, milliseconds, one_blank

_SPAN = re.compile(rf"^\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?$")
_ARROW = re.compile(r"^[\s\d:.,]*-->|-->[\s\d:.,]*$")
_TAG = re.compile(r"</?(?:[biusc]|font|lang|ruby|rt|v)(?:[ .\t][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^ \t<>.]*)*[ \t]([^<>]+)>")
LONGEST_CUE = 1_000_000
"""Characters of a cue with its tags, which are looked for in one go: for 31 MB of them nobody else was served for 13 seconds."""

_BLOCKS = ("NOTE", "STYLE", "REGION")


def srt_cues(text: str) -> list[Cue]:
    """The cues of SubRip. Raises `import_time_invalid`, `import_too_many`, `import_too_many_words`."""
    return _with_prefixes([replace(cue, text=_bare(cue.text)) for cue in _cues(text, blank_ends=False)])


def vtt_cues(text: str) -> list[Cue]:
    """The cues of WebVTT, a cue in which several speak as one for each of them. Raises as `srt_cues`."""
    found = [cue for whole in _cues(text, blank_ends=True) for cue in _voices(whole)]
    if any(cue.speaker for cue in found):
        return found
    return _with_prefixes(found)


def _cues(text: str, *, blank_ends: bool) -> Iterator[Cue]:
    """The cues with their text as it stands, lines kept. `blank_ends`: nothing after a blank line belongs to a cue."""
    times: tuple[int, int | None, int] | None = None
    said: list[str] = []
    count, skipping = 0, False
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = one_blank(line)
        span = None if skipping else _times(stripped, number)
        if span is not None:
            if times is not None:
                yield _cue(times, _without_number(said))
            count += 1
            if count > MOST_CUES:
                raise ScribeError("import_too_many", most=MOST_CUES)
            times, said = (*span, number), []
        elif not stripped and blank_ends:
            if times is not None:
                yield _cue(times, said)
            times, said, skipping = None, [], False
        elif times is not None:
            said.append(stripped)
        elif blank_ends and stripped.split(" ")[0] in _BLOCKS:
            skipping = True
    if times is not None:
        yield _cue(times, said)


def _times(line: str, number: int) -> tuple[int, int | None] | None:
    if "-->" not in line:
        return None
    found = _SPAN.match(line)
    if found is None:
        if _ARROW.search(line):
            raise ScribeError("import_time_invalid", line=number)
        return None
    start, end = milliseconds(*found.groups()[:4]), milliseconds(*found.groups()[4:])
    if start is None or end is None:
        raise ScribeError("import_time_invalid", line=number)
    return start, end if end > start else None


def _without_number(said: list[str]) -> list[str]:
    """The lines without the number of the cue that follows: it stands alone after a blank line, or is all there is."""
    if said and said[-1].isdecimal() and (len(said) == 1 or not said[-2]):
        return said[:-1]
    return said


def _cue(times: tuple[int, int | None, int], said: list[str]) -> Cue:
    start, end, line = times
    text = "\n".join(said).strip()
    if len(text) > LONGEST_CUE:
        raise ScribeError("import_too_many_words", most=MOST_WORDS)
    return Cue(start, end, None, text, line)


def _bare(text: str) -> str:
    return _TAG.sub("", text)


def _voices(cue: Cue) -> Iterator[Cue]:
    """What each says in a cue. Times are the cue's for all: they speak at once, or nobody knows when each begins."""
    parts = _VOICE.split(cue.text)
    for name, said in zip([None, *parts[1::2]], parts[::2], strict=True):
        text = _unescaped(_bare(said)).strip()
        if text:
            yield replace(cue, speaker=_unescaped(name).strip() if name else None, text=text)


def _unescaped(text: str) -> str:
    """The text with its `&amp;` as they are meant; as it stands where one has more digits than Python makes a number of."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def _with_prefixes(cues: list[Cue]) -> list[Cue]:
    """The cues with who speaks where that stands before a colon. Who is not named goes on."""
    spoken = [cue for cue in cues if cue.text]
    if not speaker_prefix.are_told([cue.text for cue in spoken], alone=True):
        return spoken
    told, name = [], None
    for cue in spoken:
        said = cue.text
        if found := speaker_prefix.split(said):
            name, said = found
        if said.strip():
            told.append(replace(cue, speaker=name, text=said))
    return told
