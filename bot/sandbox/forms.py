"""What the page sends: a JSON object or a multipart form, read by type."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.params import Json, Upload, check_unicode
from bot.sandbox.refusal import bad_request


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The fields of one request; numbers of a form may come as text."""

    values: Json
    file: Upload | None = field(default=None)

    def number(self, name: str) -> int:
        """A whole number that must be there."""
        number = self.optional_number(name)
        if number is None:
            raise bad_request(f"{name} is missing")
        return number

    def optional_number(self, name: str) -> int | None:
        """A whole number, None if absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"{name} must be a whole number") from None

    def real(self, name: str, default: float) -> float:
        """A number that is not negative."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise bad_request(f"{name} must be a number that is not negative")
        return float(value)

    def numbers(self, name: str) -> list[int]:
        """A list of whole numbers."""
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise bad_request(f"{name} must be a list of whole numbers")
        return value

    def text(self, name: str, default: str = "") -> str:
        """A text, `default` if absent."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise bad_request(f"{name} must be a text")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A Boolean."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise bad_request(f"{name} must be true or false")
        return value


async def read_form(request: web.Request) -> Form:
    """The fields of a request, the parts of its path included.

    Only JSON and multipart are read: a form of another site cannot send the first unasked, and
    the guard looks at the origin of both.

    Raises:
        Refusal: the body is something else.
    """
    path: dict[str, Any] = dict(request.match_info)
    if request.content_type == "multipart/form-data":
        return await _from_multipart(request, path)
    if not request.can_read_body:
        return Form(values=path)
    if request.content_type != "application/json":
        raise bad_request("send JSON")
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise bad_request("send a JSON object")
    check_unicode(json.dumps(body, ensure_ascii=False))
    return Form(values=body | path)


async def _from_multipart(request: web.Request, path: Json) -> Form:
    try:
        form = await request.post()
    except ValueError:
        raise bad_request("the form cannot be read") from None
    file = form.get("file")
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    if not isinstance(file, web.FileField):
        return Form(values=texts | path)
    upload = Upload(name=file.filename, mime_type=file.content_type, data=file.file.read())
    return Form(values=texts | path, file=upload)
