"""Where a citation opens: our own page, the company's own page, or a place inside a file."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from bot.answering.citing import Url
from index.snapshot import Snapshot

_WHOLE = 60  # characters up to which a quote stands in a text fragment as it is
_WORDS = 4  # of a longer one's beginning and end


def page_url(base_url: str, pages: Mapping[str, str] | None = None) -> Url:
    """Addresses of the service's own statement page, with the sentence marked.

    pages: where the company shows a statement itself, by document, or by document and language
    (`privacy.fr`): there a text fragment marks the sentence.
    """
    own = pages or {}

    def url(snapshot: Snapshot, anchor: str, start: int, end: int) -> str:
        page = own.get(f"{snapshot.document}.{snapshot.language}", own.get(snapshot.document))
        if page:
            section = next(one for one in snapshot.sections if one.anchor == anchor)
            return f"{page.partition('#')[0]}#{text_fragment(section.text[start:end])}"
        query = urlencode(
            {
                "lang": snapshot.language,
                "version": snapshot.version,
                "section": anchor,
                "start": start,
                "end": end,
            }
        )
        return f"{base_url}/statements/{snapshot.document}?{query}#{quote(anchor)}"

    return url


def file_url(name: str) -> Url:
    """Addresses inside a file that no service shows: its name and the section's anchor."""
    return lambda _snapshot, anchor, _start, _end: f"{quote(name)}#{quote(anchor)}"


def text_fragment(text: str) -> str:
    """What marks `text` on a page: `:~:text=first%20words,last%20words`."""
    said = text.split()
    if len(text) <= _WHOLE or len(said) <= 2 * _WORDS:
        return f":~:text={_part(said)}"
    return f":~:text={_part(said[:_WORDS])},{_part(said[-_WORDS:])}"


def _part(words: list[str]) -> str:
    # a hyphen, a comma and an ampersand mean something there
    return quote(" ".join(words), safe="").replace("-", "%2D")
