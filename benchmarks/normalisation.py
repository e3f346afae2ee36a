"""The one text normalisation, for references and hypotheses alike."""

import re
import unicodedata

_TAG = re.compile(r"<[^>]*>")
_NOT_A_WORD = re.compile(r"[^\w' ]+")


def normalised(text: str) -> str:
    """Words in lower case, divided by one blank, without punctuation.

    `œ` becomes `oe` and `æ` `ae`; a typographic apostrophe a plain one; an elision stands apart (`l'homme` → `l' homme`), so
    that a wrong noun does not make its article wrong; a hyphen divides. Accents stay. Numbers stay as they are written.
    """
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", text)).lower()
    text = text.replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("ʼ", "'")
    text = _NOT_A_WORD.sub(" ", text.replace("_", " "))
    words = text.replace("'", "' ").split()
    return " ".join(word for word in words if word.strip("'"))
