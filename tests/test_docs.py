"""The documents say what is so: commands, settings, files and links are compared with the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import fields
from typer.core import TyperGroup

from bot.setting_values import Secret
from bot.settings import PREFIX, Settings
from gazette import SANDBOX_TOKEN
from gazette import command_line as commands
from handlers.menu import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/operating.md")
DEPLOYMENT = sorted((ROOT / "deploy").iterdir())
# What the documents name and a clone does not have: made by running, or by the reader.
MADE_LATER = {
    ".env",
    "data/gazette.db",
    ".venv/bin",
    "data/",
    "/data/",
    "/opt/gazette/",
    "/var/lib/gazette/",
}
MADE_UP = {"story.txt", "story.toml"}
# What the bot answers over HTTP, which is neither a command nor a file.
ROUTES = {"/healthz", "/readyz", "/metrics"}
A_PATH = re.compile(r"[\w.~/-]*/[\w./-]*|[\w.-]*\.(?:py|toml|md|txt|opml|ya?ml|service|example|po)")


@cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@cache
def tokens(page: str) -> tuple[Token, ...]:
    """Blocks and what stands in them, flat."""
    blocks = MarkdownIt("commonmark").enable("table").parse(text_of(page))
    return tuple(token for block in blocks for token in (block, *(block.children or ())))


def spans(page: str) -> list[str]:
    return [token.content for token in tokens(page) if token.type == "code_inline"]


def code(page: str) -> str:
    """All that stands in the page's code, spans and blocks alike, each on lines of its own."""
    fences = [token.content for token in tokens(page) if token.type == "fence"]
    return "\n".join([*spans(page), *fences])


def rows(page: str, head: str) -> dict[str, list[str]]:
    """The rows of the table whose first head cell is `head`, by their first cell without ticks."""
    table = re.search(rf"^\| {head} \|.*\n\|[- |]+\|\n((?:\|.*\n)+)", text_of(page), re.MULTILINE)
    assert table, f"{page} has no table headed {head}"
    cells = [line.strip("| ").split(" | ") for line in table[1].splitlines()]
    return {row[0].strip("`"): row[1:] for row in cells}


def defaults() -> dict[str, object]:
    return {setting.name: setting.default for setting in fields(Settings)}


def words_of(name: str) -> str:
    """What a setting's annotation says of it."""
    annotated = get_type_hints(Settings, include_extras=True)[name]
    (words,) = (note for note in get_args(annotated) if isinstance(note, str))
    return words


def default_of(name: str) -> str:
    """A setting's default as a person writes it, "" for none."""
    value = defaults()[name]
    if value in (None, frozenset(), Secret("")):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def command_line() -> Iterator[str]:
    """Every command of `gazette`, those of a group with its name before them."""
    program = typer.main.get_command(commands())
    assert isinstance(program, TyperGroup)
    for name, command in program.commands.items():
        if isinstance(command, TyperGroup):
            yield from (f"{name} {below}" for below in command.commands)
        else:
            yield name


def links(page: str) -> Iterator[str]:
    for token in tokens(page):
        if token.type == "link_open":
            yield str(token.attrs["href"])
        elif token.type == "image":
            yield str(token.attrs["src"])
        elif token.type in {"html_block", "html_inline"}:
            yield from re.findall(r'(?:src|srcset|href)="([^"]+)"', token.content)


def anchors(page: str) -> set[str]:
    """The ids that a forge gives to the headings."""
    lines = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


# What a person can say


def test_the_tour_shows_every_command_and_no_other() -> None:
    toured = {cell.split()[0] for cell in rows("README.md", "Say")}
    assert toured == {f"/{entry.name}" for entry in COMMANDS}


def test_every_command_that_is_named_exists() -> None:
    routes = {route.strip("/") for route in ROUTES}
    known = {entry.name for entry in COMMANDS} | routes | {"newbot"}  # one of @BotFather's
    named = {
        found[1] for span in spans("README.md") if (found := re.match(r"/(\w+)(?![\w/])", span))
    }
    assert named <= known


# The command line and make


def test_the_table_of_the_command_line_is_complete() -> None:
    words = (cell.removeprefix("gazette ").split() for cell in rows("README.md", "Command"))
    named = [" ".join(word for word in line if re.fullmatch(r"[a-z]+", word)) for line in words]
    assert sorted(named) == sorted(command_line())


@pytest.mark.parametrize("page", [*PAGES, *(f"deploy/{path.name}" for path in DEPLOYMENT)])
def test_every_use_of_the_command_line_is_a_command(page: str) -> None:
    source = code(page) if page.endswith(".md") else text_of(page)
    # Where it begins a line, by its path, in a container of its name, and in a list of arguments.
    used = re.findall(
        r'(?:^|bin/|gazette |")gazette"?,? "?((?:db )?[a-z]+)', source, flags=re.MULTILINE
    )
    assert set(used) <= set(command_line())


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_that_is_named_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code(page))) <= targets


def test_the_targets_that_matter_are_named() -> None:
    assert {"run", "test", "setup"} <= set(re.findall(r"\bmake ([a-z]+)", code("README.md")))


# Settings


def test_the_table_of_settings_is_the_settings() -> None:
    expected = {
        PREFIX + name.upper(): [
            f"`{default_of(name)}`" if default_of(name) else "–",
            words_of(name),
        ]
        for name in defaults()
    }
    assert rows("README.md", "Setting") == expected


def test_the_example_of_a_settings_file_is_the_settings() -> None:
    expected = [
        (words_of(name), f"#{PREFIX}{name.upper()}={default_of(name)}") for name in defaults()
    ]
    found = re.findall(rf"^# (.+)\n(#{PREFIX}.*)$", text_of(".env.example"), re.MULTILINE)
    assert found == expected


@pytest.mark.parametrize(
    "page", [*PAGES, ".env.example", *(f"deploy/{path.name}" for path in DEPLOYMENT)]
)
def test_every_setting_that_is_named_exists(page: str) -> None:
    known = {PREFIX + name.upper() for name in defaults()}
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text_of(page))) <= known


def test_the_example_of_another_bot_has_the_token_of_the_sandbox() -> None:
    assert f'"{SANDBOX_TOKEN}"' in code("README.md")


# Files and links


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    named = {span for span in spans(page) if A_PATH.fullmatch(span)} - MADE_LATER - MADE_UP - ROUTES
    commands = {f"/{entry.name}" for entry in COMMANDS} | {"/newbot"}
    suffixes = {span for span in named if re.fullmatch(r"\.\w+", span)}
    missing = {path for path in named - commands - suffixes if not (ROOT / path).exists()}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_link_is_broken(page: str) -> None:
    for link in links(page):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        assert (ROOT / (path or page)).exists(), link
        assert not anchor or anchor in anchors(path or page), link


def test_pictures_say_what_they_show() -> None:
    pictures = re.findall(r"<img[^>]*>", text_of("README.md"))
    assert pictures
    assert all(re.search(r'alt="[^"]{20,}"', picture) for picture in pictures)


@pytest.mark.parametrize(
    "picture", sorted((ROOT / "docs").glob("*.png")), ids=lambda path: path.name
)
def test_pictures_are_used_and_light(picture: Path) -> None:
    assert f"docs/{picture.name}" in set(links("README.md"))
    assert picture.stat().st_size < 350_000


# The changelog and the package


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert f"## [{version}]" in text_of("CHANGELOG.md").splitlines()


def test_the_changelog_gives_a_reason_for_each_dependency() -> None:
    needed = tomllib.loads(text_of("pyproject.toml"))["project"]["dependencies"]
    names = {re.split(r"[^\w-]", need)[0] for need in needed}
    reasons = rows("CHANGELOG.md", "Package")
    assert set(reasons) == names
    assert all(words[0] for words in reasons.values())


def test_what_the_image_copies_is_let_into_its_build() -> None:
    lines = re.findall(r"^COPY (?!--)(.+) \S+$", text_of("deploy/Dockerfile"), re.MULTILINE)
    copied = {source for line in lines for source in line.split()}
    let_in = set(re.findall(r"^!(\S+)$", text_of(".dockerignore"), re.MULTILINE))
    assert copied == let_in
    assert all((ROOT / source).exists() for source in copied)
