"""Bytes to text, whatever was declared."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.decode import decode
from pages.legacy import convert
from pages.read import read

WORDS = "<p>Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân tỉnh, ngày 15 hằng tháng</p>"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As Vietnamese Windows wrote it: the vowel, then its tone as a character of its own."""
    out = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
        out += (base + "".join(c for c in parts if c in TONES)).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (WORDS.encode(), ""),
        (WORDS.encode(), "utf-8"),
        (WORDS.encode(), "iso-8859-1"),
        (WORDS.encode(), "windows-1252"),
        (WORDS.encode(), "utf-16"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "windows-1258"),
        (b"<meta charset=windows-1252>" + WORDS.encode(), ""),
        (WORDS.encode("utf-16"), ""),
        (WORDS.encode("utf-16-le"), ""),
        (WORDS.encode("utf-16-be"), "utf-8"),
        (windows_1258(WORDS), ""),
        (windows_1258(WORDS), "windows-1258"),
        (windows_1258(WORDS), "utf-8"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">' + windows_1258(WORDS),
            "iso-8859-1",
        ),
        (unicodedata.normalize("NFD", WORDS).encode(), "utf-8"),
        (WORDS.encode() * 50 + "ệ".encode()[:2], "utf-8"),
    ],
)
def test_the_words_come_out_the_same(body: bytes, header: str) -> None:
    text, _ = decode(body, charset_header=header)
    assert WORDS in text


def test_french_is_not_taken_for_vietnamese() -> None:
    words = "<p>Où est passée la façade du théâtre? Déjà vu, naïve élève, garçon, être, hôtel, forêt</p>"
    text, _ = decode(words.encode("windows-1252"))
    assert text == words


def test_a_declared_encoding_of_the_east_is_believed() -> None:
    assert decode("<p>中文網頁</p>".encode("big5"), charset_header="big5")[0] == "<p>中文網頁</p>"


@given(
    st.binary(max_size=300),
    st.text(max_size=12) | st.sampled_from(["undefined", "idna", "utf-7", "unicode_escape", "hex", "zip"]),
)
def test_no_bytes_and_no_label_raise(body: bytes, label: str) -> None:
    text, charset = decode(body, charset_header=label)
    assert unicodedata.is_normalized("NFC", text)
    assert charset


@given(st.text(alphabet=st.characters(max_codepoint=0x20FF, exclude_categories=["Cs"]), max_size=30))
def test_whatever_utf_8_holds_is_composed(text: str) -> None:
    assert decode(text.encode())[0] in (
        unicodedata.normalize("NFC", text),
        unicodedata.normalize("NFC", text.removeprefix("\ufeff")),
    )


def test_character_references_in_nfd_are_composed() -> None:
    page = read(
        b"<body><p>Li&#803;ch tie&#770;&#769;p c&ocirc;ng d&acirc;n&nbsp;th&aacute;ng&shy; 3</p></body>",
        url="http://a.vn/",
    )
    assert page.blocks[0].text == "Lịch tiếp công dân tháng 3"


@pytest.mark.parametrize(
    ("old", "font", "new"),
    [
        (
            "LÞch tiÕp c«ng d©n cña Chñ tÞch Uû ban nh©n d©n tØnh",
            "",
            "Lịch tiếp công dân của Chủ tịch Uỷ ban nhân dân tỉnh",
        ),
        (
            "Lòch tieáp coâng daân cuûa Chuû tòch UÛy ban nhaân daân tænh Ñoàng Nai",
            "",
            "Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân tỉnh Đồng Nai",
        ),
        ("lÞch tiÕp d©n", ".VnTimeH", "LỊCH TIẾP DÂN"),
        ("söï vieäc", "VNI-Times", "sự việc"),
        ("Café déjà vu, naïve garçon à la carte", "", "Café déjà vu, naïve garçon à la carte"),
        ("Lịch tiếp công dân", "", "Lịch tiếp công dân"),
        ("© 2022 Company® µm ±5 °C", "", "© 2022 Company® µm ±5 °C"),
    ],
)
def test_old_fonts_become_unicode_and_nothing_else_changes(old: str, font: str, new: str) -> None:
    assert convert(old, font) == new


def test_an_address_of_decomposed_letters_stays_what_it_is() -> None:
    """A file uploaded from a Mac is named in NFD: composed, its address would be another file's."""
    name = unicodedata.normalize("NFD", "Lịch tiếp")
    body = f'<ul><li><a href="/tep/{name}.pdf" title="{name}">{name}</a><b>{name}</b></li></ul>'
    page = read(body.encode(), url="https://mau.gov.vn/", media_type="text/html")
    assert page.links[0].url == "https://mau.gov.vn/tep/" + quote(f"{name}.pdf")
    assert page.links[0].label == "Lịch tiếp"
    assert all(unicodedata.is_normalized("NFC", block.text) for block in page.blocks)
