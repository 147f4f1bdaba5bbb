"""The words farther off in the clause of a counted noun phrase -> what happened to those who are counted."""

from __future__ import annotations

from firsthand.quantity import Words
from firsthand.statement.quantities.frames import (
    BE,
    BREAKS,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    PREPOSITIONS,
    REACH,
    RELATIVES,
    SPEECH,
    SUBORDINATORS,
    Frames,
    Link,
)
from firsthand.statement.quantities.near import is_passive, joined_role, near_right, takes_object
from firsthand.statement.quantities.phrase import ADJUNCT, Around, Phrase, in_adjunct


def far_right(f: Frames, w: Words, p: Phrase, a: Around) -> Link | None:
    """Return the role said by the main predicate of the clause whose subject begins with the noun phrase."""
    k, end = p.last, _clause_end(w, p, a)
    stop = min(end, k + REACH)
    while k < stop:
        word = w.word[k]
        if word in BREAKS or (word in SUBORDINATORS and word not in {"as", "than"}) or word in SPEECH:
            return None
        if word in BE or word in HAVE:
            link = near_right(f, w, k, len(w.word))
            if link is not None:
                return Link(link.role, link.because.replace("predicate-after", "predicate-farther"), 2)
            if word in BE and w.word[k - 1] not in RELATIVES:
                return None
        use = f.at(w, k, "intransitive")
        if use is not None and f.at(w, k, "participle") is None:
            return Link(use.role, f"predicate-farther: {' '.join(use.words)}", 2)
        part = f.at(w, k, "participle")
        if (
            part is not None
            and k > p.last
            and w.word[k - 1] not in DETERMINERS
            and not takes_object(w, k + len(part.words), len(w.word))
            and w.word[k - 1] not in PREPOSITIONS
            and _ends_clause(w, k + len(part.words), end)
        ):
            return Link(
                joined_role(f, w, part, k + len(part.words), end), f"predicate-farther: {' '.join(part.words)}", 2
            )
        k += 1
    return None


def _clause_end(w: Words, p: Phrase, a: Around) -> int:
    """Return where a verb must stand: before the next count, or behind it where that is an adjunct ("14 people in [two cars]")."""
    next_is_adjunct = not in_adjunct(w, p, a) and a.near < a.end and w.word[a.near - 1] in ADJUNCT
    return a.end if next_is_adjunct else a.near


def _ends_clause(w: Words, k: int, end: int) -> bool:
    return k >= end or w.word[k] in PREPOSITIONS | CONJUNCTIONS | BREAKS | {",", "when", "while", "as", "after"}


def far_left(f: Frames, w: Words, p: Phrase, a: Around) -> Link | None:
    """Return the role said by a governor across a conjunct without a count ("killed Mahmoud and two of his guards")."""
    i, k = p.first, p.first - 1
    joined = w.word[max(0, i - 3) : i] == ["as", "well", "as"]
    k -= 3 if joined else 0
    while k > a.begin and i - k < REACH:
        word = w.word[k]
        if word in CONJUNCTIONS or word in {",", "including"}:
            joined = True
        elif (
            word in BREAKS
            or word in RELATIVES
            or word in SUBORDINATORS
            or word in SPEECH
            or word in BE
            or (word in PREPOSITIONS)
        ):
            return None
        elif word == "of":
            use = f.until(w, k, "of")
            if use is not None and joined:
                return Link(use.role, f"nominal-farther: {' '.join(use.words)} of", 2)
        else:
            use = f.until(w, k + 1, "participle", "active")
            if use is not None:
                start = k + 1 - len(use.words)
                if (
                    joined
                    and not (use.kind == "participle" and is_passive(w, start, a.begin))
                    and k + 1 < i
                    and w.word[k + 1] not in CONJUNCTIONS | {","}
                ):
                    return Link(use.role, f"governor-farther: {' '.join(use.words)}", 2)
                return None
        k -= 1
    return None


def bearing(f: Frames, w: Words, p: Phrase, a: Around) -> Link | None:
    """Return the role of those who are left with a harm: "came away with slight injuries", "beds for 12 with burns"."""
    stop = min(a.near, p.last + REACH)
    for k in range(p.last, stop):
        if w.word[k] in BREAKS or w.word[k] == ",":
            return None
        if w.word[k] == "with":
            uses = [f.at(w, j, "suffered") for j in range(k + 1, min(stop, k + 4))]
            found = next((u for u in uses if u is not None), None)
            return None if found is None else Link(found.role, f"bearing: with {' '.join(found.words)}", 2)
    return None
