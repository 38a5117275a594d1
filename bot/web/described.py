"""What the API's document says of every route with a body, without each of them having to say it."""

from typing import Any

from fastapi import FastAPI

from bot.web.api.schemas import problems_of_bodies


def install(app: FastAPI) -> None:
    """Completes the document. Called once every route is there."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema:
            return app.openapi_schema
        document = made()
        for methods in document["paths"].values():
            for operation in methods.values():
                if "requestBody" in operation:
                    said = problems_of_bodies() | operation["responses"]
                    operation["responses"] = dict(sorted(said.items()))
        return document

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's manual has it
