"""Every method this fake knows, by its name. Any other is "Not Found", as at Telegram."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.botapi import messages, setting
from tests.botapi.calls import Fields

if TYPE_CHECKING:
    from tests.botapi.server import FakeBotApi

Method = Callable[["FakeBotApi", Fields], Any]

METHODS: dict[str, Method] = {
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "sendMediaGroup": messages.send_media_group,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_text,
    "editMessageCaption": messages.edit_caption,
    "editMessageReplyMarkup": messages.edit_markup,
    "editMessageMedia": messages.edit_media,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "answerCallbackQuery": setting.answer_callback,
    "getFile": setting.get_file,
    "getChat": setting.get_chat,
    "getMe": setting.get_me,
    "setWebhook": setting.set_webhook,
    "deleteWebhook": setting.delete_webhook,
    "getWebhookInfo": setting.get_webhook_info,
    "setMyCommands": setting.set_commands,
    "deleteMyCommands": setting.delete_commands,
    "getMyCommands": setting.get_commands,
    "setMyName": setting.set_name,
    "getMyName": setting.get_name,
    "setMyDescription": setting.set_description,
    "getMyDescription": setting.get_description,
    "setMyShortDescription": setting.set_short_description,
    "getMyShortDescription": setting.get_short_description,
    "logOut": setting.log_out,
    "close": setting.log_out,
}
"""getUpdates is not among them: it may wait, so the server itself answers it."""
