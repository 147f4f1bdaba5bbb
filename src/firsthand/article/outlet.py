"""Which outlet a page is from: stated in its record or metadata, else by good evidence on the page, else not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Zone, ZoneKind

_LINE_LENGTH = 48  # characters: a name on a line of its own, with a call before it
_NOT_NAMES = frozenset(
    "us our this the my your independent journalism news email e-mail facebook twitter telegram team"
    " home menu search share advertisement login updates alerts notifications".split()
)


def of(stated: str | None, url: str | None, text: str, zones: Sequence[Zone], known: Lexicon) -> tuple[str | None, str]:
    """Return the outlet's name and why; ``None`` where nothing on the page is good evidence."""
    if stated and stated.strip():
        return stated.strip(), f"stated: {stated.strip()[:60]!r}"
    for z in zones:
        if z.kind in (ZoneKind.WIDGET, ZoneKind.RELATED, ZoneKind.BYLINE) and z.end - z.start <= _LINE_LENGTH:
            name = _called(text[z.start : z.end], known)
            if name:
                return name, f"own-call: {text[z.start : z.end]!r}"
    named = _owner_of_files(text, zones)
    if named:
        return named, f"own-files: files of the page are named after {named!r}"
    top = _masthead(text, zones, known)
    if top:
        return top
    host = _host(url)
    if host:
        return host, f"address: {host!r}"
    return None, "none: nothing on the page names its outlet"


def _called(line: str, known: Lexicon) -> str | None:
    """Return the name in "Support NAME" and its like: a call to donate names its own outlet."""
    flat = fold(line)
    for call in known.table("zones")["own_name"]["naming"]:
        if flat.startswith(call):
            name = re.sub(r"^[\W\d]+|[\W]+$", "", line[len(call) :])
            words = name.split()
            if (
                1 <= len(words) <= 4
                and all(w[0].isupper() for w in words)
                and not {fold(w) for w in words} & _NOT_NAMES
            ):
                return name
    return None


_ITEMS = re.compile(r"\s[|•·»]\s|\t|\s{2,}")
_TAIL = (ZoneKind.WIDGET, ZoneKind.RELATED, ZoneKind.BYLINE)


def _masthead(text: str, zones: Sequence[Zone], known: Lexicon) -> tuple[str, str] | None:
    """Return the name on the first line, above the headline, and why: built as an outlet's, or repeated below the article."""
    head = next((n for n, z in enumerate(zones) if z.kind is ZoneKind.HEADLINE), 0)
    if not head or zones[0].end - zones[0].start > 2 * _LINE_LENGTH:
        return None
    name = _ITEMS.split(text[zones[0].start : zones[0].end].strip())[0].strip(" |•·»-–—")
    words = fold(name).split()
    if (
        not 1 <= len(words) <= 5
        or len(name) > _LINE_LENGTH
        or not all(w[0].isupper() for w in name.split() if len(w) > 3)
    ):
        return None
    table = known.table("zones")["masthead"]
    if not name[-1].isalnum() or any(c.isdigit() for c in name) or all(w in table["sections"] for w in words):
        return None
    plain = words[1:] if words[0] == "the" else words
    if len(plain) >= 2 and (plain[-1] in table["last"] or plain[0] in table["first"]):
        return name, f"masthead: {name!r} above the headline"
    for z in reversed(zones[head + 1 :]):
        if z.kind in _TAIL and z.end - z.start <= 400 and fold(name) in fold(text[z.start : z.end]):
            if len(plain) >= 2 and _OWNED.search(text[z.start : z.end]):
                return name, f"masthead: {name!r} above the headline and in the notice of rights"
    return None


_OWNED = re.compile(r"©|\(c\)|copyright|rights reserved|\bInc\b|\bLtd\b", re.I)


def _owner_of_files(text: str, zones: Sequence[Zone]) -> str | None:
    """Return a name alone on its line after which files in leaked data are called: "Alalam X" and "/alalam_6362.jpg"."""
    leaked = "".join(fold(text[z.start : min(z.end, z.start + 20_000)]) for z in zones if z.kind is ZoneKind.DEBRIS)
    if not leaked:
        return None
    stems = set(re.findall(r"[/\"]([a-z]{4,20})[_-]\w{1,60}\.(?:jpe?g|png|mp4|gif|webp)", leaked.replace("\\", "")))
    for z in zones:
        line = text[z.start : z.end]
        if (
            z.kind in (ZoneKind.BODY, ZoneKind.BYLINE, ZoneKind.WIDGET)
            and len(line) <= _LINE_LENGTH
            and "\n" not in line
        ):
            words = line.split()
            if 1 <= len(words) <= 4 and all(w[:1].isupper() for w in words) and fold(words[0]) in stems:
                return line
    return None


def _host(url: str | None) -> str | None:
    found = re.match(r"(?:https?:)?//(?:[^/@\s]{0,80}@)?(?:www\d?\.|m\.|amp\.)?([\w.-]{3,120})", url or "", re.I)
    return found[1].lower().rstrip(".") if found else None
