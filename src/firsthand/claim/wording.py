"""A group of mentions -> the claim it is: its text, its slot, the answers given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from firsthand.claim.mentions import Mention
from firsthand.records import Answers, Role, StatementId, Value

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


def text_of(mentions: Sequence[Mention]) -> str:
    """Return the words of the most typical statement: it shares most terms with the others, and is short."""
    held = Counter(t for m in mentions for t in m.terms)

    def typical(m: Mention) -> tuple[float, int, int]:
        shared = sum(held[t] - 1 for t in m.terms)
        return (-shared / (len(m.terms) + 4), len(m.text), m.order)

    said = " ".join(min(mentions, key=typical).text.split())
    return said if len(said) <= _MAX_TEXT else said[: _MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"


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
    held = Counter(t for m in mentions for t in m.terms if t[0] not in "~@#")
    return "what: " + " ".join(t for t, _ in sorted(held.items(), key=lambda x: (-x[1], x[0]))[:4])


def values_of(mentions: Sequence[Mention]) -> tuple[Value, ...]:
    """Return the answers given: counts whose ranges meet are one; denied and asserted are two."""
    if mentions[0].count:
        return _counted(mentions)
    if mentions[0].answers is Answers.WHEN:
        return _grouped(mentions, lambda m: m.hours[0].value if m.hours else "")
    return _grouped(mentions, lambda m: "denied" if m.negated else "")


def _counted(mentions: Sequence[Mention]) -> tuple[Value, ...]:
    """Return one value per family of ranges that meet; a vague count joins an exact one that it allows."""
    rows: list[tuple[int, int | None, list[Mention]]] = []

    def width(m: Mention) -> tuple[float, int, int]:
        q = m.counts[0]
        return (float("inf") if q.high is None else q.high - q.low, q.low, m.order)

    for m in sorted(mentions, key=width):
        q = m.counts[0]
        for n, (low, high, own) in enumerate(rows):
            if (high is None or q.low <= high) and (q.high is None or low <= q.high):
                both = [h for h in (high, q.high) if h is not None]
                rows[n] = (max(low, q.low), min(both) if both else None, [*own, m])
                break
        else:
            rows.append((q.low, q.high, [m]))
    return tuple(
        Value(low, high, _said(own), _ids(own)) for low, high, own in sorted(rows, key=lambda r: (r[0], r[2][0].order))
    )


def _grouped(mentions: Sequence[Mention], key: object) -> tuple[Value, ...]:
    rows: dict[str, list[Mention]] = {}
    for m in mentions:
        rows.setdefault(key(m), []).append(m)  # type: ignore[operator]
    return tuple(Value(None, None, _said(own), _ids(own)) for _, own in sorted(rows.items()))


def _ids(mentions: Sequence[Mention]) -> tuple[StatementId, ...]:
    return tuple(sorted(m.statement.id for m in mentions))


def _said(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the words in which the value is given, each once, most used first."""
    said = Counter(" ".join((m.counts[0].words if m.count else m.text).split()) for m in mentions)
    return tuple(w for w, _ in sorted(said.items(), key=lambda x: (-x[1], x[0])))
