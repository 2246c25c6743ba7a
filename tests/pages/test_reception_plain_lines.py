"""Schedules that are a title and plain lines: no verb, no name of who receives in the line itself."""

from __future__ import annotations

from datetime import date

import pytest

from pages.read import read
from pages.reception import Reception, ScheduleKind, read_reception


def of(main: str, title: str) -> Reception:
    head = '<header><nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/x">Giới thiệu</a></li></ul></nav></header>'
    text = f"<html><body>{head}<main><h1>{title}</h1>{main}</main></body></html>"
    page = read(text.encode(), url="https://www.mau.gov.vn/lich", media_type="text/html")
    return read_reception(page, context="Lịch tiếp công dân", captured=date(2022, 3, 31))


def last(reading: Reception) -> date | None:
    return max((s.last for s in reading.schedules if s.last is not None), default=None)


MONTHS = "".join(f"<li>Tháng {m}: ngày {5 + m} và ngày {20 + m % 5}</li>" for m in range(1, 13))


@pytest.mark.parametrize(
    ("title", "main", "covered"),
    [
        ("Lịch tiếp công dân", f"<p>LỊCH TIẾP CÔNG DÂN CỦA CHỦ TỊCH UBND TỈNH NĂM 2022</p><ul>{MONTHS}</ul>", date(2022, 12, 31)),
        ("Lịch tiếp công dân của Chủ tịch UBND tỉnh năm 2022", f"<ul>{MONTHS}</ul>", date(2022, 12, 31)),
        ("Lịch tiếp công dân tháng 9/2021 của Chủ tịch UBND tỉnh", "<p>Ngày 15/9/2021 tại trụ sở.</p>", date(2021, 9, 30)),
        ("Lịch tiếp công dân tháng 3/2022 của Chủ tịch UBND tỉnh", "<p>Sáng thứ Ba, 15/3/2022, từ 7h30</p>", date(2022, 3, 31)),
        (
            "Lịch tiếp công dân",
            "<p>Lịch tiếp công dân quý I/2022 của lãnh đạo UBND tỉnh: Tháng 1: ngày 12; Tháng 2: ngày 16.</p>",
            date(2022, 3, 31),
        ),
    ],
)  # fmt: skip
def test_plain_lines_below_a_schedules_title_are_its_days(title: str, main: str, covered: date) -> None:
    assert last(of(main, title)) == covered


def test_days_with_another_bodys_name_are_not_the_leaders() -> None:
    reading = of("<p>Ngày 15/4/2022: xã A</p><p>Ngày 16/4/2022: xã B</p>", "Lịch tiếp công dân lưu động tại các xã")
    assert not reading.schedules


def test_so_many_days_in_a_month_are_a_standing_rule() -> None:
    reading = of(
        "<p>Chủ tịch UBND tỉnh tiếp công dân 02 ngày trong tháng (ngày 01 và ngày 15).</p>", "Lịch tiếp công dân"
    )
    assert [s.kind for s in reading.schedules] == [ScheduleKind.STANDING_RULE]


def test_days_at_another_place_are_not_the_leaders() -> None:
    lines = "<p>Ngày 15/4/2022 tại xã Hòa An</p><p>Ngày 16/4/2022 tại nhà văn hóa phường 2</p>"
    assert not of(lines, "Lịch tiếp công dân tháng 4/2022").schedules


def test_a_suspension_for_a_year_covers_none_of_its_days() -> None:
    reading = of(
        "<p>Do dịch bệnh, UBND tỉnh tạm dừng tiếp công dân trong năm 2022 cho đến khi có thông báo mới.</p>",
        "Thông báo tạm dừng tiếp công dân",
    )
    assert {s.kind for s in reading.schedules} <= {ScheduleKind.POSTPONEMENT}
    assert last(reading) is None
