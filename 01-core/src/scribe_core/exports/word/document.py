"""The text of a DOCX, piece by piece, and the file around it."""

from collections.abc import Iterator

from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, Paragraph, Participant, facts, labels, paragraphs, participants, title
from scribe_core.exports.word import parts
from scribe_core.exports.word.elements import cell, paragraph, pieces, row, run, table
from scribe_core.exports.zip_stream import ZipStream


def docx(edition: Edition) -> Iterator[bytes]:
    """The file, as it is being packed."""
    archive, language = ZipStream(), edition.transcript.language
    around = {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.core_properties(title(edition), language),
        "docProps/app.xml": parts.APPLICATION,
        "word/_rels/document.xml.rels": parts.document_relations(),
        "word/styles.xml": parts.styles(language),
        "word/settings.xml": parts.settings(language),
        "word/header1.xml": parts.header(title(edition)),
        "word/footer1.xml": parts.footer(labels(edition).page),
        "word/footer2.xml": parts.footer(labels(edition).page),
    }
    for name, xml in around.items():
        yield from archive.file(name, [xml.encode()])
    yield from archive.file("word/document.xml", pieces(_document(edition)))
    yield from archive.end()


def _document(edition: Edition) -> Iterator[str]:
    say, language = labels(edition), edition.transcript.language
    yield f"{parts.HEAD}<w:document {parts.W} {parts.R}><w:body>"
    yield paragraph("Title", run(title(edition)), language)
    for name, value in facts(edition):
        yield paragraph("Normal", run(say.fact(name, value)), say.language)
    if there := participants(edition):
        yield paragraph("Heading1", run(say.participants), say.language)
        yield from _table(there, edition)
    yield paragraph("Heading1", run(say.transcript), say.language)
    if edition.shown.doubts:
        yield paragraph("Normal", run(say.doubts, "Doubt"), say.language)
    empty = True
    for one in paragraphs(edition):
        yield _utterance(one, edition)
        empty = False
    if empty:
        yield paragraph("Normal", run(say.nobody), say.language)
    yield f"{parts.SECTION}</w:body></w:document>"


def _utterance(spoken: Paragraph, edition: Edition) -> str:
    name = paragraph("Speaker", run(spoken.speaker), spoken.language) if spoken.speaker else ""
    time = f"{run(clock(spoken.start), 'Time')}<w:r><w:tab/></w:r>" if edition.shown.times else ""
    other = parts.language_tag(spoken.language) if spoken.language != edition.transcript.language else ""
    said = "".join(run(span.text, "Doubt" if span.doubtful else None, other, spoken.language) for span in spoken.spans)
    return name + paragraph("Utterance" if edition.shown.times else "Normal", time + said, spoken.language)


def _table(there: list[Participant], edition: Edition) -> Iterator[str]:
    """Who spoke."""
    say = labels(edition)
    widths = (5272, 1900, 1900)
    heads = "".join(
        cell(width, text, bold=True, number=place > 0)
        for place, (width, text) in enumerate(zip(widths, (say.name, say.talk_time, say.utterances), strict=True))
    )
    rows = (
        row(
            cell(widths[0], one.name)
            + cell(widths[1], say.length(one.seconds), number=True)
            + cell(widths[2], str(one.turns), number=True)
        )
        for one in there
    )
    return table(say.participants, widths, heads, rows)
