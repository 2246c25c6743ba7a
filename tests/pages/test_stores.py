"""Store listings: what a details page, a search page and iTunes JSON say, and which app is a citizen app."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.page import Link, Page, Region
from pages.store_dates import printed_date, stamped_date
from pages.stores import (
    Listing,
    app_links,
    is_citizen_app,
    read_itunes,
    read_play_details,
    read_play_search,
    store_of,
)
from records.province import Province

FIXTURES = Path(__file__).parent / "fixtures" / "stores"
PLAY, APPLE = "http://play.localhost:8123", "http://127.0.0.1:8124/apple"
DETAILS = "https://play.google.com/store/apps/details?id="


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def province(name: str, slug: str = "x", name_en: str = "") -> Province:
    return Province(code="1", slug=slug, name=name, name_en=name_en, region="", portal="https://example.vn")


def app(name: str, developer: str = "VNPT", description: str = "", app_id: str = "vn.example") -> Listing:
    return Listing("play", app_id, "", name, developer, description)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://play.google.com/store/apps/details?id=com.vnpt.kontum&hl=vi", ("play", "com.vnpt.kontum")),
        ("https://play.google.com/store/apps/details/App_Name?id=com.a.b", ("play", "com.a.b")),
        ("http://play.google.com/store/apps/details/?hl=en&id=com.a.b", ("play", "com.a.b")),
        ("market://details?id=com.a.b", ("play", "com.a.b")),
        ("https://play.google.com/apps/testing/com.a.b", ("play", "com.a.b")),
        (PLAY + "/store/apps/details?id=com.a.b", ("play", "com.a.b")),
        ("https://apps.apple.com/vn/app/hue-s/id1449536564", ("app_store", "1449536564")),
        ("https://apps.apple.com/app/id1449536564?l=vi", ("app_store", "1449536564")),
        ("https://itunes.apple.com/us/app/hue-s/id1449536564?mt=8", ("app_store", "1449536564")),
        ("https://apps.apple.com/vn/app/%C4%91%C3%A0-n%E1%BA%B5ng/id1449536564", ("app_store", "1449536564")),
        ("itms-apps://itunes.apple.com/app/id1449536564", ("app_store", "1449536564")),
        (
            "https://itunes.apple.com/WebObjects/MZStore.woa/wa/viewSoftware?id=1449536564&mt=8",
            ("app_store", "1449536564"),
        ),
        (APPLE + "/vn/app/x/id1449536564", ("app_store", "1449536564")),
    ],
)
def test_store_links_of_every_shape_are_told(url: str, found: tuple[str, str]) -> None:
    assert store_of(url, PLAY, APPLE) == found


@pytest.mark.parametrize(
    "url",
    [
        "https://play.google.com/store/search?q=quang+nam&c=apps",
        "https://play.google.com/store/apps/developer?id=VNPT",
        "https://play.google.com/store/books/details?id=AbC",
        "https://apps.apple.com/vn/developer/vnpt/id1449536564",
        "https://itunes.apple.com/vn/artist/vnpt/id1449536564",
        "https://evil.example/store/apps/details?id=com.a.b",
        "https://play.google.com.evil.example/store/apps/details?id=com.a.b",
        "http://127.0.0.1:9999/apple/vn/app/x/id1449536564",
        "http://127.0.0.1:8124/other/app/x/id1449536564",
        "https://play.google.com/store/apps/details?id=../../etc",
        "http://[bad/store/apps/details?id=com.a.b",
        "https://quangnam.gov.vn/app/id1449536564",
    ],
)
def test_other_links_are_no_store_links(url: str) -> None:
    assert store_of(url, PLAY, APPLE) is None


def test_links_of_a_page_to_both_stores() -> None:
    page = Page(
        url="https://example.vn/",
        media="html",
        links=(
            Link("https://play.google.com/store/apps/details?id=com.a.b", "Tải app", Region.FOOTER, "footer a"),
            Link("https://example.vn/tin", "Tin", Region.MAIN, "a"),
            Link("https://apps.apple.com/app/id1449536564", "App Store", Region.FOOTER, "footer b"),
        ),
    )
    assert app_links(page, PLAY, APPLE) == (
        ("play", "com.a.b", "Tải app", "footer a"),
        ("app_store", "1449536564", "App Store", "footer b"),
    )


def test_details_page_of_2022() -> None:
    listing = read_play_details(fixture("play_2022.html"), DETAILS + "vn.quangnam.smart")
    assert listing is not None
    assert (listing.app_id, listing.name) == ("vn.quangnam.smart", "Smart Quảng Nam")
    assert listing.developer == "UBND tỉnh Quảng Nam"
    assert "phản ánh hiện trường" in listing.description
    assert listing.updated == date(2022, 3, 15)  # not the review's 2 May
    assert listing.quote("updated") == "Cập nhật lần cuối […] 15 thg 3, 2022"
    assert listing.rating == pytest.approx(4.2, abs=0.01)
    assert listing.ratings == 321
    assert listing.quote("rating") in fixture("play_2022.html")


def test_details_page_of_2021() -> None:
    listing = read_play_details(fixture("play_2021.html"), DETAILS + "com.vnpt.kontum")
    assert listing is not None
    assert (listing.name, listing.developer) == ("KonTumS", "VNPT Kon Tum")
    assert listing.updated == date(2022, 3, 15)
    assert listing.quote("updated") == "Đã cập nhật […] 15 tháng 3, 2022"


def test_details_in_english_and_in_one_text() -> None:
    html = '<h1>Hue-S</h1><a href="/store/apps/dev?id=1">Hue IOC</a><p>Updated on Mar 5, 2022</p>'
    listing = read_play_details(html, DETAILS + "com.hue.s")
    assert listing is not None
    assert (listing.updated, listing.quote("updated")) == (date(2022, 3, 5), "Updated on Mar 5, 2022")


def test_script_data_is_the_last_resort() -> None:
    details: list[object] = [None] * 146
    details[0] = ["CaMau-G"]
    details[51] = [["4,5", 4.512], None, [None, 60]]
    details[68] = ["UBND tỉnh Cà Mau"]
    details[72] = [[None, "Gửi <b>phản ánh</b>"]]
    details[77] = ["vn.camau.g"]
    details[145] = [["Mar 15, 2022", [1647331200]]]
    script = (
        f"AF_initDataCallback({{key: 'ds:5', hash: '1', data:{json.dumps([None, [None, None, details]])}, x: {{}}}});"
    )
    listing = read_play_details(f"<script>{script}</script>", DETAILS + "vn.camau.g")
    assert listing is not None
    assert (listing.name, listing.developer, listing.updated) == ("CaMau-G", "UBND tỉnh Cà Mau", date(2022, 3, 15))
    assert (listing.rating, listing.ratings, listing.description) == (4.51, 60, "Gửi phản ánh")


def test_not_found_page_shows_no_app() -> None:
    html = (
        "<html><head><title>Not Found</title></head><body><h1>Lỗi</h1><p>Không tìm thấy URL yêu cầu.</p></body></html>"
    )
    assert read_play_details(html, DETAILS + "vn.gone") is None


def test_unknown_day_of_update_stays_unknown() -> None:
    html = '<h1>App</h1><a href="/store/apps/dev?id=1">VNPT</a><div>Đã cập nhật</div><div>Khác nhau tùy thiết bị</div>'
    listing = read_play_details(html, DETAILS + "vn.app")
    assert listing is not None and listing.updated is None


def test_search_cards_of_old_and_new_layouts() -> None:
    found = read_play_search(fixture("play_search.html"), "https://play.google.com/store/search?q=x")
    assert [(a.app_id, a.name, a.developer) for a in found] == [
        ("vn.quangnam.smart", "Smart Quảng Nam", "UBND tỉnh Quảng Nam"),
        ("vn.du.lich.quangnam", "Du lịch Quảng Nam", "Trung tâm XTDL"),
        ("com.old.card", "Tin Quảng Ngãi", "Báo Quảng Ngãi"),
    ]


def test_developer_page_gives_its_developer_to_every_app() -> None:
    html = '<h1>VNPT Kon Tum</h1><a href="/store/apps/details?id=com.a.b"><div>KonTumS</div><div>4,1</div></a>'
    (listing,) = read_play_search(html, "https://play.google.com/store/apps/dev?id=123")
    assert (listing.name, listing.developer) == ("KonTumS", "VNPT Kon Tum")


def test_itunes_answer() -> None:
    row = {
        "wrapperType": "software",
        "kind": "software",
        "trackId": 1449536564,
        "trackName": "Hue-S",
        "artistName": "Thua Thien Hue IOC",
        "description": "Phản ánh hiện trường",
        "currentVersionReleaseDate": "2022-03-15T18:30:00Z",
        "averageUserRating": 3.5,
        "userRatingCount": 12,
        "trackViewUrl": "https://apps.apple.com/vn/app/hue-s/id1449536564",
    }
    body = json.dumps({"resultCount": 2, "results": [{"wrapperType": "artist", "artistName": "VNPT"}, row]})
    (listing,) = read_itunes(body, "https://itunes.apple.com/lookup?id=1")
    assert (listing.store, listing.app_id, listing.name) == ("app_store", "1449536564", "Hue-S")
    assert listing.updated == date(2022, 3, 16)  # 01:30 in Việt Nam
    assert (listing.rating, listing.ratings) == (3.5, 12)
    assert listing.quote("updated") in body


def test_an_unrated_app_has_no_rating() -> None:
    row = {"trackId": 1449536564, "trackName": "A", "averageUserRating": 0, "userRatingCount": 0}
    (listing,) = read_itunes(json.dumps({"results": [row]}), "u")
    assert listing.rating is None


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"results": 1}', "[" * 100_000])
def test_what_is_no_itunes_answer_is_an_error(body: str) -> None:
    with pytest.raises(ValueError, match="no iTunes answer"):
        read_itunes(body, "u")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 thg 3, 2022", date(2022, 3, 15)),
        ("15 tháng 3, 2022", date(2022, 3, 15)),
        ("ngày 15 tháng 3 năm 2022", date(2022, 3, 15)),
        ("thg 3 15, 2022", date(2022, 3, 15)),
        ("Mar 15, 2022", date(2022, 3, 15)),
        ("March 15, 2022", date(2022, 3, 15)),
        ("15 March 2022", date(2022, 3, 15)),
        ("2022-03-15", date(2022, 3, 15)),
        ("05/03/2022", date(2022, 3, 5)),
        ("31 thg 2, 2022", None),
        ("Khác nhau tùy thiết bị", None),
        ("15 thg 3, 2022 bởi A", None),
    ],
)
def test_printed_dates_of_the_stores(text: str, day: date | None) -> None:
    assert printed_date(text) == day


def test_stamps_are_days_in_viet_nam() -> None:
    assert stamped_date("2022-03-15T16:59:59Z") == date(2022, 3, 15)
    assert stamped_date("2022-03-15T17:00:00Z") == date(2022, 3, 16)
    assert stamped_date("never") is None
    assert stamped_date(12) is None


@given(st.text(max_size=400))
def test_no_body_breaks_the_readers(body: str) -> None:
    read_play_details(body, DETAILS + "a.b")
    read_play_search(body, DETAILS + "a.b")
    store_of(body, PLAY, APPLE)
    printed_date(body)
    stamped_date(body)


@pytest.mark.parametrize(
    ("name", "developer", "description", "of"),
    [
        ("Hue-S", "Trung tâm IOC Thừa Thiên Huế", "Phản ánh hiện trường", "Thừa Thiên Huế"),
        ("Hue-S", "HueCIT", "Nền tảng dịch vụ đô thị thông minh", "Huế"),
        ("KonTumS", "VNPT Kon Tum", "Ứng dụng cho công dân", "Kon Tum"),
        ("CaMau-G", "UBND tỉnh Cà Mau", "Người dân gửi phản ánh", "Cà Mau"),
        ("C-ThaiNguyen", "Sở Thông tin và Truyền thông", "Kênh tiếp nhận phản ánh, kiến nghị", "Thái Nguyên"),
        ("Hai Phong Smart", "VNPT Group", "", "Hải Phòng"),
        ("iHanoi", "UBND Thành phố Hà Nội", "Công dân Thủ đô số", "Hà Nội"),
        ("1022 TP.HCM", "Sở TT&TT TP.HCM", "Cổng thông tin 1022", "Hồ Chí Minh"),
        ("DaNang Smart City", "TP Da Nang", "", "Đà Nẵng"),
        ("Công dân số", "VNPT", "Ứng dụng của tỉnh Lạng Sơn giúp người dân gửi phản ánh.", "Lạng Sơn"),
        ("Phản ánh hiện trường", "Viettel", "", "Sóc Trăng"),
    ],
)
def test_citizen_apps(name: str, developer: str, description: str, of: str) -> None:
    app_id = "vn.gov.soctrang.pakn" if of == "Sóc Trăng" else "com.example.app"
    assert is_citizen_app(app(name, developer, description, app_id), province(of))[0]


@pytest.mark.parametrize(
    ("name", "developer", "description", "of", "reason"),
    [
        ("Smart Quảng Ngãi", "VNPT", "", "Quảng Nam", "other_province"),
        ("Smart Hà Nội", "VNPT", "", "Hà Nam", "other_province"),
        ("Smart City Việt Nam", "FPT", "Cho người dân Việt Nam", "Hà Nam", "province_not_named"),
        ("Phản ánh", "UBND tỉnh Bình Định", "", "Bình Dương", "other_province"),
        ("Khu vực Thái Bình Dương", "VNPT", "phản ánh", "Thái Bình", "province_not_named"),
        ("Công dân số", "VNPT", "Cho người dân yêu hòa bình", "Hòa Bình", "province_not_named"),
        ("Thuế điện tử Thue", "VNPT", "người dân nộp thue", "Huế", "province_not_named"),
        ("Tư tưởng Hồ Chí Minh", "VNPT", "công dân học tập", "Hồ Chí Minh", "province_not_named"),
        ("Du lịch Quảng Nam", "UBND tỉnh Quảng Nam", "phản ánh", "Quảng Nam", "other_use"),
        ("Báo Quảng Nam", "VNPT", "phản ánh của người dân", "Quảng Nam", "other_use"),
        ("Quảng Nam Tourism Smart", "VNPT", "", "Quảng Nam", "other_use"),
        ("Bản đồ quy hoạch Quảng Nam", "VNPT", "công dân tra cứu", "Quảng Nam", "other_use"),
        ("Xổ số Bình Dương", "FPT", "người dân có thể xem", "Bình Dương", "other_use"),
        ("Quản lý văn bản Quảng Nam", "VNPT", "", "Quảng Nam", "for_officials"),
        ("Quảng Nam G", "VNPT", "Dành cho cán bộ, công chức xử lý hồ sơ phản ánh", "Quảng Nam", "for_officials"),
        ("Smart Quảng Nam", "Nguyen Van A", "phản ánh", "Quảng Nam", "developer_not_official"),
        ("Smart Quảng Nam", "Công ty TNHH ABC tỉnh Quảng Nam", "", "Quảng Nam", "developer_not_official"),
        ("Smart Quảng Nam", "Công an tỉnh Quảng Nam", "tố giác", "Quảng Nam", "other_body"),
        ("Quảng Nam", "VNPT", "Nghe nhạc", "Quảng Nam", "no_citizen_use"),
        ("Smart huyện Núi Thành Quảng Nam", "VNPT", "", "Quảng Nam", "lower_level"),
        ("TP. Bắc Giang Smart", "VNPT", "", "Bắc Giang", "lower_level"),
        ("VNeID", "Bộ Công an", "định danh công dân", "Quảng Nam", "national_app"),
        ("Smart Quảng Nam - Quảng Ngãi", "VNPT", "", "Quảng Nam", "other_province"),
        ("Công dân số", "VNPT", "Triển khai tại Quảng Ngãi, Bình Định, Quảng Nam", "Quảng Nam", "other_province"),
    ],
)
def test_near_misses_are_no_citizen_app(name: str, developer: str, description: str, of: str, reason: str) -> None:
    assert is_citizen_app(app(name, developer, description), province(of)) == (False, reason)


def test_the_portals_own_link_stands_for_the_developer_alone() -> None:
    private = app("Smart Quảng Nam", "Nguyen Van A", "phản ánh")
    assert is_citizen_app(private, province("Quảng Nam"), linked_by_portal=True) == (True, "linked_by_portal")
    tourism = app("Du lịch Quảng Nam", "Nguyen Van A")
    assert not is_citizen_app(tourism, province("Quảng Nam"), linked_by_portal=True)[0]
    other = app("Smart Quảng Ngãi", "Nguyen Van A")
    assert not is_citizen_app(other, province("Quảng Nam"), linked_by_portal=True)[0]


def test_a_vendors_branch_elsewhere_may_build_for_the_province() -> None:
    assert is_citizen_app(app("Đô thị thông minh Hà Nam", "VNPT Hà Nội"), province("Hà Nam")) == (True, "vendor")


def test_a_province_outside_the_vocabulary_is_known_by_its_own_name() -> None:
    assert is_citizen_app(app("Smart Thượng Uyên"), province("Thượng Uyên")) == (True, "vendor")
    assert is_citizen_app(app("Smart Hạ Uyên"), province("Thượng Uyên")) == (False, "province_not_named")


def test_the_legal_entity_behind_a_developer_counts_too() -> None:
    listing = Listing("app_store", "1", "", "Smart Quảng Nam", "QNAM Team", "phản ánh", seller="UBND tỉnh Quảng Nam")
    assert is_citizen_app(listing, province("Quảng Nam")) == (True, "government")
    other = Listing("app_store", "1", "", "Smart", "VNPT", "phản ánh", seller="UBND tỉnh Quảng Ngãi")
    assert is_citizen_app(other, province("Quảng Nam")) == (False, "other_province")
