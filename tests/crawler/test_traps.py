"""Traps told from the shape of an address."""

from __future__ import annotations

import pytest

from crawler.traps import Traps, is_document, is_media


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://a.vn/vi/en/vi/tin-tuc", "language"),
        ("http://a.vn/tin/tin/tin/x", "loop"),
        ("http://a.vn/a1/b1/a1/b1/x", "loop"),
        ("http://a.vn/" + "x/" * 20, "depth"),
        ("http://a.vn/" + "x" * 1001, "length"),
        ("http://a.vn/?" + "&".join(f"k{n}=1" for n in range(20)), "parameters"),
        ("http://a.vn/list?sort=desc", "sort"),
        ("http://a.vn/list?OrderBy=ngay", "sort"),
        ("http://a.vn/bai-viet/in-bai-viet/12", "print"),
        ("http://a.vn/tin?print=1", "print"),
        ("http://a.vn/user/logout", "logout"),
    ],
)
def test_trap_is_named(url: str, rule: str) -> None:
    assert Traps().rule(url) == rule


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/",
        "http://a.vn/vi/tin-tuc",
        "http://a.vn/vi-VN/a/b/Pages/x.aspx",
        "http://a.vn/ct/cms/congdan/khieunaitc/Lists/NghienCuuTraoDoi/View_Detail.aspx?ItemID=77",
        "http://a.vn/web/guest/home?p_p_id=3_WAR_x&p_p_lifecycle=0&_x_cur=2",
        "http://a.vn/-/view-article/1/1681376289060/1712113730567",
        "http://a.vn/2024/12/861-lich-tiep-cong-dan",
        "http://a.vn/1426/37932/73050/691291/x",
    ],
)
def test_ordinary_addresses_of_portals_are_none(url: str) -> None:
    assert Traps().rule(url) == ""


def test_calendar_is_read_for_a_while_and_then_left() -> None:
    traps = Traps()
    rules = [
        traps.rule(f"http://a.vn/lich-cong-tac/{year}/{month:02}") for year in (2022, 2023) for month in range(1, 13)
    ]
    assert rules == [""] * 12 + ["calendar"] * 12
    weeks = [traps.rule(f"http://a.vn/lich?tuan={week}&nam=2022") for week in range(1, 53)]
    assert weeks.count("") == 12


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/x/lich.pdf",
        "http://a.vn/LICH.DOCX",
        "http://a.vn/documents/1/2/lich.pdf/0f1e-22",
        "http://a.vn/download.aspx?file=/upload/lich.xls",
    ],
)
def test_documents_are_seen_in_every_platforms_addresses(url: str) -> None:
    assert is_document(url)


def test_pages_are_no_documents_and_pictures_are_media() -> None:
    assert not is_document("http://a.vn/lich-pdf.html")
    assert is_media("http://a.vn/anh.JPG?w=3") and not is_media("http://a.vn/lich.pdf")


def test_links_that_differ_in_a_value_alone_are_read_for_a_while_and_then_left() -> None:
    traps = Traps()
    let = [traps.repeats(f"https://x.example/lich?d={n}", "Tuần sau") for n in range(100)]
    assert let == [False] * 60 + [True] * 40
    assert not traps.repeats("https://x.example/lich?d=1", "Tháng sau")
    assert not any(traps.repeats(f"https://x.example/a{'bcdef'[n % 5] * (n + 1)}", "Chi tiết") for n in range(100))
    assert not any(traps.repeats(f"https://x.example/tin/{n}", "") for n in range(100))
