"""The person switch, the shared chats, themes, narrow screens, and the developer panel."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

Open = Callable[..., Awaitable[Page]]


async def become(page: Page, name: str) -> None:
    await page.get_by_test_id("person-switch").click()
    await page.get_by_role("radio", name=name).click()


async def say(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("composer").press("Enter")


async def test_each_person_sees_only_the_own_private_chat(visit: Open) -> None:
    page = await visit()
    await say(page, "from Alice")
    await expect(page.get_by_text("You said: from Alice")).to_be_visible()
    await become(page, "Васіль")
    await expect(page.get_by_test_id("person-switch")).to_contain_text("Васіль")
    await expect(page.get_by_text("from Alice")).to_have_count(0)
    assert "user=1002&chat=1002" in page.url
    await page.reload()
    await expect(page.get_by_test_id("person-switch")).to_contain_text("Васіль")


async def test_an_unseen_message_is_counted_in_the_list(visit: Open) -> None:
    page = await visit("?user=1001&chat=-1001")
    other = await visit("?user=1001&chat=1001")
    await say(other, "ping")
    await expect(page.get_by_test_id("chat-list").get_by_text("1", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Gazette, bot, 1 unread").click()
    await expect(page.get_by_text("You said: ping")).to_be_visible()
    await expect(page.get_by_role("button", name="Gazette, bot", exact=True)).to_be_visible()


async def test_a_person_can_be_added_and_changed(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("person-switch").click()
    await page.get_by_label("Language of Alice").select_option("be")
    await expect(page.get_by_test_id("person-switch")).to_contain_text("be · reader")
    await page.get_by_test_id("new-name").fill("Zoë")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_test_id("person-switch")).to_contain_text("Zoë")
    await say(page, "new here")
    await expect(page.get_by_text("You said: new here")).to_be_visible()


async def test_in_the_group_people_are_named_and_commands_say_which_bot(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("chat-list").get_by_role("button", name="News lovers").click()
    await page.get_by_test_id("composer").fill("/")
    await page.get_by_role("option", name="/buttons").click()
    await expect(page.get_by_text("/buttons@GazetteSandboxBot")).to_be_visible()
    await expect(page.get_by_test_id("inline-button").first).to_be_visible()
    await become(page, "Мария")
    first = page.get_by_test_id("message").first
    await expect(first).to_have_attribute("data-out", "false")
    await expect(first).to_contain_text("Alice")


async def test_only_admins_write_in_the_channel(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("chat-list").get_by_role("button", name="Gazette daily").click()
    await expect(page.get_by_test_id("barrier")).to_contain_text("Only admins")
    await become(page, "Мария")
    await say(page, "Good morning")
    await expect(page.get_by_text("Good morning", exact=True)).to_be_visible()


async def test_a_blocked_bot_is_unblocked_from_the_bar(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("chat-menu").click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    await expect(page.get_by_test_id("barrier")).to_contain_text("You blocked the bot.")
    await page.get_by_role("button", name="Unblock").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()


async def test_a_location_is_sent_from_the_menu(visit: Open) -> None:
    page = await visit()
    page.once("dialog", lambda dialog: dialog.accept("52.5, 13.4"))
    await page.get_by_test_id("chat-menu").click()
    await page.get_by_role("menuitem", name="Send a location").click()
    await expect(page.get_by_test_id("message").first).to_contain_text("📍 52.5, 13.4")
    page.once("dialog", lambda dialog: dialog.accept("at home"))
    await page.get_by_test_id("chat-menu").click()
    await page.get_by_role("menuitem", name="Send a location").click()
    await expect(page.get_by_text("a location is a latitude and a longitude")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_theme_follows_the_system_until_it_is_chosen(visit: Open, scheme: str) -> None:
    page = await visit(scheme=scheme)
    paper = "getComputedStyle(document.body).backgroundColor"
    first = await page.evaluate(paper)
    await page.get_by_test_id("theme-toggle").click()
    second = await page.evaluate(paper)
    assert {first, second} == {"rgb(255, 255, 255)", "rgb(21, 30, 32)"}
    assert (first == "rgb(255, 255, 255)") == (scheme == "light")
    await page.reload()
    await page.locator("#app[data-ready]").wait_for()
    assert await page.evaluate(paper) == second


async def test_a_narrow_screen_shows_one_pane_at_a_time(visit: Open) -> None:
    page = await visit(width=390)
    await expect(page.get_by_test_id("chat-list")).to_be_hidden()
    await page.get_by_role("button", name="Back to the chats").click()
    await expect(page.get_by_test_id("composer")).to_be_hidden()
    await page.get_by_role("button", name="News lovers").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("News lovers")
    await expect(page.get_by_test_id("composer")).to_be_visible()
    overflow = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert overflow is False


async def test_a_fault_from_the_panel_strikes_once(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("panel-toggle").click()
    await page.get_by_test_id("fault-kind").select_option("bad_request")
    await page.get_by_test_id("fault-method").fill("sendMessage")
    await page.get_by_test_id("fault-add").click()
    await expect(page.get_by_test_id("fault")).to_contain_text("sendMessage400 Bad Request")
    await say(page, "lost")
    await expect(page.get_by_test_id("fault")).to_have_count(0)
    await say(page, "found")
    await expect(page.get_by_text("You said: found")).to_be_visible()
    await expect(page.get_by_text("You said: lost")).to_have_count(0)


async def test_faults_can_be_removed_and_the_limiter_switched(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("panel-toggle").click()
    for kind in ("late", "drop"):
        await page.get_by_test_id("fault-kind").select_option(kind)
        await page.get_by_test_id("fault-times").fill("")
        await page.get_by_test_id("fault-method").fill("sendPhoto")
        await page.get_by_test_id("fault-add").click()
    await expect(page.get_by_test_id("fault")).to_have_count(2)
    await expect(page.get_by_test_id("fault").first).to_contain_text("until removed")
    await page.get_by_role("button", name=re.compile("Remove: Connection dropped")).click()
    await expect(page.get_by_test_id("fault")).to_have_count(1)
    await page.get_by_role("button", name="Remove all").click()
    await expect(page.get_by_text("Nothing is broken on purpose.")).to_be_visible()
    await page.get_by_test_id("limiter").check()
    other = await visit()
    await other.get_by_test_id("panel-toggle").click()
    await expect(other.get_by_test_id("limiter")).to_be_checked()


async def test_the_traffic_shows_calls_as_pretty_json(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("panel-toggle").click()
    await page.get_by_role("tab", name="Faults").press("ArrowRight")
    await say(page, "over the wire")
    await page.get_by_test_id("traffic-filter").fill("sendMessage")
    entry = page.get_by_test_id("traffic-entry")
    await expect(entry).to_have_count(1)
    await entry.locator("summary").click()
    await expect(entry.locator("pre").first).to_contain_text('"text": "You said: over the wire"')
    await expect(entry.locator("pre").last).to_contain_text('"ok": true')
    await page.get_by_role("button", name="Clear", exact=True).click()
    await expect(entry).to_have_count(0)
    await page.get_by_role("button", name="Close the panel").click()
    await expect(page.get_by_test_id("panel-toggle")).to_be_focused()


async def test_a_whole_visit_works_by_keyboard(visit: Open) -> None:
    page = await visit()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.type("/b")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("inline-button")).to_have_count(4)
    await page.keyboard.press("Shift+Tab")
    button = page.get_by_role("button", name="Edit", exact=True)
    for _ in range(12):
        if await button.evaluate("node => node === document.activeElement"):
            break
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Chosen: edit")).to_be_visible()
