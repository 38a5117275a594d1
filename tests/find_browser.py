"""Where the browser for the tests is. `--install` gets one where there is none.

CLAUSE_CHROMIUM names one; else the system's Chromium or Chrome is taken, else Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a Chromium, or None if there is none on this machine."""
    named = os.environ.get("CLAUSE_CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def main() -> None:
    """Says which browser the tests will use, and installs Playwright's where none is found."""
    if find_browser() is None and "--install" in sys.argv:
        print("No Chromium here: installing the one that Playwright brings")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    browser = find_browser()
    print(
        f"browser for the tests: {browser}"
        if browser
        else "There is no Chromium here. Install one (Debian: apt-get install chromium) or name it in "
        "CLAUSE_CHROMIUM; the browser tests will fail without it."
    )


if __name__ == "__main__":
    main()
