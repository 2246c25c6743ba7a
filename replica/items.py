"""The items of a portal's public feedback list, worked out from its facts: what the list shows, no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .facts import AS_OF, Portal
from .text import AGENCIES, ANSWERS, QUESTIONS, TEST_TITLES, person, seeded


@dataclass(frozen=True)
class Item:
    """One question or reflection as a visitor of the list sees it; None and '' stand for what is not shown."""

    id: int
    title: str
    question: str
    sender: str
    asked: date | None
    answered: date | None
    due: date | None
    answer: str
    stage: str
    unit: str
    is_test: bool

    @property
    def is_answered(self) -> bool:
        """Whether an answer is printed."""
        return bool(self.answer)


def unanswered_count(portal: Portal) -> int:
    """Lists that show stages hold three items that wait for an answer."""
    return 3 if portal.feedback.stages == "many" else 0


def items(portal: Portal) -> list[Item]:
    """The items in the order in which the list shows them."""
    facts = portal.feedback
    if facts.mode != "list":
        return []
    rng = seeded("items", portal.slug)
    waiting = unanswered_count(portal)
    tests = set(range(1, 1 + 2 * facts.tests, 2))
    topics = rng.sample(range(len(QUESTIONS)), len(QUESTIONS))
    out: list[Item] = []
    for i in range(facts.n - waiting):
        answered = facts.newest - timedelta(days=i * facts.step)
        took = 3 + (i * 5) % 8
        asked = answered - timedelta(days=took)
        if facts.dates == "asked":
            asked = answered
        title, question = QUESTIONS[topics[i % len(topics)]]
        answer = ANSWERS[(i + rng.randrange(3)) % len(ANSWERS)]
        is_test = i in tests
        if is_test:
            title = question = TEST_TITLES[(i // 2) % len(TEST_TITLES)]
            answer = "Cảm ơn bạn, tin thử nghiệm hiển thị tốt."
        named = facts.units == "all" or (facts.units == "few" and i % 5 == 2)
        out.append(
            Item(
                id=0,
                title=title,
                question=question,
                sender=person(portal.slug, i),
                asked=asked if facts.dates != "none" else None,
                answered=answered if facts.dates in {"both", "state", "relative"} else None,
                due=asked + timedelta(days=15) if facts.host and facts.dates == "both" else None,
                answer=answer,
                stage="" if facts.stages == "none" else "Đã trả lời",
                unit=AGENCIES[i % len(AGENCIES)].format(k=portal.kind) if named else "",
                is_test=is_test,
            )
        )
    for j in range(waiting):
        asked = min(AS_OF - timedelta(days=j), facts.newest + timedelta(days=2 + 9 * (waiting - j)))
        title, question = QUESTIONS[topics[(facts.n + j) % len(topics)]]
        out.append(
            Item(
                id=0,
                title=title,
                question=question,
                sender=person(portal.slug, "w", j),
                asked=asked,
                answered=None,
                due=asked + timedelta(days=15) if facts.host else None,
                answer="",
                stage="Đang xử lý" if j % 2 == 0 else "Đã tiếp nhận",
                unit="",
                is_test=False,
            )
        )
    if facts.dates != "none":
        out.sort(key=lambda item: (item.asked or AS_OF, item.title), reverse=facts.order == "desc")
    first = 1000 + seeded("id", portal.slug).randrange(9000)
    return [
        Item(**{**vars(item), "id": first - 3 * n if facts.order == "desc" else first + 3 * n})
        for n, item in enumerate(out)
    ]
