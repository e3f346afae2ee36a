"""Reads the licences of the Python packages that are installed with the product."""

from email.message import Message
from functools import cache
from importlib.metadata import distributions
from typing import cast

from scribe_core.domain.licences import LicensedWork

OWN = frozenset(("smart-meeting-scribe", "scribe-core", "scribe-workers", "scribe-api"))
SHORT = 100
"""Some packages put a whole licence where its name belongs; the classifiers then say it shorter."""


@cache
def installed_packages() -> tuple[LicensedWork, ...]:
    """The packages of this installation with their licences, by name. Read once: they do not change while we run."""
    found = {
        distribution.name.lower(): LicensedWork(
            name=distribution.name,
            version=distribution.version,
            kind="package",
            licence=_licence(cast("Message", distribution.metadata)),
        )
        for distribution in distributions()
        if distribution.name and distribution.name.lower() not in OWN
    }
    return tuple(work for _, work in sorted(found.items()))


def _licence(metadata: Message) -> str:
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    if 0 < len(stated) <= SHORT and stated.upper() != "UNKNOWN":
        return stated
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    named = [line.rsplit(" :: ", 1)[-1] for line in classifiers if line.count(" :: ") > 1]
    return " AND ".join(named) or stated.split("\n", 1)[0][:SHORT] or "see the package"
