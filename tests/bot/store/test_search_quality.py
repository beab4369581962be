"""Precision and recall of the search over a labelled set: see search_labels.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.model import Draft
from bot.store import Store
from bot.store.query import parse

_LABELS = tomllib.loads(Path(__file__).with_name("search_labels.toml").read_text("utf-8"))
# What the search reaches now, less a little: it may get better, never worse.
_PRECISION = 0.9
_RECALL = 0.9


@pytest.fixture
async def names(store: Store, now: datetime) -> dict[int, str]:
    """The labelled articles in the store: their names by id."""
    names = {}
    for name, (language, title, text) in _LABELS["articles"].items():
        draft = Draft(title=title, text=text)
        added = await store.articles.add(draft, now=now, language=language, gist="", topics=())
        assert added is not None
        names[added.id] = name
    return names


async def test_precision_and_recall(store: Store, names: dict[int, str]) -> None:
    hits = found = wanted = 0
    misses = []
    for language, text, labels in _queries():
        ids = await store.search.ids(parse(text), 100)
        answer = {names[number] for number in ids} & _articles(language)
        hits += len(answer & labels)
        found += len(answer)
        wanted += len(labels)
        if answer != labels:
            misses.append(f"{text}: {sorted(answer)} instead of {sorted(labels)}")
    precision, recall = hits / found, hits / wanted
    report = f"precision {precision:.3f}, recall {recall:.3f}\n" + "\n".join(misses)
    print(report)
    assert precision >= _PRECISION, report
    assert recall >= _RECALL, report


def test_the_set_is_large_enough_and_sound() -> None:
    assert len(_LABELS["articles"]) >= 40
    assert len([*_queries()]) >= 60
    assert all(labels <= _articles(language) for language, _, labels in _queries())


def _queries() -> Iterator[tuple[str, str, set[str]]]:
    for language, queries in _LABELS["queries"].items():
        for text, labels in queries.items():
            yield language, text, set(labels)


def _articles(language: str) -> set[str]:
    return {name for name, article in _LABELS["articles"].items() if article[0] == language}
