"""Which reports come together as one story."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand
from firsthand import article, capture, lexicon, story
from firsthand.records import Article, Capture, DocumentId
from firsthand.story.linkage import link

GOLD = Path(__file__).parents[2] / "eval" / "gold" / "traditions" / "developed"
PAGES = Path(firsthand.__file__).parent / "demo" / "pages"
KNOWN = lexicon.load()


def read(*paths: Path) -> dict[DocumentId, Article]:
    return {a.id: a for a in (article.clean(c, KNOWN) for c in capture.read(paths) if isinstance(c, Capture))}


def grouped(articles: dict[DocumentId, Article]) -> set[frozenset[str]]:
    return {frozenset(s.documents) for s in story.gather(articles)}


@pytest.fixture(scope="module")
def traditions() -> dict[str, dict[DocumentId, Article]]:
    return {"d1": read(GOLD / "d1.docs.jsonl"), "d2": read(GOLD / "d2.docs.jsonl"), "demo": read(PAGES)}


def test_no_articles_tell_no_story() -> None:
    assert story.gather({}) == ()


@pytest.mark.parametrize("name", ["d1", "d2", "demo"])
def test_reports_of_one_happening_are_one_story(name: str, traditions: dict[str, dict[DocumentId, Article]]) -> None:
    assert grouped(traditions[name]) == {frozenset(traditions[name])}


def test_three_happenings_in_one_collection_are_three_stories(traditions: dict[str, dict[DocumentId, Article]]) -> None:
    every = {i: a for own in traditions.values() for i, a in own.items()}
    assert grouped(every) == {frozenset(own) for own in traditions.values()}


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 999))
def test_any_order_of_arrival_gives_the_same_stories(
    seed: int, traditions: dict[str, dict[DocumentId, Article]]
) -> None:
    every = [(i, a) for own in traditions.values() for i, a in own.items()]
    first = story.gather(dict(every))
    random.Random(seed).shuffle(every)
    assert story.gather(dict(every)) == first


STRIKE = (
    "A car bomb exploded outside the {0} police station in {1} on {2}, killing {3} officers, {4} police chief said."
)
TWO_OF_A_KIND = [
    (STRIKE.format("Harun", "Velda", "Tuesday", "six", "Harun"), "2031-03-04"),
    ("Six officers died when a car bomb went off outside Velda's Harun police station on Tuesday.", "2031-03-04"),
    (STRIKE.format("Osmet", "Krell", "Friday", "eleven", "Osmet"), "2033-10-14"),
    ("Eleven officers died when a car bomb went off outside Krell's Osmet police station on Friday.", "2033-10-14"),
]


def test_two_happenings_of_one_kind_stay_apart(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": t, "published": d}) for n, (t, d) in enumerate(TWO_OF_A_KIND)]
    (tmp_path / "x.jsonl").write_text("\n".join(lines), "utf8")
    assert grouped(read(tmp_path / "x.jsonl")) == {frozenset("01"), frozenset("23")}


def test_a_story_in_capital_letters_comes_together(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": t.upper(), "published": d}) for n, (t, d) in enumerate(TWO_OF_A_KIND)]
    (tmp_path / "x.jsonl").write_text("\n".join(lines), "utf8")
    assert grouped(read(tmp_path / "x.jsonl")) == {frozenset("01"), frozenset("23")}


def test_a_story_is_named_by_its_smallest_document_and_says_why(
    traditions: dict[str, dict[DocumentId, Article]],
) -> None:
    (told,) = story.gather(traditions["d1"])
    assert told.id == "story-" + min(traditions["d1"])
    assert told.title in {a.title.text for a in traditions["d1"].values()}
    assert told.because.startswith(f"alike: {len(told.documents)} articles share korsava")


LINKS = [
    # name, size, pairs, cut, groups
    ("nothing is linked", 3, {}, (), [[0], [1], [2]]),
    ("a likely pair is joined", 3, {(0, 1): 0.9}, (), [[0, 1], [2]]),
    (
        "a chain of single links does not join its ends",
        4,
        {(0, 1): 0.9, (1, 2): 0.5, (2, 3): 0.9},
        (),
        [[0, 1], [2, 3]],
    ),
    ("all pairs likely", 3, {(0, 1): 0.9, (0, 2): 0.6, (1, 2): 0.6}, (), [[0, 1, 2]]),
    (
        "pairs left out for want of room do not count",
        4,
        {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9},
        (0, 1, 2, 3),
        [[0, 1, 2, 3]],
    ),
]


@pytest.mark.parametrize(("name", "size", "pairs", "cut", "groups"), LINKS, ids=[x[0] for x in LINKS])
def test_groups_are_joined_by_their_mean_likeness(
    name: str, size: int, pairs: dict[tuple[int, int], float], cut: tuple[int, ...], groups: list[list[int]]
) -> None:
    assert link(size, pairs, frozenset(cut), 0.4) == groups
