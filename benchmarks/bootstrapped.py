"""Roots made by a Dockerfile's steps in a bootstrapped Debian, and programs started in them as a container would be."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dockerfiles import Stage

from scribe import node
from scribe.environment import HOME

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SOMEBODY = 4321
"""A user that no image knows, as the owner of a data folder is."""
MACHINE_FILES = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/pip.conf",
    f"{Path.home()}/.config/pip/pip.conf",
    f"{Path.home()}/.npmrc",
)
"""How this machine reaches its registries; lent to a step and taken away again. An image holds none of it."""


# -- building


def built(folder: Path, root: Path, image: str, stages: list[Stage], names: list[str]) -> Path:
    """The root of the last stage."""
    done: dict[str, Path] = {}
    for stage in stages:
        place = folder / f"{image}-{len(done)}"
        print(f"{image}: FROM {stage.base}", flush=True)
        subprocess.run(["cp", "-a", root, place], check=True)
        if stage.base.startswith("node:"):
            _add_node(place)
        workdir = "/"
        for word, rest in stage.steps:
            if word == "WORKDIR":
                workdir = rest
                (place / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            elif word == "COPY":
                _copy(place, workdir, rest, done, names)
            else:
                _run(place, stage, workdir, rest)
        done[stage.name] = place
    return place


def _run(root: Path, stage: Stage, workdir: str, script: str) -> None:
    lent = []
    for name in MACHINE_FILES:
        target = root / (name.lstrip("/") if name.startswith("/etc") else f"root/{Path(name).relative_to(Path.home())}")
        if Path(name).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            before = target.read_bytes() if target.exists() else None
            lent.append((target, before))
            shutil.copy(name, target)
    authorities = Path(os.environ.get("PIP_CERT", "/etc/ssl/certs/ca-certificates.crt"))
    beside = root / "tmp/authorities.crt"
    shutil.copy(authorities, beside)
    trusted = dict.fromkeys(("PIP_CERT", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"), "/tmp/authorities.crt")  # noqa: S108 — of that root
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "HOME": "/root"}
    try:
        done = within(root, stage, ["/bin/sh", "-c", f"cd {shlex.quote(workdir)} && {script}"], {**quiet, **trusted})
    finally:
        beside.unlink()
        for target, before in lent:
            target.unlink()
            if before is not None:
                target.write_bytes(before)
    if done.returncode != 0:
        raise SystemExit(f"RUN {script}\n{done.stdout[-4000:]}")


def _copy(root: Path, workdir: str, rest: str, done: dict[str, Path], names: list[str]) -> None:
    *sources, target = [part for part in rest.split() if not part.startswith("--")]
    place = root / os.path.normpath(os.path.join(workdir, target)).lstrip("/")  # noqa: PTH118 — a path of that root
    if rest.startswith("--from="):
        origin = done[rest.split()[0].removeprefix("--from=")]
        subprocess.run(["cp", "-aT", f"{origin}{sources[0]}", place], check=True)
        return
    for one in sources:
        for name in names:
            if name == one:
                to = place / Path(name).name if len(sources) > 1 or target.endswith("/") else place
            elif name.startswith(f"{one}/"):
                to = place / Path(name).relative_to(one)
            else:
                continue
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HOME / name, to)


def _add_node(root: Path) -> None:
    """Stands for the base image that carries Node: this machine's own, or the one of the package that carries it."""
    found = node.find()
    assert found is not None
    program, npm = root / "usr/local/bin/node", root / "usr/local/lib/node_modules/npm"
    shutil.copy(found.program.resolve(), program)
    shutil.copytree(Path(found.npm[-1]).resolve().parents[1], npm, symlinks=True)
    (root / "usr/local/bin/npm").symlink_to("../lib/node_modules/npm/bin/npm-cli.js")


# -- running


def _command(root: Path, command: list[str], lent: dict[str, Path], user: int | None) -> list[str]:
    """In a mount space of its own, with `/proc`; as somebody, on a read-only root, where a user is given."""
    q = shlex.quote
    steps = ["mount -t proc proc " + q(f"{root}/proc")]
    if user is not None:
        steps = [f"mount --bind {q(str(root))} {q(str(root))}", f"cd {q(str(root))}", *steps]
        steps += [f"mount -t tmpfs -o mode=1777 tmpfs {q(str(root / 'tmp'))}"]
        steps += [
            f"mkdir -p {q(f'{root}{target}')}; mount --bind {q(str(own))} {q(f'{root}{target}')}"
            for target, own in lent.items()
        ]
        steps += [f"mount -o remount,bind,ro {q(str(root))}"]
    who = f"--userspec={user}:{user} " if user is not None else ""
    steps += [f"exec chroot {who}{q(str(root))} {shlex.join(command)}"]
    return ["unshare", "--mount", "sh", "-ec", "\n".join(steps)]


def within(
    root: Path, stage: Stage, command: list[str], variables: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """A build step's command, run to its end as root."""
    given = {"PATH": PATH, **stage.variables, **(variables or {})}
    given |= {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "npm_config_")) and name not in given
    }
    return subprocess.run(
        _command(root, command, {}, None),
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@contextmanager
def started(
    root: Path, stage: Stage, arguments: list[str], variables: dict[str, str], lent: dict[str, Path]
) -> Iterator["subprocess.Popen[str]"]:
    """What the image starts, with other arguments where they are given."""
    command = [*stage.entrypoint, *(arguments or stage.command)]
    given = {"PATH": PATH, "HOME": "/tmp", **stage.variables, **variables}  # noqa: S108 — of that root
    inside = ["/usr/bin/env", "-C", stage.folder, *command]
    log = lent["/shared"] / f"{Path(root).name}-{'-'.join(arguments) or 'run'}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            _command(root, inside, lent, SOMEBODY),
            env=given,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
