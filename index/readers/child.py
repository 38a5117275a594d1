"""Reads a file that nobody has looked at, in a process of its own that may die of it.

`python -m index.readers.child NAME` takes the bytes on its standard input and writes one line of JSON:
what was read, or why it was refused. It imports nothing of the service and no model, so that it starts
in a moment.
"""

import json
import resource
import sys
from dataclasses import asdict
from typing import Any

SECONDS = 10  # of the processor's time
MEMORY = 1_000_000_000  # bytes of address space


def limit(seconds: int = SECONDS, memory: int = MEMORY) -> None:
    """From here on the process may use so much, and write no file."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read standard input, answer on standard output."""
    name = sys.argv[1]
    limit()
    from index.errors import StatementError
    from index.readers import parse_statement

    try:
        answer: dict[str, Any] = {"parsed": asdict(parse_statement(sys.stdin.buffer.read(), name))}
    except StatementError as error:
        answer = {"refused": type(error).__name__, "reason": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": "StatementTooLarge", "reason": ""}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


if __name__ == "__main__":
    main()
