"""Editors and their topics, through the menu's tables."""

from __future__ import annotations

from itertools import permutations

import pytest

from bot.news.topics import Vocabulary
from bot.render.keyboard import MAX_DATA
from handlers import Services
from tests.handlers.conftest import Asking, add
from tests.handlers.editing.conftest import Editor


@pytest.fixture
def editor(services: Services, ask: Asking) -> Editor:
    return Editor(services, ask)


async def test_a_topic_is_named_found_and_undone(editor: Editor, services: Services) -> None:
    await add(services, "A chess final")
    answer = await editor.say("/topicadd chess, rook; be: шахматы")
    assert answer.startswith("Chess is a topic now: chess, rook, шахматы.")
    assert "1 stored article has" in answer
    assert editor.labels() == ["Chess", "Undo"]
    assert "A chess final" in await editor.tap("Chess")
    assert "named the topic “Chess”" in await editor.say("/audit")
    assert "1" in editor.labels()[0]
    await editor.tap_data("undo:1")
    assert services.vocabulary.lookup("rook").topic is None


async def test_more_words_for_a_topic(editor: Editor, services: Services) -> None:
    answer = await editor.say("/topicadd energy, biogas")
    assert answer.startswith("Energy is now found by these, too")
    assert "0 that are about it" in answer
    assert editor.labels() == ["Undo"]
    await add(services, "Biogas plants")
    assert services.vocabulary.find("", "en", "Biogas plants") == ("energy",)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("go", "too short"),
        ("xx: chess", "language “xx:”"),
        ("chess, oil", "“oil” means the topic Energy already"),
        ("energy", "known already"),
        ("x" * 61, "too long"),
    ],
)
async def test_what_is_refused(editor: Editor, words: str, answer: str) -> None:
    assert answer in await editor.say(f"/topicadd {words}")


async def test_the_list_of_what_editors_added(editor: Editor, services: Services) -> None:
    assert "A topic of your own" in await editor.say("/topicadd")
    assert editor.labels() == []
    for number in range(9):
        await editor.say(f"/topicadd chess{number}")
    await editor.say("/topicmerge chess8 sport")
    await editor.tap("Put together")
    assert "Chess0: chess0" in await editor.say("/topicadd")
    assert editor.labels()[-1] == "›"
    assert "Chess8: a part of Sport" in await editor.tap("›")
    assert editor.labels() == ["Take back: Chess8", "‹"]
    assert "of Chess8 is taken back" in await editor.tap("Take back")
    assert "chess8" in services.vocabulary.topics
    await editor.tap("Undo")
    assert "chess8" not in services.vocabulary.topics
    for data in ("topicdel:gone", "topicdel"):
        assert "not there any more" in await editor.tap_data(data)
    assert "Chess0" in await editor.tap_data("owntopics:0")


async def test_merging_asks_first(editor: Editor, services: Services) -> None:
    await add(services, "A chess final", topics=("chess",))
    await editor.say("/topicadd chess, board game")
    assert "has 1 story" in await editor.say("/topicmerge board game sport")
    assert "Both stay" in await editor.tap("Leave")
    await editor.say("/topicmerge chess, sport")
    assert "Chess is now a part of Sport" in await editor.tap("Put together")
    assert "A chess final" in await editor.tap("Sport")
    assert "made the topic “Chess” a part of “Sport”" in await editor.say("/audit")
    assert "not there any more" in await editor.tap_data("tmerge:chess:sport")
    await editor.tap_data("undo:2")
    assert "chess" in services.vocabulary.topics


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "Which two?"),
        ("sport", "do not see two topics"),
        ("sport, nothing", "do not see two topics"),
        ("sport, спорт", "the same topic"),
    ],
)
async def test_what_is_not_merged(editor: Editor, words: str, answer: str) -> None:
    assert answer in await editor.say(f"/topicmerge {words}")


async def test_a_merged_topic_is_named_even_where_its_goal_is_gone(
    editor: Editor, services: Services
) -> None:
    await editor.say("/topicadd chess")
    await editor.say("/topicadd draughts")
    await services.topic_desk.merge("chess", "draughts")
    services.vocabulary.adopt([])
    assert "Chess: a part of draughts" in await editor.say("/topicadd")


def test_two_keys_fit_into_a_button(vocabulary: Vocabulary) -> None:
    longest = sorted(vocabulary.topics, key=len)[-2:]
    for pair in permutations(longest):
        assert len(":".join(("tmerge", *pair))) <= MAX_DATA
