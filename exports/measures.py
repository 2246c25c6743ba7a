"""What each check measures, in a line of Vietnamese and English, and what a person does to verify it.

The rules themselves, with their limits, are in docs/checks.md. A test compares the ids with the catalogue's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A check: its title in both languages, and how to verify it by hand."""

    vi: str
    en: str
    verify_vi: str
    verify_en: str


_HOME = ("Mở trang chủ của cổng và tìm trong trình đơn, đầu trang, chân trang",
         "Open the portal's home page and look through menu, header and footer")  # fmt: skip
_LIST = ("Mở danh sách phản ánh, kiến nghị tại evidence_url và đếm theo ngày, trạng thái (bảng feedback_items)",
         "Open the feedback list at evidence_url and count by day and state (table feedback_items)")  # fmt: skip
_STORE = ("Mở trang ứng dụng trên Google Play và App Store", "Open the app's listing on Google Play and App Store")
_PAGE = ("Mở evidence_url và đối chiếu với evidence_quote", "Open evidence_url and compare with evidence_quote")
_VISIT = (
    "Tính lại từ bảng captures (outcome, http_status) của đợt",
    "Recount from the run's captures (outcome, http_status)",
)
_AXE = ("Chạy axe DevTools trên trang, khổ 360 px", "Run axe DevTools on the page, 360 px wide")


def _m(vi: str, en: str, verify: tuple[str, str]) -> Measure:
    return Measure(vi, en, *verify)


MEASURES = {
    "completeness.citizen_section": _m("Có mục 'Công dân' trên trang chủ", "'Công dân' entry on the home page", _HOME),
    "completeness.reception_schedule": _m(
        "Có lịch tiếp công dân của lãnh đạo tỉnh", "Leaders' reception schedule is given", _PAGE
    ),
    "completeness.feedback_channel": _m("Có nơi gửi phản ánh, kiến nghị, câu hỏi", "A place to send feedback", _PAGE),
    "completeness.feedback_published": _m(
        "Công khai danh sách phản ánh, kiến nghị", "Feedback is listed in public", _LIST
    ),
    "completeness.citizen_app": _m("Có ứng dụng công dân trên kho ứng dụng", "Citizen app is in a store", _STORE),
    "completeness.field_reporting": _m("Có phản ánh hiện trường", "Field reporting is offered", _PAGE),
    "completeness.complaints_section": _m(
        "Có chuyên mục khiếu nại, tố cáo", "Section on complaints and denunciations", _HOME
    ),
    "completeness.public_services_link": _m(
        "Liên kết đến cổng dịch vụ công hoạt động", "Link to the public service portal works", _HOME
    ),
    "completeness.draft_consultation": _m(
        "Có mục lấy ý kiến dự thảo văn bản", "Section for comments on draft documents", _PAGE
    ),
    "completeness.hotline": _m("Có đường dây nóng cho người dân", "A hotline for citizens", _PAGE),
    "completeness.information_access_section": _m(
        "Có chuyên mục tiếp cận thông tin", "Section on access to information", _HOME
    ),
    "accessibility.click_depth": _m(
        "Số lần bấm từ trang chủ đến các mục cho công dân",
        "Clicks from home page to the citizens' pages",
        ("Đếm số lần bấm ngắn nhất từ trang chủ", "Count the fewest clicks from the home page"),
    ),
    "accessibility.citizen_subsections": _m(
        "Số chức năng trong mục 'Công dân'",
        "Functions in the citizen section",
        ("Mở mục 'Công dân' và đếm chức năng khác nhau", "Open the citizen section and count distinct functions"),
    ),
    "accessibility.https": _m(
        "HTTPS hợp lệ và tự chuyển hướng",
        "Valid HTTPS with redirect",
        ("Chạy: curl -sSI http://TÊN-MIỀN và openssl s_client", "Run curl -sSI http://HOST and openssl s_client"),
    ),
    "accessibility.availability": _m("Tỷ lệ yêu cầu được trả lời", "Share of requests answered", _VISIT),
    "accessibility.response_time": _m(
        "Thời gian phản hồi trung vị (ms)",
        "Median time to first byte (ms)",
        (
            "Đo bằng curl -w '%{time_starttransfer}' nhiều lần",
            "Measure with curl -w '%{time_starttransfer}' several times",
        ),
    ),
    "accessibility.mobile": _m(
        "Hiển thị được trên điện thoại",
        "Fits a telephone's screen",
        (
            "Mở trang chủ ở khổ rộng 360 px và thử kéo ngang",
            "Open the home page 360 px wide and try to scroll sideways",
        ),
    ),
    "accessibility.wcag": _m("Không có lỗi tiếp cận WCAG nghiêm trọng", "No serious WCAG fault", _AXE),
    "accessibility.site_search": _m("Có ô tìm kiếm trên trang chủ", "Search box on the home page", _HOME),
    "accessibility.languages": _m("Có phiên bản ngôn ngữ khác", "Another language version", _HOME),
    "accessibility.broken_links": _m("Tỷ lệ liên kết hỏng", "Share of dead links", _VISIT),
    "accessibility.no_login": _m(
        "Đọc được phản ánh không cần đăng nhập",
        "Feedback can be read without signing in",
        ("Mở danh sách trong cửa sổ ẩn danh", "Open the list in a private window"),
    ),
    "timeliness.reception_schedule": _m("Lịch tiếp công dân còn hiệu lực", "Reception schedule is current", _PAGE),
    "timeliness.feedback_response": _m("Ngày trả lời công dân gần nhất", "Newest answer to a citizen", _LIST),
    "timeliness.news": _m("Ngày tin mới nhất", "Newest news item", _PAGE),
    "timeliness.legal_documents": _m("Ngày văn bản mới nhất", "Newest legal document", _PAGE),
    "timeliness.app_update": _m("Ngày cập nhật ứng dụng", "Newest update of the app", _STORE),
    "effectiveness.feedback_totals": _m(
        "Công bố số phản ánh tiếp nhận, đã xử lý", "Totals received and handled are published", _PAGE
    ),
    "effectiveness.response_rate": _m(
        "Tỷ lệ phản ánh được trả lời trong 365 ngày", "Share answered of the last 365 days", _LIST
    ),
    "effectiveness.response_time": _m("Số ngày trả lời trung vị", "Median days to an answer", _LIST),
    "effectiveness.test_posts": _m("Tỷ lệ mục thử hệ thống", "Share of test posts", _LIST),
    "effectiveness.feedback_activity": _m("Số phản ánh trong 365 ngày", "Items of the last 365 days", _LIST),
    "effectiveness.app_rating": _m("Điểm đánh giá ứng dụng", "Store rating of the app", _STORE),
    "effectiveness.channel_working": _m(
        "Biểu mẫu và danh sách hoạt động",
        "Form and list work",
        ("Mở biểu mẫu và danh sách; không gửi gì", "Open form and list; send nothing"),
    ),
    "transparency.information_regulation": _m(
        "Công bố quy chế cung cấp thông tin", "Regulation on information is published", _PAGE
    ),
    "transparency.contact_point": _m(
        "Công bố đầu mối cung cấp thông tin", "Contact point for information requests", _PAGE
    ),
    "transparency.answers_published": _m("Công khai nội dung trả lời", "Answers can be read", _LIST),
    "transparency.processing_stages": _m("Công khai các trạng thái xử lý", "Stages of processing are shown", _LIST),
    "transparency.responsible_unit": _m("Nêu cơ quan trả lời", "Answering agency is named", _LIST),
    "transparency.handling_report": _m("Có báo cáo kết quả xử lý", "Report on handling", _PAGE),
    "transparency.satisfaction": _m(
        "Công dân đánh giá được mức hài lòng", "Satisfaction can be rated or is published", _PAGE
    ),
    "transparency.privacy_policy": _m("Có thông báo bảo vệ dữ liệu cá nhân", "Privacy notice", _PAGE),
    "transparency.leader_contacts": _m("Có thông tin liên hệ của lãnh đạo tỉnh", "Leaders' contacts", _PAGE),
}

# Every dimension of the rubrics that ship; a test compares.
DIMENSIONS = {
    "completeness": ("Tính đầy đủ", "Completeness"),
    "accessibility": ("Tính dễ tiếp cận", "Accessibility"),
    "timeliness": ("Tính cập nhật", "Timeliness"),
    "effectiveness": ("Tính hiệu quả", "Effectiveness"),
    "transparency": ("Tính minh bạch", "Transparency"),
    "regulation_policy": ("Quy định và chính sách của địa phương", "Local regulation and policy"),
    "infrastructure": ("Hạ tầng kỹ thuật", "Technical infrastructure"),
    "implementation": ("Tổ chức thực hiện", "Implementation"),
    "rights_interests": ("Bảo đảm quyền và lợi ích của công dân", "Ensuring citizens' rights and interests"),
    "total": ("Tổng", "Total"),
}

# The study's figures of March 2022: measure, rule, which side is counted, figure, in words.
STUDY = (
    ("completeness.citizen_app", "pass", "yes", 50, "có ứng dụng công dân"),
    ("completeness.citizen_section", "not_fail", "no", 27, "không có mục 'Công dân'"),
    ("timeliness.reception_schedule", "pass", "yes", 33, "có lịch tiếp công dân còn hiệu lực"),
    ("timeliness.feedback_response", "pass", "yes", 24, "trả lời công dân kịp thời"),
    ("transparency.information_regulation", "pass", "yes", 3, "công bố quy chế cung cấp thông tin"),
    ("transparency.contact_point", "pass", "yes", 5, "công bố đầu mối cung cấp thông tin"),
)
