"""The one secret this installation has: made here, readable by its owner only, never a default."""

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scribe_core.errors import ScribeError

FILE = "signing.key"
KEY_BYTES = 64


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The secret, and keys for single uses derived from it. Never shown by `repr`."""

    secret: bytes

    def key_for(self, use: str) -> bytes:
        """A key for one use; knowing it tells nothing of the keys for other uses."""
        return hmac.digest(self.secret, b"smart-meeting-scribe/" + use.encode(), hashlib.sha256)


def load_keys(folder: Path) -> Keys:
    """The installation's keys from that folder, made on first use. Whoever else starts at the same moment gets the same.

    Raises `setting_invalid` where the file is there but not ours.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    if not path.exists():
        _create(path)
    path.chmod(0o600)  # a copy from a backup may have come back readable by all
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise ScribeError("setting_invalid", setting=str(path), reason="hex") from error
    if len(secret) != KEY_BYTES:
        raise ScribeError("setting_invalid", setting=str(path), reason=f"{KEY_BYTES} bytes")
    return Keys(secret)


def _create(path: Path) -> None:
    """Write a fresh key whole or not at all: a link succeeds only where there is nothing yet."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mkstemp gives 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
