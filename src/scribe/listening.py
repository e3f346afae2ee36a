"""Who may reach the product, and whether its ports are free."""

import errno
import ipaddress
import socket
import sys

from scribe.parts import variable
from scribe.wording import say
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


def check(settings: Settings) -> None:
    """Raises `listen_insecure` or `port_busy`; warns where listening wider was asked for."""
    for host in {settings.api_host, settings.web_host}:
        if not _is_loopback(host):
            if not settings.allow_insecure_listen:
                raise ScribeError("listen_insecure", host=host)
            print(say("insecure_listen", host=host), file=sys.stderr)
    if settings.api_port == settings.web_port:
        raise ScribeError("port_busy", port=settings.web_port, setting=variable("web_port"))
    for name in ("api", "web"):
        host, port = getattr(settings, f"{name}_host"), getattr(settings, f"{name}_port")
        _check_port(host, port, variable(f"{name}_port"), variable(f"{name}_host"))


def _check_port(host: str, port: int, port_setting: str, host_setting: str) -> None:
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ScribeError("port_busy", port=port, setting=port_setting) from error
        setting = port_setting if error.errno == errno.EACCES else host_setting
        raise ScribeError("setting_invalid", setting=setting, reason=error.strerror or error) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
