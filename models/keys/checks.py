"""The rows by which a database says which keys it needs, and a start with other keys is stopped.

One row for every key that ever wrote, so that a key taken out of the settings while values still
need it is noticed as well. They go when a key is retired.
"""

from __future__ import annotations

import base64

from sqlalchemy import Text, column, delete, select, table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.keys.faults import Tampered, UnknownKey, WrongKeys
from models.keys.installed import current
from models.keys.ring import Keyring

# Named here instead of imported: models.base needs this package for its column types.
ROWS = table("settings_rows", column("key", Text), column("value", Text))
_SEALED, _LOOKUP, _SIGNING = "key_check.sealed", "key_check.lookup", "key_check.signing"
_LABEL = "settings_rows.value"
_CONSTANT, _PURPOSE = "doorstep", "key_check"


def check_keys(session: Session, ring: Keyring | None = None) -> None:
    """Stop a start with the wrong keys, by default those installed, before it writes rows that nobody
    can read together. Raises ``WrongKeys``."""
    ring = ring or current()
    _refuse_others(session, ring)
    vouch_for(session, ring)
    # Another instance may have left its rows in the same moment, with other keys.
    _refuse_others(session, ring)


def _refuse_others(session: Session, ring: Keyring) -> None:
    known = _known(session)
    wrong = [fault for key, value in known.items() if (fault := _differs(ring, key, value))]
    if wrong:
        raise WrongKeys(
            "the key in the settings is not the key of this database: "
            + ", ".join(sorted(wrong))
            + "; put back the settings file or keys file that belongs to this database"
        )


def vouch_for(session: Session, ring: Keyring) -> None:
    """Leave the rows of the keys that write, before they do. Whoever was quicker has left them."""
    known = _known(session)
    for key, value in _expected(ring).items():
        if key not in known:
            new = _insert(session, key, value)
            session.execute(new.on_conflict_do_nothing(index_elements=[ROWS.c.key]))


def forget(session: Session, ring: Keyring, *, signing: bool) -> None:
    """No row needs the keys any more that only read; those that sign may still be needed."""
    gone = [
        *(_row(_SEALED, key_id) for key_id in ring.encryption_ids[1:]),
        *(_row(_LOOKUP, key_id) for key_id in ring.lookup_ids[1:]),
        *(_row(_SIGNING, key_id) for key_id in ring.signing_ids[1:] if signing),
    ]
    session.execute(delete(ROWS).where(ROWS.c.key.in_(gone)))


def put_row(session: Session, key: str, value: str) -> None:
    """What this package notes about a database, one row each."""
    session.execute(
        _insert(session, key, value).on_conflict_do_update(
            index_elements=[ROWS.c.key], set_={"value": value}
        )
    )


def row(session: Session, key: str) -> str:
    """What was noted, "" for nothing."""
    return session.execute(select(ROWS.c.value).where(ROWS.c.key == key)).scalar() or ""


def _insert(session: Session, key: str, value: str) -> sqlite.Insert | postgresql.Insert:
    lite = session.get_bind().dialect.name == "sqlite"
    new = sqlite.insert(ROWS) if lite else postgresql.insert(ROWS)
    return new.values(key=key, value=value)


def _known(session: Session) -> dict[str, str]:
    rows = session.execute(select(ROWS.c.key, ROWS.c.value).where(ROWS.c.key.like("key_check.%")))
    return {row.key: row.value for row in rows}


def _row(kind: str, key_id: str) -> str:
    return f"{kind}.{key_id}" if key_id else kind


def _expected(ring: Keyring) -> dict[str, str]:
    lookup, signing = ring.lookup_ids[0], ring.signing_ids[0]
    sealed = base64.urlsafe_b64encode(ring.seal(_CONSTANT.encode(), _LABEL)).rstrip(b"=").decode()
    return {
        _row(_SEALED, ring.current_id): sealed,
        _row(_LOOKUP, lookup): ring.lookup(_CONSTANT, _PURPOSE),
        _row(_SIGNING, signing): ring.sign({}, _PURPOSE, None),
    }


def _differs(ring: Keyring, key: str, value: str) -> str | None:
    """The name of the key that does not fit this row, or None."""
    check, what, key_id = (*key.split(".", 2), "")[:3]
    kind = f"{check}.{what}"
    if kind == _LOOKUP:
        ours = ring.lookup_under(key_id, _CONSTANT, _PURPOSE)
        return _compared(f"lookup key {key_id}", ours, value)
    if kind == _SIGNING:
        body = value.partition(".")[0]
        mark = ring.mark_under(key_id, body, _PURPOSE)
        return _compared(f"signing key {key_id}", mark and f"{body}.{mark}", value)
    name = f"encryption key {key_id}"
    try:
        ring.open(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)), _LABEL)
    except UnknownKey:
        return f"{name} is missing"
    except Tampered:
        return name
    return None


def _compared(name: str, ours: str | None, value: str) -> str | None:
    if ours is None:
        return f"{name.rstrip()} is missing"
    return None if ours == value else name.rstrip()
