"""What is under deploy/ fits the service: figures that exist, settings that exist."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from bot.metrics import Metrics
from bot.settings import Settings
from bot.web import operation

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
# what prometheus itself adds, and what its client measures of a process
GIVEN = {"up", "process_cpu_seconds_total", "process_resident_memory_bytes"}


def figures_that_are() -> set[str]:
    metrics = Metrics()
    metrics.questions.labels("answered")
    names = set()
    for family in metrics.registry.collect():
        suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
        names |= {family.name + suffix for suffix in suffixes.get(family.type, ("",))}
    return names


def named_in(expression: str) -> set[str]:
    without_labels = re.sub(r"\{[^}]*\}", "", expression)
    return set(re.findall(r"\b(?:clause_\w+|process_\w+|up)\b", without_labels))


def alerts() -> list[dict[str, Any]]:
    [group] = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def test_alerts_watch_figures_that_exist_and_say_what_to_do() -> None:
    rules = alerts()
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        named = named_in(rule["expr"])
        assert named, rule["alert"]
        assert named <= figures_that_are() | GIVEN, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "warn")
        assert set(rule["annotations"]) == {"summary", "description"}


def test_the_dashboard_shows_every_figure_of_ours() -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "clause.json").read_text("utf-8"))
    shown = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in named_in(target["expr"])
    }
    assert shown <= figures_that_are() | GIVEN
    ours = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in figures_that_are()}
    watched = shown | {name for rule in alerts() for name in named_in(rule["expr"])}
    missing = {
        name
        for name in ours
        if name.startswith("clause_") and not any(one.startswith(name) for one in watched)
    }
    assert missing == set()
    places = [tuple(panel["gridPos"][side] for side in "xy") for panel in dashboard["panels"]]
    assert len(set(places)) == len(places), "no panel lies on another"


def environment_of(text: str) -> set[str]:
    return set(re.findall(r"\bCLAUSE_[A-Z_]+\b", text))


@pytest.mark.parametrize("name", ["compose.yaml", "clause.yaml", "migrate.yaml"])
def test_only_settings_that_exist_are_set(name: str) -> None:
    path = ROOT / name if name == "compose.yaml" else DEPLOY / "kubernetes" / name
    assert {f"CLAUSE_{field.upper()}" for field in Settings.model_fields} >= environment_of(
        path.read_text("utf-8")
    )


def test_compose_is_what_its_schema_allows_and_what_it_mounts_is_there() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*command, str(ROOT / "compose.yaml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    house = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    for service in house["services"].values():
        for volume in service.get("volumes", ()):
            here = volume.split(":")[0]
            # var/tls is made by deploy/certificate.sh
            assert not here.startswith("./deploy") or (ROOT / here).exists(), volume
    # who is scraped and who is balanced is who there is
    replicas = {name for name in house["services"] if name.startswith("clause-")}
    assert len(replicas) >= 2
    for path in (DEPLOY / "nginx.conf", DEPLOY / "prometheus" / "prometheus.yml"):
        assert set(re.findall(r"clause-\d", path.read_text("utf-8"))) == replicas, path.name
    for replica in replicas:
        assert house["services"][replica]["read_only"]


def kubernetes() -> list[dict[str, Any]]:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [one for path in files for one in yaml.safe_load_all(path.read_text("utf-8"))]


def test_manifests_are_what_kubernetes_allows() -> None:
    kinds = []
    for manifest in kubernetes():
        kubernetes_validate.validate(manifest, "1.37", strict=True)
        kinds.append(manifest["kind"])
    assert {"Deployment", "Service", "PodDisruptionBudget", "Job", "ConfigMap"} == set(kinds)


def test_pods_are_probed_where_there_is_an_answer_and_drain_within_their_time() -> None:
    by_kind = {one["kind"]: one for one in kubernetes()}
    pod = by_kind["Deployment"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    paths = {route.path for route in operation.router.routes}
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["path"] in paths
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz", "no database, no restart"
    drain = float(by_kind["ConfigMap"]["data"]["CLAUSE_DRAIN_SECONDS"])
    # what uvicorn and the workers may take comes after it
    assert pod["terminationGracePeriodSeconds"] >= drain + 10
    assert (
        by_kind["PodDisruptionBudget"]["spec"]["minAvailable"]
        < by_kind["Deployment"]["spec"]["replicas"]
    )
    for template in (pod, by_kind["Job"]["spec"]["template"]["spec"]):
        [container] = template["containers"]
        assert template["securityContext"]["runAsNonRoot"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
