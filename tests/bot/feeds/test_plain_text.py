from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.plain_text import read_text
from bot.feeds.seeds import seeds_folder
from bot.model import Draft

_BODY = "The minister arrived on Monday. He left on Tuesday."


def test_the_seed_is_an_article_and_17_headlines() -> None:
    text = (seeds_folder() / "000_193540d69cf51c7f.txt").read_text(encoding="utf-8")
    article, *headlines = read_text(text)
    assert article.title.startswith("A senior Trump administration official")
    assert article.text.startswith("A senior Trump administration official")
    assert article.text.endswith("Eastern European diplomacy.")
    assert len(headlines) == 17
    assert not any(headline.text for headline in headlines)
    assert headlines[0].title.startswith("U.S. Announces Additional $6 Million")
    assert headlines[-1].title.endswith("Market and China Tensions")


def test_a_short_first_line_is_the_title() -> None:
    assert read_text(f"Minister Visits Minsk\n\n{_BODY}\n") == (
        Draft(title="Minister Visits Minsk", text=_BODY),
    )
    assert read_text(f"Envoy Arrives in the U.S.\n{_BODY}")[0].title == "Envoy Arrives in the U.S."


def test_a_sentence_is_no_title() -> None:
    assert read_text(_BODY) == (Draft(title="The minister arrived on Monday.", text=_BODY),)


def test_a_single_line_is_a_headline() -> None:
    assert read_text("Minister visits Minsk\n") == (Draft(title="Minister visits Minsk"),)


def test_lines_that_stand_together_are_headlines() -> None:
    assert read_text("One thing happened\nAnother thing happened\n") == (
        Draft(title="One thing happened"),
        Draft(title="Another thing happened"),
    )


def test_sections_after_the_first() -> None:
    text = f"{_BODY}\n\n\nOne thing happened\n\nAnother thing\n \n\nThird Article\n{_BODY}"
    assert [(draft.title, draft.text) for draft in read_text(text)] == [
        ("The minister arrived on Monday.", _BODY),
        ("One thing happened", ""),
        ("Another thing", ""),
        ("Third Article", _BODY),
    ]


@given(st.text(alphabet=st.sampled_from("ab .\n\t…U")) | st.text())
def test_any_text_gives_titled_drafts(text: str) -> None:
    drafts = read_text(text)
    assert bool(drafts) >= bool(text.strip() and text.isprintable())
    assert all(draft.title for draft in drafts if text.isprintable())
