"""The words and choices of asking for help: the catalogue as questions, the answers as a summary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from handlers.help import texts
from models.help.opening import SomebodyElse
from models.register.queries import my_address, my_phone_tail
from models.town.catalogue import Field, Group, Kind
from models.town.local import Local
from models.town.schema import Town


def ask_kind(chat: Chat) -> Kind:
    """Down the screens of the catalogue to one kind."""
    group, key = chat.town.root_group, "kind"
    extra: tuple[Choice, ...] = (Choice("~be.whose.other", texts.FOR_SOMEBODY_ELSE),)
    while True:
        question = chat.town.group(group).question
        choices = partial(_choices, chat.town, group)
        # Only the first screen can be changed: the others follow from it.
        what: Sayable = texts.WHICH_KIND if key == "kind" else ""
        chosen = chat.ask(key, question, choices=choices, what=what, extra=extra)
        entry = next((entry for entry in chat.town.choices(group) if entry.id == chosen), None)
        if isinstance(entry, Kind):
            return entry
        group, key, extra = chosen, f"kind.{chosen}", ()


def _choices(town: Town, group: str) -> list[Choice]:
    return [Choice(entry.id, entry.title, _spoken(entry)) for entry in town.choices(group)]


def _spoken(entry: Kind | Group) -> tuple[str, ...]:
    return entry.words if isinstance(entry, Kind) else ()


def path_to(town: Town, kind: Kind) -> tuple[tuple[str, str], ...]:
    """The answers that lead to a kind, as if each screen had been tapped."""

    def below(group: str, key: str) -> tuple[tuple[str, str], ...] | None:
        for entry in town.choices(group):
            if entry.id == kind.id:
                return ((key, kind.id),)
            if isinstance(entry, Group):
                further = below(entry.id, f"kind.{entry.id}")
                if further:
                    return ((key, entry.id), *further)
        return None

    return below(town.root_group, "kind") or ()


def ask_fields(chat: Chat, kind: Kind) -> list[tuple[str, str]]:
    """The kind's own questions, at most two."""
    answers: list[tuple[str, str]] = []
    for field in kind.fields:  # no comprehension: a question suspends in the middle of it
        answers += [(field.id, _ask_field(chat, kind, field))]
    return answers


def _ask_field(chat: Chat, kind: Kind, field: Field) -> str:
    key = f"{kind.id}.{field.id}"
    skip = texts.SKIP if field.optional else None
    if field.options:
        choices = [Choice(option.id, option.label) for option in field.options]
        return chat.ask(key, field.question, choices=choices, skip=skip, what=_asked_about(field))
    number = "number" if field.type == "number" else "text"
    return chat.ask(key, field.question, skip=skip, what=_asked_about(field), keyboard=number)  # type: ignore[arg-type]  # one of the two words


def _asked_about(field: Field) -> Local:
    """What the answer is called on the list of changes: the question without its mark."""
    zh, en = field.question.zh, field.question.en
    return Local(zh.partition("？")[0], en.partition("?")[0])


def what_it_is(kind: Kind, answers: Mapping[str, str], *, just_typed: bool = False) -> Sayable:
    """The trouble in words: 暖气哪儿都凉，冻得慌. What somebody typed is private, unless it stands
    right above."""
    said: list[Sayable] = []
    for field in kind.fields:
        answer = answers.get(field.id, "")
        option = field.option(answer)
        if option is not None:
            said.append(option.say)
        elif answer:
            words: Sayable = field.say.fill(answer=answer) if field.say else answer
            said.append(words if just_typed else private("words", words))
    if not said:
        return kind.title
    if len(said) == 1:
        return said[0]
    return _("{first}，{second}")(first=said[0], second=said[1])


def for_whom(chat: Chat, other: SomebodyElse | None) -> tuple[Sayable, ...]:
    """The lines of the summary that say who and where."""
    if other is not None:
        address = chat.town.address_of(
            other.estate_id, other.building or None, other.unit or None, other.door
        )
        line = _("{name}（{relation}），{address}")
        return (line(name=other.name, relation=other.relation, address=address),)
    address_known = private("door", my_address(chat.work) or "", texts.YOUR_HOME)
    name_known = private("name", chat.reader.name or chat.reader.called, texts.YOU)
    if not address_known:
        return (texts.ADDRESS_LATER,)
    if not name_known:
        return (address_known,)
    return (_("{name}，{address}")(name=name_known, address=address_known),)


def how_to_reach(chat: Chat) -> Sayable:
    tail = my_phone_tail(chat.work)
    return private("phone", texts.PHONE_ENDING(tail=tail), texts.YOUR_PHONE) if tail else ""
