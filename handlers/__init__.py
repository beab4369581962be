"""What a person can say to the bot: an update in, one call down, one reply out."""

from handlers.context import Context, Services
from handlers.dispatch import register
from handlers.telegram_menu import tell_telegram

__all__ = ["Context", "Services", "register", "tell_telegram"]
