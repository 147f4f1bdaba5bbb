"""A collection is searched by words, names, places, days and tolls; slips and transliterations are forgiven."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from firsthand.collection import Collection, CollectionError
from firsthand.collection.query import Box, InStory, Loose, Name, Near, Run, Toll, When, Words, parse
from firsthand.collection.seal import Seal
from tests.collection.conftest import Home
from tests.collection.ways import Cheap, records, write

REPORTS = [
    {
        "id": "a1",
        "outlet": "Harvel Post",
        "title": "Shelling near Deir ez-Zor",
        "published": "2017-05-03",
        "text": "Fifteen people were killed in shelling near Deir ez-Zor on Tuesday, Governor Ilse Maran said. "
        "The Lowland Guard denied that it had fired. Residents of Raqqa heard the explosions.",
    },
    {
        "id": "b1",
        "outlet": "Daily Echo",
        "title": "Flood in Aleppo",
        "published": "2018-02-10",
        "text": "Forty houses were destroyed when the river flooded parts of Aleppo, mayor Tomas Reve said on Saturday. "
        "Three people were wounded. Schools will stay closed for a week.",
    },
]


@pytest.fixture(scope="module")
def collection(long_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    file = tmp_path_factory.mktemp("found") / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, REPORTS)), "utf8")
    with Collection(long_home("c"), create=True) as c:
        c.add([file])
    with Collection(long_home("c"), reading=True) as c:
        yield c


SEARCHES = [
    # developed on these invented reports
    (["shelling"], "a1", "word: shelling"),
    (["houses", "flooded"], "b1", "word: houses"),
    (["heard the explosions"], "a1", "phrase: heard the explosions"),
    (["explosoins"], "a1", "word: explosions (for 'explosoins')"),
    (["Deyr"], "a1", "word: deir (for 'deyr')"),
    (["outlet:Harvel Post"], "a1", "outlet: Harvel Post"),
    (["source:Maran"], "a1", "source: "),
    (["origin:Reve"], "b1", "origin: "),
    (["actor:lowland guard"], "a1", "actor: "),
    (["place:Deir Ezzor"], "a1", "place: "),
    (["place:Halab"], "b1", "place: "),
    (["near:35.95,39.01,30"], "a1", "km away"),
    (["near:Raqqa,20"], "a1", "km away"),
    (["box:36,36,36.5,38"], "b1", "place: Aleppo"),
    (["from:2018"], "b1", "time: 2018-02-10"),
    (["to:2017-12"], "a1", "time: 2017-05-03"),
    (["killed:10..20"], "a1", "killed: "),
    (["destroyed:40"], "b1", "destroyed: "),
    (["wounded:..5", "Aleppo"], "b1", "wounded: "),
    (["story:flood"], "b1", "story: flood"),
    # bugs caught: what the shell makes of blanks, and possessives
    (["explosions shelling"], "a1", 'apart: explosions, shelling (nothing is found for "explosions shelling")'),
    (["shelling killed:15"], "a1", "word: shelling"),
    (["killed:15 shelling"], "a1", "word: shelling"),
    (["place:Raqqa shelling"], "a1", "word: shelling"),
    (["place:Deir Ezzor killed:15"], "a1", "place: "),
    (["explosions place:Deir Ezzor shelling"], "a1", "word: shelling"),
    (["heard the explosions", "Raqqa explosions"], "a1", "phrase: heard the explosions"),
    (["story:flood schools"], "b1", "story: flood"),
    (["near:Deir ez-Zor,5"], "a1", "km away"),
    (["near:Deir ez-Zor, 5 km shelling"], "a1", "word: shelling"),
    (['near:"Deir ez-Zor",5'], "a1", "km away"),
    (['near:"Deir ez-Zor,5"'], "a1", "km away"),
    (["box:36, 36, 36.5, 38 flood"], "b1", "place: Aleppo"),
    (["governor's"], "a1", "word: governor"),
    (["governor\u2019s"], "a1", "word: governor"),
    (['"governor\u2019s Ilse Maran"'], "a1", "phrase: governor ilse maran"),
    (["place:Raqqa's"], "a1", "place: "),
    (["source:Maran\u2019s"], "a1", "source: "),
    (["\u201cheard the explosions\u201d"], "a1", "phrase: heard the explosions"),
    (["Killed:10..20"], "a1", "killed: "),
    (["PLACE:Aleppo"], "b1", "place: "),
]


@pytest.mark.parametrize(
    ("asked", "document", "because"), SEARCHES, ids=lambda x: " ".join(x) if isinstance(x, list) else ""
)
def test_each_way_of_asking_finds_its_story_and_says_why(
    collection: Collection, asked: list[str], document: str, because: str
) -> None:
    (hit,) = collection.find(asked)
    assert hit.story == f"story-{document}"
    assert any(because in x for x in hit.because), hit.because


@pytest.mark.parametrize(
    "asked", [["killed:900.."], ["place:Aleppo", "shelling"], ["xylophone"], ["from:2031"], ["Aleppo shelling"]]
)
def test_what_no_story_meets_is_not_found(collection: Collection, asked: list[str]) -> None:
    assert collection.find(asked) == []


def test_a_query_in_one_piece_reads_like_its_pieces() -> None:
    assert parse(['shelling "two words" place:"Deir Ezzor" killed:10..']) == (
        Words(("shelling",)),
        Words(("two", "words")),
        Name("place", "Deir Ezzor"),  # type: ignore[arg-type]  # kinds are literals
        Toll("killed", 10, None),
    )
    assert parse(["near:1,2,3", "box:1,2,3,4", "from:2017-05", "to:2017-05", "story:x"]) == (
        Near(None, 1, 2, 3),
        Box(1, 2, 3, 4),
        When("2017-05", None),
        When(None, "2017-05-99"),
        InStory("x"),
    )


LONG = [
    ("from:2031-06-13", True), ("to:2031-06-13", True), ("to:2031-06-14", True), ("to:2031-06-12", False), ("from:2031-06-16", True),
    ("from:2031-06-17", False), ("from:2031-06-13 to:2031-06-13", True), ("from:2031-06-14 to:2031-06-15", True),
    ("from:2031-06 to:2031-06", True), ("from:2031 to:2031", True), ("to:2031-05", False), ("to:2030", False),
    ("from:2031-06-16 to:2031-06", True),
]  # fmt: skip


@pytest.fixture(scope="module")
def long(long_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """One story told over four days."""
    file = tmp_path_factory.mktemp("long") / "rows.jsonl"
    said = "Nine people were killed when the Harvel dam broke on Friday, governor Ilse Maran said. Forty houses were destroyed."
    rows = [
        {
            "id": f"l{day}",
            "outlet": outlet,
            "title": "The Harvel dam broke",
            "published": f"2031-06-{day}",
            "text": said,
        }
        for day, outlet in ((13, "Harvel Post"), (16, "Daily Echo"))
    ]
    file.write_text("\n".join(map(json.dumps, rows)), "utf8")
    with Collection(long_home("days"), create=True) as c:
        c.add([file])
        yield c


@pytest.mark.parametrize(("asked", "met"), LONG)
def test_a_story_is_found_by_days_that_meet_its_own_both_ends_included(long: Collection, asked: str, met: bool) -> None:
    hits = long.find(asked.split())
    assert [h.because for h in hits] == ([["time: 2031-06-13 to 2031-06-16"]] if met else [])


def test_blanks_in_an_argument_mean_the_same_whatever_the_shell_did() -> None:
    apart = (Words(("soldiers",)), Words(("motorcycles",)))
    assert parse(["soldiers", "motorcycles"]) == apart
    assert parse(['"soldiers motorcycles"']) == (Words(("soldiers", "motorcycles")),)
    (loose,) = parse(["soldiers motorcycles"])
    assert isinstance(loose, Loose)
    assert (loose.whole, loose.apart) == (Words(("soldiers", "motorcycles")), apart)
    assert parse(["soldiers motorcycles killed:12"]) == (*apart, Toll("killed", 12, 12))
    assert parse(['killed:12 "barrel bombs" soldiers']) == (
        Toll("killed", 12, 12), Words(("barrel", "bombs")), Words(("soldiers",)),
    )  # fmt: skip
    (run,) = parse(["place:Gao motorcycles"])
    assert isinstance(run, Run)
    assert run.readings == (
        (Name("place", "Gao motorcycles"),),  # type: ignore[arg-type]  # kinds are literals
        (Name("place", "Gao"), Words(("motorcycles",))),  # type: ignore[arg-type]  # kinds are literals
    )


def test_a_possessive_is_its_word_and_short_words_keep_their_s() -> None:
    assert parse(["Qasim's"]) == parse(["qasim"])
    assert parse(['"Qasim\u2019s men"']) == (Words(("qasim", "s", "men"), ("qasim", "men")),)
    assert parse(['"Ra\'s al-Ayn"']) == (Words(("ra", "s", "al", "ayn")),)


def test_what_is_read_apart_is_not_said_of_what_is_found_in_one_piece(collection: Collection) -> None:
    (hit,) = collection.find(["heard the explosions"])
    assert hit.because == ["phrase: heard the explosions"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("gao -mali", "-mali: a search cannot leave anything out"),
        ("gao \u2212mali", "a search cannot leave anything out"),
        ("-place:Mali", "a search cannot leave anything out"),
        ("killed:", "killed: does not say what to find; say killed:10..50"),
        ("Killed: 12", "Killed: does not say what to find; say killed:10..50"),
        ("place:", "place: does not say what to find; say place:Aleppo"),
        ('place:""', "does not say what to find; say place:Aleppo"),
        ("Bogus:1", "there is no field bogus: to find in"),
        ("near:Maarat al-Numan", 'is no circle; say near:Aleppo,25, near:"Deir ez-Zor",25 or near:35.34,40.14,25'),
        (" ".join(f"w{n} x:// " for n in range(99)) + "killed:1", "at most 64 conditions"),
    ],
)
def test_what_was_taken_for_words_in_silence_is_refused_with_a_line(asked: str, said: str) -> None:
    with pytest.raises(CollectionError) as refused:
        parse([asked])
    assert said in str(refused.value)


WHERE = [
    (["near:35,38,20"], []),  # the middle of Syria: a desert
    (["near:35,38,600", "place:Syria"], ["place: Syria, its middle 0 km away", "place: Syria"]),
    (["box:34.5,37.5,35.5,38.5"], []),
    (["box:25,30,45,46", "place:Syria"], ["place: Syria (35.00, 38.00)", "place: Syria"]),
    (["box:-90,-180,90,180", "place:Syria"], ["place: Syria (35.00, 38.00)", "place: Syria"]),
    (["near:Gao,5"], ["place: Gao, 0 km away"]),
    (["near:Gao,600"], ["place: Gao, 0 km away"]),  # not the middle of Mali, 429 km away
    (["near:16.27,-0.04,19000", "place:Mali"], ["place: Gao, 1 km away", "place: Mali"]),
    (["near:17,-4,100"], []),
    (["near:Aleppo,30"], ["place: Aleppo, 0 km away"]),
    (["near:36.35,37.42,15"], []),  # the middle of the province of Aleppo
]


@pytest.fixture(scope="module")
def lands(long_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Three stories: of a country, of a town and its country, of a town and its province."""
    file = tmp_path_factory.mktemp("lands") / "rows.jsonl"
    told = (
        ("Elections in Syria", "Voters in Syria elected nine judges on Friday, the ministry of justice said."),
        ("Soldiers die in Gao", "Gunmen on motorcycles killed twelve soldiers in the city of Gao, Mali, on Friday, a spokesman said."),
        ("Snow closes roads", "Snow closed all roads from Aleppo to the villages of Aleppo Governorate, the weather service reported."),
    )  # fmt: skip
    same = {"outlet": "Harvel Post", "published": "2031-06-13"}
    rows = [{"id": f"w{n}", "title": title, "text": text, **same} for n, (title, text) in enumerate(told)]
    file.write_text("\n".join(map(json.dumps, rows)), "utf8")
    with Collection(long_home("lands"), create=True) as c:
        c.add([file])
        yield c


@pytest.mark.parametrize(("asked", "because"), WHERE, ids=" ".join)
def test_a_country_is_no_point_and_the_reason_names_the_nearest_place(
    lands: Collection, asked: list[str], because: list[str]
) -> None:
    assert [h.because for h in lands.find(asked)] == ([because] if because else [])


TOLLS = [
    ("killed:23", True), ("killed:10..50", True), ("killed:46..60", True), ("killed:45", True), ("killed:47", False),
    ("killed:1000..2000", False), ("killed:1000..", False), ("killed:..22", False), ("killed:20..", True), ("killed:" + "9" * 18, False),
    ("wounded:24..30", True), ("wounded:99", True), ("wounded:100..", False), ("wounded:23", False), ("wounded:" + "9" * 17, False),
]  # fmt: skip


@pytest.fixture(scope="module")
def vague(long_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """One story with tolls that are no single number."""
    file = tmp_path_factory.mktemp("vague") / "rows.jsonl"
    said = "At least 23 people were killed and dozens were wounded when shells hit Aleppo, governor Ilse Maran said on Friday."
    row = {"id": "v1", "outlet": "Harvel Post", "title": "Shells hit Aleppo", "published": "2031-06-13", "text": said}
    file.write_text(json.dumps(row), "utf8")
    with Collection(long_home("tolls"), create=True) as c:
        c.add([file])
        yield c


@pytest.mark.parametrize(("asked", "met"), TOLLS, ids=lambda x: str(x)[:20])
def test_a_toll_without_an_upper_bound_meets_no_range_far_above(vague: Collection, asked: str, met: bool) -> None:
    hits = vague.find([asked])
    assert bool(hits) == met
    if met and asked.startswith("killed"):
        assert hits[0].because == ["killed: 'At least 23' in v1 (no upper bound; searched as 23 to 46)"]


WRONG = (
    "near:far", "near:,5", "near:Qwxyz", "near:95,10,20", "near:10,10,-5", "near:10,10,nan", "near:Raqqa,inf", "box:1,2", "box:1,2,3,nan",
    "box:9,2,3,4", "from:May", "from:2031-13", "to:2031-02-30", "from:2031-00-01", "from:2031-06 to:2031-03", "to:2030 from:2031",
    "killed:many", "killed:9..3", '""', "",

    "killed:" + "9" * 5000, "killed:1..1" + "0" * 18, "killed:" + "9" * 36,
)  # fmt: skip


@pytest.mark.parametrize("asked", WRONG, ids=lambda x: x[:20])
def test_what_cannot_be_asked_so_is_answered_with_an_example(asked: str) -> None:
    with pytest.raises(CollectionError, match="say "):
        parse([asked])


@pytest.mark.parametrize("limit", [2**31, 2**63, 10**30])
def test_a_limit_that_no_number_of_stories_reaches_is_none(collection: Collection, limit: int) -> None:
    for asked in (["shelling"], ["from:2017"], ["shelling", "from:2017"]):
        assert [h.story for h in collection.find(asked, limit)] == [h.story for h in collection.find(asked)]


HOSTILE = (
    'a" OR "b', "NEAR(", "x* AND", "title:x", "'; DROP TABLE words; --", "\u202e\x00", "%_", "shelling \x00 killed:1", '"', 'place:"',
    "near:" + "1," * 4000, "killed " * 1500, "shelling flood " * 700, "w" * 10_000, '"' + "the " * 2500, '"' + "the " * 2500 + '"',
    " ".join(f"the{n}" for n in range(2000)), "place:" + "Aleppo " * 1500, "killed:" + "9" * 5000, "near:Raqqa," + "9" * 5000,
    "Fifteen people were killed in shelling near Deir ez-Zor on Tuesday Governor Ilse Maran said The Lowland Guard denied that it had",
    *(f"{k}:{x}" for k in ("story", "actor") for x in ("a\x00b", "\udcff", '\x00"')),
)  # fmt: skip


@pytest.mark.parametrize("asked", HOSTILE, ids=lambda x: ascii(x[:20]))
def test_no_word_of_a_person_is_read_as_a_command(collection: Collection, asked: str) -> None:
    with suppress(CollectionError):
        assert isinstance(collection.find([asked]), list)


def test_words_are_found_as_soon_as_their_page_is_acknowledged_and_forgotten_when_read_otherwise(
    tmp_path: Path, home: Home
) -> None:
    class Shouting(Cheap):
        def clean(self, capture):  # type: ignore[no-untyped-def]
            from dataclasses import replace

            found = super().clean(capture)
            return replace(found, text=found.text.replace("number", "figure"))

    file = write(tmp_path / "a.jsonl", records(5))
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add([file])
        assert c.find(["number"])
    with Collection(home("c"), way=Shouting(rules="cheap 2")) as c:
        c.add()
        assert c.find(["figure"])
        assert not c.find(["number"])


SINCE_4 = ("decisions", "outcomes")
SINCE_3 = ("pending", "versions", "texts", "text_runs", "signatures", "known", "known_words", "linked", "touched")


def older(folder: Path, version: int = 1) -> None:
    """Turn a collection into one of an older schema, as an earlier version wrote it."""
    db = sqlite3.connect(folder / "collection.db")
    db.execute("CREATE TABLE before_6 (document TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("INSERT INTO before_6 SELECT document FROM touched")
    db.execute("DROP TABLE touched")
    db.execute("ALTER TABLE before_6 RENAME TO touched")
    db.execute("DROP INDEX texts_dirty")
    db.execute("ALTER TABLE texts DROP COLUMN day")
    db.execute("CREATE INDEX texts_dirty ON texts (dirty, key) WHERE dirty > 0")
    if version < 5:
        db.execute("UPDATE known SET data = '[]'")
    if version < 4:
        for table in SINCE_4:
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM facts WHERE name = 'decided'")
        db.execute("DELETE FROM mentions WHERE kind = 'uncited'")
    if version < 3:
        for table in SINCE_3:
            db.execute(f"DROP TABLE {table}")
        db.execute("DROP INDEX stories_untold")
        db.execute("ALTER TABLE related ADD COLUMN kin INTEGER NOT NULL DEFAULT 0")
        db.execute("ALTER TABLE related DROP COLUMN inside")
        db.execute("DELETE FROM facts WHERE name IN ('gathered', 'known', 'listed', 'turn')")
    if version < 2:
        db.execute("DROP TABLE words")  # what schema 2 brought
        for table in ("vocabulary", "mentions", "name_words", "name_bones", "spots", "counts"):
            db.execute(f"DROP TABLE {table}")
        db.execute("DROP INDEX stories_by_last")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.execute("VACUUM")
    db.close()
    (folder / "collection.seal").unlink()
    Seal(folder / "collection.db").write(None)


def tables(folder: Path) -> set[tuple[str, str]]:
    """Return the columns of all tables, and what is searched and decided on in a collection."""
    db = sqlite3.connect(folder / "collection.db")
    columns = db.execute(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    )
    out = {*columns, *db.execute("SELECT kind, ident || story FROM mentions")}
    db.close()
    return out


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_an_older_collection_is_upgraded_when_opened_and_found_like_a_new_one(
    collection: Collection, tmp_path: Path, version: int
) -> None:
    from firsthand.collection import backup, check
    from firsthand.export.json import to_json

    backup(collection.where, tmp_path / "old")
    older(tmp_path / "old", version)
    with Collection(tmp_path / "old", reading=True) as c:
        for asked, document, _ in SEARCHES:
            assert [h.story for h in c.find(asked)] == [f"story-{document}"], asked
        assert to_json(c.dossier(), "") == to_json(collection.dossier(), "")
    assert check(tmp_path / "old") == []
    backup(collection.where, tmp_path / "new")
    assert tables(tmp_path / "old") == tables(tmp_path / "new")


def test_a_circle_around_a_place_that_nothing_tells_of_says_so(collection: Collection) -> None:
    with pytest.raises(CollectionError, match=r"no place that is told of here .* is called 'Qwxyz'; say the point"):
        collection.find(["near:Qwxyz,20"])


def test_what_an_older_collection_still_had_to_list_is_listed_in_order_of_days(
    collection: Collection, tmp_path: Path
) -> None:
    from firsthand.collection import backup

    backup(collection.where, tmp_path / "old")
    db = sqlite3.connect(tmp_path / "old" / "collection.db")
    rows = db.execute("SELECT published, stands FROM versions WHERE stands IS NOT NULL ORDER BY 1, 2").fetchall()
    db.executemany("INSERT INTO touched VALUES (?, ?)", rows)
    db.commit()
    db.close()
    older(tmp_path / "old", 5)
    with Collection(tmp_path / "old") as c:
        assert c.store.shelves.touched() == rows
        assert c.store.shelves.touched(2, rows[0]) == rows[1:3]
        c.store.shelves.untouch([rows[1][1]])
        assert c.store.shelves.touched(2) == [rows[0], *rows[2:3]]


@pytest.mark.parametrize("version", [2, 3, 4, 5])
def test_an_older_collection_is_gathered_anew_when_more_is_added(tmp_path: Path, version: int) -> None:
    from firsthand.export.json import to_json

    files = [write(tmp_path / f"{n}.jsonl", records(30, start=n)) for n in (0, 200)]
    for name, between in (("old", version), ("new", 0)):
        with Collection(tmp_path / name, create=True, way=Cheap()) as c:
            c.add(files[:1])
        if between:
            older(tmp_path / name, between)
        with Collection(tmp_path / name, way=Cheap()) as c:
            c.add(files[1:])
    with Collection(tmp_path / "old", way=Cheap()) as old, Collection(tmp_path / "new", way=Cheap()) as new:
        assert to_json(old.dossier(), "") == to_json(new.dossier(), "")
