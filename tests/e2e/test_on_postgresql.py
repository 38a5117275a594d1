"""Live support in a real browser once more, on PostgreSQL: the tests are those that run on SQLite."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conftest import Postgres
from tests.e2e.conftest import Service, free_port, hire
from tests.e2e.desk import Staff
from tests.e2e.test_console import (
    test_from_the_question_to_a_person_and_back,
    test_of_two_agents_one_gets_it_and_the_other_is_told_who,
    test_the_console_comes_back_by_itself_when_the_service_does,
    test_the_list_tells_who_waits_what_is_new_and_who_has_it,
)
from tests.e2e.test_console_live import test_two_agents_and_two_visitors_at_once
from tests.e2e.test_widget_connection import (
    test_a_message_whose_receipt_was_lost_is_not_stored_twice,
)
from tests.e2e.test_widget_together import test_each_side_sees_that_the_other_types_and_has_read

pytestmark = pytest.mark.postgres

__all__ = [
    "test_a_message_whose_receipt_was_lost_is_not_stored_twice",
    "test_each_side_sees_that_the_other_types_and_has_read",
    "test_from_the_question_to_a_person_and_back",
    "test_of_two_agents_one_gets_it_and_the_other_is_told_who",
    "test_the_console_comes_back_by_itself_when_the_service_does",
    "test_the_list_tells_who_waits_what_is_new_and_who_has_it",
    "test_two_agents_and_two_visitors_at_once",
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """The real service with the real model, on a database of a real PostgreSQL."""
    url = await postgres.empty_database()
    settings = {"CLAUSE_DATABASE_URL": url}
    service = Service(tmp_path_factory.mktemp("service"), free_port(), settings=settings)
    service.start()
    assert "postgresql" in service.database_url
    yield service
    service.stop()
    await postgres.drop(url)


@pytest.fixture(scope="module")
def staff(server: Service) -> Staff:
    """Two agents and the first administrator of that service."""
    return hire(server)
