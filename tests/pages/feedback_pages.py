"""Small pages for the tests of citizens' feedback."""

from __future__ import annotations

from datetime import date

from pages.feedback import Feedback, read_feedback
from pages.page import Page
from pages.read import read

CAPTURED = date(2022, 3, 31)


def page_of(main: str, url: str = "https://www.example.gov.vn/trang", title: str = "") -> Page:
    """A page with `main` as its content, between a header with a clock and a footer with counters."""
    html = (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title></head><body>"
        "<header><a href='/'>Cổng thông tin điện tử tỉnh</a> <span>Thứ năm, 31/03/2022</span></header>"
        f"<main>{main}</main><footer><p>Lượt truy cập: 1.234.567</p></footer></body></html>"
    )
    return read(html.encode(), url=url, media_type="text/html")


def feedback_of(
    main: str, url: str = "https://www.example.gov.vn/trang", context: str = "", title: str = ""
) -> Feedback:
    """The reading of such a page."""
    return read_feedback(page_of(main, url, title), context=context, captured=CAPTURED)


def json_of(text: str, url: str, context: str = "") -> Feedback:
    """The reading of a JSON answer."""
    return read_feedback(
        read(text.encode(), url=url, media_type="application/json"), context=context, captured=CAPTURED
    )
