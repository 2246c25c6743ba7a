"""Reception schedules of others than the province's government, and what looks like one: none may count."""

from __future__ import annotations

from datetime import date

import pytest

from pages.page import Page
from pages.read import read
from pages.reception import Receiver, Schedule, ScheduleKind, read_reception

OUR_OWN = {Receiver.CHAIR, Receiver.DEPUTY, Receiver.LEADERS, Receiver.OFFICE}
UNDATED = {ScheduleKind.STANDING_RULE, ScheduleKind.OFFICE_HOURS}


def page_of(heading: str, body: str, *, name: str = "tỉnh Bình Minh", host: str = "www.binhminh.gov.vn") -> Page:
    """A page of a portal around `body`, with its clock, menu, breadcrumb and copyright year."""
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
    <title>{heading} | Cổng thông tin điện tử {name}</title></head><body>
    <header>Cổng thông tin điện tử {name} <span>Thứ Ba, 29/03/2022</span></header>
    <nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/lich-tiep-dan">Lịch tiếp công dân</a></li></ul></nav>
    <main><h1>{heading}</h1><div class="content">{body}</div></main>
    <footer>Bản quyền © 2022. Giấy phép số 12/GP-TTĐT ngày 3/2/2019</footer></body></html>"""
    return read(html.encode(), url=f"https://{host}/a-123", media_type="text/html")


def lines(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def table(*rows: tuple[str, ...]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


def counted(page: Page, *, context: str = "") -> list[Schedule]:
    """The dated schedules of whoever counts."""
    answer = read_reception(page, context=context, captured=date(2022, 3, 29))
    return [s for s in answer.schedules if s.receivers & OUR_OWN and s.kind not in UNDATED]


@pytest.mark.parametrize(
    "who",
    [
        "Liên đoàn Lao động tỉnh",
        "Ủy ban MTTQ tỉnh",
        "Trung tâm Phát triển quỹ đất",
        "Hội Nông dân tỉnh",
        "Đài Phát thanh và Truyền hình tỉnh",
        "Công ty Điện lực Bình Minh",
        "Ngân hàng Nhà nước chi nhánh tỉnh",
        "lãnh đạo Ban Quản lý khu kinh tế",
        "Bộ trưởng Bộ Tài nguyên và Môi trường",
        "Thanh tra Chính phủ",
        "Ban Tiếp công dân Trung ương",
        "Tổ đại biểu số 3",
        "đại biểu HĐND tỉnh",
        "Bí thư Tỉnh ủy",
        "Viện kiểm sát nhân dân tỉnh",
        "Cục Thuế tỉnh",
        "UBND huyện Tân Lập",
        "Chủ tịch UBND thành phố Bình Minh",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        lines("Thời gian: 8 giờ 00 ngày 15/4/2022"),
        lines("Ngày 15/4/2022: Chủ tịch"),
        table(("TT", "Ngày tiếp", "Họ và tên"), ("1", "15/4/2022", "Nguyễn Văn A")),
    ],
)
def test_schedule_of_another_body_is_not_the_provinces(who: str, body: str) -> None:
    assert counted(page_of(f"Lịch tiếp công dân của {who} tháng 4/2022", body)) == []


@pytest.mark.parametrize(
    "who",
    [
        "Chủ tịch UBND tỉnh",
        "lãnh đạo tỉnh",
        "lãnh đạo UBND tỉnh",
        "các đồng chí lãnh đạo UBND tỉnh",
        "Ban Tiếp công dân tỉnh",
        "tỉnh",
        "đồng chí Nguyễn Văn A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh",
        "UBND tỉnh Bình Minh",
    ],
)
def test_schedule_of_the_provinces_own_is_its_own(who: str) -> None:
    page = page_of(f"Lịch tiếp công dân tháng 4/2022 của {who}", lines("Thời gian: 8 giờ 00 ngày 15/4/2022"))
    assert [s.last for s in counted(page)] == [date(2022, 4, 30)]


def test_deputy_of_the_council_receives_as_such_whatever_his_other_post() -> None:
    rows = (("STT", "Họ và tên", "Chức vụ", "Ngày tiếp"), ("1", "Nguyễn Văn A", "Phó Chủ tịch UBND tỉnh", "12/4/2022"))
    assert counted(page_of("Lịch tiếp công dân của đại biểu HĐND tỉnh tháng 4/2022", table(*rows))) == []


@pytest.mark.parametrize("other", ["tỉnh Nam Định", "tỉnh Thừa Thiên Huế", "TP. Hồ Chí Minh", "thành phố Đà Nẵng"])
@pytest.mark.parametrize("host", ["www.hanam.gov.vn", "portal.example"])
def test_schedule_of_another_province_is_not_our_own(other: str, host: str) -> None:
    body = lines(f"Chủ tịch UBND {other} tiếp công dân vào ngày 22/4/2022 tại Trụ sở Tiếp công dân {other}.")
    for heading in (f"Lịch tiếp công dân tháng 4/2022 của Chủ tịch UBND {other}", "Lịch tiếp công dân tháng 4/2022"):
        assert counted(page_of(heading, body, name="tỉnh Hà Nam", host=host)) == []


@pytest.mark.parametrize(
    "name, host",
    [
        ("tỉnh Hà Nam", "hanam.gov.vn"),
        ("tỉnh Bà Rịa - Vũng Tàu", "www.baria-vungtau.gov.vn"),
        ("tỉnh Thừa Thiên Huế", "thuathienhue.gov.vn"),
        ("Thành phố Hồ Chí Minh", "hochiminhcity.gov.vn"),
        ("Thành phố Cần Thơ", "portal.example"),
        ("tỉnh Đắk Lắk", "portal.example"),
    ],
)
def test_schedule_that_names_our_own_province_is_our_own(name: str, host: str) -> None:
    body = lines(f"Chủ tịch UBND {name} tiếp công dân vào ngày 22/4/2022.")
    page = page_of(f"Lịch tiếp công dân tháng 4/2022 của Chủ tịch UBND {name}", body, name=name, host=host)
    assert [s.last for s in counted(page)] == [date(2022, 4, 30)]


def test_name_of_a_department_ends_before_the_act() -> None:
    body = lines("Lãnh đạo Sở Tư pháp tiếp công dân vào ngày 15/4/2022")
    assert counted(page_of("Lịch tiếp công dân tháng 4/2022", body)) == []


def test_row_of_a_body_nobody_knows_is_not_the_provinces() -> None:
    rows = (("TT", "Đơn vị", "Ngày tiếp"), ("1", "Trung tâm Phát triển quỹ đất", "15/4/2022"))
    assert counted(page_of("Lịch tiếp công dân tháng 4/2022", table(*rows))) == []
