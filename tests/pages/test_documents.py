"""Documents of every kind that portals attach: words in order, tables, scans told, bombs refused."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from pages.page import Page, State
from pages.read import read


def vietnamese_font() -> TTFont | None:
    for path in sorted(Path("/usr/share/fonts").rglob("*.ttf")):
        font = TTFont("own", str(path))
        if ord("ế") in font.face.charToGlyph:
            return font
    return None


FONT = vietnamese_font()
URL = "https://mau.example/lich"


def pdf(*pages: list[str]) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out)
    font = "Helvetica"
    if FONT is not None:
        pdfmetrics.registerFont(FONT)
        font = "own"
    for lines in pages:
        sheet.setFont(font, 11)
        for number, line in enumerate(lines):
            sheet.drawString(60, 800 - 20 * number, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


@pytest.mark.skipif(FONT is None, reason="no font with Vietnamese letters on this machine")
def test_pdf_lines_become_paragraphs_with_their_page() -> None:
    body = pdf(
        [
            "THÔNG BÁO",
            "Lịch tiếp công dân định kỳ tháng 3 năm 2022",
            "Căn cứ Luật Tiếp công dân và các văn bản hướng dẫn thi hành, Chủ tịch Ủy ban nhân dân",
            "tỉnh tiếp công dân vào ngày 15/3/2022 tại Trụ sở Tiếp công dân tỉnh.",
            "1. Thời gian: 08 giờ 00",
        ],
        ["Nơi nhận: như trên; lưu văn thư, phòng nội chính và ban tiếp công dân"],
    )
    page = read(body, url=URL, media_type="application/octet-stream")
    assert (page.media, page.state, page.heading) == ("pdf", State.OK, "THÔNG BÁO")
    assert texts(page) == [
        "THÔNG BÁO",
        "Lịch tiếp công dân định kỳ tháng 3 năm 2022",
        "Căn cứ Luật Tiếp công dân và các văn bản hướng dẫn thi hành, Chủ tịch Ủy ban nhân dân tỉnh tiếp công dân vào "
        "ngày 15/3/2022 tại Trụ sở Tiếp công dân tỉnh.",
        "1. Thời gian: 08 giờ 00",
        "Nơi nhận: như trên; lưu văn thư, phòng nội chính và ban tiếp công dân",
    ]
    assert [block.locator for block in page.blocks] == ["page=1"] * 4 + ["page=2"]


def test_pdf_of_pictures_is_a_scan() -> None:
    assert read(pdf([], ["Ky so"]), url=URL).state is State.SCAN


def test_pdf_is_read_up_to_the_cap() -> None:
    page = read(
        pdf(*[[f"Trang {n}, mot dong chu du dai de khong bi coi la ban chup, mot dong chu"] for n in range(70)]),
        url=URL,
    )
    assert page.blocks[-1].locator == "page=60"
    assert page.quality < 1


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Lịch tiếp công dân", 1)
    document.add_paragraph("Ngày 15/3/2022")
    run = document.add_paragraph().add_run("LÞch tiÕp c«ng d©n")
    run.font.name = ".VnTime"
    table = document.add_table(2, 3)
    for column, words in enumerate(("Ngày", "Người tiếp", "Nơi")):
        table.cell(0, column).text = words
    table.cell(1, 0).text = "15/3"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "Chủ tịch"
    document.add_paragraph("Hết")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx_paragraphs_and_tables_stand_in_document_order() -> None:
    page = read(word(), url=URL, media_type="application/msword")
    assert (page.media, page.state) == ("docx", State.OK)
    assert texts(page) == [
        "Lịch tiếp công dân", "Ngày 15/3/2022", "Lịch tiếp công dân", "Ngày | Người tiếp | Nơi", "15/3 | Chủ tịch", "Hết",
    ]  # fmt: skip
    assert page.blocks[1].headings == ("Lịch tiếp công dân",)
    assert page.tables[0].rows == (("Ngày", "Người tiếp", "Nơi"), ("15/3", "Chủ tịch", "Chủ tịch"))
    assert page.tables[0].before == 2


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data)
    return out.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = b'<?xml version="1.0"?><worksheet ' + MAIN + b"><sheetData>%s</sheetData></worksheet>"


def workbook(rows: bytes) -> bytes:
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return archive(
        {
            "xl/workbook.xml": b"<workbook "
            + MAIN
            + b' xmlns:r="'
            + relation
            + b'"><sheets><sheet name="L\xe1\xbb\x8bch" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="x"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/styles.xml": b"<styleSheet "
            + MAIN
            + b'><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/sharedStrings.xml": b"<sst "
            + MAIN
            + b"><si><t>Ng\xc3\xa0y</t></si><si><r><t>Ch\xe1\xbb\xa7 </t></r><r><t>t\xe1\xbb\x8bch</t></r></si></sst>",
            "xl/worksheets/sheet1.xml": SHEET % rows,
        }
    )


def test_xlsx_cells_show_what_excel_shows() -> None:
    rows = (
        b'<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        b'<row><c r="A2" s="1"><v>44635</v></c><c r="B2"><v>44635</v></c><c r="C2" t="inlineStr"><is><t>x</t></is></c></row>'
    )
    page = read(workbook(rows), url=URL)
    assert (page.media, page.state) == ("xlsx", State.OK)
    assert page.tables[0].rows == (("Ngày", "", "Chủ tịch"), ("15/03/2022", "44635", "x"))
    assert texts(page) == ["Lịch", "Ngày | Chủ tịch", "15/03/2022 | 44635 | x"]


def test_zip_bombs_and_entities_are_refused() -> None:
    bomb = archive({"word/document.xml": b"\0" * (50 * 2**20)})
    assert read(bomb, url=URL).state_evidence == "unreadable: TooMuch"
    parts = {
        "xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>",
        "xl/_rels/workbook.xml.rels": b"<Relationships/>",
    }
    assert read(archive(parts), url=URL).state_evidence == "unreadable: TooMuch"


def test_rtf_in_unicode_and_in_its_code_page() -> None:
    body = rb"{\rtf1\ansi\ansicpg1258{\fonttbl{\f0 Times;}}{\*\generator x}\f0 L\u7883?ch ti\u7871?p c\'f4ng d\'e2n\par A\cell B\cell\row}"
    assert texts(read(body, url=URL)) == ["Lịch tiếp công dân", "A | B"]


def old_word(text: str) -> bytes:
    """A minimal Word 97 file: one piece of UTF-16 text, everything in one chain of sectors per stream."""
    words = text.encode("utf-16-le")
    main = bytearray(4096 + len(words))
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<i", main, 0x4C, len(text))
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, 2048, 0)
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    main[2048 : 2048 + len(words)] = words
    table = clx.ljust(4096, b"\0")
    body = bytes(main).ljust(-(-len(main) // 512) * 512, b"\0")
    first_main, count_main = 2, len(body) // 512
    first_table = first_main + count_main
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    fat += [*range(first_main + 1, first_main + count_main), 0xFFFFFFFE]
    fat += [*range(first_table + 1, first_table + 8), 0xFFFFFFFE]
    fat_sector = struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat))))

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB", len(raw), kind, 0)
            + b"\xff" * 12
            + b"\0" * 36
            + struct.pack("<III", start, size, 0)
        )

    directory = (
        entry("Root Entry", 5, 0xFFFFFFFE, 0)
        + entry("WordDocument", 2, first_main, len(main))
        + entry("1Table", 2, first_table, 4096)
    )
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header[76:512] = b"\xff" * 436
    struct.pack_into("<I", header, 76, 0)
    return bytes(header) + fat_sector + directory.ljust(512, b"\0") + body + table


def test_binary_word_files_are_read() -> None:
    page = read(old_word("Lịch tiếp công dân\rNgày\x07Người tiếp\x07\x0715/3\x07Chủ tịch\x07\x07Hết\r"), url=URL)
    assert (page.media, page.state) == ("docx", State.OK)
    assert texts(page) == ["Lịch tiếp công dân", "Ngày | Người tiếp", "15/3 | Chủ tịch", "Hết"]


def test_json_objects_become_rows_and_a_table() -> None:
    body = b'{"items":[{"title":"H\\u1ecfi <b>\\u0111\\u01b0\\u1eddng</b>","day":"01/02/2022"},{"title":"C","day":"03/02/2022"}]}'
    page = read(body, url=URL, media_type="application/json")
    assert texts(page) == ["Hỏi đường | 01/02/2022", "C | 03/02/2022"]
    assert page.tables[0].rows[0] == ("title", "day")


@pytest.mark.parametrize(
    ("body", "declared", "media", "state"),
    [
        (b"<html><body><p>Xin ch\xc3\xa0o</p></body></html>", "application/pdf", "html", State.OK),
        (b"Xin ch\xc3\xa0o\n\nc\xc3\xb4ng d\xc3\xa2n", "text/plain", "text", State.OK),
        (b"\xff\xd8\xff\xe0JFIF", "text/html", "image", State.SCAN),
        (b"%PDF-1.4 junk", "", "pdf", State.ERROR),
        (b"PK\x03\x04word/ junk", "", "docx", State.ERROR),
        (b"\xd0\xcf\x11\xe0junk", "", "other", State.ERROR),
        (b"Rar!\x1a\x07", "", "other", State.ERROR),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "text/xml", "other", State.ERROR),
        (b"", "text/html", "html", State.EMPTY),
    ],
)
def test_the_kind_is_told_from_the_bytes(body: bytes, declared: str, media: str, state: State) -> None:
    page = read(body, url=URL, media_type=declared)
    assert (page.media, page.state) == (media, state)


DOCUMENTS = [pdf(["mot dong"]), word(), workbook(b"<row/>"), old_word("x\r"), rb"{\rtf1 a\par}"]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.integers(0, 100_000), st.binary(max_size=6), st.booleans())
def test_broken_documents_never_raise(body: bytes, at: int, junk: bytes, cut: bool) -> None:
    at %= len(body)
    broken = body[:at] + junk + (b"" if cut else body[at + len(junk) :])
    page = read(broken, url=URL)
    assert page.state is not State.ERROR or page.state_evidence
