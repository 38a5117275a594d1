"""Every setting of the service, typed, from the environment (`CLAUSE_*`), read once at start."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What a deployment may choose. Each field is the variable CLAUSE_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="CLAUSE_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on")
    public_url: str = Field(
        "",
        description="Address under which visitors reach the service, without a trailing slash; "
        "links in answers begin with it. Empty: http://, host and port",
    )
    database_url: str = Field(
        f"sqlite+aiosqlite:///{ROOT}/var/clause.db",
        description="SQLAlchemy address: sqlite+aiosqlite:///… or postgresql+asyncpg://…",
    )
    statements: Path = Field(
        ROOT / "data" / "statements",
        description="Folder of statements, named such as privacy.fr.txt (.txt, .md or .html); "
        "a new or changed file is indexed and published at start",
    )
    encoder: str = Field(
        str(ROOT / "data" / "models" / "encoder"),
        description="Sentence encoder: a folder, or the name of a sentence-transformers model",
    )
    reranker: Path | None = Field(
        ROOT / "data" / "models" / "reranker",
        description="Folder of the second look, which reads the best sentences once more; "
        "empty: answer without it, faster and less well",
    )
    calibration: Path | None = Field(
        None,
        description="How sentences are ranked and how sure answers are with these models; made by "
        "index.training.calibrate. Empty: the shipped one, with or without the second look",
    )
    allowed_origins: list[str] = Field(
        ["*"], description="Sites that may embed the widget (CORS), as a JSON list of origins"
    )
    conversation_days: int = Field(
        30, ge=1, description="Days after which a visitor's token opens its conversation no more"
    )
    session_hours: int = Field(12, ge=1, description="Hours after which staff must sign in again")
    secure_cookies: bool = Field(
        False, description="Send the staff cookie over HTTPS only; set it wherever TLS is used"
    )
    log_level: str = Field("info", description="debug, info, warning or error")

    @field_validator("reranker", "calibration", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def calibration_file(self) -> Path:
        """The calibration to use: the one that was set, else the shipped one."""
        shipped = "calibration.json" if self.reranker else "calibration.first_look.json"
        return self.calibration or ROOT / "data" / "models" / shipped

    @property
    def base_url(self) -> str:
        """The address that links begin with, without a trailing slash."""
        here = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        return self.public_url.rstrip("/") or f"http://{here}:{self.port}"


def as_markdown() -> str:
    """The table of docs/settings.md, which a test holds to the code."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        default = default.replace(f"{ROOT}/", "") or "(empty)"
        rows.append(f"| `CLAUSE_{name.upper()}` | `{default}` | {field.description} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
