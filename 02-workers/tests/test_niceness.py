"""A worker steps back for others, and what it starts with it."""

import subprocess
import sys
from pathlib import Path

from scribe_workers.niceness import NICENESS

AUTOGROUP = Path("/proc/self/autogroup")

TELLS = """
import os, subprocess, sys
from pathlib import Path
from scribe_workers.niceness import give_way, let_give_way
give_way()
give_way()
look = "import os, sys; sys.stdin.read(); from pathlib import Path; p = Path('/proc/self/autogroup'); print(os.nice(0), p.read_text().split()[-1] if p.exists() else '-')"
with subprocess.Popen([sys.executable, "-I", "-c", look], stdin=subprocess.PIPE, start_new_session=True) as child:
    let_give_way(child.pid)
    child.stdin.close()
"""


def told(*, own_session: bool) -> list[str]:
    """Niceness of a child of a worker, and of its session."""
    command = [sys.executable, "-c", TELLS]
    answer = subprocess.run(command, start_new_session=own_session, check=True, capture_output=True, text=True)
    return answer.stdout.split()


def test_a_worker_and_its_children_step_back_and_so_does_a_session_of_their_own() -> None:
    assert told(own_session=True) == [str(NICENESS), str(NICENESS) if AUTOGROUP.exists() else "-"]


def test_a_session_that_is_somebody_elses_is_left_alone() -> None:
    before = AUTOGROUP.read_text() if AUTOGROUP.exists() else ""
    assert told(own_session=False)[0] == str(NICENESS)
    assert (AUTOGROUP.read_text() if AUTOGROUP.exists() else "") == before
