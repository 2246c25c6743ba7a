"""Rate and time of answers, the app's rating, and whether the channel works."""

from datetime import date, timedelta

from audits.effectiveness import app_rating, channel_working, response_rate, response_time
from records.capture import Outcome
from records.finding import Status
from tests.audits.sites import app, page, searched, site
from tests.audits.test_completeness import DETAILS, FORM, LISTING, entry

AS_OF = date(2022, 3, 31)


def rows(answered, open_ones=0, *, takes=5, asked=date(2022, 3, 20), dated=True):
    """A list of `answered` items and `open_ones` that wait, the newest first, a day apart."""
    body = ""
    for n in range(answered + open_ones):
        day = asked - timedelta(days=n)
        done = day + timedelta(days=takes)
        cells = [f"Hỏi về thủ tục cấp giấy chứng nhận lần {n}", f"{day:%d/%m/%Y}"]
        if n < open_ones:
            cells += ["", "Đang xử lý"]
        else:
            cells += [f"{done:%d/%m/%Y}" if dated else "", "Đã trả lời"]
        body += "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
    heads = "<tr><th>Nội dung phản ánh</th><th>Ngày gửi</th><th>Ngày trả lời</th><th>Trạng thái</th></tr>"
    return f"<h1>Phản ánh, kiến nghị của công dân</h1><table>{heads}{body}</table>"


def with_list(body):
    return site({"/": page("", menu=entry("Phản ánh, kiến nghị", "/pakn")), "/pakn": page(body)})


def test_rate_over_the_items_of_the_year():
    found = response_rate(with_list(rows(19, 1)), AS_OF)
    assert (found.status, found.value, found.unit) == (Status.PASS, "0.9500", "share;n=20")
    assert response_rate(with_list(rows(14, 6)), AS_OF).status is Status.PARTIAL
    assert response_rate(with_list(rows(6, 14)), AS_OF).status is Status.FAIL


def test_a_list_of_answered_items_only_proves_nothing():
    assert response_rate(with_list(rows(12)), AS_OF).reason == "answered_only"
    legend = "<select><option>Tất cả trạng thái</option><option>Đang xử lý</option><option>Đã trả lời</option></select>"
    assert response_rate(with_list(f"<form>{legend}<button>Lọc</button></form>{rows(12)}"), AS_OF).status is Status.PASS


def test_old_items_are_left_out_of_the_rate():
    made = with_list(rows(9, 3, asked=date(2020, 3, 20)))
    assert response_rate(made, AS_OF).reason == "too_few"
    assert response_rate(site({"/": page("")}), AS_OF).reason == "not_applicable"


def test_median_days_to_the_answer():
    found = response_time(with_list(rows(12, 2, takes=9)), AS_OF)
    assert (found.status, found.value, found.unit) == (Status.PASS, "9", "days;n=12")
    assert response_time(with_list(rows(12, takes=22, asked=date(2022, 3, 1))), AS_OF).status is Status.PARTIAL
    assert response_time(with_list(rows(12, takes=41, asked=date(2022, 2, 1))), AS_OF).status is Status.FAIL


def test_answers_without_a_date_give_no_time():
    assert response_time(with_list(rows(12, dated=False)), AS_OF).reason == "undated_answers"
    assert response_time(with_list(rows(3)), AS_OF).reason == "too_few"


def test_answers_after_as_of_had_not_been_given():
    assert response_time(with_list(rows(12, takes=9)), date(2022, 3, 20)).reason == "too_few"


def rated(value, count):
    rating = f'"aggregateRating":{{"@type":"AggregateRating","ratingValue":"{value}","ratingCount":"{count}"}},'
    return site(
        {"/": page("")},
        stores={DETAILS: LISTING.replace('"operatingSystem"', f'{rating}"operatingSystem"')},
        apps=(app(),),
    )


def test_rating_needs_height_and_number():
    found = app_rating(rated(4.3, 132), AS_OF)
    assert (found.status, found.value) == (Status.PASS, "rating=4.30;ratings=132")
    assert (app_rating(rated(4.6, 12), AS_OF).status, app_rating(rated(4.6, 12), AS_OF).reason) == (
        Status.PARTIAL,
        "few_ratings",
    )
    assert app_rating(rated(3.4, 200), AS_OF).status is Status.PARTIAL
    assert app_rating(rated(2.1, 88), AS_OF).status is Status.FAIL


def test_no_app_no_rating_and_stores_unread():
    assert app_rating(site({"/": page("")}), AS_OF).reason == "not_applicable"
    assert app_rating(site({"/": page("")}, stores={DETAILS: LISTING}, apps=(app(),)), AS_OF).reason == "unrated"
    assert app_rating(site({"/": page("")}, searches=searched("play")), AS_OF).reason == "store_not_searched"


def channel(**pages):
    menu = entry("Phản ánh, kiến nghị", "/pakn") + entry("Gửi phản ánh", "/gui")
    return site({"/": page("", menu=menu), **{f"/{name}": answer for name, answer in pages.items()}})


def test_form_and_list_that_answer():
    both = channel_working(channel(pakn=page(rows(3)), gui=page(FORM)), AS_OF)
    assert (both.status, both.value) == (Status.PASS, "form=works;list=works")
    assert channel_working(channel(pakn=page(rows(3)), gui=500), AS_OF).status is Status.PARTIAL
    assert channel_working(channel(pakn=404, gui=page(FORM)), AS_OF).status is Status.PARTIAL


def test_a_channel_that_was_not_read_is_unknown_and_none_fails():
    assert channel_working(channel(pakn=page(rows(3)), gui=Outcome.ROBOTS), AS_OF).reason == "blocked_by_robots"
    assert channel_working(channel(pakn=500, gui=500), AS_OF).reason == "not_working"
    assert channel_working(site({"/": page("")}), AS_OF).reason == "not_found"
