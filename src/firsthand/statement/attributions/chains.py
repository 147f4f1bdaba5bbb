"""Attributions inside attributions: chains of any depth, each link with the one in whose content it stands.

First the forms in which one says what another says are taken apart (``quoting``); then the content of each attribution is read
once more, as a passage of its own: by the rules of the grammar, for who says it in passing, and for acts of speaking.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.acts import acts
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.passage import Draft, Passage, part, places, without
from firsthand.statement.attributions.passing import FOLK, OBJECTS, OTHERS, evidence, in_passing
from firsthand.statement.attributions.quoting import (
    LONGEST_NAME,
    MOST_RELAYS,
    NOBODY,
    VERBS_INSIDE,
    quoting,
    touches,
    unheard,
)

_DEEPEST = 6  # links; a bound that news never reaches
_QUOTES = "\"“'‘"
_AGAIN = 5  # times the words of a paragraph that its contents may be read again in all; news needs less than four


def nest(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` of a passage with relays taken apart and what stands inside their contents."""
    relayed = unheard(quoting(p, _rejoined(drafts), cues), p)
    holders = {id(d.inside) for d in relayed}
    left = [_AGAIN * len(p.words)]
    out: list[Draft] = []
    for draft in relayed:
        out.append(draft)
        if id(draft) not in holders:
            out.extend(_inside(p, draft, cues, 1, set(), left))
    return _once(unheard(out, p))


def _rejoined(drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` in which a link stands in the draft that has become of the one it was made in (its cue is the same)."""
    own, by_cue = {id(d) for d in drafts}, {d.cue: d for d in drafts if d.inside is None}
    lost = [d.inside is not None and id(d.inside) not in own for d in drafts]
    return [
        replace(d, inside=by_cue.get(d.inside.cue)) if gone and d.inside is not None else d
        for d, gone in zip(drafts, lost, strict=True)
    ]


_LONGEST_SPEECH = 60  # words of a content that is read once more; chains stand in short ones


def _inside(p: Passage, outer: Draft, cues: Cues, depth: int, read: set[Span], left: list[int]) -> list[Draft]:
    """Return the drafts that stand inside the content of ``outer``.

    Each content is ``read`` once, however many drafts hold it; ``left`` is how many words may still be read again.
    """
    out: list[Draft] = []
    judged = outer.because.startswith("object")  # "dismissed the Ledger's report that": the report alone speaks
    if depth > _DEEPEST or outer.because.startswith(("hearsay", "intent")):
        return out
    pieces = [*_broken(p, outer), *((s, _part(p, s)) for s in outer.content)]
    for span, inner in pieces:
        if span in read or left[0] <= 0:
            continue
        read.add(span)
        if not inner.words or len(inner.words) > _LONGEST_SPEECH:
            continue
        left[0] -= len(inner.words)
        of_others = (
            outer.because.removeprefix("inside: ").startswith(("source-noun", "noun")) and outer.inside is not None
        )
        direct, placed = of_others or p.text[span.start] in _QUOTES, dict[int, Draft]()
        found = [*rules(inner, cues), *evidence(inner, cues), *in_passing(inner, cues)]
        if judged:
            found = [d for d in found if d.because.startswith(("noun", "source-noun"))]
        seen = unheard(quoting(inner, found, cues), inner)
        strong = [d for d in seen if d.source and d.content and _strong(d, inner, cues, direct)]
        kept = [d for d in strong if _told(d, inner, cues, direct)]
        if not judged:
            named = [d for d in acts(inner, cues) if _strong(d, inner, cues, direct)]
            taken = [c for d in kept for c in d.cue]
            kept += [d for d in named if not any(touches(d.cue, c) for c in taken)]
        for draft in kept:
            if draft.inside is None:
                own = replace(draft, inside=outer, because=f"inside: {draft.because}")
            else:
                own = replace(draft, inside=placed.get(id(draft.inside), draft.inside))
            placed[id(draft)] = own
            out.append(own)
            out.extend(_inside(inner, own, cues, depth + 1, read, left))
    return out


_BETWEEN = 12  # words of who breaks a clause: ", he said,"


def _broken(p: Passage, outer: Draft) -> list[tuple[Span, Passage]]:
    """Return the clause that its source breaks, as one passage: ``[The monitors], he said, [had promised him passage]``."""
    if len(outer.content) < 2 or any(p.text[s.start : s.start + 1] in (*_QUOTES, "") for s in outer.content):
        return []  # quotations, or words of later paragraphs
    pieces = [places(p, s) or (0, 0) for s in outer.content]
    (a, b), (c, _), (_, d) = pieces[0], pieces[1], pieces[-1]
    if not a < b < c < d or c - b > _BETWEEN or b - a > LONGEST_NAME or p.starts[a] != p.starts[c]:
        return []
    if not any(w.isalpha() for w in p.words[a:b]):
        return []
    whole = Span(outer.content[0].start, outer.content[-1].end)
    return [(whole, without(p, [i for begin, end in pieces for i in range(begin, end)]))]


def _part(p: Passage, span: Span) -> Passage:
    first = bisect_left(p.tokens, span.start, key=lambda t: t.start)
    stop = bisect_right(p.tokens, span.end, key=lambda t: t.end)
    if first >= stop:
        return part(p, 0, 0)
    return part(p, first + (p.words[first] == "that"), stop)


_OWN = frozenset("his her their its our my your".split())


def _strong(draft: Draft, p: Passage, cues: Cues, direct: bool) -> bool:
    """Tell whether a draft found inside a content may stand: somebody named or described, and a plain word of saying."""
    if draft.because.startswith(("object", "intent", "colon", "bracket", "hearsay", "opens", "after-content")):
        return draft.because.startswith(("after-content", "object")) and _core(draft, p, cues)
    if not draft.source or draft.source[0].of(p.text).lower() in OBJECTS:
        return False
    source = draft.source[0].of(p.text)
    folded = " ".join(source.lower().split())
    announced = draft.content[0].of(p.text).lower().startswith(("that ", '"', "“", "'", "‘"))
    others = direct and folded in OTHERS  # in direct speech "he" is not who speaks
    if (
        (folded in NOBODY and not others and not (folded == "who" and (announced or _core(draft, p, cues))))
        or (draft.because.startswith("noun") and folded in _OWN)
        or folded.startswith(("any ", "no "))
        or (folded.startswith("that ") and len(folded.split()) > 3)  # a clause
        or len(source.split()) > LONGEST_NAME
        or VERBS_INSIDE.intersection(folded.split(" who ")[0].split())
    ):
        return False
    if draft.because.startswith(
        ("before-source", "quoted", "told-by", "source-noun", "overheard", "passive-by", "via", "noun")
    ):
        return True
    return announced or _core(draft, p, cues)


_MODAL = frozenset("might may could can will would should must 'll never".split())
_SHORT = frozenset("m ve ll d re".split())  # "I'm", "we've": a speaker with a verb of his own


def _told(draft: Draft, p: Passage, cues: Cues, direct: bool) -> bool:
    """Tell whether the cue is one of saying that took place: no "might say", "to see", no thoughts in direct speech."""
    if draft.because.startswith("before-source: based"):
        return False
    cue = p.words[slice(*(places(p, draft.cue[0]) or (0, 0)))]
    if cue[:1] == ("to",) or _MODAL.intersection(cue):
        return False
    who = p.words[slice(*(places(p, draft.source[0]) or (0, 0)))]
    if any(w.partition("'")[2] in _SHORT or w.endswith("n't") for w in who):
        return False
    if len(who) == 1 and not p.capital((places(p, draft.source[0]) or (0, 0))[0]):
        if not who[0].endswith("s") and who[0] not in cues.sources and who[0] not in FOLK:
            return False  # "need", "ever"
    thought = (
        cue and cue[-1] in cues.thinking and cue[-1] not in cues.saying and draft.because.startswith("before-content")
    )
    return not (thought and direct)


_BE = frozenset("is are was were been".split())


def _core(draft: Draft, p: Passage, cues: Cues) -> bool:
    """Tell whether the cue is a plain word of saying in a finite form: "said", "is telling", "officials say"."""
    words = draft.cue[0].of(p.text).lower().split()
    if words[-1] in cues.denying and not words[-1].endswith("ing"):
        return True
    form = "past" if words[:2] == ["used", "to"] else cues.core.get(words[-1], "")
    if form == "base":
        who = draft.source[0].of(p.text).split()[-1].lower() if draft.source else ""
        return words[-1] not in cues.ambiguous and (who.endswith(("s", "men")) or who in FOLK) and "to" not in words
    if form == "ing":
        return draft.because.startswith("continued") or (len(words) > 1 and bool(_BE.intersection(words)))
    return form != ""


def _once(drafts: list[Draft]) -> list[Draft]:
    """Return ``drafts`` with one reading per cue: the one found deepest, whose source was cut in its own clause.

    Cues are taken in the order of the text; what was found inside a reading goes with it.
    """
    twins: dict[tuple[Span, ...], list[Draft]] = {}
    for d in drafts:
        if d.cue:
            twins.setdefault(d.cue, []).append(d)
    gone: set[int] = set()
    for cue in sorted(c for c, same in twins.items() if len(same) > 1):
        left = [d for d in twins[cue] if not _within(d, gone)]
        best = max(left, key=_depth, default=None)
        gone |= {id(d) for d in left if d is not best}
    left = [d for d in drafts if not _within(d, gone)]
    told = {(d.source, d.content, id(d.inside)): d for d in reversed(left)}  # "wrote to her claiming": said once
    left = [d for d in left if d.inside is None or not d.source or told[d.source, d.content, id(d.inside)] is d]
    return [d for d in left if not (d.inside is None and any(_twin(d, o) for o in left if o.inside is not None))]


def _twin(d: Draft, other: Draft) -> bool:
    """Tell whether ``other``, a link, is ``d`` once more with a shorter cue: "wrote" for "wrote on Telegram"."""
    return d.source == other.source and bool(d.cue) and any(d.cue[0].contains(c) for c in other.cue)


def _within(d: Draft, gone: set[int]) -> bool:
    at: Draft | None = d
    for _ in range(_DEEPEST + MOST_RELAYS):
        if at is None or id(at) in gone:
            break
        at = at.inside
    return at is not None and id(at) in gone


def _depth(d: Draft) -> int:
    depth, at = 0, d.inside
    while at is not None and depth <= _DEEPEST:
        depth, at = depth + 1, at.inside
    return depth
