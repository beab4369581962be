"""Summaries that were computed once, kept as places in the text that they were taken from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Self

from bot.store.instants import to_seconds
from bot.store.sqlite import Database
from summarizer.model import Reason, ReasonKind, Sentence, Summary

_WHERE = """
    engine = :engine AND language = :language AND length = :length AND text_hash = :text_hash
"""
_GET = f"SELECT summary FROM summaries WHERE {_WHERE}"  # noqa: S608 - made of constants
_PUT = """
    INSERT INTO summaries (engine, language, length, text_hash, summary, created)
    VALUES (:engine, :language, :length, :text_hash, :summary, :now)
    ON CONFLICT (engine, language, length, text_hash)
    DO UPDATE SET summary = excluded.summary, created = excluded.created
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryKey:
    """What a summary depends on: the engine's version, the language and length asked, the text."""

    engine: str
    language: str
    length: int
    text_hash: str

    @classmethod
    def of(cls, text: str, *, engine: str, language: str, length: int, title: str = "") -> Self:
        """The key of a text with its title; the language may be "" (to be detected)."""
        content = f"{title}\0{text}".encode(errors="replace")
        text_hash = blake2b(content, digest_size=16).hexdigest()
        return cls(engine=engine, language=language, length=length, text_hash=text_hash)


class Summaries:
    """Summaries by `SummaryKey`: offsets and reasons. No words of a reader stay behind."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: SummaryKey, text: str) -> Summary | None:
        """The summary of `text`, which is the text of `key`, or None."""
        row = await self._database.one(_GET, _columns(key))
        if row is None:
            return None
        kept = json.loads(row["summary"])
        return Summary(
            sentences=tuple(_sentence(text, *each) for each in kept["sentences"]),
            language=kept["language"],
            method=kept["method"],
            total=kept["total"],
            over_budget=kept["over_budget"],
        )

    async def put(self, key: SummaryKey, summary: Summary, *, now: datetime) -> None:
        """Keep a summary, in place of an older one."""
        kept = {
            "sentences": [
                (each.start, each.end, [(reason.kind, reason.value) for reason in each.reasons])
                for each in summary.sentences
            ],
            "language": summary.language,
            "method": summary.method,
            "total": summary.total,
            "over_budget": summary.over_budget,
        }
        parameters = {**_columns(key), "summary": json.dumps(kept), "now": to_seconds(now)}
        await self._database.run(_PUT, parameters)

    async def purge(self, *, engine: str) -> int:
        """Delete what other versions of the engine made; returns how many."""
        return await self._database.run(
            "DELETE FROM summaries WHERE engine <> :engine", {"engine": engine}
        )


def _sentence(text: str, start: int, end: int, reasons: list[tuple[str, float | str]]) -> Sentence:
    kept = tuple(Reason(kind=ReasonKind(kind), value=value) for kind, value in reasons)
    return Sentence(text=text[start:end], start=start, end=end, reasons=kept)


def _columns(key: SummaryKey) -> dict[str, str | int]:
    return {
        "engine": key.engine,
        "language": key.language,
        "length": key.length,
        "text_hash": key.text_hash,
    }
