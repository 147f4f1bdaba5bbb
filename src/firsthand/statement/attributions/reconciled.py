"""The drafts of the tagger and those of the rules -> the drafts of a passage, before chains are taken apart.

Where the rules see a chain in a sentence, it is theirs, as far as the tagger's source and content go; all else is the tagger's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.fold import fold
from firsthand.spans import Span
from firsthand.statement.attributions.chains import nest
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.parents import parents
from firsthand.statement.attributions.passage import Draft, Passage, places
from firsthand.statement.attributions.quoting import touches
from firsthand.statement.attributions.relays import Relay

_MARKERS = frozenset(
    "cited quoted cites quotes via told informed according based heard hears learned learnt learns record records recorded".split()
)


def chained(p: Passage, ruled: Sequence[Draft], read: list[Draft], relays: Sequence[Relay], cues: Cues) -> list[Draft]:
    """Return ``read``, the drafts of the tagger, with the reading of the rules in each sentence where they see a chain.

    The tagger knows one layer only. Who speaks above whom is the rules' to say; how far source and content go is the
    tagger's, as long as the chain stays what it is.
    """
    if not ruled or not (relays or len(ruled) > 1 or _MARKERS.intersection(p.words) or _crowded(p, cues)):
        return read
    ruled = _free(ruled, cues, p.text)
    held = _relay_sentences(p, ruled, relays, cues)
    held |= {s for s, links in _links(p, ruled, cues).items() if any(_speaks_above(p, d, cues) for d in links)}
    out = [d for d in read if _sentence(p, d) not in held]
    for sentence in sorted(held):
        own = [d for d in ruled if _sentence(p, d) == sentence]
        reach = [_reaching(p, d, read) for d in own]
        alike = _shape(p, reach, cues) == _shape(p, own, cues)
        out += reach if alike else [_better_named(p, d, read) for d in own]
    return out


def _relay_sentences(p: Passage, ruled: Sequence[Draft], relays: Sequence[Relay], cues: Cues) -> set[int]:
    """Return the sentences with a relay in which the rules see a plain word of saying, by their first token."""
    near = {_sentence_at(p, at) for r in relays for at in (r.hole.start, r.hole.end)}
    return {_sentence(p, d) for d in ruled if d.source and d.cue and _said(p, d, cues)} & near


_FINITE = ("before-content", "after-content", "inverted")


def _speaks_above(p: Passage, link: Draft, cues: Cues) -> bool:
    """Tell whether what holds a link is said in a plain word, or is a relay: not "a litany of rules", "may repeat"."""
    outer = link.inside
    if _relayed(link) or outer is None or not outer.cue or not outer.because.startswith(_FINITE):
        return True
    begin, end = places(p, outer.cue[0]) or (0, 0)
    return any(cues.saying.get(w, "ing") not in {"ing", "base"} or w in cues.core for w in p.words[begin:end])


_RELAYS = ("quoted-as-saying", "told-by", "via")  # the rules of ``quoting`` and ``passing``, by name


def _relayed(d: Draft) -> bool:
    named = d.because.removeprefix("inside: ").startswith(_RELAYS)
    return named or (d.inside is not None and d.inside.because.startswith(("before-source", *_RELAYS)))


def _reaching(p: Passage, d: Draft, read: Sequence[Draft]) -> Draft:
    """Return ``d`` as far as the tagger's draft with its cue and source goes, where there is one."""
    for r in read:
        if r.source and d.source and touches(r.source, d.source[0]) and any(touches(d.cue, c) for c in r.cue):
            return replace(d, source=_named(p, r, d), cue=r.cue, content=r.content or d.content)
    return d


def _better_named(p: Passage, d: Draft, read: Sequence[Draft]) -> Draft:
    """Return ``d`` with the source that the tagger gives the same cue, where the two overlap: it sees better how far a name goes."""
    for r in read:
        if (
            r.source
            and d.source
            and any(c.overlaps(k) for c in r.cue for k in d.cue)
            and touches(r.source, d.source[0])
        ):
            return replace(d, source=_named(p, r, d))
    return d


_LINKING = frozenset("by from of in at for who".split())


def _named(p: Passage, read: Draft, d: Draft) -> tuple[Span, ...]:
    """Return the source of ``read``, the tagger's, or that of ``d`` where it is longer and begins there or before a preposition."""
    own, other = d.source[0], read.source[0]
    if own.start == other.start:
        if p.text[other.end : own.end].lstrip(" ,").startswith(("who ", "whose ", "which ")):
            return read.source
        return d.source if _length(p, own) >= _length(p, other) else read.source
    before = p.text[own.start : other.start].split()
    return d.source if own.end == other.end and before and before[-1] in _LINKING else read.source


def _length(p: Passage, s: Span) -> int:
    """Return how many words of the passage, relays set aside, lie in ``s``."""
    return sum(w[0].isalnum() for w in p.words[slice(*(places(p, s) or (0, 0)))])


def _shape(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[int | None]:
    """Return which link stands in which, in the order of the cues."""
    found = nest(p, drafts, cues)
    return parents(sorted(found, key=lambda d: min((c.start for c in d.cue), default=-1)))


def _links(p: Passage, drafts: Sequence[Draft], cues: Cues) -> dict[int, list[Draft]]:
    """Return the inner links of a passage by the first token of their sentence."""
    begins = [t.start for t in p.tokens]
    out: dict[int, list[Draft]] = {}
    for d in nest(p, drafts, cues):
        if d.inside is not None:
            at = min(s.start for s in (*d.cue, *d.source, *d.content))
            out.setdefault(p.starts[max(0, bisect_right(begins, at) - 1)], []).append(d)
    return out


def _free(drafts: Sequence[Draft], cues: Cues, text: str) -> list[Draft]:
    """Return ``drafts`` without attitudes ("attacked the column") that stand in the content of another: they are that content."""
    attitudes = ("object", "intent", "before-source: citing", "before-source: quoting")
    said = [s for d in drafts if not d.because.startswith(attitudes) for s in d.content]
    return [
        d
        for d in drafts
        if not (d.because.startswith(("object", "intent")) and any(s.contains(d.cue[0]) for s in said))
        or fold(d.cue[-1].of(text)).split()[-1] in cues.denying
    ]


def _said(p: Passage, d: Draft, cues: Cues) -> bool:
    words = d.cue[0].of(p.text).lower().split()
    return d.because.startswith("before-source") or any(w in cues.saying or w in cues.judging for w in words)


def _crowded(p: Passage, cues: Cues) -> bool:
    """Tell whether one sentence holds two words of saying outside quotations."""
    places = [p.starts[i] for i, w in enumerate(p.words) if p.quoted[i] < 0 and (w in cues.saying or w in cues.judging)]
    return len(set(places)) < len(places)


def _sentence(p: Passage, d: Draft) -> int:
    """Return the first token of the sentence in which the cue of ``d`` stands, -1 without a cue."""
    at = bisect_right(p.tokens, d.cue[0]) - 1 if d.cue else -1
    return p.starts[at] if at >= 0 else -1


def _sentence_at(p: Passage, place: int) -> int:
    """Return the first token of the sentence that the character at ``place`` stands in or right behind, -1 without one."""
    at = bisect_right(p.tokens, (place, 1 << 60)) - 1
    return p.starts[at] if at >= 0 else -1
