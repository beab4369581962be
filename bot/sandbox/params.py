"""The parameters of a call, however they came: query, form, multipart or JSON.

Like the real server, every value becomes a string first (nested JSON as its text), so that all
four ways of sending mean the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from bot.sandbox.refusal import Refusal, bad_request

Json = dict[str, Any]

_NUMBER = re.compile(r"-?\d{1,19}", re.ASCII)
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"", "false", "no", "0"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Params:
    """The values and files of one call, read by type; a wrong type is refused in words."""

    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """The value as it came."""
        return self.values.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, `default` if absent."""
        value = self.text(name).strip()
        if value and not _NUMBER.fullmatch(value):
            raise bad_request(f'Parameter "{name}" must be an Integer')
        return int(value) if value else default

    def flag(self, name: str) -> bool:
        """A Boolean, false if absent."""
        value = self.text(name).strip().lower()
        if value not in _TRUE | _FALSE:
            raise bad_request(f'Parameter "{name}" must be a Boolean')
        return value in _TRUE

    def json(self, name: str, what: str) -> Any:
        """A JSON value, None if absent; `what` names it in the refusal."""
        text = self.text(name)
        try:
            value = json.loads(text) if text else None
        except (ValueError, RecursionError):
            raise bad_request(f"Can't parse {what} JSON object") from None
        check_unicode(json.dumps(value, ensure_ascii=False))
        return value

    def json_object(self, name: str, what: str) -> Json | None:
        """A JSON object, None if absent."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"Object expected as {what}")
        return value

    def json_array(self, name: str, what: str, of: str) -> list[Any]:
        """A JSON array, empty if absent."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"Expected an Array of {of}")
        return value or []

    def upload(self, name: str) -> Upload | None:
        """The file of that parameter: sent under its name, or as `attach://other`."""
        value = self.text(name)
        if value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)

    def within(self, outer: Json) -> Params:
        """The parameters of an object inside of this call, which shares its files."""
        return Params(values=as_strings(outer), files=self.files)

    def summary(self) -> Json:
        """What the traffic panel shows: values, and files as "name, size"; no secrets."""
        hidden = {"secret_token": "…"} if "secret_token" in self.values else {}
        files = {
            name: f"<{file.name}, {len(file.data)} bytes>" for name, file in self.files.items()
        }
        return {**self.values, **hidden, **files}


async def read_params(request: web.Request) -> Params:
    """All parameters of a request; those of the body win over those of the address.

    Raises:
        Refusal: the body is not what its content type says.
    """
    values = dict(request.query)
    if request.content_type == "application/json":
        values |= await _from_json(request)
        check_unicode("".join(values.values()))
        return Params(values=values)
    try:
        form = await request.post()
    except (ValueError, AssertionError):
        raise bad_request("Can't parse the request body") from None
    texts, files = _from_form(form)
    return Params(values=values | texts, files=files)


def check_unicode(text: str) -> None:
    """Refuse halves of surrogate pairs, which JSON can spell and UTF-8 cannot."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise bad_request("Strings must be encoded in UTF-8")


async def _from_json(request: web.Request) -> dict[str, str]:
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refusal(400, "Bad Request: can't parse request body as JSON object")
    return as_strings(body)


def as_strings(values: Json) -> dict[str, str]:
    """The values of a JSON object as a form would bring them; null is as if it were not there."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in values.items()
        if value is not None
    }


def _from_form(
    form: MultiMapping[str | bytes | bytearray | web.FileField],
) -> tuple[dict[str, str], dict[str, Upload]]:
    texts: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = Upload(
                name=value.filename, mime_type=value.content_type, data=value.file.read()
            )
        else:
            texts[name] = value if isinstance(value, str) else value.decode("utf-8", "replace")
    return texts, files
