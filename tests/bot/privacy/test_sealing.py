"""What people said is sealed in the database, opens with its key alone, and is found all the same."""

import asyncio
import base64
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Text, cast, insert, make_url, select, text, type_coerce

from bot.accounts.accounts import Role
from bot.answering.answer import Answer, Verdict
from bot.conversations.events import MessageEvent, Person
from bot.conversations.rights_requests import Outcome
from bot.conversations.service import Conversations
from bot.data_keys import keys_of, refuse_without_keys
from bot.doctor import State, encryption
from bot.errors import Unprocessable
from bot.privacy.person import People
from bot.settings import Settings
from bot.store import Store, sealing
from bot.store.rotation import sealed_columns
from bot.store.sealing import MARK, Key, Ring, SealBroken, Sealed, new_key, ring_of
from bot.store.tables import events, metadata
from bot.store.tables_live import candidates
from tests.bot.test_doctor import clause
from tests.bot.web.whole_app import whole

SECRET = "Zwetschgenkuchen"
EMAIL = "anna@zwetschgenkuchen.example"
FIRST, SECOND = Key(os.urandom(32)), Key(os.urandom(32))
NewAgent = Callable[..., Awaitable[Person]]


@pytest.fixture
def sealed() -> Iterator[None]:
    """With a key; without any again afterwards."""
    sealing.use(Ring([FIRST]))
    yield
    sealing.use(Ring())


@pytest.fixture
def put_back() -> Iterator[None]:
    """Whatever keys the test sets, none is left."""
    yield
    sealing.use(Ring())


def in_the_files(store: Store) -> list[str]:
    path = Path(str(make_url(str(store.engine.url)).database))
    return [
        file.name
        for file in sorted(path.parent.glob(path.name + "*"))
        if SECRET.lower().encode() in file.read_bytes().lower()
    ]


async def raw(store: Store) -> str:
    """All that the tables hold, as it lies there."""
    found = []
    async with store.read() as connection:
        for table in metadata.sorted_tables:
            columns = [
                cast(one, Text) if one in sealed_columns(table) else one for one in table.columns
            ]
            found.extend(str(tuple(row)) for row in await connection.execute(select(*columns)))
    return "\n".join(found)


class Said:
    """A conversation with something personal in every place that there is."""

    def __init__(self, conversations: Conversations, agent: Person) -> None:
        self.conversations, self.agent, self.id = conversations, agent, ""

    async def make(self) -> "Said":
        say = self.conversations
        self.id = id = (await say.start("en")).conversation.id
        await say.say(id, "1", f"Do you sell my {SECRET}?", f"https://a.example/{SECRET}")
        [question] = await say.store.open_questions(conversation_id=id)
        await say.answer(
            question,
            Answer(
                verdict=Verdict.ANSWERED, confidence=0.9, language="en",
                text=f"No {SECRET} is sold.", citations=[], handoff_offered=False,
            ),
        )  # fmt: skip
        await say.leave(id, EMAIL, f"Please delete all my personal data, {SECRET}")
        await say.claim(id, self.agent)
        await say.note(id, self.agent, "2", f"They like {SECRET}")
        await say.reply(id, self.agent, "3", f"Your {SECRET} is safe.")
        [request] = await say.store.rights_requests()
        await say.close_rights_request(
            id, request.id, self.agent, Outcome.DONE, f"No {SECRET} left"
        )
        await say.close(id, self.agent)
        await say.rate(id, 5, f"Thank you, {SECRET}")
        async with say.store.write() as connection:
            await connection.execute(
                insert(candidates).values(
                    conversation_id=id, seq=1, at=datetime.now(UTC), account_id=self.agent.id,
                    question=f"{SECRET}?", language="en", note=f"about {SECRET}",
                )
            )  # fmt: skip
        return self

    async def texts(self) -> list[str]:
        """Everything that is read back."""
        store = self.conversations.store
        conversation = await store.conversation(self.id)
        assert conversation is not None
        found = await store.events_after(self.id, 0)
        [request] = await store.rights_requests(closed=True)
        async with store.read() as connection:
            marked = (await connection.execute(select(candidates))).one()
        return [
            conversation.preview, conversation.visitor_preview, str(conversation.page),
            str(await store.left_email(self.id)),
            *(one.message.text for one in found if isinstance(one, MessageEvent)),
            *(one.message.answer.text for one in found
              if isinstance(one, MessageEvent) and one.message.answer),
            *(str(one.model_dump()) for one in found if one.type in ("rating", "offer")),
            *(one.note.text for one in await store.notes_after(self.id, 0)),
            str(request.note), marked.question, marked.note,
        ]  # fmt: skip


@pytest.fixture
async def agent(new_agent: NewAgent) -> Person:
    return await new_agent("Bo")


async def test_nothing_that_was_said_can_be_read_in_the_database(
    sealed: None, conversations: Conversations, agent: Person
) -> None:
    said = await Said(conversations, agent).make()
    texts = await said.texts()
    assert sum(SECRET.lower() in one.lower() for one in texts) >= 11
    lying = await raw(conversations.store)
    assert SECRET.lower() not in lying.lower()
    assert lying.count(FIRST.name) >= 14
    if conversations.store.is_sqlite:
        assert in_the_files(conversations.store) == []


async def test_every_column_of_free_text_is_sealed_or_named_here(store: Store) -> None:
    """A new column of text must be sealed, or stand here with those that hold nobody's words."""
    open_text = {
        "documents.title", "versions.note", "versions.corrections", "corrections_in_work.corrections",
        "publications.reason", "webhooks.url", "outbox.reference_url", "canned_replies.text",
        "golden_questions.question", "golden_questions.quote", "curated_answers.text",
        "events.folded", "notes.folded",
    }  # fmt: skip
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text) and not isinstance(column.type, Sealed)
    }
    assert found == open_text


async def test_a_sealed_text_opens_with_its_key_in_its_place_and_unchanged() -> None:
    ring = Ring([FIRST])
    stored = ring.seal("Où ?", "events.text")
    assert ring.seal("Où ?", "events.text") != stored, "each time another nonce"
    assert ring.open(stored, "events.text") == "Où ?"
    assert Ring([SECOND, FIRST]).open(stored, "events.text") == "Où ?"
    for wrong, place in (
        (Ring([SECOND]), "events.text"),
        (Ring(), "events.text"),
        (ring, "notes.text"),
    ):
        with pytest.raises(SealBroken):
            wrong.open(stored, place)
    name, _, sealed = stored.partition(":")
    body = bytearray(base64.b64decode(sealed))
    for place in range(len(body)):
        body[place] ^= 1
        with pytest.raises(SealBroken):
            ring.open(f"{name}:{base64.b64encode(body).decode()}", "events.text")
        body[place] ^= 1
    for broken in (MARK, f"{MARK}{FIRST.name}", f"{MARK}{FIRST.name}:", f"{MARK}{FIRST.name}:é"):
        with pytest.raises(SealBroken):
            ring.open(broken, "events.text")


@pytest.mark.parametrize("text", ["", f"{FIRST.name}:AAAA", "sealed", "{", "null"])
def test_what_is_not_sealed_is_read_as_it_stands(text: str) -> None:
    assert Ring([FIRST]).open(text, "events.text") == text


@pytest.mark.parametrize("key", ["short", base64.b64encode(bytes(32)).decode(), "a" * 44, "é"])
def test_a_key_that_was_not_made_by_chance_is_refused(key: str) -> None:
    with pytest.raises(Unprocessable, match="clause new-key"):
        ring_of(key)


async def test_keys_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    one, two = new_key(), new_key()
    assert len(keys_of(Settings(data_key=SecretStr(f"{one}, {two}"))).keys) == 2
    file = tmp_path / "keys"
    settings = Settings(data_key_file=file)
    with pytest.raises(Unprocessable, match="can't be read"):
        keys_of(settings)
    file.write_text(f"{one}\n{two}\n")
    assert [key.name for key in keys_of(settings).keys] == [
        ring_of(k).keys[0].name for k in (one, two)
    ]
    with pytest.raises(Unprocessable, match="not both"):
        keys_of(Settings(data_key=SecretStr(one), data_key_file=file))
    assert one not in repr(Settings(data_key=SecretStr(one)))
    assert (await encryption(settings))[0].state is State.GOOD
    assert (await encryption(Settings()))[0].state is State.NOTE
    assert (await encryption(Settings(data_key=SecretStr("x"))))[0].state is State.BAD


async def test_a_key_set_later_seals_what_there_was(
    put_back: None, conversations: Conversations, agent: Person
) -> None:
    said, store = await Said(conversations, agent).make(), conversations.store
    before = await said.texts()
    assert SECRET in await raw(store)
    sealing.use(Ring([FIRST]))
    assert await said.texts() == before, "what is not sealed yet is read"
    assert await store.seal_all() > 5
    assert SECRET.lower() not in (await raw(store)).lower()
    if store.is_sqlite:
        assert in_the_files(store) == [], "nor what was there before"
    assert await said.texts() == before
    assert await store.seal_all() == 0, "done is done"
    sealing.use(Ring([SECOND, FIRST]))
    assert await store.seal_all() > 5
    sealing.use(Ring([SECOND]))
    assert await said.texts() == before, "the old key is needed no more"
    sealing.use(Ring([FIRST]))
    with pytest.raises(SealBroken):
        await said.texts()
    with pytest.raises(Unprocessable, match=SECOND.name):
        await refuse_without_keys(store)
    sealing.use(Ring())
    with pytest.raises(Unprocessable, match=SECOND.name):
        await refuse_without_keys(store)


async def test_more_than_a_batch(
    put_back: None, conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.rotation.BATCH", 3)
    id = (await conversations.start("en")).conversation.id
    for number in range(10):
        await conversations.say(id, str(number), f"{SECRET} {number}")
    sealing.use(Ring([FIRST]))
    await conversations.store.seal_all()
    assert SECRET.lower() not in (await raw(conversations.store)).lower()
    found = await conversations.store.events_after(id, 0)
    assert [e.message.text for e in found if isinstance(e, MessageEvent)] == [
        f"{SECRET} {number}" for number in range(10)
    ]


@pytest.mark.parametrize(
    "search", ["zwetschgenkuchen", "SELL zwetsch", "like", "thank", "safe like"]
)
async def test_what_is_sealed_is_found(
    put_back: None, conversations: Conversations, agent: Person, search: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As what is not sealed is, whether it was sealed from the beginning or later."""
    monkeypatch.setattr("bot.store.searched.PAGE", 2)
    store = conversations.store
    await Said(conversations, agent).make()
    other = (await conversations.start("en")).conversation.id
    await conversations.say(other, "1", "Another question")
    plain = await conversations.listed("all", agent, search)
    assert len(plain) == 1
    sealing.use(Ring([FIRST]))
    assert await conversations.listed("all", agent, search) == plain, "half of it sealed"
    await store.seal_all()
    assert await conversations.listed("all", agent, search) == plain
    assert await conversations.listed("all", agent, "nothing-like-it") == []


async def test_a_person_is_found_and_exported_where_all_is_sealed(
    sealed: None, conversations: Conversations, agent: Person
) -> None:
    said = await Said(conversations, agent).make()
    given = await People(conversations.store).export(EMAIL, agent)
    assert str(given).count(SECRET) > 5
    assert MARK not in str(given)
    assert (await People(conversations.store).erase(EMAIL, agent)).conversations == 1
    assert await conversations.store.events_after(said.id, 0) == []


async def test_no_text_that_is_written_looks_sealed(
    sealed: None, conversations: Conversations
) -> None:
    id = (await conversations.start("en")).conversation.id
    await conversations.say(id, "1", f"{MARK}{FIRST.name}:AAAA")
    [event] = await conversations.store.events_after(id, 0)
    assert isinstance(event, MessageEvent)
    assert event.message.text == f"{FIRST.name}:AAAA"


async def test_a_text_that_was_changed_in_the_database_is_not_shown(
    sealed: None, conversations: Conversations
) -> None:
    ids = [(await conversations.start("en")).conversation.id for _ in range(2)]
    for number, id in enumerate(ids):
        await conversations.say(id, "1", f"Question {number}")
    async with conversations.store.write() as connection:
        stolen = await connection.scalar(
            select(type_coerce(events.c.text, Text)).where(events.c.conversation_id == ids[0])
        )
        await connection.execute(
            text("UPDATE conversations SET page = :stolen WHERE id = :id"),
            {"stolen": stolen, "id": ids[1]},
        )
    with pytest.raises(SealBroken):
        await conversations.store.conversation(ids[1])


async def test_on_the_command_line(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    made = await asyncio.to_thread(clause, "new-key")
    key = made.stdout.strip()
    assert len(ring_of(key).keys) == 1
    async with whole(url, tmp_path / "texts") as parts:
        await parts.accounts.add("bo@example.org", "Bo", Role.AGENT)
        started = await parts.conversations.start("en")
        await parts.conversations.say(started.conversation.id, "1", f"About {SECRET}")
    environment = {"CLAUSE_DATABASE_URL": url}
    refused = await asyncio.to_thread(clause, "rotate-keys", **environment)
    assert refused.returncode == 2
    assert "clause new-key" in refused.stderr
    done = await asyncio.to_thread(clause, "rotate-keys", **environment, CLAUSE_DATA_KEY=key)
    assert done.returncode == 0, done.stderr
    assert key not in done.stdout
    store = await Store.open(url)
    assert in_the_files(store) == []
    await store.close()
    lost = await asyncio.to_thread(clause, "ask", "hello", **environment, CLAUSE_ENCODER="none")
    assert lost.returncode == 2
    assert "CLAUSE_DATA_KEY" in lost.stderr
