"""The demo's phones: whose a phone is, is chosen on the page around it.

The session is a normal one, opened like any other, so a demo person can do exactly what the real
one could.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.webchat.desk import Desk, Guest
from bot.channels.webchat.ports import DemoPeople
from bot.dialogue.say import Language
from models.access import history, sessions


class DemoPhone:
    def __init__(self, desk: Desk, people: DemoPeople) -> None:
        self.desk = desk
        self.people = people

    async def be(self, request: web.Request) -> web.StreamResponse:
        """Make this phone the person ``key``; an unknown key makes it nobody's."""
        form = await request.post()
        key = str(form.get("key", ""))
        language: Language = "en" if form.get("lang") == "en" else "zh"
        guest = await self.desk.guest(request)
        response = web.json_response({})
        if guest is not None and form.get("keep") and key == "visitor":
            return response
        entered = await self._enter(guest, key, language)
        if entered is None:
            self.desk.drop_cookie(response)
            return response
        token, newcomer = entered
        if token:
            self.desk.set_cookie(request, response, token)
            await self.desk.begin(newcomer)
        elif guest is not None and guest.language != language:
            await self.desk.begin(newcomer, again=secrets.token_hex(4))
        return response

    async def _enter(
        self, guest: Guest | None, key: str, language: Language
    ) -> tuple[str, Guest] | None:
        """The new session's token ("" if the phone is that person's already) and its guest."""
        now = self.desk.wall.now()

        def job(session: Session) -> tuple[str, Guest] | None:
            admission = self.people.enter(session, key, language)
            if guest is not None and admission is not None and admission.address == guest.address:
                return "", replace(guest, language=language)
            if guest is not None:
                sessions.revoke(session, guest.session_id, now)
            if admission is None:
                return None
            history.open_talk(session, admission.address, language)
            token, row = sessions.open_session(
                session,
                scope=self.desk.prefix,
                address=admission.address,
                now=now,
                start=admission.start,
            )
            return token, Guest(row.id, row.address, "", row.start, language)

        return await self.desk.store.write(job)
