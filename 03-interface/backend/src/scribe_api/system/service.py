"""How the installation is: asked of its rows, its services and its disk. Nothing is counted here that is not counted anyway."""

import asyncio
import shutil
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts
from scribe_api.health.service import Services, look
from scribe_api.system import schemas
from scribe_core import VERSION
from scribe_core.database import quotas, workers
from scribe_core.database.last_day import LastDay, last_day
from scribe_core.database.room_taken import RoomTaken, room_taken
from scribe_core.database.runs import AT_WORK, Run
from scribe_core.database.speed import Speed
from scribe_core.database.standing import Standing, standing
from scribe_core.database.workers import Worker
from scribe_core.domain.run import Lane, Status
from scribe_core.errors import Language, sentence_of_several
from scribe_core.settings import Settings

MOST_WORKERS_RUNS = 1000


async def system(parts: Parts, session: AsyncSession, language: Language) -> schemas.System:
    """How everything is now."""
    services = await look(parts)
    pace = await parts.pace.known(session)
    return schemas.System(
        release=VERSION,
        services=_services(parts.settings, services, language),
        workers=[_worker(worker, at_work) for worker, at_work in await _workers(session)],
        work=_work(await standing(session), await last_day(session), pace, language),
        storage=await _storage(parts, await room_taken(session)),
        limits=_limits(parts.settings),
    )


async def _workers(session: AsyncSession) -> list[tuple[Worker, list[schemas.WorkerRun]]]:
    columns = select(Run.lease_owner, Run.id, Run.stage, Run.progress).where(AT_WORK)
    at_work: defaultdict[str | None, list[schemas.WorkerRun]] = defaultdict(list)
    for holder, run_id, stage, progress in await session.execute(
        columns.order_by(Run.lane, Run.id).limit(MOST_WORKERS_RUNS)
    ):
        at_work[holder].append(schemas.WorkerRun(id=run_id, stage=stage, progress=progress))
    return [(worker, at_work[worker.presence.id]) for worker in await workers.everyone(session)]


def _worker(worker: Worker, at_work: list[schemas.WorkerRun]) -> schemas.Worker:
    told = worker.presence
    return schemas.Worker(
        id=told.id,
        host=told.host,
        release=told.release,
        alive=worker.alive,
        lanes=list(told.lanes),
        device=told.device,
        resident=told.resident,
        memory=told.memory,
        memory_free=told.free,
        memory_total=told.total,
        models=[schemas.WorkerModel.model_validate(model) for model in told.models],
        runs=at_work,
        started_at=worker.started_at,
        seen_at=worker.seen_at,
    )


def _work(now: Standing, day: LastDay, pace: Speed, language: Language) -> schemas.Work:
    busy = [lane for lane in Lane if now.waiting[lane] or now.working[lane]]
    return schemas.Work(
        lanes=[
            schemas.LaneStanding(
                lane=lane, waiting=now.waiting[lane], working=now.working[lane], oldest=max(0.0, now.oldest[lane])
            )
            for lane in busy
        ],
        silent=now.silent,
        factors=dict(pace.factors),
        completed=day.ended[Status.COMPLETED],
        failed=day.ended[Status.FAILED],
        cancelled=day.ended[Status.CANCELLED],
        failures=[
            schemas.Failure(code=failure.code, message=sentence_of_several(failure.code, language), count=failure.count)
            for failure in day.failures
        ],
        wait=day.wait,
    )


async def _storage(parts: Parts, taken: RoomTaken) -> schemas.Storage:
    root = parts.objects.root
    disk = await asyncio.to_thread(shutil.disk_usage, root) if root is not None and root.exists() else None
    general = parts.settings.user_quota_bytes
    return schemas.Storage(
        recordings=taken.recordings,
        trash=taken.trash,
        coming=taken.coming,
        database=taken.database,
        disk_free=disk.free if disk else None,
        disk_total=disk.total if disk else None,
        accounts=[
            schemas.AccountStorage(
                id=account.id,
                name=account.name,
                recordings=account.recordings,
                quota=quotas.in_force(account.quota, general),
            )
            for account in taken.accounts
        ],
    )


def _limits(settings: Settings) -> schemas.Limits:
    return schemas.Limits(
        upload_bytes=settings.upload_limit_bytes,
        recording_hours=settings.recording_limit_hours,
        user_quota_bytes=settings.user_quota_bytes,
        free_space_bytes=settings.free_space_bytes,
        run_attempts=settings.run_attempts,
        trash_days=settings.trash_days,
        upload_expiry_hours=settings.upload_expiry_hours,
        session_days=settings.refresh_token_days,
        access_minutes=settings.access_token_minutes,
        preset=settings.preset,
        speech_model=settings.speech_model,
        offline=settings.offline,
    )


def _services(settings: Settings, found: Services, language: Language) -> list[schemas.Service]:
    urls = {
        "database": settings.database_url,
        "storage": settings.objects_url,
        "queue": settings.queue_url,
        "vectors": settings.vectors_url,
    }
    return [
        schemas.Service(
            name=name,
            state=found.state(name),
            kind=urls[name].partition(":")[0].partition("+")[0],  # an address may carry a password
            message=fault.sentence(language) if fault else None,
        )
        for name, fault in found.faults.items()
    ]
