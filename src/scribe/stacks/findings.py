"""What the doctor says where the stacks were chosen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scribe.stacks import choice, commands, engine
from scribe.terminal import language
from scribe.wording import say
from scribe_core.accelerators import driver
from scribe_core.errors import ScribeError

if TYPE_CHECKING:
    from scribe.doctor import Finding


def findings() -> Iterator["Finding"]:
    """Docker, the file of secrets, and the card where a worker shall have one."""
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
    if commands.is_running():
        yield Finding(say("doctor_running", url=commands.origin()))


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
