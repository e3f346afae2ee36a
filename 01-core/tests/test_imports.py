"""Transcripts of other tools, as they come: what is said, by whom and when, and what is told of files that are no good."""

import contextlib
import io
import json
import zipfile
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.domain.transcript_kind import Kind
from scribe_core.errors import SENTENCES, ScribeError
from scribe_core.exports import FORMATS
from scribe_core.exports.edition import Edition
from scribe_core.imports import word
from scribe_core.imports.cue import MOST_CUES
from scribe_core.imports.reading import Imported, imported_from


def said(found: Imported) -> list[tuple[str | None, float, float, str]]:
    """Speaker's name, start, end and text of each utterance."""
    return [(found.names[one.speaker], one.start, one.end, one.text) for one in found.utterances]


def who_said(found: Imported) -> list[tuple[str | None, str]]:
    return [(name, text) for name, _, _, text in said(found)]


SRT = """1
00:00:01,000 --> 00:00:03,500
Claire D.: Bonjour à tous,
on commence par le budget.

2
00:00:03,600 --> 00:00:05,000
Il est voté.

3
00:00:06,000 --> 00:00:08,000
Marc : Très bien.
"""


def test_subtitles_become_utterances_of_those_who_are_named() -> None:
    found = imported_from(SRT.encode(), "cse.srt")
    assert (found.kind, found.language, found.names, found.seconds) == (Kind.SRT, "fr", ("Claire D.", "Marc"), 8.0)
    assert said(found) == [
        ("Claire D.", 1.0, 5.0, "Bonjour à tous, on commence par le budget. Il est voté."),
        ("Marc", 6.0, 8.0, "Très bien."),
    ]
    words = found.utterances[0].words
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert (words[0].start, words[-1].end) == (1.0, 5.0)
    assert {word.probability for word in words} == {1.0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_files_are_read_in_whatever_they_were_written(encoding: str, ends: str) -> None:
    text = SRT if encoding == "latin-1" else SRT.replace("voté", "voté – « à l’œil »")
    found = imported_from(text.replace("\n", ends).encode(encoding), "cse.srt")
    expected = imported_from(text.encode(), "cse.srt")
    assert said(found) == said(expected)


def test_names_are_not_seen_where_a_colon_only_leads_on() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nBonjour.\n\n2\n00:00:02,000 --> 00:00:03,000\nUn rappel : on vote.\n"
    assert who_said(imported_from(text.encode())) == [(None, "Bonjour. Un rappel : on vote.")]
    led = SRT.replace("Il est voté.", "Attention : il est voté.")
    assert [name for name, _ in who_said(imported_from(led.encode()))] == ["Claire D.", "Marc"]


def test_webvtt_of_other_tools() -> None:
    text = """WEBVTT - a meeting
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

STYLE
::cue { color: red }

NOTE 00:00:00.000 --> 00:00:01.000 is no cue

intro
00:01.000 --> 00:02.500 align:start position:10%
<v.loud Claire Durand>Good <i>morning</i> &amp; <00:00:01.500>welcome.</v>

01:00:00.000 --> 01:00:02.000
<v Marc>Yes.</v>
<v Claire Durand>No.</v>

00:03.000 --> 00:02.000
<v Speaker 3>Its end is before its start.</v>
"""
    found = imported_from(text.encode(), "teams.vtt", "en")
    assert found.names == ("Claire Durand", None, "Marc")
    assert said(found) == [
        ("Claire Durand", 1.0, 2.5, "Good morning & welcome."),
        (None, 3.0, 3600.0, "Its end is before its start."),
        ("Marc", 3600.0, 3602.0, "Yes."),
        ("Claire Durand", 3600.0, 3602.0, "No."),
    ]


def test_what_is_out_of_order_and_overlaps_is_kept() -> None:
    text = "9\n00:00:10,000 --> 00:00:14,000\nMarc: Second.\n\n1\n00:00:01,000 --> 00:00:12,000\nClaire: First.\n\n7\n00:00:11,000 --> 00:00:12,000\nMarc: Third.\n"
    assert [line[1:] for line in said(imported_from(text.encode()))] == [
        (1.0, 12.0, "First."),
        (10.0, 14.0, "Second. Third."),
    ]


def test_whisper_keeps_its_words_and_lists_their_speakers() -> None:
    words = [
        {"word": " Bonjour", "start": 0.5, "end": 0.9, "probability": 0.4},
        {"word": " Claire.", "start": 1, "end": 1.5, "probability": 0.9},
    ]
    whisper = {
        "text": "…",
        "language": "FR",
        "segments": [{"id": 0, "start": 0.5, "end": 1.5, "text": " Bonjour Claire.", "words": words}],
    }
    found = imported_from(json.dumps(whisper).encode())
    assert (found.language, who_said(found)) == ("fr", [(None, "Bonjour Claire.")])
    assert found.utterances[0].words == (Word(0.5, 0.9, "Bonjour", 0.4), Word(1.0, 1.5, "Claire.", 0.9))
    listed = [
        {"start": "00:00:03.5", "end": None, "speaker": "Marc", "text": "Oui."},
        {"start": 1, "end": 2, "speaker": 0, "text": "Non."},
        {"start": 9, "end": 11, "speaker": "Marc", "text": "Si."},
    ]
    assert said(imported_from(json.dumps(listed).encode(), "x.json", "fr")) == [
        (None, 1.0, 2.0, "Non."), ("Marc", 3.5, 9.0, "Oui."), ("Marc", 9.0, 11.0, "Si."),
    ]  # fmt: skip


def test_lines_of_text_with_and_without_times() -> None:
    timed = "Réunion du 3 mars\n\n[00:00:12] Claire D.: Bonjour.\nÀ tous.\n[00:00:15] Oui.\n00:01:00 Marc Lemaire : Très bien.\n"
    assert said(imported_from(timed.encode(), "a.txt", "fr"))[:2] == [
        ("Claire D.", 12.0, 15.0, "Bonjour. À tous."), ("Claire D.", 15.0, 60.0, "Oui."),
    ]  # fmt: skip
    heads = "Claire Durand   0:12\nBonjour à tous.\n\nMarc Lemaire  1:02:03\nOui.\nNon.\n"
    assert [(name, start, text) for name, start, _, text in said(imported_from(heads.encode()))] == [
        ("Claire Durand", 12.0, "Bonjour à tous."), ("Marc Lemaire", 3723.0, "Oui. Non."),
    ]  # fmt: skip
    bare = "Claire: Bonjour à tous, on commence.\nMarc: Oui.\nClaire: Bien.\n"
    found = imported_from(bare.encode(), "notes.txt")
    assert found.estimated
    assert found.heard("fr").warnings == ("import_times_estimated",)
    assert who_said(found) == [("Claire", "Bonjour à tous, on commence."), ("Marc", "Oui."), ("Claire", "Bien.")]
    assert [one.start for one in found.utterances] == sorted(one.start for one in found.utterances)


def word_file(body: str, head: str = "") -> bytes:
    """A DOCX with that body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )
    return buffer.getvalue()


def p(*lines: str) -> str:
    return "<w:p><w:r>" + "<w:br/>".join(f"<w:t>{line}</w:t>" for line in lines) + "</w:r></w:p>"


def test_word_documents_of_other_tools() -> None:
    teams = (
        p("Réunion hebdomadaire")
        + p("Claire Durand   0:12", "Bonjour à tous.")
        + p("Marc Lemaire   0:15", "Oui.", "Merci.")
    )
    assert who_said(imported_from(word_file(teams))) == [
        ("Claire Durand", "Bonjour à tous."),
        ("Marc Lemaire", "Oui. Merci."),
    ]
    arrows = p("0:0:1.5 --> 0:0:2.690", "Claire Durand", "Bonjour.") + p("0:0:3.0 --> 0:0:4.0", "Marc", "Oui.")
    assert said(imported_from(word_file(arrows))) == [
        ("Claire Durand", 1.5, 2.69, "Bonjour."),
        ("Marc", 3.0, 4.0, "Oui."),
    ]

    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    table = (
        "<w:tbl>"
        + row("Heure", "Qui", "Paroles")
        + row("00:00:05", "Claire", "Bonjour.")
        + row("00:00:09", "Marc", "Oui, très bien.")
        + "</w:tbl>"
    )
    assert said(imported_from(word_file(table)))[0] == ("Claire", 5.0, 9.0, "Bonjour.")
    within = p("Bonjour.").replace("</w:r></w:p>", f"</w:r>{p('Merci.')}</w:p>")
    assert who_said(imported_from(word_file(table.replace(p("Bonjour."), within)))) == [
        ("Claire", "Bonjour. Merci."),
        ("Marc", "Oui, très bien."),
    ], "what stands in a paragraph within another is said once"


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "name", "code", "details"),
    [
        (b"", "a.srt", "import_empty", {}),
        (b" \n\t ", "a.srt", "import_empty", {}),
        (b"\x1aE\xdf\xa3\0\0\0\x01webm", "a.vtt", "import_kind_unknown", {}),
        (b"<html><p>00:12 Claire: hello</p></html>", "a.html", "import_kind_unknown", {}),
        (b"Just a letter,\nnothing else.\n", "a.txt", "import_nothing", {}),
        (b"WEBVTT\n\n", "a.vtt", "import_nothing", {}),
        (b"1\n00:00:01,000 --> 00:00:02,000\n\n", "a.srt", "import_nothing", {}),
        (b"1\n00:00:01,000 --> 00:00:02,000\nYes\n\n2\n00:00:75,000 --> 00:01:17,000\nNo\n", "a.srt", "import_time_invalid", {"line": 6}),
        (b"WEBVTT\n\n00:01.000 --> later\nYes\n", "a.vtt", "import_time_invalid", {"line": 3}),
        (b"[00:00:99] Claire: hello\n", "a.txt", "import_time_invalid", {"line": 1}),
        (b'{"segments": [\n{"start": 1,}]}', "a.json", "import_json_invalid", {"line": 2}),
        (b'[{"start": NaN, "end": 2, "text": "x"}]', "a.json", "import_json_invalid", {"line": 1}),
        (b"[" * 200_000, "a.json", "import_json_invalid", {"line": 1}),
        (b'{"title": "x"}', "a.json", "import_json_shape", {"place": "segments"}),
        (b'{"utterances": [{"text": "x"}, {"text": 3}]}', "a.json", "import_json_shape", {"place": "utterances[1].text"}),
        (b'[{"start": -1, "text": "x"}]', "a.json", "import_json_shape", {"place": "[0].start"}),
        (b'[{"start": 1e999, "text": "x"}]', "a.json", "import_json_shape", {"place": "[0].start"}),
        (b'{"format": "smart-meeting-scribe/transcript", "version": 1}', "a.json", "import_json_shape", {"place": "meeting_id"}),
        (b'[{"start": 90000, "end": 90001, "text": "x"}]', "a.json", "import_too_long", {"hours": 24}),
        (b"PK\x03\x04 no archive", "a.docx", "import_word_unreadable", {}),
        (word_file("<w:p>")[:-40], "a.docx", "import_word_unreadable", {}),
        (word_file("<w:p>"), "a.docx", "import_word_unreadable", {}),
        (word_file(p("&c;"), BOMB), "a.docx", "import_word_unreadable", {}),
        (word_file(p("Only a letter.")), "a.docx", "import_nothing", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_said_in_one_sentence(
    content: bytes, name: str, code: str, details: dict[str, object]
) -> None:
    with pytest.raises(ScribeError) as refused:
        imported_from(content, name)
    assert (refused.value.code, refused.value.details) == (code, details)
    assert "{" not in refused.value.sentence("fr") + refused.value.sentence("en")


def test_words_that_no_meeting_has_are_words_of_their_cue() -> None:
    segments = [
        {"start": 1, "end": 2, "text": "oui", "words": [{"word": "oui", "start": 1e6, "end": 1e6 + 1}]},
        {"start": 3, "end": 4, "text": "x" * 45_000, "words": [{"word": "x" * 45_000, "start": 3, "end": 4}]},
        {"start": 8, "end": 9, "speaker": "A B", "text": "non", "words": [{"word": "non", "start": 2.5, "end": 2.6}]},
    ]
    found = imported_from(json.dumps({"segments": segments}).encode(), "a.json")
    assert found.seconds == 4.0
    starts = [one.start for one in found.utterances]
    assert starts == sorted(starts)
    assert [len(one.text) for one in found.utterances if "x" in one.text] == [20_000, 20_000, 5_000]


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def code_of(content: bytes, name: str = "") -> str:
        with pytest.raises(ScribeError) as refused:
            imported_from(content, name)
        return refused.value.code

    assert code_of(b"00:00:01,000 --> 00:00:02,000\nx\n" * (MOST_CUES + 1)) == "import_too_many"
    assert code_of(b"[00:00:01] Claire: " + b"x " * 300_001) == "import_too_many_words"
    assert code_of(f"{VTT_CUE}{'<c>' * 400_000}oui".encode()) == "import_too_many_words"
    assert code_of(b"[00:00:01] Claire: oui" + b"\n" * 1_000_001) == "import_too_many"
    assert code_of(b"[00:00:01] Claire: " + b"x" * 6_000_001) == "import_too_many_words"
    assert code_of("\n".join(f"[00:00:01] Voix A{n} B: x" for n in range(201)).encode()) == "import_speakers_too_many"
    assert code_of(b" " * 32_000_000 + b"x") == "import_too_large"
    assert code_of(b"[" + b"{}," * 1_500_000 + b"{}]", "a.json") == "import_too_many"
    with monkeypatch.context() as patched:
        patched.setattr(word, "MOST_ELEMENTS", 1000)
        assert code_of(word_file(p("0:01 Claire: oui") + "<a/>" * 1000)) == "import_word_too_large"
    assert code_of(word_file(f"<!--{'x' * (1 << 20)}-->" * 41)) == "import_word_too_large"


LONG = 300_000
"""Characters in a row at which a pattern that tries each of them anew takes hours."""

VTT_CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
WORD_LINE = "<w:p><w:r><w:t xml:space='preserve'>{}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (VTT_CUE + "<v" + " " * LONG + "x", "a.vtt", "<v x"),
        (VTT_CUE + "<v." * LONG, "a.vtt", "<v." * LONG),
        (VTT_CUE + "&#" + "9" * 5000 + "; &amp;", "a.vtt", "&#" + "9" * 5000 + "; &amp;"),
        ("1\n00:00:01,000 --> 00:00:02,000\n-" + " " * LONG + "x", "a.srt", "- x"),
        ("0:01 Claire: oui" + "\na" + " " * LONG + "b", "a.txt", "oui a b"),
        ("0:01 Claire: oui" + "\na" + "-" * LONG + "b", "a.txt", "oui a" + "-" * LONG + "b"),
        (word_file(p("0:01 Claire: oui") + WORD_LINE.format("a" + " " * LONG + "b")), "a.docx", "oui a b"),
    ],
    ids=["voice", "voices", "number", "dash", "name", "dashes", "word"],
)  # fmt: skip
def test_a_long_row_of_one_sign_is_read_in_time_by_its_length(content: str | bytes, name: str, expected: str) -> None:
    found = imported_from(content.encode() if isinstance(content, str) else content, name)
    # What is longer than an utterance comes in several.
    assert "".join(one.text.replace(" ", "") for one in found.utterances) == expected.replace(" ", "")


def test_every_code_has_its_sentences() -> None:
    codes = [code for code in SENTENCES if code.startswith("import_")]
    assert len(codes) == 14
    for code in codes:
        assert "\u202f;" not in SENTENCES[code].en


LETTERS = "abcdefghilmnoprstuvéèàôç"
WORDS = st.text(LETTERS, min_size=1, max_size=9)
NAMES = st.lists(WORDS.map(str.capitalize), min_size=1, max_size=3).map(" ".join)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """A meeting of a few people: one speaks after the other, with pauses, some at the same time."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
    # A name that introduces, as "Note: …" does, is none.
    names = [f"{name} Q" for name in names]
    speakers = tuple(Speaker(f"s{at}", at + 1, name, NamedBy.PEOPLE) for at, name in enumerate(names))
    lines, at = [], draw(st.integers(0, 5000))
    for number in range(draw(st.integers(1, 12))):
        words = []
        for text in draw(st.lists(WORDS, min_size=1, max_size=30)):
            length = draw(st.integers(100, 600))
            words.append(Word(at / 1000, (at + length) / 1000, text, 1.0))
            at += length
        words[-1] = Word(words[-1].start, words[-1].end, words[-1].text + ".", 1.0)
        speaker = draw(st.sampled_from(speakers))
        lines.append(Line(f"u{number}", speaker.id, words[0].start, words[-1].end, tuple(words), False, 0.0))
        at += draw(st.integers(1000, 90_000))
    heard = {line.speaker_id for line in lines}
    there = tuple(speaker for speaker in speakers if speaker.id in heard)
    return Transcript("m", "Comité", 1, "fr", at / 1000, there, tuple(lines))


def test_two_people_of_whom_each_speaks_once_are_told_by_their_whole_names() -> None:
    said = ["Claire Dubois: Bonjour.", "On commence.", "Je vous écoute.", "C'est tout.", "Karim Ziani: Merci."]
    cues = [f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{text}\n" for at, text in enumerate(said)]
    found = who_said(imported_from("\n".join(cues).encode(), "x.srt"))
    assert {name for name, _ in found} == {"Claire Dubois", "Karim Ziani"}


def by_turns(lines: list[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Who says what, all that one says in a row as one."""
    return [(name, " ".join(text for _, text in turn)) for name, turn in groupby(lines, key=lambda line: line[0])]


@pytest.mark.parametrize("kind", ["srt", "vtt", "json", "txt", "docx"])
@settings(max_examples=25, deadline=None)
@given(transcript=transcripts())
def test_what_we_export_can_be_imported_again(kind: str, transcript: Transcript) -> None:
    content = b"".join(FORMATS[kind].write(Edition.of(transcript, Edition(transcript).shown)))  # type: ignore[index]
    found = imported_from(content, f"x.{kind}")
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    original = [(names[line.speaker_id], line.text) for line in transcript.lines]
    assert by_turns(who_said(found)) == by_turns(original)
    if kind == "json":
        assert [one.words for one in found.utterances] == [line.words for line in transcript.lines]
        assert (found.language, found.title, found.seconds) == ("fr", "Comité", transcript.seconds)
    within = {"txt": 1.0, "docx": 1.0}.get(kind, 0.001)
    assert abs(found.utterances[0].start - transcript.lines[0].start) <= within
    starts = [one.start for one in found.utterances]
    assert starts == sorted(starts)


@settings(max_examples=100, deadline=None)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode), st.lists(st.sampled_from(["00:00:01,000 --> 00:00:02,000", "1", "", "Claire: oui", "<v A>x", "[00:01] A: b", "WEBVTT", "NOTE", '{"segments":', "-->"]), max_size=12).map(lambda lines: "\n".join(lines).encode())), name=st.sampled_from(["a.srt", "a.vtt", "a.json", "a.txt", "a.docx", ""]))  # fmt: skip
def test_whatever_is_sent_is_read_or_refused(content: bytes, name: str) -> None:
    found = None
    with contextlib.suppress(ScribeError):  # whatever else is raised is a fault
        found = imported_from(content, name)
    assert found is None or found.utterances
    assert found is None or all(one.words and one.start <= one.end for one in found.utterances)
