"""Whose request this is on the network: the peer, or whom a trusted proxy names."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

Network = IPv4Network | IPv6Network


def trusted_networks(text: str) -> tuple[Network, ...]:
    """The networks in a comma-separated setting; single addresses are networks of one."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def client_address(connection: HTTPConnection, trusted: Iterable[Network]) -> str:
    """The address to hold responsible: the last in X-Forwarded-For that no trusted proxy of ours has.

    The header counts only where the peer itself is trusted; anybody may write anything in it.
    """
    peer = _plain(connection.client.host if connection.client else "")
    if not _within(peer, trusted):
        return peer
    named = [part.strip() for line in connection.headers.getlist("x-forwarded-for") for part in line.split(",")]
    for address in reversed(named):
        if not _is_address(address):
            break
        peer = _plain(address)
        if not _within(peer, trusted):
            break
    return peer


def _within(address: str, networks: Iterable[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _plain(address: str) -> str:
    """An IPv4 address as itself, also where a socket that serves both kinds wraps it (`::ffff:192.0.2.1`)."""
    known = ip_address(address) if _is_address(address) else None
    return str(known.ipv4_mapped) if isinstance(known, IPv6Address) and known.ipv4_mapped else address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
