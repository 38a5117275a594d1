"""What is under deploy/ fits the service: figures that exist, settings that exist."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from bot.metrics import Metrics

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
