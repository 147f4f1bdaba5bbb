"""Article -> Account: attributions, statements, times, places, quantities, actors, labels."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article
from firsthand.statement.actors import recognise
from firsthand.statement.attributions import attribute
from firsthand.statement.places import locate
from firsthand.statement.quantities import count
from firsthand.statement.statements import state
from firsthand.statement.times import date


def find(article: Article, known: Lexicon) -> Account:
    """Return all that ``article`` says, compared with no other."""
    said = attribute(article, known)
    actors, labels = recognise(article, known)
    places, gazetteer = locate(article, known)
    quantities = count(article, labels, known)
    times = date(article, known)
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
