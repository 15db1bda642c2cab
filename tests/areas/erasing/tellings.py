"""What others are told of a deletion, and admins of a month."""

from __future__ import annotations

from models.privacy.erasing_messages import (
    AgreementGone,
    ChildDataGone,
    ForgottenMonth,
    TalkPartnerGone,
)
from tests.words.tellings import Telling

TELLINGS = (
    Telling("asker", lambda _t: AgreementGone("proxy")),
    Telling("asker", lambda _t: AgreementGone("principal")),
    Telling("coordinator", lambda _t: TalkPartnerGone()),
    Telling("asker", lambda t: ChildDataGone(t["yu"])),
    Telling("admin", lambda _t: ForgottenMonth("2026-11")),
)
