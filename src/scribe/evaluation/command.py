"""`./manage.sh eval FOLDER`: measure, score, say what came out, keep it."""

import errno
import os
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from scribe.evaluation import tools
from scribe.evaluation.assembly import DETECT, Wanted, evaluation_of
from scribe.evaluation.comparison import compared
from scribe.evaluation.figures import EVALUATION, Evaluation
from scribe.evaluation.page import page
from scribe.evaluation.tables import comparison_tables, tables
from scribe.evaluation.wording import say
from scribe.parts import make_folders, read_settings
from scribe.terminal import ProgressLine
from scribe_core.domain.spoken_languages import require_known
from scribe_core.errors import ScribeError

RESULTS = "evaluation.json"
PAGE = "evaluation.html"


def evaluate(options: Namespace) -> int:
    """Print the tables, keep the figures and write the page; 1 where a run failed."""
    if not options.folder.is_dir():
        raise ScribeError("not_a_folder" if options.folder.exists() else "folder_not_found", path=options.folder)
    folder = options.folder.resolve() if options.folder.name == ".." else options.folder  # its name names the results
    settings = read_settings()
    if options.language != DETECT:
        require_known(options.language, settings.speech_model)
    make_folders(settings)
    wanted = Wanted(
        folder=folder,
        out=options.out or settings.volumes.absolute() / "evaluations" / folder.name,
        systems=[name for given in options.systems or ["ours"] for name in _names(given)],
        caller=options.caller,
        language=options.language,
        speakers=options.speakers,
        only=options.only,
        without=options.without,
        groups=options.group,
        threads=options.threads,
        fresh=options.fresh,
    )
    earlier = read_evaluation(options.compare) if options.compare else None
    line = ProgressLine(sys.stderr)
    try:
        assembled = evaluation_of(wanted, settings, lambda what, part, note: line.show(f"… {what}", part, note))
    finally:
        line.clear()
    found = assembled.evaluation
    comparison = compared(earlier, found) if earlier is not None else None
    keep(found, wanted.out)
    (wanted.out / PAGE).write_text(page(found, assembled.speech, comparison), encoding="utf-8")
    print(tables(found))
    if comparison is not None:
        print(f"\n{comparison_tables(comparison)}")
    if not tools.can_build():
        print(say("not_built"))
    print(say("written", path=f"{wanted.out / RESULTS}, {PAGE}"))
    return 1 if found.failures else 0


def read_evaluation(path: Path) -> Evaluation:
    """An evaluation kept earlier. Raises `evaluation_invalid`."""
    if path.exists() and not path.is_file():  # a device may never end
        raise ScribeError(
            "evaluation_invalid", path=path, reason=os.strerror(errno.EISDIR if path.is_dir() else errno.EINVAL)
        )
    try:
        return EVALUATION.validate_json(path.read_bytes())
    except OSError as error:
        raise ScribeError("evaluation_invalid", path=path, reason=error.strerror) from error
    except ValidationError as error:
        raise ScribeError("evaluation_invalid", path=path, reason=error.errors()[0]["msg"]) from error


def keep(evaluation: Evaluation, out: Path) -> None:
    """Write the figures; those before them stay, under the time they were written."""
    results = out / RESULTS
    if results.exists():
        written = datetime.fromtimestamp(results.stat().st_mtime, UTC)
        results.replace(out / f"evaluation-{written:%Y-%m-%dT%H-%M-%S}.json")
    results.write_bytes(EVALUATION.dump_json(evaluation, indent=1) + b"\n")


def _names(given: str) -> list[str]:
    """`a,b` names two systems; a command may have commas of its own."""
    return [given] if "=" in given else [name.strip() for name in given.split(",") if name.strip()]
