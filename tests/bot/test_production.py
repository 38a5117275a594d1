"""What is reached over https does not start with a secret that anybody guesses."""

from pathlib import Path

import pytest

from bot.errors import Unprocessable
from bot.production import is_weak, refuse_unfit, unfit
from bot.settings import Settings

HTTPS = "https://clause.example"
GOOD = "tr8-Kw0q_Zl5vXn2"


def postgres(password: str, host: str = "db") -> str:
    return f"postgresql+asyncpg://clause:{password}@{host}/clause"


@pytest.mark.parametrize(
    "secret", ["", "short", "postgres", "change-me-1234", "aaaaaaaaaaaaaaaa", "Password12345!"]
)
def test_secrets_that_are_guessed(secret: str) -> None:
    assert is_weak(secret)
    assert not is_weak(GOOD)


def test_a_database_password_that_everybody_tries_is_refused_over_https() -> None:
    weak = Settings(public_url=HTTPS, database_url=postgres("postgres"))
    with pytest.raises(Unprocessable, match="CLAUSE_DATABASE_URL"):
        refuse_unfit(weak)
    refuse_unfit(Settings(public_url=HTTPS, database_url=postgres(GOOD)))
    refuse_unfit(Settings(database_url=postgres("postgres")))  # a machine of one's own
    refuse_unfit(Settings(public_url=HTTPS, database_url="postgresql+asyncpg:///clause"))


def test_the_providers_secret(tmp_path: Path) -> None:
    file = tmp_path / "oidc"
    settings = Settings(secure_cookies=True, oidc_client_secret_file=file)
    assert unfit(settings) == [], "whoever reads it says that it is not there"
    file.write_text("secret\n")
    assert "OIDC" in unfit(settings)[0]
    file.write_text(GOOD)
    assert unfit(settings) == []
