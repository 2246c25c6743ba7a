"""The section for citizens: an audience in the navigation, and what it offers."""

from __future__ import annotations

import unicodedata

import pytest

from pages.citizen import FUNCTION_KINDS, belongs, citizen_entries, citizen_functions, function_of, is_audience
from pages.page import Block, Link, MenuEntry, Page, Region, State

HOME = "https://www.example.gov.vn/"
SECTION = "https://www.example.gov.vn/cong-dan"


def entry(label: str, url: str | None = SECTION, *children: MenuEntry, kind: str = "menu") -> MenuEntry:
    return MenuEntry(label, url, children, kind, Region.NAV, f"nav > a[{label}]")


def link(
    label: str, region: Region = Region.MAIN, url: str = f"{SECTION}/x", heading: str = "", position: int = 0
) -> Link:
    return Link(url, label, region, f"a[{label}]", heading=heading, position=position)


def home(*menu: MenuEntry, links: tuple[Link, ...] = ()) -> Page:
    return Page(HOME, "html", menu=menu, links=links)


def labels(page: Page) -> list[str]:
    return [found.label for found in citizen_entries(page)]


@pytest.mark.parametrize(
    "label",
    [
        "Công dân",
        "CÔNG DÂN",
        "CONG DAN",
        "Cong dan",
        "Người dân",
        "» Người dân",
        "Dành cho công dân",
        "Dành cho người dân",
        "Công dân - Doanh nghiệp",
        "Công dân & Doanh nghiệp",
        "Công dân/Doanh nghiệp",
        "Người dân và doanh nghiệp",
        "Người dân - Doanh nghiệp - Du khách",
        "Doanh nghiệp và người dân",
        "Phục vụ người dân",
        "Phục vụ người dân, doanh nghiệp",
        "Chính quyền - Công dân",
        "Chính quyền với người dân",
        "Công dân với chính quyền",
        "Công dân cần biết",
        "Thông tin người dân cần biết",
        "Góc công dân",
        "Chuyên mục công dân",
        "Cổng dành cho người dân",
        "Đối với công dân",
        "Dành cho cá nhân",
        "Cá nhân - Tổ chức",
        "Thông tin dành cho công dân",
        "Bạn là công dân",
        "NGUOI DAN VA DOANH NGHIEP",
        "For citizens",
        unicodedata.normalize("NFD", "Công dân"),
    ],
)
def test_labels_that_name_citizens_as_an_audience(label: str) -> None:
    assert is_audience(label)
    assert labels(home(entry("Trang chủ", HOME), entry(label))) == [label]


@pytest.mark.parametrize(
    "label",
    [
        "Tiếp công dân",
        "Lịch tiếp công dân",
        "Căn cước công dân",
        "Công dân số",
        "Thẻ công dân",
        "Công dân tiêu biểu",
        "Công dân ưu tú",
        "Công dân danh dự",
        "Giáo dục công dân",
        "Công dân hỏi - Cơ quan trả lời",
        "Ý kiến công dân",
        "Trả lời công dân",
        "Luật Tiếp công dân năm 2013",
        "Hội đồng nhân dân",
        "Ủy ban nhân dân",
        "Báo Nhân dân",
        "Nhân dân",
        "Cá nhân",
        "Trang cá nhân",
        "Thông tin cá nhân",
        "Dân cư",
        "Doanh nghiệp",
        "Dành cho doanh nghiệp",
        "Công dân trẻ tiêu biểu năm 2022",
        "Người dân Quảng Trị phấn khởi đón Tết",
        "Hỗ trợ người dân bị ảnh hưởng bởi dịch",
        "Cộng đàn",
        "Công an",
        "Công dân và",
        "",
        "1",
    ],
)
def test_labels_that_do_not(label: str) -> None:
    assert not is_audience(label)
    assert labels(home(entry("Trang chủ", HOME), entry(label))) == []


def test_individuals_are_an_audience_beside_another_one() -> None:
    assert labels(home(entry("Cá nhân"), entry("Doanh nghiệp"))) == ["Cá nhân"]
    assert labels(home(entry("Cá nhân"), entry("Đăng xuất"))) == []


def test_an_entry_may_stand_deep_in_the_menu_or_only_open_a_sub_menu() -> None:
    child = entry("Hỏi đáp", f"{HOME}hoi-dap")
    (found,) = citizen_entries(home(entry("Chuyên mục", None, entry("Công dân", None, child))))
    assert found.url is None
    assert found.children == (child,)
    (found,) = citizen_entries(home(entry("Công dân", HOME, child)))  # href="#"
    assert found.url is None


def test_external_banners_are_no_entry_and_own_sub_domains_are() -> None:
    assert labels(home(entry("Công dân", "https://dichvucong.gov.vn/p/home/cong-dan.html"))) == []
    assert labels(home(links=(link("Công dân", Region.HEADER, "https://congdan.other.gov.vn/"),))) == []
    assert labels(home(entry("Công dân", "https://congdan.example.gov.vn/"))) == ["Công dân"]


def test_whose_host_it_is() -> None:
    assert belongs("http://example.gov.vn/x", HOME)
    assert belongs("https://pakn.example.gov.vn/", "https://portal.example.gov.vn/")
    assert not belongs("https://notexample.gov.vn/", HOME)
    assert not belongs("https://example.gov.vn.evil.test/", HOME)
    assert not belongs("https://gov.vn/", HOME)
    assert belongs("http://127.0.0.1:8001/x", "http://127.0.0.1:8001/")
    assert not belongs("http://127.0.0.1:8002/x", "http://127.0.0.1:8001/")
    assert not belongs("http://[broken", HOME)


def test_a_picture_link_in_the_frame_counts_and_a_link_in_the_news_does_not() -> None:
    assert labels(home(links=(link("Công dân", Region.ASIDE),))) == ["Công dân"]
    assert labels(home(links=(link("Công dân", Region.MAIN),))) == []


def test_audience_tiles_in_the_middle_of_the_page_are_navigation() -> None:
    tiles = tuple(
        link(label, Region.MAIN, f"{HOME}{i}") for i, label in enumerate(("Công dân", "Doanh nghiệp", "Du khách"))
    )
    assert labels(home(links=tiles)) == ["Công dân"]


def test_the_likeliest_entry_comes_first_and_none_comes_twice() -> None:
    child = entry("Hỏi đáp", f"{HOME}hoi-dap")
    page = home(
        entry("Công dân", SECTION, kind="footer"),
        entry("Người dân và doanh nghiệp", f"{HOME}nd", child),
        entry("Công dân", SECTION, kind="header"),
        links=(link("Công dân", Region.HEADER, SECTION),),
    )
    assert [(e.label, e.kind) for e in citizen_entries(page)] == [
        ("Người dân và doanh nghiệp", "menu"),
        ("Công dân", "header"),
    ]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Lịch tiếp công dân", "reception"),
        ("Tiếp công dân", "reception"),
        ("Phản ánh - Kiến nghị", "feedback"),
        ("Góp ý", "feedback"),
        ("Phản ánh hiện trường", "field_reporting"),
        ("Hỏi đáp", "questions"),
        ("Hỏi đáp thủ tục hành chính", "questions"),
        ("Công dân hỏi - Cơ quan trả lời", "questions"),
        ("Trả lời kiến nghị của công dân", "questions"),
        ("Giải quyết khiếu nại, tố cáo", "complaints"),
        ("Dịch vụ công trực tuyến", "services"),
        ("Tra cứu hồ sơ", "file_lookup"),
        ("Tra cứu tình trạng hồ sơ dịch vụ công", "file_lookup"),
        ("Thủ tục hành chính", "procedures"),
        ("Hướng dẫn nộp hồ sơ trực tuyến", "guidance"),
        ("Quyền tiếp cận thông tin", "information_access"),
        ("Góp ý dự thảo văn bản", "drafts"),
        ("Đường dây nóng", "hotline"),
        ("Trợ giúp pháp lý", "legal_aid"),
        ("Đánh giá mức độ hài lòng", "survey"),
        ("Biểu mẫu", "forms"),
        ("Tải ứng dụng", "app"),
        ("Gửi phản ánh, kiến nghị", "feedback"),
        ("Kết quả xử lý phản ánh", "feedback_results"),
        ("Lộ trình xe buýt", "transport"),
        ("Giá điện, nước", "utilities"),
        ("Tra cứu điểm thi", "education"),
        ("Sở Giao thông vận tải", ""),
        ("Sở Y tế", ""),
        ("Công ty Cấp nước", ""),
        ("HOI DAP", "questions"),
        ("Trả lời kiến nghị của cử tri", ""),
        ("Căn cước công dân", ""),
        ("Người phát ngôn và cung cấp thông tin cho báo chí", ""),
        ("Tin tức", ""),
        ("Giới thiệu", ""),
        ("Chủ tịch UBND tỉnh chủ trì phiên tiếp công dân định kỳ và chỉ đạo giải quyết dứt điểm vụ việc", ""),
    ],
)
def test_what_function_a_label_names(label: str, kind: str) -> None:
    assert function_of(label) == kind
    assert kind == "" or kind in FUNCTION_KINDS


def kinds(section: Page | None, *children: MenuEntry) -> set[str]:
    (found,) = citizen_entries(home(entry("Công dân", SECTION, *children)))
    return {function.kind for function in citizen_functions(section, found)}


def test_functions_come_from_the_sub_menu_and_the_sections_own_content() -> None:
    section = Page(
        SECTION,
        "html",
        heading="Công dân",
        links=(
            link("Hỏi đáp"),
            link("Góp ý"),
            link("Gửi góp ý"),
            link("Đường dây nóng", Region.NAV),
            link("Tra cứu hồ sơ", Region.FOOTER),
        ),
        blocks=(Block("heading", "Biểu mẫu", Region.MAIN, "h2"), Block("heading", "Khảo sát", Region.ASIDE, "h2")),
    )
    assert kinds(section, entry("Lịch tiếp công dân", f"{SECTION}/lich")) == {
        "reception",
        "questions",
        "feedback",
        "forms",
    }


def test_a_site_wide_menu_offers_nothing_but_its_part_for_citizens() -> None:
    menu = (entry("Hỏi đáp"), entry("Văn bản"), entry("Công dân", SECTION, entry("Tiếp công dân"), entry("Khiếu nại")))
    assert kinds(Page(SECTION, "html", menu=menu)) == {"reception", "complaints"}
    aside = (link("Hỏi đáp", Region.ASIDE), link("Góp ý", Region.ASIDE, heading="Công dân"))
    assert kinds(Page(SECTION, "html", links=aside)) == {"feedback"}


def test_a_dead_or_empty_section_offers_nothing() -> None:
    for state in (State.EMPTY, State.SOFT_404, State.CONSTRUCTION, State.LOGIN, State.ERROR):
        assert kinds(Page(SECTION, "html", state=state, links=(link("Hỏi đáp"),))) == set()
    assert kinds(None) == set()


def test_news_in_the_section_is_no_function() -> None:
    news = link("Bí thư Tỉnh ủy kiểm tra công tác tiếp công dân, giải quyết khiếu nại, tố cáo tại huyện miền núi")
    assert kinds(Page(SECTION, "html", links=(news,))) == set()


def test_a_kind_is_counted_once_with_an_address_where_there_is_one() -> None:
    (found,) = citizen_entries(
        home(entry("Công dân", None, entry("Hỏi đáp", None), entry("Hỏi đáp trực tuyến", f"{HOME}hoi")))
    )
    (function,) = citizen_functions(None, found)
    assert (function.kind, function.url) == ("questions", f"{HOME}hoi")


def test_reading_answers_and_sending_a_question_are_two_functions() -> None:
    (found,) = citizen_entries(
        home(entry("Công dân", None, entry("Hỏi đáp", f"{HOME}hd"), entry("Gửi câu hỏi", f"{HOME}gui")))
    )
    assert {f.kind for f in citizen_functions(None, found)} == {"questions", "ask"}
