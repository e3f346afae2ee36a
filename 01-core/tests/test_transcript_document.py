"""The two ways to write a transcript's utterances say the same."""

import json

from scribe_core.contract.transcript_document import document_of, utterances_json
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript

WORDS = (
    Word(0.0, 0.4, 'dit "words":[]', 0.9),
    Word(0.5, 1.0, "indeed", 0.4, "en"),
    Word(1.0, 1.5, "été,", 1.0, None, 0.55, ("overlap", "withheld")),
    Word(1.5, 2.0, "si", 0.3, "en", 0.7, ("overlap",), "b"),
)


def test_what_was_said_reads_the_same_however_it_was_written() -> None:
    lines = (Line("u1", "a", 0.0, 2.0, WORDS, True, 0.25, True, True), Line("u2", "b", 2.0, 3.0, (), False, 0.0))
    speakers = (Speaker("a", 1, "Claire"), Speaker("b", 2, None))
    transcript = Transcript("m", "Comité", 2, "fr", 3.0, speakers, lines)
    expected = json.loads(document_of(transcript).model_dump_json())["utterances"]
    assert json.loads(utterances_json(transcript)) == expected
    assert expected[0]["words"][0]["text"] == WORDS[0].text
    assert ["second_speaker_id" in word for word in expected[0]["words"]] == [False, False, False, True]
