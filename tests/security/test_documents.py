"""Documents that mean harm: small ones that unpack to gigabytes, names that point elsewhere."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.errors import DocumentError, GazetteError
from bot.feeds.document_workers import readable
from bot.feeds.documents import read_document
from bot.news.schedule import zone_of

MEGABYTE = 1024 * 1024


@contextmanager
def _within(megabytes: int) -> Iterator[None]:
    """No more memory than that is taken."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MEGABYTE


def _archive(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def test_an_archive_that_unpacks_to_a_bomb() -> None:
    bomb = _archive(word__document_xml=b" " * (200 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    with _within(80), pytest.raises(DocumentError, match=r"document\.damaged"):
        read_document(bomb, "bomb.docx")


def test_entities_that_multiply_in_an_archive() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(DocumentError, match=r"document\.damaged"):
        read_document(_archive(word__document_xml=entities), "bomb.docx")


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../../etc/passwd", "file:///etc/passwd"])
def test_an_archive_that_points_outside(target: str) -> None:
    relation = f'<Relationships><Relationship Type="x/officeDocument" Target="{target}"/>'
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("_rels/.rels", f"{relation}</Relationships>")
    with pytest.raises(DocumentError, match=r"document\.damaged"):
        read_document(data.getvalue(), "outside.docx")


def test_a_stream_that_unpacks_to_a_bomb_in_a_pdf() -> None:
    packed = zlib.compress(b"(a) Tj " * (40 * MEGABYTE))
    content = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        content,
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"startxref\n%d\n%%%%EOF" % len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer<</Size 5/Root 1 0 R>>\n" + start
    assert len(data) < MEGABYTE
    with _within(200):
        drafts, _ = readable(data, "bomb.pdf")
    assert not drafts


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd.txt", "..\\secret.txt", "a\0b.txt"])
def test_the_name_of_a_document_opens_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read are the bytes that were sent; the name says of which kind they are."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("The secret. Nobody shall read it.")
    (tmp_path / "secret.toml").write_text('source = "The secret"')
    monkeypatch.chdir(inside)
    before = sorted(tmp_path.rglob("*"))
    (draft,) = read_document(b"The river\n\nIt rose, and the town slept.", name).drafts
    assert "secret" not in repr(draft)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/localtime", "Europe/../../x", "", "\0"])
def test_the_name_of_a_zone_opens_nothing(name: str) -> None:
    with pytest.raises(GazetteError, match=r"zone\.unknown"):
        zone_of(name)
