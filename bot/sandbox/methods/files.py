"""Pictures and documents, alone and as albums, and the way back to their bytes."""

from __future__ import annotations

from bot.sandbox.files import MAX_DOWNLOAD, StoredFile
from bot.sandbox.outgoing import media_options, send
from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import bad_request, not_played
from bot.sandbox.wording import caption_text, fields
from bot.sandbox.world import World

_PLAYED = frozenset({"photo", "document"})
_OTHER_MEDIA = frozenset({"animation", "audio", "live_photo", "video"})
_MAX_ALBUM = 10


async def send_photo(world: World, params: Params) -> Json:
    """SendPhoto."""
    return send(world, params, _content(world, params, "photo", "photo"))


async def send_document(world: World, params: Params) -> Json:
    """SendDocument."""
    return send(world, params, _content(world, params, "document", "document"))


async def send_media_group(world: World, params: Params) -> list[Json]:
    """SendMediaGroup: 1 to 10 photos or documents, not mixed."""
    if not params.text("media"):
        raise bad_request("Media is not specified")
    items = params.json_array("media", "media", "InputMedia")
    _check_album(items)
    contents = [media_content(world, params.within(item)) for item in items]
    album = {"media_group_id": str(next(world.albums))}
    return [send(world, params, content | album) for content in contents]


async def get_file(world: World, params: Params) -> Json:
    """GetFile."""
    if not params.text("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return file.json()


def media_content(world: World, media: Params) -> Json:
    """The fields of a Message for an InputMedia."""
    kind = media.text("type")
    if kind in _OTHER_MEDIA:
        raise not_played(f"media of type {kind}")
    if kind not in _PLAYED:
        raise bad_request(f'Can\'t parse InputMedia: type "{kind}" is unsupported')
    if not media.text("media"):
        raise bad_request("Can't parse InputMedia: media not found")
    return _content(world, media, kind, "media")


def _content(world: World, params: Params, kind: str, name: str) -> Json:
    caption = fields(caption_text(params), caption=True, users=world.users_json())
    file = _file(world, params, kind, name)
    return file.message_fields() | caption | media_options(params)


def _file(world: World, params: Params, kind: str, name: str) -> StoredFile:
    upload = params.upload(name)
    if upload is not None:
        return world.files.add(upload, kind)
    value = params.text(name)
    if value.startswith(("http://", "https://")):
        raise not_played("sending a file by its URL")
    if not value or value.startswith("attach://"):
        raise bad_request(f"There is no {kind} in the request")
    known = world.files.get(value)
    if known is None:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"Can't use file of type {known.kind.title()} as {kind.title()}")
    return known


def _check_album(items: list[object]) -> None:
    if not items:
        raise bad_request("There are no messages to send")
    if len(items) > _MAX_ALBUM:
        raise bad_request("Too many messages to send as an album")
    kinds = {str(item.get("type")) if isinstance(item, dict) else None for item in items}
    if None in kinds:
        raise bad_request("Can't parse InputMedia: expected an Object")
    if len(kinds) > 1 and "document" in kinds:
        raise bad_request("Document can't be mixed with other media types")


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
