"""The counts of a sentence -> what happened to each: by the words around it, or as its neighbour has it.

coordinated := count ("," | "and" | "including" ...)+ count            "killing 15 soldiers and three civilians"
distributed := count … place … ("," | "and" | ";")+ number place       "four died in Selby, three in Marn"
elliptic    := count … joining word … voice … number                   "12 people died, but the rebels said 30"
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.quantity import Words
from firsthand.records import Role
from firsthand.statement.quantities.counts import MONTHS, Counted
from firsthand.statement.quantities.frames import BE, HAVE, LIGHT, REACH, RELATIVES, SPEECH, STOP, Frames, Link
from firsthand.statement.quantities.linking import link_of
from firsthand.statement.quantities.phrase import Around
from firsthand.statement.quantities.tally import asked, names_tally

_ENDS: tuple[list[str], ...] = ([], ["."], [","], [";"], ["!"])
_APART = frozenset({",", ";", "and", "but"})
_GIVEN = 7  # tokens before the number: "put the number of the dead at"
_GIVES = frozenset("said says claimed claims reported reports counted counts confirmed confirms".split())


def linked(f: Frames, w: Words, found: Sequence[Counted], named: frozenset[int]) -> list[Link | None]:
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
        link = _part_of(w, here, links[k - 1] if k else None) or link_of(f, w, here, around)
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


_LASTING = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED, Role.MISSING})


def _whole(f: Frames, w: Words, here: Counted) -> Link:
    """Return the link of a count of which the one before is a part: "18 of the 31 lorries"; "three of the 22 dead" says more."""
    c, p = here
    use = f.at(w, c.last, "participle", "adjective") or (f.at(w, p.head, "noun") if p.head >= 0 else None)
    if use is None or use.role not in _LASTING:
        return Link(None, "whole: of which the count before is a part", 3)
    return Link(use.role, f"whole: {' '.join(use.words)}", 3)


TOLLS = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED, Role.CAPTURED, Role.MISSING, Role.DISPLACED})
_LED_TO = 6  # tokens before a total: "bringing the overall total to"
_BRINGS = frozenset(
    "bring brings bringing brought take takes taking took raise raises raising raised push pushes pushing".split()
)


def _brought(w: Words, here: Counted, link: Link, before: Link | None) -> Link:
    """Return a total to which the count before it brings those like it: "three more bodies were found, taking the total to 41"."""
    led = w.word[max(0, here.number.first - _LED_TO) : here.number.first]
    if before is None or before.role not in TOLLS or led[-1:] != ["to"] or _BRINGS.isdisjoint(led):
        return link
    return link._replace(role=before.role, because=_through("brought", before))


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


_AT = frozenset("in at near outside on".split())
_THE = (["the"], ["a"], ["an"])
_PLACE_ENDS = frozenset({",", ".", ";", ")", "on", "and", "but", "when", "while", "after", "as", "since"})


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


_JOINING = frozenset("but while whereas though although and ;".split())


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


_VOICE = 4  # tokens of who gives the second number: "the town's two hospitals"
_GIVING = SPEECH | frozenset("put puts gave gives counted counts spoke speak speaks estimated listed lists".split())


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


_NO_VOICE = (
    STOP
    | LIGHT
    | MONTHS
    | frozenset(
        "a an at another more in all of it they he she we you i"
        " monday tuesday wednesday thursday friday saturday sunday".split()
    )
)


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


_SPEAKS = frozenset("speak speaks spoke spoken".split())
_PUTS = frozenset("put puts set sets placed places gave gives estimated estimates".split())
_TALLIES = frozenset("toll number figure count total tally casualties losses deaths dead".split())


def _puts(near: Sequence[str]) -> bool:
    """Tell whether the words before a number put a tally at it: "put it at", "the toll was", "spoke of"."""
    if near[-1:] == ["of"] and not _SPEAKS.isdisjoint(near[-2:]):
        return True
    be = next((i for i, word in enumerate(near) if word in {"is", "was"}), -1)
    verb = next((i for i, word in enumerate(near) if word in _PUTS), -1)
    if be >= 0:
        return (be == len(near) - 1 or verb > be) and names_tally(near[:be], _TALLIES)
    return verb >= 0 and near[-1] in {"at", "as", "of"} and names_tally(near[verb + 1 : -1], _TALLIES)


_GRAVELY = frozenset("seriously critically severely badly gravely slightly lightly".split())


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


_LONGEST_REASON = 200  # characters; a list of counts hands its role on from one to the next, and may have no end


def _through(how: str, link: Link) -> str:
    """Return why a count has the role of its neighbour; beyond a dozen neighbours the chain is not told any longer."""
    return link.because if len(link.because) > _LONGEST_REASON else f"{how}: {link.because}"


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
