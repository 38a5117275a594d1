"""kill -9 again and again in the middle of an exchange: is anything lost, and how soon is all well?"""

import asyncio
import math
import random
import time
from dataclasses import dataclass, field

from benchmarks.live_ledger import Faults
from benchmarks.live_people import AGENT, VISITOR, Talk, signed_in_agents, until_healthy
from tests.faults.service import QuickService

RETURN_SECONDS = 60.0
CATCH_UP_SECONDS = 30.0
IN_FLIGHT_SECONDS = 0.3
"""The kill comes at any moment of so long, from 'nothing has arrived' to 'all was sent'."""


@dataclass
class Kills:
    """What was measured; times in seconds."""

    faults: Faults = field(default_factory=Faults)
    kills: int = 0
    messages: int = 0
    recovered_in: list[float] = field(default_factory=list)
    reconnected: int = 0


async def measure(
    database_url: str, messages: int, visitors: int, agents: int, kills: int
) -> Kills:
    """The real app, forked with everything imported, so that it is back in a moment."""
    found = Kills()
    each = math.ceil(messages / visitors / 2)
    headers = await signed_in_agents(database_url, agents)
    service = QuickService(database_url)
    try:
        service.start()
        await until_healthy(service.port, RETURN_SECONDS)
        chats = [Talk(service.port, headers[number % agents]) for number in range(visitors)]
        await asyncio.gather(*(chat.begin() for chat in chats))
        for chat in chats:
            chat.follow()
        sent = 0
        for round in range(1, kills + 1):
            upto = each * round // kills
            sending = [
                asyncio.create_task(_say(chat, sender, range(sent + 1, upto + 1)))
                for chat in chats
                for sender in (VISITOR, AGENT)
            ]
            sent = upto
            await asyncio.sleep(random.uniform(0, IN_FLIGHT_SECONDS))
            service.restart()
            await until_healthy(service.port, RETURN_SECONDS)
            found.recovered_in.append(await _caught_up(chats, sending))
        found.kills = service.kills
        for chat in chats:
            chat.ledger.faults(found.faults)
            found.messages += len(chat.ledger.messages())
            found.reconnected += chat.reconnected
            await chat.check_stored(found.faults)
        await asyncio.gather(*(chat.end() for chat in chats))
    finally:
        service.stop()
    return found


async def _say(chat: Talk, sender: str, numbers: range) -> None:
    for number in numbers:
        await chat.send(sender, number)


async def _caught_up(chats: list[Talk], sending: list[asyncio.Task[None]]) -> float:
    """Seconds until all is sent, and everyone is connected again and has everything.

    What was not by CATCH_UP_SECONDS is left for the ledger to find.
    """
    began = time.monotonic()
    while time.monotonic() - began < CATCH_UP_SECONDS:
        if all(task.done() for task in sending) and all(
            chat.following == 2 and chat.ledger.is_complete() for chat in chats
        ):
            break
        await asyncio.sleep(0.005)
    for task in sending:
        if task.done():
            task.result()
    return time.monotonic() - began
