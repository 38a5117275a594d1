"""What every reader's pieces are looked at for, whatever the format."""

from collections.abc import Iterator, Sequence

from index.sections import Doubt, DoubtKind, Piece, PieceKind, fold

# no sentence of the four languages ends with one of these
_DANGLING = frozenset(
    "que qui de du des le la les un une et ou a au aux avec pour par sur dans en votre vos "
    "nos notre the a an of to and or with for by on in your our that which from der die das "
    "den dem des ein eine und oder mit fur von zu im auf ihre unsere dass el los las una y o "
    "con para por su sus nuestro que del al".split()
)
# what buttons and links of a page say, folded: nobody writes them into a statement
_OF_A_PAGE = frozenset(
    """accueil|menu|partager|imprimer|retour|retour en haut|haut de page|se connecter|s'inscrire|
    rechercher|voir plus|lire la suite|en savoir plus|sur cette page|sommaire|aller au contenu|
    accepter|tout accepter|tout refuser|suivez-nous|plan du site|telecharger|telecharger le pdf|
    home|share|print|back|back to top|sign in|sign up|log in|search|read more|learn more|
    on this page|table of contents|skip to content|skip to main content|accept|accept all|
    reject all|follow us|sitemap|download|download pdf|all rights reserved|previous|next|
    startseite|teilen|drucken|zuruck|nach oben|anmelden|registrieren|suche|mehr erfahren|
    auf dieser seite|zum inhalt springen|alle akzeptieren|inicio|compartir|imprimir|volver|
    volver arriba|iniciar sesion|registrarse|buscar|leer mas|en esta pagina|ir al contenido|
    aceptar|aceptar todo""".replace("\n    ", "").split("|")
)


def doubts_of(pieces: Sequence[Piece]) -> list[tuple[int, Doubt]]:
    """(which piece, the doubt), in the pieces' order."""
    found = [*_cut_sentences(pieces), *_empty_headings(pieces), *_like_menus(pieces)]
    return sorted(found, key=lambda entry: entry[0])


def _cut_sentences(pieces: Sequence[Piece]) -> Iterator[tuple[int, Doubt]]:
    """Paragraphs that end in the middle of a sentence: on a word that no sentence ends with."""
    for place, piece in enumerate(pieces):
        if piece.kind == PieceKind.PARAGRAPH and piece.text[-1:].isalpha():
            last = fold(piece.text.rsplit(None, 1)[-1].rsplit("'", 1)[-1])
            if last in _DANGLING:
                yield place, Doubt(DoubtKind.CUT_SENTENCE, piece.line, _end(piece.text))


def _empty_headings(pieces: Sequence[Piece]) -> Iterator[tuple[int, Doubt]]:
    """Headings with neither text nor a lower heading under them."""
    for place, piece in enumerate(pieces):
        if piece.kind != PieceKind.HEADING:
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        if after is None or (after.kind == PieceKind.HEADING and after.level <= piece.level):
            yield place, Doubt(DoubtKind.EMPTY_HEADING, piece.line, piece.text)


def _like_menus(pieces: Sequence[Piece]) -> Iterator[tuple[int, Doubt]]:
    for place, piece in enumerate(pieces):
        if piece.kind != PieceKind.ROW and fold(piece.text).strip(" .!›»>↑▲:") in _OF_A_PAGE:
            yield place, Doubt(DoubtKind.LIKE_A_MENU, piece.line, piece.text)


def _end(text: str) -> str:
    """The last words of a text, about 80 characters."""
    return text if len(text) <= 80 else text[-80:].partition(" ")[2]
