"""The documented schema is the one in force."""

from pathlib import Path

from scribe_core.contract.document_schema import schema_page
from scribe_core.contract.transcript_document import TranscriptDocument
from scribe_core.errors import SENTENCES

PAGE = Path(__file__).parents[2] / "docs" / "transcript-document.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == schema_page()


def test_every_warning_that_the_page_names_has_its_sentence() -> None:
    named = [part.split("`")[0] for part in schema_page().split("holds codes.")[1].split("<!--")[0].split("`")[1::2]]
    assert named
    assert set(named) <= set(SENTENCES)


def test_every_field_is_there_for_a_reader_to_rely_on() -> None:
    schema = TranscriptDocument.model_json_schema()
    assert {"meeting_id", "title", "revision", "language", "seconds", "speakers", "utterances", "warnings"} <= set(
        schema["required"]
    )
