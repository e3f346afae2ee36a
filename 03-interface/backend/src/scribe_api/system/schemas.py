"""JSON of how the installation is. Nothing of what anybody's meetings hold."""

from datetime import datetime

from pydantic import Field

from scribe_api.wire import Message, Told
from scribe_core.domain.run import Lane, Preset


class WorkerModel(Told):
    """A model on a worker's machine."""

    name: str = Field(examples=["whisper-base"])
    purpose: str = Field(examples=["speech"])
    size: int = Field(description="Bytes.")
    state: str = Field(description="`present`, `unverified`, `damaged` or `missing`.")
    needed: bool = Field(description="Whether the worker's settings name it.")


class WorkerRun(Told):
    """What a worker works on."""

    id: str
    stage: str | None
    progress: float = Field(ge=0, le=1)


class Worker(Told):
    """A worker, as it was last heard of. Memory in bytes."""

    id: str = Field(examples=["gpu-1-4711"])
    host: str
    release: str
    alive: bool = Field(description="Whether it was heard of within the last minute.")
    lanes: list[str]
    device: str | None = Field(description="What its models run on; null until it first loaded one.")
    resident: str | None = Field(description="The model that is loaded now.")
    memory: int = Field(description="What its process takes.")
    memory_free: int = Field(description="Of its card where it has one, else of its machine.")
    memory_total: int
    models: list[WorkerModel]
    runs: list[WorkerRun] = Field(description="One that computes, and one that waits for a model of language, at most.")
    started_at: datetime
    seen_at: datetime


class LaneStanding(Told):
    """Runs of a lane."""

    lane: Lane
    waiting: int
    working: int
    oldest: float = Field(description="Seconds since the oldest of those that wait was asked for.")


class Failure(Message):
    """Why runs of the last day failed, and how many."""

    count: int


class Work(Told):
    """How the work stands, and how it went in the last twenty-four hours."""

    lanes: list[LaneStanding]
    silent: int = Field(description="Runs whose worker has not been heard of since its lease ended.")
    factors: dict[Preset, float] = Field(
        description="Seconds of work for a second of recording, medians of recent runs."
    )
    completed: int
    failed: int
    cancelled: int
    failures: list[Failure]
    wait: float | None = Field(description="Median seconds that runs of the last day waited; null where none ended.")


class AccountStorage(Told):
    """What an account's recordings take."""

    id: str
    name: str
    recordings: int
    quota: int = Field(description="The limit in force; 0 is none.")


class Storage(Told):
    """Bytes, where they lie."""

    recordings: int = Field(description="As they were brought, without those in the trash.")
    trash: int
    coming: int = Field(description="What uploads under way announced.")
    database: int
    disk_free: int | None = Field(
        description="Of the disk that recordings are stored on; null where that is a service."
    )
    disk_total: int | None
    accounts: list[AccountStorage] = Field(description="Those with the most.")


class Limits(Told):
    """What is set for the whole installation."""

    upload_bytes: int
    recording_hours: float
    user_quota_bytes: int = Field(description="0 is none.")
    free_space_bytes: int
    run_attempts: int
    trash_days: int
    upload_expiry_hours: float
    session_days: int
    access_minutes: int
    preset: Preset
    speech_model: str
    offline: bool


class Service(Told):
    """Whether a part answers: `ok`, `none` where this installation does without it, or the code of what is wrong."""

    name: str = Field(examples=["database"])
    state: str = Field(examples=["ok"])
    kind: str = Field(description="What it is, without its address.", examples=["postgresql"])
    message: str | None


class System(Told):
    """How the installation is now."""

    release: str
    services: list[Service]
    workers: list[Worker]
    work: Work
    storage: Storage
    limits: Limits
