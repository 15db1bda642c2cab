"""What comes in from a person and what goes out to one: the only words core and channels share.

No platform's vocabulary appears here. A channel turns its updates into ``Incoming`` and shows an
``Outgoing`` as well as its platform can. Both survive JSON, so that they can be stored and replayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

IncomingKind = Literal[
    "text",
    "tap",
    "photo",
    "location",
    "contact",
    "start",
    "seen",
    "sticker",
    "voice",
    "file",
    "edited",
    "left",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did on one channel.

    ``channel`` and ``address`` name the account, ``update_id`` is unique within the channel: the
    same update delivered twice has one effect. ``text`` holds words, a caption, a contact's phone
    or a start payload; ``tap`` a button's token; ``photos`` references that the channel can fetch
    later (attachment ids for web chat); ``file`` the reference of a file that may be a table, ""
    for one that cannot be taken (``too_large``: for its size); ``place`` latitude and longitude in
    degrees (WGS 84);
    ``album`` joins photos sent together, which get one reply; ``seen`` the keys (as given to ``Channel.send``) of what
    an open page showed.
    """

    channel: str
    address: str
    update_id: str
    kind: IncomingKind
    text: str = ""
    tap: str = ""
    photos: tuple[str, ...] = ()
    file: str = ""
    too_large: bool = False
    place: tuple[float, float] | None = None
    album: str = ""
    seen: tuple[str, ...] = ()
    language: str = ""

    def to_json(self) -> dict[str, Any]:
        """Written out, like the two below: ``asdict`` copies deeply and costs ten times as much."""
        return {
            "channel": self.channel,
            "address": self.address,
            "update_id": self.update_id,
            "kind": self.kind,
            "text": self.text,
            "tap": self.tap,
            "photos": list(self.photos),
            "file": self.file,
            "too_large": self.too_large,
            "place": list(self.place) if self.place else None,
            "album": self.album,
            "seen": list(self.seen),
            "language": self.language,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        place = data.get("place")
        return cls(
            **{
                **data,
                "photos": tuple(data.get("photos", ())),
                "seen": tuple(data.get("seen", ())),
                "place": (place[0], place[1]) if place else None,
            }
        )


OptionStyle = Literal["choice", "main", "danger", "small"]


@dataclass(frozen=True, slots=True)
class Option:
    """A button. ``number`` is what may be typed instead (0 for Back, None for unnumbered ones).

    ``tap`` is an opaque token of at most 64 bytes that comes back in ``Incoming.tap``. ``url``
    (``tel:`` or ``https:`` or a path of our own) makes it a link instead. ``ticked`` is set on
    options of a question with several answers. ``style``: ``small`` ones belong in the quiet row.
    """

    label: str
    tap: str = ""
    number: int | None = None
    style: OptionStyle = "choice"
    url: str = ""
    ticked: bool | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "tap": self.tap,
            "number": self.number,
            "style": self.style,
            "url": self.url,
            "ticked": self.ticked,
        }


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person, already in their language.

    ``lines`` are paragraphs of plain text: a channel escapes what its platform needs. ``speaker``
    is set when a person speaks through us (never for our own words). ``read_aloud`` asks for the
    voice at once where the channel has one. ``photos`` are attachment ids. ``urgent`` marks an
    alarm. ``input`` hints the keyboard ("text", "number", "photos", "none"). ``code`` is a link to be
    photographed by another phone (an address, or a path of our own): shown as a code to scan.
    ``quiet``: shown without a sound, because the same was said where they are.
    """

    lines: tuple[str, ...]
    options: tuple[Option, ...] = ()
    speaker: str = ""
    photos: tuple[int, ...] = ()
    urgent: bool = False
    read_aloud: bool = False
    input: Literal["text", "number", "photos", "none"] = "text"
    code: str = ""
    quiet: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def to_json(self) -> dict[str, Any]:
        """What hardly any message has is left out where it is not there."""
        data: dict[str, Any] = {
            "lines": list(self.lines),
            "options": [option.to_json() for option in self.options],
            "speaker": self.speaker,
            "photos": list(self.photos),
            "urgent": self.urgent,
            "read_aloud": self.read_aloud,
            "input": self.input,
        }
        if self.code:
            data["code"] = self.code
        if self.quiet:
            data["quiet"] = True
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        options = tuple(Option(**option) for option in data.get("options", ()))
        return cls(
            **{
                **data,
                "lines": tuple(data["lines"]),
                "options": options,
                "photos": tuple(data.get("photos", ())),
            }
        )
