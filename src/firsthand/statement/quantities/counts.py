"""A sentence -> its counts with their noun phrases; dates, clock times, ages, names and telephone numbers are none.

Corrections are taken back ("40, not 60"), kin and households summed ("two brothers and their cousin", "a family of five").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from firsthand.quantity import Count, Numerals, Range, Words
from firsthand.statement.quantities.frames import BE, LIGHT, STOP, Frames
from firsthand.statement.quantities.phrase import Phrase, past_age, phrase
from firsthand.statement.quantities.tally import numbering

MONTHS = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_YEAR_BEFORE = frozenset(
    """in since of from until till by during before after mid early late summer winter spring autumn fall between year
    the this ' ,""".split()
)
_HOURS = frozenset({"am", "pm", "a.m", "p.m", "gmt", "utc", "o'clock", "hrs", "local"})
_CLOCK_BEFORE = frozenset({"at", "after", "until", "by", "before", "from", "about"})
_OWNERS = frozenset({"a", "an", "another", "the", "his", "her", "its", "their"})
_NUMBER_OF = frozenset(
    "a large small great unknown huge growing good considerable significant undetermined".split()
)  # "a large number of", not "the number of"
_FRACTIONS = frozenset({"third", "thirds", "quarter", "quarters", "fifths", "tenths"})
_NOT_ONE_BEFORE = frozenset("no any every some this that the which another each".split())
_NOT_ONE_AFTER = frozenset("another that which 's can could should must is who".split())
_DENYING = frozenset("not cannot never nobody none nothing no nor neither without hardly barely".split())
_DENIED_WITHIN = 6  # tokens before "a single": "they did not fire so much as a single rocket"
_AFTER_ANOTHER = 4  # tokens behind "one" in which "after another" stands
_OLDEST = 110  # years; a number between commas above it is no age
_EXCEPT = (["all", "but"], ["all", "except"])
_TENTHS = frozenset({"five", "ten", "hundred", "thousand", "10", "20", "100", "1,000"})  # "nine in ten", "3 in 100"
_CLAUSE_BEGINS = frozenset({"", ",", ";", ":", '"', "-", "that", "and", "but"})


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts are read with."""

    grammar: Numerals
    frames: Frames
    designators: frozenset[str]
    ages: frozenset[str]
    parents: frozenset[str]


class Counted(NamedTuple):
    """A count and its noun phrase."""

    number: Count
    phrase: Phrase


class Seen(NamedTuple):
    """A number at token ``i`` as it is judged: is it a count at all?"""

    known: Counting
    w: Words
    number: Count
    phrase: Phrase
    i: int

    @property
    def word(self) -> str:
        """Return the number's own first token."""
        return self.w.word[self.i]

    @property
    def digits(self) -> bool:
        """Tell whether the number is nothing but digits."""
        return self.word.isdigit()

    @property
    def day(self) -> bool:
        """Tell whether the number can be a day of a month."""
        return self.digits and len(self.word) <= 2 and int(self.word) <= 31

    def back(self, n: int) -> str:
        """Return the ``n``-th token before the count, empty beyond the sentence."""
        at = self.number.first - n
        return self.w.word[at] if at >= 0 else ""

    def before(self, n: int) -> list[str]:
        """Return the ``n`` tokens before the count, fewer at the beginning of the sentence."""
        return self.w.word[max(0, self.number.first - n) : self.number.first]

    def on(self, n: int) -> str:
        """Return the ``n``-th token after the count, empty beyond the sentence."""
        at = self.number.last - 1 + n
        return self.w.word[at] if at < len(self.w.word) else ""

    @property
    def headless(self) -> bool:
        """Tell whether no noun follows the number."""
        return self.phrase.head < 0

    @property
    def plural(self) -> bool:
        """Tell whether a plural noun follows the number."""
        head = "" if self.headless else self.w.word[self.phrase.head]
        return head.endswith("s") or head in self.known.frames.plural


# ---- what is no count: named rules, any match suffices -----------------------------------------------------------------


def _part_of_a_name(s: Seen) -> bool:
    """T-72, 12/3, #4, v_2."""
    last = s.number.last
    before = s.w.glued(s.i) and s.w.word[s.i - 1] in {"-", "/", ".", ":", "_", "#", "'"} and s.number.first == s.i
    return before or (s.on(1) in {"/", ":", "_"} and s.w.glued(last) and s.w.glued(last + 1))


def _hyphened(s: Seen) -> bool:
    """12-hour, 45-year-old; but 15-strong."""
    return s.on(1) == "-" and s.w.glued(s.number.last) and s.w.glued(s.number.last + 1) and s.on(2) != "strong"


def _clock(s: Seen) -> bool:
    """01:40, 9.40 pm, 0400, at 1730."""
    if not s.word[0].isdigit():
        return False
    if ":" in s.word or s.on(1) in _HOURS or (s.word[0] == "0" and len(s.word) > 1 and "." not in s.word):
        return True
    if s.on(1) in {"a", "p"} and s.on(2) == "." and s.on(3) == "m":
        return True
    hhmm = s.digits and len(s.word) == 4 and int(s.word[:2]) < 24 and int(s.word[2:]) < 60
    return hhmm and s.back(1) in _CLOCK_BEFORE and not s.plural


def _identifier(s: Seen) -> bool:
    """A run of more than six digits without commas; a decimal that counts nothing."""
    if not s.word[0].isdigit():
        return False
    return (len(s.word) > 6 and "," not in s.word) or (
        "." in s.word and s.headless and s.number.kind == "count" and s.number.range.low != s.number.range.high
    )


def _date(s: Seen) -> bool:
    """12 March, March 12, Jan. 12, 16 and 17 October."""
    verb_may = s.on(1) == "may" and (s.on(2) in BE or s.on(2) in {"have", "not", "also", "still"})
    if s.day and s.on(1) in MONTHS and not verb_may:
        return True
    if s.word[0].isdigit() and (s.back(1) in MONTHS or (s.back(1) == "." and s.back(2) in MONTHS)):
        return s.day or len(s.word) == 4 or s.headless
    return s.day and s.on(1) in {"and", "-", ",", "to"} and s.on(2).isdigit() and s.on(3) in MONTHS


def _year(s: Seen) -> bool:
    """in 2014, March 12 2014, the 1984 elections."""
    if not (s.digits and len(s.word) == 4 and s.number.rule in {"number", "range", "about number"}):
        return False
    if s.back(1).isdigit() and len(s.back(1)) <= 2 and s.back(2) in MONTHS:
        return True
    return 1800 <= int(s.word) <= 2100 and (s.back(1) in _YEAR_BEFORE or not s.back(1) or s.headless)


def _age(s: Seen) -> bool:
    """aged 23, Hawran, 38, 45 years old."""
    alone = s.digits and s.number.rule == "number"
    apart = s.back(1) == "," and s.on(1) in {",", ";", ":", ")"} and alone and s.number.range.low < _OLDEST
    return (
        s.back(1) in s.known.ages or apart or (s.on(1) == "years" and s.on(2) == "old") or _listed_age(s) or _of_age(s)
    )


def _listed_age(s: Seen) -> bool:
    """aged six and nine; two brothers, 14 and 17, drowned; three sons (6, 9 and 12)."""
    if not (s.headless and s.number.rule == "number" and (s.number.range.high or 0) < _OLDEST):
        return False
    first, last = s.number.first, s.number.last
    while first and s.number.first - first < _LISTED and _lists(s, first - 1):
        first -= 1
    while last < len(s.w.word) and last - s.number.last < _LISTED and _lists(s, last):
        last += 1
    before = s.w.word[first - 1] if first else ""
    opened = before == "(" or s.w.word[first] == ","
    closed = s.w.word[last : last + 1] in ([], ["."], [";"], [")"]) or s.w.word[last - 1] == ","
    several = "and" in s.w.word[first:last]
    return before in s.known.ages or (opened and closed and several)


_LISTED = 9  # tokens to either side of an age in a list of ages


def _lists(s: Seen, k: int) -> bool:
    """Tell whether token ``k`` may stand in a list of numbers."""
    word = s.w.word[k]
    return word in {",", "and"} or (word.isdigit() and len(word) <= 2) or word in s.known.grammar.cardinals


def _of_age(s: Seen) -> bool:
    """a father of three; a mother of four small children; a man of 63, a girl of six."""
    if s.back(1) != "of" or s.number.rule != "number":
        return False
    young = s.headless and (s.number.range.high or 0) < _OLDEST
    return s.back(2) in s.known.parents or (young and s.back(2) in s.known.frames.persons)


def _designation(s: Seen) -> bool:
    """Highway 9, No. 4, Resolution 2254."""
    if s.back(1) == "." and s.back(2) == "no":
        return True
    if s.back(1) == "number" and numbering(s.known.frames, s.w, s.number.first - 1) is not None:
        return False  # "the dead number 22"
    return s.word[0].isdigit() and s.number.rule == "number" and s.back(1) in s.known.designators and not s.plural


def _fraction(s: Seen) -> bool:
    """two thirds, one in five, nine in ten patients."""
    share = s.on(1) == "in" and s.on(2) in _TENTHS and s.headless and s.back(1) in _CLAUSE_BEGINS
    whole = s.back(1) == "in" and s.word in _TENTHS and s.back(2) in s.known.grammar.cardinals
    begun = s.number.first < 3 or s.back(3) in _CLAUSE_BEGINS
    return s.on(1) in _FRACTIONS or (s.back(1) == "in" and s.back(2) == "one") or share or (whole and begun)


def _exception(s: Seen) -> bool:
    """all but two of the 26: neither it befell, though the words go on as if it did."""
    of_all = (
        s.back(1) == "the"
        and s.back(2) == "of"
        and s.w.word[max(0, s.number.first - 5) : s.number.first - 3] in _EXCEPT
    )
    return s.before(2) in _EXCEPT or of_all


def _list_number(s: Seen) -> bool:
    """The "3." before a paragraph."""
    return s.i == 0 and s.on(1) in {".", ")"} and s.w.glued(s.number.last)


def _pronoun_one(s: Seen) -> bool:
    """no one, not one, one another, the one which, one shell after another."""
    following = s.w.word[s.number.last : s.number.last + _AFTER_ANOTHER]
    return s.word == "one" and (
        s.back(1) in _NOT_ONE_BEFORE
        or any(following[k : k + 2] == ["after", "another"] for k in range(len(following)))
        or (s.back(1) == "not" and s.number.range == Range(1, 1))  # "not one hundred" is a number
        or (s.on(1) in _NOT_ONE_AFTER and s.number.rule == "number")
    )


def _denies(word: str) -> bool:
    return word in _DENYING or word.endswith("n't")


def _loose_word(s: Seen) -> bool:
    """the number of, how many, so few, every single, without a single, a couple that, tens digit, bare hundred."""
    if s.word == "number":
        before = s.w.word[s.i - 1] if s.i else ""
        return s.w.word[s.i + 1 : s.i + 2] != ["of"] or before not in _NUMBER_OF
    if s.word in {"many", "few"}:
        return s.back(1) in {"how", "so", "as", "too", "not", "very"} or (
            s.number.rule == "vague few" and s.back(1) in {"the", "last", "past", "next"}
        )
    if s.word == "single":
        return s.w.word[s.number.first] != "a" or any(map(_denies, s.before(_DENIED_WITHIN)))
    if s.word in {"couple", "handful", "pair"}:
        lead = s.w.word[s.number.first]
        return s.on(1) not in {"of", "and"} if " " not in s.number.rule[6:] and lead in {"a", s.word} else False
    if s.word == "tens":
        return s.on(1) != "of" and " of " not in s.number.rule
    bare = s.word in {"million", "billion", "thousand", "hundred"} and s.w.word[s.number.first] == s.word
    return bare or s.word in {"score", "k", "mln", "bn"}


NO_COUNT: tuple[Callable[[Seen], bool], ...] = (
    _part_of_a_name,
    _hyphened,
    _clock,
    _identifier,
    _date,
    _year,
    _age,
    _designation,
    _fraction,
    _exception,
    _list_number,
    _pronoun_one,
    _loose_word,
)


# ---- counts -------------------------------------------------------------------------------------------------------------


def counts(known: Counting, w: Words, names: frozenset[int]) -> list[Counted]:
    """Return the counts of a sentence in order; ``names`` are tokens that belong to a name."""
    return _composed(known.frames, w, _corrected(w, list(_numbers(known, w, names))))


def _numbers(known: Counting, w: Words, names: frozenset[int]) -> Iterator[Counted]:
    """Yield the numbers, single persons and noughts ("no one") that are counts."""
    f, i, n = known.frames, 0, len(w.word)
    while i < n:
        word = w.word[i]
        if known.grammar.starts(word):
            c = known.grammar.read(w, i)
            if c is not None:
                p = phrase(f, w, c.first, c.last, singular=c.range == Range(1, 1), names=names)
                seen = Seen(known, w, c, p, i)
                if not any(rule(seen) for rule in NO_COUNT):
                    yield Counted(c, p)
                i = max(i + 1, c.last)
                continue
        elif word in f.persons:
            one = _one_person(f, w, i)
            if one is not None:
                yield one
        elif word in {"nobody", "none"} or (
            word == "no" and i + 1 < n and w.word[i + 1][0].isalpha() and w.word[i + 2 : i + 3] != ["than"]
        ):
            last = i + 2 if w.word[i : i + 2] == ["no", "one"] else i + 1
            p = phrase(f, w, i, last, singular=False, names=names)
            yield Counted(Count(i, last, Range(0, 0), "none", 0), p)
            i = last
            continue
        i += 1


def _one_person(f: Frames, w: Words, i: int) -> Counted | None:
    """one := ("a" | "an" | "another" | "the" | "his" ...) modifier{0,3} person   ("a policeman", "the bus driver")."""
    if i + 1 < len(w.word) and not _noun_ends(f, w, i + 1):
        return None
    first = _before_age(w, i)
    for k in range(first - 1, max(-1, first - _LONGEST_LEAD), -1):
        word = w.word[k]
        if word in {"a", "one"} and k and w.word[k - 1] == "not" and w.word[k + 1] in {"single", w.word[i]}:
            return Counted(Count(k - 1, i + 1, Range(0, 0), "none", 0), Phrase(k - 1, i + 1, i + 1, i))
        if _ORDINAL.fullmatch(word):
            return None  # "a third person died": three did
        if word in _OWNERS:
            return Counted(Count(k, i + 1, Range(1, 1), "one-person", 1), Phrase(k, i + 1, i + 1, i))
        mark = not word[0].isalpha() and word not in {"-", ","}
        if mark or word in LIGHT or word in BE or word in {"and", "of"} or word in f.plural:
            return None
    return None


_ORDINAL = re.compile(r"second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)th|\d+(?:nd|rd|th)")
_LONGEST_LEAD = 6  # tokens from the article to the noun: "a brave young fire brigade officer"


def _before_age(w: Words, i: int) -> int:
    """Return the first token of an age before the noun at token ``i``, ``i`` without one: "a [71-year-old] man"."""
    return i - 5 if w.word[max(0, i - 4) : i] == ["-", "year", "-", "old"] and i > 5 else i


def _noun_ends(f: Frames, w: Words, j: int) -> bool:
    """Tell whether the noun before token ``j`` is the last of its phrase (not so: "the rebel-held", "jihadist group")."""
    word = w.word[j]
    if word == "-":
        return not w.glued(j)
    if not word[0].isalpha() or word in STOP or word in LIGHT or word in {"to", "also", "of"} or word.endswith("ly"):
        return True
    return f.at(w, j, "participle", "intransitive", "adjective") is not None


def _corrected(w: Words, counts: Sequence[Counted]) -> list[Counted]:
    """Return the counts without those taken back: "40, not 60", "not 60 but 40"."""
    out: list[Counted] = []
    for k, (c, p) in enumerate(counts):
        previous = counts[k - 1][1].last if k else 0
        lead = w.word[max(previous, c.first - 3) : c.first]
        taken_back = (bool(k) and lead[-1:] == ["not"] and "but" not in lead) or lead[-2:] in (
            ["rather", "than"],
            ["instead", "of"],
        )
        following = counts[k + 1][0].first if k + 1 < len(counts) else 0
        denied = lead[-1:] == ["not"] and following and "but" in w.word[c.last : following]
        if taken_back and out and out[-1].phrase.head < 0 <= p.head and lead[-2:] == [",", "not"]:
            before = out.pop()  # 40, not 60, soldiers
            out.append(Counted(before.number, before.phrase._replace(last=p.last, head=p.head)))
        if not (taken_back or denied):
            out.append(Counted(c, p))
    return out


def _composed(f: Frames, w: Words, counts: Sequence[Counted]) -> list[Counted]:
    """Return the counts with kin and households summed: "two brothers and their cousin", "a family of five"."""
    out: list[Counted] = []
    skip = -1
    for k, (c, p) in enumerate(counts):
        if c.first < skip:
            continue
        if c.first >= 2 and w.word[c.first - 1] == "of" and w.word[c.first - 2] in f.households:
            first = c.first - 2
            while (first and w.word[first - 1] in {"a", "an"}) or (first and w.word[first - 1] in f.persons):
                first -= 1
            p = p._replace(first=first, head=p.head if p.head >= 0 else c.first - 2)
            c = c._replace(first=first)
        kin = _kin_after(f, w, past_age(w, p.last))
        if kin is not None:
            extra, last = kin
            nested, q = _first_between(counts, k + 1, p.last, last)
            if nested is not None and q is not None and extra == 0:
                c = Count(c.first, q.last, c.range.plus(nested.range), "sum", c.acled + nested.acled)
                p, skip = Phrase(p.first, q.last, q.last, p.head), q.last
            elif extra:
                c = Count(c.first, last, c.range.plus(Range(1, 1)), "sum", c.acled + 1)
                p, skip = Phrase(p.first, last, last, p.head), last
        out.append(Counted(c, p))
    return out


def _first_between(
    counts: Sequence[Counted], at: int, after: int, last: int
) -> tuple[Count, Phrase] | tuple[None, None]:
    """Return the first count from place ``at`` on that begins behind token ``after`` and not behind ``last``."""
    for n in range(at, len(counts)):
        if counts[n].number.first > last:
            break
        if counts[n].number.first > after or counts[n].number.first == last:
            return counts[n]
    return None, None


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
