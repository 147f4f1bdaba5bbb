"""What is remembered of other articles changes nothing in what is read."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand import lexicon, statement
from firsthand.records import Article, Zone, ZoneKind
from firsthand.statement.memory import Memory, forget, remembered
from tests.statement.article import article

KNOWN = lexicon.load()
# Each reads differently beside others: anchors of times, names learned, pronouns, whose "fighters", namesakes, quotations that run on.
PARAGRAPHS = (
    "KELD, 3 May - The army said on Monday that 12 soldiers were killed.",
    "The Arvel Highland Defence Front (AHDF) took the town of Khan Shaikoun, Syria.",
    "The Front said its fighters had left Paris, Texas, two days after.",
    "Colonel Radan Vesk told reporters: “We saw tanks.",
    "“They were ours,” Vesk said. He added that 3 of them burned.",
    "Terrorists fired on the Syrian Arab Army earlier in the day, SANA reported, citing a military source.",
    "Later that night it rose to 15, the Observatory said. Between 300 and 400 had fled.",
    "THE FRONT SAID THE TERRORISTS LEFT ON TUESDAY NIGHT.",
    "Damascus said so on 4 March 2015. Reuters quoted the mayor of Paris as saying the same.",
)
made = st.builds(
    lambda number, order, published, dateline: _article(
        str(number), [PARAGRAPHS[n] for n in order], published, dateline
    ),
    st.integers(0, 2),
    st.lists(st.integers(0, len(PARAGRAPHS) - 1), min_size=1, max_size=5),
    st.sampled_from((None, "2014-05-06", "2015-03-05")),
    st.booleans(),
)


def _article(name: str, them: list[str], published: str | None, dateline: bool) -> Article:
    one = article("\n\n".join(them), published, name)
    zones = [m.span() for m in re.finditer(r"[^\n]+", one.text)]
    kinds = [ZoneKind.DATELINE if dateline and n == 0 else ZoneKind.BODY for n in range(len(zones))]
    return replace(one, zones=tuple(Zone(k, *z) for k, z in zip(kinds, zones, strict=True)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(made, min_size=2, max_size=4))
def test_an_article_reads_the_same_after_others_as_alone(articles: list[Article]) -> None:
    forget()
    after = [statement.find(a, KNOWN) for a in articles]
    for one, heard in zip(articles, after, strict=True):
        forget()
        assert statement.find(one, KNOWN) == heard


def test_a_memory_forgets_what_was_asked_for_longest_ago() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert memory.get("a") == 1
    memory.keep("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)
    forget()
    assert memory.get("a") is None


def test_a_piece_is_worked_on_once_and_a_dump_without_line_ends_is_not_kept() -> None:
    asked = []

    @remembered
    def work(text: str, more: int) -> int:
        asked.append((len(text), more))
        return len(text) + more

    assert [work("abc", 1), work("abc", 1), work("abc", 2)] == [4, 4, 5]
    assert asked == [(3, 1), (3, 2)]
    long = "x" * 10_000
    assert [work(long, 0), work(long, 0)] == [10_000, 10_000]
    assert asked[2:] == [(10_000, 0), (10_000, 0)]
