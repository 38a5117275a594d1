"""Every operation of the API's document with what it allows and what it forbids: no answer is a surprise.

The requests are made by schemathesis, the same ones each time; CLAUSE_FUZZ says how many of each kind.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.accounts.accounts import Role
from bot.store import Store
from tests.bot.web.whole_app import signed_in
from tests.faults.owner import two_texts
from tests.faults.scale import everything, number
from tests.faults.service import QuickService
from tests.letters import letters

EXAMPLES = number("FUZZ", 1, 60)
ROLES = list(Role) if everything() else [Role.ADMIN]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ENDLESS = re.compile(r"/events$")
"""Streams: `test_streams_fuzz` opens them."""


class Target:
    """A service with a text and a conversation, and who calls it."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        url = f"sqlite+aiosqlite:///{folder}/clause.db"
        self.store = self.runner.run(Store.open(url))
        self.runner.run(two_texts(url, letters()))
        self.service = QuickService(url, texts=True)
        self.service.start()
        self.client = httpx.Client(base_url=self.service.address, timeout=30)
        until = time.monotonic() + 60
        while True:
            try:
                self.client.get("/healthz")
                return
            except httpx.TransportError:
                assert time.monotonic() < until, "the service did not come"
                time.sleep(0.05)

    def caller(self, role: Role) -> tuple[str, dict[str, str]]:
        """A new conversation's id; the headers of its visitor, who is also staff of that role."""
        made = self.client.post("/api/conversations", json={"language": "en"}).json()
        asked = {"client_id": "1", "text": "How long do you keep my orders?"}
        bearer = {"Authorization": f"Bearer {made['token']}"}
        self.client.post(f"/api/conversations/{made['id']}/messages", json=asked, headers=bearer)
        staff = self.runner.run(signed_in(self.store, role))
        return made["id"], {**bearer, **staff.headers, "X-CSRF-Token": staff.csrf}

    def close(self) -> None:
        """End all of it."""
        self.client.close()
        self.service.stop()
        self.runner.run(self.store.close())
        self.runner.close()


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    target = Target(tmp_path_factory.mktemp("fuzz"))
    yield target
    target.close()


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_one_that_the_document_names(target: Target, role: Role) -> None:
    document = target.client.get("/openapi.json").json()
    found: list[str] = []
    tried = 0
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        operation: Any = result.ok()
        if ENDLESS.search(operation.path):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            tried += _try(target, operation, mode, role, found)
    assert found == []
    assert tried > 100, "most of the document was tried"


def _try(target: Target, operation: Any, mode: GenerationMode, role: Role, found: list[str]) -> int:
    id, headers = target.caller(role)
    tried = 0

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal tried
        tried += 1
        if "/conversations/{" in operation.path and mode is GenerationMode.POSITIVE:
            # one that is there: otherwise no request comes further than the door
            case.path_parameters["id"] = id
        response = case.call(base_url=target.service.address, headers=headers, timeout=30)
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseExceptionGroup as group:  # schemathesis collects what each check says
            found.extend(f"{operation.label}: {error}"[:1000] for error in group.exceptions)

    with contextlib.suppress(Unsatisfiable):  # nothing that it forbids can be sent
        ask()
    return tried


@pytest.mark.parametrize(("body", "status"), [("{", 400), ('{"text": "' + "x" * 70_000, 413)])
def test_a_body_that_cannot_be_read_is_refused_as_the_document_says(
    target: Target, body: str, status: int
) -> None:
    document = target.client.get("/openapi.json").json()
    id, headers = target.caller(Role.ADMIN)
    takers = [
        (method, path, operation["responses"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    assert len(takers) > 20
    for method, path, responses in takers:
        address = re.sub(
            r"\{\w+\}", "1", path.replace("/conversations/{id}", f"/conversations/{id}")
        )
        answer = target.client.request(
            method, address, content=body, headers={**headers, "Content-Type": "application/json"}
        )
        assert answer.status_code == status, (path, answer.text)
        assert answer.headers["content-type"] in responses[str(status)]["content"], path
