"""The order in which keys are turned, and retired; every step can be cut off and done again.

1. A new key is written behind the old ones: readable, unused. 2. Everybody has read it. 3. The
database notes that it needs it, and it comes to the front. 4. Everybody writes with it. 5. The rows
move. At no instant is there a row that some running service cannot read, or would not find.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from models.clocks import WallClock
from models.keys import checks, file, holders
from models.keys.faults import CannotTurn
from models.keys.file import KeysFile
from models.keys.holders import Holder
from models.keys.installed import look_again
from models.keys.ring import Keyring
from models.rotation import tokens
from models.rotation.moving import Mover
from models.store import Store

_TURNED = "keys.turned"
"""The row that names the key everything stands under."""
SILENT = 15
"""Looks (one a second) after which a service that has not answered is taken for gone."""
ROUNDS = 5
"""Rounds over all rows until nothing is met that was written in between."""


def _nothing(_word: str) -> None:
    """Nobody listens."""


@dataclass
class Turning:
    """``known`` are the keys as the settings have them; ``path`` is where the keys file is or will
    be. ``pause`` waits some seconds, ``tell`` says to the operator what happens, ``probe`` hears of
    every step."""

    store: Store
    path: Path
    known: KeysFile
    wall: WallClock
    pause: Callable[[float], None]
    tell: Callable[[str], None] = _nothing
    probe: Callable[[str], None] = _nothing
    longest: float = field(default=0.0, init=False)

    def turn(self) -> None:
        """Everything, or what is left of it since it was cut off."""
        keys = self._as_written()
        if keys.next:
            self.tell(f"Going on with the key {keys.next}.")
        elif not keys.old:
            keys = self._announce(keys)
        elif not self._under_old(keys):
            raise CannotTurn(
                "the last turn is finished, but its old key is still in the file: run "
                "`python -m bot keys retire` first"
            )
        if keys.next:
            self._until(lambda one: keys.next in one.reads, f"has not read {keys.next} yet")
            self.probe("readable")
            keys = self._switch(keys)
        self._until(lambda one: one.writes == keys.first, f"does not write with {keys.first} yet")
        self.probe("written")
        self._move(keys)

    def retire(self, *, links: bool, sign_out: bool = False) -> Path:
        """Take the keys out that nothing needs any more; where they are now. ``links``: also those
        that printed cards of before are signed with. ``sign_out``: give up the sign-ins that an
        earlier version noted under the old key."""
        keys = self._as_written()
        if keys.next:
            raise CannotTurn(
                "the keys are being turned: run `python -m bot keys rotate` to its end"
            )
        if not keys.old and not links:
            raise CannotTurn("there is no old key: `python -m bot keys rotate` makes a new one")
        self._until(lambda one: one.writes == keys.first, f"does not write with {keys.first} yet")
        self._move(keys)
        ring = keys.ring()
        waiting = self.store.read_now(lambda session: tokens.waiting(session, self.wall.now()))
        if waiting and not sign_out:
            raise CannotTurn(
                f"{waiting} browsers and links that an earlier version noted under the old key have "
                "not come again yet: wait some weeks, or retire with --sign-out, and these "
                "sign in anew"
            )
        kept = self.path.with_name(f"{self.path.name}.before-{keys.first}")
        file.write(kept, keys)
        self.probe("kept")
        self.store.write_now(lambda session: checks.forget(session, ring, signing=links))
        self.probe("forgotten")
        file.write(self.path, keys.retired(links=links))
        return kept

    def described(self) -> list[str]:
        """One line for each key, by its id."""
        keys = self._as_written()
        left = sum(self._mover(keys.ring()).left().values())
        lines = [f"{keys.first}: seals and hashes what is new, and opens"]
        lines += [f"{each}: opens only" for each in keys.old]
        lines += [
            f"{each}: made, and not used before every service has read it"
            for each in [keys.next]
            if each
        ]
        if keys.old:
            lines.append(f"{left} values are sealed with another key than {keys.first}")
        where = f"in {self.path}" if self.path.exists() else "in .env"
        return [*lines, f"The keys stand {where}."]

    # -- the steps --------------------------------------------------------------------------------
    def _as_written(self) -> KeysFile:
        return file.read(self.path) if self.path.exists() else self.known

    def _announce(self, keys: KeysFile) -> KeysFile:
        keys = keys.announced(self._fresh_id())
        file.write(self.path, keys)
        self.tell(f"The new key is {keys.next}; it stands in {self.path}.")
        self.probe("announced")
        return keys

    def _fresh_id(self) -> str:
        """The day, and two letters against a second one of that day: ids are never used again,
        because a backup names the keys it needs by them."""
        letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(2))
        return f"k{self.wall.now():%y%m%d}{letters}"

    def _switch(self, keys: KeysFile) -> KeysFile:
        switched = keys.switched()
        # Noted first: from then on nobody starts who could not read what is written next.
        self.store.write_now(lambda session: checks.vouch_for(session, switched.ring()))
        self.probe("noted")
        file.write(self.path, switched)
        self.tell(f"From now on {switched.first} seals; the rows of before are moved.")
        self.probe("switched")
        return switched

    def _under_old(self, keys: KeysFile) -> bool:
        """Whether the last turn was cut off before its end."""
        if self.store.read_now(lambda session: checks.row(session, _TURNED)) != keys.first:
            return True
        return bool(self._mover(keys.ring()).left())

    def _move(self, keys: KeysFile) -> None:
        mover = self._mover(keys.ring())
        moved = mover.move(every=False)
        self.probe("first round")
        for _round in range(ROUNDS):
            again = mover.move(every=True)
            moved += again
            if not again:
                break
        else:
            raise CannotTurn(
                "rows are still written under the old key: is a service running with other "
                "settings? stop it, then run the command again"
            )
        look_again()
        tokens.carry_cards_over(self.store)
        self.store.write_now(lambda session: checks.put_row(session, _TURNED, keys.first))
        self.longest = mover.longest
        self.tell(f"{moved} rows were moved; nothing is left under another key than {keys.first}.")
        for name, number in sorted(mover.closed.items()):
            self.tell(f"{number} values of {name} open with none of the keys and stay as they are.")

    def _mover(self, ring: Keyring) -> Mover:
        return Mover(self.store, ring, rest=self.pause, probe=self.probe)

    def _until(self, fits: Callable[[Holder], bool], missing: str) -> None:
        """Wait until every running service is so far. Those that do not answer are gone."""
        word = secrets.token_hex(8)
        self.store.write_now(lambda session: holders.call(session, word))
        said: set[str] = set()
        for looks in count():
            late = []
            for one in self.store.read_now(holders.holders):
                if one.call != word and looks >= SILENT:
                    self.store.write_now(partial(holders.leave, who=one))
                elif one.call != word or not fits(one):
                    late.append(one.name)
            if not late:
                return
            if looks >= SILENT and not said.issuperset(late):
                said.update(late)
                self.tell(
                    f"Waiting: {', '.join(sorted(late))} {missing}. Does it read {self.path}?"
                )
            self.pause(1.0)
