"""What docs/notify.md and docs/tickets.md say is so."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.notify import smtp, webhooks, worker
from bot.notify.schedule import Schedule
from bot.notify.webhooks import headers_of, new_secret
from bot.settings import Settings

DOCS = Path(__file__).resolve().parents[3] / "docs"
NOTIFY, TICKETS = ((DOCS / name).read_text("utf-8") for name in ("notify.md", "tickets.md"))


def snippet() -> dict[str, Any]:
    """What the page's Python defines."""
    [code] = re.findall(r"```python\n(.*?)```", NOTIFY, re.S)
    names: dict[str, Any] = {}
    exec(code, names)
    return names


def test_the_snippet_tells_ours_from_others() -> None:
    verified = snippet()["verified"]
    secret, body = new_secret(), '{"text":"é"}'.encode()
    headers = headers_of(secret, "c-1-w1", datetime.now(UTC), body)
    assert verified(secret, headers, body)
    assert not verified(new_secret(), headers, body)
    assert not verified(secret, headers, body + b" ")
    assert not verified(secret, headers | {"webhook-id": "c-2-w1"}, body)
    later = headers | {"webhook-timestamp": str(int(time.time()) + 1)}
    assert not verified(secret, later, body)
    old = headers_of(secret, "c-1-w1", datetime.fromtimestamp(time.time() - 400, UTC), body)
    assert not verified(secret, old, body)
    two = headers["webhook-signature"]
    assert verified(secret, headers | {"webhook-signature": f"v1,other {two}"}, body)


def test_the_numbers_are_those_of_the_code() -> None:
    schedule = Schedule()
    first = [round(schedule.first * 2**n) for n in range(3)]
    for said in (
        f"after {first[0]}, {first[1]}, {first[2]} … seconds, up to {schedule.longest / 3600:.0f} hours",
        f"After {schedule.tries} tries",
        f"for {worker.LEASE_SECONDS:.0f} seconds; a try takes at most {worker.TRY_SECONDS:.0f}",
        f"Any 2xx within {webhooks.SEND_SECONDS:.0f} seconds",
    ):
        assert said in NOTIFY
    assert worker.STOP_SECONDS == 3
    assert max(smtp.SMTP_SECONDS, webhooks.SEND_SECONDS) < worker.TRY_SECONDS
    assert worker.TRY_SECONDS <= worker.LEASE_SECONDS / 2


def test_the_settings_that_are_named_exist() -> None:
    known = {f"CLAUSE_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"CLAUSE_[A-Z_]+", NOTIFY + TICKETS))
    assert named <= known
