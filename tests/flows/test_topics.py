"""Editors make topics in the chat; readers find them, and they are there after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.conftest import OWNER, labels, living, people_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_editors_topic_from_its_making_to_its_end(tmp_path: Path) -> None:
    async with living(tmp_path) as world, people_of(world) as make:
        owner, eve = await make(user_id=OWNER), await make()
        await owner.say("/language en")
        assert "is no topic" in (await eve.say("/topic poised"))["text"]
        made = await owner.say("/topicadd snowmen, snowfall; ru: снеговик")
        assert made["text"].startswith("“snowfall” means the topic Climate and nature already")
        made = await owner.say("/topicadd landslides, poised")
        assert "1 that is about it is filed here" in made["text"]
        assert labels(made) == ["Landslides", "Undo"]
        assert "Takaichi" in (await eve.say("/topic landslides"))["text"]
        asked = await owner.say("/topicmerge landslides, elections")
        merged = await owner.tap(asked, "Put together")
        assert merged["text"] == "Landslides is now a part of Elections."
        assert (await eve.say("/topic poised"))["text"].startswith("Elections")
    async with living(tmp_path) as world, people_of(world) as make:
        owner, eve = await make(user_id=OWNER), await make()
        assert (await eve.say("/topic landslides"))["text"].startswith("Elections")
        trail = await owner.say("/audit")
        await owner.tap(trail, "1")
        assert (await eve.say("/topic landslides"))["text"].startswith("Landslides")
        mine = await owner.say("/topicadd")
        gone = await owner.tap(mine, "Take back: Landslides")
        assert "is taken back" in gone["text"]
        assert "is no topic" in (await eve.say("/topic poised"))["text"]
