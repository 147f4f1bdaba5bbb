"""The nouns that times are read with - calendar, mention, reader - and the small readings that several rules share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Date

from firsthand.quantity import Words
from firsthand.when import day, make, shifted

# how much longer the way to a future date counts: with a future verb, without one, for a whole month without one (tuned on half of TBAQ)
FUTURE_BIAS, PAST_BIAS, PAST_MONTH_BIAS = 0.25, 1.6, 4.0
CONTEXT_BACK, CONTEXT_ON = 14, 5  # tokens before and after a mention in which the verb that dates it is looked for

FUTURE = frozenset(
    """will would shall could might can scheduled expected expects expect plans planned plan planning until
    upcoming due tomorrow ll 'll slated begins starts effective payable intends deadline""".split()
)
EARLY = frozenset({"early", "late", "mid", "earlier", "later", "mid-", "sometime", "around", "about"})
SMALL = {
    w: n
    for n, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
    )
}
SMALL |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "couple": 2}
ORDINALS = {w: n for n, w in enumerate("zeroth first second third fourth".split())} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "last": 4,
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The table ``times`` of a lexicon."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    parts: Mapping[str, str]
    seasons: Mapping[str, str]
    references: Mapping[tuple[str, ...], str]
    days: Mapping[tuple[str, ...], tuple[int, int]]
    triggers: Mapping[str, tuple[Rule, ...]]
    until: Mapping[
        str, frozenset[str]
    ]  # verbs before "until": what went on until a day that is past, what is put off to one to come
    clock: Mapping[str, frozenset[str]]  # words beside numbers that are hours, and beside those that are none
    pairs: Mapping[str, frozenset[str]]  # first words that say nothing alone ("the"), with the words that must follow


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in tokens ``first`` .. ``last`` (excluded)."""

    first: int
    last: int
    value: str
    rule: str
    until_anchor: bool = False  # "earlier this week": not after the anchor
    either: bool = False  # an hour of twelve, before noon or after it: nothing says which


@dataclass(slots=True)
class Reader:
    """What is known while an article is read from front to back."""

    calendar: Calendar
    anchor: Date | None
    w: Words = field(default_factory=lambda: Words([], [], []))
    last: Date | None = None  # the last day named before
    last_value: str = ""
    quarter: str = ""  # the last quarter named as the present one, not as the year before

    def word(self, i: int) -> str:
        """Return token ``i``, the empty word beyond the ends."""
        return self.w.word[i] if 0 <= i < len(self.w.word) else ""

    def ahead(self, i: int, j: int) -> bool:
        """Tell whether the words around tokens ``i`` .. ``j`` speak of what is to come."""
        return any(x in FUTURE for x in self.w.word[self.begin(i) : i]) or any(
            x in FUTURE for x in self.w.word[j : j + CONTEXT_ON]
        )

    def begin(self, i: int) -> int:
        """Return the first token of the sentence around token ``i``, at most ``CONTEXT_BACK`` before it."""
        for k in range(i - 1, max(-1, i - CONTEXT_BACK - 1), -1):
            if self.w.word[k] in {"?", "!", ";"} or (self.w.word[k] == "." and len(self.word(k - 1)) > 4):
                return k + 1
        return max(0, i - CONTEXT_BACK)


Rule = Callable[[Reader, int], Found | None]


ORDINAL_DAYS = {
    w: n + 1
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split()
    )
}


def century_of(two: int, anchor: Date | None) -> int:
    """Return the year that two digits mean: not more than ten years after the anchor."""
    limit = (anchor.year if anchor else 2030) + 10
    year = limit // 100 * 100 + two
    return year if year <= limit else year - 100


def day_number(word: str) -> int:
    """Return the day of the month that ``word`` writes ("17", "3rd", "third"), 0 when none."""
    digits = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    if digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        return int(digits)
    return ORDINAL_DAYS.get(word, 0)


def year_at(r: Reader, i: int, short: bool = False) -> tuple[int, int]:
    """Return the year written from token ``i`` (perhaps after a comma) and the token after it; 0 when none."""
    j = i + 1 if r.word(i) in {",", "of"} else i
    word = r.word(j)
    if word.isdigit() and len(word) == 4 and 1500 <= int(word) <= 2200:
        return int(word), j + 1
    if short and j == i and word.isdigit() and len(word) == 2 and r.word(j + 1) not in {":", "percent", "%"}:
        return century_of(int(word), r.anchor), j + 1
    if word == "'" and r.word(j + 1).isdigit() and len(r.word(j + 1)) == 2 and r.w.glued(j + 1):
        return century_of(int(r.word(j + 1)), r.anchor), j + 2
    if r.word(i) == "last" and r.word(i + 1) == "year" and r.anchor:
        return r.anchor.year - 1, i + 2
    if r.word(i) == "this" and r.word(i + 1) == "year" and r.anchor:
        return r.anchor.year, i + 2
    if r.word(i) == "next" and r.word(i + 1) == "year" and r.anchor:
        return r.anchor.year + 1, i + 2
    return 0, i


def likely_year(r: Reader, i: int, j: int, month: int, number: int, lead: str) -> int:
    """Return the year that puts a month or day nearest to the anchor, the past preferred unless the verb looks ahead."""
    a = r.anchor
    if a is None:
        return r.last.year if r.last else 0
    if lead == "next":
        return a.year + (month <= a.month)
    if lead == "last":
        return a.year - (month >= a.month)
    bias = FUTURE_BIAS if r.ahead(i, j) else PAST_BIAS if number else PAST_MONTH_BIAS
    best = None
    for year in (a.year - 1, a.year, a.year + 1):
        d = make(year, month, min(number or 15, 28))
        if d is not None:
            gap = (d - a).days
            if not number and month == a.month and year == a.year:
                gap = 0
            cost = gap * bias if gap > 0 else -gap
            if best is None or cost < best[0]:
                best = (cost, year)
    return best[1] if best else 0


def led(r: Reader, first: int) -> int:
    """Return the token where the mention begins with its modifier ("early December", "last June", "mid-November")."""
    k = first - 1
    if r.word(k) == "-" and r.word(k - 1) in {"mid", "late", "early"}:
        return k - 1
    return k if r.word(k) in EARLY | {"last", "next", "this"} else first


def starts_date(r: Reader, j: int) -> bool:
    """Tell whether a calendar date begins at token ``j``, perhaps after a comma or stop."""
    for k in (j, j + 1, j + 2):
        word = r.word(k)
        if word in {",", "."}:
            continue
        if word in r.calendar.months:
            return day_number(r.word(k + 1)) > 0 or (r.word(k + 1) == "." and day_number(r.word(k + 2)) > 0)
        return day_number(word) > 0 and r.word(k + 1) in r.calendar.months
    return False


def with_part(r: Reader, found: Found) -> Found:
    """Return ``found`` with the part of the day or clock time that follows it ("Tuesday night", "Friday at 9 p.m.")."""
    j = found.last
    if r.word(j) == "," and r.word(j + 1) == "":
        return found
    part = r.calendar.parts.get(r.word(j))
    if part and len(found.value) >= 10:
        return Found(found.first, j + 1, found.value + "T" + part, found.rule + "-part")
    return _of_two_days(r, found)


def _of_two_days(r: Reader, found: Found) -> Found:
    """Return the night that a mention of two days names: "the night of 11-12 March" is that of the 11th.

    "The night of March 11" stays the day, as TimeBank's annotators have it.
    """
    k = found.first - 1
    if r.word(k) not in {"-", "/", "to"} or not day_number(r.word(k - 1)):
        return found
    night = r.word(k - 2) == "of" and r.word(k - 3) == "night"
    second = day(found.value) if night else None
    first = shifted(second, -1, "day") if second else None
    if first is None or first.day != day_number(r.word(k - 1)):
        return found
    return replace(found, value=f"{first.isoformat()}TNI", rule=found.rule + "-part")


def counts_things(r: Reader, j: int) -> bool:
    """Tell whether a plural noun at token ``j`` makes the digits before it a count ("about 2000 people")."""
    word = r.word(j)
    return word in {"people", "men", "women", "children", "civilians", "troops"} or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "was", "has"))
    )


def unknown(unit: str) -> str:
    """Return the TIMEX3 value of some day, week, month, quarter or year that nothing anchors."""
    return {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX"}.get(unit, "XXXX")


def number_before(r: Reader, i: int) -> tuple[int | None, int]:
    """Return the whole number that stands before token ``i`` and its first token; ``None`` for "several"."""
    k = i - 1
    word = r.word(k)
    if word == "of" and r.word(k - 1) == "couple":
        return 2, k - 2 if r.word(k - 2) == "a" else k - 1
    if word == "few" and r.word(k - 1) == "a":
        return None, k - 1
    if word in {"several", "some", "many"}:
        return None, k
    if word.isdigit() and len(word) <= 3:
        return int(word), k
    if word in SMALL:
        if r.word(k - 1) == "-" and r.word(k - 2) in {"twenty", "thirty", "forty", "fifty"}:
            return SMALL[r.word(k - 2)] + SMALL[word], k - 2
        return SMALL[word], k
    return None, i
