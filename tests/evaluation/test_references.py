"""What is known of a recording is read from the formats people have, and a fault in one is said with its line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scribe.evaluation.references import Line, ReferenceInvalid, Turn, read_reference

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of that name and text."""

    def at(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return at


def test_rttm_gives_turns_in_order_and_the_number_of_people(write: Write) -> None:
    text = (
        ";; made by hand\n"
        "SPKR-INFO r 1 <NA> <NA> <NA> unknown anna <NA> <NA>\n"
        "SPEAKER r 1 2.50 1.00 <NA> <NA> bruno <NA> <NA>\n"
        "\n"
        "SPEAKER r 1 0.00 3.00 <NA> <NA> anna <NA> <NA>\n"
    )
    found = read_reference([write("r.rttm", text)], "r")
    assert found.turns == [Turn(0, 3, "anna"), Turn(2.5, 3.5, "bruno")]
    assert found.speakers == 2
    assert found.lines is None


def test_stm_gives_lines_without_labels_and_what_is_not_scored(write: Write) -> None:
    text = (
        "r 1 anna 0.5 2.0 <o,f0,female> Bonjour à tous.\n"
        "r 1 inter_segment_gap 2.0 2.5\n"
        "r 1 bruno 2.5 3.0\n"
        "r 1 bruno 3.0 4.0 IGNORE_TIME_SEGMENT_IN_SCORING\n"
    )
    found = read_reference([write("r.stm", text)], "r")
    assert found.lines == [Line(0.5, 2.0, "anna", "Bonjour à tous."), Line(2.5, 3.0, "bruno", "")]
    assert found.attributed
    assert found.timed
    assert found.turns == [Turn(0.5, 2.0, "anna")], "without RTTM the lines tell who speaks when"


def test_ctm_gives_word_times_beside_another_reference_and_lines_where_there_is_none(write: Write) -> None:
    ctm = write("r.ctm", "r 1 0.50 0.25 bonjour 0.99\nr 1 0.25 0.125 euh\n")
    words = [Line(0.25, 0.375, None, "euh"), Line(0.5, 0.75, None, "bonjour")]
    alone = read_reference([ctm], "r")
    assert alone.words == words
    assert alone.lines == words
    assert not alone.attributed
    assert alone.speakers is None
    both = read_reference([ctm, write("r.stm", "r 1 anna 0 1 euh bonjour\n")], "r")
    assert [line.text for line in both.lines or ()] == ["euh bonjour"]
    assert both.words == words


def test_ctm_may_name_the_speaker(write: Write) -> None:
    found = read_reference([write("r.ctm", "r 1 0.5 0.25 oui 0.9 lex anna\n")], "r")
    assert found.attributed
    assert found.speakers == 1
    assert found.turns is None, "words are no turns: every breath between them would count"


def test_a_transcript_of_ours_tells_everything(write: Write) -> None:
    said = {"start": 1.0, "end": 2.0, "speaker_id": "s1", "text": "Oui, non."}
    words = [{"start": 1.0, "end": 1.2, "text": "Oui,"}, {"start": 1.5, "end": 2.0, "text": "non."}]
    found = read_reference([write("r.json", json.dumps({"utterances": [{**said, "words": words}]}))], "r")
    assert found.lines == [Line(1.0, 2.0, "s1", "Oui, non.")]
    assert [word.text for word in found.words or ()] == ["Oui,", "non."]
    assert found.turns == [Turn(1.0, 2.0, "s1")]


def test_plain_text_has_names_on_every_line_or_on_none(write: Write) -> None:
    named = read_reference([write("a.txt", "Anna: bonjour\n\nBruno D.: salut: ça va\n")], "a")
    assert named.lines == [Line(None, None, "Anna", "bonjour"), Line(None, None, "Bruno D.", "salut: ça va")]
    assert named.speakers == 2
    assert not named.timed
    assert named.turns is None
    plain = read_reference([write("b.txt", "Deux points : le budget\net le reste\n")], "b")
    assert not plain.attributed
    assert [line.text for line in plain.lines or ()] == ["Deux points : le budget", "et le reste"]
    assert (named.nameless, plain.nameless) == (None, None)
    mixed = read_reference([write("c.txt", "Claire: bonjour\nBruno: salut\net le reste\n")], "c")
    assert mixed.nameless == "et le reste", "a name forgotten once makes words of all names"


def test_a_file_of_several_recordings_gives_the_one_meant(write: Write) -> None:
    stm = write("all.stm", "a 1 anna 0 1 oui\nb 1 bruno 0 1 non\n")
    assert [line.text for line in read_reference([stm], "b").lines or ()] == ["non"]
    with pytest.raises(ReferenceInvalid, match="several recordings"):
        read_reference([stm], "c")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("r.rttm", "SPEAKER r 1 0.0 1.0\n", "line 1: 5 fields, 8 needed"),
        ("r.rttm", "SPEAKER r 1 zero 1.0 <NA> <NA> a <NA> <NA>\n", "line 1: “zero” is not a number"),
        ("r.rttm", "SPEAKER r 1 0.0 inf <NA> <NA> a <NA> <NA>\n", "line 1: “inf” is not a number of seconds"),
        ("r.rttm", "SPEAKER r 1 -5 1.0 <NA> <NA> a <NA> <NA>\n", "line 1: “-5” is not a number of seconds"),
        ("r.stm", "r 1 anna nan 2.0 oui\n", "line 1: “nan” is not a number"),
        ("r.ctm", "r 1 1e308 0.5 oui\n", "line 1: “1e308” is not a number"),
        (
            "r.json",
            '{"utterances": [{"start": 0, "end": 1e999, "speaker_id": 1, "text": ""}]}',
            "“inf” is not a number",
        ),
        ("r.stm", ";; a comment\nr 1 anna 0.0\n", "line 2: 4 fields, 5 needed"),
        ("r.stm", "r 1 anna un 2.0 oui\n", "line 1: “un” is not a number"),
        ("r.ctm", "r 1 0.0 0.5\n", "line 1: 4 fields, 5 needed"),
        ("r.json", "[]", "not a transcript document"),
        ("r.json", "{", "not a transcript document"),
    ],
)
def test_a_fault_is_said_with_its_place(write: Write, name: str, text: str, fault: str) -> None:
    with pytest.raises(ReferenceInvalid, match=fault) as wrong:
        read_reference([write(name, text)], "r")
    assert wrong.value.path.name == name


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_bytes("Anna: déjà".encode("latin-1"))
    with pytest.raises(ReferenceInvalid):
        read_reference([tmp_path / "r.txt"], "r")
