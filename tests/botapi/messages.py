"""Sending, editing and deleting: the rules of Telegram that a bot meets every day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.botapi.calls import Fields, Upload, bad
from tests.botapi.chats import Chat, Message, Picture

if TYPE_CHECKING:
    from tests.botapi.server import FakeBotApi

MAX_TEXT, MAX_CAPTION, MAX_DATA = 4096, 1024, 64
DELETABLE = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_PICTURE = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"RIFF")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+", re.ASCII)


# -- sending ---------------------------------------------------------------------------------------
def send_message(api: FakeBotApi, fields: Fields) -> Any:
    chat = api.chats.writable(fields.whole("chat_id"))
    text, markup = _text(fields), _markup(fields)
    return _put(api, chat, fields, text=text, markup=markup).raw()


def send_photo(api: FakeBotApi, fields: Fields) -> Any:
    chat = api.chats.writable(fields.whole("chat_id"))
    caption, markup = _caption(fields), _markup(fields)
    picture = _picture(api, fields, fields.get("photo"))
    return _put(api, chat, fields, picture=picture, caption=caption, markup=markup).raw()


def send_media_group(api: FakeBotApi, fields: Fields) -> Any:
    chat = api.chats.writable(fields.whole("chat_id"))
    media = fields.parsed("media")
    if not isinstance(media, list) or not all(isinstance(one, dict) for one in media):
        raise bad("can't parse media: expected an Array of InputMedia")
    if not 2 <= len(media) <= 10:
        raise bad("group send failed: wrong number of media in the album, must be from 2 to 10")
    read = [(_picture(api, fields, one.get("media")), _caption(Fields(one))) for one in media]
    more = {"media_group_id": str(api.new_number())}
    return [
        _put(api, chat, fields, picture=picture, caption=caption, more=dict(more)).raw()
        for picture, caption in read
    ]


def send_chat_action(api: FakeBotApi, fields: Fields) -> Any:
    chat = api.chats.writable(fields.whole("chat_id"))
    chat.actions.append(fields.text("action"))
    return True


# -- editing ---------------------------------------------------------------------------------------
def edit_text(api: FakeBotApi, fields: Fields) -> Any:
    message = _editable(api, fields)
    if message.picture is not None:
        raise bad("there is no text in the message to edit")
    return _change(api, message, text=_text(fields), markup=_markup(fields))


def edit_caption(api: FakeBotApi, fields: Fields) -> Any:
    message = _editable(api, fields)
    if message.picture is None:
        raise bad("there is no caption in the message to edit")
    return _change(api, message, caption=_caption(fields), markup=_markup(fields))


def edit_markup(api: FakeBotApi, fields: Fields) -> Any:
    return _change(api, _editable(api, fields), markup=_markup(fields))


def edit_media(api: FakeBotApi, fields: Fields) -> Any:
    message, media = _editable(api, fields), fields.parsed("media")
    if not isinstance(media, dict):
        raise bad("can't parse media JSON object")
    picture, caption = _picture(api, fields, media.get("media")), _caption(Fields(media))
    markup = _markup(fields)
    return _change(api, message, text="", picture=picture, caption=caption, markup=markup)


def _editable(api: FakeBotApi, fields: Fields) -> Message:
    chat = api.chats.writable(fields.whole("chat_id"))
    message = chat.messages.get(fields.whole("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if not message.mine:
        raise bad("message can't be edited")
    return message


def _change(api: FakeBotApi, message: Message, **content: Any) -> Any:
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad(NOT_MODIFIED)
    for name, value in content.items():
        setattr(message, name, value)
    message.edits += 1
    message.edited = api.now()
    return message.raw()


# -- deleting --------------------------------------------------------------------------------------
def delete_message(api: FakeBotApi, fields: Fields) -> Any:
    chat = api.chats.get(fields.whole("chat_id"))
    _delete(api, chat, fields.whole("message_id"))
    return True


def delete_messages(api: FakeBotApi, fields: Fields) -> Any:
    """Those that are there; the others are passed over in silence."""
    chat, wanted = api.chats.get(fields.whole("chat_id")), fields.parsed("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise bad("there must be from 1 to 100 message identifiers")
    for number in wanted:
        if number in chat.messages:
            _delete(api, chat, number)
    return True


def _delete(api: FakeBotApi, chat: Chat, number: int) -> None:
    message = chat.messages.get(number)
    if message is None:
        raise bad("message to delete not found")
    if api.now() - message.date > DELETABLE:
        raise bad("message can't be deleted for everyone")
    del chat.messages[number]


# -- reading what was sent -------------------------------------------------------------------------
def _put(api: FakeBotApi, chat: Chat, fields: Fields, **content: Any) -> Message:
    reply = fields.parsed("reply_parameters")
    if (
        isinstance(reply, dict)
        and reply.get("message_id") not in chat.messages
        and not reply.get("allow_sending_without_reply")
    ):
        raise bad("message to be replied not found")
    return api.chats.put(chat, api.me, api.now(), **content)


def _text(fields: Fields) -> str:
    text = fields.text("text").strip()
    if not text:
        raise bad("message text is empty")
    if too_long(text, MAX_TEXT):
        raise bad("message is too long")
    _plain(fields)
    return text


def _caption(fields: Fields) -> str:
    caption = fields.text("caption").strip()
    if too_long(caption, MAX_CAPTION):
        raise bad("message caption is too long")
    _plain(fields)
    return caption


def too_long(text: str, most: int) -> bool:
    """Telegram counts in UTF-16: a face is two."""
    if len(text) <= most // 2:
        return False
    return len(text) + sum(one > "\uffff" for one in text) > most


def _plain(fields: Fields) -> None:
    if fields.get("parse_mode"):
        raise bad("can't parse entities: this fake knows plain text and entities only")


def _picture(api: FakeBotApi, fields: Fields, given: Any) -> Picture:
    """An upload, ``attach://`` to one, or the file id of something Telegram has."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = fields.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        if not given.data:
            raise bad("file must be non-empty")
        if not given.data.startswith(_PICTURE):
            raise bad("IMAGE_PROCESS_FAILED")
        return api.files.picture(given.data)
    data = api.files.known(given) if isinstance(given, str) else None
    if data is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return api.files.picture(data)


def _markup(fields: Fields) -> dict[str, Any] | None:
    """The inline keyboard; None for none and for an empty one."""
    if fields.get("reply_markup") is None:
        return None
    markup = fields.parsed("reply_markup")
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None  # a keyboard of another kind is no part of the message
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse inline keyboard: field must be an Array of Arrays")
    for row in rows:
        for button in row:
            _check(button)
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _check(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Object expected")
    if not button["text"].strip():
        raise bad("inline keyboard button text is empty")
    data, url = button.get("callback_data"), button.get("url")
    if data is None and url is None:
        raise bad("inline keyboard button text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(str(data).encode()) <= MAX_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if url is not None and not _may_be_opened(str(url)):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _may_be_opened(url: str) -> bool:
    """http, https or tg, and a host with a dot: no telephone, no machine of one's own."""
    parts = urlsplit(url)
    if parts.scheme == "tg":
        return bool(parts.netloc)
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(host))
