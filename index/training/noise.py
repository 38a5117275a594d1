"""Makes clean text look as visitors type it: slips of the keyboard, no accents, text-message spelling.

Trained on such text beside the clean one, a model gives both the same meaning.
"""

import random
import re
import unicodedata

_NEIGHBOURS = {
    "a": "qzs", "b": "vgn", "c": "xvd", "d": "sfe", "e": "rzd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "kmo", "m": "nlp", "n": "bmh", "o": "ipl", "p": "om",
    "q": "aws", "r": "etf", "s": "dqz", "t": "ryg", "u": "yij", "v": "cbf", "w": "xqs", "x": "wcs",
    "y": "tuh", "z": "aes",
}  # fmt: skip

# what sounds alike or is left out in messages: pattern → written so
_SHORT = {
    "fr": (
        (r"\bqu(?=[eio'])", "k"), (r"\bvous\b", "vs"), (r"\bpour\b", "pr"), (r"\bdans\b", "ds"),
        (r"\bpourquoi\b", "pk"), (r"\bquoi\b", "koi"), (r"\bque\b", "ke"), (r"\bavec\b", "ac"),
        (r"\bc'est\b", "c"), (r"\bj'ai\b", "g"), (r"\best-ce que?\b", "esk"), (r"\bbeaucoup\b", "bcp"),
        (r"\bmes\b", "mé"), (r"\btemps\b", "tps"), (r"\bdonnées\b", "doné"), (r"\btoujours\b", "tjs"),
        (r"\bpersonnelles\b", "perso"), (r"\binformations?\b", "infos"), (r"\bet\b", "é"),
        (r"er\b", "é"), (r"ez\b", "é"), (r"ent\b", "e"), (r"ph", "f"), (r"([a-z])\1", r"\1"),
        (r"\bje (?=[a-z])", "j"), (r"'", ""), (r"eau", "o"), (r"\bne ", ""),
    ),
    "en": (
        (r"\byou\b", "u"), (r"\byour\b", "ur"), (r"\bare\b", "r"), (r"\bfor\b", "4"), (r"\bto\b", "2"),
        (r"\bplease\b", "pls"), (r"\bpeople\b", "ppl"), (r"\bbecause\b", "cuz"), (r"\bwith\b", "w"),
        (r"\bwhat\b", "wat"), (r"\band\b", "n"), (r"\binformation\b", "info"), (r"\bdo not\b", "dont"),
        (r"\bgoing to\b", "gonna"), (r"\bwant to\b", "wanna"), (r"ing\b", "in"), (r"'", ""),
        (r"\baccount\b", "acct"), (r"\bpersonal\b", "pers"), (r"([a-z])\1", r"\1"), (r"\bthe ", ""),
    ),
    "de": (
        (r"\bund\b", "u"), (r"\bnicht\b", "nich"), (r"\bich habe\b", "hab"), (r"\bein(e[nmr]?)\b", r"n\1"),
        (r"\bist\b", "is"), (r"\bwerden\b", "wern"), (r"\bdas\b", "dat"), (r"ss", "s"), (r"ie", "i"),
        (r"\bhaben\b", "ham"), (r"\bmeine?\b", "mein"), (r"en\b", "n"), (r"([a-z])\1", r"\1"),
        (r"\bInformationen\b", "infos"), (r"\bfür\b", "f"), (r"ck", "k"), (r"tz", "z"),
    ),
    "es": (
        (r"\bque\b", "q"), (r"\bqué\b", "k"), (r"\bpor\b", "x"), (r"\bporque\b", "xq"), (r"qu", "k"),
        (r"\bpara\b", "pa"), (r"\bcon\b", "cn"), (r"\btambién\b", "tb"), (r"\bustedes\b", "uds"),
        (r"\bh", ""), (r"ll", "y"), (r"v", "b"), (r"\binformación\b", "info"), (r"ado\b", "ao"),
        (r"¿|¡", ""), (r"z(?=[ei])", "s"), (r"c(?=[ei])", "s"), (r"\bmucho\b", "mxo"),
    ),
}  # fmt: skip
_COMPILED = {
    language: [(re.compile(pattern, re.I), written) for pattern, written in rules]
    for language, rules in _SHORT.items()
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def noised(text: str, language: str, rng: random.Random) -> str:
    """The text with one to three kinds of noise."""
    for kind in rng.sample(("slips", "accents", "short", "plain"), rng.choice((1, 1, 2, 3))):
        if kind == "slips":
            text = slips(text, rng.choice((0.02, 0.05, 0.08)), rng)
        elif kind == "accents":
            text = without_accents(text, language, rng)
        elif kind == "short":
            text = shortened(text, language, rng)
        else:
            text = re.sub(r"[?.!,;:¿¡]", "", text).lower()
    return text


def slips(text: str, rate: float, rng: random.Random) -> str:
    """rate: of the letters, 0 to 1, that are swapped, left out, doubled or a neighbour's."""
    letters = list(text)
    at = 0
    while at < len(letters) - 1:
        if letters[at].isalpha() and rng.random() < rate:
            kind = rng.randrange(4)
            if kind == 0:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            elif kind == 1:
                letters[at] = ""
            elif kind == 2:
                letters[at] *= 2
            else:
                near = _NEIGHBOURS.get(letters[at].lower())
                letters[at] = rng.choice(near) if near else letters[at]
            at += 1
        at += 1
    return "".join(letters)


def without_accents(text: str, language: str, rng: random.Random) -> str:
    """Without accents; German umlauts as two letters, half of the time."""
    if language == "de" and rng.random() < 0.5:
        text = text.translate(_UMLAUTS)
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def shortened(text: str, language: str, rng: random.Random) -> str:
    """As in text messages: about half of the language's habits."""
    for pattern, written in _COMPILED.get(language, ()):
        if rng.random() < 0.5:
            text = pattern.sub(written, text)
    return text
