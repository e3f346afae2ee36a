"""What is said to the model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A message: by the product (`system`), or what the model is to read (`user`)."""

    role: str
    content: str
