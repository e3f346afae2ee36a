"""The file `.env`: whether stacks were chosen, and the secrets they need. What stands in it is never changed, only added to.

Uses the standard library only.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scribe import environment
from scribe.stacks.variables import MADE, Variable
from scribe_core.errors import ScribeError

FILE = environment.HOME / ".env"
CHOICE = "SCRIBE_STACKS"
YES = frozenset({"true", "1", "yes", "on"})
NO = frozenset({"false", "no", "off", "n"})
"""What compose takes for the opposite of `true`; it refuses to start at anything else."""

PREFACE = """\
# Written by ./manage.sh --stacks. Passwords stand here: keep it to yourself, and keep a copy with your backups; the database
# opens to no other password. docs/configuration.md says what each line means. Delete the line SCRIBE_STACKS for embedded mode.
"""

_LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
_QUOTED = re.compile(r"""(["'])(.*?)\1""")


def variables() -> dict[str, str]:
    """What stands in `.env`, and above it in the environment."""
    return {**_read(), **os.environ}


def chosen() -> bool:
    """Whether `./manage.sh` runs the stacks."""
    return variables().get(CHOICE, "").lower() in YES


def volumes() -> Path:
    """The data folder, absolute."""
    return (environment.HOME / Path(variables().get("SCRIBE_VOLUMES") or "volumes").expanduser()).absolute()


def is_model_network_closed() -> bool:
    """Whether containers reach no model of language but one whose container joined their network."""
    return variables().get("SCRIBE_LLM_NETWORK_INTERNAL", "").lower() not in NO


def remember(card: bool) -> None:
    """Choose the stacks and make what they need, where it is not there yet. `card`: this machine has an NVIDIA card.

    Raises `stacks_secrets_lost` where there is a database whose password is gone.
    """
    there = _read()
    new: dict[str, str] = {}
    for variable in MADE:
        if variable.name in there:
            continue
        _check_not_lost(variable)
        new[variable.name] = _made(variable)
    if card and "COMPOSE_PROFILES" in new:
        new |= {"COMPOSE_PROFILES": f"{new['COMPOSE_PROFILES']},gpu"}
        if "SCRIBE_CPU_LANES" not in there:
            new["SCRIBE_CPU_LANES"] = "cpu,index"
    if there.get(CHOICE, "").lower() not in YES:
        new[CHOICE] = "true"  # the last line of a name counts
    _add(new)


def is_private() -> bool:
    """Whether nobody but its owner may read `.env`."""
    return FILE.is_file() and not FILE.stat().st_mode & 0o077


def missing() -> list[str]:
    """What should have been written and does not stand there."""
    there = variables()
    return [variable.name for variable in MADE if not there.get(variable.name)]


def _check_not_lost(variable: Variable) -> None:
    database = volumes() / "postgres_data"
    if variable.name == "POSTGRES_PASSWORD" and database.is_dir() and any(database.iterdir()):
        raise ScribeError("stacks_secrets_lost", folder=database, file=FILE)


def _made(variable: Variable) -> str:
    assert variable.make is not None
    return variable.make()


def _read() -> Mapping[str, str]:
    try:
        lines = FILE.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    found = (_LINE.match(line) for line in lines)
    return {match[1]: _value(match[2]) for match in found if match}


def _value(written: str) -> str:
    """What compose reads there: what stands between quotes, or all before a comment."""
    if quoted := _QUOTED.match(written):
        return quoted[2]
    return re.split(r"\s+#", written, maxsplit=1)[0]


def _add(new: Mapping[str, str]) -> None:
    """Written whole or not at all, and readable by its owner only from its first byte."""
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    added = "".join(f"{name}={value}\n" for name, value in new.items())
    handle, draft = tempfile.mkstemp(dir=FILE.parent, prefix=".env-")  # mkstemp gives 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(before + (f"{PREFACE}{added}" if added else ""))
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(FILE)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
