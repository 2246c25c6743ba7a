"""Pages of several portal families, read as a person reads them; the expected reading stands beside each page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from pages.page import Page
from pages.read import read
from pages.text import tidy

FIXTURES = Path(__file__).parent / "fixtures" / "reading"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.html"))


def load(name: str) -> tuple[Page, dict[str, Any], str]:
    expected = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    body = (FIXTURES / f"{name}.html").read_bytes()
    page = read(body, url=expected["url"], media_type="text/html")
    return page, expected, body.decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_title_heading_language_state(name: str) -> None:
    page, expected, _ = load(name)
    found = {"title": page.title, "heading": page.heading, "language": page.language, "state": page.state.value}
    assert found == {key: expected[key] for key in found}


@pytest.mark.parametrize("name", NAMES)
def test_menu_is_what_a_person_sees(name: str) -> None:
    page, expected, _ = load(name)
    base = page.base
    found = [[e.kind, e.label, e.url, [c.label for c in e.children]] for e in page.menu]
    for kind, label, url, children in expected["menu"]:
        absolute = urljoin(base, url) if url is not None else None
        same = [entry for entry in found if entry[:3] == [kind, label, absolute]]
        assert same, f"{label} not in {found}"
        assert children is None or same[0][3] == children
    bars = [[e.kind, e.label] for e in page.menu if e.kind == "menu"]
    assert bars == [[kind, label] for kind, label, _, _ in expected["menu"] if kind == "menu"]


@pytest.mark.parametrize("name", NAMES)
def test_links_carry_address_region_and_trail(name: str) -> None:
    page, expected, _ = load(name)
    found = [(link.label, link.url, link.region.value, list(link.trail)) for link in page.links]
    for label, url, region, trail in expected["links"]:
        assert (label, urljoin(page.base, url), region, trail) in found


@pytest.mark.parametrize("name", NAMES)
def test_blocks_stand_in_reading_order_with_their_headings(name: str) -> None:
    page, expected, _ = load(name)
    blocks = [(b.kind, b.text, b.region.value) for b in page.blocks]
    places = []
    for kind, text, region in expected["blocks"]:
        assert (kind, text, region) in blocks
        places.append(blocks.index((kind, text, region)))
    by_text = {b.text: b for b in page.blocks}
    for text, headings in expected["headings"].items():
        assert list(by_text[text].headings) == headings
    assert [b.text for b in page.blocks if b.hidden and b.region.value == "main"] == expected["hidden"]


@pytest.mark.parametrize("name", NAMES)
def test_only_data_tables_are_tables(name: str) -> None:
    page, expected, _ = load(name)
    assert [[list(row) for row in table.rows] for table in page.tables] == expected["tables"]


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "forms" in json.loads((FIXTURES / f"{name}.json").read_text())]
)
def test_one_page_wide_form_is_split_into_what_acts_together(name: str) -> None:
    page, expected, _ = load(name)
    assert [[[f.type, f.label] for f in form.fields] for form in page.forms] == expected["forms"]


@pytest.mark.parametrize("name", NAMES)
def test_every_locator_selects_the_element_that_holds_the_text(name: str) -> None:
    page, _, source = load(name)
    parser = LexborHTMLParser(source)
    for block in page.blocks:
        node = parser.css_first(block.locator)
        assert node is not None, block.locator
        squeezed = "".join(tidy(node.text(deep=True)).split())
        for cell in block.text.split(" | "):
            assert "".join(cell.split()) in squeezed
    for link in page.links:
        assert parser.css_first(link.selector) is not None, link.selector


@pytest.mark.parametrize("name", NAMES)
def test_link_block_index_points_at_the_text_around_it(name: str) -> None:
    page, _, _ = load(name)
    for link in page.links:
        if link.block >= 0 and len(link.label) > 3:
            assert link.label in page.blocks[link.block].text


def test_what_word_leaves_in_a_sentence_does_not_break_it() -> None:
    body = (
        "<p class=MsoNormal>Chủ tịch <st1:place>UBND tỉnh</st1:place> tiếp công dân<o:p></o:p> ngày "
        "<span lang=VI>15/3<o:p>/2022</o:p></span></p><p><b>L</b>ịch ti<i>ếp</i></p>"
    )
    page = read(body.encode(), url="https://mau.example/", media_type="text/html")
    assert [block.text for block in page.blocks] == ["Chủ tịch UBND tỉnh tiếp công dân ngày 15/3/2022", "Lịch tiếp"]


def test_two_elements_of_one_id_are_told_apart() -> None:
    body = "<div id=x><p>một</p></div><div id=x><p>hai</p></div>"
    page = read(body.encode(), url="https://mau.example/", media_type="text/html")
    parser = LexborHTMLParser(body)
    for block in page.blocks:
        node = parser.css_first(block.locator)
        assert node is not None
        assert node.text() == block.text


def test_an_id_that_no_selector_can_write_is_not_selected_by() -> None:
    body = "<div id='a\nb'><p>một</p></div><div id='ba\u0323n'><p>hai</p></div>"
    page = read(body.encode(), url="https://mau.example/", media_type="text/html")
    assert [block.locator for block in page.blocks] == [
        "body > div:nth-of-type(1) > p:nth-of-type(1)",
        "body > div:nth-of-type(2) > p:nth-of-type(1)",
    ]
