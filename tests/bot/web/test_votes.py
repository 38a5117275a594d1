"""Whether an answer helped: kept once a message, only for answers, and gone with the conversation."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.answering.answer import Answer, Verdict
from bot.conversations.events import Author
from bot.store import Store
from bot.store.tables_votes import votes as table
from tests.bot.web.test_conversations import is_problem, start


async def answered(store: Store, address: str) -> int:
    """A question and its answer; the answer's number."""
    async with store.change(address.rpartition("/")[2]) as change:
        assert change is not None
        asked = await change.add_message(Author.VISITOR, "visitor", "Do you sell my data?")
        answer = Answer(
            verdict=Verdict.ANSWERED, confidence=0.9, language="en", text="No.", citations=[],
            handoff_offered=False,
        )  # fmt: skip
        said = await change.add_message(
            Author.ASSISTANT, "assistant", "No.", reply_to=asked.seq, answer=answer
        )
    return said.seq


async def test_a_vote_is_kept_once_a_message_and_the_last_one_counts(
    client: httpx.AsyncClient, store: Store
) -> None:
    address, headers = await start(client)
    seq = await answered(store, address)
    await answered(store, address)

    async def vote(**body: Any) -> dict[str, Any]:
        response = await client.post(f"{address}/votes", json=body, headers=headers)
        assert response.status_code == 200, response.text
        kept: dict[str, Any] = response.json()
        return kept

    first = await vote(seq=seq, helpful=True)
    assert (first["seq"], first["helpful"], first["comment"]) == (seq, True, "")
    changed = await vote(seq=seq, helpful=False, comment="  Not what I\r\nasked\x07  ")
    again = await vote(seq=seq, helpful=False, comment="Not what I\nasked")
    assert (again["helpful"], again["comment"]) == (False, "Not what I\nasked")
    assert changed["comment"] == again["comment"]
    listed = (await client.get(f"{address}/votes", headers=headers)).json()
    assert listed == [again]
    whole = (await client.get(address, headers=headers)).json()
    assert whole["last_seq"] == 4, "a vote is no event"


@pytest.mark.parametrize(
    "body",
    [
        {"seq": 1, "helpful": True},  # the visitor's own message
        {"seq": 3, "helpful": True},  # not there
        {"seq": 0, "helpful": True},
        {"seq": 2**40, "helpful": True},
        {"seq": 2},
        {"seq": 2, "helpful": True, "comment": "x" * 501},
        {"seq": 2, "helpful": "perhaps"},
    ],
)
async def test_what_is_no_vote_is_refused(
    client: httpx.AsyncClient, store: Store, body: dict[str, Any]
) -> None:
    address, headers = await start(client)
    assert await answered(store, address) == 2
    response = await client.post(f"{address}/votes", json=body, headers=headers)
    is_problem(response, 422, "unprocessable")
    assert (await client.get(f"{address}/votes", headers=headers)).json() == []


async def test_only_with_the_conversations_own_token(
    client: httpx.AsyncClient, store: Store
) -> None:
    mine, _ = await start(client)
    _, others = await start(client)
    seq = await answered(store, mine)
    for headers in ({}, others):
        for response in (
            await client.post(f"{mine}/votes", json={"seq": seq, "helpful": True}, headers=headers),
            await client.get(f"{mine}/votes", headers=headers),
        ):
            is_problem(response, 401, "not-signed-in")


async def test_a_deleted_conversation_takes_its_votes_along(
    client: httpx.AsyncClient, store: Store
) -> None:
    for address, headers in [await start(client), await start(client)]:
        body = {"seq": await answered(store, address), "helpful": False, "comment": "Mine"}
        assert (
            await client.post(f"{address}/votes", json=body, headers=headers)
        ).status_code == 200
    assert (await client.delete(address, headers=headers)).status_code == 204
    async with store.read() as connection:
        left = [row.conversation_id for row in await connection.execute(select(table))]
    assert len(left) == 1
    assert left != [address.rpartition("/")[2]]
