"""Coded incident reports -> ``event/weights.json``: what tells a particular happening from talk of such things.

Every assault that ``event.candidates`` finds in the reports is a row; it counts as particular when a coder's template of its
document is its own: pairs of one kind are taken in order of how much of day, place, agents and patients they share. A logistic model (L2,
standardised, written back in plain units); documents held out in five folds for the figure that is printed.
Run: ``python -m eval.train.events DOCS.jsonl.gz GOLD.jsonl.gz OUT.json [FIRST_N]``.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from firsthand import article, capture, event, lexicon, statement
from firsthand.event.particular import p_particular
from firsthand.fold import fold
from firsthand.records import Account, Capture, Event

KINDS = {
    "BOMBING": {"explosives", "suicide-attack", "aerial", "drone"},
    "KIDNAPPING": {"abduct"},
    "ARSON": {"destroy"},
    "ROBBERY": {"seize"},
}
STRENGTH = 0.03  # inverse of the L2 penalty
FOLDS = 5
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def main(docs: str, gold: str, out: str, most: str = "1300") -> None:
    """Write the weights learned from the first ``most`` reports."""
    known = lexicon.load()
    with gzip.open(gold, "rt", encoding="utf8") as lines:
        templates = {g["id"]: g["templates"] for g in map(json.loads, lines)}
    rows: list[tuple[int, dict[str, float], bool]] = []
    for n, c in enumerate(islice((c for c in capture.read([docs]) if isinstance(c, Capture)), int(most))):
        a = article.clean(c, known)
        account = statement.find(a, known)
        able = [(e, found) for e, found in event.candidates(a, account, known) if found is not None]
        hits = _paired([e for e, _ in able], account, templates[a.id])
        rows += [(n % FOLDS, found, k in hits) for k, (_, found) in enumerate(able)]
    scored = [
        (p_particular(f, fit(r for r in rows if r[0] != k)), y) for k in range(FOLDS) for n, f, y in rows if n == k
    ]
    print(f"held out: area under the curve {roc_auc_score([y for _, y in scored], [p for p, _ in scored]):.3f}")
    Path(out).write_text(json.dumps(fit(rows), indent=1) + "\n", "utf8")


def fit(rows: Iterable[tuple[int, Mapping[str, float], bool]]) -> dict[str, float]:
    """Return the weights of a logistic model in plain units, ``*`` the constant."""
    them = list(rows)
    names = sorted({n for _, f, _ in them for n in f})
    x = np.array([[f.get(n, 0.0) for n in names] for _, f, _ in them])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit((x - mean) / spread, [y for _, _, y in them])
    plain = model.coef_[0] / spread
    constant = float(model.intercept_[0] - (plain * mean).sum())
    return {"*": round(constant, 3)} | {n: round(float(w), 3) for n, w in zip(names, plain, strict=True)}


def shared(e: Event, account: Account, template: Mapping[str, Any]) -> int:
    """Return 0 for another kind, else how much an event shares with a coder's template, kind counting 1."""
    kind = KINDS.get((template.get("INCIDENT: TYPE") or [""])[0].split("/")[0].strip())
    if kind is not None and e.mode not in kind:
        return 0
    names = {a.id: " ".join((a.name, *a.names)) for a in account.actors}
    place = next((f"{p.name} {p.admin1 or ''}" for p in account.gazetteer if p.id == e.place), "")
    agents, patients = (" ".join(names.get(i, "") for i in them) for them in (e.actors, e.recipients))
    return (
        1
        + _same_day(e, template)
        + _meet(place, template, "INCIDENT: LOCATION")
        + _meet(agents, template, "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID")
        + _meet(patients, template, "HUM TGT: NAME", "HUM TGT: DESCRIPTION")
    )


def _paired(events: Sequence[Event], account: Account, templates: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the numbers of the events that have a template of their own, those that share most first."""
    pairs = [(-shared(e, account, t), k, m) for k, e in enumerate(events) for m, t in enumerate(templates)]
    hits: dict[int, int] = {}
    for points, k, m in sorted(pairs):
        if points < 0 and k not in hits and m not in hits.values():
            hits[k] = m
    return set(hits)


def _same_day(e: Event, template: Mapping[str, Any]) -> int:
    """Return 1 when a day of the template lies in the event's interval."""
    found = re.findall(r"(\d\d) (\w{3}) (\d\d)", " ".join(template.get("INCIDENT: DATE", ())))
    days = [f"19{y}-{1 + MONTHS.index(m):02}-{d}" for d, m, y in found if m in MONTHS]
    return int(any((e.earliest or "9")[:10] <= d <= (e.latest or "")[:10] for d in days))


def _meet(mine: str, template: Mapping[str, Any], *slots: str) -> int:
    theirs = " ".join(x for s in slots for x in template.get(s, ()))
    return int(bool(_words(mine) & _words(theirs)))


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", fold(text)) if len(w) > 2}


if __name__ == "__main__":
    main(*sys.argv[1:])
