"""/audit: who did what, and the buttons that undo it."""

from __future__ import annotations

from markupsafe import Markup

from bot.news.audit import UNDOING
from bot.news.roles import ROLE_CHANGES
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.when import ago
from bot.store.audit import Entry
from handlers.context import Ask, Reply

PAGE = 10
BUTTONS_IN_A_ROW = 5


async def audit(ask: Ask) -> Reply:
    """The newest actions."""
    return await _page(ask, 0)


async def audit_turned(ask: Ask) -> Reply:
    """‹ and › under the list."""
    return await _page(ask, ask.number(0), edit=True)


async def undone(ask: Ask) -> Reply:
    """An Undo button: "undo:ENTRY" under what was done, "undo:ENTRY:PAGE" under the list."""
    entry = await ask.services.audit.take_back(
        ask.number(0), who=ask.who, role=ask.role, now=ask.now
    )
    text = ask.texts("audit.undone", what=await _what(ask, entry))
    new_menus = (entry.data["id"],) if entry.action in ROLE_CHANGES else ()
    if len(ask.data) == 1:
        return Reply(text=text, edit=True, new_menus=new_menus)
    return await _page(ask, ask.number(1), edit=True, toast=text.striptags(), new_menus=new_menus)


async def _page(
    ask: Ask,
    number: int,
    *,
    edit: bool = False,
    toast: str = "",
    new_menus: tuple[int, ...] = (),
) -> Reply:
    trail = ask.services.audit.trail
    pages = max(1, -(-await trail.count() // PAGE))
    number = min(number, pages - 1)
    entries = await trail.page(number, size=PAGE)
    lines = [await _line(ask, place, entry) for place, entry in enumerate(entries, start=1)]
    head = ask.texts("audit.head") if lines else ask.texts("audit.none")
    return Reply(
        text=Markup("\n").join([head, *lines]),
        keyboard=_buttons(ask, entries, number, pages),
        edit=edit,
        toast=toast,
        new_menus=new_menus,
    )


async def _line(ask: Ask, place: int, entry: Entry) -> Markup:
    key = "audit.line" if entry.undone is None else "audit.line_undone"
    when = ago(entry.at, ask.now, ask.texts.language)
    what = await _what(ask, entry)
    return ask.texts(key, place=place, when=when, who=entry.person_name, what=what)


async def _what(ask: Ask, entry: Entry) -> Markup:
    """The action in words; its simple values can stand in them."""
    if entry.action == UNDOING:
        undone_entry = await ask.services.audit.trail.get(entry.data["entry"])
        if undone_entry is not None:
            return ask.texts("audit.undo", what=await _what(ask, undone_entry))
    values = {key: value for key, value in entry.data.items() if isinstance(value, str | int)}
    return ask.texts(f"audit.{entry.action}", **(values | {"subject": entry.subject}))


def _buttons(ask: Ask, entries: tuple[Entry, ...], page: int, pages: int) -> Keyboard:
    undo = [
        Button(
            text=ask.texts.plain("button.undo_number", place=place),
            data=callback("undo", entry.id, page),
        )
        for place, entry in enumerate(entries, start=1)
        if ask.services.audit.can_undo(entry, ask.role, now=ask.now)
    ]
    rows = [
        tuple(undo[start : start + BUTTONS_IN_A_ROW])
        for start in range(0, len(undo), BUTTONS_IN_A_ROW)
    ]
    turn = [Button(text="‹", data=callback("audit", page - 1))] if page else []
    if page < pages - 1:
        turn.append(Button(text="›", data=callback("audit", page + 1)))
    return (*rows, *((tuple(turn),) if turn else ()))
