"""What is done to a service that publishes: it is killed in the midst of it, or asked all the while.

The tests run these in short, `python -m benchmarks.publishing` at length.
"""

import asyncio
import itertools
import random
import time
from dataclasses import dataclass, field

import httpx

from benchmarks.live_wire import Gone, Line, Refused
from bot.store import Store
from tests.faults.owner import QUESTION, Owner, check_what_is_live
from tests.faults.service import Service

MIDST_SECONDS = 0.25
"""The kill comes at any moment of so long; a publish takes a tenth of it."""
AGREED_SECONDS = 60.0


@dataclass
class Kills:
    """How often it was killed; publishes that were acknowledged, and those that were cut off."""

    kills: int = 0
    acknowledged: int = 0
    cut_off: int = 0
    came_true: int = 0  # of those cut off: live afterwards


async def kill_while_publishing(
    service: Service, owner: Owner, store: Store, kills: int, chance: random.Random
) -> Kills:
    """kill -9 at random moments while one publish follows the other.

    Raises AssertionError unless afterwards one version is live, whole, the last that was acknowledged or
    the one that was cut off, and the answers are from it.
    """
    found = Kills()
    live = await check_what_is_live(store, owner.texts, owner.language)
    for _ in range(kills):
        working = asyncio.create_task(_publish_on(owner, live, found))
        await asyncio.sleep(chance.uniform(0, MIDST_SECONDS))
        service.restart()
        acknowledged, cut_off = await working
        await owner.until_healthy()
        live = await _agreed(owner, store)
        assert live in (acknowledged, cut_off), "neither what was acknowledged nor what was cut off"
        found.kills += 1
        found.came_true += live == cut_off
    return found


async def _publish_on(owner: Owner, live: str, found: Kills) -> tuple[str, str]:
    """Publish and go back until it breaks: what was acknowledged last, and what was cut off."""
    for number in itertools.count():
        wanted = owner.texts.other(live)
        try:
            # going back is possible once something was published
            if number % 2:
                await owner.back(live)
            else:
                await owner.publish(wanted, live)
        except httpx.TransportError:
            found.cut_off += 1
            return live, wanted
        found.acknowledged += 1
        live = wanted
    raise AssertionError("unreachable")


async def _agreed(owner: Owner, store: Store) -> str:
    """The version that is live, once the answers are from it.

    A database server may finish what a killed process had sent it, a moment after the kill.
    """
    until = time.monotonic() + AGREED_SECONDS
    while True:
        answered = owner.texts.of_one_version(await owner.ask())
        live = await check_what_is_live(store, owner.texts, owner.language)
        if answered == live:
            return live
        assert time.monotonic() < until, f"{live} is live, and the answers are from {answered}"
        await asyncio.sleep(0.02)


@dataclass
class Questions:
    """What was asked while texts were published; times in seconds."""

    publishes: int = 0
    seconds: float = 0.0
    answers: dict[str, int] = field(default_factory=dict)  # by version
    took: list[float] = field(default_factory=list)
    published_in: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # of no version, of several, or of a wrong one


@dataclass
class _Live:
    """A version that may be answered from between two moments."""

    version: str
    since: float
    until: float = float("inf")


async def publish_under_questions(
    owner: Owner, port: int, publishes: int, rate: float, connections: int, pause: float
) -> Questions:
    """Publish and go back in turn while questions come in, `rate` a second, or as many as are answered.

    pause: seconds between two publishes. An answer is wrong unless it is of one version, word for word,
    that was live at some moment while it was made: the one before only until a publish was acknowledged.
    """
    found = Questions()
    lived = [_Live(owner.texts.of_one_version(await owner.ask()), 0.0)]
    going = True
    slots = itertools.count()
    began = time.monotonic()

    async def ask_on() -> None:
        line = Line(port)
        while going:
            await asyncio.sleep(max(0.0, began + next(slots) / rate - time.monotonic()))
            asked = time.monotonic()
            try:
                reply = await line.ask("POST", "/api/ask", {"question": QUESTION})
                version = owner.texts.of_one_version(reply.body)
            except (Gone, Refused) as error:
                found.failed.append(str(error))
                continue
            except (AssertionError, ValueError, KeyError) as error:
                found.wrong.append(repr(error))
                continue
            now = time.monotonic()
            found.took.append(now - asked)
            found.answers[version] = found.answers.get(version, 0) + 1
            if not any(o.version == version and o.since <= now and asked <= o.until for o in lived):
                found.wrong.append(f"{version} was not live when it was asked")
        line.close()

    asking = [asyncio.create_task(ask_on()) for _ in range(connections)]
    for number in range(publishes):
        await asyncio.sleep(pause)
        before = lived[-1]
        wanted = owner.texts.other(before.version)
        sent = time.monotonic()
        lived.append(_Live(wanted, sent))
        if number % 2:
            await owner.back(before.version)
        else:
            await owner.publish(wanted, before.version)
        before.until = time.monotonic()
        found.published_in.append(before.until - sent)
        found.publishes += 1
    await asyncio.sleep(pause)
    going = False
    await asyncio.gather(*asking)
    found.seconds = time.monotonic() - began
    return found
