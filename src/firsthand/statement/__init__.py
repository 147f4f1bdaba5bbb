"""Article -> Account: attributions, statements, times, places, quantities, actors, labels."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Place, PlaceMention, Quantity, Time
from firsthand.spans import Shelf, Span
from firsthand.statement.actors import recognise
from firsthand.statement.attributions import attribute, foresee
from firsthand.statement.places import locate
from firsthand.statement.quantities import count
from firsthand.statement.statements import state
from firsthand.statement.times import date

__all__ = ["find", "foresee"]


def find(article: Article, known: Lexicon) -> Account:
    """Return all that ``article`` says, compared with no other."""
    said = attribute(article, known)
    actors, labels = recognise(article, known)
    times = date(article, known)
    places, gazetteer = _not_times(*locate(article, known), times)
    quantities = _not_hours(count(article, labels, known), times)
    return Account(
        article.id,
        attributions=said.attributions,
        statements=state(article, said.attributions, known, quantities, times),
        times=times,
        places=places,
        gazetteer=gazetteer,
        quantities=quantities,
        actors=actors,
        labels=labels,
        sources=said.sources,
        credits=said.credits,
    )


def _not_hours(quantities: tuple[Quantity, ...], times: tuple[Time, ...]) -> tuple[Quantity, ...]:
    """Return the quantities that are no part of an hour ("by eight o'clock")."""
    hours = Shelf((Span(t.start, t.end), t) for t in times if "T" in t.value and ":" in t.value)
    return tuple(q for q in quantities if not hours.overlapping(Span(q.start, q.end)))


def _not_times(
    places: tuple[PlaceMention, ...], gazetteer: tuple[Place, ...], times: tuple[Time, ...]
) -> tuple[tuple[PlaceMention, ...], tuple[Place, ...]]:
    """Return the places whose words are no part of a time ("15 March", "Thursday"), and the entries still named."""
    taken = Shelf((Span(t.start, t.end), t) for t in times)
    left = tuple(p for p in places if not taken.overlapping(Span(p.start, p.end)))
    named = {p.place for p in left}
    return left, tuple(g for g in gazetteer if g.id in named)
