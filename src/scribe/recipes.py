"""Settings → what a worker and the command line need to run the pipeline."""

import os
import socket
from typing import TYPE_CHECKING

from scribe.community import guest_of
from scribe.models import installed, models_of
from scribe.parts import Parts
from scribe_core.accelerators import driver
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings
from scribe_workers.device import Device, device_for
from scribe_workers.model_room import ModelRoom
from scribe_workers.pipeline import Recipe
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.transcription import MANNERS, Recogniser

if TYPE_CHECKING:
    from scribe_core.minutes.model_writer import ModelWriter
    from scribe_workers.tasks import WorkerSettings


def recipe_of(settings: Settings, run: RunSettings) -> Recipe:
    """The recipe of a run."""
    return Recipe(
        settings=run,
        limits=ConversionLimits(
            longest_seconds=settings.recording_limit_hours * 3600,
            least_seconds=settings.recording_least_seconds,
            memory_bytes=settings.conversion_memory_bytes,
            cpu_seconds_per_megabyte=settings.conversion_cpu_factor,
        ),
        recogniser=Recogniser(
            model=settings.speech_model,
            digest=models_of(settings).digest(settings.speech_model),
            compute_type=settings.compute_type,
        ),
        manner=MANNERS[run.preset or settings.preset],
        community=guest_of(settings),
    )


def worker_settings(settings: Settings) -> "WorkerSettings":
    """How a worker of this machine works."""
    from scribe_workers.tasks import WorkerSettings  # here: the command line needs a recipe and no database

    return WorkerSettings(
        holder=f"{socket.gethostname()}-{os.getpid()}",
        lanes=lanes_of(settings),
        lease_seconds=settings.lease_seconds,
        poll_seconds=settings.poll_seconds,
        attempts=settings.run_attempts,
        threads=threads_of(settings),
        scratch=settings.scratch_folder,
        free_space_bytes=settings.free_space_bytes,
        recipe_for=lambda run: recipe_of(settings, run),
        room=lambda: room_of(settings),
        preset=settings.preset,
        trash_days=settings.trash_days,
        installed=lambda: installed(settings),
    )


def minutes_writer(parts: Parts) -> "ModelWriter | None":
    """Who writes minutes with a model of language, None where none is set up."""
    from scribe_core.minutes.model_writer import ModelWriter  # here: it brings the tables of phrases

    model = parts.language_model
    return ModelWriter(model, second_look=parts.settings.llm_second_look) if model else None


def device_of(settings: Settings) -> Device:
    """Where models run on this machine. Raises `device_missing`, `device_driver_old`, `device_libraries_missing`."""
    from scribe_workers.engines.cuda_libraries import missing

    return device_for(settings.device, driver(), missing)


def room_of(settings: Settings) -> ModelRoom:
    """The room for models on this machine's device. Raises as `device_of`."""
    return ModelRoom(device_of(settings))


def lanes_of(settings: Settings) -> frozenset[Lane]:
    """The lanes this worker serves. Raises `setting_invalid`."""
    try:
        return frozenset(Lane(name) for name in settings.lane_names)
    except ValueError as error:
        raise ScribeError("setting_invalid", setting="SCRIBE_LANES", reason=str(error)) from error


def threads_of(settings: Settings) -> int:
    """CPU threads for the models: those this process may use, unless fewer are set."""
    return settings.threads or len(os.sched_getaffinity(0))
