"""The whole app over a fresh database, one text published, and whoever may call it."""

import contextlib
import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from bot.accounts.accounts import Accounts, Role
from bot.accounts.passwords import hash_password
from bot.answering.answer import Answer, Verdict
from bot.answering.clauses import Clauses
from bot.app import Parts
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.notify.senders import Senders
from bot.notify.service import Notify
from bot.notify.setup import outside_of
from bot.notify.worker import OutboxWorker
from bot.publishing.curation import Curation
from bot.publishing.gate import Gate
from bot.publishing.indexing import Indexing
from bot.publishing.library import Library
from bot.publishing.publishing import Publishing
from bot.settings import Settings
from bot.store import Store
from index.calibration import Calibration
from index.models import Models
from index.windows import Window

TEXT = "# Privacy\n\n## Orders\n\nWe keep your orders for ten years.\n"


class Letters:
    """Stands in for the model: counts letters. Who may what does not hang on vectors."""

    name, fingerprint, dimension = "letters", "0" * 64, 26

    def encode_sentences(self, windows: Sequence[Window], on_progress: object = None) -> Any:
        sentences = [text for window in windows for text in window.alone()]
        counts = np.array(
            [[s.lower().count(chr(97 + i)) + 1 for i in range(26)] for s in sentences], np.float32
        )
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


class Echo:
    """Stands in for the answerer."""

    def answer(self, question: str, language: str | None = None) -> Answer:
        return Answer(
            verdict=Verdict.ANSWERED,
            confidence=0.9,
            language=language or "en",
            text=f"About: {question}",
            citations=[],
            handoff_offered=False,
        )


MODELS = Models(cast(Any, Letters()), None, Calibration.unfitted(Letters.fingerprint))


def _write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "privacy.en.md").write_text(TEXT)


@contextlib.asynccontextmanager
async def whole(database_url: str, folder: Path, **settings: Any) -> AsyncIterator[Parts]:
    """What `create_app` takes, with /privacy in English published."""
    _write(folder)
    chosen = Settings(
        **({"rate_limits": False} | settings), database_url=database_url, statements=folder
    )
    store = await Store.open(database_url)
    await Indexing(store, cast(Any, Letters()), MODELS.calibration).index_folder(folder)
    library = Library(store, cast(Any, Letters()))
    await library.reload()
    hub, echo = Hub(), cast(Any, Echo())
    outside = outside_of(chosen)
    gate = Gate(store, library, lambda _: echo)
    conversations = Conversations(store, hub)
    yield Parts(
        settings=chosen,
        store=store,
        accounts=Accounts(store, on_gone=conversations.agent_gone),
        hub=hub,
        conversations=conversations,
        library=library,
        publishing=Publishing(store, library, MODELS, gate),
        gate=gate,
        curation=Curation(store, cast(Any, Letters())),
        answerer=echo,
        clauses=Clauses(lambda: library.snapshots, MODELS, lambda *_: "https://clause.example/"),
        notify=Notify(store, hub, outside),
        outbox=OutboxWorker(store, hub, Senders(store, outside).send),
    )
    await store.close()


@cache
def nobodys_password() -> str:
    """A hash that no test knows the password of; hashing is slow by design."""
    return hash_password(secrets.token_urlsafe(16))


@dataclass
class Caller:
    """What a browser sends along."""

    headers: dict[str, str] = field(default_factory=dict)
    csrf: str = ""


async def signed_in(
    store: Store, role: Role, *, expired: bool = False, one_time: bool = False
) -> Caller:
    """A new account of that role, with a session."""
    token, csrf = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    now = datetime.now(UTC)
    account = await store.add_account(
        email=f"{token.lower()}@example.org",
        name=role.value,
        role=role,
        password_hash=nobodys_password(),
        must_change_password=one_time,
        now=now,
    )
    assert account is not None
    await store.add_session(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        account_id=account.id,
        csrf=csrf,
        now=now,
        expires_at=now + timedelta(hours=-1 if expired else 1),
    )
    return Caller({"cookie": f"clause_session={token}"}, csrf)
