"""Expressions that match with and without diacritics, and sentences for quotes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pages.excerpts import GAP, excerpt, join, sentences
from pages.wording import Wording


def test_diacritics_must_match_where_a_text_has_any() -> None:
    wording = Wording("tiếp công dân")
    assert wording("Lịch TIẾP CÔNG DÂN")
    assert wording("LICH TIEP CONG DAN")
    assert not wording("tiệp cộng đàn")


def test_whole_words_only_and_both_tone_placements() -> None:
    assert not Wording("xã")("xãm")
    assert Wording("ủy ban")("Uỷ ban nhân dân")
    assert Wording("hòa bình")("tỉnh Hoà Bình")


def test_abbreviations_and_numbers_of_items_end_no_sentence() -> None:
    text = "1. Chủ tịch UBND TP. Hồ Chí Minh tiếp công dân. Địa điểm: Q. 3."
    assert [text[a:b] for a, b in sentences(text)] == [
        "1. Chủ tịch UBND TP. Hồ Chí Minh tiếp công dân.",
        "Địa điểm: Q. 3.",
    ]


@given(st.text(alphabet="aA .;!?1\n", max_size=60))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans).split() == text.split() or "".join(text.split()) == "".join(
        "".join(text[a:b] for a, b in spans).split()
    )


@given(st.text(alphabet="ab .", min_size=1, max_size=2000), st.integers(0, 1999))
def test_an_excerpt_stands_in_the_text(text: str, start: int) -> None:
    start = min(start, len(text) - 1)
    assert excerpt(text, start, start + 1, limit=80) in text


def test_a_quotes_parts_come_once() -> None:
    assert join("a b", "", "c", "a") == f"a b{GAP}c"
