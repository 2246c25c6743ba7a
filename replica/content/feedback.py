# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Feedback channels: forms, lists of questions and answers in several layouts, sign-in walls, and false friends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from ..draft import Draft, Entry, Page, Row, esc, link, paras, table
from ..facts import AS_OF
from ..items import Item, items
from ..text import d, person, pick, seeded

PER_PAGE = 10
NATIONAL = "https://dichvucong.gov.vn/p/phananhkiennghi/pakn-gui-phan-anh.html"
ASKED = ("Ngày hỏi", "Ngày gửi", "Gửi lúc", "Thời gian gửi", "Ngày đăng ký")
ANSWERED = ("Ngày trả lời", "Trả lời ngày", "Thời gian trả lời", "Ngày xử lý")
QUESTION = ("Câu hỏi", "Nội dung phản ánh", "Nội dung câu hỏi", "THÔNG TIN Ý KIẾN", "Hỏi")
ANSWER = ("Trả lời", "Nội dung trả lời", "THÔNG TIN PHẢN HỒI", "Kết quả xử lý", "Đáp")
UNIT = ("Đơn vị trả lời", "Cơ quan trả lời", "Đơn vị xử lý", "Cơ quan xử lý")
MENU = ("Hỏi đáp", "Phản ánh, kiến nghị", "Hỏi - Đáp trực tuyến", "Góp ý - Phản ánh", "Phản ánh kiến nghị")
HOST_NAMES = {
    "1022": "Cổng 1022",
    "pakn": "Hệ thống tiếp nhận phản ánh, kiến nghị",
    "gopy": "Cổng Góp ý",
    "tuongtac": "Hệ thống tương tác",
    "phanhoi": "Phản hồi",
}


def show_date(draft: Draft, day: date, n: int = 0) -> str:
    """A day in the notation of this portal."""
    hour, minute = 7 + n % 10, (n * 13) % 60
    moment = datetime.combine(day, time(hour, minute))
    patterns = ("%d/%m/%Y", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d-%m-%Y", "ngày %d/%m/%Y")
    return moment.strftime(pick(patterns, draft.portal.slug, "date"))


def _labels(draft: Draft) -> dict[str, str]:
    slug = draft.portal.slug
    out = {
        "asked": pick(ASKED, slug),
        "answered": pick(ANSWERED, slug, 1),
        "question": pick(QUESTION, slug, 2),
        "answer": pick(ANSWER, slug, 3),
        "unit": pick(UNIT, slug, 4),
        "stage": pick(("Trạng thái", "Tình trạng", "Tình trạng xử lý"), slug, 5),
    }
    if draft.portal.feedback.stages == "none":  # no word that could be read as a state
        out.update(answered="Ngày trả lời", answer="Đáp", unit="Đơn vị trả lời", question="Hỏi")
    return out


def _facts(draft: Draft, item: Item, n: int) -> list[tuple[str, str]]:
    """What is printed about an item besides its texts: labels and HTML."""
    words, out = _labels(draft), []
    if pick(("full", "short"), draft.portal.slug, "names") == "full":  # invented persons, whom an auditor has to drop
        phone = f"09{seeded('tel', draft.portal.slug, item.id).randrange(10**7, 10**8)}"
        out.append(("Người gửi", esc(f"{item.sender} - ĐT: {phone}" if n % 4 == 0 else item.sender)))
    else:
        out.append(("Người gửi", item.sender.split()[0] + " " + ". ".join(w[0] for w in item.sender.split()[1:]) + "."))
    if item.asked:
        out.append((words["asked"], show_date(draft, item.asked, n)))
    if item.due:
        out.append(("Hạn xử lý", f"00:00 {d(item.due)}"))
    if item.stage:
        when = (
            f" - {show_date(draft, item.answered)}" if item.answered and draft.portal.feedback.dates == "state" else ""
        )
        out.append((words["stage"], esc(item.stage + when)))
    if item.unit:
        out.append((words["unit"], esc(item.unit)))
    if item.answered and draft.portal.feedback.dates == "both":
        out.append((words["answered"], show_date(draft, item.answered, n + 3)))
    if item.answered and draft.portal.feedback.dates == "relative":
        ago = (AS_OF - item.answered).days
        words_ago = f"{ago} ngày trước" if ago < 30 else f"{ago // 30} tháng trước"
        stamp = f'<time datetime="{item.answered.isoformat()}T09:30:00+07:00">{words_ago}</time>'
        out.append((words["answered"], stamp))
    return out


def _item_html(draft: Draft, item: Item, n: int, css: str) -> str:
    words = _labels(draft)
    meta = "".join(f'<span class="meta">{esc(k)}: <b>{v}</b></span> ' for k, v in _facts(draft, item, n))
    body = f'<div class="{css}-q"><strong>{esc(words["question"])}:</strong> {esc(item.question)}</div>'
    if item.answer:
        body += f'<div class="{css}-a"><strong>{esc(words["answer"])}:</strong> {esc(item.answer)}</div>'
    return f'<h3 class="{css}-t">{esc(item.title)}</h3><p class="{css}-m">{meta}</p>{body}'


def _list_html(draft: Draft, part: Sequence[Item], start: int) -> str:
    words, facts = _labels(draft), draft.portal.feedback
    if facts.layout == "cards":
        return (
            '<div class="ds-phan-anh">'
            + "".join(
                f'<div class="card pa-item">{_item_html(draft, i, start + n, "pa")}</div>' for n, i in enumerate(part)
            )
            + "</div>"
        )
    if facts.layout == "accordion":
        rows = []
        for n, item in enumerate(part):
            rows.append(
                f'<div class="panel faq"><div class="panel-heading" data-toggle="collapse" data-target="#c{item.id}">{esc(item.title)}</div>'
                f'<div id="c{item.id}" class="panel-collapse collapse">{_item_html(draft, item, start + n, "faq")}</div></div>'
            )
        return '<div class="panel-group" id="hoidap">' + "".join(rows) + "</div>"
    if facts.layout == "detail":
        rows = []
        for n, item in enumerate(part):
            meta = " - ".join(
                f"{k}: {v}" for k, v in _facts(draft, item, start + n) if k == words["asked"] or k == words["stage"]
            )
            rows.append(f'<li class="item">{link(f"fb-{item.id}", item.title)}<div class="info">{meta}</div></li>')
        return '<ul class="list-cau-hoi">' + "".join(rows) + "</ul>"
    head = ["STT", words["question"]]
    head += [words["asked"]] if facts.dates != "none" else []
    head += [words["stage"]] if facts.stages != "none" else []
    head += [words["unit"]] if facts.units != "none" else []
    head += [words["answered"]] if facts.dates == "both" else []
    lines = []
    for n, item in enumerate(part):
        text = f"<b>{esc(item.title)}</b><br>{esc(item.question)}"
        if item.answer:
            text += f'<div class="tra-loi"><i>{esc(words["answer"])}:</i> {esc(item.answer)}</div>'
        cells = [str(start + n + 1), text]
        cells += [show_date(draft, item.asked, start + n) if item.asked else ""] if facts.dates != "none" else []
        cells += [item.stage] if facts.stages != "none" else []
        cells += [item.unit] if facts.units != "none" else []
        cells += (
            [show_date(draft, item.answered, start + n + 3) if item.answered else ""] if facts.dates == "both" else []
        )
        lines.append(cells)
    return table(head, lines, "table tbl-hoidap")


def form_html(draft: Draft, action: str) -> str:
    """A form in which a citizen writes; it would be sent by POST, which nobody here does."""
    slug = draft.portal.slug
    send = pick(("Gửi phản ánh", "Gửi câu hỏi", "Gửi đi", "Gửi ý kiến"), slug, "send")
    fields = (
        ("hoten", "Họ và tên (*)", "text"),
        ("email", "Email", "email"),
        ("dienthoai", "Số điện thoại (*)", "tel"),
        ("diachi", "Địa chỉ", "text"),
        ("tieude", "Tiêu đề (*)", "text"),
    )
    rows = "".join(
        f'<div class="form-group"><label for="{n}">{label}</label><input id="{n}" name="{n}" type="{kind}" class="form-control"></div>'
        for n, label, kind in fields
    )
    return (
        f'<form method="post" action="{action}" enctype="multipart/form-data" class="frm-gui">{rows}'
        '<div class="form-group"><label for="noidung">Nội dung (*)</label><textarea id="noidung" name="noidung" rows="6"></textarea></div>'
        '<div class="form-group"><label for="tep">Tệp đính kèm (JPG, PDF, DOC)</label><input id="tep" name="tep" type="file"></div>'
        '<div class="form-group"><label><input type="radio" name="congkhai" value="1" checked> Công khai</label> '
        '<label><input type="radio" name="congkhai" value="0"> Không công khai</label></div>'
        f'<div class="form-group"><label for="ma">Mã bảo mật</label><input id="ma" name="ma" size="6"></div><button type="submit">{send}</button></form>'
    )


def totals_html(draft: Draft) -> str:
    """The published totals, if any."""
    facts = draft.portal.feedback
    received, handled = totals(draft.portal.slug)
    dots = "{:,}".format
    if facts.totals == "both":
        return (
            f'<div class="thong-ke"><h2>Thống kê</h2><p>Tổng số phản ánh đã tiếp nhận: <b>{dots(received).replace(",", ".")}</b></p>'
            f"<p>Số phản ánh đã xử lý: <b>{dots(handled).replace(',', '.')}</b></p></div>"
        )
    if facts.totals == "received":
        return f'<div class="thong-ke"><p>Tổng số phản ánh, kiến nghị nhận được: <b>{dots(received).replace(",", ".")}</b></p></div>'
    return ""


def totals(slug: str) -> tuple[int, int]:
    """Received and handled, as published."""
    received = seeded("received", slug).randrange(1500, 60000)
    return received, int(received * 0.974)


def _add_list(draft: Draft, title: str) -> None:
    facts, host = draft.portal.feedback, draft.portal.feedback.host
    everything = items(draft.portal)
    size = len(everything) or 1 if facts.pager == "none" else 15 if facts.pager == "postback" else PER_PAGE
    chunks = [everything[n : n + size] for n in range(0, len(everything), size)] or [[]]
    embedded = facts.at == 3
    for n, chunk in enumerate(chunks, 1):
        top = ""
        if n == 1:
            top = totals_html(draft) + (
                ""
                if embedded
                else f"<p>{link('fb-form', pick(('Gửi câu hỏi', 'Gửi phản ánh mới', 'Đặt câu hỏi'), draft.portal.slug, 'b'), 'btn')}</p>"
            )
        bottom = "<h2>Gửi câu hỏi</h2>" + form_html(draft, "#") if embedded and n == 1 else ""
        if facts.mode == "empty":
            top += "<p>Hiện chưa có câu hỏi nào được đăng.</p>"
        page = Page(
            "fb" if n == 1 else f"fb?{n}", title, top + _list_html(draft, chunk, (n - 1) * size) + "[[pager]]" + bottom,
            host=host, number=n, last=len(chunks), pager=facts.pager, kind="list",
        )  # fmt: skip
        if facts.mode == "empty":
            page.body = top
        draft.add(page)
        if facts.layout == "detail":
            for k, item in enumerate(chunk):
                body = _item_html(draft, item, (n - 1) * size + k, "ct")
                draft.add(Page(f"fb-{item.id}", item.title, body, host=host, kind="question", parent="fb", id=item.id))
    if not embedded:
        body = "<p>Ông/bà vui lòng điền đầy đủ thông tin có dấu (*).</p>" + form_html(draft, "[[fb-form]]")
        draft.add(Page("fb-form", "Gửi phản ánh, kiến nghị" if host else "Gửi câu hỏi", body, host=host))
    draft.list_key, draft.channel_key = "fb", "fb" if embedded else "fb-form"


def add_feedback(draft: Draft) -> None:
    """Add the channel that the facts name."""
    portal, facts = draft.portal, draft.portal.feedback
    label = "Phản ánh hiện trường" if portal.field == "portal" else pick(MENU, portal.slug, "menu")
    if facts.host:
        label = HOST_NAMES[facts.host] + f" {portal.kind} {portal.name}"
        if portal.field == "feedback":
            label = f"{HOST_NAMES[facts.host]} - Phản ánh hiện trường"
    match facts.mode:
        case "list" | "empty":
            _add_list(draft, label)
            if facts.at == 1:
                draft.menu.append(Entry(label if facts.host == "" else HOST_NAMES[facts.host], "fb"))
                if facts.host:
                    draft.banners.append(Entry(label, "fb", image=True))
            else:
                draft.add(
                    Page(
                        "cqdt",
                        "Chính quyền điện tử",
                        f"<ul><li>{link('fb', label)}</li><li>{link('ke-hoach-cds', 'Kế hoạch chuyển đổi số')}</li></ul>",
                    )
                )
                draft.add(
                    Page(
                        "ke-hoach-cds",
                        "Kế hoạch chuyển đổi số",
                        paras(["Kế hoạch chuyển đổi số giai đoạn 2021-2025, định hướng đến năm 2030."]),
                    )
                )
                draft.add(Page("chuyen-muc", "Chuyên mục", f"<ul><li>{link('cqdt', 'Chính quyền điện tử')}</li></ul>"))
                draft.menu.append(Entry("Chuyên mục", "chuyen-muc"))
        case "form":
            body = "<p>Ý kiến của ông/bà sẽ được chuyển tới cơ quan có thẩm quyền.</p>" + form_html(
                draft, "[[fb-form]]"
            )
            label = (
                pick(("Gửi câu hỏi", "Góp ý", "Gửi ý kiến, phản ánh"), portal.slug)
                if portal.field != "portal"
                else label
            )
            draft.add(Page("fb-form", label, body))
            draft.menu.append(Entry(label, "fb-form"))
            draft.channel_key = "fb-form"
        case "login":
            body = totals_html(draft) + (
                "<p>Vui lòng đăng nhập để gửi phản ánh hiện trường, kiến nghị và xem kết quả xử lý. Danh sách phản ánh chỉ hiển thị cho tài khoản đã đăng nhập.</p>"
                '<form method="post" action="[[fb-form]]" class="login"><label for="u">Tên đăng nhập</label><input id="u" name="username">'
                '<label for="p">Mật khẩu</label><input id="p" name="password" type="password"><button>Đăng nhập</button></form>'
            )
            draft.add(Page("fb-form", "Đăng nhập - Phản ánh, kiến nghị", body))
            draft.menu.append(Entry("Phản ánh, kiến nghị", "fb-form"))
            draft.channel_key = "fb-form"
        case "email":
            text = f"Mọi ý kiến, phản ánh của người dân xin gửi về hộp thư điện tử: gopy@{portal.slug}.example"
            draft.add(Page("gop-y", "Hộp thư góp ý", paras([text])))
            draft.menu.append(Entry("Hộp thư góp ý", "gop-y"))
        case "hotline":
            draft.add(
                Page(
                    "duong-day-nong",
                    "Đường dây nóng",
                    paras(
                        ["Đường dây nóng tiếp nhận ý kiến, phản ánh của người dân: 0209 3 870 123 (giờ hành chính)."]
                    ),
                )
            )
            draft.menu.append(Entry("Đường dây nóng", "duong-day-nong"))
        case "national":
            draft.menu.append(Entry("Phản ánh, kiến nghị", href=NATIONAL))
        case "host_down":
            draft.add(Page("fb", HOST_NAMES[facts.host], "Service Unavailable", host=facts.host, status=503))
            draft.menu.append(Entry("Phản ánh, kiến nghị", "fb"))
    _false_friends(draft)


def _false_friends(draft: Draft) -> None:
    """Lists of questions and answers that are other channels: voters' petitions, dialogue with enterprises."""
    portal, kind = draft.portal, draft.portal.kind
    if "voters" in portal.near_misses:
        rows = []
        for n in range(6):
            day = date(2022, 3, 24) - timedelta(days=4 * n)
            key, title = (
                f"cu-tri-{n}",
                f"Trả lời kiến nghị của cử tri tại kỳ họp thứ {4 - n // 3}, HĐND {kind} khóa XVIII (phần {n + 1})",
            )
            body = paras(
                [
                    f"Cử tri {person(portal.slug, n)[:6].strip()}... kiến nghị sớm nâng cấp tuyến đường liên huyện. UBND {kind} trả lời như sau: tuyến đường đã được đưa vào kế hoạch đầu tư công trung hạn."
                ]
            )
            draft.add(Page(key, title, body, kind="article", posted=day, parent="cu-tri"))
            rows.append(Row(title, key, day))
        draft.add(Page("cu-tri", "Trả lời kiến nghị cử tri", kind="category", rows=rows))
        draft.menu.append(Entry("Kiến nghị cử tri", "cu-tri"))
    if "business" in portal.near_misses:
        rows2 = [
            (
                str(n + 1),
                f"Doanh nghiệp hỏi về {what}",
                d(date(2022, 3, 22) - timedelta(days=3 * n)),
                "Ban Quản lý các khu công nghiệp trả lời: doanh nghiệp nộp hồ sơ theo mẫu số 02.",
            )
            for n, what in enumerate(
                (
                    "ưu đãi thuế",
                    "thuê đất trong khu công nghiệp",
                    "cấp phép lao động nước ngoài",
                    "giãn nợ vay ngân hàng",
                )
            )
        ]
        draft.add(
            Page(
                "doi-thoai-dn",
                "Đối thoại doanh nghiệp",
                table(("STT", "Doanh nghiệp hỏi", "Ngày", "Trả lời doanh nghiệp"), rows2),
            )
        )
        draft.menu.append(Entry("Đối thoại doanh nghiệp", "doi-thoai-dn"))
