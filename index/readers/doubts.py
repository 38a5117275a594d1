"""What every reader looks at twice, whatever the format."""

from collections.abc import Iterator, Sequence

from index.sections import Doubt, DoubtKind, Piece, PieceKind, fold

# no sentence of the four languages ends with one of these
_DANGLING = frozenset(
    "que qui de du des le la les un une et ou a au aux avec pour par sur dans en votre vos "
    "nos notre the a an of to and or with for by on in your our that which from der die das "
    "den dem des ein eine und oder mit fur von zu im auf ihre unsere dass el los las una y o "
    "con para por su sus nuestro que del al".split()
)


def cut_sentences(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """Paragraphs that end in the middle of a sentence: on a word that no sentence ends with."""
    for piece in pieces:
        if piece.kind == PieceKind.PARAGRAPH and piece.text[-1:].isalpha():
            last = fold(piece.text.rsplit(None, 1)[-1].rsplit("'", 1)[-1])
            if last in _DANGLING:
                yield Doubt(DoubtKind.CUT_SENTENCE, piece.line, _end(piece.text))


def _end(text: str) -> str:
    """The last words of a text, about 80 characters."""
    return text if len(text) <= 80 else text[-80:].partition(" ")[2]
