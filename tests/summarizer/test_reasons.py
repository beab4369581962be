from __future__ import annotations

from summarizer.analysis import analyse
from summarizer.model import Reason, ReasonKind, Sentence
from summarizer.reasons import explain

TEXTS = (
    "The court in Minsk freed the journalist Anna Petrova after 2 years.",
    "The journalist left Minsk.",
    "The court gave no reason.",
    "Rain fell.",
)


def test_reasons_are_facts_about_the_sentence() -> None:
    units = [Sentence(text=text, start=0, end=len(text)) for text in TEXTS]
    reasons = explain(analyse(units, "en", title="Court frees Petrova"), [0, 3])
    kinds = {reason.kind: reason.value for reason in reasons[0]}
    assert kinds[ReasonKind.POSITION] == 1
    assert kinds[ReasonKind.TITLE] == 2
    assert kinds[ReasonKind.NAMES] == 3
    assert kinds[ReasonKind.NUMBERS] == 1
    assert reasons[3] == (Reason(kind=ReasonKind.POSITION, value=4),)


def test_a_sentence_like_many_others_is_central() -> None:
    texts = ("Rain fell.", "Court in Minsk talks.", "Minsk slept.", "Courts closed.", "Talks end.")
    units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
    found = explain(analyse(units, "en"), [1])
    assert found[1][1].kind == ReasonKind.CENTRAL
    assert float(found[1][1].value) > 1.15
