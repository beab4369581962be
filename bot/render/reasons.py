"""Why a summary holds the sentences it does, in the reader's language."""

from __future__ import annotations

from babel.numbers import format_decimal
from markupsafe import Markup

from bot.render.parts import MESSAGE_UNITS, split
from bot.render.summaries import shown
from bot.render.texts import Texts
from summarizer import JointSummary, Reason, ReasonKind, Sentence, Summary

_EXPLAINED = ("joint", "lead", "lexrank", "news", "whole")
# Later places are told as they are.
_EARLY = 3


def why_pages(
    texts: Texts, head: Markup, summary: Summary | JointSummary, engine: str
) -> tuple[Markup, ...]:
    """How the sentences were chosen, then each with its reasons, in as many pages as it takes."""
    told = [_told(texts, sentence) for sentence in summary.sentences]
    foot = texts("why.foot", method=summary.method, engine=engine)
    body = Markup("\n\n").join([head, _method(texts, summary.method), *told, foot])
    return split(body, MESSAGE_UNITS)


def reason_text(texts: Texts, reason: Reason) -> Markup:
    """One reason in words."""
    if reason.kind is ReasonKind.POSITION:
        return texts(_place(int(reason.value)), place=reason.value)
    if reason.kind is ReasonKind.CENTRAL:
        times = format_decimal(float(reason.value), format="0.#", locale=texts.language)
        return texts("why.central", times=times)
    return texts.plural(f"why.reason.{reason.kind}", int(reason.value))


def _place(place: int) -> str:
    """The key of the words for a place in the text."""
    if place == 1:
        return "why.first"
    return "why.early" if place <= _EARLY else "why.place"


def _method(texts: Texts, method: str) -> Markup:
    return texts(f"why.method.{method if method in _EXPLAINED else 'other'}", method=method)


def _told(texts: Texts, sentence: Sentence) -> Markup:
    """A sentence and a line for each of its reasons."""
    reasons = [reason_text(texts, reason) for reason in sentence.reasons] or [texts("why.none")]
    lines = Markup("\n").join(Markup("• {}").format(reason) for reason in reasons)
    return Markup("<blockquote>{}</blockquote>\n{}").format(shown(sentence), lines)
