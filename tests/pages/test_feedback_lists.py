"""Which repeated structures are lists of citizens' items, in forms of many portals, and which are not."""

from __future__ import annotations

from datetime import date

import pytest

from pages.feedback import FeedbackList, Item, Stage
from tests.pages.feedback_pages import feedback_of


def only_list(main: str, **more: str) -> FeedbackList:
    feedback = feedback_of(main, **more)
    assert len(feedback.lists) == 1
    return feedback.lists[0]


def day(number: int) -> date:
    return date(2022, 3, number)


def brief(items: tuple[Item, ...]) -> list[tuple[date | None, date | None, Stage | None]]:
    return [(item.asked, item.answered, item.stage) for item in items]


# --- forms that lists have


def test_columns_stand_in_any_order() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><table><tr><th>Trạng thái</th><th>Ngày trả lời</th><th>Cơ quan trả lời</th><th>Nội dung</th>"
        "<th>Ngày gửi</th></tr><tr><td>Đã trả lời</td><td>14/03/2022</td><td>Sở Nội vụ</td><td>Xin hỏi về tuyển dụng?</td>"
        "<td>12/03/2022</td></tr><tr><td>Đang xử lý</td><td></td><td></td><td>Xin hỏi về nâng lương?</td><td>11/03/2022"
        "</td></tr></table>"
    )
    assert brief(found.items) == [(day(12), day(14), Stage.ANSWERED), (day(11), None, Stage.PROCESSING)]
    assert [item.agency for item in found.items] == ["Sở Nội vụ", ""]


def test_column_heads_without_th_and_without_diacritics() -> None:
    found = only_list(
        "<h1>HOI DAP</h1><table><tr><td>STT</td><td>Cau hoi</td><td>Ngay gui</td><td>Trang thai</td></tr>"
        "<tr><td>1</td><td>Xin hoi ve cap dat</td><td>12/03/2022</td><td>Da tra loi</td></tr>"
        "<tr><td>2</td><td>Xin hoi ve dien</td><td>11/03/2022</td><td>Dang xu ly</td></tr></table>"
    )
    assert brief(found.items) == [(day(12), None, Stage.ANSWERED), (day(11), None, Stage.PROCESSING)]


def test_a_grid_with_its_pager_nested_inside() -> None:
    found = only_list(
        "<h1>Ý kiến công dân</h1><table id='gv'><thead><tr><th>Câu hỏi</th><th>Ngày gửi</th><th>Trạng thái</th></tr></thead>"
        "<tbody><tr><td>Bao giờ có nước sạch?</td><td>12/03/2022</td><td>Chưa trả lời</td></tr>"
        "<tr><td>Bao giờ sửa cầu?</td><td>11/03/2022</td><td>Đã trả lời</td></tr>"
        "<tr><td colspan='3'><table><tr><td>1</td><td><a href='javascript:__doPostBack()'>2</a></td></tr></table></td></tr>"
        "</tbody></table>"
    )
    assert brief(found.items) == [(day(12), None, Stage.RECEIVED), (day(11), None, Stage.ANSWERED)]
    assert found.post_paging


def test_each_item_a_table_of_labels_and_values() -> None:
    found = only_list(
        "<h1>Ý kiến công dân</h1>"
        + "".join(
            f"<table><tr><td>Người hỏi:</td><td>Trần {n}</td></tr><tr><td>Ngày hỏi:</td><td>1{n}/03/2022</td></tr>"
            f"<tr><td>Câu hỏi:</td><td>Việc {n} bao giờ xong?</td></tr><tr><td>Trả lời:</td><td>Việc sẽ xong trong quý.</td>"
            "</tr></table>"
            for n in (3, 2)
        )
    )
    assert brief(found.items) == [(day(13), None, None), (day(12), None, None)]
    assert all(item.answer for item in found.items)


def test_cards_with_a_state_before_the_text() -> None:
    found = only_list(
        "<h2>Danh sách phản ánh</h2><div>"
        + "".join(
            f"<div class='card'><div><span>{stage}</span> <span>#PA{n}</span></div><p>{text}</p>"
            f"<p>Thời gian phản ánh: 1{n}/03/2022 10:00</p><p>Đơn vị xử lý: UBND phường {n}</p></div>"
            for n, text, stage in [(3, "Hố ga mất nắp", "Đã hoàn thành"), (2, "Cây đổ ngang đường", "Đang xử lý")]
        )
        + "</div>"
    )
    assert brief(found.items) == [(day(13), None, Stage.ANSWERED), (day(12), None, Stage.PROCESSING)]
    assert [item.title for item in found.items] == ["Hố ga mất nắp", "Cây đổ ngang đường"]
    assert found.items[0].agency == "UBND phường 3"


def test_labels_that_recur_without_an_element_for_each_item() -> None:
    found = only_list(
        "<h1>Trả lời bạn đọc</h1><div><p><b>Ông Nguyễn Văn An (huyện Bảo Yên) hỏi:</b> Nhà tôi có được đền bù không?</p>"
        "<p><b>Sở Xây dựng trả lời:</b> Theo quy định thì được đền bù.</p><p><b>Bà Lê Thị Bình hỏi:</b> Khi nào có nước?</p>"
        "<p><b>UBND thành phố trả lời:</b> Dự án xong vào tháng tới.</p></div>"
    )
    assert [(item.title, item.agency, item.answer) for item in found.items] == [
        ("Nhà tôi có được đền bù không?", "Sở Xây dựng", True),
        ("Khi nào có nước?", "UBND thành phố", True),
    ]


def test_answers_that_are_folded_away_without_labels() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><div>"
        + "".join(
            f"<div><a href='#q{n}'>Xin hỏi thủ tục số {n} làm thế nào?</a>"
            f"<div id='q{n}' style='display:none'>Bạn đến bộ phận một cửa nộp hồ sơ.</div></div>"
            for n in (1, 2, 3)
        )
        + "</div>"
    )
    assert len(found.items) == 3
    assert all(item.answer for item in found.items)


def test_a_definition_list_of_questions_and_answers() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><dl><dt>Hỏi:</dt><dd>Tôi làm thẻ căn cước ở đâu?</dd><dt>Đáp:</dt><dd>Tại công an huyện.</dd>"
        "<dt>Hỏi:</dt><dd>Lệ phí bao nhiêu tiền?</dd><dt>Đáp:</dt><dd>Năm mươi nghìn đồng.</dd></dl>"
    )
    assert [(item.title, item.answer) for item in found.items] == [
        ("Tôi làm thẻ căn cước ở đâu?", True),
        ("Lệ phí bao nhiêu tiền?", True),
    ]


def test_a_box_of_questions_on_the_home_page_is_told_from_its_neighbours() -> None:
    found = only_list(
        "<div><h3>Tin mới</h3><ul><li><a href='/t/1'>Chủ tịch tỉnh làm việc với huyện</a> 12/03/2022</li>"
        "<li><a href='/t/2'>Hội nghị tổng kết năm của ngành</a> 11/03/2022</li></ul></div>"
        "<div><h3>Hỏi đáp</h3><ul><li><a href='/hd/1'>Xin hỏi thủ tục nhập khẩu cho con</a></li>"
        "<li><a href='/hd/2'>Mức đóng bảo hiểm tự nguyện là bao nhiêu?</a></li></ul></div>",
        url="https://www.example.gov.vn/",
    )
    assert [item.url.rsplit("/", 1)[1] for item in found.items] == ["1", "2"]
    assert found.heading == "Hỏi đáp"


def test_dated_titles_that_are_no_questions_in_form() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><ul><li><a href='/L/View.aspx?ItemID=9'>Chế độ mai táng phí người cao tuổi</a> (12/03/2022)</li>"
        "<li><a href='/L/View.aspx?ItemID=8'>Đường giao thông thôn Đông</a> (11/03/2022)</li></ul>"
    )
    assert [(item.asked, item.answered) for item in found.items] == [(None, None), (None, None)]
    assert found.order == "descending"


def test_one_row_is_a_list() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th><th>Trạng thái</th></tr><tr><td><a href='/hd/1'>Bao giờ"
        " sửa cầu?</a></td><td>12/03/2022</td><td>Đã trả lời</td></tr></table>"
    )
    assert brief(found.items) == [(day(12), None, Stage.ANSWERED)]


def test_layout_tables_nested_in_a_layout_table() -> None:
    one = "<tr><td><table><tr><td><a href='/L/View_Detail.aspx?ItemID={n}'>Hỏi về chính sách số {n}?</a></td></tr><tr><td>"
    one += (
        "(Ngày gửi: 1{n}/03/2022)</td></tr><tr><td><a href='/L/View_Detail.aspx?ItemID={n}'>Xem chi tiết</a></td></tr>"
    )
    one += "</table></td></tr>"
    found = only_list(
        "<table><tr><td><h3>Hỏi đáp</h3></td></tr>" + one.format(n=2) + one.format(n=1) + "</table>",
        url="https://example.gov.vn/Pages/hoidap.aspx",
    )
    assert brief(found.items) == [(day(12), None, None), (day(11), None, None)]
    assert [item.url[-1] for item in found.items] == ["2", "1"]


def test_fields_with_their_labels_in_spans() -> None:
    field = "<div><span>{}: </span><span>{}</span></div>"
    found = only_list(
        "<h1>Phản ánh, kiến nghị</h1><div>"
        + "".join(
            f"<div><div><a href='/node/{n}'>{title}</a></div>"
            + field.format("Ngày gửi", f"1{n}/03/2022 - 08:15")
            + field.format("Tình trạng", stage)
            + field.format("Đơn vị trả lời", "Sở Y tế")
            + "</div>"
            for n, title, stage in [(3, "Bệnh viện thu phí cao", "Đã trả lời"), (2, "Trạm thiếu thuốc", "Đang xử lý")]
        )
        + "</div>"
    )
    assert brief(found.items) == [(day(13), None, Stage.ANSWERED), (day(12), None, Stage.PROCESSING)]
    assert [item.agency for item in found.items] == ["Sở Y tế", "Sở Y tế"]


def test_a_reply_headed_by_its_agency_and_day() -> None:
    found = only_list(
        "<h1>Hộp thư công dân</h1>"
        + "".join(
            f"<div><div><b>Đường điện số {n} hỏng</b></div><div><em>Gửi lúc 1{n}/03/2022 08:00 bởi ẩn danh</em></div>"
            f"<div>Kính gửi UBND tỉnh, đường điện bị hỏng.</div><div><b>Phản hồi từ Sở Công Thương</b> <em>(2{n}/03/2022)</em>"
            "<div>Chúng tôi đã sửa chữa đường điện.</div></div></div>"
            for n in (3, 2)
        )
    )
    assert brief(found.items) == [(day(13), day(23), None), (day(12), day(22), None)]
    assert {(item.agency, item.answer) for item in found.items} == {("Sở Công Thương", True)}


def test_a_label_above_a_missing_answer_is_no_answer() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        + "".join(
            f"<div><p>Câu hỏi: việc số {n} thế nào?</p><p>Ngày hỏi: 1{n}/03/2022</p><p>Trả lời:</p><p>Chưa có câu trả lời</p></div>"
            for n in (2, 1)
        )
    )
    assert [item.answer for item in found.items] == [False, False]


# --- dates and their roles


def test_the_date_of_a_state_is_the_answers() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><ul>"
        + "".join(
            f"<li><a href='/hd?id={n}'>Chính sách cho hộ nghèo số {n}</a><br><span>Đã trả lời ngày 1{n}/03/2022</span></li>"
            for n in (3, 2)
        )
        + "</ul>"
    )
    assert brief(found.items) == [(None, day(13), Stage.ANSWERED), (None, day(12), Stage.ANSWERED)]


def test_a_date_beside_every_state_is_that_of_the_asking() -> None:
    """Also the item that waits has one: it cannot be the answer's."""
    found = only_list(
        "<h1>Góp ý - Phản ánh</h1><div>"
        "<div><a href='/gop-y/3'>Đề nghị lắp biển báo giao thông</a><div>Gửi bởi: Hoàng | 13/03/2022 | Đã trả lời</div></div>"
        "<div><a href='/gop-y/2'>Xe quá tải chạy nhiều</a><div>Gửi bởi: Hà | 12/03/2022 | Đang xử lý</div></div></div>"
    )
    assert brief(found.items) == [(day(13), None, Stage.ANSWERED), (day(12), None, Stage.PROCESSING)]
    assert found.order == "descending"
    assert "Hoàng" not in found.items[0].quote


def test_a_date_in_the_senders_field_is_when_it_was_sent() -> None:
    found = only_list(
        "<h1>Hỏi đáp trực tuyến</h1><form method='post'><label for='a'>Họ tên</label><input id='a' name='t'><label for='c'>Câu hỏi"
        "</label><textarea id='c' name='h'></textarea><button>Gửi</button></form><div>"
        + "".join(
            f"<div><p>Hỏi: Tôi muốn xin giấy phép số {n}?</p><p>Người gửi: Hoa (1{n}/03/2022)</p><p>Trả lời: Bạn liên hệ huyện.</p></div>"
            for n in (2, 1)
        )
        + "</div>"
    )
    assert brief(found.items) == [(day(12), None, None), (day(11), None, None)]
    assert "Hoa" not in found.items[0].quote


def test_a_single_unlabelled_date_has_no_role() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><div><div><h4><a href='/hd/2'>Hỏi về chế độ thương binh liệt sĩ</a></h4><p>20/03/2022</p></div>"
        "<div><h4><a href='/hd/1'>Hỏi về giao khoán đất rừng</a></h4><p>19/03/2022</p></div></div>"
    )
    assert brief(found.items) == [(None, None, None), (None, None, None)]
    assert found.order == "descending"


def test_a_column_date_has_no_role() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Trả lời</th><th>Ngày</th></tr><tr><td>Bao giờ có điện?</td>"
        "<td>Trong tháng sau sẽ có điện.</td><td>12/03/2022</td></tr><tr><td>Bao giờ có nước?</td><td>Chưa trả lời</td>"
        "<td>11/03/2022</td></tr></table>"
    )
    assert [(i.asked, i.answered, i.answer) for i in found.items] == [(None, None, True), (None, None, False)]


def test_dates_cited_in_an_answer_are_not_its_own() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><div>"
        + "".join(
            f"<div><p>Câu hỏi: Tôi có được hỗ trợ việc {n} không?</p><p>Ngày gửi: 1{n}/03/2022</p>"
            "<p>Trả lời: Căn cứ Nghị định ngày 15/05/2014 và công văn ngày 20/03/2022, bạn được hỗ trợ.</p></div>"
            for n in (3, 2)
        )
        + "</div>"
    )
    assert [(item.asked, item.answered) for item in found.items] == [(day(13), None), (day(12), None)]


def test_relative_dates_are_read_near_the_capture() -> None:
    found = only_list(
        "<h1>Phản ánh hiện trường</h1><div>"
        + "".join(
            f"<div><h4><a href='/pa/{n}'>Vỉa hè bị lấn chiếm đoạn {n}</a></h4><p>Gửi lúc: {n} ngày trước</p>"
            "<p>Đang xử lý</p></div>"
            for n in (1, 2)
        )
        + "</div>"
    )
    assert [item.asked for item in found.items] == [day(30), day(29)]


def test_ascending_order_is_told() -> None:
    rows = "".join(f"<tr><td>Câu hỏi {n}?</td><td>1{n}/03/2022</td></tr>" for n in (1, 2, 3))
    found = only_list(f"<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th></tr>{rows}</table>")
    assert found.order == "ascending"


def test_mixed_dates_show_no_order() -> None:
    rows = "".join(f"<tr><td>Câu hỏi {n}?</td><td>1{n}/03/2022</td></tr>" for n in (2, 3, 1))
    found = only_list(f"<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th></tr>{rows}</table>")
    assert found.order == ""


# --- an item's own page


def test_detail_page_with_labels() -> None:
    feedback = feedback_of(
        "<h1>Cấp lại sổ đỏ</h1><div><p>Người gửi: Nguyễn A</p><p>Ngày gửi: 01/03/2022</p><p>Nội dung câu hỏi:</p>"
        "<p>Tôi bị mất sổ đỏ thì làm sao?</p><h3>Trả lời</h3><p>Sở Tài nguyên và Môi trường trả lời như sau:</p>"
        "<p>Đề nghị ông liên hệ văn phòng đăng ký. Theo Nghị định ngày 15/5/2014 thì được.</p>"
        "<p>Ngày trả lời: 05/03/2022</p></div><h3>Câu hỏi khác</h3><ul><li><a href='/hoi-dap/12.html'>Hỏi về khai sinh</a>"
        "</li><li><a href='/hoi-dap/11.html'>Hỏi về xây nhà trên đất vườn</a></li></ul>",
        url="https://example.gov.vn/hoi-dap/123.html",
        context="Cấp lại sổ đỏ | Hỏi đáp",
    )
    item = feedback.detail
    assert item is not None
    assert (item.title, item.asked, item.answered) == ("Cấp lại sổ đỏ", day(1), day(5))
    assert (item.agency, item.answer) == ("Sở Tài nguyên và Môi trường", True)
    assert feedback.lists == ()


def test_detail_page_with_a_date_below_question_and_answer() -> None:
    feedback = feedback_of(
        "<h2>Hỏi đáp</h2><h3>Câu hỏi:</h3><p>Tôi muốn hỏi về việc nghỉ hưu sớm?</p><p><i>Nguyễn Văn A - 12/03/2022</i></p>"
        "<h3>Trả lời:</h3><p>Theo quy định hiện hành bạn đủ điều kiện.</p><p><i>Sở Nội vụ - 15/03/2022</i></p>",
        url="https://example.gov.vn/hoi-dap?questionid=1701398290308",
    )
    item = feedback.detail
    assert item is not None
    assert (item.asked, item.answered, item.agency) == (day(12), day(15), "Sở Nội vụ")
    assert "Nguyễn" not in item.quote


def test_an_article_that_answers_a_citizen_is_an_item() -> None:
    feedback = feedback_of(
        "<h1>Trả lời phản ánh của bà Nguyễn Thị Lan về vệ sinh môi trường</h1><p>Ngày đăng: 15/03/2022</p><p>UBND tỉnh nhận "
        "được phản ánh của bà Nguyễn Thị Lan. Sau khi kiểm tra, Sở Tài nguyên và Môi trường trả lời như sau: trại lợn đã "
        "di dời và bị xử phạt hành chính theo quy định của pháp luật hiện hành.</p>",
        url="https://example.gov.vn/tra-loi-cong-dan/9-tra-loi.html",
        context="Trả lời công dân",
    )
    item = feedback.detail
    assert item is not None
    assert (item.answered, item.stage, item.agency) == (day(15), Stage.ANSWERED, "Sở Tài nguyên và Môi trường")


def test_detail_page_whose_only_date_has_no_role() -> None:
    feedback = feedback_of(
        "<h1>Hỏi về đất đai</h1><p>12/03/2022 08:30</p><p>Tôi muốn hỏi đất?</p><h4>Trả lời</h4><p>Đất của bạn hợp lệ.</p>",
        url="https://example.gov.vn/hoi-dap/hoi-ve-dat-dai-12.html",
        context="Hỏi về đất đai | Hỏi đáp",
    )
    item = feedback.detail
    assert item is not None
    assert (item.asked, item.answered, item.answer) == (None, None, True)


def test_the_steps_that_a_page_draws_are_no_state() -> None:
    feedback = feedback_of(
        "<h1>Rác thải không thu gom</h1><p>Rác nhiều ngày không thu gom.</p><ul><li>Tiếp nhận</li><li>Đang xử lý</li>"
        "<li>Đã xử lý</li></ul><p>Ngày gửi: 12/03/2022</p>",
        url="https://pakn.example.gov.vn/phan-anh/12",
    )
    assert feedback.detail is not None
    assert feedback.detail.stage is None


# --- what is no list of citizens' items


NO_LISTS = {
    "news in a category of that name": "<h1>Phản ánh kiến nghị</h1><div><div><a href='/t/1'>Công bố địa chỉ tiếp nhận phản ánh, "
    "kiến nghị</a><p>Ngày đăng: 12/03/2022</p></div><div><a href='/t/2'>Hướng dẫn gửi phản ánh, kiến nghị trên Cổng</a>"
    "<p>Ngày đăng: 11/03/2022</p></div></div>",
    "news of the place": "<h1>Phản ánh của người dân</h1><div><div><a href='/t/1'>Xã A xây dựng nông thôn mới kiểu mẫu</a>"
    "<span>Ngày đăng: 12/03/2022</span></div><div><a href='/t/2'>Cánh đồng mẫu lớn đem lại thu nhập cao</a>"
    "<span>Ngày đăng: 11/03/2022</span></div></div>",
    "a menu of functions": "<h1>Phản ánh kiến nghị</h1><ul><li><a href='/g'>Gửi phản ánh kiến nghị</a></li><li><a href='/t'>Tra cứu "
    "kết quả xử lý phản ánh</a></li><li><a href='/h'>Hướng dẫn gửi phản ánh, kiến nghị</a></li></ul>",
    "documents": "<h1>Văn bản</h1><table><tr><th>Số ký hiệu</th><th>Trích yếu</th><th>Ngày ban hành</th></tr><tr><td>1/QĐ</td>"
    "<td>Về tiếp nhận phản ánh, kiến nghị</td><td>12/03/2022</td></tr><tr><td>2/QĐ</td><td>Về hỏi đáp</td><td>11/03/2022</td>"
    "</tr></table>",
    "files of public services": "<h1>Tra cứu hồ sơ</h1><table><tr><th>Mã hồ sơ</th><th>Nội dung</th><th>Ngày tiếp nhận</th>"
    "<th>Trạng thái</th></tr><tr><td>H01</td><td>Cấp phép xây dựng</td><td>12/03/2022</td><td>Đang xử lý</td></tr><tr><td>H02"
    "</td><td>Cấp phép kinh doanh</td><td>12/03/2022</td><td>Hoàn thành</td></tr></table>",
    "files of public services under a feedback heading": "<h1>Phản ánh kiến nghị</h1><table><tr><th>Mã hồ sơ</th><th>Nội dung</th>"
    "<th>Ngày tiếp nhận</th><th>Trạng thái</th></tr><tr><td>H01</td><td>Cấp phép</td><td>12/03/2022</td><td>Đang xử lý</td></tr>"
    "<tr><td>H02</td><td>Cấp đổi</td><td>12/03/2022</td><td>Hoàn thành</td></tr></table>",
    "frequent questions": "<h1>Câu hỏi thường gặp</h1><div><p><b>Câu hỏi:</b> Làm sao để đăng ký?</p><p><b>Trả lời:</b> Vào mục đăng "
    "ký.</p><p><b>Câu hỏi:</b> Quên mật khẩu?</p><p><b>Trả lời:</b> Chọn quên mật khẩu.</p></div>",
    "frequent questions under a plain heading": "<h1>Hỏi đáp</h1><dl><dt>Hỏi:</dt><dd>Thủ tục khai sinh gồm giấy tờ gì?</dd><dt>Đáp:"
    "</dt><dd>Gồm tờ khai và giấy chứng sinh.</dd><dt>Hỏi:</dt><dd>Lệ phí hộ chiếu là bao nhiêu?</dd><dt>Đáp:</dt><dd>Hai trăm nghìn "
    "đồng.</dd></dl>",
    "titles of frequent questions": "<h1>Hỏi đáp</h1><ul><li><a href='/h/1'>Thủ tục cấp hộ chiếu như thế nào?</a></li><li><a "
    "href='/h/2'>Điều kiện đăng ký thường trú là gì?</a></li></ul>",
    "fields of questions": "<h1>Hỏi đáp</h1><ul><li><a href='/l/1'>Tài nguyên và môi trường</a></li><li><a href='/l/2'>Giao thông "
    "vận tải tỉnh</a></li><li><a href='/l/3'>Lao động thương binh xã hội</a></li></ul>",
    "a quiz": "<h1>Cuộc thi tìm hiểu pháp luật</h1><div><div><p>Câu hỏi 1: Luật nào sau đây?</p><p>Đáp: A là đúng</p></div><div>"
    "<p>Câu hỏi 2: Điều nào sau đây?</p><p>Đáp: B là đúng</p></div></div>",
    "results of citizen reception": "<h1>Kết quả tiếp công dân</h1><table><tr><th>Họ tên</th><th>Nội dung</th><th>Ngày tiếp</th><th>Kết "
    "quả xử lý</th></tr><tr><td>A</td><td>Khiếu nại đất</td><td>12/03/2022</td><td>Đã trả lời</td></tr><tr><td>B</td><td>Khiếu nại "
    "đền bù</td><td>13/03/2022</td><td>Đã trả lời</td></tr></table>",
    "comments on news": "<h1>Khởi công cầu mới</h1><p>Nội dung.</p><h3>Bình luận</h3><div><div><b>Người gửi: Nam</b><p>Ngày gửi: "
    "12/03/2022</p><p>Rất vui.</p></div><div><b>Người gửi: Hoa</b><p>Ngày gửi: 11/03/2022</p><p>Tốt quá.</p></div></div>",
    "whom to call": "<h1>Đường dây nóng tiếp nhận phản ánh kiến nghị</h1><table><tr><th>Nội dung phản ánh</th><th>Cơ quan tiếp nhận</th>"
    "<th>Số điện thoại</th></tr><tr><td>Môi trường rác thải</td><td>Sở TNMT</td><td>0912345678</td></tr><tr><td>An ninh trật tự"
    "</td><td>Công an tỉnh</td><td>0912345679</td></tr></table>",
    "surveys": "<h1>Khảo sát ý kiến người dân</h1><ul><li><a href='/k/1'>Khảo sát mức độ hài lòng về giáo dục</a></li><li><a href='/k/2'>"
    "Khảo sát mức độ hài lòng về y tế</a></li></ul>",
    "counts by unit": "<h1>Thống kê phản ánh</h1><table><tr><th>Đơn vị</th><th>Tiếp nhận</th><th>Đã xử lý</th></tr><tr><td>Sở A</td>"
    "<td>10</td><td>8</td></tr><tr><td>Sở B</td><td>20</td><td>18</td></tr></table>",
}


@pytest.mark.parametrize("name", sorted(NO_LISTS))
def test_no_list_of_citizens_items(name: str) -> None:
    feedback = feedback_of(NO_LISTS[name])
    assert feedback.lists == ()
    assert feedback.detail is None


@pytest.mark.parametrize(
    ("heading", "channel"),
    [
        ("Trả lời ý kiến, kiến nghị của cử tri", "voters"),
        ("Đối thoại doanh nghiệp", "business"),
        ("Hỏi đáp doanh nghiệp", "business"),
        ("Phản hồi thông tin báo chí nêu", "press"),
        ("Góp ý dự thảo văn bản", "draft"),
        ("Lấy ý kiến nhân dân về dự thảo", "draft"),
    ],
)
def test_other_channels_have_no_citizens_list(heading: str, channel: str) -> None:
    feedback = feedback_of(
        f"<h1>{heading}</h1><table><tr><th>Nội dung kiến nghị</th><th>Ngày gửi</th><th>Trạng thái</th></tr><tr><td>Nâng cấp "
        "đường liên xã</td><td>12/03/2022</td><td>Đã trả lời</td></tr><tr><td>Kéo điện về bản</td><td>11/03/2022</td><td>Đã trả "
        "lời</td></tr></table>"
    )
    assert feedback.other_channel == channel
    assert feedback.lists == ()
    assert not feedback.about


def test_a_channel_of_voters_and_citizens_is_the_citizens_too() -> None:
    feedback = feedback_of(
        "<h1>Ý kiến cử tri và nhân dân</h1><table><tr><th>Nội dung kiến nghị</th><th>Ngày gửi</th><th>Trạng thái</th></tr><tr><td>"
        "Nâng cấp đường</td><td>12/03/2022</td><td>Đã trả lời</td></tr></table>"
    )
    assert feedback.other_channel == ""


def test_a_news_item_that_tells_of_a_reflection_is_no_item() -> None:
    feedback = feedback_of(
        "<h1>Giải quyết phản ánh của người dân xã A về ô nhiễm</h1><p>Ngày đăng: 12/03/2022</p><p>Người dân phản ánh trại lợn gây "
        "ô nhiễm. UBND huyện đã kiểm tra.</p>",
        url="https://example.gov.vn/tin-tuc/giai-quyet-phan-anh-cua-nguoi-dan-xa-a-ve-o-nhiem-123.html",
    )
    assert feedback.detail is None
    assert feedback.lists == ()


def test_news_below_a_feedback_link_is_no_item() -> None:
    feedback = feedback_of(
        "<h1>UBND tỉnh họp bàn về giải phóng mặt bằng</h1><p>Ngày đăng: 15/03/2022</p><p>Sáng nay UBND tỉnh họp.</p>",
        url="https://example.gov.vn/tin/9-hop.html",
        context="Phản ánh kiến nghị",
    )
    assert feedback.detail is None


# --- empty lists


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Hỏi đáp</h1><p>Chưa có câu hỏi nào được gửi.</p>",
        "<h1>Phản ánh kiến nghị</h1><div>Không có dữ liệu</div>",
        "<h1>Hỏi đáp</h1><table><thead><tr><th>Câu hỏi</th><th>Ngày gửi</th><th>Trạng thái</th></tr></thead><tbody><tr>"
        "<td colspan='3'>Không có dữ liệu</td></tr></tbody></table>",
    ],
)
def test_an_empty_list_stands_and_holds_nothing(main: str) -> None:
    found = only_list(main)
    assert found.empty
    assert found.items == ()
    assert found.quote


def test_emptiness_elsewhere_is_no_empty_feedback_list() -> None:
    assert feedback_of("<h1>Thông báo</h1><p>Không có dữ liệu</p>").lists == ()
    assert feedback_of("<h1>Hỏi đáp</h1><div><h3>Văn bản mới</h3><p>Không có dữ liệu</p></div>").lists == ()


def test_states_in_a_filter_are_offered() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><form method='get'><select name='s'><option>Tất cả</option><option>Đang xử lý</option><option>Đã trả lời"
        "</option><option>Từ chối</option></select></form><table><tr><th>Câu hỏi</th><th>Ngày gửi</th></tr><tr><td>Bao giờ có "
        "điện?</td><td>12/03/2022</td></tr></table>"
    )
    assert found.stages_offered == {Stage.PROCESSING, Stage.ANSWERED, Stage.REJECTED}
    assert found.items[0].stage is None


ASKED_AND_ANSWERED = (
    "<td>test<br>test<br>Đáp: Cảm ơn bạn, tin thử nghiệm hiển thị tốt.</td><td>12/03/2022</td>",
    "<td><p>abc</p><p>abc</p><div>Trả lời: Cảm ơn bạn đã gửi câu hỏi đến hệ thống của tỉnh.</div></td><td>11/03/2022</td>",
    "<td><a href='/hoi-dap/3'>Kiểm tra hệ thống</a> thử nghiệm gửi tin <b>Đáp:</b> Hệ thống hoạt động bình thường.</td>"
    "<td>10/03/2022</td>",
    "<td><a href='/hoi-dap/4'>Đường hỏng</a> Đường liên xã hỏng nặng <i>Trả lời:</i> Sở đã kiểm tra, thử nghiệm.</td>"
    "<td>09/03/2022</td>",
)


@pytest.mark.parametrize("head", ["Câu hỏi", "Câu hỏi và trả lời", "Nội dung"])
def test_an_answer_is_told_from_the_question_in_one_cell(head: str) -> None:
    rows = "".join(f"<tr>{row}</tr>" for row in ASKED_AND_ANSWERED)
    found = only_list(f"<h1>Hỏi đáp</h1><table><tr><th>{head}</th><th>Ngày gửi</th></tr>{rows}</table>")
    assert [item.title for item in found.items] == ["test test", "abc abc", "Kiểm tra hệ thống", "Đường hỏng"]
    assert [item.is_test for item in found.items] == [True, True, True, False]
    assert all(item.answer for item in found.items)


def test_an_answer_is_told_from_the_question_in_one_card() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><div class=card>test test Đáp: Cảm ơn bạn, tin thử nghiệm hiển thị tốt.</div>"
        "<div class=card>Đèn đường thôn tôi hỏng Đáp: Điện lực đã thay bóng.</div>"
        "<div class=card>Kiểm tra hệ thống, thử nghiệm gửi tin Trả lời: Hệ thống hoạt động bình thường.</div>"
    )
    assert [item.is_test for item in found.items] == [True, False, True]
    assert [item.title for item in found.items][1] == "Đèn đường thôn tôi hỏng"


def test_rows_that_show_one_of_two_days_are_completed_by_their_own_pages() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><ul><li><a href='/hoi-dap/1'>Hỏi về tiền điện ở xã A</a> <span>Ngày hỏi: 12/03/2022</span></li>"
        "<li><a href='/hoi-dap/2'>Hỏi về chế độ trợ cấp</a> <span>Ngày trả lời: 10/03/2022</span></li></ul>"
    )
    assert [(item.asked, item.answered) for item in found.items] == [(day(12), None), (None, day(10))]
    own = feedback_of(
        "<h1>Hỏi về chế độ trợ cấp</h1><p>Ngày hỏi: 02/03/2022</p><p>Câu hỏi: Tôi hỏi về chế độ trợ cấp.</p>"
        "<p>Ngày trả lời: 10/03/2022</p><p>Trả lời: Mức trợ cấp theo quy định.</p>",
        url="https://www.example.gov.vn/hoi-dap/2",
    ).detail
    assert own is not None
    assert (own.asked, own.answered) == (day(2), day(10))


ITEMS = (
    (
        "Hỏi về cấp đổi giấy phép lái xe",
        "Tôi đổi giấy phép thì nộp ở đâu?",
        "20/03/2022",
        "25/03/2022",
        "Sở Giao thông vận tải",
    ),
    ("Đèn đường hỏng ở thôn 3", "Đèn đường thôn tôi hỏng đã lâu.", "18/03/2022", "24/03/2022", "UBND huyện Mai Sơn"),
    (
        "Rác thải chưa thu gom",
        "Rác ở khu chợ không được thu gom.",
        "15/03/2022",
        "23/03/2022",
        "Sở Tài nguyên và Môi trường",
    ),
)


def each(form: str) -> str:
    """`form` once for every item: {t}itle, {q}uestion, {a}sked, {r}eplied, {u}nit, {n}umber."""
    return "".join(form.format(t=t, q=q, a=a, r=r, u=u, n=n) for n, (t, q, a, r, u) in enumerate(ITEMS, 1))


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Hỏi đáp / Q&amp;A</h1><table><tr><th>No.</th><th>Question</th><th>Sent date</th><th>Reply date</th><th>Status</th>"
        "<th>Agency</th></tr>"
        + each(
            "<tr><td>{n}</td><td><a href='/qa/{n}'>{t}</a></td><td>{a}</td><td>{r}</td><td>Answered</td><td>{u}</td></tr>"
        )
        + "</table>",
        "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi / Question</th><th>Ngày gửi / Date sent</th><th>Ngày trả lời / Date answered</th>"
        "<th>Trạng thái / Status</th><th>Cơ quan trả lời</th></tr>"
        + each(
            "<tr><td><a href='/qa/{n}'>{t}</a></td><td>{a}</td><td>{r}</td><td>Đã trả lời / Answered</td><td>{u}</td></tr>"
        )
        + "</table>",
        "<h1>Hỏi đáp trực tuyến</h1>"
        + each(
            "<p><b>{t}.</b> {q} (L.T.T - hỏi ngày {a}) [Đã trả lời] Trả lời ngày {r} của {u}: Đã kiểm tra, xử lý.</p>"
        ),
        "<h1>Phản ánh hiện trường</h1>"
        + each(
            "<section><h2>{t}</h2><p>{q}</p><p>Ngày gửi: {a} | Trạng thái: Đã trả lời</p><p>Trả lời của {u}: Đã thay mới, xin cảm "
            "ơn.</p><p>Ngày trả lời: {r}</p></section>"
        ),
        "<h1>Phản ánh, kiến nghị</h1>"
        + each(
            "<div><h3>{t}</h3><p>Nội dung: {q}</p><p>Gửi lúc: 9:21 {a}</p><p>Kết quả ({r}): Đã hoàn thành việc sửa chữa.</p>"
            "<p>Tình trạng: Hoàn thành</p><p>Cơ quan xử lý: {u}</p></div>"
        ),
        "<h1>Công dân hỏi - Cơ quan trả lời</h1>"
        + each(
            "<article><h3><a href='/hoi-dap/{n}'>{t}</a></h3><span>Đăng bởi Nguyễn Văn A vào {a}</span><p>{q}</p><b>Đã trả lời</b>"
            "<footer>Trả lời bởi {u} vào {r}</footer></article>"
        ),
        "<h1>Hỏi đáp</h1>"
        + each(
            "<div class=item><p>Trạng thái: Đã trả lời | Đơn vị: {u} | Lĩnh vực: Chung</p><p>Thời gian phản hồi: {r} | Thời gian "
            "gửi: {a}</p><h4><a href='/x/{n}'>{t}</a></h4><p>{q}</p></div>"
        ),
        "<h1>Hỏi đáp</h1>"
        + each(
            "<table><tr><td>Người hỏi:</td><td>Nguyễn Văn A</td></tr><tr><td>Ngày hỏi:</td><td>{a}</td></tr><tr><td>Câu hỏi:</td>"
            "<td>{q}</td></tr><tr><td>Trạng thái:</td><td>Đã trả lời</td></tr><tr><td>Cơ quan trả lời:</td><td>Ban biên tập chuyển "
            "câu trả lời của {u}</td></tr><tr><td>Ngày trả lời:</td><td>{r}</td></tr></table>"
        ),
        "<h1>Hỏi đáp</h1>"
        + each(
            "<div class=panel><div><a href='/vi/faq/{n}.html'><strong>{t}</strong></a></div><div><p><em>Câu hỏi gửi bởi: Nguyễn Văn A - "
            "Ngày {a}</em></p>{q}</div><span>Đã trả lời</span><div>{u} trả lời ngày {r}: Đã xử lý xong.</div></div>"
        ),
        "<h1>Phản ánh hiện trường</h1>"
        + each(
            "<div class=item><a href='/phan-anh/slug-a{n}.html'>{t}</a><span>1/3</span><p>Ngày phản ánh: {a}</p><p>Ngày xử lý: 14:47 {r}"
            "</p><p>Trạng thái: Đã xử lý</p><p>{u}</p><p>Kết quả xử lý: Đã khắc phục xong</p></div>"
        ),
        "<h1>Phản ánh kiến nghị</h1><table><tr><th rowspan=2>STT</th><th rowspan=2>Nội dung phản ánh</th><th colspan=2>Thời gian</th>"
        "<th rowspan=2>Kết quả</th><th rowspan=2>Đơn vị</th></tr><tr><th>Tiếp nhận</th><th>Trả lời</th></tr>"
        + each("<tr><td>{n}</td><td>{q}</td><td>{a}</td><td>{r}</td><td>Đã trả lời</td><td>{u}</td></tr>")
        + "</table>",
        "<h1>Phản ánh kiến nghị</h1><table><tr><th>Nội dung</th><th>Tiếp nhận</th><th>Hoàn thành</th><th>Tình trạng</th><th>Nơi xử lý"
        "</th></tr>"
        + each("<tr><td>{q}</td><td>{a}</td><td>{r}</td><td>Hoàn thành</td><td>Đơn vị xử lý: {u}</td></tr>")
        + "</table>",
    ],
)
def test_one_list_in_the_forms_of_many_portals(main: str) -> None:
    found = only_list(main)
    assert [(item.asked, item.answered, item.agency) for item in found.items] == [
        (day(20), day(25), "Sở Giao thông vận tải"),
        (day(18), day(24), "UBND huyện Mai Sơn"),
        (day(15), day(23), "Sở Tài nguyên và Môi trường"),
    ]
    assert {item.stage for item in found.items} == {Stage.ANSWERED}
    assert "Nguyễn" not in repr(found) and "L.T.T" not in repr(found)


def test_moments_of_markup_date_the_items() -> None:
    found = only_list(
        "<h1>Phản ánh kiến nghị</h1><ul>"
        + each(
            "<li><a href='/pa/{n}'>{t}</a><div>Gửi lúc <time datetime='2022-03-1{n}T08:00:00+07:00'>9 ngày trước</time></div></li>"
        )
        + "</ul>"
    )
    assert [item.asked for item in found.items] == [day(11), day(12), day(13)]


def test_a_day_behind_the_title_is_not_the_states() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        + each(
            "<details><summary>{t} ({a}) Đã trả lời</summary><p>Hỏi: {q}</p><p>Đáp: {u} trả lời: Đã xử lý.</p></details>"
        )
    )
    assert [item.answered for item in found.items] == [None, None, None]
    assert [item.asked for item in found.items] == [day(20), day(18), day(15)]
    assert found.items[0].agency == "Sở Giao thông vận tải"


def test_a_question_without_a_label_stands_above_its_answer() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><div>"
        + each("<p><strong>{n}. {q}</strong></p><p><em>Trả lời:</em> Đã xử lý xong.</p>")
        + "</div>"
    )
    assert len(found.items) == 3
    assert all(item.answer for item in found.items)


def test_an_answer_before_the_question_was_not_on_that_day() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        "<p>Đất nhà tôi bị thu hồi. (Bạn đọc - hỏi ngày 28/12/2021) [Đã trả lời] Trả lời ngày 09/01/2021 của Sở Y tế: Đã duyệt.</p>"
        "<p>Đèn thôn tôi hỏng. (Bạn đọc - hỏi ngày 20/11/2021) [Đã trả lời] Trả lời ngày 05/12/2021 của Sở Y tế: Đã thay.</p>"
    )
    assert [item.answered for item in found.items] == [None, date(2021, 12, 5)]
    assert all(item.answer for item in found.items)


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Hỏi đáp</h1><p>" + each("» <a href='/index.php?mod=hoidap&id={n}'>{t}</a> <i>({a})</i><br>") + "</p>",
        "<h1>Hỏi đáp</h1><p>Mời xem:<br>"
        + each("- <a href='/index.php?mod=hoidap&id={n}'>{t}</a><br>")
        + "<a href='/index.php?mod=hoidap&id=9'>Tôi bị mất thẻ thì làm lại ở đâu</a></p>",
    ],
)
def test_titles_with_line_breaks_between_are_a_list(main: str) -> None:
    found = only_list(main, url="https://www.example.gov.vn/index.php?mod=hoidap")
    assert [item.url.rpartition("=")[2] for item in found.items][:3] == ["1", "2", "3"]
    assert found.items[0].title == "Hỏi về cấp đổi giấy phép lái xe"


def test_news_with_line_breaks_between_are_none() -> None:
    links = "".join(
        f"<a href='/tin/{n}'>Thông báo số {n} về việc nghỉ lễ năm 2022</a> (12/03/2022)<br>" for n in range(4)
    )
    assert feedback_of(f"<h1>Hỏi đáp</h1><h3>Tin mới</h3><p>{links}</p>", url="https://a.vn/hoi-dap").lists == ()


def test_a_state_in_the_column_of_answers_is_no_answer() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th><th>Kết quả</th></tr>"
        + each("<tr><td>{q}</td><td>{a}</td><td>Đã trả lời</td></tr>")
        + "</table>"
    )
    assert [item.answer for item in found.items] == [False, False, False]
    assert {item.stage for item in found.items} == {Stage.ANSWERED}


@pytest.mark.parametrize(
    "head", ["{u} có ý kiến như sau: Đã xử lý xong.", "{u}: Đã kiểm tra và xử lý.", "{u} trả lời: Đã xử lý."]
)
def test_an_answers_first_words_name_its_agency(head: str) -> None:
    found = only_list(
        "<h1>Thông tin ý kiến</h1>"
        + each(
            "<table><tr><td>THÔNG TIN Ý KIẾN</td></tr><tr><td>Hoài An: Quảng Trị</td></tr><tr><td>{q}</td></tr><tr><td>THÔNG TIN PHẢN "
            "HỒI</td></tr><tr><td>" + head + "</td></tr></table>"
        )
    )
    assert [item.agency for item in found.items] == [unit for *_, unit in ITEMS]
    assert [item.title for item in found.items] == [question for _, question, *_ in ITEMS]
    assert "Hoài An" not in repr(found)


def test_an_answer_that_begins_like_a_unit_names_none() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        + each(
            "<div><p>Câu hỏi: {q}</p><p>Ngày hỏi: {a}</p><p>Trả lời: Trường hợp của bạn: đã được xử lý theo quy định.</p></div>"
        )
    )
    assert [item.agency for item in found.items] == ["", "", ""]


def test_a_word_for_day_in_a_cell_leaves_the_columns_role() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>Đèn đường số {n} bị hỏng đã lâu</td><td>ngày 1{n}/03/2022</td><td>Đã trả lời</td>"
        f"<td>ngày 2{n}/03/2022</td></tr>"
        for n in (3, 2, 1)
    )
    found = feedback_of(
        "<h1>Góp ý</h1><table><tr><th>STT</th><th>Câu hỏi</th><th>Gửi lúc</th><th>Tình trạng</th>"
        f"<th>Trả lời ngày</th></tr>{rows}</table>"
    )
    assert [(i.asked, i.answered) for i in found.lists[0].items] == [
        (date(2022, 3, 10 + n), date(2022, 3, 20 + n)) for n in (3, 2, 1)
    ]


def test_items_of_a_day_and_words_alone() -> None:
    """No link, no label, no state: '26/03/2022 Đường vào ấp xuống cấp', then its text."""
    pairs = [(26, "Đường vào ấp 4 xuống cấp", "Ổ gà nhiều."), (15, "test", "abc"), (4, "Xả thải ra kênh", "Nước đen.")]
    found = only_list(
        "<h2>Phản ánh mới nhất</h2><ul>"
        + "".join(f"<li><small>{n:02d}/03/2022</small> <b>{t}</b><p>{more}</p></li>" for n, t, more in pairs)
        + "</ul>"
    )
    assert [(item.title, item.asked) for item in found.items] == [(t, day(n)) for n, t, _ in pairs]
    assert [item.is_test for item in found.items] == [False, True, False]


def test_what_a_reader_posted_was_asked_on_that_day() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        + "".join(
            f"<article><h2>Đèn đường số {n} bị hỏng</h2><div>1{n} Tháng 3, 2022 {by}</div><p>Đề nghị thay bóng.</p>"
            "<blockquote>Trả lời: Đơn vị đã thay bóng đèn, hệ thống sáng bình thường trở lại.</blockquote></article>"
            for n, by in ((3, "bởi Bạn đọc"), (2, "bởi Ban biên tập"))
        )
    )
    assert [item.asked for item in found.items] == [day(13), None]


def test_an_answer_behind_its_state_and_day() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        + "".join(
            f"<div><h3>Bản số {n} bao giờ có điện lưới?</h3><p>Ngày gửi: 1{n}/03/2022</p><p><b>Trạng thái: Đã trả lời</b> ngày 2{n}/03/2022. "
            "Sở Công Thương: Dự án cấp điện nông thôn sẽ thi công trong quý IV/2022.</p></div>"
            for n in (3, 2)
        )
    )
    assert brief(found.items) == [(day(13), day(23), Stage.ANSWERED), (day(12), day(22), Stage.ANSWERED)]
    assert [(item.agency, item.answer) for item in found.items] == [("Sở Công Thương", True)] * 2


def test_the_answer_below_who_gave_it() -> None:
    item = feedback_of(
        "<h1>Loa kẹo kéo gây ồn</h1><p>Ngày gửi: 12/03/2022 | Trạng thái: Đã xử lý</p><p>Hàng xóm hát đến 23 giờ, đề nghị kiểm tra.</p>"
        "<div><p>Đơn vị trả lời: UBND phường Cái Răng</p><p>Ngày trả lời: 15/03/2022</p>"
        "<p>Đơn vị đã kiểm tra thực tế và nhắc nhở, hộ dân cam kết không tái phạm.</p></div>",
        context="Phản ánh kiến nghị",
    ).detail
    assert item is not None
    assert (item.asked, item.answered, item.agency, item.answer) == (day(12), day(15), "UBND phường Cái Răng", True)


def test_a_length_of_time_is_no_label() -> None:
    found = only_list(
        "<h1>Hỏi đáp</h1>"
        + "".join(
            f"<div><p>Hỏi: Tôi gửi hồ sơ tách thửa quá hẹn 2{n} ngày. (1{n}/03/2022)</p>"
            "<blockquote>Trả lời: Văn phòng Đăng ký đất đai đã trả kết quả, xin lỗi ông vì sự chậm trễ.</blockquote></div>"
            for n in (3, 2)
        )
    )
    assert [(item.title, item.asked) for item in found.items] == [
        (f"Tôi gửi hồ sơ tách thửa quá hẹn 2{n} ngày.", day(10 + n)) for n in (3, 2)
    ]
