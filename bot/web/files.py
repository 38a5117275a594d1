"""Serves our own scripts, style sheets and words: made small and compressed, once.

Neither the widget nor the pages have a build step: what is in the folder is what runs, and runs as
well if any other server gives it out. Comments, spacing and long names are two thirds of its bytes
and of no use to a browser, so they are left out on the way.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import minify
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.errors import NotFound
from bot.web.joined import joined, sources

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


@dataclass(frozen=True)
class _Prepared:
    """One file as it goes out."""

    body: bytes
    compressed: bytes
    media_type: str
    etag: str


def files_of(folder: Path, prefix: str, whole: str = "") -> APIRouter:
    """Routes that serve what is in `folder` under `prefix`, and nothing outside it.

    whole: a script there that is served as one with all that it imports.
    """
    router = APIRouter(prefix=prefix, include_in_schema=False)
    known: dict[Path, tuple[dict[Path, int], _Prepared]] = {}

    def known_names() -> dict[str, Path]:
        """What may be asked for: nothing is ever looked up on the disk by what a client sent."""
        found = (path for path in folder.rglob("*") if path.suffix in _TYPES and path.is_file())
        return {path.relative_to(folder).as_posix(): path for path in found}

    @router.api_route("/{name:path}", methods=["GET", "HEAD"])
    async def file(name: str, request: Request) -> Response:
        path = known_names().get(name)
        if path is None:
            raise NotFound(f"There is no file {prefix}/{name[:100]}.")
        # read again when it has changed, so that whoever works on it only reloads; what it is made
        # of can only change where one of these parts does
        parts, prepared = known.get(path, ({}, None))
        if prepared is None or any(_changed_at(part) != at for part, at in parts.items()):
            made_of = sources(path) if name == whole else [path]
            parts = {part: _changed_at(part) for part in made_of}
            text = joined(path) if name == whole else path.read_text("utf-8")
            prepared = _prepare(text, path.suffix)
            known[path] = parts, prepared
        return _response(prepared, request)

    return router


def _changed_at(path: Path) -> int:
    """Nanoseconds; -1 for a file that is gone."""
    return path.stat().st_mtime_ns if path.is_file() else -1


def _response(prepared: _Prepared, request: Request) -> Response:
    headers = {**_HEADERS, "ETag": prepared.etag}
    if prepared.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = prepared.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = prepared.compressed, "gzip"
    return Response(body, headers=headers, media_type=prepared.media_type)


def _prepare(text: str, suffix: str) -> _Prepared:
    body = lean(text, suffix).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    return _Prepared(body, gzip.compress(body, 9, mtime=0), _TYPES[suffix], etag)


def lean(text: str, suffix: str) -> str:
    """The text without what only its writers need."""
    match suffix:
        case ".js" | ".css":
            return str(minify.string(_TYPES[suffix].partition(";")[0], text))
        case ".json":
            return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
        case _:
            return text
