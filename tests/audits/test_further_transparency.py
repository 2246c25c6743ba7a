"""Answers in full, handling reports, satisfaction, privacy and the leaders' contacts."""

from datetime import date

import pytest

from audits.transparency import answers_published, handling_report, leader_contacts, privacy_policy, satisfaction
from records.capture import Outcome
from records.finding import Status
from tests.audits.sites import PORTAL, page, site
from tests.audits.test_completeness import FORM, LIST, entry
from tests.audits.test_further_effectiveness import rows

AS_OF = date(2022, 3, 31)


def with_list(body, **pages):
    more = {f"/{name}": answer for name, answer in pages.items()}
    return site({"/": page("", menu=entry("Hỏi đáp", "/hoi-dap")), "/hoi-dap": page(body), **more})


ANSWER = """<h1>Hỏi về thủ tục cấp giấy chứng nhận lần 1</h1><p>Ngày hỏi: 01/03/2022</p><p>Câu hỏi: Gia đình tôi cần
giấy tờ gì để làm thủ tục?</p><p>Trả lời: Hồ sơ gồm đơn đề nghị, giấy tờ về quyền sử dụng đất và bản sao giấy tờ tùy
thân, nộp tại bộ phận một cửa của huyện.</p><p>Ngày trả lời: 06/03/2022</p>"""


def test_one_answer_in_full_passes_and_a_state_alone_is_partial():
    assert answers_published(with_list(LIST, **{"hoi-dap/1": page(ANSWER)}), AS_OF).status is Status.PASS
    state = answers_published(with_list(rows(3)), AS_OF)
    assert (state.status, state.reason) == (Status.PARTIAL, "state_only")


def test_no_list_no_answers_and_login_unknown():
    assert answers_published(site({"/": page("")}), AS_OF).reason == "no_feedback_list"
    assert answers_published(with_list(rows(0, 3)), AS_OF).reason == "never_answered"
    assert answers_published(site({"/": Outcome.REFUSED}), AS_OF).status is Status.UNKNOWN


TITLE = "Báo cáo kết quả tiếp công dân, giải quyết khiếu nại, tố cáo quý I/2022"


def reported(title, line, as_of=AS_OF):
    menu = entry("Khiếu nại, tố cáo", "/kntc")
    pages = {
        "/": page("", menu=menu),
        "/kntc": page(f'<h1>Khiếu nại, tố cáo</h1><ul><li><a href="/bc">{title}</a></li></ul>'),
        "/bc": page(f"<h1>{title}</h1><p>{line}</p><p>Trong kỳ đã tiếp 412 lượt công dân.</p>", title=title),
    }
    return handling_report(site(pages), as_of)


def test_report_by_its_own_date():
    found = reported(TITLE, "25/03/2022 | 16:40")
    assert (found.status, found.value, found.unit) == (Status.PASS, "2022-03-25", "date")
    assert "25/03/2022" in found.supports[0].quote


def test_report_by_its_period_where_it_has_no_date():
    old = TITLE.replace("quý I/2022", "năm 2020")
    found = reported(old, "Phòng Tiếp công dân")
    assert (found.status, found.value) == (Status.PARTIAL, "2020-12-31")
    running = reported(TITLE.replace("quý I/2022", "năm 2022"), "Phòng Tiếp công dân")
    assert (running.status, running.value) == (Status.PASS, ">=2022-01-01")


def test_report_in_a_sections_own_text():
    text = f"<h1>Khiếu nại, tố cáo</h1><p>{TITLE} (ngày 25/03/2022): tiếp 402 lượt.</p>"
    made = site({"/": page("", menu=entry("Khiếu nại, tố cáo", "/kntc")), "/kntc": page(text)})
    assert handling_report(made, AS_OF).value == "2022-03-25"


def test_report_in_a_row_that_links_nothing():
    rows = (
        "<tr><td>611/BC-UBND</td><td>20/03/2022</td><td>Báo cáo cải cách hành chính quý I/2022</td></tr>"
        f"<tr><td>540/BC-UBND</td><td>18/03/2022</td><td>{TITLE}: tiếp 5.310 lượt</td></tr>"
    )
    text = f"<h1>Báo cáo</h1><table><tr><th>Số</th><th>Ngày</th><th>Trích yếu</th></tr>{rows}</table>"
    found = handling_report(site({"/": page("", menu=entry("Báo cáo", "/bc")), "/bc": page(text)}), AS_OF)
    assert (found.status, found.value) == (Status.PASS, "2022-03-18")


@pytest.mark.parametrize(
    "title",
    ["Thông báo lịch tiếp công dân tháng 3/2022", "Báo cáo kết quả giải quyết kiến nghị của cử tri quý I/2022"],
)
def test_schedules_and_voters_petitions_are_no_report(title):
    assert reported(title, "25/03/2022").status is Status.FAIL


def test_a_report_after_as_of_was_not_there():
    assert reported(TITLE, "25/03/2022", date(2022, 3, 1)).status is not Status.PASS


def test_rating_of_an_answer_and_published_results():
    ask = "<p>Bạn đánh giá như thế nào về kết quả xử lý?</p>"
    assert satisfaction(with_list(LIST + ask), AS_OF).value == "rating"
    assert satisfaction(with_list(LIST + "<p>Lũy kế - Tỷ lệ người dân hài lòng: 96,2%</p>"), AS_OF).value == "results"


def test_a_sentence_that_speaks_of_answers_is_a_result_wherever_it_stands():
    text = "<h1>Mức độ hài lòng</h1><p>Năm 2021, tỷ lệ người dân hài lòng với việc trả lời phản ánh, kiến nghị đạt 92,5%</p>"
    made = site({"/": page("", menu=entry("Mức độ hài lòng", "/hl")), "/hl": page(text)})
    assert (satisfaction(made, AS_OF).status, satisfaction(made, AS_OF).value) == (Status.PASS, "results")
    other = text.replace("trả lời phản ánh, kiến nghị", "phục vụ của cơ quan hành chính")
    made = site({"/": page("", menu=entry("Mức độ hài lòng", "/hl")), "/hl": page(other)})
    assert satisfaction(made, AS_OF).status is not Status.PASS


def test_a_complaint_about_service_is_no_result():
    text = "<p>Tôi không hài lòng với cách trả lời ngày 12/3/2022 của đơn vị, đề nghị xem lại.</p>"
    pages = {f"hoi-dap/{n}": page("<p>Trả lời</p>") for n in range(1, 9)}
    assert satisfaction(with_list(LIST + text, **pages), AS_OF).status is not Status.PASS


def test_a_poll_on_the_portals_looks_is_no_rating():
    poll = """<aside class="sidebar"><h2>Thăm dò ý kiến</h2><form><p>Mức độ hài lòng của bạn về giao diện Cổng?</p>
<input type=radio name=c id=a><label for=a>Rất hài lòng</label><input type=radio name=c id=b><label for=b>Hài lòng</label>
</form></aside>"""
    listed = page(LIST).replace("</main>", f"</main>{poll}")
    pages = {f"/hoi-dap/{n}": page("<p>Trả lời</p>") for n in range(1, 9)}
    made = site({"/": page("", menu=entry("Hỏi đáp", "/hoi-dap")), "/hoi-dap": listed, **pages})
    assert satisfaction(made, AS_OF).status is not Status.PASS


POLICY = "<h1>Chính sách bảo mật</h1><p>Thông tin cá nhân của người dùng chỉ dùng để trả lời.</p>"


def test_privacy_policy_behind_a_link():
    footer = page("").replace("</footer>", '<a href="/bm">Chính sách bảo mật</a></footer>')
    found = privacy_policy(site({"/": footer, "/bm": page(POLICY)}), AS_OF)
    assert (found.status, found.value) == (Status.PASS, PORTAL + "/bm")
    assert privacy_policy(site({"/": footer, "/bm": 404}), AS_OF).status is Status.FAIL
    assert privacy_policy(site({"/": footer}), AS_OF).status is Status.UNKNOWN


def test_notice_beside_the_form():
    notice = "<p>Thông tin cá nhân của người gửi được giữ bí mật, không công khai.</p>"
    menu = entry("Gửi phản ánh", "/gui")
    assert privacy_policy(site({"/": page("", menu=menu), "/gui": page(FORM + notice)}), AS_OF).status is Status.PASS
    assert privacy_policy(site({"/": page("", menu=menu), "/gui": page(FORM)}), AS_OF).status is Status.FAIL


def test_news_about_data_protection_is_no_policy():
    title = "Tập huấn bảo vệ dữ liệu cá nhân cho cán bộ"
    made = site({"/": page(f'<a href="/t">{title}</a>'), "/t": page(f"<h1>{title}</h1><p>Dữ liệu cá nhân ...</p>")})
    assert privacy_policy(made, AS_OF).status is Status.FAIL


def leaders(body):
    menu = entry("Lãnh đạo UBND tỉnh", "/lanh-dao")
    pages = {"/": page("", menu=menu), "/gioi-thieu": page("<h1>Giới thiệu</h1><p>Tỉnh Bắc Hải.</p>")}
    return leader_contacts(site({**pages, "/lanh-dao": page(f"<h1>Lãnh đạo UBND tỉnh</h1>{body}")}), AS_OF)


def test_leaders_with_contacts_are_counted():
    card = "<table><tr><td>Đỗ Quốc Hòa</td><td>Chủ tịch UBND tỉnh</td><td>ĐT: 0233.3852.501</td></tr></table>"
    found = leaders(card)
    assert (found.status, found.value, found.unit) == (Status.PASS, "1", "count")


def test_names_only_are_partial_and_nobody_fails():
    names = leaders("<p>Chủ tịch UBND tỉnh: Võ Thị Lan</p><p>Phó Chủ tịch UBND tỉnh: Lê Văn Hải</p>")
    assert (names.status, names.value) == (Status.PARTIAL, "2")
    assert leaders("<p>Chức năng, nhiệm vụ của Ủy ban nhân dân tỉnh.</p>").status is Status.FAIL


def test_leaders_page_that_was_not_read_is_unknown():
    made = site({"/": page("", menu=entry("Lãnh đạo UBND tỉnh", "/lanh-dao"))})
    assert leader_contacts(made, AS_OF).reason == "not_looked_at"
