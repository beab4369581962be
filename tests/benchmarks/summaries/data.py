"""The sets of summaries in `../shared/data`, which stay out of the project."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "summaries"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text with the summary that a person wrote of it.

    `references` holds it and those of other people, where there are any: training reads them all,
    scoring reads `reference`.
    """

    id: str
    text: str
    title: str | None
    language: str
    reference: str
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Collection:
    """Files scored together: how many sentences a summary has, whether titles may be read."""

    name: str
    files: tuple[str, ...]
    sentences: int
    titled: bool = False

    def documents(self) -> list[Document]:
        """Read all documents, in the files' order."""
        return [
            Document(
                id=row["id"],
                text=row["text"],
                title=row["title"] or None if self.titled else None,
                language=row["lang"],
                reference=row["summary"],
                references=tuple(dict.fromkeys([row["summary"], *row.get("refs", ())])),
            )
            for name in self.files
            for row in map(json.loads, (FOLDER / f"{name}.jsonl").open(encoding="utf-8"))
        ]


COLLECTIONS = (
    Collection(name="CNT", files=("realsumm", "summeval"), sentences=3),
    Collection(name="cnndm200", files=("cnndm200",), sentences=3),
    Collection(name="writer", files=("writer",), sentences=3),
    Collection(name="xsum", files=("xsum1000",), sentences=1),
    Collection(name="fr", files=("orangesum_fr",), sentences=1, titled=True),
    # A Russian reference is the headline itself: no ranker may see it.
    Collection(name="ru", files=("ru_titles",), sentences=1),
)
