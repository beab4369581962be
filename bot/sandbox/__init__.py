"""A local Bot API server with a chat page: anyone can talk to the real bot with no token."""

from bot.sandbox.server import Sandbox
from bot.sandbox.state import MARIA as ADMIN

__all__ = ["ADMIN", "Sandbox"]
