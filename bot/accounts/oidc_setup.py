"""From settings to the provider that staff may sign in with."""

from pathlib import Path

from bot.accounts.accounts import Role
from bot.accounts.oidc import Oidc, OidcSettings
from bot.errors import Unprocessable
from bot.settings import Settings


def oidc_of(settings: Settings) -> Oidc | None:
    """The provider that the settings name; None if they name none.

    Raises Unprocessable, naming the setting, if something that belongs to it is missing.
    """
    if not settings.oidc_issuer:
        if not settings.password_sign_in:
            raise Unprocessable(
                "CLAUSE_PASSWORD_SIGN_IN=false needs another way in: set CLAUSE_OIDC_ISSUER."
            )
        return None
    loopback = settings.oidc_issuer.startswith(("http://127.0.0.1", "http://localhost"))
    if not settings.oidc_issuer.startswith("https://") and not loopback:
        raise Unprocessable("CLAUSE_OIDC_ISSUER must begin with https://.")
    if not settings.oidc_client_id:
        raise Unprocessable("CLAUSE_OIDC_ISSUER needs CLAUSE_OIDC_CLIENT_ID beside it.")
    return Oidc(
        OidcSettings(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=_secret(settings.oidc_client_secret_file),
            name=settings.oidc_name,
            domains=tuple(settings.oidc_domains),
            new_role=Role(settings.oidc_new_role) if settings.oidc_new_role else None,
            roles_claim=settings.oidc_roles_claim,
            roles={value: Role(role) for value, role in settings.oidc_roles.items()},
        )
    )


def _secret(path: Path | None) -> str:
    if path is None:
        raise Unprocessable("CLAUSE_OIDC_ISSUER needs CLAUSE_OIDC_CLIENT_SECRET_FILE beside it.")
    try:
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unprocessable(
            f"The file {path} of CLAUSE_OIDC_CLIENT_SECRET_FILE can't be read."
        ) from error
    if not secret:
        raise Unprocessable(f"The file {path} of CLAUSE_OIDC_CLIENT_SECRET_FILE is empty.")
    return secret
