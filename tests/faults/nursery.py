"""A process that has everything imported, and forks servers: each is there in a moment."""

import atexit
import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """Forks `tests.faults.quick_server`, as often and for as many databases as it is told to."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        """environment: what it is started with beside ours."""
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.quick_server"],
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, how: Mapping[str, Any]) -> int:
        """A server's process id. how: the arguments of `quick_server.serve`."""
        ours = {name: value for name, value in os.environ.items() if name.startswith("CLAUSE_")}
        return self._tell({"start": how, "environment": ours})

    def wait(self, pid: int) -> int:
        """Wait for a server's end; the signal that it was."""
        return self._tell({"wait": pid})

    def close(self) -> None:
        """End it; servers that it forked go on."""
        self._process.kill()
        self._process.wait(10)

    def _tell(self, what: Mapping[str, Any]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


@functools.cache
def shared() -> Nursery:
    """One for all tests: importing everything takes seconds."""
    nursery = Nursery()
    atexit.register(nursery.close)
    return nursery
