"""The command line, as processes: what goes in, what comes out, and what is refused how."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.shipped import MODEL, ROOT, STATEMENT


def clause(
    *arguments: str, stdin: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command; settings are CLAUSE_* variables in lower case without the prefix."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CLAUSE_")}
    environment |= {f"CLAUSE_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=stdin,
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        env=environment,
        check=False,
    )


def shown_by(done: subprocess.CompletedProcess[bytes]) -> str:
    """Standard output without the layout of the terminal."""
    return " ".join(done.stdout.decode().replace("▌", " ").split())


def sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/clause.db"


def assert_refused(done: subprocess.CompletedProcess[bytes], *words: str) -> None:
    """Exit code 2, one clear sentence on standard error, no traceback, nothing on standard output."""
    stderr = done.stderr.decode()
    assert done.returncode == 2, stderr
    assert "Traceback" not in stderr
    refusals = [line for line in stderr.splitlines() if line.startswith("clause: ")]
    assert len(refusals) == 1, stderr
    for word in words:
        assert word in refusals[0]
    assert done.stdout == b""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the real statement published."""
    url = sqlite(tmp_path_factory.mktemp("published"))
    done = clause("index", database_url=url)
    assert done.returncode == 0, done.stderr.decode()
    assert b"privacy.fr.txt" in done.stdout
    assert b"published" in done.stdout
    return url


def test_help_is_for_people() -> None:
    for command in ([], ["serve"], ["index"], ["ask"], ["users"], ["users", "add"]):
        done = clause(*command, "--help")
        assert done.returncode == 0
        assert b"Usage" in done.stdout


def test_ask_prints_the_clause(published: str) -> None:
    done = clause("ask", "Comment supprimer mon compte ?", database_url=published)
    assert done.returncode == 0, done.stderr.decode()
    shown = shown_by(done)
    assert "Suppression de compte" in shown
    assert "possibilité de" in shown
    assert "answered" in shown


def test_index_again_changes_nothing(published: str) -> None:
    done = clause("index", database_url=published)
    assert b"unchanged" in done.stdout


def test_jsonl_answers_line_by_line_in_order(published: str) -> None:
    lines = [
        b'{"id": 7, "question": "Comment supprimer mon compte ?", "note": "left alone"}',
        b"not json",
        b"",
        b'{"id": "empty", "question": ""}',
        b'{"id": "none"}',
        b'{"id": "number", "question": 5}',
        b'{"id": "long", "question": "' + b"x" * 2_001 + b'"}',
        b'{"id": "language", "question": "cookies", "language": "xx"}',
        b'{"id": "bytes", "question": "\xff"}',
        b"[]",
        b'{"id": NaN, "question": "cookies"}',
        b'{"id": "half \\ud83d", "question": "cookies \\ud83d ?", "language": "xx"}',
        b"[" * 100_000,
        b'{"question": "merci", "language": "fr"}',
    ]
    done = clause("ask", "--jsonl", "-", stdin=b"\n".join(lines) + b"\n", database_url=published)
    assert done.returncode == 0, done.stderr.decode()
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(out) == len(lines)
    assert out[0]["id"] == 7
    assert out[0]["verdict"] == "answered"
    assert out[0]["citations"][0]["anchor"] == "suppression-de-compte"
    assert "note" not in out[0]
    assert out[-1] == {
        "id": None,
        "verdict": "small_talk",
        "confidence": 0.0,
        "language": "fr",
        "text": out[-1]["text"],
        "citations": [],
        "handoff_offered": False,
        "curated": None,  # a file has no owner who wrote something above it
    }
    for entry in out[1:-1]:
        assert set(entry) == {"id", "error"}
        assert entry["error"].endswith((".", ")", '"}.')) or "JSON" in entry["error"], entry
    assert [entry["id"] for entry in out[1:-1]] == [
        None, None, "empty", "none", "number", "long", "language", None, None, None,
        "half \ud83d", None,
    ]  # fmt: skip


def test_a_statement_file_needs_no_database(tmp_path: Path) -> None:
    statement = tmp_path / "notice.md"
    statement.write_text(
        "# Privacy at Larkspur\n\n## Cookies\n\nWe set one cookie, and it lasts a day.\n\n"
        "## Sharing\n\nWe never sell your personal data to anyone.\n",
        "utf-8",
    )
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "question": "Do you sell my personal data?"}\n')
    done = clause(
        "ask",
        "--statement",
        str(statement),
        "--jsonl",
        str(questions),
        database_url="sqlite+aiosqlite:////nowhere/at/all.db",
    )
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    assert answer["citations"][0]["quote"] == "We never sell your personal data to anyone."
    assert answer["citations"][0]["url"] == "notice.md#sharing"
    assert answer["language"] == "en"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("latin.txt", "déjà".encode("latin-1"), "not UTF-8"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture"),
        ("huge.txt", b"a " * 10_000_000, "20,000,000 bytes"),
        ("statement.xyz", b"text", "Known endings"),
    ],
)
def test_what_is_no_statement_is_refused(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert_refused(clause("ask", "cookies ?", "--statement", str(path)), name, says)
    folder = tmp_path / "statements"
    folder.mkdir()
    (folder / f"privacy.fr{path.suffix}").write_bytes(content)
    if path.suffix == ".txt":
        done = clause("index", statements=str(folder), database_url=sqlite(tmp_path))
        assert_refused(done, says)


def test_a_bad_new_text_leaves_the_published_one_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "statements"
    folder.mkdir()
    file = folder / "privacy.fr.txt"
    file.write_bytes(STATEMENT.read_bytes())
    settings = {"statements": str(folder), "database_url": sqlite(tmp_path)}
    assert clause("index", **settings).returncode == 0
    file.write_bytes(b"\x00\xff binary")
    assert_refused(clause("index", **settings), "not a text file")
    done = clause("ask", "Comment supprimer mon compte ?", **settings)
    assert "Suppression de compte" in shown_by(done)


def test_files_and_folders_that_are_not_there(tmp_path: Path, published: str) -> None:
    missing = str(tmp_path / "missing.txt")
    assert_refused(clause("ask", "x", "--statement", missing), "can't be read", missing)
    done = clause("index", statements=str(tmp_path / "none"), database_url=published)
    assert_refused(done, "is not there")
    done = clause("index", statements=str(tmp_path), database_url=published)
    assert_refused(done, "no statement in")
    (tmp_path / "declaration.txt").write_text("Bonjour.")
    done = clause("index", statements=str(tmp_path), database_url=published)
    assert_refused(done, "declaration.txt", "privacy.fr.txt")
    assert clause("ask", "--jsonl", missing, database_url=published).returncode == 2


def test_model_path_that_does_not_exist(tmp_path: Path, published: str) -> None:
    done = clause("ask", "x", "--encoder", str(tmp_path / "no-model"), database_url=published)
    assert_refused(done, "no-model", "modules.json")


def test_snapshot_of_another_model_and_damaged_snapshot(tmp_path: Path) -> None:
    import shutil
    import sqlite3

    url = sqlite(tmp_path)
    assert clause("index", database_url=url).returncode == 0
    other = tmp_path / "other-e5"
    shutil.copytree(MODEL, other)
    assert_refused(
        clause("ask", "x", "--encoder", str(other), database_url=url), "clause index", "other-e5"
    )
    with sqlite3.connect(tmp_path / "clause.db") as database:
        blob = bytearray(database.execute("SELECT snapshot FROM versions").fetchone()[0])
        blob[5_000] ^= 1
        database.execute("UPDATE versions SET snapshot = ?", (bytes(blob),))
    database.close()
    assert_refused(clause("ask", "x", database_url=url), "damaged", "clause index")
    # the text was never touched: indexing mends it
    assert b"reindexed" in clause("index", database_url=url).stdout
    done = clause("ask", "Comment supprimer mon compte ?", database_url=url)
    assert "Suppression de compte" in shown_by(done)


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    assert_refused(clause("ask", "x", database_url=sqlite(tmp_path)), "clause index")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"port": "abc"}, "CLAUSE_PORT"),
        ({"port": "99999"}, "CLAUSE_PORT"),
        ({"log_level": "loud"}, "debug, info"),
        ({"allowed_origins": "foo"}, "CLAUSE_ALLOWED_ORIGINS is a list"),
        ({"database_url": "mysql://x/y"}, "mysql"),
        ({"database_url": "sqlite+aiosqlite:////proc/nothing/clause.db"}, "/proc/nothing"),
        ({"host": "no-such-host.invalid"}, "no-such-host.invalid"),
    ],
)
def test_settings_that_can_not_be(settings: dict[str, str], says: str) -> None:
    assert_refused(clause("serve", **settings), says)


def test_port_in_use(published: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = clause("serve", "--port", str(port), database_url=published)
    assert_refused(done, f"Port {port}", "is in use", "--port")


def test_serve_says_where_everything_is_and_stops_when_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"CLAUSE_DATABASE_URL": sqlite(tmp_path)}
    server = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
    )
    try:
        assert server.stderr is not None
        shown = b""
        while b"password" not in shown:
            line = server.stderr.readline()
            assert line, shown.decode()
            shown += line
    finally:
        server.send_signal(signal.SIGINT)
        _, rest = server.communicate(timeout=20)
    text = (shown + rest).decode()
    for place in ("/", "/console", "/studio", "/docs"):
        assert f"http://127.0.0.1:{port}{place}" in text
    assert "admin@localhost" in text
    assert "Traceback" not in text


def test_users(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    done = clause("users", "add", "claire@example.com", "--name", "Claire", database_url=url)
    assert done.returncode == 0, done.stderr.decode()
    assert b"claire@example.com" in done.stdout
    again = clause("users", "add", "Claire@example.com", "--name", "Claire", database_url=url)
    assert_refused(again, "claire@example.com")
    assert_refused(
        clause("users", "add", "x@example.com", "--name", "X", "--role", "king", database_url=url),
        "king",
        "agent",
    )
    assert_refused(
        clause("users", "reset-password", "no@example.com", database_url=url), "no@example.com"
    )
    listed = clause("users", "list", database_url=url).stdout.decode()
    assert "Claire" in listed
    assert "agent" in listed


# --- texts: versions, publish, rollback, diff -------------------------------------------------

TEXT = "# Privacy\n\n## Orders\n\nWe keep your orders for {years} years.\n"


def test_a_text_kept_in_git_is_published_and_taken_back(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    file = tmp_path / "privacy.en.md"
    names = []
    for years in ("ten", "six"):
        file.write_text(TEXT.format(years=years))
        done = clause("publish", str(file), "--json", "--note", years, database_url=url)
        assert done.returncode == 0, done.stderr.decode()
        made = json.loads(done.stdout)
        assert (made["slug"], made["language"], made["state"]) == ("privacy", "en", "published")
        names.append(made["version"])
    listed = json.loads(clause("versions", "--json", database_url=url).stdout)
    assert [(one["version"], one["state"], one["note"]) for one in listed] == [
        (names[1], "published", "six"),
        (names[0], "superseded", "ten"),
    ]
    assert [bool(one["reviewed_at"]) for one in listed] == [True, False]
    assert [one["review_due"] for one in listed] == [False, False]
    back = clause("rollback", "privacy", "en", "--reason", "Typo", database_url=url)
    assert shown_by(back) == f"privacy.en: {names[0]} is live again."
    again = clause("publish", names[1][:8], database_url=url)
    assert shown_by(again) == f"privacy.en: {names[1]} is live."
    # a start with the folder's older text leaves it so
    folder = tmp_path / "statements"
    folder.mkdir()
    (folder / "privacy.en.md").write_text(TEXT.format(years="ten"))
    started = clause("index", database_url=url, statements=str(folder))
    assert "draft" in shown_by(started)
    table = shown_by(clause("versions", database_url=url))
    assert f"{names[1]} published" in table
    assert "privacy.en was last published today by command line." in table


def test_what_cannot_be_published_is_said(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    file = tmp_path / "statement final.md"
    file.write_text(TEXT.format(years="ten"))
    assert_refused(clause("publish", str(file), database_url=url), "--document and --language")
    assert_refused(clause("publish", "abcdef123456", database_url=url), "clause versions")
    assert_refused(clause("rollback", "privacy", "en", database_url=url), "ever published")
    assert_refused(clause("versions", "--document", "terms", database_url=url), "none yet")


def test_two_texts_compared(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(TEXT.format(years="ten"))
    new.write_text(TEXT.format(years="six") + "\n## Contact\n\nWrite to us.\n")
    same = clause("diff", str(old), str(old))
    assert (same.returncode, shown_by(same)) == (0, "Sections: 2 unchanged.")
    done = clause("diff", str(old), str(new))
    assert done.returncode == 1
    assert shown_by(done) == (
        "Sections: 1 added, 1 edited, 1 unchanged. Orders (edited) "
        "We keep your orders for [-ten-]{+six+} years. Contact (added) {+Write to us.+}"
    )
    told = json.loads(clause("diff", str(old), str(new), "--json").stdout)
    assert told["sections"][0]["stretches"] == [
        ["kept", "We keep your orders for "], ["deleted", "ten"], ["inserted", "six"],
        ["kept", " years."],
    ]  # fmt: skip
    assert_refused(clause("diff", str(old), str(tmp_path / "gone.md")), "can't be read")


def test_a_pipeline_is_stopped_by_a_broken_golden_question(tmp_path: Path) -> None:
    statements, golden = tmp_path / "statements", tmp_path / "golden"
    statements.mkdir()
    golden.mkdir()
    (statements / "privacy.en.md").write_text(TEXT.format(years="ten"))
    question = "How long do you keep my orders?"
    (golden / "privacy.en.jsonl").write_text(
        json.dumps({"question": question, "anchor": "orders"}) + "\n"
    )
    settings = {"database_url": sqlite(tmp_path), "statements": str(statements)}
    good, bad = tmp_path / "privacy.en.md", tmp_path / "bad.md"
    good.write_text(TEXT.format(years="six"))
    bad.write_text("# Privacy\n\n## Letters\n\nOur letter comes once a month.\n")
    assert clause("publish", str(statements / "privacy.en.md"), **settings).returncode == 0
    passed = clause("gate", str(good), "--json", **settings)
    assert passed.returncode == 0, passed.stderr.decode()
    assert json.loads(passed.stdout)["counts"]["citation_gone"] == 1
    report = tmp_path / "gate.xml"
    place = ("--document", "privacy", "--language", "en")
    failed = clause("gate", str(bad), *place, "--junit", str(report), **settings)
    assert failed.returncode == 1, failed.stderr.decode()
    assert "section gone" in shown_by(failed)
    suite = ElementTree.parse(report).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    case = suite.find("testcase")
    assert case is not None
    assert case.get("name") == question
    listed = json.loads(clause("versions", "--json", **settings).stdout)
    assert len(listed) == 1, "asking stores nothing"


def test_purge_counts_before_it_deletes(tmp_path: Path) -> None:
    done = clause("purge", "--dry-run", database_url=sqlite(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "would end 0 conversations that the bot answered" in shown_by(done)
    done = clause("purge", database_url=sqlite(tmp_path), keep_audit_days="0")
    assert done.returncode == 2
    assert "CLAUSE_KEEP_AUDIT_DAYS" in done.stderr.decode()
