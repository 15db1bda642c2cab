"""Settings: what the operator reads when they are wrong, and how the demo gets its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsFault, env_lines, load_settings
from models.keys import KeySettings, generate


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No .env and no setting in the environment, whatever the machine has."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def town(empty_folder: Path) -> Path:
    path = empty_folder / "town.yaml"
    path.write_text("id: nowhere\n", "utf-8")
    return path


def faults(**given: object) -> tuple[str, ...]:
    with pytest.raises(SettingsFault) as caught:
        load_settings(Path(".env"), **given)
    return caught.value.faults


def test_an_empty_folder_is_the_demo(town: Path) -> None:
    settings = load_settings(town=town)
    assert settings.demo
    assert settings.database_url == "sqlite:///data/doorstep.db"
    assert settings.base_url == "http://localhost:8080"
    assert settings.log_format == "console"


def test_a_port_in_the_environment_does_not_end_the_demo(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "9123")
    settings = load_settings(town=town)
    assert settings.demo
    assert settings.base_url == "http://localhost:9123"


def test_a_database_in_the_environment_is_no_demo(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///real.db")
    assert all("is missing" in fault for fault in faults(town=town))


def test_a_whole_env_file_is_a_real_town(town: Path) -> None:
    Path(".env").write_text(
        "".join(env_lines(generate())) + f"BASE_URL=https://doorstep.example/\nTOWN={town}\n"
    )
    settings = load_settings()
    assert not settings.demo
    assert settings.base_url == "https://doorstep.example"
    assert settings.log_format == "json"
    assert settings.keyring().current_id == "k1"


def test_everything_wrong_is_said_at_once_each_with_a_remedy(empty_folder: Path) -> None:
    Path(".env").write_text("BASE_URL=somewhere\nDATABASE_URL=mysql://x\nTOWN=nowhere.yaml\n")
    said = faults()
    assert len(said) == 6
    assert all(fault.endswith(".") and ": " in fault for fault in said)


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("PORT=eighty", "PORT cannot be used"),
        ("PORT=123456", "PORT cannot be used"),
        ("DEMO=perhaps", "DEMO cannot be used"),
        ("LOG_FORMAT=xml", "LOG_FORMAT cannot be used"),
        ("WORKERS=0", "WORKERS cannot be used"),
        ("BAS_URL=https://doorstep.example", "BAS_URL is no setting"),
    ],
)
def test_a_line_of_the_env_file_that_cannot_be_used_is_named(line: str, begins: str) -> None:
    Path(".env").write_text(f"{line}\n")
    (said,) = faults()
    assert said.startswith(begins)
    assert said.count(".") == 1 or "https://" in said


def test_sign_in_links_do_not_travel_in_the_clear(town: Path) -> None:
    keys = generate()._asdict()
    (said,) = faults(town=town, demo=False, base_url="http://doorstep.example", **keys)
    assert "https" in said
    at_home = load_settings(None, town=town, demo=False, base_url="http://localhost:8080", **keys)
    assert not at_home.demo


@pytest.mark.parametrize("field", KeySettings._fields)
def test_a_broken_key_is_refused_without_being_quoted(field: str, town: Path) -> None:
    secret = "c2VjcmV0IHNlY3JldA"
    keys = generate()._asdict() | {field: f"k1:{secret}" if field == "encryption_keys" else secret}
    (said,) = faults(town=town, demo=False, base_url="https://doorstep.example", **keys)
    assert secret not in said
    assert "python -m bot keys" in said


def test_secrets_are_not_in_the_words_of_the_settings(town: Path) -> None:
    keys = generate()
    url = "postgresql://doorstep:hidden@localhost/town"
    settings = load_settings(None, town=town, demo=True, database_url=url, **keys._asdict())
    for shown in (repr(settings), str(settings)):
        assert "hidden" not in shown
        assert not [key for key in keys if key.removeprefix("k1:") in shown]


def test_the_demo_makes_keys_once_and_only_its_owner_reads_them(town: Path) -> None:
    settings = load_settings(town=town)
    sealed = settings.keyring().seal(b"tea", "t.c")
    assert load_settings(town=town).keyring().open(sealed, "t.c") == b"tea"
    path = Path("data/demo-keys")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["demo-keys"]


# -- Telegram --------------------------------------------------------------------------------------
TOKEN = "123456789:AAHfakefakefakefakefakefakefakefake"


def with_telegram(town: Path, **given: object) -> Settings:
    keys = generate()._asdict()
    base_url = given.pop("base_url", "https://doorstep.example")
    return load_settings(
        None, town=town, demo=False, base_url=base_url, telegram_token=TOKEN, **keys, **given
    )


def test_without_more_telegram_is_a_webhook_where_it_can_reach_us_and_else_polling(
    town: Path,
) -> None:
    settings = with_telegram(town)
    assert settings.telegram_mode == "webhook"
    assert settings.telegram_api_base == "https://api.telegram.org"
    assert settings.telegram_connections == 40
    assert settings.telegram_may_show == {"name", "words", "photos"}
    for unreachable in (
        "http://localhost:8080",
        "https://192.168.1.5",
        "https://town.local",
        "https://doorstep.example:9443",
    ):
        assert with_telegram(town, base_url=unreachable).telegram_mode == "polling"
    assert with_telegram(town, telegram_mode="polling").telegram_mode == "polling"


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({"telegram_token": "secret-of-the-bot"}, "TELEGRAM_TOKEN cannot be used"),
        ({"telegram_token": "12:secret-of-the-bot"}, "TELEGRAM_TOKEN cannot be used"),
        ({"telegram_mode": "both"}, "TELEGRAM_MODE cannot be used"),
        ({"telegram_mode": "webhook", "base_url": "http://localhost:1"}, "TELEGRAM_MODE says webhook"),
        ({"telegram_api_base": "http://api.example"}, "TELEGRAM_API_BASE cannot be used"),
        ({"telegram_api_base": "api.example"}, "TELEGRAM_API_BASE cannot be used"),
        ({"telegram_secret": "secret of"}, "TELEGRAM_SECRET cannot be used"),
        ({"telegram_secret": "secret"}, "TELEGRAM_SECRET cannot be used"),
        ({"telegram_connections": 101}, "TELEGRAM_CONNECTIONS cannot be used"),
        ({"telegram_shows": "name,illness"}, "TELEGRAM_SHOWS cannot be used"),
    ],
)  # fmt: skip
def test_what_is_wrong_about_telegram_is_one_sentence_without_the_value(
    town: Path, given: dict[str, object], begins: str
) -> None:
    base = {"base_url": "https://doorstep.example", "telegram_token": TOKEN}
    (said,) = faults(town=town, demo=False, **{**base, **given}, **generate()._asdict())
    assert said.startswith(begins)
    assert said.endswith(".")
    assert "secret of" not in said
    assert "secret-of" not in said
    assert TOKEN not in said


def test_a_bot_api_server_on_this_machine_needs_no_https(town: Path) -> None:
    own = {"telegram_api_base": "http://127.0.0.1:8081/", "telegram_mode": "webhook"}
    settings = with_telegram(town, base_url="http://localhost:8080", **own)
    assert settings.telegram_api_base == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("none", set()), ("name, door", {"name", "door"}), ("phone", {"phone"})],
)
def test_what_telegram_may_show_is_a_list(town: Path, written: str, shown: set[str]) -> None:
    assert with_telegram(town, telegram_shows=written).telegram_may_show == shown


def test_the_token_and_the_secret_are_not_in_the_words_of_the_settings(town: Path) -> None:
    settings = with_telegram(town, telegram_secret="nobody-may-read-this")
    for shown in (repr(settings), str(settings)):
        assert TOKEN not in shown
        assert "nobody-may" not in shown
