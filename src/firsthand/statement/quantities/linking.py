"""A count by itself -> what happened to those who are counted, and why.

The predicate right behind the noun phrase says it, else the governor right before it, else the phrase itself (a modifier, the
head noun), else the first of ``_FAR``. Bodies stay dead and the hurt stay hurt, whatever is done to them.
"""

from __future__ import annotations

from collections.abc import Callable

from firsthand.quantity import Words
from firsthand.records import Role
from firsthand.statement.quantities.counts import Counted
from firsthand.statement.quantities.far import bearing, far_left, far_right
from firsthand.statement.quantities.frames import BE, Frames, Link
from firsthand.statement.quantities.near import MOVED, inside, near_left, near_right, to_hospital
from firsthand.statement.quantities.phrase import Around, Phrase, in_adjunct
from firsthand.statement.quantities.tally import summed_up, tally, topic

_FAR: tuple[Callable[[Frames, Words, Phrase, Around], Link | None], ...] = (
    tally,  # "the death toll rose to 23"
    topic,  # "as for the injured, 13 are on the books"
    summed_up,  # "40 is the number of those who died"
    far_right,  # "12 people in the bus were killed"
    far_left,  # "killed Mahmoud and two of his guards"
    bearing,  # "came away with slight injuries"
)


def link_of(f: Frames, w: Words, here: Counted, a: Around) -> Link | None:
    """Return the first link that the grammar finds for one count, fitted to what is counted."""
    c, p = here
    if c.kind != "count" or (p.head >= 0 and w.word[p.head] in f.measures):
        return None
    following = w.word[p.last] if p.last < a.end else ""
    verb_is_another = in_adjunct(w, p, a) and (following in BE or following in {"have", "has", "had"})
    link = None if verb_is_another else near_right(f, w, p.last, a.end)
    left = near_left(f, w, c.first, a.begin)
    cared_for = link is not None and link.because.endswith(" to hospital")
    if link is None or (left is not None and (_outlasts(left.role, link.role) or (cared_for and left.strength > 2))):
        link = left  # "the bodies of 12 were taken away"
    carried = inside(f, w, p)
    dead = cared_for and carried is not None and carried.role is Role.KILLED  # "12 bodies were taken to hospital"
    if link is None or dead or (carried is not None and _outlasts(carried.role, link.role)):
        link = carried
        if link is not None and link.strength == 1 and _released(f, w, here, following):
            return None
    if link is None:
        link = next((found for rule in _FAR if (found := rule(f, w, p, a)) is not None), None)
    if link is not None and link.role in MOVED and to_hospital(w, p.last, a.end, sent=link.role is Role.DEPLOYED):
        link = link._replace(role=Role.WOUNDED)  # "sent 12 people to hospital"
    return None if link is None else _fitted(f, w.word[p.head] if p.head >= 0 else "", link)


def _released(f: Frames, w: Words, here: Counted, following: str) -> bool:
    """Tell whether a verb undoes the role that the head noun carries: "released 30 hostages", "12 hostages were freed"."""
    after = here.phrase.last + (following in BE)
    use = f.until(w, here.number.first, "participle", "active") or f.at(w, after, "participle", "intransitive")
    return use is not None and use.role is None


_LOST = frozenset(
    {"governor-before: lost", "governor-before: losing", "governor-before: lose", "nominal-before: loss of"}
)
_TARGETS = frozenset({"target", "targets"})  # may be persons
_PLACES = frozenset(
    """village villages town towns city cities hill hills position positions post posts checkpoint checkpoints districts
    areas provinces points seats""".split()
)  # lost or captured they change hands, they are not destroyed


def _fitted(f: Frames, unit: str, link: Link) -> Link | None:
    """Return ``link`` as it fits what is counted: things are not captured or wounded, people are not destroyed."""
    person = unit in f.plural or unit in f.persons or unit.removesuffix("s") in f.persons
    if link.because in _LOST:
        if unit in f.things - _PLACES:
            return Link(Role.DESTROYED, link.because, 2)
        return Link(Role.KILLED, link.because, 2) if person else None
    if link.role is Role.CAPTURED and unit in f.things:
        return None
    if link.role is Role.KILLED and unit in f.things - _TARGETS:
        return Link(Role.DESTROYED, link.because, link.strength)
    if link.role is Role.DESTROYED and link.because.endswith("lost") and unit not in f.things - _PLACES:
        passive = not BE.isdisjoint(link.because.rpartition(": ")[2].split())  # "were lost"; "forty people lost power"
        return link._replace(role=Role.KILLED) if person and passive else None
    if link.role is Role.DESTROYED and person:
        return Link(Role.KILLED, link.because, link.strength) if "blown" in link.because else None
    if link.role is Role.WOUNDED and unit in f.things:  # "the wounded were taken to three hospitals"
        return Link(Role.DESTROYED, link.because, link.strength) if "burn" in link.because else None
    return link


def _outlasts(carried: Role | None, said: Role | None) -> bool:
    """Tell whether the role that a noun phrase carries stays whatever is done to it: bodies that are moved are dead."""
    return carried in {Role.KILLED, Role.WOUNDED} and said not in {
        Role.KILLED,
        Role.WOUNDED,
        Role.KILLED_OR_WOUNDED,
        None,
    }
