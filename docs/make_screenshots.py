# ruff: noqa: INP001 - a script beside the documents, not part of a package
"""Take the pictures of the documents from a demo of its own, the same ones every time.

    python docs/make_screenshots.py                  # writes docs/pictures/
    python docs/make_screenshots.py asked my-data    # only these, in both languages

A fresh demo is started for each act and language, in a temporary folder, because a picture of
yesterday's talk would show yesterday's talk. Needs Debian's chromium, the development packages, and fonts for
Chinese (``fonts-noto-cjk``), or the pictures show boxes.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page, sync_playwright
from xlsxwriter import Workbook

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = (360, 740)
TABLE = (1280, 830)
SETTLES = 900
"""Milliseconds until an answer has come and stopped moving."""

_LENGTH = """(messages) => {
  const talk = document.querySelector("#scroll");
  const first = [...document.querySelectorAll(".item")].at(-messages);
  const above = first.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop;
  return Math.ceil(innerHeight - talk.clientHeight + talk.scrollHeight - above) + 12;
}"""


@contextmanager
def demo() -> Iterator[str]:
    """A demo of nobody else, gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DATA_DIR": folder, "PORT": str(port), "BASE_URL": base, "LOG_LEVEL": "error"}
        service = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo"],
            cwd=HERE.parent,
            env={**os.environ, **settings},
        )
        try:
            _wait_for(f"{base}/readyz")
            yield base
        finally:
            service.terminate()
            service.wait(30)


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"the demo does not answer at {url}")


@dataclass
class Hand:
    """Somebody's hand on one page or one frame of a page."""

    page: Page
    place: Page | FrameLocator

    def taps(self, *numbers: int) -> None:
        """The answers with these numbers, each of the newest question."""
        for number in numbers:
            answer = self.place.locator(f".item:not(.earlier) [data-number='{number}']").last
            answer.click()
            self.page.wait_for_timeout(SETTLES)

    def pushes(self, *tokens: str) -> None:
        """The newest button of each kind, big or small: what it says differs by language."""
        for token in tokens:
            self.place.locator(f"[data-tap^='{token}']").last.click()
            self.page.wait_for_timeout(SETTLES)

    def unrolls(self, messages: int = 1) -> None:
        """A phone as long as the newest messages need, so that nothing of them is cut."""
        height = self.page.evaluate(_LENGTH, messages)
        self.page.set_viewport_size({"width": PHONE[0], "height": height})
        self.page.wait_for_timeout(SETTLES)
        self.page.evaluate("() => document.querySelector('#scroll').scrollTo(0, 1e6)")

    def goes_home(self) -> None:
        self.place.locator("#home").click()
        self.page.wait_for_timeout(SETTLES)

    def says(self, words: str) -> None:
        self.place.locator("#words-in").fill(words)
        self.place.locator("#words-in").press("Enter")
        self.page.wait_for_timeout(SETTLES)


@dataclass
class Shoot:
    """One language's pictures from one demo."""

    browser: Browser
    base: str
    language: str
    wanted: frozenset[str]

    def keep(self, page: Page, name: str) -> None:
        """Few colours are enough for paper and letters, and a tenth of the bytes."""
        page.wait_for_timeout(SETTLES)
        if name not in self.wanted:
            return
        path = PICTURES / f"{name}{'' if self.language == 'zh' else '-en'}.png"
        page.screenshot(path=path)
        with Image.open(path) as full:
            few = full.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        few.save(path, optimize=True)

    def phone(self, key: str) -> Hand:
        """A phone of its own, in the hands of a sample person."""
        width, height = PHONE
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=2
        )
        page = context.new_page()
        if not key:
            page.goto(f"{self.base}/{'' if self.language == 'zh' else '?lang=en'}")
            return Hand(page, page)
        context.request.post(
            f"{self.base}/phone/1/be",
            form={"key": key, "lang": self.language},
            headers={"Origin": self.base},
        )
        page.goto(f"{self.base}/phone/1/chat")
        page.locator(".choices .button").first.wait_for()
        return Hand(page, page)

    def story(self) -> None:
        """Three phones in the middle of it: asked, taken, and what the desk sees."""
        width, height = TABLE
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{self.base}/demo{'' if self.language == 'zh' else '?lang=en'}")
        wang, zhao, limin = (Hand(page, page.frame_locator("iframe").nth(n)) for n in range(3))
        for hand in (wang, zhao, limin):
            hand.place.locator(".choices .button").first.wait_for()
        wang.taps(1)
        resident, helper = self.phone("wang"), self.phone("zhao")
        wang.taps(1)
        self.keep(resident.page, "kinds")
        wang.taps(1, 1, 1)
        self.keep(resident.page, "summary")
        wang.taps(1)
        self.keep(resident.page, "number")
        self.keep(helper.page, "offer")
        zhao.taps(1, 2)
        self.keep(helper.page, "task")
        self.keep(resident.page, "coming")
        wang.page.wait_for_timeout(SETTLES)
        self.keep(page, "three-phones")

    def desk(self) -> None:
        """Several people wait, one is in danger."""
        for key, answers in (("tong", (1, 6, 3)), ("yu", (1, 2, 2)), ("meng", ())):
            hand = self.phone(key)
            if hand.place.locator("[data-number='3']").count() == 0:
                hand.taps(1)  # agrees to be known
            hand.taps(*answers)
            if not answers:
                hand.pushes("g.person")
                continue
            for _ in range(4):
                newest = hand.place.locator(".item:not(.earlier) [data-number='1']")
                if not newest.count():
                    break
                hand.taps(1)
        alarmed = self.phone("meng")
        alarmed.says("救命" if self.language == "zh" else "save me")
        self.keep(alarmed.page, "alarm")
        desk = self.phone("limin")
        desk.goes_home()
        self.keep(desk.page, "desk")

    def help_comes(self) -> None:
        self.keep(self.phone("").page, "front")
        self.story()
        self.desk()

    # -- people ------------------------------------------------------------------------------------
    def family(self) -> None:
        """A daughter far away scans her mother's code, is agreed to, and asks for help for her."""
        mother = self.phone("wang")
        mother.taps(1, 1)  # agrees to be known
        mother.pushes("x")  # and needs nothing just now
        # The town begins with the daughter agreed to; this is how it came to be, for more than visits.
        mother.says("不用她办了" if self.language == "zh" else "stop acting for me")
        mother.goes_home()
        mother.pushes("t.family", "t.let_family")
        link = mother.place.locator("a[href*='/in/']").last.get_attribute("href")
        daughter = self.phone("lifang")
        daughter.page.goto(f"{self.base}{link}")
        daughter.place.locator("main button").click()
        daughter.page.wait_for_timeout(SETTLES)
        daughter.taps(1, 1, 1, 2, 6)  # my mother; yes; visits and help; done choosing
        mother.unrolls()
        self.keep(mother.page, "asked")
        mother.taps(1)
        daughter.goes_home()
        daughter.taps(1, 1)
        daughter.unrolls()
        self.keep(daughter.page, "for-mother")
        daughter.taps(1, 1, 1, 1)
        mother.goes_home()
        mother.pushes("t.about_me")
        mother.unrolls(2)
        self.keep(mother.page, "my-data")

    def worker(self) -> None:
        """The grid worker reads a record, the doctor the list of the team."""
        worker = self.phone("zhoumin")
        worker.pushes("f.find")
        worker.says("王桂兰")
        worker.taps(1)
        worker.unrolls()
        self.keep(worker.page, "record")
        doctor = self.phone("he")
        doctor.pushes("t.doctor_team", "t.doctor_list.expiring")
        self.keep(doctor.page, "team")

    def table(self) -> None:
        """A list with two mistakes, tried and not taken in."""
        desk = self.phone("limin")
        with tempfile.TemporaryDirectory() as folder:
            desk.place.locator("#pick-file").set_input_files(_list_in(Path(folder)))
            desk.place.locator("[data-tap^='t.list_bad']").wait_for()
        desk.pushes("t.list_bad")
        desk.unrolls(3)
        self.keep(desk.page, "dry-run")

    def people(self) -> None:
        self.family()
        self.worker()
        self.table()

    # -- sessions and bookings ---------------------------------------------------------------------
    def moves_clock(self, to: str, times: int = 1) -> None:
        """The two buttons of the demo: ``ten`` minutes on, or to the ``morning``."""
        context = self.browser.new_context()
        for _ in range(times):
            context.request.post(
                f"{self.base}/demo/clock", form={"to": to}, headers={"Origin": self.base}
            )
        context.close()

    def doctor(self) -> None:
        """A daughter books the doctor for her mother, two neighbours for themselves."""
        mother, daughter = self.phone("wang"), self.phone("lifang")
        mother.taps(1)  # agrees to be known
        daughter.goes_home()
        daughter.pushes("f.visit")
        daughter.taps(1)
        daughter.unrolls()
        self.keep(daughter.page, "visit-times")
        daughter.taps(1, 1, 3)
        daughter.unrolls()
        self.keep(daughter.page, "visit-summary")
        daughter.taps(1)
        mother.unrolls()
        self.keep(mother.page, "visit-told")
        for key in ("sun", "tong_yushan"):
            neighbour = self.phone(key)
            if neighbour.place.locator("[data-tap^='f.visit']").count() == 0:
                neighbour.taps(1)
            neighbour.goes_home()
            neighbour.pushes("f.visit")
            neighbour.taps(1, 5, 2, 1)  # the next time, no word of what about, alone, yes

    def pupil(self) -> None:
        """A mother registers her child and signs it up for the after-school room."""
        mother = self.phone("ma")
        mother.taps(1)  # agrees to be known
        mother.goes_home()
        mother.pushes("t.family", "t.children", "f.child")
        mother.says("孙浩")
        mother.says("浩浩")
        mother.taps(1)
        mother.says("2017-10-20")
        mother.taps(4)
        mother.says("永吉小学")
        mother.taps(1, 1, 1)  # the mother; agrees; yes
        mother.goes_home()
        mother.pushes("t.childs_things", "f.enrol")
        mother.taps(3, 1, 2, 3)  # the tutor's room, every day, and somebody is to be added
        mother.says("赵玉芬")
        mother.taps(3)
        mother.says("10000000077")
        mother.taps(1, 1)

    def tutor(self) -> None:
        """The desk gives the role, with a background check."""
        desk = self.phone("limin")
        desk.pushes("t.desk_more", "t.roles", "f.give_role")
        desk.says("孙秀丽")
        desk.taps(1, 5, 1, 1, 1)
        desk.pushes("t.note_check")
        desk.says("10月8日")
        desk.taps(1, 1)

    def day(self) -> None:
        """On the day: who comes to the doctor, and a child that has come to the room."""
        doctor = self._some_morning("he", "t.visits_today", "t.visit_open")
        doctor.unrolls()
        self.keep(doctor.page, "visits-today")
        tutor = self._some_morning("sun", "t.station_today", "t.station_in")
        self.moves_clock("ten", 46)
        tutor.taps(1)
        mother = self.phone("ma")
        mother.goes_home()
        mother.unrolls()
        self.keep(mother.page, "at-the-room")

    def _some_morning(self, key: str, opens: str, line: str) -> Hand:
        """The first with something on the list: a clinic is closed on Sundays and a room at weekends,
        and the demo begins on any day."""
        for _ in range(4):
            self.moves_clock("morning")
            # Opened anew: a first screen that is replaced keeps the hour at which it came.
            hand = self.phone(key)
            hand.goes_home()
            if hand.place.locator(f".item:not(.earlier) [data-tap^='{opens}']").count():
                hand.pushes(opens)
            if hand.place.locator(f".item:not(.earlier) [data-tap^='{line}']").count():
                return hand
        sys.exit(f"nothing of {line} in four days")

    def bookings(self) -> None:
        self.doctor()
        self.pupil()
        self.tutor()
        self.day()

    # -- notices -------------------------------------------------------------------------------------
    def notices(self) -> None:
        """Water is cut off in two buildings: written, sent, read, and who is left."""
        resident, desk = self.phone("wang"), self.phone("limin")
        resident.taps(1)  # agrees to be known
        resident.goes_home()
        desk.goes_home()
        desk.pushes("t.notice_new")
        desk.taps(1, 2, 3, 5)  # water; some buildings: 3 and 5
        desk.place.locator(".item:not(.earlier) [data-tap$='~done']").last.click()
        desk.says("明天早8点到下午4点" if self.language == "zh" else "tomorrow 8 am to 4 pm")
        desk.place.locator("[data-tap^='t.notice_send']").wait_for()
        desk.unrolls()
        self.keep(desk.page, "notice-preview")
        desk.taps(1)
        resident.place.locator("[data-tap^='t.notice_know']").wait_for()
        resident.unrolls()
        self.keep(resident.page, "notice")
        resident.taps(1)
        self.moves_clock("ten", 6)
        worker = self.phone("zhoumin")
        worker.pushes("t.round")
        worker.unrolls()
        self.keep(worker.page, "notice-round")


def _list_in(folder: Path) -> Path:
    """What a community may have: some rows as they should be, and two that are not."""
    path = folder / "list.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(_ROWS):
            sheet.write_row(number, 0, row)
    return path


_AT = "阳光小区3号楼1单元"
_ROWS = (
    ("姓名", "出生日期", "联系电话", "住址", "监护人", "监护人电话"),
    ("刘玉珍", "1949-03-07", "10000008801", f"{_AT}101", "", ""),
    ("高福山", "1952-11-20", "1000000880", f"{_AT}102", "", ""),
    ("高晓峰", "1986-05-12", "10000008803", f"{_AT}102", "", ""),
    ("高小雨", "2017-09-01", "", f"{_AT}102", "高晓峰", "10000008803"),
    ("郭小满", "2018-06-15", "", f"{_AT}201", "", ""),
)


ACTS: tuple[tuple[Callable[[Shoot], None], frozenset[str]], ...] = (
    (
        Shoot.help_comes,
        frozenset(
            {"front", "kinds", "summary", "number", "offer", "task", "coming", "three-phones"}
            | {"alarm", "desk"}
        ),
    ),
    (Shoot.people, frozenset(("asked", "for-mother", "my-data", "record", "dry-run", "team"))),
    (
        Shoot.bookings,
        frozenset(("visit-times", "visit-summary", "visit-told", "visits-today", "at-the-room")),
    ),
    (Shoot.notices, frozenset(("notice-preview", "notice", "notice-round"))),
)
"""What is played on one demo, and the pictures it makes."""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    every = frozenset().union(*(names for _play, names in ACTS))
    wanted = frozenset(sys.argv[1:]) or every
    if unknown := wanted - every:
        sys.exit(f"there is no picture {', '.join(sorted(unknown))}")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for play, names in ACTS:
            for language in ("zh", "en") if names & wanted else ():
                with demo() as base:
                    play(Shoot(browser, base, language, wanted))
        browser.close()
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.stat().st_size // 1024:4d} KB  {picture.name}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
