"""Answers, side by side with what one would use instead: the same statement, the same questions, one run.

make peers                       # once: the others, in a virtual environment of their own
python -m benchmarks.answers [--questions 200] [--peers var/peers] [--json FILE]

Every contender is a process with the same encoder over the same sentences. They are asked in turn, ten
questions each, so that the ratios hold when the machine's speed drifts; then with 8 and 64 clients at once.
The others find sentences; Clause also tells the language, reads the best ones again with the question, says
how sure it is and cites. Without --peers' folder only Clause is measured.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.figures import percentile
from benchmarks.live_people import processor_seconds, resident, until_healthy
from benchmarks.live_wire import Line
from bot.settings import ROOT, Settings
from index.passages import make_passages
from index.readers import outline_of, parse_statement
from index.windows import make_windows
from tests.faults.service import free_port

STATEMENT = Path("data") / "statements" / "privacy.fr.txt"
AT_ONCE = (8, 64)
IN_TURN = 10
OWN_MS = 1.5
SECOND_LOOK_MS = 60
START_SECONDS = 6
MEMORY_MB = 700
TIMES_HAYSTACK = 5


@dataclass
class Contender:
    """A process that answers. Times in seconds, memory in bytes."""

    name: str
    start: float = 0.0
    seconds: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    processor: float = 0.0
    rates: dict[int, float] = field(default_factory=dict)
    memory: int = 0
    process: subprocess.Popen[str] = field(init=False)

    def begin(self, command: list[str], warm: str) -> None:
        """Start it; `start` is from here to its first answer."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        if not self.process.stdout.readline():
            raise SystemExit(f"benchmarks.answers: {self.name} did not start: {' '.join(command)}")
        self.ask([warm], 1)
        self.start = time.monotonic() - began

    def ask(self, questions: list[str], clients: int) -> dict[str, Any]:
        """Its figures for these questions, so many at once."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"questions": questions, "clients": clients}) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def end(self) -> None:
        """Read off what it holds, and let it go."""
        self.memory = resident(self.process.pid)
        self.process.kill()
        self.process.wait(10)


class Served(Contender):
    """`clause serve`, asked over HTTP on loopback; answers are not remembered."""

    def begin(self, command: list[str], warm: str) -> None:
        """As above; a second start is timed, as the first also makes the index."""
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="clause-answers-")
        environment = os.environ | {
            "CLAUSE_PORT": str(self.port),
            "CLAUSE_RATE_LIMITS": "false",
            "CLAUSE_REMEMBERED_ANSWERS": "0",
            "CLAUSE_DATABASE_URL": f"sqlite+aiosqlite:///{self._folder.name}/clause.db",
        }
        for _ in range(2):
            began = time.monotonic()
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, text=True
            )
            asyncio.run(until_healthy(self.port, 120))
            self.ask([warm], 1)
            self.start = time.monotonic() - began
            if not self.seconds:
                self.seconds.append(0.0)  # the first start
                self.process.terminate()
                self.process.wait(30)
        self.seconds.clear()

    def ask(self, questions: list[str], clients: int) -> dict[str, Any]:
        """As above."""
        return asyncio.run(self._ask(questions, clients))

    async def _ask(self, questions: list[str], clients: int) -> dict[str, Any]:
        waiting, seconds = list(reversed(questions)), []

        async def client() -> None:
            line = Line(self.port)
            while waiting:
                question = waiting.pop()
                began = time.perf_counter()
                await line.ask("POST", "/api/ask", {"question": question})
                seconds.append(time.perf_counter() - began)
            line.close()

        began, busy = time.perf_counter(), processor_seconds(self.process.pid)
        await asyncio.gather(*(client() for _ in range(clients)))
        return {
            "seconds": seconds,
            "own": [],
            "wall": time.perf_counter() - began,
            "processor": processor_seconds(self.process.pid) - busy,
        }


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--peers", type=Path, default=ROOT / "var" / "peers")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    wanted = parser.parse_args()
    asked = questions(wanted.questions)
    with tempfile.TemporaryDirectory(prefix="clause-answers-") as folder:
        contenders = begun(Path(folder), wanted.peers, asked[0])
        try:
            measure(contenders, asked)
        finally:
            for one in contenders:
                one.end()
    console = Console(width=120)
    console.print(table(contenders, len(asked)))
    for sentence in verdicts(contenders):
        console.print(sentence)
    one, five, _ = os.getloadavg()
    console.print(f"{os.cpu_count()} cores; the machine's load was {one:.1f} (5 min: {five:.1f})")
    if wanted.json:
        wanted.json.write_text(json.dumps([figures(one) for one in contenders], indent=1) + "\n")


def begun(folder: Path, peers: Path, warm: str) -> list[Contender]:
    """All contenders, started one after the other."""
    texts = sentences()
    job = folder / "job.json"
    given = {"texts": texts, "model": Settings().encoder, "statement": str(STATEMENT)}
    job.write_text(json.dumps(given), "utf-8")
    python = [sys.executable, "-m"]
    ways: list[tuple[Contender, list[str]]] = [
        (Contender("Clause, in process"), [*python, "benchmarks.answers_worker", "both", str(job)]),
        (
            Contender("Clause, first look only"),
            [*python, "benchmarks.answers_worker", "first", str(job)],
        ),
        (Served("Clause, over HTTP"), [*python, "bot.cli", "serve"]),
    ]
    other = peers / "bin" / "python"
    if other.is_file():
        script = str(ROOT / "benchmarks" / "peers.py")
        for name, way in (
            ("Haystack 3", "haystack"),
            ("LlamaIndex + FAISS", "llamaindex"),
            ("sentence-transformers + FAISS", "floor"),
        ):
            ways.append((Contender(name), [str(other), script, way, str(job)]))
    else:
        print(f"{other} is not there: only Clause is measured. make peers installs the others.")
    for contender, command in ways:
        contender.begin(command, warm)
    return [contender for contender, _ in ways]


def measure(contenders: list[Contender], asked: list[str]) -> None:
    """In turn, then many at once."""
    for one in contenders:
        one.ask(asked[:IN_TURN], 1)  # warm
    for start in range(0, len(asked), IN_TURN):
        for one in contenders:
            found = one.ask(asked[start : start + IN_TURN], 1)
            one.seconds += found["seconds"]
            one.own += found["own"]
            one.processor += found["processor"]
            one.rates[1] = len(one.seconds) / sum(one.seconds)
    for clients in AT_ONCE:
        for one in contenders:
            one.rates[clients] = len(asked) / one.ask(asked, clients)["wall"]


def sentences() -> list[str]:
    """The statement's sentences, each under its headings."""
    path = ROOT / STATEMENT
    outline = outline_of(parse_statement(path.read_bytes(), path.name), (), path.name)
    windows = make_windows(outline.sections, make_passages(outline.sections))
    return [text for window in windows for text in window.alone()]


def questions(count: int) -> list[str]:
    """From the open question set, the first of each statement's."""
    lines: list[str] = []
    for path in sorted((ROOT / "data" / "questions").glob("*.jsonl")):
        lines += path.read_text("utf-8").splitlines()[:20]
    entries = (json.loads(line) for line in lines)
    return [e["question"] for e in entries if e["kind"] not in ("smalltalk", "human")][:count]


def figures(one: Contender) -> dict[str, Any]:
    """Milliseconds, questions a second, megabytes."""
    return {
        "name": one.name,
        **{f"p{p}": percentile(one.seconds, p) * 1000 for p in (50, 95, 99)},
        "own_p50": percentile(one.own, 50) * 1000 if one.own else None,
        "rates": {str(clients): rate for clients, rate in one.rates.items()},
        "processor": one.processor / max(1, len(one.seconds)) * 1000,
        "memory": one.memory / 1e6,
        "start": one.start,
    }


def table(contenders: list[Contender], count: int) -> Table:
    """All figures."""
    shown = Table(
        "", "p50 ms", "p95", "p99", "own p50", "q/s 1", *(f"q/s {n}" for n in AT_ONCE),
        "CPU ms", "MB", "start s", title=f"{count} questions",
    )  # fmt: skip
    for one in map(figures, contenders):
        own = f"{one['own_p50']:.2f}" if one["own_p50"] is not None else ""
        shown.add_row(
            one["name"],
            *(f"{one[name]:.1f}" for name in ("p50", "p95", "p99")),
            own,
            *(f"{one['rates'].get(str(n), 0):.0f}" for n in (1, *AT_ONCE)),
            f"{one['processor']:.1f}",
            f"{one['memory']:.0f}",
            f"{one['start']:.1f}",
        )
    return shown


def verdicts(contenders: list[Contender]) -> list[str]:
    """Each target, and whether it was met."""
    by = {one.name: figures(one) for one in contenders}
    both, first, served = (
        by[f"Clause, {name}"] for name in ("in process", "first look only", "over HTTP")
    )
    lines = [
        _said("all but the models' forward passes, p50 ms", both["own_p50"], OWN_MS),
        _said("with the second look, p50 ms", both["p50"], SECOND_LOOK_MS),
        _said("start to the first answer, s", served["start"], START_SECONDS),
        _said("resident memory, MB", served["memory"], MEMORY_MB),
    ]
    if haystack := by.get("Haystack 3"):
        for clients in map(str, (1, *AT_ONCE)):
            times = first["rates"][clients] / haystack["rates"][clients]
            good = "met" if times >= TIMES_HAYSTACK else "missed"
            lines.append(
                f"{clients} clients, same encoder alone: {times:.1f} × Haystack "
                f"(target ≥ {TIMES_HAYSTACK}): {good}"
            )
    return lines


def _said(what: str, figure: float, target: float) -> str:
    return f"{what}: {figure:.1f} (target ≤ {target}): {'met' if figure <= target else 'missed'}"


if __name__ == "__main__":
    main()
