"""Tables built of boxes: rows of <div>s under a row of column heads, or marked so for screen readers (ARIA roles)."""

from __future__ import annotations

from pages.page import Region
from pages.tree import Element
from pages.wording import Wording

_BOXES = frozenset({"div", "ul", "section", "article", "dl"})
_FEWEST, _MOST = 2, 12  # columns
_LONGEST_HEAD = 40
# What stands above a column on an authority's pages.
_HEAD = Wording(
    r"^\W*(?:stt|tt|số (?:thứ tự|tt|ký hiệu|hiệu|văn bản|hồ sơ)|(?:ngày|thời (?:gian|hạn|điểm))(?: .*)?|tháng|thứ"
    r"|(?:tiêu đề|nội dung|câu hỏi|trích yếu|chủ đề|lĩnh vực|chuyên mục|mã|tên|loại)(?: .*)?"
    r"|(?:trạng thái|tình trạng|kết quả|tiến độ)(?: .*)?|(?:họ|họ và) tên(?: .*)?|chức (?:vụ|danh)"
    r"|(?:đơn vị|cơ quan|phòng ban|người|lãnh đạo|cán bộ)(?: .*)?|địa (?:điểm|chỉ|bàn)(?: .*)?|ghi chú|điện thoại"
    r"|e-?mail|(?:tải|xem)(?: .*)?|(?:file|tệp|văn bản) (?:đính kèm|gốc)|thao tác|lượt xem)\W*$"
)


def mark_tables(elements: list[Element]) -> None:
    """Name boxes that act as tables, rows and cells by the tags of these, so that they are read as such.

    Their selectors are reckoned before: a locator must find the element in the page as it was sent.
    """
    for element in elements:
        if element.tag in _BOXES and element.region is Region.MAIN and element.links < 500:
            rows = _rows(element)
            if rows:
                _name(element, rows)


def _rows(element: Element) -> list[Element]:
    """The rows of a box that is a table, the heads' first; [] where it is none."""
    kids = _sized(element)
    if len(kids) == 2 and len(only := _sized(kids[0])) == 1 and len(_sized(kids[1])) > 1 and len(_sized(only[0])) > 1:
        kids = [only[0], *_sized(kids[1])]  # the heads in a box of their own, the rows in another
    if len(kids) < 2 or any(kid.tag in ("table", "tr", "a", "p") for kid in kids):
        return []
    heads = [cell.text() for cell in kids[0].elements]
    if not _FEWEST <= len(heads) <= _MOST or any(len(head) > _LONGEST_HEAD for head in heads) or kids[0].links:
        return []
    roles = {cell.attrs.get("role") for cell in kids[0].elements}
    known = sum(bool(head) and _HEAD(head) for head in heads)
    if roles != {"columnheader"} and (known < 2 or any(c.isdigit() for head in heads for c in head)):
        return []
    whole = all(len(row.elements) == len(heads) and _apart(row) for row in kids)
    return kids if whole else []


def _sized(element: Element) -> list[Element]:
    """The children that hold text; none where text stands among them."""
    return [kid for kid in element.elements if kid.size] if _apart(element) else []


def _apart(element: Element) -> bool:
    return all(not isinstance(kid, str) or not kid.strip() for kid in element.kids)


def _name(element: Element, rows: list[Element]) -> None:
    for below in (element, *element.descendants()):
        below.selector()
    for wrapper in element.elements:
        if wrapper not in rows:
            wrapper.tag = "thead" if any(kid is rows[0] for kid in wrapper.elements) else "tbody"
    for row in rows:
        row.tag = "tr"
        for cell in row.elements:
            cell.tag = "th" if row is rows[0] else "td"
    element.tag = "table"
