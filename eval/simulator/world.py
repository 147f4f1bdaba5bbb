"""The world behind a story: invented names, what happened, and what each witness saw or wishes to say of it."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .grammar import allowed, lexicon

_SOUNDS = {  # onsets, vowels, codas, town endings, first names' endings, by invented language
    "a": (
        "b d g k l m n p r s t v z dr gr kr tr st sl zh",
        "a e i o u",
        "n r l s k v m sk rn ld",
        "ov ava in sk itsa ograd",
        "an ko ir o",
    ),
    "b": (
        "b d f h j k l m n q r s t y sh gh kh",
        "a a i u aa ou",
        "n r m d b sh z l ss",
        "iya abad an iq ata",
        "im ar id a",
    ),
    "c": (
        "b c d f g l m n p r s t v br tr gu ch",
        "a e i o u ia ue",
        "n r l s nd z m",
        "ero illa ona ales ura",
        "o a el ito",
    ),
    "d": ("k l m n p r s t v h j", "a e i o u aa ee ai uo", "n s l r t", "la nen salo maki vaara", "i o a u"),
    "e": ("b d g k l m n p t w y nd mb ng z s", "a e i o u", "m n a e o", "anga ole undu isi ara", "a e i u"),
    "f": ("ph th b d k l m n t s kh ch v", "a o e i u ua", "ng n m p t nh", "buri tha vong lan doi", "t ng m p"),
    "g": (
        "b br c d dr f g gl h l m n p r s t w th",
        "a e i o u ea ow",
        "n r l st rd ck th",
        "ford wick ham mouth bury",
        "in ard a e",
    ),
    "h": ("b ch d g h j k m n r s t ts y z", "a e i o u o", "n  k", "yama kawa moto saki", "o i ki ro"),
    "i": ("b d g k m n r s t v z ts gv mt kh", "a e i o u", "n r l sh v d", "eti uri shvili ani oba", "i a o"),
}
_LANGUAGES = {"train": "abcde", "test": "abcdfg", "shift": "bdefghi"}
_SWAPS = (
    ("kh", "h"),
    ("ou", "u"),
    ("aa", "a"),
    ("ee", "i"),
    ("ck", "k"),
    ("zh", "j"),
    ("w", "v"),
    ("v", "w"),
    ("q", "k"),
    ("c", "k"),
    ("y", "i"),
    ("ss", "s"),
    ("z", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("k", "q"),
    ("i", "y"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a report states in a slot: a shaped count, minutes of the day, one of several stories, or a party."""

    kind: str  # number | hour | choice | actor | plain
    shape: str = "exact"  # exact | at_least | about | range | up_to | vague
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be told; ``spec`` is its table in the lexicon."""

    id: str
    spec: Mapping[str, Any]


class Happening(NamedTuple):
    """The facts of an event, their true values and the names in it."""

    facts: Mapping[str, Fact]
    truth: Mapping[str, Value]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Witness:
    """A source of the event: its kind, its names, and its own reading of each fact it speaks about."""

    id: str
    kind: str
    name: str
    role: str
    values: Mapping[str, Value]
    details: Mapping[str, str]
    relays: Mapping[str, str]
    hedged: frozenset[str]


@dataclass(frozen=True, slots=True)
class World:
    """Everything a story's reports can speak of."""

    theme: str
    spec: Mapping[str, Any]
    target: str
    names: Mapping[str, str]
    variants: Mapping[str, str]
    labels: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]  # party -> neutral names, loaded names
    facts: Mapping[str, Fact]
    witnesses: tuple[Witness, ...]
    weekday: int
    hour_minutes: int  # when it truly began, minutes after midnight


def variant(name: str, rng: random.Random) -> str:
    """Return the name in another spelling, or as it is where no swap applies."""
    fit = [(a, b) for a, b in _SWAPS if a in name[1:].lower()]
    if not fit:
        return name
    a, b = rng.choice(fit)
    return name[0] + name[1:].replace(a, b, 1)


class Namer:
    """Makes names that sound alike within one country and never twice."""

    def __init__(self, rng: random.Random, part: str) -> None:
        """Choose a language among those of the part."""
        self.rng, self.seen = rng, set[str]()
        self.onset, self.vowel, self.coda, self.town_end, self.first_end = (
            x.split(" ") for x in _SOUNDS[rng.choice(_LANGUAGES[part])]
        )

    def stem(self, syllables: int) -> str:
        """Return a few syllables without an ending."""
        return "".join(
            self.rng.choice(self.onset) + self.rng.choice(self.vowel) for _ in range(syllables)
        ) + self.rng.choice(self.coda)

    def new(self, syllables: int, ends: list[str]) -> str:
        """Return a name not used before."""
        while True:
            name = (self.stem(syllables) + self.rng.choice(ends)).capitalize()
            name = re.sub(r"(.)\1\1", r"\1\1", name)
            if 4 <= len(name) <= 11 and name not in self.seen:
                self.seen.add(name)
                return name

    def place(self) -> str:
        """Return a town's name."""
        return self.new(1, self.town_end)

    def person(self) -> str:
        """Return first name and surname."""
        return self.new(1, self.first_end) + " " + self.new(2, [""])


def imagine(rng: random.Random, part: str, count: int) -> World:
    """Return a world with ``count`` witnesses."""
    themes = lexicon("themes")["theme"]
    held = ["all"] + (["test"] if part != "train" else []) + (["shift"] if part == "shift" else [])
    theme = rng.choice([t for t in themes if themes[t]["part"] in held])
    spec, namer = themes[theme], Namer(rng, part)
    names = _names(rng, namer, spec)
    facts = _facts(rng, spec)
    labels = _labels(rng, names)
    truth = {i: _truth(rng, f) for i, f in facts.items()}
    kinds = rng.sample(spec["witnesses"], min(count, len(spec["witnesses"])))
    witnesses = tuple(_witness(rng, f"W{i + 1}", k, Happening(facts, truth, names), namer) for i, k in enumerate(kinds))
    variants = {n: variant(n, rng) for n in sorted({w for v in namer.seen for w in v.split() if len(w) > 4})}
    start = truth["hour"].low if "hour" in truth else rng.randrange(0, 1440, 5)
    return World(theme, spec, names["target"], names, variants, labels, facts, witnesses, rng.randrange(7), start)


_TITLES = {
    "cmdr": ("Commander ", "General ", "Major ", ""),
    "judge": ("Judge ", "prosecutor ", "the magistrate "),
    "minister": ("Interior Minister ", "Minister ", "Vice-President ", "Defence Minister "),
}


def _called(title: str, name: str) -> str:
    """Return the ways to call a person, with the title or without."""
    last = name.rsplit(maxsplit=1)[-1]
    return f"[{title}{name}|{title}{last}|{name}|{last}]"


def _names(rng: random.Random, namer: Namer, spec: Mapping[str, Any]) -> dict[str, str]:
    names = {
        k: namer.place()
        for k in ("town", "village", "province", "country", "capital", "neighbor", "river", "town2", "lmtown")
    }
    names |= {
        "target": rng.choice(spec["targets"]),
        "road": rng.choice(
            [
                f"Highway {rng.randint(2, 19)}",
                f"the {names['lmtown']} road",
                f"the road to {names['lmtown']}",
                f"{namer.place()} Street",
            ]
        ),
    }
    names |= {
        "comp": rng.choice(
            [
                f"{names['river'][:4]}Petrol",
                f"{namer.place()} Works",
                f"{names['country'][:4]}Trans",
                f"{namer.place()} and Sons",
            ]
        )
    }
    names |= {k: namer.person() for k in ("cmdr", "prisoner", "judge", "mediator", "minister")}
    names["mediator"] = rng.choice(["the Abbot of ", "Bishop ", "Senator ", "the elders of "]) + (
        names["lmtown"] if rng.random() < 0.5 else names["mediator"].split()[1]
    )
    for who, titles in _TITLES.items():
        names[who] = _called(rng.choice(titles), names[who])
    names["prisoner"] = _called("", names["prisoner"])
    ordinal = rng.choice(["Third", "Fifth", "Seventh", "11th", "First", "22nd"])
    branch = rng.choice(["Mountain", "Border", "Logistics", "Rifle", "Gendarmerie", "Coastal"])
    names["unit"] = f"the {ordinal} {branch} {rng.choice(['Brigade', 'Regiment', 'Division'])}"
    cause = ["Defence Front", "Liberation Army", "Resistance Movement", "Salvation Council", "Popular Union"]
    home = rng.choice([names["province"], "Free " + names["province"], names["river"] + " Valley"])
    names["Along"] = f"{home} {rng.choice(cause)}"
    names["Ahead"] = "the " + names["Along"]
    names |= {
        "popul": f"{rng.randint(4, 90)},000",
        "yearago": str(rng.randint(2019, 2029)),
        "yearsago": rng.choice(["three", "five", "seven", "ten"]),
        "tollago": rng.choice(["900", "3,000", "12,000"]),
        "oldtoll": str(rng.randint(3, 30)),
        "km": str(rng.randint(20, 300)),
        "day17": f"{rng.randint(2, 27)} {rng.choice(['March', 'April', 'May'])}",
    }
    return names


def _labels(rng: random.Random, names: Mapping[str, str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    full = names["Along"]
    short = "".join(w[0] for w in full.split())
    last = full.split()[-1]
    plain = (f"the {full}", f"the {full} ({short})", f"the {short}", f"the {last}")
    gov = (
        f"the army of {names['country']}",
        "the army",
        "government forces",
        f"{names['capital']}'s forces",
        "the armed forces",
    )
    return {
        "A": (plain, ("the bandits", "the terrorists", f"the {names['province']} gang", "the mercenaries")),
        "B": (gov, ("the regime", "regime forces", f"{names['capital']}'s henchmen")),
        "N": (
            (names["neighbor"], f"the army of {names['neighbor']}", f"{names['neighbor']}'s forces"),
            ("the aggressor", "the enemy across the border"),
        ),
        "U": (("unknown persons", "unidentified men", "persons unknown"), ("criminals", "common bandits")),
    }


def _facts(rng: random.Random, spec: Mapping[str, Any]) -> dict[str, Fact]:
    general = lexicon("facts")["fact"]
    own = [Fact(i, s) for i, s in spec["own"].items()]
    pool = [Fact(i, general[i]) for i in spec["facts"]]
    core, rest = pool[:4], pool[4:]
    chosen = core + own + rng.sample(rest, min(len(rest), rng.randint(6, 11)))
    lead = Fact("lead", {"text": "What happened, where and when", "kind": "plain", "clauses": spec["lead"]})
    return {f.id: f for f in [lead, *chosen]}


def _truth(rng: random.Random, fact: Fact) -> Value:
    kind = fact.spec["kind"]
    if kind == "number":
        low, high = fact.spec["range"]
        n = min(high, low + int((high - low) * rng.random() ** 2))
        return Value("number", "exact", _rounded(n, rng) if n > 100 else n)
    if kind == "hour":
        return Value("hour", "exact", rng.randrange(0, 1440, 5))
    if kind == "choice":
        return Value("choice", "exact", rng.randrange(len(fact.spec["choices"])))
    if kind == "actor":
        return Value("actor", "exact", rng.choice([0, 0, 1, 1, 2, 3]))
    return Value("plain")


def _rounded(n: int, rng: random.Random) -> int:
    return round(n, -1) if rng.random() < 0.6 else n


def _seen(rng: random.Random, fact: Fact, truth: Value, kind: str) -> Value:
    """Return one witness's reading of the truth."""
    if truth.kind == "number":
        n = truth.low
        if rng.random() < 0.5:
            n = max(2, round(n * rng.choice([0.5, 0.7, 0.8, 0.9, 1.1, 1.2, 1.4, 1.8, 2.2])) + rng.choice([-1, 0, 1]))
        shape = rng.choices(
            ["exact", "at_least", "about", "range", "up_to", "vague"],
            [0.5, 0.17, 0.15, 0.1, 0.05, 0.03 if n > 20 else 0],
        )[0]
        return Value("number", shape, n, n + max(2, n // 4) if shape == "range" else n)
    if truth.kind == "hour":
        return Value(
            "hour",
            rng.choice(["exact", "about", "about"]),
            (truth.low + rng.choice([0, 0, 0, -20, 10, 15, 30, 45, -60])) % 1440,
        )
    if truth.kind == "choice":
        return truth if rng.random() < 0.6 else Value("choice", "exact", rng.randrange(len(fact.spec["choices"])))
    if truth.kind == "actor":
        stance = {"group": 1, "army": 0, "official": 0, "police": 0}.get(kind)
        return Value(
            "actor",
            "exact",
            stance
            if stance is not None and rng.random() < 0.7
            else truth.low
            if rng.random() < 0.7
            else rng.randrange(4),
        )
    return truth


_DETAILS: Mapping[str, tuple[str, ...]] = {  # name -> templates
    "nick": (
        '[known as|called|nicknamed] "Stork"',
        "[alias|better known as|by the name of] Anvil",
        '[who goes by the name|known to his men as] "Grey"',
        '[nicknamed|called] "the Notary"',
        "[alias|known as] Nightjar",
    ),
    "channel": (
        "[the hotline|the direct line]",
        "[a radio broadcast|the radio]",
        "[its website|the internet]",
        "[a sealed letter|a letter]",
        "[the consulate|its consulate]",
        "[a go-between|a middleman]",
    ),
    "quarter": (
        "the Tanners' quarter",
        "[the lower town|the low-lying streets]",
        "the railway settlement",
        "the Old Port",
        "[the brickworks colony|the houses by the brickworks]",
        "[Saint Orla's parish|the parish of Saint Orla]",
    ),
    "gear": (
        "helicopters",
        "[dogs|sniffer dogs|tracker dogs]",
        "[drones|small drones]",
        "[armoured cars|armour]",
        "[search lights|lamps]",
        "[mounted patrols|horsemen]",
    ),
    "post": (
        "[an army post|a military post]",
        "[a fire station|the fire brigade]",
        "[a police barracks|a police station]",
        "[a hospital|a clinic]",
        "[a field clinic|a first-aid post]",
    ),
    "age": ("four", "six", "eight", "11", "13"),
    "sincewhen": (
        "midnight",
        "Monday",
        "[six in the morning|6 a.m.]",
        "[the day before|the previous day]",
        "[the first shots|the beginning]",
    ),
    "filmer": (
        "[a truck driver|a man in a lorry]",
        "[a schoolteacher|a teacher]",
        "[a passing shepherd|a shepherd]",
        "a camera at a petrol station",
        "[a wedding guest|a guest at a wedding]",
        "a drone",
    ),
    "warner": (
        "[the geological office|geologists]",
        "[a retired officer|a former officer]",
        "[the union|trade unionists]",
        "[the village council|councillors]",
        "[two engineers|a pair of engineers]",
        "[a priest|the parish priest]",
    ),
    "metwho": (
        "[the wounded|those in hospital]",
        "[relatives of the dead|bereaved families]",
        "[the mayor|local leaders]",
        "[rescue crews|rescuers]",
        "[the families|family members]",
    ),
    "weaponpl": (
        "drones",
        "rockets",
        "missiles",
        "[glide bombs|guided bombs]",
        "[unmanned aircraft|pilotless aircraft]",
    ),
}


def _witness(rng: random.Random, wid: str, kind: str, happened: Happening, namer: Namer) -> Witness:
    facts, truth, names = happened
    share = rng.uniform(0.5, 0.85)
    core = set(list(facts)[1:4])
    told = {i for i in facts if i == "lead" or rng.random() < (0.85 if i in core else share)}
    values = {i: _seen(rng, facts[i], truth[i], kind) for i in facts if i in told}
    common = random.Random("|".join(names.values()))
    details = {k: common.choice(v) if rng.random() < 0.6 else rng.choice(v) for k, v in _DETAILS.items()}
    for k in ("lmtown", "judge"):
        details[k] = names[k]
    details["lm"] = f"{common.choice(['Saint', 'Camp', 'Fort', 'Hotel'])} {names['lmtown']}"
    details["prison"] = f"{names['capital']} fortress"
    relays = {i: rng.choice(lexicon("stock")["witness"]["relays"]) for i in sorted(told) if rng.random() < 0.12}
    role = rng.choice(lexicon("stock")["witness"][kind])
    hedged = frozenset(i for i in sorted(told) if i != "lead" and rng.random() < 0.15)
    return Witness(wid, kind, namer.person(), role, values, details, relays, hedged)


def outlets(rng: random.Random, part: str, world: World, count: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return outlets with the names others cite them by."""
    table, seen = lexicon("stock")["outlet"], set[str]()
    out: list[tuple[str, tuple[str, ...]]] = []
    patterns = [p for p in table["patterns"] if allowed(part, p)]
    places = [
        world.names[k] for k in ("town", "province", "country", "capital", "neighbor", "river", "lmtown", "town2")
    ]
    namer = Namer(rng, part)
    while len(out) < count:
        name = rng.choice(patterns).format(place=rng.choice([*places, namer.place()]), adj=rng.choice(table["adj"]))
        if name in seen:
            continue
        seen.add(name)
        words = [w for w in re.split(r"[ -]", name) if w.lower() not in ("the",)]
        short = "".join(w[0].upper() for w in words)
        other = short if len(words) >= 3 else f"the {words[-1]}" if name.startswith("The ") else ""
        out.append((name, (name, other) if other else (name,)))
    return out
