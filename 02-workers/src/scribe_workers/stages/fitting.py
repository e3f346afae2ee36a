"""Making a recogniser fit into the memory there is: fewer sounds at once, then a lighter precision, then a clear word."""

import logging
from collections.abc import Callable
from typing import TypeVar

from scribe_core.errors import ScribeError
from scribe_workers.engines.recogniser import Whisper, lighter, precision
from scribe_workers.memory_watch import available
from scribe_workers.model_room import Fit
from scribe_workers.steps import Bench

T = TypeVar("T")

MEGABYTE = 1024**2
"""Bytes, for what a person reads."""

log = logging.getLogger(__name__)


def fitted(bench: Bench, model: str, compute_type: str, use: Callable[[Whisper], T]) -> tuple[T, bool]:
    """What `use` makes of the recogniser, and whether the recogniser had to be made smaller than asked.

    The recogniser itself hears fewer sounds at once where memory runs out. Where even one is too much, or where it cannot be
    loaded, it is loaded again in the next lighter precision and `use` is called anew: what a stage remembers by chunks it need
    not do again. What was found to fit is noted in the room, for as long as the process lives.

    Errors: `model_too_large` where nothing is left to try.
    """
    room, folder = bench.room, bench.models.open(model)
    asked = precision(room.device, compute_type)
    name = f"{model} ({asked})"
    fit = room.fits.get(name) or Fit(asked)
    while True:

        def load(fit: Fit = fit) -> Whisper:
            return Whisper.load(
                folder,
                compute_type=fit.compute_type,
                threads=bench.threads,
                device=room.device,
                together=fit.together,
            )

        try:
            with room.occupy(f"{model} ({fit.compute_type})", load) as whisper:
                wanted = whisper.wanted
                try:
                    made = use(whisper)
                finally:
                    fit = Fit(fit.compute_type, whisper.together if whisper.together < wanted else fit.together)
            room.fits[name] = fit
            return made, fit != Fit(asked)
        except ScribeError as error:
            if error.code != "out_of_memory":
                raise
            lower = lighter(room.device, fit.compute_type)
            if lower is None:
                free, total = available(room.device)
                raise ScribeError(
                    "model_too_large",
                    model=model,
                    compute_type=fit.compute_type,
                    device=room.device.name,
                    free=free // MEGABYTE,
                    total=total // MEGABYTE,
                ) from error
            log.warning("%s does not fit as %s, going on as %s", model, fit.compute_type, lower)
            fit = room.fits[name] = Fit(lower)
