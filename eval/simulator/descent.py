"""Traditions of reports: who copies whom, by which operation, and how the source is named."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .grammar import content, lexicon, usable
from .report import House, Piece, Reading, Sentence, Writer, house_of
from .world import Value, Witness, World, imagine, outlets

CITED = ("named", "none", "witness_only", "laundered", "vague")


@dataclass(frozen=True, slots=True)
class Habits:
    """Ranges that differ between the parts: rates are probabilities, pairs are bounds of a uniform draw."""

    cited: tuple[float, ...]  # in the order of CITED
    lost: tuple[float, float]
    kept_words: tuple[float, float]  # of a rewrite: chance that a parent's choice of word stays
    kept_template: float
    heard: tuple[float, float]  # chance that any fresh choice goes by the words of the parents
    merge: float
    operations: Mapping[str, float]


_OPERATIONS = {
    "verbatim": 0.9,
    "light": 1.5,
    "rewrite": 3.4,
    "brief": 1.6,
    "blur": 1.4,
    "inflate": 1.0,
    "background": 0.9,
    "truncate": 0.7,
}
HABITS: Mapping[str, Habits] = {
    "train": Habits((0.36, 0.28, 0.15, 0.11, 0.10), (0.25, 0.42), (0.0, 0.2), 0.35, (0.4, 0.8), 0.26, _OPERATIONS),
    "test": Habits(
        (0.36, 0.28, 0.15, 0.11, 0.10),
        (0.25, 0.42),
        (0.0, 0.3),
        0.3,
        (0.7, 1.0),
        0.26,
        {**_OPERATIONS, "explainer": 1.0},
    ),
    "shift": Habits(
        (0.25, 0.36, 0.16, 0.12, 0.11),
        (0.40, 0.50),
        (0.0, 0.1),
        0.15,
        (0.3, 0.7),
        0.28,
        {**_OPERATIONS, "verbatim": 0.6, "light": 1.0, "explainer": 1.0, "live": 1.0},
    ),
}
_WITNESSES = ((1, 2, 3, 4, 5, 6), (0.04, 0.18, 0.27, 0.23, 0.16, 0.12))
_ROUNDED = {"exact", "at_least", "about", "range"}


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a tradition with all that is known about its making."""

    id: str
    house: House
    title: str
    sentences: tuple[Sentence, ...]
    operation: str
    parents: tuple[str, ...] = ()
    cited: str = ""
    lost: bool = False
    credit: str = ""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading that the report asserts, in order."""
        return tuple(r for s in self.sentences for r in s.readings)


@dataclass(slots=True)
class Desk:
    """What an operation works with: the writer, the parents, and how sources are named."""

    rng: random.Random
    habits: Habits
    writer: Writer
    parents: Sequence[Report]
    cited: str
    p_keep: float
    credits: dict[str, str] = field(default_factory=dict)  # parent id -> the name it is credited by

    def frame(self, first: bool, reading: Reading) -> str:
        """Return the kind of frame a claim is put in."""
        rng, lead = (
            self.rng,
            {"named": "lead_named", "laundered": "lead_named", "vague": "vague", "witness_only": "own", "root": "own"},
        )
        if reading.relay and rng.random() < 0.7:
            return "relay"
        if first:
            return (
                lead.get(self.cited, rng.choice(["said", "plain"]))
                if rng.random() < 0.75
                else rng.choice(["plain", "said"])
            )
        again = {
            "named": ("again_named", 0.16),
            "laundered": ("again_named", 0.12),
            "vague": ("vague", 0.14),
            "witness_only": ("own", 0.05),
            "root": ("own", 0.08),
        }
        kind, p = again.get(self.cited, ("said", 0.3))
        return kind if rng.random() < p else rng.choices(["said", "plain"], [0.42, 0.58])[0]


Operation = Callable[[Desk], list[Sentence]]


def tradition(part: str, rng: random.Random, most_witnesses: int = 6) -> tuple[World, list[Report]]:
    """Return a world of at most so many witnesses, and its reports in order of time, lost ones marked."""
    habits = HABITS[part]
    counts, weights = _WITNESSES
    count = rng.choices(counts[:most_witnesses], weights[:most_witnesses])[0]
    world = imagine(rng, part, count)
    count = len(world.witnesses)
    size = min(20, rng.randint(max(8, count + 5), max(16, 2 * count + 8)) + 2 * (part == "shift"))
    offices = outlets(rng, part, world, size)
    starts = _starts(rng, count, size)
    scene = Scene(rng, part, world, habits)
    reports: list[Report] = []
    minutes = world.hour_minutes
    for i in range(size):
        minutes += rng.choice([15, 35, 60, 95, 140, 240, 400])
        post = Post(f"r{i:02d}", offices[i], minutes)
        reports.append(_root(scene, post, starts[i]) if i in starts else _derived(scene, post, reports))
    return world, _lose(rng, reports, habits)


def _starts(rng: random.Random, count: int, size: int) -> dict[int, int]:
    """Return which positions are own reporting, and from which witness; now and then two meet the same witness."""
    late = sorted(rng.sample(range(1, max(count + 2, int(size * 0.75))), count - 1))
    starts = dict(zip([0, *late], rng.sample(range(count), count), strict=True))
    if rng.random() < 0.2:
        free = [i for i in range(1, size) if i not in starts]
        starts[rng.choice(free)] = rng.randrange(count)
    return starts


def _lose(rng: random.Random, reports: list[Report], habits: Habits) -> list[Report]:
    share = rng.uniform(*habits.lost)
    count = min(len(reports) - 5, max(2, round(share * len(reports))))
    lost = set(rng.sample([r.id for r in reports], count))
    return [replace(r, lost=r.id in lost) for r in reports]


class Scene(NamedTuple):
    """What all reports of a tradition share."""

    rng: random.Random
    part: str
    world: World
    habits: Habits


class Post(NamedTuple):
    """Which report is due: its id, its outlet with the names that is cited by, and minutes after the day's start."""

    id: str
    office: tuple[str, tuple[str, ...]]
    minutes: int


def _root(scene: Scene, post: Post, who: int) -> Report:
    """Return a report whose writer spoke to a witness."""
    rng, part, world, habits = scene
    witness = world.witnesses[who]
    writer = Writer(rng, part, world, house_of(rng, world, post.office, post.minutes))
    desk = Desk(rng, habits, writer, (), "root", 0.0)
    readings = _heard(rng, world, witness)
    sentences = _told(desk, _shuffled(rng, readings, 1.6))
    sentences = _quoting(desk, sentences, witness)
    sentences = _furnished(desk, sentences, rng.choice([0, 1, 2, 2, 3]), rng.choice([0, 1, 1, 2]))
    title = _title(rng, writer, readings)
    return Report(
        post.id, writer.house, title, tuple(sentences), "own reporting: speaks itself to witness " + witness.id
    )


def _heard(rng: random.Random, world: World, witness: Witness) -> list[Reading]:
    """Return what a reporter takes down: most of what the witness tells, and at times another's public statement."""
    facts = [f for f in world.facts if f in witness.values]
    keep = [f for f in facts if f == "lead" or rng.random() < 0.86][:14]
    readings = [
        Reading(f, (witness.id,), witness.values[f], witness.details, witness.relays.get(f, ""), f in witness.hedged)
        for f in keep
    ]
    others = [w for w in world.witnesses if w is not witness]
    if others and rng.random() < 0.3:  # a public statement of somebody else
        other = rng.choice(others)
        public = [f for f in other.values if f != "lead"]
        readings += [
            Reading(f, (other.id,), other.values[f], other.details, "", False)
            for f in rng.sample(public, min(2, len(public)))
        ]
    return readings


def _quoting(desk: Desk, sentences: list[Sentence], witness: Witness) -> list[Sentence]:
    """Return the sentences with words of the witness among them, rarely with those of another one too."""
    rng, writer = desk.rng, desk.writer
    others = [w for w in writer.world.witnesses if w is not witness]
    quotable = lexicon("stock")["speech"]["quotes"]
    for speaker in [witness, *(rng.sample(others, 1) if others and rng.random() < 0.2 else [])]:
        own = random.Random(f"{speaker.name}{writer.world.names['town']}").sample(usable(writer.part, quotable), 3)
        for at in rng.sample(own, rng.choice([0, 1, 1, 2])):
            sentences.insert(
                rng.randint(1, len(sentences)), replace(writer.quote(speaker.id, at), breaks=rng.random() < 0.6)
            )
    return sentences


def _derived(scene: Scene, post: Post, earlier: list[Report]) -> Report:
    """Return a report made from one or two earlier ones."""
    rng, part, world, habits = scene
    rid, office, minutes = post
    first = rng.choices(earlier, [_pull(e, earlier, minutes) for e in earlier])[0]
    parents = [first]
    others = [e for e in earlier if e is not first]
    if len(earlier) > 2 and rng.random() < habits.merge:
        parents.append(rng.choices(others, [_pull(e, earlier, minutes) for e in others])[0])
    cited = rng.choices(CITED, habits.cited)[0]
    if first.parents and rng.random() < 0.05:  # an upstream outlet reprints its own descendant, and credits it
        up = next(e for e in earlier if e.id == first.parents[0])
        office, cited = (up.house.outlet, up.house.cited_as), "named"
    heavy = rng.uniform(*habits.kept_words)
    house = house_of(rng, world, office, minutes, first.house)
    heard = frozenset[str]().union(*(content(s.text) for p in parents for s in p.sentences))
    writer = Writer(rng, part, world, house, heard=heard, p_heard=rng.uniform(*habits.heard))
    desk = Desk(rng, habits, writer, parents, cited, heavy)
    desk.credits = {p.id: _credit(rng, p, cited, earlier) for p in parents}
    desk.writer.credits = desk.credits[first.id]
    name = (
        rng.choice(("merged", "merged", "pasted"))
        if len(parents) == 2
        else rng.choices(list(habits.operations), list(habits.operations.values()))[0]
    )
    sentences = OPERATIONS[name](desk)
    if rng.random() < 0.1:
        sentences = _own_fact(desk, sentences)
    title = _new_title(desk, name, sentences)
    credit = ""
    if cited in ("named", "laundered") and (
        rng.random() < 0.25 or not any(s.frame.endswith("named") for s in sentences)
    ):
        credit = rng.choice(lexicon("stock")["cite"]["credit"]).format(O=desk.writer.credits)
    return Report(rid, house, title, tuple(sentences), name, tuple(p.id for p in parents), cited, credit=credit)


def _pull(e: Report, earlier: Sequence[Report], minutes: int) -> float:
    """Return the weight of a possible parent: more copied and more recent ones are copied more, own reporting most."""
    copies = sum(e.id in x.parents for x in earlier)
    return (1 + 0.7 * copies + 1.2 * (not e.parents)) * math.exp(-(minutes - e.house.minutes) / 900) + 0.02


def _credit(rng: random.Random, parent: Report, cited: str, earlier: Sequence[Report]) -> str:
    if cited != "laundered":
        return rng.choice(parent.house.cited_as)
    above = [e for e in earlier if e.id in parent.parents]
    other = [e for e in earlier if e.id != parent.id]
    return rng.choice((above if above and rng.random() < 0.7 else other or [parent])[0:]).house.cited_as[0]


def _shuffled(rng: random.Random, readings: Sequence[Reading], spread: float) -> list[Reading]:
    """Return readings in nearly the same order; what happened stays first four times out of five."""
    keyed = sorted((i + rng.gauss(0, spread), i) for i in range(len(readings)))
    order = [readings[i] for _, i in keyed]
    if rng.random() < 0.8:
        order.sort(key=lambda r: r.fact != "lead")
    return order


def _told(
    desk: Desk,
    readings: Sequence[Reading],
    p_keep: float = 0.0,
    p_template: float = 0.0,
    names: Mapping[int, str] | None = None,
) -> list[Sentence]:
    """Return the readings in sentences of their own: one to three facts each, framed the way the source is named."""
    out: list[Sentence] = []
    left = list(readings)
    while left:
        size = desk.rng.choices([1, 2, 3], [0.5, 0.4, 0.1])[0]
        group = [left.pop(0)]
        while (
            left
            and len(group) < size
            and left[0].witnesses[0] == group[0].witnesses[0]
            and left[0].fact != group[0].fact
        ):
            group.append(left.pop(0))
        if names:
            desk.writer.credits = names.get(id(group[0]), desk.writer.credits)
        sentence = desk.writer.sentence(group, desk.frame(not out, group[0]), p_keep, p_template)
        out.append(replace(sentence, breaks=desk.rng.random() < 0.5))
    return out


def _furnished(desk: Desk, sentences: list[Sentence], background: int, stock: int) -> list[Sentence]:
    table, rng = lexicon("stock"), desk.rng
    out = list(sentences)
    common = random.Random("|".join(desk.writer.world.names.values()))
    known = common.sample(table["background"], 6)
    told = {s.frame for s in out}
    for t in [t for t in rng.sample(known, background) if t not in told]:
        out.append(replace(desk.writer.stock("background", t), breaks=rng.random() < 0.4))
    for t in rng.sample(table["stock"], stock):
        out.insert(rng.randint(1, len(out)), desk.writer.stock("stock", t))
    return out


def _title(rng: random.Random, writer: Writer, readings: Sequence[Reading], loaded: bool = False) -> str:
    spec = writer.world.spec
    s = writer.saying()
    base = s.say(rng.choice(spec["loaded" if loaded else "head"]))
    killed = next((r for r in readings if r.fact == "killed" and r.value.kind == "number"), None)
    if killed and not loaded and rng.random() < 0.55:
        n = writer.saying(reading=killed).say("{n}")
        base = rng.choice(
            [
                f"{n} dead: {base}",
                f"{base}, {n} killed",
                f"{base}: {n} dead",
                f"{n} killed as {writer.world.spec['event'][0]} hits {writer.world.names['town']}",
            ]
        )
    base = re.sub(r"<(\w+)>", r"\1", base)  # a word list named in the event's first name reads as that word
    return writer.spell(base[:1].upper() + base[1:])


def _new_title(desk: Desk, name: str, sentences: Sequence[Sentence]) -> str:
    if name in ("verbatim", "truncate") and desk.rng.random() < 0.55:
        return desk.parents[0].title
    return _title(desk.rng, desk.writer, [r for s in sentences for r in s.readings], loaded=name == "inflate")


def _copied(desk: Desk, sentence: Sentence, p_keep: float, p_template: float, first: bool) -> Sentence:
    """Return a parent's sentence retold in place; what named the parent or its source is put anew."""
    if sentence.kind == "quote" and (p_keep < 1 or desk.cited not in ("laundered", "named")):
        return replace(desk.writer.quote(sentence.frame, sentence.template, sentence, p_keep), breaks=sentence.breaks)
    if sentence.kind != "claim":
        if p_keep >= 1 or sentence.kind == "heading":
            return sentence
        return replace(
            desk.writer.stock(sentence.kind, sentence.frame, p_keep, sentence.wording), breaks=sentence.breaks
        )
    personal = sentence.frame in ("own", "lead_named", "again_named")
    if (p_keep >= 1 and not (personal or first)) or (p_keep >= 1 and desk.cited in ("laundered",)):
        return sentence
    frame = desk.frame(first, sentence.readings[0]) if personal or first else sentence.frame
    told = desk.writer.sentence(sentence.readings, frame, p_keep, p_template, sentence)
    return replace(told, breaks=sentence.breaks)


def _swapped(rng: random.Random, s: Sentence, p: float) -> Sentence:
    """Return the sentence with some words replaced by near synonyms."""
    pairs = lexicon("words")["spelling"]["pairs"]

    def other(text: str) -> str:
        for a, b in pairs:
            if a in text and rng.random() < p:
                text = re.sub(rf"\b{a}\b", b, text, count=1)
        return text

    return replace(s, pieces=tuple(Piece(other(x.text), x.reading) for x in s.pieces))


def verbatim(desk: Desk) -> list[Sentence]:
    """Return the parent's sentences with small cuts."""
    kept = [s for i, s in enumerate(desk.parents[0].sentences) if i == 0 or desk.rng.random() > 0.1]
    return [_copied(desk, s, 1.0, 1.0, i == 0) for i, s in enumerate(kept)]


def truncate(desk: Desk) -> list[Sentence]:
    """Return the first half or so of the parent, word for word."""
    all_ = verbatim(desk)
    return all_[: max(3, int(len(all_) * desk.rng.uniform(0.4, 0.75)))]


def light(desk: Desk) -> list[Sentence]:
    """Return the parent's sentences with synonyms, some moved, few dropped."""
    p = desk.rng.uniform(0.6, 0.92)
    out = [
        _swapped(desk.rng, _copied(desk, s, p, 0.9, i == 0), 0.25)
        for i, s in enumerate(desk.parents[0].sentences)
        if i == 0 or desk.rng.random() > 0.08
    ]
    for i in range(1, len(out) - 1):
        if desk.rng.random() < 0.15:
            out[i], out[i + 1] = out[i + 1], out[i]
    return out


def _kept_furniture(desk: Desk, parents: Sequence[Report], p: float, p_keep: float) -> list[Sentence]:
    once = {s.frame if s.kind != "quote" else s.text: s for x in parents for s in x.sentences}
    rest = [
        s
        for s in once.values()
        if s.kind in ("stock", "background", "quote") and desk.rng.random() < p + 0.25 * (s.kind == "quote")
    ]
    return [_copied(desk, s, min(p_keep, desk.p_keep), 1.0, False) for s in rest]


def _interspersed(desk: Desk, sentences: list[Sentence], furniture: Sequence[Sentence]) -> list[Sentence]:
    """Return sentences with quotations put among them and the rest of the furniture behind."""
    out = list(sentences)
    for s in furniture:
        out.insert(desk.rng.randint(1, len(out)) if s.kind == "quote" else len(out), s)
    return out


def rewrite(desk: Desk) -> list[Sentence]:
    """Return the parent's facts in other words and another order."""
    share = desk.rng.uniform(0.6, 1.0)
    readings = [r for r in desk.parents[0].readings if desk.rng.random() < share or r.fact == "lead"]
    spread = desk.rng.choice([0.6, 1.5, 3.0, 6.0])
    out = _told(
        desk, [_thinned(desk, r) for r in _shuffled(desk.rng, readings, spread)], desk.p_keep, desk.habits.kept_template
    )
    out = _interspersed(desk, out, _kept_furniture(desk, desk.parents, 0.35, 0.4))
    return _furnished(desk, out, int(desk.rng.random() < 0.3), int(desk.rng.random() < 0.3))


def _thinned(desk: Desk, r: Reading) -> Reading:
    """Return the reading with some of its details left out, and its chain of sources sometimes cut short."""
    details = {k: v for k, v in r.details.items() if desk.rng.random() < 0.8}
    return replace(r, details=details, relay=r.relay if desk.rng.random() < 0.75 else "")


def brief(desk: Desk) -> list[Sentence]:
    """Return the main facts in four to six short sentences."""
    readings = list(desk.parents[0].readings)
    some = readings[:1] + desk.rng.sample(readings[1:], min(len(readings) - 1, desk.rng.randint(3, 6)))
    some.sort(key=readings.index)
    return _told(desk, [_thinned(desk, r) for r in some], max(desk.p_keep, 0.35), 0.25)


def blur(desk: Desk) -> list[Sentence]:
    """Return the parent's facts with figures rounded or blurred and hedges dropped."""
    return rewrite(_with(desk, _blurred)) if desk.rng.random() < 0.6 else light(_with(desk, _blurred))


def inflate(desk: Desk) -> list[Sentence]:
    """Return the parent's facts with a figure raised and hedges dropped; the headline is loaded."""
    return rewrite(_with(desk, _raised)) if desk.rng.random() < 0.6 else light(_with(desk, _raised))


def _with(desk: Desk, change: Callable[[random.Random, Reading], Reading]) -> Desk:
    """Return a desk whose parent's readings are changed."""
    parent = desk.parents[0]
    sentences = tuple(
        replace(s, pieces=tuple(Piece(p.text, change(desk.rng, p.reading) if p.reading else None) for p in s.pieces))
        for s in parent.sentences
    )
    return replace(desk, parents=[replace(parent, sentences=sentences)])


def _blurred(rng: random.Random, r: Reading) -> Reading:
    v = r.value
    if v.kind == "number" and v.shape in _ROUNDED and rng.random() < 0.5:
        if v.low >= 13:
            v = (
                Value("number", "vague", v.low, v.low)
                if rng.random() < 0.5
                else Value("number", rng.choice(["more", "about"]), v.low // 10 * 10, v.low // 10 * 10)
            )
        else:
            v = Value("number", "vague", v.low, v.low) if v.low > 3 else replace(v, shape="exact")
    return replace(r, value=v, hedged=False)


def _raised(rng: random.Random, r: Reading) -> Reading:
    v = r.value
    if v.kind == "number" and rng.random() < 0.25:
        n = max(v.high, round(v.low * rng.uniform(1.1, 1.6)))
        v = Value("number", rng.choice(["exact", "at_least", "more"]), n, n)
    return replace(r, value=v, hedged=False)


def background(desk: Desk) -> list[Sentence]:
    """Return a retold parent with paragraphs of general knowledge."""
    out = rewrite(desk) if desk.rng.random() < 0.5 else light(desk)
    return _furnished(desk, out, desk.rng.choice([1, 2, 3]), 0)


def merged(desk: Desk) -> list[Sentence]:
    """Return both parents' facts in one story of its own words."""
    a, b = desk.parents
    names = {p.id: desk.credits[p.id] for p in desk.parents}
    mixed, owner = _united(desk.rng, [(r, names[a.id]) for r in a.readings], [(r, names[b.id]) for r in b.readings])
    mixed = mixed[:17]
    out = _told(desk, mixed, desk.p_keep, desk.habits.kept_template, owner)
    if desk.rng.random() < 0.35:
        table = lexicon("stock")["contrast"]["opening"]
        out.insert(0, desk.writer.stock("opening", table[desk.rng.choice(usable(desk.writer.part, table))]))
    return _interspersed(desk, out, _kept_furniture(desk, desk.parents, 0.2, 0.4))


def _united(
    rng: random.Random, first: list[tuple[Reading, str]], second: list[tuple[Reading, str]]
) -> tuple[list[Reading], dict[int, str]]:
    """Return two parents' readings: agreeing ones become one that rests on both, of others both or one are told."""
    theirs = {r.fact: (r, o) for r, o in second}
    rows: list[tuple[Reading, str]] = []
    for r, o in first:
        other = theirs.pop(r.fact, None)
        if other and other[0].value == r.value:
            rows.append(
                (
                    replace(
                        r,
                        witnesses=tuple(sorted({*r.witnesses, *other[0].witnesses})),
                        details={**other[0].details, **r.details},
                    ),
                    o,
                )
            )
        elif other:
            rows += [(r, o), other] if rng.random() < 0.55 else [rng.choice([(r, o), other])]
        else:
            rows.append((r, o))
    rows += [x for x in second if x[0].fact in theirs]
    head, rest = rows[:1], rows[1:]
    rest = [x for x in rest if rng.random() < 0.85]
    if rng.random() < 0.5:
        rest = [rest[i] for _, i in sorted((i + rng.gauss(0, 5), i) for i in range(len(rest)))]
    rows = [(replace(r), o) for r, o in head + rest]
    return [r for r, _ in rows], {id(r): o for r, o in rows}


def pasted(desk: Desk) -> list[Sentence]:
    """Return passages of both parents, nearly word for word."""
    a, b = desk.parents
    one = [s for s in a.sentences if desk.rng.random() < 0.7] or list(a.sentences[:2])
    have = {(r.fact, r.value) for s in one for r in s.readings}
    fresh = [s for s in b.sentences if not s.readings or any((r.fact, r.value) not in have for r in s.readings)]
    two = [s for s in fresh if desk.rng.random() < 0.7] or list(b.sentences[:2])
    p = desk.rng.choice([1.0, 0.9])
    out = [_copied(desk, s, p, 1.0, i == 0) for i, s in enumerate(one)]
    desk.writer.credits = desk.credits[b.id]
    return out + [_copied(desk, s, p, 1.0, i == 0) for i, s in enumerate(two)]


def explainer(desk: Desk) -> list[Sentence]:
    """Return the facts as answers under short questions."""
    out = rewrite(desk)
    asks = [
        "What happened?",
        "What is known so far?",
        "Who is behind it?",
        "What do the parties say?",
        "What happens next?",
    ]
    for i, q in enumerate(asks[: max(1, len(out) // 3)]):
        out.insert(min(len(out), i * 4), Sentence("heading", (Piece(q),), q, 0, {}, True))
    return out


def live(desk: Desk) -> list[Sentence]:
    """Return the facts as entries of a running log, newest first."""
    out = list(rewrite(desk))
    clock = desk.writer.house.minutes
    for i in range(len(out)):
        t = (clock - 7 * i) % 1440
        out[i] = replace(out[i], pieces=(Piece(f"{t // 60:02d}:{t % 60:02d} - "), *out[i].pieces), breaks=True)
    return out


def _own_fact(desk: Desk, sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences with one or two facts that the reporter got from a witness directly."""
    witness = desk.rng.choice(desk.writer.world.witnesses)
    have = {r.fact for s in sentences for r in s.readings}
    new = [f for f in witness.values if f not in have]
    for f in desk.rng.sample(new, min(len(new), desk.rng.randint(1, 2))):
        r = Reading(f, (witness.id,), witness.values[f], witness.details, "", False)
        sentences.insert(
            desk.rng.randint(1, len(sentences)), desk.writer.sentence([r], desk.rng.choice(["own", "said"]))
        )
    return sentences


OPERATIONS: Mapping[str, Operation] = {
    f.__name__: f
    for f in (verbatim, truncate, light, rewrite, brief, blur, inflate, background, merged, pasted, explainer, live)
}
