from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from bot.errors import SettingsError
from bot.setting_values import read
from bot.settings import Settings

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing() -> None:
    settings = Settings.load()
    assert settings.token is None
    assert settings.database_path == Path("data/gazette.db")
    assert settings.host == "127.0.0.1"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_TOKEN", TOKEN)
    monkeypatch.setenv("GAZETTE_ADMINS", "12, 34 56")
    monkeypatch.setenv("GAZETTE_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("GAZETTE_LOG_LEVEL", "DEBUG")
    settings = Settings.load()
    assert settings.token is not None
    assert settings.token.value == TOKEN
    assert settings.admins == {12, 34, 56}
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.log_level == "debug"


def test_a_dotenv_file_is_read_and_an_empty_value_is_none(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GAZETTE_PORT=9000\nGAZETTE_TOKEN=\nOTHER=1\n")
    settings = Settings.load()
    assert settings.port == 9000
    assert settings.token is None


def test_every_fault_is_reported_at_once_and_never_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GAZETTE_TOKEN", "secret-without-number")
    monkeypatch.setenv("GAZETTE_PORT", "90000")
    monkeypatch.setenv("GAZETTE_DATABASE_URL", "postgresql://elsewhere")
    monkeypatch.setenv("GAZETTE_API_URL", "not an address")
    monkeypatch.setenv("GAZETTE_ADMINS", "alice")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    faults = str(caught.value.arguments["faults"])
    for name in ("TOKEN", "PORT", "DATABASE_URL", "API_URL", "ADMINS"):
        assert f"GAZETTE_{name}: " in faults
    assert "secret-without-number" not in faults
    assert caught.value.__cause__ is None


def test_the_token_does_not_show_in_what_is_printed() -> None:
    assert TOKEN not in repr(Settings.load(token=TOKEN))


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("ADMINS", "12, 34 56", {12, 34, 56}),
        ("PRIVATE_HOSTS", "news.lan,feeds.lan:8080", {"news.lan", "feeds.lan:8080"}),
        ("PORT", " 9000 ", 9000),
        ("DIGEST_PATIENCE", "1.5", 1.5),
        ("LOG_FORMAT", "JSON", "json"),
        ("WEBHOOK_REPLY_IN_RESPONSE", "False", False),
        ("WEBHOOK_REPLY_IN_RESPONSE", "off", False),
        ("WEBHOOK_REPLY_IN_RESPONSE", "YES", True),
        ("BACKUPS", "/backups", Path("/backups")),
        ("API_URL", "https://api.example.org/", "https://api.example.org"),
    ],
)
def test_values_are_read_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, name: str, written: str, value: object
) -> None:
    monkeypatch.setenv(f"GAZETTE_{name}", written)
    assert getattr(Settings.load(), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [
        ("PORT", "nine", "write a whole number from 0 up to 65535"),
        ("KEEP_DAYS", "-1", "write a whole number from 0"),
        ("DIGEST_PATIENCE", "0", "write a number above 0 up to 24"),
        ("LOG_LEVEL", "loud", "write one of debug, info, warning, error"),
        ("WEBHOOK_REPLY_IN_RESPONSE", "maybe", "write true or false"),
        ("ADMINS", "12, alice", "write whole numbers, separated by commas or spaces"),
        ("WEBHOOK_ADDRESSES", "8.8.8.8/3", "write addresses and networks such as 149.154.160.0/20"),
        ("API_URL", "http://", "write an address with http:// or https://"),
        ("API_URL", "http://[", "write an address with http:// or https://"),
        ("DATABASE_URL", "sqlite:///", "write sqlite:///path/to/gazette.db"),
    ],
)
def test_a_fault_says_what_would_do(
    monkeypatch: pytest.MonkeyPatch, name: str, written: str, words: str
) -> None:
    monkeypatch.setenv(f"GAZETTE_{name}", written)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert caught.value.arguments["faults"] == f"GAZETTE_{name}: {words}"


def test_any_capitals_do_and_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("gazette_port=9000\nGAZETTE_HOST=0.0.0.0\n")
    monkeypatch.setenv("Gazette_Host", "127.0.0.2")
    settings = Settings.load()
    assert (settings.port, settings.host) == (9000, "127.0.0.2")


@given(written=st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_whatever_is_written_gives_a_setting_or_words(written: str) -> None:
    faults = []
    for setting in fields(Settings):
        try:
            read(setting.type, written)
        except ValueError as fault:
            faults.append(str(fault))
    assert all(fault.startswith(("write ", "a token ", "a secret ")) for fault in faults)


def test_settings_can_be_pointed_at_a_sandbox() -> None:
    settings = Settings.load(port=9000).pointed_at("http://127.0.0.1:1", TOKEN, frozenset({5}))
    assert (settings.api_url, settings.bot_token, settings.admins) == (
        "http://127.0.0.1:1",
        TOKEN,
        frozenset({5}),
    )
    assert settings.port == 9000
    assert Settings.load().bot_token == ""


def test_a_webhook_has_an_address_a_port_and_who_may_come() -> None:
    settings = Settings.load(
        webhook_url="https://news.example.org/telegram/",
        web_port=8081,
        webhook_addresses="149.154.160.0/20, 2001:67c:4e8::/48",
    )
    assert settings.webhook_url == "https://news.example.org/telegram"
    assert {str(network) for network in settings.webhook_addresses} == {
        "149.154.160.0/20",
        "2001:67c:4e8::/48",
    }
    assert settings.webhook_reply_in_response


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"webhook_url": "https://news.example.org"}, "needs GAZETTE_WEB_PORT"),
        ({"webhook_url": "news.example.org"}, "GAZETTE_WEBHOOK_URL"),
        ({"webhook_secret": "a secret"}, "GAZETTE_WEBHOOK_SECRET: a secret has"),
        ({"webhook_addresses": "everywhere"}, "GAZETTE_WEBHOOK_ADDRESSES"),
        ({"proxy": "proxy.example.org"}, "GAZETTE_PROXY"),
        ({"web_port": 0}, "GAZETTE_WEB_PORT"),
    ],
)
def test_a_wrong_webhook_is_told_in_words(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Settings.load(**wrong)
