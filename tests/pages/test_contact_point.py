"""Contact points of others than the province, and what looks like one: none may count."""

from __future__ import annotations

import pytest

from pages.information import read_information
from tests.pages.test_reception_others import page_of

# Heading of a page and its body.
NOT_THE_PROVINCES = [
    (
        "Đầu mối cung cấp thông tin của các sở, ngành",
        "<table><tr><td>TT</td><td>Đơn vị</td><td>Người làm đầu mối</td><td>Điện thoại</td></tr><tr><td>1</td><td>Sở Nội vụ</td><td>Nguyễn Văn A - Phó phòng</td><td>0912345678</td></tr></table>",
    ),
    ("Đầu mối cung cấp thông tin", "<p>Sở Xây dựng: Văn phòng Sở, điện thoại 0236.3822.110</p>"),
    (
        "Đầu mối tiếp nhận yêu cầu cung cấp thông tin",
        "<p>UBND huyện Tân Lập: Văn phòng HĐND và UBND huyện, ĐT 0236.3822.110</p>",
    ),
    (
        "Danh sách đầu mối cung cấp thông tin cấp huyện, xã",
        "<table><tr><td>Đơn vị</td><td>Bộ phận</td><td>Điện thoại</td></tr><tr><td>UBND huyện Tân Lập</td><td>Văn phòng HĐND và UBND huyện</td><td>0236.3822.110</td></tr></table>",
    ),
    (
        "Người phát ngôn và cung cấp thông tin cho báo chí",
        "<p>Ông Nguyễn Văn A, Chánh Văn phòng UBND tỉnh, điện thoại 0912345678</p>",
    ),
    (
        "Danh sách người phát ngôn",
        "<table><tr><td>Đơn vị</td><td>Họ tên</td><td>Chức vụ</td><td>Điện thoại</td></tr><tr><td>UBND tỉnh</td><td>Nguyễn A</td><td>Chánh Văn phòng</td><td>0912345678</td></tr></table>",
    ),
    ("Đầu mối kiểm soát thủ tục hành chính", "<p>Phòng Kiểm soát TTHC - Văn phòng UBND tỉnh, ĐT: 0236.3822.110</p>"),
    (
        "Báo cáo tình hình thực hiện Luật Tiếp cận thông tin",
        "<p>Đầu mối cung cấp thông tin: các đơn vị đã bố trí cán bộ làm đầu mối cung cấp thông tin. Văn phòng UBND tỉnh tổng hợp. Điện thoại liên hệ: 0236.3822.110</p>",
    ),
    (
        "Luật Tiếp cận thông tin",
        "<p>Điều 20. Cơ quan nhà nước có trách nhiệm bố trí đầu mối cung cấp thông tin</p><p>Điều 34. Văn phòng UBND tỉnh làm đầu mối</p>",
    ),
    (
        "Kế hoạch triển khai Luật Tiếp cận thông tin",
        "<p>1. Bố trí cán bộ làm đầu mối cung cấp thông tin: Văn phòng UBND tỉnh, Sở Tư pháp; thời gian: quý II</p><p>Sở Tư pháp, điện thoại 0236.3822.110</p>",
    ),
    (
        "Phiếu yêu cầu cung cấp thông tin",
        "<p>Họ và tên người yêu cầu: Nguyễn Văn A</p><p>Địa chỉ: 12 đường Lê Lợi</p><p>Điện thoại: 0912345678</p><p>Kính gửi: Văn phòng UBND tỉnh</p>",
    ),
    (" Tiếp cận thông tin", "<p>Cơ quan chủ quản: UBND tỉnh</p><p>Điện thoại: 0236.3822.110</p>"),
    (
        "Cung cấp thông tin cho Cổng",
        "<p>Ban biên tập: Văn phòng UBND tỉnh, đầu mối cung cấp thông tin cho Cổng thông tin điện tử, ĐT 0236.3822.110</p>",
    ),
    ("Đầu mối cung cấp thông tin cho nhà đầu tư", "<p>Trung tâm Xúc tiến đầu tư, ĐT 0236.3822.110</p>"),
    ("Đầu mối cung cấp thông tin về dịch bệnh", "<p>Trung tâm Kiểm soát bệnh tật, ĐT 0236.3822.110</p>"),
    ("Tiếp nhận thông tin xấu độc", "<p>Đầu mối tiếp nhận, cung cấp thông tin tin giả: Sở TTTT, ĐT 0236.3822.110</p>"),
    (
        "Quyết định phân công đầu mối cung cấp thông tin của Sở Y tế",
        "<p>Giao Văn phòng Sở làm đầu mối tiếp nhận yêu cầu cung cấp thông tin, điện thoại 0236.3822.110</p>",
    ),
    ("Đầu mối cung cấp thông tin của Bộ Tư pháp", "<p>Văn phòng Bộ Tư pháp, 60 Trần Phú, Hà Nội, ĐT 024.62739718</p>"),
    ("Đầu mối cung cấp thông tin của UBND tỉnh Nam Định", "<p>Văn phòng UBND tỉnh Nam Định, ĐT 0228.3822.110</p>"),
    (
        "Công an tỉnh công bố đầu mối cung cấp thông tin",
        "<p>Phòng Tham mưu Công an tỉnh là đầu mối tiếp nhận yêu cầu cung cấp thông tin, ĐT 0236.3822.110</p>",
    ),
    ("Đầu mối cung cấp thông tin của HĐND tỉnh", "<p>Văn phòng Đoàn ĐBQH và HĐND tỉnh, ĐT 0236.3822.110</p>"),
    ("Đầu mối cung cấp thông tin truyền thông chính sách", "<p>Sở TTTT: Phòng Báo chí, ĐT 0236.3822.110</p>"),
    (
        "Trang thông tin: Liên hệ quảng cáo",
        "<p>Liên hệ để được cung cấp thông tin: Trung tâm Báo chí, ĐT 0236.3822.110</p>",
    ),
    ("Hỗ trợ dịch vụ công", "<p>Đơn vị cung cấp thông tin dịch vụ công: Trung tâm Phục vụ HCC, ĐT 0236.3822.110</p>"),
    ("Tuyển sinh", "<p>Nơi cung cấp thông tin tuyển sinh: Phòng Đào tạo, ĐT 0236.3822.110</p>"),
    ("Bộ phận cung cấp thông tin đất đai", "<p>Văn phòng Đăng ký đất đai tỉnh, ĐT 0236.3822.110</p>"),
    ("Người cung cấp thông tin về thiên tai", "<p>Ban Chỉ huy PCTT tỉnh, ĐT 0236.3822.110</p>"),
    (
        "Cung cấp thông tin theo yêu cầu của đại biểu HĐND",
        "<p>Đầu mối cung cấp thông tin theo yêu cầu của đại biểu HĐND: Văn phòng HĐND tỉnh, ĐT 0236.3822.110</p>",
    ),
    ("Đầu mối cung cấp thông tin hỗ trợ doanh nghiệp nhỏ và vừa", "<p>Sở KHĐT, ĐT 0236.3822.110</p>"),
    (
        "UBND tỉnh chỉ đạo thực hiện tiếp cận thông tin",
        "<p>UBND tỉnh yêu cầu các cơ quan công khai đầu mối cung cấp thông tin trên Cổng trước ngày 30/6. Sở Tư pháp theo dõi, liên hệ 0236.3822.110.</p>",
    ),
    (
        "Viettel công bố đầu mối cung cấp thông tin",
        "<p>Công ty Viettel Bình Minh là đơn vị cung cấp thông tin, ĐT 0236.3822.110</p>",
    ),
    ("Thông tin liên hệ", "<p>Địa chỉ cung cấp thông tin cho Ban Biên tập: Sở TTTT, ĐT 0236.3822.110</p>"),
]
# ... and the kinds of contact that stand with a contact point of the province.
THE_PROVINCES = [
    (
        "Đầu mối tiếp nhận yêu cầu cung cấp thông tin",
        "<p>Văn phòng UBND tỉnh</p><p>Địa chỉ: số 5 Lê Lợi</p><p>Điện thoại: 0236.3822.110</p><p>Email: a@binhminh.gov.vn</p>",
        {"address", "phone", "email"},
    ),
    (
        "Tiếp cận thông tin",
        "<p>Đầu mối tiếp nhận yêu cầu cung cấp thông tin của UBND tỉnh: Phòng Hành chính - Tổ chức, Văn phòng UBND tỉnh. ĐT: 0236.3822.110</p>",
        {"phone"},
    ),
    (
        "Thông tin đầu mối",
        "<table><tr><td>Đơn vị đầu mối cung cấp thông tin</td><td>Văn phòng UBND tỉnh</td></tr><tr><td>Người phụ trách</td><td>Ông Nguyễn A</td></tr><tr><td>Điện thoại</td><td>0236.3822.110</td></tr></table>",
        {"phone"},
    ),
    (
        "Tiếp cận thông tin",
        "<p>Người làm đầu mối tiếp nhận YCCCTT của UBND TP:</p><p>- Đ/c Trần Văn B, CV Phòng TH, VP. UBND TP</p><p>- Đ/c: số 12 Trần Phú, P. 3</p>",
        {"address"},
    ),
    (
        "Công bố đầu mối CCTT",
        "<p>Bộ phận tiếp nhận yêu cầu CCTT: Phòng HC-TC VP UBND tỉnh; SĐT 02363822110</p>",
        {"phone"},
    ),
]


@pytest.mark.parametrize("heading, body", NOT_THE_PROVINCES)
def test_contact_of_somebody_else_is_no_contact_point(heading: str, body: str) -> None:
    assert read_information(page_of(heading, body)).contact_point is None


@pytest.mark.parametrize("heading, body, kinds", THE_PROVINCES)
def test_contact_point_of_the_province_is_read(heading: str, body: str, kinds: set[str]) -> None:
    found = read_information(page_of(heading, body)).contact_point
    assert found is not None and found.who and found.contacts == kinds
