"""The web interface's build: its packages from its lock, then Next's standalone server; only when something changed.

Uses the standard library only.
"""

import hashlib
import os
import re
from collections.abc import Callable, Container
from pathlib import Path

from scribe import environment
from scribe.node import Node

FOLDER = environment.HOME / "03-interface" / "frontend"
BUILD = FOLDER / ".next"
HTTPS = FOLDER / "scripts" / "https.mjs"
"""Loaded before the server where there is a certificate: Next's own server speaks HTTP only."""

NOT_SOURCES = frozenset({"node_modules", ".next", "coverage", "journeys", "next-env.d.ts", "tsconfig.tsbuildinfo"})

SPACE = 1_500_000_000
"""Free bytes asked for before a build. Measured: packages 0.6 GB, build 0.2 GB, and npm's own cache."""


def server() -> Path:
    """The built server's start file."""
    return BUILD / "standalone" / "server.js"


def is_current(node: Node) -> bool:
    """Whether the build belongs to these sources and this Node."""
    mark = BUILD / "scribe-sources"
    return server().is_file() and mark.is_file() and mark.read_text() == fingerprint(node.version)


def install(node: Node, what: str, progress: environment.Progress) -> None:
    """Bring `node_modules` up to the lock. Takes no time when it is."""
    mark = FOLDER / "node_modules" / ".scribe-lock"
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return
    environment.check_space(FOLDER, SPACE)
    progress(None, "npm install")
    # Not `npm ci`: it refuses a lock without the builds for other systems, and a registry that mirrors only this
    # system's leaves them out of the lock. The versions and hashes in the lock hold all the same; nothing is rewritten.
    options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    environment.run_logged([*node.npm, "install", *options], what, cwd=FOLDER, environment=_variables(node))
    mark.write_text(wanted)


def build(node: Node, what: str, progress: environment.Progress) -> None:
    """Build the server unless the build is current."""
    if is_current(node):
        return
    install(node, what, progress)
    stages = {
        "Creating an optimized": 0.2,
        "Compiled": 0.5,
        "Collecting page data": 0.7,
        "Generating static": 0.8,
        "Finalizing": 0.9,
    }

    def follow(line: str) -> None:
        for start, part in stages.items():
            if start in line:
                progress(part, re.sub(r"^[^A-Za-z]*", "", line))

    progress(0.1, "next build")
    mark = fingerprint(node.version)
    run(node, "build", what, follow)
    (BUILD / "scribe-sources").write_text(mark)


def run(node: Node, script: str, what: str, on_line: Callable[[str], None] = lambda _line: None) -> None:
    """Run one of the scripts of `package.json`, its output in the log."""
    environment.run_logged([*node.npm, "run", script], what, on_line, cwd=FOLDER, environment=_variables(node))


def _variables(node: Node) -> dict[str, str]:
    return {
        **node.variables(),
        "NEXT_TELEMETRY_DISABLED": "1",
        # Next would complete a lock that names no registry by asking one.
        "NEXT_IGNORE_INCORRECT_LOCKFILE": "1",
        "CI": "1",  # no spinners in the log
    }


def fingerprint(version: str, only: Container[Path] | None = None) -> str:
    """SHA-256 over every source file's name and content, or those named, and the major number of that version of Node."""
    digest = hashlib.sha256(version.partition(".")[0].encode())
    for folder, inner, names in os.walk(FOLDER):
        inner[:] = sorted(set(inner) - NOT_SOURCES)
        for name in sorted(set(names) - NOT_SOURCES):
            path = Path(folder, name)
            if only is not None and path not in only:
                continue
            digest.update(f"\0{path.relative_to(FOLDER)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
