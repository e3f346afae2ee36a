"""`./manage.sh stop`: the same for what runs in a terminal and what runs in the background."""

import os
import signal
import time
from argparse import Namespace

from scribe import running
from scribe.parts import read_settings
from scribe.supervisor import STOP_SECONDS
from scribe.wording import say

LOOK_AGAIN_SECONDS = 0.1


def stop(_options: Namespace) -> int:
    """Ask the supervisor to end and wait until it has."""
    settings = read_settings()
    pid = running.process_number(settings)
    if pid is None:
        print(say("not_running"))
        return 0
    print(say("stopping"), flush=True)
    for number, patience in ((signal.SIGTERM, 2 * STOP_SECONDS + 5), (signal.SIGKILL, 5.0)):
        os.kill(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if running.process_number(settings) is None:
                print(say("stopped"))
                return 0
            time.sleep(LOOK_AGAIN_SECONDS)
    return 1
