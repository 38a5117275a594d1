"""Publishing while visitors ask, beside a second process, and under kill -9; all in real processes.

python -m benchmarks.publishing [--publishes 50] [--rate 200] [--kills 40] [--swaps 20] [--what WHAT]

questions: one service, `--publishes` publishes and ways back while a pool of clients asks `--rate`
questions a second: every answer must be of one version, word for word, that was live while it was made.
Once with the shipped models, which answer as fast as this machine can, and once with a stand-in that counts
letters, so that it is the swap that is under load.
replicas: two services as they are shipped on one PostgreSQL: what one publishes, the other answers from.
kills: the publishing process is killed at random moments, on SQLite and on PostgreSQL: afterwards one
version is live, whole, and the answers are from it.
"""

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import percentile
from bot.settings import Settings
from bot.store import Store
from index.models import Models
from tests.conftest import running_postgres
from tests.faults.owner import Owner, Texts, two_texts
from tests.faults.publishing import Kills, Questions, kill_while_publishing, publish_under_questions
from tests.faults.service import QuickService, Service
from tests.letters import letters

WHAT = ("questions", "replicas", "kills")
SWAP_SECONDS = 2.0
CONNECTIONS = 24
PAUSE_SECONDS = 0.1


def main() -> None:
    """See the module's text. Exit code 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publishes", type=int, default=50)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--kills", type=int, default=40, help="on each kind of database")
    parser.add_argument("--swaps", type=int, default=20)
    parser.add_argument("--what", choices=WHAT, help="only this part")
    wanted = parser.parse_args()
    console = Console(width=110)
    with tempfile.TemporaryDirectory(prefix="clause-publishing-") as folder:
        good = asyncio.run(_all(wanted, Path(folder), console))
    one, five, _ = os.getloadavg()
    console.print(f"{os.cpu_count()} cores; the machine's load was {one:.1f} (5 min: {five:.1f})")
    sys.exit(0 if good else 1)


async def _all(wanted: argparse.Namespace, folder: Path, console: Console) -> bool:
    settings = Settings()
    shipped = Models.load(settings.encoder, settings.reranker, settings.calibration_file)
    good = True
    if wanted.what in (None, "questions"):
        for name, models in (("shipped models", shipped), ("stand-in for the models", letters())):
            url = f"sqlite+aiosqlite:///{folder}/{len(name)}.db"
            texts = await two_texts(url, models)
            service = _shipped(url, folder) if models is shipped else QuickService(url, texts=True)
            async with _serving(service, texts) as owner:
                found = await publish_under_questions(
                    owner, service.port, wanted.publishes, wanted.rate, CONNECTIONS, PAUSE_SECONDS
                )
            console.print(_questions_table(found, name, wanted.rate))
            for said in (found.failed + found.wrong)[:5]:
                console.print(said, style="red", markup=False)
            good &= not (found.failed or found.wrong)
    if wanted.what in (None, "replicas", "kills"):
        with running_postgres() as postgres:
            if wanted.what != "kills":
                url = await postgres.migrated_database()
                texts = await two_texts(url, shipped)
                took = await _replicas(url, texts, folder, wanted.swaps)
                console.print(_replicas_table(took))
                good &= max(took) <= SWAP_SECONDS
            if wanted.what != "replicas":
                urls = {
                    "SQLite": f"sqlite+aiosqlite:///{folder}/kills.db",
                    "PostgreSQL": await postgres.migrated_database(),
                }
                for name, url in urls.items():
                    console.print(_kills_table(await _kills(url, wanted.kills), name))
    return good


def _shipped(url: str, folder: Path) -> Service:
    """`clause serve`, with a folder of statements that holds nothing which it would publish."""
    statements = folder / "statements"
    statements.mkdir(exist_ok=True)
    (statements / "imprint.en.md").write_text("# Imprint\n\nThis is a firm.\n")
    return Service(
        {
            "CLAUSE_DATABASE_URL": url,
            "CLAUSE_STATEMENTS": str(statements),
            "CLAUSE_RATE_LIMITS": "false",
        }
    )


@contextlib.asynccontextmanager
async def _serving(service: Service, texts: Texts) -> AsyncIterator[Owner]:
    service.start()
    owner = Owner(service.address, texts)
    try:
        await owner.until_healthy()
        yield owner
    finally:
        await owner.close()
        service.stop()


async def _replicas(url: str, texts: Texts, folder: Path, swaps: int) -> list[float]:
    """Seconds from an acknowledged publish in one process to an answer from it by the other."""
    took = []
    async with contextlib.AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(_serving(_shipped(url, folder), texts))
            for _ in range(2)
        ]
        live = texts.names[0]
        for number in range(swaps):
            await asyncio.sleep(random.uniform(0, 1))  # at any moment between two looks
            wanted = texts.other(live)
            await (one.back(live) if number % 2 else one.publish(wanted, live))
            took.append(await other.until_it_answers_from(wanted))
            live = wanted
    return took


async def _kills(url: str, kills: int) -> Kills:
    texts = await two_texts(url, letters())
    service = QuickService(url, texts=True)
    store = await Store.open(url)
    try:
        async with _serving(service, texts) as owner:
            return await kill_while_publishing(service, owner, store, kills, random.Random())
    finally:
        await store.close()


def _questions_table(found: Questions, name: str, rate: float) -> Table:
    answered = sum(found.answers.values())
    table = Table("", "target", "measured", title=f"{found.publishes} publishes, {name}")
    table.add_row("questions a second", f"{rate:.0f}", f"{answered / found.seconds:.0f}")
    table.add_row("questions answered", "", f"{answered} in {found.seconds:.1f} s")
    table.add_row("failed", "0", str(len(found.failed)))
    table.add_row("of no version, of two, or of a wrong one", "0", str(len(found.wrong)))
    for label, times in (("an answer", found.took), ("a publish", found.published_in)):
        figures = (f"{1000 * percentile(times, percent):.0f}" for percent in (50, 99))
        table.add_row(f"{label}, p50 and p99", "", " and ".join(figures) + " ms")
    return table


def _replicas_table(took: list[float]) -> Table:
    table = Table("", "target", "measured", title=f"{len(took)} publishes, two processes")
    table.add_row("until the other answers from it, p50", "", f"{percentile(took, 50):.2f} s")
    table.add_row("the longest", f"≤ {SWAP_SECONDS:.0f} s", f"{max(took):.2f} s")
    return table


def _kills_table(found: Kills, name: str) -> Table:
    table = Table("", "target", "measured", title=f"{found.kills} times kill -9, {name}")
    table.add_row(
        "afterwards one whole version, answers from it", str(found.kills), str(found.kills)
    )
    table.add_row("publishes acknowledged, none lost", "", str(found.acknowledged))
    table.add_row("publishes cut off", "", str(found.cut_off))
    table.add_row("of these live afterwards", "", str(found.came_true))
    return table


if __name__ == "__main__":
    main()
