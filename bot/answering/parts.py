"""A message that asks two or three things, taken apart so that each can be searched alone.

A wrong cut costs more than a missed one: what is cut must ask before the cut and begin to ask behind
it, and both sides must be about something.
"""

from collections.abc import Iterator, Sequence

from bot.answering.asking import LANGUAGES, PREPOSITIONS, opening
from bot.answering.asking.reading import (
    BREAKS,
    MARKS,
    Opening,
    Token,
    ends_with_question_mark,
    numbers_item,
    sentences,
    tokens,
    word_set,
)
from bot.answering.text import MOST_CHARACTERS
from index.keywords import content_words

MOST_PARTS = 3

_AND = {
    "fr": word_set("et puis ainsi"),
    "en": word_set("and also plus n"),
    "de": word_set("und sowie ausserdem u"),
    "es": word_set("y e ademas"),
}
# What may follow the `and` without asking anything itself.
_FILLERS = {
    "fr": word_set("aussi sinon ensuite enfin surtout donc puis alors ailleurs d egalement apres"),
    "en": word_set("also then so secondly finally"),
    "de": word_set("auch dann noch ausserdem"),
    "es": word_set("tambien ademas luego despues"),
}
# Words that stand for something said before.
_POINTERS = {
    "fr": word_set("y celui celle ceux celles cela ca"),
    "en": word_set("it them they those that one this he she him"),
    "de": word_set("es sie ihn dort davon dabei dessen dafur darauf daran diese das"),
    "es": word_set("lo ello ellos ellas eso esto esa ese"),
}
# Words that ask how long or where, and say nothing of what.
_GENERAL = word_set(
    """temps duree delai jours jour mois ans annees annee heures combien cb cmb tps lieu pays ville
    adresse exactement faut faire
    long time times many days months years much often far country place exactly fast soon
    lange zeit tage monate jahre land genau schnell oft viele
    tiempo dias meses anos pais plazo exactamente cada hace"""
)
_RELATIVE = word_set("qui ki que laquelle lequel lesquels lesquelles who which welche welcher wer")
_KNOWING = word_set("savez sait savent savoir connaissez wisst wissen saben sabeis sabes consta")
_ASKED_BY = word_set(
    """quel quels quelle quelles kel combien cb quand comment ou qui lequel pourquoi
    which what how when where who why
    welche welcher welches welchen welchem wann wie wo wer was warum wem wen
    que cual cuales cuanto cuantos cuantas cuando como donde quien"""
)
# `And if so`, `et si oui`: what follows hangs on the answer before.
_IF_SO = {("if", "so"), ("if", "yes"), ("si", "oui"), ("wenn", "ja"), ("falls", "ja"), ("si", "si")}
# What names another thing without asking anything of it.
_NAMES_ANOTHER = word_set(
    """le la les l un une mon ma mes vos votre celui celle ceux celles the my your a an those that
    der die das den mein meine meinen ein eine el los las mis mi"""
)
_HOW_MUCH = word_set(
    "combien cb cmb delai quand long soon fast many lange schnell cuanto cuantos plazo"
)
_WHAT_ABOUT = {
    *(("what", "about"), ("how", "about"), ("qu", "en"), ("quid", "de"), ("quid", "des")),
    *(("was", "ist", "mit"), ("wie", "sieht", "es"), ("que", "pasa"), ("que", "hay")),
}
_MOST_WORDS_OF_ANOTHER = 12
_MOST_TRIED = 20  # places tried in one sentence
_MOST_WORDS_CARRIED = 25

Clause = tuple[Token, ...]


def question_parts(text: str, language: str) -> tuple[str, ...]:
    """The two or three questions of a text, each made to stand alone; else the text alone.

    A part that needs the one before it (`and for how long?`) begins with what that one is about.
    """
    if len(text) > MOST_CHARACTERS:
        return (text,)
    language = language if language in LANGUAGES else "en"
    reader = _Reader(text, language)
    clauses = reader.clauses()
    if not 2 <= len(clauses) <= MOST_PARTS:
        return (text,)
    return tuple(reader.standing_alone(clauses))


class _Reader:
    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language

    # -- where to cut

    def clauses(self) -> list[Clause]:
        """What asks something in the text, a clause a thing."""
        found: list[Clause] = []
        read = list(sentences(tokens(self.text)))
        marked = any(ends_with_question_mark(sentence) for sentence in read)
        for sentence in read:
            if marked and not ends_with_question_mark(sentence) and not self._opens(sentence):
                continue  # a story, whatever its clauses look like
            for number, clause in enumerate(self._of_sentence(sentence)):
                asks = (marked and len(self._content(clause)) >= 2) or self._asks(clause)
                if not asks or (number == 0 and found and not self._begins_anew(clause)):
                    continue
                if self._content(clause) or number or found:
                    found.append(clause)
        return found

    def _opens(self, sentence: Sequence[Token]) -> bool:
        """Whether a sentence without a question mark asks from its first word on."""
        if sentence[-1].word in (".", "!", "…"):
            return False
        begin = self._behind_and(sentence, 0)
        return opening(sentence, begin, self.language) is not Opening.NONE

    def _of_sentence(self, sentence: tuple[Token, ...]) -> list[Clause]:
        cuts = [0]
        begin = tried = 0
        for at in range(len(sentence)):
            if at < max(begin, 1) or not self._and(sentence, at):
                continue
            begin, tried = self._behind_and(sentence, at), tried + 1
            if tried > _MOST_TRIED:
                break
            if self._cut_here(sentence[cuts[-1] : at], sentence, begin):
                cuts.append(at)
        ends = [*cuts[1:], len(sentence)]
        return [sentence[a:b] for a, b in zip(cuts, ends, strict=True)]

    def _cut_here(self, left: Clause, sentence: Clause, begin: int) -> bool:
        right = sentence[begin:]
        sure = opening(sentence, begin, self.language)
        parted = left[-1].word in BREAKS
        if sure is Opening.NONE and not (parted and self._another_of(left, right)):
            return False
        if sure is Opening.LIKELY and not parted:
            return False
        if not self._asks(left) or not self._content(left):
            return False
        return not self._goes_on(left, right) and not self._only_begins(left)

    def _another_of(self, left: Clause, right: Clause) -> bool:
        """Whether the right side only names another thing: `…, and those of my webcam?`"""
        words = _words(right)
        last = left[:-1]
        clause = last[max((at for at, t in enumerate(last) if t.word == ":"), default=0) :]
        return (
            0 < len(words) <= _MOST_WORDS_OF_ANOTHER
            and words[0].word in _NAMES_ANOTHER
            and not any(token.word in BREAKS for token in right)
            and any(token.word in _HOW_MUCH for token in clause)
            and not any(token.word == "," for token in clause)
        )

    def _and(self, found: Sequence[Token], at: int) -> bool:
        return found[at].word in _AND[self.language]

    def _behind_and(self, found: Sequence[Token], at: int) -> int:
        skipped = _AND[self.language] | _FILLERS[self.language] | {",", "(", ")", "-", "."}
        while at < len(found):
            pair = tuple(token.word for token in found[at : at + 2])
            if pair in _IF_SO or (pair[0] == "¿" and pair[-1] in _AND[self.language]):
                at += 2
            elif pair == ("puis", "je") or not (
                found[at].word in skipped or numbers_item(found, at)
            ):
                break
            else:
                at += 1
        return at

    def _asks(self, found: Sequence[Token]) -> bool:
        """Whether any clause of a run of tokens begins to ask."""
        begin = -1
        for at in range(len(found)):
            if at > begin and (at == 0 or found[at - 1].word in BREAKS):
                begin = self._behind_and(found, at)
                if opening(found, begin, self.language) is not Opening.NONE:
                    return True
        return False

    def _begins_anew(self, clause: Clause) -> bool:
        begin = self._behind_and(clause, 0)
        sure = opening(clause, begin, self.language)
        if begin:  # an `and`, or the number of an item
            return sure is not Opening.NONE
        return sure is Opening.SURE and len(self._content(clause)) >= 2

    def _goes_on(self, left: Clause, right: Clause) -> bool:
        """Whether the right side carries on a clause inside the left: `those who … and who`."""
        first = right[0].raw if right else ""
        inner = {
            token.raw
            for at, token in enumerate(left)
            if at > 1 and left[at - 1].word not in MARKS | PREPOSITIONS
        }
        if first in _RELATIVE and first in inner:
            return True
        # `Do you know who I am and where I live?`
        knows = any(token.word in _KNOWING for token in left[:5])
        return knows and not any(token.joined for token in right)

    def _only_begins(self, left: Clause) -> bool:
        """Whether the left side is only what is asked by, without its verb: `à quelle adresse`."""
        last = max(
            (at + 1 for at, token in enumerate(left[:-1]) if token.word in BREAKS), default=0
        )
        words = [token.word for token in left[last:] if token.word not in MARKS]
        while words and words[0] in PREPOSITIONS:
            words = words[1:]
        if words and words[0] in _ASKED_BY:
            words = [word for word in words[1:] if word not in ("de", "d", "of")]
        return len(words) < 2

    def _content(self, clause: Sequence[Token]) -> list[str]:
        text = " ".join(token.raw for token in _words(clause))
        return [w for w in content_words(text, self.language) if w not in _GENERAL]

    # -- what each says alone

    def standing_alone(self, clauses: Sequence[Clause]) -> Iterator[str]:
        before = self._said_before(clauses[0])
        for number, clause in enumerate(clauses):
            item = numbers_item(clause, 0)
            begin = self._behind_and(clause, 0) if number or item else 0
            found = clause[begin:] or clause
            while len(found) > 1 and found[-1].word in MARKS:
                found = found[:-1]
            said = self._said(found)
            needs = self._needs_more(found)
            yield f"{before} : {said}" if needs and before else said
            if number == 0 or not needs:
                before = said

    def _said_before(self, clause: Clause) -> str:
        """The sentence before the first question, which `is that allowed` may point to."""
        before: tuple[Token, ...] = ()
        for sentence in sentences(tokens(self.text)):
            if sentence[0].start >= clause[0].start:
                break
            before = sentence
        while before and before[-1].word in MARKS:
            before = before[:-1]
        enough = len(self._content(before)) >= 2
        return self._said(before[-_MOST_WORDS_CARRIED:]) if enough else ""

    def _said(self, found: Sequence[Token]) -> str:
        """The text of a run of tokens, with the quotation marks around it that are no tokens."""
        start, end = found[0].start, found[-1].end
        while start > 0 and self.text[start - 1] in '«“„"(':
            start -= 1
        while end < len(self.text) and self.text[end] in "»”“\")'’":
            end += 1
        return self.text[start:end]

    def _needs_more(self, found: Sequence[Token]) -> bool:
        words = [token.word for token in found]
        content = [word for word in self._content(found) if word not in _ASKED_BY]
        points = any(word in _POINTERS[self.language] for word in words)
        named = words[0] in _NAMES_ANOTHER and not self._asks(found)
        what_about = any(tuple(words[: len(opened)]) == opened for opened in _WHAT_ABOUT)
        return len(content) < 2 or points or named or what_about


def _words(found: Sequence[Token]) -> list[Token]:
    return [token for token in found if token.word not in MARKS]
