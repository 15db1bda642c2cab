"""After "delete my data" nothing of it is found again, wherever one looks; what stays is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, func, select, type_coerce, update
from sqlalchemy.orm import Session

from models.access.tables import WebMessage
from models.alarms.tables import Alarm
from models.base import Base, touched
from models.family.tables import Guardian
from models.gate import AuditLine
from models.help.tables import Case
from models.privacy.erasing import DeleteMyData
from models.privacy.erasing_refusals import StillInTheWay
from models.privacy.holdings import BY_TABLE, HOLDINGS
from models.refusals import NotAllowed, Refusal
from models.register.tables import Account, Consent, Household, Person
from models.tables import metadata
from models.work import Actor
from scheduler.erasures import Aftermath
from tests.erasing.columns import CODES, holds_words, is_sealed, is_text
from tests.erasing.conftest import Town
from tests.erasing.planting import MARK
from tests.erasing.searching import as_text, in_columns, in_files


def everything(town: Town) -> set[str]:
    """Where a planted word is found now, in any column."""
    words = [MARK, *town.somebody.words.values()]
    return {place for place, _word in town.read(lambda session: list(in_columns(session, words)))}


async def follow_up(town: Town) -> None:
    after = Aftermath(town.store, town.folder / "erasures", lambda _session: town.clock.now())
    while await after.run_once():
        pass


def test_every_column_that_holds_text_is_sorted() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if is_text(column):
                listed = column.name in CODES.get(table.name, ())
                assert listed != holds_words(column), f"{table.name}.{column.name}"


def test_somebody_is_planted_in_every_column_that_holds_words(town: Town) -> None:
    """Or the proof below would prove nothing."""
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if holds_words(column)
    }
    nobodys = {
        "erasures.traces", "households.door", "imports.content", "imports.source", "imports.fault", "imports.about",
        "programmes.link",
        # What an office wrote to many, and its picture.
        "notices.words", "notices.answers", "notice_file_pieces.content",
        "notice_files.source", "notice_templates.words",
    }  # fmt: skip
    assert everything(town) >= columns - nobodys


async def test_nothing_is_found_again_in_any_column(town: Town) -> None:
    town.does(town.me, DeleteMyData())
    # Rows of a file that belong to nobody are looked through right afterwards.
    assert everything(town) == {"import_rows.data", "erasures.traces"}
    await follow_up(town)
    assert not everything(town)


def test_what_stays_is_what_the_town_says_must_stay(town: Town) -> None:
    """Rows of the person that are still there are kept by a law, or are empty but for numbers."""
    town.does(town.me, DeleteMyData())
    me = town.somebody.person_id

    def left(session: Session) -> set[str]:
        def count(table: type[Base]) -> int:
            rows = (
                select(func.count())
                .select_from(table)
                .where(BY_TABLE[table.__tablename__].rows_of(me))
            )
            return session.scalar(rows) or 0

        return {one.name for one in HOLDINGS if one.end != "blank" and count(one.table)}

    by_law = {one.name for one in HOLDINGS if one.law}
    assert town.read(left) - {"outbox", "webchat_messages"} <= by_law
    assert {one.law for one in HOLDINGS if one.law} == {one.id for one in town.file.locked}


def test_a_number_is_left_that_nobody_speaks_to(town: Town) -> None:
    town.does(town.me, DeleteMyData())
    person = town.read(lambda session: session.get_one(Person, town.somebody.person_id))
    account = town.read(lambda session: session.get_one(Account, town.somebody.account_id))
    assert (person.gone, person.name, person.phone, person.household_id) == (
        "erased",
        "",
        None,
        None,
    )
    assert (account.state, account.address) == ("dead", f"erased:{account.id}")
    assert town.read(lambda session: session.scalar(select(func.count(Consent.id))))


def test_a_planted_copy_is_found(town: Town, tmp_path: Path) -> None:
    """The test of the test: a word in a column nobody thought of, sealed and plain, and in a file."""
    town.does(town.me, DeleteMyData())
    town.write(lambda work: work.session.execute(update(Case).values(attention=f"x{MARK}x")))
    town.write(lambda work: work.session.execute(update(Household).values(door=f"{MARK}1")))
    assert {"cases.attention", "households.door"} <= everything(town)
    for name, content in (("plain", MARK), ("hex", MARK.encode().hex())):
        (tmp_path / f"copy-{name}").write_text(f"... {content} ...")
    found = {name for name, _word in in_files(tmp_path, [MARK])}
    assert found >= {"copy-plain", "copy-hex"}


# -- what has to end first ---------------------------------------------------------------------------
def test_not_while_a_case_is_open(town: Town) -> None:
    reopened = update(Case).where(Case.id == town.somebody.case_id).values(closed_at=None)
    town.write(lambda work: work.session.execute(reopened))
    with pytest.raises(StillInTheWay) as refused:
        town.does(town.me, DeleteMyData())
    assert (refused.value.what, refused.value.count) == ("cases", 1)
    assert "people.name" in everything(town)


def test_not_while_an_alarm_burns(town: Town) -> None:
    me = town.somebody.person_id
    raised = update(Alarm).where(Alarm.person_id == me).values(state="raised")
    town.write(lambda work: work.session.execute(raised))
    with pytest.raises(StillInTheWay) as refused:
        town.does(town.me, DeleteMyData())
    assert refused.value.what == "alarm"


def test_not_while_a_child_has_them_as_its_guardian(town: Town) -> None:
    me = town.somebody.person_id
    again = update(Guardian).where(Guardian.guardian_id == me).values(ended_at=None)
    assert town.write(lambda work: touched(work.session.execute(again)))
    with pytest.raises(StillInTheWay) as refused:
        town.does(town.me, DeleteMyData())
    assert refused.value.what == "children"


def test_a_guardian_may_wish_it_for_the_child_and_nobody_else(town: Town) -> None:
    child = town.somebody.child_id
    for alias in ("wang", "limin"):
        with pytest.raises(Refusal) as refused:
            town.does(Actor("person", child, by_id=town.ids[alias]), DeleteMyData())
        assert isinstance(refused.value, NotAllowed)
    town.does(Actor("person", child, by_id=town.ids["zhao"]), DeleteMyData())
    person = town.read(lambda session: session.get_one(Person, child))
    assert (person.gone, person.minor, person.name) == ("erased", False, "")


# -- others ------------------------------------------------------------------------------------------
def test_the_card_of_a_door_where_nobody_lives_any_more_opens_nothing(town: Town) -> None:
    home = town.somebody.household_id
    alone = update(Person).where(Person.id == town.somebody.child_id).values(household_id=None)
    town.write(lambda work: work.session.execute(alone))
    town.does(town.me, DeleteMyData())
    assert town.read(lambda session: session.get_one(Household, home).card_serial) == 2


def test_the_books_keep_numbers(town: Town) -> None:
    town.does(town.me, DeleteMyData())
    mine = AuditLine.person_id == town.somebody.person_id
    lines = town.read(lambda session: session.scalars(select(AuditLine).where(mine)).all())
    assert [(line.command, line.about) for line in lines] == [
        ("SettleIn", {}),
        ("DeleteMyData", {}),
    ]


def test_an_open_page_loses_everything_but_the_answer_to_come(town: Town) -> None:
    web = Actor("person", town.somebody.person_id, town.somebody.account_id + 1, "webchat")
    town.does(web, DeleteMyData())
    assert town.read(lambda session: session.scalar(select(func.count(WebMessage.id)))) == 0


# -- the files ---------------------------------------------------------------------------------------
async def test_not_a_byte_is_left_in_the_files(
    town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    """Plain words and the sealed values as they lay on the disk: in the database, its log and its
    index, in a backup made afterwards, in the file of erasures."""
    if town.store.dialect != "sqlite":
        pytest.skip("PostgreSQL's files belong to its own server")
    sealed = town.read(_sealed_bytes)
    assert len({word for _file, word in in_files(town.folder, [MARK, *sealed])}) == len(sealed) + 1
    town.does(town.me, DeleteMyData())
    await follow_up(town)
    town.file_backup()
    assert not list(in_files(town.folder, [MARK, *sealed]))
    assert MARK not in "".join(capfd.readouterr()), "nor in the logs"


def _sealed_bytes(session: Session) -> list[bytes]:
    """The end of every sealed value in which the words stand, as it lies on the disk."""
    found = []
    for table in metadata.sorted_tables:
        for column in filter(is_sealed, table.columns):
            rows = session.execute(select(column, type_coerce(column, LargeBinary())))
            found += [bytes(raw)[-24:] for opened, raw in rows if MARK in as_text(opened)]
    return found
