"""A sandbox, a tiny bot behind it, and a browser in front of it: all real."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.sandbox import Sandbox

TOKEN = "4242:page"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Json = dict[str, Any]
Open = Callable[..., Awaitable[Page]]


class TinyBot:
    """Enough of a bot to answer: it polls, echoes, formats, edits and answers queries."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self.session = session

    async def call(self, method: str, **params: Any) -> Any:
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", json=params) as response:
            return (await response.json()).get("result")

    async def show(self, chat: int, *pictures: bytes, caption: str = "") -> Any:
        """Send pictures: one by itself, several as an album."""
        form = aiohttp.FormData({"chat_id": str(chat)})
        media: list[Json] = []
        for number, picture in enumerate(pictures):
            form.add_field(f"p{number}", picture, filename=f"p{number}.png")
            media.append({"type": "photo", "media": f"attach://p{number}"})
        media[0]["caption"] = caption
        form.add_field("media", json.dumps(media))
        address = f"{self.base}/bot{TOKEN}/sendMediaGroup"
        async with self.session.post(address, data=form) as response:
            return (await response.json())["result"]

    async def run(self) -> None:
        """Poll until the server is gone."""
        offset = 0
        with suppress(aiohttp.ClientError):
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20) or []:
                    offset = update["update_id"] + 1
                    await self.hear(update)

    async def hear(self, update: Json) -> None:
        if query := update.get("callback_query"):
            await self.tapped(query)
        elif query := update.get("inline_query"):
            await self.asked(query)
        elif message := update.get("message"):
            await self.told(message)

    async def told(self, message: Json) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        command = text.split("@")[0].split(" ")[0]
        if command == "/format":
            html = (
                "<b>bold <i>both</i></b> 😀 <tg-spoiler>secret</tg-spoiler> "
                '<a href="https://example.org/story">source</a> '
                '<a href="https://t.me/GazetteSandboxBot?start=story-7">deep</a>'
                '<pre><code class="language-python">1 &lt; 2</code></pre>'
                f"<blockquote expandable>{'A long quotation. ' * 20}</blockquote> /buttons"
            )
            await self.say(chat, html, parse_mode="HTML")
        elif command == "/buttons":
            await self.say(chat, "Choose one", reply_markup=keyboard())
        elif command == "/many":
            for number in range(int(text.split()[1])):
                await self.say(chat, f"line {number}")
        elif text:
            reply = {"message_id": message["message_id"]}
            await self.say(chat, f"You said: {text}", reply_parameters=reply)

    async def say(self, chat: int, text: str, **options: Any) -> None:
        await self.call("sendMessage", chat_id=chat, text=text, **options)

    async def tapped(self, query: Json) -> None:
        message, data = query["message"], query["data"]
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        if data == "edit":
            text = "Chosen: edit"
            await self.call("editMessageText", **place, text=text, reply_markup=keyboard())
        alert = data == "alert"
        answer = {"text": f"Tapped {data}", "show_alert": alert}
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **answer)

    async def asked(self, query: Json) -> None:
        content = {"message_text": f"Shared: {query['query']}"}
        article = {"type": "article", "id": "1", "title": "One story", "description": "Its gist"}
        if query["offset"]:
            article |= {"id": "2", "title": "Another story"}
        results = [article | {"input_message_content": content}]
        more = {"next_offset": "" if query["offset"] else "1", "cache_time": 0}
        await self.call("answerInlineQuery", inline_query_id=query["id"], results=results, **more)


def keyboard() -> Json:
    """Four kinds of buttons."""
    first = [
        {"text": "Edit", "callback_data": "edit"},
        {"text": "Alert", "callback_data": "alert"},
    ]
    second = [
        {"text": "Open", "url": "https://example.org/"},
        {"text": "Ask", "switch_inline_query_current_chat": "belarus"},
    ]
    return {"inline_keyboard": [first, second]}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def base(sandbox: Sandbox) -> str:
    return (await sandbox.start("127.0.0.1", 0)).rstrip("/")


@pytest.fixture
async def bot(base: str) -> AsyncIterator[TinyBot]:
    async with aiohttp.ClientSession() as session:
        tiny = TinyBot(base, session)
        commands = {"format": "All of it", "buttons": "Some buttons", "many": "Many lines"}
        listed = [{"command": name, "description": words} for name, words in commands.items()]
        await tiny.call("setMyCommands", commands=listed)
        await tiny.call("setMyDescription", description="I answer whatever you say.")
        task = asyncio.create_task(tiny.run())
        yield tiny
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def bot_says(bot: TinyBot) -> Callable[[str], Awaitable[None]]:
    """The bot speaks up by itself, in the first person's chat."""

    async def say(text: str) -> None:
        await bot.say(1001, text)

    return say


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium, to drive the chat page")
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def visit(base: str, bot: TinyBot, browser: Browser) -> AsyncIterator[Open]:
    """Open the page: `await visit("?user=1001", width=390)`. An error on it fails the test."""
    assert bot.base == base
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    async def open_page(query: str = "", *, width: int = 1280, scheme: str = "light") -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{base}/{query}")
        await page.locator("#app[data-ready]").wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert faults == []
