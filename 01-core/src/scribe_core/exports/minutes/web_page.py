"""HTML: minutes as one file that holds everything. No script is in it, and none is let in."""

from collections.abc import Iterator
from html import escape

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
from scribe_core.exports.web_page import RIGHT_TO_LEFT, STYLE

MINUTES_STYLE = """
dt { font-weight: 600; }
td { vertical-align: top; }
ol, ul { padding-inline-start: 1.5rem; }
li { margin: .5rem 0; overflow-wrap: anywhere; }
.source { opacity: .75; font: .8125rem system-ui, sans-serif; font-variant-numeric: tabular-nums; }
.source a { color: inherit; }
.unsupported { font: 600 .8125rem system-ui, sans-serif; color: #b45309; }
.remark { border-inline-start: 3px solid #8886; padding-inline-start: .75rem; }
footer { margin-top: 2.5rem; border-top: 1px solid #8886; font: .8125rem system-ui, sans-serif; overflow-wrap: anywhere; }
@media print { tr, li { break-inside: avoid; } h2 { break-after: avoid; } }
""".strip()


def html(edition: MinutesEdition) -> Iterator[str]:
    """The document."""
    language = escape(edition.language)
    direction = ' dir="rtl"' if edition.language in RIGHT_TO_LEFT else ""
    yield f'<!doctype html>\n<html lang="{language}"{direction}>\n<head>\n<meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{escape(title(edition))}</title>\n<style>\n{STYLE}\n{MINUTES_STYLE}\n</style>\n</head>\n<body>\n"
    yield f'<header>\n<h1 dir="auto">{escape(title(edition))}</h1>\n<dl>'
    yield "".join(f'<dt>{escape(name)}</dt><dd dir="auto">{escape(value)}</dd>' for name, value in facts(edition))
    yield "</dl>\n"
    yield "".join(f'<p class="remark"{_label_language(edition)}>{escape(remark)}</p>\n' for remark in remarks(edition))
    yield "</header>\n<main>\n"
    for section in edition.sections:
        yield f'<section>\n<h2 dir="auto">{escape(section_title(section, edition))}</h2>\n'
        if section.items:
            yield from _section(section, edition)
        else:
            yield f"<p{_label_language(edition)}>{escape(nothing(section, edition))}</p>\n"
        yield "</section>\n"
    yield f"</main>\n<footer{_label_language(edition)}>\n"
    yield "".join(f"<p>{escape(line)}</p>\n" for line in closing(edition))
    yield "</footer>\n</body>\n</html>\n"


def _section(section: Section, edition: MinutesEdition) -> Iterator[str]:
    if section.kind == "actions":
        yield from _table(section, edition)
        return
    around = {"decisions": "ol", "questions": "ul", "topics": "ul"}.get(section.kind)
    if around:
        yield f"<{around}>\n"
    for row in rows(section, edition):
        element = "li" if around else "p"
        when = f"{_source(row.when)} " if row.when else ""
        behind = _mark(row, edition) if section.kind == "topics" else _behind(row, edition)
        yield f'<{element} dir="auto">{when}{_words(row)}{behind}</{element}>\n'
    if around:
        yield f"</{around}>\n"


def _table(section: Section, edition: MinutesEdition) -> Iterator[str]:
    say = labels(edition)
    yield f"<table>\n<thead{_label_language(edition)}><tr>"
    yield "".join(
        f'<th scope="col">{escape(head)}</th>' for head in (say.number, say.action, say.owner, say.due, say.status)
    )
    yield "</tr></thead>\n<tbody>\n"
    for row in rows(section, edition):
        yield f'<tr><td>{row.number}</td><td dir="auto">{_words(row)}{_behind(row, edition)}</td>'
        yield "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in (row.owner, row.due, row.status))
        yield "</tr>\n"
    yield "</tbody>\n</table>\n"


def _words(row: Row) -> str:
    return "<br>".join(map(escape, row.lines))


def _behind(row: Row, edition: MinutesEdition) -> str:
    sources = f' <span class="source">({", ".join(map(_linked, row.sources))})</span>' if row.sources else ""
    return _mark(row, edition) + sources


def _mark(row: Row, edition: MinutesEdition) -> str:
    return f' <strong class="unsupported">[{escape(labels(edition).unsupported)}]</strong>' if row.unsupported else ""


def _source(source: Source) -> str:
    return f'<span class="source">{_linked(source)}</span>'


def _linked(source: Source) -> str:
    return f'<a href="{escape(source.address)}">{escape(source.text)}</a>' if source.address else escape(source.text)


def _label_language(edition: MinutesEdition) -> str:
    """The language of our words, where it is not that of the minutes."""
    ours = labels(edition).around.language
    return f' lang="{ours}"' if ours != edition.language else ""
