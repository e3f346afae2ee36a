"""The room of a local model of language: its process is started when somebody asks, and ended when nobody has for a while.

It holds to the rule of `model_room.py`. It runs on the processor, so a card's room is not its own; on the processor it is let in only
where free memory holds it and, beside it, what a worker's own model takes.
"""

import asyncio
import json
import logging
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from scribe_workers.engines.llama_process import LOOPBACK, Order
from scribe_workers.memory_watch import available

log = logging.getLogger(__name__)

PROGRAM = (sys.executable, "-I", "-m", "scribe_workers.engines.llama_process")

IDLE_SECONDS = 300.0
"""As long as a worker keeps its own model."""

START_SECONDS = 180.0
"""Longest time for loading. Measured: 13 s, on a busy machine."""

FAULT_SECONDS = 30.0
"""Pause after a start that failed: another one would hash and load as much again."""

LOOK_SECONDS = 5.0
STOP_SECONDS = 5.0

WORKER_BYTES = 1_500_000_000
"""What a worker's models take at most on a processor (benchmarks/README.md): left free for it."""

SHORT_BYTES = WORKER_BYTES // 3
"""Free memory below which the model leaves as soon as it is not asked."""


class AbsentError(Exception):
    """The model cannot be had. `passing` tells that waiting may be enough."""

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Local:
    """A model that is served here: its name, its file, the folder of the engine, how much it reads at once and takes in memory (bytes)."""

    name: str
    file: Path
    engine: Path
    context: int
    threads: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the model answers."""

    url: str
    key: str


class LanguageModelRoom:
    """One model and its process. `intact` tells whether its file is the one that it should be; it is asked before each start."""

    def __init__(
        self,
        local: Local,
        intact: Callable[[], bool],
        *,
        free: Callable[[], int] = lambda: available()[0],
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self.local = local
        self._intact, self._free, self._idle_seconds = intact, free, idle_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._place = Place("", "")
        self._entering = asyncio.Lock()
        self._asking = 0
        self._left_at = time.monotonic()
        self._fault, self._fault_until = "", 0.0

    @property
    def pid(self) -> int | None:
        """Number of its process, None while it is not here."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @asynccontextmanager
    async def occupied(self) -> AsyncIterator[Place]:
        """The model, started if it is not here; it stays while the block runs. Raises `AbsentError`."""
        self._asking += 1
        try:
            async with self._entering:
                if self.pid is None:
                    await self._enter()
            yield self._place
        finally:
            self._asking -= 1
            self._left_at = time.monotonic()

    async def watch(self) -> None:
        """Have it leave when it is idle; until cancelled."""
        while True:
            await asyncio.sleep(min(LOOK_SECONDS, self._idle_seconds))
            await self.leave_if_idle()

    async def leave_if_idle(self) -> bool:
        """End its process where nobody has asked for so long, or memory is short and nobody asks; tells whether it left."""
        if self.pid is None or self._asking or self._entering.locked():
            return False
        if time.monotonic() - self._left_at < self._idle_seconds and self._free() >= SHORT_BYTES:
            return False
        async with self._entering:  # whoever asks meanwhile waits, and starts another
            await self.leave()
        return True

    async def leave_broken(self, place: Place) -> None:
        """Bury its process, if it is still the one of that place."""
        async with self._entering:
            if self._place == place and self._process is not None:
                if self._process.returncode is None:
                    self._process.kill()
                await self._process.wait()

    async def leave(self) -> None:
        """End its process, if there is one."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
        log.info("%s left", self.local.name)

    async def _enter(self) -> None:
        if time.monotonic() < self._fault_until:
            raise AbsentError(self._fault, passing=False)
        needed, free = self.local.bytes + WORKER_BYTES, self._free()
        if free < needed:
            log.warning(
                "%s is not loaded: %d MB of memory are free, it takes %d and leaves a worker %d",
                self.local.name, free // 10**6, self.local.bytes // 10**6, WORKER_BYTES // 10**6,
            )  # fmt: skip
            raise AbsentError("too little memory is free", passing=True)
        try:
            if not await asyncio.to_thread(self._intact):
                raise AbsentError("its file is missing or is not the one it should be", passing=False)
            await self._start()
        except AbsentError as fault:
            self._fault, self._fault_until = str(fault), time.monotonic() + FAULT_SECONDS
            log.error("%s cannot be served: %s", self.local.name, fault)
            raise

    async def _start(self) -> None:
        began, local, key = time.monotonic(), self.local, secrets.token_urlsafe(32)
        order = Order(os.getpid(), local.name, str(local.file), str(local.engine), key, local.context, local.threads)
        self._process = process = await asyncio.create_subprocess_exec(
            *PROGRAM, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdin is not None
        assert process.stdout is not None
        told: dict[str, object] = {}
        try:
            process.stdin.write(order.line())
            async with asyncio.timeout(START_SECONDS):
                told = json.loads(await process.stdout.readline() or b"{}")
        except (TimeoutError, ValueError, ConnectionError):
            pass
        finally:
            if "port" not in told:
                process.kill()
                await process.wait()
                self._process = None
        if "port" not in told:
            raise AbsentError(str(told.get("fault") or f"it ended at its start ({process.returncode})"), passing=False)
        self._place = Place(f"http://{LOOPBACK}:{told['port']}", key)
        log.info("%s is loaded (%.1f s, process %d)", local.name, time.monotonic() - began, process.pid)
