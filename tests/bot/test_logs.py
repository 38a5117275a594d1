"""The logs tell what happened, and nothing of what was said, by whom, from where or with which key."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from bot import logs
from bot.accounts.accounts import Role
from bot.app import Parts, create_app
from bot.conversations.worker import AnsweringWorker
from bot.serving import server_config
from tests.bot.web.whole_app import signed_in, whole

SECRET = "Zwetschgenkuchen"
PASSWORD = f"{SECRET} every day"
EMAIL = f"anna@{SECRET.lower()}.example"
ADDRESS = "203.0.113.77"


class Fails:
    """An answerer that says in its error what it was asked, as libraries do."""

    def answer(self, question: str, language: str | None = None) -> Any:
        raise ValueError(f"cannot read {question!r}")


@contextlib.asynccontextmanager
async def serving(parts: Parts) -> AsyncIterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = server_config(create_app(parts), parts.settings)
    config.lifespan = "off"
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve([listening]))
    while not server.started:  # noqa: ASYNC110 - a test may poll
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        parts.hub.close()
        server.should_exit = True
        await asyncio.wait_for(running, 10)
        listening.close()


async def failed(parts: Parts, id: str) -> bool:
    """Whether answering a question of this conversation failed once."""
    return any(one.failures for one in await parts.store.open_questions(conversation_id=id))


async def test_a_conversation_leaves_nothing_in_the_logs(
    put_back: None,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    eventually: Any,
) -> None:
    logs.configure("debug")  # as a service has them, with all that they can tell
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    async with whole(url, tmp_path / "texts") as parts, serving(parts) as base:
        agent = await signed_in(parts.store, Role.ADMIN)
        told = {"X-Forwarded-For": ADDRESS, "User-Agent": f"Browser of {SECRET}"}
        async with httpx.AsyncClient(base_url=base, headers=told) as http:
            made = (await http.post("/api/conversations", json={})).json()
            keys = [made["token"], agent.headers["cookie"].partition("=")[2], agent.csrf]
            mine = {"Authorization": f"Bearer {made['token']}"}
            path = f"/api/conversations/{made['id']}"
            said = {
                "client_id": "1",
                "text": f"Do you sell my {SECRET}?",
                "page": f"https://a.b/{SECRET}",
            }
            assert (await http.post(f"{path}/messages", json=said, headers=mine)).status_code == 201
            left = {"email": EMAIL, "text": f"Write to me about {SECRET}"}
            assert (await http.post(f"{path}/leave", json=left, headers=mine)).is_success
            acting = agent.headers | {"X-CSRF-Token": agent.csrf}
            desk = f"/api/console/conversations/{made['id']}"
            assert (await http.post(f"{desk}/claim", headers=acting)).is_success
            note = {"client_id": "2", "text": f"They like {SECRET}"}
            assert (await http.post(f"{desk}/notes", json=note, headers=acting)).is_success
            await http.get(f"/console/invite/{SECRET}-and-more-of-it-than-20")
            await http.get(f"/{SECRET}?q={SECRET}")
            await http.post("/api/ask", content=f'{{"question": "{SECRET}"')
            form = {"email": EMAIL, "password": PASSWORD, "csrf": "x"}
            await http.post("/console/login", data=form)
            # an answerer that fails, a route that breaks, and a stream that breaks in the middle
            async with AnsweringWorker(parts.conversations, Fails()).running():
                other = (await http.post("/api/conversations", json={})).json()
                keys.append(other["token"])
                others = {"Authorization": f"Bearer {other['token']}"}
                there = f"/api/conversations/{other['id']}"
                await http.post(f"{there}/messages", json=said, headers=others)
                await eventually(lambda: failed(parts, other["id"]))

            async def broken(*_: Any, **__: Any) -> Any:
                raise RuntimeError(f"{SECRET} of {EMAIL} from {ADDRESS}") from ValueError(SECRET)

            async def breaks(*_: Any, **__: Any) -> AsyncIterator[Any]:
                for event in (await parts.conversations.read_with_events(made["id"]))[1][:1]:
                    yield event
                await broken()

            monkeypatch.setattr(parts.conversations, "follow_live", breaks)
            with contextlib.suppress(httpx.TransportError):
                await http.get(f"{path}/events", headers=mine)
            monkeypatch.setattr(parts.conversations, "read_with_events", broken)
            answer = await http.get(path, headers=mine)
            assert answer.status_code == 500
            logging.getLogger("a.library").error("it failed", exc_info=ValueError(SECRET))
    printed = "".join(capfd.readouterr())
    assert not [line for line in printed.splitlines() if line[:1] != "{"]
    lines = [json.loads(line) for line in printed.splitlines()]
    for secret in (SECRET, SECRET.lower(), EMAIL, ADDRESS, "127.0.0.1", PASSWORD, *keys):
        assert secret not in printed, [line for line in printed.splitlines() if secret in line]
    events = [line["event"] for line in lines]
    assert "question_failed" in events
    assert {"it failed", "unexpected_error", "answered"} <= set(events)
    assert any("ASGI" in event for event in events), "the stream that broke is told of"
    [broke] = [line for line in lines if line["event"] == "unexpected_error"]
    assert broke["error"] == "RuntimeError"
    assert any("test_logs.py" in place for place in broke["places"])
    assert broke["request"] == answer.headers["X-Request-ID"] == answer.json()["request"]
    [told_of] = [one for one in lines if one["event"] == "answered" and one["status"] == 500]
    assert told_of["request"] == broke["request"]
    numbers = [line["request"] for line in lines if line["event"] == "answered"]
    assert len(numbers) == len(set(numbers)) > 10
    assert {line["route"] for line in lines if line["event"] == "answered"} >= {
        "/api/conversations/{id}/messages",
        "/console/invite/{token}",
    }
