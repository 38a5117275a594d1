"""Serves our own scripts, style sheets and words: made small and compressed, once.

Neither the widget nor the pages have a build step: what is in the folder is what runs, and runs as
well if any other server gives it out. Comments, spacing and long names are two thirds of its bytes
and of no use to a browser, so they are left out on the way.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import minify
import zopfli.gzip
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.errors import NotFound
from bot.web.joined import joined, sources, with_measures, without_unused

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
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


# Each as small as it gets, which takes a hundred times as long and saves a thirtieth: done once a
# file, when it is asked for. The smallest first.
_WAYS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, mode=brotli.MODE_TEXT)),
    "gzip": lambda body: bytes(zopfli.gzip.compress(body)),
}
# those that a client names, without those that it refuses (`br;q=0`)
_ACCEPTED = re.compile(r"\b(\w+)\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))")
_SHEET = re.compile(r"/\* css \*/ `([^`$]*)`")


@dataclass(frozen=True)
class _Prepared:
    """One file as it goes out."""

    body: bytes
    media_type: str
    etag: str
    compressed: dict[str, bytes] = field(default_factory=dict)
    """In the ways that were asked for so far, by the name that HTTP has for them."""


def files_of(folder: Path, prefix: str, whole: Collection[str] = ()) -> APIRouter:
    """Routes that serve what is in `folder` under `prefix`, and nothing outside it.

    whole: scripts there that are served as one with all that they import; asked for with a language
    that has words (`?lang=fr`), with these and with the style sheets too.
    """
    router = APIRouter(prefix=prefix, include_in_schema=False)
    known: dict[tuple[Path, Path | None], tuple[dict[Path, int], _Prepared]] = {}
    # what may be asked for: nothing is ever looked up on the disk by what a client sent
    found = (path for path in folder.rglob("*") if path.suffix in _TYPES and path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in found}

    @router.api_route("/{name:path}", methods=["GET", "HEAD"])
    async def file(name: str, request: Request, lang: str = "") -> Response:
        path = names.get(name)
        if path is None or not path.is_file():
            raise NotFound(f"There is no file {prefix}/{name[:100]}.")
        # read again when it has changed, so that whoever works on it only reloads; what it is made
        # of can only change where one of these parts does
        words = names.get(f"words/{lang}.json") if name in whole else None
        parts, prepared = known.get((path, words), ({}, None))
        if prepared is None or any(_changed_at(part) != at for part, at in parts.items()):
            made_of = sources(path) if name in whole else [path]
            sheets = _named_in(made_of, folder) if words else []
            parts = {
                part: _changed_at(part) for part in [*made_of, *sheets, *filter(None, [words])]
            }
            text = _joined(path, words, sheets) if name in whole else path.read_text("utf-8")
            prepared = await asyncio.to_thread(_prepare, text, path.suffix)
            known[path, words] = parts, prepared
        return await _response(prepared, request)

    return router


def _named_in(scripts: Sequence[Path], folder: Path) -> list[Path]:
    """The style sheets of the folder that a script asks for by name, in its order."""
    text = "".join(script.read_text("utf-8") for script in scripts)
    named = {sheet: text.find(f"'{sheet.name}'") for sheet in folder.glob("*.css")}
    return sorted((sheet for sheet, at in named.items() if at >= 0), key=lambda one: named[one])


def _joined(script: Path, words: Path | None, sheets: list[Path]) -> str:
    """The script with all that it needs to begin, so that there is one request, and one compression."""
    given: dict[str, object] = {}
    if words:
        said = json.loads(words.read_text("utf-8"))
        # of the words those that it says; which of a family (`event_close`) only shows when it runs
        text = lean(joined(script), ".js")
        families = re.findall(r"\[`([a-z]+_)\$", text)
        given[words.stem] = {
            key: sentence
            for key, sentence in said.items()
            if re.search(rf"\.{key}\b(?!\()", text) or key.startswith(tuple(families))
        }
        sheet = "".join(sheet.read_text("utf-8") for sheet in sheets)
        given["css"] = lean(without_unused(with_measures(sheet), []), ".css")
    return joined(script, given)


def _changed_at(path: Path) -> int:
    """Nanoseconds; -1 for a file that is gone."""
    return path.stat().st_mtime_ns if path.is_file() else -1


async def _response(prepared: _Prepared, request: Request) -> Response:
    headers = {**_HEADERS, "ETag": prepared.etag}
    if prepared.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = prepared.body
    accepted = _ACCEPTED.findall(request.headers.get("accept-encoding", ""))
    if way := next((way for way in _WAYS if way in accepted), None):
        if way not in prepared.compressed:
            prepared.compressed[way] = await asyncio.to_thread(_WAYS[way], body)
        body, headers["Content-Encoding"] = prepared.compressed[way], way
    return Response(body, headers=headers, media_type=prepared.media_type)


def _prepare(text: str, suffix: str) -> _Prepared:
    body = lean(text, suffix).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    return _Prepared(body, _TYPES[suffix], etag)


def lean(text: str, suffix: str) -> str:
    """The text without what only its writers need."""
    match suffix:
        case ".js":
            # a style sheet inside a script has its comments and spacing too
            text = _SHEET.sub(lambda found: f"`{lean(found[1], '.css')}`", text)
            return str(minify.string("text/javascript", text))
        case ".css":
            return str(minify.string("text/css", text))
        case ".json":
            return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
        case _:
            return text
