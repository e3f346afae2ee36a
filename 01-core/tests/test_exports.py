"""Each export is read back by what would read it: a scoring tool, a player, a person."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from scribe_core.contract.transcript_document import TranscriptDocument, transcript_of
from scribe_core.domain.export_format import EXPORT_FORMATS, ExportFormat, Presentation
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.errors import ScribeError
from scribe_core.exports import FORMATS
from scribe_core.exports.edition import Edition

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


PLAIN = Presentation()


def written(format_: ExportFormat, transcript: Transcript = TRANSCRIPT, shown: Presentation = PLAIN) -> str:
    edition = Edition.of(transcript, shown, date(2026, 3, 1))
    content = b"".join(FORMATS[format_].write(edition))
    if format_ == "docx":
        with ZipFile(BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if format_ == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode()


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
    assert "<script>" not in text or format_ in ("txt", "rttm", "stm", "ctm", "pdf")
    assert len(re.findall(r"^\S*\d\d:\d\d:\d\d[,.]\d{3} --> ", text, re.MULTILINE)) == (
        1 if format_ in ("srt", "vtt") else 0
    )
    if format_ in ("txt", "rttm", "stm"):
        assert len(text.splitlines()) == 1
    assert "<b>" not in text or format_ in ("txt", "stm", "ctm", "pdf")


def test_long_utterances_become_cues_that_can_be_read() -> None:
    spoken = tuple(Word(i * 0.4, i * 0.4 + 0.35, "budget" if i % 9 else "fini.", 0.9) for i in range(200))
    text = written("srt", replace(TRANSCRIPT, lines=(Line("u", "a", 0.0, 80.0, spoken, False, 0.0),)))
    for cue in text.strip().split("\n\n"):
        shown = cue.split("\n")[2:]
        assert 1 <= len(shown) <= 2
        assert all(len(row) <= 42 for row in shown)


def test_an_empty_transcript_is_written_without_fuss() -> None:
    empty = replace(TRANSCRIPT, speakers=(), lines=())
    assert {format_: written(format_, empty) for format_ in ("txt", "srt", "rttm", "stm", "ctm")} == dict.fromkeys(
        ("txt", "srt", "rttm", "stm", "ctm"), ""
    )
    assert written("vtt", empty) == "WEBVTT\n\n"
    for format_ in ("md", "html"):
        assert "Personne ne parle dans cet enregistrement." in written(format_, empty)


def test_markdown_has_a_head_those_who_spoke_and_a_paragraph_an_utterance() -> None:
    assert written("md") == (
        "# Comité du 14 mars\n\n- Date\u202f: 1er mars 2026\n- Durée\u202f: 1\u00a0h\u00a002\u00a0min\n\n"
        "## Participants\n\n| Nom | Temps de parole | Interventions |\n|---|---:|---:|\n"
        "| Claire D. | 2\u00a0s | 1 |\n| Locuteur 2 | 1\u00a0h\u00a001\u00a0min | 1 |\n\n"
        "## Transcription\n\n**Claire D.** `00:00:00` On y va.\n\n**Locuteur 2** `00:00:02` D’accord.\n"
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("1. # *no* [link](javascript:x)", r"1\. \# \*no\* \[link\](javascript:x)"),
        ("- <img src=x> & `code` | a_b", r"\- &lt;img src=x&gt; &amp; \`code\` \| a\_b"),
        (r"=== \ ~~$x$~~", r"\=== \\ \~\~\$x\$\~\~"),
    ],
)
def test_nothing_that_was_said_is_markup_in_markdown(said: str, kept: str) -> None:
    line = replace(SAID[0], words=tuple(Word(0.5, 1.0, word, 0.9) for word in said.split()))
    text = written("md", replace(TRANSCRIPT, language="en", lines=(line,)), Presentation(times=False, speakers=False))
    assert text.splitlines()[-1] == kept


def test_html_is_one_file_without_script_whose_times_are_anchors() -> None:
    english = replace(SAID[1], start=62.0, words=(replace(SAID[1].words[0], text="Right.", language="en"),))
    text = written("html", replace(TRANSCRIPT, lines=(SAID[0], english)))
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert page.found["html"] == [{"lang": "fr"}]
    assert "script" not in page.found
    assert "default-src 'none'" in str(page.found["meta"][1]["content"])
    assert {"class": "said", "dir": "auto", "id": "t62", "lang": "en"} in page.found["p"]
    assert [link["href"] for link in page.found["a"]] == ["#t0", "#t62"]
    assert "1er mars 2026" in text


class Page(HTMLParser):
    """A page's elements with their attributes, and those that were never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[dict[str, str | None]]] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.setdefault(tag, []).append(dict(attrs))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_ctm_has_each_word_in_order_of_start() -> None:
    several = replace(SAID[1], words=(Word(2.8, 3.6, "Oui, le budget.", 1.0),))
    fields = [line.split() for line in written("ctm", replace(TRANSCRIPT, lines=(several, SAID[0]))).splitlines()]
    assert [(field[2], field[3], field[4], field[5]) for field in fields] == [
        ("0.500", "0.500", "On", "0.900"),
        ("1.000", "0.500", "y", "0.800"),
        ("2.600", "0.400", "va.", "0.700"),
        ("2.800", "0.267", "Oui,", "1.000"),
        ("3.067", "0.267", "le", "1.000"),
        ("3.333", "0.267", "budget.", "1.000"),
    ]
    assert {(field[0], field[1]) for field in fields} == {("Comité_du_14_mars", "1")}


@pytest.mark.parametrize("format_", EXPORT_FORMATS)
def test_without_names_no_name_is_in_any_format(format_: ExportFormat) -> None:
    known = replace(TRANSCRIPT, speakers=(Speaker("a", 1, "Claire D.", NamedBy.VOICE, "p7"), Speaker("b", 2, "Marc")))
    text = written(format_, known, Presentation(anonymous=True))
    assert not any(name in text for name in ("Claire", "Marc", "p7"))
    if format_ not in ("json", "ctm"):
        assert "Locuteur 2" in text.replace("_", " ")


def test_times_and_speakers_can_be_left_out() -> None:
    bare = Presentation(times=False, speakers=False)
    assert written("txt", shown=bare) == "On y va.\nD'accord.\n"
    assert written("md", shown=bare).endswith("## Transcription\n\nOn y va.\n\nD’accord.\n")
    for format_ in ("md", "html"):
        assert not any(part in written(format_, shown=bare) for part in ("00:0", "Claire", "Temps de parole"))
    assert "Claire" not in written("srt", shown=Presentation(speakers=False)) + written(
        "vtt", shown=Presentation(speakers=False)
    )


def test_what_was_hardly_heard_is_marked_unless_somebody_said_that_it_is_right() -> None:
    words = (
        Word(0, 1, "Le", 0.9),
        Word(1, 2, "butin", 0.3),
        Word(2, 3, "monte.", 0.9, marks=("withheld",), sureness=0),
    )
    unsure = replace(SAID[0], words=words)
    doubted = replace(TRANSCRIPT, lines=(unsure, replace(unsure, id="u9", speaker_id="b", confirmed=True)))
    shown = Presentation(doubts=True)
    assert written("txt", doubted, shown) == (
        "[00:00:00] Claire D. (?): Le butin [?] monte. [?]\n[00:00:00] Locuteur 2: Le butin monte.\n"
    )
    assert "Le butin monte. \\[?\\]\n" in written("md", doubted, shown)
    assert "Le <mark>butin monte.</mark></p>" in written("html", doubted, shown)
    for format_ in ("txt", "md", "html"):
        assert "?" not in written(format_, doubted).replace("<!doctype", "")


@pytest.mark.parametrize(
    ("wanted", "shown", "option"),
    [
        ("srt", Presentation(times=False), "times"),
        ("json", Presentation(speakers=False), "speakers"),
        ("vtt", Presentation(doubts=True), "doubts"),
    ],
)
def test_a_choice_that_a_format_cannot_follow_is_refused(
    wanted: ExportFormat, shown: Presentation, option: str
) -> None:
    with pytest.raises(ScribeError) as refused:
        shown.check(wanted)
    assert (refused.value.code, refused.value.details["option"]) == ("export_option_invalid", option)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Ça va ?", "Ça va\u202f?"),
        ("Ça va? Non!", "Ça va\u202f? Non\u202f!"),
        (
            "À 10:30 , voici : l'ordre « du jour » ; rien",
            "À 10:30 , voici\u202f: l’ordre «\u202fdu jour\u202f»\u202f; rien",
        ),
        ("«Oui», dit-il. http://a.fr/?b", "«\u202fOui\u202f», dit-il. http://a.fr/?b"),
    ],
)
def test_french_is_set_as_french_printers_do(said: str, printed: str) -> None:
    words = tuple(Word(i, i + 1, word, 0.9) for i, word in enumerate(said.split()))
    line = replace(SAID[0], words=words)
    text = written("md", replace(TRANSCRIPT, lines=(line,)), Presentation(times=False, speakers=False))
    assert text.splitlines()[-1] == printed
    english = written(
        "md", replace(TRANSCRIPT, language="en", lines=(line,)), Presentation(times=False, speakers=False)
    )
    assert "\u202f" not in english
