"""DOCX: a transcript as a document for Word, LibreOffice and their kin, written as it is read (decision 0039)."""

from scribe_core.exports.word.document import docx

__all__ = ["docx"]
