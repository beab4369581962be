from __future__ import annotations

import pytest

from bot.model import Draft
from bot.news.preparing import SHORT, Preparing
from bot.news.topics import Vocabulary
from summarizer import Summary, summarize

TEXT = "Poland and Lithuania met in Vilnius. Poland was heard first. Then the rest was told."


@pytest.fixture
def preparing(vocabulary: Vocabulary) -> Preparing:
    async def summarise(text: str, **options: object) -> Summary:
        del options
        return summarize(text, sentences=1, method="lead")

    return Preparing(vocabulary=vocabulary, summarise=summarise)


@pytest.mark.parametrize("language", ["", "en"])
async def test_what_is_read_at_once_is_read_as_in_a_thread(
    preparing: Preparing, language: str
) -> None:
    draft = Draft(title="Poland meets Lithuania", text=TEXT, language=language)
    first, second = await preparing.prepare(draft), await preparing.prepare(draft)
    assert first == second
    assert first.language == "en"
    assert {"poland", "lithuania"} <= {*first.topics}
    assert first.gist == "Poland and Lithuania met in Vilnius."


async def test_a_long_text_is_read(preparing: Preparing) -> None:
    draft = Draft(title="Poland", text=f"{TEXT} " * (2 * SHORT // len(TEXT)))
    await preparing.prepare(draft)
    assert "poland" in (await preparing.prepare(draft)).topics


async def test_an_address_that_is_none_is_left_out(preparing: Preparing) -> None:
    prepared = await preparing.prepare(Draft(title="Storm", url="javascript:alert(1)"))
    assert prepared.draft.url == ""
    assert prepared.gist == ""
