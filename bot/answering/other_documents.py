"""Questions about documents that the statement refers to but that are not here.

`What does your Cookie Notice say?` can't be answered from the statement, however much it says of
cookies itself; `where do I find the Cookie Notice?` is answered by the sentence that names it. What is
not surely about another document is left to the search.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bot.answering.text import shorten, words
from index.document_names import is_itself
from index.keywords import content_words
from index.references import Reference, name_key


class Asks(StrEnum):
    """What is asked about another document."""

    WHERE = (
        "where"  # where it is, or which one describes something: a sentence of the statement says
    )
    WHAT = "what"  # what it says: only the document itself could tell


@dataclass(frozen=True, slots=True)
class OtherDocument:
    """A question about another document.

    name: as the statement writes it, else as the visitor does, at most MOST_OF_NAME characters.
    reference: the sentence that names it; always there where WHERE is asked.
    """

    asks: Asks
    name: str
    reference: Reference | None


MOST_OF_NAME = 80
_MOST_MENTIONS = 8  # documents of one question looked at


def other_document(
    question: str, language: str, references: Sequence[Reference], here: Sequence[str]
) -> OtherDocument | None:
    """What the question asks of a document that is not here; None if it asks nothing of the kind.

    references: of the statement (`index.references`). here: the titles and headings of all that is
    published, which are no other documents.
    """
    question = shorten(question)
    asked = " ".join(words(question))
    own = {name_key(name) for name in here}
    own_kinds = {kind for name in here if (kind := _kind(name))}
    names = {name_key(reference.name) for reference in references}
    for mention in islice(_mentions(asked, names), _MOST_MENTIONS):
        kind = _kind(mention.text)
        reference = _referred(mention.text, kind, references)
        itself = is_itself(mention.text, "") or name_key(mention.text) in own or kind in own_kinds
        if reference is None and itself:
            continue
        before = asked[max(0, mention.start - _NEAR) : mention.start].rstrip()
        if reference and _WHERE_BEFORE.search(before):
            return OtherDocument(Asks.WHERE, reference.name[:MOST_OF_NAME], reference)
        if _WHAT_BEFORE.search(before) or _WHAT_AFTER.match(asked[mention.end :].lstrip()):
            name = reference.name if reference else _as_written(question, mention.text)
            return OtherDocument(Asks.WHAT, name[:MOST_OF_NAME], reference)
    if _WHICH_DESCRIBES.search(asked):
        reference = _likeliest(question, language, references)
        if reference:
            return OtherDocument(Asks.WHERE, reference.name[:MOST_OF_NAME], reference)
    return None


# --- which document -----------------------------------------------------------------------------


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern over folded words that single spaces part; `_` stands for such a space."""
    return re.compile(text.replace("_", r"\ "), re.VERBOSE)


# Kinds let a question in one language name a document that the statement names in another.
_LINKS = "(?:(?:d|de|des|du|l|les|la|relatives?|relatif|aux|sur|gestion|en|matiere|sobre|on)_){0,5}"
_KINDS = {
    "cookies": rf"""
        (?:politique|charte|page|declaration|notice|politica|aviso|declaracion)_{_LINKS}cookies?
      | cookies?_(?:policy|policies|notice|statement|richtlinien?|erklarung|hinweisen?)
      | cookie(?:richtlinie|erklarung|hinweise)n? | policy_on_cookies""",
    "sale": r"""
        conditions_(?:generales_)?(?:de_vente|d_achat) | cgvs? | terms_(?:and_conditions_)?of_sale
      | lieferbedingungen | condiciones_(?:generales_)?de_(?:venta|compra)""",
    "use": r"""
        conditions_(?:generales_)?d_(?:utilisation|usage) | cgus? | terms_of_(?:service|use)
      | nutzungsbedingungen | condiciones_(?:generales_)?de_(?:uso|servicio)
      | terminos_de_(?:uso|servicio)""",
    "terms": r"""
        conditions_generales(?:_(?:de|d)_\w{1,30})? | conditions_(?:de|d)_(?:service|abonnement)
      | cgas? | agb | terms_and_conditions | (?:allgemeinen?_)?geschaftsbedingungen
      | condiciones_generales(?:_de_\w{1,30})? | terminos_y_condiciones""",
    "processing": r"""
        accord_de_(?:sous_traitance|traitement) | contrat_de_sous_traitance | dpa | avv | av_vertrag
      | data_processing_(?:addendum|agreement|terms) | auftragsverarbeitungsvertrag
      | vertrag_zur_auftragsverarbeitung | (?:acuerdo|contrato)_de_(?:encargo|tratamiento)""",
    "legal": "mentions_legales | legal_notice | impressum | aviso_legal",
    "gdpr": r"""
        (?:declaration|statement|notice|page|politique|policy|document|charte|erklarung|declaracion
          |politica)_(?:sur_le_|du_|de_|on_|zur_|sobre_el_)?(?:gdpr|rgpd|dsgvo)
      | (?:gdpr|rgpd|dsgvo)_(?:statement|notice|page|policy|document|declaration|erklarung)""",
    "conduct": r"""
        code_de_(?:conduite|deontologie) | code_of_conduct | verhaltenskodex | codigo_de_conducta""",
    "fair": r"(?:acceptable|fair)_use_policy | politique_d_utilisation_acceptable",
}
_MENTION = _pattern(
    r"\b(?:" + "|".join(f"(?P<{k}>{names})" for k, names in _KINDS.items()) + r")\b"
)
_STEM = 5  # letters that two words must share to count as one
# What any question about documents says, cut to _STEM letters: nothing of what is described.
_OF_DOCUMENTS = frozenset(
    """docum polit polic decla chart notic texte decri descr expli regis gover appli perso donne
    infor trait daten beschr gerege regul prote""".split()
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A document named in a question: `asked[start:end] == text`."""

    text: str
    start: int
    end: int


def _mentions(asked: str, names: set[tuple[str, ...]]) -> Iterator[_Mention]:
    """The documents named: those that the statement refers to first, then those of a known kind."""
    telling = [
        (key[0], match.start(), match.end())
        for match in re.finditer(r"\S+", asked)
        if (key := name_key(match.group()))
    ]
    for name in sorted(filter(None, names), key=lambda name: (-len(name), name)):
        for at in range(len(telling) - len(name) + 1):
            run = telling[at : at + len(name)]
            if tuple(word for word, _, _ in run) == name:
                yield _Mention(asked[run[0][1] : run[-1][2]], run[0][1], run[-1][2])
                break
    for match in _MENTION.finditer(asked):
        yield _Mention(match.group(), *match.span())


def _kind(name: str) -> str | None:
    match = _MENTION.search(" ".join(words(name)))
    return match.lastgroup if match else None


def _referred(mention: str, kind: str | None, references: Sequence[Reference]) -> Reference | None:
    """The first reference to the document of a mention, by its name, else by its kind."""
    key = name_key(mention)
    named = (reference for reference in references if name_key(reference.name) == key)
    alike = (reference for reference in references if _alike(kind, _kind(reference.name)))
    return next(named, None) or next(alike, None)


def _alike(kind: str | None, other: str | None) -> bool:
    """Whether two kinds may be one: `the general conditions` are those of sale or those of use."""
    general = "terms" in (kind, other) and {kind, other} <= {"terms", "sale", "use"}
    return kind is not None and (kind == other or general)


def _as_written(question: str, mention: str) -> str:
    """The visitor's own spelling of the words of a mention."""
    folded = mention.split(" ")
    found = list(re.finditer(r"[^\W_]+", question))
    for at in range(len(found) - len(folded) + 1):
        run = found[at : at + len(folded)]
        if words(" ".join(word.group() for word in run)) == folded:
            return question[run[0].start() : run[-1].end()]
    return mention


def _likeliest(question: str, language: str, references: Sequence[Reference]) -> Reference | None:
    """The reference whose sentence shares most words with the question; None if that is not one."""
    asked = {word[:_STEM] for word in content_words(question, language) if len(word) >= _STEM}
    asked -= _OF_DOCUMENTS
    shared = [
        len(asked & {word[:_STEM] for word in content_words(reference.sentence, language)})
        for reference in references
    ]
    most = max(shared, default=0)
    best = [found for found, count in zip(references, shared, strict=True) if count == most > 0]
    return best[0] if len({found.name for found in best}) == 1 else None


# --- what is asked of it ------------------------------------------------------------------------

_NEAR = 90  # characters of the question read before the document's name
_ITS_ARTICLE = r"""
    (?:_(?:votre|vos|vo|la|le|les|l|un|une|notre|your|ur|the|a|an|euren?|eure[rm]|ihre?[nrm]?|die|der|das
      |den|dem|su|sus|las|el|los|vuestr[ao]s?)){0,2}$"""
_SAY = r"""
    (?:dit|disent|prevoit|prevoient|stipulen?t?|contient|contiennent|precisen?t?|indiquent?
      |says?|states?|provide|contains?|covers?|sagt|sagen|regelt|regeln|dice|dicen|establecen?|contienen?)"""
_WHAT_BEFORE = _pattern(
    rf"""(?:
        \b(?:que|qu|quoi|ki|koi|what|whats|was|ce)\b(?:_\w+){{0,4}}?_{_SAY}(?:_(?:t_)?(?:elle|ils?|elles))?
      | \b(?:what_does|what_do|que_dicen?|was_sagt|was_sagen)
      | \b(?:selon|d_apres|according_to|laut|gemass|gemaess|segun)
      | \b(?:was_steht(?:_\w+)?_in|steht_in|whats?_(?:is_|s_)?in|quoi_dans
          |trouve_(?:t_on_)?dans|pone_en|hay_en)
      | \b(?:resume[rz]?(?:_moi)?|summari[sz]e|explain|expliquez(?:_moi)?|explique_moi|contenu_des?)
    ){_ITS_ARTICLE}"""
)
_WHAT_AFTER = _pattern(rf"(?:elles?_|ils?_|on_)?{_SAY}\b(?!_that_you\b)")
_WHERE_BEFORE = _pattern(
    rf"""\b(?:ou|where|wo|donde|comment|how|wie|como|puis_je|peut_on|can_i|can_we|could_i|kann_ich|puedo
          |lien|link)\b
    (?:_\w+){{0,4}}?
    _(?:trouve[rz]?|lire|consulter|voir|obtenir|telecharger|recuperer|est|sont|vers|find|read|see|get|download
      |obtain|is|are|to|finden?|lesen?|ist|sind|einsehen|bekomme|encuentro|encontrar|leer|ver|consultar
      |descargar|obtener|esta|estan)
    (?:_(?:ich|wir|man|je|on|i|we))?{_ITS_ARTICLE}"""
)
_DOCUMENT = r"(?:documents?|politique|texte|policy|dokument|richtlinie|documento|politica|notice)"
_DESCRIBES = r"""
    (?:decrit[es]?|regit|regissent|expliquee?s?|traite|encadre|concerne|describe[sd]?|governs?|covers?
      |explain(?:s|ed)|detaillee?s?|regelt|beschreibt|beschrieben|geregelt|erklart|descrito|rige|regula
      |explica|explicado|sets?_out|s_applique)"""
_WHICH_DESCRIBES = _pattern(
    rf"""\b(?:quel|quelle|which|what|welche[srmn]?|que|cual)_(?:autre_|other_|otro_)?{_DOCUMENT}\b
         (?:_\w+){{0,6}}?_{_DESCRIBES}\b
      | \b(?:ou|where|wo|donde)_(?:est|sont|is|are|ist|sind|wird|werden|esta|estan)\b
         (?:_\w+){{0,9}}?_{_DESCRIBES}\b
      | \b(?:in_which|dans_quel|in_welche[mr]|en_que)_{_DOCUMENT}\b"""
)
