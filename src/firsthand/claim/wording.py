"""A group of mentions -> the claim it is: its text, its slot, the answers given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from firsthand.claim.mentions import Mention
from firsthand.records import Answers, Quantity, Role, StatementId, Status, Value

_ROLE_QUESTIONS = {
    Role.KILLED: "how many were killed",
    Role.WOUNDED: "how many were wounded",
    Role.KILLED_OR_WOUNDED: "how many were killed or wounded",
    Role.CAPTURED: "how many were captured",
    Role.MISSING: "how many are missing",
    Role.DISPLACED: "how many were displaced",
    Role.DEPLOYED: "how many were deployed",
    Role.DESTROYED: "how many were destroyed",
}
_MAX_TEXT = 160  # characters of a claim's text
_FEW_WORDS = 5  # words; a shorter clause seldom says what the claim is about
_OPENERS = re.compile(
    r"(?:and|but|or|that|when|while|where|whereas|although|though|which|who|so|if|because|as|after)\s+", re.IGNORECASE
)
_FRAME = re.compile(r"\b(?:according to|based on|citing|quoting|told|said|says|say)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|be|been|died|fell|left|lost|took|came|broke|struck|hit|shot|put|rose|went"
    r"|made|gave|held|began|saw|sent|set|won|kept|found|brought|\w{2,}ed|\w{2,}[^s]s)\b",
    re.IGNORECASE,
)


def text_of(mentions: Sequence[Mention]) -> str:
    """Return the whole clause that says best what the claim is about, in the words of one report.

    It is one of those that give the answer which most reports give. A clause that begins with its subject, holds a verb
    and, for a count, the words of the count goes before a fragment; among those the most typical: it shares most terms
    with the others, and is short.
    """
    held = Counter(t for m in mentions for t in m.terms)

    def typical(m: Mention) -> tuple[int, float, int, int]:
        shared = sum(held[t] - 1 for t in m.terms)
        return (_flaws(m), -shared / (len(m.terms) + 4), len(m.whole), m.order)

    best = min(_commonest(mentions), key=typical)
    whole = " ".join(best.whole.split())
    opener = _OPENERS.match(whole)
    said = whole[opener.end() :] if opener else whole
    said = said if len(said) <= _MAX_TEXT else said[: _MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"
    if best.answers is Answers.WHEN:
        return f"when: {' '.join(best.text.split())} ({said})"
    if best.answers is Answers.HOW_MANY and best.text != best.whole:
        return f"{slot_of(mentions)}: {' '.join(best.counts[0].words.split()) if best.counts else ''} ({said})"
    return said


def _commonest(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that give the answer of most reports, of equals one that is no denial, then the first."""
    answers = [set(v.statements) for v in values_of(mentions)]
    rows = [[m for m in mentions if m.statement.id in ids] for ids in answers]

    def rank(own: Sequence[Mention]) -> tuple[int, bool, int]:
        return len({m.statement.document for m in own}), not _denies(own[0]), -own[0].order

    return max(rows, key=rank)


def _flaws(m: Mention) -> int:
    """Return how much is missing for a clause to stand alone."""
    said = " ".join(m.whole.split())
    flaws = (
        2 * (len(said.split()) < _FEW_WORDS)
        + 2 * (_FINITE.search(said) is None)
        + ("…" in said)
        + (len(said) > _MAX_TEXT)
    )
    flaws += _OPENERS.match(said) is not None or said[:1].islower()
    return flaws + 2 * (_FRAME.match(said) is not None)


def slot_of(mentions: Sequence[Mention]) -> str:
    """Return the question that the mentions answer, as far as it can be told from what they share."""
    first = mentions[0]
    if first.answers is Answers.HOW_MANY:
        roles = Counter(q.role for m in mentions for q in m.counts[:1] if q.role is not Role.OTHER)
        units = Counter(q.unit for m in mentions for q in m.counts[:1] if q.unit)
        if roles:
            return _ROLE_QUESTIONS[max(sorted(roles), key=lambda r: roles[r])]
        unit = max(sorted(units), key=lambda u: units[u]) if units else ""
        return f"how many {unit}".strip()
    if first.answers is Answers.WHEN:
        return "at what hour"
    held = Counter(t for m in mentions for t in m.terms if t[0] not in "~@#?")
    return "what: " + " ".join(t for t, _ in sorted(held.items(), key=lambda x: (-x[1], x[0]))[:4])


def values_of(mentions: Sequence[Mention]) -> tuple[Value, ...]:
    """Return the answers given: counts whose ranges meet are one; denied and asserted are two."""
    denied = [m for m in mentions if _denies(m)]
    asserted = [m for m in mentions if not _denies(m)]
    return (*_answers(asserted), *(replace(v, status=_how_denied(denied)) for v in _answers(denied)))


def _denies(m: Mention) -> bool:
    """Tell whether a mention says that something is not so: "nobody died" is a count of its own, "denied that 12 died" is none."""
    if m.answers is Answers.WHAT:
        return m.negated
    return m.statement.status is Status.DENIED


def _how_denied(mentions: Sequence[Mention]) -> Status:
    return Status.DENIED if any(m.statement.status is Status.DENIED for m in mentions) else Status.NEGATED


def _answers(mentions: Sequence[Mention]) -> tuple[Value, ...]:
    if mentions and mentions[0].count:
        return _counted(mentions)
    return _grouped(mentions, _hour_among(mentions))


def _hour_among(mentions: Sequence[Mention]) -> Callable[[Mention], str]:
    """Return what tells the hour of a mention: "twenty to ten" is 21:40 where another says so and none says 09:40."""
    timed = [m for m in mentions if m.answers is Answers.WHEN and m.hours]
    sure = {m.hours[0].value for m in timed if not m.either_half}

    def hour(m: Mention) -> str:
        if m.answers is not Answers.WHEN or not m.hours:
            return ""
        own = m.hours[0]
        readings = sorted({str(own.earliest), str(own.latest)} & sure) if m.either_half else []
        return readings[0] if len(readings) == 1 else own.value

    return hour


def _counted(mentions: Sequence[Mention]) -> tuple[Value, ...]:
    """Return one value per family of ranges that meet; a vague count joins the one that it allows and lies closest to.

    Exact counts come first, so a wide range ("dozens") joins what it allows and never ties two counts that do not meet.
    """
    rows: list[tuple[int, int | None, list[Mention]]] = []

    def width(m: Mention) -> tuple[float, int, int]:
        q = m.counts[0]
        return (float("inf") if q.high is None else q.high - q.low, q.low, m.order)

    for m in sorted(mentions, key=width):
        q = m.counts[0]
        found = [
            (_apart(q, low, high), n)
            for n, (low, high, own) in enumerate(rows)
            if (high is None or q.low <= high)
            and (q.high is None or low <= q.high)
            and (not _vague(q) or any(_alike_vague(q, o.counts[0]) for o in own))
        ]
        if found:
            low, high, own = rows[min(found)[1]]
            both = [h for h in (high, q.high) if h is not None]
            rows[min(found)[1]] = (max(low, q.low), min(both) if both else None, [*own, m])
        else:
            rows.append((q.low, q.high, [m]))
    return tuple(
        Value(low, high, _said(own), _ids(own)) for low, high, own in sorted(rows, key=lambda r: (r[0], r[2][0].order))
    )


_WIDE = 4.0  # a range whose ends lie further apart than so many times says little ("up to 60": 1 to 60); our choice


def _vague(q: Quantity) -> bool:
    """Tell whether a count only bounds from above ("up to 60"): it meets every smaller count without saying so."""
    return q.high is not None and q.low <= 1 and q.high > _WIDE


def _alike_vague(q: Quantity, other: Quantity) -> bool:
    """Tell whether a count bounded from above goes with ``other``: the same bound, or near it."""
    return q.high is not None and (other.high is None or other.high * 2 >= q.high)


def _apart(q: Quantity, low: int, high: int | None) -> float:
    """Return how far the likeliest number of a range ("up to 60": 60; "at least 12": 12) lies from another range."""
    point = float(q.high if q.high is not None and q.low <= 1 else q.low)
    top = float("inf") if high is None else high
    return max(0.0, low - point, point - top)


def _grouped(mentions: Sequence[Mention], key: Callable[[Mention], str]) -> tuple[Value, ...]:
    rows: dict[str, list[Mention]] = {}
    for m in mentions:
        rows.setdefault(key(m), []).append(m)
    return tuple(Value(None, None, _said(own), _ids(own)) for _, own in sorted(rows.items()))


def _ids(mentions: Sequence[Mention]) -> tuple[StatementId, ...]:
    return tuple(sorted(m.statement.id for m in mentions))


def _said(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the words in which the value is given, each once, most used first."""
    said = Counter(" ".join((m.counts[0].words if m.count else m.text).split()) for m in mentions)
    return tuple(w for w, _ in sorted(said.items(), key=lambda x: (-x[1], x[0])))
