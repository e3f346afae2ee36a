"""A transcript as a PDF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, facts, labels, paragraphs, participants, title
from scribe_core.exports.pdf.press import language_code, printed

TEMPLATE = Path(__file__).with_name("transcript.typ")


def pdf(edition: Edition) -> Iterator[bytes]:
    """The file. It is whole before its first byte is yielded. Raises `pdf_failed`."""
    yield from printed(TEMPLATE, _data(edition), labels(edition).boxes)


def _data(edition: Edition) -> dict[str, Any]:
    """What the template shows."""
    say = labels(edition)
    return {
        "title": title(edition),
        "language": language_code(edition.transcript.language),
        "facts": [say.fact(name, value) for name, value in facts(edition)],
        "participants": [[one.name, say.length(one.seconds), str(one.turns)] for one in participants(edition)],
        "times": edition.shown.times,
        "doubts": edition.shown.doubts,
        "labels": {
            name: getattr(say, name)
            for name in (
                "language", "transcript", "participants", "name", "talk_time", "utterances", "nobody", "doubts", "page"
            )
        },
        "paragraphs": [
            [one.speaker, clock(one.start), language_code(one.language), [[span.text, span.doubtful] for span in one.spans]]
            for one in paragraphs(edition)
        ],
    }  # fmt: skip
