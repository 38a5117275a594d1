"""The sentence of a long message that holds its question.

A story, a complaint, a greeting or a signature around a question draw the search elsewhere. What is
left when they are taken off is searched beside the whole message, never instead of it: stories say
what the question is about more often than not, and alone the gist finds half as much.
"""

import re
from collections.abc import Sequence

from bot.answering.asking import opening
from bot.answering.asking.reading import (
    MARKS,
    Opening,
    Token,
    ends_with_question_mark,
    sentences,
    tokens,
)
from bot.answering.text import MOST_CHARACTERS, fold
from index.keywords import content_words

_SHORT = 14  # words; a message with so few is its own gist
_MOST_LINE = 200  # characters of a line looked at

# Lines, folded, from which on a message is a signature or the mails before it.
_SIGNATURE = re.compile(
    r"""--\s*$ | _{5,} | -{5,}
      | sent\ from\ my\b | envoye\ (?:de|depuis)\ mon\b | enviado\ desde\ mi\b
      | von\ meinem\b.{0,40}gesendet
      | (?:(?:bien|tres)\ )?(?:cordialement|bien\ a\ vous|(?:sinceres\ )?salutations|cdl?t)\b.{0,3}$
      | (?:kind|best|warm)\ regards | regards\W*$ | sincerely\W*$ | yours\ (?:truly|sincerely|faithfully)
      | mit\ freundlichen\ gruss?en | (?:viele|liebe|beste)\ gruss?e | mfg\b | hochachtungsvoll
      | (?:un\ )?(?:cordial\ )?saludos?\b.{0,12}$ | atentamente\b.{0,3}$ | atte\b""",
    re.VERBOSE,
)
_HISTORY = re.compile(
    r"""-{2,}\s*(?:original\ message|message\ d.?origine|ursprungliche\ nachricht|mensaje\ original)
      | (?:le|on|am|el)\b.{4,120}\b(?:a\ ecrit|wrote|schrieb|escribio)\b.{0,40}:$
      | (?:de|from|von)\s?:\ .{1,80}@""",
    re.VERBOSE,
)
_WISHES_TO_KNOW = re.compile(
    r"""\b(?:
        (?:voudrai[ts]|veux|souhaite|souhaiterai[ts]|aimerai[ts])\ (?:bien\ )?(?:savoir|comprendre)
      | (?:dites|dis|expliquez|indiquez|precisez)\ moi
      | merci\ de\ (?:me\ )?(?:dire|indiquer|confirmer|preciser)
      | (?:would|d)\ like\ to\ know | want\ to\ (?:know|understand) | tell\ me | wondering
      | (?:mochte|will|wurde|wusste)\ (?:ich\ )?(?:gerne?\ )?(?:wissen|erfahren) | wusste\ gerne?
      | sagen\ sie\ mir | quiero\ saber | quisiera\ saber | me\ gustaria\ saber | digame | diganme
    )\b""",
    re.VERBOSE,
)
_ENOUGH = 3  # content words that say what a sentence asks about


def gist(text: str, language: str) -> str:
    """The sentences of a message that ask, with the one before where they point to it.

    The whole text if it is short or if none of its sentences surely asks.
    """
    if len(text) > MOST_CHARACTERS:
        return text
    message = without_mail(text)
    said = [sentence for sentence in sentences(tokens(message)) if _words(sentence)]
    if len(said) < 2 or sum(map(len, map(_words, said))) <= _SHORT:
        return message
    asking = _asking(said, message, language)
    if not asking:
        return message
    kept: list[int] = []
    for at in asking:
        if at and at - 1 not in kept and _points(said[at], language):
            kept.append(at - 1)
        kept.append(at)
    return " ".join(_text(message, said[at]) for at in kept)


def without_mail(text: str) -> str:
    """A message without its signature and without the mails that it answers; all of it if none is left."""
    kept: list[str] = []
    for line in text.split("\n"):
        start = fold(line[:_MOST_LINE]).strip()
        if _HISTORY.match(start) or (kept and _SIGNATURE.match(start)):
            break
        if not start.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip() or text


def _asking(said: Sequence[tuple[Token, ...]], message: str, language: str) -> list[int]:
    """The places of the sentences that ask: those with a question mark, else those that say so."""
    marked = [at for at, sentence in enumerate(said) if ends_with_question_mark(sentence)]
    telling = [at for at in marked if _content(said[at], language)]
    if telling:
        return telling
    if marked:
        return marked[-1:]
    opened = [
        at for at, sentence in enumerate(said) if opening(sentence, 0, language) is Opening.SURE
    ]
    return opened or [
        at
        for at, sentence in enumerate(said)
        if _WISHES_TO_KNOW.search(" ".join(token.word for token in _words(sentence)))
    ]


def _points(sentence: tuple[Token, ...], language: str) -> bool:
    """Whether a sentence says too little to be searched without the one before."""
    return len(_content(sentence, language)) < _ENOUGH


def _content(sentence: tuple[Token, ...], language: str) -> list[str]:
    return content_words(" ".join(token.raw for token in _words(sentence)), language)


def _words(sentence: Sequence[Token]) -> list[Token]:
    return [token for token in sentence if token.word not in MARKS]


def _text(message: str, sentence: tuple[Token, ...]) -> str:
    return message[sentence[0].start : sentence[-1].end].strip()
