"""Measure names: python eval/names.py [--held-out] [--entities FOLDER]

Spellings (``gold/names/spellings.tsv``): every spelling but the canonical one is a question; the answer is the best of all canonical
names of the same kind together with every place of the same country in the gazetteer (for places), first by the lexicon, then
by the gazetteer's own spellings, then by skeleton and letters. top-1 = share answered right.
Entities (re3d, not shipped): of the pairs that the annotators relate in any way, those they call synonyms must be found one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from firsthand import lexicon, names
from firsthand.lexicon import gazetteer, named
from firsthand.statement.places.atlas import atlas
from firsthand.statement.places.spelling import best

GOLD = Path(__file__).parent / "gold" / "names" / "spellings.tsv"


def held_out(canonical: str) -> bool:
    return int(hashlib.sha256(canonical.encode()).hexdigest()[0], 16) % 2 == 1


def spellings(half: bool, show: bool) -> None:
    rows = [line.split("\t") for line in GOLD.read_text("utf8").splitlines() if not line.startswith("#")]
    table = [(kind, country, spelt.split("; ")) for kind, country, spelt in rows]
    persons = [s[0] for k, _, s in table if k == "person"]
    right: dict[str, list[int]] = {"place": [0, 0], "person": [0, 0]}
    for kind, country, spelt in table:
        if held_out(spelt[0]) != half:
            continue
        for other in dict.fromkeys(spelt[1:]):
            ok = place_ok(other, country, spelt[0]) if kind == "place" else person_ok(other, persons, spelt[0])
            right[kind][0] += ok
            right[kind][1] += 1
            if show and not ok:
                print("  ", kind, country, other, "for", spelt[0])
    done, asked = (sum(v[n] for v in right.values()) for n in (0, 1))
    print(
        "held-out" if half else "tuned",
        {k: f"{a}/{b} = {a / b:.3f}" for k, (a, b) in right.items()},
        f"top-1 {done / asked:.3f} of {asked}",
    )


def place_ok(spelt: str, country: str, canonical: str) -> bool:
    """Tell whether the place found for ``spelt`` is the one that the canonical name means: within 25 km of it."""
    world = atlas(lexicon.load())
    want, found = best(canonical, country, world), best(spelt, country, world)
    return want is not None and found is not None and abs(want.lat - found.lat) + abs(want.lon - found.lon) < 0.35


def person_ok(spelt: str, persons: list[str], canonical: str) -> bool:
    return max(persons, key=lambda p: (names.spelt_like(spelt, p), p)) == canonical


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def entities(folder: Path) -> None:
    tp = fp = fn = 0
    for path in sorted(folder.glob("entities-*.gold.jsonl.gz")):
        texts = {d["id"]: d["text"] for d in rows(Path(str(path).replace(".gold.", ".docs.")))}
        for row in rows(path):
            sort = {e["value"]: e["type"] for e in row["entities"]}
            gold: dict[frozenset[str], bool] = {}
            for r in row["relations"] or ():
                pair = frozenset((r["source"], r["target"]))
                if (
                    len(pair) == 2
                    and all(sort.get(v) in ("Person", "Organisation", "Location", "MilitaryPlatform") for v in pair)
                    and not any(c.isdigit() for v in pair for c in v)
                ):
                    gold[pair] = gold.get(pair, False) or r["type"] == "IsSynonymOf"
            for pair, yes in gold.items():
                a, b = sorted(pair)
                said = same(a, b, texts[row["id"]])
                tp += said and yes
                fp += said and not yes
                fn += yes and not said
                if said != yes:
                    print("  ", "found" if said else "missed", a, "|", b)
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    print(f"entities: {tp + fn} synonym pairs, precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}")


def same(a: str, b: str, text: str) -> bool:
    """Tell whether two names of one text are taken for one thing, by the rules of the naming stage."""
    known = named.load(lexicon.load())
    one, two = known.at(a), known.at(b)
    if one is not None and two is not None:
        return one.slug == two.slug
    if names.key(a) == names.key(b) or names.alike(a, b) or names.shortens(a, b) or names.shortens(b, a):
        return True
    defined = {frozenset((names.key(d.long), names.key(d.short))) for d in names.definitions(text)}
    return frozenset((names.key(a), names.key(b))) in defined or names.apposed(text, a, b)


if __name__ == "__main__":
    ask = argparse.ArgumentParser()
    ask.add_argument("--held-out", action="store_true")
    ask.add_argument("--entities", type=Path)
    given = ask.parse_args()
    gazetteer.load()
    if given.entities:
        entities(given.entities)
    else:
        spellings(given.held_out, not given.held_out)
