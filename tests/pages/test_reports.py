"""Titles of reports on handling, and their periods."""

from datetime import date

import pytest

from pages.reports import is_report, period_of


@pytest.mark.parametrize(
    "title",
    [
        "Báo cáo kết quả tiếp công dân, giải quyết khiếu nại tố cáo quý I/2022",
        "Kết quả tiếp công dân tháng 4 năm 2017",
        "BÁO CÁO Công tác tiếp công dân, giải quyết KNTC 6 tháng đầu năm 2021",
        "Bao cao ket qua tiep cong dan thang 3/2022",
        "Báo cáo tình hình tiếp nhận, xử lý phản ánh, kiến nghị của người dân tháng 2/2022",
        "Thống kê kết quả xử lý phản ánh hiện trường quý I năm 2022",
        "Báo cáo công tác tiếp dân và xử lý đơn thư",
        "Tổng hợp kết quả giải quyết đơn thư năm 2021",
    ],
)
def test_reports(title):
    assert is_report(title)


@pytest.mark.parametrize(
    "title",
    [
        "Báo cáo công khai lịch tiếp công dân tháng 3/2022",
        "Báo cáo kết quả giải quyết kiến nghị của cử tri",
        "Kế hoạch tiếp công dân năm 2022",
        "Kết quả giải quyết khiếu nại của ông Nguyễn Văn A năm 2021",
        "Kết quả xử lý phản ánh",
        "Báo cáo kinh tế - xã hội tháng 3/2022",
        "Tăng cường công tác tiếp công dân năm 2022",
        "Hội nghị báo cáo công tác tiếp công dân năm 2021",
        "Kết luận nội dung tố cáo đối với ông B năm 2021",
        "Thông báo lịch tiếp công dân tháng 3/2022",
    ],
)
def test_schedules_plans_voters_and_single_cases_are_no_reports(title):
    assert not is_report(title)


def test_the_period_that_a_title_names():
    assert period_of("Báo cáo ... quý I/2022") == (date(2022, 1, 1), date(2022, 3, 31))
    assert period_of("Báo cáo ... tháng 12 và năm 2021") == (date(2021, 12, 1), date(2021, 12, 31))
    assert period_of("Báo cáo số 12/BC-UBND ngày 3/4/2022") is None
