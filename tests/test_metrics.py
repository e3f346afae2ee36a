"""The product tells Prometheus how it does, on ports of its own, on both kinds of store; and what watches it asks for what is told."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from running_product import HOME, RECORDINGS, Product, Program, one_time_code
from servers.postgresql import PostgreSQL
from servers.process import free_port

from scribe import debian, environment, listening
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

MONITORING = HOME / "deploy/monitoring"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((MONITORING / "rules.yaml").read_text())["groups"] for rule in group["rules"]
]
GUIDE = HOME / "docs/guide/monitoring.md"
ADDED = re.compile(r"_(bucket|sum|count|created)$")
"""What a histogram's samples have beside its name."""


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(_env_file=None, volumes=folder, api_port=free_port(), web_port=free_port(), **more)


def test_metrics_listen_wider_only_where_somebody_insists(tmp_path: Path) -> None:
    listening.check(settings(tmp_path, metrics_host="0.0.0.0"))  # nobody is told anything: no port
    wide = {"metrics_host": "0.0.0.0", "worker_metrics_port": free_port()}
    with pytest.raises(ScribeError, match=r"0\.0\.0\.0"):
        listening.check(settings(tmp_path, **wide))
    listening.check(settings(tmp_path, **wide, allow_insecure_listen=True))
    same = free_port()
    with pytest.raises(ScribeError) as refused:
        listening.check(settings(tmp_path, api_metrics_port=same, worker_metrics_port=same))
    assert refused.value.code == "port_busy"


def test_by_default_nobody_is_told_anything() -> None:
    defaults = Settings(_env_file=None)
    assert (defaults.api_metrics_port, defaults.worker_metrics_port) == (0, 0)
    assert defaults.metrics_host == "127.0.0.1"


@pytest.fixture(params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """An installation that tells Prometheus how it does, on either database."""
    ports = {f"SCRIBE_{part}_METRICS_PORT": str(free_port()) for part in ("API", "WORKER")}
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        server.sql("CREATE DATABASE metrics")
        ports["DATABASE_URL"] = server.url("metrics")
    product = Product(tmp_path / "volumes", more={**ports, "SCRIBE_LOG_FORMAT": "json"})
    try:
        yield product
    finally:
        product.stop()


def scraped(product: Product, part: str) -> dict[str, dict[frozenset[tuple[str, str]], float]]:
    """What a part tells, as Prometheus' own parser reads it: values by name and labels."""
    port = product.more[f"SCRIBE_{part}_METRICS_PORT"]
    answer = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30)
    assert answer.headers["content-type"].startswith("text/plain")
    found: dict[str, dict[frozenset[tuple[str, str]], float]] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
    return found


@pytest.mark.models
@pytest.mark.journey
@pytest.mark.timeout(600)
def test_the_running_product_tells_what_its_alerts_and_its_guide_ask_for(product: Product) -> None:
    recording = RECORDINGS / "beckett.wav"
    program = Program(product)
    with program.http:
        program.set_up(one_time_code(product.start()))
        meeting = program.upload(recording, language="en", title="Something private")
        assert list(program.news(meeting["id"]))[-1]["status"] == "COMPLETED"
        assert program.read("/queue") == {"waiting": 0, "working": 0, "items": []}
        for port in (product.api_port, product.web_port):
            assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 404
        run_the_guide(product, program)
    api, worker = scraped(product, "API"), scraped(product, "WORKER")
    assert api["scribe_database_up"] == {frozenset(): 1.0}
    assert sum(api["scribe_runs_waiting"].values()) == sum(api["scribe_runs_working"].values()) == 0
    assert api["scribe_request_seconds_count"][labels(method="POST", route="/meetings", status="201")] == 1
    stages = {dict(key)["stage"] for key in worker["scribe_stage_seconds_count"]}
    assert {"conversion", "speech", "transcription", "diarization", "fusion"} <= stages
    assert 0 < worker["scribe_real_time_factor_sum"][labels(preset="balanced")] < 60
    assert worker["scribe_run_wait_seconds_count"][labels(kind="transcription")] == 1
    ended = worker["scribe_runs_ended_total"]
    assert ended[labels(kind="transcription", status="COMPLETED", code="")] == 1
    assert worker["process_resident_memory_bytes"][frozenset()] > 1e7
    told = str((api, worker))
    assert meeting["id"] not in told
    assert meeting["run"]["id"] not in told
    names = {"up", *api, *worker}
    # Nothing has failed yet, and this machine may have no card: what these rows are called is known all the same.
    for rule in RULES:
        assert metrics_of(rule["expr"]) <= names, rule["alert"]
    known = {ADDED.sub("", name) for name in names} | names
    written = set(re.findall(r"(?<!-)\bscribe_[a-z_]+\b", GUIDE.read_text(encoding="utf-8")))
    assert written <= known
    own = {ADDED.sub("", name) for name in names if name.startswith("scribe_") and not name.endswith("_created")}
    assert own <= written, "every one of ours is explained"
    log = (product.volumes / "logs" / "worker.log").read_text() + (product.volumes / "logs" / "api.log").read_text()
    for private in ("private", "beckett", "fail better", "Claire", "claire@example.org"):
        assert private not in log, private
    assert f'"run_id": "{meeting["run"]["id"]}"' in log


def run_the_guide(product: Product, program: Program) -> None:
    """Each command of the guide says something and goes well."""
    text = GUIDE.read_text(encoding="utf-8")
    for shown, port in (
        ("5000", product.api_port),
        ("9464", product.more["SCRIBE_API_METRICS_PORT"]),
        ("9465", product.more["SCRIBE_WORKER_METRICS_PORT"]),
    ):
        text = text.replace(f"127.0.0.1:{shown}", f"127.0.0.1:{port}")
    token = program.http.headers["Authorization"].removeprefix("Bearer ")
    commands = re.findall(r"^    ((?:curl|\./manage\.sh) .*)$", text, re.MULTILINE)
    assert len(commands) >= 10
    for command in commands:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], cwd=HOME, env={**product.settings, "TOKEN": token},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert (done.returncode, bool(done.stdout.strip())) == (0, True), (command, done.stdout, done.stderr)


def labels(**named: str) -> frozenset[tuple[str, str]]:
    return frozenset(named.items())


def metrics_of(expression: str) -> set[str]:
    """The metrics an expression reads: its words that are followed by no bracket, and that no bracket or quote holds."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]|(?:by|on|without) \([^)]*\)', "", re.sub(r"\{.*?\}", "", expression))
    words = set(re.findall(r"\b[a-z][a-z_]+\b(?!\s*\()", bare))
    return words - {"and", "or", "unless", "by", "on"}


def test_the_rules_are_rules() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"].endswith(".")
        assert metrics_of(rule["expr"])
        for opening, closing in ("()", "{}", "[]"):
            assert rule["expr"].count(opening) == rule["expr"].count(closing)
    found = yaml.safe_load((MONITORING / "prometheus.yaml").read_text())
    assert found["rule_files"] == ["rules.yaml"]
    assert {job["job_name"] for job in found["scrape_configs"]} == {"scribe-api", "scribe-worker"}
    jobs = set(re.findall(r'job="([a-z-]+)"', "".join(rule["expr"] for rule in RULES)))
    assert jobs == {"scribe-api", "scribe-worker"}


@pytest.fixture(scope="session")
def promtool() -> str:
    """Prometheus' own tool: this machine's, or Debian's package unpacked."""
    if here := shutil.which("promtool"):
        return here
    try:
        return str(debian.unpack("prometheus", "usr/bin/promtool", environment.CACHE / "promtool"))
    except ScribeError as error:
        pytest.skip(f"promtool is not here, and its Debian package cannot be had: {error}")


@pytest.mark.timeout(600)
@pytest.mark.journey  # it thinks for 20 s of a core: `check` leaves it out, and needs no network for it
def test_the_alerts_ring_when_they_should(promtool: str) -> None:
    for command in (
        ["check", "config", "prometheus.yaml"],
        ["check", "rules", "rules.yaml"],
        ["test", "rules", "rules.test.yaml"],
    ):
        done = subprocess.run(
            [promtool, *command], cwd=MONITORING, capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_tried() -> None:
    """What those tests hold is not left behind by a new alert."""
    tried = yaml.safe_load((MONITORING / "rules.test.yaml").read_text())["tests"]
    assert {one["alertname"] for test in tried for one in test["alert_rule_test"] if one["exp_alerts"]} == {
        rule["alert"] for rule in RULES
    }
    assert {rule["alert"] for rule in RULES} <= set(re.findall(r"\bScribe[A-Z]\w+", GUIDE.read_text(encoding="utf-8")))
