"""A transcript as other programs and people read it: one writer a format, all pure functions of a `Transcript`.

Every writer yields text piece by piece, so that a long meeting is streamed, never built whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scribe_core.domain.export_format import ExportFormat
from scribe_core.domain.transcript import Transcript
from scribe_core.exports.document import json_lines
from scribe_core.exports.plain import txt
from scribe_core.exports.scoring import rttm, stm
from scribe_core.exports.subtitles import srt, vtt


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its file name's ending, media type and writer."""

    suffix: str
    media_type: str
    write: Callable[[Transcript], Iterator[str]]


FORMATS: dict[ExportFormat, Format] = {
    "txt": Format("txt", "text/plain; charset=utf-8", txt),
    "json": Format("json", "application/json", json_lines),
    "srt": Format("srt", "application/x-subrip; charset=utf-8", srt),
    "vtt": Format("vtt", "text/vtt; charset=utf-8", vtt),
    "rttm": Format("rttm", "text/plain; charset=utf-8", rttm),
    "stm": Format("stm", "text/plain; charset=utf-8", stm),
}
