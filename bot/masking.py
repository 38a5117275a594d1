"""Personal data in what visitors wrote, hidden before it is shown to those who need not see it."""

import re

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{1,250}\.[^\W\d_]{2,24}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w+])\d(?:[ -]?\d){12,18}(?!\w)")
# seven digits at least, so that years, sums and '72 hours' stay
_PHONE = re.compile(r"(?<![\w.])(?:\+|\()?\d(?:[ .()-]{0,2}\d){6,14}(?![\w])")


def masked(text: str) -> str:
    """The text with e-mail addresses, IBANs, card and telephone numbers as '[e-mail]' and so on.

    Rather too much than too little: a long number is taken for a telephone's.
    """
    text = _EMAIL.sub("[e-mail]", text)
    text = _IBAN.sub(_iban, text)
    text = _CARD.sub(lambda found: "[card]" if _is_card(found[0]) else found[0], text)
    return _PHONE.sub("[phone]", text)


def _iban(found: re.Match[str]) -> str:
    """Without the words after it, which look like a part of it."""
    words = found[0].split(" ")
    for end in range(len(words), 0, -1):
        if _is_iban(" ".join(words[:end])):
            return " ".join(["[IBAN]", *words[end:]])
    return found[0]


def _is_iban(text: str) -> bool:
    """By its check digits (ISO 13616)."""
    code = re.sub(r"[ -]", "", text).upper()
    if len(code) < 15:
        return False
    return int("".join(str(int(one, 36)) for one in code[4:] + code[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """By its check digit (ISO/IEC 7812)."""
    digits = [int(one) for one in text if one.isdigit()]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
