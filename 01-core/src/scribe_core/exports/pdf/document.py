"""A PDF, made by a child process that has nothing but the text and a clock against it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from scribe_core.errors import ScribeError
from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, facts, labels, paragraphs, participants, title
from scribe_core.exports.pdf.setting import NO_LETTER

SECONDS = 120
"""How long setting may take. Measured on two cores: decision 0039."""

PIECE = 1024 * 1024

_SETTING = Path(__file__).with_name("setting.py")


def pdf(edition: Edition) -> Iterator[bytes]:
    """The file. It is whole before its first byte is yielded. Raises `pdf_failed`.

    It keeps to PDF/UA-1, so that screen readers can read it. That asks for a shape of every letter: where no font has one, the file says
    on its first page that some letters are boxes, and is tagged all the same.
    """
    with tempfile.TemporaryFile() as made:
        if not _set(_data(edition, missing=False), made, accessible=True):
            _set(_data(edition, missing=True), made, accessible=False)
        made.seek(0)
        while piece := made.read(PIECE):
            yield piece


def _set(data: bytes, made: IO[bytes], *, accessible: bool) -> bool:
    """Whether the file was made; not where it has to be accessible and a letter is in no font. Raises `pdf_failed`."""
    with tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, "-I", str(_SETTING), empty, "accessible" if accessible else "", str(SECONDS)]
        try:
            done = subprocess.run(
                command,
                input=data,
                stdout=made,
                stderr=subprocess.PIPE,
                timeout=SECONDS,
                check=False,
                cwd=empty,
                env={"LC_ALL": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired as error:
            raise ScribeError("pdf_failed", reason=f"{SECONDS} s") from error
    if done.returncode == NO_LETTER and accessible:
        return False
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ScribeError("pdf_failed", reason=said[-1] if said else done.returncode)
    return True


def _data(edition: Edition, *, missing: bool) -> bytes:
    """What the template shows, as JSON."""
    say = labels(edition)
    told: dict[str, Any] = {
        "title": title(edition),
        "language": _language(edition.transcript.language),
        "facts": [say.fact(name, value) for name, value in facts(edition)],
        "participants": [[one.name, say.length(one.seconds), str(one.turns)] for one in participants(edition)],
        "times": edition.shown.times,
        "notes": [say.boxes] * missing,
        "doubts": edition.shown.doubts,
        "labels": {
            name: getattr(say, name)
            for name in (
                "language", "transcript", "participants", "name", "talk_time", "utterances", "nobody", "doubts", "page"
            )
        },
        "paragraphs": [
            [one.speaker, clock(one.start), _language(one.language), [[span.text, span.doubtful] for span in one.spans]]
            for one in paragraphs(edition)
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode()


def _language(code: str) -> str:
    """The code as typst takes it: two or three letters."""
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "en"
