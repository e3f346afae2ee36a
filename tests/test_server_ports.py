"""The ports of the tests' servers: what one program was given no other is given, and a server can listen there, also again."""

import errno
import socket
import subprocess
import sys

import pytest
from servers import process
from servers.process import LOOPBACK, answers, free_port

ANOTHER = """
import sys
from servers import process
process.PORTS = range(int(sys.argv[1]), int(sys.argv[1]) + 2)
print(process.free_port())
"""

SERVER = """
import socket, sys
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))  # says that the address may be used again
print("listening", flush=True)
there, _ = listening.accept()
sys.stdin.read()
"""


def test_a_port_is_given_to_one_program_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    first = _pair()
    monkeypatch.setattr(process, "PORTS", range(first, first + 1))
    assert free_port() == first
    there = [str(place) for place in sys.path if place]
    code = f"import sys; sys.path[:0] = {there}\n{ANOTHER}"
    other = subprocess.run(
        [sys.executable, "-c", code, str(first)], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(other.stdout) == first + 1


def test_a_server_listens_on_it_and_comes_back_to_it() -> None:
    port = free_port()
    assert not answers(port)
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", SERVER, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as server:
            assert server.stdout
            assert server.stdout.readline() == b"listening\n"
            assert answers(port)
            with pytest.raises(OSError, match=str(errno.EADDRINUSE)):
                socket.create_server((LOOPBACK, port))
            server.kill()


def _pair() -> int:
    """A port that is free with the one above it."""
    while True:
        port = free_port()
        process._kept.pop().close()
        try:
            socket.create_server((LOOPBACK, port + 1)).close()
        except OSError:
            continue
        return port
