"""Zendesk: POST /api/v2/tickets, with an API token and an idempotency key."""

from dataclasses import dataclass
from typing import Any

import httpx

from bot.notify.tickets.ticket import TAG, UNKNOWN, Created, Ticket, call, reference_in


@dataclass(frozen=True)
class Zendesk:
    """url: such as https://firm.zendesk.com; user: the e-mail of the agent whose token it is."""

    url: str
    user: str
    token: str

    async def create(self, client: httpx.AsyncClient, ticket: Ticket) -> Created:
        """Make the ticket. Raises NotCreated, httpx.HTTPError."""
        fields: dict[str, Any] = {
            "subject": ticket.subject,
            "comment": {"html_body": ticket.html, "public": False},
            "external_id": ticket.delivery_id,
            "tags": [TAG, f"{TAG}_{ticket.language}"],
        }
        if ticket.email:
            fields["requester"] = {"name": UNKNOWN, "email": ticket.email}
        status, answer = await call(
            client,
            "POST",
            f"{self.url}/api/v2/tickets.json",
            accept=(201,),
            json={"ticket": fields},
            # Zendesk gives the first answer again for the same key, and makes no second ticket
            headers={"Idempotency-Key": ticket.delivery_id},
            auth=(f"{self.user}/token", self.token),
        )
        reference = reference_in(answer, "ticket", "id")
        return Created(status, reference, f"{self.url}/agent/tickets/{reference}")
