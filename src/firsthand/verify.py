"""Dossier + originals -> what of it does not read back: every span is held against the capture that it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from firsthand import capture  # the one arrow of the data's way that is walked a second time
from firsthand.capture import address
from firsthand.capture.places import says
from firsthand.errors import InputError
from firsthand.records import Capture

Record = Mapping[str, Any]


class Original(NamedTuple):
    """A capture read again: its uri, the hash of its raw bytes, its text, and the raw bytes where they were kept."""

    uri: str
    sha256: str
    text: str
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not read back: in which document, in which field of which table, and how."""

    document: str
    where: str
    fault: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.document}: {self.where}: {self.fault}"


class Told(NamedTuple):
    """One span of the dossier: the document it lies in, where it is recorded, and the words it is said to hold."""

    document: str
    where: str
    span: Any
    words: str | None = None


def verify(dossier: Record, read_original: Callable[[Record], Sequence[Original]]) -> tuple[Finding, ...]:
    """Return every fault of ``dossier``, in its own order; nothing means that all of it reads back.

    ``read_original`` gives the captures that a document may be of, best first: the first with its hash is taken, else the
    first. Without one the spans are still held against the recorded text.
    """
    out: list[Finding] = []
    texts: dict[str, tuple[str, str]] = {}  # document -> its text as recorded and as read again
    for document in dossier.get("documents", ()):
        original = _original(document, read_original(document))
        text = document["text"]
        texts[document["id"]] = (text, text if original is None else original.text)
        out += _document(document, original)
    for told in _told(dossier):
        fault = _fault(told, texts)
        if fault:
            out.append(Finding(told.document, told.where, fault))
    return tuple(out)


def with_bytes(dossier: Record) -> tuple[int, int]:
    """Return how many zones of a dossier state their bytes in the original, and how many zones there are.

    A dossier may leave the bytes out (the contract asks for kind, start and end of a zone): that is no fault, all its spans are
    held against the text read again; but who reads a verdict is to see what it stands on.
    """
    zones = [z for d in dossier.get("documents", ()) for z in d["zones"]]
    return sum(bool(z.get("bytes")) for z in zones), len(zones)


def _original(document: Record, found: Sequence[Original]) -> Original | None:
    return next((o for o in found if o.sha256 == document["sha256"]), found[0] if found else None)


def _document(document: Record, original: Original | None) -> Iterator[Finding]:
    """Yield what is wrong with a document as a whole: its hash, its text, its zones as a division of it."""
    ident, text = document["id"], document["text"]
    if original is None:
        yield Finding(ident, "uri", f"no original found for {document['uri']!r}; give its folder with --originals")
    else:
        if original.sha256 != document["sha256"]:
            yield Finding(
                ident, "sha256", f"the original's is {original.sha256[:16]}..., not {document['sha256'][:16]}..."
            )
        if original.text != text:
            at = next((i for i, (a, b) in enumerate(zip(original.text, text, strict=False)) if a != b), None)
            at = min(len(original.text), len(text)) if at is None else at
            yield Finding(ident, "text", f"differs from the original's from character {at} on")
    end = 0
    for n, zone in enumerate(document["zones"]):
        if zone["start"] < end:
            yield Finding(ident, f"zones[{n}]", "overlaps the zone before it")
        elif text[end : zone["start"]].strip():
            yield Finding(
                ident, f"zones[{n}]", f"the words before it lie in no zone: {_short(text[end : zone['start']])}"
            )
        end = max(end, zone["end"])
        yield from _evidence(zone, n, document, original)
    if text[end:].strip():
        yield Finding(ident, "zones", f"the last words lie in no zone: {_short(text[end:])}")


def _evidence(zone: Record, n: int, document: Record, original: Original | None) -> Iterator[Finding]:
    """Yield what is wrong with a zone's quote and with its byte range in the raw capture."""
    text, (start, end) = document["text"], (zone["start"], zone["end"])
    said = zone.get("quote")
    parts = [said.get(x) for x in ("exact", "prefix", "suffix")] if isinstance(said, dict) else []
    if said is not None and not (parts and all(isinstance(x, str) for x in parts)):
        yield Finding(document["id"], f"zones[{n}].quote", "is no quote: that has exact, prefix and suffix")
    elif isinstance(said, dict):
        if said["exact"] != text[start:end]:
            yield Finding(
                document["id"], f"zones[{n}].quote", f"says {_short(said['exact'])}, not {_short(text[start:end])}"
            )
        if not text[:start].endswith(said["prefix"]) or not text[end:].startswith(said["suffix"]):
            yield Finding(document["id"], f"zones[{n}].quote", "its prefix or suffix does not stand beside it")
    fault = _bytes_fault(zone.get("bytes"), text[start:end], original)
    if fault:
        yield Finding(document["id"], f"zones[{n}].bytes", fault)


def _bytes_fault(place: object, words: str, original: Original | None) -> str | None:
    """Return what is wrong with a zone's byte range, ``None`` when there is none or it says ``words``."""
    if place is None or original is None:
        return None
    if not (isinstance(place, list | tuple) and len(place) == 2 and all(type(x) is int for x in place)):
        return f"{_short(str(place))} is no range: two whole numbers, or nothing at all"
    if original.raw is None:
        return "states bytes, and there are none of this capture to hold them against"
    start, end = place
    if not 0 <= start < end <= len(original.raw):
        return f"bytes {start}-{end} do not lie in the capture's {len(original.raw):,}"
    if not says(original.raw[start:end].decode("utf-8", "replace"), words):
        return f"bytes {start}-{end} of the capture say other words"
    return None


def _told(dossier: Record) -> Iterator[Told]:
    """Yield every span that the tables of a dossier record."""
    for d in dossier.get("documents", ()):
        yield from (Told(d["id"], f"zones[{n}]", (z["start"], z["end"])) for n, z in enumerate(d["zones"]))
        if d["title"].get("span"):
            yield Told(d["id"], "title", d["title"]["span"], d["title"]["text"])
        if d["published"].get("span"):
            yield Told(d["id"], "published", d["published"]["span"])
    for table, names in (("attributions", ("source", "cue", "content", "hedges")), ("statements", ("content",))):
        for row in dossier.get(table, ()):
            for name in names:
                yield from (Told(row["document"], f"{table} {row['id']}.{name}", s) for s in row.get(name, ()))
    for table in ("times", "places", "quantities", "labels"):
        for n, row in enumerate(dossier.get(table, ())):
            yield Told(row["document"], f"{table}[{n}]", (row["start"], row["end"]), row.get("words"))
    for n, row in enumerate(dossier.get("differences", ())):
        for r in row["readings"]:
            yield Told(r["document"], f"differences[{n}]", r["span"], r["words"])
    for n, row in enumerate(dossier.get("headlines", ())):
        yield from (Told(row["document"], f"headlines[{n}]", s) for s in row["spans"])
    yield from _stemma(dossier.get("stemma", {}))


def _stemma(tree: Record) -> Iterator[Told]:
    document = {n["id"]: n["document"] for n in tree.get("nodes", ())}
    pairs = [
        (e, f"edges {e.get('id', '')}", document.get(e["child"]), document.get(e["parent"]))
        for e in tree.get("edges", ())
    ]
    pairs += [(k, f"kin {k['a']} {k['b']}", k["a"], k["b"]) for k in tree.get("kin", ())]
    for row, where, child, parent in pairs:
        for reason in row.get("because", ()):
            for name, held in (("child_span", child), ("parent_span", parent)):
                if reason.get(name) and held:
                    yield Told(held, f"{where}.{name}", reason[name])
    for n, row in enumerate(tree.get("passages", ())):
        yield from (Told(row[side], f"passages[{n}].{side}", row[f"{side}_span"]) for side in ("a", "b"))


def _fault(told: Told, texts: Mapping[str, tuple[str, str]]) -> str | None:
    """Return what is wrong with a span, ``None`` when it reads back."""
    if told.document not in texts:
        return "its document is not in the dossier"
    recorded, original = texts[told.document]
    start, end = told.span
    if not 0 <= start <= end <= len(original):
        return f"[{start}, {end}) lies outside the text of {len(original)} characters"
    here, there = recorded[start:end], original[start:end]
    if here != there:
        return f"[{start}, {end}) holds {_short(there)} in the original, not {_short(here)}"
    if told.words is not None and not _same(told.words, here):
        return f"[{start}, {end}) holds {_short(here)}, not {_short(told.words)} as recorded"
    return None


def _same(words: str, text: str) -> bool:
    return " ".join(words.split()) == " ".join(text.split())


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return repr(flat if len(flat) <= 60 else flat[:57] + "...")


def originals(dossier: Record, path: str, folders: Sequence[str]) -> list[Original]:
    """Return the captures of ``dossier`` read again: where it says that they lie (also beside ``path``) and in ``folders``.

    Those that a collection holds are its own to read (``Collection.captures``). Raises when one of ``folders`` is not there.
    """
    gone = next((f for f in folders if not Path(f).exists()), None)
    if gone is not None:
        raise InputError(f"{gone}: no such file or folder; give --originals where the captures lie now")
    files = sorted({address.file(d["uri"]) for d in dossier["documents"]})
    beside = Path(path).parent
    there = [f for f in files if Path(f).exists()] + [str(beside / f) for f in files if (beside / f).exists()]
    out = []
    for c in capture.read([*dict.fromkeys(there), *folders], keep_raw=True):
        if isinstance(c, Capture):
            text = c.page.text if c.page is not None else c.text or ""
            out.append(Original(c.uri, c.sha256, text, c.raw))
    return out


def finder(found: Iterable[Original]) -> Callable[[Record], Sequence[Original]]:
    """Return a function from a document to the originals it may be of: with its uri, with the same last part, with its hash."""
    by_uri: dict[str, list[Original]] = {}
    by_name: dict[str, list[Original]] = {}
    by_hash: dict[str, list[Original]] = {}
    for o in sorted(found, key=lambda o: (o.uri, o.sha256)):
        by_uri.setdefault(o.uri, []).append(o)
        by_name.setdefault(_name(o.uri), []).append(o)
        by_hash.setdefault(o.sha256, []).append(o)

    def of(document: Record) -> Sequence[Original]:
        uri, sha256 = document["uri"], document["sha256"]
        named = [o for o in by_name.get(_name(uri), []) if o.uri != uri]
        return [*by_uri.get(uri, []), *named, *by_hash.get(sha256, [])]

    return of


def _name(uri: str) -> str:
    return uri.replace("\\", "/").rsplit("/", 1)[-1]
