"""What is said to a model that writes: files, one folder a language and a version, so that minutes tell which they were written with."""

from functools import lru_cache
from importlib.resources import files
from string import Template

VERSION = "v1"
"""Raise it, with a folder of its own, when a change of the words may change the minutes."""

LANGUAGES = ("fr", "en")


@lru_cache(maxsize=64)
def prompt(language: str, name: str, of: str = "scribe_core.minutes") -> str:
    """The words of a prompt of a package, as its file has them. Raises FileNotFoundError where there is none of that name."""
    folder = files(of).joinpath("prompts", language, VERSION)
    return folder.joinpath(*f"{name}.md".split("/")).read_text(encoding="utf-8").strip()


def hint(language: str, template: str) -> str:
    """What kind of meeting minutes of a template are about; of a template of somebody's own nothing special."""
    try:
        return prompt(language, f"templates/{template}" if template.isidentifier() else "templates/general")
    except FileNotFoundError:
        return prompt(language, "templates/general")


def filled(language: str, name: str, /, of: str = "scribe_core.minutes", **values: object) -> str:
    """A prompt with its places filled, each once: what is filled in is never looked through for places."""
    return Template(prompt(language, name, of)).substitute({key: str(value) for key, value in values.items()})
