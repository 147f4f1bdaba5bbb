"""Documents -> stories, a few documents at a time: only what is near them is looked at, and what stands in the end hangs on no order.

Each portion is one transaction, so that a run that was cut off goes on where it stopped: documents that wait become versions of texts;
then whoever no longer stands for its text leaves the stream of stories; then who stands now comes in; then the stories touched
by all that are listed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic

from firsthand import decision
from firsthand.collection.crew import Crew
from firsthand.collection.nouns import StoryRow
from firsthand.collection.shelf import FIRST, SETTLED, STALE, VACANT, Touch
from firsthand.collection.store import Store
from firsthand.collection.way import Articles, Grouped, Way
from firsthand.records import Decided, DocumentId, Story, StoryId
from firsthand.story import Stream
from firsthand.story.versions import Texts, Version, standing

PORTION = 64  # texts of the first transactions
MOST_PORTION = 1000  # documents or texts of one transaction: reports near to several of them are written once
MOST_BYTES = 2 * 2**20  # of packed reports that come in together: a thousand of usual length
PORTION_SECONDS = 2.0  # after which a transaction ends anyway: other writers wait
ENTERING_SECONDS = 4.0  # that a transaction in which texts come in should take, by how long the last one took

Done = Callable[[int, int], None]  # how many are gathered, of how many


class Changed(Exception):
    """A document was gathered as another one than it is: all is gathered anew."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Stories to be listed anew, the turn in which they were found, and the ids of stories that are no more.

    ``reports``: those that stand for texts in these stories; ``last``: the last that was asked for, ``None`` when all were.
    """

    turn: str
    stories: tuple[Grouped, ...]
    gone: tuple[StoryId, ...]
    reports: frozenset[str]
    last: Touch | None
    decisions: int = 0  # of people, that were laid over the stories
    decided: tuple[Decided, ...] = ()  # what became of those about stories


class Gathering:
    """Brings texts and stories up to date with the documents of a collection."""

    def __init__(self, store: Store, way: Way, articles: Articles, crew: Crew | None = None) -> None:
        self.store, self.way, self.articles = store, way, articles
        self.crew = Crew(way) if crew is None else crew
        self.shelves = store.shelves
        self.texts = Texts(self.shelves.texts)
        self.stream = Stream(self.shelves.known)
        self._portion = PORTION  # texts that come in together

    def gather(self, done: Done) -> None:
        """Gather whatever waits."""
        if self.store.fact("gathered") != self.way.rules:
            self._anew()
        while True:
            try:
                for step in (self._read, self._leave, self._enter):
                    while step(done):
                        pass
                return
            except Changed:
                self._anew()

    def gather_for(self, seconds: float, done: Done) -> bool:
        """Gather some of what waits, for about so many seconds, one portion at least; tell whether stories may be listed then."""
        if self.store.fact("gathered") != self.way.rules:
            self._anew()
        until = monotonic() + seconds
        try:
            while self._read(done, again=True, busy=True):
                pass
            more = True
            while self._leave(done) or self._enter(done) or (more and self._read(done, busy=True)):
                more = monotonic() < until
                if monotonic() > until + 2 * PORTION_SECONDS:  # a run that was cut off left many texts half done
                    break
        except Changed:
            self._anew()
        return self.shelves.settled() and not self._listed_before()

    def _listed_before(self) -> list[StoryRow]:
        """Return the stories in the list if everything is gathered anew: only when that is done it is known which of them are no more."""
        return self.store.stories() if self.store.fact("listed") is None else []

    def _anew(self) -> None:
        with self._turn():
            self.shelves.empty()
            self.store.set_fact("gathered", self.way.rules)
            self.store.set_fact("listed", None)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Return a block that is one transaction, at whose end all is written that changed in it."""
        try:
            with self.store.writing():
                self.shelves.turn()
                yield
                if self.stream.touched:
                    self.shelves.touch(self.stream.touched)
                    self.stream.touched = set()
                self.shelves.flush()
        except BaseException:
            self.shelves.forget()
            self.stream.touched = set()
            raise

    # ---- documents that wait become versions of texts ---------------------------------------------------------------

    def _read(self, done: Done, *, again: bool = False, busy: bool = False) -> bool:
        """Tell whether some documents were read into texts; ``again``: of those that had been before; ``busy``: the processes beside
        have much to read, so that to wait for them would take longer than to do it here."""
        if not self.shelves.pending(1, again=again):
            return False
        with self._turn():
            numbers = []
            stale: set[str] = set()
            until = monotonic() + PORTION_SECONDS
            waiting = self.shelves.pending(MOST_PORTION, again=again)
            crew = Crew(self.way) if busy else self.crew
            versions = crew.version((ident, self.store.packed_article(ident)) for _, ident in waiting)
            for (number, ident), (found, runs) in zip(waiting, versions, strict=True):
                held = self.shelves.version(number)
                if held is not None and replace(held, document=ident) != found:
                    raise Changed
                self.shelves.put_version(number, found)
                stale |= self.texts.add(found, runs)
                numbers.append(number)
                if monotonic() > until:
                    break
            self.shelves.mark(stale, STALE)
            self.shelves.gathered(numbers)
        done(len(numbers), len(numbers) + self.shelves.waiting())
        return True

    # ---- who stands for each text -----------------------------------------------------------------------------------

    def _leave(self, _: Done) -> bool:
        """Tell whether texts were looked at: whoever does not stand for its text any more has left the stream."""
        if not self.shelves.marked(STALE, 1):
            return False
        with self._turn():
            gone: list[str] = []
            for keys in self._groups(STALE):
                versions = self.shelves.versions(keys)
                stands = [(number, v, stood) for number, v, stood in versions if stood is not None]
                first = self._first([v for _, v, _ in versions]) if stands else None
                for number, v, stood in stands:
                    if v.document != first or stood != first:
                        gone.append(stood)
                        self.shelves.stand(number, None)
                self.shelves.mark(keys, VACANT)
            self.stream.remove(*gone)
        return True

    def _enter(self, _: Done) -> bool:
        """Tell whether texts were looked at: who stands for a text now has come into the stream."""
        if not self.shelves.marked(VACANT, 1):
            return False
        began = monotonic()
        with self._turn():
            new = list(self.crew.sign(self._coming_in()))
            self.stream.arrive(*new)
        if new:
            fitting = int(len(new) * ENTERING_SECONDS / max(0.001, monotonic() - began))
            self._portion = max(PORTION // 4, min(MOST_PORTION, fitting))
        return True

    def _coming_in(self) -> Iterator[tuple[DocumentId, bytes]]:
        """Yield who stands for a text now and did not, packed; whose texts were looked at are settled."""
        size = 0
        for keys in self._groups(VACANT):
            versions = self.shelves.versions(keys)
            stands = [stood for _, _, stood in versions if stood is not None]
            if not stands:
                first = self._first([v for _, v, _ in versions])
                packed = self.store.packed_article(first)
                size += len(packed)
                self.shelves.stand(next(n for n, v, _ in versions if v.document == first), first)
                stands = [first]
                yield first, packed
            self.stream.touched.update(stands)
            self.shelves.mark(keys, SETTLED)
            if size > MOST_BYTES:
                return

    def _groups(self, dirty: int) -> Iterator[list[str]]:
        """Yield groups of texts with a mark, for as long as a transaction may last."""
        until = monotonic() + PORTION_SECONDS
        done: set[str] = set()
        for key in self.shelves.marked(dirty, PORTION if dirty == STALE else self._portion):
            if key not in done:
                keys = self.texts.group(key)
                done.update(keys)
                yield keys
            if monotonic() > until:
                return

    def _first(self, versions: Sequence[Version]) -> DocumentId:
        return standing(versions, self.articles)

    # ---- stories that are told anew ---------------------------------------------------------------------------------

    def touched(self, most: int | None = None, after: Touch = FIRST) -> Touched:
        """Return the stories that are to be listed anew, each with the reports beside it: of ``most`` reports ``after`` one, if given.

        With each story come those that share documents with it in the list, so that no document is ever listed twice or lost.
        """
        turn = self.shelves.turn()
        decisions = self.store.decisions()
        anew = self._listed_before()
        asked = self.shelves.touched() if anew else self.shelves.touched(most, after)
        found, was = self._found([*(i for _, i in asked), *self.standing(decision.documents(decisions))])
        told, decided = decision.apply_to_stories([s for s, _ in found.values()], decisions, _Titles(self.articles))
        standing = {i for _, own in found.values() for i in own}
        out: list[Grouped] = []
        for s in told:
            texts = tuple(i for i in s.documents if i in standing)
            out.append(Grouped(s, texts, self.stream.beside(texts)))
        if anew:  # everything was gathered anew: who is not touched is no more
            was = {row.id for row in anew}
        gone = tuple(sorted(was - {s.id for s in told}))
        last = asked[-1] if not anew and len(asked) == most else None
        return Touched(turn, tuple(out), gone, frozenset(standing), last, len(decisions), decided)

    def _found(self, waiting: list[str]) -> tuple[dict[str, tuple[Story, tuple[str, ...]]], set[StoryId]]:
        """Return the stories, as rules find them, of reports that stand for texts, and the ids that their documents are listed under.

        With them come those that share a listed story: people may have joined what rules keep apart.
        """
        out: dict[str, tuple[Story, tuple[str, ...]]] = {}
        done: set[str] = set()
        listed: set[StoryId] = set()
        while waiting:
            i = waiting.pop()
            if i in done:
                continue
            own = self.stream.group(i)
            done.update(own)
            keys = {k for key in self.shelves.text_of(own) for k in self.texts.group(key)}
            documents = tuple(sorted(v.document for _, v, _ in self.shelves.versions(sorted(keys))))
            out[own[0]] = replace(self.stream.story(own), documents=documents), own
            before = self.store.stories_of(documents) - listed
            listed |= before
            for story in sorted(before):
                waiting += self.standing(sorted(set(self.store.documents_of(story)) - set(documents)))
        return out, listed

    def standing(self, documents: Sequence[str]) -> list[str]:
        """Return the reports that stand for the texts of documents, of those that are held."""
        keys = {k for key in self.shelves.keys_of(documents) for k in self.texts.group(key)} if documents else set()
        return [s for _, _, s in self.shelves.versions(sorted(keys)) if s is not None]


class _Titles(Mapping[DocumentId, str]):
    """The titles of documents, each read when it is asked for."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles

    def __getitem__(self, document: DocumentId) -> str:
        return self._articles[document].title.text

    def __iter__(self) -> Iterator[DocumentId]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)
