"""Articles one after another give the stories that they give all at once, in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand
from firsthand import article, capture, lexicon
from firsthand.records import Article, Capture
from firsthand.story import component, keeping, likeness, linkage, nearest, signature, streaming
from firsthand.story.streaming import Change, InMemoryShelf, Kind, Known, Linked, Stream

GOLD = Path(__file__).parents[2] / "eval" / "gold" / "traditions"
PAGES = Path(firsthand.__file__).parent / "demo" / "pages"


def read(*paths: Path) -> list[Article]:
    known = lexicon.load()
    return [article.clean(c, known) for c in capture.read(paths) if isinstance(c, Capture)]


@pytest.fixture(scope="module")
def signed() -> list[signature.Signature]:
    docs = [GOLD / part / f"{n}.docs.jsonl" for part, names in (("developed", ("d1", "d2")), ("spare", ("g1", "g2")))
            for n in names]  # fmt: skip
    return [signature.sign(a) for a in read(*docs, PAGES)]


@pytest.fixture
def cramped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every bound so small that forty articles overflow it, as a hundred thousand do the real ones."""
    for module, name, value in (
        (nearest, "WINDOW", 3), (streaming, "WINDOW", 3), (nearest, "KEPT", 5), (streaming, "KEPT", 5), (streaming, "SPARE", 2),
        (component, "MOST_TOGETHER", 4), (streaming, "SMALL", 12), (likeness, "ORDINARY", (2, 5)),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)


def told(
    signatures: Iterable[signature.Signature], shelf: streaming.Shelf | None = None
) -> tuple[Stream, list[Change]]:
    out = Stream(shelf)
    return out, [c for s in signatures for c in out.arrive(s)]


def by_definition(signatures: Iterable[signature.Signature]) -> set[tuple[str, ...]]:
    """Return the groups that the definitions give for a whole set, without any bookkeeping."""
    sigs = {s.id: s for s in signatures}
    near = nearest.nearest(sigs.values())
    scratch = likeness.Scratch()
    ties = {
        (a, b): likeness.ties(sigs[a], [sigs[b]], scratch)[0]
        for a in sigs
        for b in sigs
        if b in near[a] or a in near[b]
    }
    facts = {a: likeness.facts([ties[a, b] for b in near[a]]) for a in sigs}
    likely: dict[str, dict[str, float]] = {a: {} for a in sigs}
    for (a, b), tie in ties.items():
        likely[a][b] = likeness.shifted(likeness.p_same([tie], [facts[a]], [facts[b]])[0], streaming.prior(len(sigs)))
    return {
        g for p in component.pieces(likely) for g in ([p.members] if p.boundless else _linked(p.members, likely, near))
    }


def _linked(
    members: tuple[str, ...], likely: Mapping[str, Mapping[str, float]], near: Mapping[str, list[str]]
) -> list[tuple[str, ...]]:
    pairs = {
        (n, m): likely[i][j] for n, i in enumerate(members) for m, j in enumerate(members) if n < m and j in likely[i]
    }
    cut = frozenset(n for n, i in enumerate(members) if len(near[i]) >= nearest.KEPT)
    return [tuple(members[n] for n in g) for g in linkage.link(len(members), pairs, cut, linkage.P_TOGETHER)]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 9999))
def test_any_order_gives_the_stories_of_the_definition(seed: int, signed: list[signature.Signature]) -> None:
    some = random.Random(seed).sample(signed, random.Random(seed).randrange(len(signed)))
    assert {tuple(s.documents) for s in told(some)[0].stories()} == by_definition(some)


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("seed", range(12))
def test_any_order_does_so_where_every_bound_overflows(seed: int, signed: list[signature.Signature]) -> None:
    some = random.Random(seed).sample(signed, random.Random(seed).randrange(8, len(signed)))
    assert {tuple(s.documents) for s in told(some)[0].stories()} == by_definition(some)


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("seed", range(12))
def test_what_is_taken_out_again_leaves_no_trace(seed: int, signed: list[signature.Signature]) -> None:
    chance = random.Random(seed)
    some = chance.sample(signed, chance.randrange(8, len(signed)))
    gone = {s.id for s in some[:: chance.randrange(2, 5)]}
    shelf = InMemoryShelf()
    out = Stream(shelf)
    stay: list[str] = []
    for s in some:
        out.arrive(s)
        stay.append(s.id)
        if stay[0] in gone and chance.random() < 0.7:
            out.remove(stay.pop(0))
    for i in sorted(gone & set(stay)):
        out.remove(i)
        stay.remove(i)
    left = [s for s in some if s.id in stay]
    plain = InMemoryShelf()
    assert out.stories() == told(left, plain)[0].stories()
    assert {tuple(s.documents) for s in out.stories()} == by_definition(left)
    assert {i: keeping.pack_state(_without_spare(shelf.known(i))) for i in shelf.documents()} == {
        i: keeping.pack_state(_without_spare(plain.known(i))) for i in plain.documents()
    }


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("seed", range(4))
def test_what_is_not_touched_is_told_as_before(seed: int, signed: list[signature.Signature]) -> None:
    chance = random.Random(seed)
    out = Stream()
    held: list[str] = []
    before: dict[str, tuple[object, object]] = {}
    for s in chance.sample(signed, len(signed)):
        out.touched.clear()
        if held and chance.random() < 0.3:
            gone = held.pop(chance.randrange(len(held)))
            out.remove(gone)
        else:
            out.arrive(s)
            held.append(s.id)
        now = {i: (out.story(out.group(i)), out.beside(out.group(i))) for i in held}
        assert {i for i in now if now[i] != before.get(i)} <= {i for t in out.touched for i in out.group(t)}
        before = now


@pytest.mark.usefixtures("cramped")
def test_titles_and_reasons_do_not_hang_on_the_order(signed: list[signature.Signature]) -> None:
    assert told(signed)[0].stories() == told(signed[::-1])[0].stories()


@pytest.mark.parametrize("seed", range(3))
def test_the_changes_of_a_stream_replayed_are_its_stories(seed: int, signed: list[signature.Signature]) -> None:
    some = random.Random(seed).sample(signed, len(signed))
    now: dict[str, tuple[str, ...]] = {}
    out = Stream()
    for s in some:
        found = out.arrive(s)
        for before in {b for c in found for b in c.before}:
            del now[before]
        now |= {c.story: c.documents for c in found}
        assert now == {x.id: x.documents for x in out.stories()}


def test_a_change_says_what_kind_it_is_and_why(signed: list[signature.Signature]) -> None:
    _, found = told(signed)
    assert {c.kind for c in found} >= {Kind.STARTED, Kind.JOINED}
    assert all(c.because.startswith(f"{c.kind}: ") for c in found)


class _Bytes(InMemoryShelf):
    """A shelf that keeps nothing but bytes, as a database does."""

    def keep(self, known: Known) -> None:
        self._known[known.signature.id] = (signature.pack(known.signature), keeping.pack_state(known))  # type: ignore[assignment]

    def known(self, document: str) -> Known:
        return keeping.unpack_known(*self._known[document])  # type: ignore[misc]

    def keep_linked(self, linked: Linked) -> None:
        self._linked[linked.piece.members[0]] = keeping.pack_linked(linked)  # type: ignore[assignment]

    def linked(self, first: str) -> Linked:
        return keeping.unpack_linked(super().linked(first))  # type: ignore[arg-type]


def test_what_is_kept_as_bytes_is_all_that_is_needed(signed: list[signature.Signature]) -> None:
    assert told(signed, _Bytes())[0].stories() == told(signed)[0].stories()


@pytest.mark.usefixtures("cramped")
def test_what_is_kept_is_the_same_bytes_in_any_order(signed: list[signature.Signature]) -> None:
    kept = []
    for some in (signed, signed[::-1]):
        shelf = InMemoryShelf()
        told(some, shelf)
        kept.append({i: keeping.pack_state(_without_spare(shelf.known(i))) for i in shelf.documents()})
    assert kept[0] == kept[1]


def _without_spare(known: Known) -> Known:
    """Return ``known`` with the neighbours that count; how many spare ones stand behind them depends on the order."""
    return Known(known.signature, {i: known.near[i] for i in known.nearest()}, None, known.facts, known.ties, known.likely,
                 known.piece)  # fmt: skip


def test_a_signature_read_back_is_the_same(signed: list[signature.Signature]) -> None:
    for s in signed:
        data = signature.pack(s)
        assert signature.pack(signature.unpack(data)) == data


def test_the_likeness_of_two_articles_is_the_same_both_ways(signed: list[signature.Signature]) -> None:
    scratch = likeness.Scratch()
    for a, b in pairwise(signed):
        assert likeness.ties(a, [b], scratch) == likeness.ties(b, [a], scratch)
    assert not scratch.table.any()
