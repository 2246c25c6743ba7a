"""Reception schedules: whole pages with their expected reading, and what must not be taken for a schedule."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.page import Page
from pages.read import read
from pages.reception import Listed, Receiver, Reception, Schedule, ScheduleKind, read_reception

FIXTURES = Path(__file__).parent / "fixtures" / "reception"
TITLE = "Cổng thông tin điện tử tỉnh Bình Minh"


def page_of(body: str, *, title: str = TITLE, url: str = "https://binhminh.example/trang", around: str = "") -> Page:
    """A page of an ordinary portal around `body`: clock, menu, footer."""
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
    <div class="header">Hôm nay: Thứ Ba, 29/03/2022</div>
    <ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/tiep-dan">Tiếp công dân</a></li></ul>
    <div class="content">{body}</div>{around}
    <div class="footer">Bản quyền © 2022. Giấy phép số 12/GP-TTĐT ngày 3/2/2019</div></body></html>"""
    return read(html.encode(), url=url, media_type="text/html")


def reading(heading: str, *paragraphs: str, context: str = "", **page: str) -> Reception:
    body = f"<h1>{heading}</h1>" + "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    answer = read_reception(page_of(body, **page), context=context)
    assert_verbatim(page_of(body, **page), answer)
    return answer


def assert_verbatim(page: Page, answer: Reception) -> None:
    """Every quote's parts stand in the page, in order."""
    text = "\n".join((page.title, page.text()))
    for schedule in answer.schedules:
        assert schedule.quote and schedule.locator
        at = 0
        for part in schedule.quote.split(" […] "):
            found = text.find(part, at)
            assert found >= 0, (part, schedule.quote)
            at = found


def only(answer: Reception) -> Schedule:
    assert len(answer.schedules) == 1, answer.schedules
    return answer.schedules[0]


def receivers(answer: Reception) -> set[str]:
    return {r.value for s in answer.schedules for r in s.receivers}


def plain_form(schedule: Schedule) -> tuple[Any, ...]:
    return (
        schedule.kind.value,
        tuple(sorted(r.value for r in schedule.receivers)),
        schedule.first,
        schedule.last,
        schedule.sessions,
    )


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.html")), ids=lambda p: p.stem)
def test_page_is_read_as_a_person_reads_it(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    page = read(path.read_bytes(), url=expected["url"], media_type="text/html")
    answer = read_reception(page, captured=date(2022, 3, 29))
    assert {plain_form(s) for s in answer.schedules} == {
        (s["kind"], tuple(s["receivers"]), s.get("first"), s.get("last"), tuple(s.get("sessions", ())))
        for s in expected.get("schedule", [])
    }
    assert [(e.url, e.first, e.last, sorted(r.value for r in e.receivers), e.posted) for e in answer.listed] == [
        (e["url"], e["first"], e["last"], e["receivers"], e["posted"]) for e in expected.get("listed", [])
    ]
    assert list(answer.attachments) == expected.get("attachments", [])
    assert list(answer.pictures) == expected.get("pictures", [])
    assert {s.posted for s in answer.schedules} <= {expected.get("posted")}
    assert {s.suspect for s in answer.schedules} <= {""}
    assert_verbatim(page, answer)


# --- look-alikes


@pytest.mark.parametrize(
    "heading",
    [
        "Báo cáo công khai lịch tiếp công dân tháng 3/2022",
        "Tình hình công khai lịch tiếp công dân quý I/2022",
        "Báo cáo kết quả tiếp công dân tháng 3/2022",
        "Kết quả tiếp công dân tháng 4 năm 2022",
        "Kết quả công tác tiếp công dân, giải quyết khiếu nại quý I/2022",
        "Đăng ký lịch tiếp công dân trực tuyến tháng 3/2022",
        "Hướng dẫn đăng ký lịch tiếp công dân",
        "Nội quy tiếp công dân",
        "Nội quy Trụ sở Tiếp công dân tỉnh",
        "Quyết định ban hành Quy chế tiếp công dân",
        "Luật Tiếp công dân năm 2013",
        "Nghị định số 64/2014/NĐ-CP quy định chi tiết Luật Tiếp công dân",
        "Thông báo kết luận của Chủ tịch UBND tỉnh tại phiên tiếp công dân định kỳ tháng 3/2022",
        "Tăng cường công tác tiếp công dân năm 2022",
        "Kiểm tra việc công khai lịch tiếp công dân năm 2022",
        "Lịch tiếp xúc cử tri của đại biểu HĐND tỉnh tháng 3/2022",
        "Kết quả giải quyết kiến nghị của cử tri",
    ],
)
def test_papers_about_reception_are_no_schedules(heading: str) -> None:
    answer = reading(
        heading,
        "Ngày 15/3/2022, Chủ tịch UBND tỉnh tiếp công dân tại Trụ sở Tiếp công dân tỉnh.",
        "Trong tháng đã tiếp 259 lượt công dân.",
    )
    assert answer.schedules == ()


@pytest.mark.parametrize(
    "label",
    [
        "Báo cáo công khai lịch tiếp công dân tháng 3/2022",
        "Kết quả tiếp công dân tháng 3/2022",
        "Lịch tiếp xúc cử tri tháng 3/2022",
    ],
)
def test_a_link_to_a_look_alike_is_not_listed(label: str) -> None:
    answer = reading("Lịch tiếp công dân", f'<ul><li><a href="/1.html">{label}</a></li></ul>')
    assert answer.listed == () and answer.schedules == ()


@pytest.mark.parametrize(
    "story",
    [
        (
            "Sáng 15/3, đồng chí Lê Hải, Chủ tịch UBND tỉnh chủ trì tiếp công dân định kỳ tháng 3/2022.",
            "Dự buổi tiếp có các đồng chí lãnh đạo.",
        ),
        ("Ngày 15/3/2022, Chủ tịch UBND tỉnh đã tiếp 12 lượt công dân.", "Các công dân kiến nghị về đất đai."),
        (
            "Ngày 15/3/2022, Chủ tịch UBND tỉnh Lê Hải chủ trì tiếp công dân định kỳ.",
            "Buổi tiếp có 5 công dân với 3 vụ việc.",
        ),
        ("Ngày 15/3/2022, Chủ tịch UBND tỉnh Lê Hải tiếp công dân định kỳ.",),
        (
            "Theo lịch tiếp công dân, sáng 15/3/2022, Chủ tịch UBND tỉnh tiếp công dân.",
            "Tại buổi tiếp, các hộ dân nêu ý kiến.",
        ),
    ],
)
def test_news_of_a_session_held_is_no_schedule(story: tuple[str, ...]) -> None:
    answer = reading("Chủ tịch UBND tỉnh tiếp công dân định kỳ", "15/03/2022 17:20", *story)
    assert answer.about and answer.schedules == ()


def test_the_same_heading_over_an_announcement_is_a_schedule() -> None:
    answer = reading(
        "Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 11/2025",
        "07/11/2025",
        "Thực hiện Luật Tiếp công dân năm 2013, Chủ tịch UBND tỉnh sẽ chủ trì buổi tiếp công dân vào ngày 11/11/2025.",
        "Tham gia cùng Chủ tịch UBND tỉnh có lãnh đạo Thanh tra tỉnh, Bí thư Tỉnh ủy.",
    )
    schedule = only(answer)
    assert plain_form(schedule) == ("monthly", ("chair",), date(2025, 11, 1), date(2025, 11, 30), (date(2025, 11, 11),))


def test_procedures_about_reception_have_dates_of_issue_and_no_sessions() -> None:
    table = (
        "<table><tr><th>STT</th><th>Tên thủ tục</th><th>Ngày ban hành</th></tr>"
        "<tr><td>1</td><td>Tiếp công dân tại cấp tỉnh</td><td>15/03/2022</td></tr></table>"
    )
    assert reading("Thủ tục hành chính", table).schedules == ()
    assert reading("Thủ tục tiếp công dân", table).schedules == ()


def test_dates_of_a_document_list_below_a_schedules_heading_are_no_sessions() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>File</th></tr><tr><td>12/TB-UBND</td>"
        "<td>28/02/2022</td><td>Thông báo lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh</td>"
        '<td><a href="/f/1.pdf">Tải về</a></td></tr></table>',
    )
    assert answer.schedules == ()
    assert [(e.url, e.first, e.last, e.receivers) for e in answer.listed] == [
        ("https://binhminh.example/f/1.pdf", date(2022, 3, 1), date(2022, 3, 31), frozenset({Receiver.CHAIR}))
    ]


def test_clock_posting_date_and_copyright_are_no_sessions() -> None:
    answer = reading("Lịch tiếp công dân", "Thứ hai - 07/03/2022 15:42", "Nội dung đang cập nhật.")
    assert answer.about and answer.schedules == ()


def test_related_items_are_not_the_pages_own_content() -> None:
    around = (
        '<div class="sidebar"><h3>Tin liên quan</h3><p>Ngày 15/4/2022 Chủ tịch UBND tỉnh tiếp công dân</p>'
        "<p>Lịch tiếp công dân tháng 4/2022</p></div>"
    )
    assert reading("Giới thiệu tỉnh", "Tỉnh có ba huyện.", around=around).schedules == ()


def test_a_page_about_something_else_is_not_about_reception() -> None:
    assert not reading("Xuất khẩu tháng 3/2022", "Căn cước công dân được cấp từ ngày 15/3/2022.").about


def test_a_regulation_in_articles_is_no_notice() -> None:
    articles = [f"Điều {n}. Nội dung" for n in range(1, 6)]
    rule = "Chủ tịch UBND tỉnh tiếp công dân định kỳ vào ngày 15 hằng tháng."
    assert reading("Quy chế làm việc của UBND tỉnh", *articles, rule).schedules == ()


def test_citizens_are_not_quoted() -> None:
    answer = reading(
        "Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh",
        "<table><tr><th>Ngày tiếp</th><th>Người tiếp</th><th>Nội dung</th></tr><tr><td>15/3/2022</td><td>Chủ tịch UBND tỉnh</td>"
        "<td>Khiếu nại của bà Phạm Thị Cúc</td></tr></table>",
        "Ngày 22/3/2022 Chủ tịch UBND tỉnh tiếp hộ ông Đỗ Văn Dần, trú tại thôn Hạ, khiếu nại về đất.",
    )
    assert only(answer).sessions == (date(2022, 3, 15), date(2022, 3, 22))
    assert "Cúc" not in str(answer) and "Dần" not in str(answer)


# --- who receives


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh", "chair"),
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch Uỷ ban nhân dân tỉnh Bình Minh", "chair"),
        ("Lịch tiếp dân tháng 3/2022 của Phó Chủ tịch Thường trực UBND tỉnh", "deputy"),
        ("Lịch tiếp công dân tháng 3/2022 của lãnh đạo tỉnh", "leaders"),
        ("Lịch tiếp công dân tháng 3/2022 của Thường trực UBND tỉnh", "leaders"),
        ("Lịch tiếp công dân tháng 3/2022", "leaders"),
        ("Lịch tiếp công dân tháng 3/2022 của Ban Tiếp công dân tỉnh", "office"),
        ("Lịch tiếp công dân tháng 3/2022 của Bí thư Tỉnh ủy", "party"),
        ("Lịch tiếp công dân tháng 3/2022 của Thường trực Tỉnh ủy", "party"),
        ("Lịch tiếp công dân tháng 3/2022 của Thường trực HĐND tỉnh", "council"),
        ("Lịch tiếp công dân tháng 3/2022 của đại biểu Quốc hội", "council"),
        ("Lịch tiếp công dân tháng 3/2022 của Phó Chủ tịch HĐND tỉnh", "council"),
        ("Lịch tiếp công dân tháng 3/2022 của Giám đốc Sở Tài chính", "department"),
        ("Lịch tiếp công dân tháng 3/2022 của Chánh Thanh tra tỉnh", "department"),
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND huyện Lạc Thủy", "district"),
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND thành phố Long Thành", "district"),
        ("Lịch tiếp công dân tháng 3/2022 của Bí thư Huyện ủy", "district"),
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND xã Tân Lập", "commune"),
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND phường 5", "commune"),
        (
            "Lịch tiếp công dân tháng 3/2022 của đồng chí Lê Hải, Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch Thường trực UBND tỉnh",
            "deputy",
        ),
        ("Lịch tiếp công dân tháng 3/2022 của đồng chí Lê Hải, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh", "chair"),
        ("LICH TIEP CONG DAN THANG 3/2022 CUA CHU TICH UBND TINH", "chair"),
    ],
)
def test_the_title_names_who_receives(heading: str, who: str) -> None:
    schedule = only(reading(heading, "Thời gian: 8h00 ngày 15/3/2022."))
    assert {r.value for r in schedule.receivers} == {who}
    assert schedule.sessions == (date(2022, 3, 15),)


def test_the_link_names_who_receives_where_the_page_does_not() -> None:
    answer = reading(
        "Thông báo số 12", "Thời gian: 8h00 ngày 15/3/2022", context="Lịch tiếp công dân của Bí thư Tỉnh ủy"
    )
    assert receivers(answer) == {"party"}


def test_guests_do_not_receive() -> None:
    answer = reading(
        "Lịch tiếp công dân của Bí thư Tỉnh ủy tháng 3/2022",
        "Ngày 15/3/2022, Bí thư Tỉnh ủy tiếp công dân cùng với Chủ tịch UBND tỉnh.",
        "Thành phần tham dự: Chủ tịch UBND tỉnh, Chánh Thanh tra tỉnh.",
        "Nơi nhận: Chủ tịch UBND tỉnh",
    )
    assert receivers(answer) == {"party"}


def test_who_announces_does_not_receive() -> None:
    answer = reading(
        "Thông báo", "Văn phòng UBND tỉnh thông báo lịch tiếp công dân tháng 3/2022 của Bí thư Tỉnh ủy: ngày 15/3/2022."
    )
    assert receivers(answer) == {"party"}


def test_the_line_of_who_presides_decides() -> None:
    answer = reading(
        "Thông báo về việc tiếp công dân định kỳ tháng 3/2022",
        "1. Thời gian: Từ 8h00 ngày 15/3/2022 (Thứ Ba).",
        "2. Chủ trì: Đồng chí Bí thư Tỉnh ủy.",
        "3. Thành phần: Chủ tịch UBND tỉnh.",
    )
    assert receivers(answer) == {"party"}


def test_a_councils_chairman_without_a_body_is_the_councils() -> None:
    table = (
        "<table><tr><th>Ngày</th><th>Người tiếp</th></tr><tr><td>10/3/2022</td><td>Chủ tịch</td></tr>"
        "<tr><td>20/3/2022</td><td>Phó Chủ tịch</td></tr></table>"
    )
    assert receivers(reading("Lịch tiếp công dân của Thường trực HĐND tỉnh tháng 3/2022", table)) == {"council"}
    assert receivers(reading("Lịch tiếp công dân của UBND huyện Lạc Thủy tháng 3/2022", table)) == {"district"}
    assert receivers(reading("Lịch tiếp công dân của UBND tỉnh tháng 3/2022", table)) == {"chair", "deputy"}


def test_a_departments_site_is_not_the_province() -> None:
    answer = reading(
        "Lịch tiếp công dân năm 2022",
        "Thời gian tiếp: ngày 15/3/2022",
        title="Lịch tiếp công dân - Sở Xây dựng tỉnh Bình Minh",
    )
    assert receivers(answer) == {"department"}


@pytest.mark.parametrize(
    ("city", "who"), [("Đà Nẵng", "chair"), ("Cần Thơ", "chair"), ("Hồ Chí Minh", "chair"), ("Long Xuyên", "district")]
)
def test_only_a_centrally_run_city_is_a_province(city: str, who: str) -> None:
    title = f"Cổng thông tin điện tử thành phố {city}" + (", tỉnh An Giang" if who == "district" else "")
    answer = reading("Lịch tiếp công dân của Chủ tịch UBND thành phố", "Ngày 15 hằng tháng", title=title)
    assert receivers(answer) == {who}


def test_a_district_city_on_a_provinces_portal_is_a_district() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        "Chủ tịch UBND thành phố Long Xuyên tiếp công dân ngày 15 hằng tháng; UBND tỉnh thông báo.",
    )
    assert receivers(answer) == {"district"}


def test_the_chair_with_the_council_as_partner_is_the_chairs() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        "Chủ tịch UBND tỉnh phối hợp với Đoàn ĐBQH tỉnh, Thường trực HĐND tỉnh tiếp công dân định kỳ vào ngày 25 hằng tháng.",
    )
    assert receivers(answer) == {"chair"}


def test_several_are_told_apart_in_one_line() -> None:
    answer = reading(
        "Lịch tiếp công dân tháng 3/2022",
        "<ul><li>Ngày 10/3/2022: Chủ tịch UBND tỉnh, ngày 17/3/2022: Bí thư Tỉnh ủy</li></ul>",
    )
    assert {(tuple(s.receivers), s.sessions) for s in answer.schedules} == {
        ((Receiver.CHAIR,), (date(2022, 3, 10),)),
        ((Receiver.PARTY,), (date(2022, 3, 17),)),
    }


def test_a_heading_names_the_receiver_of_the_lines_below() -> None:
    answer = reading(
        "Lịch tiếp công dân quý I/2022",
        "1. Chủ tịch UBND tỉnh:", "- Ngày 12/01/2022", "- Ngày 10/02/2022", "2. Bí thư Tỉnh ủy:", "- Ngày 20/01/2022",
    )  # fmt: skip
    by_receiver = {next(iter(s.receivers)): s for s in answer.schedules}
    assert by_receiver[Receiver.CHAIR].sessions == (date(2022, 1, 12), date(2022, 2, 10))
    assert "Chủ tịch UBND tỉnh" in by_receiver[Receiver.CHAIR].quote
    assert by_receiver[Receiver.PARTY].sessions == (date(2022, 1, 20),)


# --- periods and days


@pytest.mark.parametrize(
    ("heading", "kind", "first", "last"),
    [
        ("Lịch tiếp công dân tháng 02/2022", "monthly", date(2022, 2, 1), date(2022, 2, 28)),
        ("Lịch tiếp công dân tháng 3 năm 2022", "monthly", date(2022, 3, 1), date(2022, 3, 31)),
        ("Lịch tiếp công dân quý I/2022", "monthly", date(2022, 1, 1), date(2022, 3, 31)),
        ("Lịch tiếp công dân Quý IV năm 2021", "monthly", date(2021, 10, 1), date(2021, 12, 31)),
        ("Lịch tiếp công dân 6 tháng đầu năm 2022", "yearly", date(2022, 1, 1), date(2022, 6, 30)),
        ("Lịch tiếp công dân năm 2022", "yearly", date(2022, 1, 1), date(2022, 12, 31)),
        ("Lịch tiếp công dân các tháng 4, 5, 6 năm 2022", "monthly", date(2022, 4, 1), date(2022, 6, 30)),
        ("Lịch tiếp công dân tuần từ 14/3/2022 đến 20/3/2022", "weekly", date(2022, 3, 14), date(2022, 3, 20)),
    ],
)
def test_a_named_period_covers_to_its_last_day(heading: str, kind: str, first: date, last: date) -> None:
    schedule = only(reading(heading, '<a href="/lich.pdf">Xem file đính kèm</a>'))
    assert (schedule.kind.value, schedule.first, schedule.last) == (kind, first, last)


def test_without_a_named_period_the_sessions_bound_it() -> None:
    answer = reading("Lịch tiếp công dân của Chủ tịch UBND tỉnh", "- Sáng 10/3/2022", "- Sáng 24/3/2022")
    assert plain_form(only(answer)) == (
        "dated", ("chair",), date(2022, 3, 10), date(2022, 3, 24), (date(2022, 3, 10), date(2022, 3, 24)),
    )  # fmt: skip


def test_a_month_without_a_year_takes_the_year_of_its_session() -> None:
    answer = reading(
        "Thông báo lịch tiếp công dân định kỳ tháng 2 của Chủ tịch UBND tỉnh",
        "Chủ tịch UBND tỉnh tiếp công dân bắt đầu từ 08 giờ, ngày 12 tháng 02 năm 2026 (Thứ Năm).",
    )
    assert plain_form(only(answer)) == (
        "monthly",
        ("chair",),
        date(2026, 2, 1),
        date(2026, 2, 28),
        (date(2026, 2, 12),),
    )


def test_a_month_without_any_year_names_no_period() -> None:
    answer = reading("Lịch tiếp công dân tháng 2 của Chủ tịch UBND tỉnh", '<a href="/a.pdf">Xem file đính kèm</a>')
    assert answer.schedules == () and answer.attachments


def test_the_capture_day_gives_no_year() -> None:
    body = "<h1>Lịch tiếp công dân tháng 2 của Chủ tịch UBND tỉnh</h1><p>Sáng 15/2</p>"
    answer = read_reception(page_of(body), captured=date(2022, 2, 20))
    assert all(s.first is None for s in answer.schedules)


def test_a_rule_without_a_year_has_no_period() -> None:
    schedule = only(
        reading("Lịch tiếp công dân", "Chủ tịch UBND tỉnh tiếp công dân vào ngày 15 và ngày 30 hàng tháng.")
    )
    assert (schedule.kind, schedule.first, schedule.last) == (ScheduleKind.STANDING_RULE, None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2022, Chủ tịch UBND tỉnh tiếp công dân vào ngày 25 hằng tháng.",
        "Trong năm 2022, định kỳ ngày 10 hàng tháng, Chủ tịch UBND tỉnh tiếp công dân.",
        "Lịch tiếp công dân năm 2022: Hàng tháng, Chủ tịch UBND tỉnh tiếp công dân vào ngày 15.",
    ],
)
def test_a_rule_that_names_its_year_is_that_years_schedule(sentence: str) -> None:
    schedule = only(reading("Lịch tiếp công dân", sentence))
    assert (schedule.kind.value, schedule.first, schedule.last) == ("yearly", date(2022, 1, 1), date(2022, 12, 31))


def test_a_laws_year_is_not_the_schedules() -> None:
    schedule = only(
        reading(
            "Lịch tiếp công dân",
            "Căn cứ Luật Tiếp công dân năm 2013, Chủ tịch UBND tỉnh tiếp công dân ngày 15 hằng tháng.",
        )
    )
    assert schedule.first is None


def test_a_rule_since_a_year_names_no_end() -> None:
    schedule = only(reading("Lịch tiếp công dân", "Từ năm 2017, Chủ tịch UBND tỉnh tiếp công dân ngày 15 hằng tháng."))
    assert (schedule.kind.value, schedule.last) == ("standing_rule", None)


def test_a_deadline_is_no_session() -> None:
    answer = reading(
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh tháng 3/2022",
        "Thời gian: ngày 25/3/2022.",
        "Công dân đăng ký trước ngày 20/3/2022 tại Ban Tiếp công dân.",
        "Các sở gửi báo cáo về Văn phòng UBND tỉnh chậm nhất ngày 18/3/2022.",
        "Công dân đăng ký trước ngày 20 hằng tháng.",
    )
    assert only(answer).sessions == (date(2022, 3, 25),)


def test_cited_papers_are_no_sessions() -> None:
    answer = reading(
        "Kế hoạch tiếp công dân năm 2022 của Chủ tịch UBND tỉnh",
        "Căn cứ Luật Tiếp công dân ngày 25/11/2013; Căn cứ Quyết định số 12/QĐ-UBND ngày 5/1/2022;",
        "Theo Thông báo số 1/TB-UBND ngày 3/1/2022 của UBND tỉnh",
        "Thực hiện Luật Tiếp công dân ngày 25 tháng 11 năm 2013; Quyết định số 10/2016/QĐ-UBND ngày 10/3/2016 của UBND tỉnh",
        "Thời gian tiếp: Ngày 10/01/2022; 10/02/2022; 10/3/2022.",
    )
    assert only(answer).sessions == (date(2022, 1, 10), date(2022, 2, 10), date(2022, 3, 10))


@pytest.mark.parametrize("why", ["Nghỉ Tết Nguyên đán", "không tiếp công dân do họp Quốc hội", "nghỉ lễ 30/4"])
def test_a_day_on_which_nobody_receives_is_no_session(why: str) -> None:
    answer = reading(
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh năm 2022",
        "<ul><li>Ngày 06/01/2022 Chủ tịch UBND tỉnh</li><li>Ngày 03/02/2022 " + why + "</li></ul>",
    )
    assert only(answer).sessions == (date(2022, 1, 6),)


def test_a_notice_of_january_that_says_last_year_is_flagged_not_corrected() -> None:
    schedule = only(
        reading(
            "Lịch tiếp công dân tháng 01/2021 của Chủ tịch UBND tỉnh",
            "Ngày đăng: 05/01/2022",
            "Thời gian: 8h00, ngày 20/01/2021",
        )
    )
    assert (schedule.first, schedule.suspect, schedule.posted) == (date(2021, 1, 1), "suspect_year", date(2022, 1, 5))


def test_an_old_schedule_is_old_and_not_suspect() -> None:
    schedule = only(
        reading("Lịch tiếp công dân năm 2021 của Chủ tịch UBND tỉnh", "Ngày đăng: 04/01/2021", "Ngày 15 hằng tháng")
    )
    assert (schedule.last, schedule.suspect) == (date(2021, 12, 31), "")


# --- tables


def test_a_month_across_the_table_heads_the_days_below() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        "<table><tr><th>TT</th><th>Ngày</th><th>Người tiếp</th></tr><tr><td colspan=3>Tháng 01/2021</td></tr>"
        "<tr><td>1</td><td>07</td><td>Chủ tịch UBND tỉnh</td></tr><tr><td colspan=3>Tháng 02/2021</td></tr>"
        "<tr><td>2</td><td>05</td><td>Chủ tịch UBND tỉnh</td></tr></table>",
    )
    schedule = only(answer)
    assert schedule.sessions == (date(2021, 1, 7), date(2021, 2, 5))
    assert (schedule.first, schedule.last) == (date(2021, 1, 1), date(2021, 2, 28))
    assert "Tháng 02/2021" in schedule.quote


def test_receivers_by_months_are_read_across() -> None:
    answer = reading(
        "Lịch tiếp công dân năm 2022",
        "<table><tr><th>Người tiếp</th><th>Tháng 1</th><th>Tháng 2</th><th>Tháng 3</th></tr>"
        "<tr><td>Chủ tịch UBND tỉnh</td><td>10</td><td>Nghỉ Tết</td><td>15</td></tr>"
        "<tr><td>Bí thư Tỉnh ủy</td><td>12</td><td>17</td><td>16</td></tr></table>",
    )
    sessions = {next(iter(s.receivers)): s.sessions for s in answer.schedules}
    assert sessions[Receiver.CHAIR] == (date(2022, 1, 10), date(2022, 3, 15))
    assert sessions[Receiver.PARTY] == (date(2022, 1, 12), date(2022, 2, 17), date(2022, 3, 16))


def test_standing_rules_stand_in_tables_too() -> None:
    answer = reading(
        "Lịch tiếp công dân của lãnh đạo UBND tỉnh",
        "<table><tr><th>STT</th><th>Họ và tên</th><th>Chức vụ</th><th>Ngày tiếp hằng tháng</th></tr>"
        "<tr><td>1</td><td>Lê Hải</td><td>Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh</td><td>15</td></tr>"
        "<tr><td>2</td><td>Trần Bình</td><td>Phó Chủ tịch UBND tỉnh</td><td>Ngày 05 hằng tháng</td></tr></table>",
    )
    assert {(s.kind.value, *(r.value for r in s.receivers)) for s in answer.schedules} == {
        ("standing_rule", "chair"),
        ("standing_rule", "deputy"),
    }


def test_names_alone_on_the_provinces_page_are_its_leaders() -> None:
    answer = reading(
        "Lịch tiếp công dân năm 2022",
        "<table><tr><th>TT</th><th>Họ và tên</th><th>Ngày tiếp</th></tr><tr><td>1</td><td>Lê Hải</td><td>15/01/2022</td></tr></table>",
    )
    assert receivers(answer) == {"leaders"}


def test_districts_in_a_table_are_districts() -> None:
    answer = reading(
        "Lịch tiếp công dân năm 2022",
        "<table><tr><th>TT</th><th>Đơn vị</th><th>Ngày tiếp</th></tr><tr><td>1</td><td>UBND huyện Lạc Thủy</td><td>10/01/2022</td></tr>"
        "<tr><td>2</td><td>Chủ tịch UBND xã Tân Lập</td><td>12/01/2022</td></tr></table>",
    )
    assert receivers(answer) == {"district", "commune"}


def test_a_head_row_of_ordinary_cells_is_no_session() -> None:
    answer = reading(
        "LỊCH TIẾP CÔNG DÂN CỦA LÃNH ĐẠO TỈNH QUÝ II NĂM 2022",
        "<table><tr><td>TT</td><td>Họ tên, chức vụ</td><td>Tháng 4</td><td>Tháng 5</td></tr>"
        "<tr><td>1</td><td>Nguyễn Văn An, Bí thư Tỉnh ủy</td><td>05/4</td><td>05/5</td></tr>"
        "<tr><td>2</td><td>Trần Văn Bình, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh</td><td>15/4</td><td>16/5</td></tr></table>",
    )
    assert {(next(iter(s.receivers)), s.sessions) for s in answer.schedules} == {
        (Receiver.PARTY, (date(2022, 4, 5), date(2022, 5, 5))),
        (Receiver.CHAIR, (date(2022, 4, 15), date(2022, 5, 16))),
    }


def test_a_content_column_may_say_who_receives() -> None:
    answer = reading(
        "Lịch tiếp công dân tháng 3/2022",
        "<table><tr><th>Thứ/ngày</th><th>Nội dung</th></tr><tr><td>Thứ Ba 15/3/2022</td><td>Chủ tịch UBND tỉnh tiếp công dân định kỳ;"
        " tham dự có Bí thư Tỉnh ủy</td></tr><tr><td>Thứ Năm 17/3/2022</td><td>Bí thư Tỉnh ủy tiếp công dân</td></tr></table>",
    )
    assert {(next(iter(s.receivers)), s.sessions) for s in answer.schedules} == {
        (Receiver.CHAIR, (date(2022, 3, 15),)),
        (Receiver.PARTY, (date(2022, 3, 17),)),
    }


def test_each_section_of_a_page_has_its_own_period() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        "<h2>Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh</h2>", "<ul><li>Ngày 15/3</li></ul>",
        "<h2>Lịch tiếp công dân tháng 02/2022 của Chủ tịch UBND tỉnh</h2>", "<ul><li>Ngày 15/2</li></ul>",
        "<h2>Lịch tiếp công dân tháng 4/2022 của Bí thư Tỉnh ủy</h2>", '<a href="/x.pdf">Tải về</a>',
    )  # fmt: skip
    assert {(next(iter(s.receivers)), s.last, s.sessions) for s in answer.schedules} == {
        (Receiver.CHAIR, date(2022, 3, 31), (date(2022, 3, 15),)),
        (Receiver.CHAIR, date(2022, 2, 28), (date(2022, 2, 15),)),
        (Receiver.PARTY, date(2022, 4, 30), ()),
    }


def test_months_that_head_days_bound_the_period_of_whom_they_hold() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        "Tháng 01/2022:", "- Ngày 06/01/2022 Chủ tịch UBND tỉnh", "Tháng 12/2022:", "- Ngày 08/12/2022 Bí thư Tỉnh ủy",
    )  # fmt: skip
    assert {(next(iter(s.receivers)), s.last) for s in answer.schedules} == {
        (Receiver.CHAIR, date(2022, 1, 31)),
        (Receiver.PARTY, date(2022, 12, 31)),
    }


def test_a_heading_that_says_nothing_leaves_it_to_the_first_lines() -> None:
    answer = reading(
        "Thông báo số 45/TB-UBND",
        "Về lịch tiếp công dân định kỳ của Chủ tịch UBND tỉnh tháng 4/2022",
        "Thời gian: 7h30 ngày 14/4/2022",
    )
    assert plain_form(only(answer)) == (
        "monthly",
        ("chair",),
        date(2022, 4, 1),
        date(2022, 4, 30),
        (date(2022, 4, 14),),
    )


# --- the weekly agenda


def test_an_agendas_columns_name_the_leaders() -> None:
    answer = reading(
        "Lịch làm việc của lãnh đạo UBND tỉnh",
        "Từ ngày 14/3/2022 đến ngày 20/3/2022",
        "<table><tr><th>Thứ</th><th>Chủ tịch UBND tỉnh</th><th>Bí thư Tỉnh ủy</th></tr><tr><td>Thứ Ba 15/3</td><td>Tiếp công dân định kỳ</td>"
        "<td>Họp</td></tr><tr><td>Thứ Tư 16/3</td><td>Họp</td><td>Tiếp công dân</td></tr></table>",
    )
    assert {(next(iter(s.receivers)), s.sessions) for s in answer.schedules} == {
        (Receiver.CHAIR, (date(2022, 3, 15),)),
        (Receiver.PARTY, (date(2022, 3, 16),)),
    }
    assert {(s.first, s.last) for s in answer.schedules} == {(date(2022, 3, 14), date(2022, 3, 20))}


def test_an_agenda_in_paragraphs_is_read_by_its_days() -> None:
    answer = reading(
        "Lịch công tác tuần",
        "Tuần 52 (từ ngày 27/12/2021 đến 02/01/2022)",
        "<p><b>Thứ Năm (30/12)</b></p>",
        "- 8h00: Chủ tịch UBND tỉnh tiếp công dân định kỳ tại Trụ sở Tiếp công dân tỉnh.",
        "- 14h00: Họp về công tác tiếp công dân",
    )
    assert plain_form(only(answer)) == (
        "weekly",
        ("chair",),
        date(2021, 12, 27),
        date(2022, 1, 2),
        (date(2021, 12, 30),),
    )


def test_an_agenda_without_its_week_gives_no_date() -> None:
    answer = reading("Lịch công tác tuần", "Thứ Ba (15/3)", "- 8h00: Chủ tịch UBND tỉnh tiếp công dân định kỳ")
    schedule = only(answer)
    assert (schedule.kind.value, schedule.first, schedule.last, schedule.sessions) == ("weekly", None, None, ())


@pytest.mark.parametrize(
    "entry",
    [
        "Họp về công tác tiếp công dân",
        "Nghe báo cáo kết quả tiếp công dân",
        "Hội nghị tổng kết 5 năm thực hiện Luật Tiếp công dân",
        "Kiểm tra Trụ sở Tiếp công dân tỉnh",
        "Chủ tịch UBND tỉnh không tiếp công dân",
        "Tiếp xúc cử tri huyện Lạc Thủy",
        "Cấp căn cước công dân lưu động",
    ],
)
def test_meetings_about_reception_are_no_reception(entry: str) -> None:
    answer = reading("Lịch công tác tuần", "Từ ngày 14/3/2022 đến ngày 20/3/2022", f"Thứ Ba 15/3: {entry}")
    assert answer.schedules == ()


# --- postponements


@pytest.mark.parametrize(
    ("sentence", "first", "last", "new"),
    [
        ("UBND tỉnh hoãn tiếp công dân định kỳ của Chủ tịch UBND tỉnh tháng 12/2024.", date(2024, 12, 1), date(2024, 12, 31), ()),
        ("Chủ tịch UBND tỉnh tạm dừng phiên tiếp công dân ngày 15/6/2021.", date(2021, 6, 15), date(2021, 6, 15), ()),
        (
            "Chủ tịch UBND tỉnh dời lịch tiếp công dân ngày 15/6/2021 sang ngày 18/6/2021.",
            date(2021, 6, 15), date(2021, 6, 18), (date(2021, 6, 18),),
        ),
        (
            "Ngày 15/4/2022 Chủ tịch UBND tỉnh không tiếp công dân do bận họp, chuyển sang ngày 18/4/2022.",
            date(2022, 4, 15), date(2022, 4, 18), (date(2022, 4, 18),),
        ),
    ],
)  # fmt: skip
def test_a_postponement_covers_what_it_names(sentence: str, first: date, last: date, new: tuple[date, ...]) -> None:
    assert plain_form(only(reading("Thông báo", sentence))) == ("postponement", ("chair",), first, last, new)


@pytest.mark.parametrize(
    "clause",
    [
        "Nếu trùng vào ngày nghỉ thì chuyển sang ngày làm việc tiếp theo.",
        "Trường hợp có thay đổi lịch tiếp công dân, Văn phòng UBND tỉnh sẽ thông báo sau.",
        "Khi có thay đổi lịch tiếp công dân sẽ có thông báo.",
    ],
)
def test_a_condition_postpones_nothing(clause: str) -> None:
    answer = reading("Lịch tiếp công dân", "Chủ tịch UBND tỉnh tiếp công dân ngày 15 hằng tháng.", clause)
    assert only(answer).kind is ScheduleKind.STANDING_RULE


def test_the_original_day_of_a_postponed_session_is_no_session() -> None:
    answer = reading(
        "Hoãn tiếp công dân định kỳ tháng 12/2024 của Chủ tịch UBND tỉnh",
        "Theo Lịch tiếp công dân, vào ngày 17/12/2024, Chủ tịch UBND tỉnh chủ trì tiếp công dân tại Trụ sở Tiếp công dân tỉnh; "
        "tuy nhiên, việc tiếp công dân tháng 12/2024 không thể diễn ra theo kế hoạch.",
    )
    assert plain_form(only(answer)) == ("postponement", ("chair",), date(2024, 12, 1), date(2024, 12, 31), ())


def test_a_party_committees_postponement_is_the_partys() -> None:
    answer = reading("Thường trực Tỉnh ủy hoãn tiếp công dân định kỳ tháng 8/2020", "Văn phòng Tỉnh ủy thông báo.")
    assert receivers(answer) == {"party"}


# --- office hours


@pytest.mark.parametrize(
    "line",
    [
        "Tiếp công dân thường xuyên vào các ngày làm việc trong giờ hành chính tại Trụ sở Tiếp công dân tỉnh.",
        "Ban Tiếp công dân tỉnh tiếp công dân từ thứ 2 đến thứ 6 hằng tuần, buổi sáng từ 7h30 đến 11h30.",
        "Địa chỉ: Số 12 đường Lê Lợi, thành phố Bình Minh. Điện thoại: 0250 3856 789",
    ],
)
def test_hours_or_address_alone_are_office_hours(line: str) -> None:
    schedule = only(reading("Tiếp công dân", line))
    assert (schedule.kind, schedule.first, schedule.sessions) == (ScheduleKind.OFFICE_HOURS, None, ())
    assert schedule.receivers == {Receiver.OFFICE}


# --- lists, attachments, pictures


def test_a_list_below_a_schedules_heading_needs_no_more_than_a_period() -> None:
    around = '<div class="sidebar"><h3>Lịch tiếp công dân</h3><ul><li><a href="/3">Tháng 3/2022</a></li><li><a href="/4">Tháng 4/2022</a></li></ul></div>'
    answer = reading("Trang chủ", "Chào mừng", around=around)
    assert [(e.url.rsplit("/", 1)[1], e.last) for e in answer.listed] == [
        ("4", date(2022, 4, 30)),
        ("3", date(2022, 3, 31)),
    ]


def test_a_period_alone_elsewhere_is_no_notice() -> None:
    assert reading("Công báo", '<ul><li><a href="/3">Tháng 3/2022</a></li></ul>').listed == ()


def test_entries_of_a_list_are_not_the_lists_own_sessions() -> None:
    answer = reading(
        "Lịch tiếp công dân",
        '<ul><li><a href="/1.html">Lịch tiếp công dân ngày 15/3/2022 của Chủ tịch UBND tỉnh</a> (01/03/2022)</li></ul>',
    )
    assert answer.schedules == ()
    assert answer.listed == (
        Listed(
            "https://binhminh.example/1.html",
            "Lịch tiếp công dân ngày 15/3/2022 của Chủ tịch UBND tỉnh",
            date(2022, 3, 15),
            date(2022, 3, 15),
            answer.listed[0].locator,
            frozenset({Receiver.CHAIR}),
            date(2022, 3, 1),
        ),
    )


def test_a_framed_viewer_is_an_attachment() -> None:
    answer = reading(
        "Lịch tiếp công dân tháng 3/2022", '<iframe src="/pdfjs/web/viewer.html?file=/uploads/lich.pdf"></iframe>'
    )
    assert answer.attachments == ("https://binhminh.example/uploads/lich.pdf",)


def test_decoration_is_no_picture_of_a_schedule() -> None:
    answer = reading(
        "Lịch tiếp công dân tháng 3/2022", '<p><img src="/images/logo.png"><img src="/img/icon-print.png"></p>'
    )
    assert answer.pictures == ()


def test_a_word_document_is_read_like_a_page() -> None:
    document = docx.Document()
    for line in (
        "ỦY BAN NHÂN DÂN",
        "TỈNH BÌNH MINH",
        "THÔNG BÁO",
        "Lịch tiếp công dân năm 2022 của Chủ tịch UBND tỉnh",
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=3)
    for y, row in enumerate((("STT", "Ngày tiếp", "Ghi chú"), ("1", "10/01/2022", ""), ("2", "10/02/2022", ""))):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    buffer = io.BytesIO()
    document.save(buffer)
    page = read(buffer.getvalue(), url="https://binhminh.example/lich.docx")
    answer = read_reception(page)
    assert plain_form(only(answer)) == (
        "yearly", ("chair",), date(2022, 1, 1), date(2022, 12, 31), (date(2022, 1, 10), date(2022, 2, 10)),
    )  # fmt: skip
    assert_verbatim(page, answer)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(
    ["Lịch tiếp công dân", "Chủ tịch UBND tỉnh", "ngày 15/3/2022", "hằng tháng", "hoãn", "tháng 3", "|", "<b>", "</b>", ":", ";", "năm 2022", "<td>",
     "</table>", "<table><tr><td>", "15", "Từ ngày", "đến", "Bí thư", "\x00", "<li>", "Thứ Ba", "Lịch công tác"]), max_size=30))  # fmt: skip
def test_any_mixture_is_read_without_an_error_and_quoted_word_for_word(words: list[str]) -> None:
    page = page_of(f"<h1>Lịch tiếp công dân</h1><div>{' '.join(words)}</div>")
    answer = read_reception(page, captured=date(2022, 3, 29))
    assert_verbatim(page, answer)
    for schedule in answer.schedules:
        assert (schedule.first is None) == (schedule.last is None)
        assert schedule.first is None or schedule.last is None or schedule.first <= schedule.last


def document_of(*lines: str) -> Page:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return read(buffer.getvalue(), url="https://binhminh.example/TB_TCD.docx")


def test_a_notices_subject_names_its_month_by_the_year_of_its_session() -> None:
    page = document_of(
        "VĂN PHÒNG UBND TỈNH BÌNH MINH",
        "Số: 88/TB-VP",
        "Bình Minh, ngày 04 tháng 11 năm 2026",
        "THÔNG BÁO",
        "Về lịch tiếp công dân định kỳ tháng 11 của đồng chí Chủ tịch Ủy ban nhân dân tỉnh",
        "Thời gian: bắt đầu từ 08 giờ, ngày 19 tháng 11 năm 2026 (Thứ Năm)",
    )
    answer = read_reception(page, context="Lịch tiếp công dân / Tập tin đính kèm")
    dated = [s for s in answer.schedules if s.last]
    assert [(s.kind, s.last, s.sessions) for s in dated] == [
        (ScheduleKind.MONTHLY, date(2026, 11, 30), (date(2026, 11, 19),))
    ]
