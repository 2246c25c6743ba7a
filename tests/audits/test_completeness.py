"""Completeness checks, on sites as a visit keeps them."""

from datetime import date

import pytest

from audits.checks import catalogue
from records.capture import Outcome
from records.finding import Status
from tests.audits.sites import PORTAL, app, page, searched, site

AS_OF = date(2022, 3, 31)
SECTION = """<h1>Công dân</h1><ul>
<li><a href="/lich-tiep-cong-dan">Lịch tiếp công dân</a></li><li><a href="/hoi-dap">Hỏi đáp</a></li>
<li><a href="/khieu-nai-to-cao">Khiếu nại, tố cáo</a></li><li><a href="/thu-tuc">Thủ tục hành chính</a></li></ul>"""


def judged(made, check_id, as_of=AS_OF):
    return catalogue()[f"completeness.{check_id}"](made, as_of)


def entry(label, url="/cong-dan"):
    return f'<li><a href="{url}">{label}</a></li>'


@pytest.mark.parametrize("label", ["Công dân", "NGƯỜI DÂN", "Dành cho công dân", "Công dân - Doanh nghiệp", "Cong dan"])
def test_entry_for_citizens_that_opens_a_section_passes(label):
    found = judged(site({"/": page("", menu=entry(label)), "/cong-dan": page(SECTION)}), "citizen_section")
    assert (found.status, found.value) == (Status.PASS, label)
    assert found.supports[0].url == PORTAL + "/"
    assert found.supports[0].quote == label


@pytest.mark.parametrize(
    "label", ["Tiếp công dân", "Căn cước công dân", "Công dân tiêu biểu năm 2021", "Giáo dục công dân"]
)
def test_a_word_is_no_audience(label):
    found = judged(site({"/": page("", menu=entry(label)), "/cong-dan": page(SECTION)}), "citizen_section")
    assert (found.status, found.reason) == (Status.FAIL, "not_found")


def test_dead_target_is_partial_and_unread_target_is_unknown():
    home = page("", menu=entry("Công dân"))
    assert judged(site({"/": home, "/cong-dan": 404}), "citizen_section").status is Status.PARTIAL
    assert judged(site({"/": home, "/cong-dan": Outcome.TIMEOUT}), "citizen_section").reason == "page_unreachable"
    assert judged(site({"/": home}), "citizen_section").status is Status.UNKNOWN


def test_home_that_answers_nothing_proves_nothing():
    for check_id in ("citizen_section", "reception_schedule", "feedback_channel", "public_services_link"):
        found = judged(site({"/": Outcome.REFUSED}), check_id)
        assert (found.status, found.reason) == (Status.UNKNOWN, "home_unreachable"), check_id


def test_public_services_link_must_answer():
    home = page("", menu=entry("Dịch vụ công", "https://dichvucong.tinhmau.gov.vn"))
    live = {"/": home, "https://dichvucong.tinhmau.gov.vn/": page("<h1>Cổng dịch vụ công</h1>")}
    assert judged(site(live), "public_services_link").status is Status.PASS
    dead = {"/": home, "https://dichvucong.tinhmau.gov.vn/": Outcome.DNS}
    assert judged(site(dead), "public_services_link").status is Status.PARTIAL
    assert judged(site({"/": page("")}), "public_services_link").status is Status.FAIL


# -- the app --------------------------------------------------------------------------------------------

DETAILS = "https://play.google.com/store/apps/details?id=vn.gov.bachai&hl=vi&gl=VN"
LISTING = """<html><head><script type="application/ld+json">{"@context":"https://schema.org",
"@type":"SoftwareApplication","name":"Bắc Hải Smart","url":"https://play.google.com/store/apps/details/x?id=vn.gov.bachai",
"description":"Ứng dụng công dân tỉnh Bắc Hải: phản ánh hiện trường, dịch vụ công","operatingSystem":"ANDROID",
"author":{"@type":"Person","name":"Sở Thông tin và Truyền thông Bắc Hải"}}</script></head>
<body><h1>Bắc Hải Smart</h1><div>Cập nhật lần cuối</div><div>15 thg 3, 2022</div></body></html>"""


def test_live_listing_passes_even_when_the_portal_is_down():
    found = judged(site({"/": Outcome.REFUSED}, stores={DETAILS: LISTING}, apps=(app(),)), "citizen_app")
    assert (found.status, found.value) == (Status.PASS, "play")


def test_no_app_fails_only_after_both_stores_were_searched():
    assert judged(site({"/": page("")}), "citizen_app").status is Status.FAIL
    found = judged(site({"/": page("")}, searches=searched("play")), "citizen_app")
    assert (found.status, found.reason) == (Status.UNKNOWN, "store_not_searched")


def test_app_that_only_the_registry_knows_and_that_is_gone_is_delisted():
    found = judged(site({"/": page("")}, stores={DETAILS: 404}, apps=(app(),)), "citizen_app")
    assert (found.status, found.reason) == (Status.FAIL, "delisted")


def test_advertised_app_that_is_gone_is_partial():
    badge = '<a href="https://play.google.com/store/apps/details?id=vn.gov.bachai"><img alt="Google Play"></a>'
    found = judged(site({"/": page(badge)}, stores={DETAILS: 404}), "citizen_app")
    assert found.status is Status.PARTIAL


def test_field_reporting_in_the_listing_counts():
    found = judged(site({"/": page("")}, stores={DETAILS: LISTING}, apps=(app(),)), "field_reporting")
    assert (found.status, found.value) == (Status.PASS, "app")


def test_field_reporting_by_the_name_of_a_link_to_the_provinces_own_live_system():
    menu = entry("Phản ánh hiện trường", "/pakn")
    login = page("<h1>Đăng nhập</h1><form><input type='password' name='p'></form>")
    found = judged(site({"/": page("", menu=menu), "/pakn": login}), "field_reporting")
    assert (found.status, found.value, found.supports[0].quote) == (Status.PASS, "portal", "Phản ánh hiện trường")
    assert judged(site({"/": page("", menu=menu), "/pakn": 404}), "field_reporting").status is not Status.PASS
    news = entry("Lãnh đạo tỉnh họp bàn về phản ánh hiện trường của người dân ở nhiều nơi", "/pakn")
    told = page("<h1>Họp</h1><p>Hội nghị bàn việc chung.</p>")
    assert judged(site({"/": page("", menu=news), "/pakn": told}), "field_reporting").status is not Status.PASS


def test_hotline_that_only_a_picture_of_the_home_page_says():
    picture = "<p><img src='/p.png' alt='Đường dây nóng: 0299 3822 111'></p>"
    assert judged(site({"/": page(picture)}), "hotline").value == "0299 3822 111"


# -- reception and feedback ------------------------------------------------------------------------------


def test_schedule_of_the_chair_passes_and_the_partys_does_not():
    menu = entry("Lịch tiếp công dân", "/lich")
    notice = page(
        "<h1>Lịch tiếp công dân định kỳ tháng 3/2022 của Chủ tịch UBND tỉnh</h1><p>Chủ tịch UBND tỉnh tiếp công "
        "dân vào ngày 15/3/2022, từ 7 giờ 30, tại Trụ sở Tiếp công dân tỉnh.</p>"
    )
    party = page(
        "<h1>Lịch tiếp công dân tháng 3/2022 của Bí thư Tỉnh ủy</h1><p>Đồng chí Bí thư Tỉnh ủy tiếp công dân vào "
        "ngày 15/3/2022 tại Trụ sở Tiếp công dân tỉnh.</p>"
    )
    found = judged(site({"/": page("", menu=menu), "/lich": notice}), "reception_schedule")
    assert (found.status, found.value) == (Status.PASS, PORTAL + "/lich")
    assert judged(site({"/": page("", menu=menu), "/lich": party}), "reception_schedule").status is Status.FAIL


FORM = """<h1>Gửi phản ánh, kiến nghị</h1><form method="post" action="/gui"><label>Họ và tên <input name="ten"></label>
<label>Email <input name="email" type="email"></label><label>Nội dung <textarea name="nd"></textarea></label>
<button type="submit">Gửi</button></form>"""
LIST = (
    """<h1>Hỏi đáp</h1><ul class="hoi-dap">"""
    + "".join(
        f"""<li><h3><a href="/hoi-dap/{n}">Hỏi về thủ tục cấp giấy chứng nhận lần {n}</a></h3>
<p>Ngày hỏi: {n:02d}/03/2022</p><p>Ngày trả lời: {n + 5:02d}/03/2022</p><p>Đơn vị trả lời: Sở Tài nguyên và Môi trường</p>
<p>Trạng thái: Đã trả lời</p></li>"""
        for n in range(12, 0, -1)
    )
    + "</ul>"
)


def test_form_is_a_channel_and_an_address_alone_is_half_of_one():
    menu = entry("Phản ánh, kiến nghị", "/pakn")
    assert judged(site({"/": page("", menu=menu), "/pakn": page(FORM)}), "feedback_channel").status is Status.PASS
    mail = page(
        "<h1>Phản ánh, kiến nghị</h1><p>Mọi phản ánh, kiến nghị của công dân xin gửi về hộp thư "
        "phananh@tinhmau.gov.vn</p>"
    )
    assert judged(site({"/": page("", menu=menu), "/pakn": mail}), "feedback_channel").status is Status.PARTIAL
    assert judged(site({"/": page("")}), "feedback_channel").status is Status.FAIL


def test_published_list_counts_its_items():
    found = judged(
        site({"/": page("", menu=entry("Hỏi đáp", "/hoi-dap")), "/hoi-dap": page(LIST)}), "feedback_published"
    )
    assert (found.status, found.value) == (Status.PASS, "12")


def test_no_list_anywhere_fails_and_an_unread_place_does_not():
    menu = entry("Hỏi đáp", "/hoi-dap")
    empty = page("<h1>Hỏi đáp</h1><p>Chưa có câu hỏi nào.</p>")
    assert judged(site({"/": page("")}), "feedback_published").reason == "no_feedback_list"
    assert judged(site({"/": page("", menu=menu), "/hoi-dap": empty}), "feedback_published").status is Status.PARTIAL
    assert judged(site({"/": page("", menu=menu), "/hoi-dap": 500}), "feedback_published").status is Status.UNKNOWN


def test_title_over_somebody_elses_schedule_is_theirs():
    menu = entry("Lịch tiếp công dân", "/lich")
    notice = page(
        "<h1>Lịch tiếp công dân tháng 3/2022 của lãnh đạo tỉnh</h1><p><a href='/tep.html'>Tải tệp đính kèm</a></p>"
    )
    party = page(
        "<h1>Lịch tiếp công dân tháng 3/2022 của Bí thư Tỉnh ủy</h1><p>Đồng chí Bí thư Tỉnh ủy tiếp công dân vào ngày "
        "15/3/2022 tại Trụ sở Tiếp công dân tỉnh.</p>"
    )
    found = judged(site({"/": page("", menu=menu), "/lich": notice, "/tep.html": party}), "reception_schedule")
    assert found.status is Status.FAIL
