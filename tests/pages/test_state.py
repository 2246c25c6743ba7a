"""What a page that answered with 200 carries: told from its words where they stand, never from a word in the news."""

from __future__ import annotations

import pytest

from pages.page import Page, State
from pages.read import read

NAV = (
    '<div id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/gt">Giới thiệu</a></li>'
    '<li><a href="/cd">Công dân</a></li></ul></div>'
)
FOOT = '<div id="footer"><p>Cổng thông tin điện tử tỉnh Mẫu, bản quyền thuộc UBND tỉnh</p></div>'
NEWS = (
    "<p>"
    + "Chiều 12/3, lực lượng cứu hộ vẫn chưa tìm thấy người mất tích trên sông, việc tìm kiếm còn tiếp tục. " * 8
    + "</p>"
)
LIST = "".join(f'<li><a href="/t{n}">Lịch tiếp công dân tháng {n} năm 2022</a></li>' for n in range(1, 8))


def portal(main: str, title: str = "Cổng TTĐT tỉnh Mẫu") -> str:
    return f"<html><head><title>{title}</title></head><body>{NAV}<div id='content'>{main}</div>{FOOT}</body></html>"


def reading(html: str) -> Page:
    return read(html.encode(), url="https://mau.example/x", media_type="text/html")


@pytest.mark.parametrize(
    ("main", "state"),
    [
        ("<h2>404</h2><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>", State.SOFT_404),
        ("<p>Không tìm thấy trang</p>", State.SOFT_404),
        ("<p>Khong tim thay trang yeu cau</p>", State.SOFT_404),
        ("<p>Chuyên mục đang xây dựng</p>", State.CONSTRUCTION),
        ("<p>Chức năng đang được nâng cấp, mời quay lại sau.</p>", State.CONSTRUCTION),
        ("<h1>Phản ánh</h1><p>Dữ liệu đang được cập nhật</p>", State.EMPTY),
        ("<h3>Lịch tiếp công dân</h3>", State.EMPTY),
        (
            "<table><thead><tr><th>STT</th><th>Câu hỏi</th></tr></thead><tr><td colspan=2>Không có dữ liệu</td></tr></table>",
            State.EMPTY,
        ),
        (
            "<p>Lĩnh vực <select><option>Tất cả</option></select></p><table><tr><th>STT</th><th>Tiêu đề</th><th>Ngày gửi</th>"
            "<th>Trạng thái</th></tr><tr><td colspan=4>Không có bản ghi nào</td></tr></table>",
            State.EMPTY,
        ),
        ("<p>Bạn cần đăng nhập để xem nội dung này.</p>", State.LOGIN),
        ("<h1>Đăng nhập</h1><form method=post><input name=u><input type=password name=p></form>", State.LOGIN),
        ("<p>Đã xảy ra lỗi trong quá trình xử lý.</p>", State.ERROR),
        ("<h1>Lịch tiếp công dân tháng 3</h1><p><img src='/upload/lich3.jpg' alt=''></p>", State.SCAN),
    ],
)
def test_a_portal_page_without_content_says_so(main: str, state: State) -> None:
    assert reading(portal(main)).state is state


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Không tìm thấy nạn nhân vụ lật thuyền</h1>" + NEWS,
        "<h1>Cảnh báo trang web giả mạo: trang không tồn tại</h1>" + NEWS,
        "<h1>Dự án cầu đang xây dựng</h1>" + NEWS,
        "<h1>Ngành điện xin lỗi: đã xảy ra lỗi hệ thống</h1>" + NEWS,
        "<h1>Hỏi đáp</h1>" + NEWS + "<form method=post><input type=password name=p></form>",
        "<h1>Lịch</h1><p><img src='/upload/lich3.jpg' alt=''></p>" + NEWS,
        "<h1>Liên hệ</h1><p>Điện thoại: 0123 456 789</p>",
        "<h1>Liên hệ</h1><p>Địa chỉ: số 1, đường A, phường B</p><p>Thư điện tử: vp@mau.example</p><p>Fax: đang cập nhật</p>",
        "<h1>Quyết định số 404</h1><p>Về việc ban hành quy chế tiếp công dân</p>",
        "<h1>Trường mầm non xã A</h1><p>Công trình có tám phòng học đang xây dựng, dự kiến đón học sinh từ năm học sau.</p>",
        "<h1>Thông báo</h1><p>Từ ngày 1/3, số điện thoại cũ của tổng đài đã ngừng hoạt động; mời gọi số 1022 để được hướng dẫn.</p>",
        "<h1>Hỏi đáp</h1><form method=post><input name=hoten><textarea name=nd></textarea></form>",
        f"<h1>Tiếp công dân</h1><p>Chưa có thông tin về lịch tháng này.</p><ul>{LIST}</ul>",
    ],
)
def test_content_that_speaks_of_such_things_is_content(main: str) -> None:
    page = reading(portal(main))
    assert (page.state, page.needs_browser, page.quality) == (State.OK, "", 1.0)


@pytest.mark.parametrize(
    ("html", "state"),
    [
        (
            "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1",
            State.BLOCKED,
        ),
        (
            "<title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript><script>x={}</script>",
            State.BLOCKED,
        ),
        ("<body>Request unsuccessful. Incapsula incident ID: 1234-5678</body>", State.BLOCKED),
        ("<h1>Truy cập bị từ chối</h1><p>Yêu cầu của bạn đã bị chặn bởi tường lửa ứng dụng web</p>", State.BLOCKED),
        (
            "<title>404 - File or directory not found.</title><h2>404 - File or directory not found.</h2>",
            State.SOFT_404,
        ),
        ("<title>Runtime Error</title><h1>Server Error in '/' Application.</h1>", State.ERROR),
        ("<title>IIS Windows Server</title><img src='iis.png'>", State.PARKED),
        (
            "<p>Cổng thông tin điện tử tỉnh Mẫu đã chuyển sang địa chỉ mới: <a href='https://moi.example/'>moi.example</a></p>",
            State.PARKED,
        ),
        ("<h1>Website đang bảo trì</h1><p>Xin quay lại sau</p>", State.CONSTRUCTION),
    ],
)
def test_a_bare_page_of_a_server_or_firewall_is_told(html: str, state: State) -> None:
    page = reading(html)
    assert page.state is state
    assert page.state_evidence
    assert page.quality < 0.5


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (
            '<script defer src="/a.js"></script><noscript>You need to enable JavaScript.</noscript><div id="root"></div>',
            "empty_shell",
        ),
        ("<app-root></app-root><script src=main.js></script>", "empty_shell"),
        ('<script>document.cookie="D1N=abc; path=/";window.location.reload(true);</script>', "cookie_stub"),
        (portal('<div id="list"></div><script>$.ajax({url:"/api/pakn"})</script>'), "script_content"),
        (portal('<h2>Danh sách</h2><div ng-repeat="i in items">{{ i.tieuDe }}</div>'), "script_content"),
        (portal("<h2>Phản ánh</h2><p>Đang tải dữ liệu...</p>"), "script_content"),
    ],
)
def test_a_page_that_scripts_must_build_needs_a_browser(html: str, why: str) -> None:
    page = reading(html)
    assert (page.state, page.needs_browser) == (State.SHELL, why)


@pytest.mark.parametrize(
    "menu",
    [
        '<div id="main-menu"></div><script src="/menu.js"></script>',
        "<script>document.write('<ul><li><a href=/x>X</a></li></ul>')</script>",
    ],
)
def test_a_menu_that_scripts_write_is_missed(menu: str) -> None:
    page = reading(f"<body>{menu}<div id='content'><h1>Tin</h1>{NEWS}</div></body>")
    assert (page.state, page.needs_browser) == (State.OK, "script_menu")


def test_a_static_menu_needs_no_browser() -> None:
    page = reading(f"<body>{NAV}<script src='/menu.js'></script><div id='content'><h1>Tin</h1>{NEWS}</div></body>")
    assert page.needs_browser == ""


@pytest.mark.parametrize(
    "html",
    [
        '<head><meta http-equiv="refresh" content="0; url=/web/guest"></head><body></body>',
        '<script>window.location.href="/web/guest";</script>',
        "<script>top.location.replace('/web/guest')</script>",
    ],
)
def test_a_page_that_sends_on_links_to_its_target(html: str) -> None:
    page = reading(html)
    assert [link.url for link in page.links] == ["https://mau.example/web/guest"]
    assert ("refresh", "https://mau.example/web/guest") in page.meta


def test_broken_characters_lower_the_quality() -> None:
    page = read(portal(NEWS).encode()[:-200] + b"\xff\xfe" * 200 + b"</body>", url="https://mau.example/")
    assert page.quality < 1.0
