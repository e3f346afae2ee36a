"""Debian's lists of the ordinary words of a language, inflected forms among them: what a proof tells names by."""

from collections.abc import Mapping
from pathlib import Path

from scribe import debian, environment

LISTS = {
    "en": (("wamerican", "american-english"), ("wbritish", "british-english")),
    "fr": (("wfrench", "french"),),
}
"""For each language the Debian packages and their lists (public domain, or GPL). English ones know names, by their capitals."""

WORD_LISTS = environment.CACHE / "word-lists"


def fetch() -> Mapping[str, list[Path]]:
    """The files of each language, a word a line. Raises `tool_missing` without Debian's tools."""
    return {
        language: [debian.unpack(package, f"usr/share/dict/{name}", WORD_LISTS / name) for package, name in lists]
        for language, lists in LISTS.items()
    }


def words() -> dict[str, frozenset[str]]:
    """Every word of each language's lists, as it is written."""
    return {
        language: frozenset(line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line)
        for language, files in fetch().items()
    }
