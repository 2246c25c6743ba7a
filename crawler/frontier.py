"""What to fetch next: links that name a wanted topic first, then what hangs below them, then the rest.

Every topic has two lanes, for links that name it and for what hangs below its pages; the home page's navigation and
the rest have one each. A lane's claim falls with what was already fetched from it, so that no topic eats the budget.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import urlsplit

# From this weight on a link is held to name its topic (audits/site.py looks for the same).
NAMES = 0.6
# No path of clicks from the home page is known: found by a hint of the registry or in a sitemap.
NO_PATH = 99

NAV = "nav"
REST = "sample"
_TAIL = "tail"  # more of what the sample already holds enough of
_BELOW = "/below"

# What a link of the sample that is to be looked at, whatever it speaks of, weighs more than its like.
SAMPLED = 1.5
# How strongly a lane claims the next request, before it falls with use; a topic's own links claim 1.
_CLAIM = {NAV: 0.3, REST: 0.1, _TAIL: 0.02}
_CLAIM_BELOW = 0.6
# So many fetched from a lane halve its claim.
_HALVES = {NAV: 30, REST: 40, _TAIL: 1000}
_HALVES_TOPIC = 20
_HALVES_BELOW = 8
# An item of citizens' questions may have its answer and its days on its own page alone; a list of news or documents
# tells the day of the newest by itself.
_SLOWER = {"news": 0.4, "legal_documents": 0.3}
# What is left of a topic's claim once enough below it was seen.
_CLOSED = 0.15
# Pages of one folder that the sample takes before other folders come first.
_FOLDER_SAMPLE = 6
# So many pages that no link names so, below those that do, show what a topic holds; lists of citizens' questions and of
# reception days are read further, for their newest entry and their rates over a year.
_ENOUGH_BELOW = 20
_ENOUGH_BELOW_OF = {"feedback": 60, "feedback_totals": 60, "reception": 40, "news": 10, "legal_documents": 10}
# The site map is a way to pages; no check asks for it.
_NOT_ASKED = frozenset({NAV, REST, "sitemap"})
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that may be fetched. `key` is its canonical address, `weight` in (0, 1], and
    `SAMPLED` more for one of the sample; `named` as in `NAMES`."""

    url: str
    key: str
    topic: str
    weight: float
    named: bool
    depth: int
    found_on: str = ""
    label: str = ""
    topics: tuple[str, ...] = ()
    first: bool = False  # before everything else: hints of the registry, redirects of the home page

    @property
    def lane(self) -> str:
        """The queue it waits in."""
        if self.topic in (NAV, REST):
            return self.topic
        return self.topic if self.named else self.topic + _BELOW


class Frontier:
    """The queue of one visit. With `focus` off it is breadth-first."""

    def __init__(self, *, focus: bool) -> None:
        self._focus = focus
        self._lanes: dict[str, list[tuple[float, int, int, str]]] = {}
        self._pending: dict[str, Candidate] = {}
        self._known: set[str] = set()
        self._fetched: Counter[str] = Counter()
        self._folders: Counter[str] = Counter()
        self._order = count()

    def __len__(self) -> int:
        return len(self._pending)

    def knows(self, key: str) -> bool:
        """Whether an address was ever added or taken."""
        return key in self._known

    def waits(self, key: str) -> bool:
        """Whether an address was found and not fetched yet."""
        return key in self._pending

    def done(self, key: str) -> None:
        """Note an address that was fetched on another way (the target of a redirect)."""
        self._known.add(key)
        self._pending.pop(key, None)

    def add(self, candidate: Candidate) -> None:
        """Queue a link; one that already waits keeps the better weight and the shorter path."""
        waiting = self._pending.get(candidate.key)
        if waiting is None:
            if candidate.key in self._known:
                return
            self._known.add(candidate.key)
        else:
            better, other = (candidate, waiting) if _rank(candidate) > _rank(waiting) else (waiting, candidate)
            candidate = replace(better, first=better.first or other.first)
            if other.depth < better.depth:
                candidate = replace(candidate, depth=other.depth, found_on=other.found_on)
            if candidate == waiting:
                return
        self._pending[candidate.key] = candidate
        self._push(candidate.lane, candidate)

    def pop(self) -> Candidate | None:
        """The next link; None where nothing waits."""
        while True:
            lane = self._best_lane()
            if lane is None:
                return None
            candidate = self._pending[heapq.heappop(self._lanes[lane])[3]]
            if lane == REST and self._focus and candidate.weight < SAMPLED:
                folder = _folder(candidate.key)
                if self._folders[folder] >= _FOLDER_SAMPLE:
                    self._push(_TAIL, candidate)
                    continue
                self._folders[folder] += 1
            del self._pending[candidate.key]
            self._fetched[lane] += 1
            return candidate

    def open_topics(self) -> frozenset[str]:
        """The topics of which a page waits that may still tell something: one that a link names, or one of enough."""
        found: set[str] = set()
        for candidate in self._pending.values():
            topic = candidate.topic
            if topic in found or topic in _NOT_ASKED:
                continue
            if candidate.named or self._fetched[candidate.lane] < _enough_below(topic):
                found.add(topic)
        return frozenset(found)

    def sampled(self) -> bool:
        """Whether the menu was followed, and of every other folder so many pages that more would tell nothing new."""
        return all(
            candidate.topic != NAV
            and (candidate.topic != REST or self._folders[_folder(candidate.key)] >= _FOLDER_SAMPLE)
            and candidate.weight < SAMPLED
            for candidate in self._pending.values()
        )

    def waiting(self) -> Iterator[Candidate]:
        """What was found and not fetched."""
        return iter(self._pending.values())

    def _push(self, lane: str, candidate: Candidate) -> None:
        if not self._focus:
            heapq.heappush(self._lanes.setdefault(REST, []), (candidate.depth, 0, next(self._order), candidate.key))
            return
        weight = 10.0 if candidate.first else candidate.weight
        heapq.heappush(self._lanes.setdefault(lane, []), (-weight, candidate.depth, next(self._order), candidate.key))

    def _best_lane(self) -> str | None:
        best, best_claim = None, float("-inf")
        for lane, heap in self._lanes.items():
            # An entry is stale where its link was fetched or waits in a better lane now.
            while heap and not self._stands(lane, heap[0]):
                heapq.heappop(heap)
            if not heap:
                continue
            claim = self._claim(lane, -heap[0][0])
            if claim > best_claim:
                best, best_claim = lane, claim
        return best

    def _stands(self, lane: str, entry: tuple[float, int, int, str]) -> bool:
        candidate = self._pending.get(entry[3])
        return candidate is not None and (not self._focus or lane in (candidate.lane, _TAIL))

    def _claim(self, lane: str, weight: float) -> float:
        if not self._focus or weight >= 10.0:
            return weight
        if lane in _CLAIM:
            return _CLAIM[lane] * weight / (1 + self._fetched[lane] / _HALVES[lane])
        topic, below, _ = lane.partition(_BELOW)
        claim = weight * (_CLAIM_BELOW if below else 1.0)
        halves = (_HALVES_BELOW if below else _HALVES_TOPIC) * _SLOWER.get(topic, 1.0)
        claim /= 1 + self._fetched[lane] / halves
        return claim * _CLOSED if below and self._fetched[lane] >= _enough_below(topic) else claim


def _enough_below(topic: str) -> int:
    return _ENOUGH_BELOW_OF.get(topic, _ENOUGH_BELOW)


def _rank(candidate: Candidate) -> tuple[int, int, float]:
    return (candidate.named, candidate.topic not in (NAV, REST), candidate.weight)


def _folder(key: str) -> str:
    parts = urlsplit(key)
    folder = parts.path.rpartition("/")[0] or parts.path
    query = "&".join(sorted(pair.split("=")[0] for pair in parts.query.split("&"))) if parts.query else ""
    return _DIGITS.sub("#", f"{parts.netloc}{folder}?{query}")
