"""A template filled by a child process that has nothing but the template, the minutes and a clock against it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from scribe_core.document_templates.fields import fields
from scribe_core.document_templates.filling import REFUSED
from scribe_core.document_templates.sample import SAMPLES
from scribe_core.errors import ScribeError
from scribe_core.exports.minutes.edition import MinutesEdition

LARGEST = 5_000_000
"""Bytes of a template. Most have less than a tenth of that, pictures included."""

SECONDS = 20
"""How long filling may take. Measured: decision 0043."""

PIECE = 1 << 20

_FILLING = Path(__file__).with_name("filling.py")


def check(template: bytes) -> None:
    """Raises what is wrong with a template, found by filling it with made-up minutes.

    Errors: `document_template_not_word`, `…_active`, `…_outside`, `…_too_large`, `…_too_costly`, `…_syntax`, `…_field_unknown`.
    """
    if len(template) > LARGEST:
        raise ScribeError("document_template_too_large", most=LARGEST // 1_000_000)
    for sample in SAMPLES:
        for _ in filled(template, sample):
            pass


def filled(template: bytes, edition: MinutesEdition) -> Iterator[bytes]:
    """The minutes as a DOCX made of a template. It is whole before its first byte is yielded, and the same each time.

    Raises as `check`: a template may name what only some minutes lack.
    """
    with tempfile.TemporaryFile() as made:
        _fill(template, json.dumps(fields(edition), ensure_ascii=False).encode(), made)
        made.seek(0)
        while piece := made.read(PIECE):
            yield piece


def _fill(template: bytes, data: bytes, made: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "template.docx")
        file.write_bytes(template)
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_FILLING), str(file), str(SECONDS)],
                input=data,
                stdout=made,
                stderr=subprocess.PIPE,
                timeout=4 * SECONDS,
                check=False,
                cwd=folder,
                env={"LC_ALL": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired as error:
            raise ScribeError("document_template_too_costly") from error
    if done.returncode == REFUSED:
        told = json.loads(done.stderr)
        raise ScribeError(told["code"], **told["details"])
    if done.returncode < 0:
        raise ScribeError("document_template_too_costly")  # a limit ended it
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ScribeError("document_template_failed", reason=said[-1][:200] if said else done.returncode)
