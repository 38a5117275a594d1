"""What an owner corrects in how a text was read: an ordered list of small operations.

Each names the piece that it changes by its text, never by its place, so that it can be applied to the
next revision of the document as well. Where two pieces have the same text, the heading above tells them
apart.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from index.errors import StatementError
from index.sections import DoubtKind, Parsed, Piece, PieceKind

MOST = 500  # corrections of one text; more than that is a text to mend at its source
LONGEST = 20_000  # characters of a piece that can be named


class CorrectionKind(StrEnum):
    """What is done with a piece."""

    ACCEPT = "accept"  # a doubt about it is none: it is right as it is
    DROP = "drop"  # it is no part of the text
    RESTORE = "restore"  # what the reader left out is part of the text
    JOIN = "join"  # it goes on in the next piece
    SPLIT = "split"  # a second piece begins in it
    PROMOTE = "promote"  # it is a heading
    DEMOTE = "demote"  # it is no heading


@dataclass(frozen=True, slots=True)
class Correction:
    """One operation.

    text: of the piece, or of the doubt that is accepted. under: the heading that it stands under.
    more: ACCEPT: the doubt's kind; JOIN: the next piece's text; SPLIT: the second piece's text.
    """

    kind: CorrectionKind
    text: str
    under: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The pieces after all corrections. unmatched: those whose text is not there (any more)."""

    pieces: tuple[Piece, ...]
    accepted: frozenset[tuple[str, str]]
    left_out: tuple[Piece, ...]
    unmatched: tuple[Correction, ...]

    def is_accepted(self, kind: DoubtKind, text: str) -> bool:
        """Whether the owner said that a doubt is none."""
        return (kind.value, text) in self.accepted


def correct(parsed: Parsed, corrections: Sequence[Correction]) -> Corrected:
    """Applies the corrections in their order; one that does not match changes nothing."""
    pieces = list(parsed.pieces)
    left_out = list(parsed.left_out)
    accepted: set[tuple[str, str]] = set()
    unmatched: list[Correction] = []
    for correction in corrections:
        if correction.kind == CorrectionKind.ACCEPT:
            # of a doubt that does not come up again nothing is left to do
            accepted.add((correction.more, correction.text))
        elif correction.kind == CorrectionKind.RESTORE:
            if not _restore(pieces, left_out, correction):
                unmatched.append(correction)
        else:
            place = _find(pieces, correction)
            if place is None or not _CHANGES[correction.kind](pieces, place, correction):
                unmatched.append(correction)
    return Corrected(tuple(pieces), frozenset(accepted), tuple(left_out), tuple(unmatched))


def to_json(corrections: Sequence[Correction]) -> str:
    """The same text for the same corrections: part of a version's identity."""
    return json.dumps(
        [asdict(correction) for correction in corrections], ensure_ascii=False, sort_keys=True
    )


def from_json(text: str) -> tuple[Correction, ...]:
    """What `to_json` wrote."""
    return tuple(
        Correction(CorrectionKind(entry["kind"]), entry["text"], entry["under"], entry["more"])
        for entry in json.loads(text)
    )


def with_one_more(
    parsed: Parsed, corrections: Sequence[Correction], added: Correction
) -> tuple[Correction, ...]:
    """The corrections with another one at the end.

    Raises StatementError where it changes nothing in this text.
    """
    if len(corrections) >= MOST:
        raise StatementError(
            f"A text may have {MOST} corrections. Mend the file itself and upload it again."
        )
    if added.kind != CorrectionKind.ACCEPT:
        before = correct(parsed, corrections)
        after = correct(parsed, (*corrections, added))
        if len(after.unmatched) > len(before.unmatched):
            raise StatementError(
                "This place of the text has changed meanwhile. Load the page again and look."
            )
    return (*corrections, added)


def heading_above(pieces: Sequence[Piece], place: int) -> str:
    """The heading that a piece stands under; of a heading, the one before it."""
    before = (p.text for p in reversed(pieces[:place]) if p.kind == PieceKind.HEADING)
    return next(before, "")


def _find(pieces: Sequence[Piece], correction: Correction) -> int | None:
    places = [place for place, piece in enumerate(pieces) if piece.text == correction.text]
    under = (p for p in places if heading_above(pieces, p) == correction.under)
    return next(under, places[0] if places else None)


def _restore(pieces: list[Piece], left_out: list[Piece], correction: Correction) -> bool:
    piece = next((p for p in left_out if p.text == correction.text), None)
    if piece is None:
        return False
    left_out.remove(piece)
    later = (place for place, other in enumerate(pieces) if other.line > piece.line)
    pieces.insert(next(later, len(pieces)), piece)
    return True


def _drop(pieces: list[Piece], place: int, _: Correction) -> bool:
    del pieces[place]
    return True


def _join(pieces: list[Piece], place: int, correction: Correction) -> bool:
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if after is None or after.text != correction.more:
        return False
    pieces[place : place + 2] = [
        replace(pieces[place], text=f"{pieces[place].text.rstrip()} {after.text.lstrip()}")
    ]
    return True


def _split(pieces: list[Piece], place: int, correction: Correction) -> bool:
    piece = pieces[place]
    first = piece.text.removesuffix(correction.more).rstrip()
    if not correction.more.strip() or not first or first == piece.text:
        return False
    second = replace(piece, text=correction.more.strip())
    if piece.kind == PieceKind.HEADING:  # the rest of a heading's line is its text
        second = replace(second, kind=PieceKind.PARAGRAPH, level=0)
    pieces[place : place + 1] = [replace(piece, text=first), second]
    return True


def _promote(pieces: list[Piece], place: int, _: Correction) -> bool:
    piece = pieces[place]
    if piece.kind == PieceKind.HEADING:
        return False
    above = next((p for p in reversed(pieces[:place]) if p.kind == PieceKind.HEADING), None)
    level = max(2, above.level) if above is not None else 1
    text = piece.text.rstrip(" :\u00a0\u202f") or piece.text
    pieces[place] = replace(piece, kind=PieceKind.HEADING, text=text, level=level, marker="")
    return True


def _demote(pieces: list[Piece], place: int, _: Correction) -> bool:
    if pieces[place].kind != PieceKind.HEADING:
        return False
    pieces[place] = replace(pieces[place], kind=PieceKind.PARAGRAPH, level=0)
    return True


_CHANGES: dict[CorrectionKind, Callable[[list[Piece], int, Correction], bool]] = {
    CorrectionKind.DROP: _drop,
    CorrectionKind.JOIN: _join,
    CorrectionKind.SPLIT: _split,
    CorrectionKind.PROMOTE: _promote,
    CorrectionKind.DEMOTE: _demote,
}
