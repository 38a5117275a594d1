"""Live support under load, and killed again and again: is a message lost, and how late are they?

python -m benchmarks.live [load|kills] [--streams 2000] [--talks 200] [--seconds 40]
                          [--messages 1000] [--visitors 20] [--agents 5] [--kills 20]

load: one `clause serve` on SQLite, over loopback. Idle visitors' streams are opened, and what they
cost in memory is read off; then visitors and agents write to each other, a message a second each,
while one reader never reads.
kills: visitors and agents exchange messages while the server is killed with SIGKILL and started
again, in the middle of what is under way.

Ends with 1 if a message was lost, doubled or out of order, whatever the speed was.
"""

import argparse
import asyncio
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import live_kills, live_load
from benchmarks.figures import percentile
from benchmarks.live_ledger import Faults

DELIVERY_MS = 250
STREAM_KB = 60
RECOVERY_SECONDS = 5
SPARE_FILES = 200


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=("load", "kills"), help="both, if left out")
    parser.add_argument("--streams", type=int, default=2000, help="visitors who only follow")
    parser.add_argument("--talks", type=int, default=200, help="conversations at once")
    parser.add_argument("--seconds", type=int, default=40, help="how long they talk")
    parser.add_argument("--messages", type=int, default=1000, help="sent while it is killed")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--agents", type=int, default=5)
    parser.add_argument("--kills", type=int, default=20)
    wanted = parser.parse_args()
    try:
        allow_files(wanted.streams + 4 * wanted.talks + SPARE_FILES)
    except ValueError as error:
        sys.exit(f"benchmarks.live: {error}")
    # what was started is ended, too, when this is
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console = Console(width=100)
    faults = []
    with tempfile.TemporaryDirectory(prefix="clause-live-") as folder:
        if wanted.what != "kills":
            load = asyncio.run(
                live_load.measure(Path(folder), wanted.streams, wanted.talks, wanted.seconds)
            )
            console.print(load_table(load, wanted.streams, wanted.talks))
            faults.append(load.faults)
        if wanted.what != "load":
            kills = asyncio.run(
                live_kills.measure(
                    f"sqlite+aiosqlite:///{folder}/kills.db",
                    wanted.messages,
                    wanted.visitors,
                    wanted.agents,
                    wanted.kills,
                )
            )
            console.print(kills_table(kills, wanted.visitors, wanted.agents))
            faults.append(kills.faults)
    one, five, _ = os.getloadavg()
    console.print(f"{os.cpu_count()} cores; the machine's load was {one:.1f} (5 min: {five:.1f})")
    for example in (example for found in faults for example in found.examples):
        console.print(example, style="red", markup=False)
    sys.exit(1 if any(faults) else 0)


def allow_files(count: int) -> None:
    """Let this process, and those it starts, open so many files.

    Raises ValueError, with what to do, if the system does not allow it.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= count:
        return
    if hard != resource.RLIM_INFINITY and hard < count:
        raise ValueError(
            f"{count} connections need as many open files, and this user may have {hard}. Raise it "
            f"(ulimit -Hn {count}, or nofile in /etc/security/limits.conf), or take less --streams."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def load_table(load: live_load.Load, streams: int, talks: int) -> Table:
    """Target beside figure."""
    rate = load.messages / load.seconds if load.seconds else 0.0
    table = Table(
        "",
        "target",
        "measured",
        "",
        title=f"{streams} idle streams; {talks} conversations, {load.messages} messages in "
        f"{load.seconds:.0f} s ({rate:.0f} a second)",
    )
    _faults(table, load.faults)
    p50, p99 = (percentile(load.delays, p) * 1000 for p in (50, 99))
    _row(table, "delivery p50", "", f"{p50:.0f} ms", None)
    _row(table, "delivery p99", f"≤ {DELIVERY_MS} ms", f"{p99:.0f} ms", p99 <= DELIVERY_MS)
    stored = percentile(load.stored_in, 99) * 1000
    _row(table, "acknowledged p99", "", f"{stored:.0f} ms", None)
    each = load.processor_seconds / max(1, load.messages) * 1000
    _row(table, "server's processor time a message", "", f"{each:.1f} ms", None)
    if streams:
        kilobytes = load.bytes_per_stream / 1024
        good = kilobytes <= STREAM_KB
        _row(table, "memory per idle stream", f"≤ {STREAM_KB} KB", f"{kilobytes:.0f} KB", good)
    cut = load.cut_off_after
    figure = f"after {cut:.0f} s" if cut is not None else "never"
    _row(table, "who never reads is cut off", "yes", figure, cut is not None)
    _row(table, "other streams that broke", "0", str(load.broken), not load.broken)
    return table


def kills_table(kills: live_kills.Kills, visitors: int, agents: int) -> Table:
    """Target beside figure."""
    table = Table(
        "",
        "target",
        "measured",
        "",
        title=f"{kills.kills} times kill -9; {visitors} visitors, {agents} agents, "
        f"{kills.messages} messages",
    )
    _faults(table, kills.faults)
    longest = max(kills.recovered_in, default=0.0)
    target = f"≤ {RECOVERY_SECONDS} s"
    _row(table, "all caught up, median", "", f"{percentile(kills.recovered_in, 50):.1f} s", None)
    good = longest <= RECOVERY_SECONDS
    _row(table, "all caught up, longest", target, f"{longest:.1f} s", good)
    _row(table, "streams taken up again", "", str(kills.reconnected), None)
    return table


def _faults(table: Table, found: Faults) -> None:
    figures = {
        "lost": found.lost,
        "doubled": found.doubled,
        "out of order": found.out_of_order,
        "never sent": found.strange,
    }
    for name, figure in figures.items():
        _row(table, name, "0", str(figure), figure == 0)


def _row(table: Table, name: str, target: str, figure: str, good: bool | None) -> None:
    table.add_row(name, target, figure, "" if good is None else "met" if good else "missed")


if __name__ == "__main__":
    main()
