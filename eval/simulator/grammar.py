"""Templates with choices: parsing them, and saying one so that a later report can keep or change each choice.

template = { text | "[" option { "|" option } "]" | "<" word-list ">" | "{" ["*"] slot [":" noun] "}" }

A choice is remembered under its own source text, a word list under its name. Whoever retells a sentence keeps each
remembered choice with a given probability: so a light edit shares most words with its parent and a rewrite a few.
"""

from __future__ import annotations

import random
import re
import tomllib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

PARTS = ("train", "test", "shift")
P_OTHERWISE = 0.9  # chance that a choice which is not kept avoids the parent's option
_HELD: Mapping[str, frozenset[int]] = {  # tenths of all wordings that a part may use, by a hash of the wording
    "train": frozenset(range(7)),
    "test": frozenset(range(2, 10)),
    "shift": frozenset(range(4, 10)),
}


class Slot(NamedTuple):
    """A hole to be filled: ``detail`` marks what only those who were told it may hand on."""

    name: str
    noun: str
    detail: bool


class Choice(NamedTuple):
    """Options of which one is said; ``key`` is what the choice is remembered under."""

    key: str
    options: tuple[Node, ...]


class Words(NamedTuple):
    """A word list of the lexicon by name."""

    name: str


Node = tuple["str | Slot | Choice | Words", ...]


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return one of the simulator's own tables."""
    return tomllib.loads((files(__package__) / "lexicon" / f"{name}.toml").read_text(encoding="utf8"))


@cache
def allowed(part: str, wording: str) -> bool:
    """Tell whether a part of the material may use this wording."""
    return zlib.crc32(wording.encode()) % 10 in _HELD[part]


def usable(part: str, wordings: Sequence[str], at_least: int = 2) -> tuple[int, ...]:
    """Return the positions of the wordings a part may use; all of them where too few would be left."""
    kept = tuple(i for i, w in enumerate(wordings) if allowed(part, w)) if len(wordings) > at_least + 1 else ()
    return kept if len(kept) >= at_least else tuple(range(len(wordings)))


@cache
def parsed(template: str) -> Node:
    """Return a template as nodes."""
    node, end = _sequence(template, 0)
    if end != len(template):
        raise ValueError(f"unbalanced bracket at {end} in template: {template}")
    return node


def _sequence(text: str, at: int) -> tuple[Node, int]:
    out: list[str | Slot | Choice | Words] = []
    while at < len(text) and text[at] not in "|]":
        if text[at] == "[":
            choice, at = _choice(text, at)
            out.append(choice)
        elif match := re.compile(r"\{(\*?)(\w+)(?::([^{}]+))?\}").match(text, at):
            out.append(Slot(match[2], match[3] or "", bool(match[1])))
            at = match.end()
        elif match := re.compile(r"<(\w+)>").match(text, at):
            out.append(Words(match[1]))
            at = match.end()
        else:
            end = min((i for i in (text.find(c, at + 1) for c in "[]|{<") if i >= 0), default=len(text))
            out.append(text[at:end])
            at = end
    return tuple(out), at


def _choice(text: str, at: int) -> tuple[Choice, int]:
    start, options = at, []
    while text[at] != "]":
        node, at = _sequence(text, at + 1)
        options.append(node)
    return Choice(text[start : at + 1], tuple(options)), at + 1


@cache
def details_of(node: Node) -> frozenset[str]:
    """Return the details a node cannot be said without."""
    needed: set[str] = set()
    for part in node:
        if isinstance(part, Slot) and part.detail:
            needed.add(part.name)
        elif isinstance(part, Choice):
            needed |= frozenset.intersection(*(details_of(o) for o in part.options))
    return frozenset(needed)


@cache
def words_of(node: Node) -> frozenset[str]:
    """Return the longer words a node can be said with."""
    out: set[str] = set()
    for part in node:
        if isinstance(part, str):
            out.update(content(part))
        elif isinstance(part, Choice):
            out.update(*(words_of(o) for o in part.options))
    return frozenset(out)


def content(text: str) -> frozenset[str]:
    """Return the words of a text that carry its matter: those of four letters or more."""
    return frozenset(re.findall(r"\w{4,}", text.lower()))


def plainly(node: Node) -> str:
    """Return a node with the first of all options, its slots left open."""
    return "".join(
        part if isinstance(part, str) else plainly(part.options[0]) if isinstance(part, Choice) else f"{{{part.name}}}"
        for part in node
    )


@dataclass(slots=True)
class Saying:
    """One act of saying: what is remembered and how likely kept, what was chosen, which details were told."""

    rng: random.Random
    part: str
    fill: Callable[[Slot, Saying], str]
    known: frozenset[str] | None = None  # details that may be told; None: all
    memory: Mapping[str, int] = field(default_factory=dict)
    p_keep: float = 0.0
    heard: frozenset[str] = frozenset()  # words of the reports one retells
    p_heard: float = 0.0  # chance that a fresh choice goes by these words
    chosen: dict[str, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def pick(self, key: str, options: Sequence[int]) -> int:
        """Return the remembered option with probability ``p_keep``, else any; and remember it."""
        if key in self.chosen and self.chosen[key] in options and self.rng.random() < 0.5:
            return self.chosen[key]
        old = self.memory.get(key)
        if old is not None and old in options and self.rng.random() < self.p_keep:
            at = old
        else:  # who rewords mostly takes care not to say it the same way
            other = [o for o in options if o != old] if self.rng.random() < P_OTHERWISE else []
            at = self.rng.choice(other or list(options))
        self.chosen[key] = at
        return at

    def say(self, template: str) -> str:
        """Return the template in words."""
        return self._node(parsed(template))

    def possible(self, template: str) -> bool:
        """Tell whether everything the template must tell is known."""
        return self.known is None or details_of(parsed(template)) <= self.known

    def _node(self, node: Node) -> str:
        return "".join(self._part(part) for part in node)

    def _part(self, part: str | Slot | Choice | Words) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Slot):
            if part.detail:
                self.told.add(part.name)
            return self.fill(part, self)
        if isinstance(part, Words):
            return self.word(part.name)
        fit = [i for i, o in enumerate(part.options) if self.known is None or details_of(o) <= self.known]
        if not fit:
            return ""
        held = [i for i in fit if allowed(self.part, repr(part.options[i]))]
        held = held if len(fit) >= 4 and len(held) >= 2 else fit
        return self._node(part.options[self.pick(part.key, self.nearest(held, part.options))])

    def word(self, name: str) -> str:
        """Return one entry of a word list."""
        entries = lexicon("words")["word"][name]
        held = self.nearest(usable(self.part, entries), [parsed(e) for e in entries])
        return self.say(entries[self.pick("<" + name, held)])

    def nearest(self, at: Sequence[int], nodes: Sequence[Node]) -> Sequence[int]:
        """Return, by chance, only those nodes that hold a word that was heard, or none at all; otherwise all."""
        if not self.heard or self.rng.random() >= self.p_heard:
            return at
        return [i for i in at if not words_of(nodes[i]) or words_of(nodes[i]) & self.heard] or at
