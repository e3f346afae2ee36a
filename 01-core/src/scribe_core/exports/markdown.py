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
    yield f"# {escaped(title(edition))}\n\n"
    for name, value in facts(edition):
        yield f"- {escaped(say.fact(name, value))}\n"
    if there := participants(edition):
        yield f"\n## {say.participants}\n\n| {say.name} | {say.talk_time} | {say.utterances} |\n|---|---:|---:|\n"
        for one in there:
            yield f"| {escaped(one.name)} | {say.length(one.seconds)} | {one.turns} |\n"
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
    lead = f"**{escaped(paragraph.speaker)}**" if paragraph.speaker else ""
    if edition.shown.times:
        lead = f"{lead} `{clock(paragraph.start)}`".lstrip()
    said = "".join(f"{escaped(span.text)} \\[?\\]" if span.doubtful else escaped(span.text) for span in paragraph.spans)
    if lead:
        return f"\n{lead} {said}\n"
    return f"\n{escaped_beginning(said)}\n"


def escaped(text: str) -> str:
    """The text, nothing of it markup but what only is at the beginning of a line."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)


def escaped_beginning(text: str) -> str:
    """The same for what begins a line: no list, no rule, no heading."""
    return _LEADING.sub(lambda f: f"{f[1]}{chr(92)}{f[2]}" if f[1] else chr(92) + f[3], text)
