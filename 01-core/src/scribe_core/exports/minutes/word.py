"""DOCX: minutes as a document for Word, LibreOffice and their kin, written as transcripts are (decision 0039)."""

from collections.abc import Iterator

from scribe_core.exports.minutes.edition import (
    MinutesEdition,
    Row,
    Section,
    Source,
    closing,
    facts,
    labels,
    nothing,
    remarks,
    rows,
    section_title,
    title,
)
from scribe_core.exports.word import elements, parts
from scribe_core.exports.word.elements import cell, cell_of, paragraph, run
from scribe_core.exports.zip_stream import ZipStream

WIDTHS = (567, 4025, 1871, 1559, 1050)
"""Columns of the table of actions, in twentieths of a point: together as wide as the text."""

BULLETS = 1
BREAK = "<w:r><w:br/></w:r>"


def docx(edition: MinutesEdition) -> Iterator[bytes]:
    """The file, as it is being packed."""
    archive, language = ZipStream(), edition.language
    page = labels(edition).around.page
    numbered = sum(section.kind == "decisions" for section in edition.sections)
    around = {
        "[Content_Types].xml": parts.content_types(numbered=True),
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.core_properties(title(edition), language),
        "docProps/app.xml": parts.APPLICATION,
        "word/styles.xml": parts.styles(language),
        "word/numbering.xml": parts.numbering(numbered),
        "word/settings.xml": parts.settings(language),
        "word/header1.xml": parts.header(title(edition)),
        "word/footer1.xml": parts.footer(page),
        "word/footer2.xml": parts.footer(page),
    }
    for name, xml in around.items():
        yield from archive.file(name, [xml.encode()])
    writing = _Writing(edition)
    yield from archive.file("word/document.xml", elements.pieces(writing.document()))
    # Only now is it known where the text leads.
    relations = parts.document_relations(writing.addresses, numbered=True)
    yield from archive.file("word/_rels/document.xml.rels", [relations.encode()])
    yield from archive.end()


class _Writing:
    """The text, and the addresses it leads to: each is one relation, however often it is cited."""

    def __init__(self, edition: MinutesEdition) -> None:
        self.addresses: dict[str, str] = {}
        self._edition = edition
        self._language = edition.language
        self._say = labels(edition)
        ours = self._say.around.language
        self._tag = parts.language_tag(ours) if ours != edition.language else ""

    def document(self) -> Iterator[str]:
        edition, ours = self._edition, self._say.around.language
        yield f"{parts.HEAD}<w:document {parts.W} {parts.R}><w:body>"
        yield paragraph("Title", self._run(title(edition)), self._language)
        for name, value in facts(edition):
            yield paragraph("Normal", self._ours(self._say.around.fact(name, value)), ours)
        for remark in remarks(edition):
            yield paragraph("Normal", self._ours(remark, "Time"), ours)
        lists = BULLETS
        for section in edition.sections:
            yield paragraph("Heading1", self._run(section_title(section, edition)), self._language)
            if section.kind == "decisions":
                lists += 1
            if not section.items:
                yield paragraph("Normal", self._ours(nothing(section, edition)), ours)
            elif section.kind == "actions":
                yield from self._table(section)
            else:
                yield from self._items(section, lists)
        yield paragraph("Heading1", self._ours(self._say.status), ours)
        for line in closing(edition):
            yield paragraph("Normal", self._ours(line), ours)
        yield f"{parts.SECTION}</w:body></w:document>"

    def _items(self, section: Section, numbered: int) -> Iterator[str]:
        style, numbering = {
            "decisions": ("ListNumber", numbered),
            "questions": ("ListBullet", BULLETS),
            "topics": ("ListBullet", BULLETS),
        }.get(section.kind, ("Normal", None))
        for row in rows(section, self._edition):
            if section.kind == "topics":
                when = f"{self._source(row.when)}{run(' ')}" if row.when else ""
                runs = when + self._words(row) + self._mark(row)
            else:
                runs = self._words(row) + self._behind(row)
            yield paragraph(style, runs, self._language, numbering)

    def _table(self, section: Section) -> Iterator[str]:
        """Who does what by when, and how far it is."""
        say = self._say
        names = (say.number, say.action, say.owner, say.due, say.status)
        heads = "".join(
            cell(width, name, bold=True, number=place == 0)
            for place, (width, name) in enumerate(zip(WIDTHS, names, strict=True))
        )
        body = (
            elements.row(
                cell(WIDTHS[0], str(row.number), number=True)
                + cell_of(WIDTHS[1], self._words(row) + self._behind(row), language=self._language)
                + "".join(
                    cell(width, text) for width, text in zip(WIDTHS[2:], (row.owner, row.due, row.status), strict=True)
                )
            )
            for row in rows(section, self._edition)
        )
        return elements.table(section_title(section, self._edition), WIDTHS, heads, body)

    def _words(self, row: Row) -> str:
        return BREAK.join(self._run(line) for line in row.lines)

    def _behind(self, row: Row) -> str:
        """What stands behind an item's words: the mark, and who said it when."""
        if not row.sources:
            return self._mark(row)
        sources = run(", ", "Time").join(self._source(source) for source in row.sources)
        return f"{self._mark(row)}{run(' (', 'Time')}{sources}{run(')', 'Time')}"

    def _mark(self, row: Row) -> str:
        return self._ours(f" [{self._say.unsupported}]", "Doubt") if row.unsupported else ""

    def _source(self, source: Source) -> str:
        if source.address is None:
            return run(source.text, "Time")
        known = self.addresses.setdefault(source.address, f"link{len(self.addresses) + 1}")
        return elements.link(known, source.text)

    def _run(self, text: str) -> str:
        return run(text, spoken=self._language)

    def _ours(self, text: str, style: str | None = None) -> str:
        return run(text, style, self._tag)
