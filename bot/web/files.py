"""Serves our own scripts, style sheets and words: without comments and spacing, compressed once.

Neither the widget nor the pages have a build step: what is in the folder is what runs. Comments and
spacing are half of its bytes and of no use to a reader, so rjsmin and rcssmin leave them out.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import rcssmin
import rjsmin
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.errors import NotFound

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


def files_of(folder: Path, prefix: str) -> APIRouter:
    """Routes that serve what is in `folder` under `prefix`, and nothing outside it."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    known: dict[Path, tuple[int, _Prepared]] = {}

    def known_names() -> dict[str, Path]:
        """What may be asked for: nothing is ever looked up on the disk by what a client sent."""
        found = (path for path in folder.rglob("*") if path.suffix in _TYPES and path.is_file())
        return {path.relative_to(folder).as_posix(): path for path in found}

    @router.api_route("/{name:path}", methods=["GET", "HEAD"])
    async def file(name: str, request: Request) -> Response:
        path = known_names().get(name)
        if path is None:
            raise NotFound(f"There is no file {prefix}/{name[:100]}.")
        # read again when it has changed, so that whoever works on it only reloads
        changed = path.stat().st_mtime_ns
        if path not in known or known[path][0] != changed:
            known[path] = changed, _prepare(path)
        return _response(known[path][1], request)

    return router


def _response(prepared: _Prepared, request: Request) -> Response:
    headers = {**_HEADERS, "ETag": prepared.etag}
    if prepared.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = prepared.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = prepared.compressed, "gzip"
    return Response(body, headers=headers, media_type=prepared.media_type)


def _prepare(path: Path) -> _Prepared:
    body = lean(path.read_text("utf-8"), path.suffix).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    return _Prepared(body, gzip.compress(body, 9, mtime=0), _TYPES[path.suffix], etag)


def lean(text: str, suffix: str) -> str:
    """The text without what only its writers need."""
    match suffix:
        case ".js":
            return str(rjsmin.jsmin(text))
        case ".css":
            return str(rcssmin.cssmin(text))
        case ".json":
            return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
        case _:
            return text
