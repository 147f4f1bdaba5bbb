"""The gazetteer that ships with the package: places by name, by spelling, by transliteration skeleton.

``gazetteer.bin`` is one zlib stream of arrays, made by ``eval/train/gazetteer.py`` from GeoNames data (CC BY 4.0): a record per
place, then names as sorted 64-bit digests beside record numbers, so that a look-up is a bisection and loading parses nothing.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from typing import NamedTuple

MAGIC = b"FHGAZ003"
COUNTRY, REGION, SUBREGION, TOWN = range(4)
PRECISION = ("country", "region", "district", "town")
_BLOCKS = 16  # in this order: the fields of Gazetteer


class Spot(NamedTuple):
    """One place of the gazetteer. ``region`` and ``district`` are record numbers, 0 when there is none; a country is in none."""

    record: int
    geonameid: int
    name: str
    lat: float
    lon: float
    people: int
    country: str  # ISO 3166-1 alpha-3
    sort: int  # COUNTRY, REGION, SUBREGION, TOWN
    region: int
    district: int


def digest(words: str) -> int:
    """Return the 64-bit digest by which a folded name is found."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The arrays of ``gazetteer.bin``, and look-ups in them."""

    points: memoryview[float]
    people: memoryview[int]
    ids: memoryview[int]
    offsets: memoryview[int]
    regions: memoryview[int]
    districts: memoryview[int]
    sorts: memoryview[int]
    lands: memoryview[int]
    name_keys: memoryview[int]
    name_records: memoryview[int]
    frame_keys: memoryview[int]
    frame_records: memoryview[int]
    words: memoryview[int]
    firsts: memoryview[int]
    text: bytes
    codes: tuple[str, ...]

    def spot(self, record: int) -> Spot:
        """Return the place with number ``record``."""
        at = self.offsets[record]
        name = self.text[at : self.text.index(b"\n", at)].decode()
        lat, lon = round(self.points[2 * record], 5), round(self.points[2 * record + 1], 5)
        return Spot(
            record, self.ids[record], name, lat, lon, self.people[record], self.codes[self.lands[record]],
            self.sorts[record], self.regions[record], self.districts[record],
        )  # fmt: skip

    def named(self, folded: str) -> tuple[int, ...]:
        """Return the records of the places called ``folded`` (folded words joined by a space), in order."""
        return _run(self.name_keys, self.name_records, digest(folded))

    def framed(self, frame: str, country: str) -> tuple[int, ...]:
        """Return the records of the places of ``country`` one of whose names has the transliteration skeleton ``frame``."""
        return _run(self.frame_keys, self.frame_records, digest(f"{frame}/{country}"))

    def is_word(self, folded: str) -> bool:
        """Tell whether ``folded`` is an ordinary English word, written small."""
        return _in(self, folded)

    def begins(self, folded: str) -> bool:
        """Tell whether some place's name of several words begins with ``folded``."""
        return _begins(self, folded)


@lru_cache(maxsize=1 << 16)
def _in(gazetteer: Gazetteer, folded: str) -> bool:
    key = digest(folded)
    at = bisect_left(gazetteer.words, key)
    return at < len(gazetteer.words) and gazetteer.words[at] == key


@lru_cache(maxsize=1 << 16)
def _begins(gazetteer: Gazetteer, folded: str) -> bool:
    key = digest(folded)
    at = bisect_left(gazetteer.firsts, key)
    return at < len(gazetteer.firsts) and gazetteer.firsts[at] == key


def _run(keys: memoryview[int], records: memoryview[int], key: int) -> tuple[int, ...]:
    return tuple(_matches(keys, records, key))


def _matches(keys: memoryview[int], records: memoryview[int], key: int) -> Iterator[int]:
    at = bisect_left(keys, key)
    while at < len(keys) and keys[at] == key:
        yield records[at]
        at += 1


@cache
def load() -> Gazetteer:
    """Return the shipped gazetteer; the first call unpacks it (about 0.1 s), later ones cost nothing."""
    data = memoryview(zlib.decompress(resources.files(__package__).joinpath("gazetteer.bin").read_bytes()))
    start = len(MAGIC)
    if bytes(data[:start]) != MAGIC:
        raise ValueError("gazetteer.bin is not of this version; run eval/train/gazetteer.py")
    count = _BLOCKS
    sizes = data[start : start + 4 * count].cast("I")
    at = start + 4 * count
    blocks: list[memoryview] = []
    for size in sizes:
        blocks.append(data[at : at + size])
        at += size
    points = memoryview(bytes(blocks[0])).cast("f")
    people, ids, offsets, regions, districts = (memoryview(bytes(b)).cast("I") for b in blocks[1:6])
    sorts, lands = memoryview(bytes(blocks[6])).cast("B"), memoryview(bytes(blocks[7])).cast("H")
    name_keys, frame_keys, words, firsts = (memoryview(bytes(blocks[n])).cast("Q") for n in (8, 10, 12, 13))
    name_records, frame_records = (memoryview(bytes(blocks[n])).cast("I") for n in (9, 11))
    text, codes = bytes(blocks[14]), tuple(bytes(blocks[15]).decode().split())
    return Gazetteer(
        points, people, ids, offsets, regions, districts, sorts, lands,
        name_keys, name_records, frame_keys, frame_records, words, firsts, text, codes,
    )  # fmt: skip


@lru_cache(maxsize=1 << 16)
def spots(folded: str) -> tuple[Spot, ...]:
    """Return the places called ``folded``, in order of record, remembered: the same names come again and again."""
    shipped = load()
    return tuple(shipped.spot(r) for r in shipped.named(folded))
