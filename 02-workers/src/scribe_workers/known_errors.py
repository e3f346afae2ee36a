"""What a library's error means for a person: memory and disks that ran out are told in many words."""

import errno

from scribe_core.errors import ScribeError

NO_MEMORY = (
    "bad_alloc",
    "bad allocation",
    "out of memory",
    "cannot allocate memory",
    "failed to allocate",
    "failed to map segment",
    "could not create a memory object",  # oneDNN
    "alloc_failed",  # cuBLAS and cuDNN: CUBLAS_STATUS_ALLOC_FAILED, CUDNN_STATUS_ALLOC_FAILED
)


def as_scribe_error(error: BaseException, reference: str = "") -> ScribeError:
    """The product's error for any error: `out_of_memory`, `storage_full`, its own code, else `unexpected`."""
    if isinstance(error, ScribeError) and error.code == "model_too_large":
        return error  # says more than that memory ran out
    causes = _chain(error)
    if any(memory_ran_out(cause) for cause in causes):
        return ScribeError("out_of_memory")
    if any(isinstance(cause, OSError) and cause.errno == errno.ENOSPC for cause in causes):
        return ScribeError("storage_full")
    return error if isinstance(error, ScribeError) else ScribeError("unexpected", reference=reference)


def memory_ran_out(error: BaseException) -> bool:
    """Whether an error says that there was not enough memory, on the processor or the accelerator."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    text = str(error).lower()
    return any(sign in text for sign in NO_MEMORY)


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from: an engine's wrapper hides what the library said."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__
    return chain
