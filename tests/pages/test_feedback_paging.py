"""How a list goes on: links, last page, post-backs."""

from __future__ import annotations

import pytest

from pages.feedback import FeedbackList
from tests.pages.feedback_pages import feedback_of

URL = "https://www.example.gov.vn/hoi-dap"
ROWS = (
    "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th></tr><tr><td><a href='/hoi-dap/cau-hoi?id=7'>Bao giờ có điện?</a>"
    "</td><td>12/03/2022</td></tr><tr><td><a href='/hoi-dap/cau-hoi?id=6'>Bao giờ có nước?</a></td><td>11/03/2022</td></tr></table>"
)


def paged(pager: str, url: str = URL) -> FeedbackList:
    return feedback_of(ROWS + pager, url=url).lists[0]


def a(href: str, label: str) -> str:
    return f"<a href='{href}'>{label}</a> "


@pytest.mark.parametrize(
    ("pager", "more", "last"),
    [
        (a("?page=2", "2") + a("?page=3", "3"), ["?page=2", "?page=3"], "?page=3"),
        (a("?page=2", "2") + a("?page=25", "25") + a("?page=2", "Trang sau"), ["?page=2", "?page=25"], "?page=25"),
        (a("?page=2", "2") + a("?page=3", "3") + a("?page=2", "»"), ["?page=2", "?page=3"], ""),
        (a("?page=2", "›") + a("?page=9", "»"), ["?page=2", "?page=9"], "?page=9"),
        (a("?page=2", "2") + a("?page=9", "Trang cuối"), ["?page=2", "?page=9"], "?page=9"),
        (a("?p_p_id=x&_x_WAR_q_cur=2", "Tiếp"), ["?p_p_id=x&_x_WAR_q_cur=2"], ""),
        (a("/hoi-dap/page/2", "2"), ["/page/2"], "/page/2"),
        (a("/hoi-dap/trang-2.html", "2"), ["/trang-2.html"], "/trang-2.html"),
        (a("?page=1", "1") + a("?page=2", "2"), ["?page=1", "?page=2"], "?page=2"),
        ("", [], ""),
    ],
)
def test_further_pages_by_link(pager: str, more: list[str], last: str) -> None:
    found = paged("<div>" + pager + "</div>")
    assert list(found.more) == [URL + tail for tail in more]
    assert found.last == (URL + last if last else "")
    assert not found.post_paging


def test_the_page_itself_is_not_further() -> None:
    found = paged("<p>" + a("?page=1", "1") + a("?page=2", "2") + a("?page=1", "Trang trước") + "</p>", URL + "?page=2")
    assert list(found.more) == [URL + "?page=1"]


@pytest.mark.parametrize(
    "pager",
    [
        "<p>1 <a href=\"javascript:__doPostBack('g','Page$2')\">2</a> <a href=\"javascript:__doPostBack('g','Page$3')\">3</a></p>",
        "<ul><li><span>1</span></li><li><a href='#' onclick='go(2)'>2</a></li><li><a href='#' onclick='go(3)'>3</a></li></ul>",
        "<p>Trang 1/25</p>",
        "<p>« 1 2 3 4 5 ... »</p>",
    ],
)
def test_pages_that_no_link_reaches(pager: str) -> None:
    found = paged(pager)
    assert found.post_paging
    assert found.more == ()


@pytest.mark.parametrize("text", ["<p>Trang 1/1</p>", "<p>12 3 2022</p>", "<p>Có 2 câu hỏi</p>", "<p>5 7 9</p>"])
def test_numbers_that_are_no_pager(text: str) -> None:
    assert not paged(text).post_paging


def test_items_and_other_numbers_are_no_pages() -> None:
    found = paged(
        "<p>" + a("/tin-tuc?page=2", "2") + a("/van-ban/2022", "2022") + a("/hoi-dap/cau-hoi?id=7", "7") + "</p>"
    )
    assert found.more == ()


def test_a_friendly_address_whose_pages_have_the_systems_own() -> None:
    found = paged("<p>" + a("/index.php?m=hd&p=2", "2") + a("/index.php?m=hd&p=3", "3") + "</p>")
    assert [url.rsplit("p=")[1] for url in found.more] == ["2", "3"]


def test_the_last_page_whose_numbers_are_links_is_no_post_back() -> None:
    first, second = a("/hoi-dap", "1"), a("?page=2", "2")
    assert not paged(f"<ul><li>{first}</li><li>{second}</li></ul>", URL + "?page=2").post_paging
