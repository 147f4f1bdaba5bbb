"""Two questions asked of a story: what falls if this source is wrong, and what should be found next?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.fold import fold
from firsthand.records import (
    Article,
    Cast,
    Claim,
    ClaimId,
    DocumentId,
    Manner,
    Origins,
    SourceId,
    SourceKind,
    Stemma,
)
from firsthand.spans import quote
from firsthand.support.backing import adding
from firsthand.support.graphs import Graphs
from firsthand.support.origins import bounded, tally, with_near
from firsthand.support.world import World

WINDOW_DAYS = 7  # days before the first report that cites it in which a lost report most likely appeared; our choice
PHRASES = 5  # phrases to search for, most telling first
_PHRASE_WORDS = (4, 12)  # words a phrase to search for has at least and at most
_FALLS = 0.5  # P(no origin is left) from which a claim is said to fall


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one claim without a source: ``left`` is the distribution of K among the origins that remain."""

    claim: ClaimId
    before: Origins
    left: Mapping[int, float]
    after: Origins | None  # of the draws in which some origin remains; ``None`` when none does in any
    falls: bool
    because: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A report or record that is not in the collection, with what hangs on it and how to look for it."""

    source: SourceId
    name: str
    kind: SourceKind
    claims: tuple[ClaimId, ...]  # that go back to it, likeliest first
    weight: float  # expected number of claims that go back to it
    cited_by: tuple[DocumentId, ...]
    earliest: str | None  # likely window in which it appeared, ISO 8601 dates
    latest: str | None
    phrases: tuple[str, ...]  # words credited to it, to search for
    because: str


def without(
    articles: Sequence[Article], cast: Cast, claims: Sequence[Claim], tree: Stemma, source: SourceId
) -> tuple[Change, ...]:
    """Return what changes when nothing that goes back to ``source`` counts, for the claims that it touches.

    The derivation graphs drawn are those of ``judge``; only origins are struck out, so a carrier that passes on what
    another said takes nothing with it.
    """
    world = World(sorted(articles, key=lambda a: a.id), cast, tree)
    gone = {f"source:{source}"} | {f"document:{i}" for i in world.documents_of(source)}
    graphs = Graphs(world)
    tallies = [tally(c, graphs) for c in claims]
    others = {c.id: (c, found) for c, found in zip(claims, tallies, strict=True) if found is not None}
    out = []
    for claim, found in others.values():
        near = [(t, p) for _, t, p in adding(claim, found, others, world)]
        if not any(label in gone for t in (found, *(t for t, _ in near)) for label, _ in t.likely_ends()):
            continue
        left = with_near(found, near, world.is_named, gone)
        remaining = {k: p for k, p in left.items() if k}
        nothing = left.get(0, 0.0)
        out.append(
            Change(
                claim.id,
                found.origins() if claim.support is None else claim.support.origins,
                left,
                bounded({k: round(p / (1 - nothing), 4) for k, p in remaining.items()}) if remaining else None,
                nothing >= _FALLS,
                f"without-source: in {nothing:.0%} of the drawn graphs nothing else stands behind it",
            )
        )
    return tuple(out)


def missing(articles: Sequence[Article], cast: Cast, claims: Sequence[Claim], tree: Stemma) -> tuple[Missing, ...]:
    """Return the cited sources that are not in the collection, those on which most claims hang first."""
    world = World(sorted(articles, key=lambda a: a.id), cast, tree)
    graphs = Graphs(world)
    hanging: dict[SourceId, list[tuple[float, ClaimId]]] = {}
    for claim in claims:
        found = tally(claim, graphs)
        if found is None:
            continue
        share: dict[SourceId, float] = {}
        for label, p in found.likely_ends():
            if label.startswith("source:"):
                share[SourceId(label.removeprefix("source:"))] = p
        for said in found.said:
            for named in said.chain:  # a carrier that is itself missing holds the claim too
                share[named] = max(share.get(named, 0.0), 1.0)
        for name, p in share.items():
            hanging.setdefault(name, []).append((p, claim.id))
    rows = [_missing(world, s, sorted(own, key=lambda x: (-x[0], x[1]))) for s, own in sorted(hanging.items())]
    return tuple(sorted((r for r in rows if r is not None), key=lambda r: (-r.weight, r.name, r.source)))


def _missing(world: World, source: SourceId, own: Sequence[tuple[float, ClaimId]]) -> Missing | None:
    row = world.sources.get(source)
    if row is None or not row.lost or row.kind is SourceKind.ANONYMOUS or world.documents_of(source):
        return None
    cited = sorted({a.document for a in world.attributions.values() if a.source_id == source})
    weight = round(sum(p for p, _ in own), 4)
    earliest, latest = _window([world.captures[i] for i in cited])
    return Missing(
        source=source,
        name=row.name,
        kind=row.kind,
        claims=tuple(c for _, c in own),
        weight=weight,
        cited_by=tuple(cited),
        earliest=earliest,
        latest=latest,
        phrases=_phrases(world, source),
        because=f"lost-source: named by {len(cited)} reports, not in the collection; {weight:g} claims go back to it",
    )


def _window(citing: Sequence[Article]) -> tuple[str | None, str | None]:
    """Return the likely window: up to the first report that cites it, from a week before."""
    known = sorted(a.published.latest for a in citing if a.published.latest)
    if not known:
        return None, None
    try:
        last = datetime.fromisoformat(known[0].replace("Z", "+00:00"))
    except ValueError:
        return None, known[0]
    return (last - timedelta(days=WINDOW_DAYS)).date().isoformat(), last.date().isoformat()


def _phrases(world: World, source: SourceId) -> tuple[str, ...]:
    """Return words credited to a source, its direct quotations first, then what most reports credit to it."""
    least, most = _PHRASE_WORDS
    said: list[tuple[bool, str]] = []
    for a in sorted(world.attributions.values(), key=lambda a: a.id):
        if a.source_id != source:
            continue
        text = world.captures[a.document].text
        for span in a.content:
            own = quote(text, (span,)).strip(" \"'“”‘’.,;:").split()
            if len(own) >= least:
                said.append((a.manner is not Manner.DIRECT, " ".join(own[:most])))
    times = Counter(fold(p) for _, p in said)
    ranked = sorted(said, key=lambda x: (x[0], -times[fold(x[1])], -len(x[1]), x[1]))
    out: list[str] = []
    for _, phrase in ranked:
        if fold(phrase) not in {fold(p) for p in out}:
            out.append(phrase)
    return tuple(out[:PHRASES])
