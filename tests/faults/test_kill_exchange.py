"""Visitors and agents write to each other while the service is killed: `benchmarks.live`, in short."""

from benchmarks import live_kills


async def test_an_exchange_through_kills_loses_doubles_and_swaps_nothing(database_url: str) -> None:
    found = await live_kills.measure(database_url, messages=60, visitors=5, agents=2, kills=3)
    assert not found.faults, found.faults
    assert (found.messages, found.kills) == (60, 3)
    assert found.reconnected >= 3 * 5 * 2, "every stream broke at every kill, and was taken up"
    assert max(found.recovered_in) < 20  # 5 s is measured by the benchmark, on a machine of its own
