"""The supervisor with small real programs: what dies comes back, what is told to stop leaves nothing behind."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from scribe.environment import HOME
from scribe.supervisor import STARTS_ALLOWED, Part, Supervisor
from scribe.wording import say
from scribe_core.errors import ScribeError

READY = b"at work"
PROGRAM = "import time; print('at work', flush=True); time.sleep(600)"
WITH_CHILD = (
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('child', child.pid, flush=True); print('at work', flush=True); time.sleep(600)"
)
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: print('no', flush=True)); " + PROGRAM


def part(name: str, program: str) -> Part:
    return Part(name, [sys.executable, "-I", "-c", program], {}, ready_line=READY)


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path


def state(volumes: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((volumes / "run" / "state.json").read_text()))
    except FileNotFoundError:
        return {}


def gone(process: psutil.Process) -> bool:
    """Ended; whoever inherits it may not have asked for its status yet."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 — another program has no event
            await asyncio.sleep(0.02)


@asynccontextmanager
async def supervised(volumes: Path, *parts: Part) -> AsyncIterator[list[str]]:
    """The supervisor at work, everything ready; the remarks it makes."""
    remarks: list[str] = []
    ready = asyncio.Event()
    supervisor = Supervisor(parts, volumes, remarks.append)
    running = asyncio.create_task(supervisor.run(ready.set))
    async with asyncio.timeout(30):
        await ready.wait()
    try:
        yield remarks
    finally:
        supervisor.stop()
        await running


async def test_everything_is_ready_and_its_state_can_be_read(volumes: Path) -> None:
    async with supervised(volumes, part("api", PROGRAM), part("worker", PROGRAM)):
        seen = state(volumes)
        assert seen["ready"]
        assert [(one["name"], one["state"], one["restarts"]) for one in seen["parts"]] == [
            ("api", "ready", 0),
            ("worker", "ready", 0),
        ]
        assert all(psutil.pid_exists(one["pid"]) for one in seen["parts"])
        told = (volumes / "logs" / "scribe.log").read_text()
        assert f"INFO scribe: {say('part_ready', part='worker')}" in told
        assert told.count(say("all_ready")) == 1


async def test_lines_without_a_time_get_one(volumes: Path) -> None:
    web = Part("web", [sys.executable, "-I", "-c", PROGRAM], {}, ready_line=READY, timeless=True)
    async with supervised(volumes, web):
        assert re.fullmatch(r"\S+[+-]\d{4} INFO scribe: at work\n", (volumes / "logs" / "web.log").read_text())


async def test_a_killed_part_is_started_again(volumes: Path) -> None:
    async with supervised(volumes, part("api", PROGRAM), part("worker", PROGRAM)) as remarks:
        api, worker = (one["pid"] for one in state(volumes)["parts"])
        os.kill(worker, signal.SIGKILL)
        await until(lambda: state(volumes)["parts"][1]["pid"] not in (None, worker))
        await until(lambda: state(volumes)["parts"][1]["state"] == "ready")
        assert state(volumes)["parts"][1]["restarts"] == 1
        assert state(volumes)["parts"][0]["pid"] == api, "the others go on"
        assert "signal 9" in remarks[0]


async def test_a_killed_part_takes_its_children_with_it(volumes: Path) -> None:
    """A decoding process left behind would go on using the machine, and hold the log's pipe open."""
    async with supervised(volumes, part("worker", WITH_CHILD)):
        child = psutil.Process(int((volumes / "logs" / "worker.log").read_text().split()[1]))
        os.kill(state(volumes)["parts"][0]["pid"], signal.SIGKILL)
        await until(lambda: state(volumes)["parts"][0]["restarts"] == 1)
        assert gone(child)


async def test_stopping_leaves_nobody_behind(volumes: Path) -> None:
    async with supervised(volumes, part("api", PROGRAM), part("worker", WITH_CHILD)):
        parts = [psutil.Process(one["pid"]) for one in state(volumes)["parts"]]
        family = [*parts, *parts[1].children()]
        assert len(family) == 3
    assert all(gone(member) for member in family)
    assert [one["state"] for one in state(volumes)["parts"]] == ["stopped", "stopped"]


async def test_asked_twice_it_waits_for_nobody(volumes: Path) -> None:
    ready = asyncio.Event()
    supervisor = Supervisor([part("stubborn", STUBBORN)], volumes, lambda _remark: None)
    running = asyncio.create_task(supervisor.run(ready.set))
    await ready.wait()
    supervisor.stop()
    await until(lambda: "no" in (volumes / "logs" / "stubborn.log").read_text())
    supervisor.stop()
    async with asyncio.timeout(5):
        await running


async def test_a_part_that_cannot_start_ends_the_start(volumes: Path) -> None:
    supervisor = Supervisor(
        [part("api", PROGRAM), part("web", "raise SystemExit('broken')")], volumes, lambda _remark: None
    )
    with pytest.raises(ScribeError) as refused:
        await supervisor.run(lambda: None)
    assert refused.value.code == "part_stopped"
    assert refused.value.details["part"] == "web"
    assert state(volumes)["failure"]["code"] == "part_stopped"
    assert state(volumes)["parts"][1]["restarts"] == STARTS_ALLOWED - 1
    assert (volumes / "logs" / "web.log").read_text().count("broken") == STARTS_ALLOWED
    assert [one["pid"] for one in state(volumes)["parts"]] == [None, None]
    assert not [child for child in psutil.Process().children() if sys.executable in child.cmdline()]


async def test_a_program_that_does_not_exist_is_told_in_its_log(volumes: Path) -> None:
    supervisor = Supervisor([Part("web", ["/does/not/exist"], {})], volumes, lambda _remark: None)
    with pytest.raises(ScribeError, match="web"):
        await supervisor.run(lambda: None)
    assert "No such file" in (volumes / "logs" / "web.log").read_text()


async def test_a_killed_supervisor_leaves_nobody_behind(volumes: Path) -> None:
    script = (
        "import asyncio, sys; from pathlib import Path; from scribe.supervisor import *;"
        f"asyncio.run(Supervisor([Part('api', [sys.executable, '-I', '-c', {PROGRAM!r}], {{}}, ready_line={READY!r})],"
        f" Path({str(volumes)!r}), print).run(lambda: None))"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", script], cwd=HOME, stdout=subprocess.DEVNULL)
    await until(lambda: state(volumes).get("ready"))
    child = psutil.Process(state(volumes)["parts"][0]["pid"])
    supervisor.kill()
    supervisor.wait()
    await until(lambda: gone(child))
