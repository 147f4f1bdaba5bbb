"""What people decide is kept with a collection, laid over all it tells as ``trace`` does it, and costs only what it touches."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from firsthand import decision, pipeline
from firsthand.cli import main
from firsthand.collection import Collection, CollectionError, backup, check, grow, rebuild, restore
from firsthand.collection.deciding import keep
from firsthand.collection.gather import Gathering
from firsthand.collection.grow import Growth, HeldArticles
from firsthand.decision import Decision
from firsthand.export.json import to_json
from tests.collection.conftest import Home
from tests.collection.test_finding import REPORTS
from tests.collection.test_growing import pages, told
from tests.collection.ways import Cheap, records, write

__all__ = ["pages"]  # a fixture
SAID = {"who": "An editor", "when": "2031-03-14", "why": "it is so"}


def made(ident: str, action: str, kind: str, *targets: str | dict[str, object]) -> Decision:
    key = "document" if kind == "story" else "name"
    them = [t if isinstance(t, dict) else {key: t} for t in targets]
    return decision.read([json.dumps({"id": ident, "action": action, "kind": kind, "targets": them, **SAID})])[0]


def passages(found: pipeline.Dossier) -> list[dict[str, object]]:
    """Return a place in the text for some events, by which each is called."""
    text = {d.id: d.text for d in found.documents}
    said = {s.id: s for s in found.statements}
    out = []
    for e in found.events:
        s = said[e.statements[0]]
        start, end = s.content[0].start, s.content[0].end
        words = text[s.document][start:end]
        out.append({"document": s.document, "start": start, "end": end, "words": words, "type": e.type})
    return out


def every(files: Sequence[Path]) -> list[Decision]:
    """Return decisions of every kind about what is told of ``files``: some hold, some are taken back, some mean nothing."""
    plain = pipeline.trace(files)
    (a, *_, b) = [s.documents[0] for s in plain.stories]
    large = max(plain.stories, key=lambda s: len(s.documents)).documents
    events = passages(plain)
    return [
        made("s1", "merge", "story", a, b),
        made("s2", "split", "story", large[1], large[2]),
        made("s3", "different", "story", large[0], large[3]),
        made("s4", "same", "story", large[0], large[3]),
        made("s5", "merge", "story", a, "nowhere"),
        made("c1", "merge", "source", "Kestrian News Agency", "Third Military District"),
        made("c2", "merge", "source", "Kestrian News Agency", "Ilse Maran"),
        made("c3", "split", "source", "nobody", "no one", "Ilse Maran"),
        made("c4", "merge", "source", "nobody", "Harvel Post"),
        made("p1", "merge", "place", "x" * 200, "\u2026"),
        made("p2", "split", "place", plain.gazetteer[0].name),
        made("a1", "merge", "actor", *[x.name for x in plain.actors][:2]),
        made("e1", "split", "event", events[0]),
        made("e2", "merge", "event", events[0], events[-1]),
    ]


def written(path: Path, decisions: Iterable[Decision]) -> Path:
    path.write_text("".join(f"{decision.line(d)}\n" for d in decisions), "utf8")
    return path


@pytest.fixture(scope="module")
def files(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of the example, and reports of known places."""
    rows = tmp_path_factory.mktemp("reports") / "rows.jsonl"
    rows.write_text("\n".join(map(json.dumps, REPORTS)), "utf8")
    return [*sorted(pages.iterdir()), rows]


def test_a_collection_with_decisions_tells_what_trace_tells_with_them_byte_for_byte(
    files: list[Path], home: Home
) -> None:
    decisions = every(files)
    chance = random.Random(1)
    with Collection(home("c"), create=True) as c:
        c.add(files[:4])
        for n, d in enumerate(decisions):
            c.decide([d])
            if n == 4:
                c.add(files[4:])
            if chance.random() < 0.4 or n == len(decisions) - 1:
                seen = files if n >= 4 else files[:4]
                whole = pipeline.trace(seen, decisions=decisions[: n + 1])
                assert to_json(c.dossier(), "test") == to_json(whole, "test"), d.id
    standings = {d.standing.value for d in whole.decisions}
    assert standings >= {"applied", "unmatched", "superseded"}
    assert told(home("c")) == to_json(whole, "test")  # the same, row by row
    with Collection(home("first"), create=True) as c:  # decided on before anything is there
        c.decide(decisions)
        assert {d.standing.value for d in c.decided()} == {"unmatched", "superseded"}
        c.add(files)
    assert told(home("first")) == to_json(whole, "test")


def test_decisions_outlive_damage_and_moving(files: list[Path], home: Home) -> None:
    decisions = every(files)
    whole = to_json(pipeline.trace(files, decisions=decisions), "test")
    with Collection(home("c"), create=True) as c:
        c.add(files)
        c.decide(decisions)
    backup(home("c"), home("b"))
    restore(home("b"), home("r"))
    rebuild(home("c"))
    assert check(home("c")) == check(home("r")) == []
    assert told(home("c")) == told(home("r")) == whole
    if isinstance(home("c"), Path):
        (Path(home("c")) / "collection.db").unlink()
        rebuild(home("c"))
        assert told(home("c")) == whole


def test_only_stories_that_a_decision_touches_are_told_again(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "1.jsonl", [{"id": f"a{n}", "text": f"Story{n} Arvel{n} said {n}."} for n in range(6)])
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add([file])
        assert c.decide([made("1", "merge", "source", "Arvel3", "Arvel5")]).stories == 2  # neither has both
        assert c.decide([made("2", "merge", "story", "a1", "a2")]).stories == 1
        assert len(c.stories()) == 5
        assert c.decide([made("3", "split", "story", "a1", "a2")]).stories == 2
        assert len(c.stories()) == 6
        assert c.decide([made("3", "split", "story", "a1", "a2")]).stories == 0  # it is held


def test_what_becomes_of_a_decision_is_said_when_it_changes(tmp_path: Path, home: Home) -> None:
    one = write(tmp_path / "1.jsonl", [{"id": "a1", "text": "Story1 Arvel said 1."}])
    two = write(tmp_path / "2.jsonl", [{"id": "a2", "text": "Story2 Arvel said 2."}])
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add([one])
        (before,) = c.decide([made("1", "merge", "story", "a1", "a2")]).decided
        assert before.standing == "unmatched" and "no document a2" in before.note
        (after,) = c.add([two]).decided
        assert after.standing == "applied"
        assert c.add([two]).decided == ()
        assert [len(s.documents) for s in c.dossier().stories] == [2]


def test_a_decision_that_was_kept_is_told_by_the_next_command_when_its_own_was_cut_off(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "1.jsonl", records(30))
    decisions = [made("1", "merge", "source", "Arvel", "Brone"), made("2", "merge", "story", "d00001", "d00002")]
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add([file])
        monkeypatch.setattr(Growth, "tell_stories", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            c.decide(decisions)
        monkeypatch.undo()
        assert not all(row.fresh for row in c.stories())
        c.add()
    with Collection(home("d"), create=True, way=Cheap()) as c:
        c.decide(decisions)
        c.add([file])
    assert told(home("c"), Cheap()) == told(home("d"), Cheap())


def test_what_is_decided_while_another_tells_the_stories_holds_in_all_of_them(tmp_path: Path, home: Home) -> None:
    file = write(tmp_path / "1.jsonl", records(40))
    decisions = [made("1", "merge", "source", "Arvel", "Brone"), made("2", "merge", "story", "d00001", "d00002")]
    coming = list(decisions)

    class Meddling(Cheap):
        def resolve(self, *given):  # type: ignore[no-untyped-def]  # the arguments of Cheap, passed on
            if coming:
                with Collection(home("c"), way=Cheap()) as other:
                    keep(other.store, [coming.pop(0)], Gathering(other.store, Cheap(), HeldArticles(other.store)))
            return super().resolve(*given)

    with Collection(home("c"), create=True, way=Meddling()) as c:
        c.add([file])
        assert c.decisions() == tuple(decisions)
        assert all(row.fresh for row in c.stories())
    with Collection(home("d"), create=True, way=Cheap()) as c:
        c.add([file])
        c.decide(decisions)
    assert told(home("c"), Cheap()) == told(home("d"), Cheap())


@pytest.mark.parametrize("workers", [0, 2])
def test_a_story_that_decisions_touch_is_told_once_however_many_pages_list_it(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(grow, "LISTED_AT_ONCE", 5)
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.decide([made("1", "merge", "story", "d00001", "d00002"), made("2", "merge", "source", "Arvel", "Brone")])
        added = c.add([write(tmp_path / "1.jsonl", records(200, stories=60))], workers=workers)
        assert added.stories == len(c.stories())


def test_two_decisions_of_one_name_are_refused_and_nothing_of_the_file_is_kept(tmp_path: Path, home: Home) -> None:
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.decide([made("1", "merge", "story", "a", "b")])
        with pytest.raises(CollectionError, match="another decision is called '1'"):
            c.decide([made("2", "merge", "story", "c", "d"), made("1", "merge", "story", "a", "c")])
        assert [d.id for d in c.decisions()] == ["1"]


def test_decisions_between_additions_in_any_order_of_documents_give_the_same(tmp_path: Path, home: Home) -> None:
    rows = records(60)
    parts = [write(tmp_path / f"{n}.jsonl", rows[n::4]) for n in range(4)]
    decisions = [
        made("1", "merge", "story", "d00001", "d00002"),
        made("2", "split", "story", "d00010", "d00003"),
        made("3", "merge", "source", "Arvel", "Brone"),
        made("4", "merge", "story", "d00003", "d00020"),
    ]
    wholes = set()
    for seed in range(4):
        chance = random.Random(seed)
        chance.shuffle(parts)
        coming = list(decisions)
        with Collection(home(f"c{seed}"), create=True, way=Cheap()) as c:
            for p in parts:
                c.add([p])
                if coming and chance.random() < 0.7:
                    c.decide([coming.pop(0)])
            c.decide(coming)
        wholes.add(told(home(f"c{seed}"), Cheap()))
    assert len(wholes) == 1


def test_decisions_are_made_listed_and_taken_back_from_the_command_line(
    pages: Path, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, who = str(home("c")), ["--who", "An editor", "--why", "one body", "--when", "2031-03-14"]
    assert main(["add", place, str(pages), "--workers", "0"]) == 0
    capsys.readouterr()
    names = ["Kestrian News Agency", "Third Military District"]
    assert main(["decide", place, "merge", "source", *names, *who]) == 0
    assert "decision D1 applied: decided: merge by An editor" in capsys.readouterr().err
    assert main(["decide", place]) == 0
    assert "D1  applied  merge source" in capsys.readouterr().out
    assert main(["decide", place, "--take-back", "D1", *who]) == 0
    assert main(["decide", place, "--format", "jsonl"]) == 0
    lines = capsys.readouterr().out
    assert [json.loads(x)["action"] for x in lines.splitlines()] == ["merge", "split"]
    (tmp_path / "d.jsonl").write_text(lines, "utf8")
    assert main(["decide", place, str(tmp_path / "d.jsonl")]) == 0  # all of it is held
    assert main(["export", place, "-o", str(tmp_path / "e.json")]) == 0
    trace = ["trace", str(pages), "--decisions", str(tmp_path / "d.jsonl"), "--format", "json"]
    assert main([*trace, "-o", str(tmp_path / "t.json")]) == 0
    assert (tmp_path / "e.json").read_bytes() == (tmp_path / "t.json").read_bytes()


def test_an_event_is_called_by_a_passage_and_a_wrong_call_says_what_to_say(
    pages: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    place, who = str(home("c")), ["--who", "An editor", "--why", "so"]
    assert main(["add", place, str(pages), "--workers", "0"]) == 0
    with Collection(place, reading=True) as c:
        p = passages(c.dossier())[0]
    assert main(["decide", place, "split", "event", f"{p['document']}:{p['start']}-{p['end']}:{p['type']}", *who]) == 0
    with Collection(place, reading=True) as c:
        assert c.decisions()[0].targets[0].words == p["words"]
    capsys.readouterr()
    for call, said in (
        (["split", "event", "h1:9-5", *who], "no passage"),
        (["split", "event", "nothing:1-5", *who], "no passage"),
        (["split", "moon", "x", *who], "kind must be one of"),
        (["split", "story", "h1"], "--who NAME"),
        (["--take-back", "D9", *who], "no decision is called"),
        (["merge", "story", *who], "targets"),
    ):
        assert main(["decide", place, *call]) == 2
        assert said in capsys.readouterr().err, call


def test_a_decision_about_events_of_two_stories_says_in_which_each_lies(tmp_path: Path, home: Home) -> None:
    place, file = home("c"), tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, REPORTS)), "utf8")
    with Collection(place, create=True) as c:
        c.add([file])
        found = c.dossier()
        story_of = {d: s.id for s in found.stories for d in s.documents}
        first, *_ = them = passages(found)
        other = next(p for p in them if story_of[str(p["document"])] != story_of[str(first["document"])])  # type: ignore[index]  # rows of JSON
        nowhere = {**first, "document": "nowhere"}
        decisions = [made("e1", "merge", "event", first, other), made("e2", "merge", "event", first, nowhere)]
        notes = [d.note for d in c.decide(decisions).decided]
        at = [f"document {p['document']} at {p['start']}-{p['end']}" for p in (first, other, nowhere)]
        own = [story_of[str(p["document"])] for p in (first, other)]  # type: ignore[index]  # rows of JSON
        assert notes == [
            f"decision e1 no longer matches: an event lies in one story, but {at[0]} in the story {own[0]}, "
            f"{at[1]} in the story {own[1]}; merge these stories first",
            f"decision e2 no longer matches: there is no {at[2]}",
        ]
        assert c.dossier() == pipeline.trace([file], decisions=decisions)
        merged = made("s1", "merge", "story", *(str(p["document"]) for p in (first, other)))
        c.decide([merged])
        assert [d.standing for d in c.decided()] == ["applied", "unmatched", "applied"]
