"""A text in both languages of the town, and the base of every part of its document.

``Local`` is a plain dataclass and not a pydantic model, because thousands of them are read on
every message and because the conversation engine must be able to use it without pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
"""An id: stored with every row that mentions it, so it never changes its meaning."""


@dataclass(frozen=True, slots=True)
class Local:
    """One text of the town file in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: Literal["zh", "en"]) -> str:
        return self.zh if language == "zh" else self.en

    def fill(self, **gaps: object) -> Local:
        """Fill named gaps; a gap that is itself ``Local`` is put in language by language."""

        def side(language: Literal["zh", "en"]) -> str:
            words = {
                name: value.of(language) if isinstance(value, Local) else value
                for name, value in gaps.items()
            }
            return self.of(language).format_map(words)

        return Local(side("zh"), side("en"))


# Set after the class: a name in the body of a slotted dataclass would become a slot of its own.
Local.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]


class Part(BaseModel):
    """A piece of the document: never changed after reading, unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
