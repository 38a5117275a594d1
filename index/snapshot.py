"""A snapshot: everything that is needed to answer from one version of a statement, immutable.

On disk and in the database it is one blob: a line with the format and the sha256 of the rest, then a zip
with `manifest.json`, `outline.json` and `vectors.faiss`. Every byte is under the checksum, nothing is
pickled, and the keyword index is made again at load (milliseconds) instead of being kept.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

import faiss
import numpy as np

from index.calibration import Calibration
from index.corrections import Correction, to_json
from index.encoder import Encoder, Vectors
from index.errors import SnapshotDamaged, SnapshotMismatch, StatementEmpty
from index.keywords import content_words
from index.passages import CHUNKER, Passage, Sentence, make_passages
from index.readers import outline_of, parse_statement
from index.references import Reference, find_references
from index.search import Searcher
from index.sections import Block, Doubt, DoubtKind, Outline, Parsed, PieceKind, Section
from index.windows import Window, make_windows

FORMAT = "clause-snapshot-3"
Progress = Callable[[int, int], None]
PREFIX = 5  # letters by which two forms of a word are taken for one


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """Which model made the vectors."""

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True)
class Snapshot:
    """One version of one document in one language, ready to be searched.

    document: its slug; version: identity of text and chunker, 12 hexadecimal digits.
    vector_index: IndexFlatIP over float32[n, d], a row for each searchable sentence in order.
    """

    document: str
    language: str
    version: str
    title: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    doubts: tuple[Doubt, ...]
    encoder: EncoderIdentity
    calibration: Calibration
    vector_index: faiss.Index

    @cached_property
    def searcher(self) -> Searcher:
        """The search over this snapshot, built on first use."""
        return Searcher(self)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """What models read at once; together they hold every searchable sentence."""
        return make_windows(self.sections, self.passages)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every heading, in order."""
        return tuple(section.heading for section in self.sections)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The other documents that the statement refers to."""
        return find_references(self.sections, self.language, self.title)

    @cached_property
    def known_prefixes(self) -> frozenset[str]:
        """The beginnings of all words that carry meaning in the statement."""
        texts = (window.text for window in self.windows)
        return frozenset(
            word[:PREFIX] for text in texts for word in content_words(text, self.language)
        )

    @cached_property
    def sentence_count(self) -> int:
        """How many sentences the statement has, searchable or not."""
        return sum(len(passage.sentences) for passage in self.passages)

    def section_of(self, passage: Passage) -> Section:
        """The section that a passage stands in."""
        return self.sections[passage.section]

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises SnapshotMismatch if the vectors were made by another model than `encoder`."""
        if encoder.fingerprint != self.encoder.fingerprint:
            raise SnapshotMismatch(
                f"The index of “{self.document}” ({self.language}) was made with the model "
                f"“{self.encoder.name}”, the service runs “{encoder.name}”. "
                "Run `clause index` to make it again with this model."
            )

    def to_bytes(self) -> bytes:
        """The snapshot as one blob, the same bytes for the same content."""
        outline = {
            "sections": [asdict(section) for section in self.sections],
            "passages": [asdict(passage) for passage in self.passages],
            "doubts": [asdict(doubt) for doubt in self.doubts],
        }
        files = {
            "outline.json": _json(outline),
            "vectors.faiss": faiss.serialize_index(self.vector_index).tobytes(),
        }
        manifest = {
            "format": FORMAT,
            "document": self.document,
            "language": self.language,
            "version": self.version,
            "title": self.title,
            "chunker": CHUNKER,
            "encoder": asdict(self.encoder),
            "calibration": self.calibration.to_dict(),
            "counts": {
                "sections": len(self.sections),
                "passages": len(self.passages),
                "sentences": self.sentence_count,
                "vectors": self.vector_index.ntotal,
            },
            "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        }
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in {"manifest.json": _json(manifest), **files}.items():
                archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
        body = packed.getvalue()
        return f"{FORMAT} {hashlib.sha256(body).hexdigest()}\n".encode() + body

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Snapshot":
        """Reads a blob that `to_bytes` made.

        Raises SnapshotDamaged if a byte differs, SnapshotMismatch if another Clause made it.
        """
        header, _, body = blob.partition(b"\n")
        name, _, checksum = header.partition(b" ")
        if name != FORMAT.encode():
            if name.startswith(b"clause-snapshot-"):
                raise SnapshotMismatch(
                    "This index was made by another version of Clause. Run `clause index` to make it again."
                )
            raise SnapshotDamaged(
                "This is not an index of Clause. Run `clause index` to make it again."
            )
        if hashlib.sha256(body).hexdigest().encode() != checksum:
            raise SnapshotDamaged(
                "The index is damaged: its checksum differs. Run `clause index` to make it again."
            )
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            outline = json.loads(archive.read("outline.json"))
            vectors = np.frombuffer(archive.read("vectors.faiss"), dtype=np.uint8)
        return cls(
            document=manifest["document"],
            language=manifest["language"],
            version=manifest["version"],
            title=manifest["title"],
            sections=tuple(_section(entry) for entry in outline["sections"]),
            passages=tuple(_passage(entry) for entry in outline["passages"]),
            doubts=tuple(
                Doubt(DoubtKind(d["kind"]), d["line"], d["text"]) for d in outline["doubts"]
            ),
            encoder=EncoderIdentity(**manifest["encoder"]),
            calibration=Calibration.from_dict(manifest["calibration"]),
            vector_index=faiss.deserialize_index(vectors),
        )


def version_of(source: bytes, name: str, corrections: Sequence[Correction] = ()) -> str:
    """The identity of a version: 12 hexadecimal digits over its bytes, its format and the chunker.

    And over what the owner corrected, where there is anything.
    """
    read_as = PurePath(name).suffix.lower()
    digest = hashlib.sha256(f"{CHUNKER} {read_as}\n".encode() + source)
    if corrections:
        digest.update(f"\n{to_json(corrections)}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:12]


def build_snapshot(
    source: bytes,
    name: str,
    *,
    document: str,
    language: str,
    encoder: Encoder,
    calibration: Calibration,
    reuse: "Iterable[Snapshot]" = (),
    parsed: Parsed | None = None,
    corrections: Sequence[Correction] = (),
    on_progress: Progress | None = None,
) -> Snapshot:
    """Reads a statement file and makes its snapshot; `name` says by its ending how to read it.

    parsed: what was read of it already, by a process of its own. corrections: the owner's.
    reuse: other versions, whose vectors are taken over for what stands in both; only as many of them are
    looked at as it takes. on_progress: told (sentences encoded, of how many that are new).
    Raises StatementError with a sentence that says what to do.
    """
    read = parse_statement(source, name) if parsed is None else parsed
    outline: Outline = outline_of(read, corrections, name)
    passages = make_passages(outline.sections)
    windows = make_windows(outline.sections, passages)
    if not windows:
        raise StatementEmpty(
            f"“{name}” holds headings but no sentence to answer with. Put the statement's text in it."
        )
    vectors = _vectors(windows, encoder, reuse, on_progress)
    return Snapshot(
        document=document,
        language=language,
        version=version_of(source, name, corrections),
        title=outline.title,
        sections=outline.sections,
        passages=passages,
        doubts=outline.doubts,
        encoder=EncoderIdentity(encoder.name, encoder.fingerprint, encoder.dimension),
        calibration=calibration,
        vector_index=_vector_index(vectors, encoder.dimension),
    )


def _vectors(
    windows: tuple[Window, ...],
    encoder: Encoder,
    reuse: Iterable[Snapshot],
    on_progress: Progress | None,
) -> Vectors:
    """float32[n, d]: a window is read anew only if none with the same text was read already.

    What a sentence means depends on its window alone, so that text is all that has to be the same.
    """
    known: dict[str, Vectors] = {}
    wanted = {window.text for window in windows}
    others = iter(reuse)
    while wanted - known.keys() and (other := next(others, None)) is not None:
        if other.encoder.fingerprint == encoder.fingerprint:
            rows = other.vector_index.reconstruct_n(0, other.vector_index.ntotal)
            known |= {
                window.text: rows[list(window.rows)]
                for window in other.windows
                if window.text in wanted
            }
    new = [window for window in windows if window.text not in known]
    fresh = encoder.encode_sentences(new, on_progress)
    start = 0
    for window in new:
        known[window.text] = fresh[start : start + len(window.rows)]
        start += len(window.rows)
    return np.concatenate([known[window.text] for window in windows])


def _vector_index(vectors: Vectors, dimension: int) -> faiss.Index:
    index = faiss.IndexFlatIP(dimension)
    index.add(vectors)
    return index


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _section(entry: dict[str, Any]) -> Section:
    blocks = tuple(Block(PieceKind(b["kind"]), b["start"], b["end"]) for b in entry["blocks"])
    return Section(
        **{**entry, "heading_path": tuple(entry["heading_path"]), "blocks": blocks},
    )


def _passage(entry: dict[str, Any]) -> Passage:
    return Passage(**{**entry, "sentences": tuple(Sentence(**s) for s in entry["sentences"])})
