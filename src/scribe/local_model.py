"""A local model of language, experimental: what `LLM_URL=local:NAME` asks for on one machine without containers (decision 0048).

The supervisor holds the socket that it is offered on, for as long as it runs: nobody else on this machine can take its place.
"""

import asyncio
import logging
import os
import secrets
import shutil
import signal
import socket
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scribe import environment
from scribe.environment import Progress
from scribe.log_lines import announce, write_logs
from scribe.parts import read_settings
from scribe.terminal import megabytes
from scribe.wording import say
from scribe_core.errors import ScribeError
from scribe_core.settings import LOCAL, Settings

if TYPE_CHECKING:
    from scribe.doctor import Finding
    from scribe_workers.language_model.room import LanguageModelRoom
    from scribe_workers.models.catalogue import Model

FOLDER = environment.VENV / "language-model"
"""Its engine's packages, on the path of the process that runs the model alone."""

SPACE = 500_000_000
"""Free bytes asked for the engine: 34 MB fetched, 110 installed."""

SOCKET = "SCRIBE_LLM_SOCKET"
"""How its process is told which of the files that it inherits is the socket."""

READY = "The local language model is offered."

CONTEXT = 8192
"""Tokens at once where no setting says: a quarter of what the model could. More would take longer than an answer may."""

TOKEN_BYTES, ENGINE_BYTES = 28_672, 800_000_000
"""Memory for each token of the context (28 layers, 2 heads of 128 numbers, keys and values, two bytes each), and beside the file: the
engine arranges most of the weights a second time. Measured: 2.1 GB in all."""

ANSWER_SECONDS, SILENCE_SECONDS = 1800, 900
"""How long is waited for it unless settings say. On two busy cores minutes of a short meeting took a quarter of an hour."""

log = logging.getLogger(__name__)


def name_of(settings: Settings) -> str:
    """The model that is asked for, empty where none is."""
    return settings.llm_url.removeprefix(LOCAL) if settings.llm_url.startswith(LOCAL) else ""


def model_of(settings: Settings) -> "Model":
    """Its catalogue entry. Raises `setting_invalid`."""
    from scribe_workers.models.catalogue import CATALOGUE, Purpose

    model = CATALOGUE.get(name_of(settings))
    if model is None or model.purpose is not Purpose.LANGUAGE:
        known = ", ".join(LOCAL + one.name for one in CATALOGUE.values() if one.purpose is Purpose.LANGUAGE)
        raise ScribeError("setting_invalid", setting="LLM_URL", reason=known)
    return model


def check(settings: Settings) -> None:
    """Where a local model is asked for, that it is on this machine. Raises `setting_invalid`, `llm_local_missing`."""
    if not name_of(settings):
        return
    from scribe.models import models_of

    model = model_of(settings)
    try:
        # From the models folder it is copied; fetched it is only when somebody says so.
        models_of(settings.model_copy(update={"offline": True})).open(model.name)
    except ScribeError as error:
        if error.code not in ("model_offline", "model_missing", "model_damaged", "model_refused"):
            raise
        raise ScribeError("llm_local_missing", model=model.name, size=megabytes(model.size)) from error


def refuse_alone(settings: Settings) -> None:
    """Raises `llm_local_alone` where a part of the product was started without the supervisor that would serve the model."""
    if name_of(settings):
        raise ScribeError("llm_local_alone")


def prepare(progress: Progress) -> None:
    """Install the engine. Raises what `environment.prepare` raises."""
    lock = environment.LANGUAGE_MODEL_LOCK
    if is_prepared():
        return
    what = say("step_language_model")
    with environment.one_at_a_time(progress):
        environment.check_space(environment.HOME, SPACE)
        pip = [str(environment.PYTHON), "-I", "-m", "pip"]
        with tempfile.TemporaryDirectory(dir=environment.VENV, prefix="language-model-") as name:
            new = Path(name) / "new"
            environment.install(pip, lock, what, progress, target=new)
            shutil.rmtree(FOLDER, ignore_errors=True)
            new.rename(FOLDER)
        environment.mark_installed(lock)


def is_prepared() -> bool:
    """Whether the engine is installed."""
    return environment.is_current(environment.LANGUAGE_MODEL_LOCK) and FOLDER.is_dir()


def findings(settings: Settings) -> "Iterator[Finding]":
    """What the doctor says of it."""
    from scribe.doctor import Finding
    from scribe.models import models_of
    from scribe.terminal import language
    from scribe_workers.models.store import Condition

    try:
        model = model_of(settings)
    except ScribeError as error:
        yield Finding(error.sentence(language()), "✗", code=error.code)
        return
    (condition,) = (one.condition for one in models_of(settings).listing() if one.model is model)
    what = f"{say('doctor_llm_local', model=model.name)} ({say(f'model_{condition}')})"
    in_folder = settings.models_folder is not None and (settings.models_folder / model.name).is_dir()
    if condition is Condition.MISSING and not in_folder:
        missing = ScribeError("llm_local_missing", model=model.name, size=megabytes(model.size))
        yield Finding(what, "✗", missing.sentence(language()), missing.code)
    elif condition is not Condition.PRESENT or not is_prepared():
        yield Finding(what, "–", say("doctor_next_start"))
    else:
        yield Finding(what)


@dataclass(frozen=True, slots=True)
class Offered:
    """Where the model is offered in this life of the product, and with which key."""

    name: str
    listening: socket.socket
    key: str = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Offered":
        """On a free port of this machine's own address, with a key that nobody has had."""
        return cls(name_of(settings), socket.create_server(("127.0.0.1", 0)), secrets.token_urlsafe(32))

    @property
    def url(self) -> str:
        """Its address, as programs are told it."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}/v1"

    def for_others(self, settings: Settings) -> dict[str, str]:
        """What the parts are told that ask it: an endpoint like any other."""
        told = {"LLM_URL": self.url, "SCRIBE_LLM_KEY": self.key, "SCRIBE_LLM_MODEL": self.name}
        patience = {"llm_answer_seconds": ANSWER_SECONDS, "llm_silence_seconds": SILENCE_SECONDS}
        told |= {
            f"SCRIBE_{name.upper()}": str(seconds)
            for name, seconds in patience.items()
            if name not in settings.model_fields_set
        }
        return told

    def for_itself(self) -> dict[str, str]:
        """What its own part is told."""
        return {"SCRIBE_LLM_KEY": self.key, SOCKET: str(self.listening.fileno())}


def room_of(settings: Settings) -> "LanguageModelRoom":
    """The room that it lives in."""
    from scribe.models import models_of
    from scribe_workers.language_model.room import LanguageModelRoom, Local
    from scribe_workers.models.store import Condition

    model, store = model_of(settings), models_of(settings)
    (file,) = model.files
    context = settings.llm_context or CONTEXT
    local = Local(
        name=model.name,
        file=settings.models_cache / model.name / file.name,
        engine=FOLDER,
        context=context,
        threads=settings.threads or len(os.sched_getaffinity(0)),
        bytes=file.size + context * TOKEN_BYTES + ENGINE_BYTES,
    )
    return LanguageModelRoom(local, lambda: store.verify(model.name) is Condition.PRESENT)


def run_language_model(_options: Namespace) -> int:
    """The process that offers the model, until it is told to stop."""
    from scribe_workers.language_model.front import offered
    from scribe_workers.niceness import give_way

    settings = read_settings()
    if SOCKET not in os.environ:
        raise ScribeError("llm_local_alone")
    listening = socket.socket(fileno=int(os.environ[SOCKET]))
    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    give_way()
    write_logs(settings)

    async def serve() -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        room = room_of(settings)
        async with offered(room, listening, key):
            watching = asyncio.create_task(room.watch())
            announce(log, READY)
            await stopping.wait()
            watching.cancel()

    asyncio.run(serve())
    return 0
