"""Markup made to keep a parser busy: read up to where it begins, in the time that its length takes."""

from __future__ import annotations

import pytest

from pages.read import read

HEAD = "<!doctype html><html><body><h1>Lịch tiếp công dân</h1><p>Trước</p>"
MANY = 200_000  # of a tag's attributes: eight minutes of the parser's time where they are let through


@pytest.mark.parametrize("attribute", ["a{n}=1 ", 'a{n}="1"', "a{n}/", 'a{n}=">" ', "a{n} = '1'"])
def test_tag_of_very_many_attributes_is_cut(attribute: str) -> None:
    tag = "<p " + "".join(attribute.format(n=n) for n in range(MANY)) + ">Sau</p>"
    page = read((HEAD + tag).encode(), url="https://x.example/", media_type="text/html")
    assert [block.text for block in page.blocks] == ["Lịch tiếp công dân", "Trước"]


def test_large_attribute_and_large_page_are_not_cut() -> None:
    viewstate = f'<input type="hidden" value="{"A=b c " * 50_000}">'
    rows = "".join(f'<p class="a" id="r{n}" title="x y z">Dòng {n}</p>' for n in range(5_000))
    page = read((HEAD + viewstate + rows).encode(), url="https://x.example/", media_type="text/html")
    assert page.blocks[-1].text == "Dòng 4999"
