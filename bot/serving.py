"""What the commands do, without the command line: run the service, index, answer, keep accounts."""

import asyncio
import errno
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot.accounts.accounts import FIRST_ADMIN_EMAIL, Account, Accounts
from bot.answering.addresses import file_url
from bot.answering.answer import Answers
from bot.answering.engine import LANGUAGES, Answerer
from bot.answering.language import detect_language
from bot.app import create_app, load_models, open_parts
from bot.data_keys import use_keys
from bot.errors import Unavailable
from bot.production import refuse_unfit
from bot.publishing.indexing import Indexed, Indexing
from bot.publishing.reading import read_safely, text_of
from bot.settings import Settings
from bot.store import Store
from bot.terminal import Steps, answer_lines, input_lines, show_answer
from bot.web.slow_readers import CutsOffSlowReaders
from index.errors import StatementError
from index.models import Models
from index.sections import Parsed
from index.snapshot import Snapshot, build_snapshot


async def serve(settings: Settings, console: Console, answerer: Answers | None = None) -> None:
    """Runs the service until it is told to stop.

    answerer: takes the place of the one that answers from the published statements.
    Raises Unprocessable if the settings are not fit for production, Unavailable if the port is taken, and
    what `open_parts` raises.
    """
    refuse_unfit(settings)
    steps = Steps(console)
    with _listening(settings.host, settings.port) as listener:
        async with open_parts(
            settings, answerer=answerer, on_step=steps.step, on_progress=steps.indexing
        ) as parts:
            password = await parts.accounts.ensure_first_admin()
            config = server_config(create_app(parts), settings)
            ready = _welcome(settings, password)
            spare_collector()
            server = _Server(config, lambda: console.print(ready), settings.drain_seconds)
            await server.serve(sockets=[listener])


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How the server in front of the app behaves."""
    return uvicorn.Config(
        app,
        http=CutsOffSlowReaders,
        access_log=False,  # it would hold visitors' addresses
        log_config=None,  # its lines go where ours go, see bot.logs
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
    )


def spare_collector() -> None:
    """Leave what was loaded out of garbage collection: it stays for good.

    Models and modules are a million objects. Python looks at all of them again and again, for tens
    of milliseconds in which nobody gets an answer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class _Server(uvicorn.Server):
    """Says when it is ready, answers for a while after it was told to stop, and ends quietly.

    The signal that ended it is not raised once more: the database is then closed in peace.
    """

    def __init__(
        self, config: uvicorn.Config, on_ready: Callable[[], None], drain_seconds: float = 0.0
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._drain_seconds = drain_seconds
        self._draining = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and tells when requests are answered."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if not self.should_exit:
            self._on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM, as an orchestrator sends it, is followed after the time to drain; others at once."""
        if sig != signal.SIGTERM or not self._drain_seconds or not self._loop or self._draining:
            super().handle_exit(sig, frame)
            return
        self._draining = True
        stop = partial(super().handle_exit, sig, frame)
        # called from a signal's handler: only this way of scheduling wakes the loop
        self._loop.call_soon_threadsafe(self._loop.call_later, self._drain_seconds, stop)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM end the server, nothing else, while the block runs."""
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there, taken before anything slow is loaded. Raises Unavailable."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except socket.gaierror as error:
        raise Unavailable(
            f"The address “{host}” is not known here. Choose another with --host."
        ) from error
    except OSError as error:
        reason = {
            errno.EADDRINUSE: "is in use. Stop what runs there, or choose another with --port",
            errno.EACCES: "may not be opened by this user. Choose one above 1023 with --port",
            errno.EADDRNOTAVAIL: "is not an address of this machine. Choose another with --host",
        }.get(error.errno or 0, f"can't be opened ({error.strerror}). Choose another with --port")
        raise Unavailable(f"Port {port} on {host} {reason}.") from error
    return listener


def _welcome(settings: Settings, password: str | None) -> Panel:
    base = settings.base_url
    table = Table.grid(padding=(0, 2))
    table.add_row("Chat widget", f"[link={base}/]{base}/[/]")
    table.add_row("Agents' console", f"[link={base}/console]{base}/console[/]")
    table.add_row("Owner's studio", f"[link={base}/studio]{base}/studio[/]")
    table.add_row("API", f"[link={base}/docs]{base}/docs[/]")
    table.add_section()
    if password:
        table.add_row("Sign in as", f"[bold]{FIRST_ADMIN_EMAIL}[/]")
        table.add_row("One-time password", f"[bold]{password}[/]  (shown only now)")
    else:
        table.add_row("Sign in", "with your account; forgotten? clause users reset-password E-MAIL")
    return Panel(
        table, title="Clause is ready", title_align="left", border_style="green", expand=False
    )


async def index_statements(
    settings: Settings, console: Console, *, force: bool = False
) -> list[Indexed]:
    """Indexes and publishes the statements of the folder. Raises what `open_parts` raises."""
    steps = Steps(console)
    async with opened_store(settings) as store:
        models = load_models(settings, steps.step)
        indexing = Indexing(store, models.encoder, models.calibration)
        return await indexing.index_folder(settings.statements, steps.indexing, force=force)


async def answering_from(
    settings: Settings,
    console: Console,
    statement: Path | None,
    question: str | None,
    jsonl: str | None,
    language: str | None,
) -> None:
    """Answers one question for a person, or a file of them as JSON lines."""
    steps = Steps(console)
    if statement is not None:
        answerer = answerer_over_file(statement, settings, steps)
        _answer(answerer, question, jsonl, language)
        return
    async with open_parts(settings, index=False, on_step=steps.step) as parts:
        if not parts.library.snapshots:
            raise Unavailable(
                "No statement is published yet. Run `clause index` first, or name a file with --statement."
            )
        _answer(parts.answerer, question, jsonl, language)


def _answer(
    answerer: Answers, question: str | None, jsonl: str | None, language: str | None
) -> None:
    if question is not None:
        show_answer(Console(), answerer.answer(question, language))
    if jsonl is not None:
        for line in answer_lines(answerer, input_lines(jsonl)):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def answerer_over_file(path: Path, settings: Settings, steps: Steps) -> Answerer:
    """Answers from one file, without a database. Raises StatementError, EncoderError."""
    read_source(path)  # refused before the model is loaded
    files = FileAnswers(load_models(settings, steps.step))
    return files.answerer(files.snapshot(path, steps.indexing), path.name)


@dataclass(frozen=True)
class FileAnswers:
    """Answers from statement files, without a database, with the models loaded once."""

    models: Models

    def snapshot(
        self, path: Path, on_progress: Callable[[str, int, int], None] | None = None
    ) -> Snapshot:
        """The snapshot of a file, named by it. Raises StatementError."""
        source, parsed = read_source(path)
        return build_snapshot(
            source,
            path.name,
            document=path.name.split(".")[0],
            language=file_language(path, text_of(parsed)),
            encoder=self.models.encoder,
            calibration=self.models.calibration,
            parsed=parsed,
            on_progress=on_progress and partial(on_progress, path.name),
        )

    def answerer(self, snapshot: Snapshot, name: str) -> Answerer:
        """Answers from this snapshot alone; `name` is the file's, for the citations' addresses."""
        return Answerer(lambda: (snapshot,), self.models, file_url(name))


def read_source(path: Path) -> tuple[bytes, Parsed]:
    """A statement file's bytes, and what was read of it. Raises StatementError."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise StatementError(
            f"The statement “{path}” can't be read ({error.strerror}). "
            "Give the path of a txt, md, html, docx or pdf file."
        ) from error
    return source, read_safely(source, path.name)


def file_language(path: Path, text: str) -> str:
    """The language of a statement file: `name.<language>.<ending>`, else what its text is in."""
    named = path.name.split(".")[-2] if path.name.count(".") > 1 else ""
    return named if named in LANGUAGES else detect_language(text[:4000], None, LANGUAGES, "en")


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """The store of the settings, open while the block runs."""
    use_keys(settings)
    store = await Store.open(settings.database_url)
    try:
        yield store
    finally:
        await store.close()


async def add_account(settings: Settings, email: str, name: str, role: str) -> str:
    """Adds a member of staff and gives their one-time password. Raises Unprocessable, Conflict."""
    async with opened_store(settings) as store:
        _, password = await Accounts(store).add(email, name, role)
    return password


async def reset_account(settings: Settings, email: str) -> str:
    """A new one-time password. Raises NotFound."""
    async with opened_store(settings) as store:
        return await Accounts(store).reset_password(email)


async def list_accounts(settings: Settings) -> list[Account]:
    """Who may sign in."""
    async with opened_store(settings) as store:
        return await Accounts(store).all()
