"""The staff's own pages in a real browser: invitations, people, one's account."""

import csv
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from bot.accounts.accounts import Accounts, Role, hashed
from bot.accounts.administration import Administration
from bot.conversations.events import Person
from bot.conversations.states import State
from bot.notify.webhooks import new_secret
from bot.store import Store
from tests.e2e.conftest import NewContext, Service, eventually
from tests.e2e.desk import PASSWORD, NewVisitor, axe, fits, open_row

Looks = list[dict[str, Any]]
LOOKS: Looks = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 860}},
    {"color_scheme": "dark", "viewport": {"width": 1280, "height": 860}},
    {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
]


@pytest_asyncio.fixture(loop_scope="session")
async def store(server: Service) -> AsyncIterator[Store]:
    """The service's own database."""
    opened = await Store.open(server.database_url)
    yield opened
    await opened.close()


class Someone:
    """A member of staff, made in the database; signs in through the page."""

    def __init__(self, server: Service, store: Store) -> None:
        self.server = server
        self.accounts = Accounts(store)
        self.administration = Administration(store, self.accounts)

    async def make(self, name: str, role: Role = Role.AGENT) -> Person:
        """An account whose e-mail nobody else has."""
        email = f"{name.lower()}.{secrets.token_hex(4)}@example.org"
        account, _ = await self.accounts.add(email, name, role, PASSWORD)
        self.emails = getattr(self, "emails", {}) | {name: email}
        return Person(account.id, name)

    async def sign_in(self, context: BrowserContext, name: str, path: str) -> Page:
        """A tab in which they are signed in, at `path`."""
        page = await context.new_page()
        await page.goto(self.server.url + path)
        await page.get_by_label("E-mail").fill(self.emails[name])
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_url(f"**{path}")
        return page


@pytest.fixture
def someone(server: Service, store: Store) -> Someone:
    return Someone(server, store)


async def invited(someone: Someone, by: Person, name: str = "Dora") -> tuple[str, str]:
    """An invitation's address, and whom it invites."""
    email = f"{name.lower()}.{secrets.token_hex(4)}@example.org"
    token, _ = await someone.administration.invite(by, email, name, Role.AGENT)
    return f"{someone.server.url}/console/invite/{token}", email


async def test_who_was_invited_makes_an_account_with_the_keyboard_alone(
    someone: Someone, new_context: NewContext
) -> None:
    ada = await someone.make("Ada", Role.ADMIN)
    address, email = await invited(someone, ada)
    page = await (await new_context(locale="en-GB")).new_page()
    await page.goto(address)
    await expect(page.get_by_role("main")).to_contain_text("Ada has invited you")
    await expect(page.get_by_role("main")).to_contain_text("as an agent")
    await expect(page.get_by_label("E-mail")).to_have_value(email)
    await expect(page.get_by_label("Your name")).to_be_focused()
    keys = page.keyboard
    await keys.press("Control+A")
    await keys.type("Dora Berg")
    await keys.press("Tab")
    await keys.type("short")
    await keys.press("Tab")
    await keys.type("short")
    await keys.press("Enter")
    await expect(page.locator("#new-error")).to_contain_text("at least 12")
    await expect(page.get_by_label("Password", exact=True)).to_be_focused()
    await expect(page.get_by_label("Your name")).to_have_value("Dora Berg")
    await keys.type(PASSWORD)
    await keys.press("Tab")
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await page.wait_for_url("**/console")
    await expect(page.locator(".menu-name")).to_have_text("Dora Berg")
    assert await someone.accounts.sign_in(email, PASSWORD) is not None
    # once
    await page.goto(address)
    await expect(page.get_by_role("heading", level=1)).to_have_text("This link was used already")


async def test_a_link_that_is_over_says_why_and_what_to_do(
    someone: Someone, store: Store, new_context: NewContext
) -> None:
    ada = await someone.make("Ada", Role.ADMIN)
    page = await (await new_context(locale="fr-FR")).new_page()
    revoked, email = await invited(someone, ada)
    await page.goto(revoked)
    await expect(page.get_by_role("main")).to_contain_text("Ada vous invite")
    await axe(page)
    await someone.administration.take_back_invite(ada, email)
    replaced, email = await invited(someone, ada)
    await someone.administration.invite(ada, email, "Dora", Role.OWNER)
    token, long_ago = secrets.token_urlsafe(32), datetime.now(UTC) - timedelta(days=8)
    await store.add_invite(
        ada,
        token_hash=hashed(token),
        email=f"{token[:8].lower()}@example.org",
        name="Dora",
        role=Role.AGENT,
        now=long_ago,
        expires_at=long_ago + timedelta(days=7),
    )
    expired = f"{someone.server.url}/console/invite/{token}"
    for address, title, what in (
        (revoked, "Ce lien a été retiré", "Adressez-vous"),
        (replaced, "Il existe un lien plus récent", "dernier message"),
        (expired, "Ce lien a expiré", "Demandez-en un nouveau"),
        (expired + "x", "Ce lien n’ouvre rien", "Ouvrez-le encore une fois"),
    ):
        response = await page.goto(address)
        assert response is not None
        assert response.status == 410
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.get_by_role("main")).to_contain_text(what)
        await axe(page)


async def test_an_administrator_invites_disables_and_enables(
    someone: Someone, store: Store, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    await someone.make("Ada", Role.ADMIN)
    boris = await someone.make("Boris")
    desk = await someone.sign_in(await new_context(locale="en-GB"), "Boris", "/console")
    visitor = await new_visitor("Où sont mes données ?", waiting=True)
    await open_row(desk, visitor)
    await desk.get_by_role("button", name="Take over", exact=True).click()
    await expect(desk.get_by_label("Reply to the visitor")).to_be_focused()

    page = await someone.sign_in(await new_context(locale="en-GB"), "Ada", "/console/people")
    email = f"dora.{secrets.token_hex(4)}@example.org"
    invite = page.locator("section", has=page.get_by_role("heading", name="Invite someone"))
    await invite.get_by_label("Name").fill("Dora")
    await invite.get_by_label("E-mail").fill(email)
    await invite.get_by_role("button", name="Invite").click()
    link = await page.get_by_label("Link", exact=True).input_value()
    assert "/console/invite/" in link
    await expect(page.get_by_text("No mail server is set")).to_be_visible()
    await axe(page)
    await page.get_by_role("button", name=f"Send again to {email}").click()
    assert await page.get_by_label("Link", exact=True).input_value() != link
    await page.get_by_role("button", name=f"Take back the invitation of {email}").click()
    await expect(page.get_by_role("status")).to_contain_text("taken back")

    row = page.locator(".row", has_text=someone.emails["Boris"])
    await expect(row).to_contain_text("has 1 conversation")
    await row.get_by_text("Manage", exact=True).click()
    await axe(page)
    await row.get_by_role("button", name="Disable").click()
    await expect(page.get_by_role("status")).to_contain_text("back in the queue")
    await expect(row).to_contain_text("Disabled")

    async def waits() -> bool:
        found = await store.conversation(visitor.id)
        return found is not None and found.state is State.WAITING

    await eventually(waits)
    await desk.reload()
    await desk.wait_for_url("**/console/login?**")
    await row.get_by_text("Manage", exact=True).click()
    await row.get_by_role("button", name="Enable again").click()
    await expect(row).not_to_contain_text("Disabled")
    await row.get_by_text("Manage", exact=True).click()
    await row.get_by_label("Role of Boris").select_option("owner")
    await row.get_by_role("button", name="Change role").click()
    await expect(row).to_contain_text("Owner")
    assert (
        next(one.role for one in await someone.accounts.all() if one.id == boris.id) is Role.OWNER
    )
    # nobody manages themselves
    mine = page.locator(".row", has_text=someone.emails["Ada"])
    await expect(mine).to_contain_text("You")
    await expect(mine.get_by_text("Manage")).to_have_count(0)


async def test_a_forgotten_password_is_replaced_by_a_link(
    someone: Someone, new_context: NewContext
) -> None:
    await someone.make("Ada", Role.ADMIN)
    await someone.make("Boris")
    boris = await someone.sign_in(await new_context(locale="en-GB"), "Boris", "/console/account")
    page = await someone.sign_in(await new_context(locale="en-GB"), "Ada", "/console/people")
    row = page.locator(".row", has_text=someone.emails["Boris"])
    await row.get_by_text("Manage", exact=True).click()
    await row.get_by_role("button", name="Make a password link").click()
    link = await page.get_by_label("Link", exact=True).input_value()
    assert await someone.accounts.sign_in(someone.emails["Boris"], PASSWORD) is None
    await boris.reload()
    await boris.wait_for_url("**/console/login?**")
    await boris.goto(link)
    await expect(boris.get_by_role("main")).to_contain_text("Ada has sent you this link")
    await axe(boris)
    await boris.get_by_label("Password", exact=True).fill("another good password")
    await boris.get_by_label("once more").fill("another good password")
    await boris.get_by_role("button", name="Save and sign in").click()
    await boris.wait_for_url("**/console")
    assert await someone.accounts.sign_in(someone.emails["Boris"], "another good password")


async def test_my_account(someone: Someone, new_context: NewContext) -> None:
    boris = await someone.make("Boris")
    elsewhere = await someone.sign_in(await new_context(locale="en-GB"), "Boris", "/console")
    page = await someone.sign_in(await new_context(locale="en-GB"), "Boris", "/console/account")
    await expect(page.locator(".tabs")).to_have_count(0)
    await page.get_by_label("Your name").fill("Boris B.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status")).to_contain_text("Your name was changed")
    await expect(page.locator(".menu-name")).to_have_text("Boris B.")
    await page.get_by_role("button", name="Go away for a while").click()
    await expect(page.get_by_role("status")).to_contain_text("You are away")
    [me] = [one for one in await someone.accounts.all() if one.id == boris.id]
    assert me.away
    await axe(page)
    # the same switch in the console's menu, and one stays where one was
    await elsewhere.reload()
    menu = elsewhere.locator(".menu > summary")
    await expect(menu).to_contain_text("Away")
    await menu.click()
    await elsewhere.get_by_role("button", name="I am back").click()
    await elsewhere.wait_for_url("**/console")
    await expect(menu).not_to_contain_text("Away")
    # sessions
    await page.goto(someone.server.url + "/console/account")
    sessions = page.locator("section", has=page.get_by_role("heading", name="signed in"))
    await expect(sessions.locator(".row")).to_have_count(2)
    await expect(sessions.locator(".row").first).to_contain_text("Chrome on Linux")
    await sessions.get_by_role("button", name="End all others").click()
    await expect(sessions.locator(".row")).to_have_count(1)
    await elsewhere.reload()
    await elsewhere.wait_for_url("**/console/login?**")


async def test_what_is_for_administrators_is_for_them(
    someone: Someone, new_context: NewContext
) -> None:
    await someone.make("Boris")
    page = await someone.sign_in(await new_context(locale="en-GB"), "Boris", "/console/account")
    response = await page.goto(someone.server.url + "/console/people")
    assert response is not None
    assert response.status == 403
    await expect(page.get_by_role("heading", level=1)).to_have_text("For administrators")


async def test_the_audit_log_is_read_filtered_and_exported(
    someone: Someone, new_context: NewContext
) -> None:
    ada = await someone.make("Ada", Role.ADMIN)
    boris = await someone.make("Boris")
    await someone.administration.change(ada, boris.id, name="=Boris")
    await someone.administration.change(ada, boris.id, disabled=True)
    page = await someone.sign_in(await new_context(locale="en-GB"), "Ada", "/console/audit")
    rows = page.locator(".rows .row")
    await expect(rows.first).to_contain_text("Ada signed in")
    await page.get_by_label("Action").select_option(label="Disable an account")
    await page.get_by_label("Person").select_option(str(ada.id))
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text(f"Ada disabled {someone.emails['Boris']}")
    await page.get_by_label("To", exact=True).fill("2020-01-01")
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    await axe(page)
    await page.get_by_role("link", name="Show everything").click()
    await page.get_by_label("Person").select_option(str(ada.id))
    await page.get_by_role("button", name="Show", exact=True).click()
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Export as CSV").click()
    path = await (await downloading.value).path()
    exported = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [one["action"] for one in exported] == ["sign_in", "disable", "rename"]
    assert all(one["person"] == "Ada" for one in exported)


async def test_a_person_is_found_and_erased_with_the_keyboard_alone(
    someone: Someone, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    address = f"{secrets.token_hex(6)}@shop.example"
    visitor = await new_visitor()
    left = {"email": address, "text": "Please write to me about my order."}
    assert (
        await visitor.client.post(f"/api/conversations/{visitor.id}/leave", json=left)
    ).is_success
    await someone.make("Ada", Role.ADMIN)
    page = await someone.sign_in(await new_context(locale="en-GB"), "Ada", "/console/privacy")
    await page.get_by_label("E-mail address").focus()
    await page.keyboard.type(address)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=address)).to_be_visible()
    await expect(page.locator(".rows").first).to_contain_text("to be answered")
    await axe(page)
    await fits(page)
    await page.get_by_label("The address once more").focus()
    await page.keyboard.type(address)
    await page.keyboard.press("Enter")
    await expect(page.locator(".receipt")).to_contain_text('"conversations": 1')
    await axe(page)
    assert (await visitor.client.get(f"/api/conversations/{visitor.id}")).status_code == 401


async def test_webhooks_and_what_did_not_arrive(
    someone: Someone, store: Store, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    ada = await someone.make("Ada", Role.ADMIN)
    page = await someone.sign_in(await new_context(locale="en-GB"), "Ada", "/console/connections")
    await expect(page.get_by_role("main")).to_contain_text("No mail server is set")
    await page.get_by_label("Address").fill("https://127.0.0.1/hook")
    await page.get_by_role("button", name="Add a webhook").click()
    await expect(page.get_by_role("alert")).to_contain_text("CLAUSE_WEBHOOKS_PRIVATE")
    await expect(page.get_by_label("Address")).to_have_value("https://127.0.0.1/hook")
    # one that may not be reached, put in as if it had been allowed
    url = "https://127.0.0.1:9/hook"
    old = new_secret()
    hook = await store.add_webhook(ada, url, "Ours", old, datetime.now(UTC))
    await new_visitor("Bonjour")

    async def refused() -> bool:
        return len([one for one in await store.entries(webhook_id=hook.id) if one.problem]) > 1

    await eventually(refused, 20)
    await page.goto(someone.server.url + "/console/connections")
    await page.get_by_role("link", name=f"Deliveries and settings of {url}").click()
    rows = page.locator(".rows .row")
    await expect(rows.first).to_contain_text("not public")
    await axe(page)
    before = await rows.count()
    await rows.first.get_by_role("button", name="Discard").click()
    await expect(page.get_by_role("status")).to_contain_text("discarded")
    await expect(rows).to_have_count(before - 1)
    await rows.first.get_by_role("button", name="Send again").click()
    await expect(page.get_by_role("status")).to_contain_text("sent again")
    await page.get_by_role("button", name="Make a new secret").click()
    secret = await page.get_by_label("Secret", exact=True).input_value()
    changed = await store.webhook(hook.id)
    assert changed is not None
    assert secret == changed.secret != old
    await page.goto(page.url.removesuffix("/rotate"))
    await expect(page.get_by_label("Secret", exact=True)).to_have_count(0)
    await page.get_by_label("Description").fill("Our warehouse")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status")).to_contain_text("changed")
    await page.get_by_role("button", name="Disable").click()
    await expect(page.get_by_role("status")).to_contain_text("disabled")
    await axe(page)


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda look: f"{look['color_scheme']}-{look['viewport']['width']}"
)
async def test_axe_finds_nothing_and_nothing_sticks_out(
    someone: Someone, new_context: NewContext, look: dict[str, Any]
) -> None:
    ada = await someone.make("Ada", Role.ADMIN)
    context = await new_context(locale="en-GB", **look)
    address, _ = await invited(someone, ada)
    stranger = await context.new_page()
    await stranger.goto(address)
    await axe(stranger)
    await fits(stranger)
    page = await someone.sign_in(context, "Ada", "/console/people")
    for path in ("people", "account", "connections", "privacy", "audit"):
        await page.goto(f"{someone.server.url}/console/{path}")
        await axe(page)
        await fits(page)
    await page.goto(f"{someone.server.url}/console/people")
    await page.locator(".manage > summary").first.click()
    await axe(page)
    await fits(page)


async def test_an_invitation_is_not_tried_without_end(
    someone: Someone, new_context: NewContext
) -> None:
    """The last one: whoever comes from this address must wait a minute afterwards."""
    ada = await someone.make("Ada", Role.ADMIN)
    address, _ = await invited(someone, ada)
    page = await (await new_context(locale="en-GB")).new_page()
    await page.goto(address)
    for _ in range(14):
        await page.get_by_label("Password", exact=True).fill("short")
        await page.get_by_label("once more").fill("short")
        await page.get_by_role("button", name="Make my account").click()
        if await page.get_by_role("alert").count():
            break
    await expect(page.get_by_role("alert")).to_contain_text("Too many tries")
