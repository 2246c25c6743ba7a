"""Names of sections, and what only looks like one."""

import pytest

from pages.sections import Section, names_section

NAMES = {
    Section.COMPLAINTS: [
        "Khiếu nại, tố cáo", "KHIẾU NẠI - TỐ CÁO", "Khieu nai to cao", "Giải quyết khiếu nại, tố cáo", "Đơn thư khiếu nại, tố cáo",
        "Tiếp công dân và giải quyết khiếu nại, tố cáo", "Giải quyết KNTC", "Kết quả giải quyết khiếu nại, tố cáo", "Tiếp nhận đơn thư", "Thanh tra - Khiếu tố", "Xử lý đơn thư",
    ],
    Section.DRAFTS: [
        "Lấy ý kiến dự thảo", "Góp ý dự thảo văn bản", "Dự thảo VB", "Dự thảo", "Văn bản dự thảo", "Lấy ý kiến nhân dân", "GÓP Ý DỰ THẢO VBQPPL", "Lấy ý kiến văn bản QPPL", "Tham vấn chính sách", "Dự thảo văn bản lấy ý kiến",
        "Xin ý kiến nhân dân", "Góp ý văn bản dự thảo", "Lấy ý kiến góp ý",
    ],
    Section.INFORMATION: [
        "Tiếp cận thông tin theo Luật TCTT 2016",
        "Tiếp cận thông tin", "Chuyên mục Tiếp cận thông tin", "Cung cấp thông tin cho công dân", "Danh mục thông tin phải được công khai", "Danh mục thông tin công khai", "Yêu cầu cung cấp thông tin", "Tiếp cận thông tin của công dân",
        "Thông tin công dân được tiếp cận có điều kiện",
    ],
    Section.PRIVACY: [
        "Chính sách bảo mật", "Chính sách bảo mật thông tin cá nhân", "Quyền riêng tư", "Chính sách quyền riêng tư", "Bảo vệ dữ liệu cá nhân", "Privacy Policy", "Bảo mật thông tin", "Quy định về bảo vệ dữ liệu cá nhân",
        "Chính sách về quyền riêng tư", "Điều khoản bảo mật thông tin",
    ],
}  # fmt: skip
LOOK_ALIKES = {
    Section.COMPLAINTS: [
        "Tố giác tội phạm", "Luật Khiếu nại 2011", "Báo cáo kết quả giải quyết khiếu nại, tố cáo năm 2021", "Thủ tục giải quyết khiếu nại lần đầu", "Tiếp công dân", "Quyết định giải quyết khiếu nại của ông Nguyễn Văn A",
        "Lãnh đạo tỉnh đối thoại, giải quyết khiếu nại", "Nâng cao hiệu quả giải quyết khiếu nại, tố cáo",
        "Hội nghị tập huấn công tác giải quyết khiếu nại, tố cáo", "Chủ tịch UBND tỉnh chủ trì đối thoại giải quyết khiếu nại", "Kết quả giải quyết khiếu nại quý I/2022", "Lịch tiếp dân, giải quyết đơn thư",
    ],
    Section.DRAFTS: [
        "Thăm dò ý kiến", "Tọa đàm góp ý dự thảo Luật Đất đai", "Khảo sát mức độ hài lòng", "Lấy ý kiến cử tri", "Dự thảo Nghị quyết quy định mức thu học phí", "Ý kiến công dân", "Góp ý", "Dự thảo Kế hoạch phát triển kinh tế", "Lấy ý kiến sự hài lòng của người dân",
    ],
    Section.INFORMATION: [
        "Người phát ngôn và cung cấp thông tin cho báo chí", "Quy chế cung cấp thông tin", "Công nghệ thông tin", "Tiếp cận tín dụng", "Luật Tiếp cận thông tin năm 2016", "Hội nghị triển khai Luật Tiếp cận thông tin", "Thông tin cần biết",
        "Báo cáo thực hiện tiếp cận thông tin năm 2021",
    ],
    Section.PRIVACY: [
        "Bảo vệ dữ liệu cá nhân trên không gian mạng", "Học sinh với quyền riêng tư",
        "Tuyên truyền bảo vệ dữ liệu cá nhân", "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân", "Bảo vệ bí mật nhà nước", "An toàn thông tin", "Chính sách xã hội", "Tập huấn bảo vệ dữ liệu cá nhân cho cán bộ",
        "Cảnh báo lộ lọt, mua bán dữ liệu cá nhân", "Chính sách hỗ trợ doanh nghiệp",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("section", "label"), [(s, label) for s, labels in NAMES.items() for label in labels])
def test_names_of_sections(section, label):
    assert names_section(label, section)


@pytest.mark.parametrize(("section", "label"), [(s, label) for s, labels in LOOK_ALIKES.items() for label in labels])
def test_papers_events_and_other_channels_are_no_section(section, label):
    assert not names_section(label, section)
