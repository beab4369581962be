"""The settings: read once, from the environment or a .env file, and passed on as plain values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from msgspec import Meta, Struct
from msgspec.structs import fields, replace

from bot.errors import SettingsError
from bot.setting_values import Address, Database, Networks, Secret, Token, read

PREFIX = "GAZETTE_"
TELEGRAM_API = "https://api.telegram.org"
_FILE = Path(".env")


class Settings(Struct, frozen=True, kw_only=True):
    """Every setting, frozen: its type, its bounds, and the words of the README's table."""

    token: Annotated[
        Token | None, "The bot's token from @BotFather. Without one, `gazette run` is a sandbox."
    ] = None
    api_url: Annotated[
        Address, "The Bot API server: Telegram's own, a local one, or a sandbox."
    ] = Address(TELEGRAM_API)
    database_url: Annotated[Database, "Where everything is kept: `sqlite:///` and a path."] = (
        Database("sqlite:///data/gazette.db")
    )
    backups: Annotated[
        Path | None, "A folder for backups that the bot makes by itself. Without one it makes none."
    ] = None
    backup_hours: Annotated[int, Meta(ge=1), "Hours between two of these backups."] = 24
    backup_keep: Annotated[int, Meta(ge=1), "How many of them are kept: the newest."] = 14
    keep_days: Annotated[
        int,
        Meta(ge=0),
        "Articles older than so many days are deleted at night, but for pinned ones. 0 keeps all.",
    ] = 0
    admins: Annotated[
        frozenset[int], "Telegram ids of the owners, separated by commas or spaces."
    ] = frozenset()
    host: Annotated[
        str, "The address that the sandbox listens on. Loopback unless you change it."
    ] = "127.0.0.1"
    port: Annotated[
        int, Meta(ge=0, le=65535), "The sandbox's port; the next free one is taken if it is in use."
    ] = 8080
    proxy: Annotated[
        Address, "The HTTP proxy on the way to the Bot API: `http://user:password@host:port`."
    ] = Address("")
    web_host: Annotated[
        str, "The address that `/healthz`, `/readyz`, `/metrics` and the webhook listen on."
    ] = "127.0.0.1"
    web_port: Annotated[
        int | None,
        Meta(ge=1, le=65535),
        "Their port. Without one nothing is served, and a webhook cannot be.",
    ] = None
    webhook_url: Annotated[
        Address,
        "The public address that Telegram posts updates to, instead of being polled. "
        "See `docs/webhooks.md`.",
    ] = Address("")
    webhook_secret: Annotated[
        Secret,
        "What Telegram shows to prove itself: letters, digits, `_` and `-`. "
        "Without one it is made up once, and kept.",
    ] = Secret("")
    webhook_addresses: Annotated[
        Networks,
        "Addresses and networks that may post updates, separated by commas or spaces; "
        "any may where none is given. Telegram's are `149.154.160.0/20, 91.108.4.0/22`.",
    ] = frozenset()
    webhook_reply_in_response: Annotated[
        bool,
        "Answer an update in the response to it where one text will do. It saves a "
        "call; what Telegram says to such an answer is not heard.",
    ] = True
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        "What is logged: `debug`, `info`, `warning` or `error`.",
    ] = "info"
    log_format: Annotated[
        Literal["console", "json"], "`console` for people, `json` for machines."
    ] = "console"
    summary_workers: Annotated[
        int,
        Meta(ge=1, le=16),
        "Processes that summarise, so that no summary delays another reader's reply.",
    ] = 1
    summary_timeout: Annotated[float, Meta(gt=0), "Seconds that one summary may take."] = 20.0
    messages_per_second: Annotated[
        int,
        Meta(ge=1, le=1000),
        "How many messages a second Telegram takes from the bot. More than 30 only "
        "where that was agreed, or with a Bot API server of your own that takes more.",
    ] = 30
    throttle_per_minute: Annotated[
        int, Meta(ge=1), "How many commands and taps one person may send in a minute."
    ] = 40
    digest_patience: Annotated[
        float,
        Meta(gt=0, le=24),
        "A digest that is up to so many hours late still goes out, with a note; later "
        "than that, the next one holds its news.",
    ] = 3.0
    unsure_retries: Annotated[
        int,
        Meta(ge=0, le=1),
        "How often a digest is sent again when nobody knows whether it arrived: `1`, "
        "or `0` for never.",
    ] = 1
    feed_workers: Annotated[int, Meta(ge=1, le=16), "Processes that read feeds and web pages."] = 1
    private_hosts: Annotated[
        frozenset[str],
        "Hosts of your own network that may be fetched from: `host` or `host:port`, "
        "separated by commas or spaces. Only public ones may otherwise.",
    ] = frozenset()
    seeds: Annotated[Path | None, "Another folder than `seeds/` to start a new database with."] = (
        None
    )

    @property
    def bot_token(self) -> str:
        """The token itself, "" when there is none; `token` hides it from anything printed."""
        return self.token.value if self.token else ""

    @property
    def database_path(self) -> Path:
        """The SQLite file that `database_url` names."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    def pointed_at(self, api_url: str, token: str, admins: frozenset[int]) -> Self:
        """These settings for another Bot API server."""
        return replace(self, api_url=Address(api_url), token=Token(token), admins=admins)

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the environment and .env; every fault is reported in one SettingsError."""
        given = {**_written(), **overrides}
        values, faults = {}, []
        for setting in fields(cls):
            value = given.get(setting.name)
            if value is None or value == "":
                continue
            try:
                values[setting.name] = read(setting.type, value)
            except ValueError as fault:
                faults.append(f"{PREFIX}{setting.name.upper()}: {fault}")
        if values.get("webhook_url") and "web_port" not in values:
            faults.append(f"{PREFIX}WEBHOOK_URL needs {PREFIX}WEB_PORT to listen on")
        if faults:
            raise SettingsError("settings.faults", faults="\n".join(faults))
        return cls(**values)


def _written() -> Mapping[str, str]:
    """What an operator wrote, by the names of settings; the environment goes before the file."""
    found = {**_in_file(), **os.environ}
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in ((name.upper(), value) for name, value in found.items())
        if value and name.startswith(PREFIX)
    }


def _in_file() -> Mapping[str, str]:
    if not _FILE.is_file():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(_FILE).items() if value}
