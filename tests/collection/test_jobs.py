"""What is asked for a story, packed, and opened by whoever does it."""

from __future__ import annotations

import os

import pytest

from firsthand.collection import CollectionError, jobs, pack
from firsthand.collection.crew import Crew
from firsthand.records import Article, DocumentId
from firsthand.story.versions import Version
from tests.collection.ways import Cheap
from tests.statement.article import article


def opened_twice(one: Article, *ids: str) -> list[Article]:
    """Return what is opened from bytes that were read twice."""
    return [jobs._opened({DocumentId(i): bytes(pack.pack(one))})[DocumentId(i)] for i in ids]


def test_an_article_is_kept_open_under_each_of_its_names_and_a_very_long_one_is_not() -> None:
    short = article("A crane fell on the quay.")
    one, again, other = opened_twice(short, "a", "a", "b")
    assert one is again
    assert (other.id, one.id, other.text) == ("b", "a", one.text)
    long = article(" ".join(f"Line {n} of the roll names {n * n}." for n in range(8_000)))
    one, again = opened_twice(long, "a", "a")
    assert one == again
    assert one is not again


class Ended(Cheap):
    """A way on which every process beside is ended, as the system does when memory is short."""

    def version(self, article: Article) -> tuple[Version, tuple[int, ...]]:
        os._exit(9)


def test_when_a_process_beside_is_ended_the_line_says_what_to_do() -> None:
    one = bytes(pack.pack(article("A crane fell on the quay.")))
    with Crew(Ended(), 2) as crew, pytest.raises(CollectionError, match="run the same command again"):
        list(crew.version((DocumentId(f"d{n}"), one) for n in range(40)))
