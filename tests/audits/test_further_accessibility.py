"""Response time, search, languages, dead links and login over whole sites."""

from dataclasses import replace
from datetime import date

from audits.accessibility import broken_links, languages, no_login, response_time, site_search
from records.capture import Outcome
from records.finding import Status
from tests.audits.sites import PORTAL, capture, page, site
from tests.audits.test_completeness import LIST, entry

AS_OF = date(2022, 3, 31)


def timed(times):
    return [replace(capture(f"{PORTAL}/{n}", page("<p>Nội dung</p>")), elapsed_ms=ms) for n, ms in enumerate(times)]


def test_median_of_the_portals_own_answers():
    made = site({"/": page("")}, captures=timed([200] * 6 + [900] + [9000] * 4))
    found = response_time(made, AS_OF)
    assert (found.status, found.value, found.unit) == (Status.PASS, "200", "ms;n=11")
    assert response_time(site({"/": page("")}, captures=timed([1250] * 10)), AS_OF).status is Status.PARTIAL
    assert response_time(site({"/": page("")}, captures=timed([3100] * 10)), AS_OF).status is Status.FAIL


def test_fewer_than_ten_answers_say_nothing():
    assert response_time(site({"/": page("")}, captures=timed([200] * 9)), AS_OF).reason == "too_few"
    assert response_time(site({"/": page("")}, complete=False), AS_OF).reason == "not_in_archive"


def test_search_box_on_the_home_page():
    form = '<form action="/tim-kiem"><input type="search" name="q" placeholder="Tìm kiếm"><button>Tìm</button></form>'
    found = site_search(site({"/": page(form)}), AS_OF)
    assert found.status is Status.PASS and "form" in found.value
    assert site_search(site({"/": page("")}), AS_OF).status is Status.FAIL
    assert site_search(site({"/": Outcome.REFUSED}), AS_OF).reason == "home_unreachable"


def test_language_whose_page_answers():
    menu = entry("English", "/en") + entry("Khmer", "/km")
    found = languages(site({"/": page("", menu=menu), "/en": page("<p>Welcome</p>"), "/km": page("<p>km</p>")}), AS_OF)
    assert (found.status, found.value) == (Status.PASS, "English;Khmer")


def test_dead_or_foreign_language_links_offer_nothing():
    dead = languages(site({"/": page("", menu=entry("English", "/en")), "/en": 404}), AS_OF)
    assert (dead.status, dead.reason) == (Status.FAIL, "dead_link")
    foreign = site({"/": page("", menu=entry("English", "https://en.vietnam.example/"))})
    assert languages(foreign, AS_OF).status is Status.FAIL


def links(count, dead, kind=404):
    menu = "".join(entry(f"Mục số {n}", f"/m{n}") for n in range(count))
    pages = {"/": page("", menu=menu), "/gioi-thieu": page("<p>Giới thiệu</p>")}
    return site(pages | {f"/m{n}": kind if n < dead else page("<p>Nội dung</p>") for n in range(count)})


def test_share_of_dead_links():
    assert (broken_links(links(39, 0), AS_OF).status, broken_links(links(39, 0), AS_OF).unit) == (
        Status.PASS,
        "share;n=40",
    )
    one = broken_links(links(24, 1), AS_OF)
    assert (one.status, one.value, one.unit) == (Status.PARTIAL, "0.0400", "share;n=25")
    assert broken_links(links(24, 2), AS_OF).status is Status.FAIL
    assert broken_links(links(24, 1, Outcome.DNS), AS_OF).status is Status.PARTIAL
    assert broken_links(links(24, 1, 500), AS_OF).status is Status.PASS


def test_the_sample_is_forty_links_and_the_same_every_time():
    many = broken_links(links(100, 0), AS_OF)
    assert many.unit == "share;n=40"
    assert many == broken_links(links(100, 0), AS_OF)


def test_links_that_were_not_requested_are_unknown():
    menu = "".join(entry(f"Mục số {n}", f"/m{n}") for n in range(30))
    made = site({"/": page("", menu=menu)} | {f"/m{n}": page("<p>Nội dung</p>") for n in range(5)})
    assert broken_links(made, AS_OF).status is Status.UNKNOWN


LOGIN = """<h1>Phản ánh kiến nghị</h1><p>Vui lòng đăng nhập để xem danh sách phản ánh, kiến nghị.</p>
<form method="post"><input name="u" placeholder="Tên đăng nhập"><input name="p" type="password"><button>Đăng nhập</button></form>"""


def test_published_feedback_is_open_or_behind_a_login():
    menu = entry("Hỏi đáp", "/hoi-dap")
    assert no_login(site({"/": page("", menu=menu), "/hoi-dap": page(LIST)}), AS_OF).status is Status.PASS
    behind = no_login(site({"/": page("", menu=menu), "/hoi-dap": page(LOGIN)}), AS_OF)
    assert (behind.status, behind.reason) == (Status.FAIL, "login_required")
    assert no_login(site({"/": page("")}), AS_OF).reason == "not_applicable"
