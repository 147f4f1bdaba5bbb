"""Times of the clock in digits: "5:40", "7.20 in the morning", "at exactly 14.50", "0400 GMT"; and what hours in words share."""

from __future__ import annotations

from dataclasses import replace

from firsthand.statement.times.anchored import relative_day, weekday_named
from firsthand.statement.times.dated import month_named
from firsthand.statement.times.timex import Found, Reader, counts_things, day_number, starts_date
from firsthand.when import shifted

_ZONES = frozenset({"gmt", "utc", "est", "edt", "cst", "local", "hours", "o'clock", "hrs", "pst"})
_SURE = frozenset({"at", "until", "since", "before", "after"})  # not "about" nor "by": "killed by 4 on Tuesday morning"
GOES_ON = frozenset(
    """a all an after at before but by for from had has he her his i is it its local many most near no not of off one or our over
    people police she so some that the their there they to under until was we were where which who with you""".split()
)
_HALVES = {"morning": "a", "afternoon": "p", "evening": "p", "night": "n"}  # a night has both: the hour tells which
_FIRST_AT_NIGHT = 6  # hour; "six at night" is before midnight, "five at night" after it: how English speaks of hours
# what may stand behind an hour without a mark of its own: "before five, ..." is a time, "before five men ..." is none
BEHIND = frozenset(
    {
        "",
        ".",
        ",",
        ";",
        ":",
        ")",
        '"',
        "-",
        "on",
        "in",
        "this",
        "when",
        "and",
        "as",
        "while",
        "at",
        "today",
        "yesterday",
    }
)


def clock(r: Reader, i: int) -> Found | None:
    """clock := h[(":"|".")mm] ("a.m." | "in the morning" | "GMT" | "o'clock" ...) | hh:mm | hhmm "GMT"   on the day named beside it."""
    word = r.word(i)
    if word[-1:] in {"h", "z"}:
        return _written_short(r, i)
    glued = word[-2:] if word[-2:] in {"am", "pm"} and word[:1].isdigit() else ""
    hour, minute = _hour_minute(word.removesuffix(glued))
    if hour < 0:
        return None
    before = r.word(i - 1)
    if glued:
        first = i - 1 if before in {"around", "about"} else i
        return on_day(r, Found(first, i + 1, clock_value(hour, minute, glued[0]), "clock"))
    marked = ":" in word or "." in word
    half, j = half_said(r, i + 1, sure=marked or before in _SURE)
    zone = r.word(j) in _ZONES
    if zone:
        j += 1 + (r.word(j) == "local" and r.word(j + 1) == "time")
        half, j = (half, j) if half else half_said(r, j, sure=True)
    if not (half or (zone and len(word) >= 3) or _with_colon(r, i) or _dotted(r, i) or _beside_a_day(r, i, j)):
        return None
    first = i - 1 if before in {"around", "about"} else i
    if half or zone or hour > _TWELVE or word[0] == "0" or len(word) > _ONE_DIGIT:
        return on_day(r, Found(first, j, clock_value(hour, minute, half), "clock"))
    return open_hour(r, Found(first, j, "", "clock"), hour, minute)


def _written_short(r: Reader, i: int) -> Found | None:
    """short := "at" h "h" mm | hhmm "Z"   ("at 13h45", "1800Z"; "4h30" alone may be how long it took)."""
    word = r.word(i)
    digits, last = word[:-1], i + 1
    if word[-1] == "h":
        led_in = r.word(lead(r, i)) in SURE_LEADS | {"by", "from"} and r.word(lead(r, i)) != "after"
        if not led_in or not r.w.glued(i + 1) or len(r.word(i + 1)) != len("45"):
            return None
        digits, last = f"{digits}:{r.word(i + 1)}", i + 2
    hour, minute = _hour_minute(digits)
    if hour < 0 or len(digits) < _ONE_DIGIT:
        return None
    return on_day(r, Found(i, last, clock_value(hour, minute, ""), "clock"))


def _with_colon(r: Reader, i: int) -> bool:
    """Tell whether "14:50" is an hour: led in as hours are, and no ratio, result or verse."""
    if ":" not in r.word(i):
        return False
    k = lead(r, i)
    word = r.word(k)
    if k < i - 1 or word in _BEFORE_A_TIME:
        return True
    led_in = word in r.calendar.clock["lead"] or word in r.calendar.weekdays or not word[:1].isalnum()
    return led_in and not tells_no_hour(r, i)


def _dotted(r: Reader, i: int) -> bool:
    """Tell whether "at 6.41", "from 04.10", "around 7.20 on Tuesday" is an hour: nothing behind it is counted, nothing near is priced."""
    word, behind = r.word(i), r.word(i + 1)
    k = lead(r, i)
    if "." not in word or tells_no_hour(r, i) or r.word(k - 1) in r.calendar.clock["moved"]:
        return False
    before, nothing_counted = r.word(k), ends_or_goes_on(r, i + 1)
    if leads_in(r, k):
        return nothing_counted or behind in _PERSONS or (behind[:1].isalpha() and not counts_things(r, i + 1))
    if k < i - 1:
        return behind in BEHIND or behind in _PERSONS or behind in r.calendar.weekdays
    if word[0] == "0" and len(word) > _ONE_DIGIT:  # no decimal is written with a nought before its first digit
        return nothing_counted and before not in _BEFORE_A_NUMBER
    led_in = before == "from" or before in r.calendar.clock["lead"]
    by = before == "by" and behind in _BEGINS and (r.word(k - 1) in {"and", "but"} or not r.word(k - 1)[:1].isalnum())
    return nothing_counted and (by or it_was(r, k) or (led_in and near_a_clock(r, i)))


def _beside_a_day(r: Reader, i: int, j: int) -> bool:
    """Tell whether a bare number is an hour since "at" and a weekday stand beside it: "on Saturday at 11", "at 11 on Saturday"."""
    if not r.word(i).isdigit() or len(r.word(i)) > 2 or r.word(lead(r, i)) not in {"at", "towards", "toward"}:
        return False
    return beside_a_day(r, i, j)


def beside_a_day(r: Reader, i: int, j: int) -> bool:
    """Tell whether the words before or behind the hour in tokens ``i`` .. ``j`` name its day, and nothing is counted by it."""
    k = lead(r, i)
    if is_tally(r, k):
        return False  # "the toll stood at 11 on Saturday"
    k -= r.word(k) in SURE_LEADS
    k -= r.word(k) == ","
    parts, days = r.calendar.parts, r.calendar.weekdays.keys() | _NEAR_DAYS
    before = r.word(k) in days or (r.word(k) in parts and r.word(k - 1) in days | {"this", "last"})
    on = j + (r.word(j) == "on")
    behind = r.word(j) in _NEAR_DAYS or (r.word(j) in {"this", "last"} and r.word(j + 1) in _HALVES)
    return (before and ends_or_goes_on(r, j)) or (on > j and r.word(on) in r.calendar.weekdays) or behind


_NEAR_DAYS = frozenset({"today", "yesterday", "tonight", "tomorrow"})


def is_tally(r: Reader, k: int) -> bool:
    """Tell whether the words before token ``k`` put a tally: "the toll stood at", "estimated at"."""
    return not r.calendar.clock["tallied"].isdisjoint(r.w.word[max(0, k - _TALLY_REACH) : k])


_TALLY_REACH = 6  # tokens


def lead(r: Reader, i: int) -> int:
    """Return the token that leads in the hour at token ``i``: the one before "about", "exactly", "a" (quarter)."""
    k = i - 1
    k -= r.word(k) == "a"
    while r.word(k) in r.calendar.clock["about"]:
        k -= 1
    return k


def leads_in(r: Reader, k: int) -> bool:
    """Tell whether token ``k`` leads in an hour and seldom anything else: "at", "until", "later than"."""
    return r.word(k) in SURE_LEADS or (r.word(k) == "than" and r.word(k - 1) in {"later", "earlier"})


def it_was(r: Reader, k: int) -> bool:
    """Tell whether token ``k`` ends "it was", "it must have been"."""
    return r.word(k) in _BE and "it" in r.w.word[max(0, k - 4) : k]


def ends_or_goes_on(r: Reader, j: int) -> bool:
    """Tell whether no noun stands at token ``j`` that the number before it could count."""
    if r.word(j) == "-" and r.w.glued(j):
        return False
    return r.word(j) in BEHIND or r.word(j) in _NO_NOUN or r.word(j) in r.calendar.weekdays


def tells_no_hour(r: Reader, i: int) -> bool:
    """Tell whether the sentence around token ``i`` speaks of prices, rates, sizes, results: numbers there are no hours."""
    return not r.calendar.clock["not_hours"].isdisjoint(_beside(r, i))


def near_a_clock(r: Reader, i: int) -> bool:
    """Tell whether the words around token ``i`` speak of clocks, logs, beginnings, curfews: numbers there may be hours."""
    return not r.calendar.clock["near"].isdisjoint(_beside(r, i))


def _beside(r: Reader, i: int) -> list[str]:
    """Return the words around token ``i`` in its sentence."""
    behind = r.w.word[i : i + _NEAR]
    stop = next((n for n, word in enumerate(behind) if word in {".", ";"}), _NEAR)
    return r.w.word[r.begin(i) : i + stop]


_NEAR = 8  # tokens from a number on in which the word stands that tells what the number is
_TWELVE, _ONE_DIGIT = 12, 4  # hours of a half day; letters of "9:40"
_BEFORE_A_TIME = frozenset({"at", "about", "around", "by", "from", "until", "to", "before", "after", ","})
_BE = frozenset({"is", "was", "be", "been"})
SURE_LEADS = frozenset("at before after until till since towards toward".split())
_BEFORE_A_NUMBER = frozenset("on of in dated number v".split())  # "on 04.10", "chapter 03.02 of"
# "just after two of them", "two police officers" are counts, "after ten past two will be" is an hour
_NO_NOUN = GOES_ON - set("people police of or many most one off near no not".split()) | set(
    "is will would must may could did have".split()
)
_BEGINS = frozenset("the a an he she they it we i his her their all".split())  # a clause: "by 7.20 the crew was there"
_PERSONS = frozenset("people persons men women children".split())  # of whom there are no decimals


def half_said(r: Reader, j: int, *, sure: bool) -> tuple[str, int]:
    """Return which half of the day is said from token ``j`` on ("a", "p" or ""), and the token after what only says that.

    "in the morning" and "on Tuesday morning" say it only of what is ``sure`` to be an hour: "killed 5 on Tuesday morning".
    """
    word = r.word(j)
    if word in {"a.m", "p.m", "am", "pm"}:
        return word[0], j + 1 + (r.word(j + 1) == "." and "." in word)
    if word in {"a", "p"} and r.word(j + 1) == "." and r.word(j + 2) == "m":
        return word, j + 3 + (r.word(j + 3) == ".")
    if not sure:
        return "", j
    if word == "o'clock":
        j += 1
        word = r.word(j)
    if word == "at" and r.word(j + 1) == "night":
        return "n", j + 2
    if word == "in" and r.word(j + 1) == "the":
        k = j + 2 + (r.word(j + 2) in {"early", "late"})
        alone = r.word(k) in _HALVES and not _goes_on(r, k + 1)
        return (_HALVES[r.word(k)], k + 1) if alone else ("", j)
    k = j + (r.word(j) == ",")
    k += r.word(k) == "on"
    if r.word(k) in r.calendar.weekdays or r.word(k) in {"this", "last", "yesterday", "tomorrow"}:
        return _HALVES.get(r.word(k + 1), ""), j
    return "", j


def _goes_on(r: Reader, i: int) -> bool:
    """Tell whether the word after "morning" belongs to it: "the morning game", "the evening race"."""
    return r.word(i)[:1].isalpha() and r.word(i) not in BEHIND | GOES_ON and r.word(i) not in r.calendar.weekdays


def open_hour(r: Reader, found: Found, hour: int, minute: int) -> Found:
    """Return an hour of twelve in the half of the day that its sentence names beside it; as it stands, open to both, when none."""
    half = _half_beside(r, found, hour)
    timed = replace(found, value=clock_value(hour, minute, half), either=not half)
    return on_day(r, timed)


def _half_beside(r: Reader, found: Found, hour: int) -> str:
    """Return which half of the day a part of the day says that stands before the hour in its sentence, or right behind it."""
    for k in range(found.first - 1, r.begin(found.first) - 1, -1):
        if r.word(k) == ".":
            break
        if r.word(k) in _HALVES:
            return _fitting(_HALVES[r.word(k)], r.word(k), hour)
    k = found.last
    while r.word(k) in _BETWEEN or r.word(k) in r.calendar.weekdays:
        if r.word(k) == "hours":  # "in the early hours"
            return "a"
        k += 1
    return _fitting(_HALVES.get(r.word(k), ""), r.word(k), hour)


def _fitting(half: str, part: str, hour: int) -> str:
    """Return ``half`` when the hour can lie in that part of the day: no "two in the evening"."""
    return half if part not in _HOURS_OF or hour % 12 in _HOURS_OF[part] else ""


_BETWEEN = frozenset(", on in the early late hours".split())  # what may stand between an hour and its part of the day
_HOURS_OF = {"morning": range(12), "afternoon": range(7), "evening": range(4, 12)}  # after noon or midnight


def clock_value(hour: int, minute: int, half: str) -> str:
    """Return the TIMEX3 value of an hour, of twelve when ``half`` says which half of the day."""
    if half == "n":
        half = "p" if _FIRST_AT_NIGHT <= hour < 12 else "a"
    if half and hour <= 12 and not (hour == 0 and half == "p"):
        hour = hour % 12 + 12 * (half == "p")
    return f"T{hour:02d}:{minute:02d}"


def _hour_minute(word: str) -> tuple[int, int]:
    """Return the hour and minute that a word of digits writes, (-1, 0) when none."""
    for mark in (":", "."):
        if mark in word:
            parts = word.split(mark)
            if (
                len(parts) in ({2, 3} if mark == ":" else {2})
                and all(p.isdigit() for p in parts)
                and len(parts[1]) == 2
                and int(parts[0]) < 24
                and int(parts[1]) < 60
            ):
                return int(parts[0]), int(parts[1])
            return -1, 0
    if word.isdigit() and len(word) == 4 and int(word[:2]) < 24 and int(word[2:]) < 60:
        return int(word[:2]), int(word[2:])
    return (int(word), 0) if word.isdigit() and len(word) <= 2 and int(word) < 24 else (-1, 0)


def noon(r: Reader, i: int) -> Found | None:
    """noon := "noon" | "midday" | "midnight"   on the day named beside it."""
    word = r.word(i)
    if word in {"noon", "midday", "midnight"}:
        return on_day(r, Found(i, i + 1, "T00:00" if word == "midnight" else "T12:00", "clock"))
    return None


def _date_behind(r: Reader, j: int) -> Found | None:
    """Return the calendar day named from token ``j`` on: "March 8", "Sunday, 9 March 2031", "the night of 11 March"."""
    if r.word(j) == "the" and r.word(j + 1) in _HALVES and r.word(j + 2) == "of":
        j += 3
    k = j + (r.word(j) in r.calendar.weekdays)
    k += k > j and r.word(k) in {",", "."}
    k += r.word(k) == "the"
    if day_number(r.word(k)):
        k += 1 + (r.word(k + 1) == "of")
    found = month_named(r, k) if r.word(k) in r.calendar.months else None
    return found if found is not None and len(found.value) >= _WHOLE_DATE and "X" not in found.value else None


_WHOLE_DATE = 10  # letters of "2031-03-11"
_NOON = "T12"


def on_day(r: Reader, clock: Found) -> Found:
    """Return a clock time on the day that follows it, stands before it, or is the anchor's."""
    j = clock.last
    if r.word(j) in {"on", ",", "of"}:
        j += 1
    d: str | None = None
    last = clock.last
    dated = _date_behind(r, j)
    if dated is not None:
        d, last = dated.value[:10], dated.last
    elif r.word(j) in r.calendar.weekdays and not starts_date(r, j + 1):
        found = weekday_named(r, j)
        if found:
            d, last = found.value[:10], j + 1
    elif r.word(j) == "last" and r.word(j + 1) == "night" and r.anchor:
        evening = shifted(r.anchor, -1, "day") or r.anchor
        d, last = (r.anchor if clock.value < _NOON else evening).isoformat(), j + 2
    elif r.word(j) == "this" and r.word(j + 1) in _HALVES and r.anchor:
        d, last = r.anchor.isoformat(), j + 2
    elif r.word(j) in {"today", "yesterday", "tomorrow"}:
        found = relative_day(r, j)
        if found:
            d, last = found.value[:10], j + 1
    if d is not None and r.word(last) in _HALVES:
        last += 1
    if d is None:
        base = r.last or r.anchor
        d = base.isoformat() if base else "XXXX-XX-XX"
    return replace(clock, last=last, value=d[:10] + clock.value)
