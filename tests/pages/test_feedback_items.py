"""Labels, states, tests of the system, and personal data in items."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.feedback import Item, Stage, read_feedback
from pages.feedback_heads import parts_of
from pages.feedback_privacy import cut_personal
from pages.feedback_tests import is_test
from pages.feedback_words import column_role, stage_inside, stage_of
from pages.page import Block, Link, Page, Region, Table
from pages.read import read
from tests.pages.feedback_pages import feedback_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Người gửi: Nguyễn Văn A - Ngày gửi: 12/03/2022 | Trạng thái: Đã trả lời",
            [("sender", "Nguyễn Văn A"), ("asked", "12/03/2022"), ("stage", "Đã trả lời")],
        ),
        ("Ngày gửi 12/03/2022", [("asked", "12/03/2022")]),
        ("Câu hỏi 12: Bao giờ có điện?", [("question", "Bao giờ có điện?")]),
        ("KẾT QUẢ XỬ LÝ", [("answer", "")]),
        ("THÔNG TIN PHẢN HỒI", [("answer", "")]),
        ("THÔNG TIN Ý KIẾN", [("question", "")]),
        ("Ngày hỏi: | 12/3/2022", [("asked", "12/3/2022")]),
        ("Nguoi gui: Tran B Ngay gui: 12/03/2022", [("sender", "Tran B"), ("asked", "12/03/2022")]),
        (
            "Hạn xử lý: 00:00 08/11/2022 Ngày xử lý: 14:47 02/11/2022",
            [("due", "00:00 08/11/2022"), ("answered", "14:47 02/11/2022")],
        ),
        ("Người dân hỏi về trả lời câu hỏi này", [("", "Người dân hỏi về trả lời câu hỏi này")]),
        ("Nội dung cuộc họp đã được thông qua", [("", "Nội dung cuộc họp đã được thông qua")]),
        ("Thời gian xử lý công việc chậm", [("", "Thời gian xử lý công việc chậm")]),
    ],
)
def test_texts_are_taken_apart_at_their_labels(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.role, part.value) for part in parts_of(text)] == parts


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Đã trả lời", Stage.ANSWERED),
        ("ĐÃ XỬ LÝ", Stage.ANSWERED),
        ("da xu ly", Stage.ANSWERED),
        ("Đã xử lý ngày 12/03/2022", Stage.ANSWERED),
        ("Đã trả lời (12/03/2022 10:30)", Stage.ANSWERED),
        ("Chưa trả lời", Stage.RECEIVED),
        ("Chờ tiếp nhận", Stage.RECEIVED),
        ("Đang xử lý (12)", Stage.PROCESSING),
        ("Chuyển xử lý", Stage.FORWARDED),
        ("Từ chối", Stage.REJECTED),
        ("Quá hạn", Stage.OVERDUE),
        ("Đã xử lý trễ hạn", Stage.ANSWERED),
        ("Đã trả lời câu hỏi của ông", None),
        ("Đang xử lý vi phạm trật tự xây dựng", None),
        ("Còn hiệu lực", None),
        ("", None),
    ],
)
def test_states_are_whole_texts(text: str, stage: Stage | None) -> None:
    assert stage_of(text) is stage


def test_a_state_among_other_facts_of_a_line() -> None:
    assert stage_inside("Đã xử lý 10:32 25/03/2022 Hạ tầng đô thị") == (Stage.ANSWERED, "Đã xử lý")
    assert stage_inside("Đã xử lý10:32 25/03/2022Hạ tầng") == (Stage.ANSWERED, "Đã xử lý")
    assert stage_inside("12/03/2022 | Đang xử lý") == (Stage.PROCESSING, "Đang xử lý")
    assert stage_inside("UBND xã đã xử lý vi phạm") is None
    assert stage_inside("Đã xử lý vi phạm ở xã") is None


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("STT", "other"),
        ("Tiêu đề", "title"),
        ("Nội dung phản ánh, kiến nghị", "question"),
        ("Người gửi", "sender"),
        ("Ngày gửi câu hỏi", "asked"),
        ("Ngày, giờ trả lời", "answered"),
        ("TRẠNG THÁI", "stage"),
        ("Co quan tra loi", "agency"),
        ("Ngày", "date"),
        ("Hạn xử lý", "due"),
        ("Dân số", ""),
    ],
)
def test_columns_by_their_heads(head: str, role: str) -> None:
    assert column_role(head) == role


@pytest.mark.parametrize(
    "title",
    [
        "test",
        "Test 1",
        "TESTING",
        "Thử nghiệm hệ thống",
        "thu nghiem",
        "abc",
        "asdfgh",
        "sdfsdf",
        "xxx",
        "aaaa",
        "12345",
        "Kiểm tra hệ thống",
        "demo phản ánh hiện trường",
        "gửi thử",
        "Test phản ánh lần 2",
        "dfghjk",
        "phản ánh thử",
    ],
)
def test_tests_of_the_system(title: str) -> None:
    assert is_test(title)


@pytest.mark.parametrize(
    "title",
    [
        "Xét nghiệm Covid ở đâu?",
        "Test nhanh Covid giá bao nhiêu",
        "Kit test không đạt",
        "thử nghiệm thuốc mới cho trẻ em",
        "Kiểm tra hệ thống thoát nước",
        "BHXH",
        "UBND xã",
        "Hỏi thử việc bao lâu",
        "Karaoke ồn ào",
        "Nước",
        "Thu hồi đất",
        "Phản ánh",
        "Hỏi về cao tốc",
        "QL1A",
        "Thu hoi dat",
        "",
    ],
)
def test_real_questions_are_no_tests(title: str) -> None:
    assert not is_test(title)


def test_a_real_question_under_a_test_title_is_real() -> None:
    question = "Tôi muốn hỏi thủ tục cấp giấy chứng nhận quyền sử dụng đất tại xã cần giấy tờ gì"
    assert not is_test("test", question)
    assert is_test("Phản ánh đường hỏng", "test test")
    assert is_test("test", "nội dung test")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Ông Nguyễn Văn An hỏi về đất", ["Nguyễn", "An hỏi"]),
        ("bà Trần Thị Bé (xã Hòa An) đề nghị", ["Trần", "Bé"]),
        ("liên hệ 0912.345.678 hoặc a.b@mail.vn", ["0912", "678", "@"]),
        ("Gọi +84 912 345 678 nhé", ["912"]),
        ("Tôi là Lê Văn C ở xã", ["Lê"]),
        ("địa chỉ: thôn 3, xã Hòa Bình", ["thôn 3", "Hòa Bình"]),
        ("số CCCD 001099012345", ["001099012345"]),
    ],
)
def test_personal_data_is_cut(text: str, gone: list[str]) -> None:
    cut = cut_personal(text)
    assert not any(word in cut for word in gone)
    at = 0
    for part in cut.split(" […] "):
        at = text.index(part, at) + len(part)


@pytest.mark.parametrize(
    "text", ["Ngày gửi: 12/03/2022", "Sở Xây dựng trả lời", "Hạn xử lý: 00:00 08/11/2022", "Ông hỏi về đất"]
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert cut_personal(text) == text


words = st.text(max_size=60) | st.sampled_from(
    [
        "Hỏi đáp",
        "Câu hỏi: a",
        "Trả lời:",
        "Ngày gửi: 12/03/2022",
        "Đã trả lời",
        "Đã trả lời 1/1/2022",
        "1",
        "Trang 1/9",
        "|",
    ]
)
blocks = st.builds(
    Block,
    kind=st.sampled_from(["heading", "row", "paragraph", "item", "text"]),
    text=words,
    region=st.sampled_from(list(Region)),
    locator=st.sampled_from(
        ["body", "#q1 > p", "#q2 > p", "main > div:nth-of-type(1) > p", "main > div:nth-of-type(2) > p"]
    ),
    headings=st.lists(words, max_size=2).map(tuple),
    level=st.integers(0, 6),
    hidden=st.booleans(),
)
links = st.builds(
    Link,
    url=st.text(max_size=40) | st.sampled_from(["https://a.vn/?page=2", "https://a.vn/hoi-dap/3", "http://[bad"]),
    label=words,
    region=st.sampled_from(list(Region)),
    selector=st.just("a"),
    block=st.integers(-1, 12),
)
tables = st.builds(
    Table,
    rows=st.integers(1, 4)
    .flatmap(lambda n: st.lists(st.lists(words, min_size=n, max_size=n).map(tuple), max_size=4))
    .map(tuple),
    header=st.integers(0, 1),
    region=st.just(Region.MAIN),
    locator=st.sampled_from(["#q1", "main", "$.data"]),
    headings=st.lists(words, max_size=2).map(tuple),
)


@given(
    st.builds(
        Page,
        url=st.sampled_from(["https://a.vn/hoi-dap", "https://pakn.a.vn/1", "x", "http://[bad"]),
        media=st.sampled_from(["html", "json", "pdf"]),
        heading=words,
        title=words,
        blocks=st.lists(blocks, max_size=12).map(tuple),
        links=st.lists(links, max_size=6).map(tuple),
        tables=st.lists(tables, max_size=2).map(tuple),
    ),
    words,
)
def test_no_page_breaks_the_reader(page: Page, context: str) -> None:
    read_feedback(page, context=context)


def test_a_capital_and_a_colon_begin_a_label_amid_a_text() -> None:
    assert [(p.role, p.value) for p in parts_of("Đèn đường hỏng Đáp: Đã thay bóng")] == [
        ("", "Đèn đường hỏng"),
        ("answer", "Đã thay bóng"),
    ]
    assert [p.role for p in parts_of("Đề nghị xã sớm trả lời: bao giờ có điện")] == [""]
    assert [p.role for p in parts_of("Mời bạn xem kết quả xử lý. Danh sách ở dưới")] == [""]


LEGACY = (
    "<html><head><title>{title} - Tỉnh X</title></head><body><center><table><tr><td colspan=2><marquee>Chào mừng bạn - Hôm nay, "
    "Thứ Năm 31/03/2022</marquee></td></tr><tr><td><table><tr><td>&#8226; <a href='?mod=congdan'>Dành cho công dân</a></td></tr>"
    "<tr><td>&#8226; <a href='?mod=hoidap'>Hỏi - Đáp</a></td></tr></table></td><td><b>{title}</b>{main}</td></tr>"
    "<tr><td colspan=2>UBND tỉnh X - Số lượt truy cập: 7.448.251</td></tr></table></center></body></html>"
)


def legacy_item(main: str) -> Item:
    page = read(
        LEGACY.format(title="Mạng di động chập chờn", main=main).encode(),
        url="https://www.example.gov.vn/index.php?mod=hoidap&id=201",
        media_type="text/html",
    )
    found = read_feedback(page, captured=date(2022, 3, 31)).detail
    assert found is not None
    return found


def test_an_item_on_a_page_laid_out_as_tables_is_its_cell() -> None:
    item = legacy_item(
        "<p><b>Hỏi:</b> Sóng điện thoại ở bản tôi rất yếu <i>(Bạn đọc, 24/3/2021)</i></p>"
        "<p><b>Sở Thông tin và Truyền thông trả lời:</b> Doanh nghiệp sẽ lắp trạm BTS. (Trả lời ngày 17/4/2021)</p>"
    )
    assert item.title == "Mạng di động chập chờn"
    assert (item.asked, item.answered) == (date(2021, 3, 24), date(2021, 4, 17))
    assert item.agency == "Sở Thông tin và Truyền thông"


@pytest.mark.parametrize("end", ["(theo Công văn ngày 24/3/2021)", "(hạn cuối 24/3/2021)", "(từ 24/3/2021)"])
def test_a_day_in_brackets_that_is_cited_is_not_when_it_was_asked(end: str) -> None:
    item = legacy_item(
        f"<p><b>Hỏi:</b> Bao giờ lắp trạm phát sóng {end}</p><p><b>Trả lời:</b> Trong năm nay sẽ lắp.</p>"
    )
    assert item.asked is None


def test_a_name_in_brackets_is_not_quoted() -> None:
    item = legacy_item("<p>Hỏi: Sóng rất yếu (Nguyễn văn An, 24/3/2021)</p><p>Trả lời: Sẽ lắp trạm trong năm nay.</p>")
    assert item.asked == date(2021, 3, 24)
    assert "An" not in item.quote


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Đã trả lời / Answered", Stage.ANSWERED),
        ("Đang xử lý (Processing)", Stage.PROCESSING),
        ("Đã tiếp nhận/Đã xử lý", None),
    ],
)
def test_a_state_may_stand_in_two_languages(text: str, stage: Stage | None) -> None:
    assert stage_of(text) is stage


COURSE = (
    "<h1>Đèn đường hỏng ở thôn 3</h1><p>Nội dung phản ánh: Đèn đường hỏng đã hai tuần.</p><h3>Quá trình xử lý</h3>{course}"
    "<h3>Kết quả xử lý</h3><p>Điện lực đã thay bóng đèn mới.</p>"
)


@pytest.mark.parametrize(
    "course",
    [
        "<ul><li>20/03/2022 08:00 Tiếp nhận</li><li>21/03/2022 09:00 Chuyển xử lý: UBND huyện</li><li>25/03/2022 Đã xử lý</li></ul>",
        "<p>Đã tiếp nhận - 08:00 20/03/2022</p><p>Đang xử lý - 21/03/2022</p><p>Đã trả lời - 10:00 25/03/2022</p>",
        "<table><tr><th>Thời gian</th><th>Đơn vị</th><th>Trạng thái</th></tr><tr><td>20/03/2022 08:00</td><td>Tổng đài 1022</td>"
        "<td>Tiếp nhận</td></tr><tr><td>25/03/2022 10:00</td><td>UBND huyện</td><td>Đã xử lý</td></tr></table>",
    ],
)
def test_the_course_of_an_item_dates_its_states(course: str) -> None:
    item = feedback_of(COURSE.format(course=course), url="https://pakn.example.gov.vn/phan-anh/chi-tiet/12").detail
    assert item is not None
    assert (item.asked, item.answered, item.stage) == (date(2022, 3, 20), date(2022, 3, 25), Stage.ANSWERED)
    assert item.answer


def test_an_agency_and_a_day_head_an_answer() -> None:
    item = feedback_of(
        "<h1>Hỏi về cấp đổi giấy phép lái xe</h1><p>Tôi muốn đổi giấy phép lái xe thì nộp ở đâu?</p>"
        "<p>Sở Giao thông vận tải - 25/03/2022</p><p>Ông nộp tại Trung tâm hành chính công.</p>",
        url="https://www.example.gov.vn/hoi-dap/12",
    ).detail
    assert item is not None
    assert (item.answered, item.agency, item.answer) == (date(2022, 3, 25), "Sở Giao thông vận tải", True)


QUESTION = "Tôi muốn đổi sổ đỏ bị rách thì cần giấy tờ gì?"
ANSWER = "Theo quy định, ông nộp hồ sơ tại bộ phận một cửa của Văn phòng đăng ký đất đai, thời hạn không quá 07 ngày làm việc."


@pytest.mark.parametrize(
    "answer",
    [
        f"<blockquote><p>Kính gửi ông A,</p><p>{ANSWER}</p><p>Trân trọng./.</p></blockquote>",
        f"<div><p>Chào bạn!</p><p>{ANSWER}</p></div>",
        f"<div><b>Ý kiến phản hồi của cơ quan chức năng</b><div>{ANSWER}</div></div>",
        f"<div><b>Văn phòng Đăng ký đất đai</b> <i>30/03/2022</i><p>{ANSWER}</p></div>",
    ],
)
def test_answers_that_no_label_names(answer: str) -> None:
    html = f"<main><h1>Hỏi về cấp đổi giấy chứng nhận</h1><p>{QUESTION}</p>{answer}</main>"
    page = read(html.encode(), url="https://www.x.gov.vn/hoi-dap/12", media_type="text/html")
    item = read_feedback(page, context="Hỏi đáp", captured=date(2022, 3, 31)).detail
    assert item is not None and item.answer


@pytest.mark.parametrize(
    "question",
    [
        "Kính gửi ông Chủ tịch UBND tỉnh, đề nghị xem xét.",
        "Chào anh chị ban biên tập, cho tôi hỏi.",
        "Kính gửi Sở Y tế,",
    ],
)
def test_a_citizens_salutation_begins_no_answer(question: str) -> None:
    html = f"<main><h1>Hỏi về cấp đổi giấy chứng nhận</h1><p>Ngày gửi: 12/03/2022</p><p>{question}</p><p>{QUESTION}</p></main>"
    page = read(html.encode(), url="https://www.x.gov.vn/hoi-dap/12", media_type="text/html")
    item = read_feedback(page, context="Hỏi đáp", captured=date(2022, 3, 31)).detail
    assert item is None or not item.answer
