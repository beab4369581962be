from __future__ import annotations

import io
import struct

import pytest
from aiogram import Bot as AiogramBot
from aiogram.types import BufferedInputFile
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.sandbox.images import image_size
from tests.bot.sandbox.conftest import ALICE, TOKEN, Server


async def test_ptb_sends_a_photo_and_gets_it_back(ptb: Bot, png: bytes) -> None:
    sent = await ptb.send_photo(ALICE, png, caption="<b>c</b>", parse_mode="HTML", has_spoiler=True)
    assert (sent.photo[0].width, sent.photo[0].height) == (30, 20)
    assert sent.caption == "c"
    assert sent.has_media_spoiler
    again = await ptb.send_photo(ALICE, sent.photo[0].file_id)
    assert again.photo[0].file_unique_id == sent.photo[0].file_unique_id
    file = await ptb.get_file(sent.photo[0].file_id)
    assert await file.download_as_bytearray() == png


async def test_aiogram_sends_a_document_and_gets_it_back(aiogram: AiogramBot) -> None:
    sent = await aiogram.send_document(ALICE, BufferedInputFile(b"text", "новае.txt"))
    assert sent.document
    assert sent.document.file_name == "новае.txt"
    downloaded = await aiogram.download(sent.document.file_id)
    assert downloaded
    assert downloaded.read() == b"text"


async def test_albums(ptb: Bot, png: bytes) -> None:
    sent = await ptb.send_media_group(
        ALICE, [InputMediaPhoto(png, caption="one"), InputMediaPhoto(png)]
    )
    assert len(sent) == 2
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].caption == "one"


async def test_mixed_albums_are_refused(ptb: Bot, png: bytes) -> None:
    with pytest.raises(BadRequest, match="Document can't be mixed with other media types"):
        await ptb.send_media_group(ALICE, [InputMediaPhoto(png), InputMediaDocument(b"x")])


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "attach://x"}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "x"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"caption": "a" * 1025}, "message caption is too long"),
        ("sendMediaGroup", {}, "media is not specified"),
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        ("sendMediaGroup", {"media": [1]}, "can't parse InputMedia: expected an Object"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo"}]},
            "can't parse InputMedia: media not found",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "x"}]},
            'can\'t parse InputMedia: type "x" is unsupported',
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo"}] * 11},
            "too many messages to send as an album",
        ),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    ],
)
async def test_refused_files(
    server: Server, method: str, params: dict[str, object], words: str
) -> None:
    assert await server.refusal(method, chat_id=ALICE, **params) == f"Bad Request: {words}"


async def test_what_is_not_played_says_so(server: Server) -> None:
    for method, params in (
        ("sendPhoto", {"photo": "https://example.org/a.png"}),
        ("sendMediaGroup", {"media": [{"type": "video", "media": "x"}]}),
    ):
        assert (await server.call(method, chat_id=ALICE, **params))["error_code"] == 501


async def test_bad_pictures(ptb: Bot, png: bytes) -> None:
    def sized(width: int, height: int) -> bytes:
        return png[:16] + struct.pack(">II", width, height) + png[24:]

    for data, words in (
        (b"no picture", "Image_process_failed"),
        (sized(0, 5), "Photo_invalid_dimensions"),
        (sized(9000, 5000), "Photo_invalid_dimensions"),
        (sized(2100, 100), "Photo_invalid_dimensions"),
        (png + bytes(10 * 2**20), "File is too big"),
    ):
        with pytest.raises(BadRequest, match=words):
            await ptb.send_photo(ALICE, data)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await ptb.send_document(ALICE, b"")
    document = await ptb.send_document(ALICE, png)
    assert document.document
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await ptb.send_photo(ALICE, document.document.file_id)


async def test_big_files(server: Server, ptb: Bot) -> None:
    sent = await ptb.send_document(ALICE, bytes(20 * 2**20 + 1), filename="big")
    assert sent.document
    with pytest.raises(BadRequest, match="File is too big"):
        await ptb.get_file(sent.document.file_id)
    url = f"{server.base}/bot{TOKEN}/sendDocument"
    async with server.session.post(
        url, data={"document": io.BytesIO(bytes(52 * 2**20))}
    ) as response:
        assert response.status == 413
        assert (await response.json())["description"] == "Request Entity Too Large"


async def test_a_document_may_be_as_big_as_telegram_takes(ptb: Bot) -> None:
    with pytest.raises(BadRequest, match="File is too big"):
        await ptb.send_document(ALICE, bytes(50 * 2**20 + 1), filename="big")


async def test_downloads_need_the_token_and_the_path(server: Server) -> None:
    for path, status in ((f"bot{TOKEN}/x", 404), ("bot1:x/y", 401), ("botx/y", 404)):
        async with server.session.get(f"{server.base}/file/{path}") as response:
            assert response.status == status


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x05\x00\x06", (6, 5)),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(10) + struct.pack("<HH", 7, 8), (7, 8)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8L" + bytes(5) + struct.pack("<I", 9 << 14 | 8), (9, 10)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + b"\x0a\x00\x00\x0b\x00\x00", (11, 12)),
        (b"RIFF\x00\x00\x00\x00WEBPxxxx", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"", None),
    ],
)
def test_sizes_of_pictures(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size
