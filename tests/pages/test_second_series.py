"""What the second series of gold sites showed, in words of its own: layouts and phrases that readers took wrongly."""

from __future__ import annotations

from datetime import date

import pytest

from pages.feedback import Stage
from pages.feedback_tests import is_test
from pages.hotline import hotlines_of
from pages.page import Page, Region, State
from pages.read import read
from pages.regulation import names_regulation
from pages.reports import signed_on
from pages.satisfaction import is_poll, results_of
from pages.sections import Section, names_section
from tests.pages.feedback_pages import feedback_of, page_of


def html(body: str, title: str = "") -> Page:
    text = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    return read(text.encode(), url="https://www.example.gov.vn/trang", media_type="text/html")


def panel(n: int, title: str, state: str, asked: str, answer: str = "") -> str:
    return (
        f"<div class='panel'><div class='panel-heading'><a data-toggle='collapse' href='#q{n}'>{title}</a>"
        f" <span class='label'>{state}</span></div><div id='q{n}' class='panel-collapse collapse'>"
        f"<div class='panel-body'><p>Lĩnh vực: Đất đai - Ngày hỏi: {asked}</p><p>{title}. Mong sớm được trả lời.</p>"
        f"{answer}</div></div></div>"
    )


def test_badge_in_an_accordions_head_and_the_question_folded_below_it():
    reply = (
        "<div><b>Sở Xây dựng trả lời</b> <i>(Ngày trả lời: 21/03/2022)</i><p>Đã giao đơn vị chức năng sửa.</p></div>"
    )
    rows = [
        panel(1, "Vỉa hè trước chợ bị vỡ", "Đang xử lý", "24/03/2022"),
        panel(2, "Cống thoát nước bị tắc", "Đã trả lời", "11/03/2022", reply),
        panel(3, "Xin cấp phép xây nhà", "Đã trả lời", "02/03/2022", reply),
    ]
    items = feedback_of("<h1>Hỏi đáp</h1>" + "".join(rows), context="Hỏi đáp").lists[0].items
    assert [i.title for i in items] == ["Vỉa hè trước chợ bị vỡ", "Cống thoát nước bị tắc", "Xin cấp phép xây nhà"]
    assert [i.stage for i in items] == [Stage.PROCESSING, Stage.ANSWERED, Stage.ANSWERED]
    assert [i.answer for i in items] == [False, True, True]
    assert [i.agency for i in items] == ["", "Sở Xây dựng", "Sở Xây dựng"]
    assert items[0].asked == date(2022, 3, 24) and items[0].answered is None


def test_a_label_behind_a_state_gives_its_day_a_role_whatever_the_state():
    rows = "".join(
        f"<div class='pa'><h3><a href='/pa/{n}'>{title}</a></h3><span>{state}</span> <small>Gửi ngày {day}</small></div>"
        for n, title, state, day in [
            (9, "Đèn đường không sáng", "Mới tiếp nhận", "21/03/2022"),
            (8, "Chó thả rông ngoài phố", "Đang xử lý", "02/03/2022"),
            (7, "Bãi rác bốc mùi hôi", "Đã trả lời", "16/02/2022"),
        ]
    )
    items = feedback_of("<h1>Danh sách phản ánh</h1>" + rows, context="Phản ánh").lists[0].items
    assert [i.asked for i in items] == [date(2022, 3, 21), date(2022, 3, 2), date(2022, 2, 16)]
    assert all(i.answered is None for i in items)


def test_a_polite_formula_makes_no_test_of_the_system_real():
    polite = "Kính mong cơ quan có thẩm quyền xem xét, trả lời cho gia đình tôi được biết."
    assert is_test("test thử chức năng", f"test thử chức năng. {polite}")
    assert not is_test("test", f"Xin hỏi phí test nhanh ở trạm y tế là bao nhiêu và ai phải trả khoản đó? {polite}")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Báo cáo số 455/BC-UBND ngày 22/06/2026 kết quả tiếp công dân 6 tháng đầu năm 2026", date(2026, 6, 22)),
        ("Báo cáo kết quả tiếp công dân năm 2021 (số 410/BC-UBND ngày 13/12/2021)", date(2021, 12, 13)),
        ("Báo cáo thực hiện Kế hoạch số 12/KH-UBND ngày 02/03/2026 về tiếp công dân", None),
        ("Báo cáo kết quả tiếp công dân quý I/2026", None),
    ],
)
def test_the_day_beside_a_reports_own_number(text, day):
    found = signed_on(text)
    assert (found.first if found else None) == day


COLUMNS = (
    "<div class='LeftPane'{name}><div class='m'><h2>Góp ý dự thảo văn bản</h2><p>Dự thảo Nghị quyết về học phí</p></div></div>"
    "<div class='RightPane'><div><h2>TIN MỚI</h2><ul>"
    + "".join(f"<li><a href='/t{n}'>Khai giảng lớp bồi dưỡng số {n}</a></li>" for n in range(9))
    + "</ul></div></div>"
)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (COLUMNS.format(name=" id='dnn_ContentPane'"), "Cổng thông tin"),
        (COLUMNS.format(name=""), "Góp ý dự thảo văn bản | Cổng thông tin điện tử tỉnh"),
    ],
)
def test_of_two_columns_the_one_that_bears_the_title_is_the_content(body, title):
    draft = next(b for b in html(body, title).blocks if "học phí" in b.text)
    assert draft.region is Region.MAIN


def test_two_columns_without_the_title_stay_at_the_side():
    draft = next(b for b in html(COLUMNS.format(name=""), "Trang chủ").blocks if "học phí" in b.text)
    assert draft.region is Region.ASIDE


def test_a_page_that_is_missing_and_calls_it_an_error_is_missing():
    page = html("<h1>404 - Sorry, something went wrong</h1><p>Trang không tồn tại</p>")
    assert page.state is State.SOFT_404
    assert html("<h1>Sorry, something went wrong</h1><p>An error occurred</p>").state is State.ERROR


def test_a_state_of_an_item_is_no_sign_that_scripts_have_yet_to_run():
    page = page_of("<h2>Bến đò xuống cấp</h2><p>Trạng thái: Đang xử lý</p><p>Ngày gửi: 03/03/2022</p>")
    assert page.state is State.OK
    assert html("<div id='app'>Đang xử lý dữ liệu...</div><script src='/a.js'></script>").needs_browser


BOX = (
    "<table><tr><td bgcolor='#c00'><font color='#ff0'><b>{title}</b></font></td></tr>"
    "<tr><td><img src='a.gif'> <a href='/hd'>Hỏi đáp</a></td></tr><tr><td><img src='a.gif'> <a href='/td'>Tiếp dân</a>"
    "</td></tr><tr><td><a href='/tt'>Thủ tục hành chính</a></td></tr></table>"
)


def test_a_box_of_a_site_laid_out_in_tables_is_a_block_of_links():
    entries = html(BOX.format(title="CÔNG DÂN")).menu
    found = next(entry for entry in entries if entry.label == "CÔNG DÂN")
    assert [child.label for child in found.children] == ["Hỏi đáp", "Tiếp dân", "Thủ tục hành chính"]


def test_a_poll_among_table_rows_is_no_rating_of_answers():
    body = (
        "<h1>Hỏi đáp</h1><table><tr><td><b>THĂM DÒ Ý KIẾN</b></td></tr><tr><td>Bạn thấy giao diện mới thế nào?</td></tr>"
        "<tr><td><input type='radio' name='g'> Rất hài lòng</td></tr><tr><td><input type='radio' name='g'> Không hài lòng"
        "</td></tr></table>"
    )
    assert is_poll(page_of(body), "Rất hài lòng", "")
    rated = "<h1>Hỏi đáp</h1><p>Đánh giá câu trả lời</p><p>Rất hài lòng</p><p>Không hài lòng</p>"
    assert not is_poll(page_of(rated), "Rất hài lòng", "")


def test_results_in_a_box_that_is_headed_by_the_channel():
    body = "<h2>{head}</h2><p>Mức độ hài lòng của người dân: 91,4%</p>"
    below = lambda heading: "Phản ánh" in heading  # noqa: E731
    assert results_of(page_of(body.format(head="Phản ánh của người dân")), below)
    assert results_of(page_of(body.format(head="Bệnh viện tỉnh")), below) is None


def test_the_section_on_access_to_information_by_its_short_name():
    assert names_section("Cung cấp thông tin", Section.INFORMATION)
    assert not names_section("Cung cấp thông tin cho báo chí", Section.INFORMATION)


def test_a_number_in_the_picture_of_a_dialling_link():
    page = html("<a href='tel:19001234' title='Đường dây nóng'><img src='p.png' alt='Đường dây nóng 1900 1234'></a>")
    assert [line.number for line in hotlines_of(page)] == ["1900 1234"]


def test_a_list_of_information_is_not_the_regulation():
    plain = "<p>DANH MỤC</p><p>thông tin phải được công khai và đầu mối</p>"
    itself = "<p>QUY CHẾ</p><p>Cung cấp thông tin cho công dân</p><p>Điều 1. Phạm vi điều chỉnh</p>"
    assert not names_regulation(html(plain))
    assert names_regulation(html(itself))
