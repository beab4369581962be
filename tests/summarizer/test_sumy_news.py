from __future__ import annotations

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from summarizer.sumy_news import NewsSummarizer
from summarizer.tokens import words


class _Words:
    def to_words(self, sentence: str) -> list[str]:
        return words(sentence)


TEXTS = (
    "The court in Minsk freed the journalist Anna Petrova on Friday, her lawyer said.",
    "She had spent two years in prison in the east of the country.",
    "Rain fell on the town.",
    "The court in Minsk gave no reason for the release of the journalist.",
)


@pytest.mark.parametrize(("count", "given"), [(2, 2), ("50%", 2), (9, 4)])
def test_it_works_on_sumys_documents(count: int | str, given: int) -> None:
    document = ObjectDocumentModel([Paragraph([Sentence(text, _Words()) for text in TEXTS])])
    chosen = [str(sentence) for sentence in NewsSummarizer("en")(document, count)]
    assert len(chosen) == given
    assert chosen == [text for text in TEXTS if text in chosen]
    assert TEXTS[0] in chosen


def test_an_empty_document_has_an_empty_summary() -> None:
    assert NewsSummarizer()(ObjectDocumentModel([]), 3) == ()
