# ruff: noqa: INP001 - a script beside the documents, not part of a package
"""Take the pictures of the documentation from a running demo.

    python -m bot demo &
    python docs/make_screenshots.py http://127.0.0.1:8080 docs/screens

Each page at 360 and 1280 px, both languages, light and dark. Needs Debian's chromium and the
development packages; fonts for Chinese must be installed, or the pictures show boxes.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Look(NamedTuple):
    width: int
    language: Literal["zh", "en"]
    theme: Literal["light", "dark"]

    @property
    def name(self) -> str:
        return f"{self.width}-{self.language}-{self.theme}"


LOOKS = [
    Look(width, language, theme)
    for width in (360, 1280)
    for language in ("zh", "en")
    for theme in ("light", "dark")
]


def shoot(page: Page, folder: Path, name: str) -> None:
    page.wait_for_timeout(900)
    page.screenshot(path=folder / f"{name}.png")


def take(browser: Browser, base: str, folder: Path, look: Look) -> None:
    height = 780 if look.width == 360 else 900
    context = browser.new_context(
        viewport={"width": look.width, "height": height}, color_scheme=look.theme
    )
    page = context.new_page()
    page.goto(f"{base}/?lang={look.language}")
    shoot(page, folder, f"front-{look.name}")
    page.click("button.main")
    page.locator(".choices .button").first.wait_for()
    shoot(page, folder, f"chat-{look.name}")
    page.goto(f"{base}/demo?lang={look.language}")
    page.frame_locator("iframe").first.locator(".choices .button").first.wait_for()
    shoot(page, folder, f"demo-{look.name}")
    context.close()


def main(base: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for look in LOOKS:
            take(browser, base.rstrip("/"), folder, look)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python docs/make_screenshots.py http://127.0.0.1:PORT FOLDER")
    main(sys.argv[1], Path(sys.argv[2]))
