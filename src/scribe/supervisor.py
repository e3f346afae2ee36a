"""The small supervisor: starts the parts, writes their logs, starts a dead one again, and stops them all together."""

import asyncio
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from scribe.logs import BoundedLog, stamped
from scribe.terminal import language
from scribe.wording import say
from scribe_core.errors import ScribeError

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
SETTLED_SECONDS = 60.0
"""A part that ran so long and then dies is started again after the first, short pause."""

STARTS_ALLOWED = 3
"""Starts a part may take before everything was ready once: after them the fault is not a passing one."""

STOP_SECONDS = 15.0
PROBE_SECONDS = 0.2
SET_PARENT_DEATH_SIGNAL = 1
CANNOT_START = 127

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Part:
    """A program to keep running. It is ready when `is_ready` says so, or when it writes `ready_line`."""

    name: str
    command: Sequence[str]
    variables: Mapping[str, str]
    is_ready: Callable[[], Awaitable[bool]] | None = None
    ready_line: bytes = b""
    timeless: bool = False
    """Its lines carry no time: they get that of their arrival."""
    sockets: Sequence[socket] = ()
    """What it listens on, by the same numbers there as here. They stay open while it is started again: whoever asks waits."""


@dataclass(slots=True)
class _Life:
    """How a part is doing."""

    part: Part
    log: BoundedLog
    process: asyncio.subprocess.Process | None = None
    state: str = "starting"
    starts: int = 0
    ready: asyncio.Event = field(default_factory=asyncio.Event)


class Supervisor:
    """Keeps parts running until it is told to stop. `tell` receives its rare remarks."""

    def __init__(self, parts: Sequence[Part], volumes: Path, tell: Callable[[str], None]) -> None:
        self._lives = [_Life(part, BoundedLog(volumes / "logs" / f"{part.name}.log")) for part in parts]
        self._own_log = BoundedLog(volumes / "logs" / "scribe.log")
        self._state_file = volumes / "run" / "state.json"
        self._tell = tell
        self._since = time.time()
        self._stopping = asyncio.Event()
        self._all_ready = False

    async def run(self, when_ready: Callable[[], None]) -> None:
        """Until a signal says stop. Raises `part_stopped` where a part cannot be started at all."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        keepers = [asyncio.create_task(self._keep(life)) for life in self._lives]
        announcer = asyncio.create_task(self._announce(when_ready))
        stopping = asyncio.create_task(self._stopping.wait())
        failure: ScribeError | None = None
        try:
            done, _ = await asyncio.wait([*keepers, stopping], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                task.result()
        except ScribeError as error:
            failure = error
            self._remark(error.sentence(language()), aloud=False, level="ERROR")
            raise
        finally:
            announcer.cancel()
            self._stopping.set()
            self._remark(say("stopping"), aloud=failure is None)
            await self._stop(keepers)
            self._remark(say("stopped"), aloud=False)
            self._write_state(failure)
            self._own_log.close()

    def stop(self) -> None:
        """End everything; asked a second time, at once."""
        if self._stopping.is_set():
            for life in self._lives:
                _signal(life, signal.SIGKILL)
        self._stopping.set()

    async def _keep(self, life: _Life) -> None:
        """Start a part again and again, with growing pauses."""
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            status = await self._live(life)
            if self._stopping.is_set():
                return
            if not self._all_ready and life.starts >= STARTS_ALLOWED:
                raise ScribeError("part_stopped", part=life.part.name, log=life.log.path)
            if time.monotonic() - began > SETTLED_SECONDS:
                pause = FIRST_PAUSE
            reason = say("reason_signal", number=-status) if status < 0 else say("reason_exit", number=status)
            seconds = f"{pause:.0f}"
            self._remark(say("part_restarts", part=life.part.name, reason=reason, seconds=seconds), level="WARNING")
            life.state = "waiting"
            self._write_state()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
                return
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _live(self, life: _Life) -> int:
        """One life of a part, from its start to its exit status."""
        life.starts += 1
        life.state = "starting"
        life.ready.clear()
        # A pipe of our own: asyncio's would hold back the news of a death while a grandchild keeps it open.
        output, inlet = os.pipe()
        os.set_blocking(output, False)
        loop = asyncio.get_running_loop()
        try:
            life.process = await asyncio.create_subprocess_exec(
                *life.part.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=inlet,
                stderr=inlet,
                env={**os.environ, **life.part.variables},
                # Its own group: Ctrl-C reaches the supervisor alone, and a stop reaches the part's own children too.
                start_new_session=True,
                preexec_fn=_die_with_parent,
                pass_fds=[listening.fileno() for listening in life.part.sockets],
            )
        except OSError as error:
            life.log.write(stamped(str(error), "ERROR"))
            os.close(output)
            return CANNOT_START
        finally:
            os.close(inlet)
        self._write_state()
        self._remark(say("part_started", part=life.part.name, pid=life.process.pid), aloud=False)
        loop.add_reader(output, self._take_output, life, output)
        watcher = asyncio.create_task(self._watch(life))
        try:
            return await life.process.wait()
        finally:
            _signal(life, signal.SIGKILL)  # whatever it started and left behind
            watcher.cancel()
            self._take_output(life, output)
            loop.remove_reader(output)
            os.close(output)
            life.process = None

    def _take_output(self, life: _Life, output: int) -> None:
        with suppress(BlockingIOError):
            content = os.read(output, 65536)
            life.log.write(_timed(content) if life.part.timeless else content)
            if not content:
                asyncio.get_running_loop().remove_reader(output)
            elif life.part.ready_line and life.part.ready_line in content:
                self._note_ready(life)

    async def _watch(self, life: _Life) -> None:
        while life.part.is_ready and not await life.part.is_ready():  # noqa: ASYNC110 — another program has no event
            await asyncio.sleep(PROBE_SECONDS)
        if life.part.is_ready or not life.part.ready_line:
            self._note_ready(life)

    def _note_ready(self, life: _Life) -> None:
        self._remark(say("part_ready", part=life.part.name), aloud=False)
        life.state = "ready"
        life.ready.set()
        self._write_state()

    async def _announce(self, when_ready: Callable[[], None]) -> None:
        for life in self._lives:
            await life.ready.wait()
        self._all_ready = True
        self._remark(say("all_ready"), aloud=False)
        self._write_state()
        when_ready()

    async def _stop(self, keepers: Sequence["asyncio.Task[None]"]) -> None:
        """Ask every part to end, insist after a while."""
        for life in self._lives:
            _signal(life, signal.SIGTERM)
        _, late = await asyncio.wait(keepers, timeout=STOP_SECONDS)
        if late:
            for life in self._lives:
                _signal(life, signal.SIGKILL)
            await asyncio.wait(late, timeout=STOP_SECONDS)
        for keeper in keepers:
            if keeper.done() and not keeper.cancelled():
                keeper.exception()  # said by `run`
        for life in self._lives:
            life.state = "stopped"
            life.log.close()

    def _remark(self, text: str, *, aloud: bool = True, level: str = "INFO") -> None:
        if aloud:
            self._tell(text)
        self._own_log.write(stamped(text, level))

    def _write_state(self, failure: ScribeError | None = None) -> None:
        """What `status` and a start in the background read."""
        state = {
            "pid": os.getpid(),
            "since": self._since,
            "ready": self._all_ready,
            "failure": {"code": failure.code, "details": {k: str(v) for k, v in failure.details.items()}}
            if failure
            else None,
            "parts": [
                {
                    "name": life.part.name,
                    "pid": life.process.pid if life.process else None,
                    "state": life.state,
                    "restarts": max(life.starts - 1, 0),
                }
                for life in self._lives
            ],
        }
        draft = self._state_file.with_suffix(".new")
        with suppress(OSError):  # a full disk must not end what runs
            draft.write_text(json.dumps(state))
            draft.replace(self._state_file)


def _timed(content: bytes) -> bytes:
    """Each line with the time of its arrival."""
    return b"".join(stamped(line) for line in content.decode(errors="replace").splitlines() if line.strip())


def _signal(life: _Life, number: signal.Signals) -> None:
    """To a part and all it started."""
    if life.process is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(life.process.pid, number)


def _die_with_parent() -> None:
    """A supervisor that was killed leaves nobody behind (Linux)."""
    if _libc is not None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
