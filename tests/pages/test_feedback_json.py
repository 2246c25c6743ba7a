"""Citizens' items in JSON that a page loads."""

from __future__ import annotations

import json
from datetime import date

import pytest

from pages.feedback import Stage
from pages.feedback_json import day_of, key_words
from tests.pages.feedback_pages import json_of

API = "https://pakn.example.gov.vn/api/phan-anh?page=1"


def test_vietnamese_camel_case_with_a_nested_state() -> None:
    rows = [
        {"id": 2, "tieuDe": "Đèn hỏng", "noiDung": "Đèn đường hỏng", "ngayGui": 1647302400000, "hoTen": "Nguyễn A"}
        | {"trangThai": {"id": 3, "ten": "Đã xử lý"}, "donViXuLy": "UBND phường A", "ngayXuLy": "2022-03-18T18:00:00Z"},
        {"id": 1, "tieuDe": "test", "noiDung": "test", "ngayGui": 1647216000000, "hoTen": "admin"}
        | {"trangThai": {"id": 1, "ten": "Đang xử lý"}, "donViXuLy": None, "ngayXuLy": None},
    ]
    feedback = json_of(json.dumps({"total": 2, "data": rows}, ensure_ascii=False), API)
    (found,) = feedback.lists
    first, second = found.items
    assert (first.asked, first.answered) == (date(2022, 3, 15), date(2022, 3, 19))  # 01:00 in Việt Nam
    assert (first.stage, first.agency) == (Stage.ANSWERED, "UBND phường A")
    assert (second.stage, second.is_test) == (Stage.PROCESSING, True)
    assert found.order == "descending"
    assert first.locator == "$.data[0]"
    assert "Nguyễn" not in first.quote


def test_english_snake_case() -> None:
    rows = [
        {
            "question": "Bao giờ có điện?",
            "answer": "Tháng sau sẽ có.",
            "created_at": "2022-03-01 08:00:00",
            "url": f"/q/{n}",
        }
        | {"answered_at": "2022-03-05 08:00:00", "full_name": "Trần B"}
        for n in (2, 1)
    ]
    (found,) = json_of(json.dumps(rows), "https://example.gov.vn/api/questions").lists
    assert [(i.asked, i.answered, i.answer) for i in found.items] == [(date(2022, 3, 1), date(2022, 3, 5), True)] * 2
    assert [i.url for i in found.items] == ["https://example.gov.vn/q/2", "https://example.gov.vn/q/1"]


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Tin", "content": "a", "publishedDate": "2022-03-01", "status": "new"},
        {"tieuDe": "Quyết định", "soKyHieu": "1/QĐ", "ngayBanHanh": "2022-03-01", "trangThai": "Hoàn thành"},
        {"maHoSo": "H1", "noiDung": "Cấp phép", "ngayTiepNhan": "2022-03-01", "trangThai": "Đang xử lý"},
        {"name": "Banner", "url": "/a", "created_at": "2022-03-01"},
        {"id": 1},
    ],
)
def test_json_of_other_things_is_none(row: dict[str, object]) -> None:
    assert json_of(json.dumps([row, row]), "https://example.gov.vn/api/data").lists == ()


def test_what_is_no_json_breaks_nothing() -> None:
    assert json_of("{", API).lists == ()
    assert json_of("[" * 5000, API).lists == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1647302400000", date(2022, 3, 15)),
        ("1647302400", date(2022, 3, 15)),
        ("/Date(1647302400000)/", date(2022, 3, 15)),
        ("2022-03-15T18:00:00Z", date(2022, 3, 16)),
        ("2022-03-15T18:00:00", date(2022, 3, 15)),
        ("15/03/2022 08:30", date(2022, 3, 15)),
        ("0001-01-01T00:00:00", None),
        ("0", None),
        ("9999999999999", None),
        ("abc", None),
    ],
)
def test_stamps_of_json(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_keys_are_taken_apart() -> None:
    assert key_words("ngayTraLoi") == key_words("NGAY_TRA_LOI") == key_words("ngay_tra_loi") == "ngay tra loi"


@pytest.mark.parametrize(
    "answer",
    [
        '"traLoi": {"noiDung": "Đã thay bóng đèn", "ngayTraLoi": "2022-03-25T08:00:00", "donVi": {"ten": "Sở Xây dựng"}}',
        '"answers": [{"content": "Đã thay bóng đèn", "createdAt": "2022-03-25", "agencyName": "Sở Xây dựng"}]',
        '"resultContent": "Đã thay bóng đèn", "finishDate": 1648166400000, "orgName": "Sở Xây dựng"',
    ],
)
def test_an_answer_may_be_an_object(answer: str) -> None:
    item = f'{{"tieuDe": "Đèn hỏng", "noiDung": "Đèn đường hỏng", "ngayGui": "2022-03-20T08:00:00", {answer}}}'
    waits = '{"tieuDe": "Rác", "noiDung": "Rác ở chợ", "ngayGui": "2022-03-19T08:00:00", "trangThai": "Tiếp nhận"}'
    feedback = json_of(f'{{"data": {{"items": [{item}, {waits}]}}}}', "https://pakn.example.gov.vn/api/phananh")
    first, second = feedback.lists[0].items
    assert (first.asked, first.answered, first.agency) == (date(2022, 3, 20), date(2022, 3, 25), "Sở Xây dựng")
    assert first.answer
    assert (second.answered, second.answer) == (None, False)
