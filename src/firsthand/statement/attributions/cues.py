"""The cue lexicon, compiled: every form of every word that introduces what somebody says, thinks or shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.tokens import tokens

_VOWELS = "aeiou"


class Shapes(NamedTuple):
    """Words that make a name that of an outlet (``outlets.toml``, ``[shapes]``)."""

    kinds: frozenset[str]  # "the weekly Novi Glas"
    inside: frozenset[str]  # in capitals inside a name
    titles: frozenset[str]  # at its end: "the Marl Gazette"
    with_others: frozenset[str]  # titles that are none alone
    first: frozenset[str]  # at its beginning: "the Daily Spark"
    journals: frozenset[str]
    never: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """Forms by folded word. A form is ``base``, ``third``, ``past``, ``participle`` or ``ing``."""

    saying: dict[str, str]
    thinking: dict[str, str]
    showing: dict[str, str]
    judging: dict[str, str]
    intending: dict[str, str]
    ambiguous: frozenset[str]
    core: dict[str, str]
    closing: dict[str, str]  # verbs that, like those, need no more behind a content at the end of its sentence
    before_source: dict[str, tuple[tuple[str, ...], ...]]  # first word -> the whole phrases
    measures: frozenset[str]  # behind "according to" what something goes by
    bare_measures: frozenset[str]  # the same, without an article
    hearsay: frozenset[str]
    hedges: frozenset[str]
    nouns: frozenset[str]
    reported: frozenset[str]  # nouns before "by", "from", "in" and whoever says it
    hearing: frozenset[str]  # "told": somebody who listens may stand before "that"
    shapes: Shapes  # words that make a name that of an outlet
    undergone: frozenset[str]  # verbs of saying that in the passive tell what is done to somebody: "admitted"
    states: frozenset[str]  # what somebody is found to be who is "reported" so: "dead", "missing"
    manner: frozenset[str]  # how a thing is kept, not how something is said: "poorly maintained"
    asking: frozenset[str]  # "asked": somebody who listens may stand before "whether"
    silence: frozenset[str]  # what somebody does not do who says nothing: "did not answer"
    refusing: frozenset[str]  # "declined to comment"
    visual: frozenset[str]
    media: frozenset[str]  # words of which one mostly stands in the name of an outlet or agency
    sources: frozenset[str]  # nouns by which a source is described
    finding: frozenset[str]  # what a source does who has looked: "had counted thirty strikes"
    denying: frozenset[str]  # "rejected the claim": what is denied is said to be false
    dismissing: tuple[tuple[str, ...], ...]  # the same in several words: "waved away"
    estimating: frozenset[str]  # "put the toll at 31"
    tallies: frozenset[str]
    counting: dict[str, str]  # verbs by which another gives a number of his own: "put it at 31", "spoke of 31"
    accounts: frozenset[str]  # "by his account"
    acting: dict[
        str, str
    ]  # acts of speaking inside what another says: all verbs of saying, and those that only are links there
    acting_clause: frozenset[str]  # a clause without "that" may follow
    acting_to: frozenset[str]  # "threatened to …"
    ordering: frozenset[str]  # "ordered him to …"
    acting_about: frozenset[str]  # "accused him of …"
    acting_gerund: frozenset[str]  # "report seeing …"
    outlets: frozenset[tuple[str, ...]]  # names of the outlets and agencies of the lexicon, word by word
    spoken: frozenset[str]  # triggers, and words by which a cue of the tagger shows that somebody speaks or judges
    triggers: frozenset[str]  # a passage without any of these holds no attribution of the rules


def forms(lemma: str, irregular: dict[str, list[str]]) -> dict[str, str]:
    """Return the inflected forms of ``lemma``, each with its name."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    doubled = lemma + lemma[-1] if lemma in {"quip", "admit", "submit", "brag"} else stem
    third = lemma + "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else lemma + "s"
    past = doubled + "ed"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        third, past, doubled = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma
    out = {lemma: "base", third: "third", doubled + "ing": "ing"}
    if re.search("[^aeiou][aeiou]l$", lemma):  # "signalled" beside "signaled"
        out |= {lemma + "ling": "ing", lemma + "led": "past"}
    pasts = irregular.get(lemma) or [past, past]
    out.setdefault(pasts[1], "participle")
    out[pasts[0]] = "past"
    return out


def misspelt(word: str) -> list[str]:
    """Return ``word`` with one letter left out, written twice, or changed for its neighbour; nothing for short words."""
    if len(word) < _LONG:
        return []
    cuts = range(1, len(word))
    out = {word[:i] + word[i + 1 :] for i in cuts} | {word[:i] + word[i - 1] + word[i:] for i in cuts}
    out |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    return sorted(out - {word})


_LONG = 8  # letters; a slip in a shorter word makes another word too often ("said", "aid")


def _verbs(table: dict[str, Any], irregular: dict[str, list[str]]) -> dict[str, str]:
    return {form: name for lemma in table["verbs"].split() for form, name in forms(lemma, irregular).items()}


def _dismissing(table: dict[str, Any], irregular: dict[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    verbs = [form for form, name in _verbs(table, irregular).items() if name in {"past", "third", "base"}]
    phrasal = [(verb, behind) for verb in verbs for behind in table["behind"]]
    return (*phrasal, *(tuple(phrase.split()) for phrase in table["phrases"]))


def _shapes(known: Lexicon) -> Shapes:
    table = known.table("outlets")["shapes"]
    return Shapes(*(frozenset(table[k]) for k in Shapes._fields))


def _outlets(known: Lexicon) -> frozenset[tuple[str, ...]]:
    entries = (e for file in ("outlets", "agencies") for e in known.table(file)["entries"].values())
    folded = (fold(name) for e in entries for name in (e["name"], *e.get("names", ())))
    return frozenset(tuple([name[s:e] for s, e in tokens(name)]) for name in folded)


def _before_source(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return phrases like "according to" by their first word, the longest first, with slips of the pen."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    slips = [f"{slip} to" for slip in misspelt("according")]
    for phrase in sorted({*phrases, *slips}, key=lambda p: (-len(p), p)):
        parts = tuple(phrase.split())
        out[parts[0]] = (*out.get(parts[0], ()), parts)
    return out


@cache
def cues(known: Lexicon) -> Cues:
    """Return the compiled cue lexicon of ``known``."""
    table = known.table("cues")
    heads = known.table("source_words")["heads"]
    irregular = {k: v for k, v in table["irregular"].items() if k != "source"}
    acts = {k: _verbs({"verbs": v}, irregular) for k, v in table["acts"].items() if k != "source"}

    def words(name: str) -> frozenset[str]:
        return frozenset(table[name]["words"])

    def verbs(name: str) -> dict[str, str]:
        return _verbs(table[name], irregular)

    phrases = _before_source(table["phrases"]["before_source"])
    triggers = frozenset({*phrases, ":", '"', "-"}).union(
        *map(verbs, ("saying", "thinking", "showing", "judging", "intending", "estimating")),
        *map(words, ("hearsay", "visual", "nouns", "reported", "accounts")),
    )
    return Cues(
        saying=verbs("saying"),
        thinking=verbs("thinking"),
        showing=verbs("showing"),
        judging=verbs("judging"),
        intending=verbs("intending"),
        ambiguous=words("ambiguous"),
        core=verbs("core"),
        closing=verbs("closing"),
        before_source=phrases,
        measures=words("measures"),
        bare_measures=frozenset(table["measures"]["bare"]),
        hearsay=words("hearsay"),
        hedges=words("hedges"),
        nouns=words("nouns"),
        reported=words("reported"),
        hearing=frozenset(verbs("hearing")),
        shapes=_shapes(known),
        undergone=words("undergone"),
        states=words("states"),
        manner=words("manner"),
        asking=frozenset(verbs("asking")),
        silence=frozenset(verbs("silence")),
        refusing=frozenset(verbs("refusing")),
        visual=words("visual"),
        media=frozenset(w for kind in ("agency", "outlet") for phrase in heads[kind] for w in phrase.split()),
        sources=frozenset(w for kind, them in heads.items() if kind != "visual" for w in them if " " not in w),
        finding=frozenset(w for w, form in verbs("finding").items() if form in {"past", "participle"}),
        denying=frozenset(verbs("denying")),
        dismissing=_dismissing(table["dismissing"], irregular),
        estimating=frozenset(verbs("estimating")),
        tallies=frozenset(table["estimating"]["tallies"]),
        counting=verbs("counting"),
        accounts=words("accounts"),
        acting=verbs("saying") | {form: name for kind in acts.values() for form, name in kind.items()},
        acting_clause=frozenset(acts["clause"]),
        acting_to=frozenset(acts["infinitive"]),
        ordering=frozenset(acts["order"]),
        acting_about=frozenset(acts["about"]),
        acting_gerund=frozenset(acts["gerund"]),
        outlets=_outlets(known),
        spoken=(triggers - {"-"}).union(verbs("telling")),
        triggers=triggers,
    )
