"""`./manage.sh eval`: a folder of recordings with references becomes figures, once; what fails is said."""

import json
import shutil
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from running_product import RECORDINGS, Product

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]

RATE = 48_000
Samples = np.ndarray[tuple[int], np.dtype[np.int16]]

BECKETT = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
DICKENS = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness,"
    " it was the epoch of belief, it was the epoch of incredulity."
)
NAGG = "Not now. Do you remember the day I went and fetched you from that ditch?"


def samples(name: str, start: float = 0, end: float = 1e9) -> Samples:
    """A part of one of the tests' recordings."""
    with wave.open(str(RECORDINGS / name)) as file:
        found = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        places = np.arange(int(len(found) * RATE / file.getframerate())) * file.getframerate() / RATE
    whole = np.interp(places, np.arange(len(found)), found).astype(np.int16)
    part: Samples = whole[int(start * RATE) : int(min(end, len(whole) / RATE) * RATE)]
    return part


def write(path: Path, sound: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())


def beginnings(sound: Samples) -> Iterator[float]:
    """Where somebody begins to speak after 0.4 seconds of quiet, in seconds: the sound's own loudness tells."""
    step = RATE // 100
    loud = np.abs(sound[: len(sound) // step * step].reshape(-1, step).astype(float)).max(1) > 600
    quiet = 40
    for at, now in enumerate(loud):
        if now and quiet >= 40:
            yield at / 100
        quiet = 0 if now else quiet + 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two readers one after the other, one reader whose phrases' beginnings are known, and a file that is no recording."""
    folder = tmp_path_factory.mktemp("board")
    reader, other = samples("two_cities.wav", 0.5, 13.2), samples("endgame_nagg_nell.wav", 21.9, 27.7)
    write(folder / "pair_1.wav", np.concatenate([reader, other, np.zeros(RATE // 2, np.int16)]))
    (folder / "pair_1.stm").write_text(f"pair_1 1 reader 0.5 12.2 {DICKENS}\npair_1 1 nagg 13.2 18.2 {NAGG}\n")
    shutil.copy(RECORDINGS / "beckett.wav", folder / "alone_1.wav")
    (folder / "alone_1.txt").write_text(BECKETT)
    first_words = [phrase.split()[0] for phrase in BECKETT.split(". ")]
    times = list(beginnings(samples("beckett.wav")))
    assert len(times) == len(first_words)
    (folder / "alone_1.ctm").write_text(
        "".join(f"alone_1 1 {at:.2f} 0.2 {word}\n" for at, word in zip(times, first_words, strict=True))
    )
    (folder / "none_1.mp3").write_bytes(b"this is no recording" * 100)
    (folder / "none_1.txt").write_text("Anna: nothing")
    return folder


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """An installation that is not started."""
    return Product(tmp_path_factory.mktemp("product") / "volumes")


def figures(product: Product, folder: Path) -> dict[str, Any]:
    path = product.volumes / "evaluations" / folder.name / "evaluation.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_folder_becomes_figures_and_is_not_measured_twice(product: Product, folder: Path) -> None:
    done = product.manage("eval", str(folder), "--language", "en")
    assert done.returncode == 1, "one recording failed"
    assert "none_1: ours failed. This is not an audio or video file that can be read" in done.stdout
    assert "Totals count only recordings that no system failed on: 2 of 3." in done.stdout
    for row in ("| pair ", "| alone ", "| all "):
        assert row in done.stdout, done.stdout
    found = figures(product, folder)
    assert found["format"] == "smart-meeting-scribe/evaluation"
    assert found["models"]["whisper-base"]
    assert found["settings"]["preset"] == "balanced"
    assert found["libraries"]["scoring"]["pyannote-metrics"]
    by_name = {recording["name"]: recording for recording in found["recordings"]}
    pair = by_name["pair_1"]["results"]["ours"]
    assert (pair["score"]["speakers"], by_name["pair_1"]["speakers"]) == (2, 2)
    words, turns = pair["score"]["words"], pair["score"]["diarization_with_collar"]
    assert words["length"] == 51
    assert words["errors"] <= 5
    assert turns["confused"] < 0.02 * turns["length"]
    assert turns["errors"] < 0.2 * turns["length"], "the reference is spread over short pauses"
    if "meeteval" in found["libraries"]["scoring"]:
        assert pair["score"]["attributed_words"]["errors"] <= 5
        assert pair["score"]["timed_words"]["errors"] <= 5
    else:
        assert "g++" in done.stdout
    assert [stage["name"] for stage in pair["stages"]][1:] == [
        "conversion",
        "speech",
        "transcription",
        "diarization",
        "fusion",
    ]
    assert all(stage["peak_bytes"] > 30e6 for stage in pair["stages"][1:-1])
    assert sum(stage["cpu"] for stage in pair["stages"]) <= pair["cost"]["cpu"] + 0.1
    times = by_name["alone_1"]["results"]["ours"]["score"]["word_times"]
    assert times["known"] == 6
    assert len(times["starts"]) >= 4
    assert sorted(abs(error) for _, error in times["starts"])[len(times["starts"]) // 2] < 0.3

    out = product.volumes / "evaluations" / folder.name
    assert "pair_1" in (out / "evaluation.html").read_text(encoding="utf-8")

    again = product.manage(
        "eval", str(folder), "--language", "en", "--without", "none", "--compare", str(out / "evaluation.json")
    )
    assert again.returncode == 0, again.stdout + again.stderr
    assert "2 of 2 runs were known from before" in again.stdout
    assert "Only in the earlier evaluation: none_1" in again.stdout
    assert "× 1.00" in again.stdout, "the same run costs the same"
    assert "Another setting" not in again.stdout
    kept = list(out.glob("evaluation-*.json"))
    assert len(kept) == 1, "the figures before stay"


def test_figures_that_cannot_be_read_are_put_aside(product: Product, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "evaluation.json").write_text("half of it")
    done = product.manage(
        "eval", str(folder), "--only", "pair", "--systems", f"mute={sys.executable} -c pass", "--out", str(out)
    )
    assert "mute failed" in done.stdout, done.stdout + done.stderr
    assert json.loads((out / "evaluation.json").read_text(encoding="utf-8"))["recordings"]
    [aside] = out.glob("evaluation-*.json")
    assert aside.read_text() == "half of it"


def test_any_command_can_be_measured_beside(product: Product, folder: Path, tmp_path: Path) -> None:
    program = tmp_path / "guess.py"
    program.write_text(
        "import json, sys\n"
        "given = dict(zip(sys.argv[1::2], sys.argv[2::2]))\n"
        "assert given['--language'] == 'en' and given['--speakers'] == '2', given\n"
        "words = [{'start': 0, 'end': 1, 'text': 'Ever', 'speaker': 'x'}]\n"
        "turns = [{'start': 0, 'end': 10, 'speaker': 'x'}]\n"
        "json.dump({'words': words, 'turns': turns}, open(given['--out'], 'w'))\n"
    )
    done = product.manage(
        "eval", str(folder), "--only", "pair", "--language", "en", "--speakers", "reference",
        "--systems", f"guess={sys.executable} guess.py", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    [recording] = figures(product, folder)["recordings"]
    score = recording["results"]["guess"]["score"]
    assert (score["words"]["missed"], score["words"]["confused"]) == (50, 1)
    assert score["speakers"] == 1


def test_who_tells_only_speakers_or_only_words_is_judged_by_that(
    product: Product, folder: Path, tmp_path: Path
) -> None:
    program = tmp_path / "half.py"
    program.write_text(
        "import json, sys\n"
        "given = dict(zip(sys.argv[2::2], sys.argv[3::2]))\n"
        "known = {'turns': [{'start': 0, 'end': 10, 'speaker': 'x'}],\n"
        "         'words': [{'start': 1, 'end': 2, 'text': 'It', 'speaker': 'x'}]}\n"
        "json.dump({sys.argv[1]: known[sys.argv[1]]}, open(given['--out'], 'w'))\n"
    )
    board = tmp_path / "board"
    board.mkdir()
    shutil.copy(folder / "pair_1.wav", board / "pair_1.wav")
    shutil.copy(folder / "pair_1.stm", board / "pair_1.stm")
    (board / "left.wav").write_bytes(b"")
    (board / "empty.wav").write_bytes(b"")
    (board / "empty.txt").write_text("")
    done = product.manage(
        "eval", str(board), "--systems", f"turns={sys.executable} {program} turns",
        "--systems", f"words={sys.executable} {program} words",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Left out, since they have no reference: left.wav" in done.stdout
    assert "empty: The reference holds nothing to compare with." in done.stdout
    [pair] = [one["results"] for one in figures(product, board)["recordings"] if one["name"] == "pair_1"]
    turns, words = (pair[name]["score"] for name in ("turns", "words"))
    assert (turns["words"], turns["attributed_words"], turns["lag"]) == (None, None, None)
    assert turns["diarization"]["length"] > 0
    assert turns["speakers"] == 1
    assert (words["diarization"], words["speakers"]) == (None, None)
    assert words["words"]["missed"] == 50


def test_an_outcome_that_cannot_be_scored_takes_nothing_from_the_others(product: Product, tmp_path: Path) -> None:
    folder = tmp_path / "panel"
    folder.mkdir()
    for name in ("good_1", "odd_1"):
        (folder / f"{name}.wav").write_bytes(b"")
        said = [f"{name} 1 person{number} {number} {number + 1} word{number}\n" for number in range(25)]
        (folder / f"{name}.stm").write_text("".join(said))
    (folder / "lost_1.rttm").write_text("")
    (folder / "odd_1.stm").unlink()
    (folder / "odd_1.txt").write_text("Anna: yes\nBruno: no\nand so on\n")
    program = tmp_path / "guess.py"
    program.write_text(
        "import json, sys\n"
        "given = dict(zip(sys.argv[1::2], sys.argv[2::2]))\n"
        "speaker = ['nobody'] if 'odd' in given['--audio'] else 'x'\n"
        "words = [{'start': 3, 'end': 4, 'text': 'word3', 'speaker': speaker}]\n"
        "turns = [{'start': 0, 'end': 10, 'speaker': speaker}]\n"
        "json.dump({'words': words, 'turns': turns, 'seconds': 15}, open(given['--out'], 'w'))\n"
    )
    (folder / "below").mkdir()
    done = product.manage("eval", "..", "--systems", f"guess={sys.executable} {program}", cwd=folder / "below")
    assert done.returncode == 1, "one failed"
    assert "odd_1: guess failed. It could not be scored: " in done.stdout, done.stdout + done.stderr
    good, odd = (recording["results"]["guess"] for recording in figures(product, folder)["recordings"])
    assert odd["score"] is None
    assert "good_1: The reference goes on to 25 s, but the recording ends at 15 s." in done.stdout
    assert "odd_1: Most lines of the text are “Name: words”, but not “and so on”" in done.stdout
    assert "References without a recording: lost_1.rttm" in done.stdout
    for measure in ("words", "attributed_words", "timed_words"):
        told = good["score"][measure]
        assert told is None or (told["errors"], told["length"]) == (24, 25), measure  # None without a compiler


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["nowhere"], 1, "There is no folder "),
        ([__file__], 1, f"{__file__} is no folder."),
        ([".", "--language", "klingon"], 1, "The language “klingon” is not one the speech model knows."),
        (["."], 1, "There is no recording with a reference in "),
        ([".", "--systems", "theirs"], 1, "There is no recording with a reference in "),
        (
            [".", "--compare", "nothing.json"],
            1,
            "{folder}/nothing.json is no evaluation that can be read: No such file",
        ),
        ([".", "--compare", "/dev/zero"], 1, "/dev/zero is no evaluation that can be read: Invalid argument"),
        ([".", "--threads", "-5"], 2, "The command is not written as it should be (argument --threads: "),
        ([".", "--threads", "0"], 2, "The command is not written as it should be (argument --threads: “0” is not a"),
        ([".", "--speakers", "many"], 2, "The command is not written as it should be (argument --speakers: “many” is"),
    ],
)
def test_what_cannot_be_evaluated_is_said(
    product: Product, tmp_path: Path, arguments: list[str], status: int, sentence: str
) -> None:
    done = product.manage("eval", *arguments, cwd=tmp_path)
    assert done.returncode == status
    assert done.stdout == ""
    assert done.stderr.startswith(sentence.format(folder=tmp_path)), done.stderr


@pytest.mark.parametrize("out", ["/dev/null", "/proc/evaluation", "here/a.wav"])
def test_where_nothing_can_be_written_is_said_at_once(product: Product, tmp_path: Path, out: str) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "a.wav").write_bytes(b"")
    (tmp_path / "here" / "a.txt").write_text("yes")
    done = product.manage("eval", "here", "--out", out, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The result cannot be written to {tmp_path / out}: "), done.stderr
