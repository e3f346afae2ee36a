"""A folder of recordings with what is known of them.

Either a folder each, or files side by side with the same stem:

    FOLDER/<name>/<any sound or film>       FOLDER/<name>.m4a
    FOLDER/<name>/*.rttm *.stm *.ctm …      FOLDER/<name>.rttm  <name>.stm  …
    FOLDER/<name>/item.json                 {"lang": "fr", "group": "board meetings"}, both optional
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from scribe.evaluation.references import SUFFIXES, Reference, ReferenceInvalid, read_reference
from scribe_core.errors import ScribeError

ITEM = "item.json"
BESIDE = frozenset({*SUFFIXES, ".md", ".uem", ".html", ".log", ".csv", ".tsv"})
"""Endings of files that are no recording."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of the folder. `language` is what the folder says of it, None where it says nothing."""

    name: str
    sound: Path
    references: Sequence[Path]
    language: str | None
    group: str

    def reference(self) -> Reference:
        """What is known of it. Raises `reference_invalid`."""
        try:
            return read_reference(self.references, self.name)
        except ReferenceInvalid as wrong:
            raise ScribeError("reference_invalid", path=wrong.path, reason=wrong.reason) from wrong


def recordings_in(
    folder: Path, only: Sequence[str] = (), without: Sequence[str] = (), groups: Sequence[tuple[str, str]] = ()
) -> list[Recording]:
    """The recordings of a folder that have a reference, by name. Raises `no_recordings`, `no_recordings_chosen`.

    `only` and `without` are parts of names; `groups` are (group, name pattern) pairs that go before the folder's own.
    """
    found = [recording for recording in _all_in(folder, groups) if recording.references]
    if not found:
        raise ScribeError("no_recordings", folder=folder)
    chosen = [
        recording
        for recording in sorted(found, key=lambda recording: recording.name)
        if _chosen(recording.name, only, without)
    ]
    if not chosen:
        names = ", ".join(sorted(recording.name for recording in found)[:5])
        raise ScribeError("no_recordings_chosen", folder=folder, count=len(found), names=names)
    return chosen


def without_reference(folder: Path, only: Sequence[str] = (), without: Sequence[str] = ()) -> list[str]:
    """Files of the folder that may be recordings, but have no reference beside them."""
    alone = (recording for recording in _all_in(folder) if not recording.references)
    return sorted(
        named(str(recording.sound.relative_to(folder))) for recording in alone if _chosen(recording.name, only, without)
    )


def without_sound(folder: Path) -> list[str]:
    """Files of the folder that are references and nothing else, and belong to no recording."""
    found = []
    for home in (folder, *(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))):
        files = [file for file in home.iterdir() if file.is_file() and not file.name.startswith(".")]
        sounds = [file for file in files if file.suffix.lower() not in BESIDE]
        known = {sound.stem for sound in sounds}
        found += [
            named(str(file.relative_to(folder)))
            for file in files
            if file.suffix.lower() in (".rttm", ".stm", ".ctm")
            and not (file.stem in known if home == folder else sounds)
        ]
    return sorted(found)


def named(file_name: str) -> str:
    """A file's name as text: file systems also know names that are none."""
    return file_name.encode(errors="backslashreplace").decode()


def _all_in(folder: Path, groups: Sequence[tuple[str, str]] = ()) -> list[Recording]:
    return [*_in_folders(folder, groups), *_side_by_side(folder, groups)]


def _chosen(name: str, only: Sequence[str], without: Sequence[str]) -> bool:
    return (not only or any(part in name for part in only)) and not any(part in name for part in without)


def _in_folders(folder: Path, groups: Sequence[tuple[str, str]]) -> list[Recording]:
    found = []
    for home in (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        files = sorted(file for file in home.iterdir() if file.is_file() and not file.name.startswith("."))
        sounds = [file for file in files if file.suffix.lower() not in BESIDE]
        references = [file for file in files if file.suffix.lower() in SUFFIXES and file.name != ITEM]
        if not sounds:
            continue
        if len(sounds) > 1 or len({file.suffix for file in references}) < len(references):
            names = ", ".join(file.name for file in (sounds if len(sounds) > 1 else references))
            raise ScribeError("recording_ambiguous", folder=home, names=names)
        found.append(_recording(named(home.name), sounds[0], references, home / ITEM, groups))
    return found


def _side_by_side(folder: Path, groups: Sequence[tuple[str, str]]) -> list[Recording]:
    sounds = [
        file
        for file in folder.iterdir()
        if file.is_file() and file.suffix and file.suffix.lower() not in BESIDE and not file.name.startswith(".")
    ]
    stems = [sound.stem for sound in sounds]
    if twice := [stem for stem in stems if stems.count(stem) > 1]:
        names = ", ".join(sorted(sound.name for sound in sounds if sound.stem in twice))
        raise ScribeError("recording_ambiguous", folder=folder, names=names)
    found = []
    for sound in sounds:
        references = [path for suffix in SUFFIXES if (path := sound.with_suffix(suffix)).is_file()]
        found.append(_recording(named(sound.stem), sound, references, folder / ITEM, groups))
    return found


def _recording(
    name: str, sound: Path, references: Sequence[Path], item: Path, groups: Sequence[tuple[str, str]]
) -> Recording:
    known = _item(item) if item.is_file() else {}
    named = next((group for group, pattern in groups if fnmatchcase(name, pattern)), None)
    return Recording(
        name, sound, tuple(references), known.get("lang") or None, named or known.get("group") or group_of(name)
    )


def _item(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ScribeError("reference_invalid", path=path, reason=error) from error
    told = {key: known.get(key) or "" for key in ("lang", "group")} if isinstance(known, dict) else None
    if told is None or not all(isinstance(value, str) for value in told.values()):
        raise ScribeError("reference_invalid", path=path, reason='{"lang": "…", "group": "…"}')
    return told


def group_of(name: str) -> str:
    """The group of a recording of which nothing else is said: its name up to the first `_`, `-`, `.`, blank or digit."""
    return re.split(r"[_\-. \d]", name, maxsplit=1)[0] or name
