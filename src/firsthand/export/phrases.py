"""Numbers, ranges, dates and closed sets in the words that people read; one wording for every format."""

from __future__ import annotations

from firsthand.records import (
    HeadlineSupport,
    Origins,
    Outcome,
    Published,
    Relation,
    Skipped,
    SourceKind,
    Support,
    ZoneKind,
)

RELATION = {
    Relation.VERBATIM: "copied",
    Relation.REWRITE: "rewrote",
    Relation.COMPRESSION: "shortened",
    Relation.MERGE: "merged in",
    Relation.CITATION: "cites",
    Relation.COMMON_SOURCE: "shares a source with",
}
HEADLINE = {
    HeadlineSupport.SUPPORTED: "backed by its text",
    HeadlineSupport.STRONGER: "stronger than its text",
    HeadlineSupport.UNSUPPORTED: "not in its text",
    HeadlineSupport.LOST_ATTRIBUTION: "drops who said it",
}
KIND = {
    SourceKind.OUTLET: "outlet",
    SourceKind.AGENCY: "news agency",
    SourceKind.MONITOR: "monitoring group",
    SourceKind.OFFICIAL: "official",
    SourceKind.ARMED_GROUP: "armed group",
    SourceKind.ORGANISATION: "organisation",
    SourceKind.PERSON: "person",
    SourceKind.ANONYMOUS: "unnamed source",
    SourceKind.VISUAL: "footage or photo",
    SourceKind.DOCUMENT: "document",
}
ZONE = {
    ZoneKind.HEADLINE: "headline",
    ZoneKind.DATELINE: "dateline",
    ZoneKind.BYLINE: "byline",
    ZoneKind.BODY: "body",
    ZoneKind.CAPTION: "caption",
    ZoneKind.QUOTE_BOX: "quote box",
    ZoneKind.COMMENT: "reader comment",
    ZoneKind.RELATED: "link to other pages",
    ZoneKind.WIDGET: "page furniture",
    ZoneKind.DEBRIS: "debris",
}
OUTCOME = {Outcome.NOT_AN_ARTICLE: "not an article", Outcome.REFUSED: "refused", Outcome.FAILED: "failed"}
ARTICLE_ZONES = frozenset(
    {ZoneKind.HEADLINE, ZoneKind.DATELINE, ZoneKind.BYLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX}
)


def count(n: int, noun: str, plural: str = "") -> str:
    """Return ``n`` with its noun: ``1 article``, ``7 articles``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def outcome(row: Skipped) -> tuple[str, str]:
    """Return what became of something that was not read, with its number if it is several, and why, each said once."""
    what = OUTCOME[row.outcome]
    return f"{row.count:,} {what}" if row.count > 1 else what, row.reason.removeprefix(f"{what}: ")


def span_of(low: int, high: int) -> str:
    """Return ``2`` or ``1-2``, with an en dash."""
    return f"{low}" if low == high else f"{low}\u2013{high}"


def origins(found: Origins) -> str:
    """Return ``1 origin`` or ``1-2 origins``."""
    return f"{span_of(found.low, found.high)} {'origin' if found.high == 1 else 'origins'}"


def support(found: Support | None) -> str:
    """Return ``7 articles, 6 outlets, 1-2 origins``; for a claim that nothing asserts, say so."""
    if found is None:
        return "nothing asserts it"
    return f"{count(found.documents, 'article')}, {count(found.outlets, 'outlet')}, {origins(found.origins)}"


def amount(low: int | None, high: int | None) -> str:
    """Return a number or range: ``4``, ``150-200``, ``11 or more``; empty when there is none."""
    if low is None:
        return f"up to {high:,}" if high is not None else ""
    if high is None:
        return f"{low:,} or more"
    if low == high:
        return f"{low:,}"
    return f"up to {high:,}" if low <= 1 else f"{low:,}\u2013{high:,}"


def moment(iso: str | None) -> str:
    """Return an ISO time with a space for the T and without seconds and zone; empty for ``None``."""
    return (iso or "").replace("T", " ")[:16]


def published(when: Published) -> str:
    """Return when a report appeared in its own precision, with ``between`` for an interval, ``no date`` for none."""
    if not when.earliest and not when.latest:
        return "no date"
    width = {"year": 4, "month": 7, "week": 10, "day": 10}.get(when.precision, 16)
    early, late = moment(when.earliest)[:width], moment(when.latest)[:width]
    if not early or not late:
        return f"after {early}" if early else f"before {late}"
    return early if early == late else f"{early} to {late}"


def percent(p: float) -> str:
    """Return a probability as whole per cent, never 0 or 100 unless it is."""
    return f"{min(99, max(1, round(p * 100)))} %" if 0 < p < 1 else f"{p:.0%}".replace("%", " %")
