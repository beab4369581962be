"""A reader's whole visit, as one sees it: the real bot on the sandbox's page in a real browser.

The pictures that it takes are kept in artifacts/ (not in Git), to be looked at.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.bot.sandbox.page.conftest import ARGUMENTS
from tests.flows.conftest import NewPerson, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

ARTIFACTS = Path(__file__).parents[2] / "artifacts"
SEED = "U.S. Envoy Keith Kellogg Reportedly Preparing to Visit Belarus"
LINKS = re.compile(r"https?://(?!127\.0\.0\.1)")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium, to drive the chat page")
    expect.set_options(timeout=15_000)
    ARTIFACTS.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, world: World, new_person: NewPerson) -> AsyncIterator[Page]:
    """The page as a new person opens it. An error on it, or a call abroad, fails the test."""
    reader = await new_person(name="Nasta")
    context = await browser.new_context(
        viewport={"width": 1180, "height": 860}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: faults.extend(LINKS.findall(asked.url)))
    await page.goto(f"{world.address}/?user={reader.id}")
    await page.locator("#app[data-ready]").wait_for()
    yield page
    await context.close()
    assert faults == []


async def say(page: Page, words: str) -> None:
    """Send words, and wait for the bot's answer."""
    before = await answers(page).count()
    await page.get_by_test_id("composer").fill(words)
    await page.get_by_test_id("composer").press("Enter")
    await expect(answers(page)).to_have_count(before + 1)


def answers(page: Page) -> Locator:
    return page.locator("[data-testid=message][data-out=false]")


def answer(page: Page) -> Locator:
    """The bot's newest message."""
    return answers(page).last


def button(message: Locator, label: str) -> Locator:
    return message.get_by_test_id("inline-button").filter(has_text=re.compile(f"^{label}"))


async def shoot(page: Page, name: str) -> None:
    await page.screenshot(path=ARTIFACTS / f"visit-{name}.png")


async def test_a_whole_visit(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text("Gazette")
    await expect(page.get_by_text("The news in a few honest sentences: every one")).to_be_visible()
    await shoot(page, "1-open")
    await page.get_by_test_id("start").click()
    await expect(answer(page)).to_contain_text("Hello, Nasta!")
    await _the_latest(page)
    await _a_topic_and_a_story(page)
    await _another_language(page)
    await _dark_and_narrow(page)


async def _the_latest(page: Page) -> None:
    await say(page, "/latest")
    await expect(answer(page).locator("strong").first).to_have_text("Latest news")
    await expect(answer(page).get_by_test_id("inline-button")).to_have_text(
        ["1", "2", "3", "4", "5", "More ›"]
    )
    await shoot(page, "2-latest")
    await button(answer(page), "More").click()
    await expect(answer(page)).to_contain_text("Page 2 of 4")
    await expect(answer(page)).to_contain_text("edited")
    await button(answer(page), "‹ Back").click()
    await expect(answer(page)).to_contain_text("Page 1 of 4")
    first = await answer(page).locator("strong").nth(1).inner_text()
    await button(answer(page), "1").click()
    await expect(answer(page).locator("strong").first).to_have_text(first.removeprefix("1. "))


async def _a_topic_and_a_story(page: Page) -> None:
    await say(page, "/topic belarus")
    await expect(answer(page).locator("strong").first).to_have_text("Belarus")
    await expect(answer(page)).to_contain_text(SEED)
    await button(answer(page), "1").click()
    await expect(answer(page).locator("strong").first).to_have_text(SEED)
    await expect(answer(page)).to_contain_text("in the source's own words")
    await shoot(page, "3-summary")
    await button(answer(page), "Longer").click()
    await expect(answer(page)).to_contain_text("5 of")
    await button(answer(page), "Context").click()
    await expect(answer(page)).to_contain_text("among their neighbours in the source")
    await expect(answer(page).locator("blockquote strong")).to_have_count(5)
    await shoot(page, "4-context")
    await button(answer(page), "Summary").click()
    await expect(answer(page)).to_contain_text("5 of")
    await button(answer(page), "Source").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Source:")
    await page.get_by_role("dialog").get_by_role("button").click()


async def _another_language(page: Page) -> None:
    await say(page, "/language")
    await button(answer(page), "Беларуская").click()
    await expect(answer(page)).to_contain_text("па-беларуску")
    await say(page, "/latest")
    await expect(answer(page).locator("strong").first).to_have_text("Свежыя навіны")
    await say(page, "/topic Беларусі")
    await expect(answer(page).locator("strong").first).to_have_text("Беларусь")
    await expect(answer(page)).to_contain_text(SEED)
    await shoot(page, "5-belarusian")
    await page.get_by_test_id("composer").fill("/")
    await expect(page.get_by_test_id("command-menu")).to_contain_text("самыя свежыя навіны")
    await page.get_by_test_id("composer").fill("")


async def _dark_and_narrow(page: Page) -> None:
    await page.get_by_test_id("theme-toggle").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await shoot(page, "6-dark")
    await page.set_viewport_size({"width": 390, "height": 780})
    await expect(page.get_by_test_id("composer")).to_be_visible()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "the page scrolls sideways"
    await say(page, "/topic belarus")
    await button(answer(page), "1").click()
    await expect(answer(page).locator("strong").first).to_have_text(SEED)
    await expect(button(answer(page), "Кантэкст")).to_be_in_viewport()
    await shoot(page, "7-narrow")
