"""The audit log in sentences."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.conversations.states import Action
from bot.settings import ROOT
from bot.spreadsheet import escaped
from bot.store.audit import COMMAND_LINE, AuditLine
from bot.web.pages.audit import filter_of, sentence
from bot.web.pages.rendering import words

SAID = words("people", "en")["audit"]


def line(action: str, target: str, detail: dict[str, Any] | None = None) -> AuditLine:
    return AuditLine(1, datetime.now(UTC), 1, "Ada {what}", action, target, detail)


def test_every_action_that_is_logged_has_a_name_and_a_sentence() -> None:
    assert SAID["names"].keys() == SAID["sentences"].keys()
    written = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    for action in SAID["names"]:
        assert f'"{action}"' in written, action
    logged = set(re.findall(r'(?:audit_line|\.audit|add_audit|_line)\(\s*\w+, "([\w-]+)"', written))
    assert len(logged) > 12
    assert logged | ({one.value for one in Action} - {"away"}) <= SAID["names"].keys()


def test_a_sentence_tells_who_did_what_to_what() -> None:
    assert (
        sentence(line("disable", "account bo@example.org")) == "Ada {what} disabled bo@example.org"
    )
    given = line("reassign", f"conversation {'5b0c' * 8}", {"from": None, "to": "Bo"})
    assert sentence(given) == "Ada {what} gave conversation 5B0C to Bo"
    assert sentence(line("change_role", "account a@b.c", {"to": "{who}"})).endswith("role {who}")
    assert sentence(line("rename", "account a@b.c")).endswith("to ")
    made = replace(
        line("add_account", "account a@b.c", {"role": "admin"}), account_name=COMMAND_LINE
    )
    assert sentence(made) == "The command line added a@b.c as administrator"
    assert "dance" in sentence(line("dance", "floor 7"))
    for action in SAID["sentences"]:
        assert sentence(line(action, "x y")).startswith("Ada")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=1"])
def test_no_spreadsheet_takes_a_name_for_a_formula(text: str) -> None:
    assert escaped(text) == f"'{text}"
    assert escaped(f"a{text}") == f"a{text}"


def test_the_last_day_is_in_the_period_and_nonsense_is_told() -> None:
    wanted = filter_of("7", "claim", "2026-05-01", "2026-05-31")
    asked = wanted.wanted()
    assert (asked["account_id"], asked["action"]) == (7, "claim")
    assert asked["since"] == datetime(2026, 5, 1, tzinfo=UTC)
    assert asked["until"] == datetime(2026, 6, 1, tzinfo=UTC)
    assert not wanted.wrong
    assert (wanted.since, wanted.until) == (date(2026, 5, 1), date(2026, 5, 31))
    assert filter_of("x", "", "yesterday", "").wrong
    assert filter_of("9" * 20).account_id is None
