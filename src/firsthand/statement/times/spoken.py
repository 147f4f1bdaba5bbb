"""Times of the clock in words: "half past nine", "twenty-five to ten", "shortly before five on Tuesday", "at the stroke of eight"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firsthand.statement.times.clock import (
    BEHIND,
    SURE_LEADS,
    beside_a_day,
    clock_value,
    ends_or_goes_on,
    half_said,
    is_tally,
    it_was,
    lead,
    leads_in,
    near_a_clock,
    on_day,
    open_hour,
    tells_no_hour,
)
from firsthand.statement.times.timex import SMALL, Found, Reader, counts_things, number_before

_HOURS = {w: n for w, n in SMALL.items() if 1 <= n <= 12 and w not in {"a", "an", "couple"}}
_NEARS = frozenset({"shortly", "just", "little", "soon"})
_PARTS = ("morning", "afternoon", "evening", "night")
TRIGGERS = (*_HOURS, "twenty", "o'clock", "past", "quarter", "minutes", "stroke", *sorted(_NEARS), *_PARTS)


def spoken(r: Reader, i: int) -> Found | None:
    """spoken := ("half"|"quarter"|n ["minutes"]) ("past"|"to") HOUR | HOUR ("o'clock" | "in the morning" ...) | "stroke of" HOUR
    | ("shortly"|"just"|"a little"|"soon") ("before"|"after"|"past") HOUR | "at" HOUR beside its day or a word of clocks

    HOUR is of twelve, "noon" or "midnight"; ``i`` is at the word that tells that it may be a time.
    """
    word = r.word(i)
    if word in _NEARS:
        return _nearing(r, i)
    if word == "stroke":
        return _timed(r, i + 2, i + 3) if r.word(i + 1) == "of" and _hour(r, i + 2) else None
    if word in _HOURS or word in {"twenty", "past", "quarter", "minutes"}:
        return _past_or_to(r, _turn(r, i)) or (_alone(r, i) if word in _HOURS else None)
    return _marked(r, i)


def _nearing(r: Reader, i: int) -> Found | None:
    """Return the hour of "shortly before five", "just past ten"."""
    if r.word(i + 1) not in {"before", "after", "past"} or not _hour(r, i + 2):
        return None
    if to := _past_or_to(r, _turn(r, i + 2)):
        return to
    half, j = half_said(r, i + 3, sure=True)
    return _timed(r, i + 2, i + 3) if half or ends_or_goes_on(r, j) else None


def _marked(r: Reader, i: int) -> Found | None:
    """Return the hour whose mark stands at token ``i``: "eight o'clock", "four in the morning", "two at night"."""
    word, at = r.word(i), i - 1
    if word in _PARTS:
        at -= r.word(at) in {"early", "late"}
        if word == "night" and r.word(at) == "at":
            at += 1
        elif r.word(at - 1) != "in" or r.word(at) != "the":
            return None
        at -= 2
    hour = _HOURS.get(r.word(at), 0)
    led_in = r.word(at - 1) in SURE_LEADS | {"by", "from"} or r.word(at - 1) in r.calendar.clock["about"]
    if not hour or not (word == "o'clock" or led_in):
        return None
    if word != "o'clock" and not half_said(r, at + 1, sure=True)[0]:
        return None
    return _timed(r, at, at + 1 + (word == "o'clock"))


def _alone(r: Reader, i: int) -> Found | None:
    """Return the bare hour at token ``i``: "on Friday evening around seven the ...", "the curfew began at nine"."""
    k = lead(r, i)
    if r.word(k) not in SURE_LEADS and k == i - 1:
        return None
    j = half_said(r, i + 1, sure=True)[1]
    begins = r.word(k) == "at" and r.word(j) in BEHIND and near_a_clock(r, i) and not is_tally(r, k)
    happened = it_was(r, k) and r.word(j) == "when"  # "it was around four when help came"
    return _timed(r, i, i + 1) if begins or happened or beside_a_day(r, i, j) else None


def _timed(r: Reader, at: int, end: int) -> Found:
    """Return the whole hour at token ``at`` with what says its half of the day from token ``end`` on."""
    return _told(r, at, end, _hour(r, at), 0, "")


def _told(r: Reader, first: int, end: int, hour: int, minutes: int, half: str) -> Found:
    """Return the hour in tokens ``first`` .. ``end`` with the half of the day that is known, that stands behind it, or beside it."""
    said, last = half_said(r, end, sure=True)
    found = Found(first, last, clock_value(hour, minutes, half or said), "clock")
    return on_day(r, found) if half or said else open_hour(r, found, hour, minutes)


def _turn(r: Reader, i: int) -> int:
    """Return the token of "past" or "to" behind the minutes that begin at token ``i``, -1 when there is none."""
    j = i + (r.word(i) != "past")
    if r.word(i) == "twenty" and "five" in (r.word(i + 1), r.word(i + 2)):
        j = i + 2 + (r.word(i + 1) == "-")
    j += j > i and r.word(j) == "minutes"
    return j if r.word(j) in {"past", "to"} or (r.word(j - 1) == "minutes" and r.word(j) in {"before", "after"}) else -1


def _minutes(r: Reader, turn: int) -> tuple[int, int]:
    """Return the minutes that end before token ``turn`` and their first token, 0 when none do."""
    k = turn - 1 - (r.word(turn - 1) == "minutes")
    if r.word(k) in {"half", "quarter"}:
        return 30 if r.word(k) == "half" else 15, k
    number, first = number_before(r, k + 1)
    if r.word(k) == "five" and r.word(k - 1) == "twenty":
        number, first = 25, k - 1
    return (number or 0, first) if r.word(first) not in {"a", "an", "couple"} else (0, first)


def _past_or_to(r: Reader, turn: int) -> Found | None:
    """Return "half past nine", "a quarter to six", "twenty minutes past four", "at ten to one", "twenty-five to midnight"."""
    minutes, first = _minutes(r, turn) if turn >= 0 else (0, 0)
    hour, to = _hour(r, turn + 1, {"noon": 12, "midnight": 12}), r.word(turn) in {"to", "before"}
    if not hour or not 1 <= minutes <= 30 - to:
        return None
    half, j = half_said(r, turn + 2, sure=True)
    if half:
        if r.word(first - 1) in {"from", "between"} and to:
            return None  # from five to seven in the evening
    elif not (_sounds_past(r, first, j) if _unmistakable(r, turn) else _sounds_to(r, first, j, minutes, hour)):
        return None
    if r.word(turn + 1) in {"noon", "midnight"}:
        half = "p" if to == (r.word(turn + 1) == "midnight") else "a"
    if to:
        hour, minutes = (hour - 1 or 12), 60 - minutes
    return _told(r, first, turn + 2, hour, minutes, half)


def _unmistakable(r: Reader, turn: int) -> bool:
    """Tell whether "past", "quarter" or "minutes" says that no range of numbers is meant: "five to seven" is one."""
    return r.word(turn) == "past" or r.word(turn - 1) in {"quarter", "minutes"}


def _sounds_past(r: Reader, first: int, j: int) -> bool:
    """Tell whether "half past two", "a quarter to six" is an hour: not so "by half past two years", "a quarter to 12 million"."""
    if r.word(j) in BEHIND or r.word(j) in r.calendar.weekdays or r.word(j) == "or":
        return True
    before = r.word(lead(r, first))
    past = "past" in r.w.word[first:j]
    return (past and before == "at") or ((past or before in SURE_LEADS | {"from"}) and ends_or_goes_on(r, j))


def _sounds_to(r: Reader, first: int, j: int, minutes: int, hour: int) -> bool:
    """Tell whether "twenty to eight", "five to seven" is an hour: no range, odds, vote or score.

    Where the first number is smaller the two may be a range: only what leads in an hour alone ("at five to seven", "it was five
    to seven") makes them an hour, and no noun may stand behind ("estimated at five to seven people").
    """
    if minutes % 5 or tells_no_hour(r, first):
        return False
    k = lead(r, first)
    if r.word(k) == "by" and r.word(k - 1) in r.calendar.clock["decided"]:
        return False  # "they lost by ten to four"
    before, apart = r.word(k), ends_or_goes_on(r, j)
    opens = not r.word(k - 1)[:1].isalnum()
    if minutes < hour:
        return ((leads_in(r, k) or it_was(r, k)) and apart and not is_tally(r, k)) or (
            before == "at" and opens and not counts_things(r, j)
        )
    if before == "at":
        return True
    on = before == "from" and r.word(j) in {"on", "onwards", "onward"}
    led_in = on or leads_in(r, k) or before in r.calendar.clock["lead"] or not before[:1].isalnum()
    return (led_in or k < first - 1) and apart


def _hour(r: Reader, i: int, others: Mapping[str, int] = MappingProxyType({})) -> int:
    """Return the hour of twelve that token ``i`` says in words or digits, or one of ``others``; 0 when it says none."""
    word = r.word(i)
    digits = int(word) if word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 12 else 0
    return _HOURS.get(word, 0) or others.get(word, 0) or digits
