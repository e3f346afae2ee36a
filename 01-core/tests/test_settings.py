"""Settings: addresses that cannot be meant are refused before anything is opened, and secrets are not shown."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from scribe_core.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql://db/scribe"),
        ("database_url", "mysql+aiomysql://db/scribe"),
        ("objects_url", "scribe"),
        ("objects_url", "http://minio:9000/scribe"),
        ("objects_url", "s3://"),
        ("objects_url", "s3://key:secret@scribe"),
        ("objects_endpoint", "minio:9000"),
        ("llm_url", "localhost:11434"),
        ("llm_url", "http://user:secret@llm/v1"),
        ("llm_url", "https://llm/v1?key=secret"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(tmp_path: Path, name: str, value: str) -> None:
    given: dict[str, Any] = {name: value}
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, volumes=tmp_path, **given)
    assert refused.value.errors()[0]["loc"][0] in (name, name.upper())


def test_empty_addresses_are_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, volumes=tmp_path, database_url="", objects_url="")
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/scribe.sqlite"
    assert settings.objects_url == f"file://{tmp_path}/objects"


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None, volumes=tmp_path, objects_url="s3://scribe/house", objects_secret_key=SecretStr("hidden")
    )
    assert "hidden" not in f"{settings!r} {settings} {settings.model_dump_json()}"
