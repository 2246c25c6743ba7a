"""Pages that speak of reception, or stand where a schedule might, and give no schedule of the province's leaders."""

from __future__ import annotations

from datetime import date

import pytest

from pages.read import read
from pages.receivers import PROVINCIAL
from pages.reception import read_reception
from tests.pages.test_reception_others import counted, page_of

# Heading of a page and its body: reports, rules, plans, agendas, others who receive, dates that are none of a session.
LOOKALIKES = [
    (
        "Kết quả tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh",
        "<p>Ngày 15/3/2022 Chủ tịch UBND tỉnh tiếp 12 lượt công dân</p>",
    ),
    (
        "Báo cáo công khai lịch tiếp công dân tháng 3/2022",
        "<p>UBND tỉnh báo cáo việc công khai lịch tiếp công dân. Chủ tịch UBND tỉnh tiếp công dân ngày 15/3/2022.</p>",
    ),
    ("Công khai kết quả tiếp công dân định kỳ của Chủ tịch UBND tỉnh", "<p>Thời gian: ngày 15/3/2022</p>"),
    (
        "Tiếp công dân",
        "<p>Ngày 15/3/2022, Chủ tịch UBND tỉnh Lê A chủ trì buổi tiếp công dân định kỳ tháng 3. Cùng dự có lãnh đạo các sở.</p>",
    ),
    (
        "Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 3",
        "<p>Sáng 15/3, tại Trụ sở Tiếp công dân tỉnh, Chủ tịch UBND tỉnh Lê A đã tiếp công dân định kỳ tháng 3/2022.</p><p>Tại buổi tiếp, ông A đề nghị ...</p>",
    ),
    (
        "Chủ tịch UBND tỉnh Lê A tiếp công dân",
        "<p>15/03/2022</p><p>BMO - Hôm nay (15/3), Chủ tịch UBND tỉnh tiếp công dân</p>",
    ),
    (
        "Phiên tiếp công dân định kỳ tháng 3/2022",
        "<p>Ngày 15/3/2022, tại Trụ sở Tiếp công dân tỉnh, đồng chí Lê A, Chủ tịch UBND tỉnh chủ trì phiên tiếp công dân định kỳ tháng 3 năm 2022.</p>",
    ),
    (
        "Thông báo kết luận của Chủ tịch UBND tỉnh tại buổi tiếp công dân ngày 15/3/2022",
        "<p>Ngày 15/3/2022, Chủ tịch UBND tỉnh chủ trì tiếp công dân định kỳ</p>",
    ),
    ("Thông báo kết quả tiếp công dân định kỳ tháng 3/2022 của Chủ tịch UBND tỉnh", "<p>Ngày 15/3/2022</p>"),
    (
        "Lãnh đạo tỉnh tiếp công dân tháng 3/2022",
        "<p>(BM) - Ngày 15/3/2022, Phó Chủ tịch UBND tỉnh Trần B tiếp công dân định kỳ. Có 5 lượt công dân.</p>",
    ),
    ("Thông báo về kết quả phiên tiếp công dân", "<p>Phiên tiếp công dân ngày 15/3/2022 của Chủ tịch UBND tỉnh</p>"),
    ("Báo cáo công tác tiếp công dân quý I/2022", "<p>Chủ tịch UBND tỉnh tiếp công dân ngày 15/3/2022: 5 lượt</p>"),
    (
        "Tình hình thực hiện lịch tiếp công dân của Chủ tịch UBND tỉnh tháng 3/2022",
        "<table><tr><td>Ngày</td><td>Người tiếp</td><td>Số lượt</td></tr><tr><td>15/3/2022</td><td>Chủ tịch UBND tỉnh</td><td>5</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>TT</td><td>Ngày tiếp</td><td>Người tiếp</td><td>Số lượt</td><td>Số vụ việc</td><td>Kết quả</td></tr><tr><td>1</td><td>15/3/2022</td><td>Chủ tịch UBND tỉnh</td><td>5</td><td>3</td><td>Chuyển Sở TNMT</td></tr></table>",
    ),
    (
        "Công khai tiếp công dân tháng 3/2022",
        "<table><tr><td>TT</td><td>Ngày tiếp</td><td>Người tiếp</td><td>Tổng số lượt tiếp</td></tr><tr><td>1</td><td>15/3/2022</td><td>Chủ tịch UBND tỉnh</td><td>5</td></tr></table>",
    ),
    (
        "Tin tiếp công dân",
        '<div class="item"><a href="/n0">Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 3</a><span class="date">15/03/2022</span><p>Sáng 15/3, Chủ tịch UBND tỉnh Lê A tiếp công dân</p></div><div class="item"><a href="/n1">Bí thư Tỉnh ủy tiếp công dân</a><span class="date">10/03/2022</span><p>...</p></div>',
    ),
    (
        "Lịch tiếp công dân",
        '<div class="item"><a href="/n0">Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 3</a><span class="date">15/03/2022</span><p>Sáng 15/3, Chủ tịch UBND tỉnh Lê A tiếp công dân tại trụ sở</p></div><div class="item"><a href="/n1">Phó Chủ tịch UBND tỉnh đối thoại với công dân</a><span class="date">10/03/2022</span><p>Ngày 10/3/2022 ...</p></div>',
    ),
    (
        "Lịch tiếp công dân",
        '<div class="item"><a href="/n0">Khởi công cầu Bình Minh</a><span class="date">15/03/2022</span><p>Chủ tịch UBND tỉnh dự lễ ngày 15/3/2022</p></div><div class="item"><a href="/n1">Hội nghị giao ban</a><span class="date">10/03/2022</span><p>Ngày 10/3/2022, UBND tỉnh họp</p></div>',
    ),
    ("Lịch tiếp công dân", "<p>Chuyên mục đang cập nhật</p><p>Cập nhật ngày: 15/03/2022</p>"),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<p>Ngày 15 hằng tháng</p><p>Ngày cập nhật: 15/03/2022</p><p>Tác giả: Ban biên tập</p>",
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<p>15/03/2022 08:30</p><p>Chủ tịch UBND tỉnh tiếp công dân định kỳ vào ngày 15 hằng tháng. Nếu trùng ngày nghỉ thì tiếp vào ngày làm việc tiếp theo.</p>",
    ),
    (
        "Lịch tiếp công dân",
        "<p>Thứ Hai đến thứ Sáu trong giờ hành chính</p><p>Đăng ngày 15/03/2022</p><p>Người đăng: admin</p><p>Copyright 2022</p>",
    ),
    (
        "Nội quy tiếp công dân",
        "<p>Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 15/3/2022</p><p>Chủ tịch UBND tỉnh tiếp công dân theo lịch</p>",
    ),
    (
        "Quyết định phân công cán bộ tiếp công dân năm 2022",
        "<p>Quyết định số 12/QĐ-UBND ngày 15/3/2022 phân công ông Nguyễn A tiếp công dân tại Trụ sở</p>",
    ),
    (
        "Kế hoạch công tác tiếp công dân năm 2022",
        "<p>Ban hành ngày 15/3/2022. Sơ kết trước ngày 30/6/2022. Báo cáo trước ngày 15/12/2022.</p>",
    ),
    ("Kế hoạch tổ chức Hội nghị triển khai công tác tiếp công dân năm 2022", "<p>Thời gian: ngày 25/3/2022</p>"),
    (
        "Kế hoạch tăng cường công tác tiếp công dân, giải quyết khiếu nại năm 2022",
        "<p>Chủ tịch UBND tỉnh trực tiếp tiếp công dân theo quy định</p><p>Thời gian: năm 2022</p>",
    ),
    ("Kế hoạch thanh tra trách nhiệm về tiếp công dân năm 2022", "<p>Ngày 25/3/2022</p>"),
    (
        "Quy chế phối hợp tiếp công dân tại Trụ sở",
        "<p>Chủ tịch UBND tỉnh tiếp công dân vào ngày 15 hằng tháng</p><p>Ngày 15/3/2022</p>",
    ),
    (
        "Thông báo về việc thay đổi địa điểm tiếp công dân",
        "<p>Từ ngày 15/3/2022 Trụ sở Tiếp công dân tỉnh chuyển về số 5 Lê Lợi</p>",
    ),
    (
        "Thông báo về việc tạm dừng tiếp công dân",
        "<p>Ban Tiếp công dân huyện Tân Lập tạm dừng tiếp công dân từ ngày 15/3/2022</p>",
    ),
    ("Thông báo tạm dừng tiếp công dân thường xuyên", "<p>Sở Y tế tạm dừng tiếp công dân từ ngày 15/3/2022</p>"),
    ("Thông báo tuyển dụng công chức Ban Tiếp công dân", "<p>Thời gian: ngày 25/3/2022</p>"),
    ("Phân công nhiệm vụ lãnh đạo Ban Tiếp công dân tỉnh năm 2022", "<p>Ngày 25/3/2022</p>"),
    ("Thông báo đăng ký tiếp công dân", "<p>Công dân đăng ký trước ngày 20/3/2022</p>"),
    (
        "Quyết định ban hành Kế hoạch tiếp công dân năm 2022",
        "<p>Điều 1. Ban hành kế hoạch</p><p>Điều 2. Hiệu lực từ ngày 15/3/2022</p>",
    ),
    ("Thông báo số điện thoại tiếp công dân", "<p>Từ ngày 1/4/2022, Ban Tiếp công dân tỉnh sử dụng số 0123</p>"),
    (
        "Thông báo lịch trực tiếp công dân của các phòng thuộc Thanh tra tỉnh tháng 4/2022",
        "<p>Ngày 5/4/2022: phòng NV1</p>",
    ),
    ("Lịch trực tiếp công dân tháng 4/2022 của Văn phòng", "<p>Ngày 5/4/2022: chuyên viên Nguyễn A</p>"),
    ("Kế hoạch tập huấn nghiệp vụ tiếp công dân năm 2022", "<p>Ngày 5/4/2022</p>"),
    ("Thông báo mời tham gia buổi tiếp công dân trực tuyến", "<p>Ngày 5/4/2022</p>"),
    (
        "Danh sách cán bộ tiếp công dân năm 2022",
        "<table><tr><td>TT</td><td>Họ tên</td><td>Ngày sinh</td><td>Chức vụ</td></tr><tr><td>1</td><td>Nguyễn A</td><td>15/3/1980</td><td>Chuyên viên</td></tr></table>",
    ),
    (
        "Kế hoạch tiếp công dân",
        "<p>Số: 12/KH-UBND, ngày 19/02/2022</p><p>1. Mục đích: nâng cao trách nhiệm.</p><p>2. Nhiệm vụ: kiện toàn cán bộ; tập huấn trong quý II; sơ kết trước ngày 30/6/2022.</p>",
    ),
    ("Kế hoạch tổ chức tiếp công dân năm 2022", "<p>Tổ chức kiểm tra từ ngày 1/4/2022 đến ngày 5/4/2022</p>"),
    (
        "Lịch đối thoại doanh nghiệp và tiếp công dân",
        "<p>Chủ tịch UBND tỉnh đối thoại với doanh nghiệp ngày 25/3/2022</p>",
    ),
    ("Lịch tiếp xúc cử tri của đại biểu HĐND tỉnh", "<p>Ngày 25/3/2022, Chủ tịch UBND tỉnh tiếp xúc cử tri</p>"),
    ("Lịch tiếp doanh nghiệp của Chủ tịch UBND tỉnh", "<p>Ngày 25/3/2022</p>"),
    ("Giao lưu trực tuyến: Luật Tiếp công dân", "<p>Thời gian: ngày 25/3/2022</p>"),
    ("Lịch gặp gỡ, đối thoại với thanh niên của Chủ tịch UBND tỉnh năm 2022", "<p>Ngày 25/3/2022</p>"),
    ("Chủ tịch UBND tỉnh sẽ đối thoại với nông dân", "<p>Ngày 25/3/2022, Chủ tịch UBND tỉnh sẽ đối thoại</p>"),
    ("Lịch tiếp công dân tháng 4/2022 của Chủ tịch UBND tỉnh", "<p>Ngày 15/4/2022: không tiếp công dân</p>"),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>15/2/2022</td><td>Nghỉ Tết</td></tr><tr><td>15/3/2022</td><td>Hoãn do dịch Covid-19</td></tr><tr><td>15/4/2022</td><td>Không tiếp</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<p>Ngày 11/02/2022: nghỉ Tết Nguyên đán</p><p>Ngày 18/2/2022: không tổ chức tiếp</p>",
    ),
    (
        "Lịch tiếp công dân tháng ... năm 20...",
        "<table><tr><td>TT</td><td>Ngày</td><td>Người tiếp</td></tr><tr><td>1</td><td>.../.../20...</td><td>Chủ tịch UBND tỉnh</td></tr></table>",
    ),
    (
        "Mẫu lịch tiếp công dân",
        "<p>Ngày ... tháng ... năm 2022</p><p>Chủ tịch UBND tỉnh tiếp công dân ngày .../.../2022</p>",
    ),
    (
        "Thông báo lịch tiếp công dân",
        "<p>Bình Minh, ngày ... tháng ... năm 2022</p><p>Thời gian: ngày ..../..../2022</p>",
    ),
    ("Lịch tiếp công dân tháng …/2022", "<p>Số: …/TB-UBND</p><p>Ngày … tháng … năm 2022</p>"),
    (
        "Lịch tiếp công dân",
        "<p>Căn cứ Quyết định số 12/QĐ-UBND ngày 15/3/2022 của Chủ tịch UBND tỉnh</p><p>Chủ tịch UBND tỉnh tiếp công dân ngày 15 hằng tháng</p>",
    ),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Công dân đăng ký trước ngày 10/3/2022 tại Ban Tiếp công dân</p>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Ông Nguyễn A, sinh ngày 15/3/1965, Chủ tịch UBND tỉnh</p>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Hạn đăng ký: 20/3/2022</p><p>Hạn cuối nhận hồ sơ 21/3/2022</p>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Lịch này áp dụng từ ngày 15/3/2022</p>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>(Kèm theo Thông báo số 45/TB-UBND ngày 15/3/2022)</p>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Bình Minh, ngày 15 tháng 3 năm 2022</p>"),
    (
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh",
        "<p>Thực hiện Luật Tiếp công dân ngày 25/11/2013 và Nghị định 64/2014/NĐ-CP ngày 26/6/2014</p>",
    ),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<ul><li>Ngày đăng: 15/3/2022</li><li>Lượt xem: 123</li></ul>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Đăng lúc: 15/03/2022 08:00</p><p>Định kỳ ngày 15 hằng tháng</p>"),
    ("Lịch tiếp công dân", "<p>15:30 | 15/03/2022</p><p>Chủ tịch UBND tỉnh tiếp dân ngày 15 hằng tháng.</p>"),
    ("Lịch tiếp công dân", "<p>Thứ ba, 15/03/2022 | 15:30</p><p>Trụ sở: số 5 Lê Lợi</p>"),
    ("Lịch tiếp công dân", "<p>Ngày gửi: 15/03/2022</p><p>Ngày duyệt: 16/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>Cập nhật lần cuối: Thứ ba, 15/03/2022 | 15:30</p>"),
    ("Lịch tiếp công dân", "<p>Trang này được cập nhật vào ngày 15/03/2022 bởi Ban biên tập</p>"),
    ("Lịch tiếp công dân", "<p>Có hiệu lực kể từ ngày 15/03/2022</p>"),
    ("Lịch tiếp công dân", "<p>Người ký: Lê A - Chủ tịch UBND tỉnh. Ngày ký: 15/03/2022</p>"),
    ("Lịch tiếp công dân", "<ul><li>Tháng 3/2022: có 12 lượt công dân</li><li>Ngày 15/3/2022: 5 lượt</li></ul>"),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>Số ký hiệu</td><td>Ngày ban hành</td><td>Trích yếu</td></tr><tr><td>45/TB-UBND</td><td>15/3/2022</td><td>Thông báo của Chủ tịch UBND tỉnh</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>Tiêu đề</td><td>Ngày</td></tr><tr><td>Nội quy tiếp công dân</td><td>15/3/2022</td></tr><tr><td>Quy trình</td><td>16/3/2022</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>STT</td><td>Tên tài liệu</td><td>Thời gian</td></tr><tr><td>1</td><td>Thông báo của Chủ tịch UBND tỉnh</td><td>15/3/2022</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân",
        "<ul><li>Hội nghị giao ban (15/3/2022)</li><li>UBND tỉnh họp phiên thường kỳ (14/3/2022)</li><li>Chủ tịch UBND tỉnh thăm nhà máy (13/3/2022)</li></ul>",
    ),
    (
        "Lịch tiếp công dân",
        "<ul><li>15/3/2022 Hội nghị giao ban</li><li>14/3/2022 UBND tỉnh họp phiên thường kỳ</li></ul>",
    ),
    (
        "Lịch tiếp công dân",
        "<p>15/3/2022</p><p>Hội nghị giao ban</p><p>14/3/2022</p><p>UBND tỉnh họp phiên thường kỳ</p>",
    ),
    (
        "Lịch tiếp công dân",
        "<p>Ban Tiếp công dân tỉnh tiếp công dân thường xuyên các ngày làm việc trong tuần. Cập nhật 15/03/2022</p>",
    ),
    (
        "Lịch tiếp công dân thường xuyên năm 2022",
        "<p>Ban Tiếp công dân tỉnh tiếp công dân thường xuyên tất cả các ngày làm việc trong tuần</p>",
    ),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>Thứ</td><td>Buổi sáng</td><td>Buổi chiều</td></tr><tr><td>Hai</td><td>7h-11h</td><td>13h-17h</td></tr><tr><td>Ba</td><td>7h-11h</td><td>13h-17h</td></tr></table>",
    ),
    ("Thời gian tiếp công dân năm 2022", "<p>Sáng: từ 7h30 đến 11h30. Chiều: từ 13h30 đến 17h</p>"),
    (
        "Lịch công tác tuần của UBND tỉnh từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Chủ tịch UBND tỉnh tiếp xúc cử tri</td></tr><tr><td>Thứ Tư 30/3</td><td>PCT Trần B tiếp đoàn công tác Hàn Quốc</td></tr></table>",
    ),
    (
        "Lịch công tác tuần của UBND tỉnh từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Giám đốc Sở Nội vụ tiếp công dân</td></tr><tr><td>Thứ Tư 30/3</td><td>Họp về công tác tiếp công dân</td></tr></table>",
    ),
    (
        "Lịch công tác tuần của Sở Nội vụ từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Giám đốc tiếp công dân</td></tr><tr><td>Thứ Tư 30/3</td><td>Tiếp công dân định kỳ</td></tr></table>",
    ),
    (
        "Lịch công tác tuần của Thường trực HĐND tỉnh từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Tiếp công dân định kỳ</td></tr></table>",
    ),
    (
        "Lịch công tác tuần của Tỉnh ủy từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Đồng chí Bí thư tiếp công dân định kỳ</td></tr></table>",
    ),
    (
        "Lịch công tác tuần từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td><td>Thành phần</td></tr><tr><td>Thứ Ba 29/3</td><td>Dự tiếp công dân cùng Bí thư Tỉnh ủy</td><td>Phó Chủ tịch UBND tỉnh</td></tr></table>",
    ),
    (
        "Lịch công tác tuần từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Chủ tịch</td><td>PCT A</td></tr><tr><td>Thứ Ba 29/3</td><td>Dự tiếp công dân với Thường trực Tỉnh ủy</td><td>Tiếp dân vùng lũ</td></tr></table>",
    ),
    (
        "Lịch công tác tuần từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Kiểm tra công tác tiếp công dân tại huyện Tân Lập</td></tr><tr><td>Thứ Tư 30/3</td><td>Hoãn tiếp công dân</td></tr></table>",
    ),
    (
        "Lịch công tác tuần của UBND huyện Tân Lập từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Chủ tịch UBND huyện tiếp công dân</td></tr></table>",
    ),
    (
        "Lịch công tác tuần từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Lãnh đạo Văn phòng tiếp công dân</td></tr><tr><td>Thứ Tư</td><td>Thanh tra tỉnh tiếp công dân tại Trụ sở</td></tr></table>",
    ),
    (
        "Lịch làm việc của Văn phòng UBND tỉnh từ ngày 28/3/2022 đến ngày 3/4/2022",
        "<table><tr><td>Ngày</td><td>Nội dung</td></tr><tr><td>Thứ Ba 29/3</td><td>Tiếp công dân</td></tr></table>",
    ),
    ("Lịch công tác tháng 4 của Sở Y tế", "<p>Ngày 15/4/2022: Tiếp công dân định kỳ</p>"),
    ("Lịch làm việc của lãnh đạo Thanh tra tỉnh tuần từ 28/3/2022 đến 3/4/2022", "<p>Thứ Ba 29/3: Tiếp công dân</p>"),
    ("Hộp thư tiếp công dân", "<p>Ngày 15/3/2022 nhận được thư</p>"),
    ("Tiếp công dân trực tuyến", "<p>Ngày 15/3/2022: câu hỏi của công dân</p><p>Trả lời ngày 20/3/2022</p>"),
    ("Áp phích tuyên truyền Luật Tiếp công dân", "<p>Ngày 25/3/2022</p>"),
    ("Thủ tướng Chính phủ tiếp công dân", "<p>Thời gian: ngày 25/3/2022</p>"),
    ("Tổng Thanh tra Chính phủ tiếp công dân tháng 4/2022", "<p>Ngày 25/3/2022 tổng Thanh tra sẽ tiếp công dân</p>"),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<p>Tổng Thanh tra Chính phủ tiếp công dân ngày 15/4/2022 tại Trụ sở Tiếp công dân Trung ương</p>",
    ),
    ("Lịch tiếp công dân tháng 4/2022", "<p>Bộ trưởng Bộ Công an tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Chủ tịch HĐND tỉnh: ngày 15/4/2022</p><p>Bí thư Tỉnh ủy: ngày 20/4/2022</p>"),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<table><tr><td>Ngày</td><td>Lãnh đạo tiếp</td></tr><tr><td>15/4/2022</td><td>Phó Chủ tịch HĐND tỉnh</td></tr><tr><td>20/4/2022</td><td>Phó Trưởng Đoàn ĐBQH</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<table><tr><td>Ngày</td><td>Bí thư Tỉnh ủy</td><td>Chủ tịch HĐND</td></tr><tr><td>15/4/2022</td><td>x</td><td></td></tr><tr><td>20/4/2022</td><td></td><td>x</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<ul><li>Ngày 15/4/2022: Trưởng ban Nội chính Tỉnh ủy</li><li>Ngày 20/4/2022: Trưởng ban Dân vận</li></ul>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<ul><li>Ngày 15/4/2022: Ban Tổ chức Tỉnh ủy</li><li>Ngày 20/4/2022: UBKT Tỉnh ủy</li></ul>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<ul><li>Ngày 15/4/2022: Trung tâm Phát triển quỹ đất</li><li>Ngày 20/4/2022: Sở TNMT</li></ul>",
    ),
    ("Lịch tiếp công dân tháng 4/2022", "<ul><li>Sở TN&MT: ngày 15/4/2022</li><li>Sở LĐTBXH: ngày 20/4/2022</li></ul>"),
    ("Lịch tiếp công dân", "<h3>15/3/2022</h3><p>Hội nghị giao ban của Chủ tịch UBND tỉnh</p>"),
    ("Lịch tiếp công dân", "<h3>15/3/2022</h3><p>Chủ tịch UBND tỉnh thăm nhà máy xi măng</p>"),
    ("Lịch tiếp công dân", "<h3>15/3/2022</h3><p>Bí thư Tỉnh ủy</p><h3>16/3/2022</h3><p>Giám đốc Sở Y tế</p>"),
    ("Lịch tiếp công dân", "<h3>15/3/2022</h3><p>Nghỉ lễ</p><h3>16/3/2022</h3><p>Chủ tịch UBND tỉnh: không tiếp</p>"),
    ("Lịch tiếp công dân", "<p>Các văn bản ban hành trong năm 2022:</p><p>15/3/2022; 16/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>Ngày cập nhật 15/3/2022, 16/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>15/3/2022 - 16/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>Ngày tạo: 15/3/2022 - Ngày sửa: 16/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>01/03/2022 08:00</p><p>15/03/2022 09:12</p>"),
    ("Lịch tiếp công dân", "<ul><li>Tin mới 15/03/2022</li><li>Tin Nổi Bật 16/3/2022</li></ul>"),
    ("Lịch tiếp công dân", "<ul><li>Lễ Hội Hoa Ban 15/03/2022</li><li>Festival Biển 16/3/2022</li></ul>"),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", '<p>Đang cập nhật...</p><a href="/van-ban">Văn bản</a>'),
    ("Lịch tiếp công dân tháng 4/2022", "<p>Nội dung đang được cập nhật</p>"),
    ("Lịch tiếp công dân tháng 4/2022", '<p>Chia sẻ</p><img src="/img/logo.png">'),
    ("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "<p>Xem thêm: Chủ tịch UBND tỉnh tiếp công dân ngày 15/3/2022</p>"),
    ("Lịch tiếp công dân", "<h3>Tin liên quan</h3><ul><li>Chủ tịch UBND tỉnh tiếp công dân ngày 15/3/2022</li></ul>"),
    (
        "Tiếp công dân",
        "<h2>Chủ tịch UBND tỉnh tiếp công dân tháng 3/2022</h2><p>Sáng 15/3/2022, Chủ tịch UBND tỉnh đã tiếp 5 công dân</p>",
    ),
    (
        "Lịch tiếp công dân",
        "<h2>Chủ tịch UBND tỉnh tiếp công dân tháng 3/2022</h2><p>Ngày 15/3/2022, Chủ tịch UBND tỉnh Lê A chủ trì buổi tiếp công dân định kỳ tháng 3. Tại buổi tiếp, 5 hộ dân kiến nghị.</p>",
    ),
    (
        "Lịch tiếp công dân",
        "<h2>Chủ tịch UBND tỉnh tiếp công dân định kỳ</h2><p>Ngày 15/3, tại Trụ sở Tiếp công dân tỉnh, đồng chí Lê A - Chủ tịch UBND tỉnh đã có buổi tiếp công dân định kỳ tháng 3/2022.</p>",
    ),
    (
        "Thông báo kết quả tiếp công dân",
        "<table><tr><td>Ngày</td><td>Chủ trì</td><td>Nội dung</td></tr><tr><td>15/3/2022</td><td>Chủ tịch UBND tỉnh</td><td>Hộ ông A</td></tr></table>",
    ),
    ("Thông báo ý kiến kết luận của Chủ tịch UBND tỉnh tại buổi tiếp công dân định kỳ", "<p>Ngày 15/3/2022</p>"),
    ("Thông báo về việc tiếp công dân đột xuất", "<p>Giám đốc Sở Công Thương sẽ tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp dân", "<p>Ban Quản lý dự án tiếp dân ngày 15/4/2022 tại thôn 3</p>"),
    ("Lịch tiếp công dân", "<p>Phòng Tài nguyên và Môi trường tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Văn phòng Đăng ký đất đai tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Chi nhánh Văn phòng Đăng ký đất đai: ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Đoàn kiểm tra tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Đoàn thanh tra tiếp công dân tại huyện ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Luật sư tiếp công dân tư vấn pháp luật miễn phí ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Hội Luật gia tỉnh tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Tổ công tác của Bộ Công an tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Trường Đại học Bình Minh tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Công ty Xổ số kiến thiết tiếp dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Ủy ban Kiểm tra tiếp công dân ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Tỉnh đoàn tiếp công dân ngày 15/4/2022</p><p>Hội Phụ nữ ngày 16/4/2022</p>"),
    ("Lịch tiếp công dân", "<p>Kỳ tiếp công dân tháng 3/2022 đã kết thúc vào ngày 15/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>Công dân gửi đơn trước ngày 15/3/2022 để được tiếp</p>"),
    (
        "Lịch tiếp công dân",
        "<p>Mọi thắc mắc liên hệ Ban Tiếp công dân. Thông tin đăng ngày 15/3/2022 của Chủ tịch UBND tỉnh</p>",
    ),
    ("Lịch tiếp công dân", "<p>Theo Thông báo số 12/TB-UBND của Chủ tịch UBND tỉnh ngày 15/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>Nghị quyết của HĐND tỉnh ngày 15/3/2022 quy định chế độ bồi dưỡng tiếp công dân</p>"),
    (
        "Thông tin tuyên truyền",
        "<p>UBND tỉnh thông báo: từ ngày 15/3/2022 mọi công dân có thể nộp đơn tại Ban Tiếp công dân</p>",
    ),
    ("Thông báo lịch tiếp công dân của Bộ trưởng", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân định kỳ tại xã An Bình", "<p>Ngày 15/4/2022: tại UBND xã</p>"),
    ("Lịch tiếp công dân lưu động tại các xã", "<p>Ngày 15/4/2022: xã A</p><p>Ngày 16/4/2022: xã B</p>"),
    ("Lịch tiếp công dân huyện Tân Lập năm 2022", "<p>Ngày 15/4/2022</p>"),
    ("UBND huyện Tân Lập: Lịch tiếp công dân tháng 4/2022", "<p>Ngày 15/4/2022: Chủ tịch</p>"),
    ("Lịch tiếp công dân Sở Y tế tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân HĐND tỉnh tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân Tỉnh ủy tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân Công an tỉnh tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân Công ty Cấp nước tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân Hội Nông dân tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân Trung tâm Dịch vụ việc làm tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Hội Nông dân tỉnh: Lịch tiếp công dân tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Sở Nội vụ - Lịch tiếp công dân tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Công an tỉnh Bình Minh thông báo lịch tiếp công dân tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    ("Tòa án nhân dân tỉnh thông báo lịch tiếp công dân năm 2022", "<p>Ngày 15/4/2022: Chánh án</p>"),
    ("Ủy ban MTTQ Việt Nam tỉnh thông báo lịch tiếp công dân năm 2022", "<p>Ngày 15/4/2022</p>"),
    ("Bảo hiểm xã hội tỉnh: thông báo lịch tiếp công dân năm 2022", "<p>Ngày 15/4/2022</p>"),
    ("Đoàn ĐBQH tỉnh thông báo lịch tiếp công dân năm 2022", "<p>Ngày 15/4/2022</p>"),
    ("Văn phòng Đoàn ĐBQH và HĐND tỉnh thông báo lịch tiếp công dân tháng 4/2022", "<p>Ngày 15/4/2022: ông Lê A</p>"),
    ("Ban Nội chính Tỉnh ủy thông báo lịch tiếp công dân tháng 4/2022", "<p>Ngày 15/4/2022</p>"),
    (
        "Lịch tiếp công dân",
        "<p>Bí thư Tỉnh ủy Lê A sẽ tiếp công dân vào ngày 15/4/2022, cùng dự có Chủ tịch UBND tỉnh.</p>",
    ),
    (
        "Lịch tiếp công dân",
        "<p>Ngày 15/4/2022, Bí thư Tỉnh ủy chủ trì tiếp công dân; Chủ tịch UBND tỉnh, Trưởng Ban Tiếp công dân cùng tiếp.</p>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<p>Thời gian: 15/4/2022</p><p>Chủ trì: Bí thư Tỉnh ủy</p><p>Thành phần: Chủ tịch UBND tỉnh; Chủ tịch HĐND tỉnh</p>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<table><tr><td>Thời gian</td><td>15/4/2022</td></tr><tr><td>Chủ trì</td><td>Bí thư Tỉnh ủy</td></tr><tr><td>Thành phần</td><td>Chủ tịch UBND tỉnh</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<table><tr><td>Nội dung</td><td>Thông tin</td></tr><tr><td>Người tiếp</td><td>Trưởng Đoàn ĐBQH</td></tr><tr><td>Ngày</td><td>15/4/2022</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân năm 2021 của Chủ tịch UBND tỉnh (đăng 2022)",
        "<p>Đăng ngày 15/3/2022</p><p>Liên hệ Ban Tiếp công dân</p>",
    ),
    ("Lịch tiếp công dân", "<p>Chào mừng ngày 30/4/2022 và 1/5/2022</p>"),
    ("Lịch tiếp công dân", "<p>Lễ giỗ Tổ 10/3/2022</p>"),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>T2</td><td>T3</td><td>T4</td></tr><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>8</td><td>9</td><td>10</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân",
        '<div class="calendar"><p>Tháng 3 năm 2022</p><table><tr><td>CN</td><td>T2</td><td>T3</td><td>T4</td><td>T5</td><td>T6</td><td>T7</td></tr><tr><td></td><td></td><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td></tr><tr><td>6</td><td>7</td><td>8</td><td>9</td><td>10</td><td>11</td><td>12</td></tr></table></div>',
    ),
    (
        "Lịch tiếp công dân",
        '<p>Từ ngày</p><p>Đến ngày</p><input value="01/03/2022"><input value="31/03/2022"><p>Không có dữ liệu</p>',
    ),
    ("Lịch tiếp công dân", "<p>Tìm kiếm từ ngày 01/03/2022 đến ngày 31/03/2022</p><p>Không tìm thấy kết quả</p>"),
    ("Lịch tiếp công dân", "<p>Tuần 13: từ ngày 28/03/2022 đến ngày 03/04/2022</p><p>Chưa có lịch</p>"),
    ("Lịch tiếp công dân tháng 4/2022", "<p>Tháng 4/2022 Chủ tịch UBND tỉnh không có lịch tiếp công dân</p>"),
    (
        "Thông báo tạm dừng tiếp công dân định kỳ của Bí thư Tỉnh ủy tháng 4/2022",
        "<p>Bí thư Tỉnh ủy tạm dừng tiếp công dân ngày 15/4/2022</p>",
    ),
    ("Lịch tiếp công dân", "<p>Nguồn: Báo Bình Minh, 15/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>Tác giả: Lê A. Ngày 15/3/2022</p>"),
    ("Lịch tiếp công dân", "<p>(Ban hành kèm theo Kế hoạch số 5/KH-UBND, 15/3/2022)</p>"),
    ("Lịch tiếp công dân", "<div><span>Lê Văn A</span> <span>15/03/2022</span><p>Bình luận: xin hỏi lịch</p></div>"),
    ("Lịch tiếp công dân", "<p>Bình luận (2)</p><p>Nguyễn Văn A - 15/03/2022</p><p>Cho tôi hỏi</p>"),
    (
        "Hỏi đáp: Lịch tiếp công dân của Chủ tịch UBND tỉnh?",
        "<p>Người hỏi: Nguyễn A (15/03/2022)</p><p>Trả lời (16/3/2022): Chủ tịch UBND tỉnh tiếp công dân mỗi tháng 1 ngày</p>",
    ),
    ("Chủ tịch UBND tỉnh tiếp công dân", "<p>Ngày 15/3/2022, Chủ tịch UBND tỉnh tiếp công dân tại Trụ sở. Ảnh: PV</p>"),
    (
        "Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 3/2022",
        "<p>16/03/2022 07:30</p><p>Thực hiện lịch tiếp công dân định kỳ, ngày 15/3/2022, đồng chí Lê A, Chủ tịch UBND tỉnh chủ trì tiếp 4 vụ việc.</p>",
    ),
    (
        "UBND tỉnh tổ chức tiếp công dân định kỳ",
        "<p>16/03/2022 07:30</p><p>Theo lịch tiếp công dân định kỳ, ngày 15/3/2022, UBND tỉnh tổ chức tiếp công dân. Đồng chí Lê A, Chủ tịch UBND tỉnh chủ trì.</p>",
    ),
    ("Kế hoạch công tác tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Kế hoạch tiếp công dân năm 2022", '<p>Mục đích</p><p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Lịch tiếp công dân thường xuyên năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Lịch tiếp công dân của Bí thư Tỉnh ủy năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Thông báo kết quả tiếp công dân tháng 3/2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Lịch tiếp công dân tháng 4/2022 của Hội Nông dân", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Quyết định phân công tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Thông báo phân công cán bộ tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Phân công công chức trực tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Chương trình công tác tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Thông báo về công tác tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Thông báo tổng kết tiếp công dân năm 2021", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Danh sách phân công lãnh đạo các phòng tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Lịch trực tiếp công dân năm 2022 của các sở, ngành", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Lịch trực tại Trụ sở Tiếp công dân tháng 4/2022 của Thanh tra tỉnh", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Thời gian tiếp công dân và địa điểm năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    (
        "Lịch tiếp công dân tháng 4/2022 của Chủ tịch UBND tỉnh",
        '<p>Chủ tịch UBND tỉnh không tiếp công dân trong tháng 4/2022</p><p><a href="/f/1.pdf">Tải về</a></p>',
    ),
    ("Thông báo thời gian làm việc và tiếp công dân năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    ("Kế hoạch tiếp công dân và giải quyết khiếu nại, tố cáo năm 2022", '<p><a href="/f/1.pdf">Tải về</a></p>'),
    (
        "Lịch tiếp công dân",
        "<table><tr><td>Tháng 4/2022</td><td></td></tr><tr><td>Bí thư Tỉnh ủy</td><td>15/4</td></tr><tr><td>Chủ tịch HĐND</td><td>20/4</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân của lãnh đạo tỉnh",
        "<table><tr><td>Họ tên</td><td>Chức danh</td><td>Ngày</td></tr><tr><td>Lê A</td><td>Bí thư Tỉnh ủy</td><td>15/4/2022</td></tr><tr><td>Trần B</td><td>Chủ tịch HĐND tỉnh</td><td>20/4/2022</td></tr></table>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<h3>1. Bí thư Tỉnh ủy</h3><p>Ngày 15/4/2022</p><h3>2. Chủ tịch HĐND tỉnh</h3><p>Ngày 20/4/2022</p>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<p>1. Bí thư Tỉnh ủy:</p><p>- Ngày 15/4/2022</p><p>2. Lãnh đạo HĐND tỉnh:</p><p>- Ngày 20/4/2022</p>",
    ),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<p>Đồng chí Bí thư: ngày 15/4/2022</p><p>Đồng chí Trưởng Ban Tổ chức: 20/4/2022</p>",
    ),
    ("Lịch tiếp công dân tháng 4/2022", "<p>Đ/c Bí thư Thành ủy: ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân tháng 4/2022", "<p>TT HĐND tỉnh: ngày 15/4/2022</p><p>TT Tỉnh ủy: 20/4/2022</p>"),
    (
        "Lịch tiếp công dân tháng 4/2022",
        "<p>Ban Pháp chế HĐND: ngày 15/4/2022</p><p>Ban Dân vận Tỉnh ủy: 20/4/2022</p>",
    ),
    ("Lịch tiếp công dân tháng 4/2022", "<p>PCT HĐND Lê A: ngày 15/4/2022</p>"),
    ("Lịch tiếp công dân tháng 4/2022", "<p>Giám đốc Sở: ngày 15/4/2022</p><p>Phó Giám đốc: 20/4/2022</p>"),
    ("Lịch tiếp công dân tháng 4/2022", "<p>CT UBND huyện: ngày 15/4/2022</p><p>CT UBND xã: 20/4/2022</p>"),
]


@pytest.mark.parametrize("heading, body", LOOKALIKES)
def test_page_gives_no_schedule_of_the_provinces_leaders(heading: str, body: str) -> None:
    assert counted(page_of(heading, body)) == []


@pytest.mark.parametrize(
    ("title", "line"),
    [
        (
            "Lịch tiếp công dân tháng 3/2022",
            "Chủ tịch UBND thị xã Bỉm Sơn tiếp công dân ngày 15/3/2022 tại Trụ sở UBND thị xã.",
        ),
        ("Lịch tiếp công dân của Chủ tịch, các Phó Chủ tịch UBND huyện Hà Trung", "Ngày 15/3/2022: Chủ tịch UBND"),
        ("LỊCH TIẾP CÔNG DÂN ĐỊNH KỲ CỦA CHỦ TỊCH, PHÓ CHỦ TỊCH HĐND TỈNH", "Ngày 15/3/2022: Chủ tịch"),
        ("Lịch tiếp công dân của Ban Quản lý KKT Nghi Sơn", "Trưởng ban tiếp công dân ngày 15/3/2022"),
        (
            "Lịch tiếp công dân của Chánh Thanh tra tỉnh tháng 3/2022",
            "Ngày 10/3/2022 tại phòng tiếp công dân Thanh tra tỉnh",
        ),
        ("Lịch tiếp công dân của Giám đốc Công an tỉnh", "Ngày 05/3/2022: Đại tá Nguyễn A, Giám đốc Công an tỉnh"),
        ("Lịch tiếp công dân của Sở Nội vụ", "Thực hiện chỉ đạo của Chủ tịch UBND tỉnh, ngày 15/3/2022: Giám đốc Sở."),
        ("Lịch tiếp doanh nghiệp của Chủ tịch UBND tỉnh", "Ngày 10/3/2022: Chủ tịch UBND tỉnh tiếp doanh nghiệp"),
    ],
)
def test_whose_schedule_a_title_names(title: str, line: str) -> None:
    html = f"<main><h1>{title}</h1><p>{line}</p></main>"
    page = read(html.encode(), url="https://www.thanhhoa.gov.vn/lich")
    reading = read_reception(page, context="Lịch tiếp công dân", captured=date(2022, 3, 31), owner="Thanh Hóa")
    assert not any(schedule.receivers & PROVINCIAL for schedule in reading.schedules)
