"""`./manage.sh people`: from a name to a known voice and back to nothing, without anything running."""

import json
import re
from pathlib import Path

import pytest
import soundfile
from running_product import RECORDINGS, Product

from scribe_core.database import users
from scribe_core.database.engine import Database
from scribe_core.domain.account import Role

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]


@pytest.fixture
async def product(tmp_path: Path) -> Product:
    """An installation with an account, not started."""
    product = Product(tmp_path / "volumes")
    database = Database(f"sqlite+aiosqlite:///{product.volumes / 'scribe.sqlite'}")
    await database.migrate()
    async with database.session() as session:
        await users.add(session, email="ada@example.org", name="Ada", role=Role.ADMINISTRATOR, language="fr")
    await database.close()
    return product


def people(product: Product, *arguments: str, status: int = 0, cwd: Path = Path("/")) -> str:
    """What the command says."""
    done = product.manage("people", *arguments, cwd=cwd)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if status == 0 else done.stderr.splitlines()[-1]


def test_a_voice_is_learnt_listed_handed_out_and_forgotten(product: Product, tmp_path: Path) -> None:
    assert people(product).startswith("There is nobody yet")
    assert people(product, "add", "Claire Durand").startswith("Claire Durand was added (")
    reading = RECORDINGS / "two_cities.wav"
    refused = people(product, "enrol", "Claire Durand", str(reading), status=1)
    assert refused.startswith("A voice is only learnt with the person’s recorded consent.")
    people(product, "consent", "claire durand", "signed form")
    sound, rate = soundfile.read(reading)
    soundfile.write(tmp_path / "short.wav", sound[: 6 * rate], rate)
    short = people(product, "enrol", "Claire Durand", "short.wav", status=1, cwd=tmp_path)
    assert re.fullmatch(r"There are only \d s of this voice alone and clear; 10 s are needed\.", short)
    learnt = people(product, "enrol", "Claire Durand", str(reading))
    assert learnt.startswith("The voice of Claire Durand was learnt from ")
    assert "(signed form), 1 voiceprint " in people(product, "list", "--account", "ADA@example.org")
    left = [path for path in (product.volumes / "scratch").rglob("*") if path.is_file()]
    assert not left, "nothing of the file is kept"

    people(product, "export", "Claire Durand", "-o", "claire.json", cwd=tmp_path)
    exported = json.loads((tmp_path / "claire.json").read_text(encoding="utf-8"))
    assert len(exported["voiceprints"][0]["vector"]) == 192
    assert people(product, "revoke", "Claire Durand").startswith("The consent of Claire Durand is taken back")
    assert ", 0 voiceprints" in people(product)
    assert product.manage("people", "erase", "Claire Durand").returncode == 1, "nobody confirmed it"
    people(product, "erase", "Claire Durand", "--yes")
    assert people(product).startswith("There is nobody yet")


def test_whom_it_cannot_know_it_says(product: Product) -> None:
    assert people(product, "revoke", "Nobody", status=1) == "There is no such person."
    assert people(product, "list", "--account", "bob@example.org", status=1) == "There is no such user."
    people(product, "add", "Marc", "--consent", "by mail")
    people(product, "add", "marc")
    assert people(product, "revoke", "Marc", status=1).startswith("Several people are called “Marc”")
    assert people(product, "enrol", "Marc", "/no/such.wav", status=1).startswith("There is no file ")
