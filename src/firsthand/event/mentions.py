"""Article + Account -> mentions: every place where a sentence says that something happened, with who, whom, where, when."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from firsthand.event.triggers import Kind, Trigger, triggers
from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import (
    Account,
    ActorId,
    Article,
    Label,
    PlaceMention,
    Quantity,
    Role,
    Sentence,
    Statement,
    StatementId,
    Status,
    Time,
    ZoneKind,
)
from firsthand.spans import Shelf, Span

Placed = TypeVar("Placed", Label, PlaceMention, Time, Quantity)

MOST_WORDS = (
    200  # of a sentence read together; what never stops (a list, a text without full stops) is read in stretches
)
READ = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION})
OUTCOME_REACH = 4  # words behind "wounded" in which those stand whom somebody wounded
MEANT_REACH = 8  # words in which "threatened to" stands before what is threatened
BY_REACH = 10  # words behind a trigger in which "by" names the agent
OBJECT_REACH = 14  # words behind an active verb in which its patients stand
SUBJECT_REACH = 30  # words before a verb in which its subject stands
TOLL_ROLES = frozenset({Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED, Role.MISSING, Role.DISPLACED, Role.CAPTURED})
_KILLS = frozenset(
    "kill murder massacre assassin execut slay slain slaughter death dead died dying perish behead lynch gunned bodies".split()
)
_HURTS = frozenset("wounded injured hurt".split())  # that somebody does to others, or that others are
_WOUNDS = ("wound", "injur")
# words behind a verb form that is no active verb: "four killed in a raid", "two injured, one missing"
_NO_OBJECT = frozenset(
    ", ; : and or by in on at near when as during after before while since for with from today yesterday".split()
)
_STOP = frozenset(". ; :".split())
_OBJECT_ENDS = frozenset("by who which when while after before because where that said stated according".split())
_OF = frozenset("of against on at".split())
# a time that outlasts one happening: who is counted over it was lost in many
_PERIOD = re.compile(
    r"\b(?:since|so far|this year|in recent|(?:in|over|during|within|for) (?:\S+ ){0,4}?(?:days|weeks|months?|years?|decades?))\b"
)
_A_DAY = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight overnight morning afternoon evening".split()
)
_ASIDE = frozenset(
    "where which who whose that after before worst deadliest bloodiest biggest largest heaviest first latest most".split()
)
_CAPTURE = re.compile(r"\w+(?:[.'\-]\w+)*|[,;:]")


@dataclass(frozen=True, slots=True)
class Said:
    """A label among the tokens of a sentence."""

    first: int
    last: int
    actor: ActorId
    tells: tuple[Span, ...] = ()  # what whom it names is said to say: "…, police chief Tolk said"


@dataclass(slots=True)
class Mention:
    """One happening as one sentence tells it; ids and indexes into the article's account."""

    kind: Kind
    sentence: int
    paragraph: int
    zone: ZoneKind
    start: int
    end: int
    word: str
    voice: str
    status: Status
    statements: list[StatementId]
    actors: list[ActorId] = field(default_factory=list)
    recipients: list[ActorId] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    counts: list[Quantity] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    instrument: str | None = None
    instrument_mode: str | None = None
    another: bool = False
    general: bool = False
    definite: bool = False  # "the attack": told before


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or a stretch of a very long one, with its words, and what the account has in it."""

    number: int
    sentence: Sentence
    words: list[str]
    starts: list[int]
    named: list[Label]
    labels: list[Said]
    places: list[PlaceMention]
    times: list[Time]
    counts: list[Quantity]
    statements: list[Statement]


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The small tables of ``events``, each list of phrases as one pattern, longer ones first."""

    tools: Mapping[str, str]
    tool: re.Pattern[str]
    blame_before: re.Pattern[str]
    blame_after: re.Pattern[str]
    light: frozenset[str]
    another: frozenset[str]
    general: frozenset[str]
    meant: frozenset[str]


@cache
def _phrases(known: Lexicon) -> _Phrases:
    table = known.table("events")
    tools = {w: mode for mode, them in table["instruments"].items() for w in them}
    return _Phrases(
        tools,
        _any_of(tools),
        _any_of(table["blame"]["before"]),
        _any_of(table["blame"]["after"]),
        frozenset(table["light"]["verbs"]),
        frozenset(table["another"]["words"]),
        frozenset(table["general"]["words"]),
        frozenset(table["meant"]["words"]),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")


def mentions(lines: Iterable[Line], account: Account, known: Lexicon) -> list[Mention]:
    """Return every mention of a happening in ``lines``, in order."""
    out: list[Mention] = []
    named = {a.id for a in account.actors if a.kind != "people"}
    for line in lines:
        names = [s for s in line.labels if s.actor in named]
        found = [
            t
            for t in triggers(line.words, known)
            if not any(_within_name(t, s) for s in names)
            and not any(x.start <= line.starts[t.first] < x.end for x in line.times)  # nobody marches on "15 March"
        ]
        out.extend(_mention(line, t, known) for t in found)
    return out


def _within_name(t: Trigger, s: Said) -> bool:
    """Tell whether a word is part of a longer name: the "Liberation Front" frees nobody."""
    return s.first <= t.first and t.last <= s.last and s.last - s.first > t.last - t.first


def blamed(lines: Iterable[Line], known: Lexicon) -> list[tuple[int, ActorId]]:
    """Return who is said to have done it, with the number of the sentence: "claimed responsibility", "attributed to"."""
    phrases = _phrases(known)
    out: list[tuple[int, ActorId]] = []
    for line in lines:
        if not line.labels:
            continue
        text = " ".join(line.words)
        at = {c: n for n, c in enumerate(_offsets(line.words))}
        for m in phrases.blame_before.finditer(text):
            them = [s for s in line.labels if s.last < at.get(m.start(), 0)]
            if them:
                out.append((line.number, them[-1].actor))
        for m in phrases.blame_after.finditer(text):
            n = at.get(m.start(), 0) + len(m.group().split())
            them = [s for s in line.labels if n <= s.first <= n + BY_REACH]
            if them:
                out.append((line.number, them[0].actor))
    return out


def places(account: Account) -> list[PlaceMention]:
    """Return the places that an account names, without months and days taken for places ("March 15")."""
    times = _shelf(account.times)
    return [p for p in account.places if not times.overlapping(Span(p.start, p.end))]


def _offsets(words: Sequence[str]) -> list[int]:
    out, at = [], 0
    for w in words:
        out.append(at)
        at += len(w) + 1
    return out


def lines(article: Article, account: Account) -> Iterator[Line]:
    """Yield the sentences of headline, body and captions."""
    folded = fold(article.text)
    named = _shelf(p for p in places(account) if p.place)
    labels, times, counts = _shelf(account.labels), _shelf(account.times), _shelf(account.quantities)
    said = Shelf((c, x) for x in account.statements for c in x.content)
    naming = Shelf((s, a.content) for a in account.attributions for s in a.source)
    for number, s in enumerate(article.sentences):
        if s.zone not in READ:
            continue
        every = [(a + s.start, b + s.start) for a, b in _captured(folded[s.start : s.end])]
        for at in range(0, len(every), MOST_WORDS):
            spans = every[at : at + MOST_WORDS]
            starts = [a for a, _ in spans]
            here = Span(starts[0] if at else s.start, every[at + MOST_WORDS][0] if spans[-1] != every[-1] else s.end)
            called = _inside(labels, here)
            yield Line(
                number,
                s,
                [folded[a:b] for a, b in spans],
                starts,
                called,
                [_said(x, starts, naming.around(Span(x.start, x.end))) for x in called],
                _inside(named, here),
                _inside(times, here),
                _inside(counts, here),
                list({x.id: x for x in said.overlapping(here)}.values()),
            )


@lru_cache(maxsize=1 << 12)  # sentences: copies have the same
def _captured(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(m.span() for m in _CAPTURE.finditer(sentence))


def _shelf(things: Iterable[Placed]) -> Shelf[Placed]:
    return Shelf((Span(x.start, x.end), x) for x in things)


def _inside(shelf: Shelf[Placed], here: Span) -> list[Placed]:
    return [x for x in shelf.overlapping(here) if here.start <= x.start and x.end <= here.end]


def _said(label: Label, starts: Sequence[int], told: Sequence[tuple[Span, ...]]) -> Said:
    first, last = bisect_right(starts, label.start) - 1, bisect_left(starts, label.end) - 1
    return Said(max(0, first), max(0, last), label.actor, tuple(c for content in told for c in content))


def _mention(line: Line, t: Trigger, known: Lexicon) -> Mention:
    phrases = _phrases(known)
    start = line.starts[t.first]
    end = line.starts[t.last] + len(line.words[t.last])
    own = [s for s in line.statements if any(c.start <= start < c.end for c in s.content)]
    agents, patients = _roles(line, t, phrases.light)
    near = line.words[max(0, t.first - 3) : t.first]
    mention = Mention(
        kind=t.kind,
        sentence=line.number,
        paragraph=line.sentence.paragraph,
        zone=line.sentence.zone,
        start=start,
        end=end,
        word=t.word,
        voice=t.voice,
        status=_status(own, _meant(line, t.first, phrases.meant)),
        statements=[s.id for s in own] or [s.id for s in line.statements[:1]],
        actors=agents,
        recipients=patients,
        places=line.places,
        times=line.times,
        counts=_cost(line, t, agents, patients, phrases.meant),
        labels=line.named,
        another=any(w in phrases.another for w in (*near, *line.words[:2])) and not _more(t),
        general=t.voice == "noun"
        and (any(w in phrases.general for w in near) or (t.word.endswith("s") and near[-1:] != ["of"])),
    )
    mention.definite = t.voice == "noun" and any(w in ("the", "this", "that") for w in near)
    named = phrases.tool.findall(" ".join(line.words))
    if named:  # the longest says most
        mention.instrument = min(named, key=lambda w: (-len(w), w))
        mention.instrument_mode = phrases.tools[mention.instrument]
    return mention


def _status(own: Sequence[Statement], meant: bool) -> Status:
    """Return the status of the statement that tells it; what is only meant is planned."""
    told = own[0].status if own else Status.ASSERTED
    return Status.PLANNED if meant and told in (Status.ASSERTED, Status.POSSIBLE) else told


def _more(t: Trigger) -> bool:
    """Tell whether "another" before a word means one more victim, not one more happening: "two other persons were wounded"."""
    return t.voice != "noun" and (t.kind.sort == "outcome" or (t.voice == "passive" and cost(t.word, None) is not None))


def cost(word: str, mode: str | None) -> Role | None:
    """Return what a trigger itself says befell its patients: dead, hurt, taken; ``None`` when it does not say."""
    parts = word.split()
    if any(part.startswith(tuple(_KILLS)) for part in parts):
        return Role.KILLED
    if parts[0].startswith(_WOUNDS):
        return Role.WOUNDED
    return Role.CAPTURED if mode == "abduct" else None


def _lasts(words: Sequence[str]) -> bool:
    """Tell whether a sentence speaks of losses over a long time: it names no day, and the time is no aside ("where it has raged since")."""
    found = None if _A_DAY & {*words} else _PERIOD.search(" ".join(words))
    if found is None:
        return False
    aside = found.string[: found.start()].rpartition(",")[2].split()
    return not _ASIDE & {*aside}


def _cost(
    line: Line, t: Trigger, agents: Sequence[ActorId], patients: Sequence[ActorId], meant: Set[str]
) -> list[Quantity]:
    """Return the counts of a sentence that are a loss: those read so, and those of the patients of a word that says what befell them.

    Who acts is no loss: "four youths shot at the policemen", "several armed men kidnapped the bishop". Neither are those lost
    over years, those whom somebody means to kill, and those whom only a guess ties to the loss, unless they are the patients.
    """
    if _lasts(line.words):
        return []
    own = cost(t.word, t.kind.mode)
    out: list[Quantity] = []
    for q in line.counts:
        suffers = q.of in patients and q.of not in agents
        if _meant(line, bisect_left(line.starts, q.start), meant):
            continue
        if q.role in TOLL_ROLES and (suffers or not (_acts(q, line, t, agents) or _guessed(q))):
            out.append(q)
        elif q.role is Role.OTHER and own and suffers:
            out.append(replace(q, role=own, because=f"patient of {t.word}; {q.because}"))
    return out


def _guessed(q: Quantity) -> bool:
    """Tell whether the loss was read over other words that stand between it and the count."""
    return "-farther:" in q.because


def _meant(line: Line, word: int, meant: Set[str]) -> bool:
    """Tell whether a word is said of what somebody only means to do: "the threat to kill ten judges"."""
    near = line.words[max(0, word - MEANT_REACH) : word]
    return any(a in meant and b == "to" for a, b in pairwise(near))


def _acts(q: Quantity, line: Line, t: Trigger, agents: Sequence[ActorId]) -> bool:
    """Tell whether those counted do what a word says: they are its agents, or stand right before the active verb."""
    before = _active(line, t) and t.kind.sort == "does" and q.end <= line.starts[t.first]
    return q.of in agents or (before and q.because.split(";")[0].endswith(f": {t.word}"))


def _active(line: Line, t: Trigger) -> bool:
    """Tell whether a verb is active: in "four killed in a raid" nothing stands behind it that it could act on."""
    return t.voice == "active" and not set(line.words[t.last + 1 : t.last + 2] or ",") & _NO_OBJECT


def _roles(line: Line, t: Trigger, light: frozenset[str]) -> tuple[list[ActorId], list[ActorId]]:
    """Return who acts and who suffers around one trigger.

    Who tells it does neither, but where the words go on with a pronoun: "residents said they were attacked".
    """
    left, right = _bounds(line, t)
    before = [s for s in line.labels if left <= s.first and s.last < t.first and not _only_tells(line, s, t)]
    after = [s for s in line.labels if s.first > t.last and s.last <= right and not _tells(line, s, t)]
    by = next((n for n in range(t.last + 1, min(right + 1, t.last + BY_REACH)) if line.words[n] == "by"), None)
    agents = [s for s in after if by is not None and by < s.first <= by + 8][:1]
    if t.voice == "passive":
        patients = [s for s in before if t.first - s.last <= SUBJECT_REACH]
        patients = [s for s in patients if s.last == max(x.last for x in patients) or _joined(line, s, patients)]
        if t.kind.sort == "happens":
            return _ids(agents), []
        return _ids(agents), _ids(patients or ([s for s in after if s not in agents][:1]))
    if t.kind.sort == "outcome" or (t.kind.sort == "does" and t.voice == "noun"):
        return _noun_roles(line, t, before, after, by, agents, light)
    if t.kind.sort == "happens":
        them = [*before[-2:], *after[:2]]
        return (
            (_ids(them[:1]), _ids(them[1:2]))
            if t.word.startswith(("clash", "fight", "fought", "battle"))
            else (_ids(agents), [])
        )
    subject = [s for s in before if t.first - s.last <= SUBJECT_REACH][-1:]
    stop = next((n for n in range(t.last + 1, right + 1) if line.words[n] in _OBJECT_ENDS), right + 1)
    objects = [s for s in after if s.first < stop and s.first - t.last <= OBJECT_REACH]
    return _ids(subject or agents), _ids(objects)


def _tells(line: Line, s: Said, t: Trigger) -> bool:
    return any(c.start <= line.starts[t.first] < c.end for c in s.tells)


def _only_tells(line: Line, s: Said, t: Trigger) -> bool:
    return _tells(line, s, t) and _PRONOUNS.isdisjoint(line.words[s.last + 1 : t.first])


_PRONOUNS = frozenset("he she it they we i".split())


def _joined(line: Line, s: Said, them: Sequence[Said]) -> bool:
    """Tell whether only "and", commas and short words stand between a label and the next one."""
    following = [x for x in them if x.first > s.last]
    if not following:
        return True
    return (
        any(w in ("and", ",", "or") for w in line.words[s.last + 1 : following[0].first])
        and following[0].first - s.last <= 6
    )


def _noun_roles(
    line: Line,
    t: Trigger,
    before: Sequence[Said],
    after: Sequence[Said],
    by: int | None,
    agents: list[Said],
    light: frozenset[str],
) -> tuple[list[ActorId], list[ActorId]]:
    stop = by if by is not None else t.last + OBJECT_REACH
    if t.kind.sort == "outcome":
        hit = [s for s in after if s.first - t.last <= OUTCOME_REACH]
        if t.word in _HURTS and before and hit and _active(line, t):
            return _ids(before[-1:]), _ids(hit)
        if t.word.endswith("ed") or t.word in ("die", "died", "dies", "hurt", "dead", "perished"):
            return _ids(agents), _ids(before[-1:] or after[:1])
        return _ids(agents), _ids([s for s in after if s.first <= stop][:2] or before[-1:])
    of = next((n for n in range(t.last + 1, min(len(line.words), t.last + 5)) if line.words[n] in _OF), None)
    patients = [s for s in after if of is not None and of < s.first <= min(stop, of + 10)]
    beside = [s for s in before if t.first - s.last <= 2]
    if beside and not agents:
        suffers = t.kind.mode in ("abduct", "assassinate", "execute") or t.word.startswith(
            ("murder", "killing", "massacre")
        )
        return ([], _ids(beside)) if suffers else (_ids(beside), _ids(patients))
    carried = next((n for n in range(max(0, t.first - 6), t.first) if line.words[n] in light), None)
    if not agents and carried is not None:
        agents = [s for s in before if s.last < carried][-1:]
    return _ids(agents), _ids(patients)


def _bounds(line: Line, t: Trigger) -> tuple[int, int]:
    """Return the first and last word of the clause around a trigger: up to a semicolon or the sentence's end."""
    left = max((n + 1 for n in range(t.first) if line.words[n] in _STOP), default=0)
    right = min(
        (n - 1 for n in range(t.last + 1, len(line.words)) if line.words[n] in _STOP), default=len(line.words) - 1
    )
    return left, right


def _ids(them: Iterable[Said]) -> list[ActorId]:
    return list(dict.fromkeys(s.actor for s in them))
