"""PDF: a transcript for paper and archives, set by typst in a child process (decision 0039)."""

from scribe_core.exports.pdf.document import pdf

__all__ = ["pdf"]
