"""The text of a file, whatever it was written in."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from scribe_core.errors import ScribeError

_LOOKED_AT = 4096


def text_of(content: bytes) -> str:
    """The text with `\\n` at the ends of its lines. UTF-8 or UTF-16, with or without a mark; else Windows-1252, which Latin-1 is part of.

    Raises `import_kind_unknown` where it is no text.
    """
    text = _decoded(content)
    if "\0" in text:
        raise ScribeError("import_kind_unknown")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if not content.startswith(BOM_UTF8) and (wide := _wide(content[:_LOOKED_AT])):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing there
        return content.decode("latin-1")


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of western writing is zero."""
    half = len(head) // 2
    if half < 2 or head.count(0) < half * 0.6:
        return None
    if head[1::2].count(0) > half * 0.6 and head[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[::2].count(0) > half * 0.6 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None
