"""PDF: minutes on paper, set by typst in a child process (decision 0039)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
from scribe_core.exports.pdf.press import language_code, printed

TEMPLATE = Path(__file__).with_name("minutes.typ")


def pdf(edition: MinutesEdition) -> Iterator[bytes]:
    """The file. It is whole before its first byte is yielded. Raises `pdf_failed`."""
    yield from printed(TEMPLATE, _data(edition), labels(edition).around.boxes)


def _data(edition: MinutesEdition) -> dict[str, Any]:
    """What the template shows."""
    say = labels(edition)
    named = ("number", "action", "owner", "due", "status", "unsupported")
    return {
        "title": title(edition),
        "language": language_code(edition.language),
        "facts": [say.around.fact(name, value) for name, value in facts(edition)],
        "remarks": list(remarks(edition)),
        "closing": list(closing(edition)),
        "labels": {
            "language": say.around.language,
            "page": say.around.page,
            **{name: getattr(say, name) for name in named},
        },
        "sections": [_section(section, edition) for section in edition.sections],
    }


def _section(section: Section, edition: MinutesEdition) -> dict[str, Any]:
    return {
        "title": section_title(section, edition),
        "kind": section.kind,
        "nothing": nothing(section, edition),
        "rows": [_row(row) for row in rows(section, edition)],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "lines": row.lines,
        "sources": [_source(source) for source in row.sources],
        "unsupported": row.unsupported,
        "when": _source(row.when) if row.when else None,
        "owner": row.owner,
        "due": row.due,
        "status": row.status,
    }


def _source(source: Source) -> list[str | None]:
    return [source.text, source.address]
