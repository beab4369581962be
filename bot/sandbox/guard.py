"""Keeps strange web sites off the page's own API: DNS rebinding and cross-site requests."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

from bot.sandbox.webhook import is_loopback

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_BOT_SIDE = ("/bot", "/file/bot")


class Guard:
    """Refuses requests to the page whose Host or Origin is not this server.

    A name that an attacker's DNS points at us is still that name in `Host`; so only loopback
    names, the host we are bound to, and bare addresses when bound to all of them are taken. The
    bot's side is kept by the token, as Telegram's is.
    """

    def __init__(self) -> None:
        self.bound_host = ""

    @web.middleware
    async def middleware(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Refuse with 403, or go on."""
        if not request.path.startswith(_BOT_SIDE) and not self._friendly(request):
            return web.json_response({"error": "this page answers its own host only"}, status=403)
        return await handler(request)

    def _friendly(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        same = origin is None or origin in {f"http://{request.host}", f"https://{request.host}"}
        return same and self._known(_host_name(request.host))

    def _known(self, host: str) -> bool:
        if is_loopback(host) or host == self.bound_host:
            return True
        return _is_address(host) and self.bound_host in {"0.0.0.0", "::", ""}  # noqa: S104 - a comparison


def _host_name(host: str) -> str:
    try:
        return URL(f"http://{host}").host or ""
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
