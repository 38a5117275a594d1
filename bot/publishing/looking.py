"""A version's text as its owner looks it through: pieces, doubts at their places, corrections in work."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import Conflict, Unprocessable
from bot.publishing.publishing import Draft
from bot.publishing.reading import read_safely
from bot.store import Store, Version
from index.corrections import (
    Corrected,
    Correction,
    CorrectionKind,
    correct,
    from_json,
    heading_above,
    to_json,
    with_one_more,
)
from index.errors import StatementError
from index.readers import outline_of
from index.readers.doubts import doubts_of
from index.references import find_references, name_key
from index.sections import Doubt, DoubtKind, Parsed, Piece

READ_KEPT = 8
"""Files whose reading is kept, for whoever works on them."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A piece, or one that was left out, with its doubts.

    place: among the pieces, -1 for what was left out. mark: of its text, to see that it is the same still.
    """

    piece: Piece
    place: int
    mark: str
    doubts: tuple[Doubt, ...] = ()
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """All that the page shows.

    source: the file's lines, as (number, text). kept: corrections of the version; in_work: those that
    the pieces are shown with.
    """

    version: Version
    source: Sequence[tuple[int, str]]
    pieces: Sequence[Looked]
    kept: tuple[Correction, ...]
    in_work: tuple[Correction, ...]
    unmatched: tuple[Correction, ...]

    @property
    def doubts(self) -> int:
        """How many places are worth a look."""
        return sum(len(piece.doubts) for piece in self.pieces)


class Looking:
    """Reads what a version was made from, and keeps what is corrected of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: OrderedDict[int, Parsed] = OrderedDict()

    async def look(self, version: Version) -> Look:
        """The text with the corrections in work. Raises StatementError."""
        parsed = _numbered(await self._parsed(version))
        kept, in_work = await self._corrections(version)
        corrected = correct(parsed, in_work)
        titles = [document.title for document in await self._store.documents()]
        slugs = [document.slug for document in await self._store.documents()]
        found = await asyncio.to_thread(
            _missing, parsed, in_work, version, {name_key(name) for name in (*titles, *slugs)}
        )
        return Look(
            version,
            _source(parsed),
            _looked(corrected, found),
            kept,
            in_work,
            corrected.unmatched,
        )

    async def add(
        self, version: Version, kind: CorrectionKind, place: int, mark: str, words: str = ""
    ) -> None:
        """Correct one piece. words: SPLIT: how the second part begins; ACCEPT: the doubt's kind and text.

        Raises Conflict where the piece is not what it was, Unprocessable, StatementError.
        """
        parsed = await self._parsed(version)
        _, in_work = await self._corrections(version)
        corrected = correct(parsed, in_work)
        pieces = corrected.pieces
        if kind == CorrectionKind.ACCEPT:
            doubt, _, text = words.partition(":")
            if doubt not in set(DoubtKind):
                raise Unprocessable("There is no such doubt.")
            added = Correction(kind, text, more=doubt)
        elif kind == CorrectionKind.RESTORE:
            gone = next((p for p in corrected.left_out if mark_of(p.text) == mark), None)
            if gone is None:
                raise _changed()
            added = Correction(kind, gone.text)
        else:
            if not 0 <= place < len(pieces) or mark_of(pieces[place].text) != mark:
                raise _changed()
            added = _named(pieces, place, kind, words)
        await self._keep(version, parsed, with_one_more(parsed, in_work, added))

    async def undo(self, version: Version, number: int, mark: str) -> None:
        """Take one correction back. Raises Conflict."""
        parsed = await self._parsed(version)
        _, in_work = await self._corrections(version)
        if not 0 <= number < len(in_work) or mark_of(in_work[number].text) != mark:
            raise _changed()
        await self._keep(version, parsed, (*in_work[:number], *in_work[number + 1 :]))

    async def discard(self, version: Version) -> None:
        """Forget what is not in a version yet."""
        await self._store.keep_corrections(version.id, None)

    async def draft(self, version: Version) -> Draft:
        """The same file with the corrections in work, to be made a version of its own."""
        source = await self._store.version_source(version.slug, version.language, version.version)
        _, in_work = await self._corrections(version)
        return Draft(
            version.slug,
            version.language,
            source.name,
            source.content,
            version.note,
            version.effective_on,
            in_work,
            await self._parsed(version),
        )

    async def _parsed(self, version: Version) -> Parsed:
        if version.id not in self._read:
            source = await self._store.version_source(
                version.slug, version.language, version.version
            )
            self._read[version.id] = await asyncio.to_thread(
                read_safely, source.content, source.name
            )
            while len(self._read) > READ_KEPT:
                self._read.popitem(last=False)
        return self._read[version.id]

    async def _corrections(
        self, version: Version
    ) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
        kept = from_json(await self._store.corrections(version.id))
        in_work = await self._store.corrections_in_work(version.id)
        return kept, kept if in_work is None else from_json(in_work)

    async def _keep(
        self, version: Version, parsed: Parsed, corrections: tuple[Correction, ...]
    ) -> None:
        outline_of(parsed, corrections, version.source_name)  # refused where no text would be left
        kept = from_json(await self._store.corrections(version.id))
        await self._store.keep_corrections(
            version.id, None if corrections == kept else to_json(corrections)
        )


def mark_of(text: str) -> str:
    """Tells a text from another: a page names a piece by it instead of carrying it whole."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _named(pieces: Sequence[Piece], place: int, kind: CorrectionKind, words: str) -> Correction:
    text, under = pieces[place].text, heading_above(pieces, place)
    more = ""
    if kind == CorrectionKind.JOIN:
        if place + 1 >= len(pieces):
            raise Unprocessable("Nothing follows that it could be joined with.")
        more = pieces[place + 1].text
    elif kind == CorrectionKind.SPLIT:
        wanted = " ".join(words.split())
        at = text.find(wanted) if wanted else -1
        if at <= 0 or not text[:at].strip():
            raise Unprocessable(
                "These words do not stand in this piece, or they begin it. Copy them from the text."
            )
        more = text[at:]
    return Correction(kind, text, under, more)


def _looked(corrected: Corrected, missing: Sequence[tuple[str, Doubt]]) -> list[Looked]:
    by_place: dict[int, list[Doubt]] = {}
    for place, doubt in doubts_of(corrected.pieces):
        by_place.setdefault(place, []).append(doubt)
    for sentence, doubt in missing:
        for place, piece in enumerate(corrected.pieces):
            if sentence in piece.text:
                by_place.setdefault(place, []).append(doubt)
                break
    looked = [
        Looked(
            piece,
            place,
            mark_of(piece.text),
            tuple(d for d in by_place.get(place, ()) if not corrected.is_accepted(d.kind, d.text)),
        )
        for place, piece in enumerate(corrected.pieces)
    ]
    for piece in corrected.left_out:
        doubt = Doubt(DoubtKind.MENU_LEFTOVER, piece.line, piece.text)
        open_doubts = () if corrected.is_accepted(doubt.kind, doubt.text) else (doubt,)
        gone = Looked(piece, -1, mark_of(piece.text), open_doubts, left_out=True)
        later = (n for n, other in enumerate(looked) if other.piece.line > piece.line)
        looked.insert(next(later, len(looked)), gone)
    return looked


def _missing(
    parsed: Parsed,
    corrections: Sequence[Correction],
    version: Version,
    here: set[tuple[str, ...]],
) -> list[tuple[str, Doubt]]:
    """(sentence, doubt) for each document that is referred to and is not here, once a document."""
    try:
        outline = outline_of(parsed, corrections, version.source_name)
    except StatementError:
        return []
    found: dict[tuple[str, ...], tuple[str, Doubt]] = {}
    for reference in find_references(outline.sections, version.language, outline.title):
        key = name_key(reference.name)
        if not any(_same(key, other) for other in here):
            doubt = Doubt(DoubtKind.MISSING_DOCUMENT, 0, reference.name)
            found.setdefault(key, (reference.sentence, doubt))
    return list(found.values())


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name says what the other says, with or without more words."""
    return bool(one) and bool(other) and (set(one) <= set(other) or set(other) <= set(one))


def _source(parsed: Parsed) -> list[tuple[int, str]]:
    """The file's lines; where the format has none, its pieces as they came."""
    if parsed.shown:
        return list(enumerate(parsed.shown, 1))
    return [(number, piece.marker + piece.text) for number, piece in enumerate(parsed.pieces, 1)]


def _changed() -> Conflict:
    return Conflict(
        "The text was corrected by someone meanwhile. Here is how it is now; do it again if it is "
        "still needed."
    )


def _numbered(parsed: Parsed) -> Parsed:
    """The pieces with their places as lines, where the format has no lines: one to follow in the source."""
    if parsed.shown:
        return parsed
    pieces = tuple(replace(piece, line=place + 1) for place, piece in enumerate(parsed.pieces))
    return replace(parsed, pieces=pieces)
