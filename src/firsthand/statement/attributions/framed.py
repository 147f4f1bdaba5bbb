"""What stands around sayings and belongs to all of them: labels, posts handed on, transcripts, a sentence that announces the next.

label      := ["("] "Source" ":" NAME ["," "via" NAME] [")"]         at the head or tail of a passage
post       := ["RT" | "via"] "@" NAME ":" content                    at its head
transcript := (SPEAKER ":" words) twice or more                      speakers in capitals
announced  := OUTLET "published" TEXT "." "In it," saying            | NAME "spoke" "to" OUTLET "." saying
told       := NAME "told" OUTLET ["by telephone" | "in an interview" | "on Monday"] "."           frames what follows, says nothing
hidden     := saying with "reportedly" | "it is understood that" saying | NAME "is said" "to have" saying
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.acts import complement
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.linked import Tree
from firsthand.statement.attributions.outlets import outlet
from firsthand.statement.attributions.passage import Draft, Passage, places

_NAME = r"(?:(?:the|an?)\s+)?[A-Z][\w&'’.-]*(?:\s+[\w&'’.-]+){0,5}?"
_LABEL = re.compile(
    rf"(?P<open>[(\[]\s*)?[Ss]ource\s*:\s*(?P<name>{_NAME})(?:\s*,?\s+via\s+(?P<via>{_NAME}))?\s*(?(open)[)\]]|\.)"
)
_POST = re.compile(r"(?:RT |[Vv]ia |MT )?(?P<name>@\w{2,30})\s?:\s")
_SPEAKER = re.compile(r"(?:^|(?<=[.?!”\"’\])…—-]\s))(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3})\s?:\s")
_NO_SPEAKER = frozenset(
    "CLAIM RATING VERDICT FACT STATUS DATE PLACE TIME SOURCE NOTE UPDATE BREAKING WATCH READ QUESTION".split()
)
_LONGEST_LABEL = 120  # characters
_MOST = 40  # speakers of one passage


def framed(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` of a passage with who frames them above."""
    out = _hidden(p, drafts, cues)
    out = _announced(p, out, cues)
    out = _spoken_lines(p, out)
    out = _posted(p, out)
    return [_silent(p.text, d) for d in _labelled(p, out)]


# whom somebody told, and how: nothing that was said
_TOLD = re.compile(
    r"\s*(?:the\s+)?(?:[A-Z][\w&'’.-]*(?![\w&'’.-])\s*){1,6}"  # each taken whole
    r"(?:(?:(?:by|over|on|via|in|during|from|at|late|early)\s+)*(?:(?:an?|the|his|her|its)\s+)?"
    r"(?:(?:tele)?phone|line|radio|television|video|live|exclusive|short|brief|written|interview|call|conversation|message|statement|e-?mail"
    r"|[A-Z][a-z]+day|today|yesterday|morning|afternoon|evening|night)\b[\s,]*){0,6}[\s.]*"
)


def _silent(text: str, d: Draft) -> Draft:
    """Return ``d`` without content where that is but whom somebody told, and how: "Voss told Radio Ansgar by telephone."."""
    if len(d.content) != 1 or not d.cue or d.cue[-1].of(text).lower() not in {"told", "telling", "tells"}:
        return d
    told = Span(d.cue[-1].end, d.content[0].end)
    whole = told.start <= d.content[0].start and told.end - told.start <= _LONGEST_LABEL
    if not whole or _TOLD.fullmatch(text, *told) is None:
        return d
    return replace(d, content=(), because=f"{d.because}; told-whom")


def _over(drafts: Sequence[Draft], links: Sequence[Draft], under: Sequence[int]) -> list[Draft]:
    """Return ``drafts`` with ``links``, outermost first, above those of ``under`` that stand in nothing."""
    tree = Tree(drafts)
    up = None
    for link in links:
        tree.rows.append(link)
        tree.up.append(up)
        up = len(tree.rows) - 1
    for n in under:
        if tree.up[n] is None:
            tree.up[n] = up
    return tree.drafts()


def _labelled(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    head, tail = p.text[:_LONGEST_LABEL], max(0, len(p.text) - _LONGEST_LABEL)
    found = (_LABEL.match(head) if "ource" in head else None) or next(
        (m for m in _LABEL.finditer(p.text, tail) if not p.text[m.end() :].strip(" .")), None
    )
    if found is None or not (found["via"] or found["open"]):
        return list(drafts)
    hole = Span(*found.span())
    name, via = Span(*found.span("name")), Span(*found.span("via"))
    rest = _trim(p.text, Span(hole.end, len(p.text)) if hole.start == 0 else Span(0, hole.start))
    left = [d for d in drafts if not (d.inside is None and all(s.overlaps(hole) for s in (*d.source, *d.cue)))]
    kept = {id(d) for d in left}
    left = [d for d in left if d.inside is None or id(d.inside) in kept]
    cue = Span(hole.start + len(found["open"] or ""), name.start - 1)
    links = [Draft((name,), (cue,), (rest,), "label: source")]
    if found["via"]:
        links.insert(0, Draft((via,), (Span(via.start - 4, via.start - 1),), (rest,), "label: via"))
    if rest.start >= rest.end:
        return list(drafts)
    return _over(left, links, range(len(left)))


def _trim(text: str, s: Span) -> Span:
    start, end = s
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "(["):
        end -= 1
    return Span(start, end)


def _posted(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    found = _POST.match(p.text)
    rest = _trim(p.text, Span(found.end(), len(p.text))) if found else Span(0, 0)
    if found is None or rest.start >= rest.end:
        return list(drafts)
    name = Span(*found.span("name"))
    left = [d for d in drafts if not any(s.overlaps(name) for s in d.source)]
    kept = {id(d) for d in left}
    left = [d for d in left if d.inside is None or id(d.inside) in kept]
    link = Draft((name,), (Span(found.end() - 2, found.end() - 1),), (rest,), "label: post")
    return _over(left, [link], range(len(left)))


def _spoken_lines(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """``THE CHAIRMAN: Who told you? MR. ODUYA: The foreman did.``"""
    if p.text.count(":") < 2 or p.shouted:
        return list(drafts)
    marks = [m for m in _SPEAKER.finditer(p.text) if m["name"] not in _NO_SPEAKER][:_MOST]
    if len(marks) < 2 or p.text[: marks[0].start()].strip():
        return list(drafts)
    out = list(drafts)
    for n, m in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(p.text)
        content = _trim(p.text, Span(m.end(), end))
        name = Span(*m.span("name"))
        if content.start >= content.end:
            continue
        kept = [
            d for d in out if not any(s.overlaps(name) for s in (*d.source, *d.content, *d.cue)) or d.inside is not None
        ]
        ids = {id(d) for d in kept}
        kept = [d for d in kept if d.inside is None or id(d.inside) in ids]
        cue = Span(name.end, p.text.index(":", name.end) + 1)
        under = [k for k, d in enumerate(kept) if d.cue and content.contains(d.cue[0])]
        out = _over(kept, [Draft((name,), (cue,), (content,), "label: speaker")], under)
    return out


# ---- a sentence that announces the next -------------------------------------------------------------------------------

_SPOKE = frozenset("spoke speaks talked talks".split())
_SHOWED = frozenset(
    "published publishes aired airs broadcast broadcasts released obtained posted printed ran carried carries shown".split()
)
_IN_IT = frozenset({("in", "it"), ("on", "it"), ("in", "them"), ("on", "the"), ("in", "the")})
_TEXTS = frozenset(
    """transcript transcripts recording recordings tape tapes video videos clip clips letter letters interview interviews audio message
    messages memo footage diary note notes email emails film confession minutes""".split()
)


def _announced(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    out = list(drafts)
    first = 0
    while first < len(p.words):
        last = p.ends[first]
        link, everywhere = _announces(p, first, last, cues)
        if link is not None and last < len(p.words):
            end = len(p.words) if everywhere else p.ends[last]
            here = Span(p.tokens[last].start, p.tokens[end - 1].end)
            under = [n for n, d in enumerate(out) if d.inside is None and d.cue and here.contains(d.cue[0])]
            if under and (everywhere or p.words[last : last + 2] in _IN_IT):
                out = _over(out, [replace(link, content=(here,))], under[: None if everywhere else 1])
        first = last
    return out


def _announces(p: Passage, first: int, last: int, cues: Cues) -> tuple[Draft | None, bool]:
    """Return who hands on the next sentence, or, where somebody "spoke to" an outlet, all that follow."""
    for at in range(first + 1, min(last - 1, first + 30)):
        if p.words[at] in _SPOKE and p.words[at + 1] == "to":
            end = outlet(p, at + 2, last, cues)
            if end > at + 2:
                return Draft((p.span(at + 2, end),), (p.span(at, at + 2),), (), "heard-by: spoke to"), True
        if p.words[at] in _SHOWED and _TEXTS.intersection(p.words[at + 1 : last]):
            begin = at - (p.words[at - 1] in {"has", "have", "had", "also"})
            if begin > first and not any(w in {",", ":", ";", "that"} for w in p.words[first:begin]):
                return Draft((p.span(first, begin),), (p.span(begin, at + 1),), (), "carries: the next sentence"), False
    return None, False


# ---- hidden sources ----------------------------------------------------------------------------------------------------


def _hidden(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` with a source that is not named above: ``X reportedly told Y``, ``X is understood to have told Y``."""
    told = [(n, inner) for n, d in enumerate(drafts) for inner in _said_to_have(p, d, cues)]
    if told:
        grown = Tree(drafts)
        for n, inner in told:
            grown.below(n, inner)
        drafts = grown.drafts()
    out = list(drafts)
    words = {p.tokens[at]: at for at, w in enumerate(p.words) if w in cues.hearsay and p.quoted[at] < 0}
    links: list[tuple[int, Draft]] = []
    for n, d in enumerate(out):
        if d.source and d.cue and d.content and d.inside is None:
            over = _under_hearsay(p, d, words) or _under_it(p, d)
            if over is not None:
                links.append((n, over))
    if not links:
        return out
    cues_ = {link.cue for _, link in links}
    tree = Tree(out)
    for n, link in links:
        tree.above(n, link)
    made = tree.drafts()
    gone = {n for n, d in enumerate(out) if not d.source and d.cue in cues_}
    return [d for n, d in enumerate(made) if n not in gone]


def _under_hearsay(p: Passage, d: Draft, words: dict[Span, int]) -> Draft | None:
    begin, end = places(p, d.cue[0]) or (0, 0)
    for at in range(begin, end - 1):
        if p.words[at] in _BE and p.words[at + 1] in _IT_IS and "to" in p.words[at + 2 : end]:
            content = tuple(sorted({*d.source, *d.content}))
            return Draft((), (p.span(at, at + 2),), content, "hearsay: over a saying")
    for at in words.values():
        if begin - 2 <= at < end and p.starts[at] == p.starts[begin]:
            content = tuple(sorted({*d.source, *d.content}))
            return Draft((), (p.span(at, at + 1),), content, "hearsay: over a saying")
    return None


_OPENING = 6  # words: "it has been alleged on Monday"
_CLAIMS = frozenset("claims reports rumors rumours suggestions allegations talk whispers".split())
_LEGENDS = frozenset(
    (a, *b) for a in ("legend", "rumor", "rumour", "word", "gossip", "tradition") for b in (("has", "it"), ("is",))
)
_BE = frozenset("is are was were".split())
_IT_IS = frozenset("understood said believed reported claimed alleged rumored rumoured thought".split())


def _under_it(p: Passage, d: Draft) -> Draft | None:
    """``It is understood that X told Y``: the clause begins with X."""
    begin = bisect_left(p.tokens, (d.source[0].start, 0))
    first = p.starts[begin] if begin < len(p.words) else 0
    at = begin - (begin > first and p.words[begin - 1] == "that")
    words = p.words[first:at]
    said = (
        words[:1] == ("it",)
        and "by" not in words
        and len(words) <= _OPENING
        and words[1:2] in {("is",), ("was",), ("has",)}
    )
    opened = (said and _IT_IS.intersection(words)) or (words[:1] == ("there",) and _CLAIMS.intersection(words[-1:]))
    if at <= first + 1 or not (opened or words in _LEGENDS):
        return None
    return Draft((), (p.span(first + 1, at),), tuple(sorted({*d.source, *d.content})), "hearsay: it is said")


def _said_to_have(p: Passage, d: Draft, cues: Cues) -> Iterator[Draft]:
    """``X is said to have told Y that C``: who is spoken of says C."""
    if d.source or "spoken-of" not in d.because or not d.cue or len(d.content) < 2:
        return
    end = (places(p, d.cue[-1]) or (0, 0))[1]
    at = end + (p.words[end : end + 1] == ("to",))
    at += p.words[at : at + 1] == ("have",)
    form = cues.acting.get(p.words[at], "") if at + 1 < len(p.words) else ""
    start = complement(p, cues, at, p.words[at], form) if form else 0
    if start and p.words[at - 1] in {"to", "have"}:
        content = Span(p.tokens[start].start, max(d.content[-1].end, p.tokens[start].end))
        yield Draft((d.content[0],), (p.span(at, at + 1),), (content,), "told-by: said to have")
