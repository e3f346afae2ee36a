"""The text of a DOCX, piece by piece, and the file around it."""

from collections.abc import Iterator
from html import escape

from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, Paragraph, Participant, facts, labels, paragraphs, participants, title
from scribe_core.exports.word import parts
from scribe_core.exports.zip_stream import ZipStream

PIECE = 64 * 1024
"""Characters of XML written at once."""


def docx(edition: Edition) -> Iterator[bytes]:
    """The file, as it is being packed."""
    archive = ZipStream()
    around = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.core_properties(edition),
        "docProps/app.xml": parts.APPLICATION,
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
        "word/styles.xml": parts.styles(edition),
        "word/settings.xml": parts.settings(edition),
        "word/header1.xml": parts.header(edition),
        "word/footer1.xml": parts.footer(edition),
        "word/footer2.xml": parts.footer(edition),
    }
    for name, xml in around.items():
        yield from archive.file(name, [xml.encode()])
    yield from archive.file("word/document.xml", _pieces(_document(edition)))
    yield from archive.end()


def _pieces(xml: Iterator[str]) -> Iterator[bytes]:
    gathered: list[str] = []
    length = 0
    for piece in xml:
        gathered.append(piece)
        length += len(piece)
        if length >= PIECE:
            yield "".join(gathered).encode()
            gathered, length = [], 0
    yield "".join(gathered).encode()


def _document(edition: Edition) -> Iterator[str]:
    say, language = labels(edition), edition.transcript.language
    yield f"{parts.HEAD}<w:document {parts.W} {parts.R}><w:body>"
    yield _paragraph("Title", _run(title(edition)), language)
    for name, value in facts(edition):
        yield _paragraph("Normal", _run(say.fact(name, value)), say.language)
    if there := participants(edition):
        yield _paragraph("Heading1", _run(say.participants), say.language)
        yield _table(there, edition)
    yield _paragraph("Heading1", _run(say.transcript), say.language)
    if edition.shown.doubts:
        yield _paragraph("Normal", _run(say.doubts, "Doubt"), say.language)
    empty = True
    for paragraph in paragraphs(edition):
        yield _utterance(paragraph, edition)
        empty = False
    if empty:
        yield _paragraph("Normal", _run(say.nobody), say.language)
    yield f"{parts.SECTION}</w:body></w:document>"


def _utterance(paragraph: Paragraph, edition: Edition) -> str:
    name = _paragraph("Speaker", _run(paragraph.speaker), paragraph.language) if paragraph.speaker else ""
    time = f"{_run(clock(paragraph.start), 'Time')}<w:r><w:tab/></w:r>" if edition.shown.times else ""
    other = parts.language_tag(paragraph.language) if paragraph.language != edition.transcript.language else ""
    said = "".join(
        _run(span.text, "Doubt" if span.doubtful else None, other, paragraph.language) for span in paragraph.spans
    )
    return name + _paragraph("Utterance" if edition.shown.times else "Normal", time + said, paragraph.language)


def _table(there: list[Participant], edition: Edition) -> str:
    """Who spoke. The first row is told to be the heads, for screen readers and for a second page."""
    say = labels(edition)
    widths = (5272, 1900, 1900)
    heads = "".join(
        _cell(width, text, bold=True, number=place > 0)
        for place, (width, text) in enumerate(zip(widths, (say.name, say.talk_time, say.utterances), strict=True))
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + _cell(widths[0], one.name)
        + _cell(widths[1], say.length(one.seconds), number=True)
        + _cell(widths[2], str(one.turns), number=True)
        + "</w:tr>"
        for one in there
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="9072" w:type="dxa"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{escape(say.participants)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{rows}</w:tbl>"
    )


def _cell(width: int, text: str, *, bold: bool = False, number: bool = False) -> str:
    run = f"<w:r>{'<w:rPr><w:b/><w:bCs/></w:rPr>' if bold else ''}{_text(text)}</w:r>"
    aligned = '<w:jc w:val="right"/>' if number else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="0"/>{aligned}</w:pPr>{run}</w:p></w:tc>'
    )


def _paragraph(style: str, runs: str, language: str) -> str:
    turned = "<w:bidi/>" if language in parts.RIGHT_TO_LEFT else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{turned}</w:pPr>{runs}</w:p>'


def _run(text: str, style: str | None = None, language: str = "", spoken: str = "") -> str:
    """A run of text; `language` is its `<w:lang/>` where it is not the document's."""
    turned = "<w:rtl/>" if spoken in parts.RIGHT_TO_LEFT else ""
    look = f"{f'<w:rStyle w:val={chr(34)}{style}{chr(34)}/>' if style else ''}{turned}{language}"
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{_text(text)}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
