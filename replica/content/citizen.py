# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""The entry for citizens in its many shapes, and labels that merely hold the word."""

from __future__ import annotations

from ..draft import Draft, Entry, Page, esc, link, paras, table
from ..facts import Portal

# Functions that a citizen section can offer, besides those that the portal has anyway.
OWN = (
    (
        "thu-tuc",
        "Thủ tục hành chính",
        "Danh mục thủ tục hành chính theo lĩnh vực: hộ tịch, đất đai, xây dựng, chứng thực.",
    ),
    ("tra-cuu", "Tra cứu tình trạng hồ sơ", "Nhập số biên nhận để biết hồ sơ đang ở bước nào."),
    (
        "khieu-nai",
        "Khiếu nại, tố cáo",
        "Hướng dẫn nộp đơn khiếu nại, tố cáo và các quyết định giải quyết đã có hiệu lực.",
    ),
    ("du-thao", "Góp ý dự thảo văn bản", "Dự thảo văn bản quy phạm pháp luật đang lấy ý kiến rộng rãi."),
    ("bao-hiem", "Tra cứu bảo hiểm y tế", "Nhập mã số thẻ để biết thời hạn sử dụng."),
    ("gia-dat", "Tra cứu giá đất", "Bảng giá đất theo tuyến đường, áp dụng đến hết năm 2024."),
)


def functions(draft: Draft) -> list[Entry]:
    """The functions behind the entry: as many as the facts say."""
    portal, count = draft.portal, draft.portal.citizen.functions
    out: list[Entry] = []
    if count > 2:
        if portal.reception.at == 1 and draft.reception_key:
            key = "lich-tiep" if "lich-tiep" in draft.pages else "tiep-cong-dan"
            out.append(Entry("Lịch tiếp công dân", key))
        if draft.channel_key and portal.feedback.at == 1:
            out.append(Entry("Gửi phản ánh, kiến nghị", draft.channel_key))
    for key, label, text in OWN:
        if len(out) == count:
            break
        draft.add(Page(key, label, paras([text]) + _search(key)))
        out.append(Entry(label, key))
    return out


def _search(key: str) -> str:
    if key in {"tra-cuu", "bao-hiem", "gia-dat"}:
        return '<form method="get" action=""><label for="ma">Mã số</label><input id="ma" name="ma"><button>Tra cứu</button></form>'
    if key == "thu-tuc":
        rows = [
            (str(n + 1), esc(name), "03 ngày")
            for n, name in enumerate(
                (
                    "Đăng ký khai sinh",
                    "Đăng ký kết hôn",
                    "Cấp bản sao trích lục hộ tịch",
                    "Chứng thực bản sao",
                    "Đăng ký biến động đất đai",
                )
            )
        ]
        return table(("STT", "Tên thủ tục", "Thời hạn"), rows)
    return ""


def add_citizen(draft: Draft) -> None:
    """Add the entry; the pages of reception and feedback stand already."""
    facts = draft.portal.citizen
    _near_misses(draft, draft.portal)
    if facts.shape == "none":
        return
    if facts.shape == "dead":
        draft.menu.insert(1, Entry(facts.label, href="[[dead]]/cong-dan"))
        return
    inside = functions(draft)
    if facts.shape == "submenu":
        draft.menu.insert(1, Entry(facts.label, children=tuple(inside)))
    elif facts.shape == "tab":
        draft.tabs.append(Entry(facts.label, children=tuple(inside)))
        draft.add(Page("dau-tu", "Kêu gọi đầu tư", paras(["Danh mục dự án kêu gọi đầu tư giai đoạn 2021-2025."])))
        draft.tabs.append(Entry("Doanh nghiệp", children=(Entry("Kêu gọi đầu tư", "dau-tu"),)))
    elif facts.shape == "block":
        draft.blocks.append(Entry(facts.label, children=tuple(inside)))
    else:
        body = "<ul class='chuc-nang'>" + "".join(f"<li>{link(e.key, e.label)}</li>" for e in inside) + "</ul>"
        draft.add(Page("cong-dan", facts.label, body))
        entry = Entry(facts.label, "cong-dan")
        if facts.shape == "menu":
            draft.menu.insert(1, entry)
        elif facts.shape == "footer":
            draft.footer.append(entry)
        elif facts.shape == "image":
            draft.banners.append(Entry(facts.label, "cong-dan", image=True))
        elif facts.shape == "mega":
            draft.add(Page("du-khach", "Du khách", paras(["Điểm đến, ẩm thực, lễ hội, cơ sở lưu trú."])))
            draft.menu.insert(
                1,
                Entry(
                    "Danh mục",
                    children=(Entry(facts.label, "cong-dan", children=tuple(inside)), Entry("Du khách", "du-khach")),
                ),
            )


def _near_misses(draft: Draft, portal: Portal) -> None:
    if "id_card_menu" in portal.near_misses:
        draft.add(
            Page(
                "cccd",
                "Căn cước công dân",
                paras(["Công an cấp huyện tổ chức cấp thẻ căn cước công dân gắn chíp vào các ngày trong tuần."]),
            )
        )
        draft.menu.append(Entry("Căn cước công dân", "cccd"))
    if "model_citizen" in portal.near_misses:
        draft.add(
            Page("cong-dan-uu-tu", "Công dân ưu tú", paras(["Danh sách các công dân ưu tú được tuyên dương năm 2021."]))
        )
        draft.blocks.append(Entry("Gương sáng", children=(Entry("Công dân ưu tú", "cong-dan-uu-tu"),)))
    if "external_banner" in portal.near_misses:
        draft.banners.append(
            Entry("Công dân số - Hội thi trực tuyến toàn quốc", href="https://congdanso.example/", image=True)
        )
