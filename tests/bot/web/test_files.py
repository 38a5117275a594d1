"""The widget's files as they go out: lean, compressed, within their budget, open to any site."""

import functools
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import brotli
import httpx
import pytest
from fastapi import FastAPI

from bot.settings import ROOT
from bot.web import problems
from bot.web.files import files_of, lean
from bot.web.joined import joined, sources, with_measures, without_unused

WIDGET = ROOT / "widget"
BEFORE_OPENING = 4 * 1024
IN_ALL = 20 * 1024
WHOLE = ("clause-chat.js", "chat.js", "clause-search.js")
MODULES = sorted(path.name for path in WIDGET.glob("*.js"))
LANGUAGES = sorted(path.stem for path in (WIDGET / "words").glob("*.json"))


@functools.cache
def served() -> FastAPI:
    """The route alone; one for all tests, because compressing takes its time."""
    app = FastAPI()
    problems.install(app)
    app.include_router(files_of(WIDGET, "/widget", whole=WHOLE))
    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """Calls it."""
    transport = httpx.ASGITransport(served())
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        yield client


async def sent(client: httpx.AsyncClient, name: str, accepted: str) -> tuple[str, bytes]:
    """How a file is compressed for who accepts that, and its body as it goes over the wire."""
    headers = {"Accept-Encoding": accepted}
    async with client.stream("GET", f"/widget/{name}", headers=headers) as response:
        body = b"".join([chunk async for chunk in response.aiter_raw()])
        return response.headers.get("content-encoding", ""), body


async def wire_bytes(client: httpx.AsyncClient, name: str) -> int:
    """How many bytes of a body go over the wire, gzipped."""
    way, body = await sent(client, name, "gzip")
    assert way == "gzip"
    return len(body)


async def test_before_it_is_opened_the_widget_weighs_at_most_4_kb(
    client: httpx.AsyncClient,
) -> None:
    assert await wire_bytes(client, "clause-chat.js") <= BEFORE_OPENING
    # nothing is imported before it is opened
    source = (WIDGET / "clause-chat.js").read_text(encoding="utf-8")
    assert not re.search(r"^import ", source, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_that_is_ever_loaded_weighs_at_most_20_kb(
    client: httpx.AsyncClient, language: str
) -> None:
    loaded = ["clause-chat.js", f"chat.js?lang={language}"]
    assert sum([await wire_bytes(client, name) for name in loaded]) <= IN_ALL
    # that is all of it: the scripts hold what every other module is made of, and ask for nothing
    held = {path.name for name in WHOLE for path in sources(WIDGET / name)}
    assert held == {*MODULES}
    assert not re.search(r"\bimport\b(?!\.meta)", (await client.get(f"/widget/{loaded[1]}")).text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_words_and_styles_go_along_with_the_script_that_says_them(
    client: httpx.AsyncClient, language: str
) -> None:
    words = json.loads((WIDGET / "words" / f"{language}.json").read_text("utf-8"))
    chat = (await client.get(f"/widget/chat.js?lang={language}")).text
    search = (await client.get(f"/widget/clause-search.js?lang={language}")).text
    for key, said in words.items():
        assert f'{key}:"' in chat, key
        assert json.dumps(said, ensure_ascii=False)[1:-1] in chat, key
    assert words["source"] in search
    assert words["rate"] not in search, "it never says so"
    # the sheets in the order in which they are asked for
    assert 0 < chat.index(":root,:host{color-scheme") < chat.index(".panel{")
    assert "--clause-note" not in chat, "only the console reads it"
    # of a language that there is not, nothing: it is fetched then, and not found
    for unknown in ("xx", "", "../fr"):
        response = await client.get("/widget/chat.js", params={"lang": unknown})
        assert response.status_code == 200
        assert words["notice"] not in response.text


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.0", ""),
        ("brotli", ""),
        ("identity", ""),
        ("", ""),
    ],
)
async def test_it_is_compressed_in_the_smallest_way_that_the_browser_reads(
    client: httpx.AsyncClient, accepted: str, way: str
) -> None:
    plain = (await sent(client, "chat.js?lang=fr", "identity"))[1]
    got, body = await sent(client, "chat.js?lang=fr", accepted)
    assert got == way
    if way == "br":
        assert brotli.decompress(body) == plain
        assert len(body) < await wire_bytes(client, "chat.js?lang=fr")


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


def test_measures_are_written_where_they_are_used() -> None:
    sheet = ":root { --a-1: 4px; --a-2: var(--b); } p { margin: var(--a-1) var(--a-2) }"
    assert with_measures(sheet).endswith("p { margin: 4px var(--a-2) }")


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
