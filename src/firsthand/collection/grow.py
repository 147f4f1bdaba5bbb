"""Originals -> documents -> stories: how a collection grows, in batches of which each is kept whole or not at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from time import monotonic
from typing import TypeVar

from firsthand.capture.intake import Intake
from firsthand.collection import deciding, moved, pack, reading
from firsthand.collection.crew import Coming, Crew
from firsthand.collection.gather import Gathering, Touched
from firsthand.collection.jobs import Related, Relating, Telling, Told
from firsthand.collection.nouns import Bookmark, CollectionError, Item, LostOriginalError, Move, NotHeld, Original
from firsthand.collection.originals import Originals, called, is_sound
from firsthand.collection.shelf import FIRST, Touch
from firsthand.collection.store import Store
from firsthand.collection.way import Grouped, Way
from firsthand.decision import Decision
from firsthand.records import Article, Capture, DocumentId, Dossier, Outcome, Skipped, Story, StoryId

BATCH = 64  # items acknowledged at once: a second or two of analysis, one sync of the disk
FIRST_STORIES_SECONDS = 8.0  # of reading, after which the first stories are told
SOON_SECONDS = 6.0  # of reading that are left, under which stories wait for its end
STORIES_SHARE = 0.05  # of the time that bringing stories up to date between the batches of a long reading takes: what
#                       comes later may have them told again
MEANWHILE_SECONDS = 4.0  # after which such a telling ends; the stories that are left wait for the next, or the end
GATHERING_SHARE = 0.4  # of these seconds: what waits to be gathered then waits for the next, or the end
FEW = 8  # reports whose stories are listed and told together in such a telling
LISTED_AT_ONCE = 1024  # reports whose stories are listed together at the end: some MB
MOST_SKIPPED = 41  # rows remembered of what was refused or failed: one more than a command names
TOGETHER = 16  # dossiers kept in one transaction, or as many as were made in
KEEP_SECONDS = 2.0
# Facts: by which rules all rows of what was not read are, and up to which original they are by rules that are being applied.
_SKIPS, _SKIPS_SO_FAR = "skips", "skips so far"

T = TypeVar("T")
Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


def nothing(_: str, __: int, ___: int) -> None:
    """Do not show progress."""


class Growth:
    """One run of ``add``: reads originals into the store and brings the stories up to date."""

    def __init__(self, store: Store, originals: Originals, way: Way, crew: Crew, progress: Progress = nothing) -> None:
        self.store, self.originals, self.way, self.crew, self.progress = store, originals, way, crew, progress
        self.articles = HeldArticles(store)
        self.new = self.already = self.resolved = 0
        self.moves: list[Move] = []
        self.untold: list[str] = []
        self.skipped: list[Skipped] = []  # what was refused or failed, the first of them
        self.passed_over: dict[
            str, Skipped
        ] = {}  # what was no article, by reason: the first row, with how many there are
        self._began, self._told = monotonic(), 0.0  # when reading began, and how long stories were told since
        self._next = self._began + FIRST_STORIES_SECONDS
        self._gathering = Gathering(store, way, self.articles, crew)
        self._listed_to = FIRST  # the last report whose story was listed while reading goes on

    # ---- documents ---------------------------------------------------------------------------------------------------

    def read(self, originals: Iterable[Original], total: int) -> None:
        """Read originals that the collection has, ``total`` bytes together, from where an earlier run stopped."""
        done = 0
        with Intake() as intake:
            for original in originals:
                while not self._read_on(original, intake, done, total):
                    pass  # what another writer kept meanwhile is passed over
                done += original.size
                self.progress("reading", done, total)

    def _read_on(self, original: Original, intake: Intake, done: int, total: int) -> bool:
        """Read an original from where it stands; tell whether to its end: not when another writer reads the same file."""
        with self.store.writing():
            bookmark = self.store.bookmark(original)
        if bookmark.done:
            self.already += 1
            return True
        at = bookmark.items
        if at:  # what was read of it is kept, the rest must be of the same bytes
            self._must_be_sound(original)
        for read, items in self._analysed(islice(reading.items(self.originals, original, intake), at, None), at):
            if not self._kept(original, items, at):
                return False
            at += len(items)
            self.new += len(items)
            self._note([i.skipped for i in items if i.skipped is not None])
            self.progress("reading", min(done + read, total), total)
            self._stories_so_far(min(done + read, total), total)
        with self.store.writing():
            if not self.store.bookmark(original).done:
                self.store.advance(bookmark.number, at, done=True)
                self.store.note({"what": "read", "place": bookmark.number, "items": at})
        return True

    def _must_be_sound(self, original: Original) -> None:
        if not is_sound(self.originals, original.sha256):
            said = f"{called(original.sha256)} is missing or damaged"
            raise LostOriginalError(
                f"{said}; firsthand check names all that is wrong, check --rebuild goes on without it"
            )

    def _kept(self, original: Original, items: Sequence[Item], at: int) -> bool:
        """Keep the items found from ``at`` on; tell whether so: another writer's are the same."""
        with self.store.writing():
            bookmark = self.store.bookmark(original)
            if bookmark.items != at:
                return False
            after = at + len(items)
            self.store.put(bookmark, items, self.way.rules)
            if self.store.fact(_SKIPS) not in (None, self.way.rules):  # a command of other rules was here meanwhile
                self.store.set_fact(_SKIPS, None)
                self.store.set_fact(_SKIPS_SO_FAR, None)
            self.store.advance(bookmark.number, after, done=False)
            self.store.note({"what": "items", "place": bookmark.number, "items": after})
        return True

    def _note(self, skipped: Sequence[Skipped]) -> None:
        bad = (s for s in skipped if s.outcome is not Outcome.NOT_AN_ARTICLE)
        self.skipped += islice(bad, max(0, MOST_SKIPPED - len(self.skipped)))
        for s in skipped:
            first = self.passed_over.get(s.reason)
            if s.outcome is Outcome.NOT_AN_ARTICLE and (first or len(self.passed_over) < MOST_SKIPPED):
                self.passed_over[s.reason] = replace(first, count=first.count + s.count) if first else s

    def _analysed(self, found: Iterator[tuple[int, Capture | Skipped]], first: int) -> Iterator[tuple[int, list[Item]]]:
        """Yield the items found, in batches, with how far each is read; others work on the next while one is kept."""
        begun: deque[tuple[int, _Batch]] = deque()
        while batch := list(islice(found, BATCH)):
            before = [b for _, b in begun]
            begun.append((batch[-1][0], _Batch(self.store, self.way, self.crew, [c for _, c in batch], first, before)))
            first += len(batch)
            for one in before[-1:]:
                one.find()
            if len(begun) > self.crew.ahead:
                read, ready = begun.popleft()
                yield read, ready.items()
        for read, ready in begun:
            yield read, ready.items()

    # ---- other rules -------------------------------------------------------------------------------------------------

    def read_again(self) -> None:
        """Read again, from the originals, what was read by other rules: documents, and rows of what was not read."""
        outdated = set(self.store.outdated(self.way.rules))
        behind = sorted(outdated.union(self._with_other_skips()))
        bookmarks = {
            b.number: b for b in self.store.bookmarks()
        }  # others may add to them: all that are behind are there
        with Intake() as intake:
            for n, number in enumerate(behind):
                self.progress("reading again by new rules", n, len(behind))
                try:
                    self._read_one_again(bookmarks[number], intake)
                except LostOriginalError as lost:
                    if number in outdated:
                        raise
                    row = Skipped(bookmarks[number].original.uri, "collection", f"{lost}; its rows stay as they were")
                    self._note([row])
                if n % BATCH == BATCH - 1:
                    with self.store.writing():
                        self.store.set_fact(_SKIPS_SO_FAR, f"{self.way.rules} {number}")
        if behind or self.store.fact(_SKIPS) != self.way.rules:
            with self.store.writing():
                others = {b.number: b.items for b in self.store.bookmarks() if b.number not in behind}
                if others == {
                    n: b.items for n, b in bookmarks.items() if n not in behind
                }:  # else by who knows which rules
                    self.store.set_fact(_SKIPS, self.way.rules)
                    self.store.set_fact(_SKIPS_SO_FAR, None)
                if behind:
                    self.store.forget_accounts()

    def _with_other_skips(self) -> list[int]:
        """Return the originals of which something was not read by other rules: a page that was no article may be one now."""
        if self.store.fact(_SKIPS) == self.way.rules:
            return []
        rules, _, last = (self.store.fact(_SKIPS_SO_FAR) or "").partition(" ")
        return [n for n in self.store.with_skips() if rules != self.way.rules or n > int(last)]

    def _read_one_again(self, bookmark: Bookmark, intake: Intake) -> None:
        at = 0
        self._must_be_sound(bookmark.original)
        found: Iterator[tuple[int, Capture | Skipped]] = reading.items(self.originals, bookmark.original, intake)
        if not bookmark.done:  # the rest is read by the new rules anyway
            found = islice(found, bookmark.items)
        for _, items in self._analysed(found, at):
            with self.store.writing():
                self.store.put(bookmark, items, self.way.rules)
                if at + len(items) > bookmark.items:
                    self.store.advance(bookmark.number, at + len(items), done=bookmark.done)
            at += len(items)
        if at < bookmark.items:
            with self.store.writing():
                self.store.cut(bookmark.number, at)
                self.store.advance(bookmark.number, at, done=bookmark.done)

    # ---- stories -----------------------------------------------------------------------------------------------------

    def _stories_so_far(self, read: int, total: int) -> None:
        """Bring the stories up to date now and then while reading, so that the first can be looked at early.

        Not when the rest will be read soon: what comes then would have the same stories told again.
        """
        started = monotonic()
        left = (started - self._began - self._told) * (total - read) / max(1, read)
        if started < self._next or left < SOON_SECONDS:
            return
        self._tell_some(MEANWHILE_SECONDS)
        took = monotonic() - started
        self._told += took
        self._next = monotonic() + max(FIRST_STORIES_SECONDS, took * (1 / STORIES_SHARE - 1))

    def tell_stories(self) -> None:
        """Bring every story up to date with its documents: some at a time, first their list in one transaction, then dossier by dossier."""
        while True:
            self._gathering.gather(_Gathered(self.progress))
            decisions = self.store.decisions()
            if not self._all_listed(decisions):
                continue
            behind = self.store.untold()
            self._resolve(behind, decisions, partial(len, behind))
            if self.store.decisions() == decisions:
                break
        if self.store.fact("rules") != self.way.rules:
            with self.store.writing():
                self.store.set_fact("rules", self.way.rules)

    def _tell_some(self, seconds: float) -> None:
        """Gather, list and tell for about so many seconds, a few stories at least; each is whole, as far as documents are gathered."""
        until = monotonic() + seconds
        if not self._gathering.gather_for(seconds * GATHERING_SHARE, _Gathered(self.progress)):
            return
        behind, found = self.to_tell(), None
        while behind or (found := self._few_listed()):
            some = behind or self.to_tell(found)
            self._resolve(some, self.store.decisions(), partial(len, some), until - monotonic())
            if monotonic() >= until:
                return
            behind = []

    def to_tell(self, found: Touched | None = None) -> list[tuple[StoryId, str]]:
        """Return the stories to be told that are in the list as they now stand: those ``found``, or all."""
        behind = self.store.untold()
        if found is not None:  # just listed: nothing needs to be asked of all that wait
            listed = {g.story.id for g in found.stories}
            return [(ident, key) for ident, key in behind if ident in listed]
        touched = self.store.touched()
        return [(ident, key) for ident, key in behind if ident not in touched]

    def _all_listed(self, decisions: Sequence[Decision]) -> bool:
        """List the stories that were touched, some at a time, and tell them while the next are listed; tell whether all are in the
        list: not if others wrote meanwhile."""
        listing = _Listing(self, decisions, self.store.shelves.many_touched())
        self._resolve(listing, decisions, listing.expected)
        return listing.whole

    def _few_listed(self) -> Touched | None:
        """List a few of the stories that were touched, others than the last time; return them, ``None`` if there were none."""
        touched = self.store.shelves.touched
        after = next((a for a in (self._listed_to, FIRST) if touched(1, a)), None)
        found = None if after is None else self.listed(FEW, after)
        self._listed_to = FIRST if found is None else found.last or FIRST
        return found

    def listed(self, most: int, after: Touch = FIRST) -> Touched | None:
        """Return touched stories that are in the list now, with the kin around them; ``None`` if others wrote meanwhile."""
        turn = self.store.shelves.turn()
        try:
            with self.store.at_one_moment():
                found = self._gathering.touched(most, after)
            keys = self._relate(found.stories)
        except NotHeld as error:
            if self.store.shelves.turn() == turn and not self.store.shelves.waiting():
                raise CollectionError(f"the stories name {error}, which is not here; see firsthand check") from error
            return None
        known = self.store.fact("listed") is not None and int(self.store.fact("decided") or 0) == found.decisions
        if not found.stories and not found.gone and known:
            return found
        rows = [
            (pack.pack(g.story), g.story.id, g.story.title, g.story.documents, key)
            for g, key in zip(found.stories, keys, strict=True)
        ]
        with self.store.writing():
            if self.store.shelves.turn() != found.turn or not self.store.shelves.settled():
                return None
            self.store.regroup(rows, found.gone)
            self.store.put_outcomes(deciding.IN_THE_LIST, found.decided)
            self.store.set_fact("decided", str(found.decisions))
            self.store.set_fact("listed", "yes")
            self.store.shelves.untouch(found.reports if found.last or after != FIRST else None)
        return found

    def _relate(self, found: Sequence[Grouped]) -> list[str]:
        """Return the keys of stories, after the kin around each that is new or touched is kept.

        What a dossier depends on: the story, its documents, and what the kin around it says of two of its own.
        """
        of: dict[StoryId, str] = {}  # a story and its documents
        near: dict[StoryId, str] = {}  # the same and the reports beside them
        around: dict[StoryId, str | None] = {}  # what the kin around it says of its own documents
        for g in found:
            i = g.story.id
            own = self.store.digests((*g.story.documents, *g.beside))
            of[i] = pack.digest(
                self.way.rules, pack.plain(g.story), *(x for d in g.story.documents for x in (d, own[d]))
            )
            near[i] = pack.digest(of[i], *(x for d in (*g.texts, *g.beside) for x in (d, own[d])))
            held = self.store.related_key(i)
            around[i] = held[1] if held is not None and held[0] == near[i] else None
        new = [g for g in found if around[g.story.id] is None]
        held_article = self.store.packed_article
        asked = (Relating(g, {i: held_article(i) for i in (*g.texts, *g.beside)}) for g in new)
        made: list[tuple[StoryId, str, Related]] = []
        for n, (g, related) in enumerate(zip(new, self.crew.relate(asked), strict=True)):
            around[g.story.id] = related.inside
            made.append((g.story.id, near[g.story.id], related))
            if len(made) >= TOGETHER:
                self._keep_related(made)
                made = []
            self.progress("kin", n + 1, len(new))
        self._keep_related(made)
        return [pack.digest(of[g.story.id], around[g.story.id] or "") for g in found]

    def _keep_related(self, made: Sequence[tuple[StoryId, str, Related]]) -> None:
        with self.store.writing():
            for ident, key, related in made:
                self.store.put_related(ident, key, related.inside, related.kin)

    def _resolve(
        self,
        behind: Iterable[tuple[StoryId, str]],
        decisions: Sequence[Decision],
        many: Callable[[], int],
        seconds: float | None = None,
    ) -> None:
        """Resolve stories, ``many`` as far as is known, and keep their dossiers, a few at a time.

        Those ``behind`` are asked for a little ahead of those that are kept; none is begun after ``seconds``, if given.
        """
        made: list[tuple[str, Told]] = []
        kept = monotonic()
        keys: deque[str] = deque()  # of those that are being told, in order
        begun: set[tuple[StoryId, str]] = set()  # and of those that are not kept yet: pages may list a story twice

        def asked() -> Iterator[Telling]:
            for ident, key in _in_time(behind, seconds):
                if (ident, key) not in begun and (job := self._telling(ident, decisions)) is not None:
                    begun.add((ident, key))
                    keys.append(key)
                    yield job

        for n, told in enumerate(self.crew.tell(asked())):
            self.untold += told.untold
            made.append((keys.popleft(), told))
            if len(made) >= TOGETHER or monotonic() - kept > KEEP_SECONDS:
                self._keep(made, decisions)
                begun.difference_update((t.row.id, key) for key, t in made)
                made, kept = [], monotonic()
            self.progress("stories", n + 1, max(n + 1, many()))
        self._keep(made, decisions)

    def _telling(self, ident: StoryId, decisions: Sequence[Decision]) -> Telling | None:
        """Return what a story is told from, ``None`` when another writer has joined or renamed of it meanwhile."""
        held = self.store.story(ident)
        if held is None:
            return None
        own = pack.unpack(held, Story).documents
        try:
            articles = {i: self.store.packed_article(i) for i in own}
            accounts = {i: self.store.packed_account(i) for i in own}
        except NotHeld:
            return None
        return Telling(held, articles, accounts, self.store.related(ident), decisions)

    def _keep(self, made: Sequence[tuple[str, Told]], decisions: Sequence[Decision]) -> None:
        if not made:
            return
        with self.store.writing():
            if self.store.decisions() != tuple(decisions):
                return  # somebody decided meanwhile; all is told by that
            other_rules = self.store.fact("rules") not in (None, self.way.rules)
            for key, told in made:
                ident = told.row.id
                if self.store.story_key(ident) != key:
                    continue  # others added to it meanwhile; whoever comes last tells it
                before = self.store.dossier(ident) if other_rules else None
                if before is not None:
                    self.moves += moved.between(pack.unpack(before, Dossier), pack.unpack(told.dossier, Dossier))
                self.store.put_dossier(ident, key, told.dossier, told.row, told.facts)
                self.store.put_outcomes(ident, told.decided)
                self.resolved += 1


@dataclass
class _Gathered:
    """Shows how many documents were gathered since it was made."""

    progress: Progress
    total: int = 0

    def __call__(self, some: int, of: int) -> None:
        """Show that ``some`` more were gathered, of as many as were waiting."""
        self.total += some
        self.progress("gathering", self.total, self.total - some + of)


@dataclass
class _Listing:
    """The stories to be told among those that were touched, which are listed some at a time as they are asked for."""

    growth: Growth
    decisions: Sequence[Decision]
    left: int  # reports whose stories are to be listed
    stories: int = 0  # to be told, as far as listed
    reports: int = 0  # whose stories are listed
    whole: bool = False  # all are in the list: not if others wrote meanwhile

    def __iter__(self) -> Iterator[tuple[StoryId, str]]:
        store = self.growth.store
        while (found := self.growth.listed(LISTED_AT_ONCE)) is not None:
            if store.decisions() != tuple(self.decisions):
                return  # somebody decided meanwhile: what is told by the old decisions is not kept
            some = self.growth.to_tell(found)
            self.stories, self.reports = self.stories + len(some), self.reports + len(found.reports)
            yield from some
            if not found.last:
                self.whole = not store.shelves.waiting()
                return

    def expected(self) -> int:
        """Return how many stories there will be to tell, by how many there were for the reports listed so far."""
        return self.stories + round(max(0, self.left - self.reports) * self.stories / max(1, self.reports))


class _Batch:
    """Items that are being analysed: articles first, then the accounts of texts that the collection has not seen."""

    def __init__(
        self,
        store: Store,
        way: Way,
        crew: Crew,
        found: Sequence[Capture | Skipped],
        first: int,
        before: Sequence[_Batch] = (),
    ) -> None:
        self.store, self.way, self.crew, self.given, self.first, self.before = store, way, crew, found, first, before
        self._cleaned = crew.clean([c for c in found if isinstance(c, Capture)])
        self._read: list[tuple[Article | None, str, Skipped | None]] | None = None
        self._asked: list[str] = []  # texts that nobody has an account of, each once
        self._coming: Coming[bytes | Skipped] = list
        self._broken: dict[str, Skipped] = {}

    def find(self) -> None:
        """Begin the accounts of those texts of which neither the collection nor a batch before has one."""
        articles = iter(self._cleaned())
        self._read = []
        wanted: dict[str, bytes] = {}
        for c in self.given:
            a = c if isinstance(c, Skipped) else next(articles)
            if isinstance(a, Skipped):
                self._read.append((None, "", a))
                continue
            nameless = pack.plain(pack.nameless(a))
            key = pack.digest(self.way.rules, nameless)
            self._read.append((a, key, None))
            wanted.setdefault(key, nameless)
        held = self.store.known_keys(wanted).union(*(b._asked for b in self.before))
        self._asked = [key for key in wanted if key not in held]
        self._coming = self.crew.find([wanted[key] for key in self._asked])

    def items(self) -> list[Item]:
        """Return the items, each account with the first that has it; the batches before must have returned theirs."""
        if self._read is None:
            self.find()
        accounts = dict(zip(self._asked, self._coming(), strict=True))
        self._broken = {key: a for key, a in accounts.items() if isinstance(a, Skipped)}
        broken_ = {k: s for b in (*self.before, self) for k, s in b._broken.items()}
        self.before = ()
        out = []
        for n, (article, key, skipped) in enumerate(self._read or ()):
            if article is not None and key in broken_:
                out.append(Item(self.first + n, None, "", None, replace(broken_[key], uri=article.uri)))
                continue
            account = accounts.pop(key, None)  # kept once
            out.append(Item(self.first + n, article, key, None if isinstance(account, Skipped) else account, skipped))
        return out


class HeldArticles(Mapping[DocumentId, Article]):
    """The articles of a collection by id, each read when it is asked for: memory does not grow with them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, document: DocumentId) -> Article:
        return self._store.article(document)

    def __iter__(self) -> Iterator[DocumentId]:
        return (d.id for d in self._store.documents())

    def __len__(self) -> int:
        return len(self._store.documents())


def _in_time(stories: Iterable[T], seconds: float | None) -> Iterator[T]:
    """Yield the first of ``stories``, and others until ``seconds`` have passed, if given."""
    began = monotonic()
    for n, one in enumerate(stories):
        if n and seconds is not None and monotonic() - began >= seconds:
            return
        yield one
