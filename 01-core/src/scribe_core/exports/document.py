"""JSON: the transcript document."""

from collections.abc import Iterator

from scribe_core.contract.transcript_document import document_of
from scribe_core.domain.transcript import Transcript


def json_lines(transcript: Transcript) -> Iterator[str]:
    """The transcript document, indented."""
    yield document_of(transcript).model_dump_json(indent=1)
    yield "\n"
