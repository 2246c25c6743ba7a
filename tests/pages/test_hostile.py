"""Broken, cut-off and hostile input never raises, and takes linear time and space."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pages.decode import decode
from pages.page import Page, State
from pages.read import read

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures" / "reading").glob("*.html"))]


def check(page: Page) -> None:
    assert 0 <= page.quality <= 1
    for link in page.links:
        assert link.url.startswith(("http://", "https://"))
        assert -1 <= link.block < len(page.blocks)
    assert all(block.text == " ".join(block.text.split()) and block.text for block in page.blocks)
    for table in page.tables:
        assert len({len(row) for row in table.rows}) == 1
        assert -1 <= table.before < len(page.blocks)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PAGES), st.integers(0, 2**32), st.integers(0, 12))
def test_mutated_pages_are_read(body: bytes, seed: int, changes: int) -> None:
    dice = random.Random(seed)
    data = bytearray(body)
    for _ in range(changes):
        if not data:
            break
        at = dice.randrange(len(data))
        match dice.randrange(4):
            case 0:
                del data[at : at + dice.randrange(200)]
            case 1:
                data[at : at + 1] = bytes(dice.randrange(256) for _ in range(3))
            case 2:
                data[at:at] = dice.choice(
                    [
                        b"<table>",
                        b"</div>",
                        b"<a href='",
                        b"<li>",
                        b"<select>",
                        b"<!--",
                        b"<td rowspan=9>",
                        b"\x00",
                        b"<o:p>",
                        b"<div id='a\"b'>",
                    ]
                )
            case _:
                del data[at:]
                data += b" "
    page = read(bytes(data), url="https://mau.example/x", media_type="text/html")
    check(page)
    if page.media == "html" and page.state is not State.ERROR:
        parser = LexborHTMLParser(decode(bytes(data))[0])
        for locator in {block.locator for block in page.blocks} | {link.selector for link in page.links}:
            assert parser.css_first(locator) is not None, locator


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html", "application/pdf", "application/json", "image/png", "x/y"]),
)
def test_any_bytes_are_read(body: bytes, media_type: str) -> None:
    check(read(body, url="https://mau.example/x", media_type=media_type))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        ("<div>" * 60_000) + "x" + "</div>" * 60_000,
        "<b>" * 20_000 + "x",
        "<a href=x>" * 20_000,
        "<ul><li>" * 10_000 + "x",
        "<table><tr><td>" * 3_000 + "x",
        "<form><input>" * 5_000,
        "<h1>x</h1>" * 10_000,
        "<select>" + "<option value=/a>x" * 20_000,
        '<p class="' + "title " * 20_000 + '">x</p>',
        "<tr><td rowspan=99999 colspan=99999>x" * 500,
        "<table>" + "<tr><td rowspan=0 colspan=1000>x<td>y" * 2_000 + "</table>",
        "<p>" + "x<br>" * 50_000,
        "<p>" + "&#769;" * 100_000,
        "<script>document.write(" + "<" * 50_000,
        '<a onclick="location=' + " " * 50_000 + '">x</a>',
    ],
)
def test_hostile_nesting_and_repetition_end(html: str) -> None:
    check(read(html.encode(), url="https://mau.example/x", media_type="text/html"))


def test_what_was_cut_counts_less() -> None:
    page = read(b"<p>x</p>" * 100_000, url="https://mau.example/x", media_type="text/html")
    assert (page.state, page.quality) == (State.OK, 0.5)


def test_below_the_deepest_level_text_and_links_stay() -> None:
    page = read(
        ("<div>" * 400 + "<a href=/sau>Công dân</a>").encode(), url="https://mau.example/", media_type="text/html"
    )
    assert [link.url for link in page.links] == ["https://mau.example/sau"]
