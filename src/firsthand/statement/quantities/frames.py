"""The words that say what befell somebody: the closed classes of the clause grammar, and the table ``roles`` made ready for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from firsthand.quantity import Words, words
from firsthand.records import Role

# tokens to either side of a noun phrase in which its verb is looked for: longer clauses are rare in news prose
REACH = 16
BE = frozenset("was were is are be been being get got gets getting remain remained became become".split())
HAVE = frozenset("have has had having".split())
MODAL = frozenset("could may might would will can should must shall to".split())
# words that may stand between a subject and its verb, or between verb and object
LIGHT = frozenset(
    """reportedly allegedly also either were immediately later already seriously slightly critically severely gravely badly
    lightly fatally mortally instantly apparently presumably accidentally deliberately brutally still all both not each
    feared confirmed reported believed presumed found left pronounced declared listed as said thought known considered
    estimated currently now recently so far since ever then more others other them themselves officially
    initially subsequently only just almost nearly probably possibly likely""".split()
)
DETERMINERS = frozenset(
    "a an the his her its their our my your this that these those another some any no every each".split()
)
PREPOSITIONS = frozenset(
    """in on at by from with for during after before near under over across against between into through within without
    among since until to around about along inside outside toward towards upon via despite amid per behind beyond off
    onto aboard following including""".split()
)
BREAKS = frozenset({".", ";", ":", "?", "!", "(", ")", "[", "]", "|"})
CONJUNCTIONS = frozenset({"and", "or", "nor", "&", "plus"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where"})
SUBORDINATORS = frozenset("when while because although though if as but than whereas unless once whether".split())
SPEECH = frozenset("said says say told reported reports added according stated claimed announced confirmed".split())
STOP = (
    PREPOSITIONS
    | BREAKS
    | CONJUNCTIONS
    | RELATIVES
    | SUBORDINATORS
    | SPEECH
    | BE
    | HAVE
    | (MODAL - {"to"})
    | frozenset({",", '"', "-", "...", "did", "do", "does", "makes"})
)
CARDINALS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty several dozens scores many""".split()
)


class Use(NamedTuple):
    """One way of saying what happened: the words, what it says, how it takes the counted."""

    words: tuple[str, ...]
    role: Role | None  # None: released, survived
    kind: str


@dataclass(frozen=True, slots=True)
class Frames:
    """The table ``roles`` of a lexicon, made ready for matching."""

    starts: Mapping[str, tuple[Use, ...]]
    ends: Mapping[str, tuple[Use, ...]]
    tally: Mapping[tuple[str, ...], Role | None]
    things: frozenset[str]
    measures: frozenset[str]
    persons: frozenset[str]
    kin: frozenset[str]
    households: frozenset[str]
    plural: frozenset[str]
    voices: frozenset[str]  # words for who speaks

    def at(self, w: Words, i: int, *kinds: str) -> Use | None:
        """Return the longest use of one of ``kinds`` that starts at token ``i``."""
        if not 0 <= i < len(w.word):
            return None
        for use in self.starts.get(w.word[i], ()):
            if use.kind in kinds and tuple(w.word[i : i + len(use.words)]) == use.words:
                return use
        return None

    def until(self, w: Words, j: int, *kinds: str) -> Use | None:
        """Return the longest use of one of ``kinds`` that ends before token ``j``."""
        if not 0 < j <= len(w.word):
            return None
        for use in self.ends.get(w.word[j - 1], ()):
            n = len(use.words)
            if use.kind in kinds and n <= j and tuple(w.word[j - n : j]) == use.words:
                return use
        return None


def frames(table: Mapping[str, Any], voices: frozenset[str]) -> Frames:
    """Return the clause grammar's vocabulary from the table ``roles`` of a lexicon, and words for who speaks."""
    starts: dict[str, list[Use]] = {}
    ends: dict[str, list[Use]] = {}
    for name in [*(r.value for r in Role if r is not Role.OTHER), "released"]:
        for kind, phrases in table[name].items():
            for phrase in phrases:
                parts = tuple(words(phrase).word)
                use = Use(parts, None if name == "released" else Role(name), kind)
                starts.setdefault(parts[0], []).append(use)
                ends.setdefault(parts[-1], []).append(use)
    tally = {}
    for name, phrases in table["tally"].items():
        for phrase in phrases:
            tally[tuple(words(phrase).word)] = None if name == "open" else Role(name)
    order = {r.value: n for n, r in enumerate(Role)}

    def longest(uses: list[Use]) -> tuple[Use, ...]:
        return tuple(sorted(uses, key=lambda u: (-len(u.words), u.words, u.kind, order[u.role or Role.OTHER])))

    return Frames(
        {k: longest(v) for k, v in starts.items()},
        {k: longest(v) for k, v in ends.items()},
        tally,
        frozenset(table["units"]["things"]),
        frozenset(table["units"]["measures"]),
        frozenset(table["persons"]["one"]),
        frozenset(table["persons"]["kin"]),
        frozenset(table["persons"]["households"]),
        frozenset(table["persons"]["plural"]),
        voices,
    )


class Link(NamedTuple):
    """The role that the words around a count give it, and why."""

    role: Role | None
    because: str
    strength: int  # higher is surer
    head: int = -1  # the token that says what is counted, when it stands outside the noun phrase
