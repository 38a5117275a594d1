"""Zammad: POST /api/v1/tickets, with an access token that has `ticket.agent`."""

from dataclasses import dataclass

import httpx

from bot.notify.tickets.ticket import Created, Ticket, call, reference_in


@dataclass(frozen=True)
class Zammad:
    """url: where Zammad is; group: the name of the group that gets the tickets."""

    url: str
    token: str
    group: str

    async def create(self, client: httpx.AsyncClient, ticket: Ticket) -> Created:
        """Make the ticket. Raises NotCreated, httpx.HTTPError."""
        status, answer = await call(
            client,
            "POST",
            f"{self.url}/api/v1/tickets",
            accept=(201,),
            json={
                "title": ticket.subject,
                "group": self.group,
                # finds the customer by address, and makes one that is not there
                "customer_id": f"guess:{ticket.email}",
                "article": {
                    "subject": ticket.subject,
                    "body": ticket.html,
                    "content_type": "text/html",
                    "type": "note",
                    "internal": True,
                },
            },
            headers={"Authorization": f"Token token={self.token}"},
        )
        reference = reference_in(answer, "number")
        return Created(status, reference, f"{self.url}/#ticket/zoom/{reference_in(answer, 'id')}")
