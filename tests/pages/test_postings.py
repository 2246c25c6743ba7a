"""Titles with their posting dates, in the layouts that portals print; what dates nothing."""

from datetime import date

import pytest

from pages.news import news_of
from pages.postings import posted_on, postings
from pages.read import read

SEEN = date(2022, 3, 31)


def page(body, *, head="", title="Cổng TTĐT"):
    html = f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read(html.encode(), url="https://tinh.gov.vn/tin-tuc", media_type="text/html")


def days(body):
    return [p.day for p in postings(page(f"<main>{body}</main>"), captured=SEEN)]


TITLE = "Lãnh đạo tỉnh kiểm tra tiến độ các công trình"
LINK = f'<a href="/tin/1">{TITLE}</a>'
OTHER = '<a href="/tin/2">Khai mạc hội chợ nông sản của tỉnh</a>'


@pytest.mark.parametrize(
    "body",
    [
        f"<ul><li>{LINK} (17/03/2022)</li></ul>",
        f"<ul><li>{LINK} <span>- 17-3-2022</span></li></ul>",
        f"<ul><li><span>17/03/2022</span> {LINK}</li></ul>",
        f"<p>{LINK} Ngày đăng: 17/03/2022</p>",
        f"<h3>{LINK}</h3><div class=date>Thứ Năm, 17/03/2022 | 15:02</div><p>Sáng nay, đoàn công tác đã đi kiểm tra.</p>",
        f"<h3>{LINK}</h3><p>Sáng nay, đoàn công tác đã đi kiểm tra thực tế.</p><span>17/03/2022 08:30 SA</span>",
        f"<div><h2>{LINK}</h2></div><div>Cập nhật lúc 00:47, Thứ Năm, 17/03/2022 (GMT+7)</div>",
        f"<h3>{LINK}</h3><div>17 Tháng 3, 2022</div>",
        f"<h3>{LINK}</h3><div>Lượt xem: 97 | 17/03/2022</div>",
        f'<h3>{LINK}</h3><time datetime="2022-03-17T09:30:00+07:00">2 tuần trước</time>',
        f"<table><tr><th>Tiêu đề</th><th>Ngày đăng</th></tr><tr><td>{LINK}</td><td>17/03/2022</td></tr></table>",
        f"<table><tr><th>STT</th><th>Ngày hết hạn</th><th>Tên</th><th>Ngày cập nhật</th></tr>"
        f"<tr><td>1</td><td>20/04/2022</td><td>{LINK}</td><td>17/03/2022</td></tr></table>",
    ],
)
def test_posting_date_is_read_in_every_layout(body):
    assert days(body) == [date(2022, 3, 17)]


def test_dates_printed_above_their_titles_are_read_for_the_whole_list():
    assert days(f"<span>17/03/2022</span><h3>{LINK}</h3><span>12/03/2022</span><h3>{OTHER}</h3>") == [
        date(2022, 3, 17),
        date(2022, 3, 12),
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<div>Thứ Năm, 31/03/2022</div><ul><li>{LINK}</li><li>{OTHER}</li></ul>",  # the page's clock
        f"<ul><li>{LINK}</li></ul><p>Giấy phép số 12/GP-STTTT cấp ngày 17/03/2022</p>",
        '<ul><li><a href="/1">Kỷ niệm 90 năm Ngày thành lập Đoàn (26/3/1931 - 26/3/2022)</a></li></ul>',
        f"<ul><li>{LINK}</li></ul><h3>Lịch công tác</h3><p>17/03/2022</p>",
        f"<h3>{LINK}</h3><p>Ngày 17/03/2022, đoàn công tác của tỉnh đã đến kiểm tra tiến độ thi công tại các huyện.</p>",
    ],
)
def test_other_dates_are_no_posting_date(body):
    assert not any(days(body))


def test_a_clock_below_the_menu_is_no_entrys_date():
    menu = "<div><a href='/a'>Dự thảo lấy ý kiến</a></div><div>Thứ Năm, 31/03/2022, 20:20 (GMT+7)</div>"
    assert days(f"{menu}<div>{LINK}</div>") == [None, None]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<h1>{TITLE}</h1><div>Thứ Ba - 15/03/2022 09:04</div><p>Nội dung.</p>", ""),
        (f"<h1>{TITLE}</h1><div>Gửi bởi bbt vào Thứ Ba, 15/03/2022 - 15:20</div><p>Nội dung.</p>", ""),
        (f"<h1>{TITLE}</h1><p>Đăng ngày 15 Tháng 3, 2022 bởi admin</p>", ""),
        (f"<h1>{TITLE}</h1><p>15/03/2022 | 16:40 | cms-view-count: 97</p>", ""),
        (
            f"<h1>{TITLE}</h1><p>Nội dung.</p>",
            '<meta property="article:published_time" content="2022-03-15T07:00:00+07:00">',
        ),
        (f"<h1>{TITLE}</h1><p>Nội dung của bài viết.</p><p>Ngày đăng: 15/03/2022</p>", ""),
    ],
)
def test_day_of_an_article(body, head):
    found = posted_on(page(f"<main>{body}</main>", head=head, title=TITLE), captured=SEEN)
    assert found is not None and found.day == date(2022, 3, 15)


def test_header_clock_is_not_an_articles_date():
    body = f"<header>Thứ Năm, 31/03/2022</header><main><h1>{TITLE}</h1><p>Nội dung bài viết.</p></main>"
    assert posted_on(page(body, title=TITLE), captured=SEEN) is None


def test_news_lists_leave_out_documents_drafts_questions_and_notices():
    body = f"""<main><h2>Tin tức - Sự kiện</h2><ul><li>{LINK} (17/03/2022)</li></ul>
<h2>Văn bản mới</h2><ul><li><a href="/vb/1">Quyết định về việc ban hành bảng giá đất</a> (30/03/2022)</li></ul>
<h2>Lấy ý kiến dự thảo</h2><ul><li><a href="/dt/1">Quy định quản lý nghĩa trang trên địa bàn</a> (30/03/2022)</li></ul>
<h2>Hỏi đáp</h2><ul><li><a href="/hd/1">Thủ tục tách thửa đất ở nông thôn</a> (30/03/2022)</li></ul>
<h2>Thông báo</h2><ul><li><a href="/tb/1">Mời họp báo thường kỳ quý một</a> (30/03/2022)</li></ul>
<h2>Lịch công tác</h2><ul><li><a href="/l/1">Lịch làm việc của lãnh đạo tuần này</a> (30/03/2022)</li></ul></main>"""
    assert [(n.title, n.day) for n in news_of(page(body), captured=SEEN)] == [(TITLE, date(2022, 3, 17))]


def test_a_quote_holds_title_and_date_in_the_order_of_the_page():
    above = page(f"<main><i>17/03/2022</i><h3>{LINK}</h3><i>12/03/2022</i><h3>{OTHER}</h3></main>")
    assert postings(above, captured=SEEN)[0].quote == f"17/03/2022 […] {TITLE}"
    below = page(f"<main><h3>{LINK}</h3><i>17/03/2022</i></main>")
    assert postings(below, captured=SEEN)[0].quote == f"{TITLE} […] 17/03/2022"
