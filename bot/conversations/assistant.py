"""What the assistant may do."""

from bot.answering.answer import Answer, Verdict
from bot.answering.words import Words
from bot.conversations.events import Author, MessageEvent, Offer, OfferReason, Question
from bot.conversations.shared import ASSISTANT, Actions
from bot.conversations.states import Action, State
from bot.store.changes import Change

UNANSWERED_BEFORE_OFFER = 2
"""After so many answers running that were none, a person is offered."""

_NO_ANSWER = (Verdict.UNSURE, Verdict.NOT_COVERED)
_WORDS = Words.load()


class AssistantActions(Actions):
    """The assistant's doings, each one transaction. It writes only where the bot has the word."""

    async def answer(self, question: Question, answer: Answer) -> MessageEvent | None:
        """Store the answer, unless it is no longer wanted: None if a person was quicker.

        In the same transaction a verdict `human` asks for a person, and a person is offered to
        whoever exercises a right or got no answer twice running.
        """
        hands_off = answer.verdict is Verdict.HUMAN
        deserted = hands_off and await self.is_deserted()
        async with self.store.change(question.conversation_id) as change:
            if change is None or change.state is not State.BOT:
                return None
            if not await change.settle(question.seq):
                return None
            event = await change.add_message(
                Author.ASSISTANT, ASSISTANT, answer.text, reply_to=question.seq, answer=answer
            )
            if hands_off:
                await change.move(Action.ASK_PERSON, ASSISTANT)
                await self.handed_off(change, deserted)
            else:
                await _offer_if_due(change, question, answer)
        self.hub.wake(question.conversation_id)
        return event

    async def give_up(self, question: Question) -> bool:
        """The assistant cannot answer this at all: call a person. False if it need not any more."""
        deserted = await self.is_deserted()
        async with self.store.change(question.conversation_id) as change:
            if change is None or change.state is not State.BOT:
                return False
            if not await change.settle(question.seq):
                return False
            await change.move(Action.ASK_PERSON, ASSISTANT)
            await self.handed_off(change, deserted)
        self.hub.wake(question.conversation_id)
        return True


async def _offer_if_due(change: Change, question: Question, answer: Answer) -> None:
    """Offer a person where there is reason to.

    For answers that were none once while the assistant has the conversation, so that it never
    becomes a loop; for a rights request each time, as each is put on the list once only.
    """
    before = change.conversation.unanswered
    if answer.verdict in _NO_ANSWER:
        unanswered = before + 1
    else:
        # small talk in between neither answers nor leaves unanswered
        unanswered = 0 if answer.verdict is Verdict.ANSWERED else before
    if unanswered != before:
        await change.count_unanswered(unanswered)
    if await change.exercises_right(question.seq):
        reason = OfferReason.RIGHTS_REQUEST
    elif unanswered >= UNANSWERED_BEFORE_OFFER and not change.conversation.offered:
        reason = OfferReason.UNANSWERED
    else:
        return
    offer = Offer(
        reason=reason,
        reply_to=question.seq,
        language=answer.language,
        text=_WORDS.say(f"offer_{reason.value}", answer.language),
    )
    await change.add_offer(offer, ASSISTANT)
