"""A transcript as other programs and people read it: one writer a format, all pure functions of an `Edition`.

Every writer yields its file piece by piece, so that a long meeting is streamed, never built whole, and the same pieces each time.
"""

from scribe_core.domain.export_format import ExportFormat
from scribe_core.exports.document import json_lines
from scribe_core.exports.edition import Edition
from scribe_core.exports.format import Format, encoded
from scribe_core.exports.markdown import md
from scribe_core.exports.pdf import pdf
from scribe_core.exports.plain import txt
from scribe_core.exports.scoring import ctm, rttm, stm
from scribe_core.exports.subtitles import srt, vtt
from scribe_core.exports.web_page import html
from scribe_core.exports.word import docx

__all__ = ["FORMATS", "Format"]

FORMATS: dict[ExportFormat, Format[Edition]] = {
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    "pdf": Format("pdf", "application/pdf", pdf, costly=True),
    "html": Format("html", "text/html; charset=utf-8", encoded(html)),
    "md": Format("md", "text/markdown; charset=utf-8", encoded(md)),
    "txt": Format("txt", "text/plain; charset=utf-8", encoded(txt)),
    "json": Format("json", "application/json", encoded(json_lines)),
    "srt": Format("srt", "application/x-subrip; charset=utf-8", encoded(srt)),
    "vtt": Format("vtt", "text/vtt; charset=utf-8", encoded(vtt)),
    "rttm": Format("rttm", "text/plain; charset=utf-8", encoded(rttm)),
    "stm": Format("stm", "text/plain; charset=utf-8", encoded(stm)),
    "ctm": Format("ctm", "text/plain; charset=utf-8", encoded(ctm)),
}
