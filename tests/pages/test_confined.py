"""Documents are read in a child with limits; what breaks it costs one document."""

from __future__ import annotations

import io
import os
import pickle
import signal

import docx
import pytest

from pages import confined
from pages.confined import _Pages, read_confined
from pages.page import State
from pages.read import read
from tests.pages.test_documents import pdf


def docx_of(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_child():
    confined.stop()
    yield
    confined.stop()


def test_a_document_reads_as_it_does_at_home() -> None:
    for body in (pdf(["Lich tiep cong dan thang 3 nam 2022 cua Chu tich tinh"] * 9), docx_of("Quy chế"), b"%PDF-x"):
        assert read_confined(body, url="http://a.vn/x") == read(body, url="http://a.vn/x", ocr=True)


def test_the_child_serves_many_documents() -> None:
    read_confined(docx_of("một"), url="http://a.vn/1")
    first = confined._worker
    read_confined(docx_of("hai"), url="http://a.vn/2")
    assert confined._worker is first


def test_a_document_beyond_its_time_is_too_costly_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "WALL_SECONDS", 0.0)
    page = read_confined(docx_of("một"), url="http://a.vn/1")
    assert (page.state, page.state_evidence) == (State.ERROR, "document_too_costly")
    monkeypatch.undo()
    assert "hai" in read_confined(docx_of("hai"), url="http://a.vn/2").text()


def test_a_child_that_dies_takes_nothing_with_it() -> None:
    read_confined(docx_of("một"), url="http://a.vn/1")
    assert confined._worker is not None
    os.kill(confined._worker.pid, signal.SIGSTOP)
    os.kill(confined._worker.pid, signal.SIGKILL)
    confined._worker.wait()
    assert "hai" in read_confined(docx_of("hai"), url="http://a.vn/2").text()


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "MEMORY_BYTES", 2**20)  # not even the document itself fits
    assert read_confined(docx_of("một"), url="http://a.vn/1").state is State.ERROR


def test_nothing_but_pages_comes_out_of_the_child() -> None:
    with pytest.raises(pickle.UnpicklingError):
        _Pages(io.BytesIO(pickle.dumps(os.system))).load()
