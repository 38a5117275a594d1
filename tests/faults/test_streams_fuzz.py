"""Whatever a client says that it saw last, or calls its message: nothing is skipped or doubled."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.faults.scale import number
from tests.faults.service import QuickService, Visitor

EXAMPLES = number("FUZZ_STREAMS", 25, 2_000)
MESSAGES = 3
QUICKLY = settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# what a header can carry at all
HEADER = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"))
NUMBER = st.integers(-(10**20), 10**20).map(str)
SEEN = NUMBER | st.tuples(NUMBER, NUMBER).map(".".join) | HEADER


class Talk:
    """A conversation with some events, on a service of its own."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.service = QuickService(url)
        self.service.start()
        self.events = self.runner.run(self._begin())
        self.client = httpx.Client(base_url=self.service.address, timeout=10)

    async def _begin(self) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=self.service.address, timeout=5) as client:
            self.visitor = Visitor(client)
            await self.visitor.start()
            for count in range(MESSAGES):
                await self.visitor.say(f"message {count}")
            for count in range(MESSAGES):
                await self.visitor.answered(f"message {count}")
            # so that there is something to tell beside the events, by which their end is seen
            read = f"{self.visitor.address}/read"
            await self.visitor.request("POST", read, json={"seq": 1}, headers=self.visitor.headers)
            return await self.visitor.events()

    def stream(self, last: str) -> tuple[list[int], dict[str, Any] | None]:
        """The numbers of what comes first, and what it said of where it begins."""
        headers = self.visitor.headers | {"Last-Event-ID": last.encode("latin-1")}
        numbers: list[int] = []
        reload = None
        with self.client.stream("GET", f"{self.visitor.address}/events", headers=headers) as answer:
            assert answer.status_code == 200, answer.status_code
            for line in answer.iter_lines():
                if not line.startswith("data: "):
                    continue
                event = json.loads(line.removeprefix("data: "))
                if event["type"] == "read":  # what is so just now follows on what is stored
                    return numbers, reload
                if event["type"] == "reload":
                    reload = event
                if "seq" in event:
                    numbers.append(event["seq"])
        raise AssertionError("it ended")

    def close(self) -> None:
        self.client.close()
        self.service.stop()
        self.runner.close()


@pytest.fixture
def talk(database_url: str) -> Iterator[Talk]:
    talk = Talk(database_url)
    yield talk
    talk.close()


def test_any_last_event_id_is_gone_on_from_or_refused_in_words(talk: Talk) -> None:
    last = talk.events[-1]["seq"]
    every = list(range(1, last + 1))

    @QUICKLY
    @given(seen=SEEN)
    @example(seen="2")
    @example(seen=str(2**31))
    @example(seen="9" * 5_000)
    @example(seen="²")
    @example(seen="-1")
    @example(seen="1.1")
    def check(seen: str) -> None:
        numbers, reload = talk.stream(seen)
        if reload is not None:
            assert reload["reason"] in ("beyond", "unusable")
            assert (numbers, reload["last_seq"]) == ([], last)
            return
        whole = seen.strip().partition(".")[0]
        after = int(whole) if whole else 0
        assert numbers == every[after:], "it goes on where it was"

    check()


def test_a_client_id_is_one_message_or_refused(talk: Talk) -> None:
    stored: dict[str, Any] = {}

    @QUICKLY
    @given(client_id=st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
    @example(client_id="x" * 5_000)
    @example(client_id="\x00")
    @example(client_id="a\n")
    def check(client_id: str) -> None:
        message = {"client_id": client_id, "text": "Hello"}
        address, headers = f"{talk.visitor.address}/messages", talk.visitor.headers
        first = talk.client.post(address, json=message, headers=headers)
        if first.status_code == 422:
            return
        assert first.status_code == (200 if client_id in stored else 201), first.text
        again = talk.client.post(address, json=message, headers=headers)
        assert (again.status_code, again.json()) == (200, first.json())
        assert stored.setdefault(client_id, first.json()) == first.json()

    check()
    assert stored, "some were taken"
    events = talk.client.get(talk.visitor.address, headers=talk.visitor.headers).json()["events"]
    said = [one["message"]["client_id"] for one in events if one["message"]["author"] == "visitor"]
    assert len(said) == len(set(said)) == MESSAGES + len(stored)
