"""When a try is repeated: pure, so with any moment and any chance."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notify.outbox import EntryState, Failed, Sent
from bot.notify.schedule import Schedule, after_try, chosen, worn_out

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
chances = st.floats(0, 1, exclude_max=True)


@given(attempts=st.integers(1, 10_000), chance=chances)
def test_waits_double_and_are_bounded(attempts: int, chance: float) -> None:
    schedule = Schedule(first=10, longest=3600, tries=15)
    wait = schedule.wait(attempts, chance)
    whole = min(3600, 10 * 2 ** min(attempts - 1, 30))
    assert whole / 2 <= wait < whole or wait == pytest.approx(whole)


def test_waits_differ_by_chance_so_that_all_do_not_come_back_at_once() -> None:
    schedule = Schedule()
    assert schedule.wait(3, 0.0) == 20
    assert schedule.wait(3, 0.5) == 30
    assert schedule.wait(1, 0.0) == 5


def test_it_goes_on_for_about_a_day_and_then_stops() -> None:
    schedule = Schedule()
    assert 20 * 3600 < schedule.span() < 28 * 3600
    failed = Failed("no answer")
    assert after_try(schedule, failed, schedule.tries - 1, NOW, 0).state is EntryState.PENDING
    assert after_try(schedule, failed, schedule.tries, NOW, 0).state is EntryState.DEAD


@given(outcome=st.builds(Failed, st.just("x"), retry_after=st.floats(0, 10**9)), chance=chances)
def test_what_the_other_side_asks_for_counts_up_to_a_bound(outcome: Failed, chance: float) -> None:
    schedule = Schedule(first=10, longest=3600)
    due = after_try(schedule, outcome, 1, NOW, chance).due_at
    assert due is not None
    assert outcome.retry_after is not None
    asked = min(outcome.retry_after, 3600)
    assert due - NOW >= timedelta(seconds=max(5, asked) - 0.001)
    assert due - NOW <= timedelta(seconds=max(10, asked) + 0.001)


def test_sent_and_refused_for_good_are_not_tried_again() -> None:
    assert after_try(Schedule(), Sent(200), 1, NOW, 0).state is EntryState.SENT
    dead = after_try(Schedule(), Failed("gone", 410, permanent=True), 1, NOW, 0)
    assert (dead.state, dead.due_at) == (EntryState.DEAD, None)


def test_one_that_ends_the_process_each_time_is_given_up() -> None:
    schedule = Schedule(tries=3)
    assert worn_out(schedule, 3) is None
    failed = worn_out(schedule, 4)
    assert failed is not None
    assert failed.permanent


@given(
    due=st.lists(st.sampled_from("abc")).map(lambda targets: list(enumerate(targets))),
    busy=st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)),
    free=st.integers(0, 6),
)
def test_a_slow_target_leaves_room_for_the_others(
    due: list[tuple[int, str]], busy: dict[str, int], free: int
) -> None:
    ids = chosen(due, busy, free=free, a_target=2)
    assert len(ids) <= free
    assert ids == sorted(ids)
    begun = [target for number, target in due if number in ids]
    for target in "abc":
        taken = begun.count(target)
        room = max(0, 2 - busy.get(target, 0))
        assert taken <= room
        waiting = [number for number, one in due if one == target and number not in ids]
        assert not waiting or taken == room or len(ids) == free
