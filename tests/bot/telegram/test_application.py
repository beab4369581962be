from __future__ import annotations

import pytest
from telegram import Bot
from telegram.ext import CallbackContext

from bot.telegram.application import build
from bot.telegram.calling import NewsBot, as_news_bot


def test_the_bot_api_server_is_the_one_of_the_settings() -> None:
    application = build("1:x", "http://127.0.0.1:8081", CallbackContext)
    assert application.bot.base_url == "http://127.0.0.1:8081/bot1:x"
    assert application.bot.base_file_url == "http://127.0.0.1:8081/file/bot1:x"
    assert isinstance(as_news_bot(application.bot), NewsBot)


def test_another_bot_is_refused() -> None:
    with pytest.raises(TypeError):
        as_news_bot(Bot("1:x"))
