"""Reception schedules of others than the province's government, and what looks like one: none may count."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from pages.page import Page
from pages.read import read
from pages.reception import Receiver, Schedule, ScheduleKind, read_reception

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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


# Heading of a page, its body, and (who receives, the last day covered) of each schedule that counts.
SCHEDULES = [
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Tháng 4: ngày 15/4/2022</p>", [("chair", "2022-04-15")]),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<ul><li>15/01/2022</li><li>15/02/2022</li><li>15/3/2022</li></ul>",
        [("chair", "2022-03-15")],
    ),
    (
        "Lịch tiếp công dân năm 2022",
        "<table><tr><td>Tháng</td><td>Ngày</td><td>Người tiếp</td></tr><tr><td>1</td><td>15</td><td>Chủ tịch UBND tỉnh</td></tr><tr><td>2</td><td>16</td><td>PCT Trần B</td></tr></table>",
        [("chair", "2022-12-31"), ("deputy", "2022-12-31")],
    ),
    (
        "Lịch tiếp công dân tháng 4/2022 của lãnh đạo UBND tỉnh",
        "<ul><li>Ngày 05/4: đ/c Lê Văn A - Chủ tịch UBND tỉnh</li><li>Ngày 12/4: đ/c Trần B - PCT UBND tỉnh</li></ul>",
        [("chair", "2022-04-30"), ("deputy", "2022-04-30")],
    ),
    (
        "Thông báo lịch tiếp công dân định kỳ tháng 4 năm 2022",
        "<p>Văn phòng UBND tỉnh thông báo lịch tiếp công dân định kỳ tháng 4 năm 2022 của đồng chí Chủ tịch UBND tỉnh như sau:</p><p>1. Thời gian: 07 giờ 30 phút, ngày 15/4/2022 (thứ Sáu)</p><p>2. Địa điểm: Trụ sở Tiếp công dân tỉnh, số 5 Lê Lợi</p><p>3. Thành phần: Lãnh đạo Thanh tra tỉnh, Sở TN&MT</p>",
        [("chair", "2022-04-30")],
    ),
    (
        "Thông báo lịch tiếp công dân",
        "<p>Chủ tịch UBND tỉnh sẽ tiếp công dân vào ngày 15/4/2022 tại Trụ sở Tiếp công dân. Đề nghị công dân đăng ký trước ngày 10/4/2022.</p>",
        [("chair", "2022-04-15")],
    ),
    (
        "Năm 2022, Chủ tịch UBND tỉnh tiếp công dân vào ngày 25 hằng tháng",
        "<p>Theo thông báo, năm 2022, Chủ tịch UBND tỉnh sẽ tiếp công dân vào ngày 25 hằng tháng tại Trụ sở</p>",
        [("chair", "2022-12-31")],
    ),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Quý II/2022: 15/4, 16/5, 15/6</p>", [("chair", "2022-06-30")]),
    (
        "Lịch tiếp dân",
        "<table><tr><td>Thứ, ngày</td><td>Buổi</td><td>Lãnh đạo chủ trì</td><td>Địa điểm</td></tr><tr><td>Thứ Sáu, 15/4/2022</td><td>Sáng</td><td>CT Lê Văn A</td><td>Trụ sở TCD</td></tr><tr><td>Thứ Tư, 20/4/2022</td><td>Chiều</td><td>PCT Trần B</td><td>Trụ sở TCD</td></tr></table>",
        [("chair", "2022-04-15"), ("deputy", "2022-04-20")],
    ),
    (
        "Lịch tiếp công dân định kỳ của Thường trực Tỉnh ủy, Thường trực HĐND, UBND tỉnh tháng 4/2022",
        "<ul><li>Bí thư Tỉnh ủy: 10/4/2022</li><li>Chủ tịch UBND tỉnh: 15/4/2022</li></ul>",
        [("chair", "2022-04-30")],
    ),
    (
        "Hoãn lịch tiếp công dân định kỳ tháng 4/2022 của Chủ tịch UBND tỉnh",
        "<p>Do bận công tác đột xuất, Chủ tịch UBND tỉnh hoãn buổi tiếp công dân ngày 15/4/2022, chuyển sang ngày 20/4/2022.</p>",
        [("chair", "2022-04-30")],
    ),
    (
        "Kế hoạch tiếp công dân năm 2022 của Chủ tịch UBND tỉnh",
        "<p>I. Mục đích</p><p>II. Thời gian: tháng 1: ngày 15/01/2022; tháng 2: ngày 15/02/2022</p>",
        [("chair", "2022-12-31")],
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh năm 2022",
        '<p><a href="/f/lich.pdf">Tải về</a></p>',
        [("chair", "2022-12-31")],
    ),
    (
        "Lịch công tác tuần của lãnh đạo UBND tỉnh từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>- 8h00: Chủ tịch UBND tỉnh tiếp công dân định kỳ tại Trụ sở TCD</td></tr></table>",
        [("chair", "2022-04-03")],
    ),
    (
        "Lịch tiếp công dân của lãnh đạo tỉnh",
        "<table><tr><td>STT</td><td>Họ tên</td><td>Chức vụ</td><td>Ngày tiếp</td></tr><tr><td>1</td><td>Lê Văn A</td><td>Chủ tịch UBND tỉnh</td><td>15/4/2022</td></tr><tr><td>2</td><td>Trần B</td><td>Phó Chủ tịch</td><td>20/4/2022</td></tr></table>",
        [("chair", "2022-04-15"), ("deputy", "2022-04-20")],
    ),
    (
        "Lịch tiếp công dân tháng 4/2022 của Chủ tịch Ủy ban nhân dân tỉnh Bình Minh",
        "<p>Ngày 15/4/2022, Chủ tịch UBND tỉnh tiếp công dân tại Trụ sở. Các sở Tài nguyên và Môi trường, Thanh tra tỉnh chuẩn bị hồ sơ, dự tiếp công dân.</p>",
        [("chair", "2022-04-30")],
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<p><b>Tháng 4:</b> Ngày 15/4/2022 (thứ Sáu) - Buổi sáng từ 7h30 đến 11h00; buổi chiều từ 13h30</p>",
        [("chair", "2022-04-15")],
    ),
    (
        "Chủ tịch UBND tỉnh sẽ tiếp công dân vào ngày 15/4",
        "<p>12/04/2022</p><p>Theo thông báo của Ban Tiếp công dân tỉnh, ngày 15/4/2022, Chủ tịch UBND tỉnh Lê A sẽ chủ trì tiếp công dân định kỳ tháng 4.</p>",
        [("chair", "2022-04-15"), ("chair/office", "2022-04-30")],
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh năm 2022",
        "<table><tr><td>Tháng</td><td>1</td><td>2</td><td>3</td></tr><tr><td>Ngày</td><td>15</td><td>16</td><td>15</td></tr></table>",
        [("chair", "2022-12-31")],
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<table><tr><td>Ngày</td><td>Lãnh đạo UBND tỉnh</td><td>Đơn vị tham dự</td></tr><tr><td>15/4/2022</td><td>Lê Văn A</td><td>Sở TNMT</td></tr><tr><td>20/4/2022</td><td>Trần B</td><td>Sở XD</td></tr></table>",
        [("leaders", "2022-04-30")],
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<ul><li>Thứ Năm, ngày 14 tháng 4 năm 2022</li><li>Thứ Sáu, ngày 13 tháng 5 năm 2022 (buổi sáng)</li></ul>",
        [("chair", "2022-05-13")],
    ),
    (
        "Lịch tiếp công dân tháng 4",
        "<p>Đồng chí Chủ tịch UBND tỉnh trực tiếp tiếp công dân: 8h00 ngày 15/4/2022</p>",
        [("chair", "2022-04-30")],
    ),
    (
        "Lịch tiếp công dân của Ban Tiếp công dân tỉnh tháng 4/2022",
        "<table><tr><td>Ngày</td><td>Người trực</td></tr><tr><td>04/4/2022</td><td>Nguyễn Văn A</td></tr><tr><td>05/4/2022</td><td>Trần Thị B</td></tr></table>",
        [("office", "2022-04-30")],
    ),
    (
        "Tiếp công dân định kỳ tháng 4/2022",
        "<p>Thời gian: 8h ngày 15/4/2022</p><p>Chủ trì: Chủ tịch UBND tỉnh</p><p>Địa điểm: Trụ sở Tiếp công dân</p>",
        [("chair", "2022-04-30")],
    ),
    (
        "Lịch tiếp công dân của UBND tỉnh",
        "<p>Chủ tịch UBND tỉnh: ngày 05/4/2022; Phó Chủ tịch Trần B: ngày 12/4/2022</p>",
        [("chair", "2022-04-05"), ("deputy", "2022-04-12")],
    ),
    (
        "Lịch tiếp công dân định kỳ, đột xuất của lãnh đạo",
        "<ul><li>Ngày 15/4/2022: Ông Lê Văn A</li><li>Ngày 20/4/2022: Bà Trần Thị B</li></ul>",
        [("leaders", "2022-04-20")],
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<p>Định kỳ thứ Năm tuần thứ hai hằng tháng. Các ngày tiếp trong năm 2022 như sau:</p><p>13/01/2022; 10/02/2022; 10/3/2022; 14/4/2022</p>",
        [("chair", "2022-12-31")],
    ),
    (
        "Lịch tiếp công dân định kỳ của Chủ tịch UBND tỉnh",
        "<h3>Năm 2023</h3><p>12/01, 09/02, 09/3, 13/4</p><h3>Năm 2022</h3><p>13/01, 10/02, 10/3, 14/4</p>",
        [("chair", "2022-12-31"), ("chair", "2023-12-31")],
    ),
    (
        "Lịch tiếp công dân",
        "<h3>05/4/2022</h3><p>Thứ Ba - Sáng</p><p>Chủ tịch UBND tỉnh</p><h3>19/4/2022</h3><p>Thứ Ba - Chiều</p><p>Giám đốc Sở Nội vụ</p><h3>26/4/2022</h3><p>Thứ Ba - Sáng</p><p>Phó Chủ tịch UBND tỉnh</p>",
        [("chair", "2022-04-05"), ("deputy", "2022-04-26")],
    ),
    (
        "Lịch tiếp công dân",
        "<h2>Chủ tịch UBND tỉnh tiếp công dân tháng 4/2022</h2><dl><dt>Thời gian</dt><dd>8 giờ, thứ sáu, ngày 15 tháng 04 năm 2022</dd><dt>Đăng ký</dt><dd>Trước ngày 12/4/2022</dd></dl>",
        [("chair", "2022-04-30")],
    ),
    (
        "Lịch tiếp công dân tháng 4/2022 của Trụ sở Tiếp công dân tỉnh",
        "<table><tr><td>Tuần</td><td>Từ ngày - đến ngày</td><td>Lãnh đạo Ban trực</td></tr><tr><td>1</td><td>04/4 - 08/4</td><td>Trưởng ban</td></tr><tr><td>2</td><td>11/4 - 15/4</td><td>Phó Trưởng ban</td></tr></table>",
        [("leaders", "2022-04-30")],
    ),
]


@pytest.mark.parametrize("heading, body, expected", SCHEDULES)
def test_schedule_is_read_in_every_layout(heading: str, body: str, expected: list[tuple[str, str]]) -> None:
    found = counted(page_of(heading, body))
    assert sorted(("/".join(sorted(s.receivers)), str(s.last)) for s in found) == expected


def test_menu_entry_for_documents_is_no_attachment() -> None:
    page = page_of("Lịch tiếp công dân", '<p>Đang cập nhật</p><ul><li><a href="/van-ban">Văn bản</a></li></ul>')
    assert read_reception(page).attachments == ()
    page = page_of("Lịch tiếp công dân", '<p><a href="/detail?id=4">Xem văn bản</a></p>')
    assert read_reception(page).attachments == ("https://www.binhminh.gov.vn/detail?id=4",)


def test_list_of_days_is_no_posting_date() -> None:
    page = page_of("Lịch tiếp công dân", lines("13/01/2022; 10/02/2022; 10/3/2022"))
    assert [(s.posted, s.sessions[0]) for s in counted(page)] == [(None, date(2022, 1, 13))]


def document(*paragraphs: str, host: str = "www.hanam.gov.vn") -> Page:
    """A DOCX of a letter."""
    letter = docx.Document()
    for text in paragraphs:
        letter.add_paragraph(text)
    body = io.BytesIO()
    letter.save(body)
    return read(body.getvalue(), url=f"https://{host}/f/thong-bao.docx", media_type=DOCX)


@pytest.mark.parametrize(
    "letterhead",
    [
        ("SỞ NỘI VỤ", "Số: 12/TB-SNV"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH HÀ NAM", "Số: 12/TB-HĐND"),
        ("ỦY BAN NHÂN DÂN HUYỆN TÂN LẬP", "Số: 12/TB-UBND"),
        ("ĐẢNG BỘ TỈNH HÀ NAM", "VĂN PHÒNG TỈNH ỦY"),
        ("UBND TỈNH NAM ĐỊNH", "Số: 12/TB-UBND"),
        ("ĐOÀN ĐẠI BIỂU QUỐC HỘI TỈNH", "Số: 12/TB-ĐĐBQH"),
        ("BỘ CÔNG AN", "CÔNG AN TỈNH HÀ NAM"),
        ("TÒA ÁN NHÂN DÂN TỈNH", "Số: 12/TB-TA"),
    ],
)
def test_letterhead_says_whose_schedule_a_document_is(letterhead: tuple[str, str]) -> None:
    page = document(*letterhead, "THÔNG BÁO", "Lịch tiếp công dân tháng 4/2022", "Thời gian: ngày 15/4/2022: Chủ tịch")
    assert counted(page, context="Lịch tiếp công dân") == []


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận của Chủ tịch UBND tỉnh tại buổi tiếp công dân ngày 15/3/2022",
        "Ban Tiếp công dân tỉnh mời ông A đến làm việc ngày 15/4/2022 tại Trụ sở Tiếp công dân",
        "V/v thực hiện nghiêm lịch tiếp công dân năm 2022",
    ],
)
def test_letter_filed_below_the_schedule_is_none(text: str) -> None:
    page = document("ỦY BAN NHÂN DÂN TỈNH HÀ NAM", "Hà Nam, ngày 15 tháng 3 năm 2022", text)
    assert counted(page, context="Lịch tiếp công dân") == []


def test_letter_of_the_provinces_own_committee_is_its_schedule() -> None:
    page = document(
        "ỦY BAN NHÂN DÂN TỈNH HÀ NAM",
        "Hà Nam, ngày 15 tháng 3 năm 2022",
        "THÔNG BÁO",
        "Lịch tiếp công dân tháng 4/2022 của Chủ tịch UBND tỉnh",
        "Thời gian: 8 giờ 00 ngày 15/4/2022",
    )
    assert [s.last for s in counted(page, context="Lịch tiếp công dân")] == [date(2022, 4, 30)]


def nameless(body: str) -> Page:
    """A page whose head, foot and host do not say which province's it is: the name stands in the banner's picture."""
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Lịch tiếp công dân năm 2022</title></head><body>
    <header><img src="/banner.png" alt=""></header><main><h1>Lịch tiếp công dân năm 2022</h1>{body}</main>
    <footer>Cơ quan chủ quản: UBND tỉnh. Điện thoại: 0220 3853 000</footer></body></html>"""
    return read(html.encode(), url="https://congthongtin.example/lich-tiep-dan", media_type="text/html")


@pytest.mark.parametrize("owner", ["Hải Dương", "Tỉnh Hải Dương", "tỉnh hải dương"])
def test_the_registry_tells_whose_portal_a_page_without_names_is(owner: str) -> None:
    rows = [("Ngày", "Người tiếp"), ("12/4/2022", "Chủ tịch UBND tỉnh Hải Dương"), ("10/5/2022", "Chủ tịch UBND tỉnh")]
    own = read_reception(nameless(table(*rows)), owner=owner)
    assert [(s.receivers, s.last) for s in own.schedules] == [(frozenset({Receiver.CHAIR}), date(2022, 12, 31))]
    rows[1] = ("12/4/2022", "Chủ tịch UBND tỉnh Nam Định")
    others = read_reception(nameless(table(*rows[:2])), owner=owner)
    assert {r for s in others.schedules for r in s.receivers} == {Receiver.OTHER}


def test_a_city_of_the_registry_is_a_province_where_its_pages_speak_of_the_city_alone() -> None:
    rows = table(("Ngày", "Người tiếp"), ("12/4/2022", "Chủ tịch UBND thành phố"))
    assert {r for s in read_reception(nameless(rows), owner="Thành phố Đà Nẵng").schedules for r in s.receivers} == {
        Receiver.CHAIR
    }
    # On a province's portal 'thành phố' is a district.
    assert not {r for s in read_reception(nameless(rows), owner="Hải Dương").schedules for r in s.receivers} & OUR_OWN
