"""A happening's mentions -> one Event: its slots filled from what was said nearest to it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import timedelta

from firsthand.event.mentions import Mention, cost
from firsthand.event.where import place_of
from firsthand.event.within import LONG_AGO_DAYS, RECENT_DAYS, Setting, Told, dated
from firsthand.records import (
    ActorId,
    Article,
    Event,
    EventId,
    EventSpan,
    PlaceId,
    Quantity,
    Role,
    StatementId,
    Status,
    Toll,
)
from firsthand.when import day

_STATUS = (Status.ASSERTED, Status.POSSIBLE, Status.FAILED, Status.DENIED, Status.PLANNED, Status.PAST, Status.NEGATED)
_NOT_DONE = (Status.NEGATED, Status.FAILED, Status.PLANNED)
# types that are an act of words between two sides: it has both, and costs no lives by itself
TALK = frozenset("ACCUSE REQUEST CONSULT THREATEN REJECT SUPPORT AGREE COOPERATE SANCTION".split())
SEVERAL = 2  # people, the least that a plural means
_TAKES = frozenset(
    {("ASSAULT", "abduct"), ("COERCE", "arrest"), ("COERCE", "seize")}
)  # happenings that people are taken in
# of several modes, the first is the event's
MODES = tuple(
    "suicide-attack unconventional drone explosives aerial heavy-weapons cleansing assassinate execute torture sexual"
    " firearms primitive beat".split()
)
# no violence against a body: the first word's stands
OTHER_MODES = frozenset({"abduct", "destroy", "seize", "obstruct"})


def build(told: Told, article: Article, setting: Setting, number: int) -> Event:
    """Return the event that ``told`` is."""
    them = told.mentions
    earliest, latest, when = _when(told, setting)
    status = _status(them)
    old = (
        setting.published is not None
        and (d := day(latest)) is not None
        and (setting.published - d).days > LONG_AGO_DAYS
    )
    if old and status in (Status.ASSERTED, Status.POSSIBLE):
        status = Status.PAST
    recipients = _recipients(told)
    actors = [a for a in _actors(told) if a not in recipients]
    place, where = place_of(them, setting.about)
    kind, mode = _kind(them)
    return Event(
        id=EventId(f"{article.id}:event:{number}"),
        type=kind,
        mode=mode,
        status=status,
        actors=tuple(actors),
        recipients=tuple(recipients),
        place=place,
        earliest=earliest,
        latest=latest,
        instrument=next((m.instrument for m in them if m.instrument), None),
        toll=() if kind in TALK else _tolls(told, setting),
        statements=tuple(sorted({s for m in them for s in m.statements})),
        background=old or status is Status.PAST,
        because=f"trigger: {', '.join(dict.fromkeys(m.word for m in them))}; time {when}; place {where}",
        spans=_spans(told, article, {*actors, *recipients}, place, (earliest, latest)),
    )


def _spans(
    told: Told,
    article: Article,
    people: Set[ActorId],
    place: PlaceId | None,
    when: tuple[str | None, str | None],
) -> tuple[EventSpan, ...]:
    """Return where each field was read, in order of the text: words of the happening, who, whom, where, when, how many."""
    out: set[EventSpan] = set()
    for m in told.mentions:
        out.add(EventSpan("trigger", article.id, m.start, m.end, f"{m.kind.sort}-{m.voice}: {m.word}"))
        for x in m.labels:
            name = "actor" if x.actor in m.actors else "recipient" if x.actor in m.recipients else ""
            if name and x.actor in people:
                out.add(EventSpan(name, article.id, x.start, x.end, x.because))
        out |= {EventSpan("place", article.id, p.start, p.end, p.because) for p in m.places if p.place == place}
        out |= {
            EventSpan("time", article.id, t.start, t.end, t.because) for t in m.times if (t.earliest, t.latest) == when
        }
        out |= {EventSpan("toll", article.id, q.start, q.end, q.because) for q in m.counts}
    return tuple(sorted(out, key=lambda x: (x.start, x.end, x.field, x.because)))


def _kind(them: Sequence[Mention]) -> tuple[str, str | None]:
    first = next((m for m in them if m.kind.sort != "outcome"), them[0])
    if first.kind.type != "ASSAULT" or first.kind.mode in OTHER_MODES:
        return first.kind.type, first.kind.mode
    modes = {m.kind.mode for m in them}
    tools = {m.instrument_mode for m in them if m.kind.mode is None}
    for mode in MODES:
        if mode in modes:
            return "ASSAULT", mode
    for mode in MODES:
        if mode in tools:
            return "ASSAULT", mode
    return "ASSAULT", None


def _status(them: Sequence[Mention]) -> Status:
    found = {m.status for m in them}
    return next(s for s in _STATUS if s in found)


def _actors(told: Told) -> list[ActorId]:
    out = dict.fromkeys(a for m in told.mentions for a in m.actors)
    return list(dict.fromkeys((*out, *told.blamed)))


def _recipients(told: Told) -> list[ActorId]:
    out = dict.fromkeys(r for m in told.mentions for r in m.recipients)
    out |= dict.fromkeys(q.of for m in told.mentions for q in m.counts if q.of)
    return [r for r in out if r]


def _when(told: Told, setting: Setting) -> tuple[str | None, str | None, str]:
    """Return the interval: a time of the sentence nearest to the word, else of the paragraph, else the days before publication."""
    for m in told.mentions:
        near = sorted(
            (t for t in m.times if dated(t)), key=lambda t: (min(abs(t.start - m.end), abs(m.start - t.end)), t.start)
        )
        if near:
            return near[0].earliest, near[0].latest, near[0].because.split(":")[0]
    for m in told.mentions:
        own = setting.times.get(m.paragraph)
        if own:
            near = sorted(own, key=lambda t: (abs(t.start - m.start), t.start))
            return near[0].earliest, near[0].latest, "of the paragraph"
    if setting.published is None or setting.since is None:
        return None, None, "unknown"
    return (
        (setting.since - timedelta(days=RECENT_DAYS)).isoformat(),
        setting.published.isoformat(),
        "before publication",
    )


def _tolls(told: Told, setting: Setting) -> tuple[Toll, ...]:
    """Return what is said to have been lost: every count with its role and whose, each once.

    Where nobody counts, the dead are at least one, or as many as are named, or two for a plural; of the taken only several are told.
    """
    rows: dict[tuple[Role, ActorId | None, int, int | None], list[StatementId]] = {}
    for m in told.mentions:
        for q in m.counts:
            if _foreign(q, m) or q.low == q.high == 0:
                continue
            rows.setdefault((q.role, q.of, q.low, q.high), []).extend(m.statements)
    roles = {r for r, _, _, _ in rows}
    for role in (Role.KILLED, Role.WOUNDED, Role.CAPTURED):
        said = [m for m in told.mentions if _says(m, role)]
        least = max((_least(m, setting) for m in said), default=0)
        if said and role not in roles and (least > 1 or role is not Role.CAPTURED):
            rows[role, None, max(1, least), None] = [s for m in said for s in m.statements]
    return tuple(
        Toll(role, of, low, high, tuple(sorted(set(them))))
        for (role, of, low, high), them in sorted(rows.items(), key=lambda x: (x[0][0], str(x[0][1]), x[0][2]))
    )


def _least(m: Mention, setting: Setting) -> int:
    """Return how many people a mention names at the least: each person is one, a plural ("farmers") two."""
    return sum(1 if setting.kinds.get(r) == "person" else SEVERAL if setting.plural(r) else 0 for r in m.recipients)


def _says(m: Mention, role: Role) -> bool:
    """Tell whether the word itself says that somebody died, was hurt or taken: "the wounded were taken away" tells of nobody new.

    Plurals that are only talked of ("murders of leaders") are nobody in particular.
    """
    return cost(m.word, m.kind.mode) is role and bool(m.recipients) and not m.general and m.status not in _NOT_DONE


def _foreign(q: Quantity, m: Mention) -> bool:
    """Tell whether those counted are no loss by a happening of this kind: nobody is taken by robbers of things."""
    return q.role is Role.CAPTURED and (m.kind.type, m.kind.mode) not in _TAKES
