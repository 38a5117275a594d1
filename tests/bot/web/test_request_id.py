"""A request's id is taken or made, returned, and stands in what is logged."""

import asyncio
import re
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from bot.settings import Settings
from bot.web import guard, problems
from bot.web.request_id import HEADER, RequestId

log = structlog.get_logger(__name__)
later: list[dict[str, Any]] = []


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()

    @app.get("/good")
    async def good() -> str:
        async def work() -> None:
            later.append(structlog.contextvars.get_contextvars())

        await asyncio.create_task(work())
        return "good"

    @app.get("/broken")
    async def broken() -> str:
        raise RuntimeError("broken")

    problems.install(app)
    guard.install(app, Settings())
    app.add_middleware(RequestId)
    return app


@pytest.fixture
def client(app: FastAPI) -> httpx.AsyncClient:
    structlog.contextvars.clear_contextvars()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://clause")


async def test_what_came_with_the_request_is_returned(client: httpx.AsyncClient) -> None:
    answer = await client.get("/good", headers={HEADER: "proxy-7.a/b"})
    assert answer.headers.get_list(HEADER) == ["proxy-7.a/b"]
    assert later[-1]["request"] == "proxy-7.a/b", "and what the request sets going has it too"


@pytest.mark.parametrize("given", [None, "", "a" * 101, "two words", '"quoted"', "é"])
async def test_one_is_made_where_none_came_that_can_be_used(
    client: httpx.AsyncClient, given: str | None
) -> None:
    headers = {} if given is None else {HEADER: given.encode("latin-1")}
    first, second = [await client.get("/good", headers=headers) for _ in range(2)]
    assert re.fullmatch(r"[0-9a-f]{32}", first.headers[HEADER])
    assert first.headers[HEADER] != second.headers[HEADER]


async def test_what_is_not_there_has_an_id_too(client: httpx.AsyncClient) -> None:
    assert (await client.get("/nowhere", headers={HEADER: "x1"})).headers[HEADER] == "x1"


async def test_a_failure_says_its_id_and_logs_it(client: httpx.AsyncClient) -> None:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as logged:
        answer = await client.get("/broken", headers={HEADER: "x2"})
    assert answer.status_code == 500
    assert answer.headers.get_list(HEADER) == ["x2"]
    assert answer.json()["request"] == "x2"
    assert [line["request"] for line in logged if line["event"] == "unexpected_error"] == ["x2"]
