"""The tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload): its headers, read as what strangers send."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from fastapi import Request
from pydantic import ValidationError

from scribe_api.meetings.schemas import RecordingDescription
from scribe_core.database.uploads import Upload
from scribe_core.errors import ScribeError

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-defer-length,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = ("sha256", "sha1")
CONTENT_TYPE = "application/offset+octet-stream"

ASKED_HEADERS = (
    "Tus-Resumable", "Upload-Length", "Upload-Defer-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum",
    "X-HTTP-Method-Override",
)  # fmt: skip
TOLD_HEADERS = (
    "Location", "Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm",
    "Upload-Defer-Length", "Upload-Expires", "Upload-Length", "Upload-Metadata", "Upload-Offset",
)  # fmt: skip

MOST_METADATA = 32 * 1024
"""Characters of `Upload-Metadata`: 200 participants and a glossary fit."""

LISTS = ("participants", "glossary")
"""Fields with several values, one a line."""

_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_KEY = re.compile(r"[!-+\--~]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of a request must add up to."""

    algorithm: str
    digest: bytes


async def require_version(request: Request) -> None:
    """Raise `upload_version` where the client does not speak ours. Whatever is answered afterwards names it."""
    request.state.protocol_headers = {"Tus-Resumable": VERSION}
    if request.headers.get("tus-resumable") != VERSION:
        request.state.protocol_headers["Tus-Version"] = VERSION
        raise ScribeError("upload_version", version=VERSION)


def number(name: str, text: str | None) -> int:
    """A header that holds a number of bytes. Raises `upload_header_invalid`."""
    if text is None or not _NUMBER.fullmatch(text):
        raise ScribeError("upload_header_invalid", header=name)
    return int(text)


def length(told: str | None, deferred: str | None) -> int | None:
    """How long an upload gets, None where it is told later. Raises `upload_header_invalid` unless one of the two is said."""
    if deferred is None:
        return number("Upload-Length", told)
    if deferred != "1" or told is not None:
        raise ScribeError("upload_header_invalid", header="Upload-Defer-Length")
    return None


def require_content_type(request: Request) -> None:
    """Raise `upload_content_type` for a body of another kind."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise ScribeError("upload_content_type")


def checksum(text: str | None) -> Checksum | None:
    """What the body must add up to, None where nothing is said. Raises `upload_header_invalid`."""
    if text is None:
        return None
    algorithm, _, encoded = text.strip().partition(" ")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if algorithm not in ALGORITHMS or len(digest) != hashlib.new(algorithm).digest_size:
        raise ScribeError("upload_header_invalid", header="Upload-Checksum")
    return Checksum(algorithm, digest)


def metadata(text: str) -> dict[str, str]:
    """The pairs of `Upload-Metadata`. Raises `upload_header_invalid`."""
    found: dict[str, str] = {}
    if len(text) > MOST_METADATA:
        raise ScribeError("upload_header_invalid", header="Upload-Metadata")
    for pair in filter(None, (pair.strip() for pair in text.split(","))):
        key, _, encoded = pair.partition(" ")
        try:
            value = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise ScribeError("upload_header_invalid", header="Upload-Metadata") from error
        if not _KEY.fullmatch(key) or key in found or "\0" in value:
            raise ScribeError("upload_header_invalid", header="Upload-Metadata")
        found[key] = value
    return found


def description(text: str) -> RecordingDescription:
    """What `Upload-Metadata` says of the recording; other fields are left to their clients.

    Raises `upload_header_invalid`, `request_invalid`.
    """
    said: dict[str, Any] = {
        key: value for key, value in metadata(text).items() if key in RecordingDescription.model_fields
    }
    for key in LISTS:
        if key in said:
            said[key] = [line for line in said[key].splitlines() if line.strip()]
    try:
        return RecordingDescription.model_validate(said)
    except ValidationError as error:
        faults = [(str(fault["loc"][0]), fault["msg"]) for fault in error.errors(include_input=False)]
        reason = "; ".join(f"{field}: {message}" for field, message in faults)
        raise ScribeError("request_invalid", reason=reason, fields=[field for field, _ in faults]) from error


def discovery(most: int) -> dict[str, str]:
    """What this server can do."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(most),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def size(upload: Upload) -> dict[str, str]:
    """How long it gets, or that nobody has said so yet."""
    return {"Upload-Defer-Length": "1"} if upload.growing else {"Upload-Length": str(upload.bytes)}


def standing(upload: Upload) -> dict[str, str]:
    """How far an upload is, and until when it waits to be resumed."""
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.received),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }


def arrived(size: int) -> dict[str, str]:
    """The same for one that is complete."""
    return {"Tus-Resumable": VERSION, "Upload-Offset": str(size)}
