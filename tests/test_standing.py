from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any, cast

from firsthand import article, lexicon, standing
from firsthand.records import (
    Account,
    Article,
    Capture,
    CaptureKind,
    Claim,
    ClaimId,
    DocumentId,
    Origins,
    StatementId,
    StoryId,
    Support,
    Value,
)

KNOWN = lexicon.load()
SENTENCES = (
    "A fire destroyed the main grain store in Orrel harbour on Monday night, the fire service said.",
    "Nine people were taken to hospital with burns and smoke poisoning.",
    "A night watchman, Petr Halsen, is missing.",
    "Fire chief Marta Oll said the blaze began in a conveyor belt.",
    "It reached the roof within twenty minutes.",
    "Some 4,200 tonnes of barley were lost.",
    "The port was closed until Wednesday noon.",
)


def orders(many: int) -> list[Article]:
    """Return one text in ``many`` orders of its sentences."""
    rng = random.Random(1)
    out = []
    for n in range(many):
        lines = list(SENTENCES)
        if n:
            rng.shuffle(lines)
        given = {"text": "\n\n".join(lines), "url": None, "outlet": f"Outlet {n}", "title": "Fire", "published": None}
        capture = Capture(DocumentId(f"x{n:03}"), "record", "", CaptureKind.RECORD, **cast(Any, given))
        out.append(article.clean(capture, KNOWN))
    return out


def claim(name: str, statements: tuple[str, ...], low: int) -> Claim:
    support = Support(3, 3, Origins(low, 3, {low: 1.0}), (), "three reports", "")
    ids = tuple(StatementId(s) for s in statements)
    return Claim(ClaimId(name), StoryId("s"), name, "", ids, (Value(9, 9, ("nine",), ids, support),), support)


def test_each_of_a_few_orders_is_read() -> None:
    found = standing.ways(orders(12))
    assert len(found.read) == 12
    assert found.unread == {}


def test_of_hundreds_of_orders_some_are_read_and_it_is_known_how_many_are_not() -> None:
    few, many = standing.ways(orders(150)), standing.ways(orders(300))
    assert len(many.read) < len(few.read) < 150  # more documents cost more in each way
    assert 270 <= many.unread[DocumentId("x000")] + len(many.read) <= 300  # orders that nearly agree are one
    assert len(many.unread) == 300


def test_no_more_than_one_origin_is_safe_of_a_text_that_is_not_read_in_every_order() -> None:
    account = cast(Account, SimpleNamespace(statements=(SimpleNamespace(id=StatementId("x:1")),)))
    told = (claim("touched", ("x:1", "y:1"), 3), claim("apart", ("y:1",), 3), claim("low", ("x:1",), 1))
    touched, apart, low = standing.safe_unread(told, {DocumentId("x"): account}, {DocumentId("x"): 40})
    assert touched.support is not None and touched.support.origins.low == 1
    assert "40 of them were not read" in touched.support.because
    assert touched.values[0].support is not None and touched.values[0].support.origins.low == 1
    assert (apart, low) == told[1:]
    assert standing.safe_unread(told, {}, {}) == told
