"""Dates as portals print them (vocabulary.md section 7), and what looks like a date and is none."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.dates import Precision, Role, find_dates, find_standing_rules, last_day, role_of, suspect_year, week_range

ANCHOR = date(2022, 3, 31)


def spans(text: str, anchor: date | None = None) -> list[tuple[str, str, str]]:
    return [(str(m.first), str(m.last), m.precision.value) for m in find_dates(text, anchor=anchor)]


def days(text: str, anchor: date | None = None) -> list[str]:
    found = find_dates(text, anchor=anchor)
    assert all(m.precision is Precision.DAY and m.first == m.last for m in found)
    return [str(m.first) for m in found]


@pytest.mark.parametrize(
    "text",
    [
        "15/03/2022",
        "15/3/2022",
        "15-3-2022",
        "15.3.2022",
        "15 / 03 / 2022",
        "15 - 03 - 2022",
        "15 -03-2022",
        "15/3-2022",
        "ngày 15 tháng 03 năm 2022",
        "NGÀY 15 THÁNG 3 NĂM 2022",
        "Ngày 15 tháng ba năm 2022.",
        "ngày 15 tháng 3/2022",
        "ngày 15/3 năm 2022",
        "ngay 15 thang 03 nam 2022",
        "15 tháng 3, 2022",
        "15 thg 3, 2022",
        "Thg 3 15, 2022",
        "15 Th3, 2022",
        "Tháng Ba 15, 2022",
        "Mar 15, 2022",
        "March 15th, 2022",
        "15 March 2022",
        "15-Mar-2022",
        "Tue, 15 Mar 2022 02:05:12 GMT",
        "2022-03-15",
        "2022/03/15 08:00",
        "2022-03-15T10:00:00+07:00",
        "2022-03-15T10:00:00Z",
        "15-03-2022 09:53:34 GMT+7",
        "15/03/2022 08:20 SA",
        "15/3/2022 | 2:35:57 PM",
        "00:00 15/03/2022",
        "07 giờ 30 ngày 15/03/2022",
        "14h30’ 15/3/2022",
        "10:8, Thứ Ba, 15-3-2022",
        "Thứ Ba - 15/03/2022 15:42",
        "Thứ ba, ngày 15/03/2022 18:00 GMT+7",
        "15/03/2022 - 20:45",
        "ngày15/3/2022",
        "15/03/2022 (Thứ Ba)",
        "TB_15-3-2022.pdf",
        "lich-tiep-15_3_2022.docx",
        "ngày mùng 15 tháng 3 năm 2022",
    ],
)
def test_one_day_in_many_notations(text: str) -> None:
    assert days(text) == ["2022-03-15"]
    assert find_dates(text)[0].suspect == ""
    assert days(unicodedata.normalize("NFD", text)) == ["2022-03-15"]
    assert days(text.replace(" ", "\u00a0")) == ["2022-03-15"]


def test_the_day_comes_before_the_month() -> None:
    assert days("9/6/2018 | 2:35:57 PM") == ["2018-06-09"]
    assert days("3/25/2022") == []  # not swapped silently


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 05 và 20 tháng 3 năm 2022", ["2022-03-05", "2022-03-20"]),
        ("10/3 và 25/3/2022", ["2022-03-10", "2022-03-25"]),
        ("các ngày 3, 10, 17/3/2022", ["2022-03-03", "2022-03-10", "2022-03-17"]),
        ("các ngày: 07/01, 14/01, 21/01/2022", ["2022-01-07", "2022-01-14", "2022-01-21"]),
        ("ngày 10,24 tháng 3 năm 2022", ["2022-03-10", "2022-03-24"]),
        ("ngày 10/3; ngày 24/3/2022", ["2022-03-10", "2022-03-24"]),
        ("ngày 10/3/2022 và ngày 24/3", ["2022-03-10", "2022-03-24"]),
        ("ngày 28/12 và 04/01/2022", ["2021-12-28", "2022-01-04"]),
    ],
)
def test_days_of_a_list_borrow_month_and_year(text: str, expected: list[str]) -> None:
    assert days(text) == expected
    assert all(m.year_given for m in find_dates(text))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Từ ngày 14/07/2025 đến ngày 20/07/2025", "2025-07-14", "2025-07-20"),
        ("14/7 - 20/7/2025", "2025-07-14", "2025-07-20"),
        ("14/7 -20/7/2025", "2025-07-14", "2025-07-20"),
        ("(14/07-20/07/2025)", "2025-07-14", "2025-07-20"),
        ("14/7/2025-20/7/2025", "2025-07-14", "2025-07-20"),
        ("14.7 – 20.7.2025", "2025-07-14", "2025-07-20"),
        ("14-20/7/2025", "2025-07-14", "2025-07-20"),
        ("từ ngày 14 đến ngày 20 tháng 7 năm 2025", "2025-07-14", "2025-07-20"),
        ("14-20 tháng 7 năm 2025", "2025-07-14", "2025-07-20"),
        ("Từ ngày 14 đến 20/07/2025", "2025-07-14", "2025-07-20"),
        ("từ 8h00 ngày 14/7 đến 17h00 ngày 20/7/2025", "2025-07-14", "2025-07-20"),
        ("từ thứ Hai ngày 14/7/2025 đến Chủ nhật ngày 20/7/2025", "2025-07-14", "2025-07-20"),
        ("28/12 - 3/1/2022", "2021-12-28", "2022-01-03"),
        ("từ ngày 28/02/2022 đến 06/3/2022", "2022-02-28", "2022-03-06"),
    ],
)
def test_a_range_is_one_mention(text: str, first: str, last: str) -> None:
    assert spans(text) == [(first, last, "range")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tháng 7/2025", ("2025-07-01", "2025-07-31", "month")),
        ("tháng 8-2021", ("2021-08-01", "2021-08-31", "month")),
        ("Tháng 02 năm 2024", ("2024-02-01", "2024-02-29", "month")),
        ("tháng ba năm 2022", ("2022-03-01", "2022-03-31", "month")),
        ("tháng năm năm 2022", ("2022-05-01", "2022-05-31", "month")),
        ("tháng mười hai năm 2022", ("2022-12-01", "2022-12-31", "month")),
        ("T3/2022", ("2022-03-01", "2022-03-31", "month")),
        ("TCD_thang_3_2022.pdf", ("2022-03-01", "2022-03-31", "month")),
        ("LichTCD_T3_2022.pdf", ("2022-03-01", "2022-03-31", "month")),
        ("Báo cáo 03/2022", ("2022-03-01", "2022-03-31", "month")),
        ("ngày      tháng 3 năm 2022", ("2022-03-01", "2022-03-31", "month")),
        ("quý III/2019", ("2019-07-01", "2019-09-30", "quarter")),
        ("Quý II-2024", ("2024-04-01", "2024-06-30", "quarter")),
        ("quí 1 năm 2019", ("2019-01-01", "2019-03-31", "quarter")),
        ("06 tháng đầu năm 2017", ("2017-01-01", "2017-06-30", "half")),
        ("6 tháng cuối năm 2017", ("2017-07-01", "2017-12-31", "half")),
        ("9 tháng đầu năm 2020", ("2020-01-01", "2020-09-30", "range")),
        ("năm 2022", ("2022-01-01", "2022-12-31", "year")),
        ("ngày … tháng … năm 2022", ("2022-01-01", "2022-12-31", "year")),
    ],
)
def test_a_precision_is_kept(text: str, expected: tuple[str, str, str]) -> None:
    assert spans(text) == [expected]


def test_months_and_quarters_borrow_the_year_of_what_follows() -> None:
    assert [s[0] for s in spans("tháng 9 và 9 tháng đầu năm 2020")] == ["2020-09-01", "2020-01-01"]
    assert [s[0] for s in spans("tháng 12 và tháng 1/2022")] == ["2021-12-01", "2022-01-01"]
    assert [s[0] for s in spans("tháng 01, 02, 03 năm 2022")] == ["2022-01-01", "2022-02-01", "2022-03-01"]
    assert [s[0] for s in spans("quý I và quý II/2022")] == ["2022-01-01", "2022-04-01"]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 43/2011/NĐ-CP",
        "Quyết định số 12/2022/QĐ-UBND",
        "Số: 08/KH-UBND",
        "Luật số 42/2013/QH13",
        "Nghị định 09/2017",
        "Chỉ thị 16/CT-TTg",
        "Quy định 11-QĐi/TW",
        "TCVN 12/2020",
        "24/27 đơn vị",
        "đạt 5/7 chỉ tiêu",
        "12/12 xã",
        "1/3",
        "Ảnh 2/11",
        "7h30 - 11h30",
        "14:30",
        "08 giờ 15 phút",
        "99,87%",
        "tăng 12.5%",
        "3.5 tỷ đồng",
        "1.500.000 đồng",
        "phiên bản 1.2.2021",
        "2.1.10",
        "v3.12.2020",
        "192.168.1.12",
        "10.12.1.5",
        "ĐT: 0234.3822.123",
        "0913 12 3456",
        "Fax: 0257.3.841.12",
        "1900.1075",
        "30/02/2021",
        "16/72/2020",
        "31 tháng 4 năm 2022",
        "0/3/2022",
        "01/01/1970",
        "01/01/0001",
        "ngày 15 tháng 3 năm 1022",
        "Số 12/7 đường Nguyễn Trãi",
        "đường 30/4",
        "ngày 10 tháng 3 âm lịch",
        "10/3/2022 (âm lịch)",
        "ngày tháng năm sinh",
        "Viet Nam 2030",
        "nhiệm kỳ 2016 - 2021",
        "giai đoạn 2021-2025",
        "năm học 2021-2022",
        "sai quy định (lần thứ 02/2018)",
        "mỗi tháng hai lần",
        "Mã hồ sơ: H57.12-220315-0001",
        "https://example.gov.vn/2022/03/15/tin.html",
        "a.15-03-2022@example.vn",
        "Thứ 2 - Thứ 6",
        "tuần thứ 12",
        "quý vị",
        "hôm nay: 1.234 lượt",
        "5 ngày trước ngày tiếp công dân",
        "so với cùng kỳ năm trước",
        "tháng sau lần",
    ],
)
def test_what_looks_like_a_date_and_is_none(text: str) -> None:
    assert [m for m in find_dates(text, anchor=ANCHOR) if m.precision is Precision.DAY] == []
    assert find_dates(text) == []


def test_without_an_anchor_nothing_is_guessed() -> None:
    for text in ("15/7", "ngày 15/7", "3/3/17", "2 ngày trước", "hôm qua", "tháng 2", "tuần trước", "quý I"):
        assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 28/2", "2022-02-28"),
        ("Ngày 30.6", "2022-06-30"),
        ("28-10", "2021-10-28"),
        ("19 - 12", "2021-12-19"),
        ("Thứ 5 | 31/3 | Sáng", "2022-03-31"),
        ("ngày 12 tháng 4", "2022-04-12"),
        ("03/01", "2022-01-03"),
        ("15/3/22", "2022-03-15"),
        ("15.03.22", "2022-03-15"),
        ("ngày 29/2", "2024-02-29"),
        ("hôm qua", "2022-03-30"),
        ("2 ngày trước", "2022-03-29"),
        ("3 giờ trước", "2022-03-31"),
        ("49 giờ trước", "2022-03-29"),
        ("sáng mai", "2022-04-01"),
        ("thứ Ba tuần này", "2022-03-29"),
        ("ngày cuối cùng của tháng 2", "2022-02-28"),
    ],
)
def test_an_anchor_gives_the_nearest_year(text: str, expected: str) -> None:
    assert days(text, ANCHOR) == [expected]
    assert not find_dates(text, anchor=ANCHOR)[0].year_given


def test_anchored_at_mid_year_every_day_falls_into_that_year() -> None:
    for month, day in ((1, 1), (2, 15), (12, 31)):
        assert days(f"ngày {day}/{month}", date(2021, 7, 2)) == [str(date(2021, month, day))]


def test_an_anniversary_is_two_days_and_no_range() -> None:
    assert days("kỷ niệm (27/7/1947 - 27/7/2022)") == ["1947-07-27", "2022-07-27"]


def test_a_printed_weekday_chooses_the_year_and_flags_what_does_not_fit() -> None:
    # a stale agenda: 15/7 was a Thursday in 2021 and is a Friday in 2022
    assert days("Thứ Năm, 15/7", ANCHOR) == ["2021-07-15"]
    assert find_dates("Thứ Hai, ngày 15/03/2022")[0].suspect == "weekday"
    assert find_dates("ngày 15/03/2022 (Thứ Sáu)")[0].suspect == "weekday"
    assert find_dates("Thứ Ba, ngày 15/03/2022")[0].suspect == ""


def test_relative_periods() -> None:
    assert spans("tuần trước", ANCHOR) == [("2022-03-21", "2022-03-27", "week")]
    assert spans("tháng trước", ANCHOR) == [("2022-02-01", "2022-02-28", "month")]
    assert spans("quý này", ANCHOR) == [("2022-01-01", "2022-03-31", "quarter")]
    assert spans("năm ngoái", ANCHOR) == [("2021-01-01", "2021-12-31", "year")]
    assert spans("2 tuần trước", ANCHOR) == [("2022-03-11", "2022-03-17", "week")]


def test_today_written_out_is_the_written_day() -> None:
    found = find_dates("Hôm nay, Thứ Ba, 15/03/2022", anchor=ANCHOR)
    assert [(m.first, m.role) for m in found] == [(date(2022, 3, 15), Role.CLOCK)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ngày đăng: 08/07/2024  11:38", [Role.POSTED]),
        ("cms-publish-date 02/10/2020 | 08:39  | cms-view-count: 2112", [Role.POSTED]),
        ("Cập nhật lúc 00:47, Thứ Bảy, 24/12/2022 (GMT+7)", [Role.POSTED]),
        ("Cập nhật 21/06/2018 10:49", [Role.POSTED]),
        ("Cập nhật tình hình dịch bệnh đến 17h ngày 12/3/2022", [Role.UNKNOWN]),
        ("Ngày hỏi: 01/02/2022 - Ngày trả lời: 03/02/2022", [Role.ASKED, Role.ANSWERED]),
        ("Ngày gửi | 01/02/2022", [Role.ASKED]),
        ("Ngày tiếp nhận: 01/02/2022", [Role.ASKED]),
        ("Hạn xử lý: 00:00 08/11/2022 Ngày xử lý: 14:47 02/11/2022", [Role.DEADLINE, Role.ANSWERED]),
        ("trước ngày 21/11/2022", [Role.DEADLINE]),
        ("Căn cứ Quyết định số 12/QĐ-UBND ngày 3/1/2022", [Role.CITED]),
        ("Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013", [Role.CITED]),
        ("Theo Thông báo số 12/TB-UBND ngày 3/1/2022 của UBND tỉnh", [Role.CITED]),
        ("Giấy phép số 12/GP-TTĐT cấp ngày 12/05/2021", [Role.CITED]),
        ("Quảng Trị, ngày 22 tháng 10 năm 2019", [Role.DOCUMENT]),
        ("Số: 08/KH-UBND Bà Rịa - Vũng Tàu, ngày 08 tháng 01 năm 2023", [Role.DOCUMENT]),
        ("TP. Hồ Chí Minh, ngày 3/1/2022", [Role.DOCUMENT]),
        ("Ngày ban hành: 15/3/2022", [Role.DOCUMENT]),
        ("tại Trụ sở tỉnh Quảng Trị, ngày 22/10/2019", [Role.UNKNOWN]),
        ("Chủ tịch UBND tỉnh tiếp công dân vào ngày 15/3/2022", [Role.SESSION]),
        ("Thông báo số 45/TB-UBND về lịch tiếp công dân ngày 15/3/2022", [Role.SESSION]),
        ("tiếp công dân vào các ngày 15/3, 22/3 và 29/3/2022", [Role.SESSION] * 3),
        ("tiếp công dân định kỳ tháng 3/2022, vào ngày 15/3/2022", [Role.SESSION] * 2),
        ("Không tiếp công dân ngày 15/3/2022", [Role.UNKNOWN]),
        ("Tiếp xúc cử tri ngày 15/3/2022", [Role.UNKNOWN]),
        ("© 2022 Cổng thông tin điện tử", [Role.COPYRIGHT]),
        ("Các tin đã đưa ngày: 20/09/2014", [Role.PICKER]),
        ("Số lượt truy cập từ 01/01/2020", [Role.COUNTER]),
        ("Thứ 3, Ngày 16/07/2024 -", [Role.UNKNOWN]),  # a clock in a header, a posting date under a title
        ("Ba, 15/03/2022 - 08:12", [Role.UNKNOWN]),  # Drupal's weekday is no place
        ("20/09/2014", [Role.UNKNOWN]),
        ("Ngày ban hành 15/3/2022 | 1/4/2022", [Role.DOCUMENT, Role.UNKNOWN]),
        ("ngay tra loi: 15/3/2022", [Role.ANSWERED]),
    ],
)
def test_roles_come_from_the_words_before(text: str, roles: list[Role]) -> None:
    assert [m.role for m in find_dates(text)] == roles


def test_a_label_alone_has_a_role() -> None:
    assert role_of("Ngày trả lời:") is Role.ANSWERED
    assert role_of("NGÀY GỬI") is Role.ASKED
    assert role_of("Hạn xử lý") is Role.DEADLINE
    assert role_of("Ngày") is Role.UNKNOWN
    assert role_of("Trả lời câu hỏi của công dân") is Role.UNKNOWN


def test_a_year_off_by_one_against_its_neighbours_is_flagged() -> None:
    found = find_dates("Lịch tiếp: 07/01/2022; 14/01/2022; 21/01/2021; 28/01/2022")
    assert [m.suspect for m in found] == ["", "", "suspect_year", ""]
    found = find_dates("Lịch tiếp công dân tháng 01/2022: vào ngày 15/01/2021")
    assert found[-1].suspect == "suspect_year"
    # the date of a decision a year ago is no typing error
    found = find_dates("Căn cứ Quyết định số 1/QĐ-UBND ngày 15/01/2021; tiếp công dân ngày 15/01/2022 và 20/01/2022")
    assert [m.suspect for m in found] == ["", "", ""]
    assert suspect_year(date(2021, 1, 3), date(2022, 1, 7))
    assert not suspect_year(date(2021, 7, 3), date(2022, 1, 7))


@pytest.mark.parametrize(
    ("text", "rule_days"),
    [
        ("ngày 15 hằng tháng", (15,)),
        ("vào ngày 25 hàng tháng", (25,)),
        ("ngày 05 và 20 hàng tháng", (5, 20)),
        ("01 ngày/tháng vào 15 hàng tháng", (15,)),
        ("ngày 10, 20 và 30 mỗi tháng", (10, 20, 30)),
        ("mỗi tháng 01 lần vào ngày 15", (15,)),
        ("hằng tháng vào ngày 05 và ngày 20", (5, 20)),
        ("ngày 15 của các tháng trong năm", (15,)),
        ("ngày cuối cùng của tháng", (-1,)),
        ("ngay 15 hang thang", (15,)),
    ],
)
def test_standing_rules_by_day(text: str, rule_days: tuple[int, ...]) -> None:
    assert [r.days for r in find_standing_rules(text)] == [rule_days]


def test_standing_rules_by_weekday() -> None:
    (rule,) = find_standing_rules("tiếp vào Thứ Ba, tuần thứ 3 hằng tháng tại Trụ sở")
    assert (rule.weekdays, rule.week, rule.nth, rule.every) == ((1,), 3, False, "month")
    (rule,) = find_standing_rules("thứ Năm đầu tiên của tháng")
    assert (rule.weekdays, rule.week, rule.nth) == ((3,), 1, True)
    (rule,) = find_standing_rules("tiếp công dân vào ngày thứ sáu của tuần lễ cuối tháng.")
    assert (rule.weekdays, rule.week, rule.nth) == ((4,), -1, False)
    (rule,) = find_standing_rules("thứ sáu của tuần lễ đầu trong tháng")
    assert (rule.weekdays, rule.week, rule.nth) == ((4,), 1, False)
    (rule,) = find_standing_rules("sáng thứ Hai và thứ Năm hằng tuần")
    assert (rule.weekdays, rule.week, rule.every) == ((0, 3), 0, "week")


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký trước ngày 20 hằng tháng",
        "chậm nhất ngày 15 hằng tháng",
        "ngày 15 tháng 3 năm 2022",
        "ngày 15 của tháng 3/2022",
    ],
)
def test_deadlines_and_dates_are_no_standing_rules(text: str) -> None:
    assert find_standing_rules(text) == []


def test_a_standing_rule_is_no_date() -> None:
    assert spans("Năm 2022, Chủ tịch UBND tỉnh sẽ tiếp công dân vào ngày 25 hằng tháng", ANCHOR) == [
        ("2022-01-01", "2022-12-31", "year")
    ]


def test_ends_of_months_and_weeks() -> None:
    assert last_day(2024, 2) == date(2024, 2, 29)
    assert week_range(date(2022, 3, 31)) == (date(2022, 3, 28), date(2022, 4, 3))
    assert week_range(date.min)[0] == date.min
    assert week_range(date.max)[1] == date.max


# --- for any day, any notation

MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
NOTATIONS = {
    "slashes": lambda d: f"{d.day}/{d.month}/{d.year}",
    "padded": lambda d: f"{d:%d/%m/%Y}",
    "dashes": lambda d: f"{d:%d-%m-%Y}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "spaced": lambda d: f"{d.day} - {d.month} - {d.year}",
    "mixed": lambda d: f"{d.day}/{d.month}-{d.year}",
    "iso": lambda d: d.isoformat(),
    "iso_slashes": lambda d: f"{d:%Y/%m/%d}",
    "worded": lambda d: f"{d:%d} tháng {d:%m} năm {d.year}",
    "named_month": lambda d: f"{d.day} tháng {MONTHS[d.month - 1].lower()} năm {d.year}",
    "half_worded": lambda d: f"{d.day} tháng {d.month}/{d.year}",
    "thg": lambda d: f"Thg {d.month} {d.day}, {d.year}",
    "thg_after": lambda d: f"{d.day} thg {d.month}, {d.year}",
    "rfc822": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "english": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
}
AROUND = (
    "{}",
    "Ngày đăng: {} 08:20 SA",
    "({})",
    "UBND tỉnh thông báo: {}.",
    "Số: 08/KH-UBND | {} | 10:45",
    "ngày {}, tại Trụ sở",
    "– {} – Lượt xem: 87",
)
REAL_DAYS = st.dates(date(1971, 1, 1), date(2099, 12, 31))


@given(REAL_DAYS, st.sampled_from(sorted(NOTATIONS)), st.sampled_from(AROUND), st.booleans())
@settings(max_examples=400, deadline=None)
def test_every_day_in_every_notation_is_given_back(day: date, notation: str, around: str, decomposed: bool) -> None:
    printed = NOTATIONS[notation](day)
    text = around.format(printed)
    if decomposed:
        printed, text = unicodedata.normalize("NFD", printed), unicodedata.normalize("NFD", text)
    (found,) = find_dates(text)
    assert (found.first, found.last, found.precision, found.year_given) == (day, day, Precision.DAY, True)
    assert found.text == printed
    assert text[found.start : found.end] == printed


@given(
    REAL_DAYS,
    st.integers(-180, 180),
    st.sampled_from(["ngày {0.day}/{0.month}", "ngày {0.day} tháng {0.month}", "{1} | {0:%d/%m}"]),
)
@settings(max_examples=200, deadline=None)
def test_a_day_without_a_year_is_found_near_its_anchor(day: date, away: int, notation: str) -> None:
    anchor = day + timedelta(days=away)
    found = find_dates(notation.format(day, WEEKDAYS[day.weekday()]), anchor=anchor)
    assert [m.first for m in found] == [day]
    assert found[0].suspect == ""


@given(REAL_DAYS, st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_every_range_is_given_back(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    for text in (
        f"từ ngày {day:%d/%m/%Y} đến ngày {end:%d/%m/%Y}",
        f"{day:%d/%m} - {end:%d/%m/%Y}",
        f"từ ngày {day.day} tháng {day.month} năm {day.year} đến hết ngày {end.day} tháng {end.month} năm {end.year}",
    ):
        (found,) = find_dates(text)
        assert (found.first, found.last, found.precision) == (day, end, Precision.RANGE)


PIECES = st.sampled_from(
    [
        "ngày ",
        "tháng ",
        "năm ",
        "quý ",
        "thứ ",
        "/",
        "-",
        ".",
        " ",
        ":",
        ",",
        "và ",
        "đến ",
        "từ ",
        "h",
        "15",
        "3",
        "2022",
        "03",
        "31",
        "I",
        "đầu ",
        "\n",
        "\u0301",
        "trước",
        "tuần ",
        "hôm qua ",
        "Số: ",
        "/QĐ-UBND",
        "(",
        ")",
        "İ",
        "\u200b",
        "hằng ",
        "0",
        "99",
        "Mar ",
        "thg ",
        "hai ",
        "©",
        "lễ ",
        "cuối ",
        "29/2",
        ".pdf",
        "_",
        "~",
        "GMT+7",
        "T3",
        "\u0001",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)), st.one_of(st.none(), st.dates()))
@settings(max_examples=600, deadline=None)
def test_whatever_the_text_the_mentions_stand_in_it_in_order(text: str, anchor: date | None) -> None:
    end = 0
    for mention in find_dates(text, anchor=anchor):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.first <= mention.last
        end = mention.end
    end = 0
    for rule in find_standing_rules(text):
        assert end <= rule.start < rule.end <= len(text)
        end = rule.end


@pytest.mark.parametrize(
    "piece",
    [
        "1/",
        "1 - ",
        "ngày 1, ",
        "1.",
        "_",
        "a-",
        "thứ ",
        "ngày ",
        "tháng 3, ",
        "\u0301",
        "1/1/2022 ",
        "2022 ",
        "(",
        "1:1",
    ],
)
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    """A pattern that is not linear would take minutes over this; no time is asserted, it has only to end."""
    find_dates(piece * (50_000 // len(piece)), anchor=ANCHOR)
    find_standing_rules(piece * (50_000 // len(piece)))
