"""POST /api/ask and the problem documents, through the real application."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import create_app, open_parts
from bot.settings import Settings
from tests.shipped import STATEMENT

PROBLEM = "application/problem+json"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/clause.db")
    async with open_parts(settings) as parts:
        transport = httpx.ASGITransport(app=create_app(parts), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://clause.test") as client:
            yield client


def assert_problem(response: httpx.Response, status: int, *words: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert set(body) >= {"type", "title", "status", "detail"}
    for word in words:
        assert word in body["detail"]
    return body


async def test_ask(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/ask", json={"question": "Comment supprimer mon compte ?"})
    assert response.status_code == 200
    answer = response.json()
    assert set(answer) == {
        "verdict", "confidence", "language", "text", "citations", "handoff_offered", "curated",
    }  # fmt: skip
    citation = answer["citations"][0]
    assert citation["quote"] in STATEMENT.read_text("utf-8")
    page = await client.get(citation["url"].partition("#")[0])
    assert page.status_code == 200
    assert f'id="{citation["anchor"]}"' in page.text


async def test_what_can_not_be_asked(client: httpx.AsyncClient) -> None:
    async def ask(**body: Any) -> httpx.Response:
        return await client.post("/api/ask", json=body)

    assert_problem(await ask(question=""), 422, "empty")
    assert_problem(await ask(question="\x00\x01"), 422, "empty")
    assert_problem(await ask(question="x" * 2_001), 422, "2000")
    assert_problem(await ask(question="x" * 100_000), 413, "KB")
    assert_problem(await ask(question="cookies", language="xx"), 422, "“xx” is not known")
    assert_problem(await ask(question=7), 422, "question")
    assert_problem(await ask(), 422, "question")
    json = {"content-type": "application/json"}
    assert_problem(await client.post("/api/ask", content=b"{not", headers=json), 400, "JSON")
    assert_problem(await client.post("/api/ask", content=b"\xff\xfe", headers=json), 400)
    ok = await ask(question="<img src=x onerror=alert(1)> \x07 cookies ?")
    assert ok.status_code == 200


async def test_a_body_without_a_length_is_limited_too(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    assert_problem(await client.post("/api/ask", content=endless()), 413, "KB")


async def test_addresses_and_methods_that_are_not_there(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/api/nothing"), 404, "nothing at this address")
    response = await client.get("/api/ask")
    assert_problem(response, 405, "GET")
    assert response.headers["allow"] == "POST"


async def test_openapi_is_complete(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            assert operation.get("summary"), where
            assert operation.get("description"), where
            for status, response in operation["responses"].items():
                assert response.get("description"), f"{where} {status}"
            if path.startswith("/api/"):
                assert PROBLEM in operation["responses"]["422"]["content"], where


async def test_other_sites_may_ask(client: httpx.AsyncClient) -> None:
    response = await client.options(
        "/api/ask",
        headers={
            "Origin": "https://shop.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
