"""What a line is by its own words: a row of buttons, a call to donate, a comment form, a legend ... or nothing special."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from firsthand.lexicon import Lexicon
from firsthand.records import ZoneKind


@dataclass(frozen=True, slots=True)
class Hint:
    """What a line looks like. ``opens``: the heading of a list (``related``) or of comments (``comment_form``)."""

    kind: ZoneKind
    rule: str
    opens: str = ""
    is_strong: bool = True


@dataclass(frozen=True, slots=True)
class _Tables:
    buttons: frozenset[str]
    families: tuple[tuple[str, str, tuple[tuple[int, re.Pattern[str]], ...]], ...]
    related: re.Pattern[str]
    caption: re.Pattern[str]
    caption_start: tuple[str, ...]
    byline_start: tuple[str, ...]
    calls: tuple[str, ...]
    debris_start: tuple[str, ...]


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of ``phrases`` at word boundaries."""
    edges = (r"(?<!\w)" + re.escape(p) + (r"(?!\w)" if p[-1].isalnum() else "") for p in sorted(phrases, key=len, reverse=True))
    return re.compile("|".join(edges))


@cache
def tables(known: Lexicon) -> _Tables:
    """Return the table of zones, compiled once."""
    t = known.table("zones")
    families = tuple(
        (f["name"], f["kind"], tuple((weight, _any_of(f[size])) for weight, size in ((3, "strong"), (2, "medium"), (1, "weak"))))
        for f in t["family"]
    )
    heads = "|".join(re.escape(h) for h in sorted(t["related"]["heads"], key=len, reverse=True))
    return _Tables(
        frozenset(t["buttons"]["words"].split()),
        families,
        re.compile(rf"(?:>|»|-|•|\*|\[)?\s?(?:{heads})(?P<rest>\W*$|\s?[:|»>\]]\s?.*)"),
        _any_of(t["caption"]["phrases"]),
        tuple(t["caption"]["starts"]),
        tuple(t["byline"]["starts"]),
        tuple(t["own_name"]["calls"]),
        tuple(t["debris"]["starts"]),
    )


_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ENDS = re.compile(r"""[.!?…。！？؟।]["')\]»]*$""")
_SENTENCE = re.compile(r"""[.!?…。！？؟।]["')\]»]*(?:\s|$)""")
_MONEY = re.compile(r"(?:[$€£¥₽₴₺₹]\s?\d[\d.,]*\s?[kmb]?|\d[\d.,]*\s?(?:[$€£¥₽₴₺₹%]|usd|eur|rub|gbp|dollars?|euros?|crowns?|marks?)(?!\w))")
_BUTTON_TAIL = re.compile(r"(?:\[[^\[\]a-z]{0,30}[A-Z.…][^\[\]a-z]{0,30}\]|(?:[-–—|:.!?\]] |^)(?:[A-Z]{2,12}[ /]{0,3}){1,4}\W{0,3}|[»>]{1,2})\s*$")
_SIGNATURE = re.compile(
    r"^(?:.{1,40} (?:says|said|writes|wrote|commented|replied)(?: on .{4,40})?:"
    r"|.{1,40}[|•·] ?(?:guest|anonymous|reply|member|\d+ (?:min|hour|day|week|month|year)s?.{0,12}|.{0,24} ago)"
    r"|(?:guest|anonymous)|[\w.]{2,30} \d+ (?:minute|hour|day|week|month|year)s? ago|(?:reply|report|like|share|flag)(?: [|·•] (?:reply|report|like|share|flag))*)\W*$"
)
_CODE = re.compile(r"[{}<>\\=;$_&\"]")
_URL = re.compile(r"^(?:https?\s?:\s?/|www\.)\S*|^https?:")


def words_of(line: str) -> list[str]:
    """Return the words of a folded line."""
    return _WORD.findall(line)


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(_ENDS.search(line))


def prose_weight(line: str) -> int:
    """Return how many words of running text a line holds: 0 for a label, a title or a list item."""
    n = len(words_of(line))
    if n <= 3 and len(line) > 20 and not line.isascii():  # scripts without blanks between words
        n = sum(not c.isspace() for c in line) // 2
    if n >= 25 or (n >= 6 and _SENTENCE.search(line)):
        return n
    return n if n >= 12 and line.endswith((":", ",", ";", "-")) else 0


def is_signature(line: str) -> bool:
    """Tell whether a folded line names who wrote the comment that follows."""
    return len(line) <= 80 and bool(_SIGNATURE.match(line))


def hint(line: str, raw: str, known: Lexicon) -> Hint | None:
    """Return what the folded ``line`` (``raw`` as written) is by its own words, ``None`` for what may be article."""
    t = tables(known)
    for rule in _RULES:
        found = rule(line, raw, t)
        if found is not None:
            return found
    return None


def _debris(line: str, raw: str, t: _Tables) -> Hint | None:
    n = len(line)
    code = len(_CODE.findall(line[:2000]))
    if n >= 12 and code > 0.12 * min(n, 2000) and code >= 6:
        return Hint(ZoneKind.DEBRIS, f"code-marks: {code} of {min(n, 2000)} characters")
    if line.startswith(t.debris_start) and (code >= 2 or " on line " in line):
        return Hint(ZoneKind.DEBRIS, f"code-start: {line[:24]!r}")
    if _URL.search(line) and len(words_of(line)) < 40 and line.count(" ") < 40 and not _SENTENCE.search(line[12:] + " x"):
        return Hint(ZoneKind.DEBRIS, f"address-line: {line[:40]!r}")
    return None


def _amounts(line: str, raw: str, t: _Tables) -> Hint | None:
    if len(line) <= 60 and not words_of(_MONEY.sub(" ", line)) and _MONEY.search(line):
        return Hint(ZoneKind.WIDGET, f"amount-line: {line!r}")
    if not words_of(line) and len(line) <= 40:
        return Hint(ZoneKind.WIDGET, f"no-words: {line!r}", is_strong=False)
    return None


def _comment_form(line: str, raw: str, t: _Tables) -> Hint | None:
    if re.match(r"^\W*(?:\d[\d.,k]* ?(?:comments?|replies|responses|thoughts on)|comments? ?\W?\s?\(?\d*\)?|discussion|replies)\W*\d*\W*$", line):
        return Hint(ZoneKind.WIDGET, f"comment-count: {line!r}", "weak comments")
    return None


def _buttons(line: str, raw: str, t: _Tables) -> Hint | None:
    words = [w for w in re.split(r"[^\w'-]+", line) if w]
    if not words or len(line) > 200:
        return None
    known = sum(w in t.buttons or w[0].isdigit() or w.isdigit() for w in words)
    named = sum(w in t.buttons for w in words)
    if named and known >= (1.0 if len(words) <= 3 else 0.8) * len(words) and not ends_sentence(line):
        if any(len(w) > 2 for w in words) or len(words) >= 3:
            return Hint(ZoneKind.WIDGET, f"button-row: {line[:60]!r}")
    return None


def _phrases(line: str, raw: str, t: _Tables) -> Hint | None:
    """Score the line for each family of phrases; what it lacks of a sentence and has of a button counts as company."""
    if len(line) > 600:
        return None
    n = max(1, len(words_of(line)))
    shape = _shape(line, raw)
    best: tuple[float, str, str, str] | None = None
    for name, kind, levels in t.families:
        hits = [(weight, m) for weight, pattern in levels for m in set(pattern.findall(line))]
        if not hits:
            continue
        score = sum(min(weight, 3) for weight, _ in hits)
        top = max(hits)
        if top[0] == 1 and len(hits) < 2:
            score -= 1
        total = score + shape + (1 if top[0] == 3 and len(top[1]) >= 0.6 * len(line) else 0)
        if best is None or total > best[0]:
            best = (total, kind, name, top[1])
    needed = 3.0 if n <= 8 else 3.5 if n <= 16 else 4.5 if n <= 30 else 6.5
    if best is None or best[0] < needed:
        return None
    opens = "comments" if best[1] == "comment_form" else ""
    return Hint(ZoneKind.WIDGET, f"{best[2]}: {best[3]!r}", opens)


def _shape(line: str, raw: str) -> float:
    """Return how far a line is from a sentence of an article and near to a box on a page."""
    score = 0.0 if ends_sentence(line) else 1.0
    if _BUTTON_TAIL.search(raw[-80:]) and not raw.isupper():
        score += 1.5
    if len(re.findall(r"\s[|•·/]\s|\S {2,}\S|\t", raw[:400])) >= 2 or "[ ]" in raw or re.search(r"\[[.…_ ]+\]", raw[:400]):
        score += 1
    if _MONEY.search(line):
        score += 1
    if re.search(r"\b(?:said|told|according to|reported|killed)\b", line):
        score -= 2
    return score


def _related(line: str, raw: str, t: _Tables) -> Hint | None:
    found = t.related.match(line) if len(line) <= 200 else None
    if not found:
        return None
    rest = found["rest"].strip(" :|»>-]")
    opens = "" if rest and len(words_of(rest)) >= 2 else "related"
    if rest and prose_weight(rest) > 22:
        return None
    return Hint(ZoneKind.RELATED, f"related-head: {line[:40]!r}", opens)


def _caption(line: str, raw: str, t: _Tables) -> Hint | None:
    found = t.caption.search(line) if len(line) <= 500 else None
    if found:
        return Hint(ZoneKind.CAPTION, f"picture-credit: {found[0]!r}")
    if line.startswith(t.caption_start) and len(line) <= 300 and not (line.startswith(("video:", "watch:", "map:"))):
        return Hint(ZoneKind.CAPTION, f"picture-start: {line[:16]!r}")
    if re.search(r"(?:[^\W\d_]+ [^\W\d_]+ ?/ ?(?:afp|ap|reuters|epa|getty|tass|xinhua|anadolu)|\((?:ap|afp|reuters|epa) photo|\(photo\b)", line) and len(line) <= 400:
        return Hint(ZoneKind.CAPTION, "agency-credit: name / agency")
    return None


def _byline(line: str, raw: str, t: _Tables) -> Hint | None:
    n = len(words_of(line))
    if line.startswith(t.byline_start) and n <= 14 and (raw.isupper() or _named(raw)):
        return Hint(ZoneKind.BYLINE, f"byline-start: {line[:30]!r}")
    if line.startswith(("(reporting by ", "(writing by ", "(editing by ", "(additional reporting")) and len(line) <= 500:
        return Hint(ZoneKind.BYLINE, f"report-credit: {line[:30]!r}")
    return None


def _named(raw: str) -> bool:
    """Tell whether what follows a byline's opening is names: few small words, no end of a sentence inside."""
    words = raw.split()
    small = sum(w[:1].islower() for w in words[1:])
    return small <= max(2, len(words) // 3) and not re.search(r"[a-z]{3}[.!?] [A-Z]", raw)


def _call(line: str, raw: str, t: _Tables) -> Hint | None:
    """"Support NAME", "Follow NAME": a call and a name in capitals, nothing else on the line."""
    start = next((c for c in t.calls if line.startswith(c)), None)
    if start is None or len(line) > 60 or ends_sentence(line):
        return None
    name = re.findall(r"[^\W\d_]+", raw[len(start) :])
    if 1 <= len(name) <= 4 and all(w[0].isupper() for w in name) and not raw.isupper():
        return Hint(ZoneKind.WIDGET, f"call-and-name: {line!r}")
    return None


_RULES: tuple[Callable[[str, str, _Tables], Hint | None], ...] = (
    _debris,
    _amounts,
    _comment_form,
    _related,
    _caption,
    _byline,
    _buttons,
    _call,
    _phrases,
)
