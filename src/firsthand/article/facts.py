"""What a page states of itself: title, address, outlet, language, date; the record's own fields come first."""

from __future__ import annotations

import re
from dataclasses import replace

from firsthand.article import dates
from firsthand.lexicon import Lexicon
from firsthand.records import Capture, DateBasis, Page, Precision, Published


def told(capture: Capture, page: Page) -> Capture:
    """Return ``capture`` with the fields that its record left open filled from the page's metadata."""
    outlet = capture.outlet or _outlet(page, capture.url or _address(page))
    return replace(
        capture,
        title=capture.title or _title(page, outlet),
        url=capture.url or _address(page),
        outlet=outlet,
        language=capture.language or _first(page, "language") or _first(page, "language.weak"),
    )


def stated(page: Page | None, name: str) -> str | None:
    """Return the first value that the page states for ``name``, cut at 200 characters; ``None`` without a page or value."""
    found = _first(page, name) if page is not None else None
    return found[:200] if found else None


def _first(page: Page, name: str) -> str | None:
    return next((" ".join(v.split()) for k, v in page.facts if k == name and v.strip()), None)


def _outlet(page: Page, url: str | None) -> str | None:
    """Return the stated name of the site that fits its address, else the first stated: a publisher may be an agency."""
    names = [_first(page, key) for key in ("outlet", "outlet.publisher", "outlet.weak")]
    stated = [n for n in names if n and len(n) <= 60 and "://" not in n]
    if not stated:
        return None
    host = _plain(re.sub(r"^[a-z]+://(?:www\d?\.)?([^/?#]{1,100}).*$", r"\1", (url or "").lower()))
    for name in stated:
        plain = _plain(name)
        if len(plain) >= 2 and plain.removesuffix("com") in host:
            return name
    return stated[0]


def _address(page: Page) -> str | None:
    found = _first(page, "url")
    return found if found and re.match(r"https?://", found, re.I) else None


def _title(page: Page, outlet: str | None) -> str | None:
    """Return the stated title: JSON-LD or Open Graph, else the first heading, else <title> without the site's name."""
    title = _first(page, "title") or _first(page, "title.h1") or _first(page, "title.tag")
    if not title:
        return None
    parts = re.split(r" [|\-–—»:] ", title)
    if len(parts) > 1 and outlet and _plain(parts[-1]) in (_plain(outlet), _plain(outlet) + "com"):
        title = title[: title.rfind(parts[-1])].rstrip(" |-–—»:")
    return title


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def published(capture: Capture, page: Page, known: Lexicon) -> Published | None:
    """Return when a page appeared: as its record, else its metadata, else its address says; ``None`` if none does.

    A date in metadata that is whole is kept before one in the address; of several the first is kept: JSON-LD, then meta.
    """
    own = dates.stated(capture.published, known, DateBasis.RECORD, "record-field")
    if own is not None:
        return own
    for name, rule in (("published", "page-metadata"), ("published.weak", "page-metadata"), ("time", "time-element")):
        for key, value in page.facts:
            if key == name:
                found = dates.stated(value, known, DateBasis.PAGE, rule)
                if found is not None and found.precision is not Precision.YEAR:
                    return _agreeing(found, capture.url, known)
    return of_address(capture.url, known)


def _agreeing(found: Published, url: str | None, known: Lexicon) -> Published:
    """Return ``found``, or the day in the address when the two lie more than a day apart: templates state today's date."""
    day = of_address(url, known)
    return found if day is None or day.precision is not Precision.DAY or dates.agree(found, day) else day


# address := .../2019/11/19/...  |  .../2019-11-19-...  |  .../20191119...
_ADDRESS = re.compile(r"[/_-]((?:19|20)\d{2})([/_-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d])")
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/")


def of_address(url: str | None, known: Lexicon) -> Published | None:
    """Return the date in a page's address, ``None`` when there is none."""
    if not url:
        return None
    text = url[:500]
    found = _ADDRESS.search(text)
    if found and (found[2] or len(found[0]) == 9):
        return dates.stated(f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}", known, DateBasis.URL, "address")
    month = _ADDRESS_MONTH.search(text)
    if month:
        return dates.stated(f"{month[1]}-{month[2]}", known, DateBasis.URL, "address")
    return None
