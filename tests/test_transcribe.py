"""`./manage.sh transcribe`: a real recording becomes text on the terminal or in a file; interrupted, it goes on."""

import json
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest
from running_product import MANAGE, RECORDINGS, Product

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]

SHORT = RECORDINGS / "beckett.wav"
LONGER = RECORDINGS / "two_cities.wav"


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """An installation that is not started."""
    return Product(tmp_path / "volumes")


def leftovers(product: Product) -> list[Path]:
    return [path for path in (product.volumes / "scratch" / "command-line").glob("*/**/*") if path.is_file()]


def test_the_transcript_goes_to_the_terminal_and_all_else_beside_it(product: Product) -> None:
    done = product.manage("transcribe", SHORT.name, "--language", "en", cwd=SHORT.parent)
    assert done.returncode == 0, done.stderr
    assert "fail better" in done.stdout.lower()
    assert all(line.startswith("[00:00:") for line in done.stdout.splitlines() if line)
    assert not leftovers(product), "nothing of a finished transcription is kept"


def test_a_file_name_tells_the_format(product: Product, tmp_path: Path) -> None:
    out = tmp_path / "réunion.json"
    done = product.manage("transcribe", str(SHORT), "--language", "en", "-o", out.name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert f"Written to {out}" in done.stderr
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["language"] == "en"
    assert "better" in " ".join(line["text"] for line in document["utterances"]).lower()


def test_interrupted_it_goes_on_where_it_stopped(product: Product) -> None:
    command = [str(MANAGE), "transcribe", str(LONGER), "--language", "en"]
    terminal, inner = pty.openpty()  # progress is drawn at once where somebody looks
    with subprocess.Popen(command, env=product.settings, stdout=subprocess.PIPE, stderr=inner) as process:
        os.close(inner)
        seen = b""
        while b"Writing the words" not in seen:
            seen += os.read(terminal, 4096)
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stdout.read() == b"", "half a transcript is not written"
    os.close(terminal)
    assert process.returncode == 130
    kept = {path: path.stat().st_mtime_ns for path in leftovers(product) if "conversion" in str(path)}
    assert kept

    process = subprocess.Popen(command, env=product.settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    again: dict[Path, int] = {}
    while process.poll() is None and not again:
        again = {path: path.stat().st_mtime_ns for path in kept if path.exists()}
    assert again == kept, "what was computed is read, not computed again"
    assert "best of times" in process.communicate(timeout=300)[0].decode().lower()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing-here.wav"], "There is no file "),
        (["."], "There is no file "),
        ([str(SHORT), "-o", "no-such-folder/out.txt"], "The result cannot be written to "),
        ([str(SHORT), "-o", "/"], "The result cannot be written to /"),
        ([str(SHORT), "-o", str(SHORT)], "The result cannot be written to "),
        ([str(SHORT), "--language", "klingon"], "The language “klingon” is not one the speech model knows."),
        ([str(MANAGE)], "This is not an audio or video file that can be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    product: Product, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    before = SHORT.stat().st_mtime_ns
    done = product.manage("transcribe", *arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith(sentence)
    assert "Traceback" not in done.stderr
    assert SHORT.stat().st_mtime_ns == before


def test_an_empty_file(product: Product, tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    empty.touch()
    done = product.manage("transcribe", str(empty))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("This file is empty (0 bytes).")
