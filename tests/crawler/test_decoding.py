"""Content-encoding undone with caps while streaming."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.decoding import BadBody, Body, TooLarge


def _raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


CODERS = {
    "": lambda data: data,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "DEFLATE": _raw_deflate,
    "gzip, deflate": lambda data: zlib.compress(gzip.compress(data)),
}


@given(st.binary(max_size=3000), st.sampled_from(sorted(CODERS)), st.integers(1, 700), st.integers(1, 40))
def test_body_survives_any_coding_in_any_pieces(data: bytes, coding: str, step: int, repeat: int) -> None:
    data = data * repeat
    wire = CODERS[coding](data)
    body = Body(coding, 10**7)
    for at in range(0, len(wire), step):
        body.feed(wire[at : at + step])
    assert body.finish() == (wire, data)


def test_bomb_is_stopped_at_the_decoded_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000
    body = Body("gzip", 100_000)
    with pytest.raises(TooLarge):
        for at in range(0, len(bomb), 1000):
            body.feed(bomb[at : at + 1000])
    assert len(body.partial()[1]) == 100_000


def test_bomb_inside_a_bomb_is_stopped() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    with pytest.raises(TooLarge):
        Body("gzip, gzip", 100_000).feed(bomb)


def test_wire_limit_holds_for_plain_bodies() -> None:
    body = Body("", 10)
    body.feed(b"12345")
    with pytest.raises(TooLarge):
        body.feed(b"678901")


def test_two_gzip_members_are_one_body() -> None:
    body = Body("gzip", 1000)
    body.feed(gzip.compress(b"a") + gzip.compress(b"b"))
    assert body.finish()[1] == b"ab"


def test_padding_after_gzip_is_ignored() -> None:
    body = Body("gzip", 1000)
    body.feed(gzip.compress(b"a") + b"\0\0\0")
    assert body.finish()[1] == b"a"


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip, gzip, gzip"])
def test_coding_that_was_not_asked_for_is_no_body(coding: str) -> None:
    with pytest.raises(BadBody):
        Body(coding, 1000)


def test_gzip_that_is_none_and_gzip_cut_short_are_no_body() -> None:
    with pytest.raises(BadBody):
        Body("gzip", 1000).feed(b"<html>plain</html>")
    cut = Body("gzip", 1000)
    cut.feed(gzip.compress(b"abc" * 100)[:-12])
    with pytest.raises(BadBody):
        cut.finish()
