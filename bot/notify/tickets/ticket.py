"""What a ticket is made of, and what every system's adapter does the same way."""

from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from bot.conversations.events import Conversation, Event
from bot.notify.mail import one_line
from bot.notify.outbox import Failed
from bot.notify.transcript import first_question, html_transcript, plain_transcript
from bot.notify.webhooks import retry_after

SUBJECT_LIMIT = 140
TAG = "clause"
UNKNOWN = "Chat visitor"


@dataclass(frozen=True)
class Ticket:
    """One conversation, ready to be handed to another system.

    delivery_id: the same at every try. plain, html: the transcript with its citations.
    email: where the visitor can be reached, or the address that stands in; None if neither is known.
    link: opens the conversation in the console.
    """

    delivery_id: str
    conversation_id: str
    language: str
    subject: str
    plain: str
    html: str
    email: str | None
    link: str


@dataclass(frozen=True)
class Created:
    """The ticket that was made. url: where its people open it, empty if that is not known."""

    status: int
    reference: str
    url: str


class NotCreated(Exception):
    """The system did not make the ticket; `failed` says why."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.problem)
        self.failed = failed


class TicketSystem(Protocol):
    """Makes tickets in one system."""

    async def create(self, client: httpx.AsyncClient, ticket: Ticket) -> Created:
        """Make the ticket. Raises NotCreated, httpx.HTTPError."""
        ...


def ticket_of(
    conversation: Conversation,
    events: list[Event],
    *,
    delivery_id: str,
    email: str | None,
    base_url: str,
) -> Ticket:
    """The ticket for a conversation. base_url: of the service, without a trailing slash."""
    link = f"{base_url}/console?conversation={conversation.id}"
    question = first_question(events) or "Conversation without a question"
    return Ticket(
        delivery_id=delivery_id,
        conversation_id=conversation.id,
        language=conversation.language,
        subject=one_line(question, SUBJECT_LIMIT),
        plain=f"{plain_transcript(events)}\n\n-- \nLanguage: {conversation.language}\n{link}\n",
        html=f"{html_transcript(events)}<hr><p>Language: {conversation.language}<br>"
        f'<a href="{link}">{link}</a></p>',
        email=email,
        link=link,
    )


async def call(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    accept: tuple[int, ...],
    json: Any = None,
    headers: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> tuple[int, Any]:
    """One request: its status and the JSON of its answer. Raises NotCreated, httpx.HTTPError.

    accept: the statuses that are as they should be.
    """
    response = await client.request(
        method,
        url,
        json=json,
        headers={"Accept": "application/json"} | (headers or {}),
        params=params,
        auth=auth or httpx.USE_CLIENT_DEFAULT,
    )
    if response.status_code not in accept:
        raise NotCreated(_failed(response))
    try:
        return response.status_code, response.json()
    except ValueError:
        raise NotCreated(
            Failed("The ticket system's answer is no JSON.", response.status_code)
        ) from None


def reference_in(answer: Any, *path: str) -> str:
    """The id or number at that place of an answer. Raises NotCreated if there is none."""
    found = answer
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, int | str) or found == "":
        raise NotCreated(
            Failed("The ticket system's answer does not say which ticket it made.", permanent=True)
        )
    return str(found)


def _failed(response: httpx.Response) -> Failed:
    # Their words may repeat the visitor's: only the status is kept.
    status = response.status_code
    if status in (401, 403):
        return Failed(
            f"The ticket system refused the token ({status}); see CLAUSE_TICKETS_TOKEN_FILE.",
            status,
            permanent=True,
        )
    passing = status in (408, 409, 423, 425, 429) or status >= 500 or status < 400
    return Failed(
        f"The ticket system answered {status}.",
        status,
        permanent=not passing,
        retry_after=retry_after(response),
    )
