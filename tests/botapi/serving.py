"""From a request to its answer: who may call, what goes wrong, what is done, what is recorded.

Nothing here waits. A call is done the moment it arrives and its answer is written then, later (the
latency), or never (a hang): so one core serves thousands of calls a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.botapi.calls import (
    NOT_FOUND,
    UNAUTHORIZED,
    Call,
    Fields,
    Refusal,
    Reply,
    bad,
    refused,
    result,
)
from tests.botapi.faults import Strike
from tests.botapi.http import Exchange, Malformed
from tests.botapi.limits import COUNTED
from tests.botapi.methods import METHODS
from tests.botapi.updates import WEBHOOK_ACTIVE

if TYPE_CHECKING:
    from tests.botapi.server import FakeBotApi


class Serving:
    """The only way into the fake, for requests and for calls inside a webhook's answer."""

    def __init__(self, api: FakeBotApi, tick: Callable[[], float]) -> None:
        self._api = api
        self._tick = tick

    def serve(self, exchange: Exchange) -> None:
        head, _, rest = exchange.path.lstrip("/").partition("/")
        if head in ("file", "fake"):
            exchange.answer(self._download(rest) if head == "file" else self._own(rest, exchange))
            return
        if not self._may(head):
            exchange.answer(refused(UNAUTHORIZED if head.startswith("bot") else NOT_FOUND))
            return
        try:
            call = Call(rest, exchange.fields(), self._tick())
        except Malformed:
            exchange.answer(refused(bad("can't parse request body")))
            return
        self._take(call, exchange)

    def inside(self, given: dict[str, Any]) -> None:
        """A call in the answer to a webhook: done, and nobody hears what came of it."""
        fields = Fields(given)
        call = Call(str(fields.pop("method")), fields, self._tick(), inside=True)
        self._api.spec.check(call.method, fields)
        call.status = self._do(call).status
        self._record(call)

    # -- one call ---------------------------------------------------------------------------------
    def _take(self, call: Call, exchange: Exchange) -> None:
        api = self._api
        api.spec.check(call.method, call.fields)
        strike = api.trouble.strike(call.method, call.chat)
        if strike is None and call.method == "getUpdates":
            self._poll(call, exchange)
            return
        reply = self._struck(call, strike) if strike else self._do(call)
        call.status = reply.status if reply else 0
        self._record(call)
        if reply is None:
            if strike is not None and strike.kind == "reset":
                exchange.answer(None)
        elif api.latency:
            asyncio.get_running_loop().call_later(api.latency, exchange.answer, reply)
        else:
            exchange.answer(reply)

    def _do(self, call: Call) -> Reply:
        method = METHODS.get(call.method)
        try:
            if method is None:
                raise NOT_FOUND
            if call.method in COUNTED:
                self._api.limits.check(call.chat)
            call.result = method(self._api, call.fields)
        except Refusal as refusal:
            call.description = refusal.description
            return refused(refusal)
        call.done = True
        return result(call.result)

    def _struck(self, call: Call, strike: Strike) -> Reply | None:
        """What a fault makes of the call; None: it is never answered."""
        if strike.after:
            self._do(call)
        if strike.refusal is None:
            call.description = strike.kind
            return None
        call.description = strike.refusal.description
        wait = strike.refusal.parameters.get("retry_after")
        if wait and self._api.limits.on:
            self._api.limits.penalty(wait, call.chat)
        chat = self._api.chats.find(call.chat) if strike.blocks and call.chat else None
        if chat is not None and chat.state == "open":
            chat.state = "blocked"
        return refused(strike.refusal)

    def _poll(self, call: Call, exchange: Exchange) -> None:
        def answer(reply: Reply) -> None:
            call.status = reply.status
            call.done = reply.status == 200
            self._record(call)
            exchange.answer(reply)

        api, fields = self._api, call.fields
        try:
            if api.webhook.hook is not None:
                raise WEBHOOK_ACTIVE
            api.allow(fields)
            offset, timeout = fields.whole("offset", 0), fields.whole("timeout", 0)
            limit = min(max(fields.whole("limit", 100), 1), 100)
        except Refusal as refusal:
            call.description = refusal.description
            answer(refused(refusal))
            return
        exchange.lost = lambda: api.updates.gone(answer)
        api.updates.poll(offset, limit, timeout, answer)

    # -- around it --------------------------------------------------------------------------------
    def _may(self, head: str) -> bool:
        return head == f"bot{self._api.token}" and not self._api.trouble.revoked

    def _record(self, call: Call) -> None:
        self._api.calls.append(call)
        self._api.counted[call.method] += 1
        if self._api.on_call is not None:
            self._api.on_call(call)

    def _own(self, name: str, exchange: Exchange) -> Reply:
        """What another process asks of the fake as such."""
        if name == "deliver":
            try:
                self._api.deliver_now(exchange.fields())
            except Malformed:
                return refused(bad("can't parse request body"))
            return result(self._api.next_update_id)
        return result(self._api.figures()) if name == "figures" else refused(NOT_FOUND)

    def _download(self, rest: str) -> Reply:
        head, _, path = rest.partition("/")
        if not self._may(head):
            return refused(UNAUTHORIZED)
        body = self._api.files.body(path)
        if body is None:
            return refused(NOT_FOUND)
        return Reply(200, body, "application/octet-stream")
