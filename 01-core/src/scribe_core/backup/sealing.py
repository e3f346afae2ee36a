"""A stream sealed with a passphrase, in the format of age (age-encryption.org/v1): anybody's `age -d` opens it too.

Pieces of 64 KiB are encrypted and authenticated one by one (ChaCha20-Poly1305), each with its number and whether it is the last:
one that was changed, left out, moved or cut off is noticed before anything of it is handed on. Memory is one piece.
"""

import base64
import hashlib
import hmac
import os
import re
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scribe_core.errors import ScribeError

VERSION = b"age-encryption.org/v1"
PIECE = 64 * 1024
TAG = 16

WORK = 18
"""Two to this power are the steps of scrypt that a guess at the passphrase costs: as age itself, a second and 256 MB."""

MOST_WORK = 19
"""What is believed of a file: one that asks for more than 512 MB would only exhaust the machine, or a container of 1 GB."""

LEAST_WORK = 2
"""What scrypt takes at all within its memory."""

LONGEST_HEADER = 4096

_HEADER = re.compile(rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n---")
_ZERO = bytes(12)


class Sealer:
    """Writes what it is given sealed into a file. Call `close` at the end: without its last piece the file does not open."""

    def __init__(self, file: IO[bytes], passphrase: str, *, work: int = WORK) -> None:
        self._file, self._left, self._number = file, bytearray(), 0
        file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = ChaCha20Poly1305(_wrapping_key(passphrase, salt, work)).encrypt(_ZERO, file_key, None)
        head = b"%b\n-> scrypt %b %d\n%b\n---" % (VERSION, _text(salt), work, _text(wrapped))
        file.write(b"%b %b\n%b" % (head, _text(_mac(file_key, head)), nonce))
        self._cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))

    def write(self, content: bytes | memoryview) -> None:
        """Seal these bytes after those before."""
        self._left += content
        while len(self._left) > PIECE:  # a full piece waits until it is known not to be the last
            self._put(bytes(self._left[:PIECE]), last=False)
            del self._left[:PIECE]

    def close(self) -> None:
        """Seal the last piece."""
        self._put(bytes(self._left), last=True)
        self._left.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), piece, None))
        self._number += 1


class Opener:
    """Reads what was sealed. Raises `backup_not_one`, `backup_passphrase_wrong`, and `backup_damaged` where it comes to it."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file, self._ready, self._number, self._ended = file, b"", 0, False
        head, mac = _header(file)
        found = _HEADER.fullmatch(head)
        if not found or int(found[2]) > MOST_WORK:
            raise ScribeError("backup_not_one")
        if int(found[2]) < LEAST_WORK:
            raise ScribeError("backup_damaged")
        key = _wrapping_key(passphrase, _bytes(found[1]), int(found[2]))
        try:
            file_key = ChaCha20Poly1305(key).decrypt(_ZERO, _bytes(found[3]), None)
        except InvalidTag as error:
            raise ScribeError("backup_passphrase_wrong") from error
        nonce = file.read(16)
        if not hmac.compare_digest(_text(_mac(file_key, head)), mac) or len(nonce) != 16:
            raise ScribeError("backup_damaged")
        self._cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
        self._next = file.read(PIECE + TAG)

    def read(self, size: int = PIECE) -> bytes:
        """Up to so many bytes; none at the end, and only at the end that was sealed."""
        while not self._ready and not self._ended:
            self._open_piece()
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _open_piece(self) -> None:
        piece, self._next = self._next, self._file.read(PIECE + TAG)
        self._ended = not self._next
        try:
            self._ready = self._cipher.decrypt(_nonce(self._number, self._ended), piece, None)
        except InvalidTag as error:
            raise ScribeError("backup_damaged") from error
        self._number += 1


def _header(file: IO[bytes]) -> tuple[bytes, bytes]:
    """What stands before the sealed bytes, and its authentication."""
    lines: list[bytes] = []
    while sum(map(len, lines)) < LONGEST_HEADER:
        line = file.readline(LONGEST_HEADER)
        if not line.endswith(b"\n") or (not lines and line != VERSION + b"\n"):
            break
        if line.startswith(b"--- "):
            return b"".join(lines) + b"---", line[4:-1]
        lines.append(line)
    raise ScribeError("backup_not_one")


def _wrapping_key(passphrase: str, salt: bytes, work: int) -> bytes:
    salt = VERSION + b"/scrypt" + salt
    steps = 1 << work
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=steps, r=8, p=1, maxmem=2048 * steps, dklen=32)


def _derived(key: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, use).derive(key)


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), head, hashlib.sha256)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _text(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))
