"""What is no text and must be seen stands out from what is behind it: WCAG 2.2, 1.4.11."""

import re

import pytest

from bot.settings import ROOT

LEAST = 3.0
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--clause-([\w-]+): light-dark\((#\w+), (#\w+)\);",
        (ROOT / "widget" / "theme.css").read_text("utf-8"),
    )
}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it, of `#rgb` or `#rrggbb`."""
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_most() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("seen", "behind"),
    [
        ("line-strong", "surface"),  # frames of what is written into
        ("line-strong", "surface-raised"),  # the same in a form's card
        ("accent", "surface"),  # the focus, the sending button
        ("accent", "paper"),
        ("text-soft", "surface"),  # icons
        ("text-soft", "surface-sunken"),
        ("paper-soft", "paper"),
        ("paper-soft", "mark"),  # the line under the sentence that answers
        ("danger", "surface-raised"),  # the frame of what is wrong
    ],
)
def test_frames_icons_and_signs_stand_out(seen: str, behind: str, scheme: int) -> None:
    assert contrast(TOKENS[seen][scheme], TOKENS[behind][scheme]) >= LEAST
