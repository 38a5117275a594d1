"""Fixtures for all tests: the shipped encoder and the real statement, loaded once."""

from pathlib import Path

import pytest

from index.calibration import Calibration
from index.encoder import Encoder
from index.snapshot import Snapshot, build_snapshot

ROOT = Path(__file__).resolve().parent.parent
STATEMENT = ROOT / "data" / "statements" / "privacy.fr.txt"
MODEL = ROOT / "data" / "models" / "encoder"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.load(str(MODEL))


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    return Calibration.load(ROOT / "data" / "models" / "calibration.json")


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
