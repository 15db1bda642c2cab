"""Whether a call is one that the Bot API describes: its fields, which must be there, their types.

The description is a file beside the project, not part of it. Without it nothing is checked, and a
test says so in one line.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from tests.botapi.calls import Fields, Upload

FILE = "telegram-bot-api.json"
_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / FILE
_ARRAY = "Array of "
_SIMPLE: dict[str, tuple[type, ...]] = {
    "String": (str,), "Integer": (int,), "Float": (int, float), "Boolean": (bool,),
}  # fmt: skip


def where() -> Path:
    return Path(os.environ.get("DOORSTEP_BOT_API_SPEC") or _BESIDE)


@cache
def _read(path: Path, part: str) -> dict[str, _Shape]:
    """The methods or the types of the description; empty where there is none."""
    read = json.loads(path.read_text("utf-8")) if path.is_file() else {part: {}}
    return {name: _Shape(one) for name, one in read[part].items()}


class Spec:
    """``violations``: the method and what is wrong with it, never a value."""

    def __init__(self, *, on: bool = True) -> None:
        self.violations: list[str] = []
        self._methods = _read(where(), "methods") if on else {}
        self._types = _read(where(), "types") if on else {}
        self.there = bool(self._methods)

    def check(self, method: str, fields: Fields) -> None:
        if not self.there:
            return
        shape = self._methods.get(method)
        if shape is None:
            self.violations.append(f"{method}: no such method")
            return
        # A file beside the parameters is named by "attach://" inside one of them.
        named = {
            name: _opened(value, shape.types.get(name, []))
            for name, value in fields.items()
            if name in shape.types or not isinstance(value, Upload)
        }
        self._object(method, named, shape)

    # -- inside -----------------------------------------------------------------------------------
    def _object(self, at: str, value: dict[str, Any], shape: _Shape) -> None:
        """Say all that is wrong with an object of this shape."""
        self.violations += [
            f"{at}: {name} is missing" for name in shape.required if value.get(name) is None
        ]
        for name, one in value.items():
            if type(one) in shape.plain.get(name, ()):
                continue
            types = shape.types.get(name)
            if types is None:
                self.violations.append(f"{at}: {name} is unknown")
            elif not self._any(one, types):
                self.violations.append(f"{at}: {name} is no {' or '.join(types)}")
                self._deeper(f"{at}.{name}", one, types)

    def _deeper(self, at: str, value: Any, types: list[str]) -> None:
        """Why a value is none of these: seen from the one it looks like most."""
        if isinstance(value, list):
            inner = [one.removeprefix(_ARRAY) for one in types if one.startswith(_ARRAY)]
            for one in value:
                if not self._any(one, inner):
                    self._deeper(at, one, inner)
        elif isinstance(value, dict):
            shapes = [self._types[one] for one in types if one in self._types]
            alike = [one for one in shapes if value.keys() & one.types.keys()] or shapes
            if alike:
                self._object(at, value, alike[0])

    def _any(self, value: Any, types: list[str]) -> bool:
        return any(self._fits(value, one) for one in types)

    def _fits(self, value: Any, kind: str) -> bool:
        plain = _SIMPLE.get(kind)
        if plain is not None:
            return type(value) in plain
        if kind.startswith(_ARRAY):
            inner = kind.removeprefix(_ARRAY)
            return isinstance(value, list) and all(self._fits(one, inner) for one in value)
        if isinstance(value, Upload):
            return kind == "InputFile"
        shape = self._types.get(kind)
        return shape is not None and isinstance(value, dict) and self._is(value, shape)

    def _is(self, value: dict[str, Any], shape: _Shape) -> bool:
        if shape.subtypes:
            return any(self._is(value, self._types[one]) for one in shape.subtypes)
        for name in shape.required:
            if value.get(name) is None:
                return False
        for name, one in value.items():
            if type(one) in shape.plain.get(name, ()):
                continue
            if name not in shape.types or not self._any(one, shape.types[name]):
                return False
        return True


def _opened(value: Any, types: list[str]) -> Any:
    """A parameter that is no text may come as text that holds its JSON."""
    if not isinstance(value, str) or "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


class _Shape:
    """A method or a type, as far as it is checked."""

    __slots__ = ("plain", "required", "subtypes", "types")

    def __init__(self, read: dict[str, Any]) -> None:
        fields = read.get("fields", [])
        self.types: dict[str, list[str]] = {one["name"]: one["types"] for one in fields}
        # Most values are plain: one look at their type is all they cost.
        self.plain: dict[str, tuple[type, ...]] = {
            name: tuple(plain for one in types for plain in _SIMPLE.get(one, ()))
            for name, types in self.types.items()
        }
        self.required = [one["name"] for one in fields if one["required"]]
        self.subtypes: list[str] = read.get("subtypes", [])
