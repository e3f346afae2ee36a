"""What a worker says of itself while it lives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that lies where the worker looks for models, or that it needs and does not find: its size in bytes, its state.

    `state` is that of the model store: present, unverified, damaged, missing. `needed` tells that the settings name it.
    """

    name: str
    purpose: str
    size: int
    state: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """A worker as it is now. Memory in bytes.

    `device` is what its models run on, None until it first loaded one; `resident` the model that is loaded. `memory` is what its
    process takes, `free` and `total` are the card's where it has one, else the machine's.
    """

    id: str
    host: str
    release: str
    lanes: tuple[str, ...]
    device: str | None
    resident: str | None
    memory: int
    free: int
    total: int
    models: tuple[InstalledModel, ...] = ()
