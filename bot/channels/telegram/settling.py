"""How the bot stands with Telegram: who it is, how updates come, what its menu and profile say.

Done in the background and repeated until it is true, because a service must start without
Telegram; and looked at again every few minutes, because a webhook may be taken by somebody else
who has the token. Everything that nobody waits for comes last and is only sent if it differs.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlalchemy.orm import Session
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.reading import ALLOWED
from bot.channels.telegram.texts import COMMANDS, DESCRIPTION, IN_SHORT
from bot.channels.telegram.trouble import Trouble
from bot.dialogue.say import LANGUAGES, Language, say
from models import keys
from models.access.elsewhere import TELEGRAM_USERNAME
from models.base import SettingRow, insert_new
from models.store import Store

WATCH = 300.0
"""Seconds between two looks at the webhook."""
REFUSED_PAUSE = 60.0
_USERNAME = re.compile(r"[A-Za-z0-9_]{2,64}")
_log = structlog.get_logger(__name__)

Pause = Callable[[float], Awaitable[None]]
Step = Callable[[], Awaitable[None]]
Dress = Callable[[Language, dict[str, str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram delivers updates to, and how."""

    url: str
    secret: str
    connections: int = 40


class Settling:
    """``hook`` is None where updates come by polling. ``waiting`` hears how many updates wait at
    the platform, ``settled`` once who the bot is."""

    def __init__(
        self,
        api: Api,
        store: Store,
        trouble: Trouble,
        hook: Hook | None,
        *,
        waiting: Callable[[int], None],
        settled: Callable[[str], None],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._api = api
        self._store = store
        self._trouble = trouble
        self._hook = hook
        self._waiting = waiting
        self._settled = settled
        self._pause = pause
        self._foreign = False
        self._last_error: object = None
        self._said: set[str] = set()

    async def loop(self) -> None:
        """Settle, then keep the webhook ours. To be run under supervision."""
        await self.settle()
        while self._hook is not None:
            await self._pause(WATCH)
            await self._insist(self.watch)

    async def settle(self) -> None:
        await self._insist(self._who)
        if self._hook is not None:
            await self._insist(self._set_webhook)
        for language in LANGUAGES:
            for dress in (self._menu, self._describe, self._describe_in_short):
                await self._insist(partial(self._dressed, dress, language))

    async def watch(self) -> None:
        """Look whether updates still come to us, and how."""
        hook = self._hook
        info = await self._api.call("getWebhookInfo")
        if hook is None or not isinstance(info, dict):
            return
        pending = info.get("pending_update_count")
        if isinstance(pending, int):
            self._waiting(pending)
        if info.get("url") != hook.url:
            if not self._foreign:
                self._foreign = True
                _log.warning("this bot's webhook was set by somebody else, it is set to ours again")
            await self._set_webhook()
            return
        self._foreign = False
        self._say_errors(info)

    def _say_errors(self, info: dict[str, Any]) -> None:
        """What kept Telegram from us since the last look; each kind is said once. Its clock is not
        ours: the date only tells a new error from an old one."""
        at, why = info.get("last_error_date"), info.get("last_error_message")
        if at == self._last_error or not isinstance(why, str):
            return
        self._last_error = at
        kind = _kind_of(why)
        if kind not in self._said:
            self._said.add(kind)
            _log.error("Telegram cannot deliver to us, look at BASE_URL and the proxy", reason=kind)

    # -- the steps --------------------------------------------------------------------------------
    async def _who(self) -> None:
        me = await self._api.call("getMe")
        name = me.get("username") if isinstance(me, dict) else None
        if not isinstance(name, str) or not _USERNAME.fullmatch(name):
            return
        self._api.username = name
        await self._store.write(lambda session: _remember(session, name))
        self._settled(name)

    async def _set_webhook(self) -> None:
        """Pending updates stay: they are delivered to us, and known if we had them before."""
        hook = self._hook
        while hook is not None:
            try:
                await self._api.call(
                    "setWebhook",
                    url=hook.url,
                    secret_token=hook.secret,
                    max_connections=hook.connections,
                    allowed_updates=list(ALLOWED),
                    drop_pending_updates=False,
                )
            except BadRequest:
                if "refused" not in self._said:
                    self._said.add("refused")
                    _log.error("Telegram does not take our address for a webhook, see BASE_URL")
                await self._pause(REFUSED_PAUSE)
            else:
                self._said.discard("refused")
                return

    async def _dressed(self, dress: Dress, language: Language) -> None:
        """The menu and the profile. Nobody waits for them, so a no is taken for an answer."""
        try:
            await dress(language, {} if language == "zh" else {"language_code": language})
        except BadRequest:
            _log.warning("Telegram does not take a part of the bot's menu or description")

    async def _menu(self, language: Language, code: dict[str, str]) -> None:
        wanted = [{"command": word, "description": say(what, language)} for word, what in COMMANDS]
        if await self._api.call("getMyCommands", **code) != wanted:
            await self._api.call("setMyCommands", commands=wanted, **code)

    async def _describe(self, language: Language, code: dict[str, str]) -> None:
        wanted = "\n".join(say(line, language) for line in DESCRIPTION)
        found = await self._api.call("getMyDescription", **code)
        if not isinstance(found, dict) or found.get("description") != wanted:
            await self._api.call("setMyDescription", description=wanted, **code)

    async def _describe_in_short(self, language: Language, code: dict[str, str]) -> None:
        wanted = say(IN_SHORT, language)
        found = await self._api.call("getMyShortDescription", **code)
        if not isinstance(found, dict) or found.get("short_description") != wanted:
            await self._api.call("setMyShortDescription", short_description=wanted, **code)

    async def _insist(self, step: Step) -> None:
        """Until it is done."""
        while True:
            try:
                await step()
            except TelegramError as fault:
                await self._pause(self._trouble.met(fault))
            else:
                self._trouble.over()
                return


def secret_for(token: str) -> str:
    """What Telegram shows us with each delivery, if the operator chose nothing: the same in every
    process and after every start, whatever keys are turned meanwhile."""
    return keys.fingerprint(token, "telegram.webhook")


def _remember(session: Session, username: str) -> None:
    statement = insert_new(session, SettingRow).values(key=TELEGRAM_USERNAME, value=username)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[SettingRow.key], set_={"value": statement.excluded.value}
        )
    )


_KINDS = (
    ("certificate", ("ssl", "certificate", "tls")),
    ("time", ("timed out", "timeout")),
    ("name", ("resolve", "dns", "host")),
    ("connection", ("refused", "connection", "unreachable", "reset")),
    ("answer", ("wrong response", "read error", "http")),
)


def _kind_of(error: str) -> str:
    """One word for what kept Telegram from us; its own sentence is never logged."""
    lowered = error.lower()
    for kind, words in _KINDS:
        if any(word in lowered for word in words):
            return kind
    return "other"
