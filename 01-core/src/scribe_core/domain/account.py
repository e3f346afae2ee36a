"""Who may sign in, and how an e-mail address is written so that it is the same however it is typed."""

import re
import unicodedata
from enum import StrEnum

from scribe_core.errors import ScribeError

EMAIL_LIMIT = 254
"""Longest e-mail address (RFC 5321: a path has 256 octets with its brackets)."""

QUOTA_LIMIT = 10**15
"""Largest quota, in bytes: a petabyte. Above it a typing error is meant, and programs that count in doubles go wrong not far from there."""

_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+")


class Role(StrEnum):
    """What an account may do. An administrator manages accounts; nobody reads another person's meetings."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"


def normal_email(text: str) -> str:
    """The address in its one written form. Raises `request_invalid` for what cannot be an address."""
    address = unicodedata.normalize("NFKC", text).strip().casefold()
    if len(address) > EMAIL_LIMIT or not _EMAIL.fullmatch(address) or not address.isprintable():
        raise ScribeError("request_invalid", reason="email")
    return address
