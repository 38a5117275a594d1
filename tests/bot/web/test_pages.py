"""The pages that people see, through the whole app: sign-in, console, studio, statement."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.accounts.accounts import Accounts, Role
from bot.app import Parts, create_app
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.notify.senders import Senders
from bot.notify.service import Notify
from bot.notify.setup import outside_of
from bot.notify.worker import OutboxWorker
from bot.publishing.curation import Curation
from bot.publishing.gate import Gate
from bot.publishing.indexing import Indexing
from bot.publishing.library import Library
from bot.publishing.publishing import Publishing
from bot.publishing.renewing import Renewing
from bot.settings import ROOT, Settings
from bot.store import Store
from index.calibration import Calibration, Price
from index.snapshot import Snapshot
from tests.letters import Letters, letters

PASSWORD = "correct horse battery"
REAL = ROOT / "data" / "statements" / "privacy.fr.txt"
ENGLISH = """# Privacy statement

In force from 1 January 2026.

## What we keep

We keep your name & your <e-mail> address. Nobody else sees "them". So they stay yours.

We also keep:

- your orders,
- your letters,
- your complaints.

#### How long

1. Orders: ten years.
2. Letters: two years.

| Data | Time |
| --- | --- |
| Orders | ten years |

## Contact

Write to us.
"""
HOSTILE = """Terms </script><script>alert(1)</script> of use

<img src=x onerror=alert(1)>

We keep <b>nothing</b>. That is all there is to say about it.
"""


SCALE = tuple(Price(n / 20, 1 - n / 20, 0.5 - n / 40, 0.8 - n / 25) for n in range(21))
CALIBRATION = replace(Calibration.unfitted(Letters.fingerprint), scale=SCALE)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with statements and a database that they are published in, to be copied."""
    home = tmp_path_factory.mktemp("published")
    folder = home / "statements"
    folder.mkdir()
    (folder / "privacy.fr.txt").write_bytes(REAL.read_bytes())
    (folder / "privacy.en.md").write_text(ENGLISH)
    (folder / "traps.en.txt").write_text(HOSTILE)

    async def publish() -> None:
        store = await Store.open(f"sqlite+aiosqlite:///{home}/clause.db")
        await Indexing(store, Letters(), CALIBRATION).index_folder(folder)
        await store.close()

    asyncio.run(publish())
    return home


LETTERS = letters(CALIBRATION)
NO_CLAUSES: Any = None  # these pages need none


@pytest.fixture
async def parts(tmp_path: Path, published: Path, parrot: object) -> AsyncIterator[Parts]:
    """A service with two texts: one in French and in English, and a hostile one."""
    home = shutil.copytree(published, tmp_path / "home")
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{home}/clause.db", statements=home / "statements"
    )
    store = await Store.open(settings.database_url)
    library = Library(store, Letters())
    await library.reload()
    hub = Hub()
    outside = outside_of(settings)
    gate: Any = Gate(store, library, lambda _: cast(Any, parrot))
    yield Parts(
        settings=settings,
        store=store,
        accounts=Accounts(store),
        hub=hub,
        conversations=Conversations(store, hub),
        library=library,
        publishing=Publishing(store, library, LETTERS, gate),
        gate=gate,
        curation=Curation(store, Letters()),
        answerer=cast(Any, parrot),
        clauses=NO_CLAUSES,
        notify=Notify(store, hub, outside),
        outbox=OutboxWorker(store, hub, Senders(store, outside).send),
    )
    await store.close()


@pytest.fixture
async def browser(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """Keeps cookies as a browser does and follows no redirect by itself."""
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        yield client


SignIn = Callable[..., Awaitable[None]]


@pytest.fixture
def sign_in(parts: Parts, browser: httpx.AsyncClient) -> SignIn:
    """Makes an account and signs it in through the form."""

    async def make(role: Role = Role.AGENT, name: str = "Anna") -> None:
        await parts.accounts.add("anna@example.org", name, role, PASSWORD)
        assert (await log_in(browser)).status_code == 303

    return make


async def log_in(browser: httpx.AsyncClient, **fields: str) -> httpx.Response:
    """Fills the sign-in form as it stands in the page."""
    form = csrf_of(await browser.get("/console/login"))
    data = {"email": "anna@example.org", "password": PASSWORD, "csrf": form} | fields
    return await browser.post("/console/login", data=data)


def tree(response: httpx.Response) -> LexborHTMLParser:
    """The page's elements."""
    return LexborHTMLParser(response.text)


def csrf_of(response: httpx.Response) -> str:
    """What the page's form sends along."""
    return tree(response).css_first("input[name=csrf]").attributes["value"] or ""


def text_of(response: httpx.Response, selector: str) -> str:
    """What stands in one element, white space folded."""
    node = tree(response).css_first(selector)
    assert node is not None, f"nothing matches {selector}"
    return " ".join(node.text().split())


# --- signing in -------------------------------------------------------------------------------


async def test_a_stranger_is_led_to_the_form_and_back(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN, PASSWORD)
    for path in ("/console", "/console/c/abc", "/studio"):
        refused = await browser.get(path)
        assert refused.status_code == 303
        form = await browser.get(refused.headers["location"])
        kept = tree(form).css_first("input[name=next]").attributes["value"] or ""
        assert kept == path
        assert (await log_in(browser, next=kept)).headers["location"] == path
        browser.cookies.clear()


async def test_the_session_cookie_is_out_of_reach_of_scripts(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    await parts.accounts.add("anna@example.org", "Anna", Role.AGENT, PASSWORD)
    cookies = (await log_in(browser)).headers.get_list("set-cookie")
    [cookie] = [one for one in cookies if one.startswith("clause_session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


async def test_cookies_are_for_https_only_where_the_setting_says_so(parts: Parts) -> None:
    settings = parts.settings.model_copy(update={"secure_cookies": True})
    secure = Parts(**{**vars(parts), "settings": settings})
    await parts.accounts.add("anna@example.org", "Anna", Role.AGENT, PASSWORD)
    transport = httpx.ASGITransport(create_app(secure))
    async with httpx.AsyncClient(transport=transport, base_url="https://clause") as browser:
        shown = await browser.get("/console/login")
        assert "Secure" in shown.headers["set-cookie"]
        assert any("Secure" in c for c in (await log_in(browser)).headers.get_list("set-cookie"))


async def test_a_wrong_password_is_said_in_words_and_the_email_stays(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    browser.cookies.clear()
    for fields in ({"password": "wrong wrong wrong"}, {"email": "nobody@example.org"}):
        refused = await log_in(browser, next="/studio", **fields)
        assert refused.status_code == 401
        assert "do not go together" in text_of(refused, "[role=alert]")
        email = tree(refused).css_first("#email").attributes["value"]
        assert email == fields.get("email", "anna@example.org")
        assert tree(refused).css_first("input[name=next]").attributes["value"] == "/studio"
        assert PASSWORD not in refused.text
        assert "wrong wrong" not in refused.text
        assert "clause_session" not in browser.cookies
    assert (await log_in(browser, password="")).status_code == 422


@pytest.mark.parametrize("csrf", ["", "guessed", "é"])
async def test_signing_in_from_elsewhere_is_refused(
    browser: httpx.AsyncClient, sign_in: SignIn, csrf: str
) -> None:
    await sign_in()
    browser.cookies.clear()
    refused = await log_in(browser, csrf=csrf)
    assert refused.status_code == 403
    assert "clause_session" not in browser.cookies
    # the right token, but sent by a page of another site
    token = csrf_of(await browser.get("/console/login"))
    data = {"email": "anna@example.org", "password": PASSWORD, "csrf": token}
    forged = await browser.post(
        "/console/login", data=data, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert forged.status_code == 403
    # and without the cookie that goes with it
    browser.cookies.clear()
    assert (await browser.post("/console/login", data=data)).status_code == 403
    assert "clause_session" not in browser.cookies


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/console\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/console/login?next=/console/login",
    ],
)
async def test_signing_in_never_leads_to_another_site(
    browser: httpx.AsyncClient, parts: Parts, target: str
) -> None:
    await parts.accounts.add("anna@example.org", "Anna", Role.AGENT, PASSWORD)
    assert (await log_in(browser, next=target)).headers["location"] == "/console"
    again = await browser.get("/console/login", params={"next": target})
    assert (again.status_code, again.headers["location"]) == (303, "/console")


async def test_signing_out_needs_the_forms_token_and_ends_the_session(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    console = await browser.get("/console")
    for csrf in ("", "guessed"):
        assert (await browser.post("/console/logout", data={"csrf": csrf})).status_code == 403
    assert (await browser.get("/console")).status_code == 200
    session = browser.cookies["clause_session"]
    gone = await browser.post("/console/logout", data={"csrf": csrf_of(console)})
    assert "signed out" in text_of(await browser.get(gone.headers["location"]), "[role=status]")
    assert "clause_session" not in browser.cookies
    browser.cookies.set("clause_session", session)
    assert (await browser.get("/console")).status_code == 303
    assert (await browser.post("/console/logout")).status_code == 303


# --- passwords --------------------------------------------------------------------------------


async def test_a_one_time_password_opens_only_the_page_to_change_it(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    _, once = await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN)
    signed_in = await log_in(browser, password=once, next="/studio")
    assert signed_in.headers["location"] == "/console/password"
    for path in ("/console", "/console/c/x", "/studio", "/console/login"):
        assert (await browser.get(path)).headers["location"] == "/console/password"
    assert (await browser.get("/api/console/conversations")).status_code == 401

    form = await browser.get("/console/password")
    assert tree(form).css_first("#current") is None
    assert "one-time password" in text_of(form, ".lead")
    csrf = csrf_of(form)

    async def choose(new: str, again: str, token: str = csrf) -> httpx.Response:
        return await browser.post(
            "/console/password", data={"new": new, "again": again, "csrf": token}
        )

    assert (await choose(PASSWORD, PASSWORD, "guessed")).status_code == 403
    assert "at least 12" in text_of(await choose("short", "short"), "#new-error")
    assert "do not match" in text_of(await choose(PASSWORD, PASSWORD + "!"), "#again-error")
    assert "easy to guess" in text_of(await choose("a" * 12, "a" * 12), "#new-error")
    assert "Choose another" in text_of(await choose(once, once), "#new-error")
    assert (await browser.get("/console")).headers["location"] == "/console/password"

    assert (await choose(PASSWORD, PASSWORD)).headers["location"] == "/console"
    assert (await browser.get("/console")).status_code == 200
    browser.cookies.clear()
    assert (await log_in(browser, password=once)).status_code == 401
    assert (await log_in(browser)).status_code == 303


async def test_later_the_current_password_is_asked_for(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    other = {"clause_session": browser.cookies["clause_session"]}
    browser.cookies.clear()
    await log_in(browser)
    csrf = csrf_of(await browser.get("/console/password"))
    fields = {"new": "another fine password", "again": "another fine password", "csrf": csrf}
    for current in ("", "wrong wrong wrong"):
        refused = await browser.post("/console/password", data=fields | {"current": current})
        assert refused.status_code == 422
        assert "not right" in text_of(refused, "#current-error")
        assert "another fine" not in refused.text
    assert (
        await browser.post("/console/password", data=fields | {"current": PASSWORD})
    ).status_code == 303
    assert (await browser.get("/console")).status_code == 200  # this session goes on,
    browser.cookies.clear()
    browser.cookies.update(other)
    assert (await browser.get("/console")).status_code == 303  # every other one has ended


# --- who may see what -------------------------------------------------------------------------


async def test_an_agent_is_told_that_the_studio_is_not_theirs(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(Role.AGENT)
    console = await browser.get("/console")
    assert "/studio" not in {a.attributes.get("href") for a in tree(console).css("a")}
    refused = await browser.get("/studio")
    assert refused.status_code == 403
    assert refused.headers["content-type"].startswith("text/html")
    assert "ask an administrator" in text_of(refused, ".lead")


async def test_who_owns_the_texts_but_talks_with_nobody_lands_in_the_studio(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    [owner] = set(Role) - {Role.AGENT, Role.ADMIN}
    await sign_in(owner)
    assert (await browser.get("/console")).headers["location"] == "/studio"
    studio = await browser.get("/studio")
    assert studio.status_code == 200
    assert [a.text() for a in tree(studio).css(".bar-nav a")] == ["Studio"]


async def test_every_page_carries_strict_headers_and_no_inline_code(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(Role.ADMIN)
    private = ["/console", "/console/c/x", "/console/password", "/studio"]
    public = ["/", "/statements/privacy?lang=fr", "/statements/none"]
    for path in private + public:
        shown = await browser.get(path)
        policy = shown.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert (shown.headers.get("cache-control") == "no-store") == (
            path in private or shown.status_code == 404
        )
        page = tree(shown)
        assert page.css("[style], style") == []
        for script in page.css("script"):
            kind = script.attributes.get("type")
            assert script.attributes.get("src") or kind == "application/json"
        handlers = re.findall(r"<[^>]*\son[a-z]+\s*=", shown.text)
        assert handlers == [], path
        ids = [node.attributes["id"] for node in page.css("[id]")]
        assert len(ids) == len(set(ids)), f"{path} has an id twice"


async def test_names_and_texts_are_never_taken_for_code(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    await sign_in(Role.ADMIN, name=evil)
    for path in ("/console", '/console/c/"><script>alert(1)', "/studio"):
        shown = await browser.get(path)
        assert shown.status_code == 200
        assert "<img" not in shown.text
        assert "<script>" not in shown.text
        assert evil in tree(shown).css_first(".menu-who strong").text()
    statement = await browser.get("/statements/traps?lang=en")
    assert "<script>" not in statement.text
    assert "<img" not in statement.text
    assert text_of(statement, "h1").startswith("Terms </script><script>alert(1)</script> of use")
    browser.cookies.clear()
    refused = await log_in(browser, email='"><script>alert(1)</script>', password="x" * 12)
    assert "<script>" not in refused.text


# --- the console ------------------------------------------------------------------------------


async def test_the_console_is_given_what_its_scripts_need(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(Role.AGENT)
    shown = await browser.get("/console/c/abc123")
    page = tree(shown)
    given = httpx.Response(200, text=page.css_first("#given").text()).json()
    assert given["me"]["name"] == "Anna"
    assert given["open"] == "abc123"
    assert {(s["slug"], s["language"]) for s in given["statements"]} == {
        ("privacy", "en"),
        ("privacy", "fr"),
        ("traps", "en"),
    }
    token = page.css_first("meta[name=csrf-token]").attributes["content"]
    api = "/api/console/conversations/" + "0" * 32 + "/claim"
    assert (await browser.post(api)).status_code == 403
    assert (await browser.post(api, headers={"X-CSRF-Token": token})).status_code == 404
    for asset in page.css("link[href], script[src]"):
        path = asset.attributes.get("href") or asset.attributes.get("src")
        assert (await browser.get(path)).status_code == 200


# --- the statement ----------------------------------------------------------------------------


def live(parts: Parts, language: str) -> Snapshot:
    """The published privacy statement."""
    snapshot = parts.library.live("privacy", language)
    assert snapshot is not None
    return snapshot


def link(snapshot: Snapshot, anchor: str, start: object, end: object) -> str:
    """The address that a citation has."""
    query = {
        "lang": snapshot.language,
        "version": snapshot.version,
        "section": anchor,
        "start": start,
        "end": end,
    }
    return f"/statements/privacy?{urlencode(query)}"


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_sentence_can_be_marked_exactly(
    browser: httpx.AsyncClient, parts: Parts, language: str
) -> None:
    snapshot = live(parts, language)
    plain = tree(await browser.get(f"/statements/privacy?lang={language}"))
    assert plain.css("mark") == []
    whole = plain.css_first("main").text()
    for passage in snapshot.passages:
        section = snapshot.section_of(passage)
        for sentence in passage.sentences:
            shown = tree(
                await browser.get(link(snapshot, section.anchor, sentence.start, sentence.end))
            )
            marks = shown.css("mark")
            wanted = section.text[sentence.start : sentence.end]
            assert [mark.text() for mark in marks] == [wanted]
            assert [mark.attributes.get("id") for mark in marks] == ["cited"]
            place = shown.css_first(f'[id="{section.anchor}"]')
            assert place.css("mark") != []
            shown.css_first("main > .note").decompose()
            assert shown.css_first("main").text().split() == whole.split()


async def test_a_quote_over_several_items_marks_each_of_them(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    snapshot = live(parts, "en")
    section = next(s for s in snapshot.sections if s.anchor == "what-we-keep")
    start = section.text.index("orders")
    end = section.text.index("letters") + len("letters")
    marks = tree(await browser.get(link(snapshot, section.anchor, start, end))).css("mark")
    assert [mark.text() for mark in marks] == ["orders,", "your letters"]
    assert [mark.attributes.get("id") for mark in marks] == ["cited", None]


@pytest.mark.parametrize(
    ("section", "start", "end"),
    [
        ("none", "0", "5"),
        ("what-we-keep", "5", "5"),
        ("what-we-keep", "9", "5"),
        ("what-we-keep", "-3", "5"),
        ("what-we-keep", "0", "999999"),
        ("what-we-keep", "0", "9" * 4000),
        ("what-we-keep", "", ""),
        ("what-we-keep", "٣", "٩"),
        ("what-we-keep", "0.5", "two"),
        ("what-we-keep", "<b>", "\x00"),
    ],
)
async def test_offsets_that_name_no_text_are_ignored(
    browser: httpx.AsyncClient, parts: Parts, section: str, start: str, end: str
) -> None:
    shown = await browser.get(link(live(parts, "en"), section, start, end))
    assert shown.status_code == 200
    assert tree(shown).css("mark, .note") == []
    assert "In force from" in shown.text


async def test_the_statement_is_read_without_a_script(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    assert (await browser.head("/statements/privacy?lang=en")).status_code == 200
    page = tree(await browser.get("/statements/privacy?lang=en"))
    # but for the search box, which leaves a plain link where no script runs
    scripts = [script.attributes["src"] for script in page.css("script")]
    assert scripts == ["/widget/clause-search.js"]
    assert [a.attributes["href"] for a in page.css("clause-search a")] == ["/ask?lang=en"]
    assert page.root.attributes["lang"] == "en"
    assert [li.text(strip=True) for li in page.css("#what-we-keep .items li")] == [
        "your orders,",
        "your letters,",
        "your complaints.",
    ]
    assert [li.text(strip=True) for li in page.css("#how-long .rows li")] == [
        "Data | Time",
        "Orders | ten years",
    ]
    ids = {node.attributes["id"] for node in page.css("[id]")}
    for anchor in page.css(".contents a, .here, .skip-link, .foot a"):
        assert (anchor.attributes["href"] or "").removeprefix("#") in ids
    # a level that the source skips is not skipped on the page
    levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
    assert levels == [1, 2, 3, 2]
    assert {s.anchor for s in live(parts, "en").sections} <= ids


async def test_the_page_speaks_the_language_of_its_text_and_leads_to_the_others(
    browser: httpx.AsyncClient,
) -> None:
    german = {"Accept-Language": "de-CH, fr;q=0.8, en;q=0.5"}
    french = await browser.get("/statements/privacy", headers=german)
    assert tree(french).root.attributes["lang"] == "fr"
    assert re.search(r"publiée le \d+ \w+ \d{4}", text_of(french, ".dateline"))
    [other] = tree(french).css(".dateline a")
    assert other.text() == "English"
    english = await browser.get(other.attributes["href"] or "")
    assert re.search(r"published on \d+ \w+ \d{4}", text_of(english, ".dateline"))
    default = await browser.get("/statements/privacy", headers={"Accept-Language": "pl;q=x, *"})
    assert tree(default).root.attributes["lang"] == "en"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/statements/none", "kein Text veröffentlicht"),
        ("/statements/none?lang=fr&version=../../x", "kein Text veröffentlicht"),
        ("/statements/privacy?lang=de", "nicht veröffentlicht"),
        ("/statements/privacy?lang=fr&version=000000000000", "Fassung"),
        ("/statements/privacy?lang=fr&version=" + "é" * 300, "Fassung"),
    ],
)
async def test_what_is_not_there_is_said_in_the_readers_words(
    browser: httpx.AsyncClient, path: str, words: str
) -> None:
    missing = await browser.get(path, headers={"Accept-Language": "de"})
    assert missing.status_code == 404
    assert missing.headers["content-type"].startswith("text/html")
    page = tree(missing)
    assert page.root.attributes["lang"] == "de"
    assert words in page.css_first("main").text()
    choices = [a.attributes["href"] or "" for a in page.css(".choices a")]
    assert bool(choices) == ("privacy" in path)
    for choice in choices:
        assert (await browser.get(choice)).status_code == 200


async def test_an_older_version_says_so_and_leads_to_the_current_one(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    old = live(parts, "en")
    file = parts.settings.statements / "privacy.en.md"
    file.write_text(ENGLISH.replace("two years", "three years"))
    await Indexing(parts.store, Letters(), CALIBRATION).index_folder(parts.settings.statements)
    await parts.library.reload()
    assert live(parts, "en").version != old.version
    shown = await browser.get(link(old, "contact", 0, 5))
    assert "older version" in text_of(shown, ".note-warn")
    assert "two years" in shown.text
    current = tree(shown).css_first(".note-warn a").attributes["href"] or ""
    assert current.endswith("#contact")
    now = await browser.get(current)
    assert "three years" in now.text
    assert tree(now).css(".note") == []


async def test_a_draft_is_for_those_who_may_publish_it(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    builder = Renewing(parts.store, Letters(), CALIBRATION)
    source = ENGLISH.replace("two years", "a secret time").encode()
    snapshot = builder.build(source, "privacy.en.md", "privacy", "en", None)
    await parts.store.add_version(
        "privacy", "P", "en", snapshot.version, "privacy.en.md", source, snapshot.to_bytes(), "0"
    )
    address = link(snapshot, "contact", 0, 5)
    hidden = await browser.get(address)
    assert hidden.status_code == 404
    assert "a secret time" not in hidden.text
    await sign_in(Role.ADMIN)
    shown = await browser.get(address)
    assert shown.status_code == 200
    assert "draft" in text_of(shown, ".note-warn")


# --- the studio and the front page ------------------------------------------------------------


async def test_the_studio_shows_what_a_threshold_costs(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in(Role.ADMIN)

    async def rows() -> dict[str, list[str]]:
        page = tree(await browser.get("/studio"))
        return {
            row.css_first("th").text(): [td.text() for td in row.css("td")]
            for row in page.css(".scale tbody tr")
        }

    shown = await rows()
    assert [name for name in shown if "In use" in name] == ["0.50 In use"]
    assert shown["0.50 In use"] == ["50 %", "25 %", "40 %"]
    assert {"0.20", "0.90"} < set(shown)
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"answer_from": 0.66}))
    assert [name for name in await rows() if "In use" in name] == ["0.66 In use"]


async def test_the_studio_shows_every_text_and_how_it_is_read(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in(Role.ADMIN)
    page = tree(await browser.get("/studio"))
    cards = {card.css_first(".work-where").text(): card for card in page.css(".text-card")}
    assert len(cards) == 3
    french = cards["privacy · French"]
    snapshot = live(parts, "fr")
    assert f"Live {snapshot.version} since" in " ".join(french.text().split())
    href = french.css_first("h2 a").attributes["href"] or ""
    text = tree(await browser.get(href))
    assert "privacy.fr.txt" in text.css_first("tbody").text()
    version = text.css_first("tbody a").attributes["href"] or ""
    led = await browser.get(version)
    assert led.headers["location"] == f"{version}/text"
    read = tree(await browser.get(f"{version}/text"))
    titles = [" ".join(h.text().split()) for h in read.css(".piece-heading .piece-text")]
    headings = [title.removeprefix("Heading: ") for title in titles]
    assert headings[1:] == [" ".join(one.heading.split()) for one in snapshot.sections[1:]]
    doubts = [" ".join(doubt.text().split()) for doubt in read.css(".doubt-kind")]
    assert len(doubts) >= len(snapshot.doubts) == 3
    assert any("menu" in doubt for doubt in doubts)


async def test_an_empty_studio_says_what_to_do(parts: Parts, tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    empty = Parts(
        **{
            **vars(parts),
            "store": store,
            "accounts": Accounts(store),
            "library": Library(store, Letters()),
            "publishing": None,
            "curation": Curation(store, Letters()),
        }
    )
    await empty.accounts.add("anna@example.org", "Anna", Role.ADMIN, PASSWORD)
    transport = httpx.ASGITransport(create_app(empty))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as browser:
        await log_in(browser)
        assert "No text is published yet" in text_of(await browser.get("/studio"), ".blank")
        assert (await browser.get("/")).status_code == 200
        assert (await browser.get("/console")).status_code == 200
        assert (await browser.get("/statements/privacy")).status_code == 404
    await store.close()


async def test_the_front_page_names_the_text_and_embeds_the_chat(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    front = await browser.get("/")
    page = tree(front)
    scripts = {script.attributes.get("src") for script in page.css("script")}
    assert "/widget/clause-chat.js" in scripts
    statement = "/statements/privacy?lang=en"
    assert statement in {a.attributes.get("href") for a in page.css("a")}
    assert quote(parts.settings.base_url, safe=":/") in front.text


async def test_the_api_is_described_by_a_page_of_our_own(browser: httpx.AsyncClient) -> None:
    shown = await browser.get("/docs")
    page = tree(shown)
    described = (await browser.get("/openapi.json")).json()
    operations = [one for path in described["paths"].values() for one in path]
    assert len(page.css(".operation")) == len(operations) > 40
    paths = {code.text() for code in page.css(".operation summary code")}
    assert paths == set(described["paths"])
    assert not re.findall(r"(?:src|href)=\"(?!/)(?!#)", shown.text), "nothing from elsewhere"
    message = next(one for one in page.css(".operation") if "Send a message" in one.text())
    assert '"client_id"' in message.css_first("pre").text()
    assert "429" in message.text()
