"""The child process that sets a PDF: it has nothing but the text and a clock against it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from scribe_core.errors import ScribeError
from scribe_core.exports.pdf.setting import NO_LETTER

SECONDS = 120
"""How long setting may take. Measured on two cores: decision 0039."""

PIECE = 1024 * 1024

_SETTING = Path(__file__).with_name("setting.py")


def printed(template: Path, data: Mapping[str, Any], boxes: str) -> Iterator[bytes]:
    """The file that a template makes of data. It is whole before its first byte is yielded. Raises `pdf_failed`.

    It keeps to PDF/UA-1, so that screen readers can read it. That asks for a shape of every letter: where no font has one, the file is
    tagged all the same, and `boxes`, the sentence that says so, stands among `notes`.
    """
    with tempfile.TemporaryFile() as made:
        if not _set(template, {**data, "notes": []}, made, accessible=True):
            _set(template, {**data, "notes": [boxes]}, made, accessible=False)
        made.seek(0)
        while piece := made.read(PIECE):
            yield piece


def language_code(code: str) -> str:
    """The code as typst takes it: two or three letters."""
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "en"


def _set(template: Path, data: Mapping[str, Any], made: IO[bytes], *, accessible: bool) -> bool:
    """Whether the file was made; not where it has to be accessible and a letter is in no font. Raises `pdf_failed`."""
    with tempfile.TemporaryDirectory() as empty:
        told = "accessible" if accessible else ""
        command = [sys.executable, "-I", str(_SETTING), str(template), empty, told, str(SECONDS)]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(data, ensure_ascii=False).encode(),
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
