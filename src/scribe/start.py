"""`./manage.sh` and `start --detach`: prepare what is missing and run everything under one supervisor."""

import asyncio
import subprocess
import time
import traceback
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack

from scribe import card, community, environment, listening, local_model, node, processes, running, services, web
from scribe.logs import BoundedLog, stamped
from scribe.parts import make_folders, open_parts, read_settings
from scribe.supervisor import Supervisor
from scribe.terminal import Steps, decimal, language
from scribe.wording import say
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

STEPS = 6
LOOK_AGAIN_SECONDS = 0.1
LONGEST_START_SECONDS = 180.0


def start(options: Namespace) -> int:
    """Prepare what is missing and start everything; in the foreground until Ctrl-C, or detached."""
    settings = read_settings()
    if pid := running.process_number(settings):
        print(say("already_running", pid=pid, url=processes.address(settings)))
        return 0
    listening.check(settings)
    make_folders(settings)
    local_model.check(settings)
    steps = Steps(STEPS)
    found = prepare(settings, steps)
    code = asyncio.run(_first_code(settings))
    with ExitStack() as stack:
        began = time.monotonic()
        step = stack.enter_context(steps.step(say("step_start")))

        def announce() -> None:
            step.outcome = say("started", seconds=decimal(time.monotonic() - began))
            stack.close()
            print(f"\n{say('open_here', url=processes.address(settings))}")
            if code:
                print(say("first_code", code=code))
            how = "how_to_stop_detached" if options.detach else "how_to_stop"
            print(say(how, logs=settings.volumes / "logs"), flush=True)

        if options.detach:
            _start_detached(settings)
            announce()
            return 0
        status = _supervise(settings, found, announce, print)
        if not step.outcome:  # stopped before it was ready
            raise KeyboardInterrupt
        return status


def prepare(settings: Settings, steps: Steps) -> node.Node:
    """The five steps before a start; each takes milliseconds when there is nothing to do."""
    # Here: the supervisor, which this file is too, needs no numpy, nor who is refused.
    from scribe import models
    from scribe.recipes import device_of

    with steps.step(say("step_packages")) as step:
        card.prepare(settings, step.progress)
        community.prepare(settings, step.progress)
        if local_model.name_of(settings):
            local_model.prepare(step.progress)
        step.outcome = say("prepared", count=len(environment.packages(environment.RUN_LOCK)))
        device_of(settings)
    with steps.step(say("step_node")) as step:
        found = node.prepare(say("step_node"), step.progress)
        step.outcome = found.version
    with steps.step(say("step_models")) as step:
        step.outcome = models.prepare(settings, step.progress)
    with steps.step(say("step_database")) as step:
        queue_fault = asyncio.run(services.prepare(settings, step.progress))
        step.outcome = queue_fault.sentence(language()) if queue_fault else say("ready")
    with steps.step(say("step_web")) as step:
        began = time.monotonic()
        step.outcome = say("ready")
        if not web.is_current(found):
            web.build(found, say("step_web"), step.progress)
            step.outcome = say("built", seconds=f"{time.monotonic() - began:.0f}")
    return found


def run_supervisor(_options: Namespace) -> int:
    """The supervisor in the background. Nobody reads its terminal: what it has to say goes to its log."""
    settings = read_settings()
    found = node.find()
    assert found is not None, "prepared by the start that began this"
    try:
        return _supervise(settings, found, lambda: None, lambda _text: None)
    except Exception:
        log = BoundedLog(settings.volumes / "logs" / "scribe.log")
        log.write(stamped(traceback.format_exc(), "ERROR"))
        raise


def _supervise(settings: Settings, found: node.Node, announce: Callable[[], None], tell: Callable[[str], None]) -> int:
    with running.claimed(settings):
        supervisor = Supervisor(processes.parts(settings, found), settings.volumes, tell)
        asyncio.run(supervisor.run(announce))
    return 0


def _start_detached(settings: Settings) -> None:
    """Start the supervisor in a session of its own and wait until everything is ready. Raises what it failed of."""
    (settings.volumes / "run" / "state.json").unlink(missing_ok=True)
    supervisor = subprocess.Popen(
        [*processes.PYTHON, "run-supervisor"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while True:
        ended = supervisor.poll() is not None or time.monotonic() > deadline
        seen = running.state(settings)
        if seen.get("ready"):
            return
        if ended:
            failure = seen.get("failure") or {"code": "part_stopped", "details": {}}
            raise ScribeError(
                failure["code"],
                **{"part": "scribe", "log": settings.volumes / "logs" / "scribe.log", **failure["details"]},
            )
        time.sleep(LOOK_AGAIN_SECONDS)


async def _first_code(settings: Settings) -> str | None:
    from scribe import accounts  # here: it knows the whole database

    async with open_parts(settings) as opened:
        return await accounts.first_code(opened)
