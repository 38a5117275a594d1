"""A person asks what is kept of them, or that it go: by their e-mail address, all of it, in one call."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.conversations.events import Person
from bot.errors import Conflict, Unavailable
from bot.privacy.addresses import Written
from bot.store import Store
from bot.store.persons import Traces


@dataclass(frozen=True)
class Receipt:
    """That it was done. It holds no address: `address_sha256` shows whose it was.

    kept: proofs of rights, with the kind, the dates and the outcome alone. mentioned: conversations of
    others in which it stands; tickets: made of theirs in other systems; golden: questions of the owner's
    with it; staff: whether it is an account's. Those are not deleted, and somebody has to look at them.
    bytes_cleared: False if somebody read the file for long; SQLite's next purge clears it then.
    """

    receipt: str
    at: datetime
    by: str
    address_sha256: str
    conversations: int
    kept: int
    mentioned: list[str]
    tickets: list[str]
    golden: int
    staff: bool
    bytes_cleared: bool = True

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self) | {"at": self.at.isoformat(timespec="seconds")}


class People:
    """What is kept of people outside. on_erased: told the id of each conversation that went."""

    def __init__(self, store: Store, on_erased: Callable[[str], None] = lambda id: None) -> None:
        self._store = store
        self._on_erased = on_erased

    async def find(self, email: str) -> Traces:
        """Where the address is. Raises Unprocessable if it is none."""
        return await self._store.traces_of(Written(email))

    async def export(self, email: str, by: Person | None) -> dict[str, Any]:
        """All of it, as plain values for a file; the log has a line of it, without the address."""
        written, now = Written(email), datetime.now(UTC)
        traces = await self._store.traces_of(written)
        found = await self._store.all_of(traces.ids)
        target = f"person {written.sha256[:16]}"
        await self._store.note_export(by, target, now, len(found))
        return {
            "address": written.address,
            "at": now.isoformat(timespec="seconds"),
            "conversations": _plain(found),
            "mentioned_in": traces.mentioned,
            "golden_questions": traces.golden,
            "tickets": [url or reference for reference, url in traces.tickets],
            "has_account": traces.staff,
        }

    async def erase(self, email: str, by: Person | None) -> Receipt:
        """Delete all of it. Nothing found is no error: the receipt says so.

        Raises Unprocessable if it is no address; Conflict while a request other than for erasure is
        open, as its answer would be lost with it.
        """
        written, now = Written(email), datetime.now(UTC)
        before = await self._store.traces_of(written)
        if others := [one for one in before.open_requests if one.kind != "erasure"]:
            kinds = ", ".join(sorted({one.kind for one in others}))
            raise Conflict(
                f"They exercised another right that nobody has answered yet ({kinds}). Close it first, "
                "so that the proof says what came of it."
            )
        receipt = Receipt(
            receipt=secrets.token_hex(8),
            at=now,
            by=by.name if by else "command line",
            address_sha256=written.sha256,
            conversations=0, kept=0, mentioned=[], tickets=[], golden=0, staff=False,
        )  # fmt: skip
        logged = {"receipt": receipt.receipt, "address_sha256": written.sha256}
        there = await self._store.erase_person(written, by, logged, now)
        try:
            await self._store.forget_bytes()
        except Unavailable:
            receipt = replace(receipt, bytes_cleared=False)
        for id in there.ids:
            self._on_erased(id)
        return replace(
            receipt,
            conversations=len(there.ids),
            kept=there.proofs,
            mentioned=there.mentioned,
            tickets=[url or reference for reference, url in there.tickets],
            golden=there.golden,
            staff=there.staff,
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
