"""Reception days that stand apart from who receives: cards, grids of <div>s, days below a month, tabs."""

from datetime import date

import pytest

from pages.dates import find_dates
from pages.read import read
from pages.receivers import PROVINCIAL, Receiver
from pages.reception import read_reception

TITLE = "<h1>Lịch tiếp công dân</h1>"


def days(body, title=TITLE):
    page = read(f"<html><body><main>{title}{body}</main></body></html>".encode(), url="https://www.tinh.gov.vn/lich")
    reading = read_reception(page, context="Lịch tiếp công dân", captured=date(2022, 3, 31), owner="Thanh Hóa")
    return {(day, who) for s in reading.schedules for day in s.sessions for who in s.receivers}


def cards(shape, *pairs):
    return "".join(shape.format(d=d, day=d[:2], month=d[3:], who=who) for d, who in pairs)


CHAIR = [("15/04/2022", "Chủ tịch UBND tỉnh Nguyễn Văn A"), ("15/03/2022", "Chủ tịch UBND tỉnh Nguyễn Văn A")]
BOTH = {(date(2022, 4, 15), Receiver.CHAIR), (date(2022, 3, 15), Receiver.CHAIR)}


@pytest.mark.parametrize(
    "shape",
    [
        "<div class='card'><div class='date'>{d}</div><div>{who}</div><div>Trụ sở Tiếp công dân tỉnh</div></div>",
        "<div class='card'><div>{who}</div><div class='date'>Ngày {d}</div></div>",
        "<div class='row'><div class='col'>{d}</div><div class='col'>Sáng</div><div class='col'>{who}</div></div>",
        "<div class='item'><div class='badge'><span class='d'>{day}</span><span class='m'>{month}</span></div><p>{who}</p></div>",
        "<div class='item'><div class='day'>{day}</div><div class='my'>Tháng {month}</div><div>{who}</div></div>",
        "<section><div><div><b>{d}</b></div></div><div><div>{who}</div></div></section>",
    ],
)
def test_a_card_binds_its_day_to_who_receives(shape):
    assert days(cards(shape, *CHAIR)) == BOTH


CARD = "<div class='card'><div>{d}</div><div>{who}</div></div>"


def test_each_card_has_its_own_receiver():
    found = days(cards(CARD, ("15/04/2022", "Giám đốc Sở Nội vụ"), ("16/04/2022", "Chủ tịch UBND tỉnh")))
    assert (date(2022, 4, 16), Receiver.CHAIR) in found
    assert (date(2022, 4, 15), Receiver.CHAIR) not in found


@pytest.mark.parametrize(
    "body",
    [
        # titles with the day of their posting
        "<div><div>16/03/2022</div><h3><a href='/a'>Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 3</a></h3></div>"
        "<div><div>16/02/2022</div><h3><a href='/b'>Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 2</a></h3></div>",
        # one date below a title: the day of posting
        "<div class='detail'><div class='date'>15/03/2022</div><div class='body'>Chủ tịch UBND tỉnh</div></div>",
        # comments
        "<div><div>12/03/2022</div><div>Khi nào Chủ tịch UBND tỉnh tiếp dân?</div></div>"
        "<div><div>13/03/2022</div><div>Tôi muốn gặp Chủ tịch UBND tỉnh</div></div>",
        # days on which nobody receives
        cards(
            CARD,
            ("15/04/2022", "Chủ tịch UBND tỉnh không tiếp công dân"),
            ("15/03/2022", "Nghỉ lễ, không tiếp công dân"),
        ),
    ],
)
def test_what_looks_like_cards(body):
    assert days(body) == set()


def test_cards_of_another_page_are_no_sessions():
    assert days(cards(CARD, *CHAIR), title="<h1>Lịch họp báo</h1>") == set()


def test_days_below_their_month():
    title = "<h1>Lịch tiếp công dân của Chủ tịch UBND tỉnh</h1>"
    body = "<p><b>Tháng 4/2022</b></p><p>- Thứ Sáu, ngày 15</p><p><b>Tháng 5/2022</b></p><p>- Các ngày 06, 16 và 31</p>"
    assert {day for day, _ in days(body, title)} == {date(2022, 4, 15), *(date(2022, 5, n) for n in (6, 16, 31))}


def test_days_in_a_list_below_their_month():
    body = "<ul><li>Tháng 4 năm 2022<ul><li>05/4: Phó Chủ tịch UBND tỉnh Lê A</li><li>15/4: Chủ tịch UBND tỉnh</li></ul></li></ul>"
    assert days(body) == {(date(2022, 4, 5), Receiver.DEPUTY), (date(2022, 4, 15), Receiver.CHAIR)}


def test_a_number_below_a_month_that_is_no_day():
    title = "<h1>Lịch tiếp công dân của Chủ tịch UBND tỉnh</h1>"
    for line in ("Ngày 15/12 trả kết quả", "Ngày 31: nghỉ, không tiếp công dân", "Trong 15 ngày làm việc", "Ngày 40"):
        assert days(f"<p><b>Tháng 4/2022</b></p><p>{line}</p>", title) == set()


def test_a_tab_heads_its_panel():
    row = "<table><tr><th>Ngày</th><th>Người tiếp</th></tr><tr><td>{}</td><td>Chủ tịch UBND tỉnh</td></tr></table>"
    tabs = "<ul class='nav nav-tabs'><li><a href='#t3' data-toggle='tab'>Tháng 3</a></li><li><a href='#t4' data-toggle='tab'>Tháng 4</a></li></ul>"
    body = f"{tabs}<div id='t3'>{row.format(15)}</div><div id='t4'>{row.format(14)}</div>"
    assert days(body, "<h1>Lịch tiếp công dân năm 2022</h1>") == {
        (date(2022, 3, 15), Receiver.CHAIR),
        (date(2022, 4, 14), Receiver.CHAIR),
    }


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<a href='/a'>Khai mạc hội nghị</a><span class='t'>2 giờ trước</span>", "Khai mạc hội nghị 2 giờ trước"),
        ("<b>30</b><span>03/2022</span>", "30 03/2022"),
        ("<span class='x'>Ngày</span><span class='y'>15/3</span>", "Ngày 15/3"),
        ("<span>2</span><span>022</span>", "2022"),  # a word that an editor cut in two
        ("<b>Số</b><i>: 15</i>", "Số: 15"),
        ("Th<b>ông</b> báo", "Thông báo"),
    ],
)
def test_pieces_that_a_style_sheet_sets_apart(markup, text):
    (block,) = read(f"<body><main><p>{markup}</p></main>".encode(), url="https://a.vn/").blocks
    assert block.text == text


def test_a_year_behind_a_month_needs_no_sign():
    assert [m.first for m in find_dates("27 Tháng 06 2024")] == [date(2024, 6, 27)]
    assert [m.first for m in find_dates("Họp tháng 3 2022 tại huyện")] == [date(2022, 3, 1)]
    for text in ("trong tháng 3 1500 hộ", "tháng 5 15/3/2022", "tháng 3 2.022 ca", "tháng 3 20223"):
        assert all(m.text != text and m.first.year != 1500 for m in find_dates(text)), text


@pytest.mark.parametrize("whose", ["Thường trực HĐND tỉnh", "đồng chí Bí thư Tỉnh ủy", "Giám đốc Sở Nội vụ"])
def test_the_place_where_others_receive_is_no_word_of_the_office(whose):
    html = (
        f"<main><h1>Lịch tiếp công dân của {whose} năm 2022</h1><table><tr><th>Ngày</th><th>Người tiếp</th></tr>"
        f"<tr><td>20/01/2022</td><td>{whose}</td></tr></table><p>Địa điểm: Trụ sở tiếp công dân tỉnh, số 5 Lê Lợi.</p></main>"
    )
    reading = read_reception(read(html.encode(), url="https://www.tinh.gov.vn/lich"), captured=date(2022, 3, 31))
    assert not any(s.receivers & PROVINCIAL for s in reading.schedules)


def test_a_badge_is_a_date_only_where_nothing_else_stands():
    assert [m.first for m in find_dates("30 03/2022")] == [date(2022, 3, 30)]
    assert [m.first for m in find_dates("30 Tháng 3/2022")] == [date(2022, 3, 30)]
    assert [m.first for m in find_dates("Phòng 30 03/2022")] != [date(2022, 3, 30)]
