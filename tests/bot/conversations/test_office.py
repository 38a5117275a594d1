"""Office hours: over midnight's edges, holidays and the changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.conversations.office import OfficeHours
from bot.settings import Settings

WEEK = "mo-fr 08:00-12:00 13:00-17:30; sa 09:00-12:00"
ZURICH = OfficeHours.parse("Europe/Zurich", WEEK, ["2026-05-14", "12-25"])


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-03-02T06:59", False, "2026-03-02T07:00"),  # a Monday, winter time
        ("2026-03-02T07:00", True, "2026-03-02T07:00"),
        ("2026-03-02T11:00", False, "2026-03-02T12:00"),  # lunch
        ("2026-03-02T16:30", False, "2026-03-03T07:00"),
        ("2026-03-28T11:00", False, "2026-03-30T06:00"),  # the clocks change on Sunday
        ("2026-05-13T15:30", False, "2026-05-15T06:00"),  # a holiday between
        ("2026-12-24T16:30", False, "2026-12-26T08:00"),  # every year's holiday; a Saturday then
    ],
)
def test_when_people_are_at_work(moment: str, is_open: bool, opens: str) -> None:
    assert ZURICH.is_open(at(moment)) is is_open
    assert ZURICH.opens_at(at(moment)) == at(opens)


def test_without_hours_people_always_are() -> None:
    always = OfficeHours.parse()
    assert always.is_open(at("2026-03-01T03:00"))
    assert OfficeHours.parse(hours="mo 09:00-24:00").is_open(at("2026-03-02T23:59"))


def test_an_hour_that_summer_time_leaves_out_does_no_harm() -> None:
    night = OfficeHours.parse("Europe/Zurich", "su 02:15-02:45")
    opens = night.opens_at(at("2026-03-28T12:00"))
    assert opens is not None
    assert opens > at("2026-03-28T12:00")


def test_who_is_never_there_is_not_waited_for() -> None:
    closed = OfficeHours.parse(hours="mo 09:00-10:00", holidays=[f"{m:02}-{d:02}" for m in
        range(1, 13) for d in range(1, 29)] + ["01-29", "01-30", "01-31"])  # fmt: skip
    assert closed.opens_at(at("2026-03-02T07:00")) in (None, at("2026-03-30T09:00"))


@pytest.mark.parametrize(
    ("given_settings", "named"),
    [
        ({"zone": "Europe/Nowhere"}, "Europe/Nowhere"),
        ({"hours": "monday 08:00-09:00"}, "monday"),
        ({"hours": "mo"}, "no hours"),
        ({"hours": "mo 09:00-08:00"}, "end after"),
        ({"hours": "mo 08:00-25:00"}, "end after"),
        ({"hours": "mo 8-9"}, "8-9"),
        ({"holidays": ["2026-02-30"]}, "2026-02-30"),
        ({"holidays": ["x"]}, "“x”"),
    ],
)
def test_a_slip_is_named(given_settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        OfficeHours.parse(**given_settings)  # type: ignore[arg-type]


def test_a_slip_in_the_settings_is_told_at_start() -> None:
    with pytest.raises(ValidationError, match="monday"):
        Settings(office_hours="monday 08:00-09:00")
    assert Settings(office_time_zone="Europe/Zurich").office.zone.key == "Europe/Zurich"  # type: ignore[attr-defined]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_when_it_says_it_opens_it_is_open_and_not_before(moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    opens = ZURICH.opens_at(now)
    assert opens is not None
    assert opens >= now
    assert ZURICH.is_open(opens)
    if opens > now:
        assert not ZURICH.is_open(now)
        assert not ZURICH.is_open(opens - timedelta(minutes=1))
