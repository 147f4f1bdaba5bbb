"""Article -> counts, as ranges with unit and role."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.quantity import Count, Numerals, Range, Words, numerals, words
from firsthand.records import ActorId, Article, Label, Quantity, Role, Sentence
from firsthand.statement.tolls import (
    BE,
    LIGHT,
    STOP,
    Frames,
    Link,
    Phrase,
    far_left,
    far_right,
    frames,
    inside,
    near_left,
    near_right,
    phrase,
    tally,
)

_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_YEAR_BEFORE = frozenset(
    "in since of from until till by during before after mid early late summer winter spring autumn fall between year".split()
)
_HOURS = frozenset({"am", "pm", "a.m", "p.m", "gmt", "utc", "o'clock", "hrs", "local"})


@dataclass(frozen=True, slots=True)
class Found:
    """A count in its noun phrase, with the link to what happened."""

    count: Count
    phrase: Phrase
    link: Link | None


@cache
def _grammar(known: Lexicon) -> tuple[Numerals, Frames, frozenset[str], frozenset[str]]:
    table = known.table("numbers")
    return (
        numerals(table),
        frames(known.table("roles")),
        frozenset(table["names"]["before"]),
        frozenset(table["names"]["ages"]),
    )


def count(article: Article, labels: Sequence[Label], known: Lexicon) -> tuple[Quantity, ...]:
    """Return the counts of ``article`` in order; ``labels`` are the places where it names actors."""
    folded = fold(article.text)
    ordered = sorted(labels, key=lambda x: (x.start, x.end, x.actor))
    starts = [x.start for x in ordered]
    out: list[Quantity] = []
    for sentence in article.sentences:
        own = ordered[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        out.extend(_count_sentence(article, folded, sentence, own, known))
    return tuple(out)


def _count_sentence(
    article: Article, folded: str, s: Sentence, labels: Sequence[Label], known: Lexicon
) -> Iterator[Quantity]:
    grammar, f, _, _ = _grammar(known)
    w = words(folded, s.start, s.end)
    names = _acronyms(article.text, w)
    found = _roles(f, w, tuple(_counts(grammar, f, w, names, known, article.text)), names)
    for item in found:
        if _worth_saying(f, w, item):
            yield _record(article, w, item, labels, f)


def _acronyms(text: str, w: Words) -> frozenset[int]:
    """Return the tokens written in capitals among words that are not ("ISIS fighters"): names, never a head noun."""
    capitals = [i for i, word in enumerate(w.word) if len(word) > 1 and text[w.start[i] : w.end[i]].isupper()]
    return frozenset(capitals) if 3 * len(capitals) < len(w.word) or len(capitals) < 2 else frozenset()


# ---- which numbers are counts -----------------------------------------------------------------------------------------


def _counts(
    grammar: Numerals, f: Frames, w: Words, names: frozenset[int], known: Lexicon, text: str
) -> Iterator[tuple[Count, Phrase]]:
    """Yield the counts of a sentence with their noun phrases, in order; dates, times, ages and names are none."""
    i = 0
    n = len(w.word)
    while i < n:
        if grammar.starts(w.word[i]):
            c = grammar.read(w, i)
            if c is not None:
                p = phrase(f, w, c.first, c.last, c.range == Range(1, 1), names)
                if not _is_no_count(w, c, p, i, known, text, f):
                    yield c, p
                i = max(i + 1, c.last)
                continue
        elif w.word[i] in f.persons:
            one = _one_person(f, w, i, names)
            if one is not None:
                yield one
        elif w.word[i] in {"nobody", "none"} or (w.word[i] == "no" and i + 1 < n and w.word[i + 1][0].isalpha()):
            last = i + 2 if w.word[i : i + 2] == ["no", "one"] else i + 1
            yield Count(i, last, Range(0, 0), "none", 0), phrase(f, w, i, last, False, names)
            i = last
            continue
        i += 1


def _one_person(f: Frames, w: Words, i: int, names: frozenset[int]) -> tuple[Count, Phrase] | None:
    """one := ("a" | "an" | "another" | "the" | "his" ...) modifier{0,3} person   ("a policeman", "the bus driver")."""
    if i + 1 < len(w.word) and not _noun_ends(f, w, i + 1):
        return None
    k = i - 1
    while k >= 0 and i - k <= 4:
        if w.word[k] in {"a", "one"} and k and w.word[k - 1] == "not" and w.word[k + 1] in {"single", w.word[i]}:
            return Count(k - 1, i + 1, Range(0, 0), "none", 0), Phrase(k - 1, i + 1, i + 1, i)
        if w.word[k] in {"a", "an", "another", "the", "his", "her", "its", "their"}:
            return Count(k, i + 1, Range(1, 1), "one-person", 1), Phrase(k, i + 1, i + 1, i)
        if (
            (not w.word[k][0].isalpha() and w.word[k] not in {"-", ","})
            or w.word[k] in LIGHT | BE | {"and", "of"}
            or w.word[k] in f.plural
        ):
            return None
        k -= 1
    return None


def _noun_ends(f: Frames, w: Words, j: int) -> bool:
    """Tell whether the noun before token ``j`` is the last of its phrase ("the rebel-held town", "the jihadist group" are not)."""
    if w.word[j] == "-":
        return not w.glued(j)
    return (
        not w.word[j][0].isalpha()
        or w.word[j] in STOP | LIGHT | {"to", "also"}
        or w.word[j].endswith("ly")
        or f.at(w, j, "participle", "intransitive", "adjective") is not None
    )


def _is_no_count(w: Words, c: Count, p: Phrase, i: int, known: Lexicon, text: str, f: Frames) -> bool:
    """Tell whether the number at token ``i`` is a date, clock time, age, telephone number, name or ordinal."""
    _, _, designators, ages = _grammar(known)
    word, n = w.word[i], len(w.word)
    before = w.word[c.first - 1] if c.first else ""
    after = w.word[c.last] if c.last < n else ""
    if w.glued(i) and w.word[i - 1] in {"-", "/", ".", ":", "_", "#", "'"} and c.first == i:
        return True
    if after in {"/", ":", "_"} and w.glued(c.last) and w.glued(c.last + 1):
        return True
    if after == "-" and w.glued(c.last) and c.last + 1 < n and w.glued(c.last + 1):
        return w.word[c.last + 1] != "strong"
    if word[0].isdigit() and _is_date_or_clock(w, c, i, before, after, p):
        return True
    if (
        before in ages
        or (
            before == ","
            and after in {",", ";", ":", ")"}
            and word[0].isdigit()
            and c.range.low < 110
            and c.range.low == c.range.high
        )
        or w.word[c.last : c.last + 2] == ["years", "old"]
    ):
        return True
    if (before == "." and c.first > 1 and w.word[c.first - 2] == "no") or (
        before == "in" and c.first > 1 and w.word[c.first - 2] == "one"
    ):
        return True
    if word[0].isdigit() and c.rule == "number" and before in designators and (p.head < 0 or not _plural_head(f, w, p)):
        return True
    if after in {"third", "thirds", "quarter", "quarters", "fifths", "tenths"}:
        return True
    if i == 0 and after in {".", ")"} and w.glued(c.last):
        return True
    return _is_no_word_count(w, c, i, before, after)


def _plural_head(f: Frames, w: Words, p: Phrase) -> bool:
    return w.word[p.head].endswith("s") or w.word[p.head] in f.plural


def _is_no_word_count(w: Words, c: Count, i: int, before: str, after: str) -> bool:
    """Tell whether a number word is used otherwise: "no one", "one another", "the number of", "so many", "the tens digit"."""
    word = w.word[i]
    if word == "one":
        return before in {"no", "any", "every", "some", "this", "that", "the", "which", "another", "each"} or (
            after in {"another", "that", "which", "'s", "can", "could", "should", "must", "is", "who"}
            and c.rule == "number"
        )
    if word == "number":
        return w.word[i + 1 : i + 2] != ["of"] or (w.word[i - 1] if i else "") not in {
            "a",
            "large",
            "small",
            "great",
            "unknown",
            "huge",
            "growing",
            "good",
            "considerable",
            "significant",
            "undetermined",
        }
    if word in {"many", "few"}:
        return before in {"how", "so", "as", "too", "not", "very"} or (
            c.rule == "vague few" and before in {"the", "last", "past", "next"}
        )
    if word in {"couple", "handful", "pair"}:
        return after not in {"of", "dozen", "hundred", "thousand", "and"} or (
            before not in {"a", "", "another"} and w.word[c.first] != "a"
        )
    if word == "tens":
        return after != "of" and " of " not in c.rule
    if word in {"score", "k", "mln", "bn"} or (
        word in {"million", "billion", "thousand", "hundred"} and w.word[c.first] == word
    ):
        return True
    return word == "second"


def _is_date_or_clock(w: Words, c: Count, i: int, before: str, after: str, p: Phrase) -> bool:
    """Tell whether the digits at token ``i`` belong to a date, a clock time or a long identifier."""
    word = w.word[i]
    if (
        ":" in word
        or (len(word) > 6 and "," not in word)
        or after in _HOURS
        or (word[:1] == "0" and len(word) > 1 and "." not in word)
    ):
        return True
    if w.word[c.last : c.last + 3] in (["a", ".", "m"], ["p", ".", "m"]):
        return True
    day = word.isdigit() and int(word) <= 31
    if (
        day
        and after in _MONTHS
        and (
            after != "may"
            or c.last + 1 >= len(w.word)
            or w.word[c.last + 1] not in BE | {"have", "not", "also", "still"}
        )
    ):
        return True
    if before in _MONTHS or (before == "." and c.first > 1 and w.word[c.first - 2] in _MONTHS):
        return day or len(word) == 4 or p.head < 0
    if (
        day
        and after in {"and", "-", ",", "to"}
        and w.word[c.last + 1 : c.last + 2]
        and w.word[c.last + 1].isdigit()
        and w.word[c.last + 2 : c.last + 3]
        and w.word[c.last + 2] in _MONTHS
    ):
        return True
    if (
        word.isdigit()
        and len(word) == 4
        and before in {"at", "after", "until", "by", "before", "from", "about"}
        and int(word[:2]) < 24
        and int(word[2:]) < 60
        and (p.head < 0 or not w.word[p.head].endswith("s"))
    ):
        return True
    if (
        word.isdigit()
        and len(word) == 4
        and before.isdigit()
        and len(before) <= 2
        and c.first > 1
        and w.word[c.first - 2] in _MONTHS
    ):
        return True
    if (
        word.isdigit()
        and len(word) == 4
        and 1800 <= int(word) <= 2100
        and c.rule in {"number", "range", "about number"}
    ):
        return before in _YEAR_BEFORE or before in {"", "'", ",", "the", "this"} or p.head < 0
    return "." in word and p.head < 0 and c.range.low != c.range.high


# ---- what happened to the counted ---------------------------------------------------------------------------------------


def _roles(f: Frames, w: Words, counts: Sequence[tuple[Count, Phrase]], names: frozenset[int]) -> list[Found]:
    """Return the counts with the link each has by itself or through one it is coordinated with."""
    counts = _composed(f, w, _corrected(w, counts))
    bounds = [0, *(p.last for _, p in counts)]
    own: list[Link | None] = []
    for k, (c, p) in enumerate(counts):
        if k and c.last <= counts[k - 1][1].last:  # 18 of the 31 lorries
            own.append(Link(None, "whole: of which the count before is a part", 3))
            continue
        end = counts[k + 1][0].first if k + 1 < len(counts) else len(w.word)
        own.append(
            _part_of(w, c, p, own[k - 1] if k else None)
            or _link(f, w, c, p, bounds[k], end, len(w.word), k > 0 and own[k - 1] is None)
        )
    for k in range(1, len(counts)):  # killing 15 soldiers and three civilians
        if own[k] is None:
            previous = own[k - 1]
            if previous is not None and _coordinated(w, counts[k - 1][1].last, counts[k][0].first):
                thing = counts[k][1].head >= 0 and w.word[counts[k][1].head] in f.things
                role = Role.DESTROYED if thing and previous.role is Role.KILLED else previous.role
                own[k] = Link(role, "coordinated: " + previous.because, previous.strength)
    for k in range(len(counts) - 2, -1, -1):  # 15 soldiers and three civilians were killed
        following = own[k + 1]
        if (
            own[k] is None
            and following is not None
            and _joins_subjects(f, w, counts[k][1].last, counts[k + 1][0].first)
            and following.because.startswith(("predicate", "coordinated"))
        ):
            own[k] = Link(following.role, "coordinated: " + following.because, following.strength)
    return [Found(c, p, link) for (c, p), link in zip(counts, own, strict=True)]


_PLACES = frozenset(
    "village villages town towns city cities hill hills position positions post posts checkpoint checkpoints districts areas provinces points seats".split()
)


def _part_of(w: Words, c: Count, p: Phrase, previous: Link | None) -> Link | None:
    """Return the link of the count before, for a part of it: "12 injured, including 2 minors", "three of them children"."""
    if previous is None or previous.role is None:
        return None
    lead = w.word[max(0, c.first - 3) : c.first]
    following = w.word[c.last : c.last + 2]
    if following in (["of", "them"], ["of", "whom"]) and lead[-1:] in ([","], ["with"], ["-"], ["("]):
        return Link(previous.role, "part: " + previous.because, 2)
    if (lead[-1:] == ["including"] or lead[-2:] == ["among", "them"]) and w.word[p.last : p.last + 1] != ["were"]:
        return Link(previous.role, "part: " + previous.because, 2)
    return None


def _link(f: Frames, w: Words, c: Count, p: Phrase, begin: int, near: int, end: int, open_before: bool) -> Link | None:
    """Return the first link that the grammar finds for one count; ``begin`` and ``near`` bound it by its neighbours.

    ``open_before``: a count before it still waits for its verb ("14 people in two cars were killed").
    """
    if c.kind != "count" or (p.head >= 0 and w.word[p.head] in f.measures):
        return None
    adjunct = open_before and w.word[c.first - 1] in {
        "in",
        "on",
        "at",
        "from",
        "near",
        "inside",
        "aboard",
        "by",
        "against",
    }
    link = (
        None
        if adjunct and w.word[p.last : p.last + 1] and w.word[p.last] in BE | {"have", "has", "had"}
        else near_right(f, w, p.last, end)
    )
    if link is None:
        link = near_left(f, w, c.first, begin)
    carried = inside(f, w, p)
    if link is None or (carried is not None and _outlasts(carried.role, link.role)):
        link = carried
        if link is not None and link.strength == 1:
            free = f.until(w, c.first, "participle", "active") or f.at(
                w,
                p.last + 1 if w.word[p.last : p.last + 1] and w.word[p.last] in BE else p.last,
                "participle",
                "intransitive",
            )
            if free is not None and free.role is None:
                return None
    for find in (
        lambda: tally(f, w, p, 0),
        lambda: far_right(
            f,
            w,
            p,
            end
            if adjunct is False and near < end and w.word[near - 1] in {"in", "on", "at", "from", "near", "aboard"}
            else near,
        ),
        lambda: far_left(f, w, c.first, begin),
    ):
        if link is None:
            link = find()
    if link is not None and link.role is Role.CAPTURED and p.head >= 0 and w.word[p.head] in f.things:
        return None
    if link is not None and link.role is Role.DESTROYED and p.head >= 0 and w.word[p.head] in f.plural | f.persons:
        return Link(Role.KILLED, link.because, link.strength) if "blown" in link.because else None
    if link is not None and link.because in {
        "governor-before: lost",
        "governor-before: losing",
        "governor-before: lose",
    }:
        unit = w.word[p.head] if p.head >= 0 else ""
        person = unit in f.plural or unit in f.persons or unit.removesuffix("s") in f.persons
        return (
            Link(Role.DESTROYED if unit in f.things else Role.KILLED, link.because, 2)
            if person or unit in f.things - _PLACES
            else None
        )
    if (
        link is not None
        and link.role is Role.WOUNDED
        and p.head >= 0
        and w.word[p.head] in f.things
        and "burn" in link.because
    ):
        return Link(Role.DESTROYED, link.because, link.strength)
    return link


def _outlasts(carried: Role | None, said: Role | None) -> bool:
    """Tell whether the role that a noun phrase carries stays whatever is done to it: bodies that are moved are still dead."""
    return carried in {Role.KILLED, Role.WOUNDED} and said not in {
        Role.KILLED,
        Role.WOUNDED,
        Role.KILLED_OR_WOUNDED,
        None,
    }


def _coordinated(w: Words, start: int, stop: int) -> bool:
    """Tell whether only coordinating words stand in tokens ``start`` .. ``stop``."""
    between = w.word[start:stop]
    if between[-1:] == ["among"]:
        between = [x for x in between if x not in BE]
    return (
        len(between) <= 5
        and bool(between)
        and all(
            x
            in {
                ",",
                "and",
                "or",
                "plus",
                "including",
                "among",
                "them",
                "as",
                "well",
                "along",
                "with",
                "(",
                "of",
                "&",
                "also",
            }
            for x in between
        )
    )


def _joins_subjects(f: Frames, w: Words, start: int, stop: int) -> bool:
    """Tell whether tokens ``start`` .. ``stop`` lead from one subject to the next: "19 fighters from the group and four civilians"."""
    between = w.word[start:stop]
    if _coordinated(w, start, stop):
        return True
    if (
        not between
        or len(between) > 8
        or between[-1] not in {"and", "or", ","}
        or between[0] not in {"from", "of", "in", "with", "at", "belonging", "-"}
    ):
        return False
    return not any(
        x in BE or x in {".", ";", ":", "said", "that", "who", "which", "had", "has", "have"} for x in between
    ) and all(f.at(w, k, "participle", "active", "intransitive") is None for k in range(start, stop))


def _corrected(w: Words, counts: Sequence[tuple[Count, Phrase]]) -> list[tuple[Count, Phrase]]:
    """Return the counts without those taken back: "40, not 60", "not 60 but 40"."""
    out: list[tuple[Count, Phrase]] = []
    for k, (c, p) in enumerate(counts):
        previous = counts[k - 1][1].last if k else 0
        lead = w.word[max(previous, c.first - 3) : c.first]
        taken_back = (bool(k) and lead[-1:] == ["not"] and "but" not in lead) or lead[-2:] in (
            ["rather", "than"],
            ["instead", "of"],
        )
        following = counts[k + 1][0].first if k + 1 < len(counts) else 0
        denied = lead[-1:] == ["not"] and following and "but" in w.word[c.last : following]
        if not (taken_back or denied):
            out.append((c, p))
    return out


def _composed(f: Frames, w: Words, counts: Sequence[tuple[Count, Phrase]]) -> list[tuple[Count, Phrase]]:
    """Return the counts with kin and households summed: "two brothers and their cousin", "a family of five"."""
    out: list[tuple[Count, Phrase]] = []
    skip = -1
    for k, (c, p) in enumerate(counts):
        if c.first < skip:
            continue
        if c.first >= 2 and w.word[c.first - 1] == "of" and w.word[c.first - 2] in f.households:
            first = c.first - 2
            while (first and w.word[first - 1] in {"a", "an"}) or (first and w.word[first - 1] in f.persons):
                first -= 1
            c = c._replace(first=first)
            p = p._replace(first=first, head=p.head if p.head >= 0 else first)
        kin = _kin_after(f, w, p.last)
        if kin is not None:
            extra, last = kin
            nested = next((d for d, _ in counts[k + 1 :] if p.last < d.first < last or d.first == last), None)
            if nested is not None and extra == 0:
                q = next(q for d, q in counts if d is nested)
                c = Count(c.first, q.last, c.range.plus(nested.range), "sum", c.acled + nested.acled)
                p, skip = Phrase(p.first, q.last, q.last, p.head), q.last
            elif extra:
                c = Count(c.first, last, c.range.plus(Range(1, 1)), "sum", c.acled + 1)
                p, skip = Phrase(p.first, last, last, p.head), last
        out.append((c, p))
    return out


def _kin_after(f: Frames, w: Words, j: int) -> tuple[int, int] | None:
    """kin := "and" ("his" | "her" | "their") modifier{0,2} (kin | count kin-plural): the number added and the end, 0 for a count."""
    if w.word[j : j + 1] != ["and"] or j + 2 >= len(w.word) or w.word[j + 1] not in {"his", "her", "their", "its"}:
        return None
    for k in range(j + 2, min(j + 5, len(w.word))):
        if w.word[k] in f.kin:
            return 1, k + 1
        if w.word[k][0].isdigit() or w.word[k] in {
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        }:
            return 0, k
    return None


# ---- records ------------------------------------------------------------------------------------------------------------


_ONLY_WITH_ROLE = (
    "vague many",
    "vague few",
    "vague number",
    "vague multiple",
    "vague various",
    "vague numerous",
    "vague both",
    "none",
    "one-person",
)


def _worth_saying(f: Frames, w: Words, item: Found) -> bool:
    """Tell whether the count counts something: words as loose as "many", and single persons, only with a role of their own."""
    c, link = item.count, item.link
    if c.rule == "one-person":
        return (
            link is not None
            and link.role in {Role.KILLED, Role.WOUNDED, Role.CAPTURED, Role.MISSING, Role.KILLED_OR_WOUNDED}
            and link.strength >= 2
            and not link.because.startswith(("modifier", "tally"))
        )
    if c.rule == "number" and w.word[c.first] == "one":
        return link is not None and link.role is not None
    if c.rule == "none":
        return (
            link is not None
            and " can be " not in link.because
            and link.role is not None
            and link.because.startswith(("predicate-after", "head-noun", "governor-before", "modifier"))
        )
    if c.rule in _ONLY_WITH_ROLE:
        return link is not None and link.role is not None
    return item.phrase.head >= 0 or link is not None or c.kind != "count" or not c.rule.endswith("number")


def _record(article: Article, w: Words, item: Found, labels: Sequence[Label], f: Frames) -> Quantity:
    c, p, link = item.count, item.phrase, item.link
    start, end = w.start[c.first], w.end[c.last - 1]
    role = link.role if link is not None and link.role is not None else Role.OTHER
    unit = {"percent": "percent", "money": "money"}.get(c.kind) or (
        w.word[p.head] if p.head >= 0 else w.word[link.head] if link is not None and link.head >= 0 else ""
    )
    because = f"{link.because if link else 'no-toll'}; {c.rule}"
    edge = w.end[p.last - 1] if p.last else end
    of: ActorId | None = next((x.actor for x in labels if start <= x.start and x.end <= edge), None)
    return Quantity(
        article.id,
        start,
        end,
        c.range.low,
        c.range.high,
        unit,
        role,
        of,
        article.text[start:end],
        because,
        profiles(role, c),
    )


def profiles(role: Role, c: Count) -> Mapping[str, tuple[int, int | None]]:
    """Return the projections of a count: ``stated`` always, ``ucdp`` and ``acled`` for the dead, whom they count.

    ``ucdp``: low and high of a death estimate, best = low; an open end closes at low, since UCDP writes numbers only.
    ``acled``: the most conservative figure. Undivided casualties are 0 sure dead in both.
    """
    low, high = c.range.low, c.range.high
    out: dict[str, tuple[int, int | None]] = {"stated": (low, high)}
    if role is Role.KILLED:
        out["ucdp"] = (low, low if high is None else high)
        out["acled"] = (c.acled, c.acled)
    elif role is Role.KILLED_OR_WOUNDED:
        out["ucdp"] = (0, low if high is None else high)
        out["acled"] = (0, 0)
    return out
