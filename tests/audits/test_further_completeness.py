"""Complaints, drafts, hotline and access to information over whole sites."""

from datetime import date

import pytest

from audits.completeness import complaints_section, draft_consultation, hotline, information_access_section
from records.capture import Outcome
from records.finding import Status
from records.visit import Skipped
from tests.audits.sites import PORTAL, page, site
from tests.audits.test_completeness import entry

AS_OF = date(2022, 3, 31)


def one_section(label, body, url="/muc"):
    return site({"/": page("", menu=entry(label, url)), url: page(body)})


def test_complaints_section_that_holds_something_passes_with_its_address():
    found = complaints_section(
        one_section("Khiếu nại, tố cáo", "<h1>Khiếu nại, tố cáo</h1><p>Nơi nhận đơn.</p>"), AS_OF
    )
    assert (found.status, found.value, found.unit) == (Status.PASS, PORTAL + "/muc", "url")
    assert [e.url for e in found.supports] == [PORTAL + "/", PORTAL + "/muc"]


def test_a_report_on_complaints_is_no_section():
    made = one_section("Báo cáo kết quả giải quyết khiếu nại, tố cáo năm 2021", "<h1>Báo cáo</h1><p>Đã giải quyết.</p>")
    assert complaints_section(made, AS_OF).status is Status.FAIL


def test_a_section_that_is_gone_does_not_pass():
    gone = site({"/": page("", menu=entry("Khiếu nại, tố cáo", "/muc")), "/muc": 404})
    found = complaints_section(gone, AS_OF)
    assert (found.status, found.reason) == (Status.FAIL, "dead_target")


def test_a_section_that_was_not_read_is_unknown():
    menu = page("", menu=entry("Khiếu nại, tố cáo", "/muc"))
    forbidden = site({"/": menu, "/muc": Outcome.ROBOTS}, skipped=[Skipped(PORTAL + "/muc", "robots", "complaints")])
    assert complaints_section(forbidden, AS_OF).reason == "blocked_by_robots"
    late = site({"/": menu}, skipped=[Skipped(PORTAL + "/muc", "budget_exhausted", "complaints")])
    assert complaints_section(late, AS_OF).reason == "budget_exhausted"
    assert complaints_section(site({"/": Outcome.REFUSED}), AS_OF).reason == "home_unreachable"


def test_an_entry_that_only_opens_its_sub_menu_is_a_section():
    menu = '<li><a href="#">Khiếu nại, tố cáo</a><ul><li><a href="/hd">Hướng dẫn gửi đơn</a></li></ul></li>'
    made = site({"/": page("", menu=menu), "/hd": page("<h1>Hướng dẫn gửi đơn</h1><p>Gửi đơn đến trụ sở.</p>")})
    assert complaints_section(made, AS_OF).status is Status.PASS


def test_most_of_the_portal_forbidden_is_not_a_lack():
    pages = {"/": page("", menu="".join(entry(f"Mục {n}", f"/m{n}") for n in range(6)))}
    pages |= {f"/m{n}": Outcome.ROBOTS for n in range(6)}
    assert complaints_section(site(pages), AS_OF).reason == "blocked_by_robots"


def test_information_access_section():
    body = "<h1>Tiếp cận thông tin</h1><p>Danh mục thông tin phải được công khai</p>"
    assert information_access_section(one_section("Tiếp cận thông tin", body), AS_OF).status is Status.PASS
    press = one_section("Cung cấp thông tin cho báo chí", "<h1>Người phát ngôn</h1><p>Chánh Văn phòng UBND tỉnh.</p>")
    assert information_access_section(press, AS_OF).status is Status.FAIL


def drafts(row):
    return one_section("Lấy ý kiến dự thảo", f"<h1>Lấy ý kiến dự thảo</h1><ul>{row}</ul>")


def test_drafts_of_the_last_twelve_months_pass():
    made = drafts("<li>Dự thảo Quyết định quản lý nghĩa trang - Đăng ngày 25/02/2022</li>")
    found = draft_consultation(made, AS_OF)
    assert found.status is Status.PASS and "25/02/2022" in found.supports[-1].quote


def test_only_old_drafts_are_partial():
    found = draft_consultation(drafts("<li>Dự thảo Nghị quyết về phí, lệ phí - Đăng ngày 10/11/2020</li>"), AS_OF)
    assert (found.status, found.reason) == (Status.PARTIAL, "stale")


def test_drafts_without_a_day_are_unknown_and_none_at_all_partial():
    assert draft_consultation(drafts("<li>Dự thảo Nghị quyết về phí, lệ phí</li>"), AS_OF).reason == "undated"
    none = one_section("Lấy ý kiến dự thảo", "<h1>Lấy ý kiến dự thảo</h1><p>Không có dữ liệu</p>")
    assert draft_consultation(none, AS_OF).status is Status.PARTIAL


def test_a_draft_after_as_of_had_not_been_published():
    made = drafts("<li>Dự thảo Quyết định quản lý nghĩa trang - Đăng ngày 25/02/2022</li>")
    assert draft_consultation(made, date(2022, 1, 31)).status is not Status.PASS


def test_a_poll_is_no_consultation():
    made = one_section("Thăm dò ý kiến", "<h1>Thăm dò ý kiến</h1><p>Bạn thấy giao diện thế nào?</p>")
    assert draft_consultation(made, AS_OF).status is not Status.PASS


def test_hotline_in_the_footer_of_any_page():
    home = page("").replace("</footer>", " Đường dây nóng: 0212 385 0000</footer>")
    found = hotline(site({"/": home}), AS_OF)
    assert (found.status, found.value) == (Status.PASS, "0212 385 0000")
    assert "0212 385 0000" in found.supports[0].quote


@pytest.mark.parametrize(
    "pages",
    [
        {"/": page("").replace("</footer>", " Điện thoại: 0212 385 0000</footer>")},
        {  # a company's number in a news item
            "/": page('<a href="/tin/1">Công ty khai trương cửa hàng mới tại trung tâm</a>'),
            "/tin/1": page("<h1>Công ty khai trương cửa hàng mới tại trung tâm</h1><p>Hotline: 0912 345 678</p>"),
        },
    ],
)
def test_office_telephones_and_news_are_no_hotline(pages):
    assert hotline(site(pages), AS_OF).status is Status.FAIL


def test_hotline_on_the_page_of_complaints():
    text = "<h1>Khiếu nại, tố cáo</h1><p>Đường dây nóng tiếp nhận phản ánh của công dân: 0229.3000.999</p>"
    made = site({"/": page("", menu=entry("Khiếu nại, tố cáo", "/kntc")), "/kntc": page(text)})
    assert hotline(made, AS_OF).value == "0229.3000.999"


def test_the_public_service_portals_hotline_is_not_the_provinces():
    service = "https://dichvucong.tinhmau.gov.vn/"
    made = site(
        {"/": page("", menu=entry("Dịch vụ công", service)), service: page("<p>Hotline: 0212 385 0000</p>")},
        service_portal=service,
    )
    assert hotline(made, AS_OF).status is Status.FAIL
