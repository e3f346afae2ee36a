"""Passwords: bcrypt at cost 12, in a thread, over a digest so that length and odd bytes never matter.

bcrypt reads 72 bytes and stops at a NUL. The password is therefore first put through HMAC-SHA-256 under a fixed label
(a digest shared with nobody else: hashes leaked elsewhere cannot be tried against ours) and handed on as base64.
"""

import base64
import hashlib
import hmac
import unicodedata

import anyio
import anyio.to_thread
import bcrypt

from scribe_core.errors import ScribeError

COST = 12
"""bcrypt's cost: 0.25 s on a 2023 server core, the least that current guidance accepts being 10."""

AT_ONCE = 2
"""Hashes worked out side by side: a storm of sign-ins must leave cores to everybody else."""

LABEL = b"smart-meeting-scribe/password/1"


class Passwords:
    """Hashes passwords and checks them. Checking takes as long where there is no account."""

    def __init__(self, cost: int = COST) -> None:
        self._cost = cost
        self._nobody: bytes | None = None
        self._room = anyio.CapacityLimiter(AT_ONCE)

    async def hashed(self, password: str) -> str:
        """The password's hash, to be stored."""
        return (await anyio.to_thread.run_sync(self._hash, password, limiter=self._room)).decode("ascii")

    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether the password is the one that was hashed. Never, but no sooner, where there is no hash."""
        return await anyio.to_thread.run_sync(self._check, password, stored, limiter=self._room)

    def _hash(self, password: str) -> bytes:
        return bcrypt.hashpw(_digest(password), bcrypt.gensalt(self._cost))

    def _check(self, password: str, stored: str | None) -> bool:
        if self._nobody is None:
            self._nobody = self._hash("")
        fits = bcrypt.checkpw(_digest(password), stored.encode("ascii") if stored else self._nobody)
        return fits and stored is not None


def require_strength(password: str, minimum: int) -> None:
    """Raise `password_too_weak` for a password shorter than the site asks for."""
    if len(password) < minimum:
        raise ScribeError("password_too_weak", minimum=minimum)


def _digest(password: str) -> bytes:
    # NFKC: the same letters typed on a Mac and on Windows are different code points.
    text = unicodedata.normalize("NFKC", password).encode("utf-8", errors="surrogatepass")
    return base64.b64encode(hmac.digest(LABEL, text, hashlib.sha256))
