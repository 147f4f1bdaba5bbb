"""When a report appeared, with doubt -> how probable it is that one came before the other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from firsthand.records import Published

_CLOCK_MINUTES = 10.0  # minutes by which the stamps of two sites may be wrong against each other


class When(NamedTuple):
    """An interval in minutes since 1970; ``None`` when nothing bounds that end."""

    earliest: float | None
    latest: float | None

    @property
    def middle(self) -> float | None:
        """Return the middle of a bounded interval."""
        if self.earliest is None or self.latest is None:
            return None
        return (self.earliest + self.latest) / 2


def when(published: Published) -> When:
    """Return ``published`` in minutes; a value that is not ISO 8601 bounds nothing."""
    return When(_minutes(published.earliest, last=False), _minutes(published.latest, last=True))


def _minutes(value: str | None, *, last: bool) -> float | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    day = len(value) <= 10
    return moment.timestamp() / 60 + (1439 if day and last else 0)


def p_before(a: When, b: When) -> float:
    """Return the probability that ``a`` came before ``b``: 1 or 0 for intervals apart, .5 when nothing is known."""
    if None in (a.earliest, a.latest, b.earliest, b.latest):
        if a.latest is not None and b.earliest is not None and a.latest < b.earliest:
            return 1.0
        return 0.0 if b.latest is not None and a.earliest is not None and b.latest < a.earliest else 0.5
    a0, a1, b0, b1 = (float(x or 0.0) for x in (a.earliest, a.latest, b.earliest, b.latest))
    gap = (b0 + b1) / 2 - (a0 + a1) / 2
    width = (a1 - a0 + b1 - b0) / 2 + _CLOCK_MINUTES
    return min(1.0, max(0.0, 0.5 + 0.5 * gap / width))


def days_apart(a: When, b: When) -> float | None:
    """Return the days between two reports, ``None`` when either is undated."""
    if a.middle is None or b.middle is None:
        return None
    return abs(a.middle - b.middle) / 1440


def first_printed(text: When, again: When) -> When:
    """Return when a text appeared that stood under both: no later than either says."""
    if again.latest is None or (text.latest is not None and text.latest <= again.latest):
        return text
    known = text.earliest is not None and again.earliest is not None
    return When(min(text.earliest or 0.0, again.earliest or 0.0) if known else None, again.latest)
