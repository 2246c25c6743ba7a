"""Transparency (tính minh bạch): can a citizen see what happens and whom to ask?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audits.checks import check, failed, partial, passed, unknown
from audits.effectiveness import no_items
from audits.feedbacks import ENOUGH, Entry, feedback_search
from audits.site import Search, Seen, Site
from pages.information import Information, read_information
from pages.page import State
from pages.topics import Topic
from records.finding import Finding

# A page without any of these words says nothing of access to information.
_PROBES = ("cung cap thong tin", "tiep can thong tin", "dau moi")


def _readings(site: Site) -> Iterator[tuple[Seen, Information]]:
    """Pages and documents of the province that speak of access to information."""
    for seen in site.pages:
        page = seen.page
        if page is None or not site.belongs(seen.url):
            continue
        text = site.words(seen)
        if Topic.INFORMATION in site.topics(seen) or any(p in text for p in _PROBES):
            yield seen, read_information(page, context=site.context(seen))


@check("transparency.information_regulation", version=1, law="information_regulation")
def information_regulation(site: Site, as_of: date) -> Finding:
    """The regulation on providing information to citizens (quy chế cung cấp thông tin) is published and readable.

    Under the Law on Access to Information; the portal's editorial rules and the press rules are others. Only mentioned,
    or linked dead: partial.
    """
    found = [(seen, r.regulation) for seen, r in _readings(site) if r.regulation is not None]
    mentions = []
    why = ""
    for seen, regulation in found:
        assert regulation is not None
        if regulation.day is not None and regulation.day > as_of:
            continue
        value = ";".join(x for x in (regulation.number, regulation.day.isoformat() if regulation.day else "") if x)
        evidence = seen.evidence(regulation.quote, regulation.locator)
        if regulation.readable:
            return passed(value, "label", supports=[evidence])
        mentions.append((value, evidence))
        for url in regulation.links:
            target = site.at(url)
            if target is not None and target.page is not None and not target.why_not and not target.dead:
                if target.page.media != "html":  # the linked document itself, with text in it
                    return passed(value, "label", supports=[evidence, target.evidence()])
            elif target is not None and target.page is not None and target.page.state is State.SCAN:
                why = why or "needs_ocr"
            elif target is None:
                why = why or ("not_looked_at" if site.belongs(url) else "")
            else:
                why = why or target.why_not
    search = site.search(Topic.INFORMATION)
    if search.open or why:
        return unknown(search.open or why, looked_at=[*(e for _, e in mentions), *search.looked_at])
    if mentions:
        value, evidence = mentions[0]
        return partial("mentioned_only", value, "label", supports=[evidence])
    return failed("not_found", looked_at=search.looked_at)


@check("transparency.contact_point", version=1, law="information_contact")
def contact_point(site: Site, as_of: date) -> Finding:
    """A contact point for information requests (đầu mối cung cấp thông tin), with a phone, e-mail or address.

    The unit or person only: partial. The press spokesperson (người phát ngôn) is another.
    """
    found = [(seen, r.contact_point) for seen, r in _readings(site) if r.contact_point is not None]
    for seen, point in found:
        if point is not None and point.contacts:
            value = f"who={_pair(point.who)};contacts={','.join(sorted(point.contacts))}"
            return passed(value, "pairs", supports=[seen.evidence(point.quote, point.locator)])
    search: Search = site.search(Topic.INFORMATION)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    for seen, point in found:
        if point is not None:
            return partial(
                "no_contact", f"who={_pair(point.who)}", "pairs", supports=[seen.evidence(point.quote, point.locator)]
            )
    return failed("not_found", looked_at=search.looked_at)


def _pair(text: str) -> str:
    """`text` as one half of a `key=value;` list."""
    return text.replace(";", ",").replace("=", "-")[:120]


@check("transparency.processing_stages", version=1, law="feedback")
def processing_stages(site: Site, as_of: date) -> Finding:
    """Two or more distinct stages (tiếp nhận, đang xử lý, đã trả lời) are seen over the list; only one: partial."""
    view = site.feedback
    search = feedback_search(site)
    entries = view.until(as_of)
    if not entries:
        if view.empty:
            seen, a_list = view.lists[0]
            return failed("empty_list", looked_at=[seen.evidence(a_list.quote, a_list.locator)])
        if view.login:
            return unknown("login_required", looked_at=search.looked_at)
        if search.open:
            return unknown(search.open, looked_at=search.looked_at)
        return failed("no_feedback_list", looked_at=search.looked_at)
    shown: dict[str, Entry] = {}
    for entry in entries:
        if entry.item.stage is not None:
            shown.setdefault(entry.item.stage.value, entry)
    value = ";".join(sorted(shown))
    evidence = [entry.evidence for entry in shown.values()]
    if len(shown) >= 2:
        return passed(value, "label", supports=evidence)
    if view.unread_pages and len(entries) < ENOUGH:
        return unknown("budget_exhausted" if site.log.complete else "not_in_archive", looked_at=evidence)
    if shown:
        return partial("one_stage", value, "label", supports=evidence)
    return failed("no_stages", looked_at=[e.evidence for e in entries[:10]])


@check("transparency.responsible_unit", version=1, law="study")
def responsible_unit(site: Site, as_of: date) -> Finding:
    """The year's answers name the answering agency (cơ quan trả lời); fewer than half do: partial."""
    search = feedback_search(site)
    nothing = no_items(site, search.open)
    if nothing is not None:
        return nothing
    answered = [e for e in site.feedback.of_the_year(as_of) if e.is_answered]
    readable = [e for e in answered if e.detail_read or e.item.agency]
    if len(readable) < ENOUGH:
        if len(answered) >= ENOUGH:
            return unknown(
                "budget_exhausted" if site.log.complete else "not_in_archive", value=len(readable), unit="count"
            )
        return unknown("too_few", value=len(answered), unit="count", looked_at=[e.evidence for e in answered])
    named = [e for e in readable if e.item.agency]
    share = len(named) / len(readable)
    value, unit = f"{share:.4f}", f"share;n={len(readable)}"
    if share >= 0.5:
        return passed(value, unit, supports=[e.evidence for e in named[:5]])
    if named:
        return partial("few_named", value, unit, supports=[e.evidence for e in named[:5]])
    return failed("none_named", value, unit, looked_at=[e.evidence for e in readable[:10]])
