"""Where a sentence begins and ends: spans into a text, never copies of it.

Rules instead of a model: the offsets must be exact, and statements are written in full sentences. The
abbreviations are those of legal and business texts in French, English, German and Spanish.
"""

import re

_ABBREVIATIONS = frozenset(
    # French
    "m mm mme mlle me art al ex cf tél tel av bd env max min fig vol réf ref chap parag resp st ste "
    # English
    "mr mrs ms dr prof inc ltd co corp llc nos approx dept est vs e.g i.e u.s u.k jr sr "
    # German
    "z.b d.h u.a o.ä bzw ggf nr str abs usw inkl zzgl ca vgl evtl sog tel hr i.v.m s.o s.u "
    # Spanish
    "sra srta ud uds pág núm avda c.p d.ª s.l s.a ee.uu p.ej p apdo "
    # French again, with inner points
    "a.m p.m c.-à-d c.a.d p.ex s.a.s s.a.r.l n.b r.c.s".split()
)
_GERMAN_MONTHS = (
    "januar februar märz april mai juni juli august september oktober november dezember jahr"
).split()

# a run of end marks, closing quotes and brackets, then white space
_END = re.compile(r"[.!?…]{1,8}[\"'»”’)\]]{0,3}(?:[\u00a0\u202f ]»)?(?=\s|$)")
_WORD_BEFORE = re.compile(r"[^\s(«\"'’“]{1,24}$")
_NEXT = re.compile(r"\s*([«“\"'(\[¿¡„–—-]?[\s\u00a0\u202f]{0,2})(\S)")


MAX_QUOTATION = 240  # characters; a mark that is not closed within them opens nothing


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of `text[start:end]`, in order, without outer white space.

    Together they hold every character of the range that is not white space, each exactly once.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and not _is_boundary(text, match, begin, end):
            continue
        _append_stripped(text, begin, match.end(), spans)
        begin = match.end()
    _append_stripped(text, begin, end, spans)
    return spans


def _append_stripped(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _is_boundary(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    following = _NEXT.match(text, match.end(), end)
    if following is None:
        return True
    first = following.group(2)
    if first.islower():
        return False  # 'etc. et', 'art. 12' and the like; a sentence begins with a capital
    if _inside_quotes(text, match.end(), begin):
        return False
    if match.group()[0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(begin, match.start() - 24), match.start())
    before = word.group().lower() if word else ""
    if before in _ABBREVIATIONS:
        return False
    if len(before) == 1 and before.isalpha():
        return False  # an initial
    if before.isdigit():
        rest = text[following.start(2) : following.start(2) + 12].lower()
        if rest.startswith(tuple(_GERMAN_MONTHS)):
            return False  # '3. Februar'
        if text[begin : match.start()].strip() == before:
            return False  # '1. Title': numbering, not a sentence
    return True


def _inside_quotes(text: str, place: int, begin: int) -> bool:
    """Whether a quotation that began in this sentence is still open, and closes soon."""
    for opening, closing in ("«»", "“”"):
        opened = text.rfind(opening, begin, place)
        if opened >= 0 and text.find(closing, opened, place) < 0:
            return text.find(closing, place, place + MAX_QUOTATION) >= 0
    return False
