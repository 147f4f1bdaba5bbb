"""The words around a count -> what happened to those who are counted: a small clause grammar without a parser.

predicate := [adverb | modal | have | be | "feared" ...] (participle | intransitive | adjective)     to the right of the noun phrase
governor  := (participle | active) | nominal "of" | tally verb                                        to the left of it
noun phrase := count modifier* head ["of" modifier* head]*

First match wins: the predicate next to the noun phrase, the governor next to it, a modifier inside it, its head noun,
a predicate farther right, a governor farther left, a count it is coordinated with.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from firsthand.quantity import Words, words
from firsthand.records import Role

REACH = (
    16  # tokens to either side of a noun phrase in which its verb is looked for: longer clauses are rare in news prose
)

BE = frozenset("was were is are be been being get got gets getting remain remained became become".split())
HAVE = frozenset("have has had having".split())
MODAL = frozenset("could may might would will can should must shall to".split())
# words that may stand between a subject and its verb, or between verb and object
LIGHT = frozenset(
    """reportedly allegedly also either were immediately later already seriously slightly critically severely gravely badly
    lightly fatally mortally instantly apparently presumably accidentally deliberately brutally still all both not each
    feared confirmed reported believed presumed found left pronounced declared listed as said thought known considered
    estimated currently now recently so far since ever then more others other them themselves officially
    initially subsequently only just almost nearly probably possibly likely""".split()
)
DETERMINERS = frozenset(
    "a an the his her its their our my your this that these those another some any no every each".split()
)
PREPOSITIONS = frozenset(
    """in on at by from with for during after before near under over across against between into through within without
    among since until to around about along inside outside toward towards upon via despite amid per behind beyond off
    onto aboard following including""".split()
)
BREAKS = frozenset({".", ";", ":", "?", "!", "(", ")", "[", "]", "|"})
CONJUNCTIONS = frozenset({"and", "or", "nor", "&", "plus"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where"})
SUBORDINATORS = frozenset("when while because although though if as but than whereas unless once whether".split())
SPEECH = frozenset("said says say told reported reports added according stated claimed announced confirmed".split())
STOP = (
    PREPOSITIONS
    | BREAKS
    | CONJUNCTIONS
    | RELATIVES
    | SUBORDINATORS
    | SPEECH
    | BE
    | HAVE
    | (MODAL - {"to"})
    | frozenset({",", '"', "-", "...", "did", "do", "does", "makes"})
)


class Use(NamedTuple):
    """One way of saying what happened: the words, what it says, how it takes the counted."""

    words: tuple[str, ...]
    role: Role | None  # None: released, survived
    kind: str


@dataclass(frozen=True, slots=True)
class Frames:
    """The table ``roles`` of a lexicon, made ready for matching."""

    starts: Mapping[str, tuple[Use, ...]]
    ends: Mapping[str, tuple[Use, ...]]
    tally: Mapping[tuple[str, ...], Role | None]
    things: frozenset[str]
    measures: frozenset[str]
    persons: frozenset[str]
    kin: frozenset[str]
    households: frozenset[str]
    plural: frozenset[str]
    voices: frozenset[str]  # words for who speaks

    def at(self, w: Words, i: int, *kinds: str) -> Use | None:
        """Return the longest use of one of ``kinds`` that starts at token ``i``."""
        if not 0 <= i < len(w.word):
            return None
        for use in self.starts.get(w.word[i], ()):
            if use.kind in kinds and tuple(w.word[i : i + len(use.words)]) == use.words:
                return use
        return None

    def until(self, w: Words, j: int, *kinds: str) -> Use | None:
        """Return the longest use of one of ``kinds`` that ends before token ``j``."""
        if not 0 < j <= len(w.word):
            return None
        for use in self.ends.get(w.word[j - 1], ()):
            n = len(use.words)
            if use.kind in kinds and n <= j and tuple(w.word[j - n : j]) == use.words:
                return use
        return None


def frames(table: Mapping[str, Any], voices: frozenset[str]) -> Frames:
    """Return the clause grammar's vocabulary from the table ``roles`` of a lexicon, and words for who speaks."""
    starts: dict[str, list[Use]] = {}
    ends: dict[str, list[Use]] = {}
    for name in [*(r.value for r in Role if r is not Role.OTHER), "released"]:
        for kind, phrases in table[name].items():
            for phrase in phrases:
                parts = tuple(words(phrase).word)
                use = Use(parts, None if name == "released" else Role(name), kind)
                starts.setdefault(parts[0], []).append(use)
                ends.setdefault(parts[-1], []).append(use)
    tally = {}
    for name, phrases in table["tally"].items():
        for phrase in phrases:
            tally[tuple(words(phrase).word)] = None if name == "open" else Role(name)
    order = {r.value: n for n, r in enumerate(Role)}

    def longest(uses: list[Use]) -> tuple[Use, ...]:
        return tuple(sorted(uses, key=lambda u: (-len(u.words), u.words, u.kind, order[u.role or Role.OTHER])))

    return Frames(
        {k: longest(v) for k, v in starts.items()},
        {k: longest(v) for k, v in ends.items()},
        tally,
        frozenset(table["units"]["things"]),
        frozenset(table["units"]["measures"]),
        frozenset(table["persons"]["one"]),
        frozenset(table["persons"]["kin"]),
        frozenset(table["persons"]["households"]),
        frozenset(table["persons"]["plural"]),
        voices,
    )


_PRONOUNS = frozenset("it them him her us me you they he she we i".split())


class Phrase(NamedTuple):
    """A counted noun phrase: tokens ``first`` .. ``last`` (excluded) with its head noun at ``head`` (-1: none)."""

    first: int
    after: int  # first token after the count itself
    last: int
    head: int


def _plural(f: Frames, word: str) -> bool:
    return word in f.plural or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")))


def phrase(f: Frames, w: Words, first: int, after: int, *, singular: bool, names: frozenset[int]) -> Phrase:
    """Return the noun phrase whose count fills tokens ``first`` .. ``after``; ``names`` are tokens that belong to a name."""
    j = after
    n = len(w.word)
    if j < n and w.word[j] == "of":
        j += 1
    if j and w.word[j - 1] == "of":
        while j < n and w.word[j] in DETERMINERS | {"them", "whom", "which"}:
            j += 1
    head = -1
    k = j
    while k < n and k - j < 8:
        word = w.word[k]
        if _tells_when(f, w, k) or _told_before(f, w, k) or _stops(f, w, k, j):
            break
        use = _verb(f, w, k)
        if use is not None and not _modifies(f, w, k + len(use.words), names) and (head >= 0 or use.kind != "active"):
            break
        if use is None or head < 0:
            if word == "-" or (w.glued(k) and w.word[k - 1] == "-"):
                k += 1
                continue
            if word in DETERMINERS:
                break
            if word in _PRONOUNS:
                head = -1 if head >= 0 and w.word[head].endswith("ed") else head
                break
            if word in f.measures and (word.endswith("s") or k + 1 >= n or not _plural(f, w.word[k + 1])):
                head, k = k, k + 1  # "12 hours", not "four night workers"
                break
            if (
                use is None
                and word[0].isalpha()
                and k not in names
                and not word.endswith("ly")
                and word not in CARDINALS
            ):
                if (
                    singular
                    and word in f.persons
                    and w.word[k + 1 : k + 2] not in (["'"], ["-"])
                    and not (k + 1 < n and w.word[k + 1] in f.persons)
                ):
                    head, k = k, k + 1
                    break
                if not singular and _plural(f, word) and w.word[k + 1 : k + 2] == ["'"]:
                    k += 2  # "the militants' vehicles"
                    continue
                if not singular and _plural(f, word):
                    head = k
                    k += 1
                    if (
                        k < n
                        and word in f.plural
                        and w.word[k] not in STOP
                        and _plural(f, w.word[k])
                        and f.at(w, k, "participle", "noun") is None
                    ):
                        head, k = k, k + 1  # "police agents"
                    break
                head = k
        k += 1
    if head >= 0 and not singular and not _plural(f, w.word[head]) and k > head + 1:
        k = head + 1
    last = max(j if head >= 0 else after, k if head >= 0 else after)
    if head >= 0 and last == head + 1 and not singular:
        last = _all_sorts(f, w, head)
    return Phrase(first, after, _with_of(f, w, last, names), head)


def _verb(f: Frames, w: Words, k: int) -> Use | None:
    """Return what token ``k`` says befell somebody; a noun that looks like a verb does not ("129 arrests were made")."""
    use = f.at(w, k, "participle", "intransitive", "adjective", "active")
    return None if use is not None and use.kind == "active" and f.at(w, k, "noun") is not None else use


def _stops(f: Frames, w: Words, k: int, j: int) -> bool:
    """Tell whether token ``k`` ends the noun phrase that begins at token ``j``: no hyphen within a word, no "14 confirmed deaths"."""
    hyphen = w.word[k] == "-" and w.glued(k) and w.glued(k + 1)
    return w.word[k] in STOP and not hyphen and not (k == j and _counts_as(f, w, k))


def _tells_when(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` is a day behind a number without a noun: "killed 14 Monday", not "40 Sunday worshippers"."""
    return w.word[k] in _WHEN and not (k + 1 < len(w.word) and _plural(f, w.word[k + 1]))


_WHEN = frozenset("today yesterday tonight overnight monday tuesday wednesday thursday friday saturday sunday".split())


def _told_before(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` says how sure it is what befell the counted: "14 feared dead", "nine confirmed killed"."""
    if w.word[k] not in LIGHT or not w.word[k].endswith("ed"):
        return False
    use = f.at(w, k + 1, "adjective", "participle")
    return use is not None and not (k + 1 + len(use.words) < len(w.word) and _plural(f, w.word[k + 1 + len(use.words)]))


def _all_sorts(f: Frames, w: Words, head: int) -> int:
    """Return the end of the plural persons joined to the one at ``head``: "men and women", "men, women and children"."""
    last = head + 1
    while w.word[head] in f.plural and w.word[last : last + 1] in (["and"], [","]):
        joined = last + 1
        if joined >= len(w.word) or w.word[joined] not in f.plural:
            break
        last = joined + 1
    return last if w.word[last - 2] == "and" else head + 1


def _counts_as(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` is a verb of saying that stands before a noun: "14 confirmed deaths"."""
    following = w.word[k + 1 : k + 2]
    if w.word[k] not in _TELLING or not following or following[0] in STOP:
        return False
    return _plural(f, following[0]) and f.at(w, k + 1, "adjective", "participle") is None


_TELLING = frozenset({"confirmed", "reported"})


def _modifies(f: Frames, w: Words, k: int, names: frozenset[int]) -> bool:
    """Tell whether the participle that ends before token ``k`` stands before a noun ("12 wounded soldiers")."""
    if k >= len(w.word) or w.word[k] in STOP | LIGHT | DETERMINERS or not w.word[k][0].isalpha():
        return False
    return (
        _plural(f, w.word[k]) or (k + 1 < len(w.word) and _plural(f, w.word[k + 1]) and w.word[k + 1] not in STOP)
    ) and f.at(w, k, "participle", "active") is None


def _with_of(f: Frames, w: Words, last: int, names: frozenset[int]) -> int:
    """Return the end of the noun phrase with its "of ..." complements."""
    n = len(w.word)
    for _ in range(3):
        if w.word[last : last + 2] == ["out", "of"]:
            last += 1
        if last + 1 >= n or w.word[last] != "of":
            break
        k = last + 1
        while k < n and k - last < 7 and (w.word[k] not in STOP) and f.at(w, k, "participle", "intransitive") is None:
            k += 1
        if k == last + 1:
            break
        last = k
    return last


class Link(NamedTuple):
    """The role that the words around a count give it, and why."""

    role: Role | None
    because: str
    strength: int  # higher is surer
    head: int = -1  # the token that says what is counted, when it stands outside the noun phrase


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
    if use.kind == "participle" and not passive and (perfect or _takes_object(w, after, end)):
        return None
    if use.role in MOVED and to_hospital(w, after, end, sent=use.role is Role.DEPLOYED):
        return Link(Role.WOUNDED, f"predicate-after: {' '.join(w.word[j:after])} to hospital", 3)
    if w.word[k:after] == ["taken"] and w.word[after : after + 1] == ["to"]:  # patients; captives are taken to a prison
        if _CELLS.isdisjoint(w.word[after : min(end, after + 6)]):
            return None
    return Link(_both(f, w, use, after, end), f"predicate-after: {' '.join(w.word[j:after])}", 3)


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


def past_age(w: Words, j: int) -> int:
    """Return the token behind an age at token ``j``: "aged 71", ", 71,", "(71)"; ``j`` without one."""
    if w.word[j : j + 1] == ["aged"] and w.word[j + 1 : j + 2] and w.word[j + 1].isdigit():
        return j + 2
    opened = w.word[j : j + 1] in ([","], ["("]) and w.word[j + 2 : j + 3] in ([","], [")"])
    return j + 3 if opened and w.word[j + 1].isdigit() else j


_CELLS = frozenset(
    "prison jail jails cell cells custody camp barracks headquarters base station court police location place house unknown".split()
)
MOVED = frozenset({Role.CAPTURED, Role.DEPLOYED, Role.DISPLACED})  # what "taken", "sent" and "evacuated" say
_HOSPITALS = frozenset("hospital hospitals clinic clinics infirmary ward wards".split())


def to_hospital(w: Words, k: int, end: int, *, sent: bool) -> bool:
    """Tell whether the words from token ``k`` name a hospital as the goal: "to hospital", "to the town's two clinics".

    Who is sent to one as others are sent somewhere may be nurses or guards: only "sent to hospital" says what befell them.
    """
    if sent and w.word[k + 1 : k + 2] not in (["hospital"], ["hospitals"]):
        return False
    return w.word[k : k + 1] == ["to"] and not _HOSPITALS.isdisjoint(w.word[k + 1 : min(end, k + 6)])


CARDINALS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty several dozens scores many""".split()
)
_TELEGRAPH = frozenset("killed dead wounded injured hurt missing captured arrested detained".split())


def _takes_object(w: Words, k: int, end: int) -> bool:
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


def _both(f: Frames, w: Words, use: Use, after: int, end: int) -> Role | None:
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
        if other is not None and {use.role, other.role} == pair and not _takes_object(w, k + len(other.words), end):
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
        if use.kind == "participle" and _is_passive(w, start, begin):
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
    if use.role is None or _is_passive(w, k - 1 - len(use.words), begin):
        return None
    return Link(use.role, f"inverted: {' '.join(use.words)} {w.word[k - 1]}", 3)


def _inverted_far(f: Frames, w: Words, k: int) -> Link | None:
    """Return the role said at the head of the sentence over a place: "[Killed] in the raid were two patients"."""
    use = f.at(w, 0, "participle", "adjective")
    after = len(use.words) if use is not None else 0
    placed = 0 < after < k - 2 <= _INVERTED and w.word[after] in PREPOSITIONS
    if use is None or use.role is None or not placed or not BREAKS.union({","}, BE).isdisjoint(w.word[after : k - 1]):
        return None
    return Link(use.role, f"inverted: {' '.join(use.words)} … {w.word[k - 1]}", 3)


_INVERTED = 9  # tokens before the verb: "Killed in Tuesday's raid on the clinic"


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


_SUFFERED = frozenset("suffered sustained reported counted recorded inflicted done came come caused brought".split())


def _both_left(f: Frames, w: Words, use: Use, start: int) -> Role | None:
    """Return the role of ``use``, or killed_or_wounded for "killed and wounded 15"."""
    if start > 1 and w.word[start - 1] in {"and", "or", "&"}:
        other = f.until(w, start - 1, "participle", "active")
        if other is not None and {use.role, other.role} == {Role.KILLED, Role.WOUNDED}:
            return Role.KILLED_OR_WOUNDED
    return use.role


def _is_passive(w: Words, start: int, begin: int) -> bool:
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
            return Link(_both(f, w, use, k + len(use.words), stop), f"modifier: {' '.join(use.words)}", 2)
    if p.head >= 0:
        use = f.at(w, p.head, "noun")
        if use is not None:
            return Link(use.role, f"head-noun: {' '.join(use.words)}", 1)
    return None


def far_right(f: Frames, w: Words, p: Phrase, end: int) -> Link | None:
    """Return the role said by the main predicate of the clause whose subject begins with the noun phrase."""
    k = p.last
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
            and not _takes_object(w, k + len(part.words), len(w.word))
            and w.word[k - 1] not in PREPOSITIONS
            and _ends_clause(w, k + len(part.words), end)
        ):
            return Link(_both(f, w, part, k + len(part.words), end), f"predicate-farther: {' '.join(part.words)}", 2)
        k += 1
    return None


def bearing(f: Frames, w: Words, start: int, end: int) -> Link | None:
    """Return the role of those who are left with a harm: "came away with slight injuries", "beds for 12 with burns"."""
    stop = min(end, start + REACH)
    for k in range(start, stop):
        if w.word[k] in BREAKS or w.word[k] == ",":
            return None
        if w.word[k] == "with":
            uses = [f.at(w, j, "suffered") for j in range(k + 1, min(stop, k + 4))]
            found = next((u for u in uses if u is not None), None)
            return None if found is None else Link(found.role, f"bearing: with {' '.join(found.words)}", 2)
    return None


def _ends_clause(w: Words, k: int, end: int) -> bool:
    return k >= end or w.word[k] in PREPOSITIONS | CONJUNCTIONS | BREAKS | {",", "when", "while", "as", "after"}


def far_left(f: Frames, w: Words, i: int, begin: int) -> Link | None:
    """Return the role said by a governor across a conjunct without a count ("killed Mahmoud and two of his guards")."""
    k = i - 1
    joined = w.word[max(0, i - 3) : i] == ["as", "well", "as"]
    k -= 3 if joined else 0
    while k > begin and i - k < REACH:
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
                    and not (use.kind == "participle" and _is_passive(w, start, begin))
                    and k + 1 < i
                    and w.word[k + 1] not in CONJUNCTIONS | {","}
                ):
                    return Link(use.role, f"governor-farther: {' '.join(use.words)}", 2)
                return None
        k -= 1
    return None


_TALLY_VERBS = frozenset(
    """to at of is was are were be reached hit passed passes topped exceeded climbed rose stood stands stand : = -
    total totals totaled totalled number numbers numbered toll between reaches being as include includes included including
    now""".split()
)


_DEAD_OR_HURT = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED})
_TALLIED = _DEAD_OR_HURT | {Role.MISSING, Role.DISPLACED, Role.CAPTURED}


def topic(f: Frames, w: Words, p: Phrase) -> Link | None:
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


_TOPICS = frozenset("for regarding concerning of".split())


def tally(f: Frames, w: Words, p: Phrase, begin: int) -> Link | None:
    """Return the role said by a tally to the left ("the death toll rose to 23", "the number of wounded is 40")."""
    if p.first - 1 < begin or w.word[p.first - 1] not in _TALLY_VERBS:
        leads = p.first > begin and w.word[p.first] in {"to", "at", "between", "from"}
        if not leads or w.word[p.first - 1] == "with":  # "the toll may rise, with at least 20 people in the mud"
            return None
    for k in range(p.first - 1, max(begin - 1, p.first - REACH - 4), -1):
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
    for k in range(p.first - 1, max(begin - 1, p.first - 8), -1):
        use = f.until(w, k + 1, "noun")
        if use is None and numbering(f, w, k + 1) is not None:
            use = f.until(w, k + 1, "participle", "adjective", "intransitive")  # "the killed numbered seven"
        if (
            use is not None
            and use.role in _TALLIED
            and use.words not in {("lives",), ("death",), ("body",)}
            and w.word[k] not in BREAKS
        ):
            if w.word[p.first - 1] in {
                "to",
                "at",
                "reached",
                "is",
                "was",
                "are",
                "were",
                "as",
                "include",
                "includes",
                "included",
                "number",
                "numbered",
                "totalled",
                "totaled",
            } and (use.role in _DEAD_OR_HURT or w.word[p.first - 1] in {"at", "number", "numbered", "reached"}):
                return Link(use.role, f"tally: {' '.join(w.word[k : p.first])}", 2)
        if w.word[k] in BREAKS or w.word[k] == ",":
            break
    return None


def _numbering(f: Frames, w: Words, k: int, stop: int) -> Role | None:
    """Return the role of those who "number" so many: "the dead number 22", "those who died number four"."""
    if w.word[k] != "number" or k + 1 < stop - 1:
        return None
    return numbering(f, w, k)


def numbering(f: Frames, w: Words, k: int) -> Role | None:
    """Return the role of the subject that ends before the verb at token ``k``: "the wounded", "those who died"."""
    use = f.until(w, k, "noun", "participle", "adjective", "intransitive")
    before = w.word[max(0, k - len(use.words) - 2) : k - len(use.words)] if use is not None else []
    return use.role if use is not None and not _SUBJECTS.isdisjoint(before) else None


_SUBJECTS = frozenset("the those all who".split())


def _tallied(f: Frames, w: Words, start: int, stop: int) -> int:
    """Return the plural noun that a tally counts ("the number of fighters ... is"), -1 when it names none."""
    if start < stop and w.word[start] == "of":
        for k in range(start + 1, min(stop, start + 6)):
            if _plural(f, w.word[k]) and w.word[k] not in _TALLY_VERBS and f.at(w, k, "participle") is None:
                return k
    return -1


def _tally_of(f: Frames, w: Words, start: int, stop: int) -> Role | None:
    """Return the role of what is tallied in tokens ``start`` .. ``stop`` ("the number of fighters set to be deployed is")."""
    for k in range(start, stop):
        use = f.at(w, k, "participle", "noun", "adjective", "intransitive")
        if use is not None:
            return _both(f, w, use, k + len(use.words), stop)
    return None


def summed_up(f: Frames, w: Words, j: int, end: int) -> Link | None:
    """Return the role of a number that is said to be a tally: "40 is the number of those who died".

    summed := number ("is" | "was" | "makes") "the" tally "of" … use
    """
    if w.word[j : j + 1] not in (["is"], ["was"], ["makes"], ["make"]) or w.word[j + 1 : j + 2] != ["the"]:
        return None
    if w.word[j + 2 : j + 3] == [] or w.word[j + 2] not in _SUMS or w.word[j + 3 : j + 4] != ["of"]:
        return None
    role = _tally_of(f, w, j + 4, min(end, j + REACH))
    return None if role is None else Link(role, f"summed-up: {' '.join(w.word[j : j + 4])}", 3)


def asked(f: Frames, w: Words, stop: int) -> Role | None:
    """Return the role of what the words before token ``stop`` ask the number of: "how many people died is disputed: …"."""
    for k in range(stop - 2, max(-1, stop - REACH - 4), -1):
        if w.word[k : k + 2] == ["how", "many"]:
            return _tally_of(f, w, k + 2, stop)
    return None


_SUMS = frozenset("number total sum count toll figure tally".split())


def names_tally(words: Sequence[str], tallies: Collection[str]) -> bool:
    """Tell whether the words are "it", "the toll in Orlau", "the number of the dead"; not "the bus number"."""
    end = next((i for i, w in enumerate(words) if w in {"of", "in", "from"}), len(words))
    plain = _PLAIN.issuperset(words[: end - 1]) if end == len(words) else not _VICTIMS.isdisjoint(words[end:])
    return list(words) == ["it"] or (end > 0 and words[end - 1] in tallies and (plain or words[end - 1] not in _VAGUE))


_VAGUE = frozenset("number numbers figure figures count total".split())  # of anything
_PLAIN = frozenset("the a its their his her real true actual total final".split())
_VICTIMS = frozenset(
    "dead deaths killed victims casualties fatalities bodies losses wounded injured missing people civilians those".split()
)
