"""The readings kept on disk: the same judgement from them, and a file that cannot be used costs nothing but time."""

import pickle
import zlib
from datetime import date

import pytest

from pages.memory import remembered, remembered_page, remembering
from pages.page import Page
from pages.postings import postings
from pages.read import read
from schedules import readings
from schedules.readings import kept_readings, shelf_of_pages

BODY = "<main><ul><li><a href='/a'>Hội nghị triển khai nhiệm vụ phát triển kinh tế và xã hội của tỉnh</a> 25/03/2022</li></ul></main>".encode()
DAY = date(2022, 3, 31)


class Asked:
    """Counts how often the page is really read."""

    def __init__(self, folder):
        self.folder, self.times = folder, 0

    def __call__(self):
        with kept_readings(self.folder, "x"):
            page = remembered_page(("sha", "url"), self.read)
            return page, postings(page, captured=DAY)

    def read(self):
        self.times += 1
        return read(BODY, url="http://x.gov.vn/")


def test_the_next_process_gets_the_very_same(tmp_path):
    first, second = Asked(tmp_path), Asked(tmp_path)
    assert first() == second()
    assert (first.times, second.times) == (1, 0)


def test_nothing_is_written_where_nothing_is_new(tmp_path):
    asked = Asked(tmp_path)
    asked()
    (file,) = tmp_path.glob("*.readings")
    before = file.stat().st_mtime_ns
    asked()
    assert file.stat().st_mtime_ns == before


class Touch:
    """An object whose pickle writes a file when it is read back."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


@pytest.mark.parametrize("what", ["garbage", "cut", "older", "hostile", "inner"])
def test_a_file_that_cannot_be_used_is_none(tmp_path, what, monkeypatch):
    expected = Asked(tmp_path / "new")()
    asked = Asked(tmp_path / "kept")
    if what == "older":
        monkeypatch.setattr(readings, "code_version", lambda: "older")
    asked()
    monkeypatch.undo()
    (file,) = (tmp_path / "kept").glob("*.readings")
    raw = file.read_bytes()
    harm = tmp_path / "harm"
    hostile = pickle.dumps((readings._version(), {("page", "sha", "url"): Touch(harm)}))
    function = b"cpages.read\nread\n."  # a function of ours is no data class either
    wrong = {"garbage": b"\x00" * 100, "cut": raw[: len(raw) // 2], "older": raw}
    file.write_bytes(wrong[what] if what in wrong else zlib.compress(hostile if what == "hostile" else function))
    assert asked() == expected
    assert asked.times == 2
    assert not harm.exists()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    (tmp_path / "kept").write_text("a file")
    assert Asked(tmp_path / "kept")() == Asked(tmp_path / "other")()


def test_half_written_files_are_not_left(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    Asked(tmp_path)()
    assert list(tmp_path.iterdir()) == []


def test_pages_survive_with_all_their_fields(tmp_path):
    page = read(BODY, url="http://x.gov.vn/")

    @remembered
    def whole(page: Page) -> Page:
        return page

    for _ in range(2):
        with kept_readings(tmp_path, "x"):
            kept = remembered_page(("k",), lambda: page)
            assert whole(kept) == page


def test_a_crawl_takes_up_pages_one_by_one(tmp_path):
    page, _ = Asked(tmp_path)()

    def fresh():
        raise AssertionError("it was read again")

    with remembering(shelf_of_pages(tmp_path, "x")) as shelf:
        assert remembered_page(("sha", "url"), fresh) == page
        assert remembered_page(("sha", "other"), lambda: page) is page
        assert shelf.entries() == {}  # a crawl holds and leaves nothing
    (tmp_path / "x.pages").write_bytes(b"no page")
    with remembering(shelf_of_pages(tmp_path, "x")):
        assert remembered_page(("sha", "url"), lambda: page) is page


def test_a_page_that_did_not_change_is_packed_once(tmp_path, monkeypatch):
    Asked(tmp_path)()
    packed = []
    pack = readings._packed
    monkeypatch.setattr(readings, "_packed", lambda value: packed.append(value) or pack(value))
    with kept_readings(tmp_path, "x"):
        remembered_page(("sha", "url"), lambda: read(BODY, url="http://x.gov.vn/"))
        remembered_page(("new", "url"), lambda: read(BODY, url="http://x.gov.vn/new"))
    assert [value.url for value in packed if isinstance(value, Page)] == ["http://x.gov.vn/new"]
