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
