"""What every answer carries, cookies, CORS, and sessions that nobody can slip somebody."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.accounts.accounts import Role
from bot.app import Parts, create_app
from bot.settings import Settings
from bot.web.guard import HEADERS
from tests.bot.web.test_access import documented
from tests.bot.web.whole_app import signed_in, whole

SITE = "https://shop.example"
PASSWORD = "correct horse battery"
POLICY = "Content-Security-Policy"
PREVIEW = "/studio/widget/preview"


@pytest.fixture
async def parts(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Parts]:
    wanted = getattr(request, "param", {})
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    async with whole(url, tmp_path / "texts", allowed_origins=[SITE], **wanted) as opened:
        yield opened


def browser_of(app: Any, base: str = "http://clause", at: str = "192.0.2.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(at, 1))
    return httpx.AsyncClient(transport=transport, base_url=base)


@pytest.fixture
async def browser(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(create_app(parts)) as made:
        yield made


over_https = pytest.mark.parametrize("parts", [{"public_url": "https://clause"}], indirect=True)


def breaks(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on reading a conversation fails in a way that nobody expected."""

    async def broken(*_: object) -> None:
        raise RuntimeError("Where are my orders?")

    monkeypatch.setattr(parts.conversations, "open", broken)


async def test_every_answer_carries_them(
    browser: httpx.AsyncClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await signed_in(parts.store, Role.ADMIN)
    answers = []
    for row in documented().values():
        path = re.sub(r"\{[^}]+\}", "1", row.path)
        answers.append(await browser.request(row.method, path))
        is_stream = path.endswith("/events")
        if row.method == "GET" and row.who in ("staff", "owner", "admin") and not is_stream:
            answers.append(await browser.get(path, headers=owner.headers))
    answers.append(await browser.get("/nothing-here"))
    answers.append(await browser.put("/healthz"))
    answers.append(await browser.post("/api/ask", content=b"x" * 100_000))
    breaks(parts, monkeypatch)
    answers.append(await browser.get("/api/conversations/" + "0" * 32))
    assert {200, 303, 401, 403, 404, 405, 413, 422, 500} <= {one.status_code for one in answers}
    # what stands in a frame of our own page, and has nothing in it that a click could do
    framed = [one for one in answers if (one.url.path, one.status_code) == (PREVIEW, 200)]
    assert [one.headers["X-Frame-Options"] for one in framed] == ["SAMEORIGIN"]
    assert all("frame-ancestors 'self'" in one.headers[POLICY] for one in framed)
    for one in answers:
        for name, value in HEADERS.items():
            assert name in one.headers, (one.url, name)
            # what anybody's site may load says so itself; pages have a policy of their own
            if name not in (POLICY, "Cross-Origin-Resource-Policy") and (
                one not in framed or name != "X-Frame-Options"
            ):
                assert one.headers[name] == value, (one.url, name)
        policy = one.headers[POLICY]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy or one in framed
        assert "default-src 'none'" in policy
        assert "Strict-Transport-Security" not in one.headers
        if one.url.path.startswith("/api/") and one.url.path != "/api/suggestions":
            assert (
                "no-store" in one.headers["Cache-Control"]
                or "no-cache" in one.headers["Cache-Control"]
            ), one.url


@over_https
async def test_https_is_kept_to_where_a_trusted_proxy_says_that_it_is(parts: Parts) -> None:
    app: Any = ProxyHeadersMiddleware(create_app(parts), trusted_hosts="10.0.0.1")
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
    for address, strict in (("10.0.0.1", True), ("192.0.2.66", False)):
        async with browser_of(app, at=address) as browser:
            answer = await browser.get("/console/login", headers=told)
            assert ("Strict-Transport-Security" in answer.headers) == strict, address


async def test_only_the_sites_that_are_named_may_read(
    browser: httpx.AsyncClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "/api/conversations/" + "0" * 32
    breaks(parts, monkeypatch)
    for path, status in (("/api/availability", 200), ("/api/nothing", 404), (there, 500)):
        allowed = await browser.get(path, headers={"Origin": SITE})
        assert allowed.status_code == status
        assert allowed.headers["Access-Control-Allow-Origin"] == SITE
        assert "Access-Control-Allow-Credentials" not in allowed.headers
        for other in (
            "https://evil.example",
            SITE + ".evil.example",
            "http://shop.example",
            "null",
        ):
            refused = await browser.get(path, headers={"Origin": other})
            assert "Access-Control-Allow-Origin" not in refused.headers, other
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert (await browser.options("/api/conversations", headers=asks)).status_code == 400


async def test_what_nobody_expected_is_told_without_details(
    browser: httpx.AsyncClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(parts, monkeypatch)
    answer = await browser.get("/api/conversations/" + "0" * 32)
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:clause:problem:internal"
    assert "orders" not in answer.text


@pytest.mark.parametrize(
    "origin", ["shop.example", "https://shop.example/", "https://*.a.b", "ftp://a"]
)
def test_an_origin_that_no_browser_sends_is_refused_at_start(origin: str) -> None:
    with pytest.raises(ValidationError, match="no origin"):
        Settings(allowed_origins=[origin])


async def log_in(browser: httpx.AsyncClient, **headers: str) -> httpx.Response:
    page = await browser.get("/console/login", headers=headers)
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    data = {"email": "anna@example.org", "password": PASSWORD, "csrf": found[1]}
    return await browser.post("/console/login", data=data, headers=headers)


@over_https
async def test_cookies_over_https_are_this_hosts_alone(parts: Parts) -> None:
    await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN, PASSWORD)
    async with browser_of(create_app(parts), "https://clause") as browser:
        shown = await browser.get("/console/login")
        done = await log_in(browser)
        assert done.status_code == 303
        given = shown.headers.get_list("set-cookie") + done.headers.get_list("set-cookie")
        assert len(given) >= 3
        for cookie in given:
            assert cookie.startswith("__Host-"), cookie
            assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; ")), cookie
            assert re.search("SameSite=(lax|strict)", cookie), cookie
            assert "Domain" not in cookie
        token = browser.cookies["__Host-clause_session"]
        assert (await browser.get("/console")).status_code == 200
        # the same token under the name that a neighbour or plain http could set
        browser.cookies.clear()
        forged = await browser.get("/console", headers={"Cookie": f"clause_session={token}"})
        assert forged.status_code == 303


async def test_a_session_that_somebody_slipped_in_is_not_taken_over(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN, PASSWORD)
    browser.cookies.set("clause_session", "chosen-by-somebody-else")
    done = await log_in(browser)
    assert done.status_code == 303
    [given] = [one for one in done.headers.get_list("set-cookie") if "clause_session" in one]
    assert "chosen-by-somebody-else" not in given
    assert await parts.accounts.session("chosen-by-somebody-else") is None


async def test_signing_in_ends_the_session_that_was_there(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN, PASSWORD)
    page = await browser.get("/console/login")
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    other = await signed_in(parts.store, Role.AGENT)  # of whoever used this browser before
    session = other.headers["cookie"]
    form = f"clause_form={browser.cookies['clause_form']}"
    browser.cookies.clear()
    data = {"email": "anna@example.org", "password": PASSWORD, "csrf": found[1]}
    headers = {"Cookie": f"{session}; {form}"}
    assert (await browser.post("/console/login", data=data, headers=headers)).status_code == 303
    assert await parts.accounts.session(session.partition("=")[2]) is None
