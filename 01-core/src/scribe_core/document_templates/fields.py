"""What a template may name: minutes as plain data."""

from typing import Any

from scribe_core.exports.minutes.edition import (
    MinutesEdition,
    Row,
    Section,
    closing,
    facts,
    labels,
    nothing,
    remarks,
    rows,
    section_title,
    speaker_list,
    title,
)

LISTS = ("summary", "topics", "decisions", "actions", "questions")


def fields(edition: MinutesEdition) -> dict[str, Any]:
    """The fields by name, described in `docs/document-templates.md`."""
    say = labels(edition)
    found: dict[str, Any] = {kind: [] for kind in LISTS}
    texts: dict[str, str] = {}
    sections = []
    for section in edition.sections:
        items = [_item(row, edition) for row in rows(section, edition)]
        sections.append(_section(section, items, edition))
        if section.kind in found:
            found[section.kind] += items
        elif section.key:
            texts[section.key] = "\n".join(item["text"] for item in items)
    for kind in LISTS:
        found[kind] = [{**item, "number": number} for number, item in enumerate(found[kind], start=1)]
    return {
        "title": title(edition),
        "date": say.around.day(edition.held_on) if edition.held_on else "",
        "participants": speaker_list(edition),
        "facts": [say.around.fact(name, value) for name, value in facts(edition)],
        "remarks": list(remarks(edition)),
        "state": next(closing(edition)),
        "digest": edition.sha256 or "",
        "sections": sections,
        "fields": texts,
        **found,
    }


def _section(section: Section, items: list[dict[str, Any]], edition: MinutesEdition) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section_title(section, edition),
        "kind": section.kind,
        "nothing": nothing(section, edition),
        "items": items,
    }


def _item(row: Row, edition: MinutesEdition) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": "\n".join(row.lines),
        "sources": [[source.text, source.address] for source in row.sources],
        "sources_text": ", ".join(source.text for source in row.sources),
        "owner": row.owner,
        "due": row.due,
        "status": row.status,
        "done": row.done,
        "time": row.when.text if row.when else "",
        "unsupported": row.unsupported,
        "mark": f"[{labels(edition).unsupported}]" if row.unsupported else "",
    }
