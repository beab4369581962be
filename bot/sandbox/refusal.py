"""What the Bot API answers when it says no: a number, Telegram's own words, and a hint."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is an answer of the protocol, not a fault of ours
    """An error answer: `{"ok": false, "error_code", "description", "parameters"?}`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(code, description, parameters)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str) -> Refusal:
    """400, the first letter lowered as Telegram does (unless the text is a CONSTANT)."""
    if not words[1:2].isupper() and words[1:2] != "_":
        words = words[:1].lower() + words[1:]
    return Refusal(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refusal:
    """403: the chat does not want the bot."""
    return Refusal(403, f"Forbidden: {words}")


def too_many_requests(seconds: int) -> Refusal:
    """429, with the pause in seconds in words and in `parameters.retry_after`."""
    words = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, words, retry_after=seconds)


def not_played(what: str) -> Refusal:
    """501: Telegram has it, the sandbox does not. No real Bot API server answers this."""
    return Refusal(501, f"Not Implemented: Telegram has {what}, this sandbox does not play it")
