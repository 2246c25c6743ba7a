"""The workbook's first two sheets: scores and aggregates on paper, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from exports.cells import harmless
from exports.labels import RUN_STATES, STATUSES, VISIT_STATES
from exports.measures import DIMENSIONS, MEASURES, STUDY
from storage.stream import Scope

_PARTS = (
    ("score", "Điểm"),
    ("low", "Thấp nhất"),
    ("high", "Cao nhất"),
    ("rank_best", "Hạng từ"),
    ("rank_worst", "đến"),
)
_CHART_ROWS = 50  # of the sheet that a chart of 63 bars takes


class Summary:
    """Keeps what the two sheets say of the newest audit in the package, never more than one audit's rows."""

    def __init__(self, book: Workbook, scope: Scope) -> None:
        self._book = book
        self._sheet = book.add_worksheet("Tóm tắt")
        self._method = book.add_worksheet("Phương pháp")
        self._scope = scope
        self._runs: dict[str, Mapping[str, Any]] = {}
        self._audit: Mapping[str, Any] = {}
        self._names: dict[str, str] = {}
        self._visits: dict[str, str] = {}
        self._statuses: dict[str, dict[str, int]] = {}
        self._scores: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._aggregates: dict[tuple[str, str], Mapping[str, Any]] = {}

    def see(self, table: str, row: Mapping[str, Any]) -> None:
        """Keep what belongs to the newest audit; tables come in the package's order."""
        if table == "runs":
            self._runs = {row["run_id"]: row}  # they come in the order of their start: the newest stays
        elif table == "audits" and row["run_id"] in self._runs:
            self._audit = row
        elif table == "visits" and row["run_id"] in self._runs:
            self._names[row["province"]] = row["name"]
            self._visits[row["province"]] = row["visit_status"]  # by attempt: the newest stays
        elif self._audit and row.get("audit_id") == self._audit["audit_id"]:
            if table == "scores":
                self._scores.setdefault(row["dimension"], {})[row["province"]] = row
            elif table == "aggregates":
                self._aggregates[row["measure"], row["rule"]] = row
            elif table == "findings":
                tally = self._statuses.setdefault(row["check_id"], dict.fromkeys(STATUSES, 0))
                tally[row["status"]] += 1

    def write(self) -> None:
        """Write both sheets."""
        title = self._book.add_format({"bold": True, "font_size": 14})
        head = self._book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        number = self._book.add_format({"num_format": "0.0"})
        self._write_summary(title, head, number)
        self._write_method(title, head)

    def _write_summary(self, title: Format, head: Format, number: Format) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 60, 8)
        sheet.set_footer("&CTrang &P / &N")
        sheet.write_string(0, 0, "Đánh giá cổng thông tin điện tử cấp tỉnh", title)
        for n, line in enumerate(self._lines(), start=1):
            sheet.write_string(n, 0, line)
        first = 6
        over = self._book.add_format({"bold": True})  # a dimension's name runs over its five columns
        for n, dimension in enumerate(self._scores):
            words = DIMENSIONS.get(dimension, (dimension, ""))[0]
            sheet.write_string(first - 1, 1 + len(_PARTS) * n, words, over)
        sheet.set_row(first, 30)
        sheet.write_string(first, 0, "Tỉnh, thành phố", head)
        for n in range(len(self._scores)):
            for m, (_, words) in enumerate(_PARTS):
                sheet.write_string(first, 1 + len(_PARTS) * n + m, words, head)
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first - 1, first)
        provinces = sorted({p for rows in self._scores.values() for p in rows})
        for r, province in enumerate(provinces, start=first + 1):
            sheet.write_string(r, 0, harmless(self._names.get(province, province)))
            for n, rows in enumerate(self._scores.values()):
                for m, (part, _) in enumerate(_PARTS):
                    value = rows[province][part] if province in rows else None
                    if value is not None:
                        sheet.write_number(r, 1 + len(_PARTS) * n + m, value, number if m < 3 else None)
        last = first + len(provinces)
        if provinces:
            sheet.autofilter(first, 0, last, len(_PARTS) * len(self._scores))
        row = self._write_aggregates(last + 2, head)
        self._charts(first + 1, last, row + 1)

    def _lines(self) -> list[str]:
        if not self._audit:
            return ["Chưa có lần đánh giá nào."]
        run = self._runs[self._audit["run_id"]]
        state = RUN_STATES[run["status"]][0]
        return [
            f"Lần đánh giá {self._audit['audit_id']}, ngày đánh giá {self._audit['as_of']:%d/%m/%Y}, bộ tiêu chí"
            f" {self._audit['rubric']} phiên bản {self._audit['rubric_version']}",
            f"Đợt thu thập {self._audit['run_id']}: {state}; sổ đăng ký tỉnh {run['registry_version']}",
            "Điểm trống: chưa đủ dữ liệu. Khoảng từ thấp nhất đến cao nhất cho biết phần chưa xác định.",
        ]

    def _write_aggregates(self, row: int, head: Format) -> int:
        """The aggregates beside the study's figures, from `row` on; the next row that is free."""
        sheet = self._sheet
        sheet.set_row(row, 45)
        for n, words in enumerate(("Số tỉnh", "Ở đây", "Không rõ", "Trong số", "Nghiên cứu 3/2022")):
            sheet.write_string(row, n, words, head)
        for measure, rule, side, figure, words in STUDY:
            found = self._aggregates.get((measure, rule))
            if found is None:
                continue
            row += 1
            sheet.write_string(row, 0, words)
            for n, value in enumerate((found[side], found["unknown"], found["of"], figure), start=1):
                sheet.write_number(row, n, value)
        sheet.write_string(
            row + 1, 0, "Số của nghiên cứu đếm 63 cổng vào tháng 3/2022; chỉ so được khi cùng ngày và cùng các tỉnh."
        )
        return row + 2

    def _charts(self, first: int, last: int, row: int) -> None:
        if last < first:
            return
        pages = (len(self._scores) + 1) // 2
        self._sheet.set_h_pagebreaks([row + _CHART_ROWS * page for page in range(pages)])
        for n, (dimension, rows) in enumerate(self._scores.items()):
            column = 1 + len(_PARTS) * n
            words = DIMENSIONS.get(dimension, (dimension, ""))[0]
            chart = self._book.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": words,
                    "categories": ["Tóm tắt", first, 0, last, 0],
                    "values": ["Tóm tắt", first, column, last, column],
                    "gap": 30,
                }
            )
            chart.set_title({"name": f"{words}: điểm theo tỉnh"})
            chart.set_legend({"none": True})
            chart.set_x_axis({"min": 0, "max": max(score["max"] for score in rows.values())})
            chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 7}})
            chart.set_size({"width": 620, "height": 18 * (_CHART_ROWS - 2)})
            self._sheet.insert_chart(row + 1 + _CHART_ROWS * (n // 2), 12 * (n % 2), chart)

    def _write_method(self, title: Format, head: Format) -> None:
        sheet = self._method
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 6, 16)
        sheet.set_column(5, 5, 70)
        sheet.write_string(0, 0, "Phương pháp và độ phủ", title)
        row = 2
        for line in (
            "Kết luận 'không xác định' (unknown) không phải là 'không đạt': điều đó chưa được chứng minh.",
            "Điểm của một tiêu chí là trung bình có trọng số của những gì đã biết; đạt 1, một phần 0,5, không đạt 0.",
            "Mỗi bảng một trang tính; ý nghĩa từng cột ở README.md; quy tắc đầy đủ ở docs/checks.md.",
            f"Các lần đánh giá trong gói: {', '.join(self._scope.audit_ids) or '-'}.",
        ):
            sheet.write_string(row, 0, line)
            row += 1
        row += 1
        sheet.write_string(row, 0, "Lượt thăm các tỉnh", head)
        sheet.write_string(row, 1, "Số tỉnh", head)
        for status, (words, _) in VISIT_STATES.items():
            row += 1
            sheet.write_string(row, 0, words)
            sheet.write_number(row, 1, list(self._visits.values()).count(status))
        row += 2
        for n, words in enumerate(("Tiêu chí kiểm tra", *(vi for vi, _ in STATUSES.values()), "Cách kiểm chứng")):
            sheet.write_string(row, n, words, head)
        for check_id, tally in self._statuses.items():
            row += 1
            measure = MEASURES.get(check_id)
            sheet.write_string(row, 0, measure.vi if measure else check_id)
            for n, count in enumerate(tally.values(), start=1):
                sheet.write_number(row, n, count)
            if measure:
                sheet.write_string(row, 5, measure.verify_vi)
