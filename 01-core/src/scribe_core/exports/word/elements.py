"""Elements of WordprocessingML: paragraphs, runs of text, links, tables."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from scribe_core.exports.word import parts

PIECE = 64 * 1024
"""Characters of XML written at once."""


def pieces(xml: Iterator[str]) -> Iterator[bytes]:
    """The XML as UTF-8, in pieces of some size."""
    gathered: list[str] = []
    length = 0
    for piece in xml:
        gathered.append(piece)
        length += len(piece)
        if length >= PIECE:
            yield "".join(gathered).encode()
            gathered, length = [], 0
    yield "".join(gathered).encode()


def paragraph(style: str, runs: str, language: str, numbering: int | None = None) -> str:
    """A paragraph of runs; an item of the list of that number."""
    turned = "<w:bidi/>" if language in parts.RIGHT_TO_LEFT else ""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>' if numbering else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}{turned}</w:pPr>{runs}</w:p>'


def run(text: str, style: str | None = None, language: str = "", spoken: str = "") -> str:
    """A run of text; `language` is its `<w:lang/>` where it is not the document's."""
    turned = "<w:rtl/>" if spoken in parts.RIGHT_TO_LEFT else ""
    look = f"{f'<w:rStyle w:val={chr(34)}{style}{chr(34)}/>' if style else ''}{turned}{language}"
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{_text(text)}</w:r>"


def link(relation: str, text: str) -> str:
    """A run that leads to the address of that relation."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{run(text, "Hyperlink")}</w:hyperlink>'


def table(caption: str, widths: Sequence[int], heads: str, rows: Iterable[str]) -> Iterator[str]:
    """A table of cells. Its first row is told to be the heads, for screen readers and for a second page.

    Units: widths are twentieths of a point.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{escape(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
    )
    yield from rows
    yield "</w:tbl>"


def row(cells: str) -> str:
    """A row that is not torn between two pages."""
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def cell(width: int, text: str, *, bold: bool = False, number: bool = False) -> str:
    """A cell of a text; numbers stand at its end."""
    words = f"<w:r>{'<w:rPr><w:b/><w:bCs/></w:rPr>' if bold else ''}{_text(text)}</w:r>"
    return cell_of(width, words, number=number)


def cell_of(width: int, runs: str, *, number: bool = False, language: str = "") -> str:
    """A cell of runs."""
    turned = "<w:bidi/>" if language in parts.RIGHT_TO_LEFT else ""
    aligned = '<w:jc w:val="right"/>' if number else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr>{turned}<w:spacing w:after="0"/>{aligned}</w:pPr>{runs}</w:p></w:tc>'
    )


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
