"""An S3 service as an object store: how it is reached, and what its refusals mean to whoever runs the product."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from obstore.store import S3Store

from scribe_core.errors import ScribeError

CONNECT_SECONDS = 5
READ_SECONDS = 60
"""Longest silence within an answer. There is no limit on the whole of one: a slow reader may take hours over a recording."""

WHOLE_ANSWER = timedelta(days=7)

RETRY_SECONDS = 15
LONGEST_PAUSE_SECONDS = 2
"""How long a call goes on trying: a service that is started again needs some five. Whoever waits longer is told why, and a
run waits by its row, not by a call that hangs."""

RETRIES = 50
"""More than fit into that time, which alone decides."""

_CODE = re.compile(r"<Code>(\w{1,60})</Code>")
_STATUS = re.compile(r"status code: (\d{3})")
_FULL = re.compile(r"\w*(StorageFull|QuotaExceeded|InsufficientStorage|DiskFull)\w*")


@dataclass(frozen=True, slots=True)
class S3Access:
    """Where the service is and who asks. Without an endpoint it is Amazon's; without a key, the AWS_* variables' or the machine's."""

    endpoint: str = ""
    region: str = "us-east-1"
    access_key: str = ""
    secret_key: str = field(default="", repr=False)


def open_bucket(url: str, access: S3Access, *, patient: bool = True) -> S3Store:
    """The bucket (and the prefix in it) of an `s3://bucket/prefix`. Opening asks the service nothing.

    `patient` tries again while the service is away; a look at whether it is there does not.
    """
    place = urlsplit(url)
    given = {
        "endpoint": access.endpoint.rstrip("/"),
        "access_key_id": access.access_key,
        "secret_access_key": access.secret_key,
    }
    return S3Store(
        place.netloc,
        prefix=place.path.strip("/") or None,
        region=access.region,
        # Every S3 service knows a bucket as a folder of its address; few have a name server for it as a host.
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": access.endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
            "read_timeout": timedelta(seconds=READ_SECONDS),
            "timeout": WHOLE_ANSWER,
        },
        unsigned_payload=is_guarded(access.endpoint),
        retry_config={
            "max_retries": RETRIES if patient else 0,
            "retry_timeout": timedelta(seconds=RETRY_SECONDS),
            "backoff": {"max_backoff": timedelta(seconds=LONGEST_PAUSE_SECONDS)},
        },
        **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
    )


def is_guarded(endpoint: str) -> bool:
    """Whether nobody between us and the service can change a body: TLS, or both are this machine.

    Then requests are signed without it, as S3 clients do over TLS: to sign a gigabyte takes half a second of a processor
    (SHA-256), and more again with a service that checks it.
    """
    place = urlsplit(endpoint)
    if place.scheme != "http":
        return True  # without an endpoint it is Amazon's, over TLS
    try:
        return ip_address(place.hostname or "").is_loopback
    except ValueError:
        return place.hostname == "localhost"


def store_error(error: Exception) -> ScribeError:
    """The product's error for a store's. These libraries tell what happened in their text, S3 in a code within it.

    The text itself is never shown: it holds addresses.
    """
    text = str(error)
    code = found[1] if (found := _CODE.search(text)) else ""
    status = int(found[1]) if (found := _STATUS.search(text)) else 0
    if _is_full(error, text, code, status):
        return ScribeError("storage_full")
    if code == "NoSuchBucket":
        return ScribeError("storage_bucket_missing")
    if code == "RequestTimeTooSkewed":
        return ScribeError("storage_clock_wrong")
    if status in (401, 403):
        return ScribeError("storage_refused", reason=code or status)
    if status >= 500:
        return ScribeError("storage_failing", reason=code or status)
    return ScribeError("storage_unavailable")


def _is_full(error: Exception, text: str, code: str, status: int) -> bool:
    on_disk = getattr(error, "errno", None) == 28 or "No space left" in text or "StorageFull" in text
    return on_disk or status == 507 or bool(_FULL.fullmatch(code))
