"""Logs without personal data, by construction and not by care.

Only fields on the list below leave the process, and only with values of a harmless form: a name
bound by mistake is dropped, and the drop is counted in the line. Of an exception its type, where
it was raised, and a reference are written: never its message, its arguments or any variable,
because that is where names and phone numbers hide.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import structlog

_NUMBERS = {
    "account_id", "attempt", "case_id", "count", "delivery_id", "due", "job_id", "late", "lines",
    "milliseconds", "offer_id", "outbox_id", "person_id", "pid", "port", "seconds", "session_id", "size",
    "status", "talk_id", "tasks", "took", "town_number", "wave",
}  # fmt: skip
_CODES = {
    "channel", "code", "command", "database", "fault", "flow", "from_stage", "instance", "key_id",
    "kind", "language", "level", "logger", "message_type", "method", "place", "queue", "reason",
    "reference", "refusal", "result", "revision", "route", "stage", "state", "step", "timestamp",
    "to_stage", "town", "update_id", "version", "where",
}  # fmt: skip
ALLOWED = frozenset(_NUMBERS | _CODES)
"""Every field a log line may have besides ``event``. Ids, codes, counts: nothing a person said."""

# Types, routes, dotted places in the code, times. No spaces and no Chinese: a name does not fit,
# and digits in a row are cut at the length of a phone number.
_CODE = re.compile(r"[A-Za-z0-9_.:/<>{}+\-]{1,120}")
_PHONE = re.compile(r"\d(?:[\- .]?\d){6,}")
_EVENT = re.compile(r"[a-z0-9 ,'_.\-]{1,80}", re.IGNORECASE)
_FREE_OF_PHONES = frozenset({"timestamp", "reference", "update_id", "revision", "instance"})

_Line = MutableMapping[str, Any]


def configure(log_format: Literal["", "console", "json"], level: str = "info") -> None:
    """Set up once at the start. Other libraries' loggers pass through the same door."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        faults_without_values,
        only_allowed,
    ]
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if log_format == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[foreign, *shared],
            processors=[
                forget_traceback,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                last,
            ],
        )
    )
    # A line that cannot be written is lost; the standard library would print what it was about.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Request lines carry paths with tokens, and statements carry values.
    for noisy in ("aiohttp.access", "sqlalchemy", "alembic", "apscheduler", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    sys.excepthook = _excepthook


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Give the faults nobody awaited the same treatment as all others."""
    loop.set_exception_handler(
        lambda _, context: structlog.get_logger("loop").error(
            "unhandled in the event loop", exc_info=context.get("exception")
        )
    )


def new_reference() -> str:
    """A short reference a person can read out on the phone: no letters that sound alike."""
    return "".join(secrets.choice("234679ACDFHJKMNPRTWX") for _ in range(6))


def foreign(logger: Any, name: str, line: _Line) -> _Line:
    """Another library's sentence may hold anything, so only who spoke is kept."""
    record = line.get("_record")
    if record is not None:
        line["where"] = f"{record.module}:{record.lineno}"
    line["event"] = "a library reports"
    line.pop("positional_args", None)
    return line


def faults_without_values(logger: Any, name: str, line: _Line) -> _Line:
    """Replace an exception by its type, its place and a reference."""
    info = line.pop("exc_info", None)
    line.pop("exc_text", None)
    line.pop("stack_info", None)
    fault = _exception(info)
    if fault is not None:
        line["fault"] = type(fault).__qualname__
        line["where"] = where(fault.__traceback__)
        line.setdefault("reference", new_reference())
    return line


def forget_traceback(logger: Any, name: str, line: _Line) -> _Line:
    """``log.exception`` hands the exception to the standard library too, which would append the
    whole traceback, message and all, below our line. The record here is the formatter's copy."""
    record = line["_record"]
    record.exc_info = record.exc_text = record.stack_info = None
    return line


def only_allowed(logger: Any, name: str, line: _Line) -> _Line:
    """Drop every field that is not on the list or whose value is not of a harmless form."""
    kept: dict[str, Any] = {}
    dropped = 0
    for key, value in line.items():
        if _may_leave(key, value):
            kept[key] = value
        else:
            dropped += 1
    kept.setdefault("event", "an event whose words were withheld")
    if dropped:
        kept["dropped"] = dropped
    return kept


def where(traceback: TracebackType | None) -> str:
    """The innermost frame as ``module.py:line``, with the last of our own before it."""
    frames = []
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        frames.append(f"{path.parent.name}/{path.name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return ">".join(frames[-3:])[-120:]


def _exception(info: Any) -> BaseException | None:
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple):
        info = info[1]
    return info if isinstance(info, BaseException) else None


def _may_leave(key: str, value: Any) -> bool:
    if key == "event":
        return _harmless_event(value)
    return key in {"_record", "_from_structlog"} or (key in ALLOWED and _harmless(key, value))


def _harmless_event(value: Any) -> bool:
    return isinstance(value, str) and bool(_EVENT.fullmatch(value)) and not _PHONE.search(value)


def _harmless(key: str, value: Any) -> bool:
    if value is None or isinstance(value, bool | float):
        return True
    if isinstance(value, int):
        return key in _NUMBERS
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        return False
    return key in _FREE_OF_PHONES or not _PHONE.search(value)


def _excepthook(
    kind: type[BaseException], fault: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger("process").critical("the process stops", exc_info=fault)
