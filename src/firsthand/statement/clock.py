"""Times of the clock: "5:40", "7.20 in the morning", "half past nine", "shortly before five on Tuesday", "noon"."""

from __future__ import annotations

from firsthand.statement.anchored import relative_day, weekday_named
from firsthand.statement.dated import month_named
from firsthand.statement.timex import SMALL, Found, Reader, starts_date

TRIGGERS = (
    "o'clock",
    "past",
    "quarter",
    "shortly",
    "just",
    "little",
    "soon",
    "minutes",
    "morning",
    "afternoon",
    "evening",
    "night",
)
_ZONES = frozenset({"gmt", "utc", "est", "edt", "cst", "local", "hours", "o'clock", "hrs", "pst"})
_BEFORE_A_TIME = frozenset({"at", "about", "around", "by", "from", "until", "to", "before", "after", ","})
_SURE = frozenset({"at", "until", "since", "before", "after"})  # not "about" nor "by": "killed by 4 on Tuesday morning"
_CLAUSE = frozenset(
    """a all an after at before but by for from had has he her his i is it its local many most near no not of off one or our over
    people police she so some that the their there they to under until was we were where which who with you""".split()
)
_HALVES = {"morning": "a", "afternoon": "p", "evening": "p", "night": "n"}  # a night has both: the hour tells which
_FIRST_AT_NIGHT = 6  # hour; "six at night" is before midnight, "five at night" after it: how English speaks of hours
_HOURS = {w: n for w, n in SMALL.items() if 1 <= n <= 12 and w not in {"a", "an", "couple"}}
# what may stand behind an hour without a mark of its own: "before five, ..." is a time, "before five men ..." is none
_BEHIND = frozenset(
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
    glued = word[-2:] if word[-2:] in {"am", "pm"} and word[:1].isdigit() else ""
    hour, minute = _hour_minute(word.removesuffix(glued))
    if hour < 0:
        return None
    before = r.word(i - 1)
    if glued:
        first = i - 1 if before in {"around", "about"} else i
        return _on_day(r, Found(first, i + 1, _value(hour, minute, glued[0]), "clock"))
    marked = ":" in word or "." in word
    half, j = _half(r, i + 1, sure=marked or before in _SURE)
    zone = r.word(j) in _ZONES
    if zone:
        j += 1 + (r.word(j) == "local" and r.word(j + 1) == "time")
        half, j = (half, j) if half else _half(r, j, sure=True)
    if not (half or (":" in word and before in _BEFORE_A_TIME) or (zone and len(word) >= 3) or _dotted(r, i)):
        return None
    first = i - 1 if before in {"around", "about"} else i
    return _on_day(r, Found(first, j, _value(hour, minute, half), "clock"))


def _dotted(r: Reader, i: int) -> bool:
    """Tell whether "at 6.41", "around 7.20 on Tuesday" is an hour: nothing behind it is counted, nothing before it is priced."""
    word, behind = r.word(i), r.word(i + 1)
    if "." not in word or r.word(i - 1) not in _AT or not (behind in _BEHIND or behind in r.calendar.weekdays):
        return False
    return _NO_HOUR.isdisjoint(r.w.word[r.begin(i) : i + 8])


_AT = frozenset("at around about before after until".split())
# where numbers with a point are prices, rates, sizes, scores, parts of a text
_NO_HOUR = frozenset(
    """share shares price prices stock stocks index bond bonds yield yields currency rupee rupees dollar dollars euro euros pound cents
    closed traded trading opened rose fell gained lost percent per rate rates inflation average grade score scored points magnitude
    quake richter depth temperature degrees version section chapter article paragraph page figure table ratio odds worth valued
    billion million metres meters kilometres kilometers km kg litres liters seconds""".split()
)


def spoken(r: Reader, i: int) -> Found | None:
    """spoken := "half" "past" HOUR | ("quarter"|n ["minutes"]) ("past"|"to") HOUR | HOUR ("o'clock" | "in the morning" ...)
    | ("shortly"|"just"|"a little"|"soon") ("before"|"after") HOUR   (``i`` is at the word that tells that it is a time)."""
    word = r.word(i)
    if word == "past" or (word in {"quarter", "minutes"} and r.word(i + 1) in {"to", "past"}):
        return _past_or_to(r, i)
    if word in {"shortly", "just", "little", "soon"} and r.word(i + 1) in {"before", "after"}:
        hour = _hour(r, i + 2)
        half, j = _half(r, i + 3, sure=True)
        if hour and (half or r.word(j) in _BEHIND or r.word(j) in r.calendar.weekdays):
            return _on_day(r, Found(i + 2, j, _value(hour, 0, half), "clock"))
        return None
    at = i - 1
    if word in _HALVES:  # "four in the morning"
        at -= r.word(at) in {"early", "late"}
        if word == "night" and r.word(at) == "at":
            at += 1
        elif r.word(at - 1) != "in" or r.word(at) != "the":
            return None
        at -= 2
    hour = _HOURS.get(r.word(at), 0)
    if not hour or not (
        word == "o'clock" or (word in _HALVES and r.word(at - 1) in _SURE | {"around", "about", "by", "from"})
    ):
        return None
    half, j = _half(r, at + 1 + (word == "o'clock"), sure=True)
    if word in _HALVES and not half:
        return None
    return _on_day(r, Found(at, j, _value(hour, 0, half), "clock"))


def _past_or_to(r: Reader, i: int) -> Found | None:
    """Return "half past nine", "a quarter to six", "twenty minutes past four"."""
    turn = i if r.word(i) == "past" else i + 1
    said = turn - 1 - (r.word(turn - 1) == "minutes")
    minutes = {"half": 30, "quarter": 15}.get(r.word(said), SMALL.get(r.word(said), 0))
    hour = _hour(r, turn + 1)
    if not hour or not 1 <= minutes <= 30 or r.word(said) in {"a", "an", "couple"}:
        return None
    if r.word(turn) == "to":
        hour, minutes = (hour - 1 or 12), 60 - minutes
    half, j = _half(r, turn + 2, sure=True)
    if not half and r.word(j) not in _BEHIND and r.word(j) not in r.calendar.weekdays and r.word(j) != "or":
        return None  # "by half past two years", "a quarter to 12 million"
    return _on_day(r, Found(said, j, _value(hour, minutes, half), "clock"))


def _hour(r: Reader, i: int) -> int:
    """Return the hour of twelve that token ``i`` says in words or digits, 0 when it says none."""
    word = r.word(i)
    return _HOURS.get(word, int(word) if word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 12 else 0)


def _half(r: Reader, j: int, *, sure: bool) -> tuple[str, int]:
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
    return r.word(i)[:1].isalpha() and r.word(i) not in _BEHIND | _CLAUSE and r.word(i) not in r.calendar.weekdays


def _value(hour: int, minute: int, half: str) -> str:
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
                len(parts) in {2, 3}
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
        return _on_day(r, Found(i, i + 1, "T00:00" if word == "midnight" else "T12:00", "clock"))
    return None


def _on_day(r: Reader, clock: Found) -> Found:
    """Return a clock time on the day that follows it, stands before it, or is the anchor's."""
    j = clock.last
    if r.word(j) in {"on", ","}:
        j += 1
    d: str | None = None
    last = clock.last
    if r.word(j) in r.calendar.weekdays and not starts_date(r, j + 1):
        found = weekday_named(r, j)
        if found:
            d, last = found.value[:10], j + 1
    elif r.word(j) == "this" and r.word(j + 1) in _HALVES and r.anchor:
        d, last = r.anchor.isoformat(), j + 2
    elif r.word(j) in {"today", "yesterday", "tomorrow"}:
        found = relative_day(r, j)
        if found:
            d, last = found.value[:10], j + 1
    elif r.word(j) in r.calendar.months:
        found = month_named(r, j)
        if found and len(found.value) == 10:
            d, last = found.value, found.last
    if d is not None and r.word(last) in _HALVES:
        last += 1
    if d is None:
        base = r.last or r.anchor
        d = base.isoformat() if base else "XXXX-XX-XX"
    return Found(clock.first, last, d[:10] + clock.value, clock.rule)
