"""Summaries: of stories, of pasted texts, shorter, longer, in context."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.conftest import Person, bold, labels, squeezed

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEED = squeezed(
    (Path(__file__).parents[2] / "seeds" / "000_193540d69cf51c7f.txt").read_text(encoding="utf-8")
)
TEXT = (
    "The council met on Monday to discuss the new bridge. It voted for the plan by nine to two. "
    "Work on the bridge will begin in spring. The plan costs forty million euros. "
    "Two members said the council should wait for a study of the river. The mayor disagreed."
)


def sentences(message: dict[str, str]) -> list[str]:
    """The paragraphs between the head and the foot."""
    return message["text"].split("\n\n")[1:-1]


async def test_a_story_is_summarised_in_its_own_words(eve: Person) -> None:
    story = await eve.tap(await eve.say("/topic belarus"), "1")
    assert "Keith Kellogg" in bold(story)[0]
    assert len(sentences(story)) == 3
    assert all(sentence in SEED for sentence in sentences(story))
    assert "3 of " in story["text"]
    assert {"Shorter", "Longer", "Context", "Source"} <= set(labels(story))


async def test_shorter_and_longer_edit_the_summary(eve: Person) -> None:
    story = await eve.tap(await eve.say("/topic belarus"), "1")
    longer = await eve.tap(story, "Longer")
    assert longer["message_id"] == story["message_id"]
    assert len(sentences(longer)) == 5
    shorter = await eve.tap(await eve.tap(longer, "Shorter"), "Shorter")
    assert len(sentences(shorter)) == 2


async def test_context_shows_the_neighbours_of_each_sentence(eve: Person) -> None:
    story = await eve.tap(await eve.say("/topic belarus"), "1")
    chosen = sentences(story)
    context = await eve.tap(story, "Context")
    assert context["message_id"] == story["message_id"]
    assert set(chosen) <= set(bold(context))
    assert len(context["text"]) > len(story["text"])
    summary = await eve.tap(context, "Summary")
    assert sentences(summary) == chosen


async def test_back_to_the_list(eve: Person) -> None:
    latest = await eve.say("/latest 3")
    await eve.tap(latest, "More")
    page = await eve.say("/summary 18")
    back = await eve.tap(page, "Back to the list") if "‹ Back to the list" in labels(page) else None
    assert back is None or "Page 6 of 6" in back["text"]


async def test_a_source_without_address_is_named(eve: Person) -> None:
    story = await eve.tap(await eve.say("/topic belarus"), "1")
    note = await eve.note(await eve.press(story, "Source"))
    assert note["text"].startswith("Source: ")


async def test_a_bare_headline_says_so_and_offers_related_stories(eve: Person) -> None:
    latest = await eve.say("/latest 18")
    lines = [text for text in bold(latest) if "Arms Transfer" in text]
    number = lines[0].split(".")[0]
    story = await eve.tap(latest, number)
    assert "nothing to summarise" in story["text"]


async def test_summary_alone_is_a_brief(eve: Person) -> None:
    assert "1. " in (await eve.say("/summary"))["text"]


async def test_summary_with_a_number_is_of_the_last_list(eve: Person) -> None:
    await eve.say("/topic belarus")
    assert "Keith Kellogg" in (await eve.say("/summary 1"))["text"]
    assert "There is no 99 in the last list" in (await eve.say("/summary 99"))["text"]


async def test_summary_with_a_length(eve: Person) -> None:
    await eve.say("/topic belarus")
    assert len(sentences(await eve.say("/summary 5 1"))) == 5
    assert len(sentences(await eve.say("/summary 2 kellogg"))) == 2


async def test_summary_without_a_list_says_what_to_do(eve: Person) -> None:
    assert "no list yet" in (await eve.say("/summary 1"))["text"]


async def test_summary_with_words_finds_the_story(eve: Person) -> None:
    assert "Keith Kellogg" in bold(await eve.say("/summary political prisoners"))[0]
    assert "No story found" in (await eve.say("/summary xyzzyplugh"))["text"]


async def test_a_pasted_text_is_summarised(eve: Person) -> None:
    answer = await eve.say(f"/summary {TEXT}")
    assert bold(answer)[0] == "Your text in short"
    assert all(sentence in TEXT for sentence in sentences(answer))
    longer = await eve.tap(answer, "Longer")
    assert len(sentences(longer)) == 5
    context = await eve.tap(longer, "Context")
    assert "In bold" in context["text"]
    note = await eve.note(await eve.press(answer, "Source"))
    assert note["text"] == "The source is the text that you gave me."


async def test_a_reply_summarises_what_it_replies_to(eve: Person) -> None:
    first = await eve.say(TEXT)
    answer = await eve.say("/summary 2", reply_to_message_id=first["message_id"] - 1)
    assert len(sentences(answer)) == 2
    assert all(sentence in TEXT for sentence in sentences(answer))


ODD = ["1 2 3\n4 5 6", "😀\n😀", "ALL CAPITALS\nAND MORE OF THEM", "一\n二"]


@pytest.mark.parametrize("text", ODD)
async def test_no_text_breaks_a_summary(eve: Person, text: str) -> None:
    assert "went wrong" not in (await eve.say(f"/summary {text}"))["text"]


async def test_a_length_beyond_the_longest_is_the_longest(eve: Person) -> None:
    text = " ".join(f"Report {n} from the river says that the water rose." for n in range(40))
    first = await eve.say(text)
    answer = await eve.say("/summary 100", reply_to_message_id=first["message_id"] - 1)
    assert len(sentences(answer)) == 20
