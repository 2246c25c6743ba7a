"""One question or reflection out of its blocks: dates by their roles, state, who answers; no word of who asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pages.dates import Mention, Precision, Role, find_dates
from pages.feedback_draft import Draft
from pages.feedback_heads import AGENCY, Head, head_in, head_of_label, is_sentence, is_unit, opening_of, parts_of
from pages.feedback_privacy import cut_personal, join_quote
from pages.feedback_records import Stage
from pages.feedback_words import Part, names, pieces_of, stage_begun, stage_inside, stage_of, words_of
from pages.page import Block, Link
from pages.text import fold, tidy
from pages.wording import Wording

_NO_ANSWER = names("answers", "none")
_BEGINS = names("answers", "begins")
# 'Sở Xây dựng: Đã kiểm tra', as an answer begins
_UNIT_SAYS = re.compile(r"(?P<who>[^:.;?!]{3,100}):\s+(?P<text>\S.*)$")
# 'Hoài An: Quảng Trị': who asked and where from
_WHO_FROM = re.compile(r"(?:[^\W\d_a-zà-ỹđ][^\W\d_]*[.\s]{0,2}){1,5}:\s?(?:[^\W\d_a-zà-ỹđ][^\W\d_]*[\s,.-]{0,2}){1,8}")
# 'Ban biên tập chuyển câu trả lời của Công an tỉnh'
_PASSED_ON = re.compile(
    r"^.{0,80}?\s(?:câu trả lời|ý kiến trả lời|trả lời|phản hồi|ý kiến|văn bản)\s(?:của|từ)\s", re.I
)
_LAST_WORD = re.compile(r"\s+(?:vào|ngày|lúc|vào lúc|vào ngày|trả lời|đã trả lời)$", re.I)
_LINK_WORDS = names("items", "link_words")
_FUNCTIONS = names("items", "functions")
# 'Sở Xây dựng trả lời:', 'UBND tỉnh trả lời như sau:'
_ANSWERER = re.compile(
    r"^(?P<who>[^:.?!]{3,150}?)\s+(?:xin\s+)?(?:trả lời|phản hồi|phúc đáp|có ý kiến|thông báo kết quả)"
    r"(?:\s+(?:như sau|bạn|ông|bà|công dân)[^:]{0,60})?\s*:",
    re.I,
)
# 'Sở Xây dựng trả lời', a line of its own above the answer
_ANSWERER_ALONE = re.compile(r"(?P<who>[^:.,;?!]{3,100}?)(?<!chưa)(?<!không)\s+(?:đã\s+)?(?:trả lời|phản hồi)", re.I)
# 'Đã xử lý10:32 25/03/2022Hạ tầng đô thị': badges that only style sheets keep apart
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
# 'Phản hồi từ Sở Công Thương (23/03/2022)', 'Trả lời của UBND xã'
_REPLY_OF = re.compile(
    r"^(?:phản hồi|trả lời|câu trả lời|(?:ý kiến|nội dung) (?:trả lời|phản hồi)|ý kiến|kết quả xử lý|kết quả|giải đáp)"
    r"\s+(?:từ|của|bởi)\s+"
    r"(?P<who>[^:]{2,120})(?::\s*(?P<text>.*))?$",
    re.I,
)
# '... Sau khi kiểm tra, Sở Xây dựng trả lời như sau:'
_UNIT = re.compile(
    r"(?P<who>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở|Ban|Văn phòng|Trung tâm|Công an|Cục|Chi cục|Phòng|Công ty|"
    r"Bảo hiểm)\s[^.;:,]{0,80}?)\s+(?:xin\s+)?(?:trả lời|có ý kiến|thông báo kết quả|phản hồi|phúc đáp|báo cáo)(?!\w)"
)
# The rest of 'Trả lời ngày 09/01/2022 của Sở Y tế: Đã kiểm tra'
_BEHIND_DAY = re.compile(
    r"[\d\s/.:,hg-]{6,24}\)?\s*(?:(?:của|từ|bởi|[-–,])\s*(?P<who>[^:.?!]{2,100}))?\s*:\s*(?P<text>\S.*)$", re.I
)
# 'Ngày trả lời: 27/11/2023. Hồ sơ gửi chi cục thuế', the answer in the line of its day
_TEXT_BEHIND_DAY = re.compile(r"[\d\s/.:,hg-]{6,24}[.;]\s+(?P<text>[^\W\d_]\S*(?:\s+\S+){2,})$")
_TEXT_BEHIND_STATE = re.compile(r"\s*[.;:,)–-]\s+(?:(?P<who>[^.:;]{3,80}):\s+)?(?P<text>[^\W\d_]\S*(?:\s+\S+){3,})$")
_STEP = re.compile(r"\W*\d{1,2}\s?[:/h.-]\s?\d")  # a line that begins with its day or hour
# '(Bạn đọc, 24/3/2021)', '(Nguyễn Văn A - 24/3/2021)', '(17/4/2021)', '(Trả lời ngày 17/4/2021)' at a text's end
_SIGNED = re.compile(
    r"\((?!\s*(?:theo|công văn|văn bản|số|kèm|từ|trước|sau|đến|hạn)\b)(?:[^()\d;:]{0,60}[\s,:–-])?"
    r"\s*\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?:[\s,|-]{1,3}\d{1,2}[:hg]\d{0,2})?\s*\)\W*$",
    re.I,
)
_ASKED_BEFORE = re.compile(r"(?<=\w[ ?.!\"”])\(\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*\)\W*$")
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
_HOUR = r"\d{1,2}[:hg]\d{0,2}"
# 'Tiếp nhận 25/07/2024 → Hạn xử lý 09/08/2024'
_RECEIVED = re.compile(
    rf"\W*(?:đã )?(?:tiếp nhận|nhận|gửi)\W+(?:(?:ngày|lúc|vào)\W+)*(?:{_HOUR}\W+(?:ngày\W+)?)?{_DAY}(?:\s+{_HOUR})?",
    re.I,
)
# 'Cầu treo hỏng mặt ván (10-12-2023)', '[04.05.2020] Cầu treo hỏng', and a row's own cell: 'Cầu treo hỏng | 14/8/2016'
_DAY_BESIDE = re.compile(
    rf"^\W{{0,3}}[(\[]\s*(?:{_HOUR}[\s,|-]+)?{_DAY}(?:[\s,|-]+{_HOUR})?\s*[)\]]\s*(?=\w)"
    rf"|(?:[(\[]|\s\|\s)\s*(?:{_HOUR}[\s,|-]+)?{_DAY}(?:[\s,|-]+{_HOUR})?\s*[)\]]?\W*$"
)
_DATE_ALONE = re.compile(
    r"[\W\d]*(?:(?:ngày|lúc|thứ|hai|ba|tư|năm|sáu|bảy|chủ nhật|tháng|giờ|phút|am|pm|sa|ch|gmt|h)[\W\d]*)*", re.I
)
_ROLES = {Role.ASKED: "asked", Role.ANSWERED: "answered", Role.DEADLINE: "due"}
_TEXTS = frozenset({"title", "question"})  # 'Nội dung: ...' in a column of titles repeats its head
_DAYS = frozenset({"asked", "answered", "due"})
_MOST_META = 160  # characters of a line that tells about an item; longer ones are its text


_SOME_UNIT = re.compile(
    r"(?:các )?(?:cơ quan|đơn vị|ngành|phòng|bộ phận)"
    r"(?: chức năng| chuyên môn| có thẩm quyền| liên quan| quản lý| xử lý)+"
)
# The salutation of a letter to one person: citizens write to offices and their heads.
_DEAR = re.compile(
    r"\W*(?:Kính gửi|Kính chào|Xin chào|Chào|C[ảá]m ơn)\s"
    r"(?:[Cc]ông dân|(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Bb]ạn)(?:\s?[/(]\s?[Bb]à\)?)?)"
    r"(?!\s(?:[Cc]hủ tịch|[Gg]iám đốc|[Bb]í thư|[Ll]ãnh đạo|[Tt]rưởng|[Pp]hó|[Cc]hị|[Bb]an))(?:\s[^\W\d_]|[,:!]|$)"
)
_WHO_ANSWERS = Wording("(?:đơn vị|cơ quan|người|phòng ban) (?:trả lời|phản hồi|giải đáp)")
# 'by' in a web log's words: what a reader posted is a question
_BY_A_READER = Wording(r"^\W*(?:bởi|từ|by)\W{1,3}(?:bạn (?:đọc|xem)|(?:một )?(?:công|người|cư) dân|độc giả|khách)")


class ItemReader:
    """Reads one item's blocks in order; knows in which section (question, answer) the text stands."""

    def __init__(self, anchor: date | None) -> None:
        self.anchor = anchor
        self.times: tuple[tuple[str, str], ...] = ()  # moments of the words that are read
        self.draft = Draft()
        self.section = ""
        self.pending = ""  # a label that stood alone: the next text is its value
        self.pending_label = ""
        self.answer_lines = 0
        self.hidden_question = False  # what opens below the title tells when it was asked: the question, not the answer

    def block(self, block: Block, titles: Sequence[str] = ()) -> None:
        """Take in one block; `titles` are the labels of long links in the item."""
        draft = self.draft
        draft.locator = draft.locator or block.locator
        self.times = block.times
        text = block.text
        rest = beside_title(text, titles)
        if rest != text:
            draft.title = draft.title or next(t for t in titles if t in text)
            text = rest
        pieces = pieces_of(text)
        for piece, bracketed in pieces:
            if bracketed:
                self._bracketed(piece)
            else:
                self._piece(piece, block)
        if block.hidden and "asked" in draft.roles:
            self.hidden_question = True

    def _bracketed(self, text: str) -> None:
        """Take in what brackets tell beside a text: a state, the days; a name among them is dropped."""
        section = self.section
        if (stage := stage_of(text)) is not None:
            self.draft.badges.append(stage)
            self.draft.roles.add("stage")
            self.draft.quotes.append(text)
            self._dates(text, of_state=stage)
        else:
            for part in parts_of(text):
                if part.role:
                    self._labelled(part, text[part.start : part.end].strip(" -–|•,;"))
        self.section = section
        self.pending = ""

    def _piece(self, text: str, block: Block) -> None:
        draft = self.draft
        stage = stage_of(text)
        if stage is not None and not self.pending:
            draft.badges.append(stage)
            draft.roles.add("stage")
            draft.quotes.append(text)
            self._dates(text, of_state=stage)
            return
        parts = parts_of(text)
        roles = {part.role for part in parts}
        if "due" in roles and (found := _RECEIVED.match(text)) and (day := _first_day(self._days_in(found[0]))):
            draft.roles.add("asked")
            draft.days.setdefault("asked", day)
            draft.quotes.append(found[0].strip())
            self._piece(text[found.end() :].lstrip(" -–—→>|,;"), block)
            return
        if block.kind == "heading" and not draft.title and not self.section and (inside := stage_inside(text)):
            before = text.removesuffix(inside[1]).rstrip(" -–|•,:(")
            if before != text and len(before.split()) >= 2:  # a badge in the title's line
                draft.badges.append(inside[0])
                draft.roles.add("stage")
                draft.quotes.append(inside[1])
                text, parts = before, parts_of(before)
        beside = self.section == "" and block.kind != "heading" and not roles & {"stage", "question", "answer"}
        if beside and (inside := stage_inside(text)) is not None:
            draft.badges.append(inside[0])
            draft.roles.add("stage")
            draft.quotes.append(inside[1])
            if not roles & {"asked", "answered", "due"}:
                # A day before the state is not the state's: 'Vỉa hè bị lấn chiếm (20/01/2025) Đã trả lời'
                at = text.find(inside[1])
                self._title_before(text[:at])
                if found := _ASKED_BEFORE.search(text[:at]):
                    self.section = "question"
                    self._signed(found[0])
                    self.section = ""
                elif text[:at]:
                    self._dates(text[:at])
                self._dates(_GLUED.sub(" ", text[at:]), of_state=inside[0])
                self._title_behind(text[at + len(inside[1]) :])
                return
        for n, part in enumerate(parts):
            behind = parts[n + 1] if n + 1 < len(parts) else None
            if part.role:
                self._labelled(part, text[part.start : part.end].strip(" -–|•,;"))
            elif behind is not None and behind.role == "answered" and is_unit(part.value):
                self._agency(part.value, named=False)  # 'Sở Nội vụ trả lời ngày 25/03/2022: ...'
            else:
                self._free(part.value, block)

    def _days_in(self, text: str) -> list[Mention]:
        return find_dates(text, anchor=self.anchor, times=self.times)

    def value(self, role: str, value: str, label: str = "") -> None:
        """Take in a value whose role is known, as of a table's column; it may hold labels of its own.

        'Đường hỏng nặng Đáp: Đã sửa' is a cell of a column 'Câu hỏi'. Without a role only what labels tell is read.
        """
        for n, part in enumerate(parts_of(value)):
            if n == 0 and not part.role:
                if role:
                    self._labelled(Part(role, part.value, 0, len(part.value), label), part.value)
                continue
            if n == 0 and (
                (role in _TEXTS and part.role in _TEXTS) or (role in _DAYS and part.role == "date")
            ):  # 'ngày 31/03/2022' in a column 'Gửi lúc'
                part = replace(part, role=role)
            self._labelled(part, value[part.start : part.end].strip(" -–|•,;"))

    def _labelled(self, part: Part, words: str) -> None:
        self.pending = ""
        role, value, draft = part.role, part.value, self.draft
        draft.roles.add(role)
        if role in ("asked", "answered", "due", "date", "stage"):
            if not value:
                self.pending, self.pending_label = role, words
                return
            self._valued(role, value, words)
            if role == "answered" and fold(part.label).startswith(("trả lời", "phản hồi", "xử lý")):
                self.section = "answer"
                self.answer_lines = 0
                if behind := _BEHIND_DAY.match(value):  # 'Trả lời ngày 09/01/2022 của Sở Y tế: Đã kiểm tra'
                    self._agency(behind["who"] or "", named=False)
                    self._text(behind["text"])
            elif role == "answered" and (behind := _TEXT_BEHIND_DAY.match(value)):
                draft.roles.add("answer")
                self.section = "answer"
                self.answer_lines = 0
                self._text(behind["text"])
        elif role == "answer" and not value.endswith(".") and (stage := stage_of(value)) is not None:
            # 'Kết quả: Đã trả lời' is a state, 'Trả lời: Đã xử lý xong.' a curt answer
            draft.roles.discard(role)
            draft.roles.add("stage")
            draft.badges.append(stage)
            draft.quotes.append(words)
            self._dates(value, of_state=stage)
        elif (
            role in ("question", "answer")
            and _DATE_ALONE.fullmatch(value)
            and (day := _first_day(self._days_in(value)))
        ):
            # 'Hỏi: 27/7/2022', 'Trả lời: 30/7/2022'
            told = "asked" if role == "question" else "answered"
            draft.roles.add(told)
            draft.days.setdefault(told, day)
            draft.quotes.append(words)
        elif role in ("question", "answer"):
            self.section = role
            self.answer_lines = 0
            head = head_of_label(part.label, self._days_in) if role == "answer" else None
            if head:
                self._headed(head)
            if value:
                self._text(value, label="" if head else part.label)
        elif role == "title":
            draft.title = draft.title or value
            self.pending = "" if value else role
        elif role == "agency":
            if value:
                self._agency(value, named=True)
            else:
                self.pending = role
            if draft.texts and _WHO_ANSWERS(part.label) and self.section != "answer":
                self.section = "answer"  # below the question: what follows is the answer
                self.answer_lines = 0
        elif not value:  # sender, contact, other: dropped
            self.pending = role
        elif role == "sender":  # 'Người gửi: A (12/03/2022)': the name is dropped, the day is when it was sent
            for mention in self._days_in(value.split("|")[0]):
                if mention.precision is Precision.DAY and "asked" not in draft.days:
                    draft.days["asked"] = mention.first
                    draft.roles.add("asked")
                    draft.quotes.append(mention.text)

    def _valued(self, role: str, value: str, words: str) -> None:
        draft = self.draft
        if role == "stage":
            stage = stage_of(value)
            if stage is None and (begun := stage_begun(value)):
                stage, rest = begun
                if (head := head_in(rest, self._days_in(rest))) and ":" not in head.who:
                    self._agency(head.who, named=False)  # 'Đã xử lý ngày 11/08/2024, Sở Xây dựng'
            if stage is None:
                return
            draft.labelled_stage = draft.labelled_stage or stage
            told = self._answer_behind(value) if stage is Stage.ANSWERED else None
            draft.quotes.append(
                words if told is None else words[: -len(value)] + told if words.endswith(value) else told
            )
            self._dates(value if told is None else told, of_state=stage)
            return
        day = _first_day(self._days_in(value))
        if day is None:
            draft.roles.discard(role)
            return
        if len(words) > len(value) and (mention := next(iter(self._days_in(words)), None)):
            words = words[: mention.end]
        if role == "date":
            posted = any(m.role is Role.POSTED for m in self._days_in(words))
            draft.posted = draft.posted or (day if posted else None)
            draft.loose.append((day, self.section))
        else:
            draft.days.setdefault(role, day)
            unit = value.rpartition("|")[2].strip(" .")
            if "|" in value and is_unit(unit):  # 'Thời gian xử lý: 14/03/2022 | Sở Nội vụ'
                self._agency(unit, named=False)
        draft.quotes.append(words)

    def _answer_behind(self, value: str) -> str:
        """Take in the answer that follows its state and day; what stands before it, all where none does.

        'Đã trả lời ngày 17/06/2024. Sở Công Thương: Dự án cấp điện sẽ thi công trong quý IV.'
        """
        day = next((m for m in self._days_in(value[:_MOST_META]) if m.precision is Precision.DAY), None)
        behind = _TEXT_BEHIND_STATE.match(value, day.end) if day is not None else None
        if behind is None:
            return value
        self.section, self.answer_lines = "answer", 0
        if behind["who"] and AGENCY.begins(behind["who"]):
            self._agency(behind["who"], named=False)
        self._text(behind["text"])
        return value[: behind.start("who") if behind["who"] else behind.start("text")].rstrip(" .;:")

    def _free(self, text: str, block: Block) -> None:
        pending, self.pending = self.pending, ""
        draft = self.draft
        if pending in ("asked", "answered", "due", "date", "stage"):
            self._valued(pending, text, join_quote([self.pending_label, text]))
            return
        if pending == "title":
            draft.title = draft.title or text
            return
        if pending == "agency":
            self._agency(text, named=True)
            return
        if pending:  # the value of a sender's field, of an address
            return
        if self.section != "answer" and (draft.texts or draft.title or draft.beside) and self._opens(text):
            return
        if not self.section and (draft.texts or draft.title) and AGENCY.begins(text) and len(text) <= _MOST_META:
            days = self._days_in(text)
            who = text[: days[0].start] if len(days) == 1 else ""
            if who and len(text) - len(who) - len(days[0].text) <= 8 and self._reply_of(text, text):
                return  # 'Sở Giao thông vận tải - 25/03/2022' above its answer
        if not self.section and not draft.texts and not draft.title and (found := _DAY_BESIDE.search(text)):
            words = (text[: found.start()] + text[found.end() :]).strip(" -–|•,:")
            if words_of(words):
                self._dates(found[0])
                draft.title_day = _first_day(self._days_in(found[0]))
                text = words
        if _DATE_ALONE.fullmatch(text) or (len(text) <= _MOST_META and self._tells_dates(text)):
            self._dates(text)
            self._title_before(text)
            return
        if (of := _REPLY_OF.match(text)) and self._reply_of(of["who"], text[: of.end("who")]):
            self.answer_lines = 0
            if of["text"]:
                self._text(of["text"])
            return
        if self.section == "answer":
            dated = self._days_in(text) if len(text) <= _MOST_META and AGENCY.begins(text) else []
            who = text[: dated[0].start] if dated else ""
            if dated and len(who) + len(dated[0].text) >= len(text) - 12 and not is_sentence(who):
                self._agency(who, named=False)  # 'Sở Nội vụ - 15/03/2022' below the answer
                if dated[0].precision is Precision.DAY and len(dated) == 1 and is_unit(tidy(who).strip(" ,-–(|")):
                    draft.days.setdefault("answered", dated[0].first)
                    draft.roles.add("answered")
                self._dates(text)
                return
            self._text(text)
            return
        alone = _ANSWERER_ALONE.fullmatch(text) if draft.texts or draft.title else None
        if (found := _ANSWERER.match(text) or alone) and AGENCY.begins(found["who"]):
            self._agency(found["who"], named=False)
            draft.roles.add("answer")
            self.section = "answer"
            self._text(text[found.end() :])
            return
        if _BEGINS.inside(text[:400]) and (draft.texts or draft.title):
            draft.roles.add("answer")
            if named := _UNIT.search(text):
                self._agency(named["who"], named=False)
            self.section = "answer"
            draft.answer_words += len(text.split())
            return
        if block.hidden and draft.texts and not self.section and not self.hidden_question:
            draft.roles.add("hidden")
            self.section = "answer"
            self._text(text)
            return
        if (draft.title or draft.texts) and not re.search(r"[.;:?!]", text) and is_unit(text):
            draft.units.append(text)  # a line of its own beside title and date
            return
        if self.section == "question" and not draft.texts and _WHO_FROM.fullmatch(text):
            draft.roles.add("sender")
            return
        if block.kind == "heading" and not draft.title and not self.section:
            draft.title = text
        draft.texts.append(text)

    def _opens(self, text: str) -> bool:
        """Take in an answer without a label that its unit opens: 'UBND xã: Đã sửa', 'UBND xã · 23/06/2023 Đã sửa'."""
        if _DEAR.match(text):
            self.section, self.answer_lines = "answer", 0
            self._text(text)
            return True
        opening = opening_of(text, self._days_in(text[:200]))
        says = _UNIT_SAYS.match(text)
        if opening is None and says and is_unit(says["who"]) and len(says["text"].split()) >= 3:
            opening = Head(says["who"], None), says["text"]
        if opening is None:
            return False
        self._headed(opening[0])
        self.answer_lines = 0
        self._text(opening[1])
        return True

    def _headed(self, head: Head) -> None:
        """Take in the head of an answer: who answers and when; its text comes next."""
        self.draft.roles.add("answer")
        self.section = "answer"
        self._agency(head.who, named=False)
        if head.day:
            self.draft.roles.add("answered")
            self.draft.days.setdefault("answered", head.day.first)
            self.draft.quotes.append(head.day.text)

    def _reply_of(self, who: str, text: str) -> bool:
        """Take in the head of an answer that names its agency; False where it names none."""
        days = self._days_in(who)
        who = who[: days[0].start] if days else who
        some = _SOME_UNIT.fullmatch(fold(tidy(who).strip(" .:-")))  # 'cơ quan chức năng' answers, and is nobody's name
        if not some and (not AGENCY.begins(who) or is_sentence(who)):
            return False
        if not some:
            self._agency(who, named=False)
        self.draft.roles.add("answer")
        self.section = "answer"
        if day := _first_day(days):
            self.draft.roles.add("answered")
            self.draft.days.setdefault("answered", day)
            self.draft.quotes.append(text)
        return True

    def _tells_dates(self, text: str) -> bool:
        """Whether a short line is there for its date: little else stands in it."""
        mentions = [m for m in self._days_in(text) if m.precision is Precision.DAY]
        if not mentions or begins_answer(text):
            return False
        if any(m.role in (*_ROLES, Role.POSTED) for m in mentions):
            return True
        rest = len(text) - sum(len(m.text) for m in mentions)
        printed = any(any(c.isdigit() for c in m.text) for m in mentions)  # 'Hôm qua mất điện' is a question
        return printed and rest <= 40 and self.section != "answer"

    def _title_before(self, text: str) -> None:
        """Take the words before a day without a role as the title where none is known: 'Đèn đường hỏng 20/03/2022'."""
        draft = self.draft
        mentions = self._days_in(text)
        if draft.title or draft.texts or self.section:
            return
        if any(m.role is not Role.UNKNOWN for m in mentions):
            # 'Cầu treo hỏng mặt ván Gửi ngày 03/3/2022' in one line: the title where nothing else is
            before = tidy(text[: text.find(_with_label(text, mentions[0]))]).strip(" -–|•([,:")
            if len(mentions) == 1 and len(before.split()) >= 3:
                draft.beside = draft.beside or before
            return
        words = tidy(text[: mentions[0].start]).strip(" -–|•([,:") if mentions else ""
        if words and not _DATE_ALONE.fullmatch(words) and words_of(words):
            draft.title = words

    def _title_behind(self, text: str) -> None:
        """Keep the words behind a state: the title where no other is ('Đã trả lời 26/07/2023 Bến xe thu phí cao')."""
        days = self._days_in(text)
        rest = text[days[0].end :] if days and not words_of(text[: days[0].start]) else text
        rest = tidy(rest).strip(" -–|•:,.")
        if len(rest.split()) >= 3 and not any(m.start > 60 for m in days):
            self.draft.beside = self.draft.beside or rest

    def _dates(self, text: str, of_state: Stage | None = None) -> None:
        """Days of a short text by the words around them; `of_state` where a state is among those words.

        Only 'Tiếp nhận' tells that a day is that of the asking; in 'Đã trả lời Gửi ngày 02/03/2026' a label of its own
        does.
        """
        draft = self.draft
        for mention in self._days_in(text):
            if mention.precision is not Precision.DAY:
                continue
            role = _ROLES.get(mention.role, "")
            if of_state and (role != "asked" or of_state is Stage.RECEIVED):
                draft.of_state.setdefault(role, mention.first)
            elif role:
                draft.roles.add(role)
                draft.days.setdefault(role, mention.first)
            elif mention.role is Role.POSTED:
                draft.posted = draft.posted or mention.first
            elif mention.role is Role.UNKNOWN and _BY_A_READER(text[mention.end : mention.end + 30]):
                draft.roles.add("asked")
                draft.days.setdefault("asked", mention.first)
            elif mention.role is Role.UNKNOWN:
                draft.loose.append((mention.first, self.section))
            else:
                continue
            slice_ = _with_label(text, mention) if role and not of_state else mention.text
            if not any(slice_ in quote for quote in draft.quotes):
                draft.quotes.append(slice_)

    def _signed(self, text: str) -> str:
        """Take in the day in brackets at the end of a question or answer; the text before it.

        'Sóng điện thoại rất yếu (Bạn đọc, 24/3/2021)', 'Sẽ lắp trạm trong năm. (Trả lời ngày 17/4/2021)'.
        """
        found = _SIGNED.search(text)
        if found is None:
            return text
        role = {"question": "asked", "answer": "answered"}[self.section]
        mentions = self._days_in(found[0])
        day = next((m for m in mentions if m.precision is Precision.DAY), None)
        told = _ROLES.get(day.role, "") if day else ""
        if day is None or day.role not in (Role.UNKNOWN, *_ROLES) or told not in ("", role):
            return text
        self.draft.days.setdefault(role, day.first)
        self.draft.roles.add(role)
        inner = found[0].strip("().; ")
        if role == "answered" and (head := head_in(inner, self._days_in(inner))):
            self._agency(head.who, named=False)  # '... Sẽ lắp trạm trong năm. (Sở Nội vụ, 17/4/2021)'
        self.draft.quotes.append(_with_label(found[0], day).strip("() ") if told else day.text)
        return text[: found.start()].rstrip()

    def _text(self, text: str, label: str = "") -> None:
        draft = self.draft
        text = self._signed(text) if self.section else text
        if self.section == "question":
            draft.texts.append(text)
            return
        draft.roles.add("answer")
        self.answer_lines += 1
        if self.answer_lines <= 2 and (opened := opening_of(text, self._days_in(text[:200]))):
            self._headed(opened[0])
            text = opened[1]
        # 'Trả lời (15/03/2022): ...', 'Trả lời ngày 15/03/2022: ...'
        if label and (opening := re.match(r"\W*(?:ngày|lúc)?\W*[\d/:.\s-]{8,22}\)?\s*:?", text)):
            day = _first_day(self._days_in(opening[0]))
            if day is not None:
                draft.days.setdefault("answered", day)
                draft.roles.add("answered")
                draft.quotes.append(tidy(f"{label}") if opening[0].strip(" ():") in label else opening[0].strip())
            text = text[opening.end() :]
        if self.answer_lines <= 2 and not draft.agency and AGENCY.begins(text):
            found = _ANSWERER.match(text)
            who = found["who"] if found else text.rstrip(" :")
            # a unit's name alone: no sentence, and the answer's text comes after it
            if len(who.split()) <= 16 and not re.search(r"[.;?!]", who) and (found or not is_sentence(who)):
                self._agency(who, named=False)
                text = text[found.end() :] if found else ""
        if self.answer_lines <= 2 and (says := _UNIT_SAYS.match(text)) and is_unit(says["who"]):
            self._agency(says["who"], named=False)
            text = says["text"]
        if text and not (_NO_ANSWER.begins(text) and len(text) <= 60) and not _LINK_WORDS.whole(text):
            draft.answer_words += len(words_of(text).split())

    def _agency(self, who: str, *, named: bool) -> None:
        """The answering unit; a person's name is none."""
        who = _LAST_WORD.sub("", tidy(who).strip(" .:,-–(|")).strip(" ,-–(|")
        if (passed := _PASSED_ON.match(who)) and AGENCY.begins(who[passed.end() :]):
            who = who[passed.end() :]
        if self.draft.agency or not who or len(who) > 200:
            return
        if AGENCY.begins(who) or (named and AGENCY.inside(who)):
            self.draft.agency = cut_personal(who)
            self.draft.roles.add("agency")


def beside_title(text: str, titles: Sequence[str]) -> str:
    """What stands beside a title in one line with its date or state: 'Xin hỏi về ... (12/03/2022)'; else `text`."""
    title = next((t for t in titles if t in text), "")
    if not title or parts_of(text)[0].role:
        return text
    rest = text.replace(title, " ", 1).strip(" ()[]-–|:•")
    return rest if len(rest) <= _MOST_META else text


def begins_answer(text: str) -> bool:
    """Whether running text begins an answer: 'Sở Xây dựng trả lời: ...', '... có ý kiến như sau:'."""
    found = _ANSWERER.match(text) or _REPLY_OF.match(text)
    if opening_of(text, find_dates(text[:200])):
        return True
    return bool(found and AGENCY.begins(found["who"])) or _BEGINS.inside(text[:400])


def long_labels(links: Iterable[Link]) -> list[str]:
    """The labels of links that may be an item's title."""
    return [k.label for k in links if len(k.label.split()) >= 3 and not _FUNCTIONS.whole(k.label)]


def gather(blocks: Iterable[Block], links: Iterable[Link], anchor: date | None) -> Draft:
    """What `blocks` say of the one item that they make; `links` are those inside."""
    reader = ItemReader(anchor)
    titles = long_labels(links)
    blocks = list(blocks)
    steps = _steps(blocks, anchor)
    course = None if steps else _open_course(blocks, anchor)
    skipped = {*steps, *(id(block) for block in (course[2] if course else ()))}
    for block in blocks:
        if id(block) not in skipped:
            reader.block(block, titles)
    draft = reader.draft
    if course:
        draft.days.setdefault("asked", course[0])
        draft.labelled_stage = draft.labelled_stage or course[1]
        draft.roles |= {"asked", "stage"}
        draft.quotes += [block.text for block in course[2]]
    if steps:
        draft.steps = [(day, stage) for day, stage, _ in steps.values()]
        draft.roles |= {"stage"}
        draft.quotes += [words for _, _, words in steps.values()]
        for stage, role in ((Stage.RECEIVED, "asked"), (Stage.ANSWERED, "answered")):
            days = [day for day, reached in draft.steps if reached is stage]
            if days and role not in draft.days:
                draft.days[role] = min(days) if role == "asked" else max(days)
                draft.roles.add(role)
    return draft


def _open_course(blocks: Sequence[Block], anchor: date | None) -> tuple[date, Stage, tuple[Block, ...]] | None:
    """When an item was received and how far it came: '14/05/2026: Tiếp nhận', below it 'Đang xác minh' without a day.

    A course whose end is drawn without a day may be a picture of all steps: None.
    """
    lines = [
        (block, stage) for block in blocks if (stage := stage_of(block.text)) is not None and block.kind != "heading"
    ]
    stages = [stage for _, stage in lines]
    if len(set(stages)) < 2 or stages[0] is not Stage.RECEIVED or set(stages) & {Stage.ANSWERED, Stage.REJECTED}:
        return None
    day = _first_day(find_dates(lines[0][0].text, anchor=anchor, times=lines[0][0].times))
    return (day, stages[-1], tuple(block for block, _ in lines)) if day else None


def _steps(blocks: Sequence[Block], anchor: date | None) -> dict[int, tuple[date, Stage, str]]:
    """The lines that draw an item's course, by their blocks: '20/03/2022 Tiếp nhận', '25/03/2022 Đã xử lý'.

    Two states at least, each with its own day; a single line is a state with its day.
    """
    found: dict[int, tuple[date, Stage, str]] = {}
    for block in blocks:
        text = block.text
        if len(text) > _MOST_META or block.kind == "heading" or any(part.role for part in parts_of(text)):
            continue
        whole = stage_of(text)
        inside = stage_inside(text) if whole is None else (whole, text)
        days = {m.first for m in find_dates(text, anchor=anchor, times=block.times) if m.precision is Precision.DAY}
        if inside is not None and len(days) == 1 and (whole or _STEP.match(text) or text.startswith(inside[1])):
            day = days.pop()
            shown = next(m.text for m in find_dates(text, anchor=anchor, times=block.times) if m.first == day)
            found[id(block)] = (day, inside[0], shown if whole is None else text)
    return found if len({stage for _, stage, _ in found.values()}) >= 2 else {}


def _first_day(mentions: Iterable[Mention]) -> date | None:
    return next((m.first for m in mentions if m.precision is Precision.DAY), None)


def _with_label(text: str, mention: Mention) -> str:
    """The date with the words before it that tell its role; a name before them is left out."""
    before = text[: mention.start]
    start = mention.start
    for word in list(re.finditer(r"[^\s]+\s*$|[^\s]+\s+", before))[::-1][:5]:
        token = word[0].strip(" (-–:|,")
        if token and token[0].isupper() and fold(token) not in _LABEL_WORDS:
            break
        start = word.start()
        if token and token[0].isupper():
            break
    return text[start : mention.end].strip(" -–|(,;")


_LABEL_WORDS = frozenset(
    ["ngày", "thời", "gửi", "hỏi", "trả", "đã", "hạn", "tiếp", "phản", "xử", "đang", "hoàn", "lúc", "đăng", "cập"]
)
