"""The networks that proofs take machines off: whoever stands in one is reached whoever comes later."""

from importlib import import_module

import pytest

from scribe import environment

MACHINES = 4


def test_a_machine_more_takes_the_way_from_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(environment.HOME / "benchmarks"))
    hosts = import_module("hosts")
    with hosts.network() as net:
        if not isinstance(net, hosts.Bridge):
            pytest.skip("networks are root's to make")
        there = []
        for number in range(MACHINES):
            there.append(net.host(f"machine-{number}"))
            for host in there:
                host.require(net.address)
