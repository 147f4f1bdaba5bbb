"""Records <-> bytes: compressed JSON, so that any program can read a collection ten years from now."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from firsthand import names
from firsthand.fold import fold
from firsthand.records import Account, Article, DateBasis, DocumentId, Precision, Published, Title

T = TypeVar("T")

ANY = DocumentId("\x01document\x01")  # stands for the document's id in a stored article
# What stands for it in an account that several documents share: ids of the document's own begin with it, so it is replaced
# wherever it is read. A text cannot hold it, for it is made of a digest of the text; once it was ANY, which a text can hold.
_STANDS = re.compile(rb'\{"document":"(\\u0001\w+\\u0001)"')
_LEVEL = 6  # of zlib: an account shrinks to a fifth; 9 takes three times as long for one part in fifty


_decoders: dict[Any, Any] = {}


def _decoder(kind: Any) -> Any:
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    return _decoders[kind]


def pack(record: Any) -> bytes:
    """Return a frozen record as compressed JSON, the same bytes for the same record."""
    return zlib.compress(plain(record), _LEVEL)


def plain(record: Any) -> bytes:
    """Return a record as JSON; half characters, which UTF-8 cannot say, stand as escapes."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(record, str_keys=True), separators=(",", ":")).encode("ascii")


def unpack(data: bytes, kind: type[T]) -> T:
    """Return the record of type ``kind`` that ``data`` holds."""
    return read(zlib.decompress(data), kind)


def article(data: bytes, document: DocumentId) -> Article:
    """Return a packed article as that of ``document``."""
    return replace(unpack(data, Article), id=document)


def account(data: bytes, document: DocumentId) -> Account:
    """Return a packed account, which several documents may share, as that of ``document``."""
    own = json.dumps(document).encode("ascii")[1:-1]
    plain_ = zlib.decompress(data)
    stands = _STANDS.match(plain_)
    found = read(plain_.replace(stands[1], own) if stands else plain_, Account)
    # ids of the document's own sources and actors begin with its id: their place in the order depends on it
    return replace(
        found,
        sources=tuple(sorted(found.sources, key=lambda s: s.id)),
        actors=tuple(sorted(found.actors, key=lambda a: a.id)),
    )


def read(data: bytes, kind: type[T]) -> T:
    """Return the record of type ``kind`` that ``data`` says as ``plain`` does."""
    try:
        found: T = _decoder(kind).decode(data)
        return found
    except msgspec.DecodeError:
        return msgspec.convert(json.loads(data), kind, str_keys=True, strict=False)


def _names_itself(article: Article) -> bool:
    """Tell whether the text may mean its outlet by the last word of its name ("the Bugle" in the National Bugle)."""
    last = names.parts(article.outlet or "")[-1:]
    return bool(last) and f"the {last[0]}" in fold(article.text)


def nameless(article: Article) -> Article:
    """Return ``article`` with all set aside that its account does not depend on: where it was found, under which name."""
    when = article.published
    outlet = article.outlet if _names_itself(article) else None
    return Article(
        DocumentId(f"\x01{digest(article.text, outlet or '')}\x01"),
        "",
        "",
        outlet,
        "",
        None,
        Title("", None),
        "",
        Published(when.earliest, when.latest, Precision.UNKNOWN, DateBasis.RECORD),
        article.text,
        tuple(replace(z, quote=None, bytes=None) for z in article.zones),
        article.sentences,
    )


def digest(*parts: bytes | str) -> str:
    """Return a digest of ``parts``, in their order and kept apart."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf8", "surrogatepass") if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "big"))
        h.update(data)
    return h.hexdigest()
