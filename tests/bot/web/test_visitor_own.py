"""A conversation as a file, and its end."""

import httpx
from sqlalchemy import select

from bot.store import Store
from bot.store.tables import conversations as table
from bot.store.tables import events
from tests.bot.web.test_conversations import is_problem, start

BAD = "<img src=x onerror=alert(1)> & <script>alert(2)</script>"


async def say(client: httpx.AsyncClient, address: str, headers: dict[str, str], text: str) -> None:
    response = await client.post(
        f"{address}/messages", json={"client_id": "a-1", "text": text}, headers=headers
    )
    assert response.status_code == 201, response.text


async def test_a_page_to_keep_in_the_visitors_language_where_markup_stays_text(
    client: httpx.AsyncClient,
) -> None:
    address, headers = await start(client)
    await say(client, address, headers, BAD)
    response = await client.get(f"{address}/transcript", headers=headers)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-disposition"].startswith('attachment; filename="conversation-')
    assert response.headers["cache-control"] == "no-store"
    assert '<html lang="fr" dir="ltr">' in response.text
    assert "Vous parlez à un assistant automatique." in response.text
    assert "<b>Vous</b>" in response.text
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &lt;script&gt;" in response.text
    assert "<img" not in response.text
    assert "<script" not in response.text


async def test_the_data_is_the_events_themselves(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    await say(client, address, headers, "Vendez-vous mes données ?")
    whole = (await client.get(address, headers=headers)).json()
    response = await client.get(f"{address}/transcript?form=json", headers=headers)
    assert response.headers["content-type"] == "application/json"
    assert response.json() == whole["events"]
    refused = await client.get(f"{address}/transcript?form=exe", headers=headers)
    assert refused.status_code == 422


async def test_another_language_from_the_next_message_on(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    message = {"client_id": "a", "text": "Ciao", "language": "it"}
    await client.post(f"{address}/messages", json=message, headers=headers)
    assert (await client.get(address, headers=headers)).json()["language"] == "it"
    page = await client.get(f"{address}/transcript", headers=headers)
    assert "Sta parlando con un assistente automatico." in page.text
    wrong = await client.post(
        f"{address}/messages", json=message | {"client_id": "b", "language": "xx"}, headers=headers
    )
    assert wrong.status_code == 422


async def test_deleted_nothing_is_left_and_the_token_opens_nothing(
    client: httpx.AsyncClient, store: Store
) -> None:
    address, headers = await start(client)
    other, other_headers = await start(client)
    await say(client, address, headers, "Supprimez mes données")
    await say(client, other, other_headers, "Bonjour")
    assert (await client.delete(address, headers=other_headers)).status_code == 401
    assert (await client.delete(address, headers=headers)).status_code == 204
    for response in (
        await client.get(address, headers=headers),
        await client.get(f"{address}/transcript", headers=headers),
        await client.delete(address, headers=headers),
    ):
        is_problem(response, 401, "not-signed-in")
    async with store.read() as connection:
        left = [row.id for row in await connection.execute(select(table.c.id))]
        texts = [row.text for row in await connection.execute(select(events.c.text))]
    assert left == [other.rpartition("/")[2]]
    assert texts == ["Bonjour"]
