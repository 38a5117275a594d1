"""Freshdesk: POST /api/v2/tickets, with an API key."""

from dataclasses import dataclass

import httpx

from bot.notify.tickets.ticket import TAG, UNKNOWN, Created, Ticket, call, reference_in

OPEN = 2
LOW = 1
CHAT = 7


@dataclass(frozen=True)
class Freshdesk:
    """url: such as https://firm.freshdesk.com."""

    url: str
    token: str

    async def create(self, client: httpx.AsyncClient, ticket: Ticket) -> Created:
        """Make the ticket. Raises NotCreated, httpx.HTTPError."""
        status, answer = await call(
            client,
            "POST",
            f"{self.url}/api/v2/tickets",
            accept=(201,),
            json={
                "name": UNKNOWN,
                "email": ticket.email,
                "subject": ticket.subject,
                "description": ticket.html,
                "status": OPEN,
                "priority": LOW,
                "source": CHAT,
                # a tag may have 32 characters: the whole id fits
                "tags": [TAG, ticket.conversation_id],
            },
            auth=(self.token, "X"),
        )
        reference = reference_in(answer, "id")
        return Created(status, reference, f"{self.url}/a/tickets/{reference}")
