"""Fixtures for all tests: the shipped models and the real statement, loaded once."""

import shutil
from pathlib import Path

import pytest

from index.calibration import Calibration
from index.encoder import Encoder
from index.models import Models
from index.snapshot import Snapshot, build_snapshot
from index.whole import SUMS

ROOT = Path(__file__).resolve().parent.parent
STATEMENT = ROOT / "data" / "statements" / "privacy.fr.txt"
MODELS = ROOT / "data" / "models"
MODEL = MODELS / "encoder"


def copy_to_change(folder: Path) -> None:
    """The shipped encoder, without the list that would tell that it was changed."""
    shutil.copytree(MODEL, folder, ignore=shutil.ignore_patterns(SUMS))


@pytest.fixture(scope="session")
def models() -> Models:
    return Models.load(str(MODEL), MODELS / "reranker", MODELS / "calibration.json")


@pytest.fixture(scope="session")
def encoder(models: Models) -> Encoder:
    return models.encoder


@pytest.fixture(scope="session")
def calibration(models: Models) -> Calibration:
    return models.calibration


@pytest.fixture(scope="session")
def snapshot(encoder: Encoder, calibration: Calibration) -> Snapshot:
    return build_snapshot(
        STATEMENT.read_bytes(),
        STATEMENT.name,
        document="privacy",
        language="fr",
        encoder=encoder,
        calibration=calibration,
    )
