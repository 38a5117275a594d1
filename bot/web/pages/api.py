"""The API's description as a page of our own: FastAPI's loads its scripts from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from bot.accounts.accounts import Session
from bot.web.deps import session_of
from bot.web.pages.rendering import PageRoute, page
from bot.web.pages.words import words

router = APIRouter(route_class=PageRoute, include_in_schema=False)

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked of the service. body, example: JSON, empty where there is none."""

    method: str
    path: str
    summary: str
    description: str
    needs: tuple[str, ...]
    parameters: tuple[Mapping[str, Any], ...]
    body: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations for one kind of caller."""

    name: str
    description: str
    operations: tuple[Operation, ...]


@router.get("/docs")
async def docs(request: Request, _: Annotated[Session | None, Depends(session_of)]) -> HTMLResponse:
    """Every operation, by who calls it."""
    described: dict[str, Any] = request.app.openapi()
    context = {
        "words": words("staff"),
        "title": described["info"]["title"],
        "version": described["info"]["version"],
        "summary": described["info"].get("summary", ""),
        "groups": list(_groups(described)),
    }
    return page("api.html", context)


def _groups(described: Mapping[str, Any]) -> Iterator[Group]:
    named = [(tag["name"], tag.get("description", "")) for tag in described.get("tags", ())]
    operations: dict[str, list[Operation]] = {name: [] for name, _ in named}
    for path, methods in described["paths"].items():
        for method in METHODS:
            if method in methods:
                tag = (methods[method].get("tags") or ["operation"])[0]
                operations.setdefault(tag, []).append(_operation(described, path, method))
    texts = dict(named)
    for name, found in operations.items():
        if found:
            yield Group(name, texts.get(name, ""), tuple(found))


def _operation(described: Mapping[str, Any], path: str, method: str) -> Operation:
    told = described["paths"][path][method]
    content = told.get("requestBody", {}).get("content", {})
    schema = next((one.get("schema", {}) for one in content.values()), None)
    return Operation(
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        description=told.get("description", ""),
        needs=tuple(name for one in told.get("security", ()) for name in one),
        parameters=tuple(told.get("parameters", ())),
        body=_json(_example(described, schema, 0)) if schema is not None else "",
        answers=tuple((code, one["description"]) for code, one in told["responses"].items()),
    )


def _example(described: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Any:
    """What a body may look like, from its schema."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = described["components"]["schemas"][name]
    for key in ("example", "default", "const"):
        if key in schema and schema[key] is not None:
            return schema[key]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            kinds = [one for one in schema[key] if one.get("type") != "null"]
            return _example(described, kinds[0], depth) if kinds else None
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        if depth > 4:
            return {}
        inside = schema.get("properties", {})
        return {name: _example(described, one, depth + 1) for name, one in inside.items()}
    if kind == "array":
        return [_example(described, schema.get("items", {}), depth + 1)]
    return {"integer": 1, "number": 0.5, "boolean": True, "string": "…"}.get(str(kind))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
