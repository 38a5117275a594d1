"""The staff's pages in French, over HTTP: every page of docs/access.md, refusals, and who chooses."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.accounts.accounts import Role
from bot.accounts.administration import Administration
from bot.app import Parts, create_app
from bot.conversations.events import Person
from bot.publishing.curated import Curated, content_hash
from bot.publishing.golden import Golden
from tests.bot.web.test_access import documented
from tests.bot.web.whole_app import signed_in, whole
from tests.leaks import english_in, texts_of

FRENCH = {"Accept-Language": "fr-CA, fr;q=0.9, en;q=0.8"}
# pages that are no staff's: the visitor's language, files, and what machines read
NOT_STAFFS = re.compile(
    r"/(api|static|widget|statements|ask|search|healthz|readyz|metrics|openapi)\b|/$"
)
NO_PAGES = re.compile(r"\.(csv|json|js)$|/state$|/progress$|export|oidc")


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with whole(f"sqlite+aiosqlite:///{tmp_path}/clause.db", tmp_path / "texts") as opened:
        yield opened


@pytest.fixture
async def admin(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator whose browser asks for French. `csrf` stands in the headers."""
    caller = await signed_in(parts.store, Role.ADMIN)
    headers = caller.headers | FRENCH | {"csrf": caller.csrf}
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://clause", headers=headers
    ) as client:
        yield client


async def send(client: httpx.AsyncClient, path: str, **data: str) -> httpx.Response:
    """Send a form of our own page."""
    return await client.post(path, data={"csrf": client.headers["csrf"], **data})


def alert(response: httpx.Response) -> str:
    """What the page says went wrong."""
    node = LexborHTMLParser(response.text).css_first("[role=alert]")
    return " ".join(node.text().split()) if node else ""


async def filled(parts: Parts) -> dict[str, str]:
    """Something to see on every page. What stands in the places of the pages' addresses."""
    now, by = datetime.now(UTC), Person(1, "Ada")
    store, [live] = parts.store, parts.library.snapshots
    section = next(one for one in live.sections if one.text)
    await store.add_golden(
        "privacy", "en", [Golden("Wie lange?", "de", section.anchor), Golden("Combien ?", "fr")], by
    )
    rests_on = {section.anchor: content_hash(section.text)}
    await store.add_curated(
        "privacy", "en", Curated("Dix ans.", "fr", ("Combien ?",), rests_on).checked(), by
    )
    await store.add_curated(
        "privacy", "en", Curated("Neun.", "de", ("Wie?",), {"gone": "x"}).checked(), by
    )
    administration = Administration(store, parts.accounts)
    invitation, _ = await administration.invite(by, "nora@example.org", "Nora", Role.AGENT)
    account, _ = await parts.accounts.add("bo@example.org", "Bo", Role.AGENT, "correct horse one")
    password, _, _ = await administration.make_password_link(by, account.id)
    gone, _ = await parts.accounts.add("di@example.org", "Di", Role.OWNER, "correct horse two")
    await administration.change(by, gone.id, disabled=True)
    made = await parts.conversations.start("fr")
    for action in ("claim", "note", "close_rights_request", "end_session", "test_email"):
        target = {"end_session": "session ab12 of account 1", "test_email": "mail server"}
        await store.add_audit(
            by,
            action,
            target.get(action, f"conversation {made.conversation.id}"),
            now,
            {"outcome": "done"},
        )
    webhook = await parts.notify.add_webhook(by, "https://93.184.215.14/", "")
    [golden, *_] = await store.golden("privacy", "en")
    [curated, *_] = await store.curated("privacy", "en")
    return {
        "{slug}": "privacy", "{language}": "en", "{version}": live.version, "{conversation_id}": "x",
        "/invite/{token}": f"/invite/{invitation}", "/new-password/{token}": f"/new-password/{password}",
        "/golden/{number}": f"/golden/{golden.id}", "/curated/{number}": f"/curated/{curated.id}",
        "/webhooks/{id}": f"/webhooks/{webhook.id}", "/upload/{id}": "/upload/gone", "{kind}": "csv",
    }  # fmt: skip


async def test_no_page_of_staff_says_anything_in_english(
    parts: Parts, admin: httpx.AsyncClient
) -> None:
    places = await filled(parts)
    walked = []
    for row in documented().values():
        if row.method != "GET" or NOT_STAFFS.match(row.path) or NO_PAGES.search(row.path):
            continue
        path = row.path
        for place, value in places.items():
            path = path.replace(place, value)
        assert "{" not in path, f"Say in `filled` what stands in {path}."
        shown = await admin.get(path)
        if shown.status_code == 303:
            continue
        assert shown.headers["content-language"] == "fr", path
        assert "Accept-Language" in shown.headers["vary"], path
        assert '<html lang="fr">' in shown.text, path
        leaked = english_in(texts_of(shown.text, "fr"), "fr")
        assert not leaked, f"{path} says in English:\n" + "\n".join(leaked)
        walked.append(path)
    assert len(walked) > 25, walked


async def test_a_stranger_reads_french_too(admin: httpx.AsyncClient) -> None:
    del admin.headers["cookie"]
    for path in (
        "/console/login",
        "/console/login?notice=signed-out",
        "/console/invite/no-such-link",
    ):
        shown = await admin.get(path)
        assert shown.headers["content-language"] == "fr"
        assert not english_in(texts_of(shown.text, "fr"), "fr"), path
    refused = await admin.post("/console/login", data={"csrf": "x"})
    assert alert(refused).startswith("Ce formulaire avait expiré")


async def test_the_leaks_are_found(admin: httpx.AsyncClient) -> None:
    told = '<html lang="fr"><p>All conversations</p><p lang="en">Try again</p><a title="Put Bo back">x</a>'
    told += "<p>Publié. Nothing was published yet. Voilà.</p><p>due in 4 days</p><p>Messages</p>"
    found = "\n".join(english_in(texts_of(told, "fr"), "fr"))
    assert "All conversations" in found
    assert "Nothing was published yet." in found
    assert "due in 4 days" in found
    assert "Try again" not in found, "it is marked as English"
    assert "Messages" not in found, "it is the same in French"


async def test_what_an_account_chose_goes_before_what_its_browser_asks(
    admin: httpx.AsyncClient,
) -> None:
    async def title() -> str:
        shown = await admin.get("/console/people")
        assert shown.headers["content-language"] in shown.text[:60]
        node = LexborHTMLParser(shown.text).css_first("h1")
        assert node is not None
        return node.text()

    assert await title() == "Équipe"
    done = await send(admin, "/console/account/language", language="en")
    assert done.headers["location"] == "/console/account?done=language"
    assert await title() == "People"
    shown = await admin.get("/console/account?done=language")
    tree = LexborHTMLParser(shown.text)
    chosen = tree.css_first("#language option[selected]")
    assert chosen is not None
    assert chosen.attributes["value"] == "en"
    del admin.headers["accept-language"]
    await send(admin, "/console/account/language", language="fr")
    assert await title() == "Équipe"
    await send(admin, "/console/account/language", language="tlh")  # none that there is
    assert await title() == "People", "as the browser asks, which asks for nothing"


async def test_the_scripts_are_given_the_same_language(admin: httpx.AsyncClient) -> None:
    for path in ("/console", "/console/replies"):
        shown = await admin.get(path)
        node = LexborHTMLParser(shown.text).css_first("#given")
        assert node is not None
        given = json.loads(node.text())["words"]
        assert given["console"]["send"] == "Envoyer"
        assert given["refusals"]["This conversation is not yours. Claim it first."].endswith(
            "Prenez-la d’abord."
        )
        await send(admin, "/console/account/language", language="en")
        shown = await admin.get(path)
        node = LexborHTMLParser(shown.text).css_first("#given")
        assert node is not None
        assert json.loads(node.text())["words"]["refusals"] == {}
        await send(admin, "/console/account/language", language="")


async def test_refusals_are_told_in_french(admin: httpx.AsyncClient) -> None:
    refused = await send(admin, "/console/people/1/role", role="owner")
    assert refused.status_code == 409
    assert alert(refused).startswith("Vous ne pouvez pas faire cela sur votre propre compte.")
    refused = await send(admin, "/console/connections/webhooks", url="ftp://x", description="")
    assert alert(refused) == "L’adresse doit commencer par https:// et nommer un hôte."
    refused = await send(admin, "/console/privacy/person", email="no address")
    assert alert(refused).startswith("Ceci n’est pas une adresse e-mail")
    refused = await send(
        admin, "/studio/privacy/en/golden/new", question="", spoken="fr", anchor="", quote=""
    )
    assert alert(refused) == "Une question compte de 1 à 500 caractères. Celle-ci en a 0."
    files = {"file": ("deux.fr.md", "\N{LATIN SMALL LETTER E WITH ACUTE}".encode("latin-1"))}
    refused = await admin.post("/studio/upload", data={"csrf": admin.headers["csrf"]}, files=files)
    assert "n’est pas en UTF-8" in alert(refused)


async def test_what_is_not_there_is_told_in_french(parts: Parts, admin: httpx.AsyncClient) -> None:
    missing = await admin.get("/studio/nothing/fr")
    assert missing.status_code == 404
    main = LexborHTMLParser(missing.text).css_first("main")
    assert main is not None
    assert " ".join(main.text().split()).startswith("Introuvable Il n’y a pas de texte")
    caller = await signed_in(parts.store, Role.AGENT)
    forbidden = await admin.get("/console/people", headers=caller.headers)
    assert forbidden.status_code == 403
    assert "Réservé aux administrateurs" in forbidden.text
    stale = await admin.post("/console/account/name", data={"csrf": "x", "name": "Ada"})
    assert "Ce formulaire avait expiré" in stale.text


async def test_the_api_stays_english(admin: httpx.AsyncClient) -> None:
    refused = await admin.get("/api/console/conversations/nowhere")
    assert refused.json()["detail"].startswith("There is no such conversation.")
