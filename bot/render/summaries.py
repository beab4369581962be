"""A summary as a message, and its context: where in the source each sentence stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.model import Article
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import MESSAGE_UNITS, shorten, split
from bot.render.texts import Texts
from bot.render.when import ago
from summarizer import Sentence, Summary

# The steps of Shorter and Longer, in sentences.
LENGTHS = (1, 2, 3, 5, 8, 12)
USUAL_LENGTH = 3
LONGEST = 20
SENTENCE_UNITS = 1200


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What is summarised: a stored article or a reader's own text, as buttons name it."""

    kind: str
    id: int
    listing_id: int = 0

    def data(self, action: str, *arguments: object) -> str:
        """Callback data for an action on this subject."""
        return callback(action, self.kind, self.id, self.listing_id, *arguments)


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A page of what an action ("ctx", "why") shows about a summary of that length."""

    subject: Subject
    action: str
    length: int
    page: int

    def at(self, page: int) -> str:
        """Callback data for another page of it."""
        return self.subject.data(self.action, self.length, page)


def article_head(
    texts: Texts,
    article: Article,
    topic_names: tuple[str, ...],
    now: datetime,
    *,
    together: bool = False,
) -> Markup:
    """Headline, then source, age and topics; `together`, how many sources tell it."""
    title = Markup("<b>{}</b>").format(shorten(article.title, 500))
    if article.url:
        title = Markup('<a href="{}">{}</a>').format(article.url, title)
    sources = texts.plural("list.sources", article.sources)
    facts = [
        sources if together else article.source,
        ago(article.published, now, texts.language),
        ", ".join(topic_names),
    ]
    return Markup("{}\n<i>{}</i>").format(title, " · ".join(filter(None, facts)))


def summary_text(texts: Texts, head: Markup, summary: Summary) -> Markup:
    """The head, the chosen sentences, and how many of how many they are."""
    chosen = [Markup("{}").format(shown(s)) for s in summary.sentences]
    count = texts.plural("summary.foot", summary.total, chosen=len(summary.sentences))
    if not chosen:
        return Markup("\n\n").join([head, texts("summary.empty")])
    return Markup("\n\n").join([head, *chosen, count])


def summary_buttons(texts: Texts, subject: Subject, summary: Summary, *more: Button) -> Keyboard:
    """Shorter, Longer, Context, Why and `more`, leaving out what would change nothing."""
    length = len(summary.sentences)
    sizes = []
    if shorter := max((size for size in LENGTHS if size < length), default=0):
        sizes.append(Button(text=texts.plain("button.shorter"), data=subject.data("sum", shorter)))
    if length < summary.total and (
        longer := min((size for size in LENGTHS if size > length), default=0)
    ):
        sizes.append(Button(text=texts.plain("button.longer"), data=subject.data("sum", longer)))
    about = (
        Button(text=texts.plain("button.context"), data=subject.data("ctx", length, 0)),
        *more,
    )
    rows = (tuple(sizes), about, _why(texts, subject, length), _back(texts, subject))
    return tuple(row for row in rows if row)


def context_pages(
    texts: Texts, head: Markup, summary: Summary, whole: Summary
) -> tuple[Markup, ...]:
    """Each chosen sentence (bold) between its neighbours, in as many pages as it takes."""
    source = whole.sentences
    passages = [_passage(window, summary, source) for window in _windows(summary, source)]
    body = Markup("\n\n").join([head, texts("context.note"), *passages])
    return split(body, MESSAGE_UNITS)


def page_buttons(texts: Texts, view: View, pages: int) -> Keyboard:
    """Back to the summary, and ‹ › where the view has several pages."""
    turns = []
    if view.page > 0:
        turns.append(Button(text=texts.plain("button.back"), data=view.at(view.page - 1)))
    if view.page < pages - 1:
        turns.append(Button(text=texts.plain("button.more"), data=view.at(view.page + 1)))
    back = Button(text=texts.plain("button.summary"), data=view.subject.data("sum", view.length))
    return tuple(row for row in (tuple(turns), (back,)) if row)


def shown(sentence: Sentence) -> str:
    """The sentence on one line, as a message shows it."""
    return shorten(" ".join(sentence.text.split()), SENTENCE_UNITS)


def _why(texts: Texts, subject: Subject, length: int) -> tuple[Button, ...]:
    if not length:
        return ()
    return (Button(text=texts.plain("button.why"), data=subject.data("why", length, 0)),)


def _back(texts: Texts, subject: Subject) -> tuple[Button, ...]:
    if not subject.listing_id:
        return ()
    return (
        Button(
            text=texts.plain("button.list"),
            data=callback("list", subject.listing_id, "at", subject.id),
        ),
    )


def _windows(summary: Summary, source: tuple[Sentence, ...]) -> list[range]:
    """Runs of sentence numbers: every chosen one with a neighbour each side, merged."""
    chosen = {sentence.start for sentence in summary.sentences}
    runs: list[range] = []
    for place, sentence in enumerate(source):
        if sentence.start not in chosen:
            continue
        first, last = max(place - 1, 0), min(place + 2, len(source))
        if runs and first <= runs[-1].stop:
            runs[-1] = range(runs[-1].start, last)
        else:
            runs.append(range(first, last))
    return runs


def _passage(window: range, summary: Summary, source: tuple[Sentence, ...]) -> Markup:
    chosen = {sentence.start for sentence in summary.sentences}
    told = [
        Markup("<b>{}</b>" if source[place].start in chosen else "{}").format(shown(source[place]))
        for place in window
    ]
    before = "… " if window.start > 0 else ""
    after = " …" if window.stop < len(source) else ""
    return Markup("<blockquote>{}{}{}</blockquote>").format(before, Markup(" ").join(told), after)
