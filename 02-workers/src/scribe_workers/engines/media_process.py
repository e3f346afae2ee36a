"""The decoding process: gives up everything it does not need, then reads a recording. Started by `decoding.py` only.

    python -I -m scribe_workers.engines.media_process '<Order as JSON>'

It answers on standard output, one JSON object a line: `{"part": 0.42}` as it goes, then `{"converted": {…}}` or
`{"refused": code, "details": {…}}`. Where it ends without that, its exit status tells what it died of.
"""

import errno
import json
import os
import sys
from dataclasses import asdict

from scribe_core.errors import ScribeError
from scribe_workers.engines.confinement import die_with, forsake_the_world, keep_within
from scribe_workers.engines.decoding_order import Bounds, Order
from scribe_workers.engines.lending import Borrowed

NEWS_PART, NEWS_SECONDS = 0.01, 60.0
"""A line is written when so much more of the file was read, or of its sound made: silence means it hangs."""

_REFUSALS = {errno.ENOSPC: "storage_full", errno.EDQUOT: "storage_full", errno.EFBIG: "media_limits"}


def main(order: Order) -> None:
    """Carry out an order and say how it went."""
    die_with(order.parent)
    keep_within(order.bounds)
    try:
        _say({"converted": _decode(order)})
    except ScribeError as error:
        _say({"refused": error.code, "details": {name: str(value) for name, value in error.details.items()}})
    except MemoryError:
        _say({"refused": "media_limits"})
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        _say({"refused": _REFUSALS[error.errno]})


def _decode(order: Order) -> dict[str, object]:
    from scribe_workers.engines import media  # within the bounds already: the library is large

    part_told = seconds_told = 0.0

    def progress(part: float, seconds: float) -> None:
        nonlocal part_told, seconds_told
        if part >= part_told + NEWS_PART or seconds >= seconds_told + NEWS_SECONDS:
            part_told, seconds_told = max(part, part_told), seconds
            _say({"part": round(part_told, 3)})

    media.rehearse()
    source = Borrowed(order.source, order.size)
    with (
        os.fdopen(order.flac, "wb") as flac,
        os.fdopen(order.peaks, "wb") as peaks,
        os.fdopen(order.sides, "wb") as sides,
    ):
        forsake_the_world(order.parent)
        converted = media.convert(source, order.size, flac, peaks, sides, order.longest, progress)
    held_at = converted.held_at.isoformat() if converted.held_at else None
    return asdict(converted) | {"held_at": held_at}


def _say(line: dict[str, object]) -> None:
    os.write(1, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    main(Order(**asked | {"bounds": Bounds(**asked["bounds"])}))
