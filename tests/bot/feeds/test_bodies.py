from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.bodies import Inflater


def raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def unpack(packed: bytes, *, piece: int = 7, most: int = 10**9) -> bytes:
    inflater, out = Inflater(), b""
    for start in range(0, len(packed), piece):
        out += inflater.feed(packed[start : start + piece], most - len(out))
    inflater.finish()
    return out


_PACKERS = [gzip.compress, zlib.compress, raw]


@pytest.mark.parametrize("pack", _PACKERS)
@given(data=st.binary(max_size=300), piece=st.integers(1, 400))
def test_every_wrapping_in_pieces(pack: type[bytes], data: bytes, piece: int) -> None:
    assert unpack(pack(data), piece=piece) == data


@given(parts=st.lists(st.binary(max_size=50), min_size=1, max_size=5), piece=st.integers(1, 400))
def test_a_gzip_of_several_members(parts: list[bytes], piece: int) -> None:
    packed = b"".join(map(gzip.compress, parts))
    assert unpack(packed, piece=piece) == b"".join(parts)
    assert unpack(packed + bytes(20), piece=piece) == b"".join(parts)


@pytest.mark.parametrize("pack", _PACKERS)
def test_no_more_than_is_asked_for(pack: type[bytes]) -> None:
    assert unpack(b"", piece=1) == b""
    assert len(Inflater().feed(pack(bytes(1_000_000)), 1000)) == 1000


@pytest.mark.parametrize("pack", _PACKERS)
def test_a_stream_that_stops_in_the_middle(pack: type[bytes]) -> None:
    with pytest.raises(zlib.error, match="too early"):
        unpack(pack(b"x" * 999)[:-1])


def test_empty_members_without_end() -> None:
    with pytest.raises(zlib.error, match="too many"):
        unpack(gzip.compress(b"") * 300, piece=1000)


@given(st.binary())
def test_any_bytes_unpack_or_are_refused(data: bytes) -> None:
    try:
        out = unpack(data, most=1000)
    except zlib.error:
        out = b""
    assert len(out) <= 1000
