"""The formats a transcript can be had in, by name: of exports, of the command line and of the API alike."""

from dataclasses import dataclass
from typing import Literal, get_args

from scribe_core.errors import ScribeError

ExportFormat = Literal["docx", "pdf", "html", "md", "txt", "json", "srt", "vtt", "rttm", "stm", "ctm"]

EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

FOR_READERS: frozenset[ExportFormat] = frozenset({"docx", "pdf", "html", "md", "txt"})
FOR_PLAYERS: frozenset[ExportFormat] = frozenset({"srt", "vtt"})
NOT_TEXT: frozenset[ExportFormat] = frozenset({"docx", "pdf"})

MinutesFormat = Literal["docx", "pdf", "html", "md"]
"""The formats that minutes can be had in: those for people."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What of a transcript is written: when each utterance begins, who speaks, what is in doubt.

    `anonymous` writes numbers in place of speakers' names, in every format.
    """

    times: bool = True
    speakers: bool = True
    doubts: bool = False
    anonymous: bool = False

    def check(self, wanted: ExportFormat) -> None:
        """Raises `export_option_invalid` where that format cannot be written so: nothing that was asked for is passed over."""
        readable = wanted in FOR_READERS
        possible = {
            "times": self.times or readable,
            "speakers": self.speakers or readable or wanted in FOR_PLAYERS,
            "doubts": readable or not self.doubts,
        }
        for option, can_be in possible.items():
            if not can_be:
                raise ScribeError("export_option_invalid", option=option, format=wanted)


@dataclass(frozen=True, slots=True)
class MinutesPresentation:
    """What of minutes is written: when each thing was said (`times`), who spoke and who said it (`speakers`).

    `anonymous` writes numbers in place of names. `language` is that of the words around the minutes; None: that of the minutes.
    """

    times: bool = True
    speakers: bool = True
    anonymous: bool = False
    language: Literal["en", "fr"] | None = None
