"""The age of news and of legal documents."""

from datetime import date

from audits.timeliness import legal_documents_fresh, news
from records.capture import Outcome
from records.finding import Status
from tests.audits.sites import page, site
from tests.audits.test_completeness import entry

AS_OF = date(2022, 3, 31)
TITLE = "Lãnh đạo tỉnh kiểm tra tiến độ các công trình"


def news_site(day, *, menu="", **pages):
    body = f'<h2>Tin tức</h2><ul><li><a href="/tin/1">{TITLE}</a> ({day})</li></ul>'
    return site({"/": page(body, menu=menu), **pages})


def test_news_by_age():
    found = news(news_site("28/03/2022"), AS_OF)
    assert (found.status, found.value) == (Status.PASS, "2022-03-28")
    assert news(news_site("15/03/2022"), AS_OF).status is Status.PARTIAL
    stale = news(news_site("15/01/2022"), AS_OF)
    assert (stale.status, stale.reason, stale.value) == (Status.FAIL, "stale", "2022-01-15")


def test_news_after_as_of_had_not_been_posted():
    assert news(news_site("30/03/2022"), date(2022, 3, 20)).status is not Status.PASS


def test_a_news_section_that_was_not_read_may_hold_newer_ones():
    found = news(news_site("15/01/2022", menu=entry("Tin tức", "/tin-tuc")), AS_OF)
    assert (found.status, found.reason) == (Status.UNKNOWN, "not_looked_at")


def test_a_list_without_dates_is_read_on_the_items_own_pages():
    home = page(f'<h2>Tin mới</h2><ul><li><a href="/tin/1">{TITLE}</a></li></ul>')
    article = page(f"<h1>{TITLE}</h1><p>Thứ Hai - 28/03/2022 09:04</p><p>Nội dung.</p>", title=TITLE)
    assert news(site({"/": home, "/tin/1": article}), AS_OF).value == "2022-03-28"
    assert news(site({"/": home, "/tin/1": page(f"<h1>{TITLE}</h1><p>Nội dung.</p>")}), AS_OF).reason == "undated"


def test_todays_prices_behind_a_link_of_the_margin_are_no_news():
    home = page('<ul><li><a href="/gia">Giá cả thị trường</a></li><li><a href="/xs">Kết quả xổ số</a></li></ul>')
    prices = page("<h1>Giá cả thị trường</h1><p>Gạo IR50404: 11.500đ/kg (ngày 30/03/2022)</p>")
    assert news(site({"/": home, "/gia": prices, "/xs": prices}), AS_OF).status is not Status.PASS


def test_no_news_is_not_fresh_and_an_unread_home_page_unknown():
    nothing = news(site({"/": page("<p>Chào mừng</p>")}), AS_OF)
    assert (nothing.status, nothing.reason) == (Status.FAIL, "not_found")
    assert news(site({"/": Outcome.REFUSED}), AS_OF).reason == "home_unreachable"


def test_the_headers_clock_and_the_footer_are_no_news():
    home = page(f'<p>Thứ Năm, 31/03/2022</p><ul><li><a href="/tin/1">{TITLE}</a></li></ul><p>Cập nhật: 31/03/2022</p>')
    assert news(site({"/": home}), AS_OF).status is not Status.PASS


def law_site(day, head="Ngày ban hành"):
    table = f"<table><tr><th>Số ký hiệu</th><th>{head}</th></tr><tr><td>1089/QĐ-UBND</td><td>{day}</td></tr></table>"
    return site({"/": page("", menu=entry("Văn bản", "/van-ban")), "/van-ban": page(f"<h1>Văn bản</h1>{table}")})


def test_documents_by_age():
    found = legal_documents_fresh(law_site("11/03/2022"), AS_OF)
    assert (found.status, found.value) == (Status.PASS, "2022-03-11")
    assert legal_documents_fresh(law_site("11/02/2022"), AS_OF).status is Status.PARTIAL
    assert legal_documents_fresh(law_site("11/12/2021"), AS_OF).status is Status.FAIL


def test_coming_into_force_is_no_day_of_issue():
    assert legal_documents_fresh(law_site("11/03/2022", "Ngày hiệu lực"), AS_OF).reason == "undated"


def test_no_section_on_documents_is_not_fresh():
    assert legal_documents_fresh(site({"/": page("")}), AS_OF).reason == "not_found"
    unread = site({"/": page("", menu=entry("Văn bản", "/van-ban"))})
    assert legal_documents_fresh(unread, AS_OF).status is Status.UNKNOWN


def test_drafts_are_no_published_documents():
    body = "<h1>Góp ý dự thảo văn bản</h1><ul><li>Dự thảo thay thế 1089/QĐ-UBND (28/03/2022)</li></ul>"
    made = site({"/": page("", menu=entry("Góp ý dự thảo văn bản", "/dt")), "/dt": page(body)})
    assert legal_documents_fresh(made, AS_OF).status is not Status.PASS


def test_news_of_others_do_not_make_the_portal_fresh():
    feed = f'<h2>Tin Chính phủ</h2><ul><li><a href="https://baochinhphu.vn/1">{TITLE}</a> (31/03/2022)</li></ul>'
    assert news(site({"/": page(feed)}), AS_OF).status is not Status.PASS
    department = "https://soyte.tinhmau.gov.vn/tin-tuc"
    listed = page(f'<h1>Tin tức</h1><ul><li><a href="/1">{TITLE}</a> (31/03/2022)</li></ul>')
    made = news_site("15/01/2022", menu=entry("Sở Y tế", "https://soyte.tinhmau.gov.vn/"))
    assert news(made, AS_OF).value == "2022-01-15"
    more = site({"/": page("", menu=entry("Sở Y tế", department)), department: listed})
    assert news(more, AS_OF).status is not Status.PASS
