"""The town of Huadian, read once: a Town never changes, so all tests may share it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.town.files import Document, load
from models.town.reading import Fault, TownFaults, judge
from models.town.schema import Town

FILE = Path(__file__).resolve().parent.parent.parent / "towns" / "huadian.yaml"
Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="session")
def document() -> Document:
    return load(FILE)


@pytest.fixture(scope="session")
def town(document: Document) -> Town:
    return judge(document)


def edited(document: Document, edit: Edit) -> Document:
    """The same file with one thing changed, before it is checked."""
    data = copy.deepcopy(document.data)
    edit(data)
    return Document(document.name, data, document.spots, [])


@pytest.fixture
def faults(document: Document) -> Callable[[Edit], list[Fault]]:
    """What is wrong with the town after an edit."""

    def judged(edit: Edit) -> list[Fault]:
        with pytest.raises(TownFaults) as caught:
            judge(edited(document, edit))
        return list(caught.value.faults)

    return judged


@pytest.fixture
def changed(document: Document) -> Callable[[Edit], Town]:
    """A right town that differs from Huadian by one edit."""
    return lambda edit: judge(edited(document, edit))
