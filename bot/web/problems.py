"""Every refusal as an `application/problem+json` document (RFC 9457) with a sentence that helps."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from bot.errors import ClauseError

MEDIA_TYPE = "application/problem+json"


def install(app: FastAPI) -> None:
    """Makes the app answer every error with a problem document."""
    app.add_exception_handler(ClauseError, _clause_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> JSONResponse:
    """One problem document."""
    body = {
        "type": f"urn:clause:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        **extra,
    }
    return JSONResponse(body, status, dict(headers or {}), MEDIA_TYPE)


async def _clause_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ClauseError)
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.extra:
        headers["Retry-After"] = str(error.extra["retry_after"])
    return problem(error.status, error.code, error.title, error.detail, headers, **error.extra)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [
        {"at": ".".join(str(part) for part in e["loc"]), "reason": e["msg"]} for e in error.errors()
    ]
    first = places[0] if places else {"at": "body", "reason": "not readable"}
    not_json = any(e["type"] == "json_invalid" for e in error.errors())
    status = 400 if not_json else 422
    return problem(
        status,
        "bad-request" if not_json else "unprocessable",
        "The request cannot be read" if not_json else "Not acceptable",
        f"{first['at']}: {first['reason']}. The API is described at /docs.",
        errors=places[:20],
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if 300 <= error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    status = HTTPStatus(error.status_code)
    detail = {
        404: "There is nothing at this address.",
        405: f"{request.method} is not possible here.",
    }.get(error.status_code, str(error.detail))
    code = status.phrase.lower().replace(" ", "-")
    return problem(error.status_code, code, status.phrase, detail, error.headers)
