"""Looks at everything that a bot needs, and says how to mend what is wrong."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.errors import GazetteError
from bot.feeds.seeds import seeds_folder
from bot.logs import redact
from bot.news.vocabulary import load_vocabulary
from bot.render.texts import texts_in
from bot.settings import Settings
from bot.store.upkeep import check_file
from bot.tls import system_tls
from summarizer import summarize

REACH_SECONDS = 10
# Faults of the file itself, which only a backup mends.
SPOILT = ("store.damaged", "store.foreign")
LEAST_ROOM = 50_000_000
# Telegram's answers to a token that it does not know, and to one that cannot be any.
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
SAMPLE = "Peace talks began on Monday. Dr. Brown said they may last for weeks. Nobody else spoke."


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do where it is not well."""

    name: str
    well: bool
    words: str
    mend: str = ""


async def examine() -> tuple[Finding, ...]:
    """All findings; with wrong settings nothing else can be looked at."""
    try:
        settings = Settings.load()
    except GazetteError as fault:
        words = _words(fault)
        mend = "correct these in the environment or in .env"
        return (Finding(name="settings", well=False, words=words, mend=mend),)
    return (
        Finding(name="settings", well=True, words="all understood"),
        await _database(settings),
        _room(settings),
        _seeds(settings),
        _language_data(),
        await _bot_api(settings),
    )


async def _database(settings: Settings) -> Finding:
    path = settings.database_path
    if not path.exists():
        return Finding(name="database", well=True, words=f"{path} will be made by the first start")
    try:
        findings = await check_file(path)
    except GazetteError as fault:
        findings = (_words(fault),)
        if fault.key not in SPOILT:
            mend = "do as it says: the file itself may be sound"
            return Finding(name="database", well=False, words=findings[0], mend=mend)
    if not findings:
        return Finding(name="database", well=True, words=f"{path} is sound")
    mend = "stop the bot and put the newest backup back: gazette db restore FILE"
    return Finding(name="database", well=False, words="; ".join(findings), mend=mend)


def _room(settings: Settings) -> Finding:
    """The room that an upgrade's copy of the database needs."""
    path = settings.database_path.absolute()
    there = next(folder for folder in path.parents if folder.exists())
    free = shutil.disk_usage(there).free
    needed = LEAST_ROOM + (path.stat().st_size if path.exists() else 0)
    words = f"{free / 1e6:,.0f} MB free in {there}"
    mend = "" if free >= needed else f"make room: an upgrade needs {needed / 1e6:,.0f} MB"
    return Finding(name="disk", well=not mend, words=words, mend=mend)


def _seeds(settings: Settings) -> Finding:
    folder = settings.seeds or seeds_folder()
    try:
        topics = load_vocabulary(folder / "topics.toml").topics
    except (GazetteError, OSError, ValueError) as error:
        mend = f"put a readable topics.toml into {folder}, or unset GAZETTE_SEEDS"
        words = _words(error) if isinstance(error, GazetteError) else str(error)
        return Finding(name="topics", well=False, words=words, mend=mend)
    return Finding(name="topics", well=True, words=f"{len(topics)} topics known")


def _language_data() -> Finding:
    try:
        chosen = summarize(SAMPLE, language="en", sentences=1).sentences
    except (ImportError, LookupError, OSError) as error:
        mend = "install the packages again: make setup"
        return Finding(name="language data", well=False, words=str(error), mend=mend)
    return Finding(name="language data", well=True, words=f"a sample became “{chosen[0].text}”")


async def _bot_api(settings: Settings) -> Finding:
    name = "Bot API"
    if settings.token is None:
        words = "no GAZETTE_TOKEN: `gazette run` will start the sandbox"
        return Finding(name=name, well=True, words=words)
    address = f"{settings.api_url}/bot{settings.bot_token}/getMe"
    look = f"check the network, and that GAZETTE_API_URL={settings.api_url} is right"
    timeout = ClientTimeout(total=REACH_SECONDS)
    try:
        async with (
            ClientSession(timeout=timeout) as session,
            session.get(address, ssl=system_tls()) as answer,
        ):
            status = answer.status
            body = await answer.json(content_type=None) if status == HTTPStatus.OK else {}
    except (TimeoutError, ClientError, OSError, ValueError) as error:
        words = redact(str(error)) or type(error).__name__
        return Finding(name=name, well=False, words=f"cannot be reached: {words}", mend=look)
    if status in REFUSED:
        mend = "ask @BotFather for the token again and put it into GAZETTE_TOKEN"
        return Finding(name=name, well=False, words=f"refused the token ({status})", mend=mend)
    bot = body.get("result") if isinstance(body, dict) else None
    if not isinstance(bot, dict):
        words = f"answers, but not as a Bot API server does ({status})"
        return Finding(name=name, well=False, words=words, mend=look)
    return Finding(name=name, well=True, words=f"reached; the bot is @{bot.get('username')}")


def _words(fault: GazetteError) -> str:
    return texts_in("en").plain(fault.key, **fault.arguments)
