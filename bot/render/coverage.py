"""What several sources tell of one story: their joint summary, and who says what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.model import Article
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.lists import GIST_UNITS, TITLE_UNITS, byline
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


@dataclass(frozen=True, kw_only=True, slots=True)
class JointView:
    """A story's page: opened from which list (0: none), in about so many words."""

    story_id: int
    listing_id: int = 0
    words: int = USUAL_WORDS

    def data(self, action: str, argument: int) -> str:
        """Callback data for an action on the story."""
        return callback(action, self.story_id, self.listing_id, argument)


def words_for(sentences: int) -> int:
    """The step that comes nearest to so many sentences."""
    return min(WORDS, key=lambda words: abs(words - sentences * _SENTENCE_WORDS))


def joint_text(
    texts: Texts, head: Markup, articles: Sequence[Article], summary: JointSummary
) -> Markup:
    """The head, each sentence with its source, what the sources disagree on, and a count."""
    told = [
        _attributed(texts, shown(sentence), articles[sentence.document])
        for sentence in summary.sentences
    ]
    if not told:
        return Markup("\n\n").join([head, texts("summary.empty")])
    differing = [_difference(texts, articles, each) for each in summary.differences[:_DIFFERENCES]]
    count = texts.plural("coverage.foot", summary.total, chosen=len(told))
    return Markup("\n\n").join([head, *told, *differing, count])


def joint_buttons(
    texts: Texts, view: JointView, summary: JointSummary, articles: Sequence[Article]
) -> Keyboard:
    """Shorter, Longer, Sources, Why, and the way back to the list."""
    sizes = []
    if len(summary.sentences) > 1 and (smaller := [n for n in WORDS if n < view.words]):
        data = view.data("story", smaller[-1])
        sizes.append(Button(text=texts.plain("button.shorter"), data=data))
    if len(summary.sentences) < summary.total and (larger := [n for n in WORDS if n > view.words]):
        data = view.data("story", larger[0])
        sizes.append(Button(text=texts.plain("button.longer"), data=data))
    sources = texts.plain("button.sources", n=len(articles))
    about = (
        Button(text=sources, data=view.data("told", 0)),
        Button(text=texts.plain("button.why"), data=view.data("storywhy", view.words)),
    )
    return tuple(row for row in (tuple(sizes), about, _back(texts, view, articles)) if row)


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
    texts: Texts, view: JointView, page: int, articles: Sequence[Article]
) -> Keyboard:
    """A button for each source's article, ‹ › between the pages, and back to the summary."""
    first = page * PAGE_SIZE
    opens = tuple(
        Button(text=f"{number}", data=callback("art", article.id, view.listing_id))
        for number, article in enumerate(articles[first : first + PAGE_SIZE], start=first + 1)
    )
    turns = []
    if page > 0:
        turns.append(Button(text=texts.plain("button.back"), data=view.data("told", page - 1)))
    if first + PAGE_SIZE < len(articles):
        turns.append(Button(text=texts.plain("button.more"), data=view.data("told", page + 1)))
    back = Button(text=texts.plain("button.summary"), data=view.data("story", view.words))
    return tuple(row for row in (opens, tuple(turns), (back,)) if row)


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


def _attributed(texts: Texts, words: str, article: Article) -> Markup:
    """What an article says and who that is, where its source has a name or an address."""
    if not (article.source or article.url):
        return Markup("{}").format(words)
    return Markup("{} <i>— {}</i>").format(words, _named(texts, article))


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


def _back(texts: Texts, view: JointView, articles: Sequence[Article]) -> tuple[Button, ...]:
    if not view.listing_id:
        return ()
    data = callback("list", view.listing_id, "at", articles[0].id)
    return (Button(text=texts.plain("button.list"), data=data),)
