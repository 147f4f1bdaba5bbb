"""Packing and naming give back the same account, whatever its text holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import api, lexicon, pipeline
from firsthand.collection import Collection, pack
from firsthand.records import (
    Account,
    Article,
    Capture,
    CaptureKind,
    DateBasis,
    DocumentId,
    Precision,
    Published,
    Source,
    SourceId,
    SourceKind,
    Title,
    Zone,
    ZoneKind,
)
from tests.collection.conftest import Home

# what once stood for the id of a document, whole, in part, and as JSON says it
PIECES = (
    "\x01document\x01", "\x01DOCUMENT\x01", "\x01", "\\u0001", "\\u0001document", "\\", '"', "document", "\x00", "\ud800", "é",
    "\U0001f600", "the Bugle", " ", "\n", "Four people were killed in Harvel on Monday, the army said. ",
    "Ilse Maran said that houses burned. ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=9).map("".join)
NAMES = st.sampled_from(("a", "\x01document\x01", '"\\', "é", "z~1"))


def article(text: str, ident: str = "a") -> Article:
    published = Published(None, None, Precision.UNKNOWN, DateBasis.INFERRED)
    zones = (Zone(ZoneKind.BODY, 0, len(text)),)
    return Article(
        DocumentId(ident), "u", "0" * 64, "the Bugle", "", None, Title("", None), "en", published, text, zones, ()
    )


def account(a: Article) -> Account:
    """Return an account that repeats its text wherever it can, with ids of the article's own."""
    words = sorted({a.text, a.text.lower(), a.text[:9]})
    sources = [Source(SourceId(f"{a.id}:{w}"), w, SourceKind.PERSON, (w,), because=w) for w in words]
    return Account(a.id, sources=tuple(sorted(sources, key=lambda s: s.id)))


@given(TEXTS, NAMES, st.booleans())
def test_packing_and_naming_gives_back_the_same_account(text: str, ident: str, twice: bool) -> None:
    if twice:  # a text that holds what stands for the id in another account
        text += pack.nameless(article(text)).id
    a = article(text, ident)
    assert pack.account(pack.pack(account(pack.nameless(a))), a.id) == account(a)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_what_is_heard_without_a_name_is_what_is_heard_with_one(text: str) -> None:
    known = lexicon.load()
    capture = Capture(DocumentId("a-1"), "u", "0" * 64, CaptureKind.RECORD, text=text.replace("\ud800", ""))
    a = pipeline.clean(capture, known)
    assert isinstance(a, Article)
    heard, named = (next(iter(pipeline.heard([x], known))) for x in (pack.nameless(a), a))
    assert isinstance(heard, Account)
    assert pack.account(pack.pack(heard), a.id) == named


@pytest.mark.parametrize("mark", ["\x01document\x01", "\x01", "\\u0001document\\u0001"])
def test_a_text_is_shown_as_trace_shows_it(home: Home, tmp_path: Path, mark: str) -> None:
    file = tmp_path / "a.jsonl"
    said = f"Four people were killed in Harvel on Monday, the {mark} army said. Ilse Maran said that {mark} {mark} houses burned."
    file.write_text("".join(json.dumps({"id": i, "text": said}) + "\n" for i in ("r1", "r2")))
    with Collection(home("c"), create=True) as c:
        c.add([file])
        assert api._shown(c.dossier()).to_json() == api.trace([file]).to_json()
