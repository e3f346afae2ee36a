"""Minutes as documents for people: one writer a format, all pure functions of a `MinutesEdition` (decision 0043).

Every writer yields its file piece by piece, and the same pieces each time.
"""

from scribe_core.domain.export_format import MinutesFormat
from scribe_core.exports.format import Format, encoded
from scribe_core.exports.minutes.edition import MinutesEdition
from scribe_core.exports.minutes.markdown import md
from scribe_core.exports.minutes.paper import pdf
from scribe_core.exports.minutes.web_page import html
from scribe_core.exports.minutes.word import docx

MINUTES_FORMATS: dict[MinutesFormat, Format[MinutesEdition]] = {
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    "pdf": Format("pdf", "application/pdf", pdf, costly=True),
    "html": Format("html", "text/html; charset=utf-8", encoded(html)),
    "md": Format("md", "text/markdown; charset=utf-8", encoded(md)),
}
