"""Hostile captures are answered or refused, and what lies beside them is read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from firsthand import article, capture, lexicon
from firsthand.capture import child, intake
from firsthand.records import Capture, Skipped
from tests.capture import hostile

GOOD = "<html><body><article><p>The bridge at Orva was closed on Monday, the army said.</p></article></body></html>"
SECONDS = 5.0
# the slowest makers run in the soak only: the whole list takes a minute
QUICK = {
    "one tag of 30,000 attributes",
    "1000 nested b and i",
    "<div> 100000 deep",
    "<span> 3000 deep",
    "entity storm",
    "less-than storm",
    "comments never closed",
    "scripts never closed",
    "json-ld bomb",
    "quotes never closed",
    "colspan 2^53",
    "bidi and zero width",
    "doctype with entities",
    "lone surrogates",
    "class names 2 MB",
    "json-ld: nested graphs",
    "json-ld: half characters",
    "json-ld: types that are lists of lists",
    "charset=zlib_codec",
    "charset=undefined",
    "bytes of utf-32-le",
    "UTF-16 cut inside a character",
    "date '9999-12-31T23:59:59-14:00'",
    "date '0001-01-01T00:00:00+14:00'",
    "<title> never closed",
}
SOAK = bool(os.environ.get("FIRSTHAND_SOAK"))


def test_every_hostile_page_is_answered_or_refused_in_time_beside_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD)
    known = lexicon.load()
    for name, data in hostile.pages():
        if not SOAK and name not in QUICK:
            continue
        bad = tmp_path / "bad.html"
        bad.write_bytes(data)
        begin = time.process_time()
        found = list(capture.read([bad, tmp_path / "good.html"]))
        assert time.process_time() - begin < SECONDS, name
        good = [c for c in found if isinstance(c, Capture) and c.uri.endswith("good.html")]
        assert len(good) == 1 and good[0].page is not None and "closed on Monday" in good[0].page.text, name
        for c in found:
            if isinstance(c, Capture):
                article.clean(c, known)


def test_every_hostile_archive_costs_only_what_is_damaged(tmp_path: Path) -> None:
    for name, data in hostile.archives():
        file = tmp_path / name.replace(" ", "_")
        file.write_bytes(data)
        begin = time.process_time()
        found = list(capture.read([file]))
        assert time.process_time() - begin < SECONDS, name
        good = sum(isinstance(c, Capture) for c in found)
        harmless = (
            "no length.warc",
            "bomb body packed twice, said once.warc",
            "many codings.warc",
            "chunks that lie.warc",
        )
        assert any(isinstance(c, Skipped) for c in found) or name in harmless, name
        beside = {"bomb member.warc.gz": 2, "damaged.warc.gz": 2, "lying length.warc": 2}
        beside |= dict.fromkeys(
            ("damaged zstd body.warc", "zstd bomb.warc", "brotli that is none.warc", "brotli bomb.warc"), 1
        )
        assert good == beside.get(name, good), (name, found)


def test_every_hostile_file_of_records_is_answered_or_skipped(tmp_path: Path) -> None:
    known = lexicon.load()
    for name, data in hostile.records():
        file = tmp_path / name.replace(" ", "_")
        file.write_bytes(data)
        begin = time.process_time()
        found = list(capture.read([file]))
        assert time.process_time() - begin < SECONDS, name
        assert found, name
        if name.endswith(".jsonl"):
            assert {"good", "last"} <= {c.id for c in found if isinstance(c, Capture)}, name
        for c in found:
            if isinstance(c, Capture):
                article.clean(c, known)


def test_two_hundred_hostile_makers_stand_in_the_list() -> None:
    makers = (hostile.pages, hostile.texts, hostile.archives, hostile.feeds, hostile.records)
    assert len({name for maker in makers for name, _ in maker()}) >= 200


def test_feeds_that_declare_entities_are_refused(tmp_path: Path) -> None:
    for name, data in hostile.feeds():
        (tmp_path / "f.rss").write_bytes(data)
        assert all(isinstance(c, Skipped) for c in capture.read([tmp_path / "f.rss"])), name


@pytest.mark.parametrize(("name", "text"), list(hostile.texts()), ids=[n for n, _ in hostile.texts()])
def test_hostile_dumps_take_linear_time(name: str, text: str) -> None:
    from firsthand.records import CaptureKind, DocumentId

    known = lexicon.load()

    def seconds(part: str) -> float:
        begin = time.process_time()
        article.clean(Capture(DocumentId("x"), "x", "", CaptureKind.DUMP, text=part), known)
        return time.process_time() - begin

    quarter, half = seconds(text[: len(text) // 16]), seconds(text[: len(text) // 4])
    assert half < 12 * quarter + 0.2, (name, quarter, half)


def _tasks_that_misbehave() -> dict[str, object]:
    def leave(data: bytes) -> object:
        os._exit(3)

    def loop(data: bytes) -> object:
        while True:
            pass

    def grow(data: bytes) -> object:
        yield {"size": len(bytearray(2 * 2**30))}

    def open_file(data: bytes) -> object:
        with open("/etc/hostname") as file:
            yield {"text": file.read()}

    def connect(data: bytes) -> object:
        import socket

        yield {"text": str(socket.socket())}

    return {
        "leave": leave,
        "loop": loop,
        "grow": grow,
        "open": open_file,
        "net": connect,
        "ok": lambda data: iter([{"text": "ok"}]),
    }


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
@pytest.mark.parametrize("task", ["leave", "loop", "grow", "open", "net"])
def test_a_parser_that_exits_loops_grows_or_reaches_out_costs_one_document(
    task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "import socket; from firsthand.capture import child; child.CPU_SECONDS = 1;"
        "from tests.capture.test_hostile import _tasks_that_misbehave as t; child._tasks = t; child.main()"
    )
    import subprocess
    import sys

    real = subprocess.Popen

    def started(command: list[str], **options: object) -> object:
        return real([sys.executable, "-c", program], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(intake.subprocess, "Popen", started)
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parents[2])])
    with intake.Intake() as door:
        try:
            answers = list(door.ask(task, b"x"))
            assert "refused" in answers[0] or "failed" in answers[0]
        except intake.Died:
            pass
        assert list(door.ask("ok", b"x")) == [{"text": "ok"}]


def _tasks_with_a_plant() -> dict[str, object]:
    """Return the real tasks, with a parser of pages that misbehaves as a page asks it to."""
    real = _REAL_TASKS()
    planted = _tasks_that_misbehave()

    def page(data: bytes) -> object:
        name = data.partition(b"PLANTED:")[2][:5].decode("ascii", "ignore").strip()
        return planted[name](data) if name in planted else real["html"](data)  # type: ignore[operator]

    return {**real, "html": page}


_REAL_TASKS = child._tasks


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_planted_faults_in_a_parser_cost_exactly_their_own_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    program = (
        "from firsthand.capture import child; child.CPU_SECONDS = 1;"
        "from tests.capture.test_hostile import _tasks_with_a_plant as t; child._tasks = t; child.main()"
    )
    real = subprocess.Popen
    monkeypatch.setattr(intake.subprocess, "Popen", lambda command, **o: real([sys.executable, "-c", program], **o))
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parents[2])])
    plants = ("leave", "loop ", "grow ", "open ", "net  ")
    for n, name in enumerate(plants):
        (tmp_path / f"{n}a.html").write_text(GOOD)
        (tmp_path / f"{n}b.html").write_text(GOOD.replace("army", f"PLANTED:{name} army"))
    (tmp_path / "9.html").write_text(GOOD)
    found = list(capture.read([tmp_path]))
    lost = [Path(c.uri).name for c in found if isinstance(c, Skipped)]
    assert lost == [f"{n}b.html" for n in range(len(plants))]
    assert sum(isinstance(c, Capture) for c in found) == len(plants) + 1
    reasons = [c.reason for c in found if isinstance(c, Skipped)]
    assert "ended by itself" in reasons[0] and "time or memory" in reasons[1] and "too much memory" in reasons[2]


def test_the_child_is_confined_by_named_limits() -> None:
    assert child.CPU_SECONDS <= 5 and child.MEMORY_BYTES <= 512 * 2**20


def test_a_line_of_20_megabytes_is_read_within_the_limits_of_the_child(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>" + b"The army said 15 men were killed. " * 600_000)
    (found,) = capture.read([tmp_path])
    assert isinstance(found, Capture) and found.page is not None and len(found.page.text) > 20_000_000
