"""What comes from the bot's side: pictures, pins, reactions, typing, keyboards, a lost line."""

import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import Page, expect

from bot.sandbox import Sandbox

Open = Callable[..., Awaitable[Page]]
ALICE = 1001
GROUP = -1001


def png(width: int = 8, height: int = 6) -> bytes:
    """A plain picture, by hand (PNG specification, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x22\xa0\x94" * width) * height
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


async def test_an_album_is_one_bubble_of_pictures(visit: Open, bot: Any) -> None:
    page = await visit()
    await bot.show(ALICE, png(), png(), png(), caption="Three views")
    bubble = page.get_by_test_id("message")
    await expect(bubble).to_have_count(1)
    await expect(bubble.locator("img")).to_have_count(3)
    await expect(bubble).to_contain_text("Three views")
    picture = bubble.get_by_role("img", name="Three views")
    loaded = "image => image.decode().then(() => image.naturalWidth)"
    assert await picture.evaluate(loaded) == 8


async def test_pins_and_reactions_are_shown_and_a_pin_leads_to_its_message(
    visit: Open, bot: Any
) -> None:
    page = await visit()
    sent = await bot.call("sendMessage", chat_id=ALICE, text="Keep this")
    for number in range(30):
        await bot.say(ALICE, f"line {number}")
    place = {"chat_id": ALICE, "message_id": sent["message_id"]}
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await bot.call("setMessageReaction", **place, reaction=thumb)
    await bot.call("pinChatMessage", **place)
    kept = page.get_by_test_id("message").filter(has=page.get_by_text("Keep this", exact=True))
    await expect(kept.get_by_role("group", name="Reactions")).to_have_text("👍")
    await page.get_by_role("button", name="Pinned message: Keep this").click()
    await expect(kept).to_be_in_viewport()


async def test_an_action_is_shown_until_the_message_comes(visit: Open, bot: Any) -> None:
    page = await visit()
    status = page.locator("#status")
    await expect(status).to_contain_text("bot")
    await bot.call("sendChatAction", chat_id=ALICE, action="typing")
    await expect(status).to_have_text("typing…")
    await bot.say(ALICE, "Here it is")
    await expect(status).to_contain_text("bot")


async def test_a_deleted_message_goes(visit: Open, bot: Any) -> None:
    page = await visit()
    sent = await bot.call("sendMessage", chat_id=ALICE, text="Gone soon")
    await expect(page.get_by_text("Gone soon")).to_be_visible()
    await bot.call("deleteMessage", chat_id=ALICE, message_id=sent["message_id"])
    await expect(page.get_by_text("Gone soon")).to_have_count(0)


async def test_a_link_shows_where_a_preview_would_stand_unless_it_is_off(
    visit: Open, bot: Any
) -> None:
    page = await visit()
    await bot.say(ALICE, "see https://example.org/a")
    await expect(page.get_by_label("Link preview: example.org")).to_be_visible()
    quiet = {"is_disabled": True}
    await bot.say(ALICE, "quiet https://example.com/b", link_preview_options=quiet)
    await expect(page.get_by_text("quiet")).to_be_visible()
    await expect(page.get_by_label("Link preview: example.com")).to_have_count(0)


async def test_the_bots_own_keyboard_sends_what_stands_on_its_keys(
    visit: Open, bot: Any, sandbox: Sandbox
) -> None:
    page = await visit()
    sent = await bot.call("sendMessage", chat_id=ALICE, text="Pick")
    keys = {"keyboard": [[{"text": "News"}, {"text": "Help"}]], "one_time_keyboard": True}
    world = sandbox.world
    world.post(world.chats[ALICE], sent | {"reply_markup": keys})
    await page.get_by_test_id("reply-keyboard").get_by_role("button", name="News").click()
    await expect(page.get_by_text("You said: News")).to_be_visible()
    await expect(page.get_by_test_id("reply-keyboard")).to_be_hidden()


async def test_a_lost_line_is_told_and_comes_back(visit: Open, sandbox: Sandbox) -> None:
    page = await visit()
    port = int(page.url.split("/?")[0].rsplit(":", 1)[1])
    await sandbox.stop()
    await expect(page.locator("#status")).to_have_text("connecting…")
    again = Sandbox("4242:page")
    try:
        await again.start("127.0.0.1", port)
        running = page.get_by_text("the bot is not running")
        await expect(running).to_be_visible(timeout=20_000)
    finally:
        await again.stop()


async def test_a_refusal_is_told_in_words_and_the_text_is_not_lost(
    visit: Open, sandbox: Sandbox
) -> None:
    page = await visit()
    members = sandbox.world.chats[GROUP].members
    await page.get_by_role("button", name="News lovers").click()
    members[ALICE] = "left"  # behind the page's back: it does not know yet
    await page.get_by_test_id("composer").fill("Am I in?")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("toast")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_have_value("Am I in?")


async def test_a_message_is_forwarded_with_its_origin(visit: Open, bot: Any) -> None:
    page = await visit()
    await bot.say(ALICE, "Pass it on")
    await page.get_by_text("Pass it on").click(button="right")
    await page.get_by_role("menuitem", name="Forward").click()
    await page.get_by_role("dialog").get_by_role("button", name="News lovers").click()
    await page.get_by_role("button", name="News lovers").click()
    forwarded = page.get_by_test_id("message").filter(has_text="Pass it on").first
    await expect(forwarded).to_contain_text("Forwarded from Gazette")
