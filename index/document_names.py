"""The names of documents in French, English, German and Spanish texts: `Cookie Notice`, `CGV`.

Patterns over the words of such names. What is not surely a name is left out: `the conditions` of a
contract, `a statement` of a witness. In the patterns `_` stands for a space.
"""

import re
from collections.abc import Iterator

from index.sections import fold


def document_names(text: str, language: str) -> Iterator[str]:
    """The names of documents in a text, as written there; not `this policy`, which has no name."""
    pattern = _PATTERNS.get(language)
    for match in pattern.finditer(text) if pattern else ():
        before = fold(text[max(0, match.start() - 24) : match.start()])
        name = match.group().strip()
        if not _OWN_BEFORE.search(before) and not _NOT_THEIRS.search(fold(name)):
            yield name


def is_itself(name: str, title: str) -> bool:
    """Whether a name is what a privacy statement calls itself, with nobody else's name to it."""
    folded = fold(name)
    private = _PRIVACY.search(folded) and set(re.findall(r"\w+", folded)) <= _PRIVACY_WORDS
    return folded == fold(title) or bool(private)


# `this policy`, `la présente charte`: the statement speaks of itself.
_OWN_BEFORE = re.compile(
    r"\b(?:cette|ce|cet|ces|presente?s?|this|these|diese[rmns]?|vorliegende[rmns]?|estas?|este)\s{1,3}$"
)
# Laws, contracts that the law words, and notes on how to use a thing.
_NOT_THEIRS = re.compile(
    r"""general\ sur\ la | transfer\ agreement | contractual | privacy\ (?:act|framework) | uk\ addendum
      | (?:sicherheits|stellen)hinweis""",
    re.VERBOSE,
)
_PRIVACY = re.compile(
    r"""confidentialit | vie\ privee | protection\ des\ donnees | privacy | data\ protection | datenschutz
      | privacidad | proteccion\ de\ datos""",
    re.VERBOSE,
)
_PRIVACY_WORDS = frozenset(
    """politique declaration charte notice avis de la du des d l sur relative a aux en matiere
    confidentialite protection donnees personnelles caractere personnel vie privee
    privacy data protection policy notice statement of the
    datenschutz datenschutzerklarung datenschutzhinweise datenschutzhinweisen datenschutzrichtlinie
    datenschutzbestimmungen erklarung zum hinweise
    politica aviso declaracion privacidad proteccion datos personales y""".split()
)

# A word of a name is bounded in length and a name in words, so that the time grows with the text and
# no faster.
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}"
_WORD = r"[\w’'-]{2,30}"
_QUOTED = r"[«“„\"]_?[^«»“”„\"\n]{2,60}[»”“\"]"

_OF = r"""(?:de_la|de_l['’]|des|du|de|d['’]|relatives?_(?:aux?|à_la)|sur_(?:les|la|le|l['’]))_?"""
# After `de`, what speaks of another's: `la politique de son éditeur` has no name.
_NAMED = (
    rf"""{_OF}(?!_?(?:nos|vos|ses|son|sa|leurs?|chaque|cette|ce|cet|ces|celles?|celui|ceux)\b)"""
)
_ADJECTIVE = r"""(?:générales?|particulières?|internes?|publics?|publiques?|cookies|RH|tierces?
    |(?!relatives?\b)\w{2,12}(?:elles?|ales?|ives?|iques?|aires?|els?|ifs?))"""
_TAIL = rf"""(?:_{_ADJECTIVE}\b)?(?:_{_NAMED}{_WORD}(?:_(?:{_ADJECTIVE}|{_CAPITAL})\b)?){{0,3}}"""
_FRENCH = rf"""
    [Pp]olitiques?(?=_(?:{_NAMED}|cookies|{_CAPITAL})){_TAIL}
  | [Cc]hartes?(?=_(?:{_NAMED}|{_ADJECTIVE}|{_CAPITAL})){_TAIL}
  | [Nn]otices?_{_QUOTED}
  | [Nn]otices?(?=_(?:internes?|RH|cookies|d['’]information|de_confidentialité|{_CAPITAL})){_TAIL}
  | [Cc]onditions_(?:générales|particulières){_TAIL}
  | [Cc]onditions_d(?=(?:e_|['’])(?:utilisation|usage|vente|achat|services?|abonnement|séjour))
    (?:e_|['’]){_WORD}{_TAIL}
  | Conditions_{_NAMED}{_WORD}
  | [Dd]éclarations?_(?:GDPR|RGPD|cookies|de_confidentialité){_TAIL}
  | [Dd]éclarations?_(?:relative|sur|de)_(?:{_WORD}_){{0,2}}(?:cookies|données|protection){_TAIL}
  | [Aa]ccords?_de_(?:sous-traitance|traitement){_TAIL}(?:_\(document_[A-Z0-9-]{{1,12}}\))?
  | [Cc]ontrats?_de_(?:sous-traitance|services?|traitement)
  | [Mm]entions_légales
  | [Aa]nnexes?_(?:[A-Z]|\d{{1,2}}|{_QUOTED})
  | [Aa]venants?_(?:{_NAMED}{_WORD}|\d{{1,2}})
  | [Rr]èglement_(?:intérieur|public_d['’]exploitation)
  | Règlement_(?:du|de_la|de)_{_CAPITAL}
  | [Rr]éférentiel_{_NAMED}{_WORD}
  | [Cc]ode_de_(?:conduite|déontologie|bonne_conduite)
  | [Pp]age_Cookies | Guide_{_NAMED}{_WORD}
  | [Dd]ocument_(?:[A-Z]{{1,4}}-?\d{{1,4}}|{_QUOTED})
  | CGU | CGV | CGA | DPA
"""
_NOT_IN_NAMES = (
    r"(?:Our|The|This|These|Your|Its|Their|Under|In|See|Read|If|A|An|And|For|No|Any|By|Where)\b"
)
_ENGLISH = rf"""
    (?:(?!{_NOT_IN_NAMES}){_CAPITAL}_){{1,4}}
    (?:Policy|Policies|Notice|Terms|Statement|Addendum|Agreement|Charter|Guidelines|Rules|Conditions)
    (?:_of_{_CAPITAL}|_and_Conditions)?
  | (?i:terms_(?:of|and)_(?:service|use|sale|conditions)(?:_of_(?:sale|use|service))?)
  | (?i:(?:cookies?|acceptable_use|fair_use|refund|retention|security|returns)_(?:policy|notice|statement))
  | (?i:(?:data_processing|service_level|sub-?processing)_(?:addendum|agreement|terms))
  | (?i:gdpr_(?:statement|notice|policy|declaration))
  | (?i:privacy_(?:policy|notice|statement)_of)_(?:the_)?{_CAPITAL}
  | (?i:code_of_conduct) | (?i:legal_notice)
  | (?:Annex|Schedule|Appendix|Exhibit)_(?:[A-Z]|\d{{1,2}})
  | DPA
"""
_GERMAN = rf"""
    (?:[Cc]ookies?|[A-ZÄÖÜ][\w-]{{2,24}}?)-?(?<!ver)(?<!Ver)
    (?:[Rr]ichtlinien?|[Hh]inweisen?|[Bb]edingungen|[Oo]rdnung|[Vv]ereinbarung|[Mm]erkblatt|[Kk]odex)
  | (?:[Cc]ookie|[Dd]atenschutz|DSGVO)-?[Ee]rklärung(?:_(?:von|der|des)_{_CAPITAL})?
  | Allgemeinen?_(?:{_CAPITAL}_)?{_WORD}bedingungen | AGB
  | Vertrag(?:es|s)?_zur_Auftragsverarbeitung | Auftragsverarbeitungsvertr(?:ag|äge)(?:s|es)?
  | AV-Vertrag | AVV
  | (?:Anhang|Anlage)_(?:[A-Z]|\d{{1,2}})
  | Merkblatt_(?:{_QUOTED}|zu[rm]?_{_CAPITAL})
  | Impressum
"""
_DE = r"(?:de_la|de_los|de_las|del|de|sobre)"
_SPANISH = rf"""
    [Pp]olíticas?_{_DE}_(?!la\b|los\b|este|esta|cada\b|su\b|sus\b){_WORD}(?:_(?:{_DE}_)?{_CAPITAL}){{0,2}}
  | [Aa]visos?_(?:[Ll]egal(?:es)?|{_DE}_(?:[Cc]ookies|[Pp]rivacidad)(?:_{_DE}_{_CAPITAL})?)
  | [Cc]ondiciones_(?:[Gg]enerales|[Pp]articulares)(?:_{_DE}_{_WORD}){{0,2}}
  | [Cc]ondiciones_de_(?:uso|venta|compra|servicio|contratación|suscripción)(?:_{_DE}_{_CAPITAL})?
  | [Tt]érminos_(?:y_[Cc]ondiciones|de_[Uu]so|de_[Ss]ervicio)
  | (?:[Aa]cuerdo|[Cc]ontrato)_de_(?:encargo|tratamiento)(?:_(?:de|del)_{_WORD}){{0,2}}
  | [Aa]nexo_(?:[A-Z]|\d{{1,2}})
  | [Rr]eglamento_(?:interno|de_régimen_interior) | [Cc]ódigo_de_(?:conducta|ética)
  | [Dd]eclaración_(?:RGPD|GDPR|de_cookies)
"""
_PATTERNS = {
    language: re.compile(rf"\b(?:{names})(?!\w)".replace("_", r"[ \u00a0]"), re.VERBOSE)
    for language, names in (
        ("fr", _FRENCH),
        ("en", _ENGLISH),
        ("de", _GERMAN),
        ("es", _SPANISH),
    )
}
