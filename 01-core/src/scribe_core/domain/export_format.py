"""The formats a transcript can be had in, by name: of exports, of the command line and of the API alike."""

from typing import Literal, get_args

ExportFormat = Literal["txt", "json", "srt", "vtt", "rttm", "stm"]

EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
