"""How many: a range of whole numbers that obeys lattice laws, and the grammar by which English says one.

count   := [before ...] core [after]
core    := "between" number "and" number | ["from"] number ("-" | "to" | "or") number | number | vague [scale]
number  := digits [scale ...] | spelled ...
before  := "at least" | "more than" | "up to" | "about" | "nearly" ...      (``lexicon/numbers.toml``)
after   := "or more" | "or so" | "+" ...
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from firsthand.fold import HIDDEN, shown

ABOUT_LOW, ABOUT_HIGH = (
    0.8,
    1.25,
)  # "about N" is heard as N*0.8 .. N*1.25: our choice, no standard says (docs/method/quantities.md)
NEARLY_LOW = 0.9  # "nearly N" is heard as N*0.9 .. N: our choice
_CHANGE = 3  # tokens before "from" in which a verb of change stands: "rose overnight from 50 to 63"
_STEPS = frozenset({"from", "by"})  # "rose from 50 to 63", "rose by 13 to 63"
LARGEST = 10**12  # no count in the news is larger; longer runs of digits are identifiers


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included; ``high`` is ``None`` when the range is open."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValueError(f"a range cannot run from {self.low} down to {self.high}")

    def contains(self, other: Range) -> bool:
        """Tell whether every number of ``other`` lies in this range: the order of the lattice."""
        return self.low <= other.low and (self.high is None or (other.high is not None and other.high <= self.high))

    def meets(self, other: Range) -> bool:
        """Tell whether some number lies in both ranges."""
        return self.meet(other) is not None

    def meet(self, other: Range) -> Range | None:
        """Return the numbers that lie in both ranges, ``None`` when there is none."""
        low = max(self.low, other.low)
        highs = [h for h in (self.high, other.high) if h is not None]
        high = min(highs) if highs else None
        return None if high is not None and high < low else Range(low, high)

    def join(self, other: Range) -> Range:
        """Return the smallest range that contains both."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(min(self.low, other.low), high)

    def plus(self, other: Range) -> Range:
        """Return the range of the sum of one number from each."""
        return Range(self.low + other.low, None if self.high is None or other.high is None else self.high + other.high)

    def times(self, factor: int) -> Range:
        """Return the range of ``factor`` (not negative) times one number."""
        return Range(self.low * factor, None if self.high is None else self.high * factor)


class Words(NamedTuple):
    """The tokens of a stretch of folded text: the words, where each starts, where each ends."""

    word: list[str]
    start: list[int]
    end: list[int]

    def glued(self, i: int) -> bool:
        """Tell whether token ``i`` touches the one before it."""
        return i > 0 and i < len(self.word) and self.end[i - 1] == self.start[i]


# token := number with its separators and letters ("1,200" "9.40" "3rd") | word ("don't" "u.s") | any other mark
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*[^\W\d_]*|[^\W\d_]\w*(?:(?:\.|'(?!s\b))[^\W\d_]\w*)*|[^\s\w]|_")


def words(folded: str, start: int = 0, end: int | None = None) -> Words:
    """Return the tokens of ``folded[start:end]``, read past what has no width ("1[zero-width]2" is twelve)."""
    stop = len(folded) if end is None else end
    if not folded.isascii() and HIDDEN.search(folded, start, stop):
        at = [k for k in range(start, stop) if not HIDDEN.match(folded[k])]
        seen = words("".join(folded[k] for k in at))
        return Words(seen.word, [at[k] for k in seen.start], [at[k - 1] + 1 for k in seen.end])
    found = list(_TOKEN.finditer(folded, start, stop))
    return Words([m[0] for m in found], [m.start() for m in found], [m.end() for m in found])


def bare_words(folded: str, start: int, end: int) -> list[str]:
    """Return the words of the tokens of ``folded[start:end]``: a cheap look before ``words``."""
    return _TOKEN.findall(shown(folded[start:end]))


class Count(NamedTuple):
    """A count read in tokens ``first`` .. ``last`` (excluded): its range, the rule, what ACLED would code."""

    first: int
    last: int
    range: Range
    rule: str
    acled: int
    kind: str = "count"  # count, percent, money


class Core(NamedTuple):
    """The number itself, without what stands before and after it."""

    first: int
    last: int
    range: Range
    rule: str
    acled: int


_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}$")
_SCALED = re.compile(r"(\d+(?:[.,]\d+)*)(k|m|mln|bn)$")
_MONEY_BEFORE = frozenset({"$", "€", "£", "¥", "usd", "eur", "gbp", "rs"})


@dataclass(frozen=True, slots=True)
class Numerals:
    """The grammar of counts over one lexicon table."""

    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, tuple[Range, int]]
    before: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # by LAST word
    after: tuple[tuple[tuple[str, ...], str], ...]
    first_words: frozenset[str]
    changed: frozenset[str]  # "rose from 50 to 63" is two numbers

    def starts(self, word: str) -> bool:
        """Tell whether a number or a vague word can start with ``word``."""
        return word in self.first_words or word[0].isdigit()

    def core(self, w: Words, i: int) -> Core | None:
        """Return the number or range of numbers that starts at token ``i``."""
        word = w.word[i] if i < len(w.word) else ""
        if not word:
            return None
        if word in self.vague:
            return self._vague(w, i)
        first = self._number(w, i)
        if first is None:
            return None
        return self._span_of_two(w, i, first)

    def _span_of_two(self, w: Words, i: int, first: tuple[float, int]) -> Core:
        """Return ``first`` or, when "-", "to", "or" or (after "between") "and" and a larger number follow, the range."""
        value, j = first
        n = len(w.word)
        single = Core(i, j, _whole(value), "number", math.floor(value))
        between = i > 0 and w.word[i - 1] == "between"
        changed = not self.changed.isdisjoint(w.word[max(0, i - 1 - _CHANGE) : max(0, i - 1)])
        if i > 1 and w.word[i - 1] in _STEPS and changed and w.word[j : j + 1] != ["-"]:  # "rose by 10-15" is a range
            return single
        if j + 1 < n and (w.word[j] in {"-", "to", "or"} or (between and w.word[j] == "and")):
            k = j + 1
            second = self._number(w, k)
            if second is not None and not (w.word[j] == "-" and (w.glued(j) != w.glued(k))):
                low, high = value, second[0]
                scale = self.scales.get(w.word[second[1] - 1], 1) if second[1] - k > 1 else 1
                if low < high and scale > 1 and low < 1000 and low * scale <= high:  # "two to three hundred"
                    low *= scale
                if low < high and (w.word[j] != "or" or high - low <= max(5, low)):
                    a = i - 1 if between or (i > 0 and w.word[i - 1] == "from" and w.word[j] == "to") else i
                    return Core(a, second[1], Range(math.floor(low), math.ceil(high)), "range", math.floor(low))
        return single

    def _number(self, w: Words, i: int) -> tuple[float, int] | None:
        """Return the value of the number at token ``i`` and the token after it; linear in its words."""
        if i >= len(w.word):
            return None
        word = w.word[i]
        if word[0].isdigit():
            return self._digits(w, i)
        if word in self.cardinals or word in self.scales:
            return self._spelled(w, i)
        return None

    def _digits(self, w: Words, i: int) -> tuple[float, int] | None:
        word = w.word[i]
        scaled = _SCALED.match(word)
        factor = 1
        if scaled:
            word, factor = scaled[1], self.scales.get(scaled[2], 1_000_000)
        if len(word) > 15:
            return None
        if _DOTTED.match(word):
            word = word.replace(".", "")
        m = _DIGITS.match(word)
        if m is None:
            return None
        value = float(m[1].replace(",", "") + ("." + m[2] if m[2] else "")) * factor
        j = i + 1
        while j < len(w.word) and w.word[j] in self.scales and w.word[j] != "score" and (w.end[j] - w.start[j] > 1):
            value *= self.scales[w.word[j]]
            j += 1
        return (value, j) if value <= LARGEST else None

    def _spelled(self, w: Words, i: int) -> tuple[float, int] | None:
        """spelled := cardinal (["-"] cardinal)? (scale (["and"] spelled)?)*   ("two hundred and twenty-five thousand")."""
        total = current = 0
        j = i
        n = len(w.word)
        last_small = False
        while j < n and j - i < 14:
            word = w.word[j]
            if word in self.cardinals:
                value = self.cardinals[word]
                if last_small and not (current % 100 >= 20 and current % 10 == 0 and value < 10):
                    break
                current += value
                last_small = True
            elif word in self.scales and len(word) > 2:
                scale = self.scales[word]
                if scale >= 1000:
                    total += max(current, 1) * scale
                    current = 0
                else:
                    current = max(current, 1) * scale
                last_small = False
            elif (
                j > i
                and word == "and"
                and not last_small
                and j + 1 < n
                and w.word[j + 1] in self.cardinals
                and w.word[j - 1] in self.scales
                and w.word[j - 1] != "dozen"
            ):
                pass
            elif (
                j > i
                and word == "-"
                and w.glued(j)
                and w.glued(j + 1)
                and j + 1 < n
                and (w.word[j + 1] in self.cardinals or w.word[j + 1] in self.scales)
            ):
                if self._closed(w, j, current):
                    break
            else:
                break
            j += 1
        if j == i or total + current > LARGEST:
            return None
        return float(total + current), j

    def _closed(self, w: Words, j: int, current: int) -> bool:
        """Tell whether the hyphen at ``j`` begins a second number ("three-four") instead of continuing ("forty-seven")."""
        after = self.cardinals.get(w.word[j + 1])
        return after is not None and not (current % 100 >= 20 and current % 10 == 0 and after < 10)

    def _vague(self, w: Words, i: int) -> Core | None:
        """vague := word ["of"] [scale] ("several hundred", "tens of thousands", "a couple of dozen")."""
        word = w.word[i]
        found, acled = self.vague[word]
        j = i + 1
        n = len(w.word)
        k = j + 1 if j < n and w.word[j] == "of" else j
        if k < n and len(w.word[k]) > 2:
            scale = self.scales.get(w.word[k]) or (
                self.vague[w.word[k]][0].low if w.word[k] in {"thousands", "millions", "hundreds"} else None
            )
            if w.word[k] == "dozens":
                scale = 12
            if scale and w.word[k] != word and word not in {"both", "number"}:
                high = None if found.high is None else found.high * scale + (scale - 1 if found.high > found.low else 0)
                return Core(
                    i, k + 1, Range(found.low * scale, high), "vague " + " ".join(w.word[i : k + 1]), acled * scale
                )
        return Core(i, j, found, "vague " + word, acled)

    def read(self, w: Words, i: int) -> Count | None:
        """Return the count whose number starts at token ``i``, with what stands before and after it."""
        core = self.core(w, i)
        if core is None:
            return None
        first, last, found, rule, acled = core
        kind = "count"
        if first > 0 and w.word[first - 1] in _MONEY_BEFORE:
            kind = "money"
            first -= 1
        if (
            rule == "vague number"
            and first > 1
            and w.word[first - 1] not in {"a", "an"}
            and w.word[first - 2] in {"a", "an"}
        ):
            first -= 1
            found, acled = Range(max(found.low, 3), None), 3  # "a large number of": more than a couple
        if (
            first > 0
            and w.word[first - 1] in {"a", "an"}
            and (rule.startswith("vague") or w.word[first] in self.scales)
        ):
            first -= 1
            if first > 0 and w.word[first - 1] == "half" and w.word[first + 1] in self.scales:
                first, found, acled = first - 1, _whole(found.low / 2), acled // 2
        for _ in range(3):
            hit = self._match_before(w, first)
            if hit is None:
                break
            length, effect = hit
            first -= length
            if effect != "same":
                found, acled, rule = _applied(effect, found), _acled(effect, found, acled), f"{effect} {rule}"
        for phrase, effect in self.after:
            if tuple(w.word[last : last + len(phrase)]) == phrase and not self._number(w, last + len(phrase)):
                found, acled, rule = _applied(effect, found), _acled(effect, found, acled), f"{effect} {rule}"
                last += len(phrase)
                break
        if rule.endswith("vague number") and w.word[last : last + 1] == ["of"]:
            last += 1
        if last < len(w.word) and w.word[last] == "+" and w.glued(last):
            found, rule, last = Range(found.low, None), "floor " + rule, last + 1
        if (last < len(w.word) and w.word[last] in {"%", "percent", "pct"}) or w.word[last : last + 2] == [
            "per",
            "cent",
        ]:
            kind = "percent"
        return Count(first, last, found, rule, acled, kind)

    def _match_before(self, w: Words, first: int) -> tuple[int, str] | None:
        if first == 0:
            return None
        for phrase, effect in self.before.get(w.word[first - 1], ()):
            if len(phrase) <= first and tuple(w.word[first - len(phrase) : first]) == phrase:
                return len(phrase), effect
        return None


def _whole(value: float) -> Range:
    """Return the whole numbers around ``value``: itself, or the two beside it ("1.5 tonnes": 1..2)."""
    return Range(math.floor(value), math.ceil(value))


def _applied(effect: str, r: Range) -> Range:
    """Return the range that ``effect`` makes of ``r``."""
    top = r.low if r.high is None else r.high
    if effect == "floor":
        return Range(r.low, None)
    if effect == "above":
        return Range(r.low + 1 if r.low == r.high else r.low, None)
    if effect == "ceiling":
        return Range(min(1, top), top)
    if effect == "below":
        return Range(min(1, max(0, top - 1)), max(0, top - 1))
    if effect == "about":
        return (
            Range(math.floor(r.low * ABOUT_LOW), None if r.high is None else math.ceil(r.high * ABOUT_HIGH))
            if r.low == r.high
            else r
        )
    if effect == "nearly":
        return Range(math.ceil(r.low * NEARLY_LOW), r.high) if r.low == r.high else r
    return r


def _acled(effect: str, r: Range, acled: int) -> int:
    """Return ACLED's figure, the most conservative: the number itself unless the words put the truth below it."""
    return _applied(effect, r).low if effect in {"ceiling", "below"} else acled


def numerals(table: Mapping[str, Any]) -> Numerals:
    """Return the grammar over the table ``numbers`` of a lexicon."""
    vague = {}
    for word, row in table["vague"].items():
        vague[word] = (Range(row["low"], row["high"] or None), row.get("acled", row["low"]))
    before: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for effect, phrases in table["before"].items():
        for phrase in phrases:
            parts = tuple(words(phrase).word)
            before.setdefault(parts[-1], []).append((parts, effect))
    after = [(tuple(words(p).word), effect) for effect, phrases in table["after"].items() for p in phrases]
    return Numerals(
        table["cardinals"],
        table["scales"],
        vague,
        {k: tuple(sorted(v, key=lambda x: (-len(x[0]), x))) for k, v in sorted(before.items())},
        tuple(sorted(after, key=lambda x: (-len(x[0]), x))),
        frozenset({*table["cardinals"], *table["scales"], *vague}),
        frozenset(table["changed"]["verbs"]),
    )


def total(counts: Sequence[Range]) -> Range:
    """Return the range of the sum of one number from each of ``counts``."""
    out = Range(0, 0)
    for c in counts:
        out = out.plus(c)
    return out
