"""Article -> counts, as ranges with unit and role."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.quantity import Count, Range, Words, bare_words, numerals, words
from firsthand.records import Article, Label, Quantity, Role
from firsthand.spans import Span
from firsthand.statement.counts import MONTHS, Counted, Counting, counts
from firsthand.statement.memory import remembered
from firsthand.statement.tolls import (
    BE,
    CARDINALS,
    HAVE,
    LIGHT,
    MOVED,
    REACH,
    RELATIVES,
    SPEECH,
    STOP,
    Frames,
    Link,
    asked,
    bearing,
    far_left,
    far_right,
    frames,
    inside,
    names_tally,
    near_left,
    near_right,
    summed_up,
    tally,
    to_hospital,
    topic,
)

_DIGIT = re.compile(r"\d")
_NONE = frozenset({"no", "nobody", "none"})
_CAPITALS = re.compile(r"[A-Z][A-Z0-9.-]+\b")
_CAPITAL = re.compile(r"\b[A-Z]")
_ADJUNCT = frozenset({"in", "on", "at", "from", "near", "inside", "aboard", "by", "against"})
_LOST = frozenset(
    {"governor-before: lost", "governor-before: losing", "governor-before: lose", "nominal-before: loss of"}
)
_TARGETS = frozenset({"target", "targets"})  # may be persons
_PLACES = frozenset(
    """village villages town towns city cities hill hills position positions post posts checkpoint checkpoints districts
    areas provinces points seats""".split()
)  # lost or captured they change hands, they are not destroyed


@cache
def _counting(known: Lexicon) -> Counting:
    table = known.table("numbers")
    names = table["names"]
    return Counting(
        numerals(table),
        frames(known.table("roles"), _voices(known)),
        frozenset(names["before"]),
        frozenset(names["ages"]),
        frozenset(names["parents"]),
    )


def _voices(known: Lexicon) -> frozenset[str]:
    """Return the last words of what describes a source that speaks: "rebels", "ministry"."""
    table = known.table("source_words")
    silent = {"visual", "document"}
    described = [x for kind, phrases in table["heads"].items() if kind not in silent for x in phrases]
    return frozenset(
        x.split()[-1] for x in (*described, *(y for them in table["anonymous_types"].values() for y in them))
    )


def count(article: Article, labels: Sequence[Label], known: Lexicon) -> tuple[Quantity, ...]:
    """Return the counts of ``article`` in order; ``labels`` are the places where it names actors."""
    ordered = sorted(labels, key=lambda x: (x.start, x.end, x.actor))
    starts = [x.start for x in ordered]
    out: list[Quantity] = []
    for sentence in article.sentences:
        start, end = sentence.start, sentence.end
        own = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        spans = tuple([Span(x.start - start, x.end - start) for x in own])
        for told in _told(article.text[start:end], spans, known):
            told = _of_before(told, out[-1] if out else None, article.text, start + told.span.start)
            of = own[told.of].actor if told.of >= 0 else None
            low, high = told.number.low, told.number.high
            first, last = start + told.span.start, start + told.span.end
            out.append(
                Quantity(
                    article.id,
                    first,
                    last,
                    low,
                    high,
                    told.unit,
                    told.role,
                    of,
                    article.text[first:last],
                    told.because,
                    dict(told.profiles),
                )
            )
    return tuple(out)


def _of_before(told: _Told, before: Quantity | None, text: str, at: int) -> _Told:
    """Return a bare number that somebody gives as one of what was counted last, in the sentence before or in its own.

    "Twelve people were killed. The rebels put it at 30": 30 killed.
    """
    given = told.role is Role.OTHER and told.because.startswith(("given:", "gapped: given:"))
    if not given or before is None or before.role not in _TOLLS or _SENTENCES.findall(text, before.end, at)[1:]:
        return told
    made = Count(0, 0, told.number, "", told.number.low)
    return told._replace(role=before.role, unit=before.unit, profiles=profiles(before.role, made))


_SENTENCES = re.compile(r"[.!?]\s+|\n+|;")
_TOLLS = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED, Role.CAPTURED, Role.MISSING, Role.DISPLACED})


class _Told(NamedTuple):
    """A count of one sentence; ``of`` says which of the actors named in the sentence is counted, -1 for none."""

    span: Span
    number: Range
    unit: str
    role: Role
    of: int
    because: str
    profiles: Mapping[str, tuple[int, int | None]]


@remembered
def _told(text: str, actors: tuple[Span, ...], lexicon: Lexicon) -> tuple[_Told, ...]:
    """Return the counts of the sentence ``text``, in which actors are named under the spans ``actors``."""
    known, folded = _counting(lexicon), fold(text)
    if not _may_count(known, folded):
        return ()
    w = words(folded)
    found = counts(known, w, _acronyms(text, w))
    links = _links(known.frames, w, found, _tokens(_CAPITAL, text, w))
    return tuple(
        _record(w, counted, link, actors)
        for counted, link in zip(found, links, strict=True)
        if _worth_saying(known.frames, w, counted, link)
    )


def _may_count(known: Counting, folded: str) -> bool:
    """Tell whether a sentence holds a number, or a person and what befell one: the others cost only this look."""
    if _DIGIT.search(folded):
        return True
    said = set(bare_words(folded, 0, len(folded)))
    if not known.grammar.first_words.isdisjoint(said):
        return True
    f = known.frames
    return not (f.persons.isdisjoint(said) and _NONE.isdisjoint(said)) and not f.starts.keys().isdisjoint(said)


def _acronyms(text: str, w: Words) -> frozenset[int]:
    """Return the tokens in capitals among words that are not ("ISIS fighters"): names, never a head noun."""
    if text.isupper():
        return frozenset()
    at = _tokens(_CAPITALS, text, w)
    return at if 3 * len(at) < len(w.word) or len(at) < 2 else frozenset()


def _tokens(form: re.Pattern[str], text: str, w: Words) -> frozenset[int]:
    """Return the tokens at which ``form`` is found in the text as it is written."""
    return frozenset(bisect_left(w.start, m.start()) for m in form.finditer(text))


# ---- what happened to the counted ---------------------------------------------------------------------------------------


class Around(NamedTuple):
    """Where a count stands among the others: the end of the one before, the start of the one after, the sentence's end.

    ``waiting``: the count before it still waits for its verb ("14 people in two cars were killed").
    """

    begin: int
    near: int
    end: int
    waiting: bool


def _links(f: Frames, w: Words, found: Sequence[Counted], named: frozenset[int]) -> list[Link | None]:
    """Return the link each count has by itself or through one it is coordinated with; ``named`` are tokens with a capital."""
    links: list[Link | None] = []
    n = len(w.word)
    for k, here in enumerate(found):
        previous = found[k - 1].phrase.last if k else 0
        if k and here.number.last <= previous:
            links.append(_whole(f, w, here))
            continue
        near = found[k + 1].number.first if k + 1 < len(found) else n
        around = Around(previous, near, n, k > 0 and links[k - 1] is None)
        link = _part_of(w, here, links[k - 1] if k else None) or _link(f, w, here, around)
        if link is not None and link.role is None and k:
            link = _brought(w, here, link, links[k - 1])
        if link is None and k:
            link = _inherited(f, w, found[k - 1], here, links[k - 1])
        if k and (link is None or _in_hospital_too(link, links[k - 1])):
            link = _distributed(f, w, found[k - 1], here, links[k - 1]) or link
        if here.phrase.head < 0 and (link is None or link.role is None):
            link = (
                (_elliptic(f, w, found[k - 1], here, links[k - 1], named) if k else None) or link or _given(f, w, here)
            )
        links.append(link)
    for k in range(len(found) - 2, -1, -1):  # 15 soldiers and three civilians were killed
        after = links[k + 1]
        if links[k] is None and after is not None and after.because.startswith(("predicate", "coordinated")):
            if _joins_subjects(f, w, found[k].phrase.last, found[k + 1].number.first):
                links[k] = Link(after.role, _through("coordinated", after), after.strength)
    return links


def _whole(f: Frames, w: Words, here: Counted) -> Link:
    """Return the link of a count of which the one before is a part: "18 of the 31 lorries"; "three of the 22 dead" says more."""
    c, p = here
    use = f.at(w, c.last, "participle", "adjective") or (f.at(w, p.head, "noun") if p.head >= 0 else None)
    if use is None or use.role not in _LASTING:
        return Link(None, "whole: of which the count before is a part", 3)
    return Link(use.role, f"whole: {' '.join(use.words)}", 3)


_LASTING = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED, Role.MISSING})


def _brought(w: Words, here: Counted, link: Link, before: Link | None) -> Link:
    """Return a total to which the count before it brings those like it: "three more bodies were found, taking the total to 41"."""
    led = w.word[max(0, here.number.first - _LED_TO) : here.number.first]
    if before is None or before.role not in _TOLLS or led[-1:] != ["to"] or _BRINGS.isdisjoint(led):
        return link
    return link._replace(role=before.role, because=_through("brought", before))


_LED_TO = 6  # tokens before a total: "bringing the overall total to"
_BRINGS = frozenset(
    "bring brings bringing brought take takes taking took raise raises raising raised push pushes pushing".split()
)


def _inherited(f: Frames, w: Words, before: Counted, here: Counted, link: Link | None) -> Link | None:
    """Return the link of the count before for one joined to it: "killing 15 soldiers and three civilians"."""
    if link is None or not _coordinated(w, before.phrase.last, here.number.first) or _begins_anew(w, before, here):
        return None
    if link.because.startswith("head-noun") and here.phrase.head >= 0:
        return None  # "four deaths, 17 cases": what the first noun says is said of its own count alone
    thing = here.phrase.head >= 0 and w.word[here.phrase.head] in f.things
    return Link(
        Role.DESTROYED if thing and link.role is Role.KILLED else link.role,
        _through("coordinated", link),
        link.strength,
    )


def _begins_anew(w: Words, before: Counted, here: Counted) -> bool:
    """Tell whether a count behind a mere comma is the subject of a clause: "killing 14, a shopkeeper who saw it said"."""
    following = "".join(w.word[here.phrase.last : here.phrase.last + 1])
    if w.word[before.phrase.last : here.number.first] != [","]:
        return False
    return following in SPEECH | BE | HAVE or (here.number.rule == "one-person" and following in RELATIVES)


def _distributed(f: Frames, w: Words, before: Counted, here: Counted, link: Link | None) -> Link | None:
    """Return the link of the count before for a bare number of the same at another place: "four died in Selby, three in Marn".

    distributed := count … place … ("," | "and" | ";")+ number place end;   place := preposition ["the" | "a" | "an"] word
    """
    between, last = w.word[before.phrase.last : here.number.first], here.phrase.last
    if here.phrase.head >= 0 and w.word[here.phrase.head] not in {"others", "more"}:
        return None
    if here.number.kind != "count" or before.number.kind != "count" or not 0 < len(between) <= REACH:
        return None
    if between[-1] not in _APART or _AT.isdisjoint(between) or w.word[last : last + 1] == [] or w.word[last] not in _AT:
        return None
    end = last + 2 + (w.word[last + 1 : last + 2] in _THE)
    if end < len(w.word) and w.word[end] not in _PLACE_ENDS:  # a longer place may hold a verb: "300 in Marn protested"
        return None
    if any(x in BE | HAVE | RELATIVES | SPEECH | _PLACE_ENDS for x in w.word[last + 1 : end]):
        return None
    if any(f.at(w, k, "participle", "intransitive") is not None for k in range(last + 1, min(end, len(w.word)))):
        return None
    head = before.phrase.head if before.phrase.head >= 0 or link is None else link.head
    if link is None:
        return None if head < 0 else Link(None, "distributed", 1, head)
    return Link(link.role, _through("distributed", link), link.strength, head)


def _in_hospital_too(link: Link, before: Link | None) -> bool:
    """Tell whether who is "in hospital" died there: "11 died at the scene and two in hospital"."""
    return link.because == "predicate-after: in hospital" and before is not None and before.because.endswith(" died")


_AT = frozenset("in at near outside on".split())
_THE = (["the"], ["a"], ["an"])
_PLACE_ENDS = frozenset({",", ".", ";", ")", "on", "and", "but", "when", "while", "after", "as", "since"})


def _elliptic(
    f: Frames, w: Words, before: Counted, here: Counted, link: Link | None, named: frozenset[int]
) -> Link | None:
    """Return the link of the count before, for a bare number that another gives: "12 people died, but the rebels said 30".

    elliptic := joining word … (word of saying | "spoke of" | verb tally ("at" | "as") | tally ["was" "put"] …) number end
    """
    first, last = here.number.first, here.number.last
    between = w.word[before.phrase.last : first]
    ends = w.word[last : last + 1] in _ENDS
    if link is not None and here.number.kind == "count" and _gapped(f, w, before, here, ends, named):
        return Link(link.role, _through("gapped", link), link.strength, before.phrase.head)
    if link is None or not (ends and here.number.kind == "count" and _JOINING.intersection(between)):
        return None
    begin = max(i for i, word in enumerate(between) if word in _JOINING) + 1
    if not (between[-1] in _GIVES or _puts(between[max(begin, len(between) - _GIVEN) :])):
        return None
    return Link(link.role, _through("elliptic", link), link.strength, before.phrase.head)


def _gapped(f: Frames, w: Words, before: Counted, here: Counted, ends: bool, named: frozenset[int]) -> bool:
    """Tell whether a second voice gives a bare number with the first one's verb, or each is named behind its number.

    gapped := count … ("," | ";" | "and" | "but") voice ["of" | "at"] number end     "put it at 12, the rebels 30"
            | count "according to" voice ("," | "and" | "but")+ number "according to"
    """
    between = w.word[before.phrase.last : here.number.first]
    if w.word[here.number.last : here.number.last + 2] == ["according", "to"]:
        return "according" in between and between[-1] in _APART
    at = max((i for i, word in enumerate(between) if word in _APART), default=-1)
    voice = between[at + 1 :]
    if voice[-1:] in (["of"], ["at"]) and voice[-1] == w.word[before.number.first - 1]:
        voice = voice[:-1]  # "spoke of 12 dead, the rebels of 30"
    given = not _GIVING.isdisjoint(w.word[max(0, before.number.first - REACH) : before.number.first])
    begin = before.phrase.last + at + 1
    called = not named.isdisjoint(range(begin, begin + len(voice)))
    speaks = called or not f.voices.isdisjoint(voice)  # not "the price 30"
    return ends and given and speaks and at >= 0 and len(voice) <= _VOICE and all(_may_name(f, word) for word in voice)


def _may_name(f: Frames, word: str) -> bool:
    """Tell whether a word may stand in the name of a voice: no verb that is known, no pronoun or word of grammar."""
    return word not in _NO_VOICE and not word.endswith("ed") and all(u.kind == "noun" for u in f.starts.get(word, ()))


def _given(f: Frames, w: Words, here: Counted) -> Link | None:
    """Return that somebody gives a bare number: "the rebels put it at 13", "13 according to", "how many died: the army said 13"."""
    c = here.number
    if c.kind != "count" or not c.rule.endswith("number"):
        return None
    near, following = w.word[max(0, c.first - _GIVEN) : c.first], w.word[c.last : c.last + 2]
    said = near[-1:] != [] and near[-1] in _GIVES and following[:1] in _ENDS
    if said or following == ["according", "to"] or (near[-2:-1] == ["it"] and _puts(near)):
        return Link(asked(f, w, c.first), "given: somebody's number", 1)
    return None


def _puts(near: Sequence[str]) -> bool:
    """Tell whether the words before a number put a tally at it: "put it at", "the toll was", "spoke of"."""
    if near[-1:] == ["of"] and not _SPEAKS.isdisjoint(near[-2:]):
        return True
    be = next((i for i, word in enumerate(near) if word in {"is", "was"}), -1)
    verb = next((i for i, word in enumerate(near) if word in _PUTS), -1)
    if be >= 0:
        return (be == len(near) - 1 or verb > be) and names_tally(near[:be], _TALLIES)
    return verb >= 0 and near[-1] in {"at", "as", "of"} and names_tally(near[verb + 1 : -1], _TALLIES)


_ENDS: tuple[list[str], ...] = ([], ["."], [","], [";"], ["!"])
_APART = frozenset({",", ";", "and", "but"})
_VOICE = 4  # tokens of who gives the second number: "the town's two hospitals"
_NO_VOICE = STOP | LIGHT | MONTHS | frozenset("a an at another more in all of it they he she we you i".split())
_NO_VOICE |= frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_GIVEN = 7  # tokens before the number: "put the number of the dead at"
_JOINING = frozenset("but while whereas though although and ;".split())
_GIVING = SPEECH | frozenset("put puts gave gives counted counts spoke speak speaks estimated listed lists".split())
_GIVES = frozenset("said says claimed claims reported reports counted counts confirmed confirms".split())
_SPEAKS = frozenset("speak speaks spoke spoken".split())
_PUTS = frozenset("put puts set sets placed places gave gives estimated estimates".split())
_TALLIES = frozenset("toll number figure count total tally casualties losses deaths dead".split())


def _part_of(w: Words, here: Counted, previous: Link | None) -> Link | None:
    """Return the link of the count before, for a part of it: "12 injured, including 2 minors", "three of them children"."""
    if previous is None or previous.role is None:
        return None
    lead = w.word[max(0, here.number.first - 3) : here.number.first]
    following = w.word[here.number.last : here.number.last + 2]
    of_them = following in (["of", "them"], ["of", "whom"]) and lead[-1:] in ([","], ["with"], ["-"], ["("])
    if previous.role is Role.WOUNDED and lead[-1:] == [","] and not _GRAVELY.isdisjoint(following[:1]):
        return Link(previous.role, _through("part", previous), 2)  # "40 were hurt, ten critically"
    among = lead[-1:] == ["including"] or lead[-2:] == ["among", "them"]
    if of_them or (among and w.word[here.phrase.last : here.phrase.last + 1] != ["were"]):
        return Link(previous.role, _through("part", previous), 2)
    return None


_GRAVELY = frozenset("seriously critically severely badly gravely slightly lightly".split())


def _through(how: str, link: Link) -> str:
    """Return why a count has the role of its neighbour; beyond a dozen neighbours the chain is not told any longer."""
    return link.because if len(link.because) > _LONGEST_REASON else f"{how}: {link.because}"


_LONGEST_REASON = 200  # characters; a list of counts hands its role on from one to the next, and may have no end


def _link(f: Frames, w: Words, here: Counted, a: Around) -> Link | None:
    """Return the first link that the grammar finds for one count, fitted to what is counted."""
    c, p = here
    if c.kind != "count" or (p.head >= 0 and w.word[p.head] in f.measures):
        return None
    following = w.word[p.last] if p.last < a.end else ""
    adjunct = a.waiting and w.word[c.first - 1] in _ADJUNCT
    verb_is_another = adjunct and (following in BE or following in {"have", "has", "had"})
    link = None if verb_is_another else near_right(f, w, p.last, a.end)
    left = near_left(f, w, c.first, a.begin)
    cared_for = link is not None and link.because.endswith(" to hospital")
    if link is None or (left is not None and (_outlasts(left.role, link.role) or (cared_for and left.strength > 2))):
        link = left  # "the bodies of 12 were taken away"
    carried = inside(f, w, p)
    dead = cared_for and carried is not None and carried.role is Role.KILLED  # "12 bodies were taken to hospital"
    if link is None or dead or (carried is not None and _outlasts(carried.role, link.role)):
        link = carried
        if link is not None and link.strength == 1 and _released(f, w, here, following):
            return None
    if link is None:
        next_is_adjunct = not adjunct and a.near < a.end and w.word[a.near - 1] in _ADJUNCT
        link = (
            tally(f, w, p, 0)
            or topic(f, w, p)
            or summed_up(f, w, p.last, a.end)
            or far_right(f, w, p, a.end if next_is_adjunct else a.near)
            or far_left(f, w, c.first, a.begin)
            or bearing(f, w, p.last, a.near)
        )
    if link is not None and link.role in MOVED and to_hospital(w, p.last, a.end, sent=link.role is Role.DEPLOYED):
        link = link._replace(role=Role.WOUNDED)  # "sent 12 people to hospital"
    return None if link is None else _fitted(f, w.word[p.head] if p.head >= 0 else "", link)


def _released(f: Frames, w: Words, here: Counted, following: str) -> bool:
    """Tell whether a verb undoes the role that the head noun carries: "released 30 hostages", "12 hostages were freed"."""
    after = here.phrase.last + (following in BE)
    use = f.until(w, here.number.first, "participle", "active") or f.at(w, after, "participle", "intransitive")
    return use is not None and use.role is None


def _fitted(f: Frames, unit: str, link: Link) -> Link | None:
    """Return ``link`` as it fits what is counted: things are not captured or wounded, people are not destroyed."""
    person = unit in f.plural or unit in f.persons or unit.removesuffix("s") in f.persons
    if link.because in _LOST:
        if unit in f.things - _PLACES:
            return Link(Role.DESTROYED, link.because, 2)
        return Link(Role.KILLED, link.because, 2) if person else None
    if link.role is Role.CAPTURED and unit in f.things:
        return None
    if link.role is Role.KILLED and unit in f.things - _TARGETS:
        return Link(Role.DESTROYED, link.because, link.strength)
    if link.role is Role.DESTROYED and link.because.endswith("lost") and unit not in f.things - _PLACES:
        passive = not BE.isdisjoint(link.because.rpartition(": ")[2].split())  # "were lost"; "forty people lost power"
        return link._replace(role=Role.KILLED) if person and passive else None
    if link.role is Role.DESTROYED and person:
        return Link(Role.KILLED, link.because, link.strength) if "blown" in link.because else None
    if link.role is Role.WOUNDED and unit in f.things:  # "the wounded were taken to three hospitals"
        return Link(Role.DESTROYED, link.because, link.strength) if "burn" in link.because else None
    return link


def _outlasts(carried: Role | None, said: Role | None) -> bool:
    """Tell whether the role that a noun phrase carries stays whatever is done to it: bodies that are moved are dead."""
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


# ---- records -----------------------------------------------------------------------------------------------------------


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


def _worth_saying(f: Frames, w: Words, counted: Counted, link: Link | None) -> bool:
    """Tell whether the count counts something: words as loose as "many", and single persons, only with a role of their own."""
    c = counted.number
    if c.rule == "one-person":
        return (
            link is not None
            and link.role in {Role.KILLED, Role.WOUNDED, Role.CAPTURED, Role.MISSING, Role.KILLED_OR_WOUNDED}
            and link.strength >= 2
            and not link.because.startswith(("modifier", "tally"))
        )
    if c.rule.endswith("single") or (c.rule == "number" and w.word[c.first] == "one"):
        head = counted.phrase.head
        thing = head >= 0 and w.word[head] in f.things and w.word[head] not in f.measures
        return thing or (link is not None and link.role is not None)
    if c.rule == "none":
        return (
            link is not None
            and " can be " not in link.because
            and link.role is not None
            and link.because.startswith(("predicate-after", "head-noun", "governor-before", "modifier"))
        )
    if c.rule in _ONLY_WITH_ROLE:
        return link is not None and link.role is not None
    bare = counted.phrase.head < 0 and link is None and c.kind == "count" and c.rule.endswith("number")
    return not bare or _of_some(f, w, c)


def _of_some(f: Frames, w: Words, c: Count) -> bool:
    """Tell whether a number without a noun counts some of those spoken of: "nine of them", "eleven were children"."""
    first, second = (*w.word[c.last : c.last + 2], "", "")[:2]
    some = c.range != Range(1, 1) and (first == "are" or second in f.plural or second in _PAST)
    some_of = second in _SPOKEN_OF or (
        second in {"the", "those"} and c.last + 2 < len(w.word) and _numeral(w.word[c.last + 2])
    )
    return (first == "of" and some_of) or (first in {"were", "are", "have"} and some)


def _numeral(word: str) -> bool:
    """Tell whether ``word`` is a number: "two of the six"."""
    return word.isdigit() or word in CARDINALS


_PAST = frozenset("been not still under in at on among".split())  # "212 have been fined", "18 were under age"
_SPOKEN_OF = frozenset({"them", "these", "those", "whom"})


def _record(w: Words, counted: Counted, link: Link | None, actors: Sequence[Span]) -> _Told:
    """Return the count, belonging to the first actor named inside its noun phrase."""
    c, p = counted
    start, end = w.start[c.first], w.end[c.last - 1]
    role = link.role if link is not None and link.role is not None else Role.OTHER
    unit = {"percent": "percent", "money": "money"}.get(c.kind) or (
        w.word[p.head] if p.head >= 0 else w.word[link.head] if link is not None and link.head >= 0 else ""
    )
    because = f"{link.because if link else 'no-toll'}; {c.rule}"
    edge = w.end[p.last - 1] if p.last else end
    of = _first_within(actors, start, edge)
    if (
        of < 0 and link is not None and link.head >= 0 and not link.because.startswith("elliptic")
    ):  # "the number of Brovian fighters is 40"
        of = _first_within(actors, w.start[max(0, link.head - 4)], start)
    return _Told(Span(start, end), c.range, unit, role, of, because, profiles(role, c))


def _first_within(actors: Sequence[Span], start: int, end: int) -> int:
    """Return the place of the first of ``actors``, in order, that lies between two characters; -1 without one."""
    for n in range(bisect_left(actors, (start,)), len(actors)):
        if actors[n].start >= end:
            break
        if actors[n].end <= end:
            return n
    return -1


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
