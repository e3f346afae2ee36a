"""The kinds of file that transcripts come in from other tools."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of transcript file."""

    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    DOCX = "docx"
    TXT = "txt"


MEDIA_TYPES = {
    Kind.SRT: "application/x-subrip",
    Kind.VTT: "text/vtt",
    Kind.JSON: "application/json",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.TXT: "text/plain",
}
"""None of them is a recording's (`domain/media.py`)."""

TRANSCRIPT_TYPES = frozenset(MEDIA_TYPES.values())
