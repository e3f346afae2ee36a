"""Who may reach the product, whether its certificate is one, and whether its ports are free."""

import errno
import ipaddress
import socket
import ssl
import sys

from scribe.parts import variable
from scribe.wording import say
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


def check(settings: Settings) -> None:
    """Raises `tls_half`, `tls_unusable`, `listen_insecure` or `port_busy`; warns where listening wider was asked for."""
    _check_certificate(settings)
    plain = set() if settings.tls_certificate else {settings.api_host, settings.web_host}
    ports = [("api_port", "api_host"), ("web_port", "web_host")]
    metrics = [
        (name, "metrics_host") for name in ("api_metrics_port", "worker_metrics_port") if getattr(settings, name)
    ]
    if metrics:
        plain.add(settings.metrics_host)  # never encrypted, whatever certificate there is
    for host in sorted(plain):
        if not _is_loopback(host):
            if not settings.allow_insecure_listen:
                raise ScribeError("listen_insecure", host=host)
            print(say("insecure_listen", host=host), file=sys.stderr)
    taken: set[int] = set()
    for port_name, _ in (*ports, *metrics):
        port = getattr(settings, port_name)
        if port in taken:
            raise ScribeError("port_busy", port=port, setting=variable(port_name))
        taken.add(port)
    for port_name, host_name in (*ports, *metrics):
        host, port = getattr(settings, host_name), getattr(settings, port_name)
        _check_port(host, port, variable(port_name), variable(host_name))


def _check_certificate(settings: Settings) -> None:
    """Before anything is prepared: what serves them later would only end with a reason of its own."""
    certificate, key = settings.tls_certificate, settings.tls_key
    if not certificate or not key:
        if certificate or key:
            raise ScribeError("tls_half", setting=variable("tls_key" if certificate else "tls_certificate"))
        return
    try:
        # An empty passphrase, so that nobody is asked for one.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:  # an SSLError is an OSError
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise ScribeError("tls_unusable", certificate=certificate, key=key, reason=reason) from error


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
