"""A visit: the real page, in a real browser, with the real sandbox and a small bot behind it."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Locator, Page, expect

Open = Callable[..., Awaitable[Page]]


def message(page: Page, text: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=text)


async def say(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("composer").press("Enter")


async def test_an_empty_chat_tells_what_the_bot_does_and_starts_it(visit: Open) -> None:
    page = await visit()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Gazette")
    await expect(page.get_by_text("I answer whatever you say.")).to_be_visible()
    await page.get_by_test_id("start").click()
    await expect(message(page, "You said: /start")).to_have_attribute("data-out", "false")
    await expect(page.get_by_test_id("start")).to_be_hidden()
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def test_what_is_sent_stands_on_the_right_and_is_answered_as_a_reply(visit: Open) -> None:
    page = await visit()
    await page.get_by_test_id("composer").fill("Hello")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_text("Hello", exact=True)).to_be_visible()
    answer = message(page, "You said: Hello")
    await expect(answer.get_by_role("button", name="In reply to Alice: Hello")).to_be_visible()
    own = page.locator("[data-testid=message][data-out=true]")
    await expect(own).to_have_count(1)
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_formatting_becomes_elements_and_never_markup(visit: Open) -> None:
    page = await visit()
    await say(page, "/format")
    answer = message(page, "bold both")
    await expect(answer.locator("strong em")).to_have_text("both")
    await expect(answer.locator("pre code, pre")).to_have_text("1 < 2")
    link = answer.get_by_role("link", name="source")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))
    await expect(link).to_have_attribute("target", "_blank")
    await say(page, "<b>no</b> <img src=x onerror=alert(1)>")
    await expect(message(page, "You said: <b>no</b> <img")).to_be_visible()
    await expect(page.locator("#messages img")).to_have_count(0)


async def test_spoilers_quotations_and_commands_react_to_a_click(visit: Open) -> None:
    page = await visit()
    await say(page, "/format")
    answer = message(page, "bold both")
    await answer.get_by_role("button", name="Hidden text: show").press("Enter")
    await expect(answer.locator(".spoiler.shown")).to_have_text("secret")
    fold = answer.get_by_role("button", name="Show the whole quotation")
    await fold.click()
    await expect(fold).to_have_attribute("aria-expanded", "true")
    await answer.get_by_role("button", name="/buttons").click()
    await expect(message(page, "Choose one")).to_be_visible()


async def test_a_deep_link_starts_the_bot_instead_of_leaving_the_page(visit: Open) -> None:
    page = await visit()
    await say(page, "/format")
    await page.get_by_role("link", name="deep").click()
    await expect(message(page, "You said: /start story-7")).to_be_visible()
    assert len(page.context.pages) == 1


async def test_a_tap_edits_the_message_shows_a_toast_and_keeps_the_focus(visit: Open) -> None:
    page = await visit()
    await say(page, "/buttons")
    button = page.get_by_test_id("inline-button").get_by_text("Edit", exact=True)
    await page.get_by_role("button", name="Edit", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("toast")).to_have_text("Tapped edit")
    await expect(message(page, "Chosen: edit")).to_contain_text("edited")
    await expect(page.get_by_role("button", name="Edit", exact=True)).to_be_focused()
    await expect(button.locator("..")).to_have_attribute("aria-busy", "false")


async def test_an_alert_waits_to_be_closed(visit: Open) -> None:
    page = await visit()
    await say(page, "/buttons")
    await page.get_by_role("button", name="Alert").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Tapped alert")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_have_count(0)


async def test_the_command_menu_filters_and_is_driven_by_keys(visit: Open) -> None:
    page = await visit()
    field, menu = page.get_by_test_id("composer"), page.get_by_test_id("command-menu")
    await field.press_sequentially("/")
    await expect(menu.get_by_role("option")).to_have_count(3)
    await field.press_sequentially("bu")
    await expect(menu.get_by_role("option")).to_have_text(["/buttonsSome buttons"])
    await field.press("Escape")
    await expect(menu).to_be_hidden()
    await field.fill("/for")
    await field.press("Tab")
    await expect(field).to_have_value("/format ")
    await field.fill("/")
    await field.press("ArrowDown")
    await expect(menu.get_by_role("option", selected=True)).to_contain_text("/format")
    await field.press("ArrowUp")
    await expect(menu.get_by_role("option", selected=True)).to_contain_text("/many")
    await field.press("ArrowUp")
    await field.press("Enter")
    await expect(message(page, "Choose one")).to_be_visible()


async def test_enter_sends_what_was_typed_while_nothing_is_selected(visit: Open) -> None:
    page = await visit()
    await say(page, "/form")
    await expect(message(page, "You said: /form")).to_be_visible()


async def test_own_messages_are_edited_answered_and_deleted(visit: Open) -> None:
    page = await visit()
    await say(page, "frist")
    await expect(message(page, "You said: frist")).to_be_visible()
    field = page.get_by_test_id("composer")
    await field.press("ArrowUp")
    await expect(field).to_have_value("frist")
    await say(page, "first")
    own = page.locator("[data-out=true]")
    await expect(own).to_contain_text("first")
    await expect(own).to_contain_text("edited")
    await message(page, "You said: frist").locator(".text").dblclick()
    await expect(page.locator("#mode-title")).to_have_text("Reply to Gazette")
    await say(page, "a reply")
    await expect(own.last.get_by_role("button", name="In reply to Gazette")).to_be_visible()
    await own.last.hover()
    await own.last.get_by_role("button", name="Actions").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.get_by_text("a reply", exact=True)).to_have_count(0)


async def test_shift_enter_makes_a_new_line(visit: Open) -> None:
    page = await visit()
    field = page.get_by_test_id("composer")
    await field.press_sequentially("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    await expect(page.locator("[data-out=true] .text")).to_have_text(
        "one\ntwo", use_inner_text=True
    )


async def test_a_file_is_sent_and_offered_for_download(visit: Open, tmp_path: Path) -> None:
    page = await visit()
    note = tmp_path / "note.txt"
    note.write_text("words")
    await page.get_by_test_id("file").set_input_files(note)
    link = page.get_by_role("link", name="Download note.txt")
    await expect(link).to_be_visible()
    address = await link.get_attribute("href")
    assert await (await page.request.get(f"{page.url.split('/?')[0]}{address}")).text() == "words"


async def test_files_chosen_together_are_an_album_under_one_caption(
    visit: Open, tmp_path: Path
) -> None:
    page = await visit()
    notes = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for note in notes:
        note.write_text(note.name)
    await say(page, "Hello")
    await message(page, "You said: Hello").get_by_text("You said").dblclick()
    await page.get_by_test_id("composer").fill("/add")
    await page.get_by_test_id("file").set_input_files(notes)
    album = page.get_by_test_id("message").filter(has_text="two.txt")
    await expect(album.get_by_role("link", name="Download one.txt")).to_be_visible()
    await expect(album.get_by_text("/add", exact=True)).to_have_count(1)
    await expect(album.get_by_role("button", name="In reply to Gazette")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_have_value("")
    await expect(page.locator("#mode")).to_be_hidden()


async def test_the_inline_mode_offers_results_and_puts_one_into_the_chat(visit: Open) -> None:
    page = await visit()
    await say(page, "/buttons")
    await page.get_by_role("button", name="Ask").click()
    await expect(page.get_by_test_id("composer")).to_have_value("@GazetteSandboxBot belarus")
    await page.get_by_role("option", name="More results").click()
    await expect(page.get_by_role("option", name="Another story")).to_be_visible()
    await page.get_by_role("option", name="One story").click()
    await expect(page.get_by_text("Shared: belarus", exact=True)).to_be_visible()


async def test_the_log_keeps_its_place_and_counts_what_is_new(
    visit: Open, bot_says: Callable[[str], Awaitable[None]]
) -> None:
    page = await visit("?user=1001&chat=1001")
    await say(page, "/many 40")
    await expect(message(page, "line 39")).to_be_in_viewport()
    await page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    await expect(page.get_by_test_id("to-end")).to_be_visible()
    await bot_says("late news")
    await expect(page.get_by_test_id("to-end")).to_have_text("1 new")
    await expect(message(page, "late news")).not_to_be_in_viewport()
    await page.get_by_test_id("to-end").click()
    await expect(message(page, "late news")).to_be_in_viewport()
    await expect(page.get_by_test_id("to-end")).to_be_hidden()
