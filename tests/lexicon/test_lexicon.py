"""The lexicon: overlays, known names, the gazetteer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from firsthand import lexicon
from firsthand.errors import LexiconError
from firsthand.lexicon import gazetteer, named

KNOWN = lexicon.load()
TABLES = (
    "outlets",
    "agencies",
    "monitors",
    "armed_groups",
    "organisations",
    "officials",
    "states",
    "labels",
    "source_words",
    "exonyms",
    "place_words",
)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_names_states_its_source(table: str) -> None:
    assert len(KNOWN.table(table)["source"]) > 20


def test_no_two_entries_claim_one_name() -> None:
    taken: dict[str, str] = {}
    for table in TABLES[:6]:
        for slug, row in KNOWN.table(table).get("entries", {}).items():
            for name in {row["name"], *row.get("names", ())}:
                if name in taken and taken[name] != slug:
                    pytest.fail(f"{name} is claimed by {taken[name]} and {slug}")
                taken[name] = slug


def test_an_overlay_adds_changes_and_drops_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text(
        '[entries]\nhill = { name = "Hill Times", names = ["HT"] }\nbild = false\n[entries.rt]\nnames = ["-Russia Today", "RT News"]\n'
    )
    mine = lexicon.load(tmp_path)
    entries = mine.table("outlets")["entries"]
    assert entries["hill"]["name"] == "Hill Times"
    assert "bild" not in entries
    assert entries["rt"]["names"] == ["RT Arabic", "RT News"]
    assert len(mine.changed()) == 3
    assert any("dropped entries.bild" in line for line in mine.changed())


def test_a_broken_overlay_says_which_file_and_where(tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text("[entries\n")
    with pytest.raises(LexiconError, match=r"outlets\.toml.*line 1"):
        lexicon.load(tmp_path).table("outlets")


def test_a_missing_folder_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no folder"):
        lexicon.load(tmp_path / "none")


def slugs(text: str) -> list[str]:
    return [h.named.slug for h in named.load(KNOWN).scan(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ISIL and Daesh", ["isis", "isis"]),
        ("what is left, is IS", ["isis"]),
        ("THE SITUATION IS UNDER CONTROL, THE MINISTER SAID YESTERDAY IN THE CITY", []),
        ("THE FMLN ATTACKED THE SALVADORAN ARMED FORCES YESTERDAY", ["fmln", "slv-army"]),
        ("Russia's defence ministry", ["rus-defence-ministry"]),
        ("the Ministry of Defence of the Russian Federation", ["rus-defence-ministry"]),
        ("At dawn the guardian left", []),
        ("AlMasdarNews says", ["al-masdar-news"]),
    ],
)
def test_known_names_are_found_in_any_dress_but_not_in_words(text: str, found: list[str]) -> None:
    assert slugs(text) == found


def test_names_in_a_text_lie_one_behind_the_other() -> None:
    text = "The Syrian Arab Army and the Syrian Army's General Command, said SANA news agency of Syria. " * 3
    spans = [h.span for h in named.load(KNOWN).scan(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_the_gazetteer_knows_regions_and_towns_and_their_bones() -> None:
    shipped = gazetteer.load()
    town = next(s for s in gazetteer.spots("deir ez zor") if s.sort == gazetteer.TOWN)
    assert (town.country, round(town.lat, 1), round(town.lon, 1)) == ("SYR", 35.3, 40.1)
    assert shipped.spot(town.region).sort == gazetteer.REGION
    assert any(s.name == "Rapides Parish" for s in gazetteer.spots("rapides parish"))
    assert shipped.is_word("police")
    assert not shipped.is_word("raqqa")


WRONG = {
    "outlets.toml": "[entries]\nx = 5",
    "agencies.toml": '[entries]\ny = { name = 3, names = ["A B"] }',
    "exonyms.toml": '[places]\np = { name = "P", country = "XX", sort = [], names = ["P"] }',
    "labels.toml": '[loaded]\nfighters = "notalist"',
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_of_another_kind_than_the_shipped_one_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(WRONG[name], "utf8")
    with pytest.raises(LexiconError, match=name.replace(".", r"\.") + ".*is not (text|a list|a table)"):
        lexicon.load(tmp_path).table(name.removesuffix(".toml"))


def test_a_place_that_is_nowhere_on_earth_is_refused(tmp_path: Path) -> None:
    row = '[places]\np = { name = "P", country = "XX", sort = "town", names = ["P"], lat = nan, lon = 4.0 }'
    (tmp_path / "exonyms.toml").write_text(row, "utf8")
    with pytest.raises(LexiconError, match="lat = nan is not a number"):
        lexicon.load(tmp_path).table("exonyms")
