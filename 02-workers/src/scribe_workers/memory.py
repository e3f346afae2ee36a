"""Telling that memory ran out: libraries say it in their own words."""

import errno

SIGNS = (
    "bad_alloc",
    "bad allocation",
    "out of memory",
    "cannot allocate memory",
    "failed to allocate",
    "failed to map segment",
)


def ran_out(error: BaseException) -> bool:
    """Whether an error means that there was not enough memory, on the processor or the accelerator."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    text = str(error).lower()
    return any(sign in text for sign in SIGNS)
