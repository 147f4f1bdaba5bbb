"""Mentions of one article -> its events: what headline, lede and body tell is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from firsthand.event.mentions import Mention
from firsthand.event.where import Ground
from firsthand.records import ActorId, Place, PlaceId, Time
from firsthand.when import day

LONG_AGO_DAYS = (
    60  # days before publication from which a happening is background: the two months of the MUC-4 guidelines
)
RECENT_DAYS = 2  # days before publication in which news without a date of its own happened: our choice
MOST_OPEN = 100  # happenings told last that a mention is compared with, and the first: what the article is about
JOIN_LEAST = 1.0  # points from which a mention is of a happening already told
# modes that can be one happening told with more or less care
APART = {"abduct": "abduct", "destroy": "destroy", "seize": "seize", "obstruct": "obstruct"}
ARMS = {
    "explosives": "explosives",
    "suicide-attack": "explosives",
    "drone": "drone",
    "aerial": "aerial",
    "heavy-weapons": "heavy-weapons",
    "firearms": "firearms",
}
_PLURALS = frozenset("people men women children policemen fishermen servicemen gunmen clergymen".split())


@dataclass(slots=True)
class Told:
    """A happening in the making: its mentions in one article."""

    group: str
    mentions: list[Mention] = field(default_factory=list)
    blamed: list[ActorId] = field(default_factory=list)
    # of all its mentions
    days: set[tuple[date, date]] = field(default_factory=set)
    arms: set[str] = field(default_factory=set)
    towns: set[PlaceId] = field(default_factory=set)
    actors: set[ActorId] = field(default_factory=set)
    recipients: set[ActorId] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)

    def tell(self, m: Mention, setting: Setting) -> None:
        """Put one more mention to it."""
        self.mentions.append(m)
        self.days.update(days(m.times))
        self.arms |= {ARMS[m.kind.mode]} if m.kind.mode in ARMS else set()
        self.towns |= _towns(m, setting)
        self.actors.update(m.actors)
        self.recipients.update(m.recipients)
        self.sentences.add(m.sentence)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is needed to compare mentions: places by id, kinds of actors, when the article appeared, where it is about."""

    places: Mapping[PlaceId, Place]
    kinds: Mapping[ActorId, str]
    since: date | None  # the first day on which the article may have appeared
    published: date | None  # the last
    names: Mapping[ActorId, str]
    about: Ground
    times: Mapping[int, Sequence[Time]]  # those known to the month, by paragraph

    def plural(self, actor: ActorId) -> bool:
        """Tell whether an actor is several people without a name: "farmers"."""
        name = self.names.get(actor, "").lower()
        return self.kinds.get(actor) == "people" and (name in _PLURALS or (name.endswith("s") and name[-2:] != "ss"))


def group(m: Mention) -> str:
    """Return the kind of happening that a mention can be united under."""
    if m.kind.type != "ASSAULT":
        return f"{m.kind.type}/{m.kind.mode}"
    return APART.get(m.kind.mode or "", "harm")


def unite(mentions: Sequence[Mention], setting: Setting) -> list[Told]:
    """Return the happenings that ``mentions`` (in order of the text) tell of, each with its mentions."""
    out: list[Told] = []
    for m in mentions:
        best, points = None, JOIN_LEAST
        for told in out if len(out) <= MOST_OPEN else (out[0], *out[-MOST_OPEN:]):
            p = likeness(m, told, setting)
            if p >= points:
                best, points = told, p
        if best is None:
            best = Told(group(m))
            out.append(best)
        best.tell(m, setting)
    return out


def likeness(m: Mention, told: Told, setting: Setting) -> float:
    """Return the points for ``m`` being of the happening ``told``; below zero when something speaks against it."""
    outcome = m.kind.sort == "outcome" and told.group in ("harm", "abduct", "destroy")
    burns = (
        m.kind.mode == "destroy" and not m.actors and told.group == "harm" and bool(told.arms)
    )  # a fire after a blast
    if group(m) != told.group and not outcome and not burns:
        return -1.0
    last = told.mentions[-1]
    if _times_apart(m, told) or _places_apart(m, told, setting):
        return -1.0
    arms = {ARMS[m.kind.mode]} if m.kind.mode in ARMS else set()
    points = 0.0 if m.another else 1.0  # an article tells one happening of a kind until something speaks against it
    if arms and told.arms and not arms & told.arms:
        points -= 1.5
    if m.sentence in told.sentences:
        points += 3.0
    elif m.sentence - last.sentence <= 1 or m.paragraph == last.paragraph:
        points += 1.5
    elif m.paragraph - last.paragraph <= 1:
        points += 1.0
    if told.recipients & set(m.recipients):
        points += 1.5
    elif _persons(told.recipients, setting) and _persons(m.recipients, setting):
        points -= 1.5
    if told.actors & set(m.actors):
        points += 0.5
    if m.definite:
        points += 1.0
    if m.another and m.sentence not in told.sentences:
        points -= 2.0
    return points


def _persons(them: Sequence[ActorId] | set[ActorId], setting: Setting) -> bool:
    return any(setting.kinds.get(a) == "person" for a in them)


def dated(t: Time) -> bool:
    """Tell whether a time is known to the month or better."""
    first, last = day(t.earliest), day(t.latest)
    return first is not None and last is not None and (last - first).days <= 31


def days(times: Sequence[Time]) -> list[tuple[date, date]]:
    """Return the days of those times that are known to the day."""
    out = []
    for t in times:
        first, last = day(t.earliest), day(t.latest)
        if first and last and (last - first).days <= 1:
            out.append((first, last))
    return out


def _times_apart(m: Mention, told: Told) -> bool:
    mine = set(days(m.times)) if told.days else set()
    if not mine:
        return False
    one = timedelta(days=1)
    return not any(a <= d + one and c <= b + one for a, b in mine for c, d in told.days)


def _places_apart(m: Mention, told: Told, setting: Setting) -> bool:
    mine = _towns(m, setting)
    theirs = told.towns
    if not mine or not theirs:
        return False
    regions = {setting.places[p].admin1 for p in mine} & {setting.places[p].admin1 for p in theirs}
    return not (mine & theirs) and not (regions - {None})


def _towns(m: Mention, setting: Setting) -> set[PlaceId]:
    return {
        p.place
        for p in m.places
        if p.place and p.place in setting.places and setting.places[p.place].precision != "country"
    }
