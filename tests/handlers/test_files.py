from __future__ import annotations

import pytest

from bot.errors import DocumentError, NotFoundError
from bot.sandbox import Sandbox
from bot.sandbox.params import Upload
from bot.telegram.application import AnyApplication
from handlers.context import Attachment
from handlers.files import LARGEST_MEGABYTES, download

MEGABYTE = 1024 * 1024


def kept(sandbox: Sandbox, data: bytes) -> dict[str, Attachment]:
    """A file that Telegram has; somebody sent it without saying its size."""
    upload = Upload(name="a.txt", mime_type="text/plain", data=data)
    file = sandbox.world.files.add(upload, "document")
    return {file.file_id: Attachment(file_id=file.file_id, name="a.txt", size=0)}


async def test_a_file_is_fetched(application: AnyApplication, sandbox: Sandbox) -> None:
    files = kept(sandbox, b"The river rose.")
    (file_id,) = files
    assert await download(application.bot, files, file_id) == b"The river rose."


async def test_what_was_not_sent_is_not_fetched(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    (file_id,) = kept(sandbox, b"Somebody else's.")
    with pytest.raises(NotFoundError, match=r"document\.gone"):
        await download(application.bot, {}, file_id)
    gone = Attachment(file_id="gone", name="a.txt", size=5)
    with pytest.raises(NotFoundError, match=r"document\.gone"):
        await download(application.bot, {"gone": gone}, "gone")


async def test_too_large_is_said_without_asking_telegram(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    large = Attachment(file_id="F", name="a.pdf", size=30 * MEGABYTE + 1)
    before = len(sandbox.world.traffic.all())
    with pytest.raises(DocumentError) as caught:
        await download(application.bot, {"F": large}, "F")
    assert caught.value.arguments == {"name": "a.pdf", "megabytes": 31, "limit": LARGEST_MEGABYTES}
    assert len(sandbox.world.traffic.all()) == before


async def test_too_large_can_also_be_telegrams_word(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    files = kept(sandbox, bytes(20 * MEGABYTE + 1))
    (file_id,) = files
    with pytest.raises(DocumentError) as caught:
        await download(application.bot, files, file_id)
    assert caught.value.key == "document.too_large"
    assert caught.value.arguments["megabytes"] == 21


async def test_a_server_of_ones_own_that_gives_more_changes_nothing(
    application: AnyApplication, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = kept(sandbox, b"The river rose.")
    (file_id,) = files
    monkeypatch.setattr("handlers.files.LARGEST_MEGABYTES", 0)
    with pytest.raises(DocumentError):
        await download(application.bot, files, file_id)
