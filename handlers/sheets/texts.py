"""What is said of a table: why the file was not taken, and what is wrong with a row of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from bot.dialogue.book import RefusalWords, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, _
from handlers.sheets.words import FIELDS, PROBLEMS
from models.refusals import Refusal
from models.sheets.problems import Problem
from models.sheets.refusals import (
    NotAWorkbook,
    SheetBroken,
    SheetColumnsMissing,
    SheetColumnTwice,
    SheetEmpty,
    SheetHasMacros,
    SheetHasNoHeaders,
    SheetLinked,
    SheetProtected,
    SheetTooBig,
    SheetTooHeavy,
    SheetTooLong,
    SheetTooWide,
    SheetUnpacksTooBig,
)

ROW = _("第 {row} 行，{field}：{why}")
REASON = _("{field}：{why}")
AND = _("{one}、{other}")
OR = _("{one}或{other}")
NEXT = _("{one} {other}")

SAVE_AS = _("这个打不开。用表格软件另存为 .xlsx，再发一回。")
A_PICTURE = _("这是照片，字我认不出来。把表格存成 .xlsx 发来。")
A_PDF = _("这是 PDF，收不成表，表要 .xlsx 的。要随通知发给大家，点[发通知]，写的时候带上它。")
PACKED = _("这是压缩包。里头的表格一个一个发，要 .xlsx 的。")
NOTHING_IN_THE_FILE = _("文件是空的，没传完整。再发一回。")
LINKS = _("这表连着别的文件。全选、复制、只粘贴值，存成新表再发。")
FILES_INSIDE = _("表里夹着别的文件。把它删了，存好再发。")


def problem_words(row: int, problem: Problem) -> Text:
    """第 12 行，身份证号：最后一位对不上，核对一下原件。"""
    return ROW(row=row, field=field_words(problem.field), why=_why(problem))


def reason_words(problems: Iterable[Problem]) -> Text:
    """All that is wrong with one row, without its number: for the table of refused rows."""
    return _joined(NEXT, (REASON(field=field_words(one.field), why=_why(one)) for one in problems))


def field_words(field: str) -> Text:
    return FIELDS[field]


def _why(problem: Problem) -> Text:
    return PROBLEMS[problem.code](**problem.params)


def _joined(link: Text, parts: Iterable[Text]) -> Text:
    return reduce(lambda one, other: link(one=one, other=other), parts)


def _always(refusal: type[Refusal], sentence: Text) -> RefusalWords:
    """The same sentence whatever its fields."""

    @refuses(refusal)
    def words(chat: Chat, refused: Refusal) -> Sayable:
        return sentence

    return words


@refuses(NotAWorkbook)
def not_a_workbook(chat: Chat, refusal: NotAWorkbook) -> Sayable:
    others = {"picture": A_PICTURE, "pdf": A_PDF, "archive": PACKED, "empty": NOTHING_IN_THE_FILE}
    return others.get(refusal.kind, SAVE_AS)


@refuses(SheetTooBig)
def too_big(chat: Chat, refusal: SheetTooBig) -> Sayable:
    return _("文件太大，最多 {most} 兆。分成几份发来。")(most=refusal.most_mb)


@refuses(SheetLinked)
def linked(chat: Chat, refusal: SheetLinked) -> Sayable:
    return LINKS if refusal.how == "links" else FILES_INSIDE


@refuses(SheetColumnsMissing)
def columns_missing(chat: Chat, refusal: SheetColumnsMissing) -> Sayable:
    groups = [_joined(OR, map(field_words, group.split("|"))) for group in refusal.columns]
    return _("表头里少了：{columns}。补上再发，多的列不碍事。")(columns=_joined(AND, groups))


@refuses(SheetColumnTwice)
def column_twice(chat: Chat, refusal: SheetColumnTwice) -> Sayable:
    line = _("{first} 列和 {second} 列都是“{field}”，留一列再发。")
    return line(first=refusal.first, second=refusal.second, field=field_words(refusal.field))


@refuses(SheetTooLong)
def too_long(chat: Chat, refusal: SheetTooLong) -> Sayable:
    line = _("写到第 {last} 行了，一回最多 {most} 行。分开发，或者删掉底下的空行。")
    return line(last=refusal.last, most=refusal.most)


@refuses(SheetTooWide)
def too_wide(chat: Chat, refusal: SheetTooWide) -> Sayable:
    line = _("右边一直到 {column} 列都有东西，最多 {most} 列。删掉多的列再发。")
    return line(column=refusal.column, most=refusal.most)


ENTRIES = (
    not_a_workbook,
    too_big,
    linked,
    columns_missing,
    column_twice,
    too_long,
    too_wide,
    _always(SheetUnpacksTooBig, _("这文件一打开就大得装不下，没收。换一份发来。")),
    _always(SheetHasMacros, _("表里带着宏（小程序），不敢收。另存为 .xlsx 再发。")),
    _always(SheetProtected, _("表设了密码，我打不开。去掉密码再发。")),
    _always(SheetBroken, _("这份表坏了，读不了。打开另存一份 .xlsx 再发。")),
    _always(SheetTooHeavy, _("这份表太沉，没读完。分成几份，只留要传的那几列。")),
    _always(SheetHasNoHeaders, _("没找着表头。照我们的模板排第一行：姓名、电话这样。")),
    _always(SheetEmpty, _("表头底下没有人，填好再发。")),
)
