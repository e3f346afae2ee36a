"""The main job, end to end: the product started by the README's command, a real recording, read by program and person.

What a program does runs on both configurations. The browser and the terminal see nothing of what lies behind the API: they walk
the embedded one only.
"""

import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from running_product import MANAGE, RECORDINGS, Product, Program, one_time_code

from scribe_core.contract import keys
from scribe_core.errors import SENTENCES

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]

DIALOGUE = RECORDINGS / "endgame_nagg_nell.wav"
DIALOGUE_WORDS = ("laugh", "heartily", "ditch")
SHORT = RECORDINGS / "beckett.wav"
LONGER = RECORDINGS / "two_cities.wav"


def words_of(transcript: dict[str, Any]) -> str:
    return " ".join(re.findall(r"\w+", " ".join(line["text"] for line in transcript["utterances"]).lower()))


def test_a_recording_goes_in_and_who_said_what_comes_out(program: Program) -> None:
    meeting = program.upload(DIALOGUE, title="Nagg et Nell", language="en")
    assert meeting["status"] in ("PENDING", "PROCESSING")

    seen = list(program.news(meeting["id"]))
    assert seen[-1]["status"] == "COMPLETED", seen[-1]
    assert [run["progress"] for run in seen] == sorted(run["progress"] for run in seen), "progress only grows"

    transcript = program.read(f"/meetings/{meeting['id']}/transcript")
    said = words_of(transcript)
    assert all(word in said for word in DIALOGUE_WORDS), said
    assert len(transcript["speakers"]) == 2
    for line in transcript["utterances"]:
        assert 0 <= line["start"] < line["end"] <= 28.5
        assert [word["start"] for word in line["words"]] == sorted(word["start"] for word in line["words"])

    listed = program.read("/meetings")["items"]
    assert [one["title"] for one in listed if one["id"] == meeting["id"]] == ["Nagg et Nell"]


def test_every_format_can_be_exported(program: Program) -> None:
    meeting = program.upload(SHORT, language="en")
    assert list(program.news(meeting["id"]))[-1]["status"] == "COMPLETED"
    exports = {
        form: program.http.get(f"/meetings/{meeting['id']}/export", params={"format": form})
        for form in ("txt", "json", "srt", "vtt", "rttm", "stm")
    }
    assert all(answer.status_code == 200 for answer in exports.values())
    assert "fail better" in exports["txt"].text.lower().replace("\n", " ")
    assert exports["json"].json()["format"] == "smart-meeting-scribe/transcript"
    assert " --> " in exports["srt"].text
    assert exports["vtt"].text.startswith("WEBVTT")
    assert exports["rttm"].text.startswith("SPEAKER ")
    assert len(exports["stm"].text.splitlines()) >= 1


def test_the_sound_can_be_played_from_anywhere(program: Program) -> None:
    meeting = program.upload(SHORT)
    list(program.news(meeting["id"]))
    part = program.http.get(f"/meetings/{meeting['id']}/audio", headers={"Range": "bytes=0-3"})
    assert part.status_code == 206
    assert part.content == b"fLaC"
    original = program.http.get(f"/meetings/{meeting['id']}/recording")
    assert original.content == SHORT.read_bytes()


def test_what_is_kept_is_its_owners_alone(product: Product, program: Program) -> None:
    list(program.news(program.upload(SHORT)["id"]))
    written = [path for path in product.volumes.rglob("*") if not path.is_symlink()]
    names = {path.name for path in written}
    assert names >= {"api.log", "state.json"}
    data = ("scribe.sqlite" in names, "recording" in names, any(path.parent.name == "transcripts" for path in written))
    assert data == ((False,) * 3 if "DATABASE_URL" in product.more else (True,) * 3)
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_a_meeting_that_is_deleted_leaves_nothing(product: Product, program: Program) -> None:
    meeting = program.upload(SHORT)
    list(program.news(meeting["id"]))
    assert product.traces(keys.meeting(meeting["id"]))
    assert program.http.delete(f"/meetings/{meeting['id']}").status_code == 204
    assert program.http.get(f"/meetings/{meeting['id']}").status_code == 404
    deadline = time.monotonic() + 60
    while left := product.traces(keys.meeting(meeting["id"])):
        assert time.monotonic() < deadline, left
        time.sleep(0.2)


def test_a_worker_killed_at_work_costs_nothing(product: Product, program: Program) -> None:
    meeting = program.upload(LONGER, language="en")
    killed = False
    for run in program.news(meeting["id"]):
        if not killed and run["stage"] == "transcription":
            product.kill("worker")
            killed = True
    assert killed, "the run was over before it could be disturbed"
    assert run["status"] == "COMPLETED"
    assert run["attempt"] == 2
    assert len(program.read(f"/meetings/{meeting['id']}/transcripts")) == 1, "one transcript, not two"
    said = words_of(program.read(f"/meetings/{meeting['id']}/transcript"))
    assert said.count("it was the best of times") == 1, said


def test_the_api_killed_comes_back_with_everything(product: Product, program: Program) -> None:
    meeting = program.upload(SHORT, title="Still there")
    before = product.part("api")
    product.kill("api")
    deadline = time.monotonic() + 60
    while True:
        try:
            if program.http.get(f"/meetings/{meeting['id']}").status_code == 200:
                break
        except httpx.TransportError:
            assert time.monotonic() < deadline
        time.sleep(0.1)
    assert product.part("api") != before
    assert program.read(f"/meetings/{meeting['id']}")["title"] == "Still there"
    assert list(program.news(meeting["id"]))[-1]["status"] == "COMPLETED"


def test_status_and_logs_tell_what_runs(product: Product, program: Program) -> None:
    status = product.manage("status")
    assert status.returncode == 0, status.stderr
    assert product.web in status.stdout
    assert all(
        re.search(rf"^  {name} +ready, process \d+", status.stdout, re.MULTILINE) for name in ("api", "worker", "web")
    )
    logs = product.manage("logs", "worker")
    assert "The worker is ready." in logs.stdout
    assert "one-time code" not in product.manage("logs").stdout, "codes are not for logs"


def test_a_second_start_says_that_it_runs(product: Product, program: Program) -> None:
    again = product.manage()
    assert again.returncode == 0
    assert "already running" in again.stdout
    assert product.web in again.stdout


def test_a_forgotten_password_is_reset_on_the_command_line(product: Product, program: Program) -> None:
    invited = program.http.post("/users", json={"email": "bob@example.org", "name": "Bob", "language": "fr"})
    assert invited.status_code == 201, invited.text
    printed = product.manage("user", "reset", "bob@example.org").stdout
    chosen = {"email": "bob@example.org", "code": one_time_code(printed), "password": "un autre mot de passe"}
    assert program.http.post("/auth/password/redeem", json=chosen).status_code == 200
    program.http.cookies.clear()
    unknown = product.manage("user", "reset", "nobody@example.org")
    assert unknown.returncode == 1
    assert unknown.stderr == "There is no such user.\n"


def test_an_account_is_made_on_the_command_line(product: Product, program: Program) -> None:
    printed = product.manage("user", "add", "Carol@Example.org", "--name", "Carol").stdout
    chosen = {"email": "carol@example.org", "code": one_time_code(printed), "password": "encore un mot de passe"}
    entered = program.http.post("/auth/password/redeem", json=chosen)
    assert entered.status_code == 200, entered.text
    assert (entered.json()["account"]["name"], entered.json()["account"]["role"]) == ("Carol", "member")
    again = product.manage("user", "add", "carol@example.org")
    assert (again.returncode, again.stderr) == (1, f"{SENTENCES['email_taken'].en}\n")
    assert product.manage("user", "add", "carol").returncode == 1


def test_a_browser_walks_the_whole_way(tmp_path: Path) -> None:
    """A fresh installation in a real browser: setup, upload, live progress, transcript, sound, a speaker's name."""
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        product.walk(
            "first-recording",
            ONE_TIME_CODE=code,
            RECORDING=DIALOGUE,
            EXPECT=",".join(DIALOGUE_WORDS),
            SPEAKERS=2,
            LANGUAGE="en",
        )
    finally:
        product.stop()


def test_in_the_foreground_ctrl_c_ends_everything(tmp_path: Path) -> None:
    product = Product(tmp_path / "volumes")
    with subprocess.Popen(
        [MANAGE], env=product.settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
    ) as process:
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if line.startswith("Ctrl-C"):
                break
        assert re.search(r"^✓ \[6/6\] Start  ready in \d+\.\d s$", printed, re.MULTILINE)
        assert f"Open {product.web}" in printed
        one_time_code(printed)
        assert httpx.get(f"{product.api}/setup").json()["needed"] is True
        process.send_signal(signal.SIGINT)
        printed += process.stdout.read()
    assert process.returncode == 0, printed
    for port in (product.api_port, product.web_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0, "the port is free again"
    assert product.manage("status").returncode == 3
