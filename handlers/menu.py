"""The ONE table of what can be said: routing, Telegram's menus, /help and the docs test read it."""

from __future__ import annotations

from bot.model import Role
from handlers.audit import audit, audit_turned, undone
from handlers.broadcasts import composing as broadcasts
from handlers.cancel import cancel
from handlers.context import Handler, Where
from handlers.coverage import covered, explained_together, told
from handlers.digests import listing as my_lists
from handlers.digests import subscribing
from handlers.digests.digest import digest, digest_tapped
from handlers.digests.preferences import located, settings, settings_tapped, zone_tapped
from handlers.digests.quiet import quiet, quiet_tapped
from handlers.digests.tastes import taste_tapped
from handlers.digests.wishes import follow, mute, wish_tapped
from handlers.editing import (
    adding,
    changing,
    corrections,
    deleting,
    material,
    pinning,
    proposing,
    regrouping,
)
from handlers.editing import dialog as adding_dialog
from handlers.feeds import adding as adding_feeds
from handlers.feeds import feed_page, listing, opml, queue
from handlers.menu_entry import Command, Dialog, Group, Tap
from handlers.own_data import forget_me, forgotten, my_data
from handlers.people import (
    admins,
    ban,
    claim_or,
    demote,
    demoted_by_button,
    promote,
    unban,
    unbanned_by_button,
)
from handlers.reading import latest, tapped_topic, topic, topics, turned
from handlers.search import search
from handlers.settings import about, chosen_language, language, privacy
from handlers.stats import stats
from handlers.story import article_opened, explained, in_context, opened, resized, sourced
from handlers.summary import summary
from handlers.topics import merge_tapped, own_topics_turned, removed, topic_add, topic_merge
from handlers.welcome import Welcome

WELCOME = Welcome(lambda: COMMANDS)


def _editing(name: str, handler: Handler) -> Command:
    """A command of editors, whose dialogs and previews are nobody else's business."""
    return Command(
        name=name, handler=handler, group=Group.EDIT, where=Where.PRIVATE, role=Role.ADMIN
    )


def _feeding(name: str, handler: Handler) -> Command:
    """A command of those who look after feeds."""
    return Command(
        name=name, handler=handler, group=Group.FEEDS, where=Where.PRIVATE, role=Role.ADMIN
    )


def _digest(name: str, handler: Handler) -> Command:
    """A command about digests, which a channel may use too."""
    return Command(name=name, handler=handler, group=Group.DIGESTS)


COMMANDS: tuple[Command, ...] = (
    Command(name="latest", handler=latest, group=Group.READ),
    Command(name="topic", handler=topic, group=Group.READ),
    Command(name="topics", handler=topics, group=Group.READ),
    Command(name="summary", handler=summary, group=Group.READ),
    Command(name="search", handler=search, group=Group.READ),
    _digest("subscribe", subscribing.subscribe),
    _digest("digest", digest),
    _digest("mydigests", my_lists.my_digests),
    _digest("unsubscribe", my_lists.unsubscribe),
    _digest("quiet", quiet),
    _digest("mute", mute),
    _digest("follow", follow),
    Command(name="settings", handler=settings, group=Group.YOU),
    Command(name="language", handler=language, group=Group.YOU),
    Command(name="privacy", handler=privacy, group=Group.YOU),
    Command(name="mydata", handler=my_data, group=Group.YOU, where=Where.PRIVATE),
    Command(name="forgetme", handler=forget_me, group=Group.YOU, where=Where.PRIVATE),
    Command(name="cancel", handler=cancel, group=Group.YOU, where=Where.PRIVATE),
    Command(name="help", handler=WELCOME.help, group=Group.ABOUT),
    Command(name="about", handler=about, group=Group.ABOUT),
    Command(name="start", handler=WELCOME.start, group=Group.ABOUT),
    _editing("add", adding.add),
    _editing("edit", changing.edit),
    _editing("retitle", changing.retitle),
    _editing("delete", deleting.delete),
    _editing("merge", regrouping.merge),
    _editing("split", regrouping.split),
    _editing("pin", pinning.pin),
    _editing("topicadd", topic_add),
    _editing("topicmerge", topic_merge),
    _feeding("feeds", listing.feeds),
    _feeding("addfeed", adding_feeds.add_feed),
    _feeding("delfeed", feed_page.delete_feed),
    _feeding("pausefeed", feed_page.pause_feed),
    _feeding("testfeed", adding_feeds.test_feed),
    _feeding("queue", queue.queue),
    Command(name="audit", handler=audit, group=Group.EDIT, role=Role.ADMIN),
    Command(name="admins", handler=admins, group=Group.EDIT, role=Role.ADMIN),
    Command(name="ban", handler=ban, group=Group.EDIT, role=Role.ADMIN),
    Command(name="unban", handler=unban, group=Group.EDIT, role=Role.ADMIN),
    Command(name="promote", handler=promote, group=Group.OWNER, role=Role.OWNER),
    Command(name="demote", handler=demote, group=Group.OWNER, role=Role.OWNER),
    Command(
        name="broadcast",
        handler=broadcasts.broadcast,
        group=Group.OWNER,
        where=Where.PRIVATE,
        role=Role.OWNER,
    ),
    Command(name="stats", handler=stats, group=Group.EDIT, role=Role.ADMIN),
    Command(
        name="claim",
        handler=claim_or(WELCOME.unknown),
        group=Group.OWNER,
        where=Where.PRIVATE,
        hidden=True,
    ),
)

TAPS = (
    Tap(name="list", handler=turned),
    Tap(name="open", handler=opened),
    Tap(name="art", handler=article_opened),
    Tap(name="story", handler=covered),
    Tap(name="told", handler=told),
    Tap(name="storywhy", handler=explained_together),
    Tap(name="sum", handler=resized),
    Tap(name="ctx", handler=in_context),
    Tap(name="why", handler=explained),
    Tap(name="src", handler=sourced),
    Tap(name="topic", handler=tapped_topic),
    Tap(name="lang", handler=chosen_language),
    Tap(name="forget", handler=forgotten),
    Tap(name="subs", handler=subscribing.tapped),
    Tap(name="sub", handler=my_lists.tapped),
    Tap(name="unsub", handler=my_lists.unsubscribed),
    Tap(name="digest", handler=digest_tapped),
    Tap(name="taste", handler=taste_tapped),
    Tap(name="quiet", handler=quiet_tapped),
    Tap(name="wish", handler=wish_tapped),
    Tap(name="settings", handler=settings_tapped),
    Tap(name="zone", handler=zone_tapped),
    Tap(name="do", handler=WELCOME.done),
    Tap(name="prop", handler=proposing.tapped, role=Role.ADMIN),
    Tap(name="add", handler=adding_dialog.tapped, role=Role.ADMIN),
    Tap(name="edit", handler=changing.tapped, role=Role.ADMIN),
    Tap(name="del", handler=deleting.tapped, role=Role.ADMIN),
    Tap(name="split", handler=regrouping.tapped, role=Role.ADMIN),
    Tap(name="corr", handler=corrections.sent, role=Role.ADMIN),
    Tap(name="tmerge", handler=merge_tapped, role=Role.ADMIN),
    Tap(name="topicdel", handler=removed, role=Role.ADMIN),
    Tap(name="owntopics", handler=own_topics_turned, role=Role.ADMIN),
    Tap(name="feeds", handler=listing.feeds_turned, role=Role.ADMIN),
    Tap(name="feed", handler=feed_page.tapped, role=Role.ADMIN),
    Tap(name="addfeed", handler=adding_feeds.tapped, role=Role.ADMIN),
    Tap(name="queue", handler=queue.queue_tapped, role=Role.ADMIN),
    Tap(name="audit", handler=audit_turned, role=Role.ADMIN),
    Tap(name="undo", handler=undone, role=Role.ADMIN),
    Tap(name="unban", handler=unbanned_by_button, role=Role.ADMIN),
    Tap(name="demote", handler=demoted_by_button, role=Role.OWNER),
    Tap(name="bc", handler=broadcasts.tapped, role=Role.OWNER),
)

# Who goes on with an open conversation, by its kind.
DIALOGS: tuple[Dialog, ...] = (
    Dialog(name="subs", handler=subscribing.answered, role=Role.READER, posts=False),
    Dialog(name="add", handler=adding_dialog.answered),
    Dialog(name="prop", handler=proposing.answered),
    Dialog(name="edit", handler=changing.answered),
    Dialog(name="feed", handler=feed_page.answered),
    Dialog(name="addfeed", handler=adding_feeds.answered),
    Dialog(name="corr", handler=material.unasked),
    Dialog(name="broadcast", handler=broadcasts.composed, role=Role.OWNER),
)

# Who takes a forwarded post or a document that an editor sends without a command.
POSTED: Handler | None = opml.posted

# Who takes a location.
LOCATED: Handler = located

# What can be said in a channel itself, in whose name only its admins write.
FOR_CHANNELS = frozenset(entry.name for entry in COMMANDS if entry.group is Group.DIGESTS)
