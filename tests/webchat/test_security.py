"""What strangers, foreign pages and broken programs get from the web chat."""

from __future__ import annotations

import pytest

from tests.webchat.conftest import Browser, MakeBrowser
from tests.webchat.scripted import ScriptedTown

EVERY_KIND_OF_ANSWER = [
    "/", "/chat", "/demo", "/phone/1/", "/static/chat.js", "/static/look.css", "/static/house.svg",
    "/nothing-here", "/in/forged", "/chat/poll", "/app.webmanifest", "/chat/photo/1",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERY_KIND_OF_ANSWER)
async def test_every_answer_carries_the_strict_policy_and_the_other_headers(
    browser: Browser, path: str
) -> None:
    answer = await browser.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not {"http:", "https:", "*"} & set(policy.replace(";", " ").split())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "aiohttp" not in answer.headers["Server"].lower()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None, "http://127.0.0.1:1"])
async def test_a_change_from_a_foreign_page_is_refused_and_changes_nothing(
    browser: Browser, town: ScriptedTown, origin: str | None
) -> None:
    await browser.start()
    taken = len(town.taken)
    answer = await browser.post("/", origin=origin)
    assert answer.status == 403
    item = {"id": "11111111-aaaa", "kind": "text", "text": "x"}
    assert (await browser.post("/chat/send", origin=origin, json=item)).status == 403
    assert (await browser.post("/out", origin=origin)).status == 403
    assert len(town.taken) == taken
    assert (await browser.get("/chat")).status == 200


async def test_a_socket_opened_by_a_foreign_page_is_refused(browser: Browser) -> None:
    await browser.start()
    headers = {"Origin": "https://evil.example"}
    answer = await browser.session.get(
        browser.root + "/chat/ws", headers={**headers, "Upgrade": "websocket"}
    )
    assert answer.status == 403


async def test_a_form_cannot_pass_for_the_page_of_the_chat(browser: Browser) -> None:
    await browser.start()
    answer = await browser.post("/chat/send", data='{"id":"11111111","kind":"text","text":"x"}')
    assert answer.status == 415


async def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_pages(browser: Browser) -> None:
    answer = await browser.post("/", data={})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    answer = await browser.post("/phone/2/", data={})
    assert "Path=/phone/2" in answer.headers["Set-Cookie"]


async def test_a_session_of_one_phone_opens_no_other(
    browser: Browser, open_browser: MakeBrowser
) -> None:
    answer = await browser.post("/phone/1/", data={})
    token = answer.cookies["doorstep-phone-1"].value
    thief = open_browser()
    for name in ("doorstep", "doorstep-phone-2"):
        thief.session.cookie_jar.update_cookies({name: token})
    assert (await thief.get("/phone/2/chat")).status == 303
    assert (await thief.get("/chat")).status == 303
    assert (await browser.get("/phone/1/chat")).status == 200


async def test_after_signing_out_the_old_cookie_is_worth_nothing(
    browser: Browser, open_browser: MakeBrowser
) -> None:
    answer = await browser.post("/", data={})
    token = answer.cookies["doorstep"].value
    assert (await browser.post("/out")).status == 303
    thief = open_browser()
    thief.session.cookie_jar.update_cookies({"doorstep": token})
    assert (await thief.get("/chat")).status == 303
    assert (await thief.get("/chat/poll")).status == 401


@pytest.mark.parametrize(
    "item",
    [
        None, [], "x", {}, {"id": 5}, {"id": "short"}, {"id": "x" * 65, "kind": "text"},
        {"id": "11111111", "kind": "dance"}, {"id": "11111111", "kind": "text"},
        {"id": "11111111", "kind": "text", "text": "   "},
        {"id": "11111111", "kind": "text", "text": "\u202e\u200b\x00"},
        {"id": "11111111", "kind": "text", "text": "长" * 4097},
        {"id": "11111111", "kind": "tap", "tap": "长" * 22},
        {"id": "11111111", "kind": "tap", "tap": "a\nb"},
        {"id": "11111111", "kind": "photos", "photos": ["1", "2", "3", "4", "5", "6"]},
        {"id": "11111111", "kind": "photos", "photos": ["99"]},
        {"id": "11111111", "kind": "photos", "photos": ["../1"]},
        {"id": "11111111", "kind": "place", "place": [91, 0]},
        {"id": "11111111", "kind": "place", "place": ["1", 0]},
        {"id": "11111111", "kind": "place", "place": [True, 0]},
        {"id": "11111111", "kind": "seen", "seen": [{}]},
    ],
)  # fmt: skip
async def test_what_does_not_fit_gets_a_friendly_sentence_and_goes_no_further(
    browser: Browser, town: ScriptedTown, item: object
) -> None:
    await browser.start()
    taken = len(town.taken)
    answer = await browser.item(item)
    assert "nack" in answer
    assert str(answer["why"]).endswith("。")
    assert len(town.taken) == taken


async def test_lone_surrogates_and_direction_marks_are_cleaned_out_of_words(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    text = "救\ud800命\u202e\x00 <b>=cmd()</b>"
    assert (await browser.item({"id": "22222222", "kind": "text", "text": text}))["ack"]
    assert town.got("text")[-1].text == "救命 <b>=cmd()</b>"


async def test_too_fast_is_asked_to_wait_and_nothing_is_lost(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    answers = [
        await browser.item({"id": f"33333333-{n}", "kind": "tap", "tap": "x"}) for n in range(40)
    ]
    assert answers[0]["ack"]
    assert answers[-1] == {"nack": "33333333-39", "again": 2}


async def test_a_path_out_of_the_static_folder_finds_nothing(browser: Browser) -> None:
    for name in ("..%2fchannel.py", "channel.py", ".hidden.css", "a%2fb.css"):
        assert (await browser.get(f"/static/{name}")).status == 404
