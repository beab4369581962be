"""The side of the bot: `/bot<TOKEN>/<method>` and `/file/bot<TOKEN>/<path>`."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.methods.table import Method, Methods
from bot.sandbox.params import Params, as_strings, read_params
from bot.sandbox.refusal import Refusal, too_many_requests
from bot.sandbox.traffic import Entry
from bot.sandbox.world import World

_TOKEN = re.compile(r"\d{1,20}:[\w-]{1,100}", re.ASCII)
_SENDING = re.compile(r"(send|copy|forward|edit)(?!ChatAction)")
_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)


class BotApi:
    """Answers the calls of one bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods = Methods()

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        for method in ("GET", "POST"):
            app.router.add_route(method, "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download, allow_head=False)
        self._world.webhook.perform = self._perform

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        params = Params(values={})
        started = time.perf_counter()
        try:
            self._check_token(request.match_info["token"])
            name, method = self._methods.find(name)
            params = await read_params(request)
            return await self._answer(request, name, method, params, started)
        except web.HTTPRequestEntityTooLarge:
            refusal = Refusal(413, "Request Entity Too Large")
        except Refusal as error:
            refusal = error
        return self._respond(name, params, refusal.code, refusal.answer(), started)

    async def _answer(
        self, request: web.Request, name: str, method: Method, params: Params, started: float
    ) -> web.StreamResponse:
        fault = self._strike(name, params)
        applied = fault is None or fault.kind == "late" or (fault.kind == "drop" and fault.applied)
        result = await self._apply(name, method, params) if applied else None
        if fault is not None and fault.kind == "drop":
            self._record(name, params, 0, {"sandbox": "the connection was dropped"}, started)
            return _dropped(request)
        if fault is not None and fault.kind == "bad_gateway":
            self._record(name, params, 502, {"sandbox": "502 with an HTML body"}, started)
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        if fault is not None and fault.kind == "late":
            await asyncio.sleep(fault.delay)
        return self._respond(name, params, 200, {"ok": True, "result": result}, started)

    async def _perform(self, call: dict[str, Any]) -> None:
        """Carry out a call from the response to an update: the bot hears nothing of it."""
        name, started = str(call.pop("method")), time.perf_counter()
        params = Params(values=as_strings(call))
        try:
            name, method = self._methods.find(name)
            answer = {"ok": True, "result": await self._apply(name, method, params)}
            status = 200
        except Refusal as refusal:
            answer, status = refusal.answer(), refusal.code
        self._record(name, params, status, answer, started)

    def _strike(self, name: str, params: Params) -> Fault | None:
        """The fault that this call meets; those that are a plain refusal are raised."""
        fault = self._world.faults.strike(name, _chat_id(params))
        if fault is None:
            return None
        self._world.tell_faults()
        if fault.kind == "migrate" and fault.chat_id is not None:
            self._world.migrate(fault.chat_id, fault.migrate_to)
        refusal = fault.refusal()
        if refusal is not None:
            raise refusal
        return fault

    async def _apply(self, name: str, method: Method, params: Params) -> Any:
        chat_id = _chat_id(params)
        if chat_id is not None and _SENDING.match(name):
            seconds = self._world.limiter.wait(chat_id, self._world.now())
            if seconds:
                raise too_many_requests(seconds)
        return await method(self._world, params)

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise Refusal(404, "Not Found")
        if token != self._world.token:
            raise Refusal(401, "Unauthorized")

    def _respond(
        self, name: str, params: Params, status: int, body: dict[str, Any], started: float
    ) -> web.Response:
        # A poll that brings nothing says nothing: it would push everything else out.
        if name != "getUpdates" or body.get("result") != []:
            self._record(name, params, status, body, started)
        return web.json_response(body, status=status)

    def _record(
        self, name: str, params: Params, status: int, body: dict[str, Any], started: float
    ) -> None:
        self._world.record(
            Entry(
                at=int(self._world.now() * 1000),
                direction="call",
                method=name,
                params=params.summary(),
                status=status,
                response=body,
                ms=round((time.perf_counter() - started) * 1000, 2),
            )
        )

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except Refusal as refusal:
            return web.json_response(refusal.answer(), status=refusal.code)
        file = self._world.files.at(request.match_info["path"])
        if file is None:
            return web.json_response(Refusal(404, "Not Found").answer(), status=404)
        return web.Response(body=file.data, content_type="application/octet-stream")


def _chat_id(params: Params) -> int | None:
    value = params.text("chat_id")
    return int(value) if re.fullmatch(r"-?\d{1,18}", value, re.ASCII) else None


def _dropped(request: web.Request) -> web.Response:
    """Cut the connection: what is returned then has nowhere to go."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
