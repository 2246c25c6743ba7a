"""What links and pages speak of, over labels as real portals have them."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest

from pages import topics
from pages.page import Block, Link, Page, Region
from pages.topics import Topic, topics_of_link, topics_of_page

PLAIN = "https://www.example.gov.vn/x/1234.html"


def link(label: str, url: str = PLAIN, *, trail: tuple[str, ...] = (), heading: str = "") -> Link:
    return Link(url, label, Region.NAV, "a", heading=heading, trail=trail)


@pytest.mark.parametrize(
    ("label", "topic"),
    [
        ("Lịch tiếp công dân", Topic.RECEPTION),
        ("LỊCH TIẾP DÂN", Topic.RECEPTION),
        ("Lich tiep cong dan", Topic.RECEPTION),
        ("LICH TIEP CONG DAN", Topic.RECEPTION),
        ("Tiếp công dân", Topic.RECEPTION),
        ("Công tác tiếp công dân", Topic.RECEPTION),
        ("Ban Tiếp công dân tỉnh", Topic.RECEPTION),
        ("Lịch TCD", Topic.RECEPTION),
        ("Lịch công tác", Topic.AGENDA),
        ("Lịch làm việc của lãnh đạo UBND tỉnh", Topic.AGENDA),
        ("Lịch tuần", Topic.AGENDA),
        ("Phản ánh - Kiến nghị", Topic.FEEDBACK),
        ("PAKN", Topic.FEEDBACK),
        ("Phản ảnh hiện trường", Topic.FEEDBACK),
        ("Hỏi đáp", Topic.FEEDBACK),
        ("Hỏi – Đáp", Topic.FEEDBACK),
        ("Công dân hỏi - Cơ quan trả lời", Topic.FEEDBACK),
        ("Góp ý", Topic.FEEDBACK),
        ("Tổng đài 1022", Topic.FEEDBACK),
        ("Thống kê phản ánh kiến nghị", Topic.TOTALS),
        ("Khiếu nại, tố cáo", Topic.COMPLAINTS),
        ("KNTC", Topic.COMPLAINTS),
        ("Dịch vụ công trực tuyến", Topic.SERVICES),
        ("DVC", Topic.SERVICES),
        ("Tiếp cận thông tin", Topic.INFORMATION),
        ("Quy chế cung cấp thông tin", Topic.INFORMATION),
        ("Đầu mối cung cấp thông tin", Topic.INFORMATION),
        ("Lấy ý kiến dự thảo văn bản", Topic.DRAFTS),
        ("Ứng dụng Công dân số", Topic.APP),
        ("Tin tức - Sự kiện", Topic.NEWS),
        ("Văn bản quy phạm pháp luật", Topic.LEGAL),
        ("Lãnh đạo UBND tỉnh", Topic.LEADERS),
        ("Đường dây nóng", Topic.HOTLINE),
        ("Chính sách bảo mật", Topic.PRIVACY),
        ("Kết quả tiếp công dân tháng 4 năm 2017", Topic.REPORT),
        ("Sơ đồ cổng", Topic.SITEMAP),
        ("Công dân", Topic.CITIZEN),
        ("Người dân và doanh nghiệp", Topic.CITIZEN),
    ],
)
def test_a_label_that_names_a_topic_has_weight_one(label: str, topic: Topic) -> None:
    assert topics_of_link(link(label))[topic] == 1.0


@pytest.mark.parametrize(
    "label",
    [
        "Căn cước công dân",
        "Cấp thẻ căn cước công dân",
        "Thẻ công dân",
        "Giáo dục công dân",
        "Công dân tiêu biểu",
        "Tiếp xúc cử tri",
        "Kết quả giải quyết, trả lời ý kiến, kiến nghị của cử tri",
        "Người phát ngôn và cung cấp thông tin cho báo chí",
        "Đối thoại doanh nghiệp",
        "Du lịch",
        "Lịch sử hình thành",
        "Lịch cắt điện",
        "Trang chủ",
        "Cổng thông tin điện tử",
        "Cộng đàn",  # other letters, other word
        "Tiệp công dan",
        "",
        "...",
    ],
)
def test_false_friends_speak_of_nothing(label: str) -> None:
    assert topics_of_link(link(label)) == {}


def test_the_longest_phrase_wins() -> None:
    assert topics_of_link(link("Tiếp công dân")) == {Topic.RECEPTION: 1.0}  # no lead of 'Công dân'
    assert Topic.FEEDBACK not in topics_of_link(link("Góp ý dự thảo văn bản"))
    assert Topic.RECEPTION not in topics_of_link(link("Báo cáo công khai lịch tiếp công dân"))


def test_a_notice_keeps_its_weight_however_long_its_title() -> None:
    notice = link("Thông báo lịch tiếp công dân định kỳ tháng 2 năm 2022 của đồng chí Chủ tịch UBND tỉnh")
    assert topics_of_link(notice)[Topic.RECEPTION] == 1.0


def test_a_title_that_mentions_a_topic_is_worth_less() -> None:
    news = link("Chủ tịch UBND tỉnh chủ trì buổi tiếp công dân và chỉ đạo giải quyết nhiều vụ việc phức tạp")
    assert 0 < topics_of_link(news)[Topic.RECEPTION] < 0.8


def test_parent_sections_may_lead_on() -> None:
    for label in (
        "Công dân",
        "Thông tin cần biết",
        "Chỉ đạo điều hành",
        "Thông báo",
        "Văn phòng UBND tỉnh",
        "Thanh tra",
        "Sơ đồ cổng",
    ):
        assert 0.3 <= topics_of_link(link(label))[Topic.RECEPTION] <= 0.5, label
    assert 0.3 <= topics_of_link(link("Liên hệ"))[Topic.FEEDBACK] <= 0.5
    assert 0.3 <= topics_of_link(link("Công khai"))[Topic.INFORMATION] <= 0.5


def test_the_trail_and_the_heading_speak_for_what_hangs_below_them() -> None:
    assert topics_of_link(link("Năm 2022", trail=("Công dân", "Lịch tiếp công dân")))[Topic.RECEPTION] == 0.8
    assert topics_of_link(link("Tháng 3/2022", heading="Lịch tiếp công dân"))[Topic.RECEPTION] == 0.7
    # but a false friend is none of it
    assert topics_of_link(link("Tiếp xúc cử tri", trail=("Tiếp công dân",))) == {}


@pytest.mark.parametrize(
    ("url", "topic"),
    [
        ("https://www.example.gov.vn/lich-tiep-cong-dan", Topic.RECEPTION),
        ("https://www.example.gov.vn/thong-tin-tong-hop/lich-tiep-dan", Topic.RECEPTION),
        ("https://www.example.gov.vn/Pages/LichTiepDan.aspx", Topic.RECEPTION),
        ("https://www.example.gov.vn/Pages/TCDThang42017.aspx", Topic.RECEPTION),
        ("https://www.example.gov.vn/tiepdan/", Topic.RECEPTION),
        ("https://www.example.gov.vn/portal/Pages/lich-lam-viec.aspx", Topic.AGENDA),
        ("https://www.example.gov.vn/hoi-dap", Topic.FEEDBACK),
        ("https://www.example.gov.vn/hoi-ap", Topic.FEEDBACK),  # Liferay drops the đ
        ("https://www.example.gov.vn/hoidap.aspx", Topic.FEEDBACK),
        ("https://pakn.example.gov.vn/vi", Topic.FEEDBACK),
        ("https://1022.example.gov.vn/", Topic.FEEDBACK),
        ("https://gopy.example.gov.vn/", Topic.FEEDBACK),
        ("https://tuongtac.example.gov.vn/", Topic.FEEDBACK),
        ("https://example.gov.vn/%C4%91%E1%BB%91i-tho%E1%BA%A1i/h%E1%BB%8Fi-%C4%91%C3%A1p", Topic.FEEDBACK),
        ("https://www.example.gov.vn/ct/cms/congdan/khieunaitc/View_Detail.aspx?ItemID=77", Topic.COMPLAINTS),
        ("https://www.example.gov.vn/uong-day-nong", Topic.HOTLINE),
        ("https://www.example.gov.vn/tiep-can-thong-tin", Topic.INFORMATION),
        ("https://www.example.gov.vn/au-moi-cung-cap-thong-tin", Topic.INFORMATION),
        ("https://dichvucong.example.gov.vn/", Topic.SERVICES),
        ("https://play.google.com/store/apps/details?id=vn.gov.example", Topic.APP),
        ("https://www.example.gov.vn/index.php?com=hoidap", Topic.FEEDBACK),
    ],
)
def test_the_address_speaks_where_the_label_does_not(url: str, topic: Topic) -> None:
    assert topics_of_link(link("Xem thêm", url))[topic] >= 0.8


def test_a_plain_address_speaks_of_nothing() -> None:
    for url in (
        PLAIN,
        "https://example.gov.vn/",
        "https://example.gov.vn/du-lich",
        "http://[broken",
        "https://example.gov.vn/?id=1",
    ):
        assert topics_of_link(link("Xem thêm", url)) == {}


def test_a_page_speaks_by_heading_title_and_breadcrumb() -> None:
    page = Page(PLAIN, "html", title="Thông báo tháng 3 - Cổng TTĐT tỉnh", heading="Lịch tiếp công dân tháng 3/2022")
    assert topics_of_page(page)[Topic.RECEPTION] == 1.0
    page = Page(PLAIN, "html", title="Hỏi đáp - Cổng thông tin điện tử tỉnh Quảng Trị")
    assert topics_of_page(page) == {Topic.FEEDBACK: 0.8}
    crumb = Block("text", "Trang chủ » Công dân » Tiếp công dân", Region.BREADCRUMB, "nav")
    page = Page(PLAIN, "html", heading="Năm 2022", blocks=(crumb,))
    assert topics_of_page(page)[Topic.RECEPTION] == 0.7
    assert topics_of_page(Page(PLAIN, "html")) == {}


def test_decomposed_and_decorated_labels_are_the_same() -> None:
    label = "Lịch tiếp công dân"
    for spelling in (
        unicodedata.normalize("NFD", label),
        "Lịch\u00a0tiếp công dân",
        "» LỊCH TIẾP CÔNG DÂN (12)",
    ):
        assert topics_of_link(link(spelling))[Topic.RECEPTION] == 1.0
    assert topics_of_link(link("Góp ý – hoà giải"))[Topic.FEEDBACK] == 1.0


def test_results_of_the_cache_are_not_shared_with_callers() -> None:
    first = topics_of_link(link("Hỏi đáp"))
    first.clear()
    assert topics_of_link(link("Hỏi đáp"))[Topic.FEEDBACK] == 1.0


def test_a_hostile_label_is_read_in_linear_time() -> None:
    topics_of_link(link("tiếp công dân " * 20_000, "https://example.gov.vn/" + "tiep-cong-dan-" * 20_000))


def test_the_vocabulary_names_only_known_topics() -> None:
    vocabulary = tomllib.loads(Path(topics.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    names = {topic.value for topic in Topic}
    assert set(vocabulary) - names == {"audience_leads", "leads", "false_friends"}
    for topic in names & set(vocabulary):
        assert set(vocabulary[topic]) <= {"firm", "names", "likely", "may", "address"}, topic
    for lead in vocabulary["leads"]:
        assert set(lead["to"]) <= names
        assert all(0 < weight <= 1 for weight in lead["to"].values())
