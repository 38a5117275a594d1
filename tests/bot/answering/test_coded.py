"""Patterns written with the names of the codes."""

import pytest

from bot.answering.coded import GROUPS, coded, codes_of
from bot.answering.lexicon import CODES, lexicon


def test_names_become_codes() -> None:
    assert coded("<want can> <little>{0,4} <talk>").pattern == "[WC][ad]{0,4}T"
    assert coded("^ <not no if>* (?= $ | <, polite>)").pattern == r"^[^NS]*(?=$|[,y])"
    assert coded("(?<= ^ <greeting>) <unknown> | <number>").pattern == r"(?<=^g)x|\#"
    assert codes_of("people unknown ?") == "PpQx?"


def test_a_pattern_finds_what_it_names() -> None:
    wish = coded("<want> <talk> <little>{0,2} <staff>")
    assert wish.search(lexicon("fr").encode("Je veux parler à un conseiller"))
    assert not wish.search(lexicon("fr").encode("Je veux parler à un robot"))


@pytest.mark.parametrize("unknown", ["<wish>", "<not wish>", "<>a<nothing>"])
def test_a_name_that_is_not_known_is_refused(unknown: str) -> None:
    with pytest.raises(KeyError):
        coded(unknown)


def test_groups_hold_kinds() -> None:
    assert not set(GROUPS) & set(CODES)
    assert all(codes_of(name) for name in GROUPS)
