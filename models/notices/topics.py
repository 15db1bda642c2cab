"""What one wants to hear no more of. What must reach everybody reaches them still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select

from models.base import insert_new
from models.gate import Command, May
from models.notices.tables import TopicOff
from models.refusals import NotFound
from models.town.notices import Topic
from models.work import Work


@dataclass(frozen=True)
class SwitchTopicOff(Command[None]):
    """No more notices about this, to the acting person. Twice is once."""

    may: ClassVar[May] = May(anyone=True)
    topic: str

    def run(self, work: Work) -> None:
        if all(one.id != self.topic for one in work.town.topics):
            raise NotFound("topic")
        row = insert_new(work.session, TopicOff).values(
            person_id=work.actor.person_id, topic=self.topic, at=work.now
        )
        work.session.execute(row.on_conflict_do_nothing())


@dataclass(frozen=True)
class SwitchTopicOn(Command[None]):
    """Again; a topic the town has no longer can be switched on as well."""

    may: ClassVar[May] = May(anyone=True)
    topic: str

    def run(self, work: Work) -> None:
        mine = TopicOff.person_id == work.actor.person_id, TopicOff.topic == self.topic
        work.session.execute(delete(TopicOff).where(*mine))


def my_topics(work: Work) -> list[tuple[Topic, bool]]:
    """Every topic of the town, and whether the acting person hears of it."""
    found = select(TopicOff.topic).where(TopicOff.person_id == work.actor.person_id)
    off = set(work.session.scalars(found))
    return [(topic, topic.id not in off) for topic in work.town.topics]
