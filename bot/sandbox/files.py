"""Files that were sent: kept in memory, named by a file_id, shown as a photo or a document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.sandbox.images import image_size
from bot.sandbox.params import Json, Upload
from bot.sandbox.refusal import bad_request

MAX_PHOTO = 10 * 2**20
MAX_UPLOAD = 50 * 2**20
MAX_DOWNLOAD = 20 * 2**20
_MAX_SIDES = 10_000
_MAX_RATIO = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """One file; `width` and `height` in pixels, 0 for a document."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0

    def message_fields(self) -> Json:
        """The file as a field of a Message: `photo` or `document`."""
        ids: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }
        if self.kind == "photo":
            return {"photo": [ids | {"width": self.width, "height": self.height}]}
        return {"document": ids | {"file_name": self.name, "mime_type": self.mime_type}}

    def json(self) -> Json:
        """The Bot API's File."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
            "file_path": self.path,
        }


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def add(self, upload: Upload, kind: str) -> StoredFile:
        """Keep an upload as a "photo" or a "document".

        Raises:
            Refusal: it is empty, too big, or no picture though sent as a photo.
        """
        if not upload.data:
            raise bad_request("file must be non-empty")
        width, height = _picture(upload.data) if kind == "photo" else (0, 0)
        if len(upload.data) > MAX_UPLOAD:
            raise bad_request("file is too big")
        number = len(self._by_id) + 1
        unique = hashlib.sha256(upload.data).hexdigest()[:16]
        suffix = PurePosixPath(upload.name).suffix[:12]
        file = StoredFile(
            file_id=f"sandbox-{kind}-{number}-{unique}",
            unique_id=unique,
            kind=kind,
            name=upload.name or f"file_{number}",
            mime_type=upload.mime_type or "application/octet-stream",
            data=upload.data,
            path=f"{kind}s/file_{number}{suffix}",
            width=width,
            height=height,
        )
        self._by_id[file.file_id] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """The file of that id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file of that `file_path`."""
        return next((file for file in self._by_id.values() if file.path == path), None)


def _picture(data: bytes) -> tuple[int, int]:
    if len(data) > MAX_PHOTO:
        raise bad_request("file is too big")
    size = image_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    fits = min(size) > 0 and width + height <= _MAX_SIDES
    if not fits or max(size) > _MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size
