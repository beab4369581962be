"""Our ranker as one of sumy's summarizers, for whoever works with its documents."""

from __future__ import annotations

from typing import Any

from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.utils import ItemsCount

from summarizer.analysis import analyse
from summarizer.model import Sentence
from summarizer.ranker import rank


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]  # sumy ships no types
    """Stands beside LexRankSummarizer and the others: `NewsSummarizer("en")(document, 3)`.

    Args:
        language: an ISO 639-1 code.
        title: the headline of the documents that it will get, where there is one.
    """

    def __init__(self, language: str = "en", title: str | None = None) -> None:
        super().__init__()
        self._language = language
        self._title = title

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:
        """Return the best sentences of a sumy document, in its order."""
        texts = [str(sentence) for sentence in document.sentences]
        units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
        select = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
        order = rank(analyse(units, self._language, title=self._title), len(select(units)))
        places = iter(sorted(range(len(order)), key=order.__getitem__))
        best: tuple[Any, ...] = self._get_best_sentences(
            document.sentences, select, lambda _sentence: -next(places)
        )
        return best
