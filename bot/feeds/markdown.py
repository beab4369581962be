"""Markdown with YAML front matter."""

from __future__ import annotations

import re
from typing import Any

from bot.errors import DocumentError
from bot.feeds.fields import draft_of
from bot.feeds.markup import markdown_to_text
from bot.model import Draft

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(
    r"\A\s*(?:#{1,6}[ \t]+(?P<hash>\S.*)|(?P<under>\S.*)\n(?:=+|-+)[ \t]*(?:\n|\Z))"
)


def read_markdown(text: str, name: str) -> Draft | None:
    """The article of a Markdown text; None for a blank one.

    The front matter names the fields; without a title there, a heading that the text begins with
    is the title.

    Raises:
        DocumentError: the front matter is no YAML mapping.
    """
    found = _FRONT_MATTER.match(text)
    fields = _front_matter(found[1], name) if found else {}
    content = text[found.end() :] if found else text
    if heading := _HEADING.match(content):
        title = markdown_to_text((heading["hash"] or heading["under"]).rstrip(" #"))
        if fields.setdefault("title", title) == title:
            content = content[heading.end() :]
    return draft_of(fields | {"text": markdown_to_text(content)})


def _front_matter(source: str, name: str) -> dict[str, Any]:
    import yaml  # where Markdown is read: in the workers

    try:
        fields = yaml.safe_load(source)
    except yaml.MarkedYAMLError as error:
        # The mark counts from 0, and the opening dashes are a line of their own.
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise DocumentError(
            "document.front_matter", name=name, line=line, reason=error.problem or ""
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise DocumentError(
            "document.front_matter", name=name, line=1, reason=str(error)
        ) from error
    if not isinstance(fields, dict):
        raise DocumentError("document.front_matter", name=name, line=1, reason="no mapping")
    return fields
