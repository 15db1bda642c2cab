"""Why a place was not given: one sentence, with the next best choice in it."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers.bookings import texts
from handlers.bookings.words import soon, too_late
from models.bookings.refusals import (
    AlreadyBooked,
    BookingClosed,
    BookingOver,
    CallingOffLate,
    NeedsContract,
    NoOtherTime,
    NothingNear,
    NotOpenYet,
    NotToday,
    OnlyForPlace,
    OnlyGuardian,
    PlaceTaken,
    TooManyBookings,
    WrongAge,
    WrongGrade,
)


@refuses(PlaceTaken)
def place_taken(chat: Chat, refusal: PlaceTaken) -> Sayable:
    return _("晚了一步，最后一个位子刚约出去。再挑一个吧。")


@refuses(AlreadyBooked)
def already_booked(chat: Chat, refusal: AlreadyBooked) -> Sayable:
    return _("这个已经约着了，点[我约的]看看。")


@refuses(NotOpenYet)
def not_open_yet(chat: Chat, refusal: NotOpenYet) -> Sayable:
    return _("还没到时候，{when}起能约。")(when=soon(refusal.opens_at, chat.work.now))


@refuses(BookingClosed)
def booking_closed(chat: Chat, refusal: BookingClosed) -> Sayable:
    return _("这个马上就开始，约不上了。再挑一个吧。")


@refuses(TooManyBookings)
def too_many(chat: Chat, refusal: TooManyBookings) -> Sayable:
    if refusal.household:
        return _("一家一回最多约 {most} 个。要换，先退一个。")(most=refusal.most)
    return _("一个人一回最多约 {most} 个。要换，先退一个。")(most=refusal.most)


@refuses(WrongAge)
def wrong_age(chat: Chat, refusal: WrongAge) -> Sayable:
    if refusal.least is None and refusal.most is None:
        return _("这个要看岁数，生日还没记上。点[找人说话]，补上就能约。")
    if refusal.most is None:
        return _("这个是给 {least} 岁往上的办的。再看看别的吧。")(least=refusal.least or 0)
    if refusal.least is None:
        return _("这个是给 {most} 岁往下的办的。再看看别的吧。")(most=refusal.most)
    return _("这个是给 {least} 到 {most} 岁的办的。再看看别的吧。")(
        least=refusal.least, most=refusal.most
    )


@refuses(WrongGrade)
def wrong_grade(chat: Chat, refusal: WrongGrade) -> Sayable:
    return _("这个是给 {first} 到 {last} 年级的孩子办的。年级不对，先在[孩子的事]里改。")(
        first=min(refusal.grades), last=max(refusal.grades)
    )


@refuses(OnlyForPlace)
def only_for_place(chat: Chat, refusal: OnlyForPlace) -> Sayable:
    return _("这个只给住在{place}的办。再看看别的吧。")(
        place=chat.town.place(refusal.place_id).name
    )


@refuses(NeedsContract)
def needs_contract(chat: Chat, refusal: NeedsContract) -> Sayable:
    return _("得先跟这个团队签约。点[我的大夫]，两下就签上。")


@refuses(OnlyGuardian)
def only_guardian(chat: Chat, refusal: OnlyGuardian) -> Sayable:
    return _("孩子的这件事得家长来报。")


@refuses(BookingOver)
def booking_over(chat: Chat, refusal: BookingOver) -> Sayable:
    return texts.ENDED.get(refusal.state, texts.ENDED["off"])


@refuses(CallingOffLate)
def calling_off_late(chat: Chat, refusal: CallingOffLate) -> Sayable:
    return too_late(refusal.minutes, at_home=refusal.at_home)


@refuses(NothingNear)
def nothing_near(chat: Chat, refusal: NothingNear) -> Sayable:
    return _("这阵子附近还没有能约的。有了，在[讲座活动]里就看得见。")


@refuses(NoOtherTime)
def no_other_time(chat: Chat, refusal: NoOtherTime) -> Sayable:
    return _("眼下没有别的时间有空位。原来的还给您留着。")


@refuses(NotToday)
def not_today(chat: Chat, refusal: NotToday) -> Sayable:
    return _("还没到日子呢，{when}那天再点名。")(when=soon(refusal.begins_at, chat.work.now))


ENTRIES: tuple[Entry, ...] = (
    place_taken, already_booked, not_open_yet, booking_closed, too_many, wrong_age, wrong_grade,
    only_for_place, needs_contract, only_guardian, booking_over, nothing_near, no_other_time,
    not_today, calling_off_late,
)  # fmt: skip
