"""What can be said of the page without running it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import bot.sandbox

PAGE = Path(bot.sandbox.__file__).parent / "page"
FILES = sorted(path for path in PAGE.rglob("*") if path.is_file())
ALLOWED = re.compile(r"https?://www\.w3\.org/2000/svg")
ADDRESS = re.compile(r"(?:https?|wss?)://[\w.-]+", re.IGNORECASE)
IMPORT = re.compile(r'(?:from|import)\s+"\./([\w.-]+)"')
MARKUP_FROM_TEXT = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")


class Assets(HTMLParser):
    """Every file that the page loads, every id, and every element that scripts or styles itself."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        address = found.get("src") or (found.get("href", "") if tag == "link" else "")
        if address:
            self.files.append(address)
        if "id" in found:
            self.ids.append(found["id"])
        if (tag == "script" and not address) or tag == "style" or "style" in found:
            self.inline.append(self.get_starttag_text() or tag)


def assets() -> Assets:
    parser = Assets()
    parser.feed((PAGE / "index.html").read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_short_and_names_no_address_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    assert ADDRESS.findall(ALLOWED.sub("", text)) == []
    assert not MARKUP_FROM_TEXT.search(text)


def test_every_file_is_used_and_every_used_file_is_there() -> None:
    used = {"index.html", *(Path(name).name for name in assets().files)}
    for path in PAGE.glob("*.js"):
        used.update(IMPORT.findall(path.read_text(encoding="utf-8")))
    for path in PAGE.glob("*.css"):
        used.update(re.findall(r'url\("/page/([\w.-]+)"\)', path.read_text(encoding="utf-8")))
    assert used == {path.name for path in FILES}


def test_the_page_needs_no_inline_code_so_that_a_strict_policy_can_hold() -> None:
    assert assets().inline == []
    assert all(name.startswith("/page/") for name in assets().files)


def test_every_id_that_a_script_asks_for_is_in_the_page_once() -> None:
    ids = assets().ids
    assert len(ids) == len(set(ids))
    scripts = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    assert set(re.findall(r'byId\("([\w-]+)"\)', scripts)) <= set(ids)
