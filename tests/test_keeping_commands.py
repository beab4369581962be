"""The commands that keep a database: out, in again, and written anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.processes import gazette


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "river.txt"
    file.write_text("The river\n\nThe river rose in the night. The town slept.\n")
    return file


def test_all_goes_out_and_comes_in_again(tmp_path: Path, article: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        return gazette(tmp_path, *arguments)

    run("import", str(article))
    code, said = run("export", "all.gazette.jsonl")
    assert (code, bool(re.fullmatch(r"\d+ row\(s\) written to all\S+\n", said))) == (0, True)
    code, said = run("export", "all.gazette.jsonl")
    assert (code, "not overwritten" in said) == (1, True)
    (tmp_path / "data" / "gazette.db").unlink()
    code, said = run("import", "all.gazette.jsonl")
    assert code == 0
    assert "data/gazette.db now holds what all.gazette.jsonl holds." in said
    assert "kept as" not in said
    assert run("import", str(article)) == (0, "0 added, 1 already there, 0 fault(s).\n")
    assert "gazette.db.before-restore" in run("import", "all.gazette.jsonl")[1]


def test_an_export_is_named_so_that_an_import_knows_it(tmp_path: Path, article: Path) -> None:
    code, said = gazette(tmp_path, "export", "all.jsonl")
    assert (code, "call it all.gazette.jsonl" in said) == (2, True)
    (tmp_path / "all.gazette.jsonl").write_text('{"title": "An article"}\n')
    code, said = gazette(tmp_path, "import", "all.gazette.jsonl")
    assert (code, "is not an export of Gazette" in said) == (1, True)
    code, said = gazette(tmp_path, "import", "all.gazette.jsonl", str(article))
    assert (code, "import it alone" in said) == (2, True)


def test_the_database_is_written_anew(tmp_path: Path) -> None:
    assert gazette(tmp_path, "db", "vacuum")[0] == 1
    gazette(tmp_path, "db", "migrate")
    code, said = gazette(tmp_path, "db", "vacuum")
    assert code == 0
    assert re.fullmatch(r"data/gazette\.db: [\d.]+ MB before, [\d.]+ MB now\.\n", said)
