"""What the doctor says where the stacks were chosen."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scribe.stacks import choice, commands, engine
from scribe.terminal import language
from scribe.wording import say
from scribe_core.accelerators import driver
from scribe_core.errors import ScribeError

if TYPE_CHECKING:
    from scribe.doctor import Finding

LOOKS_FROM = ("api", "worker", "worker-gpu")
"""Whose containers reach the services and a model of language, in the order in which they are asked."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

PATIENCE_SECONDS = 180.0
"""What the checks wait at most for silent services, two minutes in all, and a container's start. An engine may hang for ever."""


def findings() -> Iterator["Finding"]:
    """Docker, the file of secrets, the card where a worker shall have one, and what the services themselves say."""
    from scribe.doctor import Finding

    lacking = choice.missing()
    if lacking:
        yield Finding(say("doctor_secrets", file=choice.FILE), "–", say("doctor_next_start"))
    elif choice.is_private():
        yield Finding(say("doctor_secrets", file=choice.FILE))
    else:
        yield Finding(say("doctor_secrets", file=choice.FILE), "✗", f"chmod 600 {choice.FILE}")
    try:
        engine.check()
    except ScribeError as error:
        yield Finding(error.sentence(language()), "✗")
        return
    yield Finding(say("doctor_docker"))
    yield from _card()
    running = engine.services()
    if not running:
        yield Finding(say("doctor_services_later"), "–")
        return
    yield Finding(say("doctor_running", url=commands.origin()))
    yield from _services(running)


def _services(running: Sequence[str]) -> Iterator["Finding"]:
    """What a container says that reaches the services: their networks have no way in from here."""
    from scribe.doctor import Finding

    if service := _first(running):
        how = ["exec", "-T", "--env", f"LC_ALL={language()}", service, *engine.PROGRAM]
    elif service := _first(engine.services(stopped=True)):
        # It waits for a service that is wrong, say; its image is here, so that nothing is built for a look.
        how = ["run", "--rm", "--no-deps", "-T", "--env", f"LC_ALL={language()}", service]
    else:
        yield Finding(say("doctor_services_elsewhere"), "–")
        return
    said = engine.read(engine.compose(None, *how, "run-doctor"), seconds=PATIENCE_SECONDS)
    try:
        found = [(one["what"], one["mark"], one["remedy"], one.get("code", "")) for one in json.loads(said or "")]
    except (ValueError, TypeError, KeyError):  # it failed, or it is of another release
        yield Finding(
            say("doctor_services_unasked", service=service), "✗", say("doctor_services_logs", service=service)
        )
        return
    for what, mark, remedy, code in found:
        hints = _no_way_to_model(service) if code == "llm_unavailable" else []
        yield Finding(what, mark, " ".join([remedy, *hints]))


def _no_way_to_model(service: str) -> list[str]:
    """What, as far as is seen from here, keeps that container from a model of language that did not answer it."""
    given = choice.variables()
    host = urlsplit(given.get("LLM_URL", "")).hostname or ""
    hints = [say("doctor_llm_loopback", host=host)] if host in LOOPBACK else []
    has_a_way_out = service != "api" and given.get("SCRIBE_CORE_HOST")  # several-machines.yaml
    if choice.is_model_network_closed() and not has_a_way_out:
        hints.append(say("doctor_llm_closed"))
    return hints


def _first(services: Sequence[str]) -> str | None:
    return next((service for service in LOOKS_FROM if service in services), None)


def _card() -> Iterator["Finding"]:
    """A worker on a card needs a driver on this machine and NVIDIA's toolkit in Docker."""
    from scribe.doctor import Finding

    if "gpu" not in choice.variables().get("COMPOSE_PROFILES", "").split(","):
        if driver().cards():
            yield Finding(say("doctor_card_unused"), "–", say("doctor_card_profile"))
        return
    if not driver().cards():
        yield Finding(say("doctor_no_card"), "✗", say("doctor_card_driver"))
    elif not engine.knows_cards():
        yield Finding(say("doctor_no_toolkit"), "✗", say("doctor_toolkit"))
    else:
        yield Finding(say("doctor_toolkit_here"))
