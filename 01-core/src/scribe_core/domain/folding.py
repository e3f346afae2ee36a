"""What people mean by the same letters. Done here, because a database's own idea depends on its kind and its locale."""

import unicodedata


def folded(text: str) -> str:
    """The same for texts that differ in case only, or in how their accents are written (macOS writes them apart)."""
    return unicodedata.normalize("NFC", text.casefold())
