"""Updates of every shape: what people really do, whatever the Bot API describes, and broken ones.

One generator over one source of chance: the same seed and the same past give the same updates.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

from tests.botapi import FakeBotApi
from tests.botapi.spec import where

Update = dict[str, Any]
Json = Any

WORDS = (
    "主页", "暖气不热", "没电了", "1", "2", "3", "0", "返回", "不办了", "找人说话", "谢谢", "我的事儿",
    "救命", "摔倒起不来", "隔壁好像有煤气味，您来看看", "点错了，没事", "阳光社区", "3", "401",
    "10000000021", "李样本", "English", "中文", "/start", "/help", "/mine", "/nothing", "/",
)  # fmt: skip
HOSTILE = (
    "", " ", "\x00", "\ud800", "\u202e倒着", "é" + "\u0301" * 200, "👨‍👩‍👧‍👦" * 40, "长" * 5000, "{x}", "%s",
    "'; DROP TABLE people; --", "<b>", "a" * 4097, "\n" * 50, "０", "９９", "-1", "1e9", "٣",
)  # fmt: skip
PAYLOADS = ("", "web", "g-1", "g-", "card", "c" * 64, "see.task.1", "card:1", "me", "A" * 200, "一")
TOKENS = (
    "a1.1.yes", "a999.1.x", "b1.1", "x1.1", "g.menu", "g.person", "g.en", "t.mine", "t.about_me",
    "t.accept.1", "t.accept.99999999999999999999", "t.duty_case.1", "t.", "f.help", "f.settle",
    "f.nothing", "a", "", "a.b.c", "t.mistake.1", "t.alarm_end.-1", "x" * 64, "一二三", "\x00",
    "t.word_wrong.1", "f.cancel_case", "t.retell.1.2.3",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2**31, 2**53, -(2**63), 2**63, 10**30)
DEPTH = 3
NESTED = 300
"""Lists in lists: more than any shape of the Bot API, less than what JSON readers refuse."""


class Chance:
    """Draws from ``rng``; ``people`` are chat numbers that take part."""

    def __init__(self, rng: Random, telegram: FakeBotApi, people: tuple[int, ...]) -> None:
        self.rng = rng
        self.telegram = telegram
        self.people = people
        self.number = 1
        self._past: deque[Json] = deque(maxlen=100)

    def update(self) -> Json:
        """The next update, mostly a new one with the next number; sometimes one that came before,
        or one that should have come long ago."""
        if self._past and self.rng.random() < 0.05:
            return deepcopy(self.rng.choice(self._past))
        update = self._new()
        if isinstance(update, dict) and "update_id" not in update and self.rng.random() > 0.01:
            self.number += self.rng.choice((1, 1, 1, 1, 0, 3))
            late = self.rng.randrange(1, 400) if self.rng.random() < 0.05 else 0
            update["update_id"] = self.number - late
        self._past.append(update)
        return update

    def _new(self) -> Json:
        update: Json
        roll = self.rng.random()
        if roll < 0.45:
            update = self._deed()
        elif roll < 0.65:
            update = self._made()
        elif roll < 0.85:
            update = self._described() or self._made()
        else:
            update = self._broken(self.rng.choice((self._deed, self._made, self._described))())
        return update

    # -- what people do ---------------------------------------------------------------------------
    def _person(self) -> dict[str, Any]:
        number = self.rng.choice(self.people)
        return {"id": number, "is_bot": False, "first_name": self._name()}

    def _name(self) -> str:
        return self.rng.choice(("王", "", "e" + "\u0301" * 200, "<b>", "\u202e"))

    def _message(self, who: dict[str, Any], **content: Json) -> dict[str, Any]:
        return {
            "message_id": self.rng.randrange(1, 10**6),
            "date": self.rng.choice((1_796_726_580, 0, 2**31)),
            "chat": {"id": who["id"], "type": "private"},
            "from": who,
            **content,
        }

    def _deed(self) -> Update:
        """A button that stands on their phone (or on somebody else's), or words that mean
        something."""
        who = self._person()
        phone = who["id"] if self.rng.random() < 0.85 else self.rng.choice(self.people)
        buttons = [
            data
            for message in self.telegram.person(phone).shown[-3:]
            for row in message.buttons
            for _label, data in row
            if not data.startswith("http")
        ]
        if buttons and self.rng.random() < 0.75:
            return self._tap(who, self.rng.choice(buttons))
        return {"message": self._message(who, text=self.rng.choice(WORDS))}

    def _tap(self, who: dict[str, Any], data: Json) -> Update:
        query = {"id": str(self.rng.randrange(10**12)), "from": who, "chat_instance": "1"}
        return {"callback_query": {**query, "data": data, "message": self._message(who)}}

    def _made(self) -> Update:
        who, rng = self._person(), self.rng
        size = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}
        group = {"id": -100, "type": "group", "title": "G"}
        makes: tuple[Callable[[], Update], ...] = (
            lambda: {"message": self._message(who, text=rng.choice(HOSTILE))},
            lambda: {"message": self._message(who, text=f"/start {rng.choice(PAYLOADS)}")},
            lambda: self._tap(who, rng.choice(TOKENS)),
            lambda: {"message": self._message(who, photo=[size], caption=rng.choice(WORDS))},
            lambda: {"message": self._message(who, photo=[size], media_group_id="g1")},
            lambda: {"message": self._message(who, location={"latitude": 42.9, "longitude": 126})},
            lambda: {"message": self._message(who, contact={"phone_number": "10000000021"})},
            lambda: {"message": self._message(who, voice=size)},
            lambda: {"message": self._message(who, sticker=size)},
            lambda: {"message": self._message(who, document={**size, "mime_type": "image/png"})},
            lambda: {"edited_message": self._message(who, text="改过的")},
            lambda: {"edited_message": self._message(who, location={"latitude": 1.0})},
            lambda: {"message": self._message(who, pinned_message={"message_id": 1})},
            lambda: {"message": {**self._message(who, text="hi"), "chat": group}},
            lambda: {"message": {**self._message(who, migrate_to_chat_id=-200), "chat": group}},
            lambda: {"my_chat_member": self._member(who, rng.choice(("kicked", "member", "odd")))},
        )
        return rng.choice(makes)()

    def _member(self, who: dict[str, Any], status: str) -> dict[str, Any]:
        chat = {"id": who["id"], "type": "private"}
        return {"chat": chat, "from": who, "date": 0, "new_chat_member": {"status": status}}

    # -- whatever the Bot API describes -----------------------------------------------------------
    def _described(self) -> Update:
        """An update with any one of its fields, as the machine-readable Bot API has it."""
        types = _types()
        if not types:
            return {}
        fields = [one for one in types["Update"]["fields"] if one["name"] != "update_id"]
        field = self.rng.choice(fields)
        return {field["name"]: self._value(field["name"], field["types"], DEPTH)}

    def _object(self, name: str, depth: int) -> Json:
        described = _types().get(name, {})
        if described.get("subtypes"):
            return self._object(self.rng.choice(described["subtypes"]), depth)
        return {
            one["name"]: self._value(one["name"], one["types"], depth - 1)
            for one in described.get("fields", [])
            if one["required"] or (depth > 0 and self.rng.random() < 0.2)
        }

    def _value(self, name: str, types: list[str], depth: int) -> Json:
        kind = self.rng.choice(types)
        if kind.startswith("Array of "):
            inner = [kind.removeprefix("Array of ")]
            return [self._value(name, inner, depth - 1) for _ in range(self.rng.randrange(3))]
        if kind == "Integer":
            return self._integer(name)
        if kind == "String":
            return self.rng.choice((*WORDS, *HOSTILE, *TOKENS, "private", "group", "supergroup"))
        if kind == "Float":
            return self.rng.choice((0.0, 42.97, -181.0, 1e300))
        if kind in ("Boolean", "True"):
            return self.rng.random() < 0.5
        return self._object(kind, depth) if depth > -2 else {}

    def _integer(self, name: str) -> int:
        if name == "id" and self.rng.random() < 0.8:
            return self.rng.choice(self.people)
        return self.rng.choice((*NUMBERS, *self.people))

    # -- broken -----------------------------------------------------------------------------------
    def _broken(self, update: Update) -> Json:
        """Something in it is not what it should be, or is not there."""
        if self.rng.random() < 0.05:
            return self._anything(2)
        for _ in range(self.rng.randrange(1, 4)):
            self._break(update)
        return update

    def _break(self, shape: Json) -> None:
        while isinstance(shape, dict | list) and shape:
            keys = list(shape) if isinstance(shape, dict) else list(range(len(shape)))
            key = self.rng.choice(keys)
            if self.rng.random() < 0.5 and isinstance(shape[key], dict | list) and shape[key]:
                shape = shape[key]
                continue
            if self.rng.random() < 0.3:
                del shape[key]
            else:
                shape[key] = self._anything(2)
            return

    def _anything(self, depth: int) -> Json:
        rng = self.rng
        if depth and rng.random() < 0.3:
            return {rng.choice(("id", "chat", "text", "x")): self._anything(depth - 1)}
        if depth and rng.random() < 0.3:
            return [self._anything(depth - 1) for _ in range(rng.randrange(4))]
        if rng.random() < 0.02:
            return _nested(rng.choice(HOSTILE))
        odd = (None, True, False, 1.5, 1e308, float("nan"))
        return rng.choice((*odd, *NUMBERS, *HOSTILE, *self.people))


def _nested(inner: Json) -> Json:
    for _ in range(NESTED):
        inner = [inner]
    return inner


@cache
def _types() -> dict[str, Any]:
    """The types of the Bot API; nothing where its description is not beside the project."""
    if not where().is_file():
        return {}
    types: dict[str, Any] = json.loads(where().read_text("utf-8"))["types"]
    return types
