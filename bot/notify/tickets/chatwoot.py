"""Chatwoot: a contact, a conversation, and the transcript as a private note in it.

The transcript is never a message: Chatwoot would send an outgoing one to the visitor. Each step
looks first whether an earlier try has made it, by the ids that we chose.
"""

from dataclasses import dataclass
from typing import Any

import httpx

from bot.notify.outbox import Failed
from bot.notify.tickets.ticket import UNKNOWN, Created, NotCreated, Ticket, call, reference_in

OUR_ID = "clause_delivery"
NOTE_LIMIT = 100_000


@dataclass(frozen=True)
class Chatwoot:
    """url: where Chatwoot is; account and inbox: the numbers in the inbox's address there."""

    url: str
    token: str
    account: int
    inbox: int

    async def create(self, client: httpx.AsyncClient, ticket: Ticket) -> Created:
        """Make the conversation. Raises NotCreated, httpx.HTTPError."""
        contact = await self._contact(client, ticket)
        number = await self._earlier(client, contact, ticket)
        if number is None:
            _, made = await self._call(
                client,
                "POST",
                "conversations",
                json={
                    "source_id": ticket.delivery_id,
                    "inbox_id": self.inbox,
                    "contact_id": int(contact),
                    "status": "open",
                    "custom_attributes": {OUR_ID: ticket.delivery_id},
                },
            )
            number = reference_in(made, "id")
        status, _ = await self._call(
            client,
            "POST",
            f"conversations/{number}/messages",
            json={
                "content": ticket.plain[:NOTE_LIMIT],
                "message_type": "outgoing",
                "private": True,
            },
        )
        return Created(
            status, number, f"{self.url}/app/accounts/{self.account}/conversations/{number}"
        )

    async def _contact(self, client: httpx.AsyncClient, ticket: Ticket) -> str:
        wanted = {
            "inbox_id": self.inbox,
            "name": UNKNOWN,
            "identifier": ticket.email or ticket.delivery_id,
        }
        if ticket.email:
            wanted["email"] = ticket.email
        status, made = await self._call(client, "POST", "contacts", (200, 422), json=wanted)
        if status == 200:
            return reference_in(made, "payload", "contact", "id")
        # 422: the address or the identifier is a contact's already
        key = str(wanted["identifier"])
        _, found = await self._call(client, "GET", "contacts/search", params={"q": key})
        for one in _listed(found):
            if key.lower() in (str(one.get("email")).lower(), str(one.get("identifier")).lower()):
                return reference_in(one, "id")
        raise NotCreated(Failed("Chatwoot refused the contact (422).", 422, permanent=True))

    async def _earlier(self, client: httpx.AsyncClient, contact: str, ticket: Ticket) -> str | None:
        _, found = await self._call(client, "GET", f"contacts/{contact}/conversations")
        for one in _listed(found):
            if (one.get("custom_attributes") or {}).get(OUR_ID) == ticket.delivery_id:
                return reference_in(one, "id")
        return None

    async def _call(
        self,
        client: httpx.AsyncClient,
        method: str,
        path: str,
        accept: tuple[int, ...] = (200,),
        *,
        json: Any = None,
        params: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        return await call(
            client,
            method,
            f"{self.url}/api/v1/accounts/{self.account}/{path}",
            accept=accept,
            json=json,
            params=params,
            headers={"api_access_token": self.token},
        )


def _listed(answer: Any) -> list[dict[str, Any]]:
    listed = answer.get("payload") if isinstance(answer, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
