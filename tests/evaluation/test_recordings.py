"""Which recordings a folder holds, what belongs to each, and what groups they are in."""

import json
import os
from pathlib import Path

import pytest

from scribe.evaluation.recordings import group_of, recordings_in, without_reference, without_sound
from scribe_core.errors import ScribeError


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("r 1 anna 0 1 oui\n" if name.endswith(".stm") else "")


def test_a_folder_each_or_files_side_by_side(tmp_path: Path) -> None:
    fill(tmp_path, "board_1/talk.MP4", "board_1/x.stm", "board_1/notes.md", "site_2.opus", "site_2.stm", "site_2.rttm")
    fill(tmp_path, "README.md", "unknown.wav", ".hidden/a.wav", ".hidden/a.stm")
    found = recordings_in(tmp_path)
    assert [(one.name, one.sound.name, [file.suffix for file in one.references], one.group) for one in found] == [
        ("board_1", "talk.MP4", [".stm"], "board"),
        ("site_2", "site_2.opus", [".rttm", ".stm"], "site"),
    ]


def test_references_without_a_recording_are_found(tmp_path: Path) -> None:
    fill(tmp_path, "a.wav", "a.stm", "b.rttm", "notes.txt", "c_1/c.ctm", "d_1/d.wav", "d_1/other.stm", ".x/x.stm")
    assert without_sound(tmp_path) == ["b.rttm", "c_1/c.ctm"]


def test_what_has_no_reference_is_found_too(tmp_path: Path) -> None:
    fill(tmp_path, "a.wav", "a.stm", "b.wav", "b.srt.rttm", "plan.pdf", "c_1/c.ogg", "README.md", ".x/x.wav")
    assert without_reference(tmp_path) == ["b.wav", "c_1/c.ogg", "plan.pdf"]
    assert without_reference(tmp_path, only=["b", "c"], without=["_"]) == ["b.wav"]


def test_a_name_that_is_no_text_can_be_written_down(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"r\xe9union")
    fill(folder, "a.wav", "a.stm")
    fill(tmp_path, os.fsdecode(b"\xff.wav"), os.fsdecode(b"\xff.stm"))
    found = recordings_in(tmp_path)
    assert [one.name for one in found] == ["\\udcff", "r\\udce9union"]
    assert all(one.sound.is_file() and one.reference().lines for one in found)


def test_the_item_tells_language_and_group(tmp_path: Path) -> None:
    fill(tmp_path, "a_1/a.wav", "a_1/a.stm", "b_1/b.wav", "b_1/b.stm")
    (tmp_path / "a_1" / "item.json").write_text(json.dumps({"lang": "fr", "group": "council"}))
    one, other = recordings_in(tmp_path)
    assert (one.language, one.group) == ("fr", "council")
    assert (other.language, other.group) == (None, "b")
    one, other = recordings_in(tmp_path, groups=[("mine", "*_1")])
    assert {one.group, other.group} == {"mine"}


def test_parts_of_names_choose(tmp_path: Path) -> None:
    fill(tmp_path, *(f"{name}.{end}" for name in ("ami_a", "ami_b", "fr_a") for end in ("wav", "stm")))
    assert [one.name for one in recordings_in(tmp_path, only=["ami"], without=["_b"])] == ["ami_a"]
    with pytest.raises(ScribeError) as nothing:
        recordings_in(tmp_path, only=["radio"])
    assert nothing.value.code == "no_recordings_chosen"
    assert "ami_a, ami_b, fr_a" in nothing.value.sentence("en")


@pytest.mark.parametrize(
    "names", [("a/one.wav", "a/two.wav", "a/a.stm"), ("a/a.wav", "a/a.stm", "a/b.stm"), ("a.wav", "a.mp3", "a.stm")]
)
def test_what_belongs_together_is_not_guessed(tmp_path: Path, names: tuple[str, ...]) -> None:
    fill(tmp_path, *names)
    with pytest.raises(ScribeError) as doubt:
        recordings_in(tmp_path)
    assert doubt.value.code == "recording_ambiguous"


@pytest.mark.parametrize(
    ("name", "group"),
    [("ami_EN2001a", "ami"), ("site-3", "site"), ("réunion 12", "réunion"), ("cse2024", "cse"), ("12", "12")],
)
def test_the_name_tells_the_group_where_nothing_else_does(name: str, group: str) -> None:
    assert group_of(name) == group


@pytest.mark.parametrize("text", ["[1, 2]", "5", '{"lang": ["fr"]}', '{"group": {"a": 1}}', "[" * 100_000, "{"])
def test_an_item_of_another_shape_is_said(tmp_path: Path, text: str) -> None:
    fill(tmp_path, "a_1/a.wav", "a_1/a.stm")
    (tmp_path / "a_1" / "item.json").write_text(text)
    with pytest.raises(ScribeError) as wrong:
        recordings_in(tmp_path)
    assert wrong.value.code == "reference_invalid"
    assert "item.json" in wrong.value.sentence("en")


def test_a_broken_reference_is_said_with_its_file(tmp_path: Path) -> None:
    fill(tmp_path, "a.wav")
    (tmp_path / "a.stm").write_text("r 1 anna\n")
    [recording] = recordings_in(tmp_path)
    with pytest.raises(ScribeError) as wrong:
        recording.reference()
    assert wrong.value.code == "reference_invalid"
    assert "a.stm" in wrong.value.sentence("fr")
