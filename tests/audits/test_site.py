"""The read model: what was seen, how far it is, and whether an honest search was made."""

from pages.topics import Topic
from records.capture import Outcome
from records.visit import Skipped
from tests.audits.sites import PORTAL, capture, page, site

RECEPTION_LINK = '<li><a href="/lich-tiep-cong-dan">Lịch tiếp công dân</a></li>'


def test_clicks_follow_the_shortest_path_through_redirects():
    made = site(
        {
            "/": page("<a href='/a'>A</a>"),
            "/b": page("<p>B</p><a href='/c'>C</a>"),
            "/c": page("<p>C</p>"),
        },
        captures=[capture(PORTAL + "/a", 301, location=PORTAL + "/b")],
    )
    assert made.clicks(PORTAL + "/") == 0
    assert made.clicks(PORTAL + "/a") == made.clicks(PORTAL + "/b") == 1
    assert made.clicks(PORTAL + "/c") == 2
    assert made.clicks(PORTAL + "/nowhere") is None


def test_a_fail_needs_every_link_that_names_the_topic():
    home = {"/": page("", menu=RECEPTION_LINK)}
    assert site({**home, "/lich-tiep-cong-dan": 404}).search(Topic.RECEPTION).open == ""
    assert site({**home, "/lich-tiep-cong-dan": page("<p>...</p>")}).search(Topic.RECEPTION).open == ""
    assert site({**home, "/lich-tiep-cong-dan": Outcome.TIMEOUT}).search(Topic.RECEPTION).open == "page_unreachable"
    assert site({**home, "/lich-tiep-cong-dan": Outcome.ROBOTS}).search(Topic.RECEPTION).open == "blocked_by_robots"
    assert site(home).search(Topic.RECEPTION).open == "not_looked_at"
    skip = Skipped(PORTAL + "/lich-tiep-cong-dan", "budget_exhausted")
    assert site(home, skipped=[skip]).search(Topic.RECEPTION).open == "budget_exhausted"
    assert site(home, complete=False).search(Topic.RECEPTION).open == "not_in_archive"


def test_links_to_other_hosts_prove_nothing_either_way():
    made = site({"/": page("", menu='<li><a href="https://dichvucong.gov.vn/tiep-cong-dan">Tiếp công dân</a></li>')})
    assert made.search(Topic.RECEPTION).open == ""


def test_home_that_was_not_read_says_why():
    assert site({"/": Outcome.REFUSED}).home_why_not == "home_unreachable"
    assert site({"/": Outcome.ROBOTS}, error="robots").home_why_not == "blocked_by_robots"
    assert site({"/": 503}).home_why_not == "home_unreachable"
    assert site({}).home_why_not == "home_unreachable"
    assert site({"/": page("<p>Xin chào</p>")}).home_why_not == ""


def test_hosts_belong_by_allow_list_never_by_substring():
    made = site({"/": page("")}, extra_hosts=("1022.vn",), feedback_portal="https://gopy.bachai.vn")
    for url in (PORTAL, "https://tinhmau.gov.vn/x", "https://sotttt.tinhmau.gov.vn", "https://1022.vn/a"):
        assert made.belongs(url), url
    assert made.belongs("https://gopy.bachai.vn/danh-sach")
    for url in (
        "https://tinhmau.gov.vn.evil.example",
        "https://xtinhmau.gov.vn",
        "https://gov.vn",
        "https://a.1022.vn",
    ):
        assert not made.belongs(url), url
