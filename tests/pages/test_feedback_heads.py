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


def read_items(main: str) -> list[tuple[date | None, date | None, str]]:
    return [(i.asked, i.answered, i.agency) for i in feedback_of(main).lists[0].items]


def asked_and_answered(agency: str = "") -> list[tuple[date | None, date | None, str]]:
    return [(date(2022, 3, n), date(2022, 3, 10 + n), agency) for n in (3, 2, 1)]


@pytest.mark.parametrize(
    "item",
    [
        "<details><summary>Cầu treo số {n} bị hỏng mặt ván đã nhiều tháng nay (0{n}-03-2022)</summary><p>Sở Nội vụ trả lời "
        "1{n}-03-2022: Đã thay ván.</p></details>",
        "<div><p>Cầu treo số {n} bị hỏng [0{n}/03/2022]</p><p>Trả lời (1{n}/03/2022) - Sở Nội vụ: Đã thay ván.</p></div>",
        "<div><h4>Cầu treo số {n}</h4><small>0{n}/03/2022 | Đã xử lý</small><p>Sở Nội vụ: Đã thay ván. (1{n}/03/2022)</p></div>",
        "<div><p>Cầu treo số {n}</p><p>Tiếp nhận 0{n}/03/2022 → Hạn xử lý 29/03/2022</p><p>Tình trạng: Đã xử lý ngày "
        "1{n}/03/2022, Sở Nội vụ</p></div>",
        "<div><span>Đã trả lời 1{n}/03/2022</span> Cầu treo số {n} bị hỏng <small>(gửi lúc 07:15 0{n}/03/2022)</small><p>Sở Nội vụ: "
        "Đã thay ván.</p></div>",
    ],
)
def test_a_day_beside_the_question_is_when_it_was_asked(item: str) -> None:
    items = "".join(item.replace("{n}", str(n)) for n in (3, 2, 1))
    assert read_items(f"<h1>Hỏi đáp</h1><div>{items}</div>") == asked_and_answered("Sở Nội vụ")


def test_cells_of_two_columns_with_a_day_below_each() -> None:
    rows = "".join(
        f"<tr><td><p>Cầu treo số {n}</p><p>Hỏi: {n}/3/2022</p></td><td>Sở Nội vụ trả lời ngày 1{n}/3/2022: Đã thay.</td></tr>"
        for n in (3, 2, 1)
    )
    assert read_items(f"<h1>Hỏi đáp</h1><table>{rows}</table>") == asked_and_answered("Sở Nội vụ")


def test_a_list_of_terms_whose_answers_have_no_day() -> None:
    terms = "".join(
        f"<dt>[0{n}.03.2022] Cầu treo số {n} hỏng</dt><dd>Phúc đáp của Sở Nội vụ: Đã thay ván.</dd>" for n in (3, 2, 1)
    )
    assert read_items(f"<h1>Thư bạn đọc</h1><dl>{terms}</dl>") == [
        (date(2022, 3, n), None, "Sở Nội vụ") for n in (3, 2, 1)
    ]


def test_the_day_of_waiting_items_is_read_as_beside_the_answered_ones() -> None:
    answer = "<p>UBND xã, 1{n}/03/2022<br>Đã thay ván cầu.</p>"
    items = "".join(
        f"<article><h3>Cầu treo số {n}</h3><span>0{n}/03/2022</span> <mark>{'Hoàn thành' if n < 4 else 'Đang xử lý'}</mark>"
        + (answer.replace("{n}", str(n)) if n < 4 else "")
        + "</article>"
        for n in (5, 4, 3, 2, 1)
    )
    assert read_items(f"<h1>Phản ánh</h1><div>{items}</div>") == [
        (date(2022, 3, 5), None, ""),
        (date(2022, 3, 4), None, ""),
        *asked_and_answered("UBND xã"),
    ]


def test_a_day_behind_the_answers_own_is_not_when_it_was_asked() -> None:
    items = "".join(
        f"<div><p>Cầu treo số {n} bị hỏng (2{n}/03/2022)</p><p>Sở Nội vụ trả lời 1{n}/03/2022: Đã thay.</p></div>"
        for n in (2, 1)
    )
    assert read_items(f"<h1>Hỏi đáp</h1><div>{items}</div>") == [
        (None, date(2022, 3, 10 + n), "Sở Nội vụ") for n in (2, 1)
    ]


def test_an_answer_behind_its_labelled_day() -> None:
    items = "".join(
        f"<li><b>Cầu treo số {n}</b> <span>Ngày hỏi 0{n}/03/2022</span> <span>Đã trả lời</span><div>Cơ quan trả lời: Sở Nội vụ. Ngày "
        f"trả lời: 1{n}/03/2022. Đã thay ván cầu trong tuần.</div></li>"
        for n in (3, 2, 1)
    )
    found = feedback_of(f"<h1>Hỏi đáp</h1><ul>{items}</ul>").lists[0].items
    assert [(i.asked, i.answered, i.agency) for i in found] == asked_and_answered("Sở Nội vụ")
    assert all(item.answer for item in found)


def test_a_course_that_is_not_at_its_end() -> None:
    waiting = "<li><h4>Cầu treo số 3</h4><div>03/03/2022: Tiếp nhận</div><div>Đang xác minh</div></li>"
    drawn = "<li><h4>Cầu treo số 2</h4><div>02/03/2022: Tiếp nhận</div><div>Đang xử lý</div><div>Đã trả lời</div></li>"
    done = "<li><h4>Cầu treo số 1</h4><div>01/03/2022: Tiếp nhận</div><div>11/03/2022: Đã trả lời</div></li>"
    found = feedback_of(f"<h1>Lắng nghe người dân</h1><ol>{waiting}{drawn}{done}</ol>").lists[0].items
    assert [(i.asked, i.answered, i.stage) for i in found][::2] == [
        (date(2022, 3, 3), None, Stage.PROCESSING),
        (date(2022, 3, 1), date(2022, 3, 11), Stage.ANSWERED),
    ]
    assert (found[1].answered, found[1].stage) == (None, None)  # all steps are drawn


@pytest.mark.parametrize(
    "item",
    [
        "<div><p>Hỏi (Nguyễn Văn An, 0{n}/3/2022): Cầu treo số {n} hỏng?</p><p>Trả lời (Sở Nội vụ - 1{n}/3/2022): Đã thay ván.</p></div>",
        "<div>Ngày 0{n}/3/2022, công dân hỏi: Cầu treo số {n} hỏng?<br>Ngày 1{n}/3/2022, Sở Nội vụ trả lời: Đã thay ván.</div>",
        "<div><b>Cầu treo số {n} hỏng</b> <i>Gửi ngày 0{n}/3/2022</i><br>Sở Nội vụ có ý kiến trả lời như sau (1{n}/3/2022): Đã thay.</div>",
        "<div><p>Câu hỏi: Cầu treo số {n} hỏng (0{n}/03/2022)</p><p>Trả lời: Đã thay ván.</p><p>Sở Nội vụ, ngày 1{n}/03/2022</p></div>",
        "<div><p>Câu hỏi: Cầu treo số {n} hỏng (0{n}/03/2022)</p><p>Trả lời: Đã thay. (Sở Nội vụ, 1{n}/03/2022)</p></div>",
        "<div><h3>Cầu treo số {n} hỏng</h3><p>Thời gian phản ánh: 0{n}/03/2022 | Thời gian xử lý: 09:30 1{n}/03/2022 | Sở Nội vụ</p></div>",
    ],
)
def test_days_and_units_around_questions_and_answers(item: str) -> None:
    items = "".join(item.replace("{n}", str(n)) for n in (3, 2, 1))
    main = f"<h1>Hỏi đáp</h1><div>{items}</div>"
    assert read_items(main) == asked_and_answered("Sở Nội vụ")
    assert all("Văn An" not in i.title + i.quote for i in feedback_of(main).lists[0].items)


def test_units_in_cells_without_a_head() -> None:
    rows = "".join(
        f"<tr><td>Cầu treo số {n} hỏng</td><td>Gửi: {n}/3/2022<br>Trả lời: 1{n}/3/2022</td><td>Sở Nội vụ</td></tr>"
        for n in (3, 2, 1)
    )
    assert read_items(f"<h1>Hỏi đáp</h1><table>{rows}</table>") == asked_and_answered("Sở Nội vụ")


@pytest.mark.parametrize(
    "text", ["Kiến nghị của cử tri ngày 12/3/2022: điện", "Ý kiến ngày 12/3/2022 của Bộ: tăng cường"]
)
def test_heads_of_others_words_tell_no_day_of_a_question(text: str) -> None:
    assert "asked" not in {part.role for part in parts_of(text)}
