"""The words beside and inside a counted noun phrase -> what happened to those who are counted.

predicate := [adverb | modal | have | be | "feared" ...] (participle | intransitive | adjective)     to the right of the noun phrase
governor  := (participle | active) | nominal "of" | label ":"                                         to the left of it
"""

from __future__ import annotations

from firsthand.quantity import Words
from firsthand.records import Role
from firsthand.statement.quantities.frames import (
    BE,
    BREAKS,
    CARDINALS,
    DETERMINERS,
    HAVE,
    LIGHT,
    MODAL,
    PREPOSITIONS,
    STOP,
    Frames,
    Link,
    Use,
)
from firsthand.statement.quantities.phrase import Phrase, past_age

_CELLS = frozenset(
    "prison jail jails cell cells custody camp barracks headquarters base station court police location place house unknown".split()
)
MOVED = frozenset({Role.CAPTURED, Role.DEPLOYED, Role.DISPLACED})  # what "taken", "sent" and "evacuated" say


def near_right(f: Frames, w: Words, j: int, end: int) -> Link | None:
    """Return the role said by a predicate that begins right after the noun phrase, at token ``j``."""
    k, passive, perfect = past_age(w, j), False, False
    if k < end and w.word[k] in {"who", "that", "which"}:
        k += 1
    while k < end and k - j < 8:
        word = w.word[k]
        if word in BE:
            passive = True
        elif word in HAVE:
            perfect = True
        elif word in {"set", "due", "ready", "expected", "scheduled", "preparing"} and passive:
            pass
        elif word == "among" and w.word[k + 1 : k + 2] in (["the"], ["those"]):
            use = f.at(w, k + 2, "participle", "adjective", "noun")
            return (
                None if use is None or use.role is None else Link(use.role, f"among: {' '.join(w.word[j : k + 3])}", 3)
            )
        elif (word not in LIGHT and word not in MODAL and not (word.endswith("ly") and len(word) > 4)) or f.at(
            w, k, "participle", "intransitive", "adjective"
        ) is not None:
            break
        k += 1
    use = f.at(w, k, "participle", "intransitive", "adjective") if k < end else None
    if use is None:
        return None if passive else _harmed(f, w, j, k, end)
    after = k + len(use.words)
    if use.kind == "participle" and not passive and (perfect or takes_object(w, after, end)):
        return None
    if use.role in MOVED and to_hospital(w, after, end, sent=use.role is Role.DEPLOYED):
        return Link(Role.WOUNDED, f"predicate-after: {' '.join(w.word[j:after])} to hospital", 3)
    if w.word[k:after] == ["taken"] and w.word[after : after + 1] == ["to"]:  # patients; captives are taken to a prison
        if _CELLS.isdisjoint(w.word[after : min(end, after + 6)]):
            return None
    return Link(joined_role(f, w, use, after, end), f"predicate-after: {' '.join(w.word[j:after])}", 3)


def _harmed(f: Frames, w: Words, j: int, k: int, end: int) -> Link | None:
    """Return the role of the subject of a verb of suffering at token ``k``: "suffered cuts and bruises", "sustained head injuries"."""
    if w.word[k : k + 1] not in (["suffered"], ["sustained"], ["received"]):
        return None
    for n in range(k + 1, min(end, k + 5)):
        use = f.at(w, n, "suffered")
        if use is not None:
            return Link(use.role, f"predicate-after: {' '.join(w.word[j : n + len(use.words)])}", 3)
        if w.word[n] in STOP:
            break
    return None


_HOSPITALS = frozenset("hospital hospitals clinic clinics infirmary ward wards".split())


def to_hospital(w: Words, k: int, end: int, *, sent: bool) -> bool:
    """Tell whether the words from token ``k`` name a hospital as the goal: "to hospital", "to the town's two clinics".

    Who is sent to one as others are sent somewhere may be nurses or guards: only "sent to hospital" says what befell them.
    """
    if sent and w.word[k + 1 : k + 2] not in (["hospital"], ["hospitals"]):
        return False
    return w.word[k : k + 1] == ["to"] and not _HOSPITALS.isdisjoint(w.word[k + 1 : min(end, k + 6)])


_TELEGRAPH = frozenset("killed dead wounded injured hurt missing captured arrested detained".split())


def takes_object(w: Words, k: int, end: int) -> bool:
    """Tell whether the verb before token ``k`` is active: an object stands there."""
    if k >= end:
        return False
    word = w.word[k]
    if k + 1 < end and (word[0].isdigit() or word in CARDINALS) and w.word[k + 1] in _TELEGRAPH:
        return False  # "2 killed 8 injured in rocket attacks"
    return (
        word[0].isdigit()
        or word in DETERMINERS
        or word in CARDINALS
        or (
            word in {"him", "them", "it", "us", "at", "more", "up", "over"}
            and not (word == "at" and w.word[k + 1 : k + 2] != ["least"])
            and not (word == "more" and w.word[k + 1 : k + 2] != ["than"])
            and not (word == "up" and w.word[k + 1 : k + 2] != ["to"])
        )
    )


def joined_role(f: Frames, w: Words, use: Use, after: int, end: int) -> Role | None:
    """Return the role of ``use``, or killed_or_wounded when "and/or" joins the other of the two to it without a count of its own."""
    pair = {Role.KILLED, Role.WOUNDED}
    k = after
    if k < end and w.word[k] in {"and", "or", "/", ",", "&"}:
        k += 1
        while (
            k < end
            and w.word[k] in {"or", "and", *LIGHT}
            and k < after + 3
            and f.at(w, k, "participle", "adjective") is None
        ):
            k += 1
        other = f.at(w, k, "participle", "adjective")
        if other is not None and {use.role, other.role} == pair and not takes_object(w, k + len(other.words), end):
            return Role.KILLED_OR_WOUNDED
        if other is not None and use.role is Role.KILLED_OR_WOUNDED and other.role in pair and use.words == ("shot",):
            return other.role
    return use.role


def near_left(f: Frames, w: Words, i: int, begin: int) -> Link | None:
    """Return the role said by a verb or nominal that ends right before the noun phrase at token ``i``."""
    k = i
    while k > begin and (
        w.word[k - 1] in DETERMINERS
        or w.word[k - 1] in {"more", "other", "(", '"', "all"}
        or (w.word[k - 1].endswith("ly") and len(w.word[k - 1]) > 4)
    ):
        k -= 1
    use = f.until(w, k, "participle", "active")
    if use is not None:
        start = k - len(use.words)
        if use.kind == "participle" and is_passive(w, start, begin):
            return None
        if use.words == ("took",) and w.word[start - 1 : start] == ["it"]:
            return None  # "it took 60 firefighters": what it needed
        return Link(_both_left(f, w, use, start), f"governor-before: {' '.join(use.words)}", 3)
    if k - 1 > begin and w.word[k - 1] == "of":
        use = f.until(w, k - 1, "of")
        if use is not None:
            return Link(use.role, f"nominal-before: {' '.join(use.words)} of", 3)
    if k - 1 > begin and w.word[k - 1] in {":", "="}:
        use = f.until(w, k - 1, "participle", "adjective", "noun")
        if use is not None:
            return Link(use.role, f"label-before: {' '.join(use.words)}:", 3)
    return _inverted(f, w, k, begin) or _suffered(f, w, k, begin)


def _inverted(f: Frames, w: Words, k: int, begin: int) -> Link | None:
    """Return the role said by a predicate before its subject: "still to be found are 12", "killed were two drivers"."""
    if k - 1 <= begin or w.word[k - 1] not in {"are", "were", "is", "was"}:
        return None
    use = f.until(w, k - 1, "participle", "adjective")
    if use is None:
        return _inverted_far(f, w, k)
    if use.role is None or is_passive(w, k - 1 - len(use.words), begin):
        return None
    return Link(use.role, f"inverted: {' '.join(use.words)} {w.word[k - 1]}", 3)


_INVERTED = 9  # tokens before the verb: "Killed in Tuesday's raid on the clinic"


def _inverted_far(f: Frames, w: Words, k: int) -> Link | None:
    """Return the role said at the head of the sentence over a place: "[Killed] in the raid were two patients"."""
    use = f.at(w, 0, "participle", "adjective")
    after = len(use.words) if use is not None else 0
    placed = 0 < after < k - 2 <= _INVERTED and w.word[after] in PREPOSITIONS
    if use is None or use.role is None or not placed or not BREAKS.union({","}, BE).isdisjoint(w.word[after : k - 1]):
        return None
    return Link(use.role, f"inverted: {' '.join(use.words)} … {w.word[k - 1]}", 3)


_SUFFERED = frozenset("suffered sustained reported counted recorded inflicted done came come caused brought".split())


def _suffered(f: Frames, w: Words, k: int, begin: int) -> Link | None:
    """Return the role of those to whom harm is done: "injuries were suffered by 30 people", "harm came to four".

    suffered := noun of harm verb{1,4} ("to" | "by" | "among" | "on" | "upon")
    """
    if k - 1 <= begin or w.word[k - 1] not in {"to", "by", "among", "on", "upon"}:
        return None
    for j in range(k - 2, max(begin - 1, k - 7), -1):
        use = f.until(w, j + 1, "suffered")
        if use is not None:
            said = w.word[j + 1 : k - 1]
            return Link(use.role, f"suffered: {' '.join(w.word[j:k])}", 2) if _SUFFERED.intersection(said) else None
        if w.word[j] in BREAKS or w.word[j] == ",":
            return None
    return None


def _both_left(f: Frames, w: Words, use: Use, start: int) -> Role | None:
    """Return the role of ``use``, or killed_or_wounded for "killed and wounded 15"."""
    if start > 1 and w.word[start - 1] in {"and", "or", "&"}:
        other = f.until(w, start - 1, "participle", "active")
        if other is not None and {use.role, other.role} == {Role.KILLED, Role.WOUNDED}:
            return Role.KILLED_OR_WOUNDED
    return use.role


def is_passive(w: Words, start: int, begin: int) -> bool:
    """Tell whether a form of "be" governs the participle at ``start``."""
    k = start - 1
    while k >= begin and (w.word[k] in LIGHT or w.word[k].endswith("ly")):
        k -= 1
    return k >= begin and w.word[k] in BE


def inside(f: Frames, w: Words, p: Phrase) -> Link | None:
    """Return the role said by a modifier inside the noun phrase ("12 wounded soldiers", "tens of dead bodies")."""
    stop = p.head if p.head >= 0 else p.last
    for k in range(p.after, stop):
        use = f.at(w, k, "participle", "adjective")
        if use is not None and k + len(use.words) <= stop:
            return Link(joined_role(f, w, use, k + len(use.words), stop), f"modifier: {' '.join(use.words)}", 2)
    if p.head >= 0:
        use = f.at(w, p.head, "noun")
        if use is not None:
            return Link(use.role, f"head-noun: {' '.join(use.words)}", 1)
    return None
