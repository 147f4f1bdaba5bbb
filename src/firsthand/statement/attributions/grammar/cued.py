"""Passage -> the attributions that a cue of the lexicon introduces where it stands: by a verb, a noun or "according to"."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.records import ZoneKind
from firsthand.statement.attributions.closed import TIMES
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.according import according
from firsthand.statement.attributions.grammar.nouns import by_intent, by_noun
from firsthand.statement.attributions.grammar.verbs import by_verb
from firsthand.statement.attributions.grammar.words import DETERMINERS, MARKS, SUBJECT_PRONOUNS, TAIL
from firsthand.statement.attributions.passage import Draft, Passage

_MOST_CUES = 20  # in one sentence; what holds more is no prose. Sentences of news hold up to 14 (attribution-train)


def cued(p: Passage, cues: Cues) -> Iterator[Draft]:
    """Yield the attributions of a passage's cues, in their order."""
    for at in _cue_places(p, cues):
        draft = _read(p, cues, at)
        if draft is not None:
            yield draft


def _cue_places(p: Passage, cues: Cues) -> Iterator[int]:
    tables = (
        cues.saying,
        cues.thinking,
        cues.showing,
        cues.judging,
        cues.intending,
        cues.nouns,
        cues.reported,
        cues.before_source,
    )
    first, count = -1, 0
    for at, word in enumerate(p.words):
        if p.quoted[at] < 0 and any(word in t for t in tables):
            count = count + 1 if p.starts[at] == first else 1
            first = p.starts[at]
            if count <= _MOST_CUES:
                yield at


def _read(p: Passage, cues: Cues, at: int) -> Draft | None:
    for phrase in cues.before_source.get(p.words[at], ()):
        if p.words[at : at + len(phrase)] == phrase:
            return according(p, cues, at, at + len(phrase), " ".join(phrase))
    word = p.words[at]
    if word in cues.intending and p.words[at + 1 : at + 2] == ("to",) and cues.intending[word] != "ing":
        return by_intent(p, cues, at)
    if (word in cues.nouns or word in cues.reported) and p.words[at + 1 : at + 2] == ("that",):
        noun = by_noun(p, cues, at)
        if noun is not None or not _names_speaker(p, at):
            return noun
    if word not in cues.saying and word not in cues.thinking and word not in cues.showing and word not in cues.judging:
        return None
    if p.zone is not ZoneKind.HEADLINE and not p.shouted and p.capital(at) and p.starts[at] != at:
        return None  # "the Daily Reports": a name
    if word in cues.ambiguous and not _announces(p, at):
        return None
    if word in cues.nouns and at > p.starts[at] and not _finite(p, at):
        return None
    return by_verb(p, cues, at)


def _names_speaker(p: Passage, at: int) -> bool:
    """Tell whether a name or an outlet stands right before "reports that": not "unconfirmed reports that"."""
    before = at - 1
    if before < p.starts[at] or not p.words[at].endswith("s"):
        return False
    return (p.capital(before) and not p.shouted and before > p.starts[at]) or p.words[before] in {")", ","}


def _announces(p: Passage, at: int) -> bool:
    """Tell whether "that", a colon, a quotation or a clause with a pronoun follows, or marks stand around the word."""
    after = p.words[at + 1] if at + 1 < len(p.words) else "."
    if after in TIMES and p.words[at + 2 : at + 3] == ("that",):
        return True  # "reports tonight that"
    if after == "," and p.words[p.starts[at]] == "as":
        return True  # "As TASS reports, C"
    if after == "to" and p.words[at + 2 : at + 3] in {("have",), ("be",)}:
        return at > p.starts[at] and p.words[at - 1] not in DETERMINERS  # "rebels claim to have taken"
    if after in {"that", ":", '"'} or p.quoted[min(at + 1, len(p.words) - 1)] >= 0:
        return True
    if p.words[at].endswith("s") and p.words[at - 1] in {",", '"'} and p.capital(min(at + 1, len(p.words) - 1)):
        return p.ends[at] - at <= TAIL  # "…, reports Radio Lumen"
    if after in MARKS:
        return at > 1 and any(w in {",", '"'} for w in p.words[max(0, at - 8) : at])
    plural = p.words[at - 1].endswith("s") and at > 0  # "local sources estimate the number"
    return (
        (p.words[at].endswith(("ed", "s")) or plural)
        and after in SUBJECT_PRONOUNS | DETERMINERS
        and p.words[at - 1] not in DETERMINERS
    )


def _finite(p: Passage, at: int) -> bool:
    """Tell whether a word that is a verb or a noun ("reports", "claim") looks like the verb here."""
    before, after = p.words[at - 1], p.words[at + 1] if at + 1 < len(p.words) else "."
    if before in {"news", "media"} and p.capital(at - 1) and not p.shouted:
        return True  # "Tarn News reports"
    if before in DETERMINERS or before in {"of", "on", "based", "according", "to", "local", "media", "news", "no"}:
        return before == "to" and after in {"that", ":", '"'}
    return not (
        after in {"of", "from", "about", "by", "in"} or p.words[at - 2 : at - 1] in (("to",), ("on",), ("per",))
    )
