"""A transcript as other programs and people read it: one writer a format, all pure functions of an `Edition`.

Every writer yields its file piece by piece, so that a long meeting is streamed, never built whole, and the same pieces each time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scribe_core.domain.export_format import ExportFormat
from scribe_core.exports.document import json_lines
from scribe_core.exports.edition import Edition
from scribe_core.exports.markdown import md
from scribe_core.exports.pdf import pdf
from scribe_core.exports.plain import txt
from scribe_core.exports.scoring import ctm, rttm, stm
from scribe_core.exports.subtitles import srt, vtt
from scribe_core.exports.web_page import html
from scribe_core.exports.word import docx

PIECE = 64 * 1024
"""Characters gathered before a piece is handed on: the writers yield single lines."""


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its file name's ending, media type and writer.

    `costly` says that writing it takes seconds, and that nothing of it is there before all of it is.
    """

    suffix: str
    media_type: str
    write: Callable[[Edition], Iterator[bytes]]
    costly: bool = False


def _encoded(write: Callable[[Edition], Iterator[str]]) -> Callable[[Edition], Iterator[bytes]]:
    """A writer of text as a writer of UTF-8, in pieces of some size."""

    def encoded(edition: Edition) -> Iterator[bytes]:
        gathered: list[str] = []
        length = 0
        for line in write(edition):
            gathered.append(line)
            length += len(line)
            if length >= PIECE:
                yield "".join(gathered).encode()
                gathered, length = [], 0
        if gathered:
            yield "".join(gathered).encode()

    return encoded


FORMATS: dict[ExportFormat, Format] = {
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    "pdf": Format("pdf", "application/pdf", pdf, costly=True),
    "html": Format("html", "text/html; charset=utf-8", _encoded(html)),
    "md": Format("md", "text/markdown; charset=utf-8", _encoded(md)),
    "txt": Format("txt", "text/plain; charset=utf-8", _encoded(txt)),
    "json": Format("json", "application/json", _encoded(json_lines)),
    "srt": Format("srt", "application/x-subrip; charset=utf-8", _encoded(srt)),
    "vtt": Format("vtt", "text/vtt; charset=utf-8", _encoded(vtt)),
    "rttm": Format("rttm", "text/plain; charset=utf-8", _encoded(rttm)),
    "stm": Format("stm", "text/plain; charset=utf-8", _encoded(stm)),
    "ctm": Format("ctm", "text/plain; charset=utf-8", _encoded(ctm)),
}
