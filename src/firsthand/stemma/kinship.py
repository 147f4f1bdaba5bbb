"""Articles -> Relatives: the pairs worth comparing, compared; and from them kin and aligned passages."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firsthand import copies
from firsthand.lexicon import weekdays
from firsthand.records import Article, DocumentId, Evidence, Kin, Passage
from firsthand.stemma.candidates import candidates
from firsthand.stemma.citations import Citations
from firsthand.stemma.dates import When, days_apart, first_printed, when
from firsthand.stemma.likeness import Likeness, Rarity, Sized, compare, sized
from firsthand.stemma.model import Weights, chance, logit
from firsthand.stemma.witness import Witness, witness

Pair = tuple[DocumentId, DocumentId]
SHOWN = 0.05  # probability from which a kinship is worth showing
LEAST_SPREAD = 0.03  # spread of the likeness in a story of which all reports are equally alike


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports compared: their likeness and the log-odds that they are kin, by themselves."""

    a: DocumentId
    b: DocumentId
    likeness: Likeness
    log_odds: float


@dataclass(frozen=True, slots=True)
class Relatives:
    """A collection compared: its reports as terms, and the pairs worth comparing."""

    witnesses: Mapping[DocumentId, Witness]
    measured: Mapping[DocumentId, Sized]
    dates: Mapping[DocumentId, When]
    comparisons: Mapping[Pair, Comparison]
    weights: Rarity
    usual: tuple[float, float]  # middle and spread of the likeness of terms over all compared pairs

    def between(self, one: DocumentId, other: DocumentId) -> Comparison:
        """Return the comparison of two reports that were compared, whichever comes first."""
        return self.comparisons[min(one, other), max(one, other)]

    def among(self, chosen: Collection[DocumentId]) -> Relatives:
        """Return the same for some of the reports, as if the others were not there; weights are kept."""
        found = {pair: r for pair, r in self.comparisons.items() if pair[0] in chosen and pair[1] in chosen}
        return Relatives(
            {i: w for i, w in self.witnesses.items() if i in chosen},
            {i: m for i, m in self.measured.items() if i in chosen},
            {i: d for i, d in self.dates.items() if i in chosen},
            found,
            self.weights,
            _usual(found),
        )

    def of_texts(self, original: Mapping[DocumentId, DocumentId]) -> Relatives:
        """Return the same for the reports that stand for a text, each from when a whole version of it was first printed."""
        standing = self.among(set(original.values()))
        dates = dict(standing.dates)
        for version, text in sorted(original.items()):
            if self.measured[version].terms_nats >= copies.FULL * self.measured[text].terms_nats:
                dates[text] = first_printed(dates[text], self.dates[version])
        return replace(standing, dates=dates)

    def features(self, compared: Comparison, cited: Citations | None) -> dict[str, float]:
        """Return what the kin model reads of two of these reports."""
        a, b = self.witnesses[compared.a], self.witnesses[compared.b]
        return kin_features(compared.likeness, a, b, self.dates, cited)

    def informed(self, cited: Citations, models: Weights | None = None) -> Relatives:
        """Return the same with the kinship of pairs weighed anew, now that it is known who names whom."""
        again = {
            (a, b): replace(r, log_odds=logit("kin", self.features(r, cited), models))
            for (a, b), r in self.comparisons.items()
        }
        return replace(self, comparisons=again)


def relatives(
    articles: Sequence[Article],
    original: Mapping[DocumentId, DocumentId] | None = None,
    of: Collection[DocumentId] | None = None,
) -> Relatives:
    """Return the likeness of every pair of ``articles`` that is worth comparing, with one of ``of`` in it if given.

    ``original`` tells which report stands for the text of each: how rare a term is, is counted in texts.
    """
    ordered = tuple(sorted(articles, key=lambda a: a.id))
    texts = None if original is None else frozenset(original.items())
    return _compared(ordered, texts, None if of is None else frozenset(of))


@lru_cache(maxsize=2)  # a story is read again with its copies, and as if a stamp were false
def _compared(
    ordered: tuple[Article, ...],
    texts: frozenset[tuple[DocumentId, DocumentId]] | None,
    of: frozenset[DocumentId] | None,
) -> Relatives:
    original = None if texts is None else dict(texts)
    reports = [witness(a) for a in ordered]
    dates = {a.id: when(a.published) for a in ordered}
    weights = Rarity([w for w in reports if original is None or original[w.id] == w.id])
    measured = [sized(w, weights) for w in reports]
    found: dict[Pair, Comparison] = {}
    for i, j in _worth_comparing(reports, original):
        a, b = reports[i].id, reports[j].id
        if of is not None and a not in of and b not in of:
            continue
        likeness = compare(measured[i], measured[j], weights)
        features = kin_features(likeness, reports[i], reports[j], dates, None)
        found[a, b] = Comparison(a, b, likeness, logit("kin", features))
    return Relatives(
        {w.id: w for w in reports}, {m.witness.id: m for m in measured}, dates, found, weights, _usual(found)
    )


def _worth_comparing(
    reports: Sequence[Witness], original: Mapping[DocumentId, DocumentId] | None
) -> list[tuple[int, int]]:
    """Return the pairs to compare: those of the reports that stand for a text, as if copies were not there, and the others'."""
    texts = [_read(w) for w in reports]
    pairs = candidates(texts)
    if original is None or len(set(original.values())) == len(reports):
        return pairs
    standing = [n for n, w in enumerate(reports) if original[w.id] == w.id]
    return sorted({*pairs, *((standing[i], standing[j]) for i, j in candidates([texts[n] for n in standing]))})


def _read(w: Witness) -> str:
    """Return the folded lines of a report that are compared."""
    return "\n".join(x.span.of(w.folded) for x in w.lines)


def _usual(found: Mapping[Pair, Comparison]) -> tuple[float, float]:
    """Return the median likeness of terms and its middle deviation, as a standard deviation would measure it."""
    values = [found[k].likeness.terms for k in sorted(found)]
    if not values:
        return 0.0, LEAST_SPREAD
    middle = statistics.median(values)
    return middle, max(LEAST_SPREAD, 1.48 * statistics.median([abs(v - middle) for v in values]))


def kin_features(
    x: Likeness, a: Witness, b: Witness, dates: Mapping[DocumentId, When], cited: Citations | None
) -> dict[str, float]:
    """Return what the kin model reads of two reports: inside a story, where it is known who is ``cited``, or beside others.

    Reports that name other weekdays tell of other happenings; those of one story tell of one, whichever days they name.
    """
    days = days_apart(dates[a.id], dates[b.id])
    features = {
        "terms": x.terms,
        "pairs": x.pairs,
        "rare": x.rare,
        "rare_most": x.rare_most,
        "lead": x.lead,
        "runs": x.runs,
        "days": min(7.0, days) if days is not None else 1.0,
        "later": min(7.0, max(0.0, days - 1)) if days is not None else 0.0,
        "other_weekday": 0.0,
        "cites": 0.0,
        "shared_absent": 0.0,
    }
    if cited is None:
        features["other_weekday"] = float(weekdays.differ(a.weekdays, b.weekdays))
    else:
        features["cites"] = float((a.id, b.id) in cited.named or (b.id, a.id) in cited.named)
        features["shared_absent"] = float(bool(set(cited.absent.get(a.id, ())) & set(cited.absent.get(b.id, ()))))
    return features


def passages(known: Relatives, chosen: Collection[Pair] | None = None) -> tuple[Passage, ...]:
    """Return the aligned passages of ``chosen`` pairs (of all compared, unless told), by pair, best first."""
    out: list[Passage] = []
    for a, b in sorted(known.comparisons if chosen is None else chosen):
        x, y = known.witnesses[a].lines, known.witnesses[b].lines
        matches = known.comparisons[a, b].likeness.matches
        out += [Passage(a, x[m.a].span, b, y[m.b].span, min(1.0, m.similarity)) for m in matches]
    return tuple(out)


def evidence(known: Relatives, child: DocumentId, parent: DocumentId, most: int = 4) -> tuple[Evidence, ...]:
    """Return the best aligned passages of two reports, the child's side first; nothing when they were not compared."""
    a, b = min(child, parent), max(child, parent)
    if (a, b) not in known.comparisons:
        return ()
    x, y = known.witnesses[a].lines, known.witnesses[b].lines
    out = []
    for m in known.comparisons[a, b].likeness.matches[:most]:
        one, other = x[m.a].span, y[m.b].span
        mine, theirs = (one, other) if child == a else (other, one)
        out.append(Evidence("aligned_passage", mine, theirs, f"similarity {m.similarity:.2f}"))
    return tuple(out)


def kin(known: Relatives, own: Collection[DocumentId]) -> tuple[Kin, ...]:
    """Return the pairs that are probably kin by their own likeness; of ``own`` all that were compared, without evidence.

    That two reports of one story look unlike beside other stories is told, too; what they share, the story shows.
    """
    out = []
    for (a, b), r in sorted(known.comparisons.items()):
        p = round(chance(r.log_odds), 4)
        if a in own and b in own:
            out.append(Kin(a, b, p))
        elif p >= SHOWN:
            out.append(Kin(a, b, p, evidence(known, a, b, 2)))
    return tuple(out)
