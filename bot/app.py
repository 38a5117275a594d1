"""The one place where the parts are put together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI

from bot.accounts.accounts import Accounts
from bot.accounts.oidc_setup import oidc_of
from bot.answering.addresses import page_url
from bot.answering.answer import Answers
from bot.answering.clauses import Clauses
from bot.answering.engine import Answerer
from bot.answering.language import warm_up
from bot.answering.remembered import Remembered
from bot.conversations import worker
from bot.conversations.hub import Hub, closed_by_signals
from bot.conversations.replicas import Replicas
from bot.conversations.service import Conversations
from bot.data_keys import refuse_without_keys, use_keys
from bot.errors import Unprocessable
from bot.metrics import Counted, Metrics
from bot.notify.senders import Senders
from bot.notify.service import Notify
from bot.notify.setup import outside_of
from bot.notify.worker import OutboxWorker
from bot.privacy.retention import Retention
from bot.publishing.curation import Curation
from bot.publishing.gate import Gate
from bot.publishing.golden_files import kept_as
from bot.publishing.indexing import Action, Indexing, Progress
from bot.publishing.library import Library
from bot.publishing.looking import Looking
from bot.publishing.publishing import Publishing
from bot.publishing.renewing import Renewing
from bot.publishing.uploads import Uploads
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.web import described, guard, operation, problems
from bot.web.api import (
    ask,
    console,
    console_live,
    conversations,
    notify,
    staff,
    visitor_live,
    visitor_own,
)
from bot.web.cookies import Cookies
from bot.web.files import files_of
from bot.web.limits import MAX_BODY, BodyLimit
from bot.web.measured import Measured
from bot.web.operation import Drain
from bot.web.pages import front, studio_golden
from bot.web.pages.studio_upload import ADDRESS
from bot.web.rates import Rates
from bot.web.request_id import RequestId
from bot.web.throttle import Throttle
from index.models import Models

STATIC = Path(__file__).parent / "web" / "static"
WIDGET = ROOT / "widget"


@dataclass(frozen=True)
class Parts:
    """What a running service is made of. Routes find it at `app.state.parts`."""

    settings: Settings
    store: Store
    accounts: Accounts
    hub: Hub
    conversations: Conversations
    library: Library
    publishing: Publishing
    gate: Gate
    curation: Curation
    answerer: Answers
    clauses: Clauses
    notify: Notify
    outbox: OutboxWorker
    metrics: Metrics = field(default_factory=Metrics)


def load_models(
    settings: Settings, on_step: Callable[[str], None] = lambda sentence: None
) -> Models:
    """The encoder, the second look, and what was fitted for them. Raises EncoderError, RerankerError."""
    on_step(f"Loading the model {settings.encoder}")
    models = replace(
        Models.load(settings.encoder, settings.reranker, settings.calibration_file),
        answer_from=settings.answer_from,
    )
    if not models.fit_together:
        on_step(
            "The calibration was made for other models: how sure answers are is only a guess. "
            "Make it again with `python -m index.training.calibrate`"
        )
    return models


@asynccontextmanager
async def open_parts(
    settings: Settings,
    *,
    index: bool = True,
    answerer: Answers | None = None,
    on_step: Callable[[str], None] = lambda sentence: None,
    on_progress: Progress | None = None,
) -> AsyncIterator[Parts]:
    """Opens the database, loads the model, indexes what is new, and gives the parts.

    index: False to take what is published as it is.
    answerer: takes the place of the one that answers from the published statements.
    on_step: told a sentence before each step that takes time.
    Raises ClauseError or IndexingError with a sentence that says what to do.
    """
    async with AsyncExitStack() as stack:
        use_keys(settings)
        store = await Store.open(settings.database_url, on_step)
        stack.push_async_callback(store.close)
        await refuse_without_keys(store)
        models = load_models(settings, on_step)
        await asyncio.to_thread(warm_up)  # else the first visitor waits for it
        if index:
            on_step(f"Looking for new statements in {settings.statements}")
            indexing = Indexing(store, models.encoder, models.calibration)
            done = await indexing.index_folder(settings.statements, on_progress)
            refused = [entry.reason for entry in done if entry.action is Action.REFUSED]
            for reason in refused:
                on_step(f"Refused: {reason}")
            for entry in done:
                if entry.action is Action.DRAFT:
                    on_step(
                        f"{entry.name} waits as a draft: this document is published in the studio"
                    )
        library = Library(store, models.encoder)
        library.renew = Renewing(store, models.encoder, models.calibration).renew
        url = page_url(settings.base_url)
        curation = Curation(store, models.encoder)
        await curation.look()
        gate = Gate(
            store,
            library,
            lambda some: Answerer(lambda: some, models, url, lambda: curation.examples),
        )
        publishing = Publishing(store, library, models, gate)
        await publishing.look()
        if index:
            for reason in await _load_golden(settings, store, library):
                on_step(f"Golden questions refused: {reason}")
        if index and refused and not library.snapshots:
            raise Unprocessable(refused[0])  # nothing older to go on with
        hub = Hub()
        talks = Conversations(
            store, hub, conversation_days=settings.conversation_days, office=settings.office
        )
        outside = outside_of(settings)
        notify = Notify(store, hub, outside)
        talks.left_replies = notify
        talks.address = settings.base_url
        url = page_url(settings.base_url, settings.statement_pages)
        metrics = Metrics()
        answerer = answerer or Answerer(
            lambda: library.snapshots, models, url, lambda: curation.examples, metrics.stage
        )
        yield Parts(
            settings=settings,
            store=store,
            accounts=Accounts(
                store,
                session_hours=settings.session_hours,
                on_gone=talks.agent_gone,
            ),
            hub=hub,
            conversations=talks,
            library=library,
            publishing=publishing,
            gate=gate,
            curation=curation,
            answerer=Counted(
                Remembered(
                    answerer,
                    lambda: (library.snapshots, curation.examples),
                    settings.remembered_answers,
                    metrics.stage,
                ),
                metrics,
            ),
            clauses=Clauses(lambda: library.snapshots, models, url),
            notify=notify,
            outbox=OutboxWorker(
                store,
                hub,
                Senders(store, outside).send,
                keep=timedelta(days=settings.outbox_days),
            ),
            metrics=metrics,
        )


async def _load_golden(settings: Settings, store: Store, library: Library) -> list[str]:
    """Keep the golden questions that lie beside the statements, of texts that have none.

    Gives the reasons for which a file was refused.
    """
    refused = []
    for live in library.snapshots:
        path = settings.statements.parent / "golden" / f"{live.document}.{live.language}.jsonl"
        if not path.is_file() or await store.golden(live.document, live.language):
            continue
        try:
            questions = kept_as(path, live.document, live.language, live)
            plain = [one.plain for one in questions]
            await store.add_golden(live.document, live.language, plain, None, "file")
        except Unprocessable as error:
            refused.append(error.detail)
    return refused


def create_app(parts: Parts) -> FastAPI:
    """The web application over parts that are open. Whoever opened them closes them."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        answering = worker.AnsweringWorker(parts.conversations, parts.answerer)
        async with (
            parts.outbox.running(),
            answering.running(),
            parts.conversations.presence.running(),
            Replicas(parts.store, parts.hub, parts.conversations.typing).running(),
            parts.publishing.running(),
            parts.curation.running(),
            Retention(parts.store, parts.settings).running(),
        ):
            with closed_by_signals(parts.hub):
                yield
        await uploads.close()
        parts.hub.close()

    app = FastAPI(
        title="Clause",
        version=version("clause"),
        docs_url=None,  # a page of our own is there, see bot.web.pages.api
        redoc_url=None,
        summary="Answers questions about a privacy statement with the clause itself.",
        lifespan=lifespan,
        openapi_tags=[
            {
                "name": "visitor",
                "description": "For the chat on a site. No cookies; a token a conversation.",
            },
            {"name": "console", "description": "For support agents, signed in at /console/login."},
            {"name": "admin", "description": "For administrators: webhooks, outbox, test e-mail."},
            {"name": "staff", "description": "Accounts, sessions, invitations, the audit log."},
        ],
    )
    app.state.parts = parts
    app.state.looking = Looking(parts.store)
    app.state.uploads = uploads = Uploads(parts.store, parts.publishing)
    app.state.link_throttle = Throttle()
    app.state.oidc = oidc_of(parts.settings)
    app.state.cookies = Cookies(secure=parts.settings.over_https)
    app.state.rates = Rates(on=parts.settings.rate_limits)
    problems.install(app)
    # a form's other fields take a little room beside the file
    larger = {
        ADDRESS: parts.settings.upload_bytes,
        studio_golden.IMPORT: studio_golden.MOST_BYTES + MAX_BODY,
    }
    app.add_middleware(BodyLimit, larger=larger)
    guard.install(app, parts.settings)
    app.add_middleware(Measured, metrics=parts.metrics)
    app.add_middleware(Drain, hub=parts.hub)
    app.add_middleware(RequestId)  # last, so that it is around all of them
    for part in (ask, conversations, visitor_live, visitor_own, console, console_live, staff):
        app.include_router(part.router)
    app.include_router(notify.router)
    app.include_router(notify.tickets)
    app.include_router(front.router)
    app.include_router(operation.router)
    app.include_router(
        files_of(WIDGET, "/widget", whole=("clause-chat.js", "chat.js", "clause-search.js"))
    )
    app.include_router(files_of(STATIC, "/static"))
    described.install(app)
    return app
