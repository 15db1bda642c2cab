"""The one door to the database.

A caller hands in a *job*, a plain function over a ``Session``; the store decides when it runs, in
which transaction, and whether it must run again. So no other file begins, commits, rolls back or
retries, and the two databases look the same from outside.

A job may run more than once (a lost race, a failed commit): it has no effects outside its session.
"""

from models.store.door import Job, Store
from models.store.faults import (
    AlreadyRunning,
    BadDatabaseUrl,
    CommitFailed,
    CommitUnknown,
    StoreBusy,
    StoreClosed,
    StoreFault,
    SwallowedFault,
    WouldDeadlock,
)

__all__ = [
    "AlreadyRunning",
    "BadDatabaseUrl",
    "CommitFailed",
    "CommitUnknown",
    "Job",
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreFault",
    "SwallowedFault",
    "WouldDeadlock",
]
