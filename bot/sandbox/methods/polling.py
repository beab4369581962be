"""How updates reach the bot: long polling, or a webhook."""

from __future__ import annotations

from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import Refusal, bad_request
from bot.sandbox.webhook import Target, check
from bot.sandbox.world import World

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)
_LONGEST_POLL = 50
_MAX_CONNECTIONS = 100
_DEFAULT_CONNECTIONS = 40


async def get_updates(world: World, params: Params) -> list[Json]:
    """GetUpdates."""
    if world.webhook.is_set:
        raise Refusal(409, _WEBHOOK_ACTIVE)
    _allow(world, params)
    offset, limit = params.integer("offset"), params.integer("limit", 100)
    timeout = min(max(params.integer("timeout"), 0), _LONGEST_POLL)
    with world.presence.polling():
        return await world.updates.poll(offset=offset, limit=limit, timeout=timeout)


async def set_webhook(world: World, params: Params) -> bool:
    """SetWebhook; an empty URL deletes it."""
    if not params.text("url"):
        return await delete_webhook(world, params)
    connections = params.integer("max_connections", _DEFAULT_CONNECTIONS)
    target = Target(
        url=params.text("url"),
        secret=params.text("secret_token"),
        max_connections=min(max(connections, 1), _MAX_CONNECTIONS),
    )
    check(target)
    _allow(world, params)
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.interrupt()
    await world.webhook.set(target)
    world.tell_bot()
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    """DeleteWebhook."""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    await world.webhook.delete()
    world.tell_bot()
    return True


async def get_webhook_info(world: World, _params: Params) -> Json:
    """GetWebhookInfo."""
    return world.webhook.info()


def _allow(world: World, params: Params) -> None:
    """`allowed_updates` holds until it is given again."""
    if not params.text("allowed_updates"):
        return
    kinds = params.json_array("allowed_updates", "allowed_updates", "String")
    if not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("Expected an Array of String")
    world.updates.allow(kinds)


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
