"""What an update of Telegram means: all that people can do there, and all that is broken.

Every reading here is of raw JSON, as it comes over the wire. No broken one may raise: it would be
delivered again for ever.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.reading import ALLOWED, Reading, read
from bot.dialogue.messages import Incoming
from models.cleaning import clean_text

BOT, NAME = 4200, "doorstep_bot"
WANG, GROUP = 123456789, -100200
MARKS = "e" + "\u0301" * 200
Json = dict[str, Any]


def reads(update: Any) -> Reading:
    return read(update, BOT, NAME)


def from_wang(kind: str = "message", **content: Any) -> Json:
    """Something in her private chat, as Telegram writes it."""
    who = {"id": WANG, "is_bot": False, "first_name": "W", "language_code": "zh-hans"}
    chat = {"id": WANG, "type": "private", "first_name": "W"}
    return {
        "update_id": 7,
        kind: {"message_id": 1, "from": who, "chat": chat, "date": 1, **content},
    }


def says(**content: Any) -> Incoming:
    incoming = reads(from_wang(**content)).incoming
    assert incoming is not None
    return incoming


def taps(**query: Any) -> Reading:
    message = {"message_id": 5, "chat": {"id": WANG, "type": "private"}, "date": 0}
    who = {"id": WANG, "is_bot": False}
    given = {"id": "99", "from": who, "message": message, "chat_instance": "1"}
    return reads({"update_id": 7, "callback_query": given | query})


def in_group(**content: Any) -> Reading:
    chat = {"id": GROUP, "type": "supergroup", "title": "G"}
    who = {"id": WANG, "is_bot": False}
    return reads(
        {"update_id": 7, "message": {"message_id": 1, "from": who, "chat": chat, **content}}
    )


def size(name: str, edge: int, **more: Any) -> Json:
    return {"file_id": name, "file_unique_id": name, "width": edge, "height": edge, **more}


# -- what people do --------------------------------------------------------------------------------
def test_words_come_from_the_account_of_the_private_chat_under_a_number_of_this_bot() -> None:
    assert says(text="暖气不热") == Incoming(
        "telegram", str(WANG), "4200.7", "text", text="暖气不热", language="zh"
    )


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("/start", "start", ""),
        ("/start card-7_x", "start", "card-7_x"),
        ("/start@doorstep_bot card", "start", "card"),
        ("/START", "start", ""),
        ("/start 有 空格", "start", ""),
        ("/help", "text", "/help"),
        ("/mine@doorstep_bot", "text", "/mine"),
        ("1/2", "text", "1/2"),
        ("\u200b\u2060", "unknown", ""),
    ],
)
def test_a_command_is_a_start_or_a_word(typed: str, kind: str, text: str) -> None:
    said = says(text=typed)
    assert (said.kind, said.text) == (kind, text)


def test_a_tap_is_acknowledged_and_brings_its_token() -> None:
    reading = taps(data="a3.1.cold")
    assert reading.callback == "99"
    assert reading.incoming is not None
    assert (reading.incoming.kind, reading.incoming.tap) == ("tap", "a3.1.cold")
    assert reading.incoming.address == str(WANG)


def test_a_tap_below_a_message_that_is_not_there_any_more_is_a_tap() -> None:
    assert taps(data="g.menu", message=None).incoming is not None


@pytest.mark.parametrize("data", [None, 5, "", "好" * 22, "a\x00b", "\ud800"])
def test_a_tap_with_no_token_of_ours_is_not_understood_but_acknowledged(data: Any) -> None:
    reading = taps(data=data, game_short_name="g")
    assert reading.callback == "99"
    assert reading.incoming is not None
    assert (reading.incoming.kind, reading.incoming.tap) == ("unknown", "")


def test_of_a_photo_the_largest_that_a_bot_may_fetch_is_taken() -> None:
    sizes = [size("small", 90), size("big", 1280), size("huge", 9000, file_size=30_000_000)]
    said = says(photo=sizes, caption="看看", media_group_id="13000")
    assert (said.kind, said.photos, said.text, said.album) == ("photo", ("big",), "看看", "13000")


def test_a_picture_sent_as_a_file_is_a_photo_and_other_files_are_files() -> None:
    picture = {"file_id": "f", "mime_type": "image/png", "file_size": 1000}
    assert says(document=picture, caption="门").photos == ("f",)
    assert says(document=picture | {"file_size": 21_000_000}).kind == "file"
    assert says(document=picture | {"mime_type": "application/pdf"}).kind == "file"
    assert says(animation={"file_id": "f"}, document=picture | {"mime_type": "image/gif"}).kind == (
        "file"
    )


def test_any_other_file_is_named_by_its_reference_and_one_too_large_by_its_size() -> None:
    table = {"file_id": "BQAC-1", "file_name": "x.xlsx", "file_size": 90_000}
    said = says(document=table, caption="名单")
    assert (said.kind, said.file, said.too_large, said.text) == ("file", "BQAC-1", False, "")
    large = says(document=table | {"file_size": 200_000_000})
    assert (large.kind, large.file, large.too_large) == ("file", "", True)
    assert says(document={"file_id": "../etc"}).file == ""
    assert says(document=[]).kind == "file"


def test_a_place_is_a_place_also_as_a_venue() -> None:
    spot = {"latitude": 42.97, "longitude": 126.74}
    assert says(location=spot).place == (42.97, 126.74)
    assert says(location=spot, venue={"location": spot, "title": "T"}).place == (42.97, 126.74)
    assert says(venue={"location": spot}).kind == "location"


def test_a_contact_is_its_phone_number() -> None:
    said = says(contact={"phone_number": "+86 100-1234-5678", "first_name": "W"})
    assert (said.kind, said.text) == ("contact", "+86 100-1234-5678")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("voice", "voice"), ("audio", "voice"), ("video_note", "voice"),
        ("video", "file"), ("document", "file"), ("animation", "file"),
        ("sticker", "sticker"), ("dice", "sticker"),
        ("poll", "unknown"), ("game", "unknown"), ("story", "unknown"), ("paid_media", "unknown"),
        ("checklist", "unknown"), ("giveaway", "unknown"), ("invented_next_year", "unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named_so_that_it_is_refused_kindly(
    content: str, kind: str
) -> None:
    said = says(**{content: {"file_id": "f"}})
    assert (said.kind, said.photos, said.text) == (kind, (), "")


def test_new_words_for_an_old_message_are_an_edit_and_a_place_that_moves_on_is_nothing() -> None:
    edited = reads(from_wang("edited_message", text="冷")).incoming
    assert edited is not None
    assert (edited.kind, edited.text) == ("edited", "冷")
    assert reads(from_wang("edited_message", caption="冷")).incoming is not None
    moving = from_wang("edited_message", location={"latitude": 1, "longitude": 1})
    assert reads(moving) == Reading(7)


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
        {"chat_background_set": {}},
        {"giveaway_created": {}},
    ],
)
def test_what_nobody_said_is_nothing(content: Json) -> None:
    assert reads(from_wang(**content)) == Reading(7)


def test_other_kinds_of_updates_are_nothing() -> None:
    for kind in ("inline_query", "channel_post", "poll_answer", "kind_of_next_year"):
        assert kind not in ALLOWED
        assert reads({"update_id": 7, kind: {"id": "1"}}) == Reading(7)


def test_another_bot_is_not_a_person() -> None:
    bot = {"id": WANG, "is_bot": True, "first_name": "B"}
    assert reads(from_wang("message", text="hi", **{"from": bot})) == Reading(7)
    assert reads(from_wang("edited_message", text="hi", **{"from": bot})) == Reading(7)


# -- coming and going ------------------------------------------------------------------------------
def member(chat: Json, before: str, after: str) -> Reading:
    old, new = ({"status": status, "user": {"id": BOT}} for status in (before, after))
    change = {"chat": chat, "from": {"id": WANG}, "old_chat_member": old, "new_chat_member": new}
    return reads({"update_id": 7, "my_chat_member": change})


def test_who_blocks_us_has_left_and_who_comes_back_will_write() -> None:
    chat = {"id": WANG, "type": "private"}
    left = member(chat, "member", "kicked").incoming
    assert left is not None
    assert (left.kind, left.address) == ("left", str(WANG))
    assert member(chat, "kicked", "member") == Reading(7)


def test_a_group_gets_a_hint_when_we_are_added_or_called_and_else_nothing() -> None:
    chat = {"id": GROUP, "type": "group"}
    assert member(chat, "left", "member") == Reading(7, hint=GROUP)
    assert member(chat, "member", "administrator") == Reading(7)
    assert member(chat, "member", "left") == Reading(7)
    assert in_group(new_chat_members=[{"id": BOT}]).hint == GROUP
    for call in ("/start", "/start@Doorstep_Bot x", "喂 @doorstep_bot 在吗"):
        assert in_group(text=call) == Reading(7, hint=GROUP)
    for talk in ("救命", "/help", "/start@other_bot", "@doorstep_bots", "暖气不热"):
        assert in_group(text=talk) == Reading(7)


def test_a_tap_in_a_group_is_acknowledged_and_nothing_else() -> None:
    message = {"message_id": 5, "chat": {"id": GROUP, "type": "group"}}
    assert taps(data="f.help", message=message) == Reading(7, callback="99")


def test_a_group_that_moves_is_known_under_its_new_number() -> None:
    assert in_group(migrate_to_chat_id=-1009).moved == (GROUP, -1009)
    assert in_group(migrate_from_chat_id=-5).moved == (-5, GROUP)


def test_a_channel_is_never_written_to() -> None:
    channel = {"id": -1007, "type": "channel"}
    assert reads(from_wang(text="/start", chat=channel)) == Reading(7)
    assert member(channel, "left", "administrator") == Reading(7)


# -- what is broken --------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [None, "7", 7.0, True, -1, 2**70, [7], {}])
def test_an_update_without_a_usable_number_is_unreadable(number: Any) -> None:
    assert reads(from_wang(text="hi") | {"update_id": number}) == Reading(readable=False)


@pytest.mark.parametrize("update", [None, 5, "x", [], [[]], True])
def test_what_is_no_object_is_unreadable(update: Any) -> None:
    assert not reads(update).readable


@pytest.mark.parametrize("chat_id", [None, str(WANG), 1.5, True, 0, -WANG, 2**80, [WANG], {}])
def test_a_private_chat_without_a_usable_number_is_unreadable(chat_id: Any) -> None:
    chat = {"id": chat_id, "type": "private"}
    assert reads(from_wang(text="hi", chat=chat)) == Reading(7, readable=False)


@pytest.mark.parametrize("chat", [None, 5, "x", [], {}, {"id": WANG}, {"id": WANG, "type": 5}])
def test_a_message_without_a_chat_is_unreadable_but_has_its_number(chat: Any) -> None:
    assert reads(from_wang(text="hi", chat=chat)) == Reading(7, readable=False)


def test_a_part_of_the_wrong_shape_is_unreadable() -> None:
    parts: tuple[Any, ...] = (5, "x", [], True)
    for part in parts:
        assert reads({"update_id": 7, "message": part}) == Reading(7, readable=False)


@pytest.mark.parametrize("sender", [None, {}, {"id": WANG}, {"first_name": ""}, 5, "x", []])
def test_somebody_without_a_name_is_somebody(sender: Any) -> None:
    said = says(text="hi", **{"from": sender})
    assert (said.text, said.language) == ("hi", "")


def test_a_name_of_two_hundred_marks_is_not_even_looked_at() -> None:
    who = {"id": WANG, "is_bot": False, "first_name": MARKS, "last_name": MARKS, "username": MARKS}
    assert MARKS not in json.dumps(says(text="hi", **{"from": who}).to_json())


@pytest.mark.parametrize("text", [MARKS, "\ud83d\ud800x", "a\x00b", "\u202eabc", "长" * 5000])
def test_text_is_clean_before_anybody_stores_it(text: str) -> None:
    said = says(text=text)
    assert said.text == clean_text(said.text)
    said.text.encode()
    assert "\x00" not in said.text


def test_the_longest_text_is_not_read_to_its_end() -> None:
    assert len(says(text="长" * 10**6).text) < 10_000


@pytest.mark.parametrize(
    "content",
    [
        {"photo": []}, {"photo": 5}, {"photo": [5, None, {}]}, {"photo": [size("坏", 5)]},
        {"photo": [{"file_id": "x" * 900}]}, {"photo": [{"file_id": None}]},
        {"document": 5}, {"document": {"mime_type": "image/png"}},
        {"document": {"mime_type": 5, "file_id": "x"}},
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_fetched_is_a_file_we_cannot_open(content: Json) -> None:
    assert says(**content).kind == "file"


@pytest.mark.parametrize(
    "content",
    [
        {"location": 5}, {"location": {"latitude": "42", "longitude": 126}},
        {"location": {"latitude": True, "longitude": 1}}, {"location": {"latitude": 91, "longitude": 1}},
        {"location": {"latitude": float("nan"), "longitude": 1}},
        {"location": {"latitude": 1, "longitude": float("inf")}}, {"venue": []}, {"venue": {}},
        {"contact": 5}, {"contact": {}}, {"contact": {"phone_number": 5}}, {"text": 5}, {"text": None},
    ],
)  # fmt: skip
def test_a_place_or_phone_or_word_that_is_none_is_not_understood(content: Json) -> None:
    assert says(**content).kind == "unknown"


def test_references_that_are_none_are_left_out() -> None:
    assert says(text="hi", media_group_id={"a": 1}).album == ""
    assert taps(id=5, data="g.menu").callback == ""
    assert taps(id="\ud800", data="g.menu").callback == ""


KEYS = st.sampled_from(
    (
        "update_id", *ALLOWED, "message_id", "from", "chat", "id", "type", "is_bot", "text", "photo",
        "file_id", "file_size", "width", "caption", "location", "latitude", "longitude", "venue",
        "contact", "phone_number", "document", "mime_type", "data", "inline_message_id", "status",
        "old_chat_member", "new_chat_member", "new_chat_members", "migrate_to_chat_id",
        "media_group_id", "language_code", "entities", "voice", "pinned_message",
    )
)  # fmt: skip
SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("private"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)
UPDATES = st.fixed_dictionaries(
    {"update_id": st.integers(0, 10**9) | SCRAPS},
    optional={
        kind: SCRAPS
        | st.fixed_dictionaries(
            {
                "chat": st.just({"id": WANG, "type": "private"})
                | st.just({"id": GROUP, "type": "group"})
                | SCRAPS
            },
            optional={
                "from": SCRAPS, "text": st.text() | SCRAPS, "photo": SCRAPS, "location": SCRAPS,
                "contact": SCRAPS, "document": SCRAPS, "data": SCRAPS, "message": SCRAPS,
                "new_chat_member": SCRAPS, "new_chat_members": SCRAPS, "media_group_id": SCRAPS,
            },
        )
        for kind in ALLOWED
    },
)  # fmt: skip


@settings(max_examples=300)
@given(SCRAPS | UPDATES)
def test_no_json_whatever_raises_and_what_is_read_can_be_stored(update: Any) -> None:
    reading = reads(update)
    if reading.incoming is not None:
        stored = json.dumps(reading.incoming.to_json(), ensure_ascii=False).encode()
        assert Incoming.from_json(json.loads(stored)) == reading.incoming
        assert b"\\u0000" not in stored
