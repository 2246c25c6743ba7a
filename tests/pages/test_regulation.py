"""Regulations on providing information that are not the province's, and those that are."""

from __future__ import annotations

import pytest

from pages.information import read_information
from tests.pages.test_reception_others import page_of

# Heading of a page and its body.
NOT_THE_PROVINCES = [
    (
        "Quy chế nội bộ về cung cấp thông tin của Sở Nội vụ",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Sở Nội vụ ban hành Quy chế nội bộ về tổ chức cung cấp thông tin cho công dân",
        "<p>Quyết định số 12/QĐ-SNV ngày 1/3/2021</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân",
        "<p>Ban hành kèm theo Quyết định số 12/QĐ-SNV ngày 1/3/2021 của Giám đốc Sở Nội vụ</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân",
        "<p>Ban hành kèm theo Quyết định số 12/2020/QĐ-UBND ngày 1/3/2021 của UBND huyện Tân Lập</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân trên địa bàn xã An Bình",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "UBND huyện Tân Lập: Quy chế cung cấp thông tin cho công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân của Bộ Nội vụ",
        "<p>Quyết định số 12/QĐ-BNV</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân của UBND tỉnh Nam Định",
        "<p>Quyết định số 12/2020/QĐ-UBND ngày 1/3/2020</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân",
        "<p>Ban hành kèm theo Quyết định số 12/2020/QĐ-UBND ngày 1/3/2020 của Ủy ban nhân dân tỉnh Nam Định</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Dự thảo Quyết định ban hành Quy chế cung cấp thông tin cho công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân",
        "<p>DỰ THẢO</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Lấy ý kiến góp ý Quy chế cung cấp thông tin cho công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế phát ngôn và cung cấp thông tin cho báo chí",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin trên Cổng thông tin điện tử tỉnh",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế quản lý, cung cấp thông tin và dịch vụ công trực tuyến",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Kế hoạch triển khai Luật Tiếp cận thông tin",
        "<p>Xây dựng, ban hành Quy chế cung cấp thông tin cho công dân: quý II</p>",
    ),
    ("Quyết định bãi bỏ Quy chế cung cấp thông tin cho công dân", "<p>Quyết định số 12/2022/QĐ-UBND</p>"),
    (
        "Luật Tiếp cận thông tin",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Nghị định 13/2018/NĐ-CP quy định chi tiết Luật Tiếp cận thông tin",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân của HĐND tỉnh",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân của Tỉnh ủy",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin cho công dân của Công an tỉnh",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin của Tòa án nhân dân tỉnh cho công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin của Công ty Cấp nước cho công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Thủ tướng ban hành Quy chế cung cấp thông tin cho công dân",
        "<p>Quyết định 12/QĐ-TTg</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Danh sách văn bản",
        "<table><tr><td>Số</td><td>Trích yếu</td></tr><tr><td>12/QĐ-STP</td><td>Quyết định ban hành Quy chế cung cấp thông tin cho công dân của Sở Tư pháp</td></tr></table>",
    ),
    (
        "Văn bản của Sở Y tế",
        '<table><tr><td>Số</td><td>Trích yếu</td></tr><tr><td>12/QĐ-SYT</td><td><a href="/f/qc.pdf">Quyết định ban hành Quy chế cung cấp thông tin cho công dân</a></td></tr></table>',
    ),
    (
        "Văn bản",
        '<table><tr><td>Số</td><td>Trích yếu</td></tr><tr><td>12/QĐ-SYT</td><td><a href="/f/qc.pdf">Quyết định ban hành Quy chế cung cấp thông tin cho công dân</a></td></tr></table>',
    ),
    (
        "Quy chế cung cấp thông tin thống kê cho công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin đất đai theo yêu cầu",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin môi trường cho người dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế cung cấp thông tin quy hoạch theo yêu cầu của công dân",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
    (
        "Quy chế tiếp công dân, cung cấp thông tin của Ban quản lý KKT",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
    ),
]
# ... and whether the text of the province's own stands on the page.
THE_PROVINCES = [
    (
        "Quy chế cung cấp thông tin cho công dân của UBND tỉnh Bình Minh",
        "<p>Ban hành kèm theo Quyết định số 12/2020/QĐ-UBND ngày 1/3/2020 của UBND tỉnh</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
        True,
    ),
    (
        "Quyết định ban hành Quy chế nội bộ về tổ chức cung cấp thông tin theo yêu cầu của công dân",
        "<p>Số: 12/QĐ-UBND ngày 1/3/2020</p><p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
        True,
    ),
    (
        "Tiếp cận thông tin",
        '<p><a href="/f/12.pdf">Quyết định số 12/2020/QĐ-UBND ban hành Quy chế cung cấp thông tin cho công dân</a></p>',
        False,
    ),
    (
        "Quy chế cung cấp thông tin cho công dân trên địa bàn tỉnh, cấp huyện, cấp xã",
        "<p>Chương I. Quy định chung</p><p>Điều 1. Phạm vi điều chỉnh</p><p>Quy chế này quy định việc cung cấp thông tin cho công dân</p><p>Điều 2. Đối tượng áp dụng</p><p>Điều 3. Nguyên tắc</p><p>Điều 4. Tổ chức thực hiện</p>",
        True,
    ),
]


@pytest.mark.parametrize("heading, body", NOT_THE_PROVINCES)
def test_regulation_of_somebody_else_is_not_the_provinces(heading: str, body: str) -> None:
    assert read_information(page_of(heading, body)).regulation is None


@pytest.mark.parametrize("heading, body, readable", THE_PROVINCES)
def test_regulation_of_the_province_is_read(heading: str, body: str, readable: bool) -> None:
    found = read_information(page_of(heading, body)).regulation
    assert found is not None and found.readable == readable
