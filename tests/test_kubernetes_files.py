"""The manifests for a cluster: right by Kubernetes' own schemas, the same programs as the compose files, held as short."""

import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from model_minutes import met, order
from running_product import HOME
from sqlalchemy import text, update

from scribe.parts import variable
from scribe_core import VERSION
from scribe_core.database import runs
from scribe_core.database.runs import Run
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.settings import Settings

FOLDER = HOME / "deploy/kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
OFF = ("qdrant.yaml", "language-model.yaml")
FILES = [FOLDER / name for name in (*KUSTOMIZATION["resources"], *OFF)]
"""What is applied, and what may be."""
RELEASE = "1.34"


def manifests() -> Iterator[tuple[Path, dict[str, Any]]]:
    for file in FILES:
        for manifest in yaml.safe_load_all(file.read_text()):
            yield file, manifest


def shown(some: list[tuple[Path, dict[str, Any]]]) -> list[Any]:
    return [pytest.param(m, id=f"{file.stem}-{m['kind']}-{m['metadata']['name']}") for file, m in some]


# KEDA's kinds have no schema among Kubernetes' own.
KUBERNETES_OWN = shown([one for one in manifests() if not one[1]["apiVersion"].startswith("keda.sh/")])
WITH_PODS = [m for _, m in manifests() if "template" in m.get("spec", {})]
PODS = shown([one for one in manifests() if "template" in one[1].get("spec", {})])


def containers(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    pod = manifest["spec"]["template"]["spec"]
    return [*pod.get("initContainers", []), *pod["containers"]]


@pytest.mark.parametrize("manifest", KUBERNETES_OWN)
def test_a_manifest_is_what_kubernetes_takes(manifest: dict[str, Any]) -> None:
    kubernetes_validate.validate(manifest, RELEASE, strict=True)


def test_the_schemas_look() -> None:
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"prots": []}},
            RELEASE,
            strict=True,
        )


@pytest.mark.parametrize("manifest", PODS)
def test_every_container_is_held_short(manifest: dict[str, Any]) -> None:
    pod = manifest["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] >= 1000
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in containers(manifest):
        held = container["securityContext"]
        assert held["readOnlyRootFilesystem"] is True
        assert held["allowPrivilegeEscalation"] is False
        assert held["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert container["resources"]["requests"]["cpu"]
    for container in pod["containers"]:
        if manifest["kind"] != "Job":
            assert {"readinessProbe", "livenessProbe"} & set(container)


def test_a_worker_is_asked_whether_it_lives_as_in_the_stacks() -> None:
    composed = yaml.safe_load((HOME / "02-workers/compose.yaml").read_text())["services"]
    asked = {
        m["metadata"]["name"]: containers(m)[-1]["livenessProbe"]["exec"]["command"]
        for m in WITH_PODS
        if m["metadata"]["name"] in composed
    }
    assert asked == {name: composed[name]["healthcheck"]["test"][1:] for name in ("worker", "worker-gpu")}


@pytest.mark.parametrize("manifest", PODS)
def test_no_secret_stands_in_a_manifest(manifest: dict[str, Any]) -> None:
    for container in containers(manifest):
        for given in container.get("env", []):
            if re.search(r"PASSWORD|SECRET|_KEY$", given["name"]):
                assert set(given["valueFrom"]) == {"secretKeyRef"}
    if {container["name"] for container in containers(manifest)} & {"web", "models"}:
        for container in containers(manifest):
            if container["name"] in ("web", "models"):
                assert "envFrom" not in container, "it needs no secret"


def test_the_programs_are_those_of_the_compose_files() -> None:
    composed = {
        service["image"]
        for folder in ("01-core", "02-workers", "03-interface")
        for service in yaml.safe_load((HOME / folder / "compose.yaml").read_text())["services"].values()
        if "image" in service
    }
    tags = {image["name"]: image["newTag"] for image in KUSTOMIZATION["images"]}
    assert set(tags.values()) == {VERSION}
    for manifest in WITH_PODS:
        for container in containers(manifest):
            image = container["image"]
            found = f"{image}:{tags[image]}" if image in tags else image
            assert found in composed | {f"smart-meeting-scribe-api:{VERSION}"}


def test_the_object_stores_script_is_the_compose_files() -> None:
    (script,) = (m["data"]["seaweedfs.sh"] for _, m in manifests() if m["metadata"]["name"] == "seaweedfs")
    assert script == (HOME / "01-core/seaweedfs.sh").read_text()


def test_the_queue_is_started_as_in_the_compose_file() -> None:
    (redis,) = (
        containers(m)[0] for _, m in manifests() if m["kind"] == "Deployment" and m["metadata"]["name"] == "redis"
    )
    composed = yaml.safe_load((HOME / "01-core/compose.yaml").read_text())["services"]["redis"]["command"]
    assert redis["command"] == [part.replace("$$", "$") for part in composed]


def test_qdrant_is_set_up_as_in_the_compose_file() -> None:
    (qdrant,) = (containers(m)[0] for m in WITH_PODS if m["metadata"]["name"] == "qdrant")
    composed = yaml.safe_load((HOME / "01-core/compose.yaml").read_text())["services"]["qdrant"]["environment"]
    plain = {given["name"]: given["value"] for given in qdrant["env"] if "value" in given}
    secret = {given["name"] for given in qdrant["env"]} - plain.keys()
    assert (plain, secret) == (
        {name: value for name, value in composed.items() if name not in secret},
        {"QDRANT__SERVICE__API_KEY"},
    )
    (stores,) = (m for _, m in manifests() if m["kind"] == "NetworkPolicy" and m["metadata"]["name"] == "stores")
    kept = {
        m["metadata"]["name"]
        for file, m in manifests()
        if "template" in m.get("spec", {}) and file.stem in ("core", "qdrant")
    }
    assert set(stores["spec"]["podSelector"]["matchExpressions"][0]["values"]) == kept, "nobody else gets in"


def policy(name: str) -> dict[str, Any]:
    (found,) = (m for _, m in manifests() if m["kind"] == "NetworkPolicy" and m["metadata"]["name"] == name)
    return dict(found["spec"])


def test_what_is_off_is_named_where_it_is_taken_in() -> None:
    text = (FOLDER / "kustomization.yaml").read_text()
    assert not set(OFF) & set(KUSTOMIZATION["resources"])
    assert all(f"  # - {name} #" in text for name in OFF)


def test_the_api_reaches_the_stores_and_a_model_of_language_only_where_that_is_taken_in() -> None:
    stores, api, model = policy("stores"), policy("api"), policy("language-model")
    assert "Egress" in api["policyTypes"]
    names, to_stores = api["egress"]
    assert names == {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}
    assert to_stores == {"to": [{"podSelector": stores["podSelector"]}]}
    # Of other pods it would take every other way: policies add up to what they let through, and close the rest.
    assert model["podSelector"] == api["podSelector"]
    assert model["policyTypes"] == ["Egress"]
    (out,) = model["egress"]
    ((place,), (port,)) = out["to"], out["ports"]
    assert ip_network(place["ipBlock"]["cidr"]).num_addresses == 1, "one server, and nothing beside it"
    assert set(port) == {"port"}


def test_settings_exist() -> None:
    known = {variable(name) for name in Settings.model_fields}
    # Of the stores that come from elsewhere in the house.
    known |= {"QUEUE_URL", "SCRIBE_OBJECTS_ENDPOINT", "SCRIBE_OBJECTS_ACCESS_KEY", "SCRIBE_OBJECTS_SECRET_KEY"}
    for file in (*FILES, FOLDER / "README.md"):
        assert set(re.findall(r"\bSCRIBE_[A-Z_]+\b", file.read_text())) <= known, file.name


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_workers_are_scaled_by_counts_what_waits_for_them(
    database_url: str, house: Any, tmp_path: Path
) -> None:
    scaled = {m["metadata"]["name"]: m["spec"] for _, m in manifests() if m["kind"] == "ScaledObject"}
    lanes = {
        m["metadata"]["name"]: next(e["value"] for e in containers(m)[-1]["env"] if e["name"] == "SCRIBE_LANES")
        for m in WITH_PODS
        if m["metadata"]["name"] in scaled
    }
    assert set(",".join(lanes.values()).split(",")) == {"cpu", "gpu", "llm", "index"}, "every lane has its workers"
    (tmp_path / "recording.wav").write_bytes(b"RIFF")
    await house.take(tmp_path / "recording.wav", RunSettings())  # its run waits, in the lane of processors
    counted = {}
    for name, spec in scaled.items():
        assert spec["scaleTargetRef"]["name"] == name
        (trigger,) = spec["triggers"]
        query = trigger["metadata"]["query"]
        assert set(re.findall(r"'([a-z]+)'", query)) == set(lanes[name].split(","))
        async with house.database.reading() as session:
            counted[name] = await session.scalar(text(query))
    assert counted == {"worker": 1, "worker-gpu": 0}
    async with house.database.session() as session:
        await session.execute(update(Run).values(lane=Lane.GPU))
        await runs.enqueue_minutes(session, await met(session, house.owner_id), order())
        query = scaled["worker-gpu"]["triggers"][0]["metadata"]["query"]
        assert await session.scalar(text(query)) == 1, "one worker does both beside one another"
