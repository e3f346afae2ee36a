"""`./manage.sh` when something stands in its way: one clear sentence in the reader's language and an honest exit status."""

import contextlib
import hashlib
import os
import pty
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from running_product import HOME, MANAGE, Product

from scribe.cli import parse
from scribe.help import HELP

pytestmark = pytest.mark.journey

FRENCH = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_FR.UTF-8"}
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """An installation that is not started."""
    return Product(tmp_path / "volumes")


def refused(done: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """The one sentence of a command that could not do its work, whatever it had begun."""
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line and not line.startswith("… ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


# -- before there is a Python


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder with the few programs that manage.sh itself uses."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "env", "readlink", "dirname"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def with_path(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(folder), **more}
    return subprocess.run([MANAGE], env=environment, capture_output=True, text=True, check=False)


def test_without_python(bare_path: Path) -> None:
    assert refused(with_path(bare_path)).startswith("Python 3.11 or newer is needed and this machine has none.")
    assert refused(with_path(bare_path, **FRENCH)).startswith("Il faut Python 3.11 ou plus récent")


def test_with_a_python_that_is_too_old(bare_path: Path) -> None:
    old = bare_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    assert "this machine has Python 3.9.2" in refused(with_path(bare_path))


# -- settings that cannot be


@pytest.mark.parametrize("part", ["api", "web"])
def test_a_busy_port(product: Product, part: str) -> None:
    port = getattr(product, f"{part}_port")
    with socket.create_server(("127.0.0.1", port)):
        sentence = refused(product.manage())
    assert sentence == (
        f"Port {port} is in use by another program. Stop it or set SCRIBE_{part.upper()}_PORT to another port."
    )


def test_a_busy_port_in_french(product: Product) -> None:
    product.more |= FRENCH
    with socket.create_server(("127.0.0.1", product.web_port)):
        assert refused(product.manage()).startswith(f"Le port {product.web_port} est utilisé par un autre programme.")


def test_one_port_for_both(product: Product) -> None:
    product.web_port = product.api_port
    assert "SCRIBE_WEB_PORT" in refused(product.manage())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "scribe.example.org"])
def test_listening_wider_without_tls_is_refused(product: Product, host: str) -> None:
    product.more["SCRIBE_WEB_HOST"] = host
    sentence = refused(product.manage())
    assert sentence.startswith(f"Listening on {host} without TLS would expose passwords.")
    assert "SCRIBE_ALLOW_INSECURE_LISTEN=true" in sentence


def test_listening_wider_where_it_is_wanted_warns(product: Product) -> None:
    product.more |= {"SCRIBE_API_HOST": "0.0.0.0", "SCRIBE_ALLOW_INSECURE_LISTEN": "true"}
    # The port check comes next: it ends the start before anything is prepared.
    with socket.create_server(("127.0.0.1", product.web_port)):
        done = product.manage()
    assert "Warning: 0.0.0.0 is reachable from other machines without TLS." in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCRIBE_API_PORT", "http"),
        ("SCRIBE_DEVICE", "tpu"),
        ("SCRIBE_LOG_LEVEL", "LOUD"),
        ("SCRIBE_LEASE_SECONDS", "0"),
        ("DATABASE_URL", "postgresql://db/scribe"),
        ("OBJECTS_URL", "s3://key:secret@bucket"),
        ("QUEUE_URL", "amqp://rabbit"),
        ("VECTORS_URL", "qdrant:6333"),
        ("VECTORS_URL", "https://key@qdrant:6333"),
    ],
)
def test_a_setting_that_is_not_valid(product: Product, name: str, value: str) -> None:
    product.more[name] = value
    assert refused(product.manage()).startswith(f"The setting {name} is not valid: ")


def test_a_data_folder_that_cannot_be_written(product: Product) -> None:
    product.more["SCRIBE_VOLUMES"] = "/dev/null/volumes"
    assert refused(product.manage()) == (
        "The folder /dev/null/volumes cannot be written to. Change its rights or set SCRIBE_VOLUMES to another folder."
    )


def test_a_speech_model_that_does_not_exist(product: Product) -> None:
    product.more["SCRIBE_SPEECH_MODEL"] = "whisper-huge"
    assert "SCRIBE_SPEECH_MODEL" in refused(product.manage("models"))


def test_a_model_that_may_not_be_fetched(product: Product, tmp_path: Path) -> None:
    product.more |= {"SCRIBE_VOLUMES": str(tmp_path / "empty"), "SCRIBE_OFFLINE": "true"}
    done = product.manage("transcribe", str(MANAGE))
    assert done.returncode == 1
    assert "whisper-base" in done.stderr.splitlines()[-1]


# -- an environment that cannot be made


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh copy of what a start needs first, with a lock of one small package that is on this machine."""
    copy = tmp_path / "checkout"
    for part in ("src/scribe", "01-core/src/scribe_core"):
        shutil.copytree(HOME / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(MANAGE, copy)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    wheel = shelf / "smallest-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("smallest.py", "")
        archive.writestr("smallest-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: smallest\nVersion: 1.0\n")
        archive.writestr(
            "smallest-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("smallest-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (copy / "requirements.lock").write_text(f"smallest==1.0 \\\n    --hash=sha256:{digest}\n")
    return copy


def prepared(checkout: Path, *, shelf: bool = True, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """Run a command that needs the environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "SCRIBE_"))}
    find = (
        {"PIP_FIND_LINKS": str(checkout.parent / "shelf"), "PIP_NO_INDEX": "1"} if shelf else {"PIP_INDEX_URL": NOWHERE}
    )
    return subprocess.run(
        [checkout / "manage.sh", "user", "reset"],
        env={**kept, **find, "LC_ALL": "C.UTF-8", "SCRIBE_PYTHON": python, "PIP_NO_CACHE_DIR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_environment_is_made_once(checkout: Path) -> None:
    prepared(checkout)
    stamp = checkout / ".venv" / ".requirements.installed"
    assert stamp.is_file()
    made = stamp.stat().st_mtime_ns
    prepared(checkout)
    assert stamp.stat().st_mtime_ns == made
    assert (checkout / ".venv/bin/python").exists()
    found = subprocess.run(
        [checkout / ".venv/bin/python", "-I", "-c", "import smallest, scribe; print(scribe.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(checkout / "src/scribe/__init__.py")


def test_a_package_that_is_not_the_pinned_one_is_refused(checkout: Path) -> None:
    lock = checkout / "requirements.lock"
    lock.write_text(f"smallest==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    sentence = refused(prepared(checkout))
    assert sentence.startswith("Python packages could not be prepared.")
    assert "DO NOT MATCH" in (checkout / ".cache/prepare.log").read_text()


def test_without_network(checkout: Path) -> None:
    sentence = refused(prepared(checkout, shelf=False))
    assert sentence.startswith(
        "Python packages could not be fetched: the network or the package registry does not answer."
    )
    assert refused(prepared(checkout, shelf=False)), "the next start says it again"


def test_an_interrupted_preparation_goes_on(checkout: Path) -> None:
    refused(prepared(checkout, shelf=False))
    prepared(checkout)
    assert (checkout / ".venv" / ".requirements.installed").is_file()


def test_a_python_without_ensurepip_will_do(checkout: Path, tmp_path: Path) -> None:
    """As Debian ships it: `python3-venv` is a package of its own. Another pip of the machine then fills the environment."""
    bare = tmp_path / "python-without-ensurepip"
    bare.write_text(
        f'#!/bin/sh\n[ "$2" = -c ] && exec {sys.executable} "$@"\nshift 4\n'
        f'exec {sys.executable} -I -X utf8 -c \'import runpy, sys; sys.modules["ensurepip"] = None; '
        f'sys.argv[0] = "{checkout}/src/scribe"; runpy.run_path(sys.argv[0], run_name="__main__")\' "$@"\n'
    )
    bare.chmod(0o755)
    prepared(checkout, python=str(bare))
    log = (checkout / ".cache/prepare.log").read_text()
    assert "--without-pip" in log
    assert (checkout / ".venv" / ".requirements.installed").is_file(), log


# -- the commands as such


def test_help_is_there_before_anything_is_prepared_and_in_both_languages(checkout: Path) -> None:
    for locale, text in (({"LC_ALL": "C.UTF-8"}, HELP.en), (FRENCH, HELP.fr)):
        done = subprocess.run(
            [checkout / "manage.sh", "help"],
            env={**os.environ, **locale},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == text
    assert not (checkout / ".venv").exists()


def test_doctor_works_before_anything_is_prepared(checkout: Path) -> None:
    done = subprocess.run(
        [checkout / "manage.sh", "doctor"],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("✓ Python 3.")
    assert "– Python packages\n    → `./manage.sh` prepares it." in done.stdout


@pytest.mark.parametrize("command", ["status", "stop", "logs", "clean"])
def test_what_looks_after_a_running_product_prepares_nothing(checkout: Path, command: str) -> None:
    done = subprocess.run(
        [checkout / "manage.sh", command],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused(done) == "Nothing is prepared on this machine yet. Run `./manage.sh` first."


def test_wrong_usage(product: Product) -> None:
    assert refused(product.manage("trancsribe"), 2).startswith("There is no command “trancsribe”.")
    assert "required: FILE" in refused(product.manage("transcribe"), 2)
    assert "--format" in refused(product.manage("transcribe", "a.wav", "--format", "doc"), 2)


def test_nothing_runs_before_it_is_started(product: Product) -> None:
    stopped, status = product.manage("stop"), product.manage("status")
    assert (stopped.returncode, stopped.stdout) == (0, "Nothing is running.\n")
    assert (status.returncode, status.stdout) == (3, "Nothing is running.\n")


def test_clean_deletes_nothing_unasked(product: Product) -> None:
    (product.volumes / "objects").mkdir()
    (product.volumes / "objects" / "recording").write_bytes(b"precious")
    done = product.manage("clean")
    assert refused(done).startswith("There is no terminal to ask on")
    assert (product.volumes / "objects" / "recording").read_bytes() == b"precious"


def answering(product: Product, command: str, *answers: str) -> str:
    """What a command shows on a terminal to somebody who gives these answers."""
    terminal, inner = pty.openpty()
    with subprocess.Popen([MANAGE, command], env=product.settings, stdin=inner, stdout=inner, stderr=inner) as process:
        os.close(inner)
        os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
            while part := os.read(terminal, 4096):
                shown += part
    os.close(terminal)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


def test_clean_deletes_data_only_when_their_folder_is_named(product: Product) -> None:
    recording = product.volumes / "objects" / "recording"
    recording.parent.mkdir()
    recording.write_bytes(b"precious")
    (product.volumes / "of-another-program").write_text("stays")

    shown = answering(product, "clean", "n", "yes")
    assert "Nothing was deleted." in shown
    assert "What the services of" not in shown
    assert recording.exists()

    product.more["OBJECTS_URL"] = "s3://scribe"
    shown = answering(product, "clean", "n", "volumes")
    assert "Data (recordings, transcripts, accounts: gone for good):" in shown
    assert "What the services of OBJECTS_URL hold is not among it and stays." in shown
    assert not recording.exists()
    assert (product.volumes / "of-another-program").exists()
    assert (HOME / "manage.sh").exists()


def test_files_are_named_from_where_the_caller_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = parse(["transcribe", "meeting.wav", "-o", "out/meeting.srt"])
    assert (options.file, options.output) == (tmp_path / "meeting.wav", tmp_path / "out/meeting.srt")


def test_no_argument_starts(tmp_path: Path) -> None:
    assert (parse([]).does, parse([]).detach) == ("start.start", False)
    assert (parse(["-d"]).does, parse(["-d"]).detach) == ("start.start", True)
    assert parse(["transcribe", "--help"]).does == "help.show"
