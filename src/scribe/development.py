"""`./manage.sh check`, `test` and `prove`: for those who work on the product."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from scribe import environment, node, prompts, web, word_lists
from scribe.parts import read_settings
from scribe.terminal import Steps, megabytes
from scribe.wording import say
from scribe_core.errors import ScribeError
from scribe_workers.models.catalogue import CATALOGUE, Occasion, default_models
from scribe_workers.models.store import ModelStore

HOME = environment.HOME
TEST_MODELS = environment.CACHE / "models"
"""Models and recordings of the tests: not the installation's, so that a test never touches what a person uses."""

DEBIAN_PACKAGES = {"chromium": "chromium", "espeak-ng": "espeak-ng", "redis-check-rdb": "redis-tools"}
"""Programs that only the tests need, and the Debian packages they are in. Redis' tools are its server by another name; the package
`redis-server` would start one on this machine."""

TYPED_APART = {
    "01-core/tests": "01-core", "02-workers/tests": "02-workers", "03-interface/backend/tests": "03-interface/backend",
    "tests": "tests", "benchmarks": "benchmarks",
}  # fmt: skip
"""What is typed beside the product, and where its modules' names begin; each by itself, for the names are the same."""

PARTS = ("01-core/tests", "02-workers/tests", "03-interface/backend/tests")
"""The slowest last."""

WHOLE_SHARES = 4
AT_ONCE = 2

SHOWN_LINES = 60


@dataclass(frozen=True, slots=True)
class Gate:
    """One check: a command that must end well."""

    name: str
    command: Sequence[str]
    folder: Path = HOME


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def line(self) -> str:
        """As test runners close."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def check(_options: Namespace) -> int:
    """The fast gate: no network once prepared, no browser, no speech model."""
    found = _web_packages(Steps(1))
    began = time.monotonic()
    tally = _pass([*_static_gates(found), _python("unit tests", "pytest", "-q", "-m", "not models and not journey")])
    print(f"{tally.line()} ({time.monotonic() - began:.0f} s)")
    return 1 if tally.failed else 0


def test(options: Namespace) -> int:
    """Everything, on a machine with nothing prepared; or only the tests named."""
    found = _prepare_tests()
    os.environ["PATH"] = found.variables()["PATH"]
    if options.only:
        return _pytest(options.only)
    tally = _pass(_static_gates(found))
    tally += _tested(_shares(), [_short(proof) for proof in _proofs()])
    print(f"\n{tally.line()}")
    return 1 if tally.failed else 0


def prove(options: Namespace) -> int:
    """One of the long measurements, or their list. It needs what the tests need, on a machine with nothing prepared."""
    known = {proof.stem.removeprefix("prove_"): proof for proof in _proofs()}
    if options.name not in known:
        print("\n".join(known))
        return 0 if options.name is None else 2
    os.environ["PATH"] = _prepare_tests().variables()["PATH"]
    return subprocess.run([sys.executable, known[options.name], *options.options], check=False).returncode


def _static_gates(found: node.Node) -> list[Gate]:
    # The slowest first: two run at a time.
    return [
        Gate("web interface", [*found.npm, "run", "check"], web.FOLDER),
        _python("types", "mypy"),
        *(_types_of(folder, base) for folder, base in TYPED_APART.items()),
        _python("format", "ruff", "format", "--check", "--output-format=concise", "."),
        _python("lint", "ruff", "check", "--output-format=concise", "."),
        Gate("imports point down", [str(environment.VENV / "bin" / "lint-imports"), "--no-cache"]),
    ]


def _types_of(tests: str, base: str) -> Gate:
    gate = _python(f"types of {tests}", "mypy", tests, f"--cache-dir=.mypy_cache/{tests}")
    # The real services that tests run on are everybody's, and lie with the tests of the whole.
    places = ":".join(dict.fromkeys((base, "tests")))
    return Gate(gate.name, ["env", f"MYPYPATH={places}", *gate.command])


def _python(name: str, *module: str) -> Gate:
    return Gate(name, [sys.executable, "-m", *module])


@dataclass(frozen=True, slots=True)
class Ended:
    """How a gate ended."""

    gate: Gate
    seconds: float
    result: "subprocess.CompletedProcess[str]"

    @classmethod
    def of(cls, gate: Gate) -> "Ended":
        """Run it to its end."""
        began = time.monotonic()
        result = subprocess.run(
            gate.command,
            cwd=gate.folder,
            env={**os.environ, "NO_COLOR": "1", "CI": "1", "NEXT_TELEMETRY_DISABLED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        return cls(gate, time.monotonic() - began, result)

    def told(self) -> Tally:
        """Say it, with the output of one that failed."""
        good = self.result.returncode == 0
        print(f"{'✓' if good else '✗'} {self.gate.name}  {self.seconds:.0f} s", flush=True)
        if not good:
            print("\n".join(f"    {line}" for line in self.result.stdout.splitlines()[-SHOWN_LINES:]), flush=True)
        return Tally(passed=good, failed=not good)


def _pass(gates: Sequence[Gate]) -> Tally:
    """Run gates two at a time, tell each one's end, show the output of those that failed."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum((ended.told() for ended in pool.map(Ended.of, gates)), Tally())


def _pytest(arguments: Sequence[str], output: IO[str] | None = None) -> int:
    """pytest with the tests' models; its output is the terminal's, or goes into that file."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, stdout=output, stderr=output and subprocess.STDOUT, check=False).returncode


def _shares() -> dict[str, list[str]]:
    """The tests in shares, of which two run at once: much of each is waiting for servers, workers, browsers.

    There are several more than two, so that failures are told apart; the slowest begin, and proofs follow the last.
    """
    whole = sorted(str(file.relative_to(HOME)) for file in (HOME / "tests").rglob("test_*.py"))
    slowest, *others = reversed(PARTS)
    shares = {f"whole-{n + 1}": whole[n::WHOLE_SHARES] for n in range(WHOLE_SHARES)}
    return {_name(slowest): [slowest], **shares, **{_name(part): [part] for part in others}}


def _name(part: str) -> str:
    return part.split("/")[-2]


def _tested(shares: Mapping[str, Sequence[str]], proofs: Sequence[Gate]) -> Tally:
    """All of them, and the proofs. The first share is seen as it goes, the other ones when all have ended, then each proof's end.

    A place that no share takes any more is a proof's: the last share was seen to run ten minutes alone.
    """
    first = next(iter(shares))

    def run(share: str, output: IO[str] | None) -> Tally:
        report = environment.CACHE / f"tests-{share}.xml"
        report.unlink(missing_ok=True)
        status = _pytest(["--durations=15", f"--junit-xml={report}", *shares[share]], output)
        return _reported(report, status)

    with ExitStack() as stack, ThreadPoolExecutor(AT_ONCE) as pool:
        outputs = {
            share: stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace"))
            for share in shares
            if share != first
        }
        running = [pool.submit(run, share, outputs.get(share)) for share in shares]
        proving = pool.map(Ended.of, proofs)
        tally = sum((tests.result() for tests in running), Tally())
        for output in outputs.values():
            output.seek(0)
            shutil.copyfileobj(output, sys.stdout)
        sys.stdout.flush()
        return sum((ended.told() for ended in proving), tally)


def _reported(report: Path, status: int) -> Tally:
    """What pytest counted; a session that broke off counts as one failure more."""
    try:
        suite = ElementTree.parse(report).getroot()[0]  # noqa: S314 — written by our own pytest a moment ago
        number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    except (FileNotFoundError, ElementTree.ParseError):
        return Tally(failed=1)
    failed = number["failures"] + number["errors"]
    counted = Tally(max(number["tests"] - failed - number["skipped"], 0), failed, number["skipped"])
    return counted if status == 0 or failed else counted + Tally(failed=1)


def _proofs() -> list[Path]:
    return sorted((HOME / "benchmarks").glob("prove_*.py"))


def _short(proof: Path) -> Gate:
    return Gate(f"proof: {proof.stem.removeprefix('prove_')}", [sys.executable, str(proof), "--short"])


def _prepare_tests() -> node.Node:
    """Install and fetch what the tests need beyond the packages that are here by now."""
    steps = Steps(4)
    with steps.step(say("step_system_packages")) as step:
        _install_debian_packages(step.progress)
        step.outcome = say("ready")
    found = _web_packages(steps)
    with steps.step(say("step_samples")) as step:
        step.outcome = _fetch_models(step.progress)
        prompts.fetch()
        word_lists.fetch()
    with steps.step(say("step_web")) as step:
        web.build(found, say("step_web"), step.progress)
        step.outcome = say("ready")
    return found


def _web_packages(steps: Steps) -> node.Node:
    with steps.step(say("step_web_packages")) as step:
        found = node.prepare(say("step_node"), step.progress)
        web.install(found, say("step_web_packages"), step.progress)
        step.outcome = f"Node {found.version}"
    return found


def _fetch_models(progress: environment.Progress) -> str:
    settings = read_settings()
    wanted = [*default_models(settings), *(m.name for m in CATALOGUE.values() if m.occasion is Occasion.TESTS)]
    local = settings.models_cache if settings.models_cache.is_dir() else settings.models_folder
    store = ModelStore(
        TEST_MODELS,
        local=local,
        offline=settings.offline,
        progress=lambda name, done, total: progress(done / total if total else None, name),
    )
    for name in wanted:
        store.open(name)
    size = megabytes(sum(CATALOGUE[name].size for name in wanted))
    return say("models_ready", count=len(wanted), size=size)


def _install_debian_packages(progress: environment.Progress) -> None:
    """Install what is missing as root; anybody else is told how. Raises `tool_missing`."""
    missing = [package for program, package in DEBIAN_PACKAGES.items() if not shutil.which(program)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ScribeError("tool_missing", tool=", ".join(missing), remedy=f"sudo {' '.join(command)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    what = say("step_system_packages")
    progress(None, "apt-get update")
    environment.run_logged(["apt-get", "-q", "update"], what, environment=quiet)
    progress(None, " ".join(missing))
    environment.run_logged(command, what, environment=quiet)
