"""Since when a statement applies: what it says itself, and nothing else."""

from datetime import date
from types import SimpleNamespace

import pytest

from bot.answering.in_force import _read, in_force_since

NEW_YEAR = date(2024, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Elle est en vigueur à partir du 1er janvier 2024.",
        "This policy is effective as of January 1, 2024.",
        "In force since 1 January 2024",
        "In Kraft seit 1. Januar 2024.",
        "Esta política está en vigor desde el 1 de enero de 2024.",
        "In vigore dal 1 gennaio 2024.",
        "Van kracht vanaf 1 januari 2024.",
        "Em vigor desde 1 de janeiro de 2024.",
        "Obowiązuje od 1 stycznia 2024 r.",
        "Effective 2024-01-01",
    ],
)
def test_the_day_that_the_statement_names(text: str) -> None:
    assert _read((text,)) == NEW_YEAR


@pytest.mark.parametrize(
    "text",
    [
        "Publiée le 20 décembre 2023.",  # published is not in force
        "Nous la tenons en vigueur. Elle date du 1er janvier 2024.",  # another sentence
        "En vigueur le 31 juin 2024.",
        "En vigueur le 1er janvier 2024. L'ancienne était en vigueur le 1er mai 2018.",
        "An effective protection since 2024.",
        "",
    ],
)
def test_otherwise_none(text: str) -> None:
    assert _read((text,)) is None


def test_the_same_day_named_twice_is_one() -> None:
    assert _read(("En vigueur le 1er janvier 2024.", "Effective January 1st, 2024")) == NEW_YEAR


def test_a_day_to_come_is_none_that_it_is_in_force_since() -> None:
    def since(year: int) -> date | None:
        text = f"En vigueur à partir du 1er janvier {year}."
        return in_force_since(SimpleNamespace(sections=[SimpleNamespace(text=text)]))  # type: ignore[arg-type]

    assert since(2024) == NEW_YEAR
    assert since(2999) is None
