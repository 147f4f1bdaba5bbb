"""Words that count by name -> what happened to those who are counted: "the death toll rose to 23", "40 is the number of those who died"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from firsthand.quantity import Words
from firsthand.records import Role
from firsthand.statement.quantities.frames import BREAKS, REACH, Frames, Link
from firsthand.statement.quantities.near import joined_role
from firsthand.statement.quantities.phrase import Around, Phrase, is_plural

_TALLY_VERBS = frozenset(
    """to at of is was are were be reached hit passed passes topped exceeded climbed rose stood stands stand : = -
    total totals totaled totalled number numbers numbered toll between reaches being as include includes included including
    now""".split()
)
_DEAD_OR_HURT = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED})
_TALLIED = _DEAD_OR_HURT | {Role.MISSING, Role.DISPLACED, Role.CAPTURED}


def tally(f: Frames, w: Words, p: Phrase, a: Around) -> Link | None:
    """Return the role said by a tally to the left ("the death toll rose to 23", "the number of wounded is 40")."""
    if p.first < 1 or w.word[p.first - 1] not in _TALLY_VERBS:
        leads = p.first > 0 and w.word[p.first] in {"to", "at", "between", "from"}
        if not leads or w.word[p.first - 1] == "with":  # "the toll may rise, with at least 20 people in the mud"
            return None
    for k in range(p.first - 1, max(-1, p.first - REACH - 4), -1):
        if w.word[k] in {".", ";", "?"}:
            return None
        for width in (2, 1):
            key = tuple(w.word[k : k + width])
            if len(key) == width and key in f.tally and k + width <= p.first:
                role = f.tally[key]
                if role is None and w.word[k + width] not in _TALLY_VERBS:
                    continue
                if role is None:
                    role = _tally_of(f, w, k + width, p.first) or _numbering(f, w, k, p.first)
                return Link(role, f"tally: {' '.join(w.word[k : p.first])}", 3, _tallied(f, w, k + width, p.first))
    return _called(f, w, p)


_CALLS = frozenset(
    "to at reached is was are were as include includes included number numbered totalled totaled".split()
)
_COUNTS = frozenset("at number numbered reached".split())  # of any toll, not of the dead and hurt alone


def _called(f: Frames, w: Words, p: Phrase) -> Link | None:
    """Return the role of those who are named before a verb that counts them: "casualties were 12", "the killed numbered seven"."""
    verb = w.word[p.first - 1]
    for k in range(p.first - 1, max(-1, p.first - 8), -1):
        use = f.until(w, k + 1, "noun")
        if use is None and numbering(f, w, k + 1) is not None:
            use = f.until(w, k + 1, "participle", "adjective", "intransitive")  # "the killed numbered seven"
        tallied = use is not None and use.words not in {("lives",), ("death",), ("body",)} and w.word[k] not in BREAKS
        if use is not None and tallied and verb in _CALLS:
            if use.role in _DEAD_OR_HURT or (use.role in _TALLIED and verb in _COUNTS):
                return Link(use.role, f"tally: {' '.join(w.word[k : p.first])}", 2)
        if w.word[k] in BREAKS or w.word[k] == ",":
            break
    return None


def _numbering(f: Frames, w: Words, k: int, stop: int) -> Role | None:
    """Return the role of those who "number" so many: "the dead number 22", "those who died number four"."""
    if w.word[k] != "number" or k + 1 < stop - 1:
        return None
    return numbering(f, w, k)


_SUBJECTS = frozenset("the those all who".split())


def numbering(f: Frames, w: Words, k: int) -> Role | None:
    """Return the role of the subject that ends before the verb at token ``k``: "the wounded", "those who died"."""
    use = f.until(w, k, "noun", "participle", "adjective", "intransitive")
    before = w.word[max(0, k - len(use.words) - 2) : k - len(use.words)] if use is not None else []
    return use.role if use is not None and not _SUBJECTS.isdisjoint(before) else None


def _tallied(f: Frames, w: Words, start: int, stop: int) -> int:
    """Return the plural noun that a tally counts ("the number of fighters ... is"), -1 when it names none."""
    if start < stop and w.word[start] == "of":
        for k in range(start + 1, min(stop, start + 6)):
            if is_plural(f, w.word[k]) and w.word[k] not in _TALLY_VERBS and f.at(w, k, "participle") is None:
                return k
    return -1


def _tally_of(f: Frames, w: Words, start: int, stop: int) -> Role | None:
    """Return the role of what is tallied in tokens ``start`` .. ``stop`` ("the number of fighters set to be deployed is")."""
    for k in range(start, stop):
        use = f.at(w, k, "participle", "noun", "adjective", "intransitive")
        if use is not None:
            return joined_role(f, w, use, k + len(use.words), stop)
    return None


_TOPICS = frozenset("for regarding concerning of".split())


def topic(f: Frames, w: Words, p: Phrase, a: Around) -> Link | None:
    """Return the role of those spoken of before a comma: "as for the injured, 13 are on the books".

    topic := ("as for" | "regarding" | "concerning" | "of") ("the" | "those") … noun ","
    """
    if p.first < 4 or w.word[p.first - 1] != ",":
        return None
    role = numbering(f, w, p.first - 1)
    lead = w.word[max(0, p.first - 6) : p.first - 2]
    if role is None or _TOPICS.isdisjoint(lead) or not BREAKS.isdisjoint(lead):
        return None
    return Link(role, f"topic: {' '.join(w.word[p.first - 2 : p.first])}", 2)


_SUMS = frozenset("number total sum count toll figure tally".split())


def summed_up(f: Frames, w: Words, p: Phrase, a: Around) -> Link | None:
    """Return the role of a number that is said to be a tally: "40 is the number of those who died".

    summed := number ("is" | "was" | "makes") "the" tally "of" … use
    """
    j = p.last
    if w.word[j : j + 1] not in (["is"], ["was"], ["makes"], ["make"]) or w.word[j + 1 : j + 2] != ["the"]:
        return None
    if w.word[j + 2 : j + 3] == [] or w.word[j + 2] not in _SUMS or w.word[j + 3 : j + 4] != ["of"]:
        return None
    role = _tally_of(f, w, j + 4, min(a.end, j + REACH))
    return None if role is None else Link(role, f"summed-up: {' '.join(w.word[j : j + 4])}", 3)


def asked(f: Frames, w: Words, stop: int) -> Role | None:
    """Return the role of what the words before token ``stop`` ask the number of: "how many people died is disputed: …"."""
    for k in range(stop - 2, max(-1, stop - REACH - 4), -1):
        if w.word[k : k + 2] == ["how", "many"]:
            return _tally_of(f, w, k + 2, stop)
    return None


_VAGUE = frozenset("number numbers figure figures count total".split())  # of anything
_PLAIN = frozenset("the a its their his her real true actual total final".split())
_VICTIMS = frozenset(
    "dead deaths killed victims casualties fatalities bodies losses wounded injured missing people civilians those".split()
)


def names_tally(words: Sequence[str], tallies: Collection[str]) -> bool:
    """Tell whether the words are "it", "the toll in Orlau", "the number of the dead"; not "the bus number"."""
    end = next((i for i, w in enumerate(words) if w in {"of", "in", "from"}), len(words))
    plain = _PLAIN.issuperset(words[: end - 1]) if end == len(words) else not _VICTIMS.isdisjoint(words[end:])
    return list(words) == ["it"] or (end > 0 and words[end - 1] in tallies and (plain or words[end - 1] not in _VAGUE))
