"""The real app with an answerer that needs no model: killed and started again by test_kill.

It imports everything once and then does what it is told, a JSON object a line: at `start` it forks a
server and says its process id, at `wait` it waits for that server's end and says which signal it was.
`tests.faults.nursery` talks to it.
"""

import asyncio
import functools
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
import uvicorn

from bot import logs
from bot.accounts.accounts import Accounts
from bot.answering.addresses import page_url
from bot.answering.answer import Answer, Verdict
from bot.answering.clauses import Clauses
from bot.answering.engine import Answerer
from bot.answering.language import warm_up
from bot.app import Parts, create_app
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.notify.schedule import Schedule
from bot.notify.senders import Senders
from bot.notify.service import Notify
from bot.notify.setup import outside_of
from bot.notify.worker import OutboxWorker
from bot.publishing.curation import Curation
from bot.publishing.gate import Gate
from bot.publishing.library import Library
from bot.publishing.publishing import Publishing
from bot.serving import server_config
from bot.settings import Settings
from bot.store import Store, engine
from index.snapshot import Snapshot
from tests.letters import letters

ANSWERING_SECONDS = 0.02
LEASE_SECONDS = 2.0  # what a killed server was sending is sent again so soon


class QuickAnswerer:
    """Says the question again, after the time that a real answer takes."""

    def answer(self, question: str, language: str | None = None) -> Answer:
        """Never fails."""
        time.sleep(ANSWERING_SECONDS)
        return Answer(
            verdict=Verdict.ANSWERED,
            confidence=0.9,
            language=language or "en",
            text=f"About: {question}",
            citations=[],
            handoff_offered=False,
        )


async def serve(
    database_url: str,
    port: int,
    *,
    texts: bool = False,
    busy: float = engine.BUSY_SECONDS,
    clock: str = "",
) -> None:
    """Runs until it is killed.

    texts: answers from what is published, by a stand-in for the models. busy: seconds for which a write
    waits for another process's. clock: a file that says by how many seconds the clock is wrong.
    """
    setting = asyncio.create_task(_set_clock(Path(clock))) if clock else None
    engine.BUSY_SECONDS = busy
    store = await Store.open(database_url)
    hub = Hub()
    nothing: Any = None
    models = letters() if texts else nothing  # else no text is published, so no model is needed
    library = Library(store, models and models.encoder)
    await library.reload()

    def answers_from(snapshots: Callable[[], Sequence[Snapshot]]) -> Answerer:
        return Answerer(snapshots, models, page_url(f"http://127.0.0.1:{port}"))

    gate = Gate(store, library, lambda snapshots: answers_from(lambda: snapshots))
    settings = Settings(database_url=database_url, port=port, rate_limits=False)
    outside = outside_of(settings)
    notify, talks = Notify(store, hub, outside), Conversations(store, hub)
    talks.left_replies = notify
    parts = Parts(
        settings=settings,
        store=store,
        accounts=Accounts(store),
        hub=hub,
        conversations=talks,
        library=library,
        publishing=Publishing(store, library, models, gate),
        gate=gate,
        curation=Curation(store, models and models.encoder),
        answerer=answers_from(lambda: library.snapshots) if texts else QuickAnswerer(),
        clauses=Clauses(lambda: library.snapshots, models, page_url(f"http://127.0.0.1:{port}")),
        notify=notify,
        outbox=OutboxWorker(
            store,
            hub,
            Senders(store, outside).send,
            schedule=Schedule(first=0.1, longest=0.5, tries=1000),
            lease_seconds=LEASE_SECONDS,
        ),
    )
    config = server_config(create_app(parts), settings)
    config.port = port
    await uvicorn.Server(config).serve()
    if setting is not None:
        setting.cancel()


async def _set_clock(told: Path) -> None:
    """Sets this process's clock as often as it is told something else."""
    before = 0.0
    while True:
        wrong_by = float(await asyncio.to_thread(told.read_text))
        if wrong_by != before:
            moment = datetime.now(UTC) + timedelta(seconds=wrong_by - before)
            time_machine.travel(moment, tick=True).start()
            before = wrong_by
        await asyncio.sleep(0.02)


def main() -> None:
    """Forks servers until its input ends."""
    logs.configure("error")
    for line in sys.stdin:
        told = json.loads(line)
        if "wait" in told:
            _, status = os.waitpid(told["wait"], 0)
            print(os.WTERMSIG(status), flush=True)
            continue
        if told["start"].get("texts"):
            _warm_up()
        pid = os.fork()
        if pid == 0:
            for name in [name for name in os.environ if name.startswith("CLAUSE_")]:
                del os.environ[name]
            os.environ.update(told["environment"])
            asyncio.run(serve(**told["start"]))
            os._exit(0)
        print(pid, flush=True)


@functools.cache
def _warm_up() -> None:
    """What takes longer than all the rest: what is forked has it."""
    warm_up()


if __name__ == "__main__":
    main()
