"""A conversation as text: for tickets, which people who never saw the chat will read."""

from datetime import datetime
from html import escape

from bot.answering.answer import Citation
from bot.conversations.events import Author, Event, Message, MessageEvent
from bot.notify.mail import paragraphs, quote_html, quote_lines

_WHO = {
    Author.VISITOR: "Visitor",
    Author.ASSISTANT: "Assistant",
    Author.AGENT: "Agent",
    Author.SYSTEM: "Clause",
}


def citations_of(message: Message) -> list[Citation]:
    """The sentences that a message quotes."""
    return message.answer.citations if message.answer else message.citations


def words_of(message: Message) -> str:
    """What a message says above what it quotes."""
    return message.answer.all_words if message.answer else message.text


def last_question(events: list[Event], before_seq: int) -> str | None:
    """What the visitor wrote last before event `before_seq`."""
    asked = [
        event.message.text
        for event in events
        if isinstance(event, MessageEvent)
        and event.seq < before_seq
        and event.message.author is Author.VISITOR
    ]
    return asked[-1] if asked else None


def first_question(events: list[Event]) -> str | None:
    """What the visitor began with."""
    for event in events:
        if isinstance(event, MessageEvent) and event.message.author is Author.VISITOR:
            return event.message.text
    return None


def plain_transcript(events: list[Event]) -> str:
    """Every message with who wrote it and when (UTC), and what it quotes. Plain text."""
    parts = []
    for event in _messages(events):
        parts.append(f"{_head(event)}\n{words_of(event.message)}")
        parts += [quote_lines(citation) for citation in citations_of(event.message)]
    return "\n\n".join(parts)


def html_transcript(events: list[Event]) -> str:
    """The same as simple HTML; nothing that was written is interpreted."""
    parts = []
    for event in _messages(events):
        parts.append(f"<p><b>{escape(_head(event))}</b></p>{paragraphs(words_of(event.message))}")
        parts += [
            quote_html(citation, "Read this passage in its place")
            for citation in citations_of(event.message)
        ]
    return "".join(parts)


def _messages(events: list[Event]) -> list[MessageEvent]:
    return [event for event in events if isinstance(event, MessageEvent)]


def _head(event: MessageEvent) -> str:
    message = event.message
    name = f" {message.author_name}" if message.author_name else ""
    return f"{_WHO[message.author]}{name}, {_moment(event.at)}"


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
