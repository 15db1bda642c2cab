"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.audiences.expressions import Everybody
from models.notices.census import CountNotice
from models.notices.clockwork import GoOnNotice, StepNotice
from models.notices.drafting import DropNotice, WriteNotice
from models.notices.knowing import KnowNotice
from models.notices.sending import (
    AgreeToNotice,
    AskAgain,
    CorrectNotice,
    GoOnWithNotice,
    PauseNotice,
    SendNotice,
    StopNotice,
    TryNotice,
)
from models.notices.spreading import SpreadNotice
from models.notices.templates import DropTemplate, KeepTemplate
from models.notices.topics import SwitchTopicOff, SwitchTopicOn
from tests.permissions.samples import Sample

SAMPLES = {
    WriteNotice: Sample(
        "coordinator", lambda _t: WriteNotice("own", "yangguang", Everybody(), "扫雪。")
    ),
    CountNotice: Sample("clock", lambda t: CountNotice(t["notice_counting"])),
    DropNotice: Sample("coordinator", lambda t: DropNotice(t["notice_ready"])),
    SendNotice: Sample("coordinator", lambda t: SendNotice(t["notice_ready"])),
    TryNotice: Sample("coordinator", lambda t: TryNotice(t["notice_ready"])),
    AgreeToNotice: Sample(
        "coordinator of the city", lambda t: AgreeToNotice(t["notice_waiting"], agreed=True)
    ),
    AskAgain: Sample("coordinator", lambda t: AskAgain(t["notice_waiting"])),
    PauseNotice: Sample("coordinator", lambda t: PauseNotice(t["notice"])),
    GoOnWithNotice: Sample("coordinator", lambda t: GoOnWithNotice(t["notice_paused"])),
    StopNotice: Sample("coordinator", lambda t: StopNotice(t["notice"])),
    CorrectNotice: Sample("coordinator", lambda t: CorrectNotice(t["notice"], "后天停水。")),
    GoOnNotice: Sample("clock", lambda t: GoOnNotice(t["notice_counting"])),
    StepNotice: Sample("clock", lambda _t: StepNotice()),
    SpreadNotice: Sample("clock", lambda t: SpreadNotice(t["notice"])),
    KnowNotice: Sample("asker", lambda t: KnowNotice(t["notice"])),
    SwitchTopicOff: Sample("asker", lambda _t: SwitchTopicOff("weather")),
    SwitchTopicOn: Sample("asker", lambda _t: SwitchTopicOn("weather")),
    KeepTemplate: Sample("coordinator", lambda t: KeepTemplate(t["notice_ready"], "又一个")),
    DropTemplate: Sample("coordinator", lambda t: DropTemplate(t["notice_template"])),
}
