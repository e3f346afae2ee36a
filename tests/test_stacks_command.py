"""`./manage.sh --stacks`: what it writes, what it asks Docker for, and what it says where Docker is away."""

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from running_product import HOME, MANAGE
from servers.postgresql import PostgreSQL
from servers.qdrant import Qdrant
from servers.redis import Redis
from servers.s3 import S3

from scribe.processes import PYTHON
from scribe.stacks import findings
from scribe.stacks.variables import MADE
from scribe.wording import LINES
from scribe_core.accelerators import driver
from scribe_core.errors import SENTENCES

pytestmark = pytest.mark.journey

DOCKER = """\
#!/bin/sh
# Stands for Docker: notes what it is asked and answers as the test says.
echo "$*" >> "$DOCKER_NOTES"
case "$*" in
  "compose version --short") [ -z "$NO_PLUGIN" ] || exit 1; echo "${PLUGIN_VERSION:-2.40.3}" ;;
  "version --format"*) [ -z "$DAEMON" ] || { echo "$DAEMON" >&2; exit 1; }; echo 28.5.1 ;;
  info*) echo "${DOCKER_INFO:-{}}" ;;
  *"ps --quiet"*) echo "$RUNNING" ;;
  *run-code*) [ -z "$REFUSED" ] || { echo "$REFUSED" >&2; exit 1; }; echo "$CODE" ;;
  *"ps --services --all"*) echo "$STOPPED" ;;
  *"ps --services"*) echo "$RUNNING" ;;
  *run-doctor) [ -z "$SILENT" ] || exec sleep 60; [ -z "$REFUSED" ] || { echo "$REFUSED" >&2; exit 1; }; printf "%s\\n" "$FOUND" ;;
  *run-backup*) cat > "$DOCKER_NOTES.given"; echo sealed; [ -z "$FAILS" ] || exit 1 ;;
  *run-restore*) cat > "$DOCKER_NOTES.given"; echo "OF=then" ;;
  *" $FAILS "*|*" $FAILS") [ -z "$FAILS" ] || exit 17 ;;
esac
"""


class Installation:
    """A copy of what the command needs, in a folder of its own, with a Docker that only takes notes."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "installation"
        for part in ("src/scribe", "01-core/src/scribe_core"):
            shutil.copytree(HOME / part, self.home / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(MANAGE, self.home)
        self.bin = folder / "bin"
        self.bin.mkdir()
        (self.bin / "docker").write_text(DOCKER)
        (self.bin / "docker").chmod(0o755)
        self.notes = folder / "notes"
        self.file = self.home / ".env"

    def manage(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCRIBE_", "COMPOSE_"))}
        path = f"{self.bin}{os.pathsep}{kept['PATH']}"
        own = {"PATH": path, "DOCKER_NOTES": str(self.notes), "LC_ALL": "C.UTF-8"}
        command: list[str | Path] = [self.home / "manage.sh", *arguments]
        return subprocess.run(
            command,
            env={**kept, **own, **variables},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def asked(self) -> list[str]:
        """What Docker was asked since the last time, without the questions whether it is there."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        given = f"--env-file {self.file} "
        return [
            line.removeprefix("compose ").replace(given, "").replace(f"{self.home}/", "")
            for line in lines
            if given in line
        ]

    def values(self) -> dict[str, str]:
        """What stands in `.env`."""
        return dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", self.file.read_text(), re.MULTILINE))


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def sentence(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    return line


# -- where Docker is away


def test_without_docker(installation: Installation) -> None:
    few = installation.bin.parent / "few"
    few.mkdir()
    for name in ("bash", "env", "readlink", "dirname"):
        found = shutil.which(name)
        assert found
        (few / name).symlink_to(found)
    done = installation.manage("--stacks", PATH=str(few), SCRIBE_PYTHON=sys.executable)
    assert sentence(done) == SENTENCES["docker_missing"].en
    assert not installation.file.exists(), "what cannot be is not remembered"


@pytest.mark.parametrize(
    ("variables", "code", "within"),
    [
        ({"NO_PLUGIN": "yes"}, "docker_compose_missing", "docker-compose-plugin"),
        ({"PLUGIN_VERSION": "2.17.2"}, "docker_compose_old", "2.17.2"),
        (
            {"DAEMON": "Cannot connect to the Docker daemon at unix:///var/run/docker.sock."},
            "docker_away",
            "Cannot connect",
        ),
        ({"DAEMON": "permission denied while trying to connect"}, "docker_forbidden", "permission denied"),
    ],
)
def test_where_something_of_docker_is_away_one_sentence_says_what(
    installation: Installation, variables: dict[str, str], code: str, within: str
) -> None:
    said = sentence(installation.manage("--stacks", **variables))
    assert said.split("{")[0].startswith(SENTENCES[code].en.split("{")[0])
    assert within in said
    assert not installation.file.exists()


def test_french(installation: Installation) -> None:
    said = sentence(installation.manage("--stacks", NO_PLUGIN="yes", LC_ALL="", LC_MESSAGES="", LANG="fr_FR.UTF-8"))
    assert said == SENTENCES["docker_compose_missing"].fr


# -- backup and restoration


INSIDE = "--file compose.yaml run --rm --no-deps -T --env LC_ALL=C.UTF-8 api"
PASSPHRASE = "lampe ciseaux nuage guitare"


def given(installation: Installation) -> tuple[dict[str, str], bytes]:
    """What the container was given: what is asked, and the bytes after it."""
    line, _, rest = (installation.notes.parent / "notes.given").read_bytes().partition(b"\n")
    return json.loads(line), rest


def test_a_backup_is_made_in_a_container_beside_the_stores(installation: Installation) -> None:
    installation.manage("--stacks")
    installation.asked()
    file = installation.home / "backup"
    done = installation.manage("backup", str(file), SCRIBE_BACKUP_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert installation.asked() == [f"{INSIDE} run-backup"], "and no passphrase among the arguments"
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"sealed\n", 0o600)
    asked, _ = given(installation)
    assert asked["passphrase"] == PASSPHRASE
    assert base64.b64decode(asked["settings"]) == installation.file.read_bytes()


def test_a_backup_that_failed_leaves_no_file(installation: Installation) -> None:
    installation.manage("--stacks")
    file = installation.home / "backup"
    done = installation.manage("backup", str(file), SCRIBE_BACKUP_PASSPHRASE=PASSPHRASE, FAILS="always")
    assert "failed" in sentence(done)
    assert not [path for path in installation.home.iterdir() if "backup" in path.name]


def test_a_restoration_is_made_where_nobody_uses_the_stores(installation: Installation) -> None:
    installation.manage("--stacks")
    file = installation.home / "backup"
    file.write_bytes(bytes(5_000_000))
    variables = {"SCRIBE_BACKUP_PASSPHRASE": PASSPHRASE}
    done = installation.manage("restore", str(file), RUNNING="postgres\nworker", **variables)
    assert sentence(done) == SENTENCES["restore_running_stacks"].en
    installation.asked()
    done = installation.manage("restore", str(file), RUNNING="postgres", **variables)
    assert done.returncode == 0, done.stderr
    assert installation.asked()[-1] == f"{INSIDE} run-restore"
    assert given(installation) == ({"passphrase": PASSPHRASE}, bytes(5_000_000))
    beside = installation.home / ".env.restored"
    assert (beside.read_text(), stat.S_IMODE(beside.stat().st_mode)) == ("OF=then\n", 0o600)


# -- the choice and its secrets


def test_the_choice_is_made_once_with_secrets_of_chance_that_stay(installation: Installation) -> None:
    first = installation.manage("--stacks")
    assert first.returncode == 0, first.stderr
    assert stat.S_IMODE(installation.file.stat().st_mode) == 0o600
    values = installation.values()
    assert set(values) >= {variable.name for variable in MADE}
    secrets = [value for name, value in values.items() if re.search("PASSWORD|KEY", name)]
    assert len(set(secrets)) == len(secrets) == 5
    assert all(re.fullmatch(r"[0-9a-f]{20,}", value) for value in secrets)
    assert values["SCRIBE_UID"] != "0", "containers never run as root"

    written = installation.file.read_text()
    installation.asked()
    again = installation.manage()
    assert again.returncode == 0, again.stderr
    assert installation.asked(), "remembered: the plain command starts the stacks"
    installation.manage("--stacks")
    assert installation.file.read_text() == written


def test_what_stood_in_the_file_stays(installation: Installation) -> None:
    installation.file.write_text(
        "# mine\nSCRIBE_SPEECH_MODEL=whisper-large-v3\nexport REDIS_PASSWORD='of my own'\nSCRIBE_STACKS=false"
    )
    installation.file.chmod(0o644)
    assert installation.manage("--stacks").returncode == 0
    text = installation.file.read_text()
    assert text.startswith(
        "# mine\nSCRIBE_SPEECH_MODEL=whisper-large-v3\nexport REDIS_PASSWORD='of my own'\nSCRIBE_STACKS=false\n"
    )
    assert text.count("REDIS_PASSWORD") == 1
    assert stat.S_IMODE(installation.file.stat().st_mode) == 0o600
    installation.asked()
    installation.manage("status")
    assert installation.asked(), "the last word counts"


def test_a_database_whose_password_is_gone_gets_no_new_one(installation: Installation) -> None:
    (installation.home / "volumes/postgres_data").mkdir(parents=True)
    (installation.home / "volumes/postgres_data/PG_VERSION").write_text("16")
    assert "Put the file back from your backup" in sentence(installation.manage("--stacks"))
    assert not installation.file.exists()


# -- what it does


def test_a_start_cleans_builds_and_starts_all_three_and_says_where(installation: Installation) -> None:
    done = installation.manage("--stacks", CODE="setup_code S8Q4-HKN4-6Z4G-EHXJ 24")
    assert installation.asked() == [
        "--file compose.yaml rm --force --volumes",
        "--file compose.yaml build",
        "--file compose.yaml up --detach --wait --remove-orphans",
        "--file compose.yaml exec -T --env LC_ALL=en api /opt/scribe/.venv/bin/python -I -X utf8 /opt/scribe/src/scribe run-code --first",
    ]
    assert "Open https://localhost\n" in done.stdout
    assert "one-time code for the first administrator is  S8Q4-HKN4-6Z4G-EHXJ" in done.stdout
    made = {path.name for path in (installation.home / "volumes").iterdir()}
    assert {"postgres_data", "minio_data", "qdrant_storage", "huggingface_cache", "secrets"} <= made
    owner = installation.values()["SCRIBE_UID"]
    for path in (installation.home / "volumes").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert str(path.stat().st_uid) == owner


def test_no_command_ever_deletes_a_volume_of_data(installation: Installation) -> None:
    for command in (["--stacks"], ["stop"], ["stop", "core"], ["start", "workers"], ["status"], ["logs"]):
        installation.manage(*command, RUNNING="abc")
    lines = installation.asked()
    assert len(lines) > 8
    for line in lines:
        assert " -v" not in line
        assert "--volumes" not in line or " rm --force" in line, "rm's are the unnamed ones, and all data are folders"
        assert "prune" not in line


def test_each_stack_starts_and_stops_alone(installation: Installation) -> None:
    installation.manage("--stacks")
    installation.asked()
    assert installation.manage("start", "workers").returncode == 0
    assert installation.asked() == [
        f"--file 02-workers/compose.yaml {what}" for what in ("rm --force --volumes", "build", "up --detach --wait")
    ]
    assert installation.manage("stop", "workers").returncode == 0
    assert installation.asked() == [
        f"--file 02-workers/compose.yaml {what}" for what in ("stop", "rm --force --volumes")
    ]


def test_on_several_machines_the_second_file_comes_along(installation: Installation) -> None:
    installation.manage("--stacks", SCRIBE_CORE_BIND="10.0.0.1")
    assert installation.asked()[0] == "--file compose.yaml --file 01-core/several-machines.yaml rm --force --volumes"
    installation.manage("start", "workers", SCRIBE_CORE_HOST="10.0.0.1")
    assert installation.asked()[0].startswith("--file 02-workers/compose.yaml --file 02-workers/several-machines.yaml ")


def test_stop_status_and_logs_follow_the_choice(installation: Installation) -> None:
    installation.manage("--stacks")
    installation.asked()
    stopped = installation.manage("stop")
    assert (stopped.returncode, stopped.stdout) == (0, "Stopping…\nStopped.\n")
    assert installation.asked()[-1] == "--file compose.yaml down --remove-orphans"
    nothing = installation.manage("status")
    assert (nothing.returncode, nothing.stdout) == (3, "Nothing is running.\n")
    assert installation.manage("status", RUNNING="abc").returncode == 0
    installation.asked()
    installation.manage("logs", "proxy", "-f")
    assert installation.asked() == ["--file compose.yaml logs --timestamps --tail 40 --follow proxy"]


def test_a_code_comes_from_where_the_database_is(installation: Installation) -> None:
    installation.manage("--stacks")
    done = installation.manage("user", "reset", "a@example.org", CODE="reset_code AAAA-BBBB-CCCC-DDDD 24 a@example.org")
    assert "One-time code for a@example.org: AAAA-BBBB-CCCC-DDDD" in done.stdout
    assert "https://localhost" in done.stdout
    added = installation.manage(
        "user", "add", "b@example.org", CODE="account_code AAAA-BBBB-CCCC-DDDD 24 b@example.org"
    )
    assert "Account of b@example.org made" in added.stdout
    taken = installation.manage("user", "add", "b@example.org", REFUSED="It is taken.")
    assert (taken.returncode, taken.stderr.splitlines()[0]) == (1, "It is taken.")


def test_what_works_on_embedded_data_says_so(installation: Installation) -> None:
    installation.manage("--stacks")
    for command in (["people"], ["user", "quota", "b@example.org", "5GB"]):
        assert sentence(installation.manage(*command)) == SENTENCES["stacks_elsewhere"].en


def test_what_docker_could_not_do_is_told(installation: Installation) -> None:
    done = installation.manage("--stacks", FAILS="build")
    assert done.returncode == 1
    assert done.stderr.startswith("“docker compose build” failed")


def test_a_stack_by_name_needs_the_choice(installation: Installation) -> None:
    assert sentence(installation.manage("start", "workers")).startswith("“workers” is a container stack")
    assert installation.manage("start", "wrokers").returncode == 2


@pytest.mark.parametrize(
    "variables",
    [
        {"SCRIBE_ORIGIN": "https://scribe.example.org:8443"},
        {"SCRIBE_HTTPS_PORT": "8443"},
        {"SCRIBE_ORIGIN": "http://scribe.example.org"},
        {"SCRIBE_ORIGIN": "https://scribe.example.org/scribe"},
    ],
)
def test_an_address_and_a_port_that_contradict_each_other_are_told(
    installation: Installation, variables: dict[str, str]
) -> None:
    assert "SCRIBE_ORIGIN is not valid" in sentence(installation.manage("--stacks", **variables))
    assert not installation.asked()


# -- the doctor, and cleaning


def found(done: "subprocess.CompletedProcess[str]", beginning: str) -> str:
    """What the doctor says that begins so, with its remedy."""
    lines = done.stdout.replace("\n    → ", " → ").splitlines()
    (line,) = (line for line in lines if line[2:].startswith(beginning))
    return line


def test_the_doctor_looks_at_docker_and_at_the_file(installation: Installation) -> None:
    installation.manage("--stacks")
    fine = installation.manage("doctor", RUNNING="api", FOUND="[]")
    assert found(fine, "Docker answers").startswith("✓")
    assert found(fine, "Choice and passwords").startswith("✓")
    assert found(fine, "Running at https://localhost")
    assert "Node" not in fine.stdout, "no part of embedded mode is asked for"
    installation.file.chmod(0o644)
    wrong = installation.manage("doctor", NO_PLUGIN="yes")
    assert wrong.returncode == 1
    assert found(wrong, "Choice and passwords").endswith(f"→ chmod 600 {installation.file}")
    assert found(wrong, "Docker is here without its compose plugin").startswith("✗")


RUNNING_ALREADY = "--file compose.yaml exec -T --env LC_ALL={language} {service} /opt/scribe/.venv/bin/python -I -X utf8 /opt/scribe/src/scribe run-doctor"
OF_ITS_OWN = "--file compose.yaml run --rm --no-deps -T --env LC_ALL=en {service} run-doctor"


@pytest.mark.parametrize(
    ("running", "stopped", "asked"),
    [
        ("postgres\nworker\napi", "", RUNNING_ALREADY.format(language="en", service="api")),
        ("worker-gpu", "", RUNNING_ALREADY.format(language="en", service="worker-gpu")),
        ("postgres", "migration\napi\npostgres", OF_ITS_OWN.format(service="api")),
    ],
    ids=["the API", "a worker's machine", "an API that does not start"],
)
def test_the_doctor_has_the_services_asked_from_inside_their_networks(
    installation: Installation, running: str, stopped: str, asked: str
) -> None:
    installation.manage("--stacks")
    installation.asked()
    said = [
        {"what": "Database (postgresql+asyncpg://postgres:5432/scribe)", "mark": "✓", "remedy": ""},
        {"what": "Queue (redis://redis:6379/0)", "mark": "✗", "remedy": "The queue (Redis) does not answer."},
    ]
    done = installation.manage("doctor", RUNNING=running, STOPPED=stopped, FOUND=json.dumps(said))
    assert (done.returncode, done.stderr) == (1, ""), "what is wrong inside is wrong"
    assert found(done, "Database") == "✓ Database (postgresql+asyncpg://postgres:5432/scribe)"
    assert found(done, "Queue") == "✗ Queue (redis://redis:6379/0) → The queue (Redis) does not answer."
    lines = installation.asked()
    assert lines[-1] == asked
    assert all(" ps --services " in line for line in lines[:-1]), "it only looks"
    done = installation.manage("doctor", RUNNING=running, STOPPED=stopped, FOUND=json.dumps(said[:1]))
    assert "✗" not in done.stdout, "and nothing else is"


def test_the_doctor_says_where_and_when_the_services_are_looked_at(installation: Installation) -> None:
    installation.manage("--stacks")
    installation.asked()
    names = "Database, file store, queue and search index are looked at once the stacks run"
    assert found(installation.manage("doctor"), "Database") == f"– {names}"
    core_only = installation.manage("doctor", RUNNING="postgres\nredis", STOPPED="postgres\nredis")
    assert found(core_only, "Neither the API nor a worker is on this machine").startswith("–")
    assert "run-doctor" not in " ".join(installation.asked()), "no image is built for a look"
    french = installation.manage("doctor", LC_ALL="fr_FR.UTF-8")
    assert "– Base de données, espace de stockage, file d’attente et index de recherche sont" in french.stdout


@pytest.mark.parametrize(
    "variables",
    [{"REFUSED": "unknown command; password=guessed"}, {"FOUND": ""}, {"FOUND": "guessed"}, {"FOUND": '{"a": 1}'}],
    ids=["an older release", "nothing", "no answer", "another answer"],
)
def test_a_container_that_cannot_ask_is_told_in_one_sentence(
    installation: Installation, variables: dict[str, str]
) -> None:
    installation.manage("--stacks")
    done = installation.manage("doctor", RUNNING="api", **variables)
    assert (done.returncode, done.stderr) == (1, "")
    said = found(done, "The container “api” could not look at database, file store, queue and search index")
    assert said.startswith("✗")
    assert "./manage.sh logs api" in said
    assert "guessed" not in done.stdout
    french = installation.manage("doctor", RUNNING="api", LC_ALL="fr_FR.UTF-8", **variables)
    assert found(french, "Le conteneur « api » n’a pas pu examiner").startswith("✗")


def test_a_container_that_never_answers_is_not_waited_for(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PATH": f"{installation.bin}{os.pathsep}{os.environ['PATH']}",
        "DOCKER_NOTES": str(installation.notes),
        "RUNNING": "api",
        "SILENT": "yes",
        "LC_ALL": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(findings, "PATIENCE_SECONDS", 0.5)
    (*_, last) = findings.findings()
    assert (last.mark, last.what.partition(" could")[0]) == ("✗", "The container “api”")


def inside(services: dict[str, str], folder: Path, language: str = "en") -> str:
    """What `run-doctor` prints in a container that has these in its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCRIBE_")}
    done = subprocess.run(
        [*PYTHON, "run-doctor"],
        env={**kept, **services, "SCRIBE_VOLUMES": str(folder), "LC_ALL": language},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert list(folder.iterdir()) == [], "it only looks"
    return done.stdout


def test_what_the_container_finds_is_the_truth_and_holds_no_secret(
    postgresql: PostgreSQL,
    postgresql_migrated: str,
    s3: S3,
    redis_server: Redis,
    qdrant: Qdrant,
    tmp_path: Path,
) -> None:
    services = {
        "DATABASE_URL": postgresql_migrated,
        **s3.settings("house"),
        "QUEUE_URL": redis_server.url(),
        "VECTORS_URL": qdrant.url,
        "SCRIBE_VECTORS_API_KEY": qdrant.key,
    }
    well = inside(services, tmp_path)
    assert [one["mark"] for one in json.loads(well)] == ["✓", "✓", "✓", "✓", "✓"], well
    empty = json.loads(inside({**services, "DATABASE_URL": postgresql.url("postgres")}, tmp_path))
    assert [one["mark"] for one in empty] == ["–", "✓", "✓", "✓", "✓"], "a database that no migration has seen"
    wrong = {
        **services,
        "DATABASE_URL": postgresql.url("migrated", password="guessed"),
        "SCRIBE_OBJECTS_SECRET_KEY": "guessed",
        "QUEUE_URL": redis_server.url(password="guessed"),
        "SCRIBE_VECTORS_API_KEY": "guessed",
    }
    refused = inside(wrong, tmp_path)
    named = ("DATABASE_URL", "SCRIBE_OBJECTS_SECRET_KEY", "QUEUE_URL", "SCRIBE_VECTORS_API_KEY")
    *served, embedder = json.loads(refused)
    assert embedder["mark"] == "✓", "it is in the image, and needs no service"
    for setting, one in zip(named, served, strict=True):
        assert one["mark"] == "✗"
        assert setting in one["remedy"]
    secrets = (postgresql.password, *s3.keys, redis_server.password, qdrant.key, "guessed")
    assert not [secret for secret in secrets if secret in well + refused]


def test_services_that_are_stopped_are_told_outside_as_they_were_found_inside(
    installation: Installation, tmp_path: Path
) -> None:
    # A stopped container's name is no more; `.invalid` never is one.
    services = {
        "DATABASE_URL": "postgresql+asyncpg://scribe:guessed@postgres.invalid:5432/scribe",
        "QUEUE_URL": "redis://:guessed@redis.invalid:6379/0",
        "OBJECTS_URL": "s3://scribe",
        "SCRIBE_OBJECTS_ENDPOINT": "http://s3.invalid:8333",
        "SCRIBE_OBJECTS_ACCESS_KEY": "guessed",
        "SCRIBE_OBJECTS_SECRET_KEY": "guessed",
        "VECTORS_URL": "http://qdrant.invalid:6333",
        "SCRIBE_VECTORS_API_KEY": "guessed",
    }
    codes = {
        "Base de données (postgresql+asyncpg://postgres.invalid:5432/scribe)": "database_unavailable",
        "Espace de stockage (s3://scribe), http://s3.invalid:8333": "storage_unavailable",
        "File d’attente (redis://redis.invalid:6379/0)": "queue_unavailable",
        "Index de recherche (http://qdrant.invalid:6333)": "vectors_unavailable",
    }
    (folder := tmp_path / "data").mkdir()
    said = inside(services, folder, "fr")
    installation.manage("--stacks")
    installation.asked()
    done = installation.manage("doctor", RUNNING="api", FOUND=said, LC_ALL="fr_FR.UTF-8")
    assert installation.asked()[-1] == RUNNING_ALREADY.format(language="fr", service="api")
    assert done.returncode == 1
    for what, code in codes.items():
        assert found(done, what) == f"✗ {what} → {SENTENCES[code].fr}"
    assert "guessed" not in done.stdout


MODEL_AWAY = {
    "what": "Language model (http://model.invalid:11434/v1)",
    "mark": "✗",
    "remedy": SENTENCES["llm_unavailable"].en,
    "code": "llm_unavailable",
}


def test_a_model_of_language_is_asked_from_inside(tmp_path: Path) -> None:
    assert json.loads(inside({"LLM_URL": "http://model.invalid:11434/v1"}, tmp_path))[-1] == MODEL_AWAY


@pytest.mark.parametrize(
    ("variables", "hints"),
    [
        ({}, ["doctor_llm_closed"]),
        ({"LLM_URL": "http://localhost:11434/v1"}, ["doctor_llm_loopback", "doctor_llm_closed"]),
        ({"LLM_URL": "http://localhost:11434/v1", "SCRIBE_LLM_NETWORK_INTERNAL": "false"}, ["doctor_llm_loopback"]),
        ({"SCRIBE_LLM_NETWORK_INTERNAL": "false"}, []),
        ({"SCRIBE_CORE_HOST": "192.0.2.1"}, ["doctor_llm_closed"]),
        ({"SCRIBE_CORE_HOST": "192.0.2.1", "RUNNING": "worker"}, []),
        ({"FOUND": json.dumps([{**MODEL_AWAY, "code": "llm_refused"}])}, []),
    ],
    ids=["closed", "loopback", "loopback, open", "open", "an API", "a worker with a way out", "another fault"],
)
def test_what_keeps_containers_from_a_model_of_language_is_told(
    installation: Installation, variables: dict[str, str], hints: list[str]
) -> None:
    installation.manage("--stacks")
    asked = {"RUNNING": "api", "LLM_URL": "http://model.invalid:11434/v1", "FOUND": json.dumps([MODEL_AWAY])}
    done = installation.manage("doctor", **{**asked, **variables})
    told = [LINES[hint].en.format(host="localhost") for hint in hints]
    assert found(done, "Language model").split(" → ")[1] == " ".join([MODEL_AWAY["remedy"], *told])


def test_a_setting_that_the_container_cannot_read_is_its_finding(tmp_path: Path) -> None:
    (one,) = json.loads(inside({"SCRIBE_LEASE_SECONDS": "guessed"}, tmp_path))
    assert one["mark"] == "✗"
    assert "SCRIBE_LEASE_SECONDS" in one["what"]
    assert "guessed" not in one["what"]


def test_the_doctor_looks_for_the_card_that_a_container_shall_have(installation: Installation) -> None:
    if driver().cards():
        pytest.skip("this machine has a card")
    installation.manage("--stacks")
    assert "NVIDIA" not in installation.manage("doctor").stdout
    wanted = installation.manage("doctor", COMPOSE_PROFILES="seaweedfs,gpu")
    assert wanted.returncode == 1
    assert found(wanted, "COMPOSE_PROFILES asks for a worker on an NVIDIA card").startswith("✗")


@pytest.mark.parametrize(
    ("info", "mark"),
    [
        ('{"Runtimes":{"io.containerd.runc.v2":{},"nvidia":{"path":"nvidia-container-runtime"}}}', "✓"),
        ('{"Runtimes":{"runc":{}},"DiscoveredDevices":[{"Source":"cdi","ID":"nvidia.com/gpu=0"}]}', "✓"),
        ('{"Runtimes":{"io.containerd.runc.v2":{},"runc":{}}}', "✗"),
    ],
    ids=["runtime", "devices", "neither"],
)
def test_docker_with_and_without_the_toolkit(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, info: str, mark: str
) -> None:
    for name, value in {
        "PATH": f"{installation.bin}{os.pathsep}{os.environ['PATH']}",
        "DOCKER_NOTES": str(installation.notes),
        "DOCKER_INFO": info,
        "COMPOSE_PROFILES": "seaweedfs,gpu",
        "LC_ALL": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(findings, "driver", lambda: SimpleNamespace(cards=lambda: ("a card",)))
    (said,) = (one for one in findings.findings() if "NVIDIA" in one.what)
    assert said.mark == mark
    assert ("nvidia-ctk runtime configure" in said.remedy) is (mark == "✗")
