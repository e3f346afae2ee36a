"""A template to begin with: every field that most organisations want, in styles of their Word."""

from collections.abc import Iterator

from scribe_core.errors import Language
from scribe_core.exports.minutes.labels import minutes_labels_in
from scribe_core.exports.word import elements, parts
from scribe_core.exports.word.elements import cell, paragraph, run
from scribe_core.exports.zip_stream import ZipStream

WIDTHS = (567, 4025, 1871, 1559, 1050)

_SUMMARY = {"en": "Summary", "fr": "Résumé"}
_DECISIONS = {"en": "Decisions", "fr": "Décisions"}
_QUESTIONS = {"en": "Open questions", "fr": "Questions ouvertes"}


def starter(language: Language) -> Iterator[bytes]:
    """The file, in that language."""
    say = minutes_labels_in(language)
    archive = ZipStream()
    around = {
        "[Content_Types].xml": parts.content_types(numbered=True),
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.core_properties(say.minutes, language),
        "docProps/app.xml": parts.APPLICATION,
        "word/_rels/document.xml.rels": parts.document_relations(numbered=True),
        "word/styles.xml": parts.styles(language),
        "word/numbering.xml": parts.numbering(1),
        "word/settings.xml": parts.settings(language),
        "word/header1.xml": parts.header("{{ title }}"),
        "word/footer1.xml": parts.footer(say.around.page),
        "word/footer2.xml": parts.footer(say.around.page),
        "word/document.xml": f"{parts.HEAD}<w:document {parts.W} {parts.R}><w:body>{_body(language)}{parts.SECTION}</w:body></w:document>",
    }
    for name, xml in around.items():
        yield from archive.file(name, [xml.encode()])
    yield from archive.end()


def _body(language: Language) -> str:
    say = minutes_labels_in(language)

    def line(text: str, style: str = "Normal", numbering: int | None = None) -> str:
        return paragraph(style, run(text), language, numbering)

    def each(kind: str, text: str, style: str, numbering: int | None = None) -> str:
        return (
            line(f"{{%p for item in {kind} %}}")
            + line(f"{text} {{{{ item.mark }}}} {{{{r item.sources }}}}", style, numbering)
            + line("{%p endfor %}")
        )

    return (
        line("{{ title }}", "Title")
        + line(say.around.fact(say.around.held, "{{ date }}"))
        + line(say.around.fact(say.around.participants, "{{ participants|join(', ') }}"))
        + line("{%p for remark in remarks %}")
        + line("{{ remark }}")
        + line("{%p endfor %}")
        + line(_SUMMARY[language], "Heading1")
        + each("summary", "{{ item.text }}", "Normal")
        + line(_DECISIONS[language], "Heading1")
        + each("decisions", "{{ item.text }}", "ListNumber", 2)
        + line("Actions", "Heading1")
        + _table(language)
        + line(_QUESTIONS[language], "Heading1")
        + each("questions", "{{ item.text }}", "ListBullet", 1)
        + line(say.status, "Heading1")
        + line("{{ state }}")
        + line("{{ digest }}")
    )


def _table(language: Language) -> str:
    say = minutes_labels_in(language)
    heads = "".join(
        cell(width, name, bold=True)
        for width, name in zip(WIDTHS, (say.number, say.action, say.owner, say.due, say.status), strict=True)
    )

    def row(*texts: str) -> str:
        return elements.row("".join(cell(width, text) for width, text in zip(WIDTHS, texts, strict=True)))

    rows = (
        row("{%tr for item in actions %}", "", "", "", ""),
        row("{{ item.number }}", "{{ item.text }} {{ item.mark }} {{r item.sources }}", "{{ item.owner }}", "{{ item.due }}", "{{ item.status }}"),
        row("{%tr endfor %}", "", "", "", ""),
    )  # fmt: skip
    return "".join(elements.table("Actions", WIDTHS, heads, rows))
