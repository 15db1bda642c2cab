"""Sign-in links as text: made here, read here, so that both sides agree on the form."""

from __future__ import annotations

from datetime import datetime
from typing import cast, get_args

from bot.channels.webchat.ports import Link, LinkKind
from models import keys
from models.keys import ForgedLink

_PURPOSE = "web_sign_in"


def sign_link(link: Link, expires: datetime | None) -> str:
    """The token for ``/in/<token>``. A printed card has no end (its serial has); others expire."""
    payload = {"k": link.kind, "s": link.subject, "n": link.serial}
    return keys.current().sign(payload, _PURPOSE, expires)


def read_link(token: str, now: datetime) -> Link:
    """Raises ``ForgedLink`` or ``ExpiredLink``."""
    said = keys.current().verify(token, _PURPOSE, now)
    kind, subject, serial = said.get("k"), said.get("s"), said.get("n")
    known = kind in get_args(LinkKind)
    if not known or type(subject) is not int or type(serial) is not int:
        raise ForgedLink("the link has no known form")
    return Link(cast("LinkKind", kind), subject, serial)
