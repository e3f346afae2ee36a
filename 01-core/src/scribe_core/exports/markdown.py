"""Markdown (CommonMark): for wikis and notes. Whatever could be markup is escaped."""

import re
from collections.abc import Iterator

from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, Paragraph, facts, labels, paragraphs, participants, title

_MARKUP = re.compile(r"[\\`*_\[\]#|~$]")
_LEADING = re.compile(r"^(\d{1,9})([.)])|^([-+=])")


def md(edition: Edition) -> Iterator[str]:
    """A heading, who spoke as a table, and a paragraph an utterance."""
    say = labels(edition)
    yield f"# {_escaped(title(edition))}\n\n"
    for name, value in facts(edition):
        yield f"- {_escaped(say.fact(name, value))}\n"
    if there := participants(edition):
        yield f"\n## {say.participants}\n\n| {say.name} | {say.talk_time} | {say.utterances} |\n|---|---:|---:|\n"
        for one in there:
            yield f"| {_escaped(one.name)} | {say.length(one.seconds)} | {one.turns} |\n"
    yield f"\n## {say.transcript}\n"
    if edition.shown.doubts:
        yield f"\n*{say.doubts}*\n"
    empty = True
    for paragraph in paragraphs(edition):
        yield _written(paragraph, edition)
        empty = False
    if empty:
        yield f"\n{say.nobody}\n"


def _written(paragraph: Paragraph, edition: Edition) -> str:
    lead = f"**{_escaped(paragraph.speaker)}**" if paragraph.speaker else ""
    if edition.shown.times:
        lead = f"{lead} `{clock(paragraph.start)}`".lstrip()
    said = "".join(
        f"{_escaped(span.text)} \\[?\\]" if span.doubtful else _escaped(span.text) for span in paragraph.spans
    )
    if lead:
        return f"\n{lead} {said}\n"
    return f"\n{_LEADING.sub(lambda f: f'{f[1]}{chr(92)}{f[2]}' if f[1] else chr(92) + f[3], said)}\n"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)
