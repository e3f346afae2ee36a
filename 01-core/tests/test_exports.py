"""Each export is read back by what would read it: a scoring tool, a player, a person."""

import json
import re
from dataclasses import replace

import pytest

from scribe_core.contract.transcript_document import TranscriptDocument, transcript_of
from scribe_core.domain.export_format import EXPORT_FORMATS, ExportFormat
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.exports import FORMATS

SAID = (
    Line(
        "u1",
        "a",
        0.5,
        3.0,
        (Word(0.5, 1.0, "On", 0.9), Word(1.0, 1.5, "y", 0.8), Word(2.6, 3.0, "va.", 0.7)),
        False,
        0.1,
    ),
    Line("u2", "b", 2.8, 3661.25, (Word(2.8, 3661.25, "D'accord.", 0.9),), True, 0.4, True),
)
TRANSCRIPT = Transcript(
    "m",
    "Comité du 14 mars",
    2,
    "fr",
    3700.0,
    (Speaker("a", 1, "Claire D."), Speaker("b", 2, None)),
    SAID,
    ("no_speech",),
)


def written(format_: ExportFormat, transcript: Transcript = TRANSCRIPT) -> str:
    return "".join(FORMATS[format_].write(transcript))


def test_txt_says_when_who_and_what() -> None:
    assert written("txt") == "[00:00:00] Claire D.: On y va.\n[00:00:02] Locuteur 2: D'accord.\n"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "Claire D. (selon la voix)"), ("en", "Claire D. (by voice)"), ("de", "Claire D. (by voice)")],
)
def test_a_name_that_only_the_voice_gave_says_so_to_people_and_not_to_scoring_tools(language: str, shown: str) -> None:
    heard = (Speaker("a", 1, "Claire D.", NamedBy.VOICE, "p"), Speaker("b", 2, None))
    known = replace(TRANSCRIPT, language=language, speakers=heard)
    assert written("txt", known).startswith(f"[00:00:00] {shown}: On y va.\n")
    assert f"\n{shown}: On y\n" in written("srt", known)
    assert f"<v {shown}>On y\n" in written("vtt", known)
    for format_ in ("rttm", "stm"):
        assert "Claire_D. " in written(format_, known)
        assert "voi" not in written(format_, known)
    confirmed = replace(known, speakers=(replace(heard[0], named_by=NamedBy.PEOPLE), heard[1]))
    assert written("txt", confirmed).startswith("[00:00:00] Claire D.: ")


def test_json_is_the_document_and_reads_back_to_the_same_transcript() -> None:
    document = TranscriptDocument.model_validate_json(written("json"))
    assert transcript_of(document) == TRANSCRIPT
    assert json.loads(written("json"))["version"] == 1


def test_json_tells_where_another_language_is_spoken() -> None:
    english = replace(SAID[1], words=(replace(SAID[1].words[0], text="Right.", language="en"),))
    transcript = replace(TRANSCRIPT, lines=(SAID[0], english))
    document = TranscriptDocument.model_validate_json(written("json", transcript))
    assert [utterance.language for utterance in document.utterances] == ["fr", "en"]
    assert transcript_of(document) == transcript


def test_json_tells_who_else_speaks_and_says_nothing_where_nobody_does() -> None:
    crowded = replace(SAID[0].words[0], sureness=0.6, marks=("overlap",), second_speaker_id="b")
    transcript = replace(TRANSCRIPT, lines=(replace(SAID[0], words=(crowded, *SAID[0].words[1:])), SAID[1]))
    text = written("json", transcript)
    assert transcript_of(TranscriptDocument.model_validate_json(text)) == transcript
    words = json.loads(text)["utterances"][0]["words"]
    assert words[0]["second_speaker_id"] == "b"
    assert "second_speaker_id" not in words[1]


def test_rttm_has_a_turn_for_each_stretch_of_words() -> None:
    turns = [line.split() for line in written("rttm").splitlines()]
    assert all(len(fields) == 10 for fields in turns)
    assert [(fields[3], fields[4], fields[7]) for fields in turns] == [
        ("0.500", "1.000", "Claire_D."),
        ("2.600", "0.400", "Claire_D."),
        ("2.800", "3658.450", "Locuteur_2"),
    ]


def test_rttm_has_the_second_speaker_where_two_speak_at_once_and_stm_the_first_alone() -> None:
    first = SAID[0]
    words = tuple(replace(word, second_speaker_id="b") for word in first.words[1:])
    crowd = replace(TRANSCRIPT, lines=(replace(first, words=(first.words[0], *words)), SAID[1]))
    turns = [line.split() for line in written("rttm", crowd).splitlines()]
    assert [(fields[3], fields[4], fields[7]) for fields in turns] == [
        ("0.500", "1.000", "Claire_D."),
        ("1.000", "0.500", "Locuteur_2"),
        ("2.600", "0.400", "Claire_D."),
        ("2.600", "3658.650", "Locuteur_2"),
    ]
    assert written("stm", crowd) == written("stm")


def test_stm_has_a_line_an_utterance() -> None:
    assert written("stm").splitlines()[0] == "Comité_du_14_mars 1 Claire_D. 0.500 3.000 On y va."


def test_srt_and_vtt_name_the_speaker_where_it_changes() -> None:
    assert written("srt").startswith("1\n00:00:00,500 --> 00:00:01,500\nClaire D.: On y\n\n2\n00:00:02,600 --> ")
    assert "01:01:01,250" in written("srt")
    assert written("vtt").startswith("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<v Claire D.>On y\n\n")


@pytest.mark.parametrize("format_", EXPORT_FORMATS)
def test_hostile_names_and_words_stay_text(format_: ExportFormat) -> None:
    nasty = "Eve\n\n2\n00:00:00,000 --> 9\n<script>alert(1)</script>\u2028x"
    line = replace(SAID[0], words=(Word(0.5, 1.0, "-->\n\n<b>", 0.9),))
    text = written(format_, replace(TRANSCRIPT, speakers=(Speaker("a", 1, nasty),), lines=(line,)))
    if format_ == "json":
        assert json.loads(text)["speakers"][0]["name"] == nasty
        return
    assert "<script>" not in text or format_ in ("txt", "rttm", "stm")
    assert len(re.findall(r"^\S*\d\d:\d\d:\d\d[,.]\d{3} --> ", text, re.MULTILINE)) == (
        1 if format_ in ("srt", "vtt") else 0
    )
    if format_ in ("txt", "rttm", "stm"):
        assert len(text.splitlines()) == 1


def test_long_utterances_become_cues_that_can_be_read() -> None:
    spoken = tuple(Word(i * 0.4, i * 0.4 + 0.35, "budget" if i % 9 else "fini.", 0.9) for i in range(200))
    text = written("srt", replace(TRANSCRIPT, lines=(Line("u", "a", 0.0, 80.0, spoken, False, 0.0),)))
    for cue in text.strip().split("\n\n"):
        shown = cue.split("\n")[2:]
        assert 1 <= len(shown) <= 2
        assert all(len(row) <= 60 for row in shown)


def test_an_empty_transcript_is_written_without_fuss() -> None:
    empty = replace(TRANSCRIPT, speakers=(), lines=())
    assert {format_: written(format_, empty) for format_ in ("txt", "srt", "rttm", "stm")} == dict.fromkeys(
        ("txt", "srt", "rttm", "stm"), ""
    )
    assert written("vtt", empty) == "WEBVTT\n\n"
