"""Tables: which hold data and which lay out the page, their cells as a full grid, their column heads."""

from __future__ import annotations

from pages.tree import Element

MAX_CELLS = 20_000  # of one table, with spans filled in
_MAX_SPAN = 100
_NO_ENTRY = frozenset({"hidden", "checkbox", "image"})  # inputs that a list's rows may hold


def is_data_table(table: Element) -> bool:
    """Whether a table holds data, not the page's layout."""
    if table.attrs.get("role") in ("presentation", "none") or not table.size:
        return False
    rows, cells, controls = 0, 0, 0
    widths: list[int] = []
    heads = False
    for below in table.descendants():
        tag = below.tag
        if tag in ("table", "form"):
            return False
        if tag in ("select", "textarea") or (
            tag == "input" and below.attrs.get("type", "text").lower() not in _NO_ENTRY
        ):
            controls += 1
        if tag == "tr":
            rows += 1
            widths.append(sum(1 for cell in below.elements if cell.tag in ("td", "th")))
        elif tag == "td":
            cells += 1 if below.size else 0
            if below.links > 4 or below.size > 6000:
                return False
        elif tag in ("th", "caption", "thead"):
            heads = True
        elif tag in ("h1", "h2", "h3", "ul", "ol", "nav") and below.links > 1:
            return False
    if not rows or not widths:
        return False
    if controls and (not heads or controls >= rows):
        return False  # a form laid out as a table
    if heads:
        return True
    columns = max(widths)
    if columns < 2 or rows < 2:
        return False
    # A menu or a row of banners laid out as a table: nothing but links, a bullet's picture before each.
    return not (table.links >= cells and table.link_size > 0.9 * table.size)


def grid_of(rows: list[Element]) -> tuple[tuple[str, ...], ...]:
    """The cells' texts as a full grid: spans repeat their text in every place that they cover."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    texts: dict[int, str] = {}
    for (y, x), cell in cells_of(rows):
        text = texts.get(cell.order)
        if text is None:
            text = texts[cell.order] = cell.text()
        grid[y][x] = text
    filled = [row for row in grid if row]
    width = max((max(row) + 1 for row in filled), default=0)
    return tuple(tuple(row.get(x, "") for x in range(width)) for row in filled)


def cells_of(rows: list[Element]) -> list[tuple[tuple[int, int], Element]]:
    """The cells by (row, column), one that spans several in every place that it covers; rows without cells left out."""
    rows = [row for row in rows if any(cell.tag in ("td", "th") for cell in row.elements)]
    taken: list[set[int]] = [set() for _ in rows]
    found: list[tuple[tuple[int, int], Element]] = []
    for y, row in enumerate(rows):
        x = 0
        for cell in row.elements:
            if cell.tag not in ("td", "th"):
                continue
            while x in taken[y]:
                x += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for dy in range(min(high, len(rows) - y)):
                for dx in range(wide):
                    if x + dx not in taken[y + dy]:
                        taken[y + dy].add(x + dx)
                        found.append(((y + dy, x + dx), cell))
            x += wide
            if len(found) >= MAX_CELLS:
                return found
    return found


def _span(cell: Element, name: str) -> int:
    value = cell.attrs.get(name, "").strip()
    if not value.isascii() or not value.isdigit() or len(value) > 5:
        return 1
    # rowspan=0 means 'to the end of the table'.
    return _MAX_SPAN if int(value) == 0 and name == "rowspan" else max(1, min(_MAX_SPAN, int(value)))


def header_rows(rows: list[Element]) -> int:
    """How many of the leading rows are column heads; 0 where none are told apart."""
    count = 0
    for row in rows:
        cells = [cell for cell in row.elements if cell.tag in ("td", "th")]
        in_head = row.parent is not None and row.parent.tag == "thead"
        if in_head or (cells and all(cell.tag == "th" for cell in cells) and len(cells) > 1):
            count += 1
        elif not count and cells and len(rows) > 1 and len(cells) > 1 and all(is_bold(c) for c in cells if c.size):
            return 1 if any(cell.size for cell in cells) else 0
        else:
            break
    return count if count < len(rows) else 0


def is_bold(element: Element) -> bool:
    """Whether all the text of an element is bold."""
    if "bold" in element.attrs.get("style", ""):
        return True
    return sum([below.size for below in element.descendants() if below.tag in ("b", "strong")]) >= element.size > 0
