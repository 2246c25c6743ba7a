"""Moments that markup gives to words ('9 ngày trước' in a <time>), in blocks, tables and dates."""

from __future__ import annotations

from datetime import date

import pytest

from pages.dates import Mention, Role, find_dates, find_dates_in
from pages.page import Page
from pages.read import read


def reading(html: str) -> Page:
    return read(html.encode(), url="https://mau.gov.vn/", media_type="text/html")


def dates_of(page: Page) -> list[Mention]:
    return [mention for block in page.blocks for mention in find_dates_in(block)]


@pytest.mark.parametrize(
    "element",
    [
        '<time datetime="2022-03-22T09:30:00+07:00">9 ngày trước</time>',
        '<time datetime="2022-03-22">9 ngày trước</time>',
        '<time datetime="2022-03-21T18:30:00Z">9 ngày trước</time>',
        '<time pubdate datetime="2022-03-22 09:30:00.000"><i class="icon"></i> 9 ngày trước</time>',
        '<abbr class="timeago" title="2022-03-22T09:30:00+0700">9 ngày trước</abbr>',
        '<abbr class="timeago" title="22/03/2022 09:30">9 ngày trước</abbr>',
        '<span title="Thứ Ba, 22/03/2022 09:30">9 ngày trước</span>',
        '<span title="09:30, ngày 22/03/2022">9 ngày trước</span>',
        '<span class="time" data-time="1647916200">9 ngày trước</span>',
        '<em data-livestamp="1647916200000">9 days ago</em>',
        '<div class="time" data-datetime="2022-03-22T09:30:00+07:00">khoảng 9 ngày</div>',
        '<time datetime="2022-03-22T09:30:00+07:00">22/3</time>',
        '<time datetime="2022-03-22T09:30:00+07:00">22 tháng 3</time>',
        '<time datetime="2022-03-22T09:30:00+07:00">09:30</time>',
        '<time datetime="2022-03-22T09:30:00+07:00">hôm qua lúc 09:30</time>',
    ],
)
def test_words_take_the_day_of_their_element(element: str) -> None:
    page = reading(f"<main><article><p>Trả lời ông A về việc cấp nước</p><p>Trả lời: {element}</p></article></main>")
    found = dates_of(page)
    assert [(m.first, m.last, m.precision.value, m.year_given) for m in found] == [
        (date(2022, 3, 22), date(2022, 3, 22), "day", True)
    ]
    text = next(block.text for block in page.blocks if block.times)
    assert found[0].text == text[found[0].start : found[0].end]
    if not element.startswith("<div"):  # a block of its own: its label is another block
        assert found[0].role is Role.ANSWERED


@pytest.mark.parametrize(
    "html",
    [
        '<time datetime="2022-03-22">20/03/2021</time>',  # the printed date is the portal's word
        '<time datetime="2021-03-01">20/03/2021</time>',
    ],
)
def test_a_full_date_as_printed_stands(html: str) -> None:
    assert [m.first for m in dates_of(reading(f"<p>{html}</p>"))] == [date(2021, 3, 20)]


@pytest.mark.parametrize(
    "html",
    [
        '<time datetime="2022-03-22">Lịch tiếp công dân</time>',
        '<a href="/x" title="22/03/2022">2 ngày trước</a>',
        '<span title="Lịch tiếp công dân ngày 22/03/2022">Xem chi tiết</span>',
        '<time datetime="0001-01-01T00:00:00">2 ngày trước</time>',
        '<time datetime="1970-01-01T00:00:00Z">2 ngày trước</time>',
        '<time datetime="2022-02-31">2 ngày trước</time>',
        '<time datetime="P2D">2 ngày trước</time>',
        '<time datetime="2022-03">2 tháng trước</time>',
        '<time datetime="2022-03-22"></time>',
        '<span title="0901234567">2 ngày trước</span>',
        '<table><tr><th>T2</th><th>T3</th></tr><tr><td data-date="2022-03-21">21</td><td data-date="2022-03-22">22</td>',
    ],
)
def test_what_is_no_moment_of_its_words(html: str) -> None:
    assert dates_of(reading(f"<p>{html}</p>")) == []


def test_a_month_keeps_its_precision() -> None:
    found = dates_of(reading('<p><time datetime="2022-03-01">tháng 3 năm 2022</time></p>'))
    assert [(m.first, m.last) for m in found] == [(date(2022, 3, 1), date(2022, 3, 31))]


def test_each_line_of_a_record_has_its_own_moment() -> None:
    page = reading(
        "<div>Gửi lúc: <time datetime='2022-03-01T08:00+07:00'>2 tháng trước</time><br>"
        "Trả lời lúc: <time datetime='2022-03-20T08:00+07:00'>2 tháng trước</time></div>"
    )
    assert [(m.first, m.role) for m in dates_of(page)] == [
        (date(2022, 3, 1), Role.ASKED),
        (date(2022, 3, 20), Role.ANSWERED),
    ]


def test_table_cells_carry_their_moments() -> None:
    page = reading(
        "<table><tr><th>Câu hỏi</th><th>Ngày gửi</th><th>Ngày trả lời</th></tr>"
        "<tr><td rowspan=2>Cấp nước</td><td><time datetime='2022-03-01'>1 tháng trước</time></td><td></td></tr>"
        "<tr><td><time datetime='2022-03-02'>1 tháng trước</time></td>"
        "<td><time datetime='2022-03-20'>9 ngày trước</time></td></tr></table>"
    )
    (table,) = page.tables
    assert table.times_at(1, 1) == (("1 tháng trước", "2022-03-01"),)
    assert table.times_at(2, 1) == (("1 tháng trước", "2022-03-02"),)
    assert table.times_at(2, 2) == (("9 ngày trước", "2022-03-20"),)
    assert table.times_at(1, 2) == ()
    assert [time[1] for block in page.blocks for time in block.times] == ["2022-03-01", "2022-03-02", "2022-03-20"]


def test_words_outside_the_element_keep_to_the_anchor() -> None:
    text = "Gửi 2 ngày trước | Trả lời hôm qua"
    found = find_dates(text, anchor=date(2022, 3, 31), times=(("hôm qua", "2022-03-22"),))
    assert [(m.text, m.first) for m in found] == [("2 ngày trước", date(2022, 3, 29)), ("hôm qua", date(2022, 3, 22))]


def test_positions_hold_in_text_that_is_not_composed() -> None:
    text = "Trả lơ\u0300i: 9 ngày trước."
    (found,) = find_dates(text, times=(("9 ngày trước", "2022-03-22"),))
    assert (found.text, found.first) == ("9 ngày trước", date(2022, 3, 22))
