"""Timeliness checks: what is fresh on `as_of`, by whose date."""

from datetime import UTC, date, datetime

import pytest

from audits.checks import catalogue
from records.finding import Status
from tests.audits.sites import app, page, searched, site
from tests.audits.test_completeness import DETAILS, LISTING, entry


def judged(made, check_id, as_of):
    return catalogue()[f"timeliness.{check_id}"](made, as_of)


def reception(body):
    return site({"/": page("", menu=entry("Lịch tiếp công dân", "/lich")), "/lich": page(body)})


MARCH = (
    "<h1>Thông báo lịch tiếp công dân định kỳ tháng 3/2022 của Chủ tịch UBND tỉnh</h1>"
    "<p>Chủ tịch UBND tỉnh tiếp công dân vào ngày 15/3/2022 tại Trụ sở Tiếp công dân tỉnh.</p>"
)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2022, 3, 1), Status.PASS),
        (date(2022, 3, 31), Status.PASS),
        (date(2022, 4, 20), Status.PASS),  # days 1 to 20: the month before is still current
        (date(2022, 4, 21), Status.PARTIAL),
        (date(2022, 7, 1), Status.PARTIAL),  # 92 days after 31 March
        (date(2022, 7, 2), Status.FAIL),
    ],
)
def test_monthly_notice_covers_to_the_months_end(as_of, status):
    # captured on the day that is judged, so that nothing newer can be missing
    at = datetime(as_of.year, as_of.month, as_of.day, 3, tzinfo=UTC)
    made = site({"/": page("", menu=entry("Lịch tiếp công dân", "/lich")), "/lich": page(MARCH)}, at=at)
    found = judged(made, "reception_schedule", as_of)
    assert (found.status, found.value) == (status, "2022-03-31")


def test_scan_on_an_old_notice_hides_nothing_newer():
    notice = MARCH + "<p>Xem văn bản: <a href='/files/tb-tiep-cong-dan.pdf'>tb-tiep-cong-dan.pdf</a></p>"
    at = datetime(2022, 8, 1, 3, tzinfo=UTC)
    made = site(
        {
            "/": page("", menu=entry("Lịch tiếp công dân", "/lich")),
            "/lich": page(notice),
            "/files/tb-tiep-cong-dan.pdf": ("image/png", b"\x89PNG\r\n\x1a\n"),
        },
        at=at,
    )
    found = judged(made, "reception_schedule", date(2022, 8, 1))
    assert (found.status, found.value) == (Status.FAIL, "2022-03-31")


def test_standing_rule_without_a_year_is_partial_and_with_one_is_a_schedule():
    rule = "<h1>Lịch tiếp công dân</h1><p>Chủ tịch UBND tỉnh tiếp công dân định kỳ vào ngày 15 hằng tháng.</p>"
    found = judged(reception(rule), "reception_schedule", date(2022, 3, 31))
    assert (found.status, found.reason) == (Status.PARTIAL, "standing_rule_only")
    year = "<h1>Lịch tiếp công dân</h1><p>Năm 2022, Chủ tịch UBND tỉnh tiếp công dân vào ngày 25 hằng tháng.</p>"
    found = judged(reception(year), "reception_schedule", date(2022, 3, 31))
    assert (found.status, found.value) == (Status.PASS, "2022-12-31")


def test_office_hours_alone_fail():
    hours = (
        "<h1>Tiếp công dân thường xuyên</h1><p>Ban Tiếp công dân tỉnh tiếp công dân thường xuyên vào các ngày làm việc, "
        "sáng từ 7h00 đến 11h30, chiều từ 13h30 đến 17h00, tại số 12 đường Lê Lợi.</p>"
    )
    found = judged(reception(hours), "reception_schedule", date(2022, 3, 31))
    assert (found.status, found.reason) == (Status.FAIL, "office_hours_only")


def test_no_schedule_anywhere_fails():
    found = judged(site({"/": page("")}), "reception_schedule", date(2022, 3, 31))
    assert (found.status, found.reason) == (Status.FAIL, "not_found")


def test_captured_long_before_as_of_proves_only_what_still_holds():
    later = date(2022, 12, 15)
    stale = judged(reception(MARCH), "reception_schedule", later)
    assert (stale.status, stale.reason) == (Status.UNKNOWN, "captured_before_as_of")
    year = "<h1>Lịch tiếp công dân</h1><p>Năm 2022, Chủ tịch UBND tỉnh tiếp công dân vào ngày 25 hằng tháng.</p>"
    assert judged(reception(year), "reception_schedule", later).status is Status.PASS


# -- answers --------------------------------------------------------------------------------------------


def questions(*rows):
    items = "".join(
        f"<li><h3><a href='/hoi-dap/{n}'>Hỏi về chế độ trợ cấp cho người cao tuổi, trường hợp {n}</a></h3>"
        f"<p>Ngày hỏi: {asked}</p>"
        + (f"<p>Ngày trả lời: {answered}</p>" if answered else "")
        + (f"<p>Trạng thái: {stage}</p>" if stage else "")
        + "</li>"
        for n, (asked, answered, stage) in enumerate(rows)
    )
    details = {
        f"/hoi-dap/{n}": page(
            f"<h1>Hỏi về chế độ trợ cấp cho người cao tuổi, trường hợp {n}</h1><p>Ngày hỏi: {asked}</p>"
            f"<h3>Câu hỏi</h3><p>Tôi muốn hỏi về mức trợ cấp hằng tháng theo quy định mới.</p>"
            + (
                "<h3>Trả lời</h3><p>Theo quy định tại Nghị định, mức trợ cấp là 360.000 đồng.</p>"
                if answered or stage == "Đã trả lời"
                else ""
            )
            + (f"<p>Ngày trả lời: {answered}</p>" if answered else "")
        )
        for n, (asked, answered, stage) in enumerate(rows)
    }
    return site(
        {
            "/": page("", menu=entry("Hỏi đáp", "/hoi-dap")),
            "/hoi-dap": page(f"<h1>Hỏi đáp</h1><ul class='ds-hoi-dap'>{items}</ul>"),
            **details,
        }
    )


AS_OF = date(2022, 3, 31)


def test_newest_answer_counts_by_its_own_date():
    made = questions(
        ("20/03/2022", "", "Đang xử lý"),
        ("10/02/2022", "01/03/2022", "Đã trả lời"),
        ("01/01/2022", "05/01/2022", "Đã trả lời"),
    )
    found = judged(made, "feedback_response", AS_OF)
    assert (found.status, found.value) == (Status.PASS, "2022-03-01")


def test_old_answers_are_partial_then_fail():
    partly = questions(("01/11/2021", "15/11/2021", "Đã trả lời"), ("01/10/2021", "05/10/2021", "Đã trả lời"))
    assert judged(partly, "feedback_response", AS_OF).status is Status.PARTIAL
    dead = questions(("01/03/2021", "15/03/2021", "Đã trả lời"), ("01/02/2021", "05/02/2021", "Đã trả lời"))
    found = judged(dead, "feedback_response", AS_OF)
    assert (found.status, found.value) == (Status.FAIL, "2021-03-15")


def test_undated_answers_are_bounded_by_the_question():
    fresh = questions(("01/03/2022", "", "Đã trả lời"), ("01/02/2022", "", "Đã trả lời"))
    found = judged(fresh, "feedback_response", AS_OF)
    assert (found.status, found.value) == (Status.PASS, ">=2022-03-01")
    older = questions(("01/12/2021", "", "Đã trả lời"), ("01/11/2021", "", "Đã trả lời"))
    assert judged(older, "feedback_response", AS_OF).status is Status.PARTIAL
    old = questions(("01/06/2021", "", "Đã trả lời"), ("01/05/2021", "", "Đã trả lời"))
    found = judged(old, "feedback_response", AS_OF)
    assert (found.status, found.reason) == (Status.UNKNOWN, "undated_answers")


def test_what_came_after_as_of_has_not_happened():
    made = questions(("20/03/2022", "25/03/2022", "Đã trả lời"), ("01/01/2022", "05/01/2022", "Đã trả lời"))
    assert judged(made, "feedback_response", date(2022, 3, 20)).value == "2022-01-05"


# -- the app ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2023, 3, 15), Status.PASS),
        (date(2023, 3, 16), Status.PARTIAL),
        (date(2024, 3, 14), Status.PARTIAL),
        (date(2024, 3, 15), Status.FAIL),
    ],
)
def test_app_update_ages(as_of, status):
    at = datetime(as_of.year, as_of.month, as_of.day, 3, tzinfo=UTC)
    made = site({"/": page("")}, stores={DETAILS: LISTING}, apps=(app(),), at=at)
    found = judged(made, "app_update", as_of)
    assert (found.status, found.value) == (status, "2022-03-15")


def test_no_app_is_not_applicable_and_unsearched_stores_are_unknown():
    assert judged(site({"/": page("")}), "app_update", AS_OF).reason == "not_applicable"
    assert judged(site({"/": page("")}, searches=searched("play")), "app_update", AS_OF).reason == "store_not_searched"
