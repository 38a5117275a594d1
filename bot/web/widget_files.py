"""Serves the widget's files: as they are written, without comments and spacing, compressed once.

The widget has no build step: what is in `widget/` is what runs. Comments and spacing are half of
its bytes and of no use to a visitor, so they are left out here.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.errors import NotFound
from bot.settings import ROOT

router = APIRouter(prefix="/widget", include_in_schema=False)

WIDGET = ROOT / "widget"

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
}

_HEADERS = {
    # Any site may embed the widget. Which of them the service talks to, the CORS setting says.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    # Asked about each time, so that the modules of two versions never meet in one page.
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
}

_TOKEN = re.compile(
    r"""
    (?P<block>/\*.*?\*/)
  | (?P<line>//[^\n]*)
  | (?P<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
  | (?P<template>`)
  | (?P<regex>/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)
  | (?P<word>[\w$]+)
  | (?P<space>\s+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BEFORE_REGEX = re.compile(r"[(,=:\[!&|?{};+\-*%<>~^]|=>|return|typeof|case|in|of")

# Marks that no space around them means anything to. Not + and -: `a + +b`; in a style sheet not
# the colon either: `a :hover`.
_SCRIPT_MARKS = r"=>|[=!]==|&&|\|\||\?\?|[{}(),;:=?<>\[\]]"
_STYLE_MARKS = r"[{};,]"


@dataclass(frozen=True)
class Served:
    """One file as it goes out."""

    body: bytes
    compressed: bytes
    media_type: str
    etag: str


@router.api_route("/{name:path}", methods=["GET", "HEAD"])
async def widget_file(name: str, request: Request) -> Response:
    """One of the widget's modules, style sheets or word files."""
    path = WIDGET / name
    inside = path.resolve().is_relative_to(WIDGET)
    if not inside or path.suffix not in _TYPES or not path.is_file():
        raise NotFound(f"The widget has no file /widget/{name}. Its script is clause-chat.js.")
    served = _prepared(path)
    headers = {**_HEADERS, "ETag": served.etag}
    if served.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = served.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = served.compressed, "gzip"
    return Response(body, headers=headers, media_type=served.media_type)


_cache: dict[Path, tuple[int, Served]] = {}


def _prepared(path: Path) -> Served:
    """The file, read again when it has changed, so that whoever works on it only reloads."""
    changed = path.stat().st_mtime_ns
    known = _cache.get(path)
    if known is None or known[0] != changed:
        body = _leaner(path).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
        compressed = gzip.compress(body, 9, mtime=0)
        known = changed, Served(body, compressed, _TYPES[path.suffix], etag)
        _cache[path] = known
    return known[1]


def _leaner(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    return lean(text, script=path.suffix == ".js")


def lean(text: str, *, script: bool) -> str:
    """The text without comments, indentation, empty lines and needless spaces.

    script: whether it is JavaScript, which has line comments, templates and regular expressions
    where CSS has none. Whatever stands in a string, a template or a regular expression is kept.
    """
    kept = re.sub(r"[ \t]*\n\s*", "\n", "".join(_kept(text, script)))
    around, line_end = (_SCRIPT_MARKS, r"[{;,(\[]") if script else (_STYLE_MARKS, r"[{};,]")
    kept = re.sub(rf" *({around}) *", r"\1", re.sub(r"[ \t]+", " ", kept))
    kept = re.sub(rf"({line_end})\n", r"\1", kept).strip()
    # what stood in quotes may hold such space too: it was set aside as private-use characters
    return kept.translate({0xE000 + code: code for code in (9, 10, 32)})


def _kept(text: str, script: bool) -> Iterator[str]:
    place, before, depth = 0, "", [0]  # depth: open braces in each nested template's ${…}
    while place < len(text):
        if script and text[place] == "}" and len(depth) > 1 and depth[-1] == 0:
            depth.pop()
            end = _template_end(text, place + 1, depth)
            yield _set_aside(text[place:end])
            place, before = end, "`"
            continue
        token = _TOKEN.match(text, place)
        assert token is not None
        kind, found = token.lastgroup, token[0]
        if kind == "regex" and not (script and _BEFORE_REGEX.fullmatch(before or "(")):
            kind, found = "other", "/"
        if kind == "line" and not script:
            kind, found = "other", "/"
        place += len(found)
        if kind == "block" or kind == "line":
            yield "\n" if "\n" in found else " "
        elif kind == "template" and script:
            end = _template_end(text, place, depth)
            yield _set_aside(found + text[place:end])
            place, before = end, "`"
        elif kind == "space":
            yield found
        else:
            if found in "{}":
                depth[-1] += 1 if found == "{" else -1
            yield _set_aside(found) if kind in ("string", "regex") else found
            before = found


def _template_end(text: str, place: int, depth: list[int]) -> int:
    """Where the literal part of a template ends: after its '`', or after a '${' that it opens."""
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text[place] == "`":
            return place + 1
        elif text.startswith("${", place):
            depth.append(0)
            return place + 2
        else:
            place += 1
    return place


def _set_aside(literal: str) -> str:
    return literal.translate({code: 0xE000 + code for code in (9, 10, 32)})
