"""Forms as a person sees them: groups of controls that act together, each control with its label."""

from __future__ import annotations

import re
from dataclasses import replace

from pages.blocks import Reading, target_of
from pages.page import Field, Form, Region
from pages.text import plain, tidy
from pages.tree import Element, Tree
from pages.urls import join

MAX_FORMS = 100
MAX_FIELDS = 200
MAX_CONTROLS = 1_000
MAX_OPTIONS = 300
_BUTTONS = frozenset({"submit", "button", "image"})
_SILENT = frozenset({"hidden", "reset"})
_SEARCH_WORDS = ("tim kiem", "search", "tu khoa", "keyword", "nhap tu khoa", "tra cuu", "tim")
_SEARCH_NAMES = frozenset(
    {"q", "s", "search", "keyword", "keywords", "key", "tukhoa", "searchword", "query", "txtsearch", "txttimkiem"}
)
# A form that holds this many links is no form but the page itself: ASP.NET wraps everything in one.
_WRAPPER_LINKS = 15
_STARS = re.compile(r"\(\s*\*\s*\)|\*|[:：]\s*\Z")  # 'Họ và tên (*):'
_LABEL_SIZE = 150


def read_forms(tree: Tree, reading: Reading, base: str) -> tuple[Form, ...]:
    """The forms of `tree`; controls outside any <form> count too (scripts send them)."""
    controls = [element for element in tree.elements if _is_field(element) or _is_button(element)][:MAX_CONTROLS]
    if not controls:
        return ()
    labels = {
        element.attrs["for"]: element.text()
        for element in tree.elements
        if element.tag == "label" and element.attrs.get("for") and element.size
    }
    buttoned = {around.order for control in controls if _is_button(control) for around in control.ancestors()}
    groups: dict[int, tuple[Element, list[Element]]] = {}
    wraps: dict[int, bool] = {}
    for control in controls:
        form = next((around for around in control.ancestors() if around.tag == "form"), None)
        if form is not None and form.order not in wraps:
            wraps[form.order] = _wraps_page(form)
        own = form is not None and not wraps[form.order]
        holder = form if form is not None and own else _acting_group(control, form, buttoned)
        groups.setdefault(holder.order, (holder, []))[1].append(control)
    _join_nested(groups)
    forms = []
    for holder, members in groups.values():
        fields = [member for member in members if _is_field(member)]
        # A drop-down list of addresses is navigation (pages/navigation.py).
        if fields and not all(_is_jump(field, base) for field in fields):
            forms.append(_form(holder, members, labels, reading, base))
    return tuple(forms[:MAX_FORMS])


def _is_field(element: Element) -> bool:
    if element.tag == "input":
        kind = element.attrs.get("type", "text").lower()
        return kind not in _BUTTONS and kind not in _SILENT
    return element.tag in ("select", "textarea")


def _is_button(element: Element) -> bool:
    if element.tag == "input":
        return element.attrs.get("type", "").lower() in _BUTTONS
    if element.tag == "button":
        return element.attrs.get("type", "submit").lower() != "reset"
    # LinkButton of ASP.NET: <a class="btn" href="javascript:__doPostBack(...)">Gửi</a>
    return element.tag == "a" and (
        "__doPostBack" in element.attrs.get("href", "") or "btn" in element.attrs.get("class", "").lower()
    )


def _wraps_page(form: Element) -> bool:
    return form.links >= _WRAPPER_LINKS or any(
        below.region in (Region.NAV, Region.FOOTER) and below.region is not form.region for below in form.descendants()
    )


def _acting_group(control: Element, form: Element | None, buttoned: set[int]) -> Element:
    """The smallest box around `control` that also holds a button, within the control's own region."""
    for around in control.ancestors():
        if around is form or around.tag in ("body", "html", "form") or around.region is not control.region:
            break
        if around.order in buttoned and not (
            _is_button(control) and around is control.parent and len(around.elements) < 2
        ):
            return around
    return control.parent or control


def _join_nested(groups: dict[int, tuple[Element, list[Element]]]) -> None:
    """A row with its own button ('Chọn tệp', 'Đổi mã') inside a larger group belongs to it; a search box does not."""
    for order in sorted(groups, reverse=True):
        holder, members = groups[order]
        if holder.tag == "form" or (
            any(_is_field(m) for m in members) and all(_is_search(m, "") for m in members if _is_field(m))
        ):
            continue
        outer = next((around.order for around in holder.ancestors() if around.order in groups), None)
        if outer is not None and groups[outer][0].region is holder.region:
            groups[outer][1].extend(members)
            groups[outer][1].sort(key=lambda member: member.order)
            del groups[order]


def _form(holder: Element, members: list[Element], labels: dict[str, str], reading: Reading, base: str) -> Form:
    form = holder if holder.tag == "form" else next((a for a in holder.ancestors() if a.tag == "form"), None)
    attrs = form.attrs if form is not None else {}
    fields: dict[tuple[str, str], Field] = {}
    buttons = []
    for member in members[: 2 * MAX_FIELDS]:
        if _is_button(member):
            words = member.text() or tidy(
                member.attrs.get("value") or member.attrs.get("alt") or member.attrs.get("title") or ""
            )
            buttons.append(words)
            continue
        field = _field(member, labels)
        key = (field.type, field.name or str(member.order))
        if field.type in ("radio", "checkbox"):
            # One question with its choices, as a person reads it.
            known = fields.get(key) or Field(
                field.name, field.type, _STARS.sub("", _text_before(member)), field.required
            )
            fields[key] = replace(known, options=(*known.options, field.label)[:MAX_OPTIONS])
        else:
            fields.setdefault(key, field)
    return Form(
        action=join(base, attrs.get("action") or base) or base,
        method="post" if attrs.get("method", "").strip().lower() == "post" else "get",
        fields=tuple(fields.values())[:MAX_FIELDS],
        buttons=tuple(buttons),
        region=holder.region,
        locator=holder.selector(),
        heading=_heading_above(holder, reading),
    )


def _field(element: Element, labels: dict[str, str]) -> Field:
    attrs = element.attrs
    kind = attrs.get("type", "text").strip().lower() or "text" if element.tag == "input" else element.tag
    label = _label(element, labels)
    if kind == "text" and _is_search(element, label):
        kind = "search"
    options: tuple[str, ...] = ()
    if element.tag == "select":
        options = tuple(below.text() for below in element.descendants() if below.tag == "option")[:MAX_OPTIONS]
    required = (
        "required" in attrs
        or attrs.get("aria-required") == "true"
        or "data-val-required" in attrs
        or "required" in attrs.get("class", "").lower().split()
        or "*" in label
    )
    return Field(attrs.get("name") or attrs.get("id", ""), kind, _STARS.sub("", label).strip(), required, options)


def _is_jump(element: Element, base: str) -> bool:
    if element.tag != "select":
        return False
    options = [below for below in element.descendants() if below.tag == "option"]
    return sum(1 for option in options if target_of(option, base)) >= max(1, len(options) - 1)


def _is_search(element: Element, label: str) -> bool:
    attrs = element.attrs
    if element.tag != "input" or attrs.get("type", "text").lower() not in ("text", "search"):
        return False
    if attrs.get("type", "").lower() == "search":
        return True
    names = {attrs.get(key, "").lower().split("$")[-1].split("_")[-1] for key in ("name", "id")}
    if not names.isdisjoint(_SEARCH_NAMES):
        return True
    words = plain(" ".join((label, attrs.get("placeholder", ""), attrs.get("title", ""), attrs.get("value", "")[:60])))
    return any(f" {phrase} " in f" {words} " for phrase in _SEARCH_WORDS)


def _label(element: Element, labels: dict[str, str]) -> str:
    attrs = element.attrs
    if (name := attrs.get("id")) and name in labels:
        return labels[name]
    for around in element.ancestors()[:4]:
        if around.tag == "label" and around.size:
            return around.text()
    kind = attrs.get("type", "")
    for name in ("placeholder", "title", "aria-label"):
        if found := tidy(attrs.get(name, "")):
            return found
    beside = _text_after(element) if kind in ("radio", "checkbox") else _text_before(element)
    if beside:
        return beside
    # Old search boxes print their prompt as the value: value="---Nhập từ tìm kiếm---".
    value = tidy(attrs.get("value", "")) if kind in ("", "text", "search") else ""
    return value.strip("-. ") if any(c.isalpha() for c in value) else ""


def _text_before(element: Element) -> str:
    """The text right before a control: in its own line, in the box or table cell before it."""
    here = element
    for _ in range(4):
        parent = here.parent
        if parent is None or parent.tag in ("form", "body", "table", "tbody"):
            return ""
        before: list[str] = []
        for kid in parent.kids:
            if kid is here:
                break
            if isinstance(kid, Element):
                if _holds_control(kid) or kid.size > _LABEL_SIZE or kid.links > 1:
                    before = []
                elif kid.size:
                    before.append(kid.text())
            else:
                before.append(kid)
        words = tidy(" ".join(before))
        if any(c.isalpha() for c in words):
            return words[-_LABEL_SIZE:]
        here = parent
    return ""


def _text_after(element: Element) -> str:
    parent = element.parent
    if parent is None:
        return ""
    after: list[str] = []
    seen = False
    for kid in parent.kids:
        if kid is element:
            seen = True
        elif seen and isinstance(kid, Element):
            if _holds_control(kid) or kid.tag == "br":
                break
            after.append(kid.text())
        elif seen:
            after.append(str(kid))
    return tidy(" ".join(after))[:_LABEL_SIZE]


def _holds_control(element: Element) -> bool:
    return _is_field(element) or any(_is_field(below) for below in element.descendants()[:50])


def _heading_above(holder: Element, reading: Reading) -> str:
    inside = {around.order for around in (holder, *holder.ancestors())}
    best = ""
    for order, title in reading.titles.items():
        first = title.scope.order in inside and order < holder.order
        within = order > holder.order and title.scope is holder
        if first:
            best = title.text
        elif within and not best:
            return title.text
    return best
