# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Access to information: the regulation, the contact point, and the press spokesperson that is neither."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..docx import docx
from ..draft import Draft, Entry, Page, esc, link, paras
from ..facts import Portal
from ..text import person, seeded

DOCUMENTS = Path(__file__).parent.parent / "documents"


def decision(portal: Portal) -> tuple[str, date]:
    """Number and day of the decision that issues the regulation."""
    rng = seeded("decision", portal.slug)
    return f"{rng.randrange(600, 2900)}/QĐ-UBND", date(2019, rng.randrange(3, 11), rng.randrange(2, 28))


def contact(portal: Portal) -> tuple[str, str, str]:
    """Unit, telephone and e-mail of the contact point."""
    phone = f"0{seeded('phone', portal.slug).randrange(203, 299)} 3 {seeded('p2', portal.slug).randrange(810, 899)} 456"
    return f"Văn phòng UBND {portal.kind} {portal.name}", phone, f"thongtin@{portal.slug}.example"


def regulation_text(portal: Portal, with_contact: bool) -> list[str]:
    """The regulation, shortened."""
    number, day = decision(portal)
    kind = portal.kind
    out = [
        f"ỦY BAN NHÂN DÂN {kind.upper()} {portal.name.upper()}",
        f"QUYẾT ĐỊNH Số: {number}, ngày {day.day:02d} tháng {day.month} năm {day.year}",
        f"Ban hành Quy chế cung cấp thông tin cho công dân trên địa bàn {kind} {portal.name}",
        "Căn cứ Luật Tiếp cận thông tin ngày 06 tháng 4 năm 2016; Căn cứ Nghị định số 13/2018/NĐ-CP ngày 23 tháng 01 năm 2018 của Chính phủ;",
        "Điều 1. Phạm vi điều chỉnh: Quy chế này quy định việc cung cấp thông tin cho công dân theo Luật Tiếp cận thông tin.",
        "Điều 2. Đối tượng áp dụng: các cơ quan chuyên môn, Ủy ban nhân dân cấp huyện, cấp xã và công dân yêu cầu cung cấp thông tin.",
        "Điều 3. Hình thức yêu cầu: trực tiếp, qua dịch vụ bưu chính hoặc qua mạng điện tử, theo Phiếu yêu cầu cung cấp thông tin.",
        "Điều 4. Trình tự, thủ tục: tiếp nhận yêu cầu, thông báo thời hạn, cung cấp hoặc từ chối cung cấp có nêu lý do.",
    ]
    if with_contact:
        unit, phone, mail = contact(portal)
        out.append(
            f"Điều 5. Đơn vị đầu mối tiếp nhận yêu cầu cung cấp thông tin: {unit}; điện thoại: {phone}; thư điện tử: {mail}."
        )
    return [*out, "Quyết định này có hiệu lực kể từ ngày ký."]


def add_information(draft: Draft) -> None:
    """Add what the facts name, under a section of its own where there is anything."""
    portal, kind = draft.portal, draft.portal.kind
    number, day = decision(portal)
    title = f"Quyết định số {number} ban hành Quy chế cung cấp thông tin cho công dân"
    parts: list[str] = []
    match portal.regulation:
        case "html":
            draft.add(Page("quy-che", title, paras(regulation_text(portal, False)), posted=day))
            parts.append(f"<p>{link('quy-che', title)}</p>")
        case "pdf" | "docx":
            name = f"quy-che-cung-cap-thong-tin.{portal.regulation}"
            data = (
                docx(regulation_text(portal, False))
                if portal.regulation == "docx"
                else (DOCUMENTS / f"{portal.slug}-regulation.pdf").read_bytes()
            )
            draft.add(Page("quy-che-file", title, kind="file", data=data, name=name, posted=day))
            draft.add(Page("quy-che", title, f"<p>Toàn văn: {link('quy-che-file', name)}</p>", posted=day))
            parts.append(f"<p>{link('quy-che', title)}</p>")
        case "dead":
            parts.append(f'<p><a href="[[dead]]/quy-che-cung-cap-thong-tin.pdf">{esc(title)}</a></p>')
        case "mention":
            parts.append(
                f"<p>UBND {kind} đã ban hành Quyết định số {number} về Quy chế cung cấp thông tin cho công dân theo Luật Tiếp cận thông tin.</p>"
            )
    unit, phone, mail = contact(portal)
    match portal.contact:
        case "html":
            text = f"Đầu mối tiếp nhận yêu cầu cung cấp thông tin: {unit}. Người phụ trách: bà {person('contact', portal.slug)}. Điện thoại: {phone}. Email: {mail}."
            draft.add(
                Page(
                    "dau-moi",
                    "Đầu mối cung cấp thông tin",
                    paras([text, "Thời gian tiếp nhận: giờ hành chính các ngày làm việc."]),
                )
            )
            parts.append(f"<p>{link('dau-moi', 'Đầu mối tiếp nhận yêu cầu cung cấp thông tin')}</p>")
        case "unit_only":
            draft.add(
                Page(
                    "dau-moi",
                    "Đầu mối cung cấp thông tin",
                    paras([f"Đơn vị đầu mối cung cấp thông tin theo Luật Tiếp cận thông tin: {unit}."]),
                )
            )
            parts.append(f"<p>{link('dau-moi', 'Đầu mối cung cấp thông tin')}</p>")
    if parts:
        draft.add(Page("tiep-can", "Tiếp cận thông tin", "\n".join(parts)))
        draft.menu.append(Entry("Tiếp cận thông tin", "tiep-can"))
    if "press" in portal.near_misses:
        text = f"Người phát ngôn và cung cấp thông tin cho báo chí của UBND {kind}: ông {person('press', portal.slug)}, Chánh Văn phòng UBND {kind}, điện thoại cơ quan: 0{seeded(portal.slug).randrange(203, 299)} 3 850 111."
        draft.add(Page("phat-ngon", "Người phát ngôn", paras([text])))
        draft.menu.append(Entry("Người phát ngôn", "phat-ngon"))
    if "portal_rules" in portal.near_misses:
        text = f"Quyết định số 05/2014/QĐ-UBND ban hành Quy chế hoạt động và cung cấp thông tin trên Cổng thông tin điện tử {kind}: các sở, ngành gửi tin, bài về Ban Biên tập; Ban Biên tập duyệt và đăng trong 24 giờ."
        draft.add(
            Page(
                "quy-che-cong",
                f"Quy chế hoạt động của Cổng thông tin điện tử {kind}",
                paras([text]),
                posted=date(2014, 5, 14),
            )
        )
        draft.footer.append(Entry("Quy chế hoạt động của Cổng", "quy-che-cong"))
