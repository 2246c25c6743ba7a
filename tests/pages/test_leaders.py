"""The province's leaders with and without contacts, and who is none."""

import pytest

from pages.leaders import leaders_of
from pages.read import read


def leaders(body, **more):
    html = f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Lãnh đạo UBND tỉnh</title></head><body><main>{body}</main></body></html>"
    page = read(html.encode(), url="https://tinh.gov.vn/lanh-dao", media_type="text/html")
    return [(one.name, one.contact) for one in leaders_of(page, **more)]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>Đỗ Quốc Hòa Chủ tịch UBND tỉnh</td><td>ĐT: 0233.3852.501</td></tr></table>",
        "<table><tr><th>Họ tên</th><th>Chức vụ</th><th>Điện thoại</th></tr><tr><td>Đỗ Quốc Hòa</td><td>Chủ tịch</td><td>0233.3852.501</td></tr></table>",
        "<div>Đỗ Quốc Hòa</div><div>Chủ tịch UBND tỉnh</div><div>0290 3831 300</div>",
        "<h3>Ông Đỗ Quốc Hòa</h3><p>Chức vụ: Chủ tịch UBND thành phố</p><p>Email: hoadq@tinh.gov.vn</p>",
        "<div>Chủ tịch UBND tỉnh</div><div>Ông Đỗ Quốc Hòa</div><div>Điện thoại: 0290 3831 300</div>",
        "<p>Đ/c Đỗ Quốc Hòa - Chủ tịch UBND tỉnh; email: hoadq@tinh.gov.vn</p>",
        "<p>Chủ tịch UBND tỉnh: Ông Đỗ Quốc Hòa, ĐTCQ: 0290.3831.300</p>",
    ],
)
def test_a_leader_with_a_contact(body):
    assert leaders(body) == [("Đỗ Quốc Hòa", True)]


@pytest.mark.parametrize("name", ["K' Brem", "H'Lan Niê", "Y Thanh Hà Niê", "Giàng Páo Sử", "Nguyễn Thị Bé Mười"])
def test_names_of_every_people(name):
    assert leaders(f"<p>{name} - Phó Chủ tịch UBND tỉnh, ĐT: 0263.3832.003</p>") == [(name, True)]


def test_several_in_one_line_and_names_only():
    body = "<p>Chủ tịch UBND tỉnh: Võ Thị Lan</p><p>Các Phó Chủ tịch: Nguyễn Thị Loan, Phạm Hữu Thủy</p>"
    assert leaders(body) == [("Võ Thị Lan", False), ("Nguyễn Thị Loan", False), ("Phạm Hữu Thủy", False)]


def test_each_keeps_its_own_contact():
    body = (
        "<div>Võ Thị Lan</div><div>Chủ tịch</div><div>0290 3831 300</div><div>Lê Văn Hải</div><div>Phó Chủ tịch</div>"
    )
    assert leaders(body) == [("Võ Thị Lan", True), ("Lê Văn Hải", False)]


def test_a_field_of_work_is_no_other_level():
    body = (
        "<p>Lê Văn Hải - Phó Chủ tịch UBND tỉnh, phụ trách văn hóa - xã hội, các huyện miền núi. ĐT: 0290 3831 300</p>"
    )
    assert leaders(body) == [("Lê Văn Hải", True)]


def test_the_offices_telephone_is_nobodys():
    body = "<p>Chủ tịch UBND tỉnh: Võ Thị Lan</p><p>UBND tỉnh - Số 1 Lê Lợi. ĐT: 0299.3822339</p>"
    assert leaders(body, elsewhere=frozenset({"UBND tỉnh - Số 1 Lê Lợi. ĐT: 0299.3822339"})) == [("Võ Thị Lan", False)]
    address = "<p>Chủ tịch UBND tỉnh: Võ Thị Lan</p><p>Địa chỉ: số 1 Lê Lợi. ĐT: 0299.3822339</p>"
    assert leaders(address) == [("Võ Thị Lan", False)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Chủ tịch HĐND tỉnh: Ông Lê Văn Hải, ĐT: 0290 3831 300</p>",
        "<p>Chủ tịch UBND huyện Cái Nước: Ông Lê Văn Hải, ĐT: 0290 3831 300</p>",
        "<p>Chủ tịch Hội Nông dân tỉnh: Bà Lê Thị Hải, ĐT: 0290 3831 300</p>",
        "<p>Giám đốc Sở Tư pháp: Ông Lê Văn Hải, ĐT: 0290 3831 300</p>",
        "<p>Nguyên Chủ tịch UBND tỉnh Lê Văn Hải</p>",
        "<p>Chủ tịch UBND tỉnh có nhiệm vụ lãnh đạo công tác của Ủy ban nhân dân.</p>",
        "<table><tr><td>UBND HUYỆN CÁI NƯỚC</td></tr><tr><td>Lê Văn Hải</td><td>Chủ tịch</td><td>0290 3831 300</td></tr></table>",
        "<p>Phó Chủ tịch Thường trực HĐND tỉnh: Bà Lê Thị Hải</p>",
        "<ul><li><a href='/1'>Chủ tịch UBND tỉnh Lê Văn Hải kiểm tra công tác phòng dịch</a></li></ul>",
        "<h2>Lãnh đạo qua các thời kỳ</h2><p>Lê Văn Hải - Chủ tịch UBND tỉnh</p>",
    ],
)
def test_others_are_no_provincial_leaders(body):
    assert leaders(body) == []


def test_icon_in_a_leaders_card_is_that_leaders_contact() -> None:
    def card(name: str, post: str, icon: str) -> str:
        return f"<div class='p'><h3>{name}</h3><p>{post}</p>{icon}</div>"

    mail = "<a href='mailto:annv@bachai.gov.vn'><i class='fa fa-envelope'></i></a>"
    cards = card("Ông Nguyễn Văn An", "Chủ tịch UBND tỉnh", mail) + card(
        "Bà Trần Thị Bình", "Phó Chủ tịch UBND tỉnh", ""
    )
    main = f"<main><h1>Lãnh đạo UBND tỉnh</h1><div id='ds'>{cards}</div></main>"
    page = read(f"<html><body>{main}</body></html>".encode(), url="https://a.vn/ld", media_type="text/html")
    assert [(one.name, one.contact) for one in leaders_of(page)] == [("Nguyễn Văn An", True), ("Trần Thị Bình", False)]


def test_number_below_the_last_of_several_leaders_is_the_offices() -> None:
    main = "<h1>Lãnh đạo UBND tỉnh</h1><p>Nguyễn Văn An - Chủ tịch</p><p>Trần Thị Bình - Phó Chủ tịch</p>"
    for line, reached in (("<p>Điện thoại: 0236.3822.000</p>", False), ("", False)):
        page = read(f"<html><body><main>{main}{line}</main></body></html>".encode(), url="https://a.vn/ld")
        assert [one.contact for one in leaders_of(page)] == [False, reached]
