"""Machines of a network that can be taken off it: network namespaces on a bridge where we are root, else doors that close.

A machine in a namespace has a name, an address and a cable of its own; without its link a packet goes nowhere, and nobody is told.
A door (a TCP relay that stops passing bytes on and stays open) looks the same from both its sides.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
BLOCK = 65536
NETWORK = "198.18"
"""Set aside for measurements of networks (RFC 2544): it is nobody's."""

CABLE_SECONDS = 10
"""How long a new cable may take to pass something on."""

REACHED = ("DATABASE_URL", "SCRIBE_OBJECTS_ENDPOINT", "QUEUE_URL")


class UnreachableError(Exception):
    """A network that was just made passes nothing on."""


class Host(Protocol):
    """A machine that works."""

    @property
    def name(self) -> str: ...

    def command(self, command: Sequence[object]) -> list[object]:
        """The command that does the same on that machine."""

    def settings(self, settings: Mapping[str, str]) -> dict[str, str]:
        """The same settings with the services where that machine finds them."""

    def cut(self) -> None:
        """Take it off the network: what is sent either way is lost without a word."""

    def mend(self) -> None:
        """Put it back."""


class Network(Protocol):
    """Where services listen (`address`) and hosts stand. `what` tells how it is made."""

    @property
    def address(self) -> str: ...

    @property
    def what(self) -> str: ...

    def host(self, name: str) -> Host:
        """A machine more."""


@contextmanager
def network() -> Iterator[Network]:
    """A network of its own for the block."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        yield Doors()
        return
    try:
        bridge = Bridge()
    except subprocess.CalledProcessError:  # a container whose root may not
        yield Doors()
        return
    try:
        yield bridge
    finally:
        bridge.close()


class Bridge:
    """Namespaces, each with a cable to one bridge of this machine, where the services listen."""

    what = "network namespaces"

    def __init__(self) -> None:
        self._mark = secrets.token_hex(2)
        self.subnet = _free_subnet()
        self.address = f"{self.subnet}.1"
        self._bridge = f"sp{self._mark}"
        self._hosts: list[Namespace] = []
        # An address of its own: else it has the lowest of its cables', and one plugged in later changes it, unknown to those who
        # are there already. What they send goes nowhere then, for a minute at times.
        _ip("link", "add", self._bridge, "address", f"02:{secrets.token_bytes(5).hex(':')}", "type", "bridge")
        _ip("address", "add", f"{self.address}/24", "dev", self._bridge)
        _ip("link", "set", self._bridge, "up")

    def host(self, name: str) -> "Namespace":
        """A namespace more."""
        host = Namespace(
            name, f"{self._bridge}{len(self._hosts)}", self._bridge, f"{self.subnet}.{len(self._hosts) + 2}"
        )
        self._hosts.append(host)
        host.require(self.address)
        return host

    def close(self) -> None:
        """Leave nothing of it behind."""
        for host in self._hosts:
            host.close()
        _ip("link", "delete", self._bridge)


class Namespace:
    """A machine with a name, an address and a cable."""

    def __init__(self, name: str, id_: str, bridge: str, address: str) -> None:
        self.name, self._id, self._cable = name, id_, f"{id_}a"
        inside = f"{id_}b"
        _ip("netns", "add", id_)
        _ip("link", "add", self._cable, "type", "veth", "peer", "name", inside)
        _ip("link", "set", inside, "netns", id_)
        _ip("link", "set", self._cable, "master", bridge, "up")
        for inner in (("link", "set", "lo", "up"), ("link", "set", inside, "up")):
            _ip("-n", id_, *inner)
        _ip("-n", id_, "address", "add", f"{address}/24", "dev", inside)

    def command(self, command: Sequence[object]) -> list[object]:
        """In the namespace, under the host's name; the process stays the one that is started."""
        named = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', self.name]
        return ["ip", "netns", "exec", self._id, *named, *command]

    def settings(self, settings: Mapping[str, str]) -> dict[str, str]:
        """They hold for every host."""
        return dict(settings)

    def require(self, address: str) -> None:
        """Raises `UnreachableError`, with what the network looks like, where nothing passes to that address in time."""
        with socket.create_server((address, 0)) as listener:
            knock = f"import socket; socket.create_connection({listener.getsockname()}, {CABLE_SECONDS}).close()"
            knocked = subprocess.run(
                ["ip", "netns", "exec", self._id, sys.executable, "-I", "-c", knock], check=False, capture_output=True
            )
        if knocked.returncode:
            here, there = ("ip",), ("ip", "-n", self._id)
            looks = [(*side, *what) for side in (here, there) for what in (("address",), ("route",), ("neighbour",))]
            seen = [subprocess.run(look, check=False, capture_output=True, text=True).stdout for look in looks]
            raise UnreachableError(f"no way from {self.name} to {address}\n" + "\n".join(seen))

    def cut(self) -> None:
        """Pull the cable."""
        _ip("link", "set", self._cable, "down")

    def mend(self) -> None:
        """Plug it in."""
        _ip("link", "set", self._cable, "up")

    def close(self) -> None:
        """Its cable goes with it."""
        _ip("netns", "delete", self._id)


class Doors:
    """Without root: everything on loopback, and a door before each service a host uses."""

    what, address = "closing doors, as this is not root's network", LOOPBACK

    def host(self, name: str) -> "Gated":
        """Somebody more who goes through doors."""
        return Gated(name)


class Gated:
    """What works here and reaches its services through doors."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._passing = threading.Event()
        self._passing.set()

    def command(self, command: Sequence[object]) -> list[object]:
        """Here."""
        return list(command)

    def settings(self, settings: Mapping[str, str]) -> dict[str, str]:
        """With a door in the place of each service."""
        mine = dict(settings)
        for name in REACHED:
            if port := urlsplit(mine.get(name, "")).port:
                mine[name] = mine[name].replace(f":{port}", f":{self._door(port)}")
        return mine

    def cut(self) -> None:
        """Close every door."""
        self._passing.clear()

    def mend(self) -> None:
        """Open them."""
        self._passing.set()

    def _door(self, port: int) -> int:
        listener = socket.create_server((LOOPBACK, 0))
        threading.Thread(target=self._let_in, args=(listener, port), daemon=True).start()
        return int(listener.getsockname()[1])

    def _let_in(self, listener: socket.socket, port: int) -> None:
        while True:
            visitor, _ = listener.accept()
            self._passing.wait()
            try:
                inside = socket.create_connection((LOOPBACK, port))
            except OSError:
                visitor.close()
                continue
            for one, other in ((visitor, inside), (inside, visitor)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(BLOCK):
                self._passing.wait()
                other.sendall(piece)
        self._passing.wait()
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _free_subnet() -> str:
    """One that no interface of this machine has: with two, answers leave by the other one, where nobody waits for them."""
    taken = subprocess.run(["ip", "-4", "address"], check=True, capture_output=True, text=True).stdout
    return secrets.choice([subnet for number in range(256) if f" {(subnet := f'{NETWORK}.{number}')}." not in taken])


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
