"""A process that deletes somebody's data and can be told to die: ``python -m tests.erasing.child``.

Points: ``before_commit`` and ``after_commit`` of the store, and ``row:<n>`` after the n-th statement
that changes anything. The keys come on standard input.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import datetime

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models import keys
from models.gate import run
from models.privacy.erasing import DeleteMyData
from models.store import Store
from models.town import pinned
from models.work import Actor, Work
from tests.killpoints import KillAt


def main(url: str, now: str, person: str, account: str, point: str) -> None:
    keys.install(keys.Keyring.from_settings(*json.loads(sys.stdin.read())))
    name, _colon, nth = point.partition(":")
    dies = KillAt(name, int(nth or 1))
    with closing(Store.open(url)) as store:
        store.probe = dies

        def job(session: Session) -> None:
            number = pinned.current_number(session)
            town = pinned.town_at(session, number)
            actor = Actor("person", int(person), int(account), "telegram")
            work = Work(session, datetime.fromisoformat(now), town, number, actor, "child")
            event.listen(Engine, "after_cursor_execute", lambda *_statement: dies("row"))
            run(work, DeleteMyData())

        store.write_now(job)


if __name__ == "__main__":
    main(*sys.argv[1:])
