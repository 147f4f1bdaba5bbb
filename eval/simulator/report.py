"""Reports as plans that can be retold: readings of facts, sentences that frame them, and the writer of the words."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .grammar import Saying, Slot, lexicon, parsed, plainly, usable, words_of
from .world import Value, World

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_VAGUE = (  # least count, words for it
    (24, ("dozens", "scores", "several dozen", "tens", "dozens")),
    (13, ("around twenty", "about two dozen", "over a dozen", "a score")),
    (0, ("several", "a number", "a handful", "some")),
)
_WITH_OF = {"dozens", "scores", "tens", "a score", "a number", "a handful"}
_PLACE = {
    "inplace": "[in {town}|in {town}|in the [border |market |river |]town of {town}|near {town}|at {town}"
    "|outside {town}|in {town}, {province},|close to {town}|on the [edge|outskirts] of {town}|in the {town} area"
    "|in {province}|in the {province} town of {town}|within [reach|sight] of {town}"
    "|[not far from|just short of|a stone's throw from|a little way beyond] {town}|[a few minutes|a short drive] from {town}]",
    "offplace": "[off {town}|near {town}|on the {river}|within sight of {town}|[upstream|downstream] of {town}"
    "|in the middle of the {river}|on the water|before the quays of {town}|where the {river} is widest]",
}
_SHAPES = {
    "exact": ("{}",),
    "at_least": ("at least {}", "no fewer than {}", "not less than {}", "{} or more", "a minimum of {}", "at least {}"),
    "about": ("about {}", "some {}", "around {}", "roughly {}", "approximately {}", "nearly {}"),
    "range": ("between {} and {}", "{} to {}", "from {} to {}", "{}-{}", "anywhere between {} and {}"),
    "up_to": ("up to {}", "as many as {}", "at most {}", "not more than {}"),
    "more": ("more than {}", "over {}", "upwards of {}", "above {}"),
}
P_HOUSE_KEEPS = 0.75  # chance that a copied name stays in the parent's spelling
P_INDIRECT = 0.4  # chance that who rewords freely drops a quotation's words and only tells its tone
P_SHORT = 0.4  # chance that a speaker is not given a whole role at first
TRIES = 2  # clauses thought of, of which the one with most words of the parents is written
_MARK = "\x00"  # stands for the claim while its frame is put together
_SPOKEN = "\x01"  # the same, within quotation marks
_NOT_BEFORE_A_NAME = (
    "who ",
    "a ",
    "in ",
    "of ",
    "from ",
    "speaking",
    "heading",
    "commanding",
    "the ",
    "number",
    "owner",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact as one report has it: whose it is, what it says, with which details, and in which words."""

    fact: str
    witnesses: tuple[str, ...]
    value: Value
    details: Mapping[str, str]
    relay: str = ""
    hedged: bool = False
    template: int = -1
    wording: Mapping[str, int] = field(default_factory=dict)
    stated: str = ""


class Piece(NamedTuple):
    """Words of a sentence and the reading they assert, if any."""

    text: str
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its kind (claim, stock, background, opening, credit), the frame it stands in and its words."""

    kind: str
    pieces: tuple[Piece, ...]
    frame: str = "plain"
    template: int = -1
    wording: Mapping[str, int] = field(default_factory=dict)
    breaks: bool = False

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings this sentence asserts, in order."""
        return tuple(p.reading for p in self.pieces if p.reading)

    @property
    def text(self) -> str:
        """The sentence in words."""
        return "".join(p.text for p in self.pieces)


@dataclass(frozen=True, slots=True)
class House:
    """How an outlet writes: its names, spelling of names, labels of the parties, figures and times of day."""

    outlet: str
    cited_as: tuple[str, ...]
    spelled: Mapping[str, str]
    labels: Mapping[str, str]
    digits: bool
    thousands: str
    minutes: int  # of publication, after the event


def house_of(
    rng: random.Random,
    world: World,
    outlet: tuple[str, tuple[str, ...]],
    minutes: int,
    parent: House | None = None,
) -> House:
    """Return the way an outlet writes; of its parent's names and labels it keeps most."""
    loaded = rng.random() < 0.15
    spelled, labels = {}, {}
    for name, other in world.variants.items():
        kept = parent is not None and rng.random() < P_HOUSE_KEEPS
        spelled[name] = parent.spelled[name] if parent and kept else other if rng.random() < 0.12 else name
    for side, (neutral, hostile) in world.labels.items():
        kept = parent is not None and rng.random() < P_HOUSE_KEEPS * 0.6
        labels[side] = (
            parent.labels[side]
            if parent and kept
            else rng.choice(hostile if loaded and rng.random() < 0.6 else neutral)
        )
    return House(outlet[0], outlet[1], spelled, labels, rng.random() < 0.3, rng.choice([",", ",", "", " "]), minutes)


@dataclass(slots=True)
class Writer:
    """Puts readings into sentences for one report."""

    rng: random.Random
    part: str
    world: World
    house: House
    credits: str = ""  # the outlet named as the source
    introduced: set[str] = field(default_factory=set)
    heard: frozenset[str] = frozenset()  # words of the reports this one is made from
    p_heard: float = 0.0  # chance that a choice goes by them
    pronouns: bool = False  # whether "he" or "she" may stand for the speaker here

    def spell(self, text: str) -> str:
        """Return text with names in the house's spelling."""
        for name, other in self.house.spelled.items():
            if other != name and name in text:
                text = text.replace(name, other)
        return text

    def saying(
        self,
        known: frozenset[str] | None = None,
        memory: Mapping[str, int] | None = None,
        p_keep: float = 0.0,
        reading: Reading | None = None,
    ) -> Saying:
        """Return a fresh act of saying whose slots this writer fills."""
        return Saying(
            self.rng,
            self.part,
            lambda slot, s: self.spell(self._fill(slot, s, reading)),
            known,
            memory or {},
            p_keep,
            self.heard,
            self.p_heard,
        )

    def _fill(self, slot: Slot, s: Saying, r: Reading | None) -> str:
        name = slot.name
        if slot.detail:
            return s.say((r.details.get(name) if r else None) or self.world.names.get(name, ""))
        if name == "n" and r:
            return count_words(s, r.value, slot.noun, self.house)
        if name in ("v", "vbare") and r:
            return self._value(s, r, bare=name == "vbare")
        if name in ("A", "B"):
            return self.house.labels[name]
        if name == "Ahostile":
            return self.world.labels["A"][1][0].upper()
        if name in ("TOWN", "PROVINCE"):
            return self.world.names[name.lower()].upper()
        if name == "event":
            return s.say(self.world.spec["event"][s.pick("event", usable(self.part, self.world.spec["event"]))])
        if name == "when":
            return self._when(s)
        if name in ("inplace", "offplace"):
            return s.say(_PLACE[name])
        if name in ("deny", "otherside"):
            return self.house.labels["A" if self.world.hour_minutes % 2 else "N"]
        if name == "SELF":
            return self.house.cited_as[0]
        return s.say(self.world.names.get(name, name))

    def _value(self, s: Saying, r: Reading, bare: bool) -> str:
        spec = self.world.facts[r.fact].spec
        if r.value.kind == "choice":
            return s.say(spec["choices"][r.value.low])
        if r.value.kind == "actor":
            side = "ABNU"[r.value.low]
            return self.house.labels[side] if self.rng.random() < 0.7 else s.rng.choice(self.world.labels[side][0])
        return hour_words(s, r.value, bare)

    def _when(self, s: Saying) -> str:
        """Return when it happened, seen from the day the report appears."""
        hour, late = self.world.hour_minutes // 60, self.house.minutes // 1440
        day, nxt = DAYS[self.world.weekday], DAYS[(self.world.weekday + 1) % 7]
        options = [
            f"on {day}",
            f"on {day}",
            day,
            f"[the day before|a day earlier|on {day}]" if late else "[today|earlier today|earlier in the day]",
            f"[in the course of|at some point on|in the hours of] {day}",
            f"this {day}",
        ]
        if hour < 6:
            options += [
                f"early on {day}",
                f"in the night to {day}",
                "[overnight|at night|during the night]",
                f"in the early hours of {day}",
                f"before dawn on {day}",
            ]
        elif hour < 18:
            part = "morning" if hour < 12 else "afternoon"
            options += [
                f"on {day} {part}",
                f"[in the {part}|during the {part}]",
                f"on the {part} of {day}",
                "[in broad daylight|in full daylight]",
                f"during {day}",
            ]
        else:
            options += [
                f"on {day} [night|evening]",
                f"late on {day}",
                f"in the night to {nxt}",
                "[overnight|last night|at night]",
                f"on the evening of {day}",
            ]
        return s.say(options[s.pick("when", range(len(options)))])

    def clause(self, reading: Reading, p_keep: float, p_template: float, tail: bool = False) -> tuple[str, Reading]:
        """Return the fact as a clause, and the reading in these words; the old template is kept with ``p_template``."""
        spec = self.world.facts[reading.fact].spec
        templates = spec["tails"] if tail else spec["clauses"]
        first = not reading.wording and reading.template < 0
        known = None if first else frozenset(reading.details)
        s = self.saying(known, reading.wording, p_keep, reading)
        fit = [i for i in usable(self.part, templates, 3) if s.possible(templates[i])]
        fit = fit or [i for i, t in enumerate(templates) if s.possible(t)]
        at = reading.template
        if tail or at < 0 or at >= len(templates) or not s.possible(templates[at]) or self.rng.random() >= p_template:
            fit = [i for i in fit if tail or i != reading.template] or fit
            some = self.rng.sample(fit, min(len(fit), TRIES))
            at = max(some, key=lambda i: len(words_of(parsed(templates[i])) & self.heard))
        text = s.say(templates[at]).strip().replace("  ", " ")
        stated = self._stated(reading, text)
        wording = {**reading.wording, **s.chosen}
        details = {k: v for k, v in reading.details.items() if k in s.told}
        return text, replace(
            reading, template=reading.template if tail else at, wording=wording, details=details, stated=stated
        )

    def _stated(self, r: Reading, text: str) -> str:
        if r.value.kind == "number":
            return f"{r.value.shape} {r.value.low}" + (f"-{r.value.high}" if r.value.shape == "range" else "")
        if r.value.kind == "hour":
            return f"{r.value.low // 60:02d}:{r.value.low % 60:02d}"
        if r.value.kind == "choice":
            return plainly(parsed(self.world.facts[r.fact].spec["choices"][r.value.low]))
        if r.value.kind == "actor":
            return self.world.labels["ABNU"[r.value.low]][0][0]
        return text

    def speaker(self, wid: str, s: Saying) -> str:
        """Return a name for the witness: full at first, short later."""
        w = next(x for x in self.world.witnesses if x.id == wid)
        last = w.name.split()[-1]
        short = (re.match(r"\W*(\w+)", w.role) or [w.role])[0].lstrip("[")
        if wid not in self.introduced:
            self.introduced.add(wid)
            brief = (f"the {short} {w.name}", f"{w.name}, the {short},", w.name)
            if self.rng.random() < P_SHORT:
                return self.spell(brief[s.pick("short", range(3))])
            role = s.say(w.role)
            after = f"{w.name}, {role},"
            before = (after, f"{role} {w.name}", f"the {role}, {w.name},")
            full = after if role.startswith(_NOT_BEFORE_A_NAME) else before[s.pick("speaker", range(3))]
            if w.kind == "resident" and self.rng.random() < 0.4 and not role.startswith(("who ", "from ", "a ")):
                full = f"a {role}".replace("a owner", "the owner")
            return self.spell(full)
        options = [last, last, f"the {short}", ("he" if len(w.name) % 2 else "she") if self.pronouns else last, w.name]
        return self.spell(options[s.pick("speaker2", range(len(options)))])

    def sentence(
        self,
        readings: Sequence[Reading],
        frame: str,
        p_keep: float = 0.0,
        p_template: float = 0.0,
        old: Sentence | None = None,
    ) -> Sentence:
        """Return one sentence that asserts the readings within a frame of the lexicon's ``cite`` table."""
        frames = lexicon("stock")["cite"][frame]
        memory = old.wording if old else {}
        s = self.saying(None, memory, p_keep)
        same = (
            old is not None
            and old.frame == frame
            and 0 <= old.template < len(frames)
            and self.rng.random() < max(p_keep, p_template)
        )
        at = old.template if old is not None and same else self.rng.choice(usable(self.part, frames))
        body = self._body(readings, p_keep, p_template, s)
        wid = self.rng.choice(readings[0].witnesses)
        relay = readings[0].relay or "those who were there"
        self._framed(s, wid, {"O": self.credits or "media", "C": _MARK, "Q": _SPOKEN}, relay)
        self.pronouns = frames[at].startswith(("{S}", "{C}, {S}"))
        text = s.say(frames[at])
        if _SPOKEN in text:
            body[0] = Piece(_capital(body[0].text), body[0].reading)
            text = text.replace(_SPOKEN, _MARK)
        elif readings[0].hedged and frame in ("plain", "said", "vague", "again_named") and s.rng.random() < 0.9:
            text = text.replace(_MARK, s.say(lexicon("stock")["cite"]["hedge"][0]) + " " + _MARK, 1)
        before, _, after = self._adorned(s, text, frame).partition(_MARK)
        pieces = _tidy([Piece(before), *body, Piece(after)])
        return Sentence("claim", pieces, frame, at, dict(s.chosen))

    def _framed(self, s: Saying, wid: str, fixed: Mapping[str, str], relay: str = "") -> None:
        """Teach an act of saying the slots of frames: the speaker, whom the speaker relays, and fixed texts."""
        inner = s.fill

        def fill(slot: Slot, now: Saying) -> str:
            if slot.name == "S":
                return self.speaker(wid, s)
            if slot.name == "R":
                return self.spell(now.say(relay))
            return fixed[slot.name] if slot.name in fixed else inner(slot, now)

        s.fill = fill

    def _adorned(self, s: Saying, text: str, frame: str) -> str:
        """Return the frame with, now and then, an opening or a closing phrase that means nothing."""
        table = lexicon("stock")["speech"]
        if frame in ("plain", "said") and text.startswith(_MARK) and s.pick("adorn", range(3)) == 0:
            text = s.say(table["openers"][s.pick("opener", usable(self.part, table["openers"]))]) + text
        elif frame == "plain" and text.endswith(_MARK + ".") and s.pick("adorn2", range(4)) == 0:
            text = text[:-1] + s.say(table["closers"][s.pick("closer", usable(self.part, table["closers"]))]) + "."
        return text

    def quote(self, wid: str, at: int, old: Sentence | None = None, p_keep: float = 0.0) -> Sentence:
        """Return a witness's own words in a new or the remembered frame; ``at`` is which of the lexicon's quotes."""
        table = lexicon("stock")["speech"]
        s = self.saying(None, old.wording if old else {}, p_keep)
        exact = self.saying(None, old.wording if old else {}, 1.0)
        words = exact.say(table["quotes"][at])
        form = table["frames"][s.pick("quoteframe", usable(self.part, table["frames"]))]
        if old is not None and self.rng.random() < P_INDIRECT * (1 - p_keep):
            form = self.rng.choice(table["indirect"])
        self.pronouns = form.startswith(("{S}", '"{Q}," {S}'))
        self._framed(s, wid, {"Q": words})
        pieces = _tidy([Piece(s.say(form))])
        return Sentence("quote", pieces, wid, at, {**exact.chosen, **s.chosen})

    def _body(self, readings: Sequence[Reading], p_keep: float, p_template: float, s: Saying) -> list[Piece]:
        text, told = self.clause(readings[0], p_keep, p_template)
        out = [Piece(text, told)]
        for r in readings[1:]:
            tails = self.world.facts[r.fact].spec.get("tails") and readings[0].fact == "lead"
            text, told = self.clause(r, p_keep, p_template, tail=bool(tails))
            joint = ", " if tails else [" and ", ", and ", ", while ", "; ", " - ", ", and "][s.pick("joint", range(6))]
            out += [Piece(joint), Piece(text, told)]
        return out

    def stock(self, kind: str, template: str, p_keep: float = 0.0, memory: Mapping[str, int] | None = None) -> Sentence:
        """Return a stock phrase or a background sentence in this house's words."""
        s = self.saying(None, memory, p_keep)
        return Sentence(kind, _tidy([Piece(s.say(template))]), template, 0, dict(s.chosen))


def count_words(s: Saying, value: Value, noun: str, house: House) -> str:
    """Return a count in words, with its noun if one is asked for."""
    word = s.word(noun) if noun in lexicon("words")["word"] else noun
    if value.shape == "vague":
        vague = next(words for least, words in _VAGUE if value.low >= least)
        text = vague[s.pick(f"vague{len(vague)}", range(len(vague)))]
        if not word:
            return {"a number": "several", "a handful": "several", "several dozen": "dozens"}.get(text, text)
        return f"{text} of {word}" if text in _WITH_OF else f"{text} {word}"
    forms = _SHAPES[value.shape]
    form = forms[s.pick("shape" + value.shape, range(len(forms)))]
    text = (
        form.format(figure(value.low, house), figure(value.high, house))
        if form.count("{}") == 2
        else form.format(figure(value.low, house))
    )
    return f"{text} {word}".strip()


def figure(n: int, house: House) -> str:
    """Return a number the way the house writes it."""
    if n <= 12 and not house.digits:
        return _COUNTS[n]
    return f"{n:,}".replace(",", house.thousands) if n >= 1000 else str(n)


def hour_words(s: Saying, value: Value, bare: bool) -> str:
    """Return a time of day in one of several styles."""
    h, m = divmod(value.low, 60)
    h12, half = (h % 12) or 12, "am" if h < 12 else "pm"
    styles = [
        f"{h:02d}:{m:02d}",
        f"{h12}:{m:02d} {half[0]}.m.",
        f"{h12}.{m:02d} {half}",
        f"{h:02d}.{m:02d}",
        _spoken(h12, m),
        f"{h12}:{m:02d} in the {'morning' if h < 12 else 'afternoon' if h < 18 else 'evening'}",
    ]
    text = styles[s.pick("hourstyle", range(len(styles)))]
    if bare:
        return text
    before = (
        ("at about", "around", "at around", "about", "at approximately", "shortly after")
        if value.shape == "about"
        else ("at", "at", "at", "at exactly")
    )
    return before[s.pick("before" + value.shape, range(len(before)))] + " " + text


def _spoken(hour: int, minute: int) -> str:
    nxt = hour % 12 + 1
    if minute == 0:
        return f"{_COUNTS[hour]} o'clock"
    if minute == 30:
        return f"half past {_COUNTS[hour]}"
    words = {5: "five", 10: "ten", 15: "a quarter", 20: "twenty", 25: "twenty-five"}
    return f"{words[minute]} past {_COUNTS[hour]}" if minute in words else f"{words[60 - minute]} to {_COUNTS[nxt]}"


def _capital(text: str) -> str:
    for i, c in enumerate(text):
        if c.isalnum():
            return text[:i] + c.upper() + text[i + 1 :]
    return text


def _tidy(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces without doubled punctuation, with a capital at the start."""
    out: list[Piece] = []
    for p in pieces:
        text = re.sub(r",\s*([.,;:])", r"\1", p.text.replace("  ", " "))
        if out and text[:1] == "." and out[-1].text.endswith("."):
            text = text[1:]
        if out and text[:1] in ".,;" and out[-1].text.endswith(","):
            out[-1] = Piece(out[-1].text[:-1], out[-1].reading)
        if text:
            out.append(Piece(text, p.reading))
    for i, p in enumerate(out):
        if any(c.isalnum() for c in p.text):
            out[i] = Piece(_capital(p.text), p.reading)
            break
    return tuple(out)
