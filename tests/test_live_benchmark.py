"""The benchmark of live support notices what it is there to notice."""

import re
import resource
from concurrent.futures import ProcessPoolExecutor

import pytest

from benchmarks.figures import percentile
from benchmarks.live import allow_files
from benchmarks.live_ledger import Faults, Ledger

# what the service numbers, as (seq, sender, number); seq 1 is a change of state
WHOLE = [(1, "", 0), (2, "visitor", 1), (3, "agent", 1), (4, "visitor", 2), (5, "visitor", 3)]


def told(events: list[tuple[int, str, int]]) -> Faults:
    """What the ledger finds if one reader got these, and the other all."""
    ledger = Ledger(("visitor", "agent"))
    for seq, sender, number in WHOLE:
        if sender:
            ledger.sent(sender, number, at=float(seq))
        ledger.got("visitor", seq, sender, number, at=float(seq) + 0.5)
    for seq, sender, number in events:
        ledger.got("agent", seq, sender, number, at=float(seq) + 0.25)
    return ledger.faults()


def test_all_of_it_in_order_is_no_fault() -> None:
    assert told(WHOLE) == Faults()
    assert not told(WHOLE)


def test_a_lost_message_is_noticed() -> None:
    found = told(WHOLE[:3] + WHOLE[4:])
    assert (found.lost, found.doubled) == (1, 0)
    assert "('visitor', 2)" in found.examples[0]


def test_the_last_message_lost_is_noticed_though_no_number_is_missing() -> None:
    found = told(WHOLE[:-1])
    assert (found.lost, found.doubled, found.out_of_order) == (1, 0, 0)
    assert found


@pytest.mark.parametrize(
    "again", [WHOLE[1], (6, "visitor", 1)], ids=["shown twice", "stored twice"]
)
def test_a_doubled_message_is_noticed(again: tuple[int, str, int]) -> None:
    found = told([*WHOLE, again])
    assert (found.lost, found.doubled) == (0, 1)


def test_two_swapped_messages_of_one_sender_are_noticed() -> None:
    found = told([*WHOLE[:3], WHOLE[4], WHOLE[3]])
    assert (found.lost, found.doubled) == (0, 0)
    assert found.out_of_order > 0


def test_messages_stored_in_another_order_than_sent_are_noticed() -> None:
    found = told([*WHOLE[:3], (4, "visitor", 3), (5, "visitor", 2)])
    assert (found.lost, found.doubled, found.out_of_order) == (0, 0, 1)


def test_two_swapped_messages_of_both_senders_are_noticed() -> None:
    found = told([WHOLE[0], WHOLE[2], WHOLE[1], *WHOLE[3:]])
    assert (found.lost, found.doubled) == (0, 0)
    assert found.out_of_order > 0


def test_a_message_that_nobody_sent_is_noticed() -> None:
    assert told([*WHOLE, (6, "visitor", 9)]).strange == 1


def test_faults_add_up_over_conversations() -> None:
    lossy = Ledger(("visitor",))
    lossy.sent("agent", 1, at=0)
    found = Faults()
    for _ in range(7):
        lossy.faults(found)
    assert found.lost == 7
    assert len(found.examples) == 5


def test_a_delay_is_from_the_first_sending_to_the_other_side() -> None:
    ledger = Ledger(("visitor", "agent"))
    ledger.sent("visitor", 1, at=10.0)
    ledger.sent("visitor", 1, at=12.0)  # sent again, for it was not acknowledged
    ledger.got("visitor", 1, "visitor", 1, at=12.1)
    assert ledger.delays == []
    assert not ledger.is_complete()
    ledger.got("agent", 1, "visitor", 1, at=12.5)
    ledger.got("agent", 1, "visitor", 1, at=19.0)  # the double of it is another matter
    assert ledger.delays == [2.5]


def test_percentiles() -> None:
    assert percentile([], 99) == 0
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([float(n) for n in range(100)], 99) == 99.0


def test_too_few_files_are_said_with_what_to_do() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    # where the user may open as many as there are, fewer are allowed to a process of its own
    with ProcessPoolExecutor(1, initializer=_allow_at_most, initargs=(before[0],)) as process:
        refused = process.submit(allow_files, before[0] + 1).exception()
    assert isinstance(refused, ValueError)
    assert re.search(r"ulimit -Hn .* --streams", str(refused))
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def _allow_at_most(files: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
