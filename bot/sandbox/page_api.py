"""The side of the page: `/`, `/page/…` and everything under `/sandbox/`."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.helpers import content_disposition_header

from bot.sandbox import deeds
from bot.sandbox.forms import Form, read_form
from bot.sandbox.params import Json
from bot.sandbox.people.places import chat_of
from bot.sandbox.refusal import Refusal
from bot.sandbox.state import chat_view
from bot.sandbox.world import World

_PAGE = Path(__file__).parent / "page"
_SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
# Pictures are shown in the page; anything else is downloaded, for it could be a script.
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_PING = 20.0

Deed = Callable[[World, Form], Any]


class PageApi:
    """Serves the page and lets it play people."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        router = app.router
        router.add_get("/", self._index)
        router.add_get("/page/{file:.+}", self._static)
        router.add_get("/sandbox/ws", self._socket)
        router.add_get("/sandbox/commands", self._commands)
        router.add_get("/sandbox/traffic", self._traffic)
        router.add_get("/sandbox/file/{file_id}", self._file)
        for (method, path), deed in deeds.DEEDS.items():
            router.add_route(method, f"/sandbox/{path}", self._handler(deed))

    def _handler(self, deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                return web.json_response(deed(self._world, await read_form(request)))
            except Refusal as refusal:
                return _refused(refusal)

        return handle

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return _page_file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _page_file(request.match_info["file"])

    async def _traffic(self, _request: web.Request) -> web.Response:
        entries = [entry.json() for entry in self._world.traffic.all()]
        return web.json_response({"traffic": entries})

    async def _commands(self, request: web.Request) -> web.Response:
        try:
            form = Form(values=dict(request.query))
            chat = chat_of(self._world, form.number("chat_id"))
            user_id, language = form.number("user_id"), form.text("language")
        except Refusal as refusal:
            return _refused(refusal)
        profile = self._world.profile
        commands = profile.commands_for(chat, user_id, language)
        button = profile.menu_button(chat.id)
        return web.json_response({"commands": commands, "menu_button": button})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["file_id"])
        if file is None:
            return web.json_response({"error": "no such file"}, status=404)
        kind = mimetypes.guess_type(file.name)[0] or file.mime_type
        if kind in _SHOWN:
            return web.Response(body=file.data, content_type=kind, headers=_SAFE)
        attached = {
            "Content-Disposition": content_disposition_header("attachment", filename=file.name)
        }
        return web.Response(
            body=file.data, content_type="application/octet-stream", headers=_SAFE | attached
        )

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=_PING)
        await socket.prepare(request)
        queue = self._world.events.listen()
        writer = asyncio.create_task(self._write(socket, queue))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._world.events.leave(queue)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return socket

    async def _write(
        self, socket: web.WebSocketResponse, queue: asyncio.Queue[Json | None]
    ) -> None:
        await socket.send_json(state(self._world))
        while (event := await queue.get()) is not None:
            await socket.send_json(event)
        await socket.close()


def state(world: World) -> Json:
    """Everything the page shows, as the first event on its socket."""
    return {
        "type": "state",
        "bot": world.bot_json(),
        "users": [user.view() for user in world.people.values()],
        "chats": [chat_view(chat, world.bot.id) for chat in world.chats.values()],
        "faults": [fault.json() for fault in world.faults.all()],
        "limiter": world.limiter.on,
        "traffic": [entry.json() for entry in world.traffic.all()],
    }


def _page_file(name: str) -> web.StreamResponse:
    path = (_PAGE / name).resolve()
    if not path.is_relative_to(_PAGE.resolve()) or not path.is_file():
        return web.json_response({"error": "no such file"}, status=404)
    return web.FileResponse(path, headers=_SAFE)


def _refused(refusal: Refusal) -> web.Response:
    words = refusal.description.removeprefix("Bad Request: ")
    return web.json_response({"error": words}, status=400)
