"""How a contender of `benchmarks.answers` is talked to: a line of JSON in, a line of JSON out.

In: {"questions": [...], "clients": n}. Out: {"seconds": [a latency a question], "wall": s,
"processor": s, "own": [what `ask` gave, where that is a number: seconds outside the models]}.
It says {"ready": true} once it can answer. Only the standard library: it runs beside others' packages.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def serve(ask: Callable[[str], object]) -> None:
    """Answers what comes on standard input until it ends; nothing else may write to standard output."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints goes to standard error

    def say(value: object) -> None:
        out.write(json.dumps(value) + "\n")
        out.flush()

    say({"ready": True})
    for line in sys.stdin:
        told = json.loads(line)
        say(measured(ask, told["questions"], told["clients"]))


def measured(ask: Callable[[str], object], questions: list[str], clients: int) -> dict[str, object]:
    """Asks all of them, so many at once."""

    def timed(question: str) -> tuple[float, object]:
        began = time.perf_counter()
        given = ask(question)
        return time.perf_counter() - began, given

    began, busy = time.perf_counter(), time.process_time()
    if clients == 1:
        found = [timed(question) for question in questions]
    else:
        with ThreadPoolExecutor(clients) as pool:
            found = list(pool.map(timed, questions))
    return {
        "seconds": [seconds for seconds, _ in found],
        "own": [own for _, own in found if isinstance(own, float)],
        "wall": time.perf_counter() - began,
        "processor": time.process_time() - busy,
    }
