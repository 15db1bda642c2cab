"""One call of the Bot API: what was asked, what came of it, and the words of its refusals.

Refusals are real HTTP statuses with the sentences Telegram uses, because clients decide by both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

GATEWAY = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}


class Refusal(Exception):
    """The call was not done. ``parameters`` are Telegram's hints (retry_after, …)."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad(description: str, **parameters: int) -> Refusal:
    return Refusal(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> Refusal:
    return Refusal(403, f"Forbidden: {description}")


def conflict(description: str) -> Refusal:
    return Refusal(409, f"Conflict: {description}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")


@dataclass(slots=True)
class Upload:
    """A file inside a multipart body."""

    name: str
    data: bytes


class Fields(dict[str, Any]):
    """The parameters of a call. In a form every value is text, in JSON hardly any: both are read."""

    def text(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else str(value)

    def whole(self, name: str, otherwise: int | None = None) -> int:
        value = self.get(name, otherwise)
        if type(value) is int:
            return value
        try:
            return int(value)  # type: ignore[arg-type]  # None is caught below
        except (TypeError, ValueError):
            raise bad(f"{name} is empty or not a number") from None

    def flag(self, name: str) -> bool:
        return self.get(name) in (True, "true", "True", "1", 1)

    def parsed(self, name: str) -> Any:
        """A value that is JSON: as such, or as text that holds it."""
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


@dataclass(slots=True)
class Call:
    """``status`` is what the client was told (0: nothing, it hung or was reset); ``done`` whether
    the call took effect; ``inside`` that it came in the answer to a webhook."""

    method: str
    fields: Fields
    at: float
    inside: bool = False
    status: int = 0
    description: str = ""
    result: Any = None
    done: bool = False

    @property
    def chat(self) -> int | None:
        value = self.fields.get("chat_id")
        if type(value) is int:
            return value
        try:
            return int(value)  # type: ignore[arg-type]  # None is caught below
        except (TypeError, ValueError):
            return None


@dataclass(slots=True)
class Reply:
    status: int
    body: bytes
    kind: str = "application/json"
    retry_after: int = 0


def result(value: Any, description: str = "") -> Reply:
    answer: dict[str, Any] = {"ok": True, "result": value}
    if description:
        answer["description"] = description
    return Reply(200, _encode(answer).encode())


def refused(refusal: Refusal) -> Reply:
    answer: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    wait = refusal.parameters.get("retry_after", 0)
    return Reply(refusal.status, _encode(answer).encode(), retry_after=wait)
