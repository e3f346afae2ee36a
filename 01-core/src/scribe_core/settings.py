"""Every setting of the product, with its embedded default. Read once, in the composition root.

`docs/configuration.md` is generated from this class; a test fails when it is stale.
"""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from scribe_core.domain.run import Preset

Port = Annotated[int, Field(ge=1, le=65535)]
OptionalPort = Annotated[int, Field(ge=0, le=65535)]


ADDRESSES = {
    "database_url": ("sqlite+aiosqlite:///", "postgresql+asyncpg://"),
    "objects_url": ("file:///", "s3://"),
    "objects_endpoint": ("http://", "https://"),
    "queue_url": ("redis://", "rediss://", "unix://"),
    "vectors_url": ("file:///", "http://", "https://"),
    "llm_url": ("http://", "https://", "local:"),
}
"""How an address may begin."""

LOCAL = "local:"
"""What stands before the name of a model of language that is served on this machine."""


class Settings(BaseSettings):
    """The settings, from the environment first, then from `.env` in the product's folder.

    The addresses keep their plain names (`DATABASE_URL`…); everything else starts with `SCRIBE_`.
    """

    model_config = SettingsConfigDict(
        env_prefix="SCRIBE_",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    # -- where things live
    volumes: Path = Field(
        Path("volumes"), description="Folder that holds all data: database, objects, models, secrets, logs."
    )
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="Database. Empty: SQLite in the data folder. Distributed: `postgresql+asyncpg://…` (PostgreSQL 16).",
    )
    objects_url: str = Field(
        "",
        validation_alias="OBJECTS_URL",
        description="Object store. Empty: a folder in the data folder. Distributed: `s3://bucket` or `s3://bucket/prefix`, of any"
        " S3 service; the bucket must be there. Keys do not belong in it.",
    )
    objects_endpoint: str = Field(
        "", description="Address of the S3 service, `http://…` or `https://…`. Empty: Amazon's."
    )
    objects_region: str = Field("us-east-1", description="Region of the S3 service; most know one and take any name.")
    objects_access_key: str = Field(
        "",
        description="Access key of the S3 service: it reads, writes, lists and deletes in the bucket. Empty: `AWS_ACCESS_KEY_ID`"
        " or the machine's role.",
    )
    objects_secret_key: SecretStr | None = Field(
        None, description="Secret that belongs to the access key. Empty: `AWS_SECRET_ACCESS_KEY` or the machine's role."
    )

    queue_url: str = Field(
        "",
        validation_alias="QUEUE_URL",
        description="Queue that wakes workers at once. Empty: none, they look for work at an interval. Distributed:"
        " `redis://:password@host:6379/0` (Redis 7), `rediss://…` with TLS.",
    )
    vectors_url: str = Field(
        "",
        validation_alias="VECTORS_URL",
        description="Index for searching by meaning. Empty: a folder in the data folder where the database is there too, else none, and"
        " searches are by words alone. `file:///…`, a folder that the API's process has for itself, or `http://host:6333`, a Qdrant"
        " server. Its key does not belong in it.",
    )
    vectors_api_key: SecretStr | None = Field(None, description="API key of the Qdrant server.")

    # -- who listens where
    api_host: str = Field("127.0.0.1", description="Address the API listens on.")
    api_port: Port = Field(5000, description="Port of the API.")
    api_connections: Annotated[int, Field(ge=10)] = Field(
        400,
        description="Connections the API keeps open at once; further ones are turned away. Each may need two open files.",
    )
    metrics_host: str = Field(
        "127.0.0.1",
        description="Address on which API and workers tell Prometheus how they do, without encryption or password.",
    )
    api_metrics_port: OptionalPort = Field(
        0, description="Port of the API's metrics; 0 for none. docs/guide/monitoring.md."
    )
    worker_metrics_port: OptionalPort = Field(0, description="Port of a worker's metrics; 0 for none.")
    web_host: str = Field("127.0.0.1", description="Address the web interface listens on.")
    web_port: Port = Field(3000, description="Port of the web interface.")
    public_api_url: str = Field(
        "", description="Address browsers reach the API at. Empty: the page's own host name with the API's port."
    )
    web_origins: str = Field(
        "",
        description="Further origins (comma-separated) whose pages may call the API. The web interface's own are always allowed.",
    )
    tls_certificate: Path | None = Field(
        None,
        description="Certificate of the API and of the web interface (PEM, with those between it and its authority): both then answer"
        " over HTTPS only, and cookies are sent over HTTPS only. Read at the start; together with SCRIBE_TLS_KEY.",
    )
    tls_key: Path | None = Field(None, description="Private key of that certificate (PEM, without a passphrase).")
    allow_insecure_listen: bool = Field(
        False, description="Allow listening beyond this machine without TLS (only behind a proxy that adds it)."
    )
    secure_cookies: bool = Field(
        False,
        description="Send session cookies over HTTPS only. Set it when a TLS proxy stands in front; with a certificate of its own it is so.",
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses (comma-separated) of proxies whose X-Forwarded-For is believed for rate limits and logs.",
    )

    # -- accounts
    access_token_minutes: Annotated[int, Field(ge=1, le=60)] = Field(
        10, description="Life of an access token, in minutes."
    )
    refresh_token_days: Annotated[int, Field(ge=1, le=90)] = Field(
        14, description="Days without use after which a session ends."
    )
    refresh_grace_seconds: Annotated[int, Field(ge=0, le=60)] = Field(
        20,
        description="Seconds in which a refresh token just used may be used again (two tabs at once), before it counts as stolen.",
    )
    one_time_code_hours: Annotated[int, Field(ge=1, le=168)] = Field(
        24, description="Life of a one-time code, in hours."
    )
    password_minimum: Annotated[int, Field(ge=8, le=128)] = Field(
        12, description="Least number of characters in a password."
    )
    login_attempts: Annotated[int, Field(ge=1)] = Field(
        10, description="Failed sign-ins allowed per account and per address in a quarter of an hour."
    )

    # -- backups
    backup_passphrase: SecretStr | None = Field(
        None,
        description="Passphrase of backups, for `./manage.sh backup` and `restore` where nobody is there to type it. Rather use"
        " `--passphrase-file`: what stands in `.env` reaches the processes of the product too.",
    )

    # -- recordings
    upload_limit_bytes: Annotated[int, Field(ge=1)] = Field(
        20 * 1024**3, description="Largest recording accepted, in bytes."
    )
    upload_expiry_hours: Annotated[float, Field(gt=0)] = Field(
        168.0, description="Hours that an upload which stopped waits to be resumed before what came of it is deleted."
    )
    user_quota_bytes: Annotated[int, Field(ge=0)] = Field(
        0,
        description="Bytes of recordings that one account may have, stored (in the trash too) and being sent together; 0 sets no limit.",
    )
    trash_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        30,
        description="Days that a meeting stays in the trash before it is deleted for good. The trash counts in the quota.",
    )
    recording_limit_hours: Annotated[float, Field(gt=0)] = Field(
        12.0, description="Longest recording accepted, in hours."
    )
    recording_least_seconds: Annotated[float, Field(ge=0)] = Field(
        0.5, description="Shortest recording that is transcribed, in seconds."
    )
    conversion_memory_bytes: Annotated[int, Field(ge=256 * 1024**2)] = Field(
        1536 * 1024**2, description="Address space of the decoding process, in bytes."
    )
    conversion_cpu_factor: Annotated[float, Field(gt=0)] = Field(
        0.25,
        description="CPU seconds the decoding process may use per megabyte of file, besides the 120 and the 100 an hour"
        " of the longest recording accepted that every file may.",
    )
    free_space_bytes: Annotated[int, Field(ge=0)] = Field(
        512 * 1024**2, description="Free disk space below which uploads and runs wait, in bytes."
    )

    # -- models and work
    models_folder: Path | None = Field(None, description="Further folder to look for models in, before any download.")
    offline: bool = Field(False, description="Never fetch anything; use only models that are already on this machine.")
    speech_model: str = Field(
        "whisper-base",
        description="Speech recognition model: a name of the catalogue (`./manage.sh models`), or of a folder of your own in"
        " the models folder that holds a Whisper model converted to CTranslate2.",
    )
    device: Annotated[str, Field(pattern=r"^(auto|cpu|cuda(:\d+)?)$")] = Field(
        "auto",
        description="Where models run: `cpu`, `cuda` (the NVIDIA card with the most memory), `cuda:1` (that card); `auto`"
        " takes a card where one can be used. docs/graphics-card.md.",
    )
    compute_type: str = Field(
        "auto", description="Precision of speech recognition (`int8`, `float16`…); `auto` picks it for the device."
    )
    diarizer: Literal["own", "community-1"] = Field(
        "own",
        description="What tells speakers apart: the product itself, or pyannote's community-1 from the folder"
        " `pyannote-community-1` of the models folder (docs/graphics-card.md).",
    )
    preset: Preset = Field(
        Preset.BALANCED,
        description="How much work is put into words and speakers where a run does not say: decision records 0012, 0017.",
    )
    threads: Annotated[int, Field(ge=0)] = Field(
        0, description="CPU threads for a worker's models; 0 takes every core."
    )
    lanes: str = Field("cpu,gpu,llm,index", description="Lanes that this worker serves, comma-separated.")
    poll_seconds: Annotated[float, Field(gt=0)] = Field(
        1.0,
        description="Pause between two looks at the table for new work, in seconds; five times as long while a queue rings.",
    )
    lease_seconds: Annotated[float, Field(ge=2)] = Field(
        30.0, description="Time after its last heartbeat at which a worker is taken for dead, in seconds."
    )
    run_attempts: Annotated[int, Field(ge=1)] = Field(
        3, description="Times a run is begun without getting further before it counts as failed."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe message written to the logs."
    )
    log_format: Literal["text", "json"] = Field(
        "text",
        description="How the API and the workers write their logs: lines for people, or one JSON object a line for programs. Each"
        " carries the request, or the run with its meeting and stage.",
    )

    # -- a model of language
    llm_url: str = Field(
        "",
        validation_alias="LLM_URL",
        description="Model of language that may write minutes, and writes answers to questions. Empty: none, nothing is ever sent to one. The address of an"
        " endpoint that speaks OpenAI's `chat/completions`, as programs are told it: `http://127.0.0.1:11434/v1` (Ollama, vLLM, llama.cpp). **What is said in"
        " a meeting is sent there**: name one outside the organisation only if that is meant. Its key does not belong in it. Experimental:"
        " `local:qwen2.5-coder-1.5b` has a small model answer on this machine's processor (docs/guide/embedded.md).",
    )
    llm_key: SecretStr | None = Field(None, description="Key of that endpoint, where it asks for one.")
    llm_model: str = Field(
        "", description="Name of the model there. Empty: the one that the endpoint has, where it has one only."
    )
    llm_context: Annotated[int, Field(ge=0)] = Field(
        0,
        description="Tokens that the model reads and writes at once. 0 asks the endpoint, and takes 4096 where it does not say; a local model has 8192.",
    )
    llm_answer_seconds: Annotated[float, Field(gt=0)] = Field(
        600.0, description="Longest time for one answer of the model, in seconds."
    )
    llm_silence_seconds: Annotated[float, Field(gt=0)] = Field(
        180.0,
        description="Longest time in which nothing comes from the model, in seconds: on a processor the first word takes long.",
    )
    llm_second_look: bool = Field(
        True,
        description="Ask the model of each item of its minutes once more whether it is said where it is cited; what it denies is left out.",
    )

    @field_validator("volumes")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        folder = value.expanduser().absolute()
        if set(str(folder)) & set("?#%"):
            raise ValueError("its name may not hold ?, # or % (it becomes part of addresses)")
        return folder

    @field_validator("database_url", "objects_url", "objects_endpoint", "queue_url", "vectors_url", "llm_url")
    @classmethod
    def _known_address(cls, value: str, info: ValidationInfo) -> str:
        known = ADDRESSES[str(info.field_name)]
        if value and not value.startswith(known):
            raise ValueError(f"it begins with {' or '.join(known)}")
        if value.startswith("s3://") and (not urlsplit(value).netloc or set(urlsplit(value).netloc) & set("@:")):
            raise ValueError("after s3:// stands the name of a bucket, and neither a key nor a host")
        if info.field_name == "vectors_url" and "@" in urlsplit(value).netloc:
            raise ValueError("its key belongs in SCRIBE_VECTORS_API_KEY")
        if info.field_name == "llm_url" and ("@" in urlsplit(value).netloc or urlsplit(value).query):
            raise ValueError("its key belongs in SCRIBE_LLM_KEY")
        return value

    @field_validator("tls_certificate", "tls_key", mode="before")
    @classmethod
    def _whole_path(cls, value: str | Path | None) -> Path | None:
        return Path(value).expanduser().absolute() if value else None

    @model_validator(mode="after")
    def _embedded_defaults(self) -> Self:
        defaults = {
            # What is on one machine has its index there; several machines need one that all of them reach.
            "vectors_url": "" if self.database_url else f"file://{self.volumes / 'qdrant_storage'}",
            "database_url": f"sqlite+aiosqlite:///{self.volumes / 'scribe.sqlite'}",
            "objects_url": f"file://{self.volumes / 'objects'}",
        }
        for name, value in defaults.items():
            if not getattr(self, name):
                object.__setattr__(self, name, value)
        if self.tls_certificate:
            object.__setattr__(self, "secure_cookies", True)
        return self

    @property
    def lane_names(self) -> tuple[str, ...]:
        """The lanes as they are written."""
        return tuple(name.strip() for name in self.lanes.split(",") if name.strip())

    @property
    def models_cache(self) -> Path:
        """The model store: verified model files."""
        return self.volumes / "huggingface_cache"

    @property
    def secrets_folder(self) -> Path:
        """Generated keys, readable by their owner only."""
        return self.volumes / "secrets"

    @property
    def scratch_folder(self) -> Path:
        """Short-lived working files; anything in it may be deleted while nothing runs."""
        return self.volumes / "scratch"

    @property
    def scheme(self) -> str:
        """How the API and the web interface are spoken to."""
        return "https" if self.tls_certificate else "http"

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Exact origins whose pages may send cookies to the API."""
        own = {f"{self.scheme}://{host}:{self.web_port}" for host in ("localhost", "127.0.0.1", self.web_host)}
        return frozenset(own | {origin.strip().rstrip("/") for origin in self.web_origins.split(",") if origin.strip()})
