"""Several documents in, one summary out: what they tell together, each sentence with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from summarizer.agreement import differences
from summarizer.candidates import Candidates, gather
from summarizer.joint import Document, JointSummary
from summarizer.language import UNKNOWN, detect
from summarizer.length import USUAL_WORDS, check_budget
from summarizer.model import Sentence
from summarizer.summary import summarize

METHOD = "joint"


def summarize_many(
    documents: Sequence[Document], *, words: int = USUAL_WORDS, language: str | None = None
) -> JointSummary:
    """Choose sentences of several documents that tell most of them together, none of them twice.

    Args:
        documents: reports of one story, or of several; in any order, of any kind. A single one
            is summarised as `summarize` does.
        words: the budget: no more words than these, unless the shortest sentence has more.
        language: an ISO 639-1 code for the documents that name none; detected when not given.

    Raises:
        ValueError: if `words` is below 1. No text raises.
    """
    check_budget(words)
    if len(documents) == 1:
        return _alone(documents[0], words, language)
    languages = tuple(each.language or language or detect(each.text) for each in documents)
    most = _main(languages)
    found = joint_candidates(documents, languages)
    if not found.sentences:
        return JointSummary(sentences=(), language=most, method="empty", total=0)
    sentences, over_budget = _chosen(documents, found, most, words)
    return JointSummary(
        sentences=sentences,
        language=most,
        method="whole" if len(sentences) == len(found.sentences) else METHOD,
        total=len(found.sentences),
        over_budget=over_budget,
        differences=differences(found.sentences, most),
    )


def _chosen(
    documents: Sequence[Document], found: Candidates, language: str, words: int
) -> tuple[tuple[Sentence, ...], bool]:
    """Return the sentences to show, in order, and whether they are over the budget."""
    from summarizer.cluster import cluster_of
    from summarizer.joint_ranker import choose, in_order, reasons, trained

    cluster, weights = cluster_of(documents, found, language), trained()
    chosen = choose(cluster, words, weights)
    shown = in_order(cluster, chosen) or [int(cluster.lengths.argmin())]
    told = tuple(replace(found.sentences[n], reasons=reasons(cluster, n, weights)) for n in shown)
    return told, not chosen


def _alone(document: Document, words: int, language: str | None) -> JointSummary:
    summary = summarize(
        document.text,
        title=document.title or None,
        language=document.language or language,
        words=words,
    )
    return JointSummary(
        sentences=summary.sentences,
        language=summary.language,
        method=summary.method,
        total=summary.total,
        over_budget=summary.over_budget,
    )


def _main(languages: Sequence[str]) -> str:
    """Return the language of most documents, of the first of them where several lead."""
    known = Counter(language for language in languages if language != UNKNOWN)
    return max(known, key=known.__getitem__, default=UNKNOWN)


def joint_candidates(documents: Sequence[Document], languages: Sequence[str]) -> Candidates:
    """Gather the sentences of all documents; what is no prose only where there is nothing else."""
    gathered = [
        gather(document.text, document.title or None, language)
        for document, language in zip(documents, languages, strict=True)
    ]
    together = Candidates(
        sentences=tuple(
            replace(sentence, document=number)
            for number, each in enumerate(gathered)
            for sentence in each.sentences
        ),
        words=tuple(words for each in gathered for words in each.words),
    )
    return together.prose()
