"""The table of the page's own API: what it may do, with which fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.faults import KINDS, Fault
from bot.sandbox.forms import Form
from bot.sandbox.params import Json
from bot.sandbox.people import asking, membership, writing
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World


def _send(world: World, form: Form) -> Json:
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    reply_to = form.optional_number("reply_to_message_id")
    return writing.say(world, chat_id, user_id, form.text("text"), reply_to)


def _start(world: World, form: Form) -> Json:
    return writing.start(world, form.number("user_id"), form.text("payload"))


def _upload(world: World, form: Form) -> Json:
    if form.file is None:
        raise bad_request("file is missing")
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    return writing.upload(
        world,
        chat_id,
        user_id,
        form.file,
        form.text("caption"),
        reply_to=form.optional_number("reply_to_message_id"),
        album=form.optional_number("album"),
    )


def _locate(world: World, form: Form) -> Json:
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    return writing.locate(world, chat_id, user_id, form.text("place"))


def _edit(world: World, form: Form) -> Json:
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    return writing.edit(world, chat_id, user_id, form.number("message_id"), form.text("text"))


def _delete(world: World, form: Form) -> Json:
    gone = writing.delete(world, form.number("chat_id"), form.numbers("message_ids"))
    return {"message_ids": gone}


def _forward(world: World, form: Form) -> Json:
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    source, message_id = form.number("from_chat_id"), form.number("message_id")
    return writing.forward(world, chat_id, user_id, source, message_id)


def _tap(world: World, form: Form) -> Json:
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    message_id, data = form.number("message_id"), form.text("data")
    query = asking.tap(world, chat_id, user_id, message_id, data, forged=form.flag("forged"))
    return {"query_id": query}


def _inline(world: World, form: Form) -> Json:
    user_id = form.number("user_id")
    query = asking.ask_inline(world, user_id, form.text("query"), form.text("offset"))
    return {"query_id": query}


def _choose(world: World, form: Form) -> Json:
    user_id, chat_id = form.number("user_id"), form.number("chat_id")
    query_id, result_id = form.text("query_id"), form.text("result_id")
    return asking.choose(world, user_id, chat_id, query_id, result_id)


def _arrive(world: World, form: Form) -> Json:
    name, language = form.text("first_name"), form.text("language_code")
    return membership.arrive(world, name, language, form.text("role", "reader")).view()


def _change(world: World, form: Form) -> Json:
    changes = {name: form.text(name) for name in form.values if name != "id"}
    return membership.change(world, form.number("id"), changes).view()


def _member(world: World, form: Form) -> Json:
    chat_id, user_id = form.number("chat_id"), form.number("user_id")
    membership.set_member(world, chat_id, user_id, form.text("status"))
    return {}


def _add_fault(world: World, form: Form) -> Json:
    kind, migrate_to = form.text("kind"), form.optional_number("migrate_to") or 0
    if kind not in KINDS:
        raise bad_request("unknown kind of fault")
    if kind == "migrate" and not migrate_to:
        raise bad_request("migrate_to is missing")
    fault = Fault(
        id=0,
        kind=kind,
        method=form.text("method", "*") or "*",
        chat_id=form.optional_number("chat_id"),
        times=form.optional_number("times"),
        probability=min(form.real("probability", 1.0), 1.0),
        retry_after=max(form.optional_number("retry_after") or 5, 1),
        delay=form.real("delay", 1.0),
        migrate_to=migrate_to,
        applied=form.flag("applied", default=True),
    )
    kept = world.faults.add(fault)
    world.tell_faults()
    return kept.json()


def _remove_fault(world: World, form: Form) -> Json:
    if not world.faults.remove(form.number("id")):
        raise bad_request("no such fault")
    world.tell_faults()
    return {}


def _clear_faults(world: World, _form: Form) -> Json:
    world.faults.clear()
    world.tell_faults()
    return {}


def _limiter(world: World, form: Form) -> Json:
    world.limiter.on = form.flag("on")
    world.tell_faults()
    return {"on": world.limiter.on}


DEEDS: dict[tuple[str, str], Callable[[World, Form], Any]] = {
    ("POST", "send"): _send,
    ("POST", "start"): _start,
    ("POST", "upload"): _upload,
    ("POST", "location"): _locate,
    ("POST", "edit"): _edit,
    ("POST", "delete"): _delete,
    ("POST", "forward"): _forward,
    ("POST", "tap"): _tap,
    ("POST", "inline"): _inline,
    ("POST", "choose"): _choose,
    ("POST", "users"): _arrive,
    ("PATCH", "users/{id}"): _change,
    ("POST", "member"): _member,
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): _clear_faults,
    ("DELETE", "faults/{id}"): _remove_fault,
    ("POST", "limiter"): _limiter,
}
