"""Events of several articles -> the events of their story: one happening, one event, with every account of it.

Two events are one when their kinds can be one (``explosives`` and no mode), neither times nor places keep them apart,
and something binds them: a participant, a place, the day, the main happening of a story. Events of one article stay apart: it told
them apart itself. Accounts that disagree on the toll stay apart as several rows; a denied and an asserted event are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.event.within import APART, ARMS
from firsthand.records import (
    ActorId,
    Article,
    Cast,
    DocumentId,
    Event,
    EventId,
    Place,
    PlaceId,
    StatementId,
    Status,
    Toll,
)
from firsthand.when import Interval

BIND_LEAST = 2.0  # points from which two accounts are of one event: two things in common, or one that is rare
_RANK = (Status.ASSERTED, Status.POSSIBLE, Status.FAILED, Status.DENIED, Status.PLANNED, Status.PAST, Status.NEGATED)
_GENERAL = ":actor:"  # an id made for people without a name, in one article


@dataclass(slots=True)
class _Happening:
    """The accounts of one event so far."""

    accounts: list[Event] = field(default_factory=list)
    documents: set[DocumentId] = field(default_factory=set)


def merge(articles: Sequence[Article], cast: Cast, events: Mapping[DocumentId, tuple[Event, ...]]) -> tuple[Event, ...]:
    """Return the events of a story, one for each happening, with the accounts of all its articles, in order of their ids."""
    places = {p.id: p for p in cast.gazetteer}
    people = {a.id: (a.name if _GENERAL in a.id else str(a.id)) for a in cast.actors}
    told = [(a.id, _settled(e, people)) for a in sorted(articles, key=lambda a: a.id) for e in events.get(a.id, ())]
    happenings: list[_Happening] = []
    for document, event in sorted(told, key=lambda x: (x[1].background, -len(x[1].statements), x[1].id)):
        open_to = [h for h in happenings if document not in h.documents]
        best = max(open_to, key=lambda h: _bond(event, h, people, places), default=None)
        if best is None or _bond(event, best, people, places) < BIND_LEAST:
            best = _Happening()
            happenings.append(best)
        best.accounts.append(event)
        best.documents.add(document)
    return tuple(sorted((_united(h, people, places) for h in happenings), key=lambda e: e.id))


def _settled(event: Event, people: Mapping[ActorId, str]) -> Event:
    """Return ``event`` with those participants only whom the cast knows."""
    return replace(
        event,
        actors=tuple(a for a in event.actors if a in people),
        recipients=tuple(a for a in event.recipients if a in people),
        toll=tuple(Toll(t.role, t.of if t.of in people else None, t.low, t.high, t.statements) for t in event.toll),
    )


def _bond(event: Event, them: _Happening, people: Mapping[ActorId, str], places: Mapping[PlaceId, Place]) -> float:
    """Return the points that bind ``event`` to the accounts of a happening; below zero when something keeps them apart."""
    one = them.accounts
    if event.type != one[0].type or event.background != one[0].background or not _modes_meet(event, one):
        return -1.0
    when = Interval(event.earliest, event.latest)
    apart = not all(
        when.meets(Interval(x.earliest, x.latest)) for x in one
    )  # of any, one without a day ties all others
    if apart or _places_apart(event, one, places):
        return -1.0
    points = 0.0
    mine = {people[a] for a in event.recipients}
    theirs = {people[a] for x in one for a in x.recipients}
    points += 1.0 if mine & theirs else 0.0
    points += 1.0 if {people[a] for a in event.actors} & {people[a] for x in one for a in x.actors} else 0.0
    points += 1.0 if event.place is not None and any(x.place == event.place for x in one) else 0.0
    points += 1.0 if event.earliest and any(x.earliest and x.earliest[:10] == event.earliest[:10] for x in one) else 0.0
    points += 0.5 if event.mode is not None and any(x.mode == event.mode for x in one) else 0.0
    points += (
        1.0
        if {(t.role, t.low) for t in event.toll if t.low > 1} & {(t.role, t.low) for x in one for t in x.toll}
        else 0.0
    )
    return points + (1.0 if _chief(event) and any(_chief(x) for x in one) else 0.0)


def _chief(event: Event) -> bool:
    """Tell whether an event is the first that its article tells: what the report is about."""
    return event.id.endswith(":event:0")


def _modes_meet(event: Event, them: Sequence[Event]) -> bool:
    modes = {x.mode for x in them} | {event.mode}
    if {APART.get(m or "", "") for m in modes} - {APART.get(event.mode or "", "")}:
        return False
    return len({ARMS[m] for m in modes if m in ARMS}) <= 1 or event.mode in {x.mode for x in them}


def _places_apart(event: Event, them: Sequence[Event], places: Mapping[PlaceId, Place]) -> bool:
    mine = places.get(event.place) if event.place else None
    others = [places[x.place] for x in them if x.place and x.place in places]
    if mine is None or not others or mine.precision == "country":
        return False
    return not any(
        o.id == mine.id or o.precision == "country" or (o.country == mine.country and o.admin1 == mine.admin1)
        for o in others
    )


def _once(them: Iterable[ActorId], people: Mapping[ActorId, str]) -> tuple[ActorId, ...]:
    """Return each participant once; of "soldiers" in several articles the first stands for all."""
    first: dict[str, ActorId] = {}
    for a in them:
        first.setdefault(people[a], a)
    return tuple(first.values())


def _united(them: _Happening, people: Mapping[ActorId, str], places: Mapping[PlaceId, Place]) -> Event:
    """Return one event for all accounts: the plainest status, the day most name, every participant, every toll."""
    accounts = sorted(them.accounts, key=lambda e: e.id)
    if len(accounts) == 1:
        return accounts[0]
    first = accounts[0]
    modes = Counter(e.mode for e in accounts if e.mode)
    days = Counter((e.earliest, e.latest) for e in accounts if e.earliest)
    when = min(days, key=lambda d: (-days[d], str(d))) if days else (None, None)
    where = Counter(e.place for e in accounts if e.place)
    exact = [p for p in where if p in places and places[p].precision != "country"] or list(where)
    tools = Counter(e.instrument for e in accounts if e.instrument)
    return Event(
        id=EventId(first.id),
        type=first.type,
        mode=min(modes, key=lambda m: (-modes[m], m)) if modes else None,
        status=min((e.status for e in accounts), key=_RANK.index),
        actors=_once((a for e in accounts for a in e.actors), people),
        recipients=_once((a for e in accounts for a in e.recipients), people),
        place=min(exact, key=lambda p: (-where[p], p)) if exact else None,
        earliest=when[0],
        latest=when[1],
        instrument=min(tools, key=lambda t: (-tools[t], t)) if tools else None,
        toll=_tolls(accounts, people),
        statements=tuple(sorted({s for e in accounts for s in e.statements})),
        background=first.background,
        because=f"{len(accounts)} accounts; " + first.because,
        spans=tuple(x for e in accounts for x in e.spans),
    )


def _tolls(accounts: Sequence[Event], people: Mapping[ActorId, str]) -> tuple[Toll, ...]:
    """Return each toll once with all statements that give it; "killed or wounded" and "killed" never become one."""
    rows: dict[tuple[str, str, int, int | None], list[StatementId]] = {}
    whose: dict[tuple[str, str, int, int | None], Toll] = {}
    for e in accounts:
        for t in e.toll:
            key = (t.role.value, people[t.of] if t.of else "", t.low, t.high)
            rows.setdefault(key, []).extend(t.statements)
            whose.setdefault(key, t)
    ordered = sorted(rows, key=lambda k: (k[0], k[1], k[2], -1 if k[3] is None else k[3]))
    return tuple(Toll(whose[k].role, whose[k].of, k[2], k[3], tuple(sorted(set(rows[k])))) for k in ordered)
