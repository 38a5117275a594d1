"""The tone of a brand's colour that the chat shows: as `widget/clause-chat.js` has the browser make it.

There it is `oklch(from <colour> min(l, .51) c h)` on light pages and `max(l, .74)` on dark ones, what is
out of the screen's reach cut off; a test compares the two in a browser. Contrast is WCAG's.
"""

import math
import re
from dataclasses import dataclass

DARKEST_ON_LIGHT = 0.51
LIGHTEST_ON_DARK = 0.74
NEEDED = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""
LIGHT = ("#ffffff", "#ffffff")
DARK = ("#06272a", "#12191a")
"""What is written on the colour, and what the colour stands on; of `widget/theme.css`."""
_EPSILON = 0.0005

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Tone:
    """What becomes of a colour on a light or a dark page. contrasts: the lower of those that count."""

    given: str
    shown: str
    given_contrast: float
    shown_contrast: float

    @property
    def changed(self) -> bool:
        """Whether another tone is shown."""
        return self.given != self.shown

    @property
    def readable(self) -> bool:
        """Whether what was given could be read."""
        return self.given_contrast >= NEEDED


def hex_colour(text: str) -> str | None:
    """`#rrggbb` of `#rgb` or `#rrggbb`, with the sign or without; None for what is no such colour."""
    found = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", text.strip().lower())
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def tone_of(colour: str, *, dark: bool) -> Tone:
    """What the chat makes of `#rrggbb`."""
    lightness, a, b = _oklab(_linear(colour))
    wanted = max(lightness, LIGHTEST_ON_DARK) if dark else min(lightness, DARKEST_ON_LIGHT)
    same = abs(wanted - lightness) < _EPSILON
    shown = colour if same else _hex(_from_oklab(wanted, a, b))
    around = DARK if dark else LIGHT
    return Tone(
        given=colour,
        shown=shown,
        given_contrast=min(contrast(colour, one) for one in around),
        shown_contrast=min(contrast(shown, one) for one in around),
    )


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Rgb:
    def one(at: int) -> float:
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4)

    return one(1), one(3), one(5)


def _hex(linear: Rgb) -> str:
    def one(value: float) -> int:
        value = min(max(value, 0.0), 1.0)
        shown = 12.92 * value if value <= 0.0031308 else 1.055 * math.pow(value, 1 / 2.4) - 0.055
        return round(255 * shown)

    return "#" + "".join(f"{one(value):02x}" for value in linear)


# Björn Ottosson's OKLab (2020), as CSS Color 4 has it
def _oklab(linear: Rgb) -> tuple[float, float, float]:
    r, g, b = linear
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> Rgb:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
