"""What is fetched next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier import NAV, NO_PATH, REST, Candidate, Frontier


def link(
    key: str, topic: str = REST, weight: float = 1.0, named: bool = False, depth: int = 1, **more: object
) -> Candidate:
    return Candidate(f"http://a.vn/{key}", f"http://a.vn/{key}", topic, weight, named, depth, **more)  # type: ignore[arg-type]


def order(frontier: Frontier) -> list[str]:
    found = []
    while (candidate := frontier.pop()) is not None:
        found.append(candidate.key.removeprefix("http://a.vn/"))
    return found


def test_topical_links_first_then_below_them_then_navigation_then_the_rest() -> None:
    frontier = Frontier(focus=True)
    for candidate in (
        link("tin-1"),
        link("gioi-thieu", NAV),
        link("tep", "reception", 0.7, depth=2),
        link("lich", "reception", 1.0, named=True),
    ):
        frontier.add(candidate)
    assert order(frontier) == ["lich", "tep", "gioi-thieu", "tin-1"]


def test_no_topic_eats_the_budget() -> None:
    frontier = Frontier(focus=True)
    for n in range(300):
        frontier.add(link(f"hoi-dap/{n}", "feedback", 1.0, named=True))
    for n in range(10):
        frontier.add(link(f"lich/{n}", "reception", 0.7, named=True, depth=2))
        frontier.add(link(f"muc/{n}", NAV))
    first = order(frontier)[:100]
    assert sum(k.startswith("lich") for k in first) == 10
    assert sum(k.startswith("muc") for k in first) == 10


def test_topic_is_open_while_a_link_names_it_or_too_little_below_was_seen() -> None:
    frontier = Frontier(focus=True)
    frontier.add(link("so-do", "sitemap", 1.0, named=True))
    frontier.add(link("gioi-thieu", NAV))
    assert frontier.open_topics() == frozenset()
    frontier.add(link("tin", "news", 1.0, named=True))
    for n in range(80):
        frontier.add(link(f"tin/{n}", "news", 0.6))
        frontier.add(link(f"hoi-dap/{n}", "feedback", 0.6))
    assert frontier.open_topics() == {"news", "feedback"}
    taken = []
    while "news" in frontier.open_topics():
        candidate = frontier.pop()
        assert candidate is not None
        taken.append(candidate.key)
    assert frontier.open_topics() == {"feedback"}  # a list of questions is read further than news
    news = sum("/tin" in key for key in taken)
    assert news >= 11
    assert len(taken) - news > 2 * news  # and first: news tell their day in the list


def test_sample_is_complete_with_the_menu_and_some_pages_of_every_folder() -> None:
    frontier = Frontier(focus=True)
    frontier.add(link("gioi-thieu", NAV))
    for n in range(10):
        frontier.add(link(f"tin-tuc/bai-{n}.html"))
    frontier.add(link("van-hoa/mot.html"))
    taken = 0
    while not frontier.sampled():
        assert frontier.pop() is not None
        taken += 1
    assert taken == 8 and len(frontier) == 4


def test_hints_come_before_everything() -> None:
    frontier = Frontier(focus=True)
    for n in range(30):
        frontier.add(link(f"p{n}", "feedback", 1.0, named=True))
    for n in range(3):
        frontier.add(link(f"hint{n}", "reception", 1.0, named=True, depth=NO_PATH, first=True))
    assert order(frontier)[:3] == ["hint0", "hint1", "hint2"]


def test_address_is_given_once_with_the_shortest_path_and_the_best_words() -> None:
    frontier = Frontier(focus=True)
    frontier.add(link("lich", depth=1, label="Xem", found_on="home"))
    frontier.add(link("lich", "reception", 1.0, named=True, depth=4, label="Lịch tiếp công dân", found_on="deep"))
    candidate = frontier.pop()
    assert candidate is not None
    assert (candidate.topic, candidate.depth, candidate.found_on) == ("reception", 1, "home")
    assert candidate.label == "Lịch tiếp công dân"
    frontier.add(link("lich", "feedback", 1.0, named=True))
    assert frontier.pop() is None


def test_target_of_a_redirect_is_not_given_again() -> None:
    frontier = Frontier(focus=True)
    frontier.add(link("a"))
    frontier.done("http://a.vn/a")
    frontier.add(link("a", "reception", 1.0, named=True))
    assert frontier.pop() is None
    assert len(frontier) == 0


def test_sample_takes_from_every_folder_before_it_takes_more_from_one() -> None:
    frontier = Frontier(focus=True)
    for n in range(40):
        frontier.add(link(f"tin-tuc/bai-{n}.html"))
    for n in range(3):
        frontier.add(link(f"van-hoa/bai-{n}.html"))
    keys = order(frontier)
    assert len(keys) == 43
    assert {f"van-hoa/bai-{n}.html" for n in range(3)} <= set(keys[:9])


def test_without_focus_it_is_breadth_first() -> None:
    frontier = Frontier(focus=False)
    frontier.add(link("deep", "reception", 1.0, named=True, depth=2))
    frontier.add(link("b", depth=1))
    frontier.add(link("c", NAV, depth=1))
    assert order(frontier) == ["b", "c", "deep"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.sampled_from(["reception", "feedback", NAV, REST]), st.booleans(), st.integers(1, 5)
        ),
        max_size=120,
    ),
    st.booleans(),
)
def test_every_address_is_given_exactly_once(links: list[tuple[int, str, bool, int]], focus: bool) -> None:
    frontier = Frontier(focus=focus)
    for n, topic, named, depth in links:
        frontier.add(link(str(n), topic, 0.5 + n / 100, named and topic not in (NAV, REST), depth))
    keys = order(frontier)
    assert sorted(keys) == sorted({str(n) for n, *_ in links})
