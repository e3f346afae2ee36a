"""`./manage.sh doctor`: what is missing on this machine and how to mend it.

Works before anything is prepared, and only looks: it makes no folder, changes no file and migrates nothing.
"""

import asyncio
import json
import os
import platform
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from scribe import card, environment, node, web
from scribe.stacks import choice
from scribe.terminal import gigabytes, language
from scribe.wording import say
from scribe_core.errors import ScribeError

if TYPE_CHECKING:
    from scribe_core.settings import Settings

FIRST_START_BYTES = 4_000_000_000
"""What a first start takes in all: packages 0.9 GB, Node 0.2, web 0.8, models 0.3, caches of pip and npm."""

LEAST_MEMORY_BYTES = 3_000_000_000
"""Worker's peak 1.5 GB, the rest of the product 0.5 GB, the web build 0.8 GB."""

CLOCK_SECONDS = 30.0
"""Clocks set by the network differ by milliseconds, and stores refuse those that are a quarter of an hour off."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, or not yet and mended by the next start, or wrong and how to mend it.

    `code` is the error's where one tells what is wrong: who shows what a container found may know more of it.
    """

    what: str
    mark: str = "✓"
    remedy: str = ""
    code: str = ""


def show(_options: Namespace) -> int:
    """Print what was found; the exit status is 1 where something needs a person's hand."""
    wrong = False
    for finding in examine():
        wrong = wrong or finding.mark == "✗"
        print(f"{finding.mark} {finding.what}" + (f"\n    → {finding.remedy}" if finding.remedy else ""), flush=True)
    print(say("doctor_wrong" if wrong else "doctor_fine"))
    return 1 if wrong else 0


def run_doctor(_options: Namespace) -> int:
    """In a container: print what the services say, which only those beside them can ask, for `./manage.sh doctor` to show."""
    from scribe import local_model
    from scribe.parts import read_settings

    try:
        settings = read_settings()
        local_model.refuse_alone(settings)
        found = [*_database(settings), *_services(settings)]
    except ScribeError as error:
        found = [_wrong(error)]
    print(json.dumps([asdict(finding) for finding in found]))
    return 0


def examine() -> Iterator[Finding]:
    """Everything a start needs, in the order in which it needs it."""
    yield Finding(f"Python {platform.python_version()} ({sys.executable})")
    yield from _machine()
    if choice.chosen():
        from scribe.stacks.findings import findings

        yield from findings()
        return
    prepared = environment.is_current()
    if prepared:
        yield Finding(say("step_packages"))
    else:
        yield Finding(say("step_packages"), "–", say("doctor_next_start"))
    found = node.find()
    if found:
        yield Finding(f"Node {found.version} ({found.program})")
    else:
        yield Finding("Node", "–", say("doctor_next_start"))
    current = found is not None and web.is_current(found)
    yield Finding(say("step_web"), "✓" if current else "–", "" if current else say("doctor_next_start"))
    if not prepared:
        return
    from scribe.parts import read_settings

    try:
        settings = read_settings()
    except ScribeError as error:
        yield _wrong(error)
        return
    data = _data(settings)
    yield data
    if data.mark == "✗":
        return
    yield from _ports(settings)
    yield from card.findings(settings)
    yield from _models(settings)
    yield from _database(settings)
    yield from _services(settings)


def _machine() -> Iterator[Finding]:
    system = f"{platform.system()} {platform.machine()}, {len(os.sched_getaffinity(0))} CPU"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    mark = "✓" if memory >= LEAST_MEMORY_BYTES else "✗"
    remedy = "" if mark == "✓" else say("doctor_memory", needed=gigabytes(LEAST_MEMORY_BYTES))
    yield Finding(f"{system}, {gigabytes(memory)}", mark, remedy)
    free = shutil.disk_usage(environment.HOME).free
    enough = environment.is_current() or free > FIRST_START_BYTES
    remedy = "" if enough else say("doctor_disk", needed=gigabytes(FIRST_START_BYTES))
    yield Finding(say("doctor_free", free=gigabytes(free)), "✓" if enough else "✗", remedy)


def _data(settings: "Settings") -> Finding:
    folder = settings.volumes
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return _wrong(ScribeError("folder_unwritable", folder=folder))
    what = say("doctor_data", folder=folder)
    return Finding(what) if nearest == folder else Finding(what, "–", say("doctor_next_start"))


def _ports(settings: "Settings") -> Iterator[Finding]:
    from scribe import listening, processes, running

    if running.process_number(settings):
        yield Finding(say("doctor_running", url=processes.address(settings)))
        return
    yield from _tried(
        lambda: listening.check(settings), say("doctor_ports", api=settings.api_port, web=settings.web_port)
    )


def _models(settings: "Settings") -> Iterator[Finding]:
    from scribe.models import models_of, needed
    from scribe_workers.models.store import Condition

    try:
        used = needed(settings)
    except ScribeError as error:
        yield _wrong(error)
        return
    for standing in models_of(settings).listing():
        if standing.model.name in used:
            present = standing.condition is Condition.PRESENT
            state = f"{say('step_models')}: {standing.model.name} ({say(f'model_{standing.condition}')})"
            yield Finding(state, "✓" if present else "–", "" if present else say("doctor_next_start"))


def _database(settings: "Settings") -> Iterator[Finding]:
    from scribe import services
    from scribe_core.database.engine import migrations_waiting

    what = say("step_database")
    if not settings.database_url.startswith("sqlite"):
        what += f" ({services.shown(settings.database_url)})"
    try:
        count = asyncio.run(migrations_waiting(settings.database_url))
    except ScribeError as error:
        yield _wrong(error, what)
        return
    if count:
        yield Finding(f"{what}: {say('doctor_migrations', count=count)}", "–", say("doctor_next_start"))
    else:
        yield Finding(what)
    yield from _clock(settings)


def _clock(settings: "Settings", here: Callable[[], float] = time.time) -> Iterator[Finding]:
    """Whether this machine's clock, which `here` reads, is far from the database's; nothing where it is not."""
    from scribe import services

    try:
        seconds = asyncio.run(services.clock_difference(settings, here))
    except ScribeError as error:
        yield _wrong(error)
    else:
        if seconds > CLOCK_SECONDS:
            yield Finding(say("doctor_clock", seconds=round(seconds)), "✗", say("doctor_clock_remedy"))


def _services(settings: "Settings") -> Iterator[Finding]:
    """The object store and the queue, where they are services; the index for searches and the model of language, where there are."""
    from scribe import services

    if settings.objects_url.startswith("s3://"):
        what = say("doctor_objects", url=services.shown(settings.objects_url))
        if settings.objects_endpoint:
            what += f", {services.shown(settings.objects_endpoint)}"
        error = asyncio.run(services.objects_fault(settings))
        yield _wrong(error, what) if error else Finding(what)
    if settings.queue_url:
        what = say("doctor_queue", url=services.shown(settings.queue_url))
        error = asyncio.run(services.queue_fault(settings))
        yield _wrong(error, what) if error else Finding(what)
    if settings.vectors_url:
        what = say("doctor_vectors", url=services.shown(settings.vectors_url))
        error = asyncio.run(services.vectors_fault(settings))
        yield _wrong(error, what) if error else Finding(what)
        error = asyncio.run(services.embedder_fault(settings))
        from scribe_core.search.embedding import MODEL

        what = say("doctor_embedder", model=MODEL)
        # Searches are by words then: nothing that needs to be mended.
        yield Finding(what, "–", error.sentence(language())) if error else Finding(what)
    yield from _language_model(settings)


def _language_model(settings: "Settings") -> Iterator[Finding]:
    from scribe import local_model, services

    if not settings.llm_url:
        return
    if local_model.name_of(settings):
        yield from local_model.findings(settings)
        return
    what = say("doctor_llm", url=services.shown(settings.llm_url))
    try:
        offer = asyncio.run(services.language_model_offer(settings))
    except ScribeError as error:
        yield _wrong(error, what)
        return
    if offer:
        told = say("doctor_llm_offer" if offer.told else "doctor_llm_guess", model=offer.model, tokens=offer.context)
        yield Finding(f"{what}: {told}")


def _tried(attempt: Callable[[], None], what: str) -> Iterator[Finding]:
    try:
        attempt()
    except ScribeError as error:
        yield _wrong(error)
    else:
        yield Finding(what)


def _wrong(error: ScribeError, what: str = "") -> Finding:
    said = error.sentence(language())
    return Finding(what, "✗", said, error.code) if what else Finding(said, "✗", code=error.code)
