"""Arguments that several methods share."""

from __future__ import annotations

import re

from bot.sandbox.params import Params
from bot.sandbox.refusal import bad_request


def message_ids(params: Params, most: int) -> list[int]:
    """The `message_ids` of a call: 1 to `most` positive numbers."""
    if not params.text("message_ids"):
        raise bad_request("Message identifiers are not specified")
    values = params.json_array("message_ids", "message_ids", "message identifiers")
    if len(values) > most:
        raise bad_request("Too many message identifiers specified")
    numbers = [int(value) if _is_number(value) else 0 for value in values]
    if any(number <= 0 for number in numbers):
        raise bad_request("Invalid message identifier specified")
    return numbers


def language_code(params: Params) -> str:
    """A two-letter language, "" for all."""
    code = params.text("language_code").lower()
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return value.isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)
