"""The command line: which commands there are, how they are written, and what becomes of an error.

Uses the standard library only; a command's own module is imported when it runs, inside the prepared environment.
"""

import argparse
import importlib
import os
import re
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import NoReturn

from scribe import environment
from scribe.importing import uncollected
from scribe.stacks import choice
from scribe.terminal import ProgressLine, language, say_error
from scribe.wording import ARGPARSE_IN_FRENCH, say
from scribe_core.domain.account import QUOTA_LIMIT
from scribe_core.domain.export_format import EXPORT_FORMATS
from scribe_core.errors import ScribeError

PRESETS = ("fast", "balanced", "accurate")
INTERRUPTED = 130
HAND_ON = ("test", "prove")
"""Commands whose options may be another program's."""
STACKS = ("core", "workers", "interface")
PARTS = ("api", "worker", "web", "language-model", "scribe")
SERVICES = (
    "api",
    "worker",
    "worker-gpu",
    "web",
    "proxy",
    "migration",
    "models",
    "postgres",
    "redis",
    "seaweedfs",
    "minio",
    "qdrant",
)
"""Whose logs there are: the parts of embedded mode, the services of the stacks."""
IN_STACKS = {
    "start.start": "stacks.commands.start",
    "stop.stop": "stacks.commands.stop",
    "status.show": "stacks.commands.status",
    "logs.show": "stacks.commands.logs",
    "accounts.command": "stacks.commands.user",
    "accounts.quota": "stacks.commands.elsewhere",
    "people.command": "stacks.commands.elsewhere",
    "reindex.command": "stacks.commands.reindex",
    "backup.backup": "stacks.backup.backup",
    "backup.restore": "stacks.backup.restore",
}
"""What does a command's work where the stacks were chosen. The others are about this machine and stay."""


class Needs(Enum):
    """What a command needs before it can run."""

    NOTHING = "only Python"
    PACKAGES_IF_ANY = "packages where there are any"
    ANY_PACKAGES = "packages of whatever date: it must work beside a running product after an update"
    PACKAGES = "packages, up to date"
    TEST_PACKAGES = "the packages of the tests as well"


_READS_AND_WRITES_DATA = (Needs.PACKAGES, Needs.ANY_PACKAGES)
"""What the other commands write is the program's own, and no secret."""


class WrongUsage(Exception):  # noqa: N818 — nothing is broken: the command was not written as it should be
    """The text says what is wrong with the command."""


def main(arguments: list[str]) -> int:
    """The exit status: 0 done, 1 an error that was said, 2 wrong usage, 3 not running (`status`), 130 interrupted."""
    try:
        options = _redirected(parse(arguments))
        _enter_environment(options.needs, arguments)
        os.chdir(environment.HOME)  # `.env` and relative folders belong to the product, not to the caller's folder
        if options.needs in _READS_AND_WRITES_DATA:
            os.umask(0o077)  # nobody else may read what this process and those it starts write
        module, _, function = options.does.rpartition(".")
        with uncollected():
            found = importlib.import_module(f"scribe.{module}")
        return int(getattr(found, function)(options))
    except WrongUsage as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    except ScribeError as error:
        say_error(error)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{say('interrupted')}\n")
        return INTERRUPTED
    except BrokenPipeError:  # the reader (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # the edge: whatever happens, a person reads one sentence
        if arguments and arguments[0].startswith("run-"):
            raise  # nobody reads this but the log
        say_error(ScribeError("unexpected", reference=_noted(traceback.format_exc())))
        return 1


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command and its options; file names are made absolute from where the caller stands."""
    if not arguments or arguments[0] in ("-d", "--detach", "--stacks"):
        arguments = ["start", *arguments]
    elif {"-h", "--help"}.intersection(arguments[: 2 if arguments[0] in HAND_ON else None]):
        arguments = ["help"] if arguments[0].startswith("-") else ["help", arguments[0]]
    parser = _Parser(add_help=False, allow_abbrev=False)
    commands = parser.add_subparsers(parser_class=_Parser)
    _add_commands(commands)
    if arguments[0] not in commands.choices:
        raise WrongUsage(say("usage_unknown", command=arguments[0]))
    try:
        with _argparse_in_our_words():
            return parser.parse_args(arguments)
    except WrongUsage as wrong:
        raise WrongUsage(say("usage_wrong", reason=wrong)) from wrong


@contextmanager
def _argparse_in_our_words() -> Iterator[None]:
    """Python brings no translations of argparse; it asks for each of its sentences by this name."""
    asked = argparse._  # type: ignore[attr-defined]
    if language() == "fr":
        argparse._ = lambda text: ARGPARSE_IN_FRENCH.get(text, text)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._ = asked  # type: ignore[attr-defined]


def _add_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    def command(name: str, does: str, needs: Needs) -> argparse.ArgumentParser:
        found = commands.add_parser(name, add_help=False, allow_abbrev=False)
        found.set_defaults(does=does, needs=needs)
        return found

    start = command("start", "start.start", Needs.PACKAGES)
    start.add_argument("stack", nargs="?", choices=STACKS, metavar=say("usage_stack"))
    start.add_argument("-d", "--detach", action="store_true")
    start.add_argument("--stacks", action="store_true")
    stop = command("stop", "stop.stop", Needs.ANY_PACKAGES)
    stop.add_argument("stack", nargs="?", choices=STACKS, metavar=say("usage_stack"))
    command("status", "status.show", Needs.ANY_PACKAGES)
    logs = command("logs", "logs.show", Needs.ANY_PACKAGES)
    logs.add_argument("name", nargs="?", choices=SERVICES if choice.chosen() else PARTS, metavar=say("usage_name"))
    logs.add_argument("-f", "--follow", action="store_true")
    logs.add_argument("--json", action="store_true")
    transcribe = command("transcribe", "transcribe.transcribe", Needs.PACKAGES)
    transcribe.add_argument("file", type=_path, metavar=say("usage_file"))
    transcribe.add_argument("--language")
    transcribe.add_argument("--speakers", type=_count_or_range, default=(None, None))
    transcribe.add_argument("--preset", choices=PRESETS, type=str.lower)
    transcribe.add_argument("--term", action="append", default=[])
    transcribe.add_argument("--glossary", type=_path)
    transcribe.add_argument("--format", choices=EXPORT_FORMATS)
    transcribe.add_argument("--no-times", action="store_true")
    transcribe.add_argument("--no-speakers", action="store_true")
    transcribe.add_argument("--doubts", action="store_true")
    transcribe.add_argument("--anonymous", action="store_true")
    transcribe.add_argument("-o", "--output", type=_path)
    evaluate = command("eval", "evaluation.command.evaluate", Needs.PACKAGES)
    evaluate.set_defaults(caller=Path.cwd())
    evaluate.add_argument("folder", type=_path, metavar=say("usage_folder"))
    evaluate.add_argument("--out", type=_path)
    evaluate.add_argument("--language")
    evaluate.add_argument("--speakers", type=_count_or_reference)
    evaluate.add_argument("--systems", action="append")
    evaluate.add_argument("--only", action="append", default=[])
    evaluate.add_argument("--without", action="append", default=[])
    evaluate.add_argument("--group", action="append", default=[], type=_named_pattern)
    evaluate.add_argument("--threads", type=_count)
    evaluate.add_argument("--compare", type=_path)
    evaluate.add_argument("--fresh", action="store_true")
    _add_people(command("people", "people.command", Needs.PACKAGES))
    models = command("models", "models.command", Needs.PACKAGES)
    models.add_argument("action", nargs="?", choices=("list", "fetch", "verify"), default="list", metavar="ACTION")
    models.add_argument("names", nargs="*", metavar=say("usage_name"))
    user = command("user", "accounts.command", Needs.PACKAGES)
    accounts = user.add_subparsers(dest="action", parser_class=_Parser, metavar="ACTION", required=True)
    add = accounts.add_parser("add", add_help=False, allow_abbrev=False)
    add.add_argument("email", metavar=say("usage_email"))
    _add_new_account(add)
    reset = accounts.add_parser("reset", add_help=False, allow_abbrev=False)
    reset.add_argument("email", nargs="?", metavar=say("usage_email"))
    quota = accounts.add_parser("quota", add_help=False, allow_abbrev=False)
    quota.set_defaults(does="accounts.quota")
    quota.add_argument("email", metavar=say("usage_email"))
    quota.add_argument("size", type=_quota, metavar=say("usage_size"))
    for name in ("backup", "restore"):
        copying = command(name, f"backup.{name}", Needs.PACKAGES)
        copying.add_argument("file", type=_path, metavar=say("usage_file"))
        copying.add_argument("--passphrase-file", type=_path_or_stdin, metavar=say("usage_file"))
    command("reindex", "reindex.command", Needs.PACKAGES)
    bundle = command("bundle", "bundling.make", Needs.PACKAGES)
    bundle.add_argument("file", type=_path, metavar=say("usage_file"))
    command("doctor", "doctor.show", Needs.PACKAGES_IF_ANY)
    command("clean", "clean.clean", Needs.ANY_PACKAGES).add_argument("--yes", action="store_true")
    command("check", "development.check", Needs.TEST_PACKAGES)
    command("test", "development.test", Needs.TEST_PACKAGES).add_argument("only", nargs=argparse.REMAINDER)
    prove = command("prove", "development.prove", Needs.TEST_PACKAGES)
    prove.add_argument("name", nargs="?", metavar=say("usage_name"))
    prove.add_argument("options", nargs=argparse.REMAINDER)
    command("generate", "generated.write_all", Needs.TEST_PACKAGES)
    command("lock", "locks.make", Needs.NOTHING)
    command("help", "help.show", Needs.NOTHING).add_argument("command", nargs="?", metavar=say("usage_name"))
    # What the supervisor starts; not for people.
    command("run-supervisor", "start.run_supervisor", Needs.ANY_PACKAGES)
    command("run-api", "processes.run_api", Needs.ANY_PACKAGES)
    command("run-worker", "processes.run_worker", Needs.ANY_PACKAGES)
    command("run-language-model", "local_model.run_language_model", Needs.ANY_PACKAGES)
    # What containers start beside those two.
    command("run-migration", "containers.run_migration", Needs.ANY_PACKAGES)
    command("run-models", "containers.run_models", Needs.ANY_PACKAGES)
    command("run-probe", "containers.run_probe", Needs.ANY_PACKAGES)
    command("run-doctor", "doctor.run_doctor", Needs.ANY_PACKAGES)
    command("run-backup", "backup.run_backup", Needs.ANY_PACKAGES)
    command("run-restore", "backup.run_restore", Needs.ANY_PACKAGES)
    command("run-reindex", "reindex.command", Needs.ANY_PACKAGES)
    code = command("run-code", "containers.run_code", Needs.ANY_PACKAGES)
    code.add_argument("email", nargs="?")
    code.add_argument("--first", action="store_true")
    code.add_argument("--add", action="store_true")
    _add_new_account(code)


def _add_new_account(account: argparse.ArgumentParser) -> None:
    account.add_argument("--name", metavar=say("usage_name"))
    account.add_argument("--administrator", action="store_true")


def _redirected(options: argparse.Namespace) -> argparse.Namespace:
    """The same command for the stacks, where they were chosen or are being chosen. Raises `stacks_not_chosen`."""
    stacks = choice.chosen() or getattr(options, "stacks", False)
    if stacks and options.does in IN_STACKS:
        options.does, options.needs = IN_STACKS[options.does], Needs.NOTHING
    elif getattr(options, "stack", None):
        raise ScribeError("stacks_not_chosen", stack=options.stack)
    return options


def _add_people(people: argparse.ArgumentParser) -> None:
    people.add_argument("--account", metavar=say("usage_email"))
    actions = people.add_subparsers(dest="action", parser_class=_Parser, metavar="ACTION")
    people.set_defaults(action="list")

    def action(name: str, *wanted: str) -> argparse.ArgumentParser:
        found = actions.add_parser(name, add_help=False, allow_abbrev=False)
        found.add_argument("--account", metavar=say("usage_email"), default=argparse.SUPPRESS)
        for one in wanted:
            found.add_argument(one, metavar=say(f"usage_{one}"), type=_path if one == "file" else str)
        return found

    action("list")
    add = action("add", "name")
    add.add_argument("--consent", metavar=say("usage_how"))
    change = action("change", "name")
    change.add_argument("--name", dest="new_name", metavar=say("usage_name"))
    for naming in (add, change):
        naming.add_argument("--note", metavar=say("usage_note"))
        naming.add_argument("--another", action="store_true")
    for giving in (add, action("consent", "name", "how")):
        giving.add_argument("--on", type=_date, metavar=say("usage_date"))
    action("consents", "name")
    action("enrol", "name", "file")
    action("learn", "name", "meeting", "speaker")
    action("voiceprints", "name")
    action("forget", "name", "voiceprint")
    action("suggestions", "meeting")
    action("identify", "meeting")
    action("accept", "meeting", "speaker").add_argument("--teach", action="store_true")
    action("refuse", "meeting", "speaker")
    action("revoke", "name").add_argument("how", nargs="?", metavar=say("usage_how"))
    action("erase", "name").add_argument("--yes", action="store_true")
    action("export", "name").add_argument("-o", "--output", type=_path)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(message)


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _path_or_stdin(text: str) -> Path:
    return Path(text) if text == "-" else _path(text)


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("usage_no_date", value=text)) from None
    if found.year < 1900 or found > datetime.now().astimezone().date():
        raise argparse.ArgumentTypeError(say("usage_date_to_come", value=text))
    return found


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(say("usage_count", value=text))
    return int(text)


def _quota(text: str) -> int | None:
    """Bytes, 0 for no limit, None for the installation's setting. Units are those of disks, in thousands."""
    if text in ("default", "none"):
        return None if text == "default" else 0
    size = re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)[ \u00a0\u202f]?(?:([kmgt]?)[bo])?", text, re.ASCII | re.IGNORECASE)
    count = round(Decimal(size[1].replace(",", ".")) * 1000 ** " kmgt".index((size[2] or " ").lower())) if size else 0
    if not 0 < count <= QUOTA_LIMIT:
        raise argparse.ArgumentTypeError(say("usage_quota", value=text))
    return count


def _count_or_range(text: str) -> tuple[int, int | None]:
    least, is_range, most = text.partition("-")
    if not (least.isdigit() and int(least) and (not is_range or (most.isdigit() and int(most) >= int(least)))):
        raise argparse.ArgumentTypeError(say("usage_speakers_range", value=text))
    return int(least), int(most) if most else None


def _count_or_reference(text: str) -> str:
    if text != "reference" and not (text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(say("usage_speakers", value=text))
    return text


def _named_pattern(text: str) -> tuple[str, str]:
    name, is_pattern, pattern = text.partition("=")
    if not (name and is_pattern and pattern):
        raise argparse.ArgumentTypeError(say("usage_group", value=text))
    return name, pattern


def _enter_environment(needs: Needs, arguments: list[str]) -> None:
    """Go on inside the prepared environment, preparing it first where the command needs it up to date."""
    if needs is Needs.NOTHING or (needs is Needs.PACKAGES_IF_ANY and not environment.is_current()):
        return
    if needs is Needs.ANY_PACKAGES:
        if not environment.PYTHON.exists():
            raise ScribeError("not_prepared")
    else:
        lock = environment.TEST_LOCK if needs is Needs.TEST_PACKAGES else environment.RUN_LOCK
        what = say("step_test_packages" if needs is Needs.TEST_PACKAGES else "step_packages")
        if not environment.is_current(lock):
            line = ProgressLine(sys.stderr, eager=True)
            environment.prepare(lock, what, lambda part, note: line.show(f"… {what}", part, note))
            line.clear()
    if Path(sys.prefix) != environment.VENV:
        python = str(environment.PYTHON)
        os.execv(python, [python, "-I", "-X", "utf8", str(environment.HOME / "src/scribe"), *arguments])  # noqa: S606 — no shell is wanted


def _noted(report: str) -> str:
    """Where an unexpected error's full report was written."""
    environment.CACHE.mkdir(exist_ok=True)
    reference, log = secrets.token_hex(4), environment.CACHE / "errors.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"--- {reference}\n{report}\n")
    return f"{reference} ({log})"
