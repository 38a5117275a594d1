"""Signing in by OpenID Connect, at a provider that is a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from bot.accounts.accounts import Accounts, Role
from bot.accounts.oidc_setup import oidc_of
from bot.conversations.events import Person
from bot.errors import Unprocessable
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.web import problems
from bot.web.pages import oidc, signin
from bot.web.rates import LIMITS, Rates
from tests.bot.accounts.provider import SECRET

CLAIRE = {"email": "Claire@Example.org", "email_verified": True, "name": "Claire Dupont"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider."""
    command = [sys.executable, "-m", "tests.bot.accounts.provider", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def settings(provider: str, tmp_path: Path) -> dict[str, Any]:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    return {
        "oidc_issuer": provider,
        "oidc_client_id": "clause",
        "oidc_client_secret_file": secret,
        "oidc_name": "Example Login",
        "public_url": "http://clause.test",
    }


class House:
    """An app with a provider, and a browser before it."""

    def __init__(self, store: Store, provider: str) -> None:
        self.store, self.provider = store, provider
        self.accounts = Accounts(store)
        self.app = FastAPI()
        problems.install(self.app)
        self.app.include_router(signin.router)
        self.app.include_router(oidc.router)

    def set(self, **settings: Any) -> None:
        chosen = Settings(**settings)
        self.app.state.parts = SimpleNamespace(settings=chosen, accounts=self.accounts)
        self.app.state.oidc = oidc_of(chosen)

    def browser(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://clause.test")

    async def come(
        self, person: dict[str, Any], fault: str = "", *, next: str = "/studio", **changes: str
    ) -> httpx.Response:
        """From the button to the way back; changes: of what the provider gave along."""
        async with self.browser() as browser, httpx.AsyncClient() as elsewhere:
            known = {"person": person, "fault": fault}
            await elsewhere.post(self.provider + "/next", json=known)
            begun = await browser.get("/console/oidc", params={"next": next})
            assert begun.status_code == 303, begun.text
            sent = await elsewhere.get(begun.headers["location"])
            back = urlsplit(sent.headers["location"])
            assert f"{back.scheme}://{back.netloc}{back.path}" == (
                "http://clause.test/console/oidc/back"
            )
            given = {name: values[0] for name, values in parse_qs(back.query).items()}
            return await browser.get("/console/oidc/back", params=given | changes)

    async def emails(self) -> dict[str, Role]:
        return {one.email: one.role for one in await self.accounts.all()}


@pytest.fixture
async def house(store: Store, provider: str, settings: dict[str, Any]) -> House:
    made = House(store, provider)
    made.set(**settings)
    await made.accounts.add("claire@example.org", "Claire", Role.AGENT, "quatre mots bien choisis")
    return made


async def test_who_was_invited_signs_in_there(house: House) -> None:
    done = await house.come(CLAIRE)
    assert (done.status_code, done.headers["location"]) == (303, "/studio")
    token = done.cookies["clause_session"]
    session = await house.accounts.session(token)
    assert session is not None
    assert (session.account.email, session.account.name) == ("claire@example.org", "Claire")
    assert "clause_oidc" not in done.cookies
    assert await house.emails() == {"claire@example.org": Role.AGENT}


async def test_the_sign_in_page_has_the_button(house: House, settings: dict[str, Any]) -> None:
    async with house.browser() as browser:
        page = (await browser.get("/console/login?next=/studio")).text
        assert "Sign in with Example Login" in page
        assert 'href="/console/oidc?next=/studio"' in page
        assert 'name="password"' in page
        house.set(**settings | {"password_sign_in": False})
        page = (await browser.get("/console/login")).text
        assert 'name="password"' not in page
        form = {"email": "claire@example.org", "password": "quatre mots bien choisis"}
        refused = await browser.post("/console/login", data=form)
        assert refused.status_code == 403
        assert "Passwords are not taken here" in refused.text
        house.set()
        assert "Sign in with" not in (await browser.get("/console/login")).text
        assert (await browser.get("/console/oidc")).status_code == 404


@pytest.mark.parametrize(
    "fault", ["nonce", "audience", "issuer", "expired", "alg-none", "stranger", "hs256"]
)
async def test_a_token_that_does_not_hold_opens_nothing(house: House, fault: str) -> None:
    refused = await house.come(CLAIRE, fault)
    assert refused.status_code == 403
    assert "could not be verified" in refused.text
    assert "clause_session" not in refused.cookies


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "another"}, "began in another browser"),
        ({"code": "made up"}, "did not accept the sign-in (invalid_grant)"),
        ({"code": ""}, "You were not signed in there"),
    ],
)
async def test_what_was_not_begun_here_opens_nothing(
    house: House, changes: dict[str, str], words: str
) -> None:
    refused = await house.come(CLAIRE, **changes)
    assert refused.status_code == 403
    assert words in refused.text
    assert "clause_session" not in refused.cookies


async def test_who_gave_up_there_is_told_so(house: House) -> None:
    refused = await house.come(CLAIRE, "denied")
    assert "You were not signed in there" in refused.text
    async with house.browser() as browser:  # and nobody is led in without having begun
        refused = await browser.get("/console/oidc/back?code=1&state=2")
        assert refused.status_code == 403


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"email": "omar@example.org"}, "There is no account for omar@example.org"),
        ({"email": "claire@example.org", "email_verified": False}, "has not verified"),
        ({"name": "Claire"}, "does not tell your e-mail"),
        ({"email": "claire"}, "no e-mail address"),
    ],
)
async def test_who_may_not_come_is_told_why(
    house: House, person: dict[str, Any], words: str
) -> None:
    refused = await house.come(person)
    assert refused.status_code == 403
    assert words in refused.text
    assert await house.emails() == {"claire@example.org": Role.AGENT}


async def test_a_disabled_account_stays_out(house: House) -> None:
    [claire] = await house.accounts.all()
    await house.accounts.add("admin@example.org", "Anna", Role.ADMIN, "quatre mots bien choisis")
    await house.store.change_account(
        Person(claire.id, "Claire"), claire.id, datetime.now(UTC), disabled=True
    )
    refused = await house.come(CLAIRE)
    assert refused.status_code == 403
    assert "disabled" in refused.text


async def test_accounts_are_made_where_the_settings_say_so(
    house: House, settings: dict[str, Any]
) -> None:
    house.set(**settings | {"oidc_new_role": "agent", "oidc_domains": ["example.org"]})
    omar = {"email": "omar@example.org", "name": "  Omar\n Khan "}
    assert (await house.come(omar)).status_code == 303
    assert (await house.emails())["omar@example.org"] is Role.AGENT
    [made] = [one for one in await house.accounts.all() if one.email.startswith("omar")]
    assert made.name == "Omar Khan"
    assert (await house.come(omar)).status_code == 303
    assert len(await house.emails()) == 2
    refused = await house.come({"email": "eve@example.com"})
    assert "Addresses such as eve@example.com may not sign in here" in refused.text
    # a name that hides: the domain is what stands behind the last @
    refused = await house.come({"email": "eve@example.org@example.com"})
    assert refused.status_code == 403


async def test_the_provider_names_the_role(house: House, settings: dict[str, Any]) -> None:
    roles = {"support": "agent", "legal": "owner", "it": "admin"}
    house.set(**settings | {"oidc_roles": roles, "oidc_roles_claim": "groups"})
    await house.accounts.add("anna@example.org", "Anna", Role.ADMIN, "quatre mots bien choisis")
    await house.come(CLAIRE | {"groups": ["staff", "legal"]})
    assert (await house.emails())["claire@example.org"] is Role.OWNER
    await house.come(CLAIRE | {"groups": "it"})
    assert (await house.emails())["claire@example.org"] is Role.ADMIN
    anna = (await house.accounts.all())[0]
    await house.store.change_account(
        Person(anna.id, "Anna"), anna.id, datetime.now(UTC), role=Role.AGENT
    )
    # the last administrator stays one, whatever the provider says; and is let in
    assert (await house.come(CLAIRE | {"groups": ["support"]})).status_code == 303
    assert (await house.emails())["claire@example.org"] is Role.ADMIN
    await house.come({"email": "omar@example.org", "groups": ["support"]})
    assert (await house.emails())["omar@example.org"] is Role.AGENT


async def test_new_keys_are_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.accounts.oidc.NEW_KEYS_AFTER", 0.0)
    assert (await house.come(CLAIRE)).status_code == 303
    async with httpx.AsyncClient() as client:
        await client.post(house.provider + "/rotate")
    assert (await house.come(CLAIRE)).status_code == 303


async def test_a_provider_that_is_down_is_said_to_be(
    house: House, settings: dict[str, Any]
) -> None:
    house.set(**settings | {"oidc_issuer": "http://127.0.0.1:9"})
    async with house.browser() as browser:
        refused = await browser.get("/console/oidc")
    assert refused.status_code == 503
    assert "Example Login can" in refused.text
    assert "reached just now" in refused.text


async def test_a_provider_of_another_name_is_not_believed(
    house: House, settings: dict[str, Any]
) -> None:
    house.set(**settings | {"oidc_issuer": house.provider + "/"})
    async with house.browser() as browser:
        refused = await browser.get("/console/oidc")
    assert refused.status_code == 503
    assert "CLAUSE_OIDC_ISSUER" in refused.text


async def test_nobody_is_led_to_another_site(house: House) -> None:
    done = await house.come(CLAIRE, next="https://elsewhere.example/")
    assert done.headers["location"] == "/console"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"oidc_issuer": "http://login.example"}, "https://"),
        ({"oidc_client_id": ""}, "CLAUSE_OIDC_CLIENT_ID"),
        ({"oidc_client_secret_file": None}, "CLAUSE_OIDC_CLIENT_SECRET_FILE"),
        ({"oidc_client_secret_file": Path("/nowhere/at/all")}, "can't be read"),
        ({"oidc_issuer": "", "password_sign_in": False}, "another way in"),
    ],
)
def test_what_is_missing_is_named_at_start(
    settings: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Unprocessable, match=words):
        oidc_of(Settings(**settings | changes))


async def test_passwords_are_not_tried_one_after_the_other(
    house: House, settings: dict[str, Any]
) -> None:
    house.app.state.rates = Rates()
    async with house.browser() as browser:
        page = await browser.get("/console/login")
        csrf = page.text.partition('name="csrf" value="')[2].partition('"')[0]

        async def tried(email: str, password: str = "wrong") -> httpx.Response:
            form = {"email": email, "password": password, "csrf": csrf}
            return await browser.post("/console/login", data=form)

        for _ in range(LIMITS["sign-in"]):
            assert (await tried("claire@example.org")).status_code == 401
        right = await tried("Claire@example.org ", "quatre mots bien choisis")
        assert right.status_code == 429
        assert int(right.headers["Retry-After"]) <= 60
        assert "too often" in right.text
        assert (await tried("omar@example.org")).status_code == 401
