"""What a chat costs the page that it stands on, beside two others that a site might take instead.

python -m benchmarks.widget FOLDER

FOLDER holds the others, as `npm install --prefix FOLDER deep-chat rasa-webchat` leaves them. Each
widget gets an empty page of its own, in a fresh browser context, `RUNS` times: first as it stands
there, then opened. Counted is what the page loads beyond the HTML: bytes as sent, gzipped by the
same server for all; requests; the time in which the main thread was busy; and the memory of
JavaScript after a collection, less that of an empty page. The others get no bot to talk to: what
they would load from one is not counted.
"""

import gzip
import json
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from docs.screenshots import ARGUMENTS, service
from tests.find_browser import find_browser

RUNS = 5
SETTLED = 2500  # milliseconds without a step of ours
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body><h1>Host</h1>'


@dataclass(frozen=True)
class Widget:
    """One widget: the page that it stands on, and how it is opened there."""

    name: str
    html: str
    ready: str
    opens: str


@dataclass(frozen=True)
class Cost:
    """Bytes, requests, busy milliseconds, bytes of memory; all beyond an empty page's."""

    sent: float
    requests: float
    busy: float
    memory: float


def widgets(clause: str, folder: Path) -> list[Widget]:
    """Ours and the others, each as its own documentation embeds it."""
    found = [
        Widget("(empty page)", HEAD, "true", ""),
        Widget(
            "Clause",
            f'{HEAD}<script type="module" src="{clause}/widget/clause-chat.js"></script>'
            "<clause-chat></clause-chat>",
            "customElements.get('clause-chat') !== undefined",
            "ClauseChat.open()",
        ),
        Widget(
            f"deep-chat {_version(folder, 'deep-chat')}",
            f'{HEAD}<script type="module" src="/deep-chat/dist/deepChat.bundle.js"></script>'
            "<deep-chat></deep-chat>",
            "document.querySelector('deep-chat').shadowRoot?.querySelector('#text-input') != null",
            "",
        ),
        Widget(
            f"rasa-webchat {_version(folder, 'rasa-webchat')}",
            f'{HEAD}<script src="/rasa-webchat/lib/index.js"></script><script>'
            "WebChat.default({socketUrl: location.origin, socketPath: '/none', title: 'Chat'}, null)"
            "</script>",
            "document.querySelector('#rasaWebchatPro') !== null",
            "",  # it shows nothing until its server has answered
        ),
    ]
    return found


def _version(folder: Path, package: str) -> str:
    read = json.loads((folder / "node_modules" / package / "package.json").read_text("utf-8"))
    return str(read["version"])


@contextmanager
def host(pages: dict[str, str], folder: Path) -> Iterator[str]:
    """A web server with a page for each widget, and the others' files, gzipped as ours are."""
    root = folder / "node_modules"

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            file = (root / path.lstrip("/")).resolve()
            if path in pages:
                body, kind = pages[path].encode(), "text/html; charset=utf-8"
            elif file.is_relative_to(root) and file.is_file():
                body, kind = file.read_bytes(), "text/javascript"
            else:
                self.send_error(404)
                return
            body = gzip.compress(body, 9, mtime=0)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()
    web.server_close()


def measure(browser: Browser, address: str, widget: Widget) -> tuple[Cost, Cost]:
    """What it costs as it stands there, and what in all once it is opened."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    # one way for all: to Chromium as it is our service would send Brotli
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")
    sent: list[float] = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_function(widget.ready)
    closed = _cost(page, session, sent)
    if widget.opens:
        page.evaluate(f"() => {{ {widget.opens} }}")
    opened = _cost(page, session, sent)
    page.context.close()
    return closed, opened


def _cost(page: Page, session: CDPSession, sent: list[float]) -> Cost:
    page.wait_for_timeout(SETTLED)
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    found: dict[str, Any] = {one["name"]: one["value"] for one in metrics}
    busy = found["ScriptDuration"] + found["LayoutDuration"] + found["RecalcStyleDuration"]
    return Cost(sum(sent), len(sent), busy * 1000, found["JSHeapUsedSize"])


def main() -> None:
    """Prints a table, as it stands in docs/widget.md."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    path = find_browser()
    if path is None:
        sys.exit("There is no Chromium here. Install one, or name it in CLAUSE_CHROMIUM.")
    with service() as (clause, _, _), sync_playwright() as playwright:
        compared = widgets(clause, folder)
        pages = {f"/{number}": widget.html for number, widget in enumerate(compared)}
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with host(pages, folder) as address:
            found = {
                widget.name: [measure(browser, f"{address}/{number}", widget) for _ in range(RUNS)]
                for number, widget in enumerate(compared)
            }
        browser.close()
    print("| widget | | gzipped bytes | requests | main thread, ms | memory, KB |")
    print("|---|---|--:|--:|--:|--:|")
    empty = [_median([run[at] for run in found["(empty page)"]]) for at in (0, 1)]
    for widget in compared[1:]:
        for at, state in enumerate(("closed", "opened") if widget.opens else ("on the page",)):
            cost = _median([run[at] for run in found[widget.name]])
            # the page itself is in both
            print(
                f"| {widget.name} | {state} | {cost.sent - empty[at].sent:,.0f} "
                f"| {cost.requests - empty[at].requests:.0f} | {cost.busy - empty[at].busy:.0f} "
                f"| {(cost.memory - empty[at].memory) / 1024:,.0f} |"
            )


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        *(
            statistics.median(getattr(cost, name) for cost in costs)
            for name in ("sent", "requests", "busy", "memory")
        )
    )


if __name__ == "__main__":
    main()
