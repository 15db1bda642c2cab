"""The town's YAML as plain data, with the line of every piece of it.

PyYAML speaks YAML 1.1, in which ``no`` is false and ``20:00`` is the number 1200. A town file is
written by people who mean what they wrote, so only true, false, null and numbers are anything else
than text here, and a key that is written twice is a fault instead of the last one winning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

Loc: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what to do about it."""

    file: str
    line: int
    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.what} {self.remedy}".strip()


@dataclass(slots=True)
class Document:
    """All files of a town joined: data, where each piece stands, and faults of the YAML itself."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    spots: dict[Loc, Spot] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def spot(self, loc: Loc) -> Spot:
        """Where ``loc`` stands, or the nearest piece around it that is written down."""
        while loc:
            if loc in self.spots:
                return self.spots[loc]
            loc = loc[:-1]
        return Spot(self.name, 1)

    def fault(self, loc: Loc, what: str, remedy: str) -> Fault:
        spot = self.spot(loc)
        return Fault(spot.file, spot.line, self.readable(loc), what, remedy)

    def readable(self, loc: Loc) -> str:
        """``kinds[heating].title``: numbers in lists are no help to a person."""
        words = ""
        here: Any = self.data
        for step in loc:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                here = {}
            if isinstance(step, int):
                name = here.get("id", step + 1) if isinstance(here, dict) else step + 1
                words += f"[{name}]"
            else:
                words += f".{step}" if words else step
        return words or "the file"


class _Loader(yaml.SafeLoader):
    """YAML 1.2's idea of plain values."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first)
    )


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # a C library need not be there
    """The same through libyaml, in a fifth of the time."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def files_of(path: Path) -> list[Path]:
    """The file itself, then the files of the folder of the same name, joined into one document."""
    folder = path.with_suffix("")
    return [path, *(sorted(folder.glob("*.yaml")) if folder.is_dir() else [])]


def load(path: Path) -> Document:
    document = Document(path.name)
    for file in files_of(path):
        name = file.relative_to(path.parent).as_posix()
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            document.faults.append(
                Fault(name, 1, "the file", "There is no such file.", "Check the path.")
            )
        except (OSError, UnicodeDecodeError) as error:
            what = f"The file cannot be read ({type(error).__name__})."
            document.faults.append(Fault(name, 1, "the file", what, "Save it as UTF-8."))
        else:
            _add(document, name, text)
    return document


def _add(document: Document, name: str, text: str) -> None:
    try:
        node, data = _read(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is not YAML"
        what = f"The file is not valid YAML: {problem}."
        line = mark.line + 1 if mark else 1
        document.faults.append(Fault(name, line, "the file", what, "Correct this line."))
        return
    if node is None or not isinstance(data, dict):
        what = "The file must be a list of named parts."
        document.faults.append(Fault(name, 1, "the file", what, "Begin with a key like `id:`."))
        return
    for key in data.keys() & document.data.keys():
        there = document.spots[(key,)]
        what = f"`{key}` is already in {there.file}, line {there.line}."
        document.faults.append(Fault(name, 1, str(key), what, "Keep one of the two."))
    document.data.update(data)
    _walk(document, name, node, ())


def _read(text: str) -> tuple[yaml.Node | None, Any]:
    try:
        return _read_by(_QuickLoader, text)
    except yaml.YAMLError:  # the other one says better what is wrong
        return _read_by(_Loader, text)


def _read_by(kind: type[Any], text: str) -> tuple[yaml.Node | None, Any]:
    loader = kind(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _walk(document: Document, name: str, node: yaml.Node, loc: Loc) -> None:
    if loc:
        document.spots.setdefault(loc, Spot(name, node.start_mark.line + 1))
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _walk(document, name, item, (*loc, number))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            spot = Spot(name, key.start_mark.line + 1)
            if key.value in seen:
                what = f"`{key.value}` is written twice."
                path = document.readable((*loc, key.value))
                document.faults.append(Fault(name, spot.line, path, what, "Keep one of the two."))
            seen.add(key.value)
            document.spots[(*loc, key.value)] = spot
            _walk(document, name, value, (*loc, key.value))
