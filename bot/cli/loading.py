"""What every command of `gazette` begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


def load_settings(*, logging: bool = False) -> Settings:
    """The settings, and logs as they ask for.

    The one-shot commands speak for themselves: of their log only warnings matter.
    """
    from bot.logs import configure
    from bot.settings import Settings

    settings = Settings.load()
    configure(settings.log_level if logging else "warning", settings.log_format)
    return settings
