"""A local Bot API server with a chat page: anyone can talk to the real bot with no token."""

from bot.sandbox.server import Sandbox

__all__ = ["Sandbox"]
