"""The command line: every command with a database of its own, good input and bad."""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

import gazette
from bot.feeds.seeds import seeds_folder

TEXT = (
    "Peace talks began on Monday in Geneva. Dr. Brown said that the talks may last for weeks. "
    "Nobody else spoke to the press. The talks will go on tomorrow in the same place."
)
ARTICLE = f"Talks begin\n\n{TEXT}\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and no settings but the defaults."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GAZETTE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `gazette …` in this process."""

    def ran(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["gazette", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            gazette.main()
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        code = ended.value.code or 0
        assert isinstance(code, int)
        return Ran(code, told.out, told.err)

    return ran


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "talks.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_help_names_every_command(run: Run) -> None:
    told = run("--help")
    assert told.code == 0
    for command in ("run", "sandbox", "import", "export", "summarize", "top", "doctor", "db"):
        assert f" {command} " in told.out
    told = run("db", "--help")
    for command in ("migrate", "check", "backup", "restore", "vacuum"):
        assert f" {command} " in told.out


def test_every_command_explains_itself(run: Run) -> None:
    group = typer.main.get_command(gazette.command_line())
    assert isinstance(group, typer.core.TyperGroup)
    for name, command in group.commands.items():
        told = run(name, "--help")
        assert told.code == 0
        assert (command.help or "?").split(".")[0] in " ".join(told.out.split())


def test_without_a_command_it_shows_its_help(run: Run) -> None:
    told = run()
    assert "Usage: gazette" in told.out + told.err


def test_the_version_says_all_that_a_report_of_a_fault_needs(run: Run) -> None:
    told = run("--version")
    assert told.code == 0
    assert re.fullmatch(
        r"Gazette [\d.]+ · Python 3\.[\d.]+ · SQLite 3\.[\d.]+ · database version \d+\n", told.out
    )


def test_an_unknown_command_is_a_usage_fault(run: Run) -> None:
    assert run("frobnicate").code == 2
    assert run("import", "nowhere").code == 2


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, gazette\n"
        "try: gazette.command_line()(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'telegram', 'aiohttp', 'sumy', 'nltk', 'numpy', 'trafilatura', 'babel'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_import_and_again(run: Run, article: Path, tmp_path: Path) -> None:
    told = run("import", article, seeds_folder())
    assert told == Ran(0, "19 added, 0 already there, 0 fault(s).\n", "")
    again = run("import", article, seeds_folder())
    assert again == Ran(0, "0 added, 19 already there, 0 fault(s).\n", "")
    assert (tmp_path / "data" / "gazette.db").exists()


def test_a_bad_file_has_one_clear_line_and_the_rest_is_imported(
    run: Run, article: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.json").write_text('{"title": ', encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text('{"title": "A"}\nnonsense\n', encoding="utf-8")
    told = run("import", tmp_path)
    assert (told.code, told.out) == (0, "2 added, 0 already there, 2 fault(s).\n")
    first, second = told.err.splitlines()
    assert first.startswith("broken.json, line 1: not valid JSON")
    assert second.startswith("lines.jsonl, line 2: not valid JSON")
    assert article.exists()


def test_an_import_of_which_nothing_can_be_used_fails(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    told = run("import", picture)
    assert told.code == 1
    assert told.err.startswith("picture.png: files of this kind (.png) cannot be read.")
    (tmp_path / "empty").mkdir()
    assert run("import", tmp_path / "empty").code == 0


def test_a_summary_in_words(run: Run, article: Path) -> None:
    told = run("summarize", article, "--sentences", 2)
    assert told.code == 0
    chosen = told.out.strip().split("\n\n")
    assert len(chosen) == 2
    assert all(sentence in TEXT for sentence in chosen)
    assert run("summarize", article, "--sentences", 0).code == 2


def test_a_summary_for_programs_says_where_its_sentences_stand(run: Run) -> None:
    told = run("summarize", "-", "--json", "--sentences", 2, stdin=TEXT)
    summary = json.loads(told.out)
    assert (told.code, summary["language"]) == (0, "en")
    assert [s["text"] for s in summary["sentences"]] == [
        TEXT[s["start"] : s["end"]] for s in summary["sentences"]
    ]
    assert len(summary["sentences"]) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", f"---\ntitle: Talks\n---\n\n{TEXT}\n"),
        ("a.json", json.dumps({"title": "Talks", "text": TEXT})),
        ("a.html", f"<html><title>Talks</title><article><h1>Talks</h1><p>{TEXT}</p></article>"),
    ],
)
def test_a_summary_of_a_document_is_of_its_text(
    run: Run, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    summary = json.loads(run("summarize", name, "--json").out)
    assert summary["title"] == "Talks"
    assert len(summary["sentences"]) == 3
    assert all(sentence["text"] in TEXT for sentence in summary["sentences"])
    (tmp_path / name).write_text("", encoding="utf-8")
    told = run("summarize", name)
    assert (told.code, len(told.err.splitlines())) == (1, 1)


@pytest.mark.parametrize("stdin", ["", " \n", "\x00\x01", "no full stop", "1 2 3", "一\n二"])
def test_a_summary_of_anything_is_no_crash(run: Run, stdin: str) -> None:
    told = run("summarize", "-", stdin=stdin)
    assert told.code == 0 or len(told.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_file_that_cannot_be_read_is_said_in_one_line(run: Run, name: str) -> None:
    told = run("summarize", name)
    assert (told.code, told.out) == (1, "")
    (line,) = told.err.splitlines()
    assert "cannot be read" in line


def test_the_database_is_made_checked_copied_and_put_back(
    run: Run, article: Path, tmp_path: Path
) -> None:
    path = Path("data", "gazette.db")
    made = run("db", "migrate")
    assert made.code == 0
    assert made.out.startswith(f"{path}: ")
    assert run("db", "migrate").out == f"{path} is up to date.\n"
    assert run("db", "check") == Ran(0, f"{path} is sound.\n", "")
    copy = tmp_path / "copy.db"
    assert run("db", "backup", copy) == Ran(0, f"Copied to {copy}.\n", "")
    again = run("db", "backup", copy)
    assert (again.code, "not overwritten" in again.err) == (1, True)
    assert run("import", article).out.startswith("1 added")
    back = run("db", "restore", copy)
    assert back.code == 0
    assert f"{path} now holds what {copy} holds." in back.out
    assert "gazette.db.before-restore" in back.out
    assert run("import", article).out.startswith("1 added")


def test_a_restore_where_nothing_was_says_no_more(run: Run, tmp_path: Path) -> None:
    run("db", "migrate")
    run("db", "backup", "copy.db")
    (tmp_path / "data" / "gazette.db").unlink()
    back = run("db", "restore", "copy.db")
    assert back == Ran(0, "data/gazette.db now holds what copy.db holds.\n", "")


@pytest.mark.parametrize("command", [("check",), ("backup", "x.db"), ("restore", "nowhere.db")])
def test_a_missing_database_is_said_in_words(run: Run, command: tuple[str, ...]) -> None:
    told = run("db", *command)
    assert told.code == 1
    assert told.err.startswith("There is no database at ")


@pytest.mark.parametrize("command", [("migrate",), ("check",), ("backup", "x.db")])
def test_a_newer_database_is_refused_in_words(
    run: Run, command: tuple[str, ...], article: Path
) -> None:
    run("db", "migrate")
    with sqlite3.connect("data/gazette.db") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    if command[0] != "backup":
        told = run("db", *command)
        assert told.code == 1
        assert "was written by a newer Gazette (its version is 999" in told.err
    refused = run("import", article)
    assert (refused.code, "upgrade Gazette" in refused.err) == (1, True)


def test_damage_is_found(run: Run) -> None:
    run("db", "migrate")
    with sqlite3.connect("data/gazette.db") as database:
        database.execute(
            "INSERT INTO article_topics (topic, sequence, article_id) VALUES ('belarus', 1, 5)"
        )
    database.close()
    told = run("db", "check")
    assert told.code == 1
    assert "missing row" in told.out


def test_all_faults_of_the_settings_are_said_at_once(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "12345-not-a-token-but-a-secret"
    monkeypatch.setenv("GAZETTE_PORT", "99999")
    monkeypatch.setenv("GAZETTE_TOKEN", secret)
    monkeypatch.setenv("GAZETTE_LOG_LEVEL", "loud")
    for command in (("run",), ("sandbox",), ("db", "check"), ("doctor",)):
        told = run(*command)
        assert told.code == 1
        for name in ("GAZETTE_PORT", "GAZETTE_TOKEN", "GAZETTE_LOG_LEVEL"):
            assert name in told.out + told.err
        assert secret not in told.out + told.err


def test_the_doctor_finds_all_well_and_what_is_not(run: Run) -> None:
    told = run("doctor")
    assert told.code == 0
    assert "FAIL" not in told.out
    Path("data").mkdir()
    Path("data", "gazette.db").write_text("no database at all, but long enough " * 20)
    told = run("doctor")
    assert told.code == 1
    assert "FAIL  database: " in told.out
    assert "      mend: stop the bot and put the newest backup back" in told.out
