"""Effectiveness and transparency checks over lists of citizens' questions and pages on access to information."""

from datetime import date

from audits.checks import catalogue
from records.finding import Status
from tests.audits.sites import page, site
from tests.audits.test_completeness import LIST, entry

AS_OF = date(2022, 3, 31)


def judged(made, check_id):
    return catalogue()[check_id](made, AS_OF)


def with_list(body):
    return site({"/": page("", menu=entry("Hỏi đáp", "/hoi-dap")), "/hoi-dap": page(body)})


def rows(count, title="Hỏi về thủ tục cấp giấy chứng nhận quyền sử dụng đất", stage="Đã trả lời", agency="Sở Y tế"):
    body = "".join(
        f"<tr><td>{n}</td><td>{title} {n}</td><td>{n:02d}/03/2022</td><td>{n + 1:02d}/03/2022</td><td>{stage}</td>"
        f"<td>{agency}</td></tr>"
        for n in range(count, 0, -1)
    )
    return (
        "<h1>Phản ánh, kiến nghị của công dân</h1><table><tr><th>STT</th><th>Nội dung phản ánh</th><th>Ngày gửi</th>"
        f"<th>Ngày trả lời</th><th>Trạng thái</th><th>Đơn vị trả lời</th></tr>{body}</table>"
    )


def test_twelve_items_of_the_year_are_activity():
    found = judged(with_list(rows(12)), "effectiveness.feedback_activity")
    assert (found.status, found.value) == (Status.PASS, "12")
    assert judged(with_list(rows(3)), "effectiveness.feedback_activity").status is Status.PARTIAL


def test_posts_that_test_the_system_are_told_from_questions():
    found = judged(with_list(rows(12)), "effectiveness.test_posts")
    assert (found.status, found.value, found.unit) == (Status.PASS, "0.0000", "share;n=12")
    assert judged(with_list(rows(12, title="Test thử hệ thống")), "effectiveness.test_posts").status is Status.FAIL
    assert judged(with_list(rows(3)), "effectiveness.test_posts").reason == "too_few"


def test_no_list_is_nothing_to_measure():
    assert judged(site({"/": page("")}), "effectiveness.test_posts").reason == "not_applicable"
    assert judged(site({"/": page("")}), "transparency.responsible_unit").reason == "not_applicable"
    assert judged(site({"/": page("")}), "transparency.processing_stages").reason == "no_feedback_list"


def test_agency_that_answers_is_named():
    assert judged(with_list(rows(12)), "transparency.responsible_unit").status is Status.PASS


def test_one_stage_is_half_a_process():
    found = judged(with_list(rows(12)), "transparency.processing_stages")
    assert (found.status, found.value) == (Status.PARTIAL, "answered")
    two = rows(12).replace("Đã trả lời</td>", "Đang xử lý</td>", 3)
    assert judged(with_list(two), "transparency.processing_stages").status is Status.PASS


def test_totals_need_both_numbers():
    both = "<p>Tổng số phản ánh đã tiếp nhận: 1.234</p><p>Số phản ánh đã xử lý: 1.200</p>"
    found = judged(with_list(LIST + both), "effectiveness.feedback_totals")
    assert (found.status, found.value) == (Status.PASS, "received=1234;answered=1200")
    one = "<p>Tổng số phản ánh đã tiếp nhận: 1.234</p>"
    assert judged(with_list(LIST + one), "effectiveness.feedback_totals").status is Status.PARTIAL
    assert judged(site({"/": page("")}), "effectiveness.feedback_totals").status is Status.FAIL


CONTACT = """<h1>Đầu mối cung cấp thông tin</h1><p>Đơn vị làm đầu mối tiếp nhận yêu cầu cung cấp thông tin: Văn phòng UBND
tỉnh; điện thoại: 0203.3835.678; email: vpubnd@tinhmau.gov.vn.</p>"""
PRESS = """<h1>Người phát ngôn</h1><p>Người phát ngôn và cung cấp thông tin cho báo chí: Chánh Văn phòng UBND tỉnh; điện
thoại: 0203.3835.678.</p>"""


def test_contact_point_is_no_press_spokesperson():
    menu = entry("Tiếp cận thông tin", "/tctt")
    made = site({"/": page("", menu=menu), "/tctt": page(CONTACT)})
    found = judged(made, "transparency.contact_point")
    assert found.status is Status.PASS
    assert "Văn phòng UBND" in found.value
    assert (
        judged(site({"/": page("", menu=menu), "/tctt": page(PRESS)}), "transparency.contact_point").status
        is Status.FAIL
    )


REGULATION = """<h1>Quyết định ban hành Quy chế nội bộ về tổ chức cung cấp thông tin của UBND tỉnh</h1>
<p>Số: 15/2019/QĐ-UBND, ngày 12 tháng 4 năm 2019</p><p>Căn cứ Luật Tiếp cận thông tin ngày 06 tháng 4 năm 2016;</p>
<h3>Chương I. QUY ĐỊNH CHUNG</h3><p>Điều 1. Phạm vi điều chỉnh. Quy chế này quy định việc tổ chức cung cấp thông tin cho
công dân theo Luật Tiếp cận thông tin.</p><p>Điều 2. Đối tượng áp dụng.</p><p>Điều 3. Nguyên tắc cung cấp thông tin.</p>"""


def test_regulation_under_the_law_is_told_from_the_portals_editorial_rules():
    menu = entry("Quy chế cung cấp thông tin", "/quy-che")
    found = judged(
        site({"/": page("", menu=menu), "/quy-che": page(REGULATION)}), "transparency.information_regulation"
    )
    assert found.status is Status.PASS
    assert found.value == "15/2019/QĐ-UBND;2019-04-12"
    editorial = """<h1>Quy chế hoạt động và cung cấp thông tin trên Cổng thông tin điện tử tỉnh</h1>
    <p>Điều 1. Quy chế này quy định việc biên tập, đăng tải tin bài trên Cổng thông tin điện tử.</p>"""
    found = judged(site({"/": page("", menu=menu), "/quy-che": page(editorial)}), "transparency.information_regulation")
    assert found.status is Status.FAIL
