from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.sandbox.events import Events
from tests.bot.sandbox.conftest import ALICE, CHANNEL, GROUP, MARIA, VASIL, Server


async def test_a_socket_gets_the_state_then_events(server: Server, ptb: Bot) -> None:
    await ptb.send_message(ALICE, "before")
    async with server.session.ws_connect(f"{server.base}/sandbox/ws") as socket:
        state = await socket.receive_json()
        assert state["type"] == "state"
        assert [(user["id"], user["role"]) for user in state["users"]] == [
            (ALICE, "reader"),
            (VASIL, "reader"),
            (MARIA, "admin"),
        ]
        chats = {chat["id"]: chat for chat in state["chats"]}
        assert chats[ALICE]["messages"][0]["text"] == "before"
        assert chats[GROUP]["members"] == [ALICE, VASIL, MARIA]
        assert chats[CHANNEL]["bot_member"]
        assert not state["bot"]["connected"]
        assert state["traffic"][-1]["method"] == "sendMessage"
        await ptb.send_message(ALICE, "after")
        assert (await socket.receive_json())["message"]["text"] == "after"
        entry = (await socket.receive_json())["entry"]
        assert (entry["direction"], entry["n"]) == ("call", state["traffic"][-1]["n"] + 1)
        await server.sandbox.stop()
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_page_that_reads_nothing_is_let_go() -> None:
    events = Events()
    queue = events.listen()
    for _ in range(2001):
        events.tell("x")
    assert queue.qsize() == 2001
    events.tell("x")
    assert queue.qsize() == 2001


async def test_people_write_reply_edit_forward_and_delete(server: Server) -> None:
    first = await server.say(" /topic беларусь https://x.by ")
    assert [entity["type"] for entity in first["entities"]] == ["bot_command", "url"]
    place: dict[str, Any] = {"chat_id": ALICE, "user_id": ALICE}
    reply = await server.page("send", **place, text="re", reply_to_message_id=first["message_id"])
    assert reply["reply_to_message"]["message_id"] == first["message_id"]
    edited = await server.page("edit", **place, message_id=first["message_id"], text="plain")
    assert "entities" not in edited
    forwarded = await server.page(
        "forward", chat_id=GROUP, user_id=ALICE, from_chat_id=ALICE, message_id=reply["message_id"]
    )
    assert forwarded["forward_origin"]["sender_user"]["id"] == ALICE
    gone = await server.page("delete", chat_id=ALICE, message_ids=[first["message_id"], 99])
    assert gone == {"message_ids": [first["message_id"]]}
    kinds = [list(update)[1] for update in await server.updates()]
    assert kinds == ["message", "message", "edited_message"]


async def test_somebody_sends_a_location(server: Server) -> None:
    sent = await server.page("location", chat_id=ALICE, user_id=ALICE, place="53.9, 27.56")
    assert sent["location"] == {"latitude": 53.9, "longitude": 27.56}
    (update,) = await server.updates()
    assert update["message"]["location"] == sent["location"]


async def test_a_deep_link_starts_the_bot(server: Server) -> None:
    message = await server.page("start", user_id=VASIL, payload="story_5")
    assert (message["chat"]["id"], message["text"]) == (VASIL, "/start story_5")


async def test_uploads(server: Server, png: bytes) -> None:
    async def upload(data: bytes, name: str, kind: str) -> Any:
        form = aiohttp.FormData({"chat_id": str(ALICE), "user_id": str(ALICE), "caption": "c"})
        form.add_field("file", io.BytesIO(data), filename=name, content_type=kind)
        async with server.session.post(f"{server.base}/sandbox/upload", data=form) as response:
            return await response.json()

    async def fetch(file_id: str) -> tuple[int, dict[str, str], bytes]:
        url = f"{server.base}/sandbox/file/{file_id}"
        async with server.session.get(url) as response:
            return (
                response.status,
                {str(name): value for name, value in response.headers.items()},
                await response.read(),
            )

    photo = await upload(png, "a.png", "image/png")
    assert photo["caption"] == "c"
    _, headers, data = await fetch(photo["photo"][0]["file_id"])
    assert headers["Content-Type"] == "image/png"
    assert data == png
    page = await upload(b"<script>", "a.html", "text/html")
    _, headers, data = await fetch(page["document"]["file_id"])
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (await fetch("x"))[0] == 404
    assert len(await server.updates()) == 2


async def test_files_with_a_command_as_a_reply_and_as_an_album(server: Server) -> None:
    said = await server.say("The river rose.", chat_id=GROUP)

    async def upload(name: str, **fields: str) -> Any:
        form = aiohttp.FormData({"chat_id": str(GROUP), "user_id": str(ALICE), **fields})
        form.add_field("file", io.BytesIO(b"words"), filename=name, content_type="text/plain")
        async with server.session.post(f"{server.base}/sandbox/upload", data=form) as response:
            return await response.json()

    first = await upload(
        "a.txt", caption="/add", album="77", reply_to_message_id=str(said["message_id"])
    )
    assert first["caption_entities"][0]["type"] == "bot_command"
    assert first["reply_to_message"]["text"] == "The river rose."
    second = await upload("b.txt", album="77")
    assert first["media_group_id"] == second["media_group_id"] == "77"
    assert "media_group_id" not in await upload("c.txt")
    # In a group the bot hears of the command only: the caption counts like a text.
    assert [update["message"]["document"]["file_name"] for update in await server.updates()] == [
        "a.txt"
    ]


async def test_in_groups_the_bot_hears_what_is_meant_for_it(server: Server, ptb: Bot) -> None:
    mine = await ptb.send_message(GROUP, "x")
    other = await server.say("chatter", chat_id=GROUP)
    for text in ("/latest", "/latest@gazettesandboxbot", "/latest@OtherBot", "see /latest"):
        await server.say(text, chat_id=GROUP)
    for reply_to in (mine.message_id, other["message_id"]):
        await server.page(
            "send", chat_id=GROUP, user_id=ALICE, text="reply", reply_to_message_id=reply_to
        )
    heard = [update["message"]["text"] for update in await server.updates()]
    assert heard == ["/latest", "/latest@gazettesandboxbot", "reply"]
    await server.page("member", chat_id=GROUP, user_id=42, status="administrator")
    await server.updates()
    await server.say("chatter", chat_id=GROUP)
    assert len(await server.updates()) == 1


async def test_the_channel_is_written_by_editors(server: Server) -> None:
    refused = await server.say("x", chat_id=CHANNEL)
    assert refused["error"] == "only editors write in the channel"
    await server.say("news", user_id=MARIA, chat_id=CHANNEL)
    assert (await server.updates())[0]["channel_post"]["text"] == "news"


async def test_blocking_and_unblocking(server: Server) -> None:
    for status in ("kicked", "kicked", "member"):
        await server.page("member", chat_id=ALICE, user_id=ALICE, status=status)
        if status == "kicked":
            refused = await server.say("x")
            assert refused["error"] == "the bot is blocked here: unblock it first"
    changes = [update["my_chat_member"] for update in await server.updates()]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert [change["from"]["id"] for change in changes] == [ALICE, ALICE]


async def test_the_bot_and_people_come_and_go(server: Server) -> None:
    await server.page("member", chat_id=GROUP, user_id=42, status="left")
    await server.say("/latest", chat_id=GROUP)
    await server.page("member", chat_id=GROUP, user_id=VASIL, status="kicked")
    await server.page("member", chat_id=GROUP, user_id=42, status="member")
    await server.page("member", chat_id=CHANNEL, user_id=VASIL, status="left")
    kinds = [list(update)[1] for update in await server.updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message", "chat_member"][: len(kinds)]
    refused = await server.say("x", user_id=VASIL, chat_id=GROUP)
    assert refused["error"] == "this person is not in the chat"
    lines = list(server.sandbox.world.chats[GROUP].messages.values())
    assert [next(reversed(line)) for line in lines] == [
        "left_chat_member",
        "entities",
        "left_chat_member",
        "new_chat_members",
    ]


async def test_new_people_and_roles(server: Server) -> None:
    events = server.sandbox.world.events.listen()
    person = await server.page("users", first_name="Zoë", language_code="fr", role="reader")
    assert person == {
        "id": 1004, "is_bot": False, "first_name": "Zoë", "language_code": "fr", "role": "reader",
    }  # fmt: skip
    event = events.get_nowait()
    assert event
    assert (event["type"], event["user"]["id"]) == ("user", 1004)
    await server.say("hi", user_id=1004, chat_id=1004)
    changed = await server.page("users/1004", "PATCH", role="admin", first_name="Z")
    assert (changed["role"], changed["first_name"]) == ("admin", "Z")
    assert (await server.result("getChat", chat_id=1004))["first_name"] == "Z"
    await server.say("news", user_id=1004, chat_id=CHANNEL)
    await server.page("users/1004", "PATCH", language_code="be")


@pytest.mark.parametrize(
    ("path", "verb", "fields", "words"),
    [
        ("send", "POST", {"chat_id": ALICE, "user_id": ALICE, "text": " "}, "text must be non-em"),
        ("send", "POST", {"chat_id": ALICE, "user_id": ALICE, "text": "a" * 4097}, "message is to"),
        ("send", "POST", {"chat_id": 5, "user_id": ALICE, "text": "x"}, "chat not found"),
        ("send", "POST", {"chat_id": ALICE, "user_id": 5, "text": "x"}, "user not found"),
        ("send", "POST", {"chat_id": ALICE, "text": "x"}, "user_id is missing"),
        ("edit", "POST", {"chat_id": ALICE, "user_id": ALICE, "message_id": 9}, "message not fo"),
        ("edit", "POST", {"chat_id": ALICE, "user_id": ALICE, "message_id": 1}, "only an own text"),
        (
            "location",
            "POST",
            {"chat_id": ALICE, "user_id": ALICE, "place": "home"},
            "a location is",
        ),
        ("location", "POST", {"chat_id": ALICE, "user_id": ALICE, "place": "91,0"}, "there is no"),
        ("location", "POST", {"chat_id": ALICE, "user_id": ALICE, "place": "nan,0"}, "there is no"),
        ("delete", "POST", {"chat_id": ALICE, "message_ids": "x"}, "message_ids must be a list"),
        ("upload", "POST", {"chat_id": ALICE, "user_id": ALICE}, "file is missing"),
        ("users", "POST", {"first_name": " "}, "a person needs a name"),
        ("users", "POST", {"first_name": "x", "role": "king"}, "role must be reader or admin"),
        ("users/1001", "PATCH", {"id": 5, "age": "5"}, "only first_name, language_code and role"),
        ("users/42", "PATCH", {"first_name": "x"}, "only first_name, language_code and role"),
        ("member", "POST", {"chat_id": GROUP, "user_id": ALICE, "status": "x"}, "unknown status"),
        ("commands?chat_id=x", "GET", {}, "chat_id must be a whole number"),
    ],
)
async def test_refused_deeds(
    server: Server, path: str, verb: str, fields: dict[str, Any], words: str
) -> None:
    await server.result("sendMessage", chat_id=ALICE, text="the bot's")
    answer = await server.page(path, verb, **fields)
    assert answer["error"].startswith(words)


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/plain", b"x"), ("application/json", b"{"), ("multipart/form-data", b"x")],
)
async def test_only_json_and_forms_are_read(server: Server, kind: str, body: bytes) -> None:
    url, headers = f"{server.base}/sandbox/limiter", {"Content-Type": kind}
    async with server.session.post(url, headers=headers, data=body) as response:
        assert response.status == 400
        assert "error" in await response.json()


async def test_a_form_without_a_file(server: Server) -> None:
    form = aiohttp.FormData({"on": "x"}, default_to_multipart=True)
    async with server.session.post(f"{server.base}/sandbox/limiter", data=form) as response:
        assert (await response.json())["error"] == "on must be true or false"


async def test_long_captions_are_refused(server: Server) -> None:
    form = aiohttp.FormData({"chat_id": str(ALICE), "user_id": str(ALICE), "caption": "a" * 1025})
    form.add_field("file", io.BytesIO(b"x"), filename="a")
    async with server.session.post(f"{server.base}/sandbox/upload", data=form) as response:
        assert (await response.json())["error"] == "message caption is too long"
