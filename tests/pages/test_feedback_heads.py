"""Heads of answers: who answers and when, in any order and with any marks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.feedback import Stage
from pages.feedback_heads import parts_of
from pages.feedback_words import stage_of
from tests.pages.feedback_pages import feedback_of

HEADS = (
    ("Sở Nội vụ trả lời 1{n}-03-2022: {text}", True),
    ("Sở Nội vụ đã phúc đáp (1{n}/3/2022): {text}", True),
    ("Trả lời của Sở Nội vụ ngày 1{n}/03/2022: {text}", True),
    ("Phản hồi từ Sở Nội vụ (1{n}.03.2022): {text}", True),
    ("Đáp (1{n}/3/2022, Sở Nội vụ): {text}", True),
    ("Giải đáp [Sở Nội vụ, 1{n}/3/2022]: {text}", True),
    ("Trả lời [1{n}/3/2022] – Sở Nội vụ: {text}", True),
    ("Trả lời lúc 15:30 ngày 1{n}/3/2022 – Sở Nội vụ: {text}", True),
    ("Trả lời: (Sở Nội vụ, 1{n}/3/2022) {text}", True),
    ("Trả lời: Sở Nội vụ, ngày 1{n}/3/2022. {text}", True),
    ("Phúc đáp của Sở Nội vụ: {text}", False),
)


# A unit in the middle of a text begins nothing: such a head has a line of its own.
CASES = [
    (head, dated, apart)
    for head, dated in HEADS
    for apart in ("</p><p>", " ")
    if apart != " " or not head.startswith("Sở")
]


@pytest.mark.parametrize(("head", "dated", "apart"), CASES)
def test_the_head_of_an_answer_names_unit_and_day(head: str, dated: bool, apart: str) -> None:
    items = "".join(
        f"<div><p>Hỏi: Chế độ cho cán bộ thôn số {n}{apart}"
        + head.format(n=n, text="Thôn lập danh sách, hạn nộp đến hết 30/06/2022.")
        + "</p></div>"
        for n in (3, 2, 1)
    )
    found = feedback_of(f"<h1>Hỏi đáp</h1><div>{items}</div>").lists[0].items
    assert [item.agency for item in found] == ["Sở Nội vụ"] * 3
    assert all(item.answer for item in found)
    assert [item.answered for item in found] == [date(2022, 3, 10 + n) if dated else None for n in (3, 2, 1)]
    assert found[0].title.startswith("Chế độ cho cán bộ thôn số 3")


@pytest.mark.parametrize(
    "text",
    [
        "Trả lời phỏng vấn ngày 12/03/2022, ông Hà cho biết: mọi việc đã xong",
        "Trả lời của bà Lan ngày 12/03/2022: tôi đồng ý",
        "Sở Y tế đã kiểm tra và trả lời 12/03/2022: xong",
        "Đề nghị tỉnh trả lời: bao giờ có điện",
        "Đáp án câu 12/3: chọn a",
    ],
)
def test_words_that_head_no_answer(text: str) -> None:
    assert not any(part.role == "answer" and ("Lan" in part.label or len(part.label) > 12) for part in parts_of(text))


@given(st.text(alphabet="TrảlờiĐápSởYtế0123/:.,()[] –", max_size=300))
def test_parts_cover_any_text(text: str) -> None:
    for part in parts_of(text):
        assert 0 <= part.start <= part.end <= len(text)


def test_an_answer_without_a_label_opens_with_its_unit() -> None:
    items = "".join(
        f"<article><h3>Loa thôn {n} phát quá to</h3><p>Hoàn thành</p><p>UBND xã · <time datetime='2022-03-1{n}'>{n} tuần trước"
        "</time><br>Đã chỉnh lại âm lượng.</p></article>"
        for n in (3, 2, 1)
    )
    found = feedback_of(f"<h1>Phản ánh</h1>{items}").lists[0].items
    assert [(i.answered, i.agency, i.answer) for i in found] == [
        (date(2022, 3, 10 + n), "UBND xã", True) for n in (3, 2, 1)
    ]


def test_a_state_that_ends_like_a_word_of_time() -> None:
    assert stage_of("Đã phản hồi") is Stage.ANSWERED
    assert stage_of("Đã xử lý hồi 10:30 12/03/2022") is Stage.ANSWERED
