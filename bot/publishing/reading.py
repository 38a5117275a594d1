"""Files that nobody has looked at are read by another process, which may run out of time or memory.

Whatever is in a file, the service goes on: it waits for an answer, and ends the process that gives none.
"""

import json
import os
import subprocess
import sys
import threading
from typing import Any

import structlog

from index import errors
from index.errors import StatementError, StatementTooLarge, StatementUnreadable
from index.readers import check_kind
from index.sections import Parsed, Piece, PieceKind

SECONDS = 10.0
"""How long a file may be read; a statement takes less than one."""
AT_ONCE = 2
_MODULE = "index.readers.child"
_places = threading.BoundedSemaphore(AT_ONCE)

log = structlog.get_logger(__name__)


def read_safely(source: bytes, name: str, seconds: float = SECONDS) -> Parsed:
    """What a file holds, read in a process of its own. Waits for it: call it in a thread.

    Raises StatementError with a sentence for whoever brings the file.
    """
    name = name.replace("\0", "").strip() or "statement"
    check_kind(source, name)
    with _places:
        code, said = _ask(source, name, seconds)
    answer = _answer(said)
    if code != 0 or not answer:
        log.warning("file_unreadable", name=name, bytes=len(source), code=code)
    if code is None:
        raise StatementTooLarge(
            f"“{name}” took longer than {seconds:.0f} seconds to read. Give it as plain text or "
            "Markdown, or split it into several documents."
        )
    if "parsed" in answer:
        return _parsed(answer["parsed"])
    refused = answer.get("refused")
    if refused and answer["reason"]:
        kind = getattr(errors, refused, StatementUnreadable)
        raise kind(answer["reason"])
    if refused or code < 0:  # out of memory, in one way or another
        raise StatementTooLarge(
            f"“{name}” needs far more memory to read than a statement should. Give it as plain text "
            "or Markdown, or split it into several documents."
        )
    raise StatementUnreadable(
        f"“{name}” can't be read. Save it again, or give the text as docx, md or txt."
    )


def text_of(parsed: Parsed) -> str:
    """What was read, as plain text: to tell its language by."""
    return "\n".join(piece.text for piece in parsed.pieces)


def _ask(source: bytes, name: str, seconds: float) -> tuple[int | None, bytes]:
    """(exit code, standard output); no code where the time ran out and it was ended."""
    environment = {
        "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
    }
    with subprocess.Popen(
        [sys.executable, "-s", "-B", "-m", _MODULE, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        close_fds=True,
    ) as child:
        try:
            said, _ = child.communicate(source, timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return None, b""
        return child.returncode, said


def _answer(said: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(said)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _parsed(entry: dict[str, Any]) -> Parsed:
    def pieces(listed: list[dict[str, Any]]) -> tuple[Piece, ...]:
        return tuple(Piece(**{**piece, "kind": PieceKind(piece["kind"])}) for piece in listed)

    return Parsed(
        pieces(entry["pieces"]), pieces(entry["left_out"]), entry["title"], tuple(entry["shown"])
    )


__all__ = ["StatementError", "read_safely", "text_of"]
