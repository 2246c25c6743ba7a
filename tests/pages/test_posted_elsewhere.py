"""Posting dates that stand in no line of text: JSON-LD, the address, and a calendar leaf without a year."""

from __future__ import annotations

from datetime import date

from pages.dates import find_dates
from pages.postings import day_in_address, posted_on
from pages.read import read


def test_publication_date_of_json_ld() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-03-28T08:15:00+07:00"}</script>'
    page = read(
        f"<html><head>{data}</head><body><h1>Khởi công</h1><p>Nội dung</p></body></html>".encode(), url="http://a.vn"
    )
    dated = posted_on(page, captured=date(2022, 3, 31))
    assert dated is not None and dated.day == date(2022, 3, 28)


def test_day_in_an_address() -> None:
    assert day_in_address("https://a.vn/2022/03/28/khoi-cong.html") == date(2022, 3, 28)
    assert day_in_address("https://a.vn/2022/3/8/khoi-cong") == date(2022, 3, 8)
    assert day_in_address("https://a.vn/khoi-cong-20220328091530123.htm") == date(2022, 3, 28)
    assert day_in_address("https://a.vn/202203280915.html") == date(2022, 3, 28)
    assert day_in_address("https://a.vn/pages/2022-3-28/Khoi-cong.aspx") == date(2022, 3, 28)
    for url in (
        "https://a.vn/khoi-cong-20221328091530.htm",
        "https://a.vn/khoi-cong-20220328.htm",  # may be anybody's number
        "https://a.vn/khoi-cong-2022032809153012.htm",
        "https://a.vn/2022/02/30/x",
        "https://a.vn/tin/2022/03",
        "https://a.vn/12022/03/28/x",
        "https://a.vn/x",
    ):
        assert day_in_address(url) is None


def test_calendar_leaf_without_a_year_is_read_near_its_anchor() -> None:
    for words in ("28 Th3", "28Th3", "28 Thg 3", "28 thg. 3"):
        assert [m.first for m in find_dates(words, anchor=date(2022, 4, 2))] == [date(2022, 3, 28)], words
    for words in ("28 Thứ 3", "Lớp 5 thi 3", "khối 28 th 30a", "Tầng 28 Thanh 3"):
        assert not find_dates(words, anchor=date(2022, 4, 2)), words
