"""The other methods: who the bot is, where its updates go, what its menu says, files, taps."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.botapi.calls import Fields, bad
from tests.botapi.updates import WEBHOOK_SET
from tests.botapi.webhook import Hook

if TYPE_CHECKING:
    from tests.botapi.server import FakeBotApi

TAP_LIVES = timedelta(minutes=15)
MAX_ANSWER = 200
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


# -- updates ---------------------------------------------------------------------------------------
def set_webhook(api: FakeBotApi, fields: Fields) -> Any:
    url, secret = fields.text("url"), fields.text("secret_token")
    if not url:
        return delete_webhook(api, fields)
    # Telegram takes https only; a Bot API server of one's own takes what is on its machine.
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    many = fields.whole("max_connections", 40)
    if not 1 <= many <= 100:
        raise bad("max_connections must be between 1 and 100")
    api.allow(fields)
    api.updates.stop_poll(WEBHOOK_SET)
    if fields.flag("drop_pending_updates"):
        api.updates.forget_all()
    api.webhook.point_to(Hook(url, secret, many))
    return True


def delete_webhook(api: FakeBotApi, fields: Fields) -> Any:
    if fields.flag("drop_pending_updates"):
        api.updates.forget_all()
    api.webhook.point_to(None)
    return True


def get_webhook_info(api: FakeBotApi, fields: Fields) -> Any:
    hook = api.webhook.hook
    shape: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": api.updates.count,
    }
    if hook:
        shape["max_connections"] = hook.many
        shape["ip_address"] = "127.0.0.1"
        if api.webhook.last_error:
            shape["last_error_date"] = int(api.now().timestamp())
            shape["last_error_message"] = api.webhook.last_error
    if api.updates.allowed:
        shape["allowed_updates"] = list(api.updates.allowed)
    return shape


# -- the bot itself --------------------------------------------------------------------------------
def get_me(api: FakeBotApi, fields: Fields) -> Any:
    return api.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def set_commands(api: FakeBotApi, fields: Fields) -> Any:
    commands = fields.parsed("commands")
    if not isinstance(commands, list) or not all(isinstance(one, dict) for one in commands):
        raise bad("can't parse commands: expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad("too many commands specified")
    for one in commands:
        if not _COMMAND.fullmatch(str(one.get("command"))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description"))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    api.profile[_menu(fields)] = commands
    return True


def delete_commands(api: FakeBotApi, fields: Fields) -> Any:
    api.profile.pop(_menu(fields), None)
    return True


def get_commands(api: FakeBotApi, fields: Fields) -> Any:
    return api.profile.get(_menu(fields), [])


def _menu(fields: Fields) -> tuple[str, str]:
    scope = fields.parsed("scope") or {"type": "default"}
    inside = f"/{scope['chat_id']}" if "chat_id" in scope else ""
    return (f"commands:{scope['type']}{inside}", fields.text("language_code"))


def _keeps(name: str, longest: int) -> tuple[Any, Any]:
    """The setter and the getter of one text of the profile, for each language."""

    def keep(api: FakeBotApi, fields: Fields) -> Any:
        text = fields.text(name)
        if len(text) > longest:
            raise bad(f"bot {name} is too long")
        api.profile[name, fields.text("language_code")] = text
        return True

    def give(api: FakeBotApi, fields: Fields) -> Any:
        fallback = api.profile.get((name, ""), "")
        return {name: api.profile.get((name, fields.text("language_code")), fallback)}

    return keep, give


set_name, get_name = _keeps("name", 64)
set_description, get_description = _keeps("description", 512)
set_short_description, get_short_description = _keeps("short_description", 120)


def get_chat(api: FakeBotApi, fields: Fields) -> Any:
    chat = api.chats.get(fields.whole("chat_id"))
    return chat.raw | {"accent_color_id": 0, "max_reaction_count": 11}


def log_out(api: FakeBotApi, fields: Fields) -> Any:
    api.updates.stop_poll()
    return True


# -- files and taps --------------------------------------------------------------------------------
def get_file(api: FakeBotApi, fields: Fields) -> Any:
    return api.files.described(fields.text("file_id"))


def answer_callback(api: FakeBotApi, fields: Fields) -> Any:
    tap = api.taps.get(fields.text("callback_query_id"))
    if tap is None and api.anyone:
        return True
    if tap is None or api.now() - tap.at > TAP_LIVES:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(fields.text("text")) > MAX_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    tap.answers.append(fields.text("text"))
    return True
