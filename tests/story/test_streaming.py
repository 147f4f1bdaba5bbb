"""Articles one after another give the stories that they give all at once, in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand
from eval import walking
from firsthand import article, capture, lexicon
from firsthand.records import Article, Capture, DocumentId
from firsthand.story import component, keeping, likeness, linkage, nearest, pieces, signature, streaming, table
from firsthand.story.change import Change, Kind
from firsthand.story.keeping import Known, Linked
from firsthand.story.streaming import Stream

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
    for module in (linkage, component, pieces):
        monkeypatch.setattr(module, "MOST_TOGETHER", 4)
    for module, name, value in (
        (nearest, "WINDOW", 3), (nearest, "KEPT", 5), (nearest, "SPARE", 2), (pieces, "SMALL", 12), (likeness, "ORDINARY", (2, 5)),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)


def told(
    signatures: Sequence[signature.Signature], shelf: keeping.Shelf | None = None, portion: int = 1
) -> tuple[Stream, list[Change]]:
    out = Stream(shelf)
    return out, [c for n in range(0, len(signatures), portion) for c in out.arrive(*signatures[n : n + portion])]


def by_definition(signatures: Iterable[signature.Signature]) -> set[tuple[str, ...]]:
    """Return the groups that the definitions give for a whole set, without any bookkeeping."""
    sigs = {s.id: s for s in signatures}
    near = nearest.nearest(sigs.values())
    scratch = likeness.Scratch()
    ties = {
        (a, b): likeness.ties(sigs[a], [sigs[b]], scratch) for a in sigs for b in sigs if b in near[a] or a in near[b]
    }
    facts = {a: _facts([ties[a, b] for b in near[a]]) for a in sigs}
    likely: dict[str, dict[str, float]] = {a: {} for a in sigs}
    for (a, b), tie in ties.items():
        p = likeness.p_same(tie, facts[a], facts[b])[0][0] / 100
        likely[a][b] = likeness.shifted(p, pieces.prior(len(sigs)))
    return {
        g for p in walking.pieces(likely) for g in ([p] if len(p) > linkage.MOST_TOGETHER else _linked(p, likely, near))
    }


def _facts(ties: Sequence[likeness.Ties]) -> likeness.Facts:
    head, text = (np.array([[x[n][0] for x in ties] or [-1]], np.int32) for n in (1, 2))
    return likeness.facts(head, text)


def _linked(
    members: tuple[str, ...], likely: Mapping[str, Mapping[str, float]], near: Mapping[str, list[str]]
) -> list[tuple[str, ...]]:
    pairs = {
        (n, m): likely[i][j] for n, i in enumerate(members) for m, j in enumerate(members) if n < m and j in likely[i]
    }
    cut = frozenset(n for n, i in enumerate(members) if len(near[i]) >= nearest.KEPT)
    return [tuple(members[n] for n in g) for g in linkage.link(len(members), pairs, cut, linkage.P_TOGETHER)]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 9999), portion=st.integers(1, 30))
def test_any_order_in_any_portions_gives_the_stories_of_the_definition(
    seed: int, portion: int, signed: list[signature.Signature]
) -> None:
    some = random.Random(seed).sample(signed, random.Random(seed).randrange(len(signed)))
    assert {tuple(s.documents) for s in told(some, portion=portion)[0].stories()} == by_definition(some)


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("portion", [1, 2, 5, 40])
@pytest.mark.parametrize("seed", range(6))
def test_any_order_does_so_where_every_bound_overflows(
    seed: int, portion: int, signed: list[signature.Signature]
) -> None:
    some = random.Random(seed).sample(signed, random.Random(seed).randrange(8, len(signed)))
    assert {tuple(s.documents) for s in told(some, portion=portion)[0].stories()} == by_definition(some)


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("portion", [1, 3])
@pytest.mark.parametrize("seed", range(8))
def test_what_is_taken_out_again_leaves_no_trace(seed: int, portion: int, signed: list[signature.Signature]) -> None:
    chance = random.Random(seed)
    some = chance.sample(signed, chance.randrange(8, len(signed)))
    gone = {s.id for s in some[:: chance.randrange(2, 5)]}
    out = Stream()
    stay: list[str] = []
    for n in range(0, len(some), portion):
        out.arrive(*some[n : n + portion])
        stay += [s.id for s in some[n : n + portion]]
        if (first := [i for i in stay[:portion] if i in gone]) and chance.random() < 0.7:
            out.remove(*first)
            stay = [i for i in stay if i not in first]
    left = [s for s in some if s.id in stay and s.id not in gone]
    out.remove(*(i for i in stay if i in gone))
    plain, _ = told(left)
    assert out.stories() == plain.stories()
    assert {tuple(s.documents) for s in out.stories()} == by_definition(left)
    assert kept(out) == kept(plain)


def known(stream: Stream) -> dict[str, Known]:
    """Return what is known of each article."""
    table = stream.table
    documents = table.documents()
    return dict(zip(documents, table.known(table.rows(documents)), strict=True))


def plainly(k: Known, most: int = 1000) -> tuple[object, ...]:
    """Return what is known of an article as plain values, with at most some of its neighbours; ties in order of ids."""
    many = len(k.keys)
    near = list(zip(k.keys.tolist(), k.documents[:many], strict=True))[:most]
    ties = zip((*k.documents[: k.counted], *k.documents[many:]), k.ties.tolist(), strict=True)
    return near, sorted(ties), k.facts, k.piece


def kept(stream: Stream) -> dict[str, tuple[object, ...]]:
    """Return what is kept of each article but for the spare neighbours, whose number depends on the order."""
    return {i: plainly(k, nearest.KEPT) for i, k in known(stream).items()}


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


class Bytes(nearest.InMemory):
    """A shelf that keeps bytes, as a database does."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0
        self.signed: dict[str, bytes] = {}
        self.states: dict[str, bytes] = {}
        self.pieces: dict[str, bytes] = {}

    def count(self) -> int:
        return len(self.signed)

    def documents(self) -> Iterable[str]:
        return self.signed

    def known(self, documents: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        return {i: (self.signed[i], self.states[i]) for i in documents}

    def sign(self, signatures: Mapping[str, bytes]) -> None:
        self.signed.update(signatures)

    def keep(self, known: Mapping[str, bytes]) -> None:
        self.states.update(known)

    def drop(self, documents: Sequence[str]) -> None:
        for i in documents:
            del self.signed[i], self.states[i]

    def linked(self, first: str) -> Linked:
        return keeping.unpack_linked(self.pieces[first])

    def keep_linked(self, linked: Linked) -> None:
        self.pieces[linked.members[0]] = keeping.pack_linked(linked)

    def drop_linked(self, first: str) -> None:
        del self.pieces[first]


@pytest.mark.parametrize("seed", range(40))
def test_rows_read_in_part_from_a_shelf_are_those_in_memory(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in ((nearest, "WINDOW", 2), (table, "LONGEST", 12), (table, "STRETCHES", 1)):
        monkeypatch.setattr(module, name, value)
    chance = random.Random(seed)
    held = table.Table(Bytes())
    rows = [held.row(f"d{n}") for n in range(60)]
    plain = nearest.NumbersInMemory(held.ids)
    inside: set[tuple[int, int]] = set()
    for _ in range(600):
        word, n = chance.randrange(3), chance.randrange(60)
        stands = (word, n) in inside
        what = chance.choice(["around", "around", "leave"]) if stands else "enter"
        holder = word, n * 7 % 37, rows[n] << table.WEIGHT_BITS | n + 1  # some stand at one place
        if what == "around":
            assert sorted(held.words.around(*holder)) == sorted(plain.around(*holder))
            continue
        inside ^= {(word, n)}
        assert _pairs(getattr(held.words, what)(*holder)) == _pairs(getattr(plain, what)(*holder))


def _pairs(found: tuple[Sequence[int], Sequence[int]]) -> list[tuple[int, int]]:
    return list(zip(*found, strict=True))


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("portion", [1, 4])
@pytest.mark.parametrize("forgets", [True, False])
def test_what_is_kept_as_bytes_is_all_that_is_needed(
    forgets: bool, portion: int, signed: list[signature.Signature]
) -> None:
    shelf, plain = Bytes(), Stream()
    out = Stream(shelf)
    for n in range(0, len(signed), portion):
        some = signed[n : n + portion]
        shelf.turn += forgets
        assert out.arrive(*some) == plain.arrive(*some)
        if n % 3 == 0:
            shelf.turn += forgets
            out.remove(some[0].id)
            plain.remove(some[0].id)
    assert out.stories() == plain.stories()
    assert out.touched == plain.touched
    states = {i: keeping.unpack_known(data) for i, data in shelf.states.items()}
    assert {i: (plainly(k), k.floor) for i, k in states.items()} == {
        i: (plainly(k), k.floor) for i, k in known(plain).items()
    }
    assert {i: keeping.pack_known(k) for i, k in states.items()} == shelf.states


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("portion", [1, 7])
def test_what_is_kept_is_the_same_in_any_order(portion: int, signed: list[signature.Signature]) -> None:
    assert kept(told(signed)[0]) == kept(told(signed[::-1], portion=portion)[0])


def test_a_signature_read_back_is_the_same(signed: list[signature.Signature]) -> None:
    for s in signed:
        data = signature.pack(s)
        assert signature.pack(signature.unpack(data)) == data


@given(st.text())
def test_a_place_is_found_whatever_the_id_is(signed: list[signature.Signature], name: str) -> None:
    s = replace(signed[0], id=DocumentId(name))
    assert signature.place_in(signature.pack(s)) == s.place


def test_the_likeness_of_two_articles_is_the_same_both_ways(signed: list[signature.Signature]) -> None:
    scratch = likeness.Scratch()
    for a, b in pairwise(signed):
        there, back = likeness.ties(a, [b], scratch), likeness.ties(b, [a], scratch)
        assert [x.tolist() for x in there] == [x.tolist() for x in back]
    assert not scratch.table.any()


def tied(one: signature.Signature, other: signature.Signature, ordinary: float) -> tuple[int, int]:
    """Return how likely two articles are of one happening, with their days and without, where so much is ordinary."""
    facts = np.array([[20, 0, 20, round(ordinary * likeness.STEP)]], np.int8)
    p, like = likeness.p_same(likeness.ties(one, [other], likeness.Scratch()), facts, facts)
    return int(p[0]), int(like[0])


def test_days_tell_happenings_apart_where_the_collection_is_dense(signed: list[signature.Signature]) -> None:
    stream = Stream()
    stream.arrive(*signed)
    one, other = (
        next(s for s in signed if s.id == i) for i in max((s.documents for s in stream.stories()), key=len)[:2]
    )
    same = replace(one, day=1000, weekdays=1), replace(other, day=1001, weekdays=3)
    late = replace(same[1], day=1060)
    apart = replace(same[1], weekdays=2)
    for far in (late, apart):
        assert likeness.ties(same[0], [far], likeness.Scratch()).days[0] > 0
        assert tied(same[0], far, 0.2)[0] == tied(same[0], far, 0.2)[1]
        assert (
            tied(same[0], far, 0.4)[0] < tied(same[0], far, 0.4)[1] == tied(same[0], replace(far, weekdays=0), 0.4)[1]
        )
    assert likeness.ties(*same[:1], [same[1]], likeness.Scratch()).days[0] == 0
    assert tied(*same, 0.4)[0] == tied(*same, 0.4)[1]


@pytest.mark.usefixtures("cramped")
@pytest.mark.parametrize("bound", ["ROWS", "READ"])
def test_a_stream_may_be_asked_when_it_holds_more_than_its_rows(
    bound: str, signed: list[signature.Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, plain = Bytes(), Stream()
    Stream(shelf).arrive(*signed)
    plain.arrive(*signed)
    monkeypatch.setattr(streaming, bound, 5)
    fresh = Stream(shelf)
    assert fresh.stories() == plain.stories()
    for one in signed:
        assert fresh.group(one.id) == plain.group(one.id)
        assert fresh.beside([one.id]) == plain.beside([one.id])


def test_who_stands_beside_a_story_is_likely_to_be_of_it(signed: list[signature.Signature]) -> None:
    stream = Stream()
    stream.arrive(*signed)
    for story in stream.stories():
        table = stream.table
        pairs = [x for row in table.rows(story.documents).tolist() for x in streaming._tied(table, row, table.like)]
        beside = set(stream.beside(story.documents))
        likely = {i for i, p in pairs if p >= streaming.LIKELY} - set(story.documents)
        assert beside <= likely
        assert beside == likely or len(beside) == streaming.BESIDE
    assert any(stream.beside(s.documents) for s in stream.stories())
