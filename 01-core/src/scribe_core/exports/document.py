"""JSON: the transcript document."""

from collections.abc import Iterator

from scribe_core.contract.transcript_document import document_of
from scribe_core.exports.edition import Edition


def json_lines(edition: Edition) -> Iterator[str]:
    """The transcript document, indented."""
    yield document_of(edition.transcript).model_dump_json(indent=1)
    yield "\n"
