"""A fake Bot API: Telegram's server and the people behind it, for tests, proofs and benchmarks.

server.py is what a test holds, people.py who is in it. A request goes through http.py (the bytes),
serving.py (who may, what goes wrong, what is recorded) and methods.py to messages.py or setting.py;
limits.py and faults.py refuse and break, spec.py compares with what the Bot API describes. Updates
wait in updates.py until a poll or webhook.py has brought them.
"""

from __future__ import annotations

from tests.botapi.calls import Call
from tests.botapi.chats import Message
from tests.botapi.faults import Faults
from tests.botapi.people import Group, Person
from tests.botapi.server import STARTED, TOKEN, FakeBotApi

__all__ = ["STARTED", "TOKEN", "Call", "FakeBotApi", "Faults", "Group", "Message", "Person"]
