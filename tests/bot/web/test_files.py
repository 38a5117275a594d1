"""The widget's files as they go out: lean, compressed, within their budget, open to any site."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.settings import ROOT
from bot.web import problems
from bot.web.files import files_of, lean
from bot.web.joined import joined, sources, without_unused

WIDGET = ROOT / "widget"
BEFORE_OPENING = 4 * 1024
OPENED = 20 * 1024
WITH_THE_REST = 25_000
WHOLE = ("chat.js", "more.js", "clause-search.js")
MODULES = sorted(path.name for path in WIDGET.glob("*.js"))
LANGUAGES = sorted(path.stem for path in (WIDGET / "words").glob("*.json"))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """Calls the route alone."""
    app = FastAPI()
    problems.install(app)
    app.include_router(files_of(WIDGET, "/widget", whole=WHOLE))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        yield client


async def wire_bytes(client: httpx.AsyncClient, name: str) -> int:
    """How many bytes of a body go over the wire."""
    async with client.stream("GET", f"/widget/{name}") as response:
        assert response.headers["content-encoding"] == "gzip"
        return len(b"".join([chunk async for chunk in response.aiter_raw()]))


async def test_before_it_is_opened_the_widget_weighs_at_most_4_kb(
    client: httpx.AsyncClient,
) -> None:
    assert await wire_bytes(client, "clause-chat.js") <= BEFORE_OPENING
    # nothing is imported before it is opened
    source = (WIDGET / "clause-chat.js").read_text(encoding="utf-8")
    assert not re.search(r"^import ", source, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_opened_it_weighs_at_most_20_kb_and_with_all_that_is_seldom_needed_25(
    client: httpx.AsyncClient, language: str
) -> None:
    opened = ["clause-chat.js", f"chat.js?lang={language}"]
    rest = f"more.js?lang={language}"
    weight = sum([await wire_bytes(client, name) for name in opened])
    assert weight <= OPENED
    assert weight + await wire_bytes(client, rest) <= WITH_THE_REST
    # that is all of it: the scripts hold what every other module is made of, and ask for nothing
    held = {path.name for name in WHOLE for path in sources(WIDGET / name)}
    assert held == {*MODULES} - {"clause-chat.js"}
    for name in (opened[1], rest):
        assert not re.search(r"\bimport\b", (await client.get(f"/widget/{name}")).text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_words_and_styles_go_along_with_the_script_that_says_them(
    client: httpx.AsyncClient, language: str
) -> None:
    words = json.loads((WIDGET / "words" / f"{language}.json").read_text("utf-8"))
    chat = (await client.get(f"/widget/chat.js?lang={language}")).text
    more = (await client.get(f"/widget/more.js?lang={language}")).text
    for key in ("notice", "event_claim", "right_erasure", "source"):
        assert json.dumps(words[key], ensure_ascii=False)[1:-1] in chat, key
    for key in ("rate", "erase_sure", "usual_wait"):
        assert words[key] in more, key
        assert words[key] not in chat, key
    assert ".panel" in chat
    assert ".stars{" not in chat
    assert ".stars span{" in more
    assert "--clause-note" not in chat, "only the console reads it"
    # of a language that there is not, nothing: it is fetched then, and not found
    for unknown in ("xx", "", "../fr"):
        response = await client.get("/widget/chat.js", params={"lang": unknown})
        assert response.status_code == 200
        assert words["notice"] not in response.text


async def test_any_site_may_load_it_and_a_new_version_is_seen_at_once(
    client: httpx.AsyncClient,
) -> None:
    first = await client.get("/widget/clause-chat.js")
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cache-control"] == "no-cache"
    again = await client.get(
        "/widget/clause-chat.js", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.content == b""
    plain = await client.get("/widget/clause-chat.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content
    head = await client.head("/widget/chat.css")
    assert head.status_code == 200
    assert head.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "name",
    ["missing.js", "..%2fpyproject.toml", "../bot/app.py", "words", "", "words/../../LICENSE"],
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, name: str) -> None:
    response = await client.get(f"/widget/{name}")
    assert response.status_code == 404


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("one(); // first", encoding="utf-8")
    app = FastAPI()
    problems.install(app)
    app.include_router(files_of(tmp_path, "/widget"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        first = await client.get("/widget/a.js")
        (tmp_path / "a.js").write_text("another(); // second", encoding="utf-8")
        second = await client.get("/widget/a.js")
        (tmp_path / "a.js").unlink()
        assert (await client.get("/widget/a.js")).status_code == 404
    assert (first.text, second.text) == ("one()", "another()")
    assert first.headers["etag"] != second.headers["etag"]


@pytest.mark.parametrize(
    ("suffix", "written", "served"),
    [
        (".js", "a(); // gone\nb();", "a(),b()"),
        (".js", "const first = 1; export { first };", "const first=1;export{first}"),
        (
            ".js",
            "const a = `http://${ b }/kept  // kept`;",
            "const a=`http://${b}/kept  // kept`",
        ),
        (".js", "f(/\\/\\/ = x/.test(a)); // gone", "f(/\\/\\/ = x/.test(a))"),
        (".css", ".a :hover { color : red } /* gone */", ".a :hover{color:red}"),
        (".json", '{ "a": "é" }', '{"a":"é"}'),
        (".svg", "<svg> </svg>", "<svg> </svg>"),
    ],
)
def test_comments_and_spacing_go(suffix: str, written: str, served: str) -> None:
    assert lean(written, suffix) == served


def test_modules_are_joined_in_the_order_in_which_they_need_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(
        "import { b } from './b.js';\nimport {\n  c,\n} from './c.js';\nexport const a = b + c;\n"
    )
    (tmp_path / "b.js").write_text("import { c } from './c.js';\nexport const b = c;\n")
    (tmp_path / "c.js").write_text("export const c = 1;\n")
    assert [path.name for path in sources(tmp_path / "a.js")] == ["c.js", "b.js", "a.js"]
    assert joined(tmp_path / "a.js").split("\n") == [
        "export const { a } = (() => {", "const c = 1;", "", "const b = c;", "", "const a = b + c;",
        "", "return { a };", "})();", "",
    ]  # fmt: skip


def test_what_goes_along_is_put_where_the_script_looks_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("const GIVEN = {};\nexport const a = GIVEN;\n")
    whole = joined(tmp_path / "a.js", {"words/fr.json": {"title": "Été"}, "a.css": "p{}"})
    assert 'const GIVEN = {"words/fr.json": {"title": "Été"}, "a.css": "p{}"};' in whole
    assert whole.count("const GIVEN") == 1
    assert "const GIVEN = {};" in joined(tmp_path / "a.js")


def test_a_style_sheet_loses_the_properties_that_nobody_reads() -> None:
    sheet = ":root { --a: 1px; --b: var(--a); --c: 3px }"
    assert without_unused(sheet, ["p { margin: var(--b) }"]).split() == (
        ":root { --a: 1px; --b: var(--a); }".split()
    )


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ("export const a = 2;\n", "declare a"),
        ("export { x };\n", "form"),
        ("import x from './c.js';\n", "form"),
        ("import { a } from './a.js';\n", "itself"),
    ],
)
def test_what_cannot_be_joined_is_refused(other: str, refused: str, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("import { x } from './b.js';\nexport const a = x;\n")
    (tmp_path / "b.js").write_text(other)
    with pytest.raises(ValueError, match=refused):
        joined(tmp_path / "a.js")


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "bot" / "web" / "static").glob("*.js"), *(ROOT / "widget").glob("*.js")]),
    ids=lambda path: path.name,
)
def test_no_script_loses_its_sense_on_the_way(path: Path) -> None:
    """The minifier leaves a bare `export` of `export {}`, which no browser reads."""
    assert not re.search(r"\bexport\s*(;|$)", lean(path.read_text("utf-8"), ".js"))
