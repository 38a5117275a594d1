"""What agents keep and look up: canned replies, figures, and where the assistant was wrong."""

import math
import statistics
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.conversations.canned import CannedReply, check_variables, filled
from bot.conversations.events import Author, MessageEvent, Person, clean_text
from bot.conversations.office import OfficeHours
from bot.conversations.shared import AWAY_AFTER
from bot.errors import Conflict, NotFound, Unprocessable
from bot.store import Store
from bot.store.desk import Candidate
from bot.store.people import Colleague

NOTE_ON_CANDIDATE = 2000  # characters
SIGNED_IN_FOR = timedelta(hours=12)


@dataclass(frozen=True)
class Figures:
    """An agent's own figures. Times in seconds; None where there is nothing to count."""

    days: int
    replies: int
    first_reply_median_seconds: float | None
    first_reply_p90_seconds: float | None
    closed: int
    ratings: int
    rating_mean: float | None


class Desk:
    """An agent's desk."""

    def __init__(self, store: Store, office: OfficeHours) -> None:
        self._store = store
        self._office = office

    async def colleagues(self) -> list[tuple[Colleague, str]]:
        """Everyone who may talk with visitors, and whether they are online, away or offline."""
        now = datetime.now(UTC)
        return [(one, _status(one, now)) for one in await self._store.colleagues()]

    async def figures(self, agent: Person, days: int) -> Figures:
        """The agent's own figures of the last `days`."""
        found = await self._store.agent_figures(agent.id, datetime.now(UTC), timedelta(days=days))
        waits, stars = found.first_reply_seconds, found.stars
        return Figures(
            days=days,
            replies=len(waits),
            first_reply_median_seconds=round(statistics.median(waits), 1) if waits else None,
            first_reply_p90_seconds=round(percentile(waits, 0.9), 1) if waits else None,
            closed=found.closed,
            ratings=len(stars),
            rating_mean=round(statistics.fmean(stars), 2) if stars else None,
        )

    async def canned_replies(self) -> list[CannedReply]:
        """All of them, by shortcut."""
        return await self._store.canned_replies()

    async def keep_reply(
        self,
        agent: Person,
        shortcut: str,
        language: str | None,
        text: str,
        reply_id: int | None = None,
    ) -> CannedReply:
        """Keep a reply, or change the one with that id.

        Raises Unprocessable for an unknown variable, Conflict for a shortcut that is taken,
        NotFound for an id that there is not.
        """
        check_variables(text)
        now = datetime.now(UTC)
        if reply_id is None:
            added = await self._store.add_canned_reply(agent, shortcut, language, text, now)
            if added is None:
                raise Conflict(
                    f"There is a canned reply “{shortcut}” already. Choose another name."
                )
            return added
        changed = await self._store.change_canned_reply(
            agent, reply_id, shortcut, language, text, now
        )
        if changed is None:
            raise NotFound("There is no such canned reply. It may have been removed.")
        return changed

    async def remove_reply(self, agent: Person, reply_id: int) -> None:
        """Forget a reply. Raises NotFound."""
        if not await self._store.remove_canned_reply(agent, reply_id, datetime.now(UTC)):
            raise NotFound("There is no such canned reply. It may have been removed.")

    async def fill_reply(
        self, agent: Person, conversation_id: str, reply_id: int
    ) -> tuple[str, list[str]]:
        """A reply with its variables filled in for a conversation, and those without a value.

        Raises NotFound if there is no such reply or conversation.
        """
        reply = await self._store.canned_reply(reply_id)
        conversation = await self._store.conversation(conversation_id)
        if reply is None or conversation is None:
            raise NotFound("There is no such canned reply or conversation.")
        requests = await self._store.rights_requests(conversation_id=conversation_id)
        due = next((request.due_on for request in requests if request.closed_at is None), None)
        opens = self._office.opens_at(datetime.now(UTC))
        local = opens.astimezone(self._office.zone) if opens else None
        return filled(
            reply.text,
            {
                "agent_name": agent.name,
                "conversation_id": conversation_id,
                "question": conversation.visitor_preview,
                "rights_due_on": due.isoformat() if due else None,
                "opens_at": f"{local:%Y-%m-%d %H:%M}" if local else None,
            },
        )

    async def mark_wrong(
        self,
        agent: Person,
        conversation_id: str,
        seq: int,
        document: str | None,
        anchor: str | None,
        note: str,
    ) -> Candidate:
        """Keep the question that message `seq` answered wrongly as a candidate golden question.

        document, anchor: the section that answers it; both None where none does. That they exist
        is for the caller to check. Raises NotFound if message `seq` is no answer of the assistant,
        Unprocessable for half a section or a note that is too long.
        """
        if (document is None) != (anchor is None):
            raise Unprocessable("Name both the document and the section, or neither.")
        note = clean_text(note, NOTE_ON_CANDIDATE) if note.strip() else ""
        events = await self._store.events_after(conversation_id, 0)
        messages = {event.seq: event.message for event in events if isinstance(event, MessageEvent)}
        wrong = messages.get(seq)
        asked = messages.get(wrong.reply_to or 0) if wrong else None
        if wrong is None or wrong.author is not Author.ASSISTANT or asked is None:
            raise NotFound(f"Message {seq} is no answer of the assistant.")
        return await self._store.keep_candidate(
            agent,
            conversation_id=conversation_id,
            seq=seq,
            question=asked.text,
            language=wrong.answer.language if wrong.answer else "",
            document=document,
            anchor=anchor,
            note=note,
            now=datetime.now(UTC),
        )

    async def candidates(self) -> list[Candidate]:
        """Questions that may become golden ones, the newest first."""
        return await self._store.candidates()


def percentile(values: list[float], share: float) -> float:
    """The smallest of the sorted values that at least `share` of them do not exceed."""
    return values[max(0, math.ceil(share * len(values)) - 1)]


def _status(colleague: Colleague, now: datetime) -> str:
    if colleague.seen_at is None or now - colleague.seen_at > SIGNED_IN_FOR:
        return "offline"
    here = now - colleague.seen_at < AWAY_AFTER and not colleague.away
    return "online" if here else "away"
