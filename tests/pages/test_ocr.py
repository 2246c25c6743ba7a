"""Text in pictures and scans, with the real tesseract where it is installed."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pages.ocr import _read_tsv, tesseract
from pages.page import Page, State
from pages.read import read, reader_version
from pages.reception import read_reception
from tests.pages.test_documents import FONT

needs_tesseract = pytest.mark.skipif(tesseract() is None, reason="no tesseract with Vietnamese on this machine")

NOTICE = """ỦY BAN NHÂN DÂN TỈNH BẮC HẢI
THÔNG BÁO
Lịch tiếp công dân của Chủ tịch UBND tỉnh
tháng 3 năm 2022

Chủ tịch Ủy ban nhân dân tỉnh tiếp công dân định kỳ
vào các ngày 10/3/2022 và 24/3/2022."""


def picture(text: str, kind: str = "PNG") -> bytes:
    if FONT is None:
        pytest.skip("no font with Vietnamese letters on this machine")
    font = ImageFont.truetype(FONT.face.filename, 32)
    image = Image.new("L", (1240, 80 + 60 * len(text.splitlines())), 255)
    for number, line in enumerate(text.splitlines()):
        ImageDraw.Draw(image).text((60, 40 + 60 * number), line, font=font, fill=0)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def scan(text: str) -> bytes:
    """A PDF of one page that is a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(io.BytesIO(picture(text))), 20, 400, 555, 300)
    canvas.save()
    return out.getvalue()


def words(page: Page) -> str:
    return " ".join(block.text for block in page.blocks)


@needs_tesseract
@pytest.mark.parametrize(("body", "media"), [(picture, "image/png"), (scan, "application/pdf")])
def test_schedule_in_a_scan_is_read_with_its_days(body, media) -> None:
    found = read(body(NOTICE), url="http://a.vn/lich", media_type=media, ocr=True)
    assert found.state is State.OK
    assert "Lịch tiếp công dân" in words(found)
    assert {block.locator for block in found.blocks} == {"page=1;ocr"}
    assert 0.4 < found.quality < 0.9  # recognised, not read
    reading = read_reception(found, context="Lịch tiếp công dân", captured=date(2022, 3, 31))
    assert max(s.last for s in reading.schedules if s.last) == date(2022, 3, 31)  # the month that its title names


def test_without_being_asked_a_scan_stays_a_scan() -> None:
    for body, media in ((picture(NOTICE), "image/png"), (scan(NOTICE), "application/pdf")):
        assert read(body, url="http://a.vn/x", media_type=media).state is State.SCAN


@needs_tesseract
def test_a_photograph_without_words_stays_a_scan() -> None:
    image = Image.effect_noise((400, 300), 90)
    out = io.BytesIO()
    image.save(out, "PNG")
    assert read(out.getvalue(), url="http://a.vn/x.png", media_type="image/png", ocr=True).state is State.SCAN


@needs_tesseract
def test_broken_pictures_are_scans_and_no_error() -> None:
    for body in (b"\x89PNG\r\n\x1a\n" + b"x" * 100, picture(NOTICE)[:200]):
        assert read(body, url="http://a.vn/x.png", media_type="image/png", ocr=True).state is State.SCAN


def test_a_number_that_was_recognised_with_doubt_is_not_given() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.1\tngày\n5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t41.0\t18/3/2022\n"
    found = _read_tsv(head + rows)
    assert found is not None and found.lines == ("ngày ?",)


def test_the_version_of_the_reading_tells_whether_pictures_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.read.tesseract", lambda: None)
    without = reader_version()
    monkeypatch.setattr("pages.read.tesseract", lambda: "/usr/bin/tesseract")
    assert reader_version() == f"{without}+ocr"
