"""How fast: ranking beside sumy's LexRank, memory, and all the way from a text to its summary.

python -m tests.benchmarks.summaries.speed
"""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from time import process_time
from typing import Any

import punkt
from nltk.tokenize import NLTKWordTokenizer
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

from summarizer import Sentence, summarize
from summarizer.analysis import analyse
from summarizer.ranker import rank
from summarizer.text import split_sentences
from summarizer.tokens import words
from tests.benchmarks.summaries.data import COLLECTIONS, FOLDER

_SIZES = (50, 200, 1_000, 4_000)
# sumy's matrix of 4,000 by 4,000 sentences takes minutes.
_LARGEST_FOR_SUMY = 1_000


class _Stock:
    """What sumy's own Tokenizer("english") does, without the model that NLTK would download.

    NLTK's Punkt for sentences; for words `word_tokenize`, which splits sentences once more.
    """

    def __init__(self) -> None:
        self._punkt = punkt.tokenizer_for("english")
        self._words = NLTKWordTokenizer()
        self._word = re.compile(r"^[^\W\d_](?:[^\W\d_]|['-])*$")

    def to_sentences(self, text: str) -> list[str]:
        return [text[start:end].strip() for start, end in self._punkt.span_tokenize(text)]

    def to_words(self, text: str) -> list[str]:
        found: list[str] = []
        for sentence in self.to_sentences(text):
            found += filter(self._word.match, self._words.tokenize(sentence))
        return found


def main() -> None:
    """Measure and print."""
    if not FOLDER.is_dir():
        print(f"no data: {FOLDER}")
        return
    texts = [document.text for collection in COLLECTIONS[:2] for document in collection.documents()]
    pool = [unit.text for text in texts for unit in split_sentences(text, "en")]
    print("ranking only: sentences, ours ms, sumy LexRank ms, times as fast")
    for size in _SIZES:
        _rank_once(pool, size)
    _memory(pool, 1_000)
    _from_text(texts)


def _units(pool: list[str], size: int) -> list[Sentence]:
    texts = [f"{pool[at % len(pool)]} {at // len(pool) or ''}" for at in range(size)]
    return [Sentence(text=text, start=0, end=len(text)) for text in texts]


def _rank_once(pool: list[str], size: int) -> None:
    units = _units(pool, size)
    cut = [words(unit.text) for unit in units]
    mine = _best(lambda: rank(analyse(units, "en", words=cut), 3))
    if size > _LARGEST_FOR_SUMY:
        print(f"{size:6} {1000 * mine:9.2f}")
        return
    document = _document(units)
    theirs = _best(lambda: LexRankSummarizer()(document, 3), 1 if size >= _LARGEST_FOR_SUMY else 3)
    print(f"{size:6} {1000 * mine:9.2f} {1000 * theirs:10.1f} {theirs / mine:8.1f}")


def _document(units: list[Sentence]) -> Any:
    tokenizer = _Stock()
    sentences = [SumySentence(unit.text, tokenizer) for unit in units]
    for sentence in sentences:
        _ = sentence.words  # both rank words that are cut already
    return ObjectDocumentModel([Paragraph(sentences)])


def _best(work: Callable[[], object], times: int = 5) -> float:
    """Return the least of several durations in seconds of processor time: others may run."""
    durations = []
    for _ in range(times):
        begun = process_time()
        work()
        durations.append(process_time() - begun)
    return min(durations)


def _memory(pool: list[str], size: int) -> None:
    units = _units(pool, size)
    cut = [words(unit.text) for unit in units]
    rank(analyse(units, "en", words=cut), 3)
    tracemalloc.start()
    rank(analyse(units, "en", words=cut), 3)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"peak memory of ranking {size} sentences: {peak / 2**20:.1f} MB")


def _from_text(texts: list[str]) -> None:
    tokenizer = _Stock()
    lexrank = LexRankSummarizer(Stemmer("english"))
    lexrank.stop_words = get_stop_words("english")
    mine = _best(lambda: [summarize(text, language="en") for text in texts])
    detecting = _best(lambda: [summarize(text) for text in texts])
    theirs = _best(
        lambda: [lexrank(PlaintextParser.from_string(t, tokenizer).document, 3) for t in texts], 1
    )
    count = len(texts)
    print(
        f"from text to summary, documents a second: ours {count / mine:.0f}, "
        f"sumy LexRank {count / theirs:.0f}, {theirs / mine:.1f} times as fast "
        f"({theirs / detecting:.1f} when ours has to find out the language first)"
    )


if __name__ == "__main__":
    main()
