"""What is heard of notices: by those they are for, who sends them, who agrees, and who goes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class NoticeTo(Message):
    """The notice itself, in the words of the version that is in force when it is sent."""

    priority: ClassVar[Priority] = Priority.NOTICE
    notice_id: int


@dataclass(frozen=True)
class NoticeCounted(Message):
    """To its writer: whom it reaches and how it looks; send it? Or: there is nobody."""

    priority: ClassVar[Priority] = Priority.ANSWER
    loud: ClassVar[bool] = True
    notice_id: int


@dataclass(frozen=True)
class NoticeTried(Message):
    """To its writer alone: as the others will see it."""

    priority: ClassVar[Priority] = Priority.ANSWER
    loud: ClassVar[bool] = True
    notice_id: int


@dataclass(frozen=True)
class NoticeToAgree(Message):
    """To a colleague: this is to go to so many; may it?"""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    notice_id: int


@dataclass(frozen=True)
class NoticeAgreed(Message):
    """To its writer: a colleague said yes, or no."""

    notice_id: int
    agreed: bool


@dataclass(frozen=True)
class NoticeWaits(Message):
    """To its writer and the desk: it was not sent, because ``why``: role_ended, too_late,
    nobody_agreed."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    notice_id: int
    why: str


@dataclass(frozen=True)
class NoticeProgress(Message):
    """To its writer: the message that counts in place."""

    loud: ClassVar[bool] = True
    in_place: ClassVar[bool] = True
    notice_id: int


@dataclass(frozen=True)
class NoticeChase(Message):
    """To its writer, some hours later: so many have not been heard of. Hand them over?"""

    notice_id: int


@dataclass(frozen=True)
class NoticeRound(Message):
    """To a grid worker: so many doors of this notice are yours."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    asks_one: ClassVar[bool] = True
    notice_id: int


@dataclass(frozen=True)
class NoticeResult(Message):
    """To its writer: what became of everybody, before it begins or when it is over."""

    notice_id: int
