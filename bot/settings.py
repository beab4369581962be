"""The settings: read once, from the environment or a .env file, and passed on as plain values."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "GAZETTE_"
TELEGRAM_API = "https://api.telegram.org"


def _base_address(value: str) -> str:
    TypeAdapter(HttpUrl).validate_python(value)
    return value.rstrip("/")


def _words(value: Any) -> Any:
    """`1, 2 3` as people write lists."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
        raise ValueError("a secret has at most 256 letters, digits, _ and -")
    return value


def _address_or_none(value: str) -> str:
    return _base_address(value) if value else value


class Settings(BaseSettings):
    """Every setting, frozen. The descriptions are the README's table."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    token: SecretStr | None = Field(
        default=None,
        description="The bot's token from @BotFather. Without one, `gazette run` is a sandbox.",
    )
    api_url: Annotated[str, AfterValidator(_base_address)] = Field(
        default=TELEGRAM_API,
        description="The Bot API server: Telegram's own, a local one, or a sandbox.",
    )
    database_url: str = Field(
        default="sqlite:///data/gazette.db",
        description="Where everything is kept: `sqlite:///` and a path.",
    )
    backups: Path | None = Field(
        default=None,
        description="A folder for backups that the bot makes by itself. Without one it makes none.",
    )
    backup_hours: int = Field(
        default=24,
        ge=1,
        description="Hours between two of these backups.",
    )
    backup_keep: int = Field(
        default=14,
        ge=1,
        description="How many of them are kept: the newest.",
    )
    keep_days: int = Field(
        default=0,
        ge=0,
        description="Articles older than so many days are deleted at night, but for pinned ones. "
        "0 keeps all.",
    )
    admins: Annotated[frozenset[int], NoDecode, BeforeValidator(_words)] = Field(
        default=frozenset(),
        description="Telegram ids of the owners, separated by commas or spaces.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address that the sandbox listens on. Loopback unless you change it.",
    )
    port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="The sandbox's port; the next free one is taken if it is in use.",
    )
    proxy: Annotated[str, AfterValidator(_address_or_none)] = Field(
        default="",
        description="The HTTP proxy on the way to the Bot API: `http://user:password@host:port`.",
    )
    web_host: str = Field(
        default="127.0.0.1",
        description="The address that `/healthz`, `/readyz`, `/metrics` and the webhook listen on.",
    )
    web_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Their port. Without one nothing is served, and a webhook cannot be.",
    )
    webhook_url: Annotated[str, AfterValidator(_address_or_none)] = Field(
        default="",
        description="The public address that Telegram posts updates to, instead of being polled. "
        "See `docs/webhooks.md`.",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] = Field(
        default=SecretStr(""),
        description="What Telegram shows to prove itself: letters, digits, `_` and `-`. "
        "Without one it is made up once, and kept.",
    )
    webhook_addresses: Annotated[
        frozenset[IPv4Network | IPv6Network], NoDecode, BeforeValidator(_words)
    ] = Field(
        default=frozenset(),
        description="Addresses and networks that may post updates, separated by commas or spaces; "
        "any may where none is given. Telegram's are `149.154.160.0/20, 91.108.4.0/22`.",
    )
    webhook_reply_in_response: bool = Field(
        default=True,
        description="Answer an update in the response to it where one text will do. It saves a "
        "call; what Telegram says to such an answer is not heard.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="What is logged: `debug`, `info`, `warning` or `error`.",
    )
    log_format: Literal["console", "json"] = Field(
        default="console",
        description="`console` for people, `json` for machines.",
    )
    summary_workers: int = Field(
        default=1,
        ge=1,
        le=16,
        description="Processes that summarise, so that no summary delays another reader's reply.",
    )
    summary_timeout: float = Field(
        default=20.0,
        gt=0,
        description="Seconds that one summary may take.",
    )
    messages_per_second: int = Field(
        default=30,
        ge=1,
        le=1000,
        description="How many messages a second Telegram takes from the bot. More than 30 only "
        "where that was agreed, or with a Bot API server of your own that takes more.",
    )
    throttle_per_minute: int = Field(
        default=40,
        ge=1,
        description="How many commands and taps one person may send in a minute.",
    )
    digest_patience: float = Field(
        default=3.0,
        gt=0,
        le=24,
        description="A digest that is up to so many hours late still goes out, with a note; later "
        "than that, the next one holds its news.",
    )
    unsure_retries: int = Field(
        default=1,
        ge=0,
        le=1,
        description="How often a digest is sent again when nobody knows whether it arrived: `1`, "
        "or `0` for never.",
    )
    feed_workers: int = Field(
        default=1,
        ge=1,
        le=16,
        description="Processes that read feeds and web pages.",
    )
    private_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_words)] = Field(
        default=frozenset(),
        description="Hosts of your own network that may be fetched from: `host` or `host:port`, "
        "separated by commas or spaces. Only public ones may otherwise.",
    )
    seeds: Path | None = Field(
        default=None,
        description="Another folder than `seeds/` to start a new database with.",
    )

    @field_validator("token")
    @classmethod
    def _token_has_the_shape_of_one(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        number, _, secret = token.get_secret_value().partition(":")
        if not number.isdigit() or not secret:
            # The message must not repeat the token: it may be a real one with a typing slip.
            raise ValueError("a token looks like 123456:ABC-DEF, as @BotFather gives it")
        return token

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database_is_one_we_can_open(cls, url: str) -> str:
        if not url.startswith("sqlite:///") or url == "sqlite:///":
            raise ValueError("write sqlite:///path/to/gazette.db")
        return url

    @model_validator(mode="after")
    def _webhook_has_a_port(self) -> Self:
        if self.webhook_url and self.web_port is None:
            raise ValueError("GAZETTE_WEBHOOK_URL needs GAZETTE_WEB_PORT to listen on")
        return self

    @property
    def bot_token(self) -> str:
        """The token itself, "" when there is none; `token` hides it from anything printed."""
        return self.token.get_secret_value() if self.token else ""

    @property
    def database_path(self) -> Path:
        """The SQLite file that `database_url` names."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    def pointed_at(self, api_url: str, token: str, admins: frozenset[int]) -> Self:
        """These settings for another Bot API server."""
        update = {"api_url": api_url, "token": SecretStr(token), "admins": admins}
        return self.model_copy(update=update)

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment and .env; every fault is reported in one SettingsError."""
        try:
            return cls(**overrides)
        except ValidationError as error:
            faults = "\n".join(_fault(item["loc"], item["msg"]) for item in error.errors())
            # `from None`: pydantic's own text repeats the values, and one may be a token.
            raise SettingsError("settings.faults", faults=faults) from None


def _fault(location: tuple[int | str, ...], message: str) -> str:
    name = PREFIX + str(location[0]).upper() if location else PREFIX.rstrip("_")
    return f"{name}: {message.removeprefix('Value error, ')}"
