"""A server as a child process: it is waited for until it answers, and it dies with whoever started it."""

import ctypes
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

SET_PARENT_DEATH_SIGNAL = 1
LOOPBACK = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 30
LOOK_AGAIN_SECONDS = 0.05

PORTS = range(10_000, 32_768)
"""Below those that Linux gives to connections unless told otherwise (ip(7), ip_local_port_range)."""

Process = subprocess.Popen[bytes]


def free_port(host: str = LOOPBACK) -> int:
    """A port of that address nobody listens on, another one each time, kept for a server of whoever asked until this process ends.

    Not one that the system gives to connections: those would take it while a server that is to come back is down.
    """
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        probe = socket.socket()
        try:
            probe.bind((host, port))
        except OSError:
            probe.close()
            continue
        # Bound and not listening it keeps others away who look as we do, and lets in who says that the address may be used again, as
        # servers say. Without it, two programs of a test run that make themselves ready side by side may come to the same port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _kept.append(probe)
        return port


_kept: list[socket.socket] = []


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether somebody listens on that port."""
    try:
        socket.create_connection((host, port), 1).close()
    except OSError:
        return False
    return True


def started(
    command: Sequence[object],
    folder: Path,
    is_ready: Callable[[], bool],
    environment: Mapping[str, str],
    **owner: Any,
) -> Process:
    """A server that answers. What it writes is in `log` of its folder."""
    log = folder / "log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **environment},
            cwd=folder,
            preexec_fn=die_with_parent,
            **owner,
        )
    deadline = time.monotonic() + START_SECONDS
    try:
        while not is_ready():
            assert process.poll() is None, f"{command[0]} did not start:\n{log.read_text()[-4000:]}"
            assert time.monotonic() < deadline, f"{command[0]} was not ready in time:\n{log.read_text()[-4000:]}"
            time.sleep(LOOK_AGAIN_SECONDS)
    except BaseException:
        killed(process)
        raise
    return process


def stopped(process: Process, number: signal.Signals) -> None:
    """End it in good order, and in any case."""
    process.send_signal(number)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        killed(process)


def killed(process: Process) -> None:
    """End it as a power cut does."""
    process.kill()
    process.wait()


def die_with_parent() -> None:
    """A killed test session must not leave a server behind."""
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGINT)
