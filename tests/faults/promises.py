"""What must hold of a conversation, and of a refusal, whatever was done to the service."""

from collections import Counter

import httpx

from tests.faults.service import Visitor, replies_to


async def check(visitor: Visitor, unanswered: frozenset[str] = frozenset()) -> None:
    """All that is promised, of the conversation as it is stored and as it was streamed.

    unanswered: what was written to a person, and is not the assistant's to answer.
    """
    events = await visitor.events()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1)), "a gap"
    by_seq = {event["seq"]: event for event in events}
    for text, event in visitor.acknowledged.items():
        assert by_seq.get(event["seq"]) == event, f"{text!r} was acknowledged and is lost"
    said = Counter(
        event["message"]["text"]
        for event in events
        if event["type"] == "message" and event["message"]["author"] == "visitor"
    )
    assert said == Counter(list(visitor.acknowledged)), "lost or doubled"
    answers = Counter(seq for event in events if (seq := replies_to(event)) is not None)
    expected = Counter(
        event["seq"] for text, event in visitor.acknowledged.items() if text not in unanswered
    )
    assert answers == expected, "every question is answered exactly once"

    await visitor.caught_up(len(events))
    assert visitor.seen == events, "the stream missed or repeated something"


def check_refusal(response: httpx.Response) -> None:
    """A 503 that a program can act on, and a person can read."""
    assert response.status_code == 503, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert int(response.headers["retry-after"]) > 0
    problem = response.json()
    assert problem["type"] == "urn:clause:problem:unavailable"
    assert problem["detail"].endswith("."), "it is a sentence"
    assert "sqlite" not in response.text.lower(), "whoever visits need not know what we store in"
