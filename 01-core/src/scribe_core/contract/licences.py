"""The licences of all that is fetched or installed, for people who must answer for what they run.

Models come from `licences.json`, which the workers' catalogue writes (a test fails when it is stale), so that the API
can show them without knowing the workers. Packages are those installed beside the reader, read from their own metadata.
"""

from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources

from pydantic import TypeAdapter

LONGEST = 60
"""Characters of a licence's name; some packages put the whole text where the name belongs."""


@dataclass(frozen=True, slots=True)
class LicensedWork:
    """A licence by its SPDX identifier, the work it covers, and the notice it asks to be shown."""

    identifier: str
    work: str
    notice: str


@dataclass(frozen=True, slots=True)
class LicensedFile:
    """A file of a model: name, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LicensedModel:
    """A model, when it is fetched (`occasion`), and the licences of all that went into it."""

    name: str
    title: str
    purpose: str
    occasion: str
    files: tuple[LicensedFile, ...]
    licences: tuple[LicensedWork, ...]


@dataclass(frozen=True, slots=True)
class LicensedPackage:
    """An installed Python package and the licence it names."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class LicensedLibrary:
    """A native library inside a Python package, under another licence than the package itself."""

    package: str
    name: str
    licence: str


@dataclass(frozen=True, slots=True)
class ModelLicences:
    """What `licences.json` holds: models, native libraries inside packages, and the terms by SPDX identifier."""

    models: tuple[LicensedModel, ...]
    libraries: tuple[LicensedLibrary, ...]
    terms: dict[str, str]


@cache
def model_licences() -> ModelLicences:
    """The licences of every model of the catalogue and of those that come inside a package."""
    content = resources.files("scribe_core.contract").joinpath("licences.json").read_bytes()
    return TypeAdapter(ModelLicences).validate_json(content)


@cache
def package_licences() -> tuple[LicensedPackage, ...]:
    """The packages installed here, by name. One that names no licence is listed all the same, with an empty one."""
    packages = {
        name.lower(): LicensedPackage(name, distribution.version, _licence_of(distribution.metadata))
        for distribution in metadata.distributions()
        if (name := distribution.metadata["Name"])
    }
    return tuple(package for _, package in sorted(packages.items()))


def _licence_of(fields: metadata.PackageMetadata) -> str:
    # Three generations of metadata, the most exact first.
    if "License-Expression" in fields:
        return str(fields["License-Expression"])
    classifiers = [text for text in fields.get_all("Classifier") or [] if text.startswith("License :: ")]
    names = [text.rsplit(" :: ", 1)[-1] for text in classifiers if text != "License :: OSI Approved"]
    if names:
        return ", ".join(names)
    return str(fields["License"]).strip().split("\n")[0][:LONGEST] if "License" in fields else ""
