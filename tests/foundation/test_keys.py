"""Sealing, looking up, signing; and noticing the wrong key before it does harm."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import keys
from models.base import SettingRow
from models.keys import Keyring
from models.store import Store

NOW = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)
SETTINGS = keys.generate("k1")
RING = Keyring.from_settings(*SETTINGS)


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_again_and_never_looks_the_same_twice(plain: bytes) -> None:
    sealed = RING.seal(plain, "people.phone")
    assert RING.open(sealed, "people.phone") == plain
    assert RING.seal(plain, "people.phone") != sealed


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_sealed_value_with_one_changed_bit_does_not_open(
    plain: bytes, data: st.DataObject
) -> None:
    sealed = bytearray(RING.seal(plain, "people.phone"))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises((keys.Tampered, keys.UnknownKey)):
        RING.open(bytes(sealed), "people.phone")


@given(st.binary(max_size=60))
def test_rubbish_does_not_open_and_breaks_nothing(rubbish: bytes) -> None:
    with pytest.raises((keys.Tampered, keys.UnknownKey)):
        RING.open(rubbish, "people.phone")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    sealed = RING.seal(b"100-0000-0021", "people.phone")
    with pytest.raises(keys.Tampered) as caught:
        RING.open(sealed, "people.address")
    assert "100" not in str(caught.value)


def test_a_new_first_key_seals_and_the_old_one_still_opens() -> None:
    old = RING.seal(b"before", "x.y")
    fresh = keys.generate("k2").encryption_keys
    both = Keyring.from_settings(
        f"{fresh},{SETTINGS.encryption_keys}", SETTINGS.lookup_key, SETTINGS.signing_key
    )
    assert both.open(old, "x.y") == b"before"
    with pytest.raises(keys.UnknownKey):
        RING.open(both.seal(b"after", "x.y"), "x.y")


def test_a_lookup_is_the_same_for_the_same_value_purpose_and_key_only() -> None:
    phone = RING.lookup("100-0000-0021", "phone")
    assert phone == RING.lookup("100-0000-0021", "phone")
    assert len(phone) == 64
    assert phone != RING.lookup("100-0000-0021", "id_number")
    assert phone != RING.lookup("100-0000-0022", "phone")
    assert phone != Keyring.from_settings(*keys.generate()).lookup("100-0000-0021", "phone")


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=4))
def test_a_signed_payload_comes_back(payload: dict[str, int | str]) -> None:
    token = RING.sign(payload, "card", NOW + timedelta(hours=1))
    assert RING.verify(token, "card", NOW) == payload
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_a_link_lasts_until_its_time_and_not_a_second_longer() -> None:
    token = RING.sign({"h": 7}, "card", NOW + timedelta(minutes=5))
    assert RING.verify(token, "card", NOW + timedelta(minutes=4, seconds=59)) == {"h": 7}
    with pytest.raises(keys.ExpiredLink):
        RING.verify(token, "card", NOW + timedelta(minutes=5))
    forever = RING.sign({"h": 7}, "card", None)
    assert RING.verify(forever, "card", NOW + timedelta(days=9000)) == {"h": 7}


def test_a_small_link_fits_a_start_payload() -> None:
    assert len(RING.sign({"h": 123456}, "card", None)) <= 64


@given(st.text(max_size=80))
def test_a_made_up_link_is_forged(token: str) -> None:
    with pytest.raises(keys.ForgedLink):
        RING.verify(token, "card", NOW)


@given(st.data())
def test_a_link_with_one_changed_character_is_forged(data: st.DataObject) -> None:
    token = RING.sign({"h": 7}, "card", NOW + timedelta(hours=1))
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda char: char != token[place]))
    with pytest.raises(keys.ForgedLink):
        RING.verify(token[:place] + other + token[place + 1 :], "card", NOW)


def test_a_link_is_good_for_its_purpose_and_service_only() -> None:
    token = RING.sign({"h": 7}, "card", None)
    for ring, purpose in ((RING, "worker"), (Keyring.from_settings(*keys.generate()), "card")):
        with pytest.raises(keys.ForgedLink):
            ring.verify(token, purpose, NOW)
    with pytest.raises(keys.ForgedLink):
        RING.verify("a." * 4000, "card", NOW)


@pytest.mark.parametrize(
    ("encryption", "says"),
    [
        ("", "no encryption key"),
        ("nonsense", "form id:base64"),
        ("k1:%%%", "k1 is not base64"),
        ("k1:c2hvcnQ=", "must be 32 bytes"),
        (f"{SETTINGS.encryption_keys},{SETTINGS.encryption_keys}", "appears twice"),
    ],
    ids=["none", "no id", "no base64", "too short", "twice"],
)
def test_unusable_settings_are_named_without_showing_them(encryption: str, says: str) -> None:
    with pytest.raises(keys.KeysMisconfigured, match=says) as caught:
        Keyring.from_settings(encryption, SETTINGS.lookup_key, SETTINGS.signing_key)
    assert "c2hvcnQ" not in str(caught.value)


def test_keys_may_be_written_in_either_base64() -> None:
    raw = bytes(range(224, 256))
    for text in (base64.b64encode(raw), base64.urlsafe_b64encode(raw).rstrip(b"=")):
        ring = Keyring.from_settings(f"k1:{text.decode()}", text.decode(), text.decode())
        assert ring.open(ring.seal(b"x", "a.b"), "a.b") == b"x"


def test_without_a_keyring_nothing_private_is_touched(keyring: Keyring) -> None:
    keys.install(None)
    try:
        with pytest.raises(keys.NoKeyring, match="install"):
            keys.current()
    finally:
        keys.install(keyring)


@pytest.fixture
def _give_back(keyring: Keyring) -> object:
    yield
    keys.install(keyring)


def start_with(store: Store, settings: keys.KeySettings) -> None:
    keys.install(Keyring.from_settings(*settings))
    store.write_now(keys.check_keys)


@pytest.mark.usefixtures("_give_back")
def test_the_keys_of_the_first_start_are_the_keys_of_the_database(store: Store) -> None:
    start_with(store, SETTINGS)
    start_with(store, SETTINGS)
    other = keys.generate("k1")
    with pytest.raises(keys.WrongKeys, match="not the key of this database: encryption key k1;"):
        start_with(store, SETTINGS._replace(encryption_keys=other.encryption_keys))
    with pytest.raises(keys.WrongKeys, match="lookup key"):
        start_with(store, SETTINGS._replace(lookup_key=other.lookup_key))
    with pytest.raises(keys.WrongKeys, match="signing key"):
        start_with(store, SETTINGS._replace(signing_key=other.signing_key))


@pytest.mark.usefixtures("_give_back")
def test_a_key_that_once_sealed_may_not_vanish_from_the_settings(store: Store) -> None:
    start_with(store, SETTINGS)
    new = keys.generate("k2").encryption_keys
    start_with(store, SETTINGS._replace(encryption_keys=f"{new},{SETTINGS.encryption_keys}"))
    with pytest.raises(keys.WrongKeys, match="encryption key k1"):
        start_with(store, SETTINGS._replace(encryption_keys=new))
    rows = store.read_now(lambda session: session.query(SettingRow).count())
    assert rows == 4
