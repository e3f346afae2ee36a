"""The lines of a transcript in a DOCX. Only its text is read: macros, pictures and what it points to are left where they are."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from lxml import etree

from scribe_core.document_templates.inspection import PARTS, UNPACKED
from scribe_core.errors import ScribeError, Size
from scribe_core.imports.cue import MOST_CUES, Cue, time_in
from scribe_core.imports.speaker_prefix import is_name
from scribe_core.imports.spoken_lines import line_cues

DOCUMENT = "word/document.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC, _BODY = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "body"))
_OURS = frozenset({"Speaker", "Utterance"})
"""Styles of paragraphs in our own exports."""

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip
"""What reading a damaged, locked or made-up file raises."""

MOST_ELEMENTS = 2_000_000
"""Of a document: six for each word of the longest transcript. Each takes some hundred bytes until its paragraph is read."""

Row = list[str]


def word_cues(content: bytes) -> list[Cue]:
    """The cues of a Word document: lines as of a text file, or a table with a column of times.

    Lines are counted by paragraphs. Raises `import_word_unreadable`, `import_word_too_large`, and as `line_cues`.
    """
    lines: list[tuple[int, str]] = []
    cues: list[Cue] = []
    ours: list[tuple[str, str]] = []
    for number, block in enumerate(_blocks(content), start=1):
        if isinstance(block, list):
            cues += _table_cues(block, number)
            continue
        style, text = block
        if style in _OURS or ours:
            ours.append((style, text))
        else:
            lines += [(number, line) for line in text.split("\n")]
        if len(ours) + len(lines) > 4 * MOST_CUES:
            raise ScribeError("import_too_many", most=MOST_CUES)
    if ours:
        return _our_cues(ours)
    return cues or line_cues(lines)


def _our_cues(paragraphs: list[tuple[str, str]]) -> list[Cue]:
    """The cues of our own export: a paragraph with the name where it changes, and one for each utterance, its time before a tab."""
    cues, name = [], None
    for number, (style, text) in enumerate(paragraphs, start=1):
        if style == "Speaker":
            name = text.strip()
            continue
        told, tab, said = text.partition("\t")
        start = time_in(told) if tab else None
        if said := (said if start is not None else text).strip():
            cues.append(Cue(start, None, name, said, number))
    if len(cues) > MOST_CUES:
        raise ScribeError("import_too_many", most=MOST_CUES)
    return cues


def _table_cues(rows: list[Row], number: int) -> list[Cue]:
    """The cues of a table in which most rows have a cell that is a time; none where it is another table."""
    timed = [(row, [at for at, cell in enumerate(row) if time_in(cell) is not None]) for row in rows]
    told = [(row, times) for row, times in timed if times]
    if not told or 2 * len(told) < len(rows):
        return []
    cues = []
    for row, times in told:
        start = time_in(row[times[0]])
        end = time_in(row[times[1]]) if len(times) > 1 else None
        rest = [cell.strip() for at, cell in enumerate(row) if at not in times and cell.strip()]
        if not rest:
            continue
        said = max(rest, key=len) if len(rest) != 2 else rest[1]
        name = next((cell for cell in rest if cell is not said and is_name(cell)), None)
        cues.append(
            Cue(start, end if start is not None and end is not None and end > start else None, name, said, number)
        )
        if len(cues) > MOST_CUES:
            raise ScribeError("import_too_many", most=MOST_CUES)
    return cues


def _blocks(content: bytes) -> Iterator[tuple[str, str] | list[Row]]:
    """What stands in the document one after the other: paragraphs with their style, and tables row by row."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > PARTS:
                raise _too_large()
            with archive.open(DOCUMENT) as file:
                yield from _read(_Counted(file))
    except _UNREADABLE as error:
        raise ScribeError("import_word_unreadable") from error


def _read(file: "_Counted") -> Iterator[tuple[str, str] | list[Row]]:
    parsing = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    inside = elements = 0
    for event, element in parsing:
        if event == "start":
            elements += 1
            if elements == 1 and element.getroottree().docinfo.doctype:
                raise ValueError("a document type")
            if elements > MOST_ELEMENTS:
                raise _too_large()
        if element.tag == _TBL:
            inside += 1 if event == "start" else -1
            if event == "end" and inside == 0:
                yield [[_cell(cell) for cell in row.iterchildren(_TC)] for row in element.iterchildren(_TR)]
                _forget(element)
        elif element.tag == _P and event == "end" and inside == 0:
            style = element.find(f"{_W}pPr/{_W}pStyle")
            yield (str(style.get(f"{_W}val", "")) if style is not None else ""), _text(element)
            _forget(element)


def _forget(element: etree._Element) -> None:
    """Let go of what was read: a long document is never held whole."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent.tag == _BODY and element.getprevious() is not None:
        del parent[0]


def _cell(cell: etree._Element) -> str:
    return _text(cell).strip("\n")


def _text(element: etree._Element) -> str:
    """The text of a paragraph or of several, each on lines of its own, line breaks and tabs as such; what was deleted in tracked changes
    is not in it.
    """
    pieces = []
    for one in element.iter(_P, f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        match etree.QName(one).localname:
            case "t":
                pieces.append(one.text or "")
            case "tab":
                pieces.append("" if one.getparent().tag == f"{_W}tabs" else "\t")
            case "noBreakHyphen":
                pieces.append("-")
            case "p" if one is element:
                pass
            case _:
                pieces.append("\n")
    return "\n".join(line.rstrip(" \u00a0") for line in "".join(pieces).split("\n"))


class _Counted:
    """A part that is being unpacked. What it unpacks to is counted, not believed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, UNPACKED

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises `import_word_too_large`."""
        piece = self._file.read(size if size > 0 else 1 << 16)
        self._left -= len(piece)
        if self._left < 0:
            raise _too_large()
        return piece


def _too_large() -> ScribeError:
    return ScribeError("import_word_too_large", most=Size(UNPACKED))
