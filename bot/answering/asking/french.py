"""Where a clause begins to ask in French: see `bot.answering.asking`."""

from collections.abc import Sequence

from bot.answering.asking.reading import MARKS, MOST_LOOKED_AT, Opening, Token, word_at, word_set

_ASKING = word_set(
    """combien cb cmb cbien conbien comment coment cmt comen pourquoi pk pq pkoi pourkoi qui ki quel
    quels quelle quelles kel kels kelle lequel laquelle lesquels lesquelles esk eske"""
)
BEFORE = word_set(
    """a de d du des en dans par pour pr sur sous avec avc chez depuis pendant pdt jusqu jusque vers
    contre entre au aux bout partir aupres tous toutes les le la l apres avant selon via durant moyen
    pres"""
)
_AFTERBEFORE = word_set(
    "combien cb cmb qui ki quoi koi quel quels quelle quelles kel lequel laquelle lesquels ou quand"
)
_SUBJECTS = word_set("je j tu t il elle on nous vous vs ils elles ce c ca cela l ne n se s")
_NO_VERB = word_set(
    """mes mon ma vos votre nos notre le la les un une des du de ses son sa leur leurs cette ces cet
    si dans pour par avec en quand lorsque meme seulement"""
)
_ALONE = word_set("moi toi eux")  # `ma collègue et moi`
_INVERTED = word_set("je tu il elle on nous vous ils elles ce")
_NO_INVERSION = word_set("rendez peut-etre moi")
_PAIRS = frozenset(
    tuple(pair.split("_"))
    for pair in """puis_je peut_on peut_il peut_elle ai_je dois_je doit_on est_il est_elle sont_ils
    sont_elles peuvent_ils peuvent_elles t_il t_elle t_on dois_t ya_til a_til peux_tu as_tu est_ce
    suis_je""".split()
)
_IN_PLACE = word_set(
    "combien cb cmb cbien comment coment cmt quel quels quelle quelles quoi koi kel pourquoi pk"
)
_IN_PLACE_LAST = word_set("quand qd ou qui ki")
_SUPPOSED = word_set("si s")


def opening(found: Sequence[Token], at: int) -> Opening:
    word, after = found[at].word, word_at(found, at + 1)
    if word in _ALONE:
        return Opening.NONE
    if word in _ASKING:
        # `qui` and `quel que soit` go on with what is there more often than they ask anew.
        return Opening.NONE if after in ("que", "qu") and word.startswith("quel") else Opening.SURE
    if word in ("ou", "quand", "qd"):
        certain = found[at].raw == "où" or _inverted(found, at)
        return Opening.SURE if certain else Opening.NONE
    if word in ("que", "qu", "kes", "keske", "queske"):
        if after in _SUBJECTS - {"se", "s"} or (after in _NO_VERB and after != "en"):
            return Opening.NONE
        return Opening.SURE if after and after not in MARKS else Opening.NONE
    if word in ("est", "es") and after == "ce" and word_at(found, at + 2) in ("que", "qu"):
        return Opening.SURE
    if word in BEFORE:
        for place in range(at + 1, min(at + 5, len(found))):
            if found[place].word in _AFTERBEFORE:
                return Opening.SURE
            if found[place].word not in BEFORE:
                break
    if _inverted(found, at):
        # `et mes factures disparaissent-elles` may also go on with `ma femme` before it.
        near = _inverted(found[at : at + 4], 0) and word not in _NO_VERB
        return Opening.SURE if near else Opening.LIKELY
    if word in _SUPPOSED and after not in _SUBJECTS - word_set(
        "je j tu il elle on nous vous vs ils elles l"
    ):
        return Opening.LIKELY if _asks_later(found, at) else Opening.NONE
    return Opening.LIKELY if _in_place(found, at) else Opening.NONE


def _inverted(found: Sequence[Token], at: int) -> bool:
    """Whether verb and subject have changed places before the clause ends: `gardez-vous`."""
    for place in range(at, min(at + MOST_LOOKED_AT, len(found) - 1)):
        token, following = found[place], found[place + 1]
        if token.word in MARKS:
            return False
        if following.joined and following.word in _INVERTED:
            if token.word not in _NO_INVERSION:
                return True
        elif (token.word, following.word) in _PAIRS or (
            place <= at + 1 and following.word == "vous" and token.word.endswith("ez")
        ):
            return True
    return False


def _in_place(found: Sequence[Token], at: int) -> bool:
    """Whether the clause asks with a word that has kept its place: `vous gardez ça combien de temps`."""
    last = ""
    for token in found[at : at + MOST_LOOKED_AT]:
        if token.word in MARKS:
            break
        if token.word in _IN_PLACE:
            return True
        last = token.word
    return last in _IN_PLACE_LAST


def _asks_later(found: Sequence[Token], at: int) -> bool:
    """Whether what is supposed first (`si je pars`) is followed by something asked."""
    if _in_place(found, at) or _inverted(found, at):
        return True
    for place in range(at, min(at + MOST_LOOKED_AT, len(found))):
        if found[place].word == ",":
            return place + 1 < len(found) and opening(found, place + 1) is not Opening.NONE
    return False
