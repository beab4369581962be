"""Who is measured: plain echo bots of other libraries, and Gazette over 100,000 articles."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from shutil import copyfile, which

from tests.benchmarks.bench_bot.running import HERE, TOKEN, Contestant
from tests.benchmarks.library import build

PTB, AIOGRAM, TELEBOT, GRAMMY = "python-telegram-bot", "aiogram", "pyTelegramBotAPI", "grammY"
POLLING, WEBHOOK = "Gazette, polling", "Gazette, webhook"


def contestants(folder: Path, articles: int) -> list[Contestant]:
    """All of them; what they need is made in `folder`."""
    bots = HERE / "bots"
    found = [
        Contestant(name=PTB, command=(sys.executable, str(bots / "ptb_echo.py"), "ADDRESS")),
        Contestant(
            name=AIOGRAM, command=(sys.executable, str(bots / "aiogram_echo.py"), "ADDRESS")
        ),
        Contestant(
            name=TELEBOT, command=(sys.executable, str(bots / "telebot_echo.py"), "ADDRESS")
        ),
    ]
    if grammy := _grammy(folder):
        found.append(grammy)
    environment = {
        "GAZETTE_TOKEN": TOKEN,
        "GAZETTE_DATABASE_URL": f"sqlite:///{_library(folder, articles)}",
        "GAZETTE_THROTTLE_PER_MINUTE": "1000000",
        "GAZETTE_ADMINS": "2",
    }
    command = (sys.executable, str(bots / "gazette_bot.py"))
    return [
        *found,
        Contestant(name=POLLING, command=command, environment=environment),
        Contestant(name=WEBHOOK, command=command, environment=environment, webhook=True),
    ]


def _library(folder: Path, articles: int) -> Path:
    path = folder / f"library-{articles}.db"
    if not path.exists():
        print(f"Making {articles} articles …", flush=True)
        asyncio.run(build(path, articles=articles))
    return path


def _grammy(folder: Path) -> Contestant | None:
    npm, node = which("npm"), which("node")
    if npm is None or node is None:
        print("grammY is left out: there is no npm here.")
        return None
    copyfile(HERE / "bots" / "grammy_echo.mjs", folder / "grammy_echo.mjs")
    if not (folder / "node_modules").exists():
        wanted = ("grammy@1", "@grammyjs/runner@2")
        done = subprocess.run(
            (npm, "install", "--silent", "--no-audit", *wanted), cwd=folder, check=False
        )
        if done.returncode:
            print("grammY is left out: npm could not install it.")
            return None
    return Contestant(name=GRAMMY, command=(node, "grammy_echo.mjs", "ADDRESS"), folder=folder)
