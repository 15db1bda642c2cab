"""What the store itself may raise. Messages carry the remedy and never a value."""


class StoreFault(Exception):
    """Base of the store's own faults; a job's exceptions reach its caller unchanged."""


class BadDatabaseUrl(StoreFault):
    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL must be sqlite:///path/to/file.db or postgresql://user@host/database"
        )


class AlreadyRunning(StoreFault):
    def __init__(self) -> None:
        super().__init__(
            "another Doorstep already serves this database file; "
            "stop it first, or give this one its own DATABASE_URL"
        )


class StoreBusy(StoreFault):
    def __init__(self) -> None:
        super().__init__(
            "another program keeps the database file locked; nothing was changed, try again later"
        )


class CommitFailed(StoreFault):
    def __init__(self) -> None:
        super().__init__(
            "the database could not commit, nothing was changed; check the free space of its disk"
        )


class StoreClosed(StoreFault):
    def __init__(self) -> None:
        super().__init__("the store is closed and takes no more jobs")


class WouldDeadlock(StoreFault):
    def __init__(self) -> None:
        super().__init__("a job asked the store for another write and would wait for itself")


class CommitUnknown(StoreFault):
    """The connection broke during COMMIT. The store must not run the job again by itself: it may
    have been committed. The caller's own idempotence (an update seen before) decides."""

    def __init__(self) -> None:
        super().__init__("the connection broke while committing; nobody knows whether it happened")


class SwallowedFault(StoreFault):
    def __init__(self) -> None:
        super().__init__(
            "a job caught a database error and went on; put begin_nested() around what may fail"
        )
