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


WALL = (
    "<p>Vui lòng đăng nhập để gửi phản ánh hiện trường, kiến nghị và xem kết quả xử lý. Danh sách phản ánh chỉ hiển thị cho tài "
    "khoản đã đăng nhập.</p><form method=post><input name=user placeholder='Tên đăng nhập'><input type=password name=p>"
    "<button>Đăng nhập</button></form>"
)


@pytest.mark.parametrize("heading", ["Phản ánh kiến nghị", "Đăng nhập", "Phản ánh của người dân"])
def test_a_sign_in_wall_is_no_item_and_offers_what_it_names(heading: str) -> None:
    feedback = feedback_of(
        f"<h1>{heading}</h1>{WALL}", url="https://pakn.example.gov.vn/phan-anh/1", context="Phản ánh hiện trường"
    )
    assert feedback.login
    assert feedback.detail is None
    assert feedback.lists == ()
    assert feedback.field_reporting is not None


@pytest.mark.parametrize(
    ("sentence", "offers"),
    [
        ("Người dân có thể phản ánh hiện trường qua ứng dụng.", True),
        ("Hệ thống tiếp nhận các phản ánh hiện trường của người dân trên địa bàn tỉnh.", True),
        ("Tôi đã gửi phản ánh hiện trường nhiều lần.", False),
        ("Tỉnh sẽ tiếp nhận phản ánh hiện trường từ tháng sau.", False),
        ("Tạm dừng tiếp nhận phản ánh hiện trường.", False),
        ("Việc phản ánh hiện trường còn nhiều hạn chế.", False),
    ],
)
def test_a_sentence_of_the_channel_may_offer_field_reporting(sentence: str, offers: bool) -> None:
    found = feedback_of(f"<h1>Phản ánh kiến nghị</h1><p>{sentence}</p>").field_reporting
    assert (found is not None) == offers


def test_a_sentence_of_a_news_item_offers_no_field_reporting() -> None:
    main = "<h1>Triển khai phản ánh hiện trường</h1><p>Người dân có thể gửi phản ánh hiện trường qua ứng dụng.</p>"
    assert feedback_of(main, url="https://www.example.gov.vn/tin-tuc/trien-khai-12.html").field_reporting is None
