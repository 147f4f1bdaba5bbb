"""Originals -> documents -> stories: how a collection grows, in batches of which each is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from firsthand.capture.intake import Intake
from firsthand.collection import facts, moved, pack, reading
from firsthand.collection.crew import Crew
from firsthand.collection.nouns import Item, Move, Original, StoryRow
from firsthand.collection.store import Store
from firsthand.collection.way import Way
from firsthand.records import Account, Article, Capture, Dossier, Skipped, Stemma, Story, StoryId

BATCH = 64  # items acknowledged at once: a second or two of analysis, one sync of the disk
STORIES_EVERY = 500  # items after which the first stories are made; then whenever the collection has doubled

Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


def nothing(_: str, __: int, ___: int) -> None:
    """Do not show progress."""


class Growth:
    """One run of ``add``: reads originals into the store and brings the stories up to date."""

    def __init__(self, store: Store, root: Path, way: Way, crew: Crew, progress: Progress = nothing) -> None:
        self.store, self.root, self.way, self.crew, self.progress = store, root, way, crew, progress
        self.new = self.already = self.resolved = 0
        self.moves: list[Move] = []

    # ---- documents ---------------------------------------------------------------------------------------------------

    def read(self, originals: Iterable[Original], total: int) -> None:
        """Read originals that the collection has, ``total`` bytes together, from where an earlier run stopped."""
        done = 0
        with Intake() as intake:
            for original in originals:
                self._read_one(original, intake, done, total)
                done += original.size
                self.progress("reading", done, total)

    def _read_one(self, original: Original, intake: Intake, done: int, total: int) -> None:
        with self.store.writing():
            place = self.store.place(original)
        if place.done:
            self.already += 1
            return
        found = islice(reading.items(self.root, original, intake), place.items, None)
        at = place.items
        while batch := list(islice(found, BATCH)):
            items = self.analysed(batch, at)
            with self.store.writing():
                if self.store.place(original).items != at:  # another writer reads the same file: theirs is the same
                    break
                at += len(items)
                self.store.put(place, items, self.way.rules)
                self.store.advance(place.number, at, done=False)
                self.store.note({"what": "items", "place": place.number, "items": at})
            self.new += len(items)
            self.progress("reading", done, total)
            self._stories_so_far()
        else:
            with self.store.writing():
                if not self.store.place(original).done:
                    self.store.advance(place.number, at, done=True)
                    self.store.note({"what": "read", "place": place.number, "items": at})
            return
        self._read_one(original, intake, done, total)

    def analysed(self, found: Sequence[Capture | Skipped], first: int) -> list[Item]:
        """Return items with their articles, and the accounts of texts that the collection has not seen."""
        articles = iter(self.crew.clean([c for c in found if isinstance(c, Capture)]))
        out: list[tuple[Article | None, str, Skipped | None]] = []
        for c in found:
            if isinstance(c, Skipped):
                out.append((None, "", c))
            else:
                a = next(articles)
                out.append((a, pack.digest(self.way.rules, pack.plain(pack.nameless(a))), None))
        accounts = self._accounts([(key, a) for a, key, _ in out if a is not None])
        return [
            Item(first + n, a, key, accounts.pop(key, None) if a is not None else None, skipped)
            for n, (a, key, skipped) in enumerate(out)
        ]

    def _accounts(self, wanted: Sequence[tuple[str, Article]]) -> dict[str, Account]:
        """Return the accounts of those texts that the collection has none of, each once."""
        held = self.store.known_keys({key for key, _ in wanted})
        new = {key: pack.nameless(a) for key, a in wanted if key not in held}
        return dict(zip(new, self.crew.find(list(new.values())), strict=True))

    # ---- other rules -------------------------------------------------------------------------------------------------

    def read_again(self) -> None:
        """Read again, from the originals, what was read by other rules."""
        places = {p.number: p for p in self.store.places()}
        behind = self.store.outdated(self.way.rules)
        with Intake() as intake:
            for n, number in enumerate(behind):
                self.progress("reading again by new rules", n, len(behind))
                at = 0
                found = reading.items(self.root, places[number].original, intake)
                while batch := list(islice(found, BATCH)):
                    items = self.analysed(batch[: places[number].items - at], at)
                    with self.store.writing():
                        self.store.put(places[number], items, self.way.rules)
                    at += len(items)
        if behind:
            with self.store.writing():
                self.store.forget_accounts()

    # ---- stories -----------------------------------------------------------------------------------------------------

    def _stories_so_far(self) -> None:
        """Bring the stories up to date now and then while reading, so that the first can be looked at early."""
        if self.new >= STORIES_EVERY and self.new >= self._next:
            self._next = 2 * self.new
            self.tell_stories()

    _next = STORIES_EVERY

    def tell_stories(self) -> None:
        """Bring every story up to date with its documents: one transaction for the list, one for each dossier."""
        held = self.store.documents()
        state = pack.digest(self.way.rules, *(x for d in held for x in (d.id, d.digest)))
        if self.store.fact("grouped") != state:
            self._regroup(state)
        behind = [(i, key) for i, (key, fresh) in self.store.story_keys().items() if not fresh]
        related = self._related() if behind else Stemma()
        for n, (ident, key) in enumerate(behind):
            self.progress("stories", n, len(behind))
            self._resolve(ident, key, related)
        self.progress("stories", len(behind), len(behind))
        with self.store.writing():
            if self.store.fact("rules") != self.way.rules:
                self.store.set_fact("rules", self.way.rules)

    def _regroup(self, state: str) -> None:
        held = {d.id: d.digest for d in self.store.documents()}
        state = pack.digest(self.way.rules, *(x for i, d in held.items() for x in (i, d)))
        stories, related = self.way.group({i: self.store.article(i) for i in held})
        of = {i: n for n, s in enumerate(stories) for i in s.documents}
        kin: list[list[bytes]] = [[] for _ in stories]
        for k in related.kin:
            if of[k.a] == of[k.b]:
                kin[of[k.a]].append(pack.plain(k))
        rows = []
        for n, s in enumerate(stories):
            key = pack.digest(
                self.way.rules,
                pack.plain(s),
                str(bool(related.kin)),
                *kin[n],
                *(x for i in s.documents for x in (i, held[i])),
            )
            rows.append((pack.pack(s), s.id, s.title, s.documents, key))
        with self.store.writing():
            if [(d.id, d.digest) for d in self.store.documents()] != list(held.items()):
                return  # others added meanwhile; whoever comes last tells all stories
            self.store.regroup(rows)
            self.store.put_blob("related", pack.pack(related))
            self.store.put_blob("across", pack.pack(self.way.across(related, stories)))
            self.store.set_fact("grouped", state)

    def _related(self) -> Stemma:
        data = self.store.blob("related")
        return Stemma() if data is None else pack.unpack(data, Stemma)

    def _resolve(self, ident: StoryId, key: str, related: Stemma) -> None:
        told = pack.unpack(self.store.story(ident), Story)
        own = frozenset(told.documents)
        articles = {i: self.store.article(i) for i in told.documents}
        accounts = {i: self.store.account(i) for i in told.documents}
        kin = tuple(k for k in related.kin if k.a in own and k.b in own) or related.kin[:1]
        dossier = self.way.resolve(told, articles, accounts, Stemma(kin=kin))
        with self.store.writing():
            if self.store.story_keys().get(ident, ("", True))[0] != key:
                return
            before = self.store.dossier(ident)
            if before is not None and self.store.fact("rules") not in (None, self.way.rules):
                self.moves += moved.between(pack.unpack(before, Dossier), dossier)
            self.store.put_dossier(ident, key, pack.pack(dossier), row(dossier), facts.of(dossier))
        self.resolved += 1


def row(dossier: Dossier) -> StoryRow:
    """Return a story as a list shows it."""
    (told,) = dossier.stories
    days = sorted(d for x in dossier.documents for d in (x.published.earliest, x.published.latest) if d)
    first, last = (days[0], days[-1]) if days else (None, None)
    return StoryRow(told.id, told.title, len(told.documents), len(told.claims), first, last, True)
