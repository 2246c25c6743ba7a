"""Published counts of citizens' feedback, and counts of other things."""

from __future__ import annotations

import pytest

from tests.pages.feedback_pages import feedback_of

ABOUT = "<h1>Thống kê phản ánh kiến nghị</h1>"


@pytest.mark.parametrize(
    ("main", "received", "answered"),
    [
        (ABOUT + "<p>Đã tiếp nhận: 1.234 - Đã xử lý: 1.200</p>", 1234, 1200),
        ("<h1>Hỏi đáp</h1><p>Tổng số câu hỏi đã tiếp nhận từ năm 2015 đến nay: 1.204 câu.</p>", 1204, None),
        (ABOUT + "<p>Trong năm, tỉnh tiếp nhận 87 phản ánh, kiến nghị; đã xử lý, trả lời 85.</p>", 87, 85),
        (ABOUT + "<p>Đã xử lý 55.750 lượt, đạt trên 99,87%</p>", None, 55750),
        (ABOUT + "<p>Số phản ánh tiếp nhận năm 2021 là 3.456, đã xử lý 3.400 phản ánh</p>", 3456, 3400),
        (
            ABOUT + "<ul><li><b>Tiếp nhận</b> <span>1,234</span></li><li><b>Đã xử lý</b> <span>1,200</span></li></ul>",
            1234,
            1200,
        ),
        (ABOUT + "<div><p>Tổng số phản ánh</p><p>12</p></div><div><p>Đã trả lời</p><p>11</p></div>", 12, 11),
        (
            "<h2>Phản ánh hiện trường</h2><div><div><p>12.345</p><p>Đã tiếp nhận</p></div><div><p>12.000</p><p>Đã xử lý</p></div>"
            "<div><p>345</p><p>Đang xử lý</p></div></div>",
            12345,
            12000,
        ),
        (
            "<h1>Phản ánh kiến nghị</h1><ul><li><a href='?s=0'>Tất cả (1.234)</a></li><li><a href='?s=1'>Đang xử lý (34)</a></li>"
            "<li><a href='?s=2'>Đã xử lý (1.200)</a></li></ul>",
            1234,
            1200,
        ),
        (
            ABOUT
            + "<table><tr><th>Đơn vị</th><th>Tiếp nhận</th><th>Đã xử lý</th><th>Tỷ lệ</th></tr><tr><td>Sở A</td><td>10</td>"
            "<td>8</td><td>80%</td></tr><tr><td>Tổng cộng</td><td>1.020</td><td>1.008</td><td>98,8%</td></tr></table>",
            1020,
            1008,
        ),
        (
            ABOUT
            + "<table><tr><th>Tháng</th><th>Tiếp nhận</th><th>Đã xử lý</th></tr><tr><td>1/2022</td><td>10</td><td>8</td></tr>"
            "<tr><td>2/2022</td><td>20</td><td>17</td></tr></table>",
            30,
            25,
        ),
        (
            ABOUT
            + "<table><tr><td>Đã tiếp nhận</td><td>1.234</td></tr><tr><td>Đã xử lý</td><td>1.200</td></tr></table>",
            1234,
            1200,
        ),
        (
            "<h1>Báo cáo kết quả tiếp nhận, xử lý phản ánh, kiến nghị quý I</h1><p>Đã tiếp nhận 120 phản ánh; đã xử lý 110.</p>",
            120,
            110,
        ),
    ],
)
def test_counts_are_read(main: str, received: int | None, answered: int | None) -> None:
    totals = feedback_of(main).totals
    assert totals is not None
    assert (totals.received, totals.answered) == (received, answered)
    assert totals.quote


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Thống kê hồ sơ</h1><p>Đã tiếp nhận: 12.345 hồ sơ</p><p>Đã giải quyết: 12.000 hồ sơ</p>",
        "<h1>Phản ánh kiến nghị</h1><div><h3>Dịch vụ công - hồ sơ</h3><p>Đã tiếp nhận: 12.345</p><p>Đã giải quyết: 12.000</p></div>",
        "<h1>Hỏi đáp</h1><p>Lượt truy cập: 1.234.567</p><p>Đang online: 12</p>",
        "<h1>Kết quả tiếp công dân</h1><p>Đã tiếp nhận 120 đơn khiếu nại, đã giải quyết 110 đơn.</p>",
        "<h1>Thống kê phản ánh kiến nghị</h1><p>Tỷ lệ đã xử lý: 99,87%</p>",
        "<h1>Hội nghị triển khai phản ánh hiện trường</h1><p>Hệ thống đã tiếp nhận 1.234 phản ánh, đã xử lý 1.200 phản ánh.</p>",
        "<h1>Trang chủ</h1><p>Đã tiếp nhận: 12</p><p>Đã xử lý: 10</p>",
        "<h1>Hỏi đáp</h1><table><tr><th>Câu hỏi</th><th>Ngày gửi</th><th>Trạng thái</th></tr><tr><td>Bao giờ có điện?</td>"
        "<td>12/03/2022</td><td>Tiếp nhận</td></tr><tr><td>Khi nào có nước?</td><td>11/03/2022</td><td>Đã xử lý</td></tr></table>"
        "<p>1</p>",
    ],
)
def test_counts_of_other_things_are_none(main: str) -> None:
    assert feedback_of(main).totals is None


@pytest.mark.parametrize(
    ("main", "received", "answered"),
    [
        ("<p>Tổng số phản ánh, kiến nghị nhận được: 38.234</p><p>Đã xử lý: 38.000</p>", 38234, 38000),
        ("<p>Tổng số câu hỏi gửi đến: 1.234; đã trả lời: 1.100</p>", 1234, 1100),
        ("<p>Số câu hỏi của công dân và doanh nghiệp gửi đến: 120. Số câu hỏi đã được trả lời: 110</p>", 120, 110),
        (
            "<dl><dt>Tổng số ý kiến gửi về</dt><dd>1.234</dd><dt>Ý kiến đã giải quyết</dt><dd>1.200</dd></dl>",
            1234,
            1200,
        ),
        (
            "<div><b>1.234</b> <span>Phản ánh đã nhận</span></div><div><b>1.200</b> <span>Phản ánh đã xử lý</span></div>",
            1234,
            1200,
        ),
        (
            "<table><tr><td>Tổng số kiến nghị, phản ánh gửi đến</td><td>1.234</td></tr>"
            "<tr><td>Kiến nghị, phản ánh đã trả lời</td><td>1.200</td></tr></table>",
            1234,
            1200,
        ),
        ("<p>Received: 1,234</p><p>Resolved: 1,200</p>", 1234, 1200),
    ],
)
def test_what_was_sent_in_was_received(main: str, received: int, answered: int) -> None:
    totals = feedback_of("<h1>Phản ánh kiến nghị</h1>" + main).totals
    assert totals is not None
    assert (totals.received, totals.answered) == (received, answered)


@pytest.mark.parametrize(
    "text",
    [
        "Người gửi: A Ngày đăng ký: 16:57 25/02/2022 Trạng thái: Đã trả lời - 07:00 06/03/2022 Đơn vị trả lời: Sở Y tế",
        "Người gửi: A Trạng thái: Đã xử lý (12)",
        "Đã trả lời 12 ngày trước",
        "Đã xử lý 7 giờ trước",
        "Đã trả lời 7h30 06/03/2022",
        "Đã xử lý: 06-03-2022",
        "Kiến nghị xử lý 3 điểm ngập úng",
        "Đã xử lý 3 điểm ngập úng trên tuyến đường tỉnh",
        "Đã tiếp nhận 12 máy thở",
        "Số phản ánh đang xử lý: 12",
    ],
)
def test_an_items_state_and_its_words_are_no_total(text: str) -> None:
    assert feedback_of(f"<h1>Phản ánh kiến nghị</h1><p>{text}</p>").totals is None


def test_an_answers_count_of_other_things_is_no_total() -> None:
    feedback = feedback_of(
        "<h1>Xe quá tải chạy qua thôn</h1><p>Ngày gửi: 01/03/2022</p><p>Câu hỏi: Xe quá tải chạy cả đêm.</p>"
        "<p>Trả lời: Công an huyện đã xử lý 12 trường hợp.</p>",
        url="https://www.example.gov.vn/hoi-dap/12",
    )
    assert feedback.detail is not None
    assert feedback.totals is None


def test_counters_may_run_together_in_one_line() -> None:
    totals = feedback_of(
        "<h1>Phản ánh hiện trường</h1><div>Tiếp nhận 2.318 Đã xử lý 2.007 Mức độ hài lòng 87%</div>"
    ).totals
    assert totals is not None
    assert (totals.received, totals.answered) == (2318, 2007)


@pytest.mark.parametrize(
    "tabs",
    [
        "<ul><li>Mới tiếp nhận (3)</li><li>Đang xử lý (12)</li><li>Đã xử lý (1.200)</li></ul>",
        "<ul><li>Tiếp nhận (3)</li><li>Đang xử lý (12)</li><li>Đã xử lý (1.200)</li></ul>",
        "<p>Chờ tiếp nhận: 3</p><p>Đã xử lý: 1.200</p>",
    ],
)
def test_those_in_the_first_state_are_not_all_received(tabs: str) -> None:
    totals = feedback_of("<h1>Phản ánh kiến nghị</h1>" + tabs).totals
    assert totals is not None
    assert (totals.received, totals.answered) == (None, 1200)


def test_a_column_of_totals_beside_those_handled_is_what_was_received() -> None:
    totals = feedback_of(
        "<h1>Phản ánh kiến nghị</h1><table><tr><th>Lĩnh vực</th><th>Tổng số</th><th>Đã xử lý</th></tr><tr><td>Giao thông</td><td>10</td>"
        "<td>8</td></tr><tr><td>Tổng cộng</td><td>15</td><td>13</td></tr></table>"
    ).totals
    assert totals is not None
    assert (totals.received, totals.answered) == (15, 13)
