# mypy: disable-error-code="import-untyped"
"""Development script: writes the PDFs and the scan in documents/ (needs reportlab, Pillow and the DejaVu fonts).

Run it after a change of the facts or texts, `python -m replica.make_documents`, and commit what it writes.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from .content.information import regulation_text
from .content.reception import MONTHLY, notice_text
from .draft import Draft
from .facts import portals

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
OUT = Path(__file__).parent / "documents"


def pdf(path: Path, paragraphs: list[str]) -> None:
    """A PDF of these paragraphs."""
    style = ParagraphStyle("text", fontName="DejaVu", fontSize=12, leading=18, spaceAfter=8)
    document = SimpleDocTemplate(str(path), pagesize=A4, title=paragraphs[0], invariant=1)
    document.build([Paragraph(text, style) for text in paragraphs])


def scan(lines: list[str]) -> Image.Image:
    """A picture of text, slightly turned and blurred, as a scanner leaves it."""
    page = Image.new("L", (620, 877), 245)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 13)
    y = 60
    for line in lines:
        while line:
            pen.text((60, y), line[:66], fill=60, font=font)
            line, y = line[66:], y + 24
    return page.rotate(1.4, fillcolor=245).filter(ImageFilter.GaussianBlur(0.8)).quantize(8)


def main() -> None:
    """Write all documents."""
    OUT.mkdir(exist_ok=True)
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    for portal in portals():
        draft = Draft(portal)
        kind = portal.reception.kind
        if kind == "monthly_pdf":
            year, month = MONTHLY[kind]
            head = f"THÔNG BÁO Lịch tiếp công dân định kỳ tháng {month:02d} năm {year}"
            pdf(
                OUT / f"{portal.slug}-reception.pdf",
                [f"VĂN PHÒNG UBND {portal.kind.upper()} {portal.name.upper()}", head, *notice_text(draft, year, month)],
            )
        if kind == "scan_titled":
            image, buffer = scan(["THÔNG BÁO", *notice_text(draft, *MONTHLY[kind])]), io.BytesIO()
            image.save(buffer, "PNG", optimize=True)
            canvas = Canvas(str(OUT / f"{portal.slug}-reception.pdf"), pagesize=A4, invariant=1)
            canvas.drawImage(ImageReader(buffer), 0, 0, *A4)
            canvas.save()
        if kind == "scan":
            scan(["LỊCH TIẾP CÔNG DÂN", *notice_text(draft, 2021, 6)]).save(OUT / "scan.png", optimize=True)
        if portal.regulation == "pdf":
            pdf(OUT / f"{portal.slug}-regulation.pdf", regulation_text(portal, portal.contact == "pdf"))


if __name__ == "__main__":
    main()
