"""What whoever runs the service asks of it: is it up, may it get requests, what does it count?"""

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from prometheus_client.parser import text_string_to_metric_families
from starlette.routing import Route

from bot.app import Parts, create_app, open_parts
from bot.errors import Unavailable
from bot.metrics import Counted, Metrics
from bot.serving import _Server
from bot.settings import Settings
from bot.web.measured import Measured
from bot.web.operation import is_inside


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/clause.db")
    async with open_parts(settings) as opened:
        yield opened


@pytest.fixture
async def client(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(parts), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        yield client


async def figures(client: httpx.AsyncClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def labels(**given: str) -> frozenset[tuple[str, str]]:
    return frozenset(given.items())


async def test_what_is_counted(client: httpx.AsyncClient, parts: Parts) -> None:
    answer = await client.post("/api/ask", json={"question": "Comment supprimer mon compte ?"})
    verdict = answer.json()["verdict"]
    await client.get("/no/such/page")
    started = (await client.post("/api/conversations", json={"language": "fr"})).json()
    await parts.conversations.say(started["id"], "1", "Vendez-vous mes données ?")
    await parts.conversations.ask_person(started["id"])
    found = await figures(client)
    assert found["clause_questions_total", labels(verdict=verdict)] == 1
    assert found["clause_answer_seconds_count", labels()] == 1
    for stage in ("encode", "search", "second_look", "weigh"):
        assert found["clause_answer_stage_seconds_count", labels(stage=stage)] >= 1, stage
    assert found["clause_queue", labels()] == 1
    assert found["clause_outbox", labels(state="dead")] == 0
    assert found["clause_database_up", labels()] == 1
    ages = {
        name: value for name, value in found.items() if name[0] == "clause_snapshot_age_seconds"
    }
    assert len(ages) == len(parts.library.snapshots)
    assert all(value >= 0 for value in ages.values())
    assert found["clause_publications_looked_seconds", labels()] >= 0
    asked = labels(method="POST", route="/api/ask", status="200")
    assert found["clause_request_seconds_count", asked] == 1
    assert found["clause_request_seconds_count", labels(method="GET", route="none", status="404")]
    assert found["process_resident_memory_bytes", labels()] > 10_000_000
    # no address, which could name a conversation, is a label
    assert not [name for name in found if started["id"] in str(name)]


async def test_metrics_are_for_the_networks_that_were_named(parts: Parts) -> None:
    app = create_app(parts)
    for host, status in (("127.0.0.1", 200), ("::ffff:127.0.0.1", 200), ("192.0.2.7", 404)):
        transport = httpx.ASGITransport(app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
            assert (await client.get("/metrics")).status_code == status, host
    assert is_inside("10.1.2.3", ["10.0.0.0/8"])
    assert not is_inside("10.1.2.3", [])
    assert not is_inside("a name", ["0.0.0.0/0"])


def test_a_network_that_is_none_is_told_at_start() -> None:
    with pytest.raises(ValueError, match="does not appear to be an IPv4 or IPv6 network"):
        Settings(metrics_networks=["everywhere"])


async def test_readiness(client: httpx.AsyncClient, parts: Parts) -> None:
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "why": [], "answers": True},
    )
    parts.hub.close()  # as a signal to stop does
    stopping = await client.get("/readyz")
    assert (stopping.status_code, stopping.json()["why"]) == (503, ["stopping"])
    assert stopping.headers["connection"] == "close", "balancers let go of their connections"
    assert (await client.get("/healthz")).status_code == 200, "it is not to be killed meanwhile"


async def test_a_lost_database_is_told(client: httpx.AsyncClient, parts: Parts) -> None:
    async def lost() -> int:
        raise Unavailable("The database cannot be reached.")

    parts.store.publication_stamp = lost  # type: ignore[method-assign]
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["why"]) == (503, ["database"])


async def test_open_streams_are_counted_and_what_breaks_off_is_a_failure() -> None:
    metrics, seen = Metrics(), []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["route"] = Route("/follow", lambda: None)
        if scope["path"] == "/broken":
            raise ConnectionError
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        seen.append(metrics.streams.labels("/follow")._value.get())

    async def sent(_: Any) -> None:
        pass

    measured = Measured(app, metrics)
    await measured({"type": "http", "method": "GET", "path": "/follow"}, sent, sent)  # type: ignore[arg-type]
    assert seen == [1]
    assert metrics.streams.labels("/follow")._value.get() == 0
    with pytest.raises(ConnectionError):
        await measured({"type": "http", "method": "BREW", "path": "/broken"}, sent, sent)  # type: ignore[arg-type]
    shown = metrics.text().decode()
    assert 'clause_request_seconds_count{method="other",route="/follow",status="500"} 1.0' in shown


class Failing:
    def answer(self, question: str, language: str | None = None) -> Any:
        raise RuntimeError("no answer")


def test_a_failure_is_counted_and_a_refusal_is_none() -> None:
    counted = Counted(Failing(), Metrics())
    with pytest.raises(RuntimeError):
        counted.answer("cookies")
    assert b"clause_question_failures_total 1.0" in counted.metrics.text()


def test_what_is_no_longer_live_is_no_longer_shown() -> None:
    metrics, now = Metrics(), datetime.now(UTC)
    metrics.snapshots([("privacy", "fr", "old", now - timedelta(hours=1))], now)
    metrics.snapshots([("privacy", "fr", "new", now)], now)
    shown = metrics.text().decode()
    assert 'version="new"' in shown
    assert 'version="old"' not in shown


async def test_told_to_stop_it_answers_until_it_has_drained(parts: Parts) -> None:
    app = create_app(replace(parts, metrics=Metrics()))
    server = _Server(uvicorn.Config(app, lifespan="off"), lambda: None, drain_seconds=0.05)
    server._loop = asyncio.get_running_loop()
    server.handle_exit(signal.SIGTERM, None)
    assert not server.should_exit
    async with asyncio.timeout(10):
        while not server.should_exit:  # noqa: ASYNC110 - a test may poll
            await asyncio.sleep(0.01)
    at_once = _Server(uvicorn.Config(app, lifespan="off"), lambda: None, drain_seconds=600)
    at_once._loop = asyncio.get_running_loop()
    at_once.handle_exit(signal.SIGINT, None)
    assert at_once.should_exit, "whoever presses Ctrl+C is not kept waiting"
