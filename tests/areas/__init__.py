"""What each area brings to the tests that look at everything: one folder an area.

``town.py`` (``build(there)``: its things in the small town), ``samples.py`` (``SAMPLES``),
``looks.py`` (``look(...)`` calls and ``BEHIND``), ``tellings.py`` (``TELLINGS``), ``scripts.py``
(``SCRIPTS``). A file that an area does not need is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


def each(name: str) -> Iterator[ModuleType]:
    """The module ``name`` of every area that has one, in the order of the alphabet."""
    for folder in sorted(Path(__file__).parent.iterdir()):
        module = f"{__name__}.{folder.name}.{name}"
        if (folder / "__init__.py").exists() and find_spec(module) is not None:
            yield import_module(module)
