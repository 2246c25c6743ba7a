"""Hotlines for citizens, and numbers that are none."""

import pytest

from pages.hotline import hotlines_of
from pages.read import read


def numbers(body):
    html = (
        f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Cổng</title></head><body>{body}</body></html>"
    )
    page = read(html.encode(), url="https://tinh.gov.vn/", media_type="text/html")
    found = hotlines_of(page)
    text = page.text()
    for line in found:
        assert line.number in line.quote
        assert all(part in text for part in line.quote.split(" […] ")) or "img" in body
    return [line.number for line in found]


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("<footer>Đường dây nóng: 0212 385 0000</footer>", "0212 385 0000"),
        ("<footer><p>ĐƯỜNG DÂY NÓNG: (0236) 1022</p></footer>", "(0236) 1022"),
        ("<header>Hotline: 1900 6118</header>", "1900 6118"),
        ("<p>Duong day nong: 0913.123.456</p>", "0913.123.456"),
        ("<div>Tổng đài 1022</div>", "1022"),
        ("<p>Tổng đài tiếp nhận phản ánh của công dân: 0204.1022 (24/7)</p>", "0204.1022"),
        ("<p>Đường dây nóng tiếp nhận phản ánh của tổ chức, công dân: 0235.3.812.828</p>", "0235.3.812.828"),
        ("<p>Đường dây nóng tiếp nhận ý kiến người dân: 0277.1900.1022; hộp thư góp ý: gopy@x.gov.vn</p>", "0277.1900.1022"),
        ("<main><h3>ĐƯỜNG DÂY NÓNG</h3><p>UBND tỉnh: 02573.841.115</p></main>", "02573.841.115"),
        ("<table><tr><th>Đơn vị</th><th>Số</th></tr><tr><td>Đường dây nóng UBND tỉnh</td><td>0292.3820.000</td></tr></table>", "0292.3820.000"),
        ("<main><h1>Danh sách đường dây nóng các cơ quan</h1><table><tr><th>Đơn vị</th><th>Điện thoại</th></tr><tr><td>UBND tỉnh</td><td>0292.3820.000</td></tr></table></main>", "0292.3820.000"),
        ("<a href='/lien-he'><img src=a.png alt='Đường dây nóng 1900 1579'></a>", "1900 1579"),
        ("<p>Đường dây nóng: <a href='tel:+842363822127'>+84 236 3822 127</a></p>", "+84 236 3822 127"),
    ],
)  # fmt: skip
def test_a_number_that_is_called_a_hotline(body, number):
    assert numbers(body) == [number]


@pytest.mark.parametrize(
    "body",
    [
        "<footer>Điện thoại: 0233.3852 000 - Fax: 0233.3851 000. Email: bbt@tinh.gov.vn</footer>",
        "<footer>Đường dây nóng Ban Biên tập: 0233.3852 000</footer>",
        "<footer>Hotline hỗ trợ kỹ thuật: 0912 345 678</footer>",
        "<footer>Tổng đài: 0292.3820.000</footer>",
        "<footer>Đường dây nóng: đang cập nhật. Điện thoại: 0233.3852 000</footer>",
        "<p>Tổng đài hỗ trợ Cổng DVC quốc gia: 18001096</p>",
        "<p>Trả lời đường dây nóng ngày 12/03/2022, giấy phép số 1022/GP-TTĐT</p>",
        "<h3>Đường dây nóng</h3><h3>Liên hệ</h3><p>0233.3852 000</p>",
        "<p>Số 1022 đường Hùng Vương</p>",
    ],
)
def test_other_numbers_are_no_hotline(body):
    assert numbers(body) == []


def test_icon_that_dials_is_a_hotline_by_its_title() -> None:
    icon = '<a href="tel:0236%203881888" title="Đường dây nóng"><img src="/phone.svg"></a>'
    plain_icon = '<a href="tel:02363881999"><i class="fa fa-phone"></i></a>'
    editor = '<a href="tel:02363881777" title="Hỗ trợ kỹ thuật"><i class="fa"></i></a>'
    page = read(
        f"<body><header>{icon}{plain_icon}{editor}</header><main><p>x</p></main></body>".encode(), url="http://a.vn"
    )
    lines = hotlines_of(page)
    assert [(line.number, line.quote) for line in lines] == [("0236 3881888", "0236 3881888 […] Đường dây nóng")]
    assert [c.address for c in page.contacts] == ["0236 3881888", "02363881999", "02363881777"]
