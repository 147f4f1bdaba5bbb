"""Dossier -> plain text that answers one question: what falls without a source, what to find next."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from firsthand.errors import InputError
from firsthand.export import phrases
from firsthand.export.visible import line
from firsthand.fold import fold
from firsthand.records import Claim, ClaimId, Dossier, Source
from firsthand.support import Change, Missing, asked

_MOST = 12  # rows of one list
_NEAR = 5  # names near one that nobody has


def without_text(dossier: Dossier, name: str) -> str:
    """Return which claims fall, which lose an origin and which stand when nothing that goes back to ``name`` counts."""
    source = named(dossier, name)
    changes = asked.without_source(dossier, source.id)
    claims = {c.id: c for c in dossier.claims}
    fall = [c for c in changes if c.falls]
    weaker = [c for c in changes if not c.falls]
    out = [f"Without {line(source.name, 80)}", "=" * (8 + len(line(source.name, 80)))]
    if not changes:
        out.append("No claim goes back to it.")
    for head, rows in (("FALL: nothing else stands behind them", fall), ("STAND, on fewer origins", weaker)):
        if rows:
            ranked = sorted(rows, key=lambda c: (-_documents(claims[c.claim]), c.claim))
            out += ["", f"{head} ({len(rows)})", *(_change(c, claims[c.claim]) for c in ranked[:_MOST])]
            out += [f"  and {len(rows) - _MOST} more"] if len(rows) > _MOST else []
    out += ["", f"{len(dossier.claims) - len(changes)} of {len(dossier.claims)} claims are not touched."]
    return "\n".join(out) + "\n"


def missing_text(dossier: Dossier) -> str:
    """Return the cited sources that are not among the files, those on which most claims hang first, and how to look for them."""
    rows = asked.missing_sources(dossier)
    if not rows:
        return "Every source that could be looked for is among the files.\n"
    claims = {c.id: c for c in dossier.claims}
    head = "What to find next: cited, not among the files"
    out = [head, "=" * len(head)]
    for n, row in enumerate(rows[:_MOST], 1):
        out += _row(n, row, claims)
    if len(rows) > _MOST:
        out.append(f"and {len(rows) - _MOST} more")
    return "\n".join(out) + "\n"


def named(dossier: Dossier, name: str) -> Source:
    """Return the source that ``name`` calls; raise ``InputError`` with names near it when that is none, with the ids when it is several."""
    found = asked.named(dossier, name)
    if len(found) == 1:
        return found[0]
    if found:
        ids = "; ".join(f"{line(s.name, 80)} (id {s.id})" for s in found[:_MOST])
        raise InputError(f"several sources are called {line(name, 80)}; give one of the ids: {ids}")
    names = sorted({line(s.name, 60) for s in dossier.sources})
    near = process.extract(fold(name), names, processor=fold, limit=_NEAR, scorer=fuzz.WRatio)
    some = f"the nearest are: {', '.join(n for n, _, _ in near)}" if near else "the files name none"
    raise InputError(f"no source is called {line(name, 80)}; {some}")


def _documents(claim: Claim) -> int:
    return claim.support.documents if claim.support else 0


def _change(change: Change, claim: Claim) -> str:
    before = phrases.origins(change.before)
    after = f", then {phrases.origins(change.after)}" if change.after and not change.falls else ""
    return f"  - {line(claim.text, 160)} ({phrases.count(_documents(claim), 'report')}; {before}{after})"


def _row(n: int, row: Missing, claims: dict[ClaimId, Claim]) -> list[str]:
    """Return the lines of one source: how much hangs on it, when it appeared, what to search for."""
    hang = phrases.count(len(row.claims), "claim")
    out = [f"{n}. {line(row.name, 80)} ({row.kind}): {hang}, named by {phrases.count(len(row.cited_by), 'report')}"]
    if row.latest:
        out.append(f"   appeared: {f'{row.earliest} to ' if row.earliest else 'not after '}{row.latest}, most likely")
    out += [f'   search for: "{line(p, 100)}"' for p in row.phrases[:3]]
    out += [f"   holds: {line(claims[c].text, 120)}" for c in row.claims[:2] if c in claims]
    return out
