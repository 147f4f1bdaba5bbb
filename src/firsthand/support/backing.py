"""Origins of a claim -> Support: the figures with one plain sentence why, and what would change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import reduce

from firsthand.records import Claim, ClaimId, DocumentId, Origins, SourceId, Status, Support, Value
from firsthand.support.graphs import Graphs
from firsthand.support.origins import SURE, Tally, bounded, least, tally, with_near
from firsthand.support.world import CARRIERS, World

DOUBTED = 0.95  # P(K >= ``low``) where a text stands under several stamps; else ``SURE``; our choice
_NAMED = 0.3  # share of draws in which a source is an origin, from which the support names it
_TITLE = 60  # characters of a title that stands for a report whose outlet has no name
Ends = Sequence[tuple[str, float]]


class _Told(Enum):
    """How reports speak to what is supported."""

    SAYS, SPEAKS, OPEN, DENIES = range(4)


_DOES = {
    _Told.SAYS: ("says it", "say it", "it"),
    _Told.SPEAKS: ("gives several answers", "speak to it", "it"),
    _Told.OPEN: ("speaks of it", "speak of it", "it"),  # planned, possible, long past
    _Told.DENIES: ("denies it", "deny it", "the denial"),
}
_PLAIN = frozenset({Status.ASSERTED, Status.NEGATED})  # neither denied nor planned, possible or long past
_MOST = 4  # sources or reports that a sentence names before it says "and N more"


def backed(claims: Sequence[Claim], graphs: Graphs) -> tuple[Claim, ...]:
    """Return ``claims`` with the support of each and of each of its values; unset where nothing that counts speaks to it."""
    world = graphs.world
    tallies = [tally(c, graphs) for c in claims]
    others = {c.id: (c, found) for c, found in zip(claims, tallies, strict=True) if found is not None}
    return tuple(_backed(c, t, others, world) if t is not None else c for c, t in zip(claims, tallies, strict=True))


def _backed(claim: Claim, found: Tally, others: Mapping[ClaimId, tuple[Claim, Tally]], world: World) -> Claim:
    alone = found.origins(), found.likely_ends()
    affirmed = any(v.status is Status.ASSERTED for v in claim.values)
    told = [_Told.DENIES if _denies(v, affirmed) else _Told.SAYS for v in claim.values]
    values = tuple(_valued(v, found, alone, world, how) for v, how in zip(claim.values, told, strict=True))
    plain = all(world.statements[i].status in _PLAIN for i in claim.statements if i in world.statements)
    how = _Told.SPEAKS if len(values) > 1 else _Told.SAYS if plain else _Told.OPEN
    if told == [_Told.DENIES]:
        how = _Told.DENIES
    support = _support(*alone, world.documents(claim.statements), world, how)
    return replace(claim, support=_widened(support, found, adding(claim, found, others, world), world), values=values)


def adding(
    claim: Claim, found: Tally, others: Mapping[ClaimId, tuple[Claim, Tally]], world: World
) -> list[tuple[Claim, Tally, float]]:
    """Return the claims near to ``claim`` behind which somebody with a name stands whom it lacks, each with its chance.

    None where one report alone speaks to it (copies and the same words again are not counted: they must change nothing): what
    others say nearby is then mostly of something else.
    """
    if len({s.document for s in found.said}) < 2:
        return []
    near = [(*others[x.claim], x.probability) for x in claim.near if x.claim in others]
    return [(c, t, p) for c, t, p in near if any(map(world.is_named, set(t.labels).difference(found.labels)))]


def _widened(support: Support, found: Tally, near: Sequence[tuple[Claim, Tally, float]], world: World) -> Support:
    """Return ``support`` with what is near allowed for; its sentences say so where that makes more origins possible."""
    if not near:
        return support
    had = support.origins
    origins = bounded(with_near(found, [(t, p) for _, t, p in near], world.is_named))
    because = f"{support.because.removesuffix(f'{_sure(had)}.')}{_sure(origins)}."
    support = replace(support, origins=origins, because=because)
    if origins.high == had.high:
        return support
    telling = max(near, key=lambda x: (bounded(with_near(found, [x[1:]], world.is_named)).high, x[2]))[0]
    open_ = (
        f"Whether “{_shortened(telling.text)}” answers the same question is open: if it does there may be more origins."
    )
    return replace(support, would_change=f"{open_} {support.would_change}")


def _denies(value: Value, affirmed: bool) -> bool:
    """Tell whether who gives a value denies the claim: "the dam did not break" does so only where others say that it broke."""
    return value.status is Status.DENIED or (value.status is Status.NEGATED and affirmed)


def _valued(value: Value, found: Tally, whole: tuple[Origins, Ends], world: World, how: _Told) -> Value:
    ids = frozenset(s.id for s in world.said(value.statements))
    if not ids:
        return value
    own = whole if found.all_in(ids) else (found.origins(ids), found.likely_ends(ids))
    return replace(value, support=_support(*own, world.documents(value.statements), world, how))


def _support(origins: Origins, ends: Ends, documents: Sequence[DocumentId], world: World, how: _Told) -> Support:
    outlets = {world.outlet(i) or f"of {i}" for i in documents}
    return Support(
        len(documents),
        len(outlets),
        origins,
        _sources(ends, world),
        _because(documents, origins, ends, world, how),
        _would_change(documents, origins, ends, world),
    )


def _sources(ends: Sequence[tuple[str, float]], world: World) -> tuple[SourceId, ...]:
    """Return the sources that are origins in a fair share of draws, likeliest first; a report stands for its outlet.

    Where another version of a report may be the original as well, so may its outlet.
    """
    out: dict[SourceId, None] = {}
    for label, p in ends:
        kind, _, name = label.partition(":")
        here = DocumentId(name)
        reports = world.carriers.rivals.get(here, (here,)) if kind == "document" else ()
        found = [SourceId(name)] if kind == "source" else [world.outlet(i) for i in reports]
        out.update((s, None) for s in found if p >= _NAMED and s is not None and world.row(s) is not None)
    return tuple(out)


def _name(label: str, world: World) -> str:
    kind, _, name = label.partition(":")
    if kind == "source":
        row = world.sources.get(SourceId(name))
        if row is None:
            return "an unnamed source"
        absent = row.lost and row.kind in CARRIERS and not world.documents_of(row.id)  # only reports can be missing
        return row.name + (" (not in the collection)" if absent else "")
    if kind == "nameless":
        return f"an unnamed source ({name.partition('|')[2]})"
    if kind == "document":
        return f"{_outlet(DocumentId(name), world)} itself"
    if DocumentId(name) in world.articles:
        return f"an unknown report or source behind {_outlet(DocumentId(name), world)} and its kin"
    return "a lost report"


def _outlet(document: DocumentId, world: World) -> str:
    source = world.outlet(document)
    row = world.row(source) if source else None
    name = row.name if row else world.outlet_names.get(document)
    return name or f"the report “{_shortened(world.captures[document].title.text)}”"


def _shortened(title: str) -> str:
    said = " ".join(title.split()) or "without a title"
    return said if len(said) <= _TITLE else said[: _TITLE - 1].rsplit(" ", 1)[0] + "…"


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_MOST])
    if len(names) > _MOST:
        shown.append(f"{len(names) - _MOST} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def _plural(n: int, one: str) -> str:
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def _because(
    documents: Sequence[DocumentId], origins: Origins, ends: Sequence[tuple[str, float]], world: World, how: _Told
) -> str:
    """Return one plain sentence: how many reports, how many origins, which. Reports that disagree do not "say it"."""
    likeliest = max(origins.probability, key=lambda k: (origins.probability[k], -k))
    names = _listed([_name(label, world) for label, _ in ends[:likeliest]])
    others = [_name(label, world) for label, p in ends[likeliest:] if p >= _NAMED]
    if others:
        names += f", or else {_listed(others)}"
    sure = _sure(origins)
    reports = _listed([_outlet(i, world) for i in documents])
    one, several, what = _DOES[how]
    if len(documents) == 1:
        return f"One report ({reports}) {one}; {what} goes back to {names}{sure}."
    return (
        f"{_plural(len(documents), 'report')} {several} ({reports}), and most likely {_plural(likeliest, 'origin')}"
        f" {'stands' if likeliest == 1 else 'stand'} behind them: {names}{sure}."
    )


def _sure(origins: Origins) -> str:
    """Return what a sentence on ``origins`` ends with: how sure it is; nothing where it is."""
    p, bounds = max(origins.probability.values()), f"{origins.low} to {origins.high}"
    if p < SURE:
        return f" (probability {p:.0%}; {bounds})"
    return f" ({bounds} when the reports are read in other ways)" if origins.low < origins.high else ""


def _would_change(
    documents: Sequence[DocumentId], origins: Origins, ends: Sequence[tuple[str, float]], world: World
) -> str:
    """Return what would move the figure: a report with an origin of its own, or certainty about the doubtful tie."""
    likeliest = max(origins.probability, key=lambda k: (origins.probability[k], -k))
    named = _listed([_name(label, world) for label, _ in ends[:likeliest]])
    if origins.low == origins.high:
        return f"A report that does not go back to {named} would raise it; one more copy would not."
    own = set(documents)
    doubtful = [
        (abs(p - 0.5), a, b)
        for a in documents
        for b, p in world.kinsfolk.get(a, {}).items()
        if a < b and b in own and 0.1 < p < 0.9
    ]
    if doubtful:
        _, a, b = min(doubtful)
        return (
            f"Whether {_outlet(a, world)} and {_outlet(b, world)} took this from one report is open:"
            f" if they did there are fewer origins, if not there are more."
        )
    return f"Knowing where {named} had it from would settle whether there are {origins.low} or {origins.high}."


def either(one: Claim, other: Claim, named: Mapping[SourceId, str]) -> Claim:
    """Return ``one`` with the bounds of its origins, and of its values' origins, widened to hold those of ``other``.

    Where stamps are doubted, ``low`` asks for ``DOUBTED`` in both readings, so that a false stamp, which moves every
    probability a little, lifts none over the bound.
    """

    def wider(a: Origins, b: Origins) -> Origins:
        return replace(a, low=min(least(x.probability, DOUBTED) for x in (a, b)), high=max(a.high, b.high))

    values = tuple(
        replace(v, support=_with(v.support, [w.support], wider, named))
        for v, w in zip(one.values, other.values, strict=True)
    )
    return replace(one, values=values, support=_with(one.support, [other.support], wider, named))


def in_every_way(claim: Claim, others: Sequence[Claim], named: Mapping[SourceId, str]) -> Claim:
    """Return ``claim`` with a ``low`` that is no higher than that of ``others``, the same question read in other ways.

    Origins that only another way finds are named too, as far as they are ``named``.
    """

    def lower(a: Origins, b: Origins) -> Origins:
        return replace(a, low=min(a.low, b.low))

    def told(v: Value) -> Value:
        same = [w.support for o in others for w in o.values if _one_answer(v, w)]
        return replace(v, support=_with(v.support, same, lower, named))

    support = _with(claim.support, [o.support for o in others], lower, named)
    return replace(claim, support=support, values=tuple(map(told, claim.values)))


def _one_answer(v: Value, w: Value) -> bool:
    """Tell whether values of two ways to read a claim are one: the same numbers, or without any the same statements."""
    if v.low is None:
        return w.low is None and v.status is w.status and not frozenset(v.statements).isdisjoint(w.statements)
    return (v.low, v.high, v.status) == (w.low, w.high, w.status)


def _with(
    support: Support | None,
    others: Sequence[Support | None],
    bounds: Callable[[Origins, Origins], Origins],
    named: Mapping[SourceId, str],
) -> Support | None:
    """Return ``support`` with the bounds that all ask for, and with the origins of ``others`` too, as far as they are ``named``.

    Its sentences say both.
    """
    found = [o for o in others if o is not None]
    if support is None or not found:
        return support
    had, origins = support.origins, reduce(bounds, (o.origins for o in found), support.origins)
    more = sorted({s for o in found for s in o.origin_sources if s in named} - {*support.origin_sources})
    also = f", or, read in another way, {_listed([named[s] for s in more])}" if more else ""
    return replace(
        support,
        origins=origins,
        origin_sources=(*support.origin_sources, *more),
        because=f"{support.because.removesuffix(f'{_sure(had)}.')}{also}{_sure(origins)}.",
        would_change=support.would_change.replace(f" {had.low} or {had.high}.", f" {origins.low} or {origins.high}."),
    )
