"""What several sources tell of one story: their joint summary, and who says what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

from bot.model import Article
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.lists import BUTTONS_IN_A_ROW, GIST_UNITS, TITLE_UNITS, byline
from bot.render.parts import shorten
from bot.render.summaries import shown
from bot.render.texts import Texts
from summarizer import Difference, JointSummary

# The steps of Shorter and Longer, in words.
WORDS = (40, 80, 160, 320)
USUAL_WORDS = 80
PAGE_SIZE = 5
_DIFFERENCES = 3
# News sentences have about so many words.
_SENTENCE_WORDS = 27
# So much of its words a sentence shares with one that says the same.
_SAME = 0.6
_WORD = re.compile(r"\w+")


def words_for(sentences: int) -> int:
    """The step that comes nearest to so many sentences."""
    return min(WORDS, key=lambda words: abs(words - sentences * _SENTENCE_WORDS))


def joint_text(
    texts: Texts, head: Markup, articles: Sequence[Article], summary: JointSummary
) -> Markup:
    """The head, each sentence with its source, what the sources disagree on, and a count."""
    told = [
        Markup("{} <i>— {}</i>").format(shown(sentence), _named(texts, articles[sentence.document]))
        for sentence in summary.sentences
    ]
    if not told:
        return Markup("\n\n").join([head, texts("summary.empty")])
    differing = [_difference(texts, articles, each) for each in summary.differences[:_DIFFERENCES]]
    count = texts.plural("coverage.foot", summary.total, chosen=len(told))
    return Markup("\n\n").join([head, *told, *differing, count])


def joint_buttons(
    texts: Texts, story_id: int, listing_id: int, words: int, articles: Sequence[Article]
) -> Keyboard:
    """Shorter, Longer, Sources, Why, and the way back to the list."""

    def sized(key: str, size: int) -> Button:
        return Button(text=texts.plain(key), data=callback("story", story_id, listing_id, size))

    sizes = [sized("button.shorter", size) for size in WORDS if size < words][-1:]
    sizes += [sized("button.longer", size) for size in WORDS if size > words][:1]
    sources = texts.plain("button.sources", n=len(articles))
    about = (
        Button(text=sources, data=callback("told", story_id, listing_id, 0)),
        Button(
            text=texts.plain("button.why"), data=callback("storywhy", story_id, listing_id, words)
        ),
    )
    return tuple(row for row in (tuple(sizes), about, _back(texts, listing_id, articles)) if row)


def sources_text(
    texts: Texts, head: Markup, articles: Sequence[Article], page: int, now: datetime
) -> Markup:
    """Who says what: each source's headline, and its gist where no other one said it before."""
    first = page * PAGE_SIZE
    gists = _new_gists(articles)
    blocks = [
        _told(texts, number, article, gists[number - 1], now)
        for number, article in enumerate(articles[first : first + PAGE_SIZE], start=first + 1)
    ]
    return Markup("\n\n").join([head, *blocks])


def sources_buttons(
    texts: Texts, story_id: int, listing_id: int, page: int, articles: Sequence[Article]
) -> Keyboard:
    """A button for each source's article, ‹ › between the pages, and back to the summary."""
    first = page * PAGE_SIZE
    opens = [
        Button(text=f"{number}", data=callback("art", article.id, listing_id))
        for number, article in enumerate(articles[first : first + PAGE_SIZE], start=first + 1)
    ]
    turns = []
    if page > 0:
        data = callback("told", story_id, listing_id, page - 1)
        turns.append(Button(text=texts.plain("button.back"), data=data))
    if first + PAGE_SIZE < len(articles):
        data = callback("told", story_id, listing_id, page + 1)
        turns.append(Button(text=texts.plain("button.more"), data=data))
    back = Button(
        text=texts.plain("button.summary"),
        data=callback("story", story_id, listing_id, USUAL_WORDS),
    )
    rows = [tuple(opens[at : at + BUTTONS_IN_A_ROW]) for at in range(0, len(opens), 5)]
    return tuple(row for row in (*rows, tuple(turns), (back,)) if row)


def _told(texts: Texts, number: int, article: Article, gist: str, now: datetime) -> Markup:
    title = Markup("{}").format(shorten(article.title, TITLE_UNITS))
    if article.url:
        title = Markup('<a href="{}">{}</a>').format(article.url, title)
    source = article.source or texts.plain("source.unknown")
    lines = [
        Markup("<b>{}. {}</b>").format(number, title),
        byline(texts, source, article.published, now),
        Markup("{}").format(shorten(gist, GIST_UNITS)),
    ]
    return Markup("\n").join(line for line in lines if line)


def _named(texts: Texts, article: Article) -> Markup:
    name = article.source or texts.plain("source.unknown")
    if not article.url:
        return Markup("{}").format(name)
    return Markup('<a href="{}">{}</a>').format(article.url, name)


def _difference(texts: Texts, articles: Sequence[Article], difference: Difference) -> Markup:
    figures = Markup(", ").join(
        Markup("{} ({})").format(figure.text, _named(texts, articles[figure.document]))
        for figure in difference.figures
    )
    return texts("coverage.difference", about=difference.about, figures=figures)


def _new_gists(articles: Sequence[Article]) -> list[str]:
    """Each article's gist, "" for one that says what an earlier one said."""
    return list(_without_repeats([article.gist for article in articles]))


def _without_repeats(gists: Sequence[str]) -> Iterator[str]:
    before: list[frozenset[str]] = []
    for gist in gists:
        words = frozenset(_WORD.findall(gist.lower()))
        repeats = any(len(words & other) > _SAME * len(words | other) for other in before)
        before.append(words)
        yield "" if repeats else gist


def _back(texts: Texts, listing_id: int, articles: Sequence[Article]) -> tuple[Button, ...]:
    if not listing_id:
        return ()
    data = callback("list", listing_id, "at", articles[0].id)
    return (Button(text=texts.plain("button.list"), data=data),)
