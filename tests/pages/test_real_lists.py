"""Lists of a real government site (a Hanoi department, August 2022), where the capture is at hand."""

from datetime import date
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pages.drafts import drafts_of
from pages.languages import versions_of
from pages.legal_documents import legal_documents
from pages.news import news_of
from pages.read import read
from pages.search_box import search_boxes

WARC = Path(__file__).parents[3] / "shared" / "data" / "real" / "sotttt-hanoi-2022-08-27.warc.gz"
SEEN = date(2022, 8, 27)
pytestmark = pytest.mark.skipif(not WARC.is_file(), reason="the real capture is not on this machine")


@pytest.fixture(scope="module")
def site():
    wanted = ("cong-nghe-thong-tin", "lay-y-kien-van-ban-du-thao", "chien-luoc-quy-hoach", "trang-chu")
    found = {}
    with WARC.open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            name = url.rsplit("/", 1)[-1]
            if record.rec_type == "response" and name in wanted:
                found[name] = read(record.content_stream().read(), url=url, media_type="text/html")
    return found


def test_newest_news_of_a_category(site):
    days = [n.day for n in news_of(site["cong-nghe-thong-tin"], captured=SEEN) if n.day]
    assert max(days) == date(2022, 7, 21) and len(days) == 8


def test_drafts_by_their_posting_dates(site):
    days = [d.first for d in drafts_of(site["lay-y-kien-van-ban-du-thao"], captured=SEEN) if d.first]
    assert max(days) == date(2018, 4, 24)


def test_documents_by_number_and_day(site):
    found = {d.number: d.day for d in legal_documents(site["chien-luoc-quy-hoach"], captured=SEEN)}
    assert found["749/QĐ-TTg"] == date(2020, 6, 3)


def test_search_box_and_english_version_of_the_home_page(site):
    assert search_boxes(site["trang-chu"])
    assert [v.language for v in versions_of(site["trang-chu"])] == ["English"]
