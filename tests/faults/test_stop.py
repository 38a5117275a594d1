"""Asked to stop, the service does so at once, and loses nothing."""

import asyncio

from tests.faults.service import QuickService, visiting


async def test_open_streams_do_not_hold_up_the_end(quick_service: QuickService) -> None:
    async with visiting(quick_service) as visitor:
        await visitor.say("one")
        await visitor.answered("one")
        await visitor.caught_up(2)
        sending = asyncio.create_task(visitor.say("two"))
        assert await asyncio.to_thread(quick_service.terminate) < 2
        quick_service.start()
        await sending
        await visitor.answered("two")
        await visitor.caught_up(4)
        assert visitor.seen == await visitor.events()
