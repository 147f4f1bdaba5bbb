"""Rules for a phrase that holds another source: a spokesman's body, the firm of its owners, two bodies that say it together."""

from __future__ import annotations

import re

from firsthand import names
from firsthand.fold import fold
from firsthand.records import Source, SourceId, SourceKind
from firsthand.statement.sources.bodies import as_body, by_head, capital_name
from firsthand.statement.sources.known import by_name, known_name, learned
from firsthand.statement.sources.made import local, of_lexicon, own_name
from firsthand.statement.sources.media import media_shape
from firsthand.statement.sources.persons import as_person, person_in
from firsthand.statement.sources.phrase import LINK, LONGEST, POSSESSIVE, RELATIVE, Phrase

_SPOKEN = re.compile(
    r"\b(?:spokes(?:man|men|woman|women|person|persons|people)|spox|mouthpiece|speaker|press (?:secretary|officer)"
    r"|official representative)\b",
    re.I,
)
_OF_SOMEBODY = re.compile(r"['’]s?\s(?:[\w-]+\s){0,3}$")  # "President Ann Lee's chief | spokesman"


def spokesman(p: Phrase) -> Source | None:
    """A spokesman speaks for his body: "Russian Defense Ministry spokesman X", "a spokesman for the Front"."""
    mark = _SPOKEN.search(p.full)
    if mark is None:
        return None
    front = POSSESSIVE.sub("", p.full[: mark.start()]).strip(" ,")
    front = re.sub(r"^(?:the|a|an|its|their|one)\s+", "", front, flags=re.I)
    back = p.full[mark.end() :].strip(" ,")
    behind = re.match(r"(?:of|for|at|from|with)\s+(the\s+)?([^,]+)", back, re.I)
    front = front.rpartition(",")[2].strip() if "," in front and not behind else front
    front = re.sub(r"^(?:the|a|an|its|their|one)\s+", "", front, flags=re.I)
    for body in (behind[2] if behind else "", front):
        known = known_name(p, RELATIVE.sub("", body)) if body else None
        if known is not None:
            return of_lexicon(p, known, f"spokesman-of: {p.full!r} speaks for {known.name}")
    body = RELATIVE.sub("", behind[2] if behind else front).strip()
    inner = _inner(p, body)
    if inner is not None and inner.kind is not SourceKind.PERSON:
        return Source(
            inner.id, inner.name, inner.kind, inner.names, because=f"spokesman-of: {p.full!r} speaks for {inner.name}"
        )
    person = person_in(p, back if not behind else back.partition(",")[2])
    served = inner is not None and (
        (behind is not None and not behind[1]) or _OF_SOMEBODY.search(p.full[: mark.start()]) is not None
    )
    if inner is not None and served and not person:
        because = f"spokesman-of-a-person: {p.full!r} speaks for {inner.name}, who does not speak"
        return own_name(p, f"spokesman for {inner.name}", SourceKind.OFFICIAL, because)
    person = person or person_in(p, front)
    if person:
        return own_name(p, person, SourceKind.PERSON, f"spokesman: {p.full!r}")
    return local(p, SourceKind.OFFICIAL, f"spokesman: {p.full!r} speaks for somebody not named here")


# what a part of a phrase would be alone: whose spokesman speaks, which firm the owners own
_ALONE_RULES = (by_name, learned, media_shape, by_head, as_body, as_person, capital_name)


def _inner(p: Phrase, words: str) -> Source | None:
    """Return the source that ``words`` alone would be, by the rules that come after this one."""
    if not words or _SPOKEN.search(words):
        return None
    core = re.sub(r"^(?:the|a|an|its|their)\s+", "", words, flags=re.I)
    q = p.only(words, core, determined=core != words)
    for rule in _ALONE_RULES:
        found = rule(q)
        if found is not None:
            return found
    return None


def firm_apposed(p: Phrase) -> Source | None:
    """the owners, Harvel Water: a bare word for a company or its owners and, behind a comma, the name."""
    name = p.apposition.strip(" ,")
    if not p.determined or fold(p.core) not in p.words.firms or not names.is_proper(name) or not name:
        return None
    return _inner(p, name) or own_name(p, name, SourceKind.ORGANISATION, f"firm-apposed: {p.full!r}")


_JOINED = re.compile(r"(?P<one>[^,;]+?) and (?P<its>(?:the|its|their|an?) )?(?P<two>[^,;]+)")


def two_bodies(p: Phrase) -> Source | None:
    """Two bodies that say it together: "the army and the interior ministry", "police and the hospital"; not the Army and Navy Club."""
    mark = _JOINED.fullmatch(p.core) if len(p.core) <= LONGEST and p.core.count(" and ") == 1 else None
    if mark is None or not (mark["its"] or mark["two"].islower()):
        return None
    one, two = (_body_alone(p, mark[side]) for side in ("one", "two"))
    if one is None or two is None:
        return None
    name = f"{one.name} and {two.name}"
    return Source(SourceId(f":{names.slug(name)}"), name, SourceKind.OFFICIAL, (name,), because=f"pair: {p.full!r}")


_BODIES = frozenset({SourceKind.OFFICIAL, SourceKind.ORGANISATION, SourceKind.MONITOR, SourceKind.ARMED_GROUP})
_BODY_RULES = (by_name, learned, by_head)  # one half of a pair


def _body_alone(p: Phrase, words: str) -> Source | None:
    """Return the body that one half of a pair names: by a known name or by its head noun, whoever holds an office apart."""
    q = p.only(words, words, determined=True)
    if LINK.search(f" {words} ") and q.head in p.words.titles.keys() | p.words.offices:
        return None  # "the head of the army and the ministry"
    found = next((x for rule in _BODY_RULES if (x := rule(q)) is not None), None)
    bodily = found is not None and found.kind in _BODIES and q.head not in p.words.titles
    return found if bodily else None
