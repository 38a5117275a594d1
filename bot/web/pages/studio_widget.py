"""The studio's configurator of the chat: what the owner chooses, the lines to paste, and the chat itself.

It is a plain form that is asked for with GET: the server checks what was chosen and writes the lines; a
script asks for the same page again while something is changed, and hands the chat what the server says.
"""

import html
import json
import math
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from bot.plain_text import plain_text
from bot.web.api.schemas import Language
from bot.web.guard import PAGE_POLICY
from bot.web.pages.forms import settings_of
from bot.web.pages.rendering import PRIVATE, PageRoute, page, staff_page
from bot.web.pages.studio_version import Owner
from bot.web.pages.transcript import chat_words
from bot.web.pages.words import fill, words
from bot.web.reader import language
from bot.web.tones import NEEDED, Tone, hex_colour, tone_of

ADDRESS = "/studio/widget"
LANGUAGES: tuple[str, ...] = get_args(Language)
OWN_NAMES = {
    "fr": "Français", "en": "English", "es": "Español", "de": "Deutsch", "it": "Italiano",
    "nl": "Nederlands", "pt": "Português", "pl": "Polski", "uk": "Українська", "ar": "العربية",
}  # fmt: skip
POSITIONS = ("left", "right")
THEMES = ("light", "dark", "auto")
TEXTS = ("bubble", "title", "ask", "hint")
"""Of the words that a site may choose itself those that every visitor sees; the others by hand."""
TEXT_LIMIT = 120  # characters
SUGGESTIONS_LIMIT = 10
HIGHEST = 2**31 - 1

router = APIRouter(prefix=ADDRESS, route_class=PageRoute, include_in_schema=False)

Text = Annotated[str, Query(max_length=4000)]


@dataclass
class Choices:
    """What was chosen, as it was typed, and what of it can't be: by field, the key of a sentence."""

    typed: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    colour: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    style: dict[str, str] = field(default_factory=dict)

    @property
    def looks(self) -> dict[str, Any]:
        """What the chat beside the form is given. What changes nothing to be seen is left out."""
        seen = {name: value for name, value in self.attributes.items() if name != "memory"}
        return {"attributes": seen, "style": self.style}


def chosen(typed: dict[str, str]) -> Choices:
    """Checks what was typed; what can't be is left out of the lines, and `wrong` says why."""
    choices = Choices({name: plain_text(value) for name, value in typed.items()})
    given, attributes = choices.typed, choices.attributes
    for name, possible in (("lang", LANGUAGES), ("position", POSITIONS), ("theme", THEMES)):
        if given[name] in possible:
            attributes[name] = given[name]
        elif given[name]:
            choices.wrong[name] = "choice"
    if colour := hex_colour(given["colour"]):
        choices.colour = choices.style["--clause-accent"] = colour
    elif given["colour"]:
        choices.wrong["colour"] = "colour"
    _read_z(choices)
    _read_texts(choices)
    _read_suggestions(choices)
    for name in ("share-page", "memory"):
        if given[name]:
            attributes[name] = ""
    return choices


def lines_of(choices: Choices, base_url: str) -> str:
    """The HTML to paste."""
    styles = "; ".join(f"{name}: {value}" for name, value in choices.style.items())
    attributes = choices.attributes | ({"style": styles} if styles else {})
    tag = "".join(f" {_attribute(name, value)}" for name, value in attributes.items())
    source = html.escape(f"{base_url}/widget/clause-chat.js")
    return f'<script type="module" src="{source}"></script>\n<clause-chat{tag}></clause-chat>'


async def choices_of(
    colour: Text = "",
    position: Text = "",
    lang: Text = "",
    theme: Text = "",
    z: Text = "",
    bubble: Text = "",
    title: Text = "",
    ask: Text = "",
    hint: Text = "",
    suggestions: Text = "",
    share_page: Annotated[Text, Query(alias="share-page")] = "",
    memory: Text = "",
) -> Choices:
    """What the address says."""
    return chosen(
        {
            "colour": colour, "position": position, "lang": lang, "theme": theme, "z": z,
            "bubble": bubble, "title": title, "ask": ask, "hint": hint, "suggestions": suggestions,
            "share-page": share_page, "memory": memory,
        }
    )  # fmt: skip


Chosen = Annotated[Choices, Depends(choices_of)]


@router.get("")
async def configurator(request: Request, session: Owner, choices: Chosen) -> HTMLResponse:
    """The form, what it says of the choices, the lines, and the chat in a frame."""
    said = words("configurator")
    context = {
        "said": said,
        "choices": choices,
        "problems": {name: said["problems"][why] for name, why in choices.wrong.items()},
        "verdict": _verdict(choices.colour, said),
        "lines": lines_of(choices, settings_of(request).base_url),
        "looks": json.dumps(choices.looks, ensure_ascii=False),
        "query": request.url.query,
        "usual": chat_words(choices.attributes.get("lang", language())),
        "languages": [(code, OWN_NAMES[code]) for code in LANGUAGES],
        "texts": TEXTS,
        "text_limit": TEXT_LIMIT,
    }
    response = staff_page("studio_widget.html", session, "studio", context)
    response.headers["Content-Security-Policy"] = f"{PAGE_POLICY}; frame-src 'self'"
    return response


@router.get("/preview")
async def preview(request: Request, session: Owner, choices: Chosen) -> Response:
    """A page such as the owner's may be, with the chat on it, for the frame.

    The chat's style is set by the configurator's script: a policy without inline styles holds here.
    """
    context = {
        "said": words("configurator"),
        "attributes": choices.looks["attributes"],
    }
    policy = PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    headers = PRIVATE | {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}
    return page("widget_preview.html", context, headers=headers)


def _read_z(choices: Choices) -> None:
    typed = choices.typed["z"]
    if not typed:
        return
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 10 else -1
    if 0 <= number <= HIGHEST:
        choices.style["--clause-z"] = str(number)
    else:
        choices.wrong["z"] = "z"


def _read_texts(choices: Choices) -> None:
    own = {}
    for name in TEXTS:
        text = " ".join(choices.typed[name].split())
        if len(text) > TEXT_LIMIT:
            choices.wrong[name] = "text"
        elif text:
            own[name] = text
    if own:
        choices.attributes["words"] = json.dumps(own, ensure_ascii=False)


def _read_suggestions(choices: Choices) -> None:
    asked = [" ".join(one.split()) for one in choices.typed["suggestions"].splitlines()]
    asked = [one for one in asked if one]
    if len(asked) > SUGGESTIONS_LIMIT:
        choices.wrong["suggestions"] = "many"
    elif any(len(one) > TEXT_LIMIT for one in asked):
        choices.wrong["suggestions"] = "text"
    elif any("|" in one for one in asked):
        choices.wrong["suggestions"] = "bar"
    elif asked:
        choices.attributes["suggestions"] = " | ".join(asked)


def _attribute(name: str, value: str) -> str:
    if not value:
        return name
    # JSON stays readable between apostrophes
    sign, other = ("'", "&#39;") if '"' in value else ('"', "&quot;")
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{name}={sign}{text.replace(sign, other)}{sign}"


def _verdict(colour: str, said: dict[str, Any]) -> list[dict[str, Any]]:
    """What the check of contrast says of the colour, on light pages and on dark ones."""
    if not colour:
        return []
    return [_said_of(tone_of(colour, dark=dark), said, dark=dark) for dark in (False, True)]


def _said_of(tone: Tone, said: dict[str, Any], *, dark: bool) -> dict[str, Any]:
    how = "kept" if not tone.changed else "safer" if tone.readable else "changed"
    sentence = fill(
        said["verdict"][how],
        given=tone.given,
        shown=tone.shown,
        was=_ratio(tone.given_contrast, said),
        now=_ratio(tone.shown_contrast, said),
        needed=_ratio(NEEDED, said),
        way=said["verdict"]["lighter" if dark else "darker"],
    )
    page_kind = said["verdict"]["dark" if dark else "light"]
    return {"text": f"{page_kind} {sentence}", "good": how == "kept", "shown": tone.shown}


def _ratio(contrast: float, said: dict[str, Any]) -> str:
    """Cut, not rounded: 4.49 is not 4.5."""
    return f"{math.floor(contrast * 10) / 10:.1f}".replace(".", said["verdict"]["point"])
