"""Words that name a second source are set aside before a passage is read, and put back as links of a chain.

"Monitors cited by the Institute say the road is cut" is read as "Monitors say the road is cut"; the words set aside then say
that the Institute carries what the monitors say. What they name stands behind whom they hang on, or carries him:

    behind  := [","] ("citing" | "quoting" | "reading from" | "with reference to" | "referring to") NAME ["as" SAYING content]
             | "," ("which" | "who") ("cited" | "quoted") NAME
             | "," ("quotes" | "cites") NAME                       at the end of a sentence
    carried := [","] ("quoted" | "cited" | "carried" | "relayed" …) "by" NAME
             | "in" WORDS ("published" | "seen" | "carried" …) "by" NAME
             | "," "whose" WORDS "was" "published" "by" NAME
             | SAYING "," "according to" NAME "," ["that"]
             | "in" "an" "interview" "with" OUTLET | "speaking" "to" OUTLET | "writing" "in" OUTLET
             | ["speaking"] "through" "an" "interpreter"
             | TEXT ("obtained" | "seen" | …) "by" NAME | TEXT ("released" | "shown" | …) "to" OUTLET

``linked.py`` puts them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.outlets import outlet
from firsthand.statement.attributions.passage import Passage, without

PHRASE = 25  # words; the longest name of a source looked for
_MOST = 12  # relays of one passage; each looks at all its drafts
ENDS = frozenset(', . ; : ! ? " ( ) [ ] — –'.split())
_CITING = frozenset("citing quoting invoking relaying".split())
_CITED = frozenset("cited quoted cites quotes invokes".split())
_QUOTED = frozenset("quoted cited picked carried relayed broadcast aired rebroadcast interviewed".split())
_PRINTED = _QUOTED | frozenset(
    "published reported printed seen obtained reviewed shared posted released distributed circulated"
    " translated viewed run issued monitored serialised serialized leaked authenticated read shown sent given provided verified".split()
)
_BE = frozenset("is are was were be been being has have had".split())
_TALK = frozenset(  # what somebody gives to an outlet or has in one
    """interview interviews commentary column op-ed article essay comments remarks letter conversation appearance piece post
    programme program podcast""".split()
)
_TALKING = frozenset("speaking talking writing appearing commenting".split())
_ASKED = frozenset("asked contacted reached approached questioned pressed".split())
_WITH = frozenset({("with",), ("to",), ("in",), ("for",), ("on",)})
_MOUTHS = frozenset(  # through whom somebody speaks
    """interpreter interpreters translator translators lawyer lawyers attorney solicitor spokesman spokeswoman spokesperson agent publicist
    representative statement intermediary intermediaries""".split()
)
MEDIA_ASIDES = _TALK | _TALKING | _ASKED | _MOUTHS
_MARKERS = (
    _CITING
    | _PRINTED
    | {"cites", "quotes", "reading", "invokes", "reference", "referring", "refers", "link", "according", "from"}
    | {"attributed", "credited", "authority", "based", "picked"}
    | MEDIA_ASIDES
)
_FOLLOWS = frozenset("that who which whose where when as via after before while because for".split())
_WHEN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday earlier late early last this january february march"
    " april may june july august september october november december".split()
)
_BEFORE_TIME = frozenset("on in at during late early last this to from over near".split())
_REPORTS = frozenset("reports claims statements accounts says".split())
_PLAIN = frozenset("media local news press intelligence field wire agency police unconfirmed earlier the".split())
_SPEAKERS = frozenset(  # whom "referring to" names as a source: not "referring to the flood"
    "source sources agency correspondent correspondents media news newspaper channel website service spokesman spokeswoman ministry"
    " officials official administration office reports residents witnesses activists doctors".split()
)
DETERMINERS = frozenset("the a an its his her their one".split())


@dataclass(frozen=True, slots=True)
class Relay:
    """Who is named by words set aside, and how: ``carries`` what another says, or stands behind what another says."""

    source: Span
    cue: Span
    hole: Span
    carries: bool
    said: Span | None  # what the named source says in words of its own: "quoting a clerk as saying that …"
    because: str


def set_aside(p: Passage, cues: Cues) -> tuple[Passage, tuple[Relay, ...]]:
    """Return ``p`` without the words that name second sources, and what those words say, in order."""
    if not _MARKERS.intersection(p.words):
        return p, ()
    found: list[Relay] = []
    left: list[int] = []
    at = 0
    while at < len(p.words):
        taken = _relay(p, at, left, cues) if len(found) < _MOST and _may_begin(p, at) else None
        if (
            0 < len(found) < _MOST
            and p.words[at] == "via"
            and not p.text[found[-1].hole.end : p.tokens[at].start].strip()
        ):
            taken = _through(p, at, left, cues)
        if taken is None:
            left.append(at)
            at += 1
            continue
        relay, begin, at = taken
        while left and left[-1] >= begin:
            left.pop()
        found.append(relay)
    return (without(p, left), tuple(found)) if found else (p, ())


def _through(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``quoting NAME via NAME``: the second carries the first."""
    end = _name_end(p, at + 1, cues)
    if end <= at + 1:
        return None
    stop = _closed(p, at, end, left, cues)
    name = p.span(at + 1, _trimmed(p, at + 1, end))
    return Relay(name, p.span(at, at + 1), p.span(at, stop), True, None, "carried-by: via"), at, stop


def _may_begin(p: Passage, at: int) -> bool:
    return p.quoted[at] < 0 and p.words[at] in _MARKERS


Taken = tuple[Relay, int, int]  # the relay, its first word, the word behind it


def _relay(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    word = p.words[at]
    before = p.words[at - 1] if at > p.starts[at] else ""
    if word in _CITED and p.words[at + 1 : at + 2] == ("by",):
        return _carried(p, at, left, cues)
    if word in _CITING or (word in _CITED and _relative(p, at)):
        return _behind(p, at, at + 1 + (p.words[at + 1 : at + 2] == ("from",)), left, cues)
    if word == "reading" and before == "," and p.words[at + 1 : at + 2] == ("from",):
        return _behind(p, at, at + 2, left, cues)
    if word == "from":
        return _obtained(p, at, left, cues)
    if word in {"cites", "quotes"} and before == ",":
        taken = _behind(p, at, at + 1, left, cues)
        return taken if taken and not taken[0].said else None
    if word in {"reference", "link"} and before in {"with", "in", "a"} and p.words[at + 1 : at + 2] == ("to",):
        return _behind(p, at - 1 - (before == "a"), at + 2, left, cues)
    if word == "referring" and p.words[at + 1 : at + 2] == ("to",):
        taken = _behind(p, at, at + 2, left, cues)
        named = taken and {*taken[0].source.of(p.text).lower().split()}
        return taken if named and named & (_SPEAKERS | cues.sources) else None
    if word == "refers" and p.words[at + 1 : at + 2] == ("to",) and _relative(p, at):
        return _behind(p, at, at + 2, left, cues)
    if word in _GROUNDS:
        return _grounded(p, at, left, cues)
    if word == "according":
        return _aside(p, at, cues)
    if word in MEDIA_ASIDES:
        return _through_medium(p, at, left, cues)
    return _carried(p, at, left, cues) if word in _PRINTED else None


_GROUNDS = frozenset("authority based attributed credited".split())


def _grounded(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``On the authority of NAME, X said``, ``…, X said, based on NAME``, ``X, in an item credited to NAME, said``."""
    first, word = p.starts[at], p.words[at]
    if word == "authority":
        begin = at - 2
        led = begin == first or (begin > first and p.words[begin - 1] == ",")
        full = led and p.words[begin : at + 2] == ("on", "the", "authority", "of")
        return _behind(p, begin, at + 2, left, cues) if full else None
    if word == "based":
        said = at > first and p.words[at - 1] == "," and p.words[at + 1 : at + 2] == ("on",)
        comma = next((i for i in range(at - 2, first, -1) if p.words[i] == ","), at)
        spoke = any(cues.saying.get(p.words[i]) in {"past", "third"} for i in range(comma, at))
        return _behind(p, at, at + 2, left, cues) if said and spoke else None
    opening = next((i for i in range(at - 1, max(first, at - 7), -1) if p.words[i] == "in"), first)
    if opening == first or p.words[opening - 1] != "," or p.words[at + 1 : at + 2] != ("to",):
        return None
    end = _name_end(p, at + 2, cues)
    if end <= at + 2:
        return None
    stop = _closed(p, opening - 1, end, left, cues)
    name = p.span(at + 2, _trimmed(p, at + 2, end))
    return Relay(name, p.span(at, at + 2), p.span(opening - 1, stop), False, None, f"citing: {word}"), opening - 1, stop


def _obtained(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``, who himself had it from NAME``, ``, which learned this from NAME``."""
    first = p.starts[at]
    got = next((i for i in range(at - 1, max(first, at - 5), -1) if p.words[i] in _GOT), 0)
    who = got
    while who > first and p.words[who - 1] in _BE | _IN_TURN:
        who -= 1
    if p.words[got] in _OWNED and got == at - 1:
        return None  # "which has from the start"
    if not got or who <= first + 1 or p.words[who - 1] not in {"who", "which"} or p.words[who - 2] != ",":
        return None
    end = _name_end(p, at + 1, cues)
    if end <= at + 1:
        return None
    name, begin = p.span(at + 1, _trimmed(p, at + 1, end)), who - 2
    stop = _closed(p, begin, end, left, cues)
    return (
        Relay(name, p.span(got, at + 1), p.span(begin, stop), False, None, f"citing: {p.words[got]} from"),
        begin,
        stop,
    )


_OWNED = frozenset("has had".split())
_GOT = frozenset("had got heard learned learnt received obtained has".split())
_IN_TURN = frozenset("in turn itself himself herself themselves then later".split())


def _relative(p: Passage, at: int) -> bool:
    """Tell whether "which", "who" stands before the word, with "in turn" between them or not."""
    who = at
    while who > p.starts[at] and p.words[who - 1] in _BE | _IN_TURN:
        who -= 1
    return who > p.starts[at] and p.words[who - 1] in {"which", "who"}


def _behind(p: Passage, at: int, after: int, left: Sequence[int], cues: Cues) -> Taken | None:
    first, who = p.starts[at], at
    while who > first and p.words[who - 1] in _BE | _IN_TURN:
        who -= 1
    if who > first and p.words[who - 1] in {"which", "who"}:
        who -= 1
    end = _name_end(p, after, cues)
    given = _giver(p, after, cues)
    if given and not (at > first and p.words[at - 1] in {"of", "by", "for", "without", "from"}):
        begin = at - (at > first and p.words[at - 1] == ",")
        name, stop = p.span(*given[:2]), _closed(p, begin, given[2], left, cues)
        return Relay(name, p.span(at, after), p.span(begin, stop), False, None, f"citing: {p.words[at]}"), begin, stop
    if end <= after or (at > first and p.words[at - 1] in {"of", "by", "for", "without", "from"}):
        return None
    if who < at and p.words[who] not in {"which", "who"}:
        return None
    bracketed = who > first and p.words[who - 1] == "(" and p.words[end : end + 1] == (")",)
    begin = who - (who > first and (bracketed or p.words[who - 1] == ","))
    name, said, stop = p.span(partner(p, after, end), _trimmed(p, after, end)), None, end
    if _as_saying(p, end, cues):
        last = p.ends[at] - (p.words[p.ends[at] - 1] in {".", "!", "?"})
        if last > end + 2:
            said, stop = p.span(end + 2, last), last
    elif who < at and p.words[end : end + 1] and p.words[end] in cues.saying and p.words[end - 1] == ",":
        return None
    stop = stop + 1 if bracketed and not said else _closed(p, begin, stop, left, cues)
    cue = p.span(end, end + 2) if said else p.span(at, after)
    relay = Relay(name, cue, p.span(begin, stop), False, said, f"citing: {p.words[at]}")
    return relay, begin, stop


def partner(p: Passage, a: int, b: int) -> int:
    """Return where whom somebody talked with is named, ``a telephone call with | colleagues in Marn``; ``a`` without such words."""
    at = next((i for i in range(a, b - 2) if p.words[i] in _CONVERSATIONS and p.words[i + 1] == "with"), -1)
    owned = any(p.words[i].endswith("'s") or p.words[i] in {"of", "and", ","} for i in range(a, at))
    return at + 2 if at >= a and not owned and p.words[b - 1] not in _AUDIENCE else a


_AUDIENCE = frozenset("reporters journalists analysts investors media press".split())  # they listen on such calls
_CONVERSATIONS = frozenset("conversation conversations call calls talk talks chat phone-call".split())


def _giver(p: Passage, start: int, cues: Cues) -> tuple[int, int, int] | None:
    """Return who gave what is cited and where that clause ends: ``citing figures that [the clinic] gave to the paper |, …``."""
    last = min(p.ends[start], start + PHRASE) if start < len(p.words) else start
    that = next(
        (i for i in range(start, min(last, start + _GIVEN)) if p.words[i] in _GIVEN_AS or p.words[i] in ENDS), last
    )
    if that >= last or p.words[that] in ENDS or (p.words[that] == "what") != (that == start):
        return None
    verb = next(
        (i for i in range(that + 2, last) if p.words[i] in _GAVE or p.words[i] in ENDS or p.quoted[i] >= 0), last
    )
    if verb >= last or p.words[verb] not in _GAVE or p.words[verb + 1 : verb + 2] == ("that",):
        return None
    end = verb - (p.words[verb - 1] in _BE)
    stop = _with_apposition(p, verb + 1, next((i for i in range(verb + 1, last) if p.words[i] in ENDS), last), cues)
    return (that + 1, end, stop) if end > that + 1 else None


_GIVEN = 5  # words of what is given: "the latest figures that"
_GIVEN_AS = frozenset("what that which".split())
_GAVE = frozenset(
    "gave given handed sent told provided supplied showed shown passed released published shared read wrote".split()
)


def _as_saying(p: Passage, at: int, cues: Cues) -> bool:
    if p.words[at : at + 1] != ("as",) or at + 1 >= len(p.words):
        return False
    return cues.saying.get(p.words[at + 1]) == "ing" or p.words[at + 1] == "having"


def _carried(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``quoted by NAME`` behind a source; ``in remarks published by NAME``; ``whose remarks were published by NAME``."""
    word, first, first_at = p.words[at], p.starts[at], at
    at += p.words[at : at + 2] in {("picked", "up"), ("read", "out")}
    after = p.words[at + 1 : at + 2]
    if after in {("to",), ("with",)}:
        return _given(p, first_at, at, left, cues)
    by = _when_by(p, at)
    if by:
        at, after = by - 1, ("by",)
    if after not in {("by",), ("on",), ("in",)} or (first_at == first and (word not in _QUOTED or after != ("by",))):
        return None
    end = _name_end(p, at + 2, cues)
    if end <= at + 2 or (after != ("by",) and not _medium(p, at + 2, end, cues)):
        return None
    while p.words[end : end + 1] == ("and",) and _printed_by(
        p, end + 1
    ):  # "published on a website and translated by NAME"
        at, end = end + 1, _name_end(p, end + 3, cues)
        if end <= at + 2:
            return None
    begin = _aside_begin(p, first_at, end, after == ("by",), cues)
    if begin is None or _as_saying(p, end, cues):
        return None  # "is quoted by NAME as saying": a cue, not an aside
    name = p.span(at + 2, _trimmed(p, at + 2, end))
    stop = _closed(p, begin, end, left, cues)
    return Relay(name, p.span(at, at + 2), p.span(begin, stop), True, None, f"carried-by: {word}"), begin, stop


def _aside_begin(p: Passage, at: int, end: int, by: bool, cues: Cues) -> int | None:
    """Return where the aside of the participle at ``at`` begins, which a name up to ``end`` follows; nothing where it is none."""
    word, first = p.words[at], p.starts[at]
    behind = begin = at - (at > first and p.words[at - 1] in {"as", "also", "first", "later", "widely"})
    while begin > first and p.words[begin - 1] in _BE:
        begin -= 1
    opening = next((i for i in range(begin - 1, max(first - 1, begin - 7), -1) if p.words[i] in _OPENS_ASIDE), -1)
    if at == first:
        return begin
    if begin < behind and (opening < 0 or p.words[opening] == "in"):
        return None  # a verb in the passive: only inside a relative clause
    if begin < behind or (opening >= 0 and p.words[opening] == "in" and _adjunct(p, first, opening, at)):
        return opening - (opening > first and p.words[opening - 1] == ",")
    before, gotten = p.words[behind - 1] if behind > first else "", word in _GOTTEN and by
    if gotten and before in _FILES | cues.visual:
        return begin
    if gotten and before == "," and p.words[end : end + 1] == (",",):
        return behind - 1
    printed = word in _QUOTED or (word in {"published", "reported", "read"} and before in _TEXTS | {","})
    if not printed or before in cues.visual or before in _NOT_BEFORE:
        return None
    return behind - 1 if before == "," else begin


# how a text came to who shows it; not who made it ("a report released by the ministry")
_GOTTEN = frozenset("seen obtained reviewed viewed shared posted aired broadcast leaked verified heard".split())


def _given(p: Passage, at: int, to: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``minutes released to the Gazette [under …] show``, ``a letter shared with AFP``: the outlet hands on what it was given."""
    if at == p.starts[at] or p.words[at] not in _PRINTED or p.words[at - 1] not in _FILES | cues.visual:
        return None
    end = outlet(p, to + 2, p.ends[at], cues)
    if end <= to + 2:
        return None
    name = p.span(to + 2, end)
    if p.words[end : end + 1] == ("under",):
        law = next((i for i in range(end + 1, min(p.ends[at] - 1, end + _ADJUNCT)) if p.words[i] in _LAWS), end - 1)
        end = law + 1
    begin, how = at, "carried-by"
    opening = next((i for i in range(at - 1, max(p.starts[at] - 1, at - 6), -1) if p.words[i] == "in"), -1)
    if opening >= 0 and _adjunct(p, p.starts[at], opening, at):
        begin, how = opening - (opening > p.starts[at] and p.words[opening - 1] == ","), "heard-by"
    stop = _closed(p, begin, end, left, cues)
    return Relay(name, p.span(at, to + 2), p.span(begin, stop), True, None, f"{how}: {p.words[at]} to"), begin, stop


_LAWS = frozenset("law laws act rules request requests legislation".split())


def _when_by(p: Passage, at: int) -> int:
    """Return the place of "by" behind a time: ``serialised this week by NAME``; 0 without both."""
    for i in range(at + 1, min(p.ends[at] - 1, at + 4)):
        if p.words[i] == "by" and i > at + 1:
            return i
        if p.words[i] not in _WHEN | _WEEK | PLATFORMS:
            return 0
    return 0


PLATFORMS = frozenset(
    "telegram facebook twitter x instagram tiktok youtube whatsapp weibo vkontakte social media online".split()
)
_WEEK = frozenset("on week month year morning evening night afternoon".split())


def _adjunct(p: Passage, first: int, opening: int, at: int) -> bool:
    """Tell whether "in" opens an aside: at the sentence's head, behind a comma, or before a kind of text alone."""
    return opening == first or p.words[opening - 1] == "," or (at - opening <= 4 and p.words[at - 1] in _TEXTS)


_OPENS_ASIDE = frozenset("in whose which that who".split())
_NOT_BEFORE = frozenset("and or but not to it this".split())
_TEXTS = frozenset(
    "statement statements remarks comments interview communique letter report article message account accounts e-mail email memo note post"
    " posts document documents claim claims allegation allegations dispatch item clip video footage recording".split()
)
_FILES = _TEXTS | frozenset(  # what an outlet can get hold of
    """minutes transcript transcripts audio tape tapes screenshot screenshots file files record records filing filings papers cable cables
    memos letters emails e-mails messages texts diary diaries logs log notes draft audit inventory figures data affidavit complaint
    study survey""".split()
)


def _aside(p: Passage, at: int, cues: Cues) -> Taken | None:
    """``X says, according to NAME, that C``: between a word of saying and its content."""
    if at < 2 or p.words[at - 1] != "," or p.words[at + 1 : at + 2] != ("to",):
        return None
    end = _name_end(p, at + 2, cues)
    if end <= at + 2 or p.words[end : end + 1] != (",",) or end + 1 >= p.ends[at]:
        return None
    told = p.words[end + 1] == "that" and any(w in cues.hearing for w in p.words[max(p.starts[at], at - 5) : at - 1])
    if not told and p.words[at - 2] not in cues.saying:
        return None
    name = p.span(at + 2, end)
    return (
        Relay(name, p.span(at, at + 2), p.span(at - 1, end + 1), True, None, "carried-by: according to"),
        at - 1,
        end + 1,
    )


def _through_medium(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``In an interview with the Gazette, X said``, ``X, writing in Marl Letters, says``, ``speaking through an interpreter``."""
    first, word = p.starts[at], p.words[at]
    if word in _MOUTHS:
        return _interpreted(p, at, left, cues)
    begin = at
    if word in _ASKED and (at != first or p.words[at + 1 : at + 2] != ("by",)):
        return None
    if word in _TALK:
        begin = next((i for i in range(at - 1, max(first - 1, at - 6), -1) if p.words[i] in {"in", "during", "on"}), -1)
    set_off = begin == first or (begin > first and p.words[begin - 1] == ",")
    if begin < first or any(w in ENDS for w in p.words[begin:at]):
        return None
    if (
        not set_off
        and word != "writing"
        and not (word in _TALK and begin > first and p.words[begin - 1] in cues.saying)
    ):
        return None
    to = at + 1
    if p.words[to : to + 1] not in ({("by",)} if word in _ASKED else _WITH):
        return None
    end = outlet(p, to + 1, p.ends[at], cues)
    if end <= to + 1:
        return None
    if (
        word == "writing"
        and not set_off
        and not (p.words[end : end + 1] and cues.core.get(p.words[end], "ing") != "ing")
    ):
        return None
    name = p.span(to + 1, end)
    if p.words[end - 1].endswith("'s"):  # "on Tarn TV's Morning Hour"
        name = Span(name.start, name.end - 2)
    end = _past_adjunct(p, end)
    start = begin - (begin > first and p.words[begin - 1] == ",")
    stop = _closed(p, start, end, left, cues)
    return Relay(name, p.span(begin, to + 1), p.span(start, stop), True, None, f"heard-by: {word}"), start, stop


def _past_adjunct(p: Passage, at: int) -> int:
    """Return the end of "published at the weekend", "on Tuesday", behind a name, where a comma ends it; else ``at``."""
    last = min(p.ends[at - 1], at + _ADJUNCT)
    if at >= last or p.words[at] in {",", "that"}:
        return at
    stop = next((i for i in range(at, last) if p.words[i] in ENDS or p.words[i] in {"that", "who"}), -1)
    begins = p.words[at] in _PRINTED | {"on", "in", "at", "last", "this", "under", "earlier"} or p.capital(at)
    return stop if stop > 0 and begins and p.words[stop] in {",", "."} else at


_ADJUNCT = 9  # words


_ISSUED = frozenset("issued released read given sent made".split())


def _interpreted(p: Passage, at: int, left: Sequence[int], cues: Cues) -> Taken | None:
    """``Speaking through an interpreter, X said``: the interpreter carries what X says."""
    first = p.starts[at]
    by = next((i for i in range(at - 1, max(first - 1, at - 5), -1) if p.words[i] in {"through", "via"}), -1)
    if by < first or any(w in ENDS for w in p.words[by:at]):
        return None
    begin = by - (by > first and p.words[by - 1] in _TALKING | {"spoke"})
    issued = next((i for i in range(begin - 1, max(first - 1, begin - 6), -1) if p.words[i] == "in"), -1)
    if begin > first and p.words[begin - 1] in _ISSUED and issued >= 0:
        begin = issued  # "in a statement issued through her lawyer"
    if begin > first and p.words[begin - 1] != "," and not p.words[at].startswith(("interpreter", "translator")):
        return None
    if begin > first and p.words[begin - 1] == ",":
        begin -= 1
    stop = _closed(p, begin, at + 1, left, cues)
    return (
        Relay(p.span(by + 1, at + 1), p.span(by, by + 1), p.span(begin, stop), True, None, "heard-by: interpreter"),
        begin,
        stop,
    )


def _medium(p: Passage, begin: int, end: int, cues: Cues) -> bool:
    return any(w in cues.media for w in p.words[begin:end])


# ---- the name -----------------------------------------------------------------------------------------------------------


def _name_end(p: Passage, start: int, cues: Cues) -> int:
    """Return the end of the noun phrase that begins at ``start``: before a mark, a verb of saying or the next relay."""
    at, last = start, min(p.ends[start] if start < len(p.words) else 0, start + PHRASE)
    if at < last and p.words[at] == '"':  # citing "informed circles"
        begin, end = p.quotes[p.quoted[at]] if p.quoted[at] >= 0 else (at, at)
        return end if begin == at and end - begin <= _QUOTED_NAME and end < p.ends[start] else start
    while at < last and not _stops(p, at, start, cues):
        at += 1
    if start < at < last and p.words[at] in {"who", "which"} and p.words[at - 1] != ",":
        at = _with_relative(p, at, last, cues)
    return _with_apposition(p, start, at, cues)


_QUOTED_NAME = 8  # words of a name in quotation marks, these included


def _with_relative(p: Passage, at: int, last: int, cues: Cues) -> int:
    """Return the end of "who flew the machines", or ``at`` where the clause says something itself or never ends."""
    for i in range(at + 1, last):
        if i <= at + 4 and (p.words[i] in cues.core or p.words[i] in _CITED | _CITING):
            return at
        if p.words[i] in {",", "."}:
            return i
        if p.words[i] in ENDS or p.quoted[i] >= 0 or p.words[i] == "that":
            return at
    return at


def _printed_by(p: Passage, at: int) -> bool:
    return at < len(p.words) and p.words[at] in _PRINTED and p.words[at + 1 : at + 2] == ("by",)


def _stops(p: Passage, at: int, start: int, cues: Cues) -> bool:
    word = p.words[at]
    if at > start and p.words[at - 1] in DETERMINERS and word not in ENDS and p.quoted[at] < 0:
        return False  # "an informed source"
    if word in _PRINTED and p.words[at + 1 : at + 2] == ("by",) and p.words[at - 1] in _TEXTS and at == start + 2:
        return False  # "an account published by the Emergency Room"
    if p.quoted[at] >= 0 or word in _FOLLOWS or word in _CITING or p.words[at : at + 2] == ("in", "which"):
        return True
    if word == "and" and _printed_by(p, at + 1):
        return True
    if word in ENDS:
        return not (word == "." and len(p.words[at - 1]) <= 4 and at + 1 < p.ends[at] and at > start)
    if word in _BE or (word in _QUOTED and p.words[at + 1 : at + 2] == ("by",)):
        return at > start
    if word in _REPORTS and (p.words[at - 1] in _PLAIN or at == start):
        return False
    plain = cues.core.get(word) in {"past", "third"} or (cues.saying.get(word) == "past" and word not in cues.nouns)
    plain = plain or (cues.core.get(word) == "base" and word not in cues.ambiguous)  # "the state agency"
    plain = plain or cues.showing.get(word) == "third" or (word in cues.showing and _shows(p, at))
    return at > start and plain and not p.capital(at)


def _shows(p: Passage, at: int) -> bool:
    """Tell whether a word like "show", "found" is the verb of what its text shows: ``papers seen by the Gazette [show] that``."""
    after = p.words[at + 1 : at + 2]
    opened = after in {("that",), ("how",)} or (after and (after[0] in DETERMINERS or after[0][0].isdigit()))
    return opened or (after == (".",) and p.words[at - 1] not in _SHOWS_NAMED and p.words[p.ends[at] - 1] == ".")


_SHOWS_NAMED = frozenset("tv radio talk game reality chat the a".split())  # "the TV show"


def _with_apposition(p: Passage, start: int, end: int, cues: Cues) -> int:
    """Return ``end``, or the end of "…, the head of the union" where a verb of saying or "that" follows its comma."""
    if end == start or p.words[end : end + 1] != (",",) or end + 2 >= p.ends[start]:
        return end
    if p.words[end + 1] not in DETERMINERS | {"who"}:
        return _with_name(p, start, end, cues)
    stop = next((i for i in range(end + 2, min(p.ends[start] - 1, end + 14)) if p.words[i] in ENDS), 0)
    if not stop or p.words[stop] != ",":
        return end
    speaks = p.words[end + 1] == "who" and any(p.words[i] in cues.core for i in range(end + 2, stop))
    after = p.words[stop + 1]
    return stop if not speaks and (after == "that" or cues.core.get(after) in {"past", "third"}) else end


def _with_name(p: Passage, start: int, end: int, cues: Cues) -> int:
    """Return ``end``, or the end of the name of whom the words describe: ``citing the gang's chief, [Oda Marn], X maintains``."""
    stop = next((i for i in range(end + 1, min(p.ends[start] - 1, end + 6)) if not p.capital(i)), 0)
    full = stop > end + 2 and p.words[stop] == "," and p.words[start] in DETERMINERS
    return stop if full and not p.capital(end - 1) and cues.saying.get(p.words[stop + 1]) in {"past", "third"} else end


def _trimmed(p: Passage, start: int, end: int) -> int:
    """Return the end of the name without "on Saturday", "in an interview" behind it."""
    for at in range(start + 1, end):
        word, after = p.words[at], p.words[at + 1 : at + 2]
        timed = word in _BEFORE_TIME and after and (after[0] in _WHEN or after[0][:1].isdigit())
        named = at + 1 < end and p.capital(at) and p.capital(at + 1)  # "the Sunday Chronicle"
        if p.words[at - 1] in _SENT:
            return end  # "an e-mail sent out on Saturday"
        if timed or (word in _WHEN and word not in {"may", "march", "this"} and not named):
            return at
        if word in {"in", "during"} and p.words[at + 1 : at + 3] in _INTERVIEW:
            return at
    return end


_SENT = frozenset("out sent made published posted shared released dated recorded filed".split())
_INTERVIEW = frozenset({("an", "interview"), ("a", "report"), ("a", "statement"), ("its", "report"), ("a", "tweet")})


def _closed(p: Passage, begin: int, stop: int, left: Sequence[int], cues: Cues) -> int:
    """Return ``stop``, or one word more where the comma behind only closes the aside."""
    if p.words[stop : stop + 1] != (",",) or stop + 1 >= p.ends[begin]:
        return stop
    if begin > 2 and p.words[begin - 1] in cues.saying and _breaks_in(p, begin - 2):
        return stop  # "the ministry, he added, citing Y, denies it"
    opened = p.words[begin] == "," or begin == p.starts[begin] or (not left or left[-1] != begin - 1)
    after = next((w for w in p.words[stop + 1 : p.ends[begin]] if w not in _ADVERBS), "")
    goes_on = begin == p.starts[begin] or after in _BE or after == "that" or p.quoted[stop + 1] >= 0
    return stop + 1 if opened and (goes_on or _finite(after, cues)) else stop


def _breaks_in(p: Passage, at: int) -> bool:
    return p.words[at] in _BREAKING and at > 0 and p.words[at - 1] == ","


_BREAKING = frozenset("he she they it".split())
_ADVERBS = frozenset("now also later then has have had earlier".split())


def _finite(word: str, cues: Cues) -> bool:
    tables = (cues.saying, cues.thinking, cues.showing, cues.judging)
    return word in cues.estimating or any(table.get(word, "ing") != "ing" for table in tables)
