"""Laws of the whole way, from files to dossier."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import firsthand as fh
from firsthand.spans import quote

PAGES = Path(fh.__file__).parent / "demo" / "pages"
DUMPS = sorted(PAGES.glob("*.txt"))
LONG = bool(os.environ.get("FIRSTHAND_SOAK"))
EXAMPLES = 500 if LONG else 15

slow = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def demo() -> fh.Dossier:
    return fh.demo()


@slow
@given(order=st.permutations(sorted(PAGES.iterdir())))
def test_the_order_of_the_files_changes_nothing(order: list[Path], demo: fh.Dossier) -> None:
    assert fh.trace(order).to_json() == demo.to_json()


def test_ten_hash_seeds_give_the_same_bytes() -> None:
    def digest(seed: int) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "firsthand", "demo", "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        )
        return hashlib.sha256(run.stdout).hexdigest()

    assert len({digest(seed) for seed in range(10)}) == 1


def test_every_character_that_is_not_white_space_lies_in_exactly_one_zone(demo: fh.Dossier) -> None:
    for document in demo.documents:
        held = [0] * len(document.text)
        for zone in document.zones:
            for i in range(zone.start, zone.end):
                held[i] += 1
        assert {held[i] for i, c in enumerate(document.text) if not c.isspace()} == {1}


def test_the_text_of_a_dump_is_the_capture_character_for_character(demo: fh.Dossier) -> None:
    by_name = {Path(d.uri).name: d for d in demo.documents}
    for path in DUMPS:
        assert by_name[path.name].text == path.read_bytes().decode("utf8")


# ---- junk around an article -------------------------------------------------------------------------------------------

_COUNTERS = st.lists(st.integers(0, 99_999).map(lambda n: f"{n:,} $"), min_size=2, max_size=5).map("\n".join)
_DUMP = st.integers(1, 10**7).map(
    lambda n: (
        f'string({n % 900}) "[{{"id":"{n}","sort":"{n + 7}","pic":"/2031/01/{n}.jpg","title":"Welcoming ceremony"}}]"'
    )
)
_COOKIES = st.sampled_from(
    [
        "We use cookies to improve your experience. By continuing you accept our cookie policy.\nAccept all   Reject   Settings",
        "This site uses cookies. Learn more\nGot it!",
    ]
)
_NEWSLETTER = st.sampled_from(["Subscribe to our newsletter\nYour e-mail address", "Share   Tweet   Print   E-mail"])
_COMMENTS = st.sampled_from(
    [
        "Leave a comment\nYour e-mail address will not be published. Required fields are marked *\n"
        "2 thoughts on this story\nreader_one says:\nI do not believe a word of it, my cousin saw 900 of them.\n"
        "Old Tom says:\nThey said the same last year.",
        "Comments (1)\nanon77 | guest\nforty?? it was at least four hundred, everybody knows that",
    ]
)


def _heard(dossier: fh.Dossier) -> list[tuple[object, ...]]:
    """Return what the one document says, without where it stands."""
    (document,) = dossier.documents
    spoken = {a.id: quote(document.text, a.source) for a in dossier.attributions}
    return [
        (quote(document.text, s.content), s.status, tuple(spoken[i] for i in s.chain), s.zone)
        for s in dossier.statements
    ]


@slow
@given(
    path=st.sampled_from(DUMPS),
    before=st.lists(st.one_of(_COUNTERS, _COOKIES, _NEWSLETTER), max_size=2),
    after=st.lists(st.one_of(_DUMP, _NEWSLETTER), max_size=2),
    comments=st.lists(_COMMENTS, max_size=1),
)
def test_junk_around_an_article_changes_no_statement(
    path: Path, before: Sequence[str], after: Sequence[str], comments: Sequence[str]
) -> None:
    text = path.read_text("utf8")
    with TemporaryDirectory() as plain, TemporaryDirectory() as dirty:
        Path(plain, path.name).write_text(text, "utf8")
        Path(dirty, path.name).write_text("\n\n".join([*before, text, *after, *comments]), "utf8")
        assert _heard(fh.trace(dirty)) == _heard(fh.trace(plain))


# ---- copies -----------------------------------------------------------------------------------------------------------


def _origins(dossier: fh.Dossier, names: set[str]) -> dict[frozenset[tuple[str, object]], tuple[int, int]]:
    """Return low and high of every claim, keyed by where the documents ``names`` speak to it."""
    file = {d.id: Path(d.uri).name for d in dossier.documents}
    where = {s.id: (file[s.document], s.content) for s in dossier.statements}
    return {
        frozenset(where[i] for i in c.statements if where[i][0] in names): (
            c.support.origins.low,
            c.support.origins.high,
        )
        for c in dossier.claims
        if c.support is not None
    }


@settings(max_examples=len(DUMPS) * (5 if LONG else 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(DUMPS))
def test_one_more_copy_never_adds_an_origin(path: Path, demo: fh.Dossier) -> None:
    names = {p.name for p in PAGES.iterdir()}
    with TemporaryDirectory() as folder:
        copy = Path(folder, "another-outlet.txt")
        copy.write_text(path.read_text("utf8"), "utf8")
        before, after = _origins(demo, names), _origins(fh.trace([PAGES, copy]), names)
    assert before
    for where, (low, high) in before.items():
        held = [after[w] for w in after if w >= where and w]
        assert held, f"the claim at {sorted(map(str, where))} fell apart when a copy came"
        assert all(new_low <= low and new_high <= high for new_low, new_high in held)


# ---- bad input --------------------------------------------------------------------------------------------------------


def test_each_bad_file_is_one_clear_skip_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "good.txt").write_text("Two men killed in Torr\n\nTwo men were killed in Torr, police said.", "utf8")
    missing = tmp_path / "missing.txt"
    dossier = fh.trace([tmp_path, missing])
    assert [Path(d.uri).name for d in dossier.documents] == ["good.txt"]
    assert sorted(Path(s.uri).name for s in dossier.skipped) == ["binary.txt", "empty.txt", "missing.txt"]
    assert all(s.reason and "\n" not in s.reason and "Traceback" not in s.reason for s in dossier.skipped)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read everything")
def test_an_unreadable_file_is_one_clear_skip(tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text("text", "utf8")
    locked.chmod(0)
    (skip,) = fh.trace([locked]).skipped
    assert "permission" in skip.reason.lower()


def test_a_single_line_of_20_megabytes_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("The army said 15 men were killed in Torr on Tuesday. " * (20_000_000 // 53), "utf8")
    run = subprocess.run(
        [sys.executable, "-m", "firsthand", "trace", str(path), "--format", "json"],
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr[-500:]
    assert b"Traceback" not in run.stderr
    assert run.stdout.startswith(b'{"schema":')


@slow
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda t: t.encode("utf8", "surrogatepass"))))
def test_no_bytes_give_a_traceback(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        for name in ("x.txt", "x.html", "x.jsonl", "x.warc", "x.xml", "x"):
            path = Path(folder, name)
            path.write_bytes(data)
            dossier = fh.trace([path])
            assert len(dossier.documents) + len(dossier.skipped) >= 1
            assert dossier.to_json() and dossier.to_text() and dossier.to_html()


def test_the_size_of_a_town_is_no_toll_and_a_carrier_is_not_whom_it_once_cited(tmp_path: Path) -> None:
    texts = {
        "a": "Reuters, citing the hospital, reported three deaths in the Harvel blast.",
        "b": "HARVEL (Reuters) - About 1,200 residents fled their homes after a blast in Harvel on Monday. Three workers died. "
        "The blast injured at least 20 people, police said. The town has 60,000 people.",
    }
    path = tmp_path / "r.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": i, "text": f"Blast in Harvel\n\n{t}"}) for i, t in texts.items()), "utf8"
    )
    dossier = fh.trace(path)
    names = {s.id: s.name for s in dossier.sources}
    fled = next(c for c in dossier.claims if "1,200" in c.text and c.support is not None)
    assert [names[s] for s in fled.support.origin_sources] == ["Reuters"]
    assert not any("wounded" in c.text and "60,000" in c.text for c in dossier.claims)
