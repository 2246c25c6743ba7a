"""Where a page leads, told without understanding it."""

from __future__ import annotations

from pages.outline import Met, outline
from pages.page import Page

MENU = "<nav><a href=\"/gioi-thieu\">Giới thiệu</a><a href='/cong-dan'>Công dân</a><a href=/lien-he>Liên hệ</a></nav>"


def of(main: str, met: Met, url: str = "http://a.vn/tin/1.html", head: str = "") -> Page:
    text = f"<html><head><title>Tin tức</title>{head}</head><body>{MENU}<main>{main}</main></body></html>"
    return outline(text.encode(), url=url, charset_header="utf-8", met=met)


def urls(page: Page) -> list[str]:
    return [link.url.removeprefix("http://a.vn") for link in page.links]


def test_links_in_any_quotes_are_new_once() -> None:
    met = Met()
    assert urls(of("", met)) == ["/gioi-thieu", "/cong-dan", "/lien-he"]
    assert urls(of("", met)) == []
    assert urls(of('<a href="/tin/2.html">Tin 2</a><a href="/cong-dan">x</a>', met)) == ["/tin/2.html"]
    assert urls(of('<A HREF="/tin/2.html">Tin 2</A><a href=/tin/3.html>x</a>', met)) == ["/tin/3.html"]


def test_a_relative_address_is_another_one_in_another_folder() -> None:
    met = Met()
    of('<a href="2.html">Sau</a>', met)
    assert urls(of('<a href="2.html">Sau</a>', met, "http://a.vn/van-ban/1.html")) == ["/van-ban/2.html"]


def test_label_title_and_base_are_read() -> None:
    page = of('<a href="x"><img src="i.png" alt="Đường dây nóng"></a>', Met(), head='<base href="/goc/">')
    assert page.title == "Tin tức"
    assert page.links[0].label == "Giới thiệu"
    assert (page.links[-1].url, page.links[-1].label) == ("http://a.vn/goc/x", "Đường dây nóng")


def test_addresses_that_lead_nowhere_are_no_links_and_entities_are_undone() -> None:
    main = '<a href="#top">x</a><a href="javascript:void(0)">y</a><a href="mailto:a@b.vn">z</a><a href="/d?a=1&amp;b=2">w</a>'
    assert urls(of(main, Met()))[3:] == ["/d?a=1&b=2"]


def test_frames_are_told_on_every_page() -> None:
    met = Met()
    for _ in range(2):
        assert of('<iframe src="/khung"></iframe>', met).frames == ("http://a.vn/khung",)
