"""Documents with number and day of issue, in tables, cards, lists, on their own pages and in files."""

from datetime import date

import pytest

from pages.legal_documents import has_documents, legal_documents
from pages.page import Block, Page, Region
from pages.read import read

SEEN = date(2022, 3, 31)
NUMBER = "1089/QĐ-UBND"


def page(body):
    html = f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Văn bản</title></head><body><main>{body}</main></body></html>"
    return read(html.encode(), url="https://tinh.gov.vn/van-ban", media_type="text/html")


def found(body):
    return [(d.number, d.day) for d in legal_documents(page(body), captured=SEEN)]


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><th>Số/Ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        f"<tr><td>{NUMBER}</td><td>11/03/2022</td><td>Ban hành Quy chế phối hợp</td></tr></table>",
        f"<table><tr><th>STT</th><th>Số ký hiệu</th><th>Ngày hiệu lực</th><th>Ngày ký</th></tr>"
        f"<tr><td>1</td><td>{NUMBER}</td><td>21/03/2022</td><td>11/3/2022</td></tr></table>",
        f"<ul><li>Quyết định số {NUMBER} ngày 11/3/2022 về việc ban hành Quy chế</li></ul>",
        f"<ul><li><a href='/vb/1'>{NUMBER}</a> (11/03/2022) - Ban hành Quy chế phối hợp</li></ul>",
        f"<div>{NUMBER}</div><div>Ban hành: 11/03/2022</div><div>Quyết định ban hành Quy chế</div>",
        f"<h3>Quyết định {NUMBER}: Ban hành Quy chế</h3><div>Ban hành 11-03-2022</div>",
        f"<table><tr><td>{NUMBER}</td><td>Ban hành Quy chế</td><td>ngày 11 tháng 3 năm 2022</td></tr><tr><td>12/CT-UBND</td>"
        f"<td>Tăng cường</td><td>ngày 01 tháng 3 năm 2022</td></tr></table>",
        f"<p>Số ký hiệu: {NUMBER}</p><p>Trích yếu: Ban hành Quy chế</p><p>Cơ quan ban hành: UBND tỉnh</p><p>Ngày ban hành: 11/03/2022</p>",
        f"<p>Ngày ban hành: 11/03/2022</p><p>Số hiệu: {NUMBER}</p>",
    ],
)
def test_day_of_issue_in_every_layout(body):
    assert found(body)[0] == (NUMBER, date(2022, 3, 11))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Căn cứ Quyết định số {NUMBER} ngày 11/3/2022 của UBND tỉnh, Sở Nội vụ thông báo.</p>",
        f"<p>Dự thảo Quyết định thay thế {NUMBER} ngày 11/3/2022</p>",
        f"<table><tr><th>Số ký hiệu</th><th>Ngày hiệu lực</th></tr><tr><td>{NUMBER}</td><td>21/03/2022</td></tr></table>",
        "<p>Hotline 24/7: 1900 1234, ngày 11/3/2022</p>",
        f"<h2>Lấy ý kiến dự thảo</h2><ul><li>{NUMBER} (11/03/2022)</li></ul>",
    ],
)
def test_citations_drafts_and_days_of_coming_into_force_do_not_count(body):
    assert found(body) == []


def test_a_title_without_a_number_counts_by_its_posting_date():
    body = "<h3><a href='/1'>Quyết định ban hành bảng giá đất trên địa bàn tỉnh</a></h3><div>17/03/2022</div>"
    assert found(body) == [("", date(2022, 3, 17))]
    assert legal_documents(page(body), captured=SEEN, section=False) == []  # on a home page it may be news


def test_a_file_is_read_by_its_letterhead():
    lines = [
        "ỦY BAN NHÂN DÂN TỈNH BẮC HẢI",
        "Số: 45/KH-UBND  Bắc Hải, ngày 15 tháng 3 năm 2022",
        "KẾ HOẠCH",
        "Căn cứ Nghị định số 13/2018/NĐ-CP ngày 23 tháng 1 năm 2018 của Chính phủ",
    ]
    blocks = tuple(Block("paragraph", line, Region.MAIN, "page=1") for line in lines)
    document = Page(url="https://tinh.gov.vn/vb.pdf", media="pdf", blocks=blocks)
    assert [d.day for d in legal_documents(document, captured=SEEN)] == [date(2022, 3, 15)]


def test_numbers_without_a_day_are_documents_all_the_same():
    undated = page(f"<ul><li>{NUMBER} Ban hành Quy chế</li></ul>")
    assert has_documents(undated) and legal_documents(undated, captured=SEEN) == []
