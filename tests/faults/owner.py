"""An owner at work on a service, and what must hold of its answers whatever happens to it."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.accounts.accounts import Accounts, Role
from bot.store import Store
from index.errors import SnapshotError
from index.models import Models
from index.snapshot import Snapshot, build_snapshot

PASSWORD = "correct horse battery"
QUESTION = "How long do you keep my orders?"
TEXT = (
    "# Privacy\n\n## Cookies\n\nWe set {word} cookies.\n\n## Orders\n\nWe keep orders for {word} years.\n\n"
    "## Rights\n\nWrite {word} letters to us.\n\n## Selling\n\nWe sell to {word} firms.\n"
)
WORDS = ("three", "eight")
"""No sentence of the one text stands in the other."""


@dataclass
class Texts:
    """Two versions of one text, and an owner's session. The first version is live."""

    snapshots: dict[str, Snapshot]
    names: tuple[str, ...]
    headers: dict[str, str]
    csrf: str

    def other(self, name: str) -> str:
        """The version that `name` is not."""
        return self.names[1 - self.names.index(name)]

    def of_one_version(self, answer: dict[str, Any]) -> str:
        """The version that an answer is of. Raises AssertionError unless it is of one, word for word."""
        cited = answer["citations"]
        assert cited, f"nothing is cited: {answer}"
        [version] = {one["version"] for one in cited}
        sections = {one.anchor: one.text for one in self.snapshots[version].sections}
        for one in cited:
            assert sections[one["anchor"]][one["start"] : one["end"]] == one["quote"]
        return str(version)


async def two_texts(
    database_url: str, models: Models, texts: Sequence[bytes] = (), name: str = "privacy.en.md"
) -> Texts:
    """Stores both, publishes the first, and signs an owner in."""
    sources = texts or [TEXT.format(word=word).encode() for word in WORDS]
    store = await Store.open(database_url)
    try:
        snapshots = {}
        language = name.split(".")[-2]
        for source in sources:
            made = await asyncio.to_thread(
                build_snapshot,
                source,
                name,
                document="privacy",
                language=language,
                encoder=models.encoder,
                calibration=models.calibration,
            )
            await store.add_version(
                "privacy", made.title, language, made.version, name, source, made.to_bytes(),
                models.encoder.fingerprint,
            )  # fmt: skip
            snapshots[made.version] = made
        names = tuple(snapshots)
        first = await store.version("privacy", language, names[0])
        await store.publish(first.id, action="publish")
        accounts = Accounts(store)
        await accounts.add("anna@example.org", "Anna", Role.OWNER, PASSWORD)
        session = await accounts.sign_in("anna@example.org", PASSWORD)
        assert session is not None
        headers = {"Cookie": f"clause_session={session.token}"}
        return Texts(snapshots, names, headers, session.csrf)
    finally:
        await store.close()


@dataclass
class Owner:
    """Publishes and goes back over HTTP, as the studio's pages do."""

    address: str
    texts: Texts
    language: str = "en"
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(
            base_url=self.address, headers=self.texts.headers, timeout=30
        )

    @property
    def _text(self) -> str:
        return f"/studio/privacy/{self.language}"

    async def publish(self, version: str, live: str) -> None:
        """One click on 'Publish', where `live` was seen to be live."""
        await self._post(f"{self._text}/{version}/publish", live)

    async def back(self, live: str) -> None:
        """One click on 'Make … live again'."""
        await self._post(f"{self._text}/back", live)

    async def ask(self) -> dict[str, Any]:
        """An answer. Raises httpx.TransportError where nobody listens."""
        response = await self.client.post("/api/ask", json={"question": QUESTION})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def until_healthy(self, seconds: float = 120.0) -> None:
        """Wait until the service answers a question."""
        until = time.monotonic() + seconds
        while True:
            try:
                if (await self.client.get("/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                assert time.monotonic() < until, "the service did not come"
            await asyncio.sleep(0.02)

    async def until_it_answers_from(self, version: str, seconds: float = 60.0) -> float:
        """Ask until the answer is of that version: seconds that it took."""
        began = time.monotonic()
        while self.texts.of_one_version(await self.ask()) != version:
            assert time.monotonic() < began + seconds, f"it never answered from {version}"
            await asyncio.sleep(0.01)
        return time.monotonic() - began

    async def close(self) -> None:
        """Hang up."""
        await self.client.aclose()

    async def _post(self, path: str, live: str) -> None:
        response = await self.client.post(path, data={"csrf": self.texts.csrf, "live": live})
        assert response.status_code == 303, response.text


async def check_what_is_live(store: Store, texts: Texts, language: str = "en") -> str:
    """One version is live, the last that the history names, and whole. Its name."""
    rows = await store.versions("privacy", language)
    [live] = [one.version for one in rows if one.state == "published"]
    history = await store.publications("privacy", language, 10_000)
    assert history[0].version == live, "the history says something else"
    for newer, older in itertools.pairwise(history):
        assert newer.replaced == older.version, "a change of what is live was lost or doubled"
    try:
        stored = Snapshot.from_bytes(await store.version_snapshot("privacy", language, live))
    except SnapshotError as error:
        raise AssertionError("its index is not whole") from error
    assert stored.sections == texts.snapshots[live].sections
    return live
