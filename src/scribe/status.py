"""`./manage.sh status`: what is running and how it does."""

import asyncio
from argparse import Namespace
from datetime import datetime

import psutil

from scribe import processes, running
from scribe.parts import open_parts, read_settings
from scribe.terminal import megabytes
from scribe.wording import say
from scribe_core.domain.run import Status
from scribe_core.settings import Settings

NOT_RUNNING = 3
"""What a service's `status` answers when it is stopped (Linux Standard Base)."""


def show(_options: Namespace) -> int:
    """Print each part's state; the exit status tells whether anything runs."""
    settings = read_settings()
    pid = running.process_number(settings)
    if pid is None:
        print(say("not_running"))
        return NOT_RUNNING
    state = running.state(settings)
    since = datetime.fromtimestamp(state.get("since", 0)).astimezone()
    print(say("status_running", since=f"{since:%Y-%m-%d %H:%M}", pid=pid))
    print(f"  {processes.address(settings)}")
    for part in state.get("parts", []):
        print(
            say(
                "status_part",
                part=part["name"],
                state=say(f"state_{part['state']}"),
                pid=part["pid"] or "-",
                memory=megabytes(_memory(part["pid"])),
                restarts=part["restarts"],
            )
        )
    asyncio.run(_show_queue(settings))
    return 0


async def _show_queue(settings: Settings) -> None:
    from sqlalchemy import func, select

    from scribe_core.database import users
    from scribe_core.database.runs import UNDER_WAY, Run

    async with open_parts(settings) as parts, parts.database.reading() as session:
        counted = await session.execute(select(Run.status, func.count()).where(UNDER_WAY).group_by(Run.status))
        numbers = dict(counted.tuples().all())
        places = {"processing": numbers.get(Status.PROCESSING, 0), "pending": numbers.get(Status.PENDING, 0)}
        print(say("status_runs", **places))
        if not await users.any_exist(session):
            print(say("no_administrator"))


def _memory(pid: int | None) -> int:
    """Resident bytes of a part and all it started."""
    try:
        process = psutil.Process(pid) if pid else None
        family = [process, *process.children(recursive=True)] if process else []
        return sum(member.memory_info().rss for member in family)
    except psutil.Error:
        return 0
