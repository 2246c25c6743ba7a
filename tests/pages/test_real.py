"""A real government site (35 Liferay pages of a Hanoi department, captured in August 2022), where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pages.page import Page, Region, State
from pages.read import read

WARC = Path(__file__).parents[3] / "shared" / "data" / "real" / "sotttt-hanoi-2022-08-27.warc.gz"
pytestmark = pytest.mark.skipif(not WARC.is_file(), reason="the real capture is not on this machine")


@pytest.fixture(scope="module")
def site() -> dict[str, Page]:
    found = {}
    with WARC.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                found[url] = read(
                    record.content_stream().read(), url=url, media_type="text/html", charset_header="utf-8"
                )
    return found


def test_every_page_is_read_with_its_menu_and_heading(site: dict[str, Page]) -> None:
    assert len(site) == 35
    for page in site.values():
        assert (page.state, page.needs_browser, page.quality, page.language) == (State.OK, "", 1.0, "vi-VN")
        menu = [entry.label for entry in page.menu if entry.kind == "menu"]
        assert menu == ["Trang chủ", "Giới thiệu", "Tin tức sự kiện", "Hỏi đáp", "Liên hệ", "Sơ đồ cổng"]
    without = [page.title for page in site.values() if not page.heading]
    assert without == ["Trang chủ - Sở Thông Tin Và Truyền Thông"] * 2


def test_posting_dates_stand_below_their_item_and_side_boxes_aside(site: dict[str, Page]) -> None:
    page = site["http://sotttt.hanoi.gov.vn/lay-y-kien-van-ban-du-thao"]
    posted = [block for block in page.blocks if block.text.startswith("Ngày đăng")]
    assert [block.text[:20] for block in posted] == [
        "Ngày đăng 24/04/2018",
        "Ngày đăng 02/07/2014",
        "Ngày đăng 24/06/2013",
    ]
    assert all(block.region is Region.MAIN and block.headings for block in posted)
    assert posted[0].headings[-1].startswith("THÔNG BÁO: Về việc lấy ý kiến về dự thảo")
    notices = next(block for block in page.blocks if block.text == "thông báo")
    assert (notices.kind, notices.region) == ("heading", Region.ASIDE)
    crumbs = [block.text for block in page.blocks if block.region is Region.BREADCRUMB]
    assert crumbs == ["Trang chủ", "Lấy ý kiến văn bản dự thảo"]


def test_home_page_boxes_keep_their_titles(site: dict[str, Page]) -> None:
    page = site["http://sotttt.hanoi.gov.vn/"]
    entries = {entry.label: entry for entry in page.menu if entry.kind == "link_block"}
    assert entries["Thanh tra"].url == "http://sotttt.hanoi.gov.vn/thanh-tra"
    assert len(entries["Thanh tra"].children) == 4
    contact = next(block for block in page.blocks if "Địa chỉ" in block.text)
    assert contact.region is Region.FOOTER
