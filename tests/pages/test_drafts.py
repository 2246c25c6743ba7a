"""Drafts put up for comment, with the days printed with them."""

from datetime import date

import pytest

from pages.drafts import drafts_of
from pages.read import read

SEEN = date(2022, 3, 31)


def days(body):
    html = f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Dự thảo</title></head><body><main>{body}</main></body></html>"
    page = read(html.encode(), url="https://tinh.gov.vn/du-thao", media_type="text/html")
    return [(d.first, d.last) for d in drafts_of(page, captured=SEEN) if d.last]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>Dự thảo Quyết định quản lý nghĩa trang - Đăng ngày 25/02/2022, góp ý đến 28/03/2022</li></ul>",
        "<table><tr><th>Tên dự thảo</th><th>Ngày đăng</th><th>Hạn góp ý</th></tr><tr><td>Dự thảo Nghị quyết về phí</td>"
        "<td>25/02/2022</td><td>28/03/2022</td></tr></table>",
        "<p>Dự thảo Quyết định ban hành Quy chế quản lý kiến trúc Từ 25/02/2022 đến 28/03/2022</p>",
        "<h3><a href='/1'>Dự thảo Quyết định về đơn giá cây trồng</a></h3><div>25/02/2022</div><p>Thời hạn góp ý: 28/03/2022</p>",
    ],
)
def test_days_of_a_draft(body):
    assert days(body) == [(date(2022, 2, 25), date(2022, 3, 28))]


def test_the_pages_clock_is_no_drafts_day():
    assert (
        days("<div>Thứ Năm, 31/03/2022</div><h2>Lấy ý kiến dự thảo</h2><ul><li>Dự thảo Quyết định về phí</li></ul>")
        == []
    )


def test_a_section_that_lists_bare_titles_is_read_by_their_posting_dates():
    assert days("<ul><li><a href='/1'>Quy định quản lý nghĩa trang trên địa bàn tỉnh</a> (25/02/2022)</li></ul>") == [
        (date(2022, 2, 25), date(2022, 2, 25))
    ]


def test_news_beside_the_drafts_are_none():
    body = "<p>Chưa có dự thảo.</p><h3>Tin mới</h3><ul><li><a href='/1'>Lãnh đạo tỉnh thăm các cơ sở</a> (30/03/2022)</li></ul>"
    assert days(body) == []


def test_the_sections_own_name_above_a_clock_is_no_draft():
    menu = "<div>Dự thảo lấy ý kiến</div><div>Thứ Năm, 31/03/2022, 20:20</div>"
    rows = "<table><tr><td>Dự thảo Nghị quyết về phí</td><td>05/08/2020</td></tr><tr><td>Dự thảo Quyết định về giá</td><td>01/08/2020</td></tr></table>"
    assert max(days(menu + rows))[1] == date(2020, 8, 5)
