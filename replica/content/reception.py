# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Citizen reception (tiếp công dân): schedules of all kinds, and what only looks like one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from ..docx import docx
from ..draft import Draft, Entry, Page, Row, esc, link, links, paras, table
from ..text import d, long_date, pick, weekday

DOCUMENTS = Path(__file__).parent.parent / "documents"
MONTHLY = {
    "monthly_html": (2022, 3),
    "monthly_pdf": (2022, 3),
    "monthly_docx": (2022, 3),
    "postponed": (2022, 3),
    "scan_titled": (2022, 3),
    "stale_2022_02": (2022, 2),
    "stale_2022_01": (2022, 1),
    "stale_2021_11": (2021, 11),
}


def place(draft: Draft) -> str:
    """Where citizens are received."""
    return pick(
        ("Trụ sở Tiếp công dân {k}", "Phòng Tiếp công dân, Văn phòng UBND {k}", "Trụ sở TCD {k}"), draft.portal.slug
    ).format(k=draft.portal.kind)


def session(draft: Draft, year: int, month: int) -> date:
    """The day of a month on which the chair receives: a working day."""
    day = date(year, month, 11 + len(draft.portal.slug) % 14)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def notice_text(draft: Draft, year: int, month: int) -> list[str]:
    """The text of a monthly notice."""
    kind, day = draft.portal.kind, session(draft, year, month)
    return [
        f"Thực hiện Luật Tiếp công dân năm 2013, Văn phòng UBND {kind} {draft.portal.name} thông báo lịch tiếp công dân "
        f"định kỳ tháng {month:02d} năm {year} của Chủ tịch UBND {kind} như sau:",
        f"1. Thời gian: bắt đầu từ 08 giờ 00, {long_date(day)} ({weekday(day)}).",
        f"2. Địa điểm: {place(draft)}.",
        f"3. Người chủ trì: Chủ tịch UBND {kind}. Thành phần tham dự: Thanh tra {kind}, Ban Tiếp công dân {kind}, các sở, ngành liên quan.",
        "Công dân đến đăng ký trước ngày tiếp ít nhất 03 ngày làm việc và mang theo giấy tờ tùy thân.",
    ]


def _monthly(draft: Draft) -> str:
    """A list of notices, the newest first; answers the key of the list."""
    facts, kind = draft.portal.reception, draft.portal.kind
    year, month = MONTHLY[facts.kind]
    label = pick(("Lịch tiếp công dân", "Lịch tiếp dân", "Thông báo tiếp công dân"), draft.portal.slug, "list")
    rows: list[Row] = []
    for back in range(4):
        y, m = (year, month - back) if month > back else (year - 1, month - back + 12)
        posted = session(draft, y, m) - timedelta(days=9)
        key = f"tiep-{y}-{m:02d}"
        title = pick(
            (
                f"Thông báo lịch tiếp công dân định kỳ tháng {m} năm {y} của Chủ tịch UBND {kind}",
                f"Lịch tiếp công dân tháng {m:02d}/{y} của Chủ tịch UBND {kind}",
            ),
            draft.portal.slug,
        )
        body = paras(notice_text(draft, y, m))
        if back == 0 and facts.kind in {"monthly_pdf", "monthly_docx", "scan_titled"}:
            extension = "docx" if facts.kind == "monthly_docx" else "pdf"
            if facts.kind == "monthly_pdf":
                title = f"Thông báo lịch tiếp công dân định kỳ tháng {m} của Chủ tịch UBND {kind}"
            data = (
                docx([f"THÔNG BÁO LỊCH TIẾP CÔNG DÂN THÁNG {m} NĂM {y}", *notice_text(draft, y, m)])
                if extension == "docx"
                else (DOCUMENTS / f"{draft.portal.slug}-reception.pdf").read_bytes()
            )
            file = draft.add(
                Page(
                    f"{key}-file",
                    title,
                    kind="file",
                    data=data,
                    name=f"tb-tiep-cong-dan-{m:02d}.{extension}",
                    posted=posted,
                )
            )
            body = (
                "<p>Xem văn bản tại file đính kèm.</p><p>Tập tin đính kèm: "
                + link(file.key, file.name, "attach")
                + "</p>"
            )
        elif back == 0 and facts.kind == "postponed":
            old, new = session(draft, y, m), date(2022, 3, 30)
            title = f"Thông báo hoãn phiên tiếp công dân định kỳ tháng {m}/{y} của Chủ tịch UBND {kind}"
            body = paras(
                [
                    f"Do lịch công tác đột xuất, phiên tiếp công dân định kỳ tháng {m}/{y} của Chủ tịch UBND {kind} {long_date(old)} tạm hoãn.",
                    f"Phiên tiếp được lùi sang {long_date(new)} ({weekday(new)}), từ 08 giờ 00, tại {place(draft)}.",
                    f"Văn phòng UBND {kind} thông báo để công dân biết.",
                ]
            )
        draft.add(Page(key, title, body, kind="article", posted=posted, parent="tiep-cong-dan"))
        rows.append(Row(title, key, posted))
    draft.add(Page("tiep-cong-dan", label, kind="category", rows=rows))
    draft.reception_key = rows[0].key
    return "tiep-cong-dan"


def _yearly(draft: Draft, year: int) -> Page:
    kind = draft.portal.kind
    rows = []
    for month in range(1, 13):
        day = session(draft, year, month)
        who = f"Chủ tịch UBND {kind}" if month % 4 else f"Phó Chủ tịch UBND {kind} (được ủy quyền)"
        rows.append((f"Tháng {month:02d}/{year}", f"{weekday(day)}, {d(day)}", "8h00 - 11h30", who))
    body = paras([f"Lịch tiếp công dân năm {year} của lãnh đạo UBND {kind} {draft.portal.name} tại {place(draft)}:"])
    body += table(("Tháng", "Ngày tiếp", "Giờ", "Người tiếp"), rows)
    body += "<p>Trường hợp thay đổi sẽ có thông báo riêng.</p>"
    return Page(
        "lich-tiep",
        f"Lịch tiếp công dân năm {year} của lãnh đạo UBND {kind}",
        body,
        posted=date(year, 1, 6),
        kind="static",
    )


def _party(draft: Draft, key: str) -> Page:
    """The Party secretary's schedule: another host, under a rule of the Party."""
    rows = [(f"Tháng {m}", d(session(draft, 2022, m)), "Đồng chí Bí thư Tỉnh ủy") for m in range(1, 13)]
    body = paras(
        ["Lịch tiếp dân năm 2022 của đồng chí Bí thư Tỉnh ủy, thực hiện Quy định số 11-QĐi/TW của Bộ Chính trị:"]
    )
    body += table(("Tháng", "Ngày", "Người tiếp"), rows)
    return Page(key, "Lịch tiếp dân của Bí thư Tỉnh ủy năm 2022", body, posted=date(2022, 1, 10))


def _single(draft: Draft) -> Page | None:
    """The one page of the kinds that have one."""
    portal, facts, kind = draft.portal, draft.portal.reception, draft.portal.kind
    match facts.kind:
        case "yearly":
            return _yearly(draft, 2022)
        case "stale_y2021":
            return _yearly(draft, 2021)
        case "stale_y2020":
            return _yearly(draft, 2020)
        case "year_rule":
            text = f"Năm 2022, Chủ tịch UBND {kind} sẽ tiếp công dân vào ngày 25 hằng tháng tại {place(draft)}; nếu trùng vào ngày nghỉ thì tiếp vào ngày làm việc tiếp theo."
            return Page(
                "lich-tiep",
                f"Năm 2022, Chủ tịch UBND {kind} tiếp công dân vào ngày 25 hằng tháng",
                paras([text]),
                posted=date(2022, 1, 7),
            )
        case "quarter":
            rows = [
                (f"{weekday(x)}, {d(x)}", f"Chủ tịch UBND {kind}", place(draft))
                for x in (session(draft, 2022, m) for m in (4, 5, 6))
            ]
            body = paras([f"Lịch tiếp công dân quý II/2022 của Chủ tịch UBND {kind} {portal.name}:"]) + table(
                ("Ngày", "Người tiếp", "Địa điểm"), rows
            )
            return Page(
                "lich-tiep", f"Lịch tiếp công dân quý II/2022 của Chủ tịch UBND {kind}", body, posted=date(2022, 3, 25)
            )
        case "rule":
            text = f"Chủ tịch UBND {kind} tiếp công dân vào ngày 15 hàng tháng tại {place(draft)}, nếu trùng vào ngày nghỉ thì tiếp vào ngày làm việc tiếp theo."
            return Page(
                "lich-tiep",
                "Lịch tiếp công dân",
                paras([text, "Buổi sáng: từ 7h30 đến 11h30; buổi chiều: từ 13h30 đến 16h30."]),
            )
        case "office":
            text = f"Ban Tiếp công dân {kind} làm việc các ngày trong tuần (trừ thứ Bảy, Chủ nhật và ngày lễ). Buổi sáng: từ 7h30 đến 11h30; buổi chiều: từ 13h30 đến 17h00. Địa chỉ: {place(draft)}, số 3 đường Trần Phú."
            return Page("lich-tiep", f"Thời gian làm việc của Ban Tiếp công dân {kind}", paras([text]))
        case "weekly":
            days = [date(2022, 3, 28) + timedelta(days=n) for n in range(7)]
            work = (
                "Giao ban đầu tuần",
                "Họp Ban Chỉ đạo phòng, chống dịch",
                "Làm việc với Bộ Kế hoạch và Đầu tư",
                "",
                "Dự hội nghị trực tuyến toàn quốc",
                "",
                "",
            )
            agenda = []
            for n, day in enumerate(days):
                what = esc(work[n])
                if n == 3:
                    what = f"Chủ tịch UBND {kind} tiếp công dân định kỳ"
                agenda.append(
                    (
                        f"{weekday(day)}<br>{day.day}/{day.month}",
                        "Sáng (8h00)",
                        what,
                        place(draft) if n == 3 else "Trụ sở UBND" if what else "",
                    )
                )
            weeks = "".join(f"<option>{n}</option>" for n in range(1, 53))
            body = f"<div>Tuần thứ: <select name='tuan'>{weeks}</select> Từ ngày 28/03/2022 đến ngày 03/04/2022</div>"
            return Page(
                "lich-tiep",
                pick(("Lịch công tác tuần", "Lịch làm việc của lãnh đạo"), portal.slug) + f" UBND {kind}",
                body + table(("Ngày", "Thời gian", "Nội dung", "Địa điểm"), agenda),
            )
        case "scan":
            draft.add(
                Page(
                    "tiep-anh",
                    "lich tiep",
                    kind="file",
                    data=(DOCUMENTS / "scan.png").read_bytes(),
                    media_type="image/png",
                    name="scan0001.png",
                )
            )
            return Page(
                "lich-tiep",
                f"Lịch tiếp công dân của lãnh đạo UBND {kind}",
                '<p><img src="[[tiep-anh]]" alt="" width="700"></p>',
            )
        case "party":
            return _party(draft, "lich-tiep")
        case "council":
            rows = [(f"Tháng {m}", d(session(draft, 2022, m)), f"Thường trực HĐND {kind}") for m in range(1, 13)]
            body = paras([f"Lịch tiếp công dân năm 2022 của đại biểu HĐND {kind}:"]) + table(
                ("Tháng", "Ngày", "Người tiếp"), rows
            )
            return Page(
                "lich-tiep", f"Lịch tiếp công dân của đại biểu HĐND {kind} năm 2022", body, posted=date(2022, 1, 12)
            )
        case "district":
            rows = [
                (f"Huyện {n}", f"Chủ tịch UBND huyện {n}", "Thứ năm hằng tuần")
                for n in ("Tân An", "Phú Mỹ", "Bình Hòa")
            ]
            body = paras(["Lịch tiếp công dân của Chủ tịch UBND các huyện năm 2022:"]) + table(
                ("Huyện", "Người tiếp", "Ngày"), rows
            )
            return Page(
                "lich-tiep", "Lịch tiếp công dân của Chủ tịch UBND các huyện năm 2022", body, posted=date(2022, 1, 12)
            )
    return None


def _results(draft: Draft) -> None:
    """Reports about receptions: they tell what was, and no day on which one can come."""
    kind, rows = draft.portal.kind, []
    label = pick(("Kết quả tiếp công dân", "Báo cáo công khai lịch tiếp công dân"), draft.portal.slug, "r")
    for month in (2, 1):
        key = f"kq-tiep-{month}"
        title = f"{label} tháng {month:02d}/2022"
        body = paras(
            [
                f"Trong tháng, toàn {kind} đã tiếp 259 lượt công dân/316 người; tiếp nhận 87 đơn, trong đó 69 đơn đủ điều kiện xử lý.",
                "Không phát sinh đoàn đông người.",
            ]
        )
        draft.add(Page(key, title, body, kind="article", posted=date(2022, month, 26), parent="kq-tiep"))
        rows.append(Row(title, key, date(2022, month, 26)))
    draft.add(Page("kq-tiep", label, kind="category", rows=rows))


def add_reception(draft: Draft) -> None:
    """Add the schedule, or what stands in its place, as many clicks away as the facts say."""
    facts = draft.portal.reception
    if facts.kind == "results" or "results" in draft.portal.near_misses:
        _results(draft)
        draft.menu.append(Entry("Tiếp công dân" if facts.kind == "results" else "Kết quả tiếp công dân", "kq-tiep"))
    if "party_schedule" in draft.portal.near_misses:
        party = draft.add(_party(draft, "lich-bi-thu"))
        draft.menu.append(Entry("Lịch tiếp dân của Bí thư Tỉnh ủy", party.key))
    if facts.kind in {"none", "results"}:
        return
    if facts.kind in MONTHLY:
        key = _monthly(draft)
        label = pick(("Lịch tiếp công dân", "Tiếp công dân", "Lịch tiếp dân"), draft.portal.slug, "menu")
    else:
        page = _single(draft)
        assert page is not None, facts.kind
        key, label = draft.add(page).key, pick(("Lịch tiếp công dân", "Lịch tiếp dân"), draft.portal.slug, "menu")
        draft.reception_key = key
        if facts.kind == "weekly":
            label = pick(("Lịch công tác", "Lịch làm việc", "Lịch công tác tuần"), draft.portal.slug, "menu")
        if facts.kind in {"party", "council", "district"}:
            label = page.title.split(" năm")[0]
            draft.reception_key = ""
        if facts.kind == "office":
            label = "Tiếp công dân"
    if facts.at == 0:  # only the registry's hint and the sitemap lead here
        draft.sitemap.append(key)
        return
    steps = [("cong-khai", "Thông tin công khai"), ("minh-bach", "Công khai, minh bạch"), ("tcd", "Tiếp công dân")]
    chain = {1: [], 2: steps[:1], 3: [steps[0], steps[2]], 4: steps}[facts.at]
    if not chain:
        draft.menu.append(Entry(label, key))
        return
    targets = [*[step[0] for step in chain[1:]], key]
    for (name, title), target in zip(chain, targets, strict=True):
        shown = dict(steps).get(target, draft.pages[key].title if target == key else "")
        extra = [("cong-khai-ngan-sach", "Công khai ngân sách")] if name == "cong-khai" else []
        draft.add(Page(name, title, "<p>Danh mục nội dung:</p>" + links([(target, shown), *extra])))
    draft.add(
        Page(
            "cong-khai-ngan-sach",
            "Công khai ngân sách",
            paras(["Số liệu công khai dự toán, quyết toán ngân sách hằng năm."]),
        )
    )
    draft.menu.append(Entry(chain[0][1], chain[0][0]))
