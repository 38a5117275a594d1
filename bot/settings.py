"""Every setting of the service, typed, from the environment (`CLAUSE_*`), read once at start."""

import ipaddress
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.conversations.office import OfficeHours

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
        description="Folder of statements, named such as privacy.fr.txt (.txt, .md, .html, .docx "
        "or .pdf); "
        "a new or changed file is indexed and published at start",
    )
    upload_megabytes: int = Field(
        10, ge=1, le=100, description="Largest file that the studio takes, in millions of bytes"
    )
    statement_pages: dict[str, str] = Field(
        {},
        description="Where the company shows a statement itself, as JSON: "
        '{"privacy": "https://…"}, or by language {"privacy.fr": "https://…"}. '
        "Answers then link there, with the sentence marked, instead of to our page",
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
    answer_from: float | None = Field(
        None,
        ge=0,
        le=1,
        description="How sure an answer must be to be given, 0 to 1; the studio shows what that costs. "
        "Empty: where right answers outweigh wrong ones",
    )
    remembered_answers: int = Field(
        1000,
        ge=0,
        le=100_000,
        description="How many answers are kept in memory for the same question, until a text changes; "
        "questions themselves are not kept. 0: none",
    )
    allowed_origins: list[str] = Field(
        ["*"], description="Sites that may embed the widget (CORS), as a JSON list of origins"
    )
    conversation_days: int = Field(
        30, ge=1, description="Days after which a visitor's token opens its conversation no more"
    )
    keep_answered_days: int | None = Field(
        None,
        ge=1,
        le=36_500,
        description="Days after which a conversation that only the bot had a part in is deleted. Empty: as "
        "chosen on the page Privacy, 30 until then",
    )
    keep_handed_off_days: int | None = Field(
        None,
        ge=1,
        le=36_500,
        description="Days after which one that people had a part in is deleted. Empty: as chosen, 180 "
        "until then",
    )
    keep_requests_days: int | None = Field(
        None,
        ge=1,
        le=36_500,
        description="Days for which the proof of a rights request is kept after it was closed, without "
        "what the visitor wrote. Empty: as chosen, 1095 until then",
    )
    keep_audit_days: int | None = Field(
        None,
        ge=1,
        le=36_500,
        description="Days after which lines of the audit log are deleted. Empty: as chosen, 365 until then",
    )
    session_hours: int = Field(12, ge=1, description="Hours after which staff must sign in again")
    secure_cookies: bool = Field(
        False,
        description="Send cookies over HTTPS only; so it is anyway where CLAUSE_PUBLIC_URL begins with "
        "https://",
    )
    oidc_issuer: str = Field(
        "",
        description="OpenID Connect provider that staff may sign in with, as it names itself, such as "
        "https://login.example.org. Empty: by password alone",
    )
    oidc_client_id: str = Field("", description="Our name at the provider")
    oidc_client_secret_file: Path | None = Field(
        None, description="File that holds our secret at the provider; read at start"
    )
    oidc_name: str = Field("OpenID Connect", description="What the button on the sign-in page says")
    oidc_domains: list[str] = Field(
        [], description="E-mail domains that may come in by it, as a JSON list. Empty: any"
    )
    oidc_new_role: Literal["", "agent", "owner", "admin"] = Field(
        "",
        description="Role of accounts that are made at the first sign-in. Empty: only who was invited",
    )
    oidc_roles_claim: str = Field("roles", description="Claim of the provider that names roles")
    oidc_roles: dict[str, Literal["agent", "owner", "admin"]] = Field(
        {},
        description='Its values and our roles, as JSON: {"support": "agent"}; set at each sign-in',
    )
    password_sign_in: bool = Field(
        True, description="Let staff sign in by password; false only where OpenID Connect is set"
    )
    rate_limits: bool = Field(
        True,
        description="Refuse what comes too often from one network, conversation or account; false where "
        "a gateway before the service does it",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses of the proxies whose X-Forwarded-For and -Proto are believed, with commas",
    )
    review_months: int = Field(
        11,
        ge=0,
        le=120,
        description="Months after which the studio asks to look a live text through again; 0: never",
    )
    metrics_networks: list[str] = Field(
        ["127.0.0.1", "::1"],
        description="Networks that may read /metrics, as a JSON list such as "
        '["10.0.0.0/8"]; [] for nobody',
    )
    drain_seconds: float = Field(
        0,
        ge=0,
        le=600,
        description="Seconds for which the service, told to stop, still answers while load balancers "
        "turn away; more than they take to notice that /readyz says no",
    )
    office_time_zone: str = Field(
        "UTC", description="Time zone of the office hours and of due dates, such as Europe/Zurich"
    )
    office_hours: str = Field(
        "",
        description="When people are at work, such as mo-fr 08:00-12:00 13:00-17:30; "
        "sa 09:00-12:00. Empty: always",
    )
    office_holidays: list[str] = Field(
        [],
        description="Days on which nobody is, as a JSON list: 2026-05-14, or 12-25 for every year",
    )
    smtp_host: str = Field(
        "", description="Mail server that e-mails are handed to. Empty: no e-mail is sent"
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="starttls (port 587), tls (port 465), or none: only for a server on this machine",
    )
    smtp_user: str = Field("", description="User to sign in with. Empty: without signing in")
    smtp_password_file: Path | None = Field(
        None, description="File that holds the user's password; read for each e-mail"
    )
    smtp_ca_file: Path | None = Field(
        None, description="Certificates to trust besides the system's, as PEM"
    )
    smtp_sender: str = Field(
        "", description="Who e-mails come from: Name <name@example.org>, or the address alone"
    )
    smtp_reply_to: str = Field(
        "", description="Address that answers to e-mails go to. Empty: the sender's"
    )
    webhooks_private: bool = Field(
        False,
        description="Let webhooks go to private, loopback and link-local addresses, and over http",
    )
    outbox_days: int = Field(
        30, ge=1, description="Days after which what was sent, or given up, leaves the outbox"
    )
    tickets: Literal["", "zendesk", "freshdesk", "zammad", "chatwoot", "email"] = Field(
        "", description="Where tickets are made: zendesk, freshdesk, zammad, chatwoot or email"
    )
    tickets_url: str = Field(
        "", description="Address of the ticket system, such as https://firm.zendesk.com"
    )
    tickets_token_file: Path | None = Field(
        None, description="File that holds its API token; read for each ticket"
    )
    tickets_user: str = Field("", description="Zendesk: e-mail of the agent whose token it is")
    tickets_group: str = Field("", description="Zammad: name of the group that gets the tickets")
    tickets_account: int = Field(0, ge=0, description="Chatwoot: number of the account")
    tickets_inbox: int = Field(0, ge=0, description="Chatwoot: number of the inbox")
    tickets_requester: str = Field(
        "",
        description="Address that stands in for visitors who left none; Freshdesk and Zammad need it",
    )
    tickets_mailbox: str = Field("", description="email: the mailbox that tickets are sent to")
    backups: Path | None = Field(
        None,
        description="Folder that `clause backup` writes to, and `clause doctor` looks for the newest in",
    )
    data_key: SecretStr = Field(
        SecretStr(""),
        description="Keys that seal what people said before it is stored, from `clause new-key`: the first "
        "seals, all open; with commas. Empty: it is stored as it is",
    )
    data_key_file: Path | None = Field(
        None, description="File that holds them instead, one a line; read at start"
    )
    log_level: str = Field("info", description="debug, info, warning or error")

    @field_validator(
        "reranker", "calibration", "answer_from", "backups", "data_key_file", mode="before"
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, origins: list[str]) -> list[str]:
        for one in origins:
            scheme, _, host = one.partition("://")
            told = scheme in ("http", "https") and host and not set(host) & set("/?#@* ")
            if one != "*" and not told:
                raise ValueError(
                    f"{one} is no origin: write it as browsers do, https://example.org"
                )
        return origins

    @field_validator("statement_pages")
    @classmethod
    def _are_web_addresses(cls, pages: dict[str, str]) -> dict[str, str]:
        for name, page in pages.items():
            if not page.startswith(("https://", "http://")):
                raise ValueError(f"{name}: {page} is no web address: it begins with https://")
        return pages

    @field_validator("metrics_networks")
    @classmethod
    def _are_networks(cls, networks: list[str]) -> list[str]:
        for network in networks:
            ipaddress.ip_network(network)  # raises ValueError with a sentence
        return networks

    @property
    def calibration_file(self) -> Path:
        """The calibration to use: the one that was set, else the shipped one."""
        shipped = "calibration.json" if self.reranker else "calibration.first_look.json"
        return self.calibration or ROOT / "data" / "models" / shipped

    @model_validator(mode="after")
    def _office_can_be_read(self) -> Self:
        """A slip in the hours is told at start, not to the first visitor who waits."""
        _ = self.office
        return self

    @property
    def office(self) -> OfficeHours:
        """The office hours."""
        return OfficeHours.parse(
            self.office_time_zone, self.office_hours, list(self.office_holidays)
        )

    @property
    def over_https(self) -> bool:
        """Whether browsers reach the service over https: then it is in production."""
        return self.secure_cookies or self.public_url.startswith("https://")

    @property
    def upload_bytes(self) -> int:
        """The largest file that the studio takes."""
        return self.upload_megabytes * 1_000_000

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
