"""Settings → the parts of the product. The only place that decides what stands behind an address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from scribe.importing import uncollected
from scribe_core.errors import ScribeError
from scribe_core.settings import LOCAL, Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scribe_core.database.engine import Database
    from scribe_core.language_model.endpoint import Endpoint
    from scribe_core.search.embedding import Embedder
    from scribe_core.stores.objects import Objects
    from scribe_core.stores.queue import Doorbell
    from scribe_core.stores.s3 import S3Access
    from scribe_core.stores.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Parts:
    """What the API and the workers are given.

    `vectors` is the index for searches by meaning where this process may use it, `embedder` what makes vectors where there is one,
    `language_model` what writes answers where one is set up.
    """

    settings: Settings
    database: "Database"
    objects: "Objects"
    doorbell: "Doorbell"
    vectors: "Vectors | None"
    embedder: "Embedder | None"
    language_model: "Endpoint | None"

    @property
    def ring(self) -> "Callable[[str], Awaitable[None]]":
        """Tells the workers that a run waits."""
        return self.doorbell.ring


def read_settings() -> Settings:
    """The settings, read once per process; `.env` in the working folder, which is the product's. Raises `setting_invalid`."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise ScribeError("setting_invalid", setting=variable(name), reason=first["msg"]) from error


def variable(field: str) -> str:
    """The environment variable of a setting, by its field's or alias' name."""
    info = Settings.model_fields.get(field)
    alias = info.validation_alias if info else field if field.isupper() else None
    return str(alias) if alias else f"SCRIBE_{field.upper()}"


def make_folders(settings: Settings) -> None:
    """The data folder with what belongs in it, for its owner only. Raises `folder_unwritable` or `storage_full`."""
    try:
        for folder in (settings.volumes, settings.volumes / "logs", settings.volumes / "run", settings.secrets_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings.volumes.chmod(0o700)  # it may have been there before: everything in it is its owner's alone
        probe = settings.volumes / "run" / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        if error.errno == 28:
            raise ScribeError("storage_full") from error
        raise ScribeError("folder_unwritable", folder=settings.volumes) from error


@asynccontextmanager
async def open_parts(settings: Settings, *, has_folder: bool = False) -> AsyncIterator[Parts]:
    """The parts, opened; closed again when the block ends.

    `has_folder` is the one process that has an index's folder; a server's index is everybody's.
    """
    # Here, so that commands which need no database (`stop`, `logs`) do not wait for half a second of imports.
    with uncollected():
        from scribe_core.database.engine import Database
        from scribe_core.stores.queue import open_doorbell

    database = Database(settings.database_url)
    doorbell = open_doorbell(settings.queue_url, settings.lane_names)
    vectors = open_index(settings) if has_folder or not settings.vectors_url.startswith("file:") else None
    embedder = open_embedder(settings)
    language_model = open_language_model(settings)
    try:
        yield Parts(settings, database, open_objects(settings), doorbell, vectors, embedder, language_model)
    finally:
        if language_model is not None:
            await language_model.close()
        if embedder is not None:
            await asyncio.to_thread(embedder.close)
        if vectors is not None:
            await vectors.close()
        await doorbell.close()
        await database.close()


def open_objects(settings: Settings) -> "Objects":
    """The object store; opening it asks no service anything."""
    from scribe_core.stores.objects import Objects

    return Objects.open(settings.objects_url, objects_access(settings))


def objects_access(settings: Settings) -> "S3Access":
    """How an S3 service is reached that has the objects; a folder needs none of it."""
    from scribe_core.stores.s3 import S3Access

    secret = settings.objects_secret_key
    return S3Access(
        endpoint=settings.objects_endpoint,
        region=settings.objects_region,
        access_key=settings.objects_access_key,
        secret_key=secret.get_secret_value() if secret else "",
    )


def open_index(settings: Settings) -> "Vectors | None":
    """The index for searches, where there is one; opening it asks nothing and makes nothing."""
    if not settings.vectors_url:
        return None
    from scribe_core.stores.vectors import open_vectors

    secret = settings.vectors_api_key
    key = secret.get_secret_value() if secret else ""
    return open_vectors(settings.vectors_url, key, least_free=settings.free_space_bytes)


def open_language_model(settings: Settings) -> "Endpoint | None":
    """The model of language, where one is set up; opening it asks nothing. A local one is opened by its address, which the supervisor
    tells those parts of the product that ask it (`local_model.py`).
    """
    if not settings.llm_url or settings.llm_url.startswith(LOCAL):
        return None
    from scribe_core.language_model.endpoint import Access, Endpoint

    return Endpoint(
        Access(
            url=settings.llm_url,
            key=settings.llm_key.get_secret_value() if settings.llm_key else "",
            model=settings.llm_model,
            context=settings.llm_context,
            answer_seconds=settings.llm_answer_seconds,
            silence_seconds=settings.llm_silence_seconds,
        )
    )


def open_embedder(settings: Settings) -> "Embedder | None":
    """What makes vectors of texts, where there is an index of them; it loads its model when it is first asked."""
    if not settings.vectors_url:
        return None
    from scribe_core.search.embedding import Embedder

    return Embedder()
