"""What every portal has: news, about, legal documents, contact, the service portal, app badges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from ..docx import docx
from ..draft import Draft, Entry, Page, Row, esc, link, paras, table
from ..facts import AS_OF
from ..stores import app_listing
from ..text import CITIZEN_NEWS, NEWS_TITLES, paragraphs, pick, seeded

CATEGORIES = (
    ("tin-tuc", "Tin tức - Sự kiện"),
    ("kinh-te", "Kinh tế"),
    ("xa-hoi", "Văn hóa - Xã hội"),
    ("chi-dao", "Chỉ đạo, điều hành"),
)
PER_PAGE = 10
DOCUMENTS = (
    "Kế hoạch phát triển kinh tế - xã hội năm 2022",
    "Bảng giá các loại đất giai đoạn 2020-2024",
    "Quy định phân cấp quản lý đường bộ",
    "Quy hoạch phát triển chăn nuôi",
    "Chương trình xúc tiến đầu tư năm 2022",
    "Định mức chi hoạt động thể thao",
)


def add_basics(draft: Draft) -> None:
    """The pages about the province, the legal documents, the address."""
    portal, kind = draft.portal, draft.portal.kind
    place = f"{kind} {portal.name}"
    draft.add(Page("home", f"Cổng thông tin điện tử {place}", kind="home"))
    draft.add(Page("gioi-thieu", f"Giới thiệu {place}", paras(paragraphs(4, portal.name, kind, "about"))))
    address = f"Trụ sở UBND {place}: số 1 đường Hùng Vương. Ban Biên tập Cổng thông tin điện tử."
    draft.add(Page("lien-he", "Địa chỉ", paras([address])))
    about = [Entry("Tổng quan", "gioi-thieu")]
    if not portal.small:
        draft.add(Page("dieu-kien", "Điều kiện tự nhiên", paras(paragraphs(5, portal.name, kind, "nature"))))
        draft.add(Page("lich-su", "Lịch sử hình thành", paras(paragraphs(6, portal.name, kind, "history"))))
        draft.add(
            Page(
                "bo-may",
                "Tổ chức bộ máy",
                "<ul>"
                + "".join(
                    f"<li>{esc(n)}</li>" for n in ("Văn phòng UBND", "Sở Nội vụ", "Sở Tài chính", "Sở Công Thương")
                )
                + "</ul>",
            )
        )
        about += [
            Entry("Điều kiện tự nhiên", "dieu-kien"),
            Entry("Lịch sử hình thành", "lich-su"),
            Entry("Tổ chức bộ máy", "bo-may"),
        ]
    draft.menu.append(
        Entry(
            pick(("Giới thiệu", "Giới thiệu chung", f"Về {portal.name}"), portal.slug, "about"),
            "gioi-thieu",
            children=tuple(about),
        )
    )
    rng, rows = seeded("docs", portal.slug), []
    for n, title in enumerate(DOCUMENTS[: 2 if portal.small else 6]):
        day = AS_OF - timedelta(days=6 + 17 * n + rng.randrange(6))
        number = f"{rng.randrange(100, 900)}/QĐ-UBND"
        rows.append(Row(f"Quyết định {number}: {title}", f"vb-{n}", day))
        body = table(("Số ký hiệu", "Ngày ban hành", "Trích yếu"), [(number, day.strftime("%d/%m/%Y"), esc(title))])
        if n < 2 and not portal.small:
            data = docx([f"ỦY BAN NHÂN DÂN {place.upper()}", f"Quyết định {number}", title])
            draft.add(
                Page(f"vb-{n}-tep", title, kind="file", data=data, name=f"qd-{number.split('/')[0]}.docx", posted=day)
            )
            body += f"<p>Tải về: {link(f'vb-{n}-tep', f'qd-{number.split(chr(47))[0]}.docx')}</p>"
        draft.add(Page(f"vb-{n}", rows[-1].title, body, posted=day, kind="article", parent="van-ban"))
    label = pick(("Văn bản", "Văn bản pháp quy", "Hệ thống văn bản"), portal.slug)
    draft.add(Page("van-ban", label, kind="category", rows=rows))
    draft.menu.append(Entry(label, "van-ban"))
    draft.menu.append(Entry("Địa chỉ", "lien-he"))
    if not portal.small and pick(("yes", "no"), portal.slug, "audiences") == "yes":  # other audiences than citizens
        draft.add(Page("doanh-nghiep", "Doanh nghiệp", paras(paragraphs(3, portal.name, kind, "business"))))
        draft.add(Page("du-lich", "Du khách", paras(paragraphs(3, portal.name, kind, "tourism"))))
        draft.menu += [Entry("Doanh nghiệp", "doanh-nghiep"), Entry("Du khách", "du-lich")]
    if not portal.small and pick(("yes", "no"), portal.slug, "english") == "yes":
        text = f"{portal.name_en} is a province of Vietnam. Information for investors and visitors is being updated."
        draft.add(Page("english", "English", paras([text])))
        draft.footer.append(Entry("English", "english"))
    if portal.access == "flaky_few":
        broken = [
            Entry(name, key)
            for key, name in (
                ("cong-bao", "Công báo"),
                ("quy-hoach", "Thông tin quy hoạch"),
                ("ban-do", "Bản đồ hành chính"),
            )
        ]
        for entry in broken:
            draft.add(Page(entry.key, entry.label, "Lỗi máy chủ", status=500))
        draft.menu[1:1] = broken


def add_services(draft: Draft) -> None:
    """The link to the public service portal, and that portal."""
    portal = draft.portal
    if portal.services == "none":
        return
    if portal.services == "national":
        draft.banners.append(Entry("Cổng Dịch vụ công quốc gia", href="https://dichvucong.gov.vn/", image=True))
        return
    body = "<p>Nộp hồ sơ trực tuyến mức độ 3, 4.</p>" + table(
        ("Lĩnh vực", "Số thủ tục"), [("Hộ tịch", "34"), ("Đất đai", "41"), ("Xây dựng", "22")]
    )
    title = f"Cổng Dịch vụ công {portal.kind} {portal.name}"
    draft.add(Page("dvc", title, body, host="dichvucong", name="/", status=200 if portal.services == "alive" else 404))
    label = pick(("Dịch vụ công trực tuyến", "Dịch vụ công", "Cổng Dịch vụ công"), portal.slug)
    if pick(("menu", "banner"), portal.slug, "dvc") == "menu":
        draft.menu.append(Entry(label, "dvc"))
    else:
        draft.banners.append(Entry(title, "dvc", image=True))


def add_app(draft: Draft) -> None:
    """Badges of the citizen app, where the portal shows them; the links are the stores' real addresses."""
    portal = draft.portal
    if portal.app.mode not in {"both", "play", "ios", "gone"} or portal.app.known_by != "portal":
        return
    listing = app_listing(portal)
    if portal.app.mode != "ios":
        url = f"https://play.google.com/store/apps/details?id={listing.android}"
        draft.badges.append(Entry(f"Tải ứng dụng {listing.name} trên Google Play", href=url, image=True))
    if portal.app.mode != "play":
        url = f"https://apps.apple.com/vn/app/id{listing.ios}"
        draft.badges.append(Entry(f"Tải ứng dụng {listing.name} trên App Store", href=url, image=True))


def add_news(draft: Draft) -> None:
    """News until the portal has as many addresses as its facts say."""
    portal = draft.portal
    categories = CATEGORIES[:1] if portal.small else CATEGORIES
    room = portal.pages - len(draft.own()) - len(categories)
    count = max(3, room - max(0, room - 10 * len(categories)) // (PER_PAGE + 1))
    rng = seeded("news", portal.slug)
    titles = rng.sample(NEWS_TITLES, len(NEWS_TITLES))
    by_category: dict[str, list[Row]] = {key: [] for key, _ in categories}
    misses = list(CITIZEN_NEWS) if "citizen_news" in portal.near_misses else []
    for n in range(count):
        key, category = f"tin-{n}", categories[n % len(categories)][0]
        day = AS_OF - timedelta(days=n * 5 // 4)
        title = titles[n % len(titles)].format(P=portal.name, k=portal.kind)
        if n >= len(titles):
            title += f" (kỳ {n // len(titles) + 1})"
        if misses and n in {1, 3, 6}:
            title = misses.pop()
        draft.add(
            Page(
                key,
                title,
                kind="article",
                posted=day,
                parent=category,
                status=500 if portal.access == "flaky_many" else 200,
            )
        )
        by_category[category].append(Row(title, key, day))
    for key, label in categories:
        rows = by_category[key]
        chunks = [rows[n : n + PER_PAGE] for n in range(0, len(rows), PER_PAGE)] or [[]]
        for n, chunk in enumerate(chunks, 1):
            draft.add(
                Page(key if n == 1 else f"{key}?{n}", label, kind="category", rows=chunk, number=n, last=len(chunks))
            )
    entries = [Entry(label, key) for key, label in categories]
    draft.menu.insert(
        1,
        Entry(
            pick(("Tin tức", "Thời sự", "Tin tức - Sự kiện"), portal.slug, "news"),
            "tin-tuc",
            children=tuple(entries[1:]),
        ),
    )


def article_body(draft: Draft, page: Page) -> str:
    """The text of a news article, written when it is asked for."""
    portal = draft.portal
    texts = paragraphs(7 + page.id % 6, portal.name, portal.kind, page.key)
    return (
        f"<p><strong>{esc(texts[0])}</strong></p>"
        + paras(texts[1:])
        + f"<p><em>Tin, ảnh: {pick(('Thu Trang', 'Minh Đức', 'Hải Yến', 'PV'), page.key)}</em></p>"
    )


def home_html(draft: Draft, listing: Callable[[Sequence[Row]], str]) -> str:
    """The middle of a home page: the newest of everything, then of each category, then documents."""
    pages = draft.pages
    out = "<h2>Tin mới</h2>" + listing(latest(draft))
    for key, label in CATEGORIES:
        if key in pages:
            out += f"<h3>{link(key, label)}</h3>" + listing(pages[key].rows[2:5])
    return out + f"<h3>{link('van-ban', pages['van-ban'].title)}</h3>" + listing(pages["van-ban"].rows[:4])


def latest(draft: Draft, count: int = 8) -> list[Row]:
    """The newest news, for the home page and side bars."""
    news = [p for p in draft.pages.values() if p.key.startswith("tin-") and p.kind == "article"]
    return [Row(p.title, p.key, p.posted or date.min) for p in news[:count]]


__all__ = ["add_app", "add_basics", "add_news", "add_services", "article_body", "home_html"]
