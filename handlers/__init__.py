"""What a person can say to the bot: an update in, one call down, one reply out."""

from handlers.context import Context, Services
from handlers.dispatch import register
from handlers.errors import tell_owners
from handlers.feeds.tidings import poll_feeds
from handlers.telegram_menu import tell_telegram

__all__ = ["Context", "Services", "poll_feeds", "register", "tell_owners", "tell_telegram"]
