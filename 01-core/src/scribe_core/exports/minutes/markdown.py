"""Markdown (CommonMark with tables): minutes for wikis and notes. Whatever could be markup is escaped."""

from collections.abc import Iterator

from scribe_core.exports.markdown import escaped, escaped_beginning
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


def md(edition: MinutesEdition) -> Iterator[str]:
    """A heading a section; decisions as a numbered list, actions as a table."""
    yield f"# {escaped(title(edition))}\n\n"
    for name, value in facts(edition):
        yield f"- {escaped(labels(edition).around.fact(name, value))}\n"
    for remark in remarks(edition):
        yield f"\n*{escaped(remark)}*\n"
    for section in edition.sections:
        yield f"\n## {escaped(section_title(section, edition))}\n\n"
        if section.items:
            yield from _section(section, edition)
        else:
            yield f"{escaped(nothing(section, edition))}\n"
    yield "\n---\n\n"
    yield "".join(f"{escaped(line)}\\\n" for line in closing(edition)).removesuffix("\\\n") + "\n"


def _section(section: Section, edition: MinutesEdition) -> Iterator[str]:
    say = labels(edition)
    if section.kind == "actions":
        yield f"| {say.number} | {say.action} | {say.owner} | {say.due} | {say.status} |\n|---:|---|---|---|---|\n"
        for row in rows(section, edition):
            words = f"{'<br>'.join(map(escaped, row.lines))}{_behind(row, edition)}"
            cells = (str(row.number), words, escaped(row.owner), escaped(row.due), escaped(row.status))
            yield f"| {' | '.join(cells)} |\n"
        return
    for row in rows(section, edition):
        if section.kind == "topics":
            lead = f"- {f'{_source(row.when)} ' if row.when else ''}"
            yield f"{lead}{' '.join(map(escaped, row.lines))}{_mark(row, edition)}\n"
        elif section.kind == "decisions":
            lead = f"{row.number}. "
            yield f"{lead}{_broken(row.lines, ' ' * len(lead))}{_behind(row, edition)}\n"
        elif section.kind == "questions":
            yield f"- {_broken(row.lines, '  ')}{_behind(row, edition)}\n"
        else:
            yield f"{_broken(row.lines, '')}{_behind(row, edition)}\n\n"


def _broken(lines: tuple[str, ...], indent: str) -> str:
    return f"\\\n{indent}".join(escaped_beginning(escaped(line)) for line in lines)


def _behind(row: Row, edition: MinutesEdition) -> str:
    """What stands behind an item's words: the mark, and who said it when."""
    sources = f" ({', '.join(map(_source, row.sources))})" if row.sources else ""
    return _mark(row, edition) + sources


def _mark(row: Row, edition: MinutesEdition) -> str:
    return f" **\\[{escaped(labels(edition).unsupported)}\\]**" if row.unsupported else ""


def _source(source: Source) -> str:
    return f"[{escaped(source.text)}](<{source.address}>)" if source.address else escaped(source.text)
