from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
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
    assert settings.token.get_secret_value() == TOKEN
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


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


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
