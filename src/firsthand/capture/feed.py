"""RSS and Atom -> records: the items of a feed that carry their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from firsthand.capture.encoding import decode

MAX_ITEMS = 20_000
_ITEM = frozenset(("item", "entry"))
_FIELDS = {
    "title": "title", "link": "url", "guid": "id", "id": "id", "pubdate": "published", "published": "published",
    "date": "published", "issued": "published", "updated": "updated", "encoded": "html", "content": "html",
    "description": "summary", "summary": "summary", "language": "language",
}  # fmt: skip


def items(data: bytes) -> Iterator[Any]:
    """Yield one record for each item with text; a document type or an entity declaration refuses the feed."""
    text = decode(data)
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        yield {"refused": "the feed declares a document type: entities in it could grow or read files"}
        return
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    body = re.sub(r"^\s{0,99}<\?xml[^>]{0,200}\?>", "", text)
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # "Document is empty", even when it recovers from all else
        root = None
    if root is None:
        yield {"failed": "the feed is not XML"}
        return
    outlet = _channel_title(root)
    found = 0
    for element in root.iter():
        if isinstance(element.tag, str) and _name(element) in _ITEM and found < MAX_ITEMS:
            record = _record(element)
            if record:
                found += 1
                yield {"outlet": outlet, **record}
    if not found:
        yield {"not_an_article": "no item of the feed carries a text"}


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _channel_title(root: Any) -> str | None:
    for element in root.iter():
        if isinstance(element.tag, str):
            if _name(element) in _ITEM:
                return None
            if _name(element) == "title" and element.text and element.text.strip():
                return str(element.text).strip()[:200]
    return None


def _record(item: Any) -> dict[str, str] | None:
    """Return the fields of an item, ``None`` when it has no text of its own."""
    out: dict[str, str] = {}
    for element in item:
        field = _FIELDS.get(_name(element)) if isinstance(element.tag, str) else None
        if field is None or field in out:
            continue
        value = "".join(element.itertext()).strip()
        if len(element) and field in ("html", "summary"):
            value = "".join(etree.tostring(child, encoding="unicode") for child in element)
        if field == "url" and not value:
            value = element.get("href") or ""
        if value:
            out[field] = value
    body = out.pop("html", None) or out.pop("summary", None)
    out.pop("summary", None)
    updated = out.pop("updated", None)
    if not body:
        return None
    when = _date(out.get("published") or updated or "")
    fields = {k: v for k, v in out.items() if k in ("id", "url", "title", "language")}
    fields |= {"published": when} if when else {}
    if "<" in body:
        title = out.get("title", "").replace("<", "&lt;")
        return fields | {"html": f"<html><body><h1>{title}</h1><article>{body}</article></body></html>"}
    return fields | {"text": f"{out['title']}\n\n{body}" if out.get("title") else body}


def _date(value: str) -> str | None:
    if re.match(r"\d{4}-\d{2}", value):
        return value[:40]
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return value[:40] or None
