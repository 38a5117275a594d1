"""Who sent what, and what each reader got of it: finds what was lost, doubled or out of order."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

EXAMPLES = 5
"""So many of what went wrong are told one by one."""


@dataclass
class Faults:
    """What went wrong, counted; `examples` tell the first of it."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    strange: int = 0  # never sent by anyone
    examples: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.out_of_order or self.strange)

    def note(self, kind: str, reader: str, what: str) -> None:
        """Count one more."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{kind.replace('_', ' ')}: {what} for {reader}")


class Ledger:
    """The messages of one conversation, and the streams that must show each once, in order.

    A sender numbers its messages 1, 2, 3 … and sends the next when the one before is stored.
    """

    def __init__(self, readers: tuple[str, ...]) -> None:
        self.readers = readers
        self.delays: list[float] = []
        """Seconds from sending to the first reader who is not the sender, message by message."""
        self._sent: dict[tuple[str, int], float] = {}
        self._got: dict[str, list[tuple[str, int]]] = {reader: [] for reader in readers}
        self._seqs: dict[str, list[int]] = {reader: [] for reader in readers}

    def sent(self, sender: str, number: int, at: float) -> None:
        """A message leaves. at: seconds of a clock that `got` is told, too."""
        self._sent.setdefault((sender, number), at)

    def got(
        self, reader: str, seq: int, sender: str = "", number: int = 0, at: float | None = None
    ) -> None:
        """A numbered event reached a reader; no sender: it is no message."""
        self._seqs[reader].append(seq)
        if not sender:
            return
        message = (sender, number)
        if at is not None and reader != sender and message not in self._got[reader]:
            self.delays.append(at - self._sent.get(message, at))
        self._got[reader].append(message)

    def messages(self) -> list[tuple[str, int]]:
        """Sender and number of all that was sent."""
        return list(self._sent)

    def is_complete(self) -> bool:
        """Whether every reader has every message that was sent."""
        return all(len(self._got[reader]) >= len(self._sent) for reader in self.readers)

    def faults(self, found: Faults | None = None) -> Faults:
        """What is wrong by now, added to `found`. Lost is what was sent and not got yet."""
        found = Faults() if found is None else found  # one without faults is false
        for reader in self.readers:
            self._of_messages(reader, found)
            self._of_numbers(reader, found)
        return found

    def _of_messages(self, reader: str, found: Faults) -> None:
        got = Counter(self._got[reader])
        for message, times in got.items():
            if message not in self._sent:
                found.note("strange", reader, str(message))
            for _ in range(times - 1):
                found.note("doubled", reader, str(message))
        for message in self._sent:
            if message not in got:
                found.note("lost", reader, str(message))
        highest: dict[str, int] = defaultdict(int)
        for sender, number in dict.fromkeys(self._got[reader]):
            if number < highest[sender]:
                found.note("out_of_order", reader, f"{(sender, number)} after {highest[sender]}")
            highest[sender] = max(highest[sender], number)

    def _of_numbers(self, reader: str, found: Faults) -> None:
        """The service's own numbers: 1, 2, 3 … whoever wrote."""
        last = 0
        seen: set[int] = set()
        for seq in self._seqs[reader]:
            if seq in seen:
                continue  # a double: counted as a message, or a change of state told again
            seen.add(seq)
            if seq != last + 1:
                found.note("out_of_order", reader, f"event {seq} after {last}")
            last = max(last, seq)
