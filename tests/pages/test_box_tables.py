"""Tables built of <div>s are read as tables, and boxes that only look alike are not."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pages.read import read

HEADS = ("STT", "Tiêu đề", "Ngày hỏi", "Trạng thái")
ROWS = (("1", "Cấp đổi sổ đỏ", "28/03/2022", "Đã trả lời"), ("2", "Rác thải tại kênh Bắc", "20/03/2022", ""))


def cells(row, tag="div"):
    return "".join(f"<{tag}>{cell}</{tag}>" for cell in row)


def tables(body):
    html = f"<html><body><main><h1>Hỏi đáp</h1>{body}</main></body></html>"
    page = read(html.encode(), url="https://a.vn/")
    return page, LexborHTMLParser(html)


PLAIN = f"<div class='list'><div class='head'>{cells(HEADS)}</div>{''.join(f'<div class=row>{cells(r)}</div>' for r in ROWS)}</div>"
APART = (
    f"<section><div><div>{cells(HEADS, 'span')}</div></div>"
    f"<div>{''.join(f'<div>{cells(r)}</div>' for r in ROWS)}</div></section>"
)
LIST = f"<ul><li>{cells(HEADS)}</li>{''.join(f'<li>{cells(r)}</li>' for r in ROWS)}</ul>"
ROLES = (
    "<div role='table'><div role='row'>"
    + "".join(f"<div role='columnheader'>{h}</div>" for h in HEADS)
    + "</div>"
    + "".join(f"<div role='row'>{cells(r)}</div>" for r in ROWS)
    + "</div>"
)


@pytest.mark.parametrize("body", [PLAIN, APART, LIST, ROLES])
def test_boxes_under_column_heads_are_a_table(body):
    page, tree = tables(body)
    (table,) = page.tables
    assert table.rows == (HEADS, *ROWS)
    assert table.header == 1
    assert [b.text for b in page.blocks if b.kind == "row"][1] == "1 | Cấp đổi sổ đỏ | 28/03/2022 | Đã trả lời"
    for place in (table.locator, *(b.locator for b in page.blocks)):  # as in the page that was sent
        assert tree.css_first(place) is not None, place


@pytest.mark.parametrize(
    "body",
    [
        # cards in three columns
        "<div><div><div>Tin một</div><div>28/03/2022</div></div><div><div>Tin hai</div><div>27/03/2022</div></div></div>",
        # heads above rows of another width
        f"<div><div>{cells(HEADS)}</div><div>{cells(ROWS[0][:2])}</div></div>",
        # one known word is chance
        f"<div><div>{cells(('Ngày', 'Giá vàng'))}</div><div>{cells(('28/3', '68,5'))}</div></div>",
        # links are a menu
        "<div><div><div><a href='/a'>Tiêu đề</a></div><div><a href='/b'>Trạng thái</a></div></div>"
        "<div><div>a</div><div>b</div></div></div>",
        # text between
        f"<div><div>{cells(HEADS)}</div>Các câu hỏi<div>{cells(ROWS[0])}</div></div>",
    ],
)
def test_boxes_that_are_no_table(body):
    page, _ = tables(body)
    assert page.tables == ()
