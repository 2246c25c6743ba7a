"""The package's own words: `datapackage.json` and the data dictionary `README.md`, both made from the tables."""

from __future__ import annotations

from typing import Any

from exports.labels import Labels
from exports.meanings import HOW
from exports.measures import MEASURES
from exports.tables import ALL, BY_NAME, Column, Table
from storage.stream import Scope

TITLE_ROW, NAME_ROW = 1, 2  # of a sheet: the Vietnamese titles, then the columns' names


def package(scope: Scope, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of the package."""
    return {
        "name": "portal-audit",
        "title": "portal-audit: " + ", ".join(scope.audit_ids or scope.run_ids),
        "description": "Đánh giá cổng thông tin điện tử cấp tỉnh của Việt Nam / audit of Vietnam's provincial portals",
        "sources": [{"title": "Cổng thông tin điện tử của các tỉnh (visits.portal_url), bản lưu WARC (captures)"}],
        # The code's licence covers the tables that it makes; quotes stay their portals'.
        "licenses": [{"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}],
        "resources": resources,
    }


def schema(table: Table) -> dict[str, Any]:
    """The table's Table Schema."""
    described: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        described["primaryKey"] = list(table.key)
    if table.refers:
        described["foreignKeys"] = [
            {"fields": list(columns), "reference": {"resource": other, "fields": list(BY_NAME[other].key)}}
            for columns, other in table.refers
        ]
    return described


def resource(table: Table, path: str, format: str, media_type: str, sha256: str, *, tabular: bool) -> dict[str, Any]:
    """The resource of a table; `tabular` False where frictionless has no reader for it."""
    # `bytes` is left out: frictionless measures none for JSON and calls any number wrong.
    how, verify = HOW[table.name]
    described: dict[str, Any] = {
        "name": table.name,
        "title": table.vi,
        "description": table.en,
        "measured": {"vi": how[0], "en": how[1]},
        "verify": {"vi": verify[0], "en": verify[1]},
        "path": path,
        "type": "table" if tabular else "json" if format == "json" else "file",
        "profile": "tabular-data-resource" if tabular else "data-resource",
        "scheme": "file",
        "format": format,
        "mediatype": media_type,
        "encoding": "utf-8",
        "hash": f"sha256:{sha256}",
        "schema": schema(table),
    }
    if format == "xlsx":
        described["dialect"] = {"headerRows": [NAME_ROW], "excel": {"sheet": table.sheet}}
    return described


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.vi,
        "description": f"{column.en} [{column.unit}]" if column.unit else column.en,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.enum:
        constraints["enum"] = list(column.enum)
        field["categories"] = [{"value": value, "label": vi, "labelEn": en} for value, (vi, en) in column.enum.items()]
    return {**field, "constraints": constraints} if constraints else field


_NOTES = {
    "csv": "Ô bắt đầu bằng `=`, `+`, `-`, `@` có dấu `'` ở trước để bảng tính không hiểu là công thức. / Text that"
    " begins like a formula has a `'` before it.",
    "xlsx": "Mỗi bảng một trang tính: hàng 1 là tên tiếng Việt, hàng 2 là tên cột. Ô bắt đầu bằng `=`, `+`, `-`, `@` có"
    " dấu `'` ở trước; văn bản dài hơn 32.767 ký tự bị cắt và kết thúc bằng `[…]`. / One sheet a table: row 1 has the"
    " Vietnamese titles, row 2 the columns' names. Text that begins like a formula has a `'` before it; text longer"
    " than a cell holds (32,767 characters) is cut and ends in `[…]`.",
    "sav": "Danh mục là số có nhãn giá trị; -9 không xác định, -8 không áp dụng (giá trị khuyết do người dùng"
    " định nghĩa); văn bản dài hơn 32.767 byte bị cắt và kết thúc bằng `[…]`."
    " Cột `by` tên là `by_`. / Enumerations are numbers with value labels; -9 unknown, -8 not applicable,"
    " both user-missing; text over 32,767 bytes is cut and ends in `[…]`. The column `by` is called `by_`.",
    "dta": "Danh mục là số có nhãn giá trị; `.u` không xác định, `.n` không áp dụng. Tên cột dài hơn 29 ký tự được rút"
    " gọn, tên đầy đủ ở nhãn biến. Cột `by` tên là `by_`. / Enumerations are numbers with value labels; `.u` unknown,"
    " `.n` not applicable. Names over 29 characters are shortened; the column `by` is called `by_`.",
}


def readme(scope: Scope, format: str) -> str:
    """The data dictionary in Vietnamese and English."""
    lines = [
        "# portal-audit: gói dữ liệu / data package",
        "",
        f"- Đợt thu thập / runs: {', '.join(scope.run_ids)}",
        f"- Lần đánh giá / audits: {', '.join(scope.audit_ids) or '-'}",
        f"- Tỉnh, thành phố / provinces: {', '.join(scope.provinces) or 'tất cả / all'}",
        "",
        "`unknown` nghĩa là không xác định được, không phải là không có. Đợt `single` hoặc `suspect` không phải là",
        "kết quả cả nước. Ngày, giờ theo ISO 8601, giờ có độ lệch múi giờ. Ô trống: không có giá trị.",
        "",
        "`unknown` is not `fail`: nothing was shown. A `single` or `suspect` run is no national result. Dates and",
        "times are ISO 8601, times with their offset. An empty cell is no value.",
        "",
    ]
    if format in _NOTES:
        lines += [_NOTES[format], ""]
    lines += ["Kiểm tra / check: `portal-audit export --check DIR`, `frictionless validate datapackage.json`.", ""]
    for table in ALL:
        lines += _dictionary(table)
    lines += [
        "## Tiêu chí kiểm tra / Checks",
        "",
        "Quy tắc đầy đủ / the whole rules: docs/checks.md.",
        "",
        "| check_id | đo gì | what | kiểm chứng | verify |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| `{id}` | {m.vi} | {m.en} | {m.verify_vi} | {m.verify_en} |" for id, m in MEASURES.items()]
    return "\n".join([*lines, ""])


def _dictionary(table: Table) -> list[str]:
    how, verify = HOW[table.name]
    lines = [f"## {table.name}", "", f"{table.vi}. / {table.en}.", ""]
    lines += [
        f"Đo thế nào / measured: {how[0]}. / {how[1]}.",
        "",
        f"Kiểm chứng / verify: {verify[0]}. / {verify[1]}.",
        "",
    ]
    if table.key:
        lines += [f"Khóa / key: {', '.join(table.key)}.", ""]
    lines += ["| cột / column | kiểu / type | nghĩa | meaning |", "|---|---|---|---|"]
    for column in table.columns:
        kind = f"{column.type}, {column.unit}" if column.unit else column.type
        vi, en = column.vi + _values(column.enum, 0), column.en + _values(column.enum, 1)
        lines.append(f"| `{column.name}` | {kind} | {vi} | {en} |")
    return [*lines, ""]


def _values(enum: Labels, language: int) -> str:
    told = "; ".join(f"`{value}` {label[language]}" for value, label in enum.items())
    return f" ({told})" if told else ""
