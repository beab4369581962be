"""The ONE table of what can be said: routing, Telegram's menus, /help and the docs test read it."""

from __future__ import annotations

from bot.model import Role
from handlers.context import Where
from handlers.menu_entry import Command, Group, Tap
from handlers.reading import latest, tapped_topic, topic, topics, turned
from handlers.search import search
from handlers.settings import about, chosen_language, forget_me, forgotten, language, privacy
from handlers.stats import stats
from handlers.story import explained, in_context, opened, resized, sourced
from handlers.summary import summary
from handlers.welcome import Welcome

WELCOME = Welcome(lambda: COMMANDS)

COMMANDS: tuple[Command, ...] = (
    Command(name="latest", handler=latest, group=Group.READ),
    Command(name="topic", handler=topic, group=Group.READ),
    Command(name="topics", handler=topics, group=Group.READ),
    Command(name="summary", handler=summary, group=Group.READ),
    Command(name="search", handler=search, group=Group.READ),
    Command(name="language", handler=language, group=Group.YOU),
    Command(name="privacy", handler=privacy, group=Group.YOU),
    Command(name="forgetme", handler=forget_me, group=Group.YOU, where=Where.PRIVATE),
    Command(name="help", handler=WELCOME.help, group=Group.ABOUT),
    Command(name="about", handler=about, group=Group.ABOUT),
    Command(name="start", handler=WELCOME.start, group=Group.ABOUT),
    Command(name="stats", handler=stats, group=Group.OWNER, role=Role.OWNER),
)

TAPS = (
    Tap(name="list", handler=turned),
    Tap(name="open", handler=opened),
    Tap(name="sum", handler=resized),
    Tap(name="ctx", handler=in_context),
    Tap(name="why", handler=explained),
    Tap(name="src", handler=sourced),
    Tap(name="topic", handler=tapped_topic),
    Tap(name="lang", handler=chosen_language),
    Tap(name="forget", handler=forgotten),
    Tap(name="do", handler=WELCOME.done),
)
