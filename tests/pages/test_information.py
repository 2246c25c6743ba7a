"""Access to information: the regulation and the contact point, and their many look-alikes."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.information import ContactPoint, Information, Regulation, read_information
from pages.page import Block, Page, Region
from pages.read import read

FIXTURES = Path(__file__).parent / "fixtures" / "information"
REGULATION = "Quy chế cung cấp thông tin cho công dân"


def page_of(body: str, footer: str = "") -> Page:
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Cổng thông tin điện tử tỉnh Bình Minh</title></head><body>
    <div class="header">Hôm nay: Thứ Ba, 29/03/2022</div><ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/gt">Giới thiệu</a></li></ul>
    <div class="content">{body}</div>
    <div class="footer">{footer or "Ban biên tập: Văn phòng UBND tỉnh. Điện thoại: 0250 3856 999. Email: bbt@binhminh.example"}</div></body></html>"""
    return read(html.encode(), url="https://binhminh.example/trang", media_type="text/html")


def reading(heading: str, *paragraphs: str, context: str = "") -> Information:
    body = f"<h1>{heading}</h1>" + "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    page = page_of(body)
    answer = read_information(page, context=context)
    assert_verbatim(page, answer)
    return answer


def assert_verbatim(page: Page, answer: Information) -> None:
    """Every quote's parts stand in the page, in order."""
    text = "\n".join((page.text(), *(link.label for link in page.links)))
    quotes = [q for _, q in answer.rejected]
    quotes += [part.quote for part in (answer.regulation, answer.contact_point) if part is not None]
    for quote in quotes:
        at = 0
        for part in quote.split(" […] "):
            found = text.find(part, at)
            assert part and found >= 0, (part, quote)
            at = found


def regulation(answer: Information) -> Regulation:
    assert answer.regulation is not None, answer.rejected
    return answer.regulation


def contact(answer: Information) -> ContactPoint:
    assert answer.contact_point is not None, answer.rejected
    return answer.contact_point


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.html")), ids=lambda p: p.stem)
def test_page_is_read_as_a_person_reads_it(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    page = read(path.read_bytes(), url=expected["url"], media_type="text/html")
    answer = read_information(page)
    assert_verbatim(page, answer)
    assert answer.section is expected["section"]
    assert sorted({code for code, _ in answer.rejected}) == expected["rejected"]
    found = answer.regulation
    told = (
        {"number": found.number, "day": found.day, "readable": found.readable, "links": list(found.links)}
        if found
        else None
    )
    assert told == expected.get("regulation")
    point = answer.contact_point
    assert ({"who": point.who, "contacts": sorted(point.contacts)} if point else None) == expected.get("contact_point")


# --- the regulation


@pytest.mark.parametrize(
    "name",
    [
        "Quy chế cung cấp thông tin cho công dân",
        "Quy chế nội bộ về cung cấp thông tin cho công dân trên địa bàn tỉnh",
        "Quy chế nội bộ về tổ chức cung cấp thông tin theo Luật Tiếp cận thông tin",
        "Quy chế về việc cung cấp thông tin theo yêu cầu của công dân",
        "Quy chế tổ chức cung cấp thông tin của UBND tỉnh theo Luật Tiếp cận thông tin",
        "Quyết định số 15/QĐ-UBND ngày 2/3/2020 ban hành Quy chế cung cấp thông tin cho công dân",
        "QUY CHẾ CUNG CẤP THÔNG TIN CHO CÔNG DÂN",
        "QUY CHE CUNG CAP THONG TIN CHO CONG DAN",
    ],
)
def test_the_regulation_has_many_names(name: str) -> None:
    found = regulation(reading("Văn bản", f'<ul><li><a href="/vb/1.pdf">{name}</a></li></ul>'))
    assert found.links == ("https://binhminh.example/vb/1.pdf",)
    assert not found.readable


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Quy chế phát ngôn và cung cấp thông tin cho báo chí", "press_spokesperson"),
        ("Quy chế cung cấp thông tin cho các cơ quan báo chí", "press_spokesperson"),
        ("Quy chế hoạt động, cung cấp thông tin trên Cổng thông tin điện tử tỉnh", "portal_editorial"),
        ("Quy chế quản lý, cung cấp thông tin lên Trang thông tin điện tử", "portal_editorial"),
        ("Quy chế cung cấp thông tin và dịch vụ công trực tuyến", "portal_editorial"),
        ("Quy chế cung cấp thông tin thống kê", "other_subject"),
        ("Quy chế cung cấp thông tin về dự án đầu tư", "other_subject"),
        ("Quy chế phối hợp cung cấp thông tin về đất đai", "other_subject"),
        ("Quy chế cung cấp thông tin quy hoạch xây dựng", "other_subject"),
        ("Quy chế cung cấp thông tin cho công dân của Sở Tư pháp", "other_agency"),
        ("Quy chế cung cấp thông tin cho công dân của UBND huyện Lạc Thủy", "other_agency"),
        ("UBND xã Tân Lập ban hành Quy chế cung cấp thông tin cho công dân", "other_agency"),
        ("Dự thảo Quy chế cung cấp thông tin cho công dân", "draft"),
        ("Lấy ý kiến góp ý Quy chế cung cấp thông tin cho công dân", "draft"),
        ("Bãi bỏ Quy chế cung cấp thông tin cho công dân", "repealed"),
        ("Kế hoạch xây dựng Quy chế cung cấp thông tin cho công dân", "plan"),
        ("Quy chế cung cấp thông tin", "unclear"),
    ],
)
def test_look_alikes_are_rejected_with_the_reason(name: str, code: str) -> None:
    for answer in (reading(name), reading("Văn bản", f'<ul><li><a href="/vb/1.pdf">{name}</a></li></ul>')):
        assert answer.regulation is None
        assert code in {c for c, _ in answer.rejected}


@pytest.mark.parametrize(
    "text",
    [
        "UBND tỉnh ban hành kế hoạch triển khai thi hành Luật Tiếp cận thông tin.",
        "Nghị định số 13/2018/NĐ-CP quy định chi tiết và biện pháp thi hành Luật Tiếp cận thông tin.",
        "Theo quy định, cung cấp thông tin cho công dân là trách nhiệm của cơ quan nhà nước.",
        "Danh mục thông tin phải được công khai",
    ],
)
def test_papers_about_the_law_name_no_regulation(text: str) -> None:
    assert reading("Tin tức", text).regulation is None


def test_a_bare_name_counts_in_the_section_on_access_to_information() -> None:
    answer = reading(
        "Chuyên mục Tiếp cận thông tin",
        '<ul><li><a href="/1.pdf">Quy chế cung cấp thông tin của UBND tỉnh</a></li></ul>',
    )
    assert answer.section and regulation(answer).links == ("https://binhminh.example/1.pdf",)


def test_number_and_date_are_those_beside_the_name() -> None:
    found = regulation(
        reading(
            "Tin tức",
            "Căn cứ Quyết định số 9/QĐ-UBND ngày 1/1/2018, UBND tỉnh ban hành Quyết định số 15/2020/QĐ-UBND ngày 10/5/2020 về "
            "Quy chế cung cấp thông tin cho công dân.",
        )
    )
    assert (found.number, found.day, found.readable) == ("15/2020/QĐ-UBND", date(2020, 5, 10), False)


def test_a_decision_without_the_regulations_text_is_not_readable() -> None:
    decision = [
        f"Điều {n}. {text}"
        for n, text in ((1, f"Ban hành kèm theo Quyết định này {REGULATION}."), (2, "Hiệu lực"), (3, "Thi hành"))
    ]
    answer = reading(
        f"Quyết định ban hành {REGULATION}", "Số: 7/QĐ-UBND", *decision, '<a href="/quyche.docx">Tải về</a>'
    )
    found = regulation(answer)
    assert not found.readable and found.links == ("https://binhminh.example/quyche.docx",)


@pytest.mark.parametrize(
    "articles",
    [
        ("Điều 1. Phạm vi điều chỉnh: Quy chế này quy định việc cung cấp thông tin.", "Điều 2. Nguyên tắc"),
        ("Điều 1. Phạm vi, đối tượng áp dụng", "1. Quy chế này quy định trình tự.", "Điều 2. Giải thích từ ngữ"),
    ],
)
def test_the_first_articles_of_a_regulation_are_its_text(articles: tuple[str, ...]) -> None:
    found = regulation(reading(REGULATION, "Ban hành kèm theo Quyết định số 7/QĐ-UBND ngày 15/9/2025", *articles))
    assert (found.number, found.readable) == ("7/QĐ-UBND", True)


def test_articles_of_another_document_do_not_make_a_citation_readable() -> None:
    articles = [f"Điều {n}. Nội dung" for n in range(1, 9)]
    answer = reading(
        "Quy chế làm việc của UBND tỉnh", *articles, f"Việc cung cấp thông tin thực hiện theo {REGULATION}."
    )
    assert answer.regulation is None or not answer.regulation.readable


def test_news_of_the_regulation_is_a_mention() -> None:
    answer = reading(f"UBND tỉnh ban hành {REGULATION}", "Quy chế có hiệu lực từ ngày 1/7/2020.")
    assert not regulation(answer).readable


def test_a_menus_link_is_a_mention() -> None:
    menu = f'<div class="menu"><ul><li><a href="/a">Trang chủ</a></li><li><a href="/qc">{REGULATION}</a></li><li><a href="/b">Liên hệ</a></li></ul></div>'
    answer = read_information(page_of(f"{menu}<h1>Trang chủ</h1><p>Chào mừng</p>"))
    assert regulation(answer).links == ("https://binhminh.example/qc",)


def test_a_word_document_is_the_regulation_itself() -> None:
    document = docx.Document()
    lines = [
        "ỦY BAN NHÂN DÂN TỈNH BÌNH MINH",
        "Số: 20/QĐ-UBND",
        "Bình Minh, ngày 5 tháng 6 năm 2018",
        "QUYẾT ĐỊNH",
        f"Ban hành {REGULATION}",
    ]
    lines += [
        "Căn cứ Luật Tiếp cận thông tin;",
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế",
        "Điều 2. Hiệu lực",
        "QUY CHẾ",
        "Chương I",
    ]
    for line in [*lines, *(f"Điều {n}. Nội dung" for n in range(1, 8))]:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    found = regulation(read_information(read(buffer.getvalue(), url="https://binhminh.example/qc.docx")))
    assert (found.number, found.day, found.readable) == ("20/QĐ-UBND", date(2018, 6, 5), True)


@pytest.mark.parametrize(
    ("behind", "readable"),
    [
        (("QUY CHẾ", "Chương I. Quy định chung", "Điều 1. Phạm vi"), True),
        (("QUY CHẾ", "Chương I"), True),
        (("Điều 2. Hiệu lực", "Điều 3. Thi hành"), False),  # the decision alone; its enclosure is another file
        (("Nơi nhận:",), False),
    ],
)
def test_a_decision_bears_its_number_and_the_regulation_behind_it(behind: tuple[str, ...], readable: bool) -> None:
    document = docx.Document()
    for line in (
        "UBND TỈNH BÌNH MINH",
        "Số: 585/QĐ-UBND",
        "Bình Minh, ngày 26 tháng 9 năm 2018",
        "QUYẾT ĐỊNH",
        f"Về việc ban hành {REGULATION}",
        "Căn cứ Luật Tiếp cận thông tin số 104/2016/QH13;",
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế...",
        *behind,
    ):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    found = regulation(read_information(read(buffer.getvalue(), url="https://binhminh.example/qd.docx")))
    assert (found.number, found.day, found.readable) == ("585/QĐ-UBND", date(2018, 9, 26), readable)


def test_a_subject_broken_over_lines_is_one() -> None:
    lines = (
        "UBND TỈNH BÌNH MINH",
        "Số: 585/QĐ-UBND",
        "Bình Minh, ngày 26 tháng 9 năm 2018",
        "QUYẾT ĐỊNH",
        "Về việc ban hành Quy chế tổ chức thực",
        "hiện việc tiếp nhận, xử lý và cung cấp",
        "thông tin theo yêu cầu của công dân",
        "Căn cứ Luật Tiếp cận thông tin",
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế.",
        "QUY CHẾ",
        "Chương I",
    )
    blocks = tuple(Block("paragraph", line, Region.MAIN, "page=1") for line in lines)
    page = Page(url="https://binhminh.example/qd.pdf", media="pdf", blocks=blocks)
    answer = read_information(page)
    found = regulation(answer)
    assert (found.number, found.readable) == ("585/QĐ-UBND", True)
    assert_verbatim(page, answer)


def test_another_agencys_document_is_not_the_provinces() -> None:
    document = docx.Document()
    for line in [
        "UBND HUYỆN LẠC THỦY",
        "QUYẾT ĐỊNH",
        f"Ban hành {REGULATION}",
        "Chương I",
        *(f"Điều {n}. A" for n in range(1, 8)),
    ]:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_information(read(buffer.getvalue(), url="https://binhminh.example/qc.docx")).regulation is None


# --- the contact point


@pytest.mark.parametrize(
    ("body", "who", "kinds"),
    [
        (("Đầu mối cung cấp thông tin: Văn phòng UBND tỉnh, điện thoại: 0250 3856 123.",), "Văn phòng UBND tỉnh", {"phone"}),
        (("Bộ phận tiếp nhận yêu cầu cung cấp thông tin: Phòng Hành chính - Quản trị; email: hc@binhminh.example",), "Phòng Hành chính - Quản trị", {"email"}),
        (("Người làm đầu mối tiếp nhận yêu cầu cung cấp thông tin: Ông Trần Minh Bảo, chuyên viên, ĐT: 02503856123",), "Trần Minh Bảo", {"phone"}),
        (("<h2>Đơn vị đầu mối cung cấp thông tin</h2>", "Văn phòng UBND tỉnh", "Địa chỉ: Số 1 Hùng Vương", "Tel: (0250) 3.856.123"), "Văn phòng UBND tỉnh", {"address", "phone"}),
        (("<table><tr><td>Đầu mối cung cấp thông tin</td><td>Văn phòng UBND tỉnh</td><td>0250 3856 123</td></tr><tr><td>Đường dây nóng</td><td>0911 111 111</td></tr></table>",), "Văn phòng UBND tỉnh", {"phone"}),
        (("<dl><dt>Cán bộ đầu mối cung cấp thông tin</dt><dd>Bà Lê Thị Hoa, Phó Chánh Văn phòng, lthoa@binhminh.example</dd></dl>",), "Lê Thị Hoa", {"email"}),
        (("Công dân có yêu cầu cung cấp thông tin đề nghị liên hệ Văn phòng UBND tỉnh, điện thoại 0250 3856 123.",), "Văn phòng UBND tỉnh", {"phone"}),
        (("Điều 5. Đơn vị đầu mối cung cấp thông tin", "1. Văn phòng UBND tỉnh là đơn vị đầu mối cung cấp thông tin, có trách nhiệm tiếp nhận yêu cầu."), "Văn phòng UBND tỉnh", set()),
        (("DAU MOI CUNG CAP THONG TIN: Van phong UBND tinh, dien thoai: 02503856123",), "Van phong UBND tinh", {"phone"}),
    ],
)  # fmt: skip
def test_label_unit_and_contacts_may_stand_in_many_ways(body: tuple[str, ...], who: str, kinds: set[str]) -> None:
    found = contact(reading("Công khai thông tin", *body))
    assert (found.who, set(found.contacts)) == (who, kinds)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Đầu mối cung cấp thông tin cho báo chí: Văn phòng UBND tỉnh, 0250 3856 123", "press_spokesperson"),
        ("Người phát ngôn và cung cấp thông tin: Ông Trần Minh Bảo, 0250 3856 123", "press_spokesperson"),
        ("Cán bộ đầu mối kiểm soát thủ tục hành chính: Lê Hoa, 0250 3856 123", "procedures"),
        ("Đầu mối cung cấp thông tin trên Cổng thông tin điện tử, Ban biên tập: 0250 3856 123", "portal_editorial"),
        ("Đầu mối cung cấp thông tin về dịch bệnh Covid-19: Sở Y tế, 0250 3856 123", "other_subject"),
        ("Đầu mối cung cấp thông tin cho nhà đầu tư: Trung tâm Xúc tiến, 0250 3856 123", "other_subject"),
        ("Đầu mối cung cấp thông tin của Sở Tư pháp: Văn phòng Sở, 0250 3856 123", "other_agency"),
    ],
)
def test_other_contacts_are_rejected_with_the_reason(line: str, code: str) -> None:
    answer = reading("Công khai thông tin", line)
    assert answer.contact_point is None
    assert code in {c for c, _ in answer.rejected}


@pytest.mark.parametrize(
    "lines",
    [
        ("Ban biên tập Cổng thông tin điện tử. Điện thoại: 0250 3856 123",),
        ("Đường dây nóng: 0911 111 111",),
        (
            "Cơ quan nhà nước phải công khai địa chỉ, số điện thoại của người làm đầu mối tiếp nhận yêu cầu cung cấp thông tin.",
        ),
        (
            "Giao Sở Tư pháp tham mưu UBND tỉnh bố trí cán bộ làm đầu mối cung cấp thông tin theo quy định của Luật Tiếp cận thông tin.",
        ),
        ("Chưa phân công đầu mối cung cấp thông tin.",),
        ("Đầu mối cung cấp thông tin: đang cập nhật",),
    ],
)
def test_nobody_in_particular_is_no_contact_point(lines: tuple[str, ...]) -> None:
    assert reading("Thông tin", *lines).contact_point is None


def test_a_filled_request_form_is_never_read() -> None:
    answer = reading(
        "Phiếu yêu cầu cung cấp thông tin",
        "Kính gửi: Đơn vị đầu mối cung cấp thông tin",
        "Họ, tên người yêu cầu: Nguyễn Văn Cường",
        "Số điện thoại: 0912 345 678",
    )
    assert answer.contact_point is None or not answer.contact_point.contacts
    assert "Cường" not in str(answer) and "0912" not in str(answer)


def test_the_footers_editors_do_not_complete_a_contact_point() -> None:
    found = contact(reading("Công khai", "Đầu mối cung cấp thông tin: Văn phòng UBND tỉnh"))
    assert found.contacts == frozenset()


def test_the_next_headings_numbers_belong_to_that_heading() -> None:
    found = contact(
        reading(
            "Liên hệ",
            "<h3>Đầu mối cung cấp thông tin</h3>",
            "Văn phòng UBND tỉnh",
            "<h3>Phòng khám</h3>",
            "Điện thoại: 0911 111 111",
        )
    )
    assert found.contacts == frozenset()


def test_the_next_row_of_a_table_is_anothers() -> None:
    found = contact(
        reading(
            "Liên hệ",
            "<table><tr><td>Đầu mối cung cấp thông tin</td><td>Văn phòng UBND tỉnh</td></tr>"
            "<tr><td>Phòng Tài chính</td><td>0911 111 111</td></tr></table>",
        )
    )
    assert found.contacts == frozenset()


def test_a_label_that_spans_rows_has_what_stands_beside_it() -> None:
    body = (
        "<table><tr><td rowspan=3>Đầu mối tiếp nhận yêu cầu cung cấp thông tin</td><td>Đơn vị: Văn phòng UBND tỉnh</td></tr>"
        "<tr><td>Người phụ trách: Trần Văn Sơn</td></tr><tr><td>ĐT: 0203.3835.693</td></tr>"
        "<tr><td>Ban biên tập</td><td>Email: bbt@binhminh.example</td></tr></table>"
    )
    found = contact(reading("Tiếp cận thông tin", body))
    assert (found.who, found.contacts) == ("Văn phòng UBND tỉnh", {"phone"})


def test_a_number_that_is_no_telephone_is_none() -> None:
    found = contact(
        reading(
            "Liên hệ",
            "Đầu mối cung cấp thông tin: Văn phòng UBND tỉnh, theo Quyết định số 012/2019/QĐ-UBND ngày 03/04/2019.",
        )
    )
    assert "phone" not in found.contacts


def test_the_complete_contact_point_is_preferred() -> None:
    found = contact(
        reading(
            "Tiếp cận thông tin",
            "Văn phòng UBND tỉnh là đầu mối cung cấp thông tin.",
            "<h3>Đầu mối cung cấp thông tin</h3>", "Phòng Hành chính - Tổ chức", "Điện thoại: 0250 3856 123",
        )
    )  # fmt: skip
    assert (found.who, found.contacts) == ("Phòng Hành chính - Tổ chức", frozenset({"phone"}))


def test_an_unrelated_page_says_nothing() -> None:
    answer = reading("Xuất khẩu tháng 3", "Trung tâm cung cấp thông tin thị trường, điện thoại 0250 3856 123.")
    assert answer == Information(about=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(
    ["Quy chế", "cung cấp thông tin", "cho công dân", "đầu mối", "Văn phòng UBND tỉnh", "0250 3856 123", "a@b.vn", "<h3>", "</h3>", "<p>", "Điều 1.", "|",
     "số 12/QĐ-UBND ngày 3/4/2019", "báo chí", "của Sở Tư pháp", "<td>", "<table><tr><td>", "</table>", ":", "Chương I", "\x00"]), max_size=30))  # fmt: skip
def test_any_mixture_is_read_without_an_error_and_quoted_word_for_word(words: list[str]) -> None:
    page = page_of(f"<h1>Tiếp cận thông tin</h1><div>{' '.join(words)}</div>")
    assert_verbatim(page, read_information(page))
