"""Fixtures of the tests that do harm."""

from collections.abc import Iterator

import pytest

from tests.faults.service import QuickService


@pytest.fixture
def quick_service(database_url: str) -> Iterator[QuickService]:
    """The real app on a fresh database, once on each kind."""
    service = QuickService(database_url)
    service.start()
    yield service
    service.stop()
