"""Encoder, keywords, search, snapshot: on the shipped model and the real statement."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from index.calibration import Calibration, Split, Tree
from index.encoder import Encoder, prefixes_of
from index.errors import (
    EncoderError,
    EncoderNotFound,
    SnapshotDamaged,
    SnapshotError,
    SnapshotMismatch,
)
from index.evidence import FEATURES, evidence
from index.keywords import KeywordIndex, content_words, words_of
from index.models import Models
from index.search import WINDOWS_LOOKED_AT
from index.snapshot import Snapshot, build_snapshot, version_of
from tests.shipped import MODEL, STATEMENT, copy_to_change


def first(
    snapshot: Snapshot, encoder: Encoder, question: str, language: str = "fr"
) -> tuple[str, str]:
    vector = encoder.encode_questions([question])[0]
    hit = snapshot.searcher.search(question, language, vector, 3).hits[0]
    section = snapshot.section_of(snapshot.passages[hit.passage])
    return section.heading, section.text[hit.start : hit.end]


def test_words_are_folded_and_elisions_taken_off() -> None:
    assert words_of("L’Adresse d'Élise, qu'on œuvre") == ["adresse", "elise", "on", "oeuvre"]
    assert content_words("la durée de conservation", "fr") == ["duree", "conservation"]


def test_stems_find_other_forms_and_ngrams_find_typing_errors() -> None:
    keywords = KeywordIndex(["Nous supprimons les comptes.", "Les cookies expirent."], "fr")
    stems = keywords.stem_scores("suppression de mon compte")
    assert stems[0] > stems[1]
    assert keywords.stem_scores("supresion").max() == 0
    ngrams = keywords.ngram_scores("les kookies")
    assert ngrams[1] > ngrams[0]


@pytest.mark.parametrize("question", ["", "   ", "§§ ---", "日本語", "zzzz"])
def test_words_that_stand_nowhere_score_nothing(question: str) -> None:
    keywords = KeywordIndex(["Nous supprimons les comptes."], "fr")
    assert keywords.stem_scores(question).tolist() == [0.0]


def test_texts_without_a_word_can_be_indexed() -> None:
    assert KeywordIndex(["…", "–"], "fr").ngram_scores("compte").tolist() == [0.0, 0.0]


def test_vectors_have_unit_length_and_do_not_depend_on_the_batch(encoder: Encoder) -> None:
    texts = ["Vendez-vous mes données ?", "Do you sell my data?", "cookies"]
    together = encoder.encode_questions(texts)
    assert together.dtype == np.float32
    assert together.shape == (3, encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = encoder.encode_questions([texts[2]])[0]
    np.testing.assert_allclose(together[2], alone, atol=1e-4)


def test_e5_gets_its_prefixes_and_others_none() -> None:
    assert prefixes_of("intfloat/multilingual-e5-small") == ("query: ", "passage: ")
    assert prefixes_of("/models/encoder") == ("", "")
    assert prefixes_of("sentence-transformers/all-MiniLM-L6-v2") == ("", "")


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderNotFound, match=r"nowhere.*modules\.json is not there"):
        Encoder.load(str(tmp_path / "nowhere"))


def test_a_model_half_copied_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "encoder"
    copy_to_change(broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    with pytest.raises(EncoderNotFound, match="damaged"):
        Encoder.load(str(broken))


def test_the_right_section_comes_first(snapshot: Snapshot, encoder: Encoder) -> None:
    heading, quote = first(snapshot, encoder, "Comment supprimer mon compte ?")
    assert heading == "Suppression de compte"
    assert "supprimer son compte" in quote
    heading, quote = first(snapshot, encoder, "vendez vous mes donnees a des tiers")
    assert quote.endswith("les informations personnelles collectées par notre site à des tiers.")


def test_another_language_finds_it_too(snapshot: Snapshot, encoder: Encoder) -> None:
    heading, _ = first(snapshot, encoder, "How can I delete my account?", "en")
    assert heading == "Suppression de compte"


def test_golden_rule(snapshot: Snapshot, encoder: Encoder) -> None:
    """Whatever is found is a span of its section, inside its passage, and one of its sentences."""
    for question in ("cookies", "Who sees my data?", "!!!", "numéro de carte"):
        vector = encoder.encode_questions([question])[0]
        for hit in snapshot.searcher.search(question, "fr", vector, 50).hits:
            passage = snapshot.passages[hit.passage]
            assert passage.start <= hit.start < hit.end <= passage.end
            assert (hit.start, hit.end) in {(s.start, s.end) for s in passage.sentences}


def test_limit_is_checked(snapshot: Snapshot, encoder: Encoder) -> None:
    with pytest.raises(
        ValueError, match=r"limit must be greater than 0\. Currently, the limit is 0"
    ):
        snapshot.searcher.search("x", "fr", encoder.encode_questions(["x"])[0], 0)


def test_a_snapshot_survives_being_stored(snapshot: Snapshot, encoder: Encoder) -> None:
    blob = snapshot.to_bytes()
    again = Snapshot.from_bytes(blob)
    assert again.to_bytes() == blob
    assert again.sections == snapshot.sections
    assert again.passages == snapshot.passages
    assert again.doubts == snapshot.doubts
    vector = encoder.encode_questions(["cookies"])[0]
    found = again.searcher.search("cookies", "fr", vector, 5)
    assert found == snapshot.searcher.search("cookies", "fr", vector, 5)
    again.check_encoder(encoder)


def test_the_same_text_gives_the_same_bytes(
    snapshot: Snapshot, encoder: Encoder, calibration: Calibration
) -> None:
    again = build_snapshot(
        STATEMENT.read_bytes(),
        STATEMENT.name,
        document="privacy",
        language="fr",
        encoder=encoder,
        calibration=calibration,
    )
    assert again.version == snapshot.version == version_of(STATEMENT.read_bytes(), STATEMENT.name)
    assert again.to_bytes() == snapshot.to_bytes()


def test_damage_anywhere_is_refused(snapshot: Snapshot) -> None:
    blob = snapshot.to_bytes()
    for place in range(0, len(blob), 1_000):
        damaged = bytearray(blob)
        damaged[place] ^= 0x41
        with pytest.raises(SnapshotError, match="clause index"):
            Snapshot.from_bytes(bytes(damaged))


@pytest.mark.parametrize("blob", [b"", b"PK\x03\x04", b"x" * 5_000])
def test_something_else_is_refused(blob: bytes) -> None:
    with pytest.raises(SnapshotDamaged, match="not an index of Clause"):
        Snapshot.from_bytes(blob)


def test_truncated_is_refused(snapshot: Snapshot) -> None:
    blob = snapshot.to_bytes()
    with pytest.raises(SnapshotDamaged, match="checksum"):
        Snapshot.from_bytes(blob[:-1])


def test_another_model_is_refused(snapshot: Snapshot, encoder: Encoder, tmp_path: Path) -> None:
    other = tmp_path / "e5"  # the name alone changes the prefixes, and so the vectors
    shutil.copytree(MODEL, other)
    with pytest.raises(SnapshotMismatch, match="was made with the model"):
        snapshot.check_encoder(Encoder.load(str(other)))


def test_another_format_is_refused(snapshot: Snapshot) -> None:
    blob = snapshot.to_bytes().replace(b"clause-snapshot-3", b"clause-snapshot-0", 1)
    with pytest.raises(SnapshotMismatch, match="another version of Clause"):
        Snapshot.from_bytes(blob)


def test_evidence_is_what_the_calibration_weighs(snapshot: Snapshot, models: Models) -> None:
    assert _asked_for(models.calibration.trees) <= set(FEATURES)
    assert models.fit_together

    def confidence(question: str) -> float:
        vector = models.encoder.encode_questions([question])[0]
        ranking = snapshot.searcher.search(question, "fr", vector, 40, models.reranker)
        features = evidence(question, "fr", ranking, snapshot)
        assert set(features) == set(FEATURES)
        return models.calibration.confidence(features)

    covered = confidence("Comment supprimer mon compte ?")
    elsewhere = confidence("Quelle est la capitale du Pérou ?")
    assert 0 <= elsewhere < covered <= 1


def _asked_for(trees: Iterable[Tree]) -> set[str]:
    """The features that the trees look at."""
    splits = [tree for tree in trees if isinstance(tree, Split)]
    return {split.feature for split in splits} | (
        _asked_for(branch for split in splits for branch in (split.low, split.high))
        if splits
        else set()
    )


def test_numbers_and_names_that_the_passage_lacks_speak_against_it(
    snapshot: Snapshot, models: Models
) -> None:
    def features(question: str) -> dict[str, float]:
        vector = models.encoder.encode_questions([question])[0]
        ranking = snapshot.searcher.search(question, "fr", vector, 40, models.reranker)
        return evidence(question, "fr", ranking, snapshot)

    assert features("Vos données sont-elles chiffrées ?")["missing_names"] == 0
    assert features("Vos données sont-elles chiffrées par Zorblax ?")["missing_names"] == 1
    assert features("Vos données sont-elles chiffrées sur 4096 bits ?")["missing_numbers"] == 1


def test_the_second_look_ranks_only_what_it_read(snapshot: Snapshot, models: Models) -> None:
    assert models.reranker is not None
    question = "Comment supprimer mon compte ?"
    vector = models.encoder.encode_questions([question])[0]
    hits = snapshot.searcher.search(question, "fr", vector, 500, models.reranker).hits
    assert len({hit.window for hit in hits}) == WINDOWS_LOOKED_AT
    assert all(hit.answering is not None for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    alone = snapshot.searcher.search(question, "fr", vector, 500).hits
    assert len(alone) == sum(len(window.rows) for window in snapshot.windows)
    assert all(hit.answering is None for hit in alone)


def test_a_calibration_that_cannot_be_read_says_how_to_make_it(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    for content in ("", "[]", json.dumps({"encoder": "x"})):
        path.write_text(content)
        with pytest.raises(EncoderError, match=r"index\.training\.calibrate"):
            Calibration.load(path)
