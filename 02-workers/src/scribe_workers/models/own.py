"""A speech model that the catalogue does not know: somebody put it into the models folder under a name of its own.

Its files are its identity, as everywhere: what lies there now is hashed once, and other files there later are another model.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from scribe_core.errors import ScribeError
from scribe_workers.models.catalogue import CATALOGUE, File, Model, Occasion, Purpose
from scribe_workers.models.delivery import sha256_of
from scribe_workers.models.seal import Seal, mark

NEEDED = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
FURTHER = ("preprocessor_config.json",)
"""What a Whisper model converted by CTranslate2 consists of."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def with_own(name: str, folder: Path | None, notes: Path) -> Mapping[str, Model]:
    """The catalogue, and beside it the speech model of that name where it lies in the folder as `<name>/model.bin`.

    `notes` is where the hashes are remembered.

    Errors: `model_incomplete` where files of it are missing.
    """
    if name in CATALOGUE or folder is None or not NAME.fullmatch(name) or not (folder / name / "model.bin").is_file():
        return CATALOGUE
    return {**CATALOGUE, name: _described(name, folder / name, notes)}


def _described(name: str, folder: Path, notes: Path) -> Model:
    there = [file for file in (*NEEDED, *VOCABULARIES, *FURTHER) if (folder / file).is_file()]
    missing = [file for file in NEEDED if file not in there]
    if not set(VOCABULARIES) & set(there):
        missing.append(VOCABULARIES[0])
    if missing:
        raise ScribeError("model_incomplete", model=name, folder=folder, files=", ".join(missing))
    marks = {file: mark(folder / file) for file in there}
    hashes = _hashes(name, folder, marks, notes)
    return Model(
        name,
        name,
        Purpose.SPEECH,
        Occasion.REQUEST,
        tuple(File(file, marks[file][0], hashes[file]) for file in there),
        sources=(),
        licences=(),
    )


def _hashes(name: str, folder: Path, marks: Mapping[str, tuple[int, int]], notes: Path) -> Mapping[str, str]:
    """Each file's SHA-256, computed anew where a file was written to since."""
    note = notes / f"own-{name}.json"
    known = Seal.read(note) or Seal("", {}, {})
    if dict(known.marks) != dict(marks):
        known = replace(known, marks=dict(marks), hashes={file: sha256_of(folder / file) for file in marks})
        with suppress(OSError):  # a folder that may not be written: hashed again next time
            notes.mkdir(parents=True, exist_ok=True)
            known.write(note)
    return known.hashes
