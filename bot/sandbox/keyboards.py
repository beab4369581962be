"""The keyboard under a message: what Telegram takes, and its words for what it does not."""

from __future__ import annotations

from typing import Any

from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import Refusal, bad_request
from bot.sandbox.text.links import LinkError, checked_link, user_of

MAX_BUTTONS = 100
MAX_CALLBACK_DATA = 64
MAX_COPY_TEXT = 256
_STYLES = frozenset({"", "default", "primary", "danger", "success"})
# In the order in which the real server looks for the kind of a button.
_KINDS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_MAY_NOT_BE_EMPTY = frozenset({"url", "callback_data"})


def inline_keyboard(params: Params) -> Json | None:
    """The inline keyboard of a call, as a Message carries it; None if there is none.

    The other three kinds of `reply_markup` are checked and dropped: a Message never shows them.
    """
    markup = params.json_object("reply_markup", "reply markup")
    return checked_keyboard(markup) if markup else None


def checked_keyboard(markup: Json) -> Json | None:
    """The same for a keyboard that is part of another object (an inline result).

    Raises:
        Refusal: in Telegram's words.
    """
    _check_reply_keyboard(markup.get("keyboard"))
    rows = _rows(markup.get("inline_keyboard"), "inline_keyboard")
    checked = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def callback_data_of(message: Json) -> set[str]:
    """The callback data of all buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _rows(value: Any, name: str) -> list[list[Any]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request(f'Field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in value):
        of = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
        raise bad_request(f'Field "{name}"{of} must be an Array of Arrays')
    return value


def _check_reply_keyboard(keyboard: Any) -> None:
    for row in _rows(keyboard, "keyboard"):
        for button in row:
            text = button.get("text") if isinstance(button, dict) else button
            if not isinstance(text, str):
                fault = "KeyboardButton must be a String or an Object"
                raise bad_request(f"Can't parse keyboard button: {fault}")
            if not text:
                raise bad_request("Keyboard button text must be non-empty")


def _button(button: Any) -> Json:
    fault = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(fault + "InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(fault + 'Can\'t find field "text"')
    if str(button.get("style", "")) not in _STYLES:
        raise bad_request(fault + "invalid button style specified")
    kind = _kind(button)
    if kind is None:
        raise bad_request(fault + "Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    shown: Json = {"text": text.strip(), kind: _checked(kind, button[kind])}
    return shown | ({"style": button["style"]} if button.get("style") else {})


def _kind(button: Json) -> str | None:
    for kind in _KINDS:
        value = button.get(kind)
        if value is not None and (value or kind not in _MAY_NOT_BE_EMPTY):
            return kind
    return None


def _checked(kind: str, value: Any) -> Any:
    if kind == "url":
        return _url(value, "")
    if kind == "callback_data":
        return _callback_data(value)
    if kind == "web_app":
        return {"url": _url(_field(value, "url"), "Web App ")}
    if kind == "login_url":
        return value | {"url": _url(_field(value, "url"), "login ")}
    if kind == "copy_text" and not 0 < len(_field(value, "text")) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return value


def _callback_data(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong_type("callback_data")
    if len(value.encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return value


def _url(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise _wrong_type("url")
    if user_of(value) is not None:
        return value
    try:
        return checked_link(value)
    except LinkError as error:
        words = f"Inline keyboard button {what}URL '{value}' is invalid: {error}"
        raise bad_request(words) from error


def _field(value: Any, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, str):
        raise _wrong_type(name)
    return found


def _wrong_type(name: str) -> Refusal:
    fault = f'Field "{name}" must be of type String'
    return bad_request(f"Can't parse inline keyboard button: {fault}")
