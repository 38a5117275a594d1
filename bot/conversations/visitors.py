"""What the visitor may do."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from urllib.parse import urlsplit

from bot.answering.rights import Right, rights_exercised
from bot.conversations.events import (
    VISITOR_TEXT_LIMIT,
    Author,
    Conversation,
    MessageEvent,
    Rating,
    RatingEvent,
    RightsMark,
    clean_text,
)
from bot.conversations.rights_requests import due_on
from bot.conversations.shared import VISITOR, Actions, is_conversation_id, there
from bot.conversations.states import Action, State
from bot.email_address import clean_address
from bot.errors import Conflict, NotSignedIn, Unprocessable
from bot.plain_text import plain_text
from bot.store.changes import Change

WORD_LIMIT = 500  # characters of a rating's word
PAGE_LIMIT = 500  # characters of an address


@dataclass(frozen=True)
class NewConversation:
    """A conversation just made, with the token that opens it. It is shown this once."""

    conversation: Conversation
    token: str


class VisitorActions(Actions):
    """A visitor's doings, each one transaction."""

    async def start(
        self, language: str, previous: tuple[str, str] | None = None
    ) -> NewConversation:
        """Make a conversation and the token that opens it.

        previous: id and token of what the visitor had before. An expired token is enough, for it
        opens nothing here; one that does not fit is passed over.
        """
        now = datetime.now(UTC)
        token = secrets.token_urlsafe(32)
        conversation = await self.store.add_conversation(
            secrets.token_hex(16),
            _hashed(token),
            language,
            now=now,
            expires_at=now + self._lifetime,
            previous_id=await self._known(*previous) if previous else None,
        )
        return NewConversation(conversation, token)

    async def open(self, conversation_id: str, token: str) -> Conversation:
        """The visitor's conversation.

        Raises NotSignedIn, always in the same words, if there is none, or the token is another's
        or has expired.
        """
        found = None
        if is_conversation_id(conversation_id):
            found = await self.store.conversation_and_token(conversation_id)
        conversation, token_hash = found or (None, "0" * 64)
        fits = compare_digest(_hashed(token), token_hash)
        if conversation is None or not fits or conversation.expires_at <= datetime.now(UTC):
            raise NotSignedIn("This conversation cannot be opened. Start a new one.")
        return conversation

    async def _known(self, conversation_id: str, token: str) -> str | None:
        found = await self.store.conversation_and_token(conversation_id)
        fits = found is not None and compare_digest(_hashed(token), found[1])
        return conversation_id if fits else None

    async def say(
        self,
        conversation_id: str,
        client_id: str,
        text: str,
        page: str | None = None,
        language: str | None = None,
    ) -> tuple[MessageEvent, bool]:
        """Store the visitor's message; a closed conversation opens again.

        page: the address that the visitor wrote from, if the site tells it. language: what they
        read now, by whoever has it at hand. A right that the message
        exercises is marked in the same transaction, whoever has the conversation. Returns the
        message, and whether it is new: the same client_id again gives the message that was stored
        first. Raises Unprocessable if the text is empty or too long.
        """
        text = clean_text(text, VISITOR_TEXT_LIMIT)
        rights = await self._rights_in(conversation_id, text, language)
        async with self.store.change(conversation_id) as found:
            change = there(found)
            known = await change.message_sent(VISITOR, client_id)
            if known is not None:
                return known, False
            if change.state is State.CLOSED:
                await change.move(Action.REOPEN, VISITOR)
            event = await self._add_message(change, text, client_id, rights)
            if place := page_address(page):
                await change.note_page(place)
            if language and language != change.conversation.language:
                await change.note_language(language)
            asked = change.state is State.BOT
            if asked:
                await change.ask(event.seq)
        self.sent(conversation_id, VISITOR)
        if asked and self.on_question:
            self.on_question(conversation_id)
        return event, True

    async def ask_person(self, conversation_id: str) -> Conversation:
        """The visitor wants a person; nothing changes if they wait for one or have one already."""
        deserted = await self.is_deserted()
        async with self.store.change(conversation_id) as found:
            change = there(found)
            if not await _ask_person(change):
                return change.conversation
            await self.handed_off(change, deserted)
        self.hub.wake(conversation_id)
        return change.conversation

    async def erase(self, conversation_id: str) -> None:
        """Delete the conversation with all that hangs on it, at once. There is no way back."""
        await self.store.erase_conversation(conversation_id)
        self.forgotten(conversation_id)

    def forgotten(self, conversation_id: str) -> None:
        """It was deleted: whoever follows it is told."""
        self.sent(conversation_id, VISITOR)

    async def cancel(self, conversation_id: str) -> Conversation:
        """The visitor waits no longer; nothing changes if the assistant has the conversation.

        Raises Conflict if a person has it, or it is closed.
        """
        async with self.store.change(conversation_id) as found:
            change = there(found)
            if change.state is State.BOT:
                return change.conversation
            await change.move(Action.CANCEL, VISITOR)
        self.hub.wake(conversation_id)
        return change.conversation

    async def leave(self, conversation_id: str, email: str, text: str | None) -> Conversation:
        """The visitor leaves an e-mail address, and perhaps a question, for a person to answer.

        The conversation waits for a person from then on; the text is taken as any message of theirs
        is. Raises Unprocessable for an address or a text that is no good.
        """
        email = clean_address(email)
        rights: list[Right] = []
        if text is not None:
            text = clean_text(text, VISITOR_TEXT_LIMIT)
            rights = await self._rights_in(conversation_id, text)
        deserted = await self.is_deserted()
        async with self.store.change(conversation_id) as found:
            change = there(found)
            await _ask_person(change)
            if text is not None:
                # the same text again is the same message: so the request can be repeated
                client_id = f"left-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
                if await change.message_sent(VISITOR, client_id) is None:
                    await self._add_message(change, text, client_id, rights)
            await change.leave_address(email)
            if change.state is State.WAITING:
                # nothing more is to be expected of the visitor: it need not wait for them
                await self.handed_off(change, deserted, at_once=True)
            await change.reload()
        self.hub.wake(conversation_id)
        return change.conversation

    async def rate(self, conversation_id: str, stars: int, word: str) -> tuple[RatingEvent, bool]:
        """Store what the visitor thinks of the help: once each time it was closed.

        Returns the event, and whether it is new; the same rating again is no error. Raises
        Conflict if the conversation is open, or was rated otherwise; Unprocessable for a word
        that is too long.
        """
        word = clean_text(word, WORD_LIMIT) if word.strip() else ""
        rating = Rating(stars=stars, word=word)
        async with self.store.change(conversation_id) as found:
            change = there(found)
            if change.state is not State.CLOSED:
                raise Conflict(
                    "A conversation is rated after it was closed.", state=change.state.value
                )
            given = await change.rated_since_closing()
            if given is not None:
                if given.rating != rating:
                    raise Conflict("You have rated this conversation already. Thank you.")
                return given, False
            event = await change.add_rating(rating, VISITOR)
        self.hub.wake(conversation_id)
        return event, True

    async def visitor_read(self, conversation_id: str, seq: int) -> None:
        """The visitor has seen everything up to `seq`; a mark never goes back.

        Raises Unprocessable for a number that is not there yet.
        """
        async with self.store.change(conversation_id) as found:
            change = there(found)
            check_seq(change.conversation, seq)
            moved = await change.read_by("visitor_read", seq)
        if moved:
            self.hub.wake(conversation_id)

    async def _rights_in(
        self, conversation_id: str, text: str, language: str | None = None
    ) -> list[Right]:
        """The rights that a text exercises. Raises NotFound."""
        if language is None:
            language = (await self.read(conversation_id)).language
        return await asyncio.to_thread(rights_exercised, text, language)

    async def _add_message(
        self, change: Change, text: str, client_id: str, rights: list[Right]
    ) -> MessageEvent:
        """Store what the visitor wrote, and mark what rights it exercises."""
        event = await change.add_message(Author.VISITOR, VISITOR, text, client_id=client_id)
        day = due_on(change.now, self.office.zone)
        for right in rights:
            if await change.add_rights_request(right, event.seq, day):
                mark = RightsMark(right=right, reply_to=event.seq, due_on=day)
                await change.add_rights_mark(mark, VISITOR)
        return event


def check_seq(conversation: Conversation, seq: int) -> None:
    """Raises Unprocessable for the number of an event that there is not."""
    if seq > conversation.last_seq:
        raise Unprocessable(f"There is no event {seq} yet; the newest is {conversation.last_seq}.")


async def _ask_person(change: Change) -> bool:
    if change.state in (State.WAITING, State.AGENT):
        return False
    if change.state is State.CLOSED:
        await change.move(Action.REOPEN, VISITOR)
    await change.move(Action.ASK_PERSON, VISITOR)
    return True


def page_address(page: str | None) -> str | None:
    """The page's address without what may tell more than the page: query, fragment, name, password.

    None for what is no address of a web page, or is too long to be one: a message is never refused
    for it.
    """
    try:
        parts = urlsplit(plain_text(page or ""))
        host = parts.hostname
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    address = f"{parts.scheme}://{host}{port}{parts.path}"
    return address if len(address) <= PAGE_LIMIT else None


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
