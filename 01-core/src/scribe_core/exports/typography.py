"""How words are set in a document for readers. What was said stays; blanks and apostrophes become those of a printer.

French has a narrow no-break space before ; : ! ? » and after « (Imprimerie nationale, Lexique des règles typographiques).
"""

import re

NARROW = "\N{NARROW NO-BREAK SPACE}"

_HIGH = ";:!?»"
_BEFORE = re.compile(r"(?<=\w)[ ]?([;!?:]+)(?=\s|[»\"”)]|$)|[ ]([;:!?»]+)")
_AFTER = re.compile(r"«[ ]?")
_CLOSING = re.compile(r"(?<=[^\s\u202f])»")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=\w)'$")


def typeset(text: str, language: str) -> str:
    """A word, or several, as printed in that language."""
    text = _APOSTROPHE.sub("’", text)
    if language != "fr":
        return text
    text = _BEFORE.sub(lambda found: NARROW + (found[1] or found[2]), text)
    text = _AFTER.sub(f"«{NARROW}", text)
    return _CLOSING.sub(f"{NARROW}»", text)


def blank_between(before: str, after: str, language: str) -> str:
    """What stands between two words."""
    if language == "fr" and (after[:1] in _HIGH or before[-1:] in (NARROW, "«")):
        return "" if before[-1:] == NARROW else NARROW
    return " "
