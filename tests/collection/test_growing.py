"""What a collection tells is what ``trace`` tells, whatever the order and the number of additions."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from firsthand import __version__, api, pipeline
from firsthand.capture.intake import Intake
from firsthand.collection import Collection, CollectionError, gather, grow, reading
from firsthand.collection.nouns import Original
from firsthand.collection.originals import Originals
from firsthand.collection.pack import unpack
from firsthand.collection.store import Store
from firsthand.collection.way import Articles, Grouped
from firsthand.export.json import to_json
from firsthand.records import Capture, Skipped, Stemma, Story
from tests.collection.conftest import Home
from tests.collection.ways import Cheap, records, write


def told(folder: str | Path, way: Cheap | None = None) -> str:
    with Collection(folder, reading=True, way=way) as c:
        out: list[bytes] = []
        c.write_json(out.append)
        whole = to_json(c.dossier(), "test")
        assert b"".join(out).decode("utf8").replace(f'"version":"{__version__}"', '"version":"test"', 1) == whole + "\n"
        return whole


def added(folder: str | Path, *paths: Path, way: Cheap | None = None) -> None:
    with Collection(folder, create=True, way=way) as c:
        for p in paths:
            c.add([p])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the shipped example's pages and three records, one of them a copy by another outlet."""
    folder = tmp_path_factory.mktemp("pages")
    demo = resources.files("firsthand") / "demo" / "pages"
    texts = {p.name: p.read_bytes() for p in demo.iterdir()}
    for name, data in texts.items():
        (folder / name).write_bytes(data)
    report = (
        "The town council of Harvel said on Monday that four people had been killed in the flood. "
        "Mayor Ilse Maran said that twelve houses were destroyed. The river had risen since Friday, she said."
    )
    rows = [
        {"id": "h1", "outlet": "Harvel Post", "title": "Flood in Harvel", "published": "2031-03-03", "text": report},
        {"id": "h2", "outlet": "Daily Echo", "title": "Flood kills four", "published": "2031-03-04", "text": report},
        {"id": "h1", "title": "Other", "text": "A short note about the weather in Brone, which was fine all day long."},
        {"id": "nothing"},
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    return folder


def test_a_collection_tells_what_trace_tells_byte_for_byte(pages: Path, tmp_path: Path, home: Home) -> None:
    files = sorted(pages.iterdir())
    whole = to_json(pipeline.trace(files), "test")
    added(home("once"), pages)
    assert told(home("once")) == whole
    random.Random(1).shuffle(files)
    added(home("one by one"), *files)
    assert told(home("one by one")) == whole


def test_a_story_of_a_collection_reads_like_the_same_story_of_trace(pages: Path, tmp_path: Path, home: Home) -> None:
    added(home("c"), pages)
    with Collection(home("c"), reading=True) as c:
        for row in c.stories():
            assert api._shown(c.story(row.id)).to_text()


@pytest.mark.parametrize("seed", range(3))
def test_order_and_batching_of_additions_change_nothing(tmp_path: Path, seed: int, home: Home) -> None:
    rows = records(60)
    parts = [write(tmp_path / f"{n}.jsonl", rows[n::4]) for n in range(4)]
    added(home("a"), *parts, way=Cheap())
    random.Random(seed).shuffle(parts)
    with Collection(home("b"), create=True, way=Cheap()) as c:
        c.add(parts[:1])
        c.add(parts)
    assert told(home("a"), Cheap()) == told(home("b"), Cheap())


def test_ids_that_two_captures_claim_are_settled_as_trace_does_whatever_came_first(tmp_path: Path, home: Home) -> None:
    rows = [{"id": "same", "text": f"Story{n} Arvel said {n}."} for n in range(4)] + [
        {"id": "same~", "text": "Story9 Brone said it."}
    ]
    files = [write(tmp_path / f"{n}.jsonl", [r]) for n, r in enumerate(rows)]
    from firsthand import capture
    from firsthand.records import Capture

    ids = {c.uri: c.id for c in capture.read(files) if isinstance(c, Capture)}
    for order in (files, files[::-1]):
        folder = home(f"c{order[0].stem}")
        added(folder, *order, way=Cheap())
        with Collection(folder, reading=True, way=Cheap()) as c:
            assert {d.uri: d.id for d in c.dossier().documents} == ids


def test_what_is_held_is_not_read_again(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "a.jsonl", records(20))
    with Collection(home("c"), create=True, way=Cheap()) as c:
        first = c.add([file])
        again = c.add([file])
    assert (first.new, first.already) == (21, 0)
    assert (again.new, again.already, again.stories) == (0, 1, 0)


def test_a_text_that_was_seen_is_not_analysed_again(tmp_path: Path, home: Home) -> None:
    found: list[str] = []

    class Counting(Cheap):
        def find(self, nameless):  # type: ignore[no-untyped-def]
            found.extend(a.text for a in nameless)
            return super().find(nameless)

    rows = [{"id": f"x{n}", "outlet": f"Outlet {n}", "text": "Story1 Arvel said one thing."} for n in range(9)]
    file = write(tmp_path / "a.jsonl", rows)
    with Collection(home("c"), create=True, way=Counting()) as c:
        c.add([file])
        assert found == ["Story1 Arvel said one thing."]
        assert {s.id for s in c.dossier().sources} == {f"x{n}:Arvel" for n in range(9)}


def test_only_stories_with_new_documents_are_told_again(tmp_path: Path, home: Home) -> None:
    one = write(tmp_path / "1.jsonl", [{"id": f"a{n}", "text": f"Story{n} Arvel said {n}."} for n in range(6)])
    two = write(tmp_path / "2.jsonl", [{"id": "b", "text": "Story3 Brone said so too."}])
    with Collection(home("c"), create=True, way=Cheap()) as c:
        assert c.add([one]).stories == 6
        assert c.add([two]).stories == 1


def test_stories_told_while_reading_goes_on_change_nothing_and_only_some_are_told_twice(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = write(tmp_path / "rows.jsonl", records(300, stories=90))
    added(home("at the end"), rows, way=Cheap())
    for name in ("FIRST_STORIES_SECONDS", "SOON_SECONDS", "MEANWHILE_SECONDS"):
        monkeypatch.setattr(grow, name, 0.0)
    monkeypatch.setattr(grow, "STORIES_SHARE", 1.0)  # after every batch, for one story
    with Collection(home("meanwhile"), create=True, way=Cheap()) as c:
        dossiers, stories = c.add([rows]).stories, len(c.stories())
    assert stories < dossiers <= stories + 300 // grow.BATCH + 1
    assert told(home("meanwhile"), Cheap()) == told(home("at the end"), Cheap())


def test_what_can_be_seen_while_reading_goes_on_is_whole(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every document lies in the one story that lists it, also while most of them wait; ids clash now and then."""
    rows = records(300, stories=40)
    rows[::3] = [
        {**r, "text": r["text"].split("number")[0] + "the very same words of one long statement"} for r in rows[::3]
    ]
    file = write(tmp_path / "rows.jsonl", rows)
    added(home("at the end"), file, way=Cheap())
    for name in ("FIRST_STORIES_SECONDS", "SOON_SECONDS", "MEANWHILE_SECONDS"):
        monkeypatch.setattr(grow, name, 0.0)
    for name, value in (("STORIES_SHARE", 1.0), ("FEW", 3), ("LISTED_AT_ONCE", 7), ("BATCH", 20)):
        monkeypatch.setattr(grow, name, value)
    monkeypatch.setattr(gather, "MOST_PORTION", 16)
    seen: list[int] = []
    tell = grow.Growth._tell_some

    def watched(growth: grow.Growth, seconds: float) -> None:
        tell(growth, seconds)
        touched = growth.store.touched()
        rows = [row for row in growth.store.stories() if row.id not in touched]
        for row in rows:
            data = growth.store.story(row.id)
            assert data is not None
            assert list(unpack(data, Story).documents) == growth.store.documents_of(row.id)
        assert growth.store.shelves.waiting() or growth.store.shelves.touched()
        seen.append(sum(row.fresh for row in rows))

    monkeypatch.setattr(grow.Growth, "_tell_some", watched)
    with Collection(home("meanwhile"), create=True, way=Cheap()) as c:
        c.add([file])
    assert seen[0] and len(seen) > 5
    assert told(home("meanwhile"), Cheap()) == told(home("at the end"), Cheap())


def test_no_story_is_missing_while_new_rules_have_all_gathered_anew_and_more_is_read(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (write(tmp_path / f"{n}.jsonl", records(150, stories=60, start=n)) for n in (0, 150))
    added(home("c"), one, way=Cheap())
    monkeypatch.setattr(gather, "MOST_PORTION", 16)
    for name in ("FIRST_STORIES_SECONDS", "SOON_SECONDS", "MEANWHILE_SECONDS"):
        monkeypatch.setattr(grow, name, 0.0)
    monkeypatch.setattr(grow, "STORIES_SHARE", 1.0)
    seen: list[int] = []
    tell = grow.Growth._tell_some

    def watched(growth: grow.Growth, seconds: float) -> None:
        tell(growth, seconds)
        seen.append(len(growth.store.stories()))

    monkeypatch.setattr(grow.Growth, "_tell_some", watched)
    new = replace(Cheap(), rules="cheap 2")
    with Collection(home("c"), way=new) as c:
        before = len(c.stories())
        c.add([two])
    assert seen and min(seen) >= before
    added(home("fresh"), one, two, way=new)
    assert told(home("c"), new) == told(home("fresh"), new)


class Slow(Cheap):
    """A way on which the kin of one story takes its time."""

    def relate(self, told: Grouped, articles: Articles) -> Stemma:
        time.sleep(0.03)  # some stories are told before the time of a telling is over, and others wait
        return super().relate(told, articles)


def test_a_telling_while_reading_goes_on_ends_however_many_stories_wait(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "rows.jsonl", records(260, stories=130))
    for name in ("FIRST_STORIES_SECONDS", "SOON_SECONDS"):
        monkeypatch.setattr(grow, name, 0.0)
    for name, value in (("STORIES_SHARE", 1.0), ("MEANWHILE_SECONDS", 0.2)):
        monkeypatch.setattr(grow, name, value)
    tellings: list[int] = []
    tell, relate = grow.Growth._tell_some, grow.Growth._relate

    def telling(growth: grow.Growth, seconds: float) -> None:
        tellings.append(0)
        tell(growth, seconds)
        tellings.append(-1000)

    def relating(growth: grow.Growth, found: Sequence[Grouped]) -> list[str]:
        tellings[-1:] = [x + len(found) for x in tellings[-1:]]
        return relate(growth, found)

    monkeypatch.setattr(grow.Growth, "_tell_some", telling)
    monkeypatch.setattr(grow.Growth, "_relate", relating)
    with Collection(home("c"), create=True, way=Slow()) as c:
        c.add([file])
    during = [n for n in tellings if n > 0]
    assert len(during) > 1 and max(during) <= 2 * grow.FEW


def test_the_ledger_sums(tmp_path: Path, home: Home) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "a.jsonl", records(20))
    (tmp_path / "in" / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "in" / "c.jsonl").write_text("")
    with Collection(home("c"), create=True, way=Cheap()) as c:
        k = c.add([tmp_path / "in"]).ledger
    assert k.met == k.read + k.not_an_article + k.refused + k.failed == 23
    assert (k.read, k.failed) == (20, 1)


def test_a_path_that_is_not_there_adds_nothing_of_the_call(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "a.jsonl", records(5))
    with Collection(home("c"), create=True, way=Cheap()) as c:
        with pytest.raises(CollectionError, match="no such file"):
            c.add([file, tmp_path / "b.jsonl"])
        assert c.store.documents() == []


def test_new_rules_read_everything_again_and_say_what_moved(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "a.jsonl", records(30))
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add([file])
    new = replace(Cheap(), rules="cheap 2")
    with Collection(home("c"), way=new) as c:
        c.add()
        assert all(s.because.startswith("cheap 2") for s in c.dossier().sources)
        assert c.add().stories == 0
    added(home("fresh"), file, way=new)
    assert told(home("c"), new) == told(home("fresh"), new)


def by_rules(rules: str) -> Callable[..., Iterator[tuple[int, Capture | Skipped]]]:
    """Return ``reading.items`` by rules that give the rows of what is not read another reason, and read another row besides."""
    true = reading.items

    def items(held: Originals, original: Original, intake: Intake) -> Iterator[tuple[int, Capture | Skipped]]:
        for at, row in true(held, original, intake):
            yield at, replace(row, reason=f"by {rules}") if isinstance(row, Skipped) else row

    return items


@pytest.fixture
def rows_of_all_kinds(tmp_path: Path) -> list[Path]:
    """Files that give documents and rows, rows alone, and documents alone; one is longer than a batch."""
    mixed, bad, good = (tmp_path / f"{name}.jsonl" for name in ("mixed", "bad", "good"))
    lines = [json.dumps(r) for r in records(140)]
    mixed.write_text("\n".join([*lines[:70], *["no row"] * 70]) + "\n")
    bad.write_text("no row\n")
    good.write_text("\n".join(lines[70:]) + "\n")
    return [mixed, bad, good]


NEW = replace(Cheap(), rules="cheap 2")


def test_new_rules_give_what_a_new_collection_gives_of_rows_that_were_not_read_too(
    home: Home, rows_of_all_kinds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    added(home("c"), *rows_of_all_kinds, way=Cheap())
    monkeypatch.setattr(reading, "items", by_rules("cheap 2"))
    added(home("fresh"), *rows_of_all_kinds, way=NEW)
    put, left = type(Collection(home("c"), reading=True).store).put, [1]

    def stopped(self: Store, *given: Any) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        put(self, *given)

    for n in range(4):  # stopped after one batch, two, three ...
        with monkeypatch.context() as m, Collection(home("c"), way=NEW) as c, pytest.raises(KeyboardInterrupt):
            left[0] = n
            m.setattr(type(c.store), "put", stopped)
            c.add()
    with Collection(home("c"), way=NEW) as c:
        c.add()
        assert c.add().stories == 0
    assert told(home("c"), NEW) == told(home("fresh"), NEW)


def test_who_writes_by_older_rules_meanwhile_leaves_nothing_of_them(
    home: Home, rows_of_all_kinds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed, bad, good = rows_of_all_kinds
    added(home("c"), good, way=Cheap())
    with Collection(home("c"), way=Cheap()) as old:
        with monkeypatch.context() as m:
            m.setattr(reading, "items", by_rules("cheap 2"))
            added(home("c"), mixed, way=NEW)
        old.add([bad])
    monkeypatch.setattr(reading, "items", by_rules("cheap 2"))
    added(home("c"), good, way=NEW)
    added(home("fresh"), *rows_of_all_kinds, way=NEW)
    assert told(home("c"), NEW) == told(home("fresh"), NEW)


def test_what_another_adds_while_rules_are_applied_is_no_error(
    home: Home, rows_of_all_kinds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed, bad, _ = rows_of_all_kinds
    added(home("c"), mixed, way=Cheap())
    with Collection(home("c"), way=NEW) as c:
        with_skips = c.store.with_skips

        def meanwhile() -> list[int]:
            monkeypatch.undo()
            added(home("c"), bad, way=NEW)
            return with_skips()

        monkeypatch.setattr(c.store, "with_skips", meanwhile)
        assert c.add().ledger.failed == 71


def test_a_lost_original_of_no_article_keeps_its_row_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    file = write(tmp_path / "a.jsonl", records(5))
    added(tmp_path / "c", tmp_path / "a.png", file, way=Cheap())
    names = {b.original.name: b.original.sha256 for b in Collection(tmp_path / "c", reading=True).store.bookmarks()}
    lost = {name: next((tmp_path / "c").rglob(sha)) for name, sha in names.items()}
    lost["a.png"].unlink()
    with Collection(tmp_path / "c", way=NEW) as c:
        (row,) = (s for s in c.add().skipped if s.stage == "collection")
        assert "missing or damaged" in row.reason and "its rows stay as they were" in row.reason
        assert c.store.ledger().not_an_article == 1
    lost["a.jsonl"].unlink()
    with (
        Collection(tmp_path / "c", way=replace(NEW, rules="cheap 3")) as c,
        pytest.raises(CollectionError, match="check --rebuild goes on without it"),
    ):
        c.add()


def test_new_rules_may_find_more_or_fewer_things_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home
) -> None:
    file = write(tmp_path / "a.jsonl", records(12))
    true = reading.items
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add([file])
        whole = to_json(c.dossier(), "test")
    monkeypatch.setattr(reading, "items", lambda *a: iter(list(true(*a))[5:9]))
    with Collection(home("c"), way=replace(Cheap(), rules="cheap 2")) as c:
        assert c.add().ledger.met == 4
        assert len(c.dossier().documents) == c.add().ledger.read
        assert not list(c.store.faults())
    monkeypatch.undo()
    with Collection(home("c"), way=Cheap()) as c:
        c.add()
        assert to_json(c.dossier(), "test") == whole
        assert not list(c.store.faults())


def test_standard_input_is_kept_like_a_file(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "a.jsonl", records(5))
    with Collection(home("c"), create=True, way=Cheap()) as c, file.open("rb") as stream:
        assert c.add(["-"], stdin=stream).new == 6
    with Collection(home("c"), way=Cheap()) as c, file.open("rb") as stream:
        assert c.add(["-"], stdin=stream).already == 1


def test_two_processes_read_as_one(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "a.jsonl", records(80))
    added(home("one"), file, way=Cheap())
    with Collection(home("two"), create=True, way=Cheap()) as c:
        c.add([file], workers=2)
    assert told(home("one"), Cheap()) == told(home("two"), Cheap())


def test_a_collection_that_lies_among_the_added_pages_does_not_add_itself(tmp_path: Path) -> None:
    write(tmp_path / "rows.jsonl", records(6, stories=2))
    folder = tmp_path / "news"
    for _ in range(2):
        with Collection(folder, create=True, way=Cheap()) as c:
            c.add([tmp_path])
            assert len(list(c.originals.names())) == 1
            assert c.store.ledger().read == 6


def test_a_folder_with_other_files_does_not_become_a_collection(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(CollectionError, match="other files"):
        Collection(tmp_path, create=True)
    with pytest.raises(CollectionError, match="no collection"):
        Collection(tmp_path / "nowhere")
