"""Works of others that the product contains or fetches."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LicensedWork:
    """A work of others: `licence` is an SPDX expression where one is known, `notice` what its licence asks to be shown."""

    name: str
    version: str
    kind: Literal["model", "package"]
    licence: str
    notice: str = ""
