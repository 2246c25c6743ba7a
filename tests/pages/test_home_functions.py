"""Search boxes and other language versions of a home page."""

import pytest

from pages.languages import versions_of
from pages.read import read
from pages.search_box import search_boxes


def page(body, head=""):
    html = f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Cổng</title>{head}</head><body>{body}<main><p>Nội dung</p></main></body></html>"
    return read(html.encode(), url="https://tinh.gov.vn/", media_type="text/html")


@pytest.mark.parametrize(
    "body",
    [
        "<form action='/tim-kiem'><input type=text name=kw placeholder='Nhập từ khóa...'><button>Tìm</button></form>",
        "<form role=search><input type=search name=s></form>",
        "<form action='/search'><input name=a><input type=submit value='Go'></form>",
        "<div class=timkiem><input type=text id=txtTK value='Tìm kiếm'><a class='btn' href=\"javascript:__doPostBack('x','')\">Tìm</a></div>",
        "<form><input type=text name=x><button>Tìm kiếm</button></form>",
        "<form action='/vi/seek/'><select name=m><option>Tất cả</option></select><input name=q></form>",
    ],
)
def test_site_search(body):
    assert search_boxes(page(f"<header>{body}</header>"))


@pytest.mark.parametrize(
    "body",
    [
        "<form><input name=email placeholder='Nhập email để nhận bản tin'><button>Đăng ký</button></form>",
        "<form><input name=hs placeholder='Nhập mã hồ sơ'><button>Tra cứu</button></form>",
        "<form><input name=u placeholder='Tên đăng nhập'><input type=password name=p><button>Đăng nhập</button></form>",
        "<form><h3>Tìm văn bản</h3><input name=q placeholder='Số ký hiệu văn bản'><button>Tìm kiếm</button></form>",
        "<form><input name=a placeholder='Họ và tên'><textarea name=b></textarea><button>Gửi</button></form>",
        "<a href='/tim-kiem'>Tìm kiếm</a>",
    ],
)
def test_other_boxes_are_no_site_search(body):
    assert not search_boxes(page(f"<header>{body}</header>"))


@pytest.mark.parametrize(
    ("body", "head", "language"),
    [
        ("<a href='/en'>English</a>", "", "English"),
        ("<a href='/en/'><img src=en.gif alt='English'></a>", "", "English"),
        ("<a href='https://en.tinh.gov.vn/'><img src=uk.png alt='flag'></a>", "", "English"),
        ("<a href='?lang=en'>EN</a>", "", "English"),
        ("<a href='/en'>English (UK)</a>", "", "English"),
        ("<a href='/x'>English version</a>", "", "English"),
        ("<a href='/km'>ភាសាខ្មែរ</a>", "", "Khmer"),
        ("<a href='/km'>Tiếng Khmer</a>", "", "Khmer"),
        ("<a href='/cn'>中文</a>", "", "Chinese"),
        ("", "<link rel=alternate hreflang=en href=/en/>", "English"),
        ("<select><option value=vi>Tiếng Việt</option><option value=en>English</option></select>", "", "English"),
        ("<a href='/jrai'>Tiếng Jrai</a>", "", "Jarai"),
    ],
)
def test_another_language_is_offered(body, head, language):
    assert [v.language for v in versions_of(page(f"<header>{body}</header>", head))] == [language]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<a href='/vi'>Tiếng Việt</a>", ""),
        ("<a href='/tin/1'>Học tiếng Anh miễn phí cho trẻ em vùng cao</a>", ""),
        ("<a href='/tin/2'>Đồng bào Khmer đón Tết</a>", ""),
        ("", "<link rel=alternate hreflang=vi href=/><link rel=alternate hreflang=x-default href=/>"),
        ("<a href='/tin-tuc'>Tin tức</a><a href='/video'>Video</a>", ""),
        ("<select><option>Chọn trang web</option><option>English Department</option></select>", ""),
    ],
)
def test_no_other_language(body, head):
    assert versions_of(page(f"<header>{body}</header>", head)) == []
