"""The lexicon: overlays, known names, the gazetteer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from firsthand import lexicon
from firsthand.article import language
from firsthand.errors import LexiconError
from firsthand.lexicon import gazetteer, named, shapes

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


WRONG = [
    ("monitors", "zz = 5", "zz is not known"),
    ("monitors", "entries = 5", "entries = 5 is not a table"),
    ("outlets", "[entries]\nx = 5", "entries.x = 5 is not a table"),
    ("outlets", '[entries]\nx = { name = "X", names = "Q" }', 'entries.x.names = "Q" is not a list'),
    ("outlets", '[entries]\nx = { nmae = "X" }', "entries.x.nmae is not known"),
    ("outlets", '[entries]\nx = { names = ["X"] }', "entries.x has no name"),
    ("outlets", '[entries]\nx = { name = "-" }', "with a letter or digit"),
    ("outlets", "[entries]\nnosuch = false", "entries.nosuch = false drops nothing"),
    ("agencies", '[entries]\ny = { name = 3, names = ["A B"] }', "entries.y.name = 3 is not text"),
    ("labels", "[loaded]\nfighters = [3]", "loaded.fighters = 3 is not text"),
    ("numbers", "[vague]\nnosuch = false", "vague.nosuch = false drops nothing"),
    ("monitors", "[entries.sohr]\nname = false", "entries.sohr.name = false is not text"),
    ("exonyms", '[places]\np = { name = "P", sort = [] }', r"places.p.sort = \[\] is not one of"),
    (
        "exonyms",
        '[places]\np = { name = "P", lat = nan, lon = 4.0 }',
        "places.p.lat = NaN is not a number from -90 to 90",
    ),
    ("exonyms", '[places]\np = { name = "P", lat = 4.0 }', "places.p must have both lat and lon"),
    ("times", "[days]\nchristmas = [13, 45]", "days.christmas = .* is not a month and a day"),
    ("times", "[days]\nchristmas = [2]", "days.christmas = .* is not a month and a day"),
    ("times", "[months]\njune = 6.5", "months.june = 6.5 is not a whole number"),
    ("times", "[weekdays]\nmonday = 0.0", "weekdays.monday = 0.0 is not a whole number"),
    ("events", '[[trigger]]\ntype = "PARTY"\nmode = "x"\nsort = "does"', 'trigger.type = "PARTY" is not one of'),
    (
        "zones",
        '[[family]]\nname = "x"\nkind = "blob"\nstrong = []\nmedium = []\nweak = []',
        'family.kind = "blob" is not one of',
    ),
    ("numbers", "[vague.few]\nhigh = 1", "vague.few must have a high no less"),
]


@pytest.mark.parametrize(("name", "table", "said"), WRONG)
def test_what_a_table_has_no_place_for_is_refused_when_it_is_loaded(
    tmp_path: Path, name: str, table: str, said: str
) -> None:
    (tmp_path / f"{name}.toml").write_text(table, "utf8")
    with pytest.raises(LexiconError, match=rf"{name}\.toml: .*{said}"):
        lexicon.load(tmp_path)


def test_every_table_that_ships_has_its_shape_and_every_shape_its_table() -> None:
    shipped = {p.name.removesuffix(".toml") for p in Path(lexicon.__file__).parent.glob("*.toml")}
    assert shipped == set(shapes.SHAPES)
    for name, shape in shapes.SHAPES.items():
        assert list(shapes.faults(shape, KNOWN.table(name))) == []
        assert shapes.completed(shape, KNOWN.table(name)) == KNOWN.table(name)


def test_a_dropped_list_is_empty_where_rules_look_for_it_and_gone_where_it_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text("[loaded]\nfighters = false\n")
    (tmp_path / "monitors.toml").write_text("[entries.sohr]\nbare = false\n")
    mine = lexicon.load(tmp_path)
    assert mine.table("labels")["loaded"]["fighters"] == []
    (tmp_path / "labels.toml").write_text("loaded = false\n")
    assert lexicon.load(tmp_path).table("labels")["loaded"] == {"fighters": [], "states": []}
    assert "bare" not in mine.table("monitors")["entries"]["sohr"]


def test_a_pair_stands_in_the_place_of_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "times.toml").write_text("[days]\nchristmas = [1, 7]\n")
    assert lexicon.load(tmp_path).table("times")["days"]["christmas"] == [1, 7]


@pytest.mark.parametrize("dropped", ["words = false", "letters = false", "scripts = false"])
@pytest.mark.parametrize(
    "text", ["Four people died, the council said.", "Четыре человека погибли", "قتل أربعة أشخاص هنا"]
)
def test_a_text_has_some_language_whatever_is_dropped(tmp_path: Path, dropped: str, text: str) -> None:
    (tmp_path / "languages.toml").write_text(dropped)
    assert language.of(text, None, lexicon.load(tmp_path))


def test_a_table_counts_as_it_was_when_it_was_loaded(tmp_path: Path) -> None:
    table = tmp_path / "outlets.toml"
    table.write_text('[entries]\nhill = { name = "Hill Times" }\n')
    before = lexicon.load(table)
    table.write_text('[entries]\nhill = { name = "Hill Weekly" }\n')
    names = [k.table("outlets")["entries"]["hill"]["name"] for k in (before, lexicon.load(table))]
    assert names == ["Hill Times", "Hill Weekly"]
