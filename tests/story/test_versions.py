"""Versions of one text are found one report after another; in the end the same as all at once, in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from firsthand.records import Article, DateBasis, DocumentId, Precision, Published, Title, Zone, ZoneKind
from firsthand.story import versions as module
from firsthand.story.versions import InMemoryTexts, Text, Texts, standing, texts, version

WORDS = [a + b for a in "bdfgklmnprst" for b in ("ado", "emi", "oru", "ine", "usk", "alt", "ert")]


def article(ident: str, body: str, outlet: str = "", published: str | None = None) -> Article:
    when = Published(published, published, Precision.DAY, DateBasis.RECORD)
    zones = (Zone(ZoneKind.BODY, 0, len(body)),)
    return Article(DocumentId(ident), f"{ident}.txt", ident, outlet or None, "", None, Title(body[:9], None), "en", when, body,
                   zones, ())  # fmt: skip


def invented(seed: int, many: int) -> list[Article]:
    """Return reports, most of them versions of others: cut, lengthened, reordered, with a footer that many share."""
    chance = random.Random(seed)
    footer = [chance.choice(WORDS) for _ in range(12)]
    bodies: list[list[str]] = []
    for _ in range(many):
        if bodies and chance.random() < 0.7:
            body = list(chance.choice(bodies))
            at = chance.randrange(len(body))
            body = chance.choice(
                [
                    body,
                    body[: max(9, 3 * len(body) // 4)],
                    body + [chance.choice(WORDS) for _ in range(9)],
                    body[at:] + body[:at],
                ]
            )
        else:
            body = [chance.choice(WORDS) for _ in range(chance.randrange(4, 160))]
        bodies.append(body + footer if chance.random() < 0.4 else body)
    return [article(f"a{n:03}", " ".join(b), chance.choice(["", "Tass", "Bado"]), f"2020-01-{1 + n % 9:02}")
            for n, b in enumerate(bodies)]  # fmt: skip


def by_definition(articles: Sequence[Article]) -> set[frozenset[str]]:
    """Return the groups of documents that the definition gives for a whole set, without any bookkeeping."""
    every = {v.key: (v, set(runs)) for v, runs in map(version, articles)}
    rows: dict[int, list[tuple[int, str]]] = {}
    for key, (v, runs) in every.items():
        for run in runs:
            rows.setdefault(run, []).append((v.size, key))
    shared: dict[tuple[str, str], int] = {}
    for row in rows.values():
        row.sort()
        for n, (_, a) in enumerate(row):
            for _, b in row[n + 1 : n + 1 + module.REACH]:
                shared[a, b] = shared.get((a, b), 0) + 1
    group = {key: {key} for key in every}
    for (a, b), many in shared.items():
        one, other = (
            Text(k, v.size, (len(r), sum(not x % (2 * module._step(v.size)) for x in r)))
            for k in (a, b)
            for v, r in (every[k],)
        )
        if module.near(one, other, many) and group[a] is not group[b]:
            group[a] |= group[b]
            for key in group[b]:
                group[key] = group[a]
    return {frozenset(a.id for a in articles if version(a)[0].key in g) for g in group.values()}


def groups(articles: Sequence[Article], shelf: InMemoryTexts | None = None) -> set[frozenset[str]]:
    every = Texts(shelf)
    keys = {}
    for a in articles:
        found, runs = version(a)
        every.add(found, runs)
        keys[a.id] = found.key
    return {frozenset(i for i, k in keys.items() if k in every.group(key)) for key in keys.values()}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("reach", [2, 16])
def test_any_order_gives_the_texts_of_the_definition(seed: int, reach: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REACH", reach)
    monkeypatch.setattr(module, "SPARSE", 20)
    some = invented(seed, 70)
    whole = by_definition(some)
    assert any(len(g) > 3 for g in whole) and any(len(g) == 1 for g in whole)
    for _ in range(2):
        random.Random(seed).shuffle(some)
        assert groups(some) == whole


@pytest.mark.parametrize("seed", range(5))
def test_a_text_that_is_not_touched_stays_as_it_was(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REACH", 2)
    every, keys = Texts(), set[str]()
    before: dict[str, list[str]] = {}
    for a in invented(seed, 50):
        found, runs = version(a)
        touched = every.add(found, runs)
        keys.add(found.key)
        now = {k: every.group(k) for k in keys}
        assert {k for k in keys if now[k] != before.get(k)} <= {
            k for t in touched for k in (*now[t], *before.get(t, ()))
        }
        before = now


@pytest.mark.parametrize("seed", range(4))
def test_the_document_that_stands_for_a_text_does_not_hang_on_the_order(seed: int) -> None:
    some = invented(seed, 40)
    first = texts({a.id: a for a in some})
    random.Random(seed).shuffle(some)
    assert texts({a.id: a for a in some}) == first


def test_the_whole_stands_before_the_cut_and_the_named_before_the_early() -> None:
    body = " ".join(WORDS[:60])
    whole = article("whole", f"{body} tass reported", "Tass", "2020-01-09")
    copy = article("copy", f"{body} tass reported", "Evening Post", "2020-01-01")
    cut = article("cut", " ".join(WORDS[:45]), "Emi", "2019-01-01")
    found = texts({a.id: a for a in (whole, copy, cut)})
    assert set(found.original.values()) == {"whole"}
    versions = [version(a)[0] for a in (copy, cut)]
    assert standing(versions, {a.id: a for a in (copy, cut)}) == "copy"


def test_an_extract_and_a_text_of_a_few_words_are_nobodys_copies() -> None:
    body = " ".join(WORDS)
    some = [
        article("a", body),
        article("b", " ".join(WORDS[:30])),
        article("c", "no news today"),
        article("d", "no news today"),
    ]
    assert texts({a.id: a for a in some}).alone
