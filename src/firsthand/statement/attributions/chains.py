"""Attributions inside attributions: chains of any depth, each link with the one in whose content it stands.

    relay := outer "," citing inner "," cue content        "X, citing Y, said …"
           | outer cue [","] citing inner [","] content     "X reported, citing Y, that …"; "…, X said, quoting Y"
           | citing inner "," outer cue content
           | outer quoted inner "as saying" content
           | inner-source "quoted by" outer …               a source phrase that names its own carrier
           | inner via outer ":" content
           | outer cue [it] "had been told" by inner content
Anything else is found by reading the content of an attribution once more, as a passage of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.spans import Span, joined
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.passage import Draft, Passage, part

_DEEPEST = 6  # links; a bound that news never reaches
_INNER = frozenset("citing quoting".split())
_WHO_CITES = frozenset("cited quoted quoting citing quotes cites".split())
_AS = frozenset("saying telling stating reporting claiming warning".split())
_CARRIED = frozenset("quoted cited carried published relayed reported broadcast".split())
_TOLD = frozenset("told informed notified advised".split())
_BY = _CARRIED | _TOLD  # before "by"
_ENDS = frozenset(', . ; : ! ? " ( ) [ ] —'.split())
_PHRASE = 25  # words; the longest name of a source looked for


def nest(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` of a passage with relays taken apart and what stands inside their contents."""
    relayed = _relays(p, list(drafts))
    holders = {id(d.inside) for d in relayed}
    left = [_AGAIN * len(p.words)]
    out: list[Draft] = []
    for draft in relayed:
        out.append(draft)
        if id(draft) not in holders:
            out.extend(_inside(p, draft, cues, 1, set(), left))
    return _once(out)


RELAYS = ("citing", "quoted-as-saying", "carried-by", "told-by", "via")  # the rules below, by name


def chained(p: Passage, ruled: Sequence[Draft], read: list[Draft], cues: Cues) -> list[Draft]:
    """Return ``read``, the drafts of the tagger, with those of the rules instead where they see a chain that it does not.

    The tagger knows one layer only: a sentence with a relay is the rules'; where they see more links ("X said Y had
    said"), the outer one of theirs takes the place of the tagger's.
    """
    marked = bool(_MARKERS.intersection(p.words))
    if not marked and not _crowded(p, cues):
        return read
    ruled = _free(ruled)
    by_rules = _links(p, ruled, cues)
    held = {s for s, links in by_rules.items() if marked and any(_relayed(d) for d in links)}
    if held:
        read = [d for d in read if _sentence(p, d) not in held] + [d for d in ruled if _sentence(p, d) in held]
    if not by_rules.keys() - held:
        return read
    by_tagger = _links(p, read, cues)
    more = [
        d.inside
        for s, links in by_rules.items()
        if s not in held and len(links) > len(by_tagger.get(s, ()))
        for d in links
        if d.inside is not None and d.inside.inside is None
    ]
    for d in ruled:
        if d.because.startswith("before-content") and any(d.cue == m.cue for m in more):
            same = [r for r in read if _touches(r.cue, d.cue[0])]
            own = next((r.source for r in same if r.source), d.source)  # the tagger sees better who speaks
            read = [r for r in read if r not in same] + [replace(d, source=own)]
    return read


def _free(drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` without attitudes ("attacked the column") that stand in the content of another: they are that content."""
    attitudes = ("object", "intent", "before-source: citing", "before-source: quoting")
    said = [s for d in drafts if not d.because.startswith(attitudes) for s in d.content]
    return [d for d in drafts if not (d.because.startswith("object") and any(s.contains(d.cue[0]) for s in said))]


def _sentence(p: Passage, d: Draft) -> int:
    """Return the first token of the sentence in which the cue of ``d`` stands, -1 without a cue."""
    at = bisect_right(p.tokens, d.cue[0]) - 1 if d.cue else -1
    return p.starts[at] if at >= 0 else -1


def _links(p: Passage, drafts: Sequence[Draft], cues: Cues) -> dict[int, list[Draft]]:
    """Return the inner links of a passage by the first token of their sentence."""
    begins = [t.start for t in p.tokens]
    out: dict[int, list[Draft]] = {}
    for d in nest(p, drafts, cues):
        if d.inside is not None:
            at = min(s.start for s in (*d.cue, *d.source, *d.content))
            out.setdefault(p.starts[max(0, bisect_right(begins, at) - 1)], []).append(d)
    return out


def _relayed(d: Draft) -> bool:
    named = d.because.removeprefix("inside: ").startswith(RELAYS)
    return named or (d.inside is not None and d.inside.because.startswith(("before-source", *RELAYS)))


def _crowded(p: Passage, cues: Cues) -> bool:
    """Tell whether one sentence holds two plain words of saying outside quotations."""
    places = [p.starts[i] for i, w in enumerate(p.words) if w in cues.core and p.quoted[i] < 0]
    return len(set(places)) < len(places)


_MARKERS = frozenset(
    "citing quoting cited quoted cites quotes quoted carried published relayed via told informed reference according based".split()
)


def _once(drafts: list[Draft]) -> list[Draft]:
    """Return ``drafts`` with one reading per cue: the one found deepest, whose source was cut in its own clause."""
    best: dict[tuple[Span, ...], Draft] = {}
    for d in drafts:
        if d.cue and (d.cue not in best or _depth(d) > _depth(best[d.cue])):
            best[d.cue] = d
    holders = {id(d.inside) for d in drafts}
    return [d for d in drafts if not d.cue or best[d.cue] is d or id(d) in holders]


def _depth(d: Draft) -> int:
    depth, at = 0, d.inside
    while at is not None and depth <= _DEEPEST:
        depth, at = depth + 1, at.inside
    return depth


# ---- reading a content once more ---------------------------------------------------------------------------------------


def _inside(p: Passage, outer: Draft, cues: Cues, depth: int, read: set[Span], left: list[int]) -> list[Draft]:
    """Return the drafts that stand inside the content of ``outer``.

    Each content is ``read`` once, however many drafts hold it; ``left`` is how many words may still be read again.
    """
    out: list[Draft] = []
    if depth > _DEEPEST or outer.because.startswith(("hearsay", "object", "intent", "noun")):
        return out
    for span in outer.content:
        if span in read or left[0] <= 0:
            continue
        read.add(span)
        inner = _part(p, span)
        if not inner.words or len(inner.words) > _LONGEST_SPEECH:
            continue
        left[0] -= len(inner.words)
        for draft in _relays(inner, rules(inner, cues)):
            if draft.source and draft.content and _strong(draft, inner, cues):
                own = (
                    draft
                    if draft.inside is not None
                    else replace(draft, inside=outer, because=f"inside: {draft.because}")
                )
                out.append(own)
                out.extend(_inside(inner, own, cues, depth + 1, read, left))
    return out


def _part(p: Passage, span: Span) -> Passage:
    first = bisect_left(p.tokens, span.start, key=lambda t: t.start)
    stop = bisect_right(p.tokens, span.end, key=lambda t: t.end)
    if first >= stop:
        return part(p, 0, 0)
    return part(p, first + (p.words[first] == "that"), stop)


def _strong(draft: Draft, p: Passage, cues: Cues) -> bool:
    """Tell whether a draft found inside a content may stand: somebody named or described, and a plain word of saying."""
    if draft.because.startswith(("object", "intent", "colon", "bracket", "hearsay", "noun", "opens", "after-content")):
        return draft.because.startswith("after-content") and _core(draft, p, cues)
    source = draft.source[0].of(p.text)
    folded = " ".join(source.lower().split())
    if folded in _NOBODY or len(source.split()) > _LONGEST_NAME or _VERBS_INSIDE.intersection(folded.split()):
        return False
    if draft.because.startswith(("before-source", "citing", "quoted", "carried", "told-by", "via")):
        return True
    announced = draft.content[0].of(p.text).lower().startswith(("that ", '"', "“", "'", "‘"))
    return _core(draft, p, cues) or announced


def _core(draft: Draft, p: Passage, cues: Cues) -> bool:
    word = draft.cue[0].of(p.text).split()[-1].lower()
    return cues.core.get(word, "base") not in {"base", "ing"} or (
        word in cues.core and draft.because.startswith("continued")
    )


_AGAIN = 3  # times the words of a paragraph that its contents may be read again in all; news needs less than once
_LONGEST_NAME = 12  # words of a source inside a content
_LONGEST_SPEECH = 60  # words of a content that is read once more; chains stand in short ones
_VERBS_INSIDE = frozenset("is are was were be been has have had will would do does did made to".split())
# A pronoun inside a content mostly is the speaker of that content again, and no new link.
_NOBODY = frozenset(
    "i we you it that this which there one they he she who people some many others someone anyone everyone nobody these"
    " those what myself himself".split()
)


# ---- relays -----------------------------------------------------------------------------------------------------------


_MOST_RELAYS = 12  # in one paragraph; each looks at all its drafts


def _relays(p: Passage, drafts: list[Draft]) -> list[Draft]:
    for at in [at for at in range(len(p.words)) if _relaying(p, at)][:_MOST_RELAYS]:
        word = p.words[at]
        if word in _WHO_CITES and _as_saying(p, at, drafts):
            continue
        if word in _INNER or (word in {"cited", "quoted"} and p.words[at - 1] in {"which", "who"} and at):
            _citing(p, at, at + 1, drafts)
        elif word == "reference":
            _citing(p, at - 1, at + 2, drafts)
        elif word in _CARRIED and p.words[at + 1 : at + 2] == ("by",):
            _carried(p, at, drafts)
        elif word in _TOLD:
            _told_by(p, at, drafts)
        elif word == "via":
            _via(p, at, drafts)
    return drafts


def _relaying(p: Passage, at: int) -> bool:
    """Tell whether a form of relay may begin at the word."""
    word, after = p.words[at], p.words[at + 1 : at + 2]
    if p.quoted[at] >= 0:
        return False
    if word == "reference":
        return at > 0 and p.words[at - 1] in {"with", "in"} and after == ("to",)
    if word in _BY and after == ("by",):
        return True
    return word in _WHO_CITES or (word == "via" and 0 < at < _PHRASE)


def _phrase(p: Passage, start: int, stop: frozenset[str] = frozenset()) -> int:
    """Return the end of the noun phrase that begins at ``start``."""
    at, last = start, min(len(p.words), start + _PHRASE)
    while at < last and p.words[at] not in _ENDS and p.words[at] not in stop and p.quoted[at] < 0:
        at += 1
    return at


def _touches(spans: Sequence[Span], one: Span) -> bool:
    return any(s.overlaps(one) for s in spans)


def _citing(p: Passage, at: int, after: int, drafts: list[Draft]) -> None:
    end = _cited(p, after)
    if end <= after:
        return
    marker, inner = p.span(at, after), p.span(after, end)
    drafts[:] = [d for d in drafts if not _touches(d.cue, marker)]
    main = _main(p, at, drafts)
    if main is None:
        content = tuple(_clean(p, p.starts[at], p.ends[at], Span(marker.start, inner.end)))
        if content:
            drafts.append(Draft((inner,), (marker,), content, f"citing: {p.words[at]}"))
        return
    n = drafts.index(main)
    hole = Span(marker.start, inner.end)
    fixed = replace(
        main, source=_without(main.source, hole, p), content=_without(main.content, hole, p) or main.content
    )
    _swap(drafts, n, fixed)
    drafts.insert(n + 1, Draft((inner,), (marker,), fixed.content, f"citing: {p.words[at]}", fixed))


def _cited(p: Passage, after: int) -> int:
    """Return the end of whoever is cited: a relative clause belongs to the name unless it says something itself."""
    end = _phrase(p, after, _AFTER_INNER)
    if p.words[end : end + 1] in {("reports",), ("claims",)} and p.words[end + 1 : end + 2] in {
        (",",),
        (".",),
        ("from",),
    }:
        end = _phrase(p, end + 1, _AFTER_INNER)  # "citing media reports": a noun
    behind = end + 1
    if p.words[end : end + 1] in {("who",), ("which",)} and not _AFTER_INNER.intersection(p.words[behind : behind + 3]):
        longer = _phrase(p, behind, _AFTER_INNER)
        return longer if p.words[longer : longer + 1] in {(",",), (".",)} else end
    return end


_AFTER_INNER = frozenset("said says reported that announced wrote who which told claimed claims reports".split())


def _swap(drafts: list[Draft], n: int, fixed: Draft) -> None:
    old = drafts[n]
    drafts[n] = fixed
    for i, d in enumerate(drafts):
        if d.inside is old:
            drafts[i] = replace(d, inside=fixed)


def _main(p: Passage, at: int, drafts: Sequence[Draft]) -> Draft | None:
    """Return the attribution of the marker's sentence that the marker belongs to: the nearest cue outside contents."""
    low, high = p.tokens[p.starts[at]].start, p.tokens[p.ends[at] - 1].end
    here = p.tokens[at].start
    near = [d for d in drafts if d.cue and d.inside is None and low <= d.cue[0].start < high and d.content]
    return min(near, key=lambda d: (not _around(d, here), abs(d.cue[0].start - here), d.cue)) if near else None


def _around(d: Draft, here: int) -> bool:
    """Tell whether the marker stands between source and cue: ``ANDA, citing the governor, reported``."""
    return bool(d.source) and d.source[0].start < here < d.cue[0].start


def _without(spans: tuple[Span, ...], hole: Span, p: Passage) -> tuple[Span, ...]:
    out = []
    for s in spans:
        if not s.overlaps(hole):
            out.append(s)
            continue
        for start, end in ((s.start, min(s.end, hole.start)), (max(s.start, hole.end), s.end)):
            words = p.text[start:end].strip(" ,\n\t")
            if words:
                begin = p.text.index(words, start)
                out.append(Span(begin, begin + len(words)))
    return tuple(out)


def _clean(p: Passage, first: int, last: int, hole: Span) -> list[Span]:
    whole = p.span(first, last)
    kept = _without((whole,), hole, p)
    return [Span(s, e - (p.text[e - 1] == ".")) for s, e in kept if any(c.isalnum() for c in p.text[s:e])]


def _as_saying(p: Passage, at: int, drafts: list[Draft]) -> bool:
    """``X quoted Y as saying that C``: X carries, Y says."""
    end = next(
        (i for i in range(at + 2, min(len(p.words) - 1, at + _PHRASE)) if p.words[i] == "as" and p.words[i + 1] in _AS),
        0,
    )
    passive = p.words[at - 1] in {"was", "were", "been", "is"} and at > 0
    if passive and p.words[at + 1 : at + 2] == ("as",):
        end = at + 1
    if not end:
        return False
    last = max(p.ends[at], p.quotes[p.quoted[p.ends[at] - 1]][1] if p.quoted[p.ends[at] - 1] >= 0 else 0)
    content = _rim(p, end + 2, last)
    begin = p.starts[at]
    cue_begin = at
    while cue_begin > begin and p.words[cue_begin - 1] in {"has", "had", "have", "also", "was", "were", "been", "is"}:
        cue_begin -= 1
    subject = _left_phrase(p, begin, cue_begin)
    said = p.span(end, end + 2)
    if content is None and subject is not None:  # "C, X quoted Y as saying."
        content = _said_before(p, begin, subject)
    if subject is None or content is None:
        return False
    drafts[:] = [d for d in drafts if not (_touches(d.cue, p.span(cue_begin, end + 2)))]
    if passive and end == at + 1:
        drafts.append(Draft((subject,), (p.span(cue_begin, end + 2),), (content,), "quoted-as-saying: passive"))
        return True
    inner = p.span(at + 1, end)
    outer = Draft(
        (subject,),
        (p.span(cue_begin, at + 1),),
        (content if content.end <= subject.start else Span(inner.start, content.end),),
        "quoted-as-saying: carrier",
    )
    drafts.append(outer)
    drafts.append(Draft((inner,), (said,), (content,), "quoted-as-saying: speaker", outer))
    return True


def _said_before(p: Passage, begin: int, subject: Span) -> Span | None:
    """Return the words of the sentence before a source that a comma or a closing mark sets off, or nothing."""
    first = bisect_right(p.tokens, (subject.start, 0))
    return _rim(p, begin, first) if first > begin and p.words[first - 1] in {",", '"'} else None


def _left_phrase(p: Passage, first: int, end: int) -> Span | None:
    start = end
    if start > first and p.words[start - 1] == ",":  # "X, in a dispatch from the front, quoted Y"
        back = next((i for i in range(start - 2, max(first, start - _PHRASE), -1) if p.words[i] == ","), first)
        end = start = back
    while (
        start > max(first, end - _PHRASE)
        and p.words[start - 1] not in _ENDS
        and p.words[start - 1] not in {"that", "and", "but"}
        and p.quoted[start - 1] < 0
    ):
        start -= 1
    return p.span(start, end) if start < end else None


def _rim(p: Passage, start: int, last: int) -> Span | None:
    while last > start and p.words[last - 1] in {".", ",", ";", ":"}:
        last -= 1
    while start < last and p.words[start] in {",", ":"}:
        start += 1
    return p.span(start, last) if start < last else None


def _carried(p: Passage, at: int, drafts: list[Draft]) -> None:
    """``a source quoted by Z``, ``a statement carried by Z``: inside the words of a source, Z is its carrier."""
    here = p.tokens[at]
    for n, d in enumerate(drafts):
        if d.source and d.content and _touches(d.source, here) and d.source[0].start < here.start:
            end = _phrase(p, at + 2, _AFTER_INNER)
            if end <= at + 2:
                return
            cut = p.text[d.source[0].start : here.start].rstrip(" ,")
            carrier = Draft(
                (p.span(at + 2, end),), (p.span(at, at + 2),), d.content, f"carried-by: {p.words[at]}", d.inside
            )
            _swap(
                drafts, n, replace(d, source=(Span(d.source[0].start, d.source[0].start + len(cut)),), inside=carrier)
            )
            drafts.insert(n, carrier)
            return


def _told_by(p: Passage, at: int, drafts: list[Draft]) -> None:
    """``it had been told by Y that C``: Y says, to whoever speaks outside."""
    end = _phrase(p, at + 2, frozenset({"that", "on", "in"}))
    that = next((i for i in range(end, min(p.ends[at], end + 8)) if p.words[i] == "that"), -1)
    content = _rim(p, that, p.ends[at]) if that > 0 else None
    if end <= at + 2 or content is None:
        return
    begin = at
    while begin > p.starts[at] and p.words[begin - 1] in {"been", "had", "has", "was", "were", "have", "being", "also"}:
        begin -= 1
    cue = p.span(begin, at + 2)
    drafts[:] = [d for d in drafts if not _touches(d.cue, cue)]
    drafts.append(Draft((p.span(at + 2, end),), (cue,), (content,), "told-by: passive"))


def _via(p: Passage, at: int, drafts: list[Draft]) -> None:
    """``SANA via Press TV: C`` at the head of a passage."""
    end = _phrase(p, at + 1)
    if end <= at + 1 or p.words[end : end + 1] != (":",) or any(w in _ENDS for w in p.words[:at]):
        return
    content = _rim(p, end + 1, len(p.words))
    if content is None:
        return
    outer = Draft((p.span(at + 1, end),), (p.span(at, at + 1),), (content,), "via: carrier")
    drafts[:] = [outer, Draft((p.span(0, at),), (p.span(end, end + 1),), (content,), "via: speaker", outer)]


# ---- parents ----------------------------------------------------------------------------------------------------------


def parents(drafts: Sequence[Draft]) -> list[int | None]:
    """Return, for each draft (sorted by its first span), the place of the one in whose content it stands, or nothing.

    A form that says so ("citing") decides; else the smallest content that holds the source and cue of the draft.
    """
    place = {id(d): n for n, d in enumerate(drafts)}
    out: list[int | None] = []
    holders = sorted(
        ((joined(d.content)[0].start, joined(d.content)[-1].end, n) for n, d in enumerate(drafts) if d.content),
    )
    for n, d in enumerate(drafts):
        if d.inside is not None and id(d.inside) in place and place[id(d.inside)] != n:
            out.append(place[id(d.inside)])
            continue
        out.append(_holder(drafts, n, holders))
    return _acyclic(out)


def _holder(drafts: Sequence[Draft], n: int, holders: Sequence[tuple[int, int, int]]) -> int | None:
    own = [*drafts[n].source, *drafts[n].cue]
    if not own:
        return None
    low, high = min(s.start for s in own), max(s.end for s in own)
    best: tuple[int, int, int] | None = None
    at = bisect_right(holders, (low, 1 << 60, 0))
    for start, end, m in reversed(holders[max(0, at - _LOOK) : at]):
        if m != n and start <= low and high <= end and any(s.start <= low and high <= s.end for s in drafts[m].content):
            depth = 0 if drafts[m].inside is None else -1
            best = min(best, (end - start, depth, m)) if best else (end - start, depth, m)
    return best[2] if best else None


_LOOK = 24  # contents looked at before a place; more never hold it in one passage


def _acyclic(found: list[int | None]) -> list[int | None]:
    """Return ``found`` without the link that would close a circle (two contents that hold each other's words)."""
    out = list(found)
    for n in range(len(out)):
        seen, at = {n}, out[n]
        while at is not None:
            if at in seen:
                out[n] = None
                break
            seen.add(at)
            at = out[at]
    return out
