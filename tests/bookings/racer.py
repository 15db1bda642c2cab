"""One of two processes that book at the same instant (``tests.proofs.racer``). Run as a program.

With ``--careless`` it is a build that forgot the condition: a place is taken without asking whether
there is one, and the CHECK is not there to say so.
"""

from __future__ import annotations

import asyncio
import sys

from sqlalchemy import update

from models.bookings import commands
from models.programmes.tables import Session
from models.work import Work
from tests.proofs.racer import main


def take_without_asking(work: Work, session_id: int) -> int:
    if work.connection.dialect.name == "sqlite":  # which cannot drop a constraint
        work.connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    taken: int = work.session.execute(
        update(Session)
        .where(Session.id == session_id)
        .values(taken=Session.taken + 1)
        .returning(Session.taken)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return taken


if __name__ == "__main__":
    if "--careless" in sys.argv:
        vars(commands)["take_place"] = take_without_asking
    asyncio.run(main())
