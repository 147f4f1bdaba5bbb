"""Articles, one after another -> stories that change as they come; in the end the same stories in any order.

All that is kept of an article is its ``Known``: its signature, its nearest neighbours, its ties to them, and the piece it
lies in. One more article touches a bounded number of those: the ones that share a telling word with it and stand near it in
the row of that word. A ``Shelf`` keeps them, in memory or in a database.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from firsthand.records import Article, DocumentId, Story, StoryId
from firsthand.story.component import Piece, piece, rung
from firsthand.story.likeness import NO_FACTS, Facts, Scratch, Tie, facts, p_same, shifted, ties
from firsthand.story.linkage import P_TOGETHER, link
from firsthand.story.nearest import KEPT, LEAST_SHARED, WINDOW, Holders, InMemory, ranked, shared
from firsthand.story.signature import Signature, sign
from firsthand.story.telling import told

SPARE = 20  # neighbours kept behind those that count, so that losing some seldom means looking for new ones
Pair: TypeAlias = tuple[str, str]

BESIDE = (
    120  # articles of other stories that a story is seen beside; with 60 syria-pairs lost .01, with all they won .01
)
SMALL = 100  # articles; fewer were saved because of one or a few happenings
SMALL_NATS = 0.9  # how much likelier, in nats, two articles of a small collection are of one happening; more would glue in ecbplus


def prior(articles: int) -> float:
    """Return how much likelier than in training, in nats, two of so many articles are one story."""
    return SMALL_NATS if articles <= SMALL else 0.0


@dataclass(slots=True)
class Known:
    """What is kept of one article: all of it follows from the set of articles, whatever their order.

    ``near``: the nearest neighbours and some spare ones with what they share; ``floor``: all others rank behind this, ``None``
    when there are no others. ``ties``: to those near it and to those it is near to, with ``likely``, their probabilities.
    """

    signature: Signature
    near: dict[str, int] = field(default_factory=dict)
    floor: tuple[int, str] | None = None
    facts: Facts = NO_FACTS
    ties: dict[str, Tie] = field(default_factory=dict)
    likely: dict[str, float] = field(default_factory=dict)
    piece: str = ""  # the first document of the piece it lies in
    order: list[tuple[int, str]] | None = None  # ``near`` as (-shared, id), those that share most first, once asked for
    holding: list[tuple[float, str]] | None = None  # those of ``likely`` that may hold together, while it is the same

    def nearest(self) -> list[str]:
        """Return the neighbours that count, nearest first."""
        return [i for _, i in self.ranked()[:KEPT]]

    def ranked(self) -> list[tuple[int, str]]:
        """Return all of ``near`` in order."""
        if self.order is None:
            self.order = sorted((-s, i) for i, s in self.near.items())
        return self.order

    def share(self, other: str, shared: int) -> None:
        """Put ``other`` among the neighbours, with what both share now; who falls behind the spare ones is forgotten."""
        order = self.ranked()
        if other in self.near:
            order.remove((-self.near[other], other))
        self.near[other] = shared
        insort(order, (-shared, other))
        if len(order) > KEPT + SPARE:
            self.floor = order.pop()
            del self.near[self.floor[1]]

    def forget(self, other: str) -> None:
        """Take ``other`` from the neighbours."""
        self.ranked().remove((-self.near.pop(other), other))

    @property
    def cut(self) -> bool:
        """Tell whether there may be more neighbours than are kept."""
        return len(self.near) >= KEPT


@dataclass(frozen=True, slots=True)
class Linked:
    """A piece and the stories in it: groups of documents."""

    piece: Piece
    groups: tuple[tuple[str, ...], ...]


class Shelf(Holders, Protocol):
    """Where a stream keeps what it knows. ``InMemoryShelf`` does; a collection does so in its database.

    What ``known`` gives may be changed by the stream, which then says ``keep``.
    """

    def count(self) -> int:
        """Return how many articles are known."""

    def documents(self) -> Iterable[str]:
        """Return the ids of all known articles; asked for once, when a small collection becomes a large one, and for all stories."""

    def known(self, document: str) -> Known:
        """Return what is known of ``document``."""

    def keep(self, known: Known) -> None:
        """Keep what is known of an article, new or changed."""

    def drop(self, document: str) -> None:
        """Forget what is known of an article."""

    def linked(self, first: str) -> Linked:
        """Return the piece whose first document is ``first``."""

    def keep_linked(self, linked: Linked) -> None:
        """Keep a piece, under its first document."""

    def drop_linked(self, first: str) -> None:
        """Forget the piece whose first document is ``first``."""


class InMemoryShelf(InMemory):
    """A shelf in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Known] = {}
        self._linked: dict[str, Linked] = {}

    def count(self) -> int:
        """Return how many articles are known."""
        return len(self._known)

    def documents(self) -> Iterable[str]:
        """Return the ids of all known articles."""
        return sorted(self._known)

    def known(self, document: str) -> Known:
        """Return what is known of ``document``."""
        return self._known[document]

    def keep(self, known: Known) -> None:
        """Keep what is known of an article."""
        self._known[known.signature.id] = known

    def drop(self, document: str) -> None:
        """Forget what is known of an article."""
        del self._known[document]

    def linked(self, first: str) -> Linked:
        """Return the piece whose first document is ``first``."""
        return self._linked[first]

    def keep_linked(self, linked: Linked) -> None:
        """Keep a piece."""
        self._linked[linked.piece.members[0]] = linked

    def drop_linked(self, first: str) -> None:
        """Forget a piece."""
        del self._linked[first]


class Kind(StrEnum):
    """What happened to a story."""

    STARTED = "started"
    JOINED = "joined"
    MERGED = "merged"
    SPLIT = "split"
    REGROUPED = "regrouped"


@dataclass(frozen=True, slots=True)
class Change:
    """That a story came about or changed: its documents now, the ids of the stories they were in before, and why."""

    kind: Kind
    story: StoryId
    documents: tuple[DocumentId, ...]
    before: tuple[StoryId, ...]
    because: str


def name(documents: Sequence[str]) -> StoryId:
    """Return the id of the story of ``documents``: that of its smallest document."""
    return StoryId("story-" + min(documents))


class Stream:
    """Stories that grow by one article at a time; ``touched`` collects the articles whose story, or what is said of it, may be another."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf: Shelf = InMemoryShelf() if shelf is None else shelf
        self._scratch = Scratch()
        self.touched: set[str] = set()

    def add(self, article: Article) -> tuple[Change, ...]:
        """Return what changes by one more article, whose id must be new."""
        return self.arrive(sign(article))

    def arrive(self, signature: Signature) -> tuple[Change, ...]:
        """Return what changes by one more article, given as its signature."""
        visit = _Visit(self._shelf, self._scratch, signature)
        changes = visit.settle()
        self.touched |= visit.touched
        return changes

    def remove(self, document: str) -> None:
        """Take an article out: all is then as if it had never come."""
        visit = _Leave(self._shelf, self._scratch, document)
        visit.settle()
        self.touched |= visit.touched
        self.touched.discard(document)

    def group(self, document: str) -> tuple[str, ...]:
        """Return the articles of the story in which ``document`` lies."""
        groups = self._shelf.linked(self._shelf.known(document).piece).groups
        return next(g for g in groups if document in g)

    def stories(self) -> tuple[Story, ...]:
        """Return all stories as they now stand, in order of their ids."""
        firsts = sorted({self._shelf.known(i).piece for i in self._shelf.documents()})
        out = [self.story(g) for first in firsts for g in self._shelf.linked(first).groups]
        return tuple(sorted(out, key=lambda s: s.documents[0]))

    def story(self, documents: Sequence[str]) -> Story:
        """Return the story of ``documents``, a group of some piece, with its title and why it is one."""
        them = [self._shelf.known(i) for i in documents]
        nats = prior(self._shelf.count())
        title, because = told([k.signature for k in them], {k.signature.id: _with(k.likely, nats) for k in them})
        return Story(name(documents), title, tuple(DocumentId(i) for i in documents), because=because)

    def beside(self, documents: Sequence[str]) -> tuple[DocumentId, ...]:
        """Return the articles of other stories that are nearest to ``documents``, in order of their ids; a bounded number."""
        nearest: dict[str, float] = {}
        for i in documents:
            for other, p in self._shelf.known(i).likely.items():
                nearest[other] = max(p, nearest.get(other, 0.0))
        best = sorted((-p, i) for i, p in nearest.items() if i not in set(documents))
        return tuple(sorted(DocumentId(i) for _, i in best[:BESIDE]))


def _holding(likely: Mapping[str, float]) -> list[tuple[float, str]]:
    return sorted(((p, i) for i, p in likely.items() if p >= P_TOGETHER), reverse=True)


def _with(likely: Mapping[str, float], nats: float) -> Mapping[str, float]:
    return {i: shifted(p, nats) for i, p in likely.items()} if nats else likely


class _Visit:
    """One arrival: what it touches, how far the ties around it move, and which pieces are linked anew."""

    def __init__(self, shelf: Shelf, scratch: Scratch, signature: Signature) -> None:
        self.shelf = shelf
        self.scratch = scratch
        self.new = signature
        self.seen: dict[str, Known] = {signature.id: Known(signature)}
        self.changed: set[str] = {signature.id}
        self.before: dict[
            str, tuple[list[str], bool]
        ] = {}  # of those whose neighbours change: which counted, whether cut
        self.moved: dict[Pair, tuple[float, float]] = {}  # probability before and now; 0 for none
        self.nats = prior(shelf.count() + 1)
        self.touched: set[str] = set()
        self.shifted: dict[str, Mapping[str, float]] = {}
        self.holding: dict[str, list[tuple[float, str]]] = {}

    def settle(self) -> tuple[Change, ...]:
        """Return what changes, after everything that does is kept."""
        self._near(self.new.id)
        self._stand_apart()
        self._meet()
        self._refill()
        self._tie()
        self._weigh()
        changes = self._link()
        for i in sorted(self.changed):
            self.shelf.keep(self.seen[i])
        return changes

    def known(self, document: str) -> Known:
        """Return what is known of ``document``, read once."""
        if document not in self.seen:
            self.seen[document] = self.shelf.known(document)
        return self.seen[document]

    def changing(self, document: str) -> Known:
        """Return what is known of ``document``, to be kept again at the end."""
        self.changed.add(document)
        return self.known(document)

    # ---- neighbours --------------------------------------------------------------------------------------------------

    def _near(self, document: str) -> Known:
        """Return what is known of ``document``, whose neighbours are about to change."""
        known = self.changing(document)
        if document not in self.before:
            self.before[document] = (known.nearest(), known.cut)
        return known

    def _stand_apart(self) -> None:
        """Take from pairs the words in whose rows the new article pushes them out of each other's reach."""
        for word, _ in self.new.keys:
            before, after = self.shelf.around(word, self.new.place, self.new.id, WINDOW)
            for (_, a, a_weight), (_, b, b_weight) in zip(before[WINDOW - len(after) :], after[::-1], strict=False):
                if b in self.known(a).near:
                    self._lose(a, b, a_weight * b_weight)
                if a in self.known(b).near:
                    self._lose(b, a, a_weight * b_weight)

    def _lose(self, a: str, b: str, by: int) -> None:
        """Lessen what ``a`` shares with ``b``, which is among its neighbours."""
        known = self._near(a)
        now = known.near[b] - by
        if now < LEAST_SHARED or (known.floor is not None and (-now, b) > known.floor):
            known.forget(b)
        else:
            known.share(b, now)

    def _meet(self) -> None:
        """Find the neighbours of the new article, and put it among theirs."""
        found = shared(self.new, self.shelf)
        self._fill(self.known(self.new.id), found)
        for i, s in found.items():
            if s < LEAST_SHARED:
                continue
            known = self.known(i)
            if known.floor is not None and (-s, self.new.id) > known.floor:
                continue
            self._near(i).share(self.new.id, s)
        for word, weight in self.new.keys:
            self.shelf.hold(word, (self.new.place, self.new.id, weight))

    def _fill(self, known: Known, found: Mapping[str, int]) -> None:
        best = ranked(found)
        known.near, known.order = {i: -s for s, i in best[: KEPT + SPARE]}, best[: KEPT + SPARE]
        known.floor = best[KEPT + SPARE] if len(best) > KEPT + SPARE else None

    def _refill(self) -> None:
        """Look anew for the neighbours of those that have lost too many."""
        for i in sorted(self.before):
            known = self.known(i)
            if known.floor is not None and len(known.near) < KEPT:
                self._fill(known, shared(known.signature, self.shelf))

    # ---- ties --------------------------------------------------------------------------------------------------------

    def _tie(self) -> None:
        """Make and undo ties, as articles come to be or cease to be neighbours that count."""
        now = {i: set(self.known(i).nearest()) for i in sorted(self.before)}
        wanted: dict[str, set[str]] = {}
        for i, them in now.items():
            for j in sorted(them.symmetric_difference(self.before[i][0])):
                tied = j in them or i in (now[j] if j in now else self.known(j).nearest())
                a, b = (i, j) if i == self.new.id or (j != self.new.id and i < j) else (j, i)
                if tied and b not in self.known(a).ties:
                    wanted.setdefault(a, set()).add(b)
                elif not tied and b in self.known(a).ties:
                    self._part(a, b)
        for a in sorted(wanted):
            one, others = self.changing(a), [self.changing(b) for b in sorted(wanted[a])]
            found = ties(one.signature, [x.signature for x in others], self.scratch)
            for other, tie in zip(others, found, strict=True):
                one.ties[other.signature.id] = other.ties[a] = tie
                self.moved[_pair(a, other.signature.id)] = (0.0, 0.0)

    def _part(self, a: str, b: str) -> None:
        one, other = self.changing(a), self.changing(b)
        self.touched |= {a, b}
        del one.ties[b], other.ties[a], other.likely[a]
        one.holding = other.holding = None
        self.moved[_pair(a, b)] = (one.likely.pop(b), 0.0)

    def _weigh(self) -> None:
        """Give every pair its probability whose tie is new, or around whose ends the facts have changed."""
        anew = {pair for pair in self.moved if pair[1] in self.known(pair[0]).ties}
        for i in sorted(self.before):
            known = self.known(i)
            found = facts([known.ties[j] for j in known.nearest()])
            if found != known.facts:
                known.facts = found
                anew.update(_pair(i, j) for j in known.ties)
        pairs = [(self.known(a), self.known(b)) for a, b in sorted(anew)]
        now = p_same(
            [one.ties[other.signature.id] for one, other in pairs],
            [one.facts for one, _ in pairs],
            [other.facts for _, other in pairs],
        )
        for (one, other), p in zip(pairs, now, strict=True):
            a, b = one.signature.id, other.signature.id
            was = one.likely.get(b)
            if was != p:
                self.moved[a, b] = (was or 0.0, p)
                self.changed.update((a, b))
                self.touched.update((a, b))
                one.likely[b] = other.likely[a] = p
                one.holding = other.holding = None

    # ---- pieces and stories ------------------------------------------------------------------------------------------

    def _likely(self, document: str) -> Mapping[str, float]:
        """Return the pairs of ``document`` with their probabilities; asked for only after all are weighed."""
        if not self.nats:
            return self.known(document).likely
        if document not in self.shifted:
            self.shifted[document] = _with(self.known(document).likely, self.nats)
        return self.shifted[document]

    def _holds(self, document: str) -> Sequence[tuple[float, str]]:
        """Return the pairs of ``document`` that hold on some rung of the ladder, the likeliest first."""
        known = self.known(document)
        if self.nats:
            if document not in self.holding:
                self.holding[document] = _holding(self._likely(document))
            return self.holding[document]
        if known.holding is None:
            known.holding = _holding(known.likely)
        return known.holding

    def _stirred(self) -> tuple[set[str], set[str]]:
        """Return the articles that may lie in other pieces than before, and the first documents of pieces to link anew.

        A pair counts for pieces when it comes to hold, or ceases to, on some rung of the ladder; for stories inside its piece.
        """
        if self.shelf.count() and self.nats != prior(self.shelf.count()):
            every: set[str] = {str(self.new.id)}.union(self.shelf.documents())
            self.touched |= every
            return every, {self.known(i).piece for i in every}
        moved: set[str] = {self.new.id}
        inside = {self.known(i).piece for i, (_, cut) in self.before.items() if self.known(i).cut != cut}
        for (a, b), (was, p) in self.moved.items():
            if rung(shifted(was, self.nats)) != rung(shifted(p, self.nats)):
                moved |= {a, b}
            if self.known(a).piece == self.known(b).piece:
                inside.add(self.known(a).piece)
        return moved, inside

    def _link(self) -> tuple[Change, ...]:
        """Return how stories change, after all pieces that may be others than before are found and linked anew."""
        moved, inside = self._stirred()
        old, new, placed = self._stale()
        waiting = sorted(moved.union(*(self.shelf.linked(first).piece.members for first in inside - {""})) - placed)
        large: dict[str, int] = {}
        while waiting:
            i = waiting.pop()
            if i in placed:
                continue
            found = piece(i, self._holds, large)
            placed.update(found.members)
            for first in sorted({self.known(j).piece for j in found.members} - {""} - old.keys()):
                old[first] = self.shelf.linked(first)
                waiting.extend(old[first].piece.members)
            same = old.get(found.members[0])
            kept = same is not None and same.piece == found and found.members[0] not in inside
            new.append(same if same is not None and kept else Linked(found, self._groups(found)))
        for first in old:
            self.shelf.drop_linked(first)
        before = {g for x in old.values() for g in x.groups}
        for x in new:
            self.shelf.keep_linked(x)
            self.touched.update(i for g in x.groups if g not in before for i in g)
            for i in x.piece.members:
                if self.known(i).piece != x.piece.members[0]:
                    self.changing(i).piece = x.piece.members[0]
        return changes([g for x in old.values() for g in x.groups], [g for x in new for g in x.groups], self.new.id)

    def _stale(self) -> tuple[dict[str, Linked], list[Linked], set[str]]:
        """Return pieces known to be none any more, by their first documents, those that are, and articles that are in no piece."""
        return {}, [], set()

    def _groups(self, found: Piece) -> tuple[tuple[str, ...], ...]:
        """Return the stories of one piece."""
        members = found.members
        if found.boundless:
            return (members,)
        at = {i: n for n, i in enumerate(members)}
        pairs = {(n, at[j]): p for n, i in enumerate(members) for j, p in self._likely(i).items() if at.get(j, -1) > n}
        cut = frozenset(n for n, i in enumerate(members) if self.known(i).cut)
        return tuple(tuple(members[n] for n in g) for g in link(len(members), pairs, cut, P_TOGETHER))


class _Leave(_Visit):
    """One article taken out: what it touched is as if it had never come."""

    def __init__(self, shelf: Shelf, scratch: Scratch, document: str) -> None:
        known = shelf.known(document)
        super().__init__(shelf, scratch, known.signature)
        self.seen[document] = known
        self.nats = prior(shelf.count() - 1)

    def settle(self) -> tuple[Change, ...]:
        """Return nothing, after everything that changes is kept."""
        gone = self.new.id
        found = shared(self.new, self.shelf)
        for word, weight in self.new.keys:
            self.shelf.let_go(word, (self.new.place, gone, weight))
        known = self._near(gone)
        known.near, known.order, known.floor = {}, [], None
        for i in sorted(found):
            if gone in self.known(i).near:
                self._near(i).forget(gone)
        self._stand_together()
        self._refill()
        self._tie()
        self._weigh()
        self._link()
        for i in sorted(self.changed - {gone}):
            self.shelf.keep(self.seen[i])
        self.shelf.drop(gone)
        return ()

    def _stand_together(self) -> None:
        """Give to pairs the words in whose rows they come within each other's reach, now that nothing stands between them."""
        gained: dict[Pair, int] = {}
        for word, _ in self.new.keys:
            before, after = self.shelf.around(word, self.new.place, self.new.id, WINDOW)
            for n, (_, a, a_weight) in enumerate(before):
                if WINDOW - 1 - n < len(after):
                    _, b, b_weight = after[WINDOW - 1 - n]
                    gained[_pair(a, b)] = gained.get(_pair(a, b), 0) + a_weight * b_weight
        for (a, b), by in sorted(gained.items()):
            one, other = self.known(a), self.known(b)
            if b in one.near:
                now = one.near[b] + by
            elif a in other.near:
                now = other.near[a] + by
            elif self._may_meet(one, other):
                now = self._shared(one.signature, other.signature)
            else:
                continue
            self._gain(a, b, now)
            self._gain(b, a, now)

    def _may_meet(self, one: Known, other: Known) -> bool:
        """Tell whether two might be neighbours if all their words stood within reach."""
        theirs = dict(other.signature.keys)
        most = sum(w * theirs[t] for t, w in one.signature.keys if t in theirs)
        i, j = one.signature.id, other.signature.id
        return most >= LEAST_SHARED and not (
            one.floor is not None and (-most, j) > one.floor and other.floor is not None and (-most, i) > other.floor
        )

    def _shared(self, one: Signature, other: Signature) -> int:
        """Return what two articles share, by the rows as they now stand."""
        theirs = dict(other.keys)
        holder = other.place, other.id
        out = 0
        for word, weight in one.keys:
            if word in theirs:
                rows = self.shelf.around(word, one.place, one.id, WINDOW)
                if any(holder == (place, i) for row in rows for place, i, _ in row):
                    out += weight * theirs[word]
        return out

    def _gain(self, a: str, b: str, now: int) -> None:
        """Put ``b`` among the neighbours of ``a`` with what they now share, if that is enough."""
        known = self.known(a)
        if now < LEAST_SHARED or (b not in known.near and known.floor is not None and (-now, b) > known.floor):
            return
        self._near(a).share(b, now)

    def _stirred(self) -> tuple[set[str], set[str]]:
        """Return the articles that may lie in other pieces than before, and the first documents of pieces to link anew."""
        moved, inside = super()._stirred()
        return moved, inside | {self.known(self.new.id).piece}

    def _stale(self) -> tuple[dict[str, Linked], list[Linked], set[str]]:
        first = self.known(self.new.id).piece
        return {first: self.shelf.linked(first)}, [], {str(self.new.id)}

    def _likely(self, document: str) -> Mapping[str, float]:
        return super()._likely(document) if document != self.new.id else {}


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def changes(old: Iterable[Sequence[str]], new: Iterable[Sequence[str]], arrived: str) -> tuple[Change, ...]:
    """Return what became of stories: those of ``old`` groups of documents that are now other groups."""
    was = {i: tuple(g) for g in old for i in g}
    out = []
    for g in new:
        now = tuple(sorted(g))
        parents = sorted({was[i] for i in now if i in was})
        if parents == [now]:
            continue
        out.append(_change(now, parents, arrived))
    return tuple(sorted(out, key=lambda c: c.documents))


def _change(now: tuple[str, ...], parents: Sequence[tuple[str, ...]], arrived: str) -> Change:
    whole = all(set(p) <= set(now) for p in parents)
    by = f"now that {arrived} is known"
    if not parents:
        kind, because = Kind.STARTED, "started: no story is likely to tell of the same happening"
    elif len(parents) == 1 and whole:
        kind, because = Kind.JOINED, f"joined: {arrived} is likely to tell of the same happening"
    elif whole:
        kind, because = (
            Kind.MERGED,
            f"merged: {by}, the articles of {len(parents)} stories are likely to tell of one happening",
        )
    elif len(parents) == 1:
        kind, because = (
            Kind.SPLIT,
            f"split: {by}, the rest of {name(parents[0])} is less likely to tell of the same happening",
        )
    else:
        kind, because = Kind.REGROUPED, f"regrouped: {by}, the articles of {len(parents)} stories lie nearer to others"
    before = tuple(name(p) for p in parents)
    return Change(kind, name(now), tuple(DocumentId(i) for i in now), before, because)
