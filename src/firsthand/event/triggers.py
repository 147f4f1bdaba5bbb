"""Words -> the happenings they name: PLOVER type and mode, and what the word does to those around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.lemma import stem
from firsthand.lexicon import Lexicon

BE = frozenset("was were been be being is are got gets get am 's".split())
HAVE = frozenset("has have had having".split())
MODAL = frozenset("to will would could can may might must should not did does do never also".split())
NOUN_BEFORE = frozenset(
    "a an the this that these those of in his her its their our another other recent new first last second several two three"
    " four five all any no some during after before by from for against with each every said such alleged".split()
)
PARTICIPLES = frozenset(
    "met slain shot struck hit beaten set held taken blown seen overrun stolen shut cut put found hurt fought driven".split()
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: what the word says happened."""

    type: str
    mode: str | None
    sort: str  # does, happens, outcome


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word (or several) that names a happening: tokens ``first .. last`` of a sentence."""

    kind: Kind
    first: int
    last: int
    voice: str  # active, passive, noun
    word: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The table ``events`` indexed: stems of verbs and nouns, phrases by the stem of their first word."""

    verbs: Mapping[str, Kind]
    nouns: Mapping[str, Kind]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Kind], ...]]
    irregular: Mapping[str, str]


@cache
def vocabulary(known: Lexicon) -> Vocabulary:
    """Return the trigger words of a lexicon; where two rows claim a word, the first has it."""
    irregular = known.table("predicates")["irregular"]
    verbs: dict[str, Kind] = {}
    nouns: dict[str, Kind] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for row in known.table("events")["trigger"]:
        kind = Kind(row["type"], row["mode"] or None, row["sort"])
        for word in row.get("verbs", ()):
            verbs.setdefault(stem(word), kind)
        for word in row.get("nouns", ()):
            target = phrases.setdefault(stem(word.split()[0]), []) if " " in word else None
            if target is None:
                nouns.setdefault(stem(word), kind)
            else:
                target.append((tuple(word.split()), kind))
        for phrase in row.get("phrases", ()):
            words = tuple(phrase.split())
            phrases.setdefault(stem(irregular.get(words[0], words[0])), []).append((words, kind))
    ordered = {k: tuple(sorted(v, key=lambda x: (-len(x[0]), x[0]))) for k, v in phrases.items()}
    return Vocabulary(verbs, nouns, ordered, irregular)


def triggers(words: Sequence[str], known: Lexicon) -> tuple[Trigger, ...]:
    """Return the triggers among the folded ``words`` of one sentence, in order; longer ones first, none overlapping."""
    return _triggers(tuple(words), known)


@lru_cache(maxsize=1 << 12)  # sentences: copies have the same
def _triggers(words: tuple[str, ...], known: Lexicon) -> tuple[Trigger, ...]:
    return tuple(_found(words, vocabulary(known)))


def _found(words: Sequence[str], table: Vocabulary) -> Iterator[Trigger]:
    n = 0
    while n < len(words):
        found = _phrase(words, n, table) or _word(words, n, table)
        if found is None:
            n += 1
            continue
        yield found
        n = found.last + 1


def _phrase(words: Sequence[str], n: int, table: Vocabulary) -> Trigger | None:
    base = stem(table.irregular.get(words[n], words[n]))
    for phrase, kind in table.phrases.get(base, ()):
        rest = words[n + 1 : n + len(phrase)]
        if len(rest) == len(phrase) - 1 and all(_same(a, b) for a, b in zip(rest, phrase[1:], strict=True)):
            last = n + len(phrase) - 1
            if kind.type == "CONSULT" and _voice(words, n, table) == "passive":
                continue  # "must be met with courage"
            return Trigger(kind, n, last, _voice(words, n, table), " ".join(words[n : last + 1]))
    return None


def _same(a: str, b: str) -> bool:
    return a == b or (a.rstrip("s") == b.rstrip("s") and len(b) > 3)


def _word(words: Sequence[str], n: int, table: Vocabulary) -> Trigger | None:
    word = words[n]
    base = table.irregular.get(word, word)
    key = stem(base)
    as_verb, as_noun = table.verbs.get(key), table.nouns.get(key)
    if as_verb is None and as_noun is None:
        return None
    voice = _voice(words, n, table)
    if voice == "noun":
        kind = as_noun if as_noun is not None else (as_verb if word.endswith(("ing", "ings")) else None)
    else:
        kind = as_verb if as_verb is not None else None
        if kind is None and as_noun is not None and not word.endswith("ed"):
            kind, voice = as_noun, "noun"
    return None if kind is None else Trigger(kind, n, n, voice, word)


def _voice(words: Sequence[str], n: int, table: Vocabulary) -> str:
    """Return how the word stands: ``passive`` after a form of be (or before "by"), ``noun`` after an article, else ``active``."""
    word = words[n]
    before = words[n - 1] if n else ""
    past = word.endswith("ed") or word in PARTICIPLES
    if past or (word in table.irregular and not word.endswith("ing")):
        near = words[max(0, n - 3) : n]
        if any(w in BE for w in near) and not (near and near[-1] in HAVE):
            return "passive" if past else "active"
        if past and n + 1 < len(words) and words[n + 1] == "by":
            return "passive"
        return "active"
    if word.endswith("ing"):
        return "noun" if n == 0 or before in NOUN_BEFORE or words[n + 1 : n + 2] == ["of"] else "active"
    if before in MODAL or (
        before in ("they", "he", "she", "we", "who", "which", "i", "it", "you", "and") and not word.endswith("s")
    ):
        return "active"
    return "noun"
