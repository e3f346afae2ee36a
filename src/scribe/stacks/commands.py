"""`./manage.sh` and its commands where the stacks were chosen.

Uses the standard library only: a machine that runs containers needs nothing else prepared.
"""

import os
from argparse import Namespace
from pathlib import Path

from scribe.stacks import choice, engine
from scribe.terminal import language
from scribe.wording import say
from scribe_core.accelerators import driver
from scribe_core.errors import ScribeError

NOT_RUNNING = 3
SHOWN_LINES = 40
DATA = (
    "postgres_data",
    "minio_data",
    "qdrant_storage",
    "huggingface_cache",
    "models",
    "secrets",
    "proxy",
    "certificates",
)
"""Folders of the data folder that containers use."""  # fmt: skip


def start(options: Namespace) -> int:
    """Choose the stacks where that is new, clean stale containers, build and start all three, or one."""
    engine.check()
    if options.stacks or choice.missing():
        choice.remember(card=bool(driver().cards()))
        print(say("stacks_chosen", file=choice.FILE))
    _check_address()
    _make_folders()
    stack = options.stack
    # Those that ended, with the working files they left. Data are folders, which no command here touches.
    _do(stack, "rm", "--force", "--volumes")
    _do(stack, "build")
    _do(stack, "up", "--detach", "--wait", *([] if stack else ["--remove-orphans"]))
    print(f"\n{say('open_here', url=origin())}" if stack in (None, "interface") else f"\n{say('stack_started')}")
    if stack in (None, "interface") and (code := _code("--first")):
        line, text = code[:2]
        if line == "setup_code":
            print(say("first_code", code=text))
    print(say("how_to_stop_stacks"))
    return 0


def stop(options: Namespace) -> int:
    """Stop the containers and take them away; data stay."""
    engine.check()
    print(say("stopping"), flush=True)
    if options.stack:
        _do(options.stack, "stop")
        _do(options.stack, "rm", "--force", "--volumes")
    else:
        _do(None, "stop")
        _do(None, "rm", "--force", "--volumes")
        _do(None, "down", "--remove-orphans")
    print(say("stopped"))
    return 0


def status(_options: Namespace) -> int:
    """Each container's state; the exit status tells whether anything runs."""
    engine.check()
    if not is_running():
        print(say("not_running"))
        return NOT_RUNNING
    print(f"  {origin()}", flush=True)
    return engine.run(engine.compose(None, "ps", "--all", "--format", "table {{.Service}}\t{{.Status}}\t{{.Ports}}"))


def logs(options: Namespace) -> int:
    """The last lines of one service, or of all."""
    engine.check()
    how = ["--timestamps", "--tail", str(SHOWN_LINES), *(["--follow"] if options.follow else [])]
    return engine.run(engine.compose(None, "logs", *how, *([options.name] if options.name else [])))


def user(options: Namespace) -> int:
    """A one-time code, made where the database is."""
    engine.check()
    asked = [options.email] if options.email else []
    if options.action == "add":
        asked += ["--add", *(["--name", options.name] if options.name is not None else [])]
        asked += ["--administrator"] if options.administrator else []
    code = _code(*asked, heard=True)
    if code is None:
        raise ScribeError("stack_failed", command="exec api")
    line, text, hours, *email = code
    print(say(line, code=text, email="".join(email), hours=int(hours), url=origin()))
    return 0


def reindex(_options: Namespace) -> int:
    """The index of searches made anew, where the database is."""
    engine.check()
    inside = ("exec", "-T", "--env", f"LC_ALL={language()}", "api", *engine.PROGRAM, "run-reindex")
    return engine.run(engine.compose(None, *inside))


def elsewhere(_options: Namespace) -> int:
    """What a command of embedded mode answers here."""
    raise ScribeError("stacks_elsewhere")


def is_running() -> bool:
    """Whether any container of the stacks runs."""
    return bool((engine.read(engine.compose(None, "ps", "--quiet", "--status", "running")) or "").strip())


def _do(stack: str | None, *arguments: str) -> None:
    if engine.run(engine.compose(stack, *arguments)) != 0:
        raise ScribeError("stack_failed", command=" ".join(("docker compose", *arguments)))


def _code(*asked: str, heard: bool = False) -> list[str] | None:
    """A code's kind, itself, its hours and its address, from inside an API container; `asked` is what `run-code` takes.

    Why there is none, an address that is taken say, is the terminal's where it is `heard`.
    """
    said = engine.read(
        engine.compose(None, "exec", "-T", "--env", f"LC_ALL={language()}", "api", *engine.PROGRAM, "run-code", *asked),
        heard=heard,
    )
    return said.split() if said and said.strip() else None


def origin() -> str:
    """The address people open."""
    return choice.variables().get("SCRIBE_ORIGIN") or "https://localhost"


def _check_address() -> None:
    """Raises `setting_invalid` where the address people open and the port that is published say different things."""
    scheme, _, rest = origin().partition("://")
    host, colon, port = rest.rstrip("/").rpartition(":")
    said = port if colon and port.isdecimal() and host else "443"
    published = choice.variables().get("SCRIBE_HTTPS_PORT") or "443"
    if scheme != "https" or "/" in rest.rstrip("/"):
        raise ScribeError("setting_invalid", setting="SCRIBE_ORIGIN", reason="https://host[:port]")
    if said != published:
        raise ScribeError("setting_invalid", setting="SCRIBE_ORIGIN", reason=f"SCRIBE_HTTPS_PORT={published} ≠ {said}")


def _make_folders() -> None:
    """The folders that containers use, for their user only. Docker would make them for root."""
    given = choice.variables()
    owner = int(given["SCRIBE_UID"]), int(given["SCRIBE_GID"])
    volumes = choice.volumes()
    try:
        for folder in (volumes, *(volumes / name for name in DATA)):
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700)
            if os.geteuid() == 0 and folder != volumes:
                _hand_over(folder, owner)
        if os.geteuid() == 0:
            volumes.chmod(0o711)  # its user passes through it and sees nothing of it
    except OSError as error:
        raise ScribeError("folder_unwritable", folder=volumes) from error


def _hand_over(folder: Path, owner: tuple[int, int]) -> None:
    if (folder.stat().st_uid, folder.stat().st_gid) != owner:
        os.chown(folder, *owner)
