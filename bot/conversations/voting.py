"""What visitors may do about the answers that they got: say whether they helped."""

from bot.conversations.events import Author, MessageEvent, clean_text
from bot.conversations.shared import Actions, there
from bot.conversations.votes import COMMENT_LIMIT, Vote
from bot.errors import Unprocessable


class VoteActions(Actions):
    """A visitor's votes. They are no events: a vote may change, and what happened does not."""

    async def vote(self, conversation_id: str, seq: int, helpful: bool, comment: str) -> Vote:
        """Keep whether an answer helped: one vote a message, the last one counts.

        Raises Unprocessable if that message is no answer of the assistant's, or the comment is too
        long.
        """
        comment = clean_text(comment, COMMENT_LIMIT) if comment.strip() else ""
        async with self.store.change(conversation_id) as found:
            change = there(found)
            event = await change.event(seq)
            if (
                not isinstance(event, MessageEvent)
                or event.message.author is not Author.ASSISTANT
                or event.message.answer is None
            ):
                raise Unprocessable(
                    f"Number {seq} is no answer of the assistant's. Only answers are voted on."
                )
            vote = Vote(seq=seq, helpful=helpful, comment=comment, at=change.now)
            await change.keep_vote(vote)
        return vote

    async def votes(self, conversation_id: str) -> list[Vote]:
        """The votes of a conversation, by number."""
        return await self.store.votes(conversation_id)
