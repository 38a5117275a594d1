"""What visitors asked, for those who look after the texts."""

from sqlalchemy import select

from bot.store.engine import Database
from bot.store.tables import conversations, events

CONVERSATIONS = 100  # the newest ones are looked at


class AskedTables(Database):
    """What the database keeps of visitors' questions."""

    async def recent_questions(self) -> list[str]:
        """What the assistant looked up in the newest conversations, the newest first."""
        newest = (
            select(conversations.c.id)
            .order_by(conversations.c.updated_at.desc())
            .limit(CONVERSATIONS)
        ).subquery()
        reply = events.alias("reply")
        statement = (
            select(events.c.text, reply.c.answer)
            .join(newest, newest.c.id == events.c.conversation_id)
            .join(
                reply,
                (reply.c.conversation_id == events.c.conversation_id)
                & (reply.c.reply_to == events.c.seq)
                & (reply.c.author == "assistant"),
            )
            .where(events.c.author == "visitor")
            .order_by(events.c.at.desc())
            .limit(5 * CONVERSATIONS)
        )
        async with self.read() as connection:
            rows = await connection.execute(statement)
            looked_up = ("answered", "unsure", "not_covered")
            return [row.text for row in rows if (row.answer or {}).get("verdict") in looked_up]
