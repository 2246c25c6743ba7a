"""Forms, sign-in walls, other ways to send something, field reporting, ratings of answers."""

from __future__ import annotations

import pytest

from pages.feedback_forms import offers_field_reporting
from tests.pages.feedback_pages import feedback_of

NAME = "<label for='a'>Họ và tên</label><input id='a' name='hoten'>"
MAIL = "<label for='b'>Email</label><input id='b' type='email' name='email'>"
TEXT = "<label for='c'>Nội dung</label><textarea id='c' name='noidung'></textarea>"


def form(fields: str, button: str = "Gửi", method: str = "post") -> str:
    return f"<form method='{method}' action='/gui'>{fields}<button type='submit'>{button}</button></form>"


@pytest.mark.parametrize(
    ("main", "context"),
    [
        ("<h1>Gửi câu hỏi</h1>" + form(NAME + MAIL + TEXT), ""),
        ("<h1>Liên hệ - Góp ý</h1>" + form(NAME + TEXT), ""),
        ("<h1>Phản ánh hiện trường</h1>" + form(TEXT, "Gửi phản ánh"), ""),
        ("<h1>Thông tin của bạn</h1>" + form(NAME + TEXT), "Hỏi đáp | Công dân"),
        ("<h1>Cổng 1022</h1>" + form(NAME + MAIL + TEXT, "Tiếp tục"), ""),
    ],
)
def test_forms_that_take_citizens_words(main: str, context: str) -> None:
    assert feedback_of(main, context=context).form is not None


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Hỏi đáp</h1>" + form("<label for='k'>Từ khóa</label><input id='k' name='q'>", "Tìm kiếm", "get"),
        "<h1>Hỏi đáp</h1>" + form("<label for='k'>Nội dung</label><input id='k' name='noidung'>", "Tìm kiếm", "get"),
        "<h1>Hỏi đáp</h1>" + form(NAME + "<input type='password' name='p'>", "Đăng nhập"),
        "<h1>Hỏi đáp</h1>" + form(MAIL, "Đăng ký nhận tin"),
        "<h1>Liên hệ</h1>" + form(NAME + TEXT),
        "<h1>Khởi công cầu mới</h1><p>Tin.</p><h3>Ý kiến bạn đọc</h3>" + form(NAME + TEXT, "Gửi bình luận"),
        "<h1>Khởi công cầu mới</h1><p>Tin.</p><h3>Gửi ý kiến của bạn</h3>" + form(NAME + TEXT),
        "<h1>Thăm dò ý kiến</h1>" + form("<input type='radio' name='r'><input type='radio' name='r'>", "Gửi"),
        "<h1>Yêu cầu cung cấp thông tin</h1>" + form(NAME + TEXT),
        "<h1>Góp ý dự thảo Nghị quyết</h1>" + form(NAME + TEXT, "Gửi góp ý"),
        "<h1>Đối thoại doanh nghiệp</h1>" + form(NAME + TEXT, "Gửi câu hỏi"),
    ],
)
def test_other_forms_are_none(main: str) -> None:
    assert feedback_of(main).form is None


@pytest.mark.parametrize(
    "words", ["Vui lòng đăng nhập để xem phản ánh", "Bạn cần đăng nhập để gửi câu hỏi.", "Đăng nhập để gửi phản ánh"]
)
def test_a_sign_in_wall_is_quoted(words: str) -> None:
    feedback = feedback_of(f"<h1>Phản ánh kiến nghị</h1><p>{words}</p>")
    assert feedback.login
    assert feedback.login_quote == words


def test_a_sign_in_link_is_no_wall() -> None:
    assert not feedback_of("<h1>Hỏi đáp</h1><a href='/login'>Đăng nhập</a>" + form(NAME + TEXT, "Gửi câu hỏi")).login
    assert not feedback_of("<h1>Diễn đàn</h1><p>Vui lòng đăng nhập để xem.</p>").login


def test_list_and_form_in_the_open_need_no_sign_in() -> None:
    feedback = feedback_of(
        "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th></tr><tr><td>Bao giờ có điện?</td><td>12/03/2022</td></tr>"
        "</table><p>Đăng nhập để đánh giá.</p>" + form(NAME + TEXT, "Gửi câu hỏi")
    )
    assert not feedback.login


def test_other_ways_are_told_by_kind() -> None:
    feedback = feedback_of(
        "<h1>Tiếp nhận phản ánh kiến nghị</h1><p>Mọi phản ánh xin gửi về hộp thư: phananh@example.gov.vn</p>"
        "<p>Đường dây nóng: 0255.3822.555</p><p><a href='https://dichvucong.gov.vn/p/phananhkiennghi/pakn-gioi-thieu.html'>"
        "Hệ thống tiếp nhận, trả lời phản ánh, kiến nghị</a></p>"
    )
    assert [kind for kind, _, _ in feedback.contacts] == ["email", "hotline", "national"]
    assert feedback.form is None


def test_contacts_of_the_portal_itself_are_no_channel() -> None:
    feedback = feedback_of(
        "<h1>Giới thiệu</h1><p>Email: congttdt@example.gov.vn. Điện thoại: 0255.3822.222</p>"
        "<a href='https://dichvucong.gov.vn/'>Cổng Dịch vụ công quốc gia</a>"
        "<a href='https://dichvucong.gov.vn.example.com/guipakn'>Phản ánh kiến nghị</a>"
    )
    assert feedback.contacts == ()


@pytest.mark.parametrize(
    "label",
    [
        "Phản ánh hiện trường",
        "PHẢN ÁNH HIỆN TRƯỜNG",
        "Gửi phản ánh hiện trường",
        "Hệ thống phản ánh hiện trường tỉnh",
        "Phản ảnh hiện trường",
        "Phan anh hien truong",
        "Ứng dụng phản ánh hiện trường",
    ],
)
def test_field_reporting_is_offered(label: str) -> None:
    assert offers_field_reporting(label)


@pytest.mark.parametrize(
    "label",
    [
        "Hội nghị triển khai phản ánh hiện trường",
        "Phản ánh hiện trường góp phần xây dựng đô thị văn minh",
        "Người dân hào hứng với phản ánh hiện trường",
        "Quy chế phản ánh hiện trường",
        "Phản ánh kiến nghị",
        "Xử lý 1.234 phản ánh hiện trường",
        "Phản ánh hiện trường được tiếp nhận và xử lý kịp thời trong năm qua.",
    ],
)
def test_news_about_field_reporting_offers_nothing(label: str) -> None:
    assert not offers_field_reporting(label)


def test_field_reporting_as_a_link_of_any_page() -> None:
    feedback = feedback_of("<h1>Trang chủ</h1><a href='https://pakn.example.gov.vn'>Phản ánh hiện trường</a>")
    assert feedback.field_reporting is not None
    assert feedback.field_reporting[0] == "Phản ánh hiện trường"


def test_an_answer_can_be_rated() -> None:
    asked = feedback_of("<h1>Phản ánh</h1><p>Bạn đánh giá như thế nào về kết quả xử lý?</p>")
    graded = feedback_of("<h1>Hỏi đáp</h1><span>Rất hài lòng</span><p>Hài lòng</p><p>Không hài lòng</p>")
    assert asked.satisfaction is not None
    assert graded.satisfaction is not None


def test_a_survey_of_services_rates_no_answer() -> None:
    assert feedback_of("<h1>Dịch vụ công</h1><p>Đánh giá mức độ hài lòng của người dân</p>").satisfaction is None
