"""Attributions inside attributions: chains of any depth, each link with the one in whose content it stands.

    relay := outer "," citing inner "," cue content        "X, citing Y, said …"
           | outer cue [","] citing inner [","] content     "X reported, citing Y, that …"; "…, X said, quoting Y"
           | citing inner "," outer cue content
           | outer quoted inner "as saying" content
           | inner-source "quoted by" outer …               a source phrase that names its own carrier
           | inner via outer ":" content
Anything else is found by reading the content of an attribution once more, as a passage of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.fold import fold
from firsthand.spans import Span, joined
from firsthand.statement.attributions.acts import acts
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.passage import Draft, Passage, part, places, without
from firsthand.statement.attributions.relays import Relay

_DEEPEST = 6  # links; a bound that news never reaches
_WHO_CITES = frozenset("cited quoted quotes cites".split())
_RECORDS = frozenset("record records recorded paraphrased paraphrases reported".split())  # "minutes record X as saying"
_SAID = frozenset(
    "writes wrote said says claimed claims reported stated told confirmed denied warned described".split()
)
_ENDS = frozenset(', . ; : ! ? " ( ) [ ] —'.split())
_PHRASE = 25  # words; the longest name of a source looked for


def nest(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` of a passage with relays taken apart and what stands inside their contents."""
    relayed = _unheard(_relays(p, _rejoined(drafts), cues), p)
    holders = {id(d.inside) for d in relayed}
    left = [_AGAIN * len(p.words)]
    out: list[Draft] = []
    for draft in relayed:
        out.append(draft)
        if id(draft) not in holders:
            out.extend(_inside(p, draft, cues, 1, set(), left))
    return _once(_unheard(out, p))


def _rejoined(drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` in which a link stands in the draft that has become of the one it was made in (its cue is the same)."""
    own, by_cue = {id(d) for d in drafts}, {d.cue: d for d in drafts if d.inside is None}
    lost = [d.inside is not None and id(d.inside) not in own for d in drafts]
    return [
        replace(d, inside=by_cue.get(d.inside.cue)) if gone and d.inside is not None else d
        for d, gone in zip(drafts, lost, strict=True)
    ]


RELAYS = ("quoted-as-saying", "told-by", "via")  # the rules below, by name


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


def _speaks_above(p: Passage, link: Draft, cues: Cues) -> bool:
    """Tell whether what holds a link is said in a plain word, or is a relay: not "a litany of rules", "may repeat"."""
    outer = link.inside
    if _relayed(link) or outer is None or not outer.cue or not outer.because.startswith(_FINITE):
        return True
    begin, end = places(p, outer.cue[0]) or (0, 0)
    return any(cues.saying.get(w, "ing") not in {"ing", "base"} or w in cues.core for w in p.words[begin:end])


_FINITE = ("before-content", "after-content", "inverted")


def _reaching(p: Passage, d: Draft, read: Sequence[Draft]) -> Draft:
    """Return ``d`` as far as the tagger's draft with its cue and source goes, where there is one."""
    for r in read:
        if r.source and d.source and _touches(r.source, d.source[0]) and any(_touches(d.cue, c) for c in r.cue):
            return replace(d, source=_named(p, r, d), cue=r.cue, content=r.content or d.content)
    return d


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


_LINKING = frozenset("by from of in at for who".split())


def _shape(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[int | None]:
    """Return which link stands in which, in the order of the cues."""
    found = nest(p, drafts, cues)
    return parents(sorted(found, key=lambda d: min((c.start for c in d.cue), default=-1)))


def _better_named(p: Passage, d: Draft, read: Sequence[Draft]) -> Draft:
    """Return ``d`` with the source that the tagger gives the same cue, where the two overlap: it sees better how far a name goes."""
    for r in read:
        if (
            r.source
            and d.source
            and any(c.overlaps(k) for c in r.cue for k in d.cue)
            and _touches(r.source, d.source[0])
        ):
            return replace(d, source=_named(p, r, d))
    return d


def _said(p: Passage, d: Draft, cues: Cues) -> bool:
    words = d.cue[0].of(p.text).lower().split()
    return d.because.startswith("before-source") or any(w in cues.saying or w in cues.judging for w in words)


def _sentence_at(p: Passage, place: int) -> int:
    """Return the first token of the sentence that the character at ``place`` stands in or right behind, -1 without one."""
    at = bisect_right(p.tokens, (place, 1 << 60)) - 1
    return p.starts[at] if at >= 0 else -1


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
    """Tell whether one sentence holds two words of saying outside quotations."""
    places = [p.starts[i] for i, w in enumerate(p.words) if p.quoted[i] < 0 and (w in cues.saying or w in cues.judging)]
    return len(set(places)) < len(places)


_MARKERS = frozenset(
    "cited quoted cites quotes via told informed according based heard hears learned learnt learns record records recorded".split()
)


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
    for _ in range(_DEEPEST + _MOST_RELAYS):
        if at is None or id(at) in gone:
            break
        at = at.inside
    return at is not None and id(at) in gone


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
        found = [*rules(inner, cues), *_evidence(inner, cues), *_saying(inner, cues)]
        if judged:
            found = [d for d in found if d.because.startswith(("noun", "source-noun"))]
        seen = _unheard(_relays(inner, found, cues), inner)
        strong = [d for d in seen if d.source and d.content and _strong(d, inner, cues, direct)]
        kept = [d for d in strong if _told(d, inner, cues, direct)]
        if not judged:
            named = [d for d in acts(inner, cues) if _strong(d, inner, cues, direct)]
            taken = [c for d in kept for c in d.cue]
            kept += [d for d in named if not any(_touches(d.cue, c) for c in taken)]
        for draft in kept:
            if draft.inside is None:
                own = replace(draft, inside=outer, because=f"inside: {draft.because}")
            else:
                own = replace(draft, inside=placed.get(id(draft.inside), draft.inside))
            placed[id(draft)] = own
            out.append(own)
            out.extend(_inside(inner, own, cues, depth + 1, read, left))
    return out


def _broken(p: Passage, outer: Draft) -> list[tuple[Span, Passage]]:
    """Return the clause that its source breaks, as one passage: ``[The monitors], he said, [had promised him passage]``."""
    if len(outer.content) < 2 or any(p.text[s.start : s.start + 1] in (*_QUOTES, "") for s in outer.content):
        return []  # quotations, or words of later paragraphs
    pieces = [places(p, s) or (0, 0) for s in outer.content]
    (a, b), (c, _), (_, d) = pieces[0], pieces[1], pieces[-1]
    if not a < b < c < d or c - b > _BETWEEN or b - a > _LONGEST_NAME or p.starts[a] != p.starts[c]:
        return []
    if not any(w.isalpha() for w in p.words[a:b]):
        return []
    whole = Span(outer.content[0].start, outer.content[-1].end)
    return [(whole, without(p, [i for begin, end in pieces for i in range(begin, end)]))]


_BETWEEN = 12  # words of who breaks a clause: ", he said,"


def _evidence(p: Passage, cues: Cues) -> list[Draft]:
    """``activists inside the town had counted thirty air strikes``: what a known kind of source found, inside what another says."""
    out = []
    for at, word in enumerate(p.words):
        if word in cues.finding and at > 1 and p.quoted[at] < 0:
            begin = at - (p.words[at - 1] in {"had", "have", "has", "also"})
            first = p.starts[at]
            words = p.words[first:begin]
            if p.words[begin - 1] == "who":
                continue  # "a man who found the key told guards"
            head = next((i for i, w in enumerate(words) if i and w in _AFTER_HEAD), len(words))
            plain = not any(w in _ENDS or w in _VERBS_INSIDE for w in words) and 0 < len(words) <= _LONGEST_NAME
            stop = (i for i in range(at + 2, p.ends[at] - 1) if p.words[i] == "," and p.words[i + 1] in _JOINS)
            content = _rim(p, at + 1, next(stop, p.ends[at]))
            if plain and head and words[head - 1] in cues.sources and content is not None:
                out.append(Draft((p.span(first, begin),), (p.span(begin, at + 1),), (content,), "told-by: evidence"))
    return out


def _saying(p: Passage, cues: Cues) -> list[Draft]:
    """``leaflets warning that C``, ``a boy ran into the street shouting that C``: who is said to say it in passing."""
    out = []
    for at, word in enumerate(p.words):
        if at < 1 or p.quoted[at] >= 0 or at + 2 >= p.ends[at]:
            continue
        if cues.core.get(word) == "past" and p.words[at - 1] in {"and", "then"}:
            out.extend(_and_said(p, at, cues))
        if word in _OF and p.words[at + 1] in _OF[word]:
            out.extend(_speaks_of(p, at, cues))
        if cues.saying.get(word) != "ing":
            continue
        spoke = any(cues.core.get(w) in {"past", "third"} for w in p.words[p.starts[at] : at])
        if p.words[at - 1] == "," and (spoke or word in {"adding", "noting"}):
            continue  # who speaks goes on
        told = at + 2 + (p.words[at + 1] in _OBJECTS)
        opens = "that" in p.words[at + 1 : told] or p.quoted[at + 1] >= 0 or p.words[at + 1] == ":"
        if not opens and not (word == "saying" and p.words[at - 1] not in _AS_BEFORE):
            continue
        if p.words[at - 1 : at + 1] == ("in", "writing"):
            continue
        near = _caller(p, at) or _right_before(p, at)
        source = near or _doer(p, at)
        content = _rim(p, at + 1, p.ends[at])
        if source is not None and content is not None:
            out.append(Draft((source,), (p.span(at, at + 1),), (content,), "told-by: in passing"))
    return out


def _speaks_of(p: Passage, at: int, cues: Cues) -> list[Draft]:
    """``people who reached us speak of bodies``, ``captured gunmen confessed to having been trained``: without a clause."""
    first, words = p.starts[at], p.words[p.starts[at] : at]
    begin = at - (p.words[at - 1] in _HAVE)
    content = _rim(p, at + 2, p.ends[at])
    plain = 0 < len(words) <= _LONGEST_NAME and not any(w in _ENDS for w in words) and words[0] not in _NOBODY - _FOLK
    spoke = any(cues.core.get(w) in {"past", "third"} for w in words) or "heard" in words
    if spoke or (p.words[at + 1] == "to" and not p.words[at + 2].endswith("ing")):
        return []
    if not plain or content is None or begin == first or p.words[at - 1] == "to":
        return []
    return [Draft((p.span(first, begin),), (p.span(begin, at + 1),), (content,), "told-by: speaks of")]


_OF = {
    **dict.fromkeys(
        "speak speaks spoke complain complains complained talk talked boasted warn warned".split(), ("of", "about")
    ),
    **dict.fromkeys("confess confesses confessed admit admitted".split(), ("to",)),
}


def _caller(p: Passage, at: int) -> Span | None:
    """``had a call from the deputy head on Sunday [telling him that]``: whoever called."""
    begin = next((i for i in range(at - 2, max(p.starts[at], at - _LONGEST_NAME), -1) if p.words[i] == "from"), 0)
    if not begin or p.words[begin - 1] not in _MESSAGES or any(w in _ENDS for w in p.words[begin:at]):
        return None
    return p.span(begin + 1, next((i for i in range(begin + 2, at) if p.words[i] in {"on", "at", "who"}), at))


_MESSAGES = frozenset("call calls message messages letter letters note text texts e-mail email warning".split())


def _and_said(p: Passage, at: int, cues: Cues) -> list[Draft]:
    """``a trader arrived and told them that C``: who did the first thing says it, unless he has spoken already."""
    source, content = _doer(p, at), _rim(p, at + 1, p.ends[at])
    spoke = any(cues.core.get(w) in {"past", "third"} for w in p.words[p.starts[at] : at])
    if source is None or content is None or spoke:
        return []
    that = next((i for i in range(at + 1, min(p.ends[at] - 1, at + 6)) if p.words[i] == "that"), at + 1)
    content = _rim(p, that, p.ends[at])
    return [Draft((source,), (p.span(at, at + 1),), (content,), "told-by: and said")] if content else []


_AS_BEFORE = frozenset("as by of from for in".split())


def _doer(p: Passage, at: int) -> Span | None:
    """Return the subject of the clause that opens the sentence of token ``at``, a short noun phrase before a verb of the past."""
    first = p.starts[at]
    for i in range(first + 1, min(at, first + _LONGEST_NAME)):
        word = p.words[i]
        if word in _ENDS or p.quoted[i] >= 0 or word in _BREAKS:
            return None
        if p.words[i - 1] in _ARTICLES:
            continue  # "the abducted priest"
        perceived = word in _PASSIVE and p.words[i + 1] in _PERCEIVED
        if perceived or word in _HAVE or word in _WENT or (word.endswith("ed") and len(word) > 4):
            plain = i < at - 1 - (word in _HAVE) and p.words[i:at].count(",") < 2
            return p.span(first, i) if plain and p.words[first] not in _NOBODY - _OTHERS else None
    return None


def _right_before(p: Passage, at: int) -> Span | None:
    """Return the noun phrase that ends right before token ``at``, back to its article or a verb; none behind a preposition."""
    begin = at
    while begin > max(p.starts[at], at - 6) and p.words[begin - 1] not in _ENDS and p.words[begin - 1] not in _LEFT:
        if p.words[begin - 1].endswith("ed") or p.quoted[begin - 1] >= 0:
            break
        begin -= 1
        if p.words[begin] in _ARTICLES:
            break
    named = begin < at and p.words[at - 1] not in _NOBODY | _ARTICLES | _OBJECTS | _BEFORE_ING
    alone = begin == p.starts[at] or p.words[begin - 1] not in _PLACED
    return p.span(begin, at) if named and alone else None


_BEFORE_ING = frozenset("after before by of for without while from in on at when".split())
_PERCEIVED = frozenset("heard seen filmed recorded shown caught".split())
_OBJECTS = frozenset("him her them us me".split())
_PLACED = frozenset("in on at to into onto with near over of for under".split())
_HAVE = frozenset("had has have".split())
_WENT = frozenset("came went ran rang wrote drove stood walked called".split())
_ARTICLES = frozenset("the a an his her their its".split())
_LEFT = (
    _HAVE
    | _WENT
    | frozenset(
        "that and but of in on at by for from with to show shows showed saw heard is are was were be been who which as while when".split()
    )
)
_BREAKS = frozenset("that who which when while if as and".split())
_JOINS = frozenset("and but while although".split())
_AFTER_HEAD = frozenset("of in from with at on near to for inside who outside".split())


def _part(p: Passage, span: Span) -> Passage:
    first = bisect_left(p.tokens, span.start, key=lambda t: t.start)
    stop = bisect_right(p.tokens, span.end, key=lambda t: t.end)
    if first >= stop:
        return part(p, 0, 0)
    return part(p, first + (p.words[first] == "that"), stop)


def _strong(draft: Draft, p: Passage, cues: Cues, direct: bool) -> bool:
    """Tell whether a draft found inside a content may stand: somebody named or described, and a plain word of saying."""
    if draft.because.startswith(("object", "intent", "colon", "bracket", "hearsay", "opens", "after-content")):
        return draft.because.startswith(("after-content", "object")) and _core(draft, p, cues)
    if not draft.source or draft.source[0].of(p.text).lower() in _OBJECTS:
        return False
    source = draft.source[0].of(p.text)
    folded = " ".join(source.lower().split())
    announced = draft.content[0].of(p.text).lower().startswith(("that ", '"', "“", "'", "‘"))
    others = direct and folded in _OTHERS  # in direct speech "he" is not who speaks
    if (
        (folded in _NOBODY and not others and not (folded == "who" and (announced or _core(draft, p, cues))))
        or (draft.because.startswith("noun") and folded in _OWN)
        or folded.startswith(("any ", "no "))
        or (folded.startswith("that ") and len(folded.split()) > 3)  # a clause
        or len(source.split()) > _LONGEST_NAME
        or _VERBS_INSIDE.intersection(folded.split(" who ")[0].split())
    ):
        return False
    if draft.because.startswith(
        ("before-source", "quoted", "told-by", "source-noun", "overheard", "passive-by", "via", "noun")
    ):
        return True
    return announced or _core(draft, p, cues)


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
        if not who[0].endswith("s") and who[0] not in cues.sources and who[0] not in _FOLK:
            return False  # "need", "ever"
    thought = (
        cue and cue[-1] in cues.thinking and cue[-1] not in cues.saying and draft.because.startswith("before-content")
    )
    return not (thought and direct)


_FOLK = frozenset("police people media they another others someone".split())
_QUOTES = "\"“'‘"
_MODAL = frozenset("might may could can will would should must 'll never".split())
_SHORT = frozenset("m ve ll d re".split())  # "I'm", "we've": a speaker with a verb of his own


def _core(draft: Draft, p: Passage, cues: Cues) -> bool:
    """Tell whether the cue is a plain word of saying in a finite form: "said", "is telling", "officials say"."""
    words = draft.cue[0].of(p.text).lower().split()
    if words[-1] in cues.denying and not words[-1].endswith("ing"):
        return True
    form = "past" if words[:2] == ["used", "to"] else cues.core.get(words[-1], "")
    if form == "base":
        who = draft.source[0].of(p.text).split()[-1].lower() if draft.source else ""
        return words[-1] not in cues.ambiguous and (who.endswith(("s", "men")) or who in _FOLK) and "to" not in words
    if form == "ing":
        return draft.because.startswith("continued") or (len(words) > 1 and bool(_BE.intersection(words)))
    return form != ""


_BE = frozenset("is are was were been".split())
_OTHERS = frozenset("he she they".split())
_OWN = frozenset("his her their its our my your".split())


_AGAIN = 5  # times the words of a paragraph that its contents may be read again in all; news needs less than four
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


def _relays(p: Passage, drafts: list[Draft], cues: Cues) -> list[Draft]:
    for at in [at for at in range(len(p.words)) if _relaying(p, at)][:_MOST_RELAYS]:
        word = p.words[at]
        if word == "from":
            _heard_from(p, at, drafts)
        elif word == "via":
            _via(p, at, drafts)
        else:
            _as_saying(p, at, drafts, cues)
    return drafts


def _relaying(p: Passage, at: int) -> bool:
    """Tell whether a form of relay may begin at the word."""
    word = p.words[at]
    if p.quoted[at] >= 0:
        return False
    heard = word == "from" and at > 0 and p.words[at - 1] in _LEARNED
    citing = word in _CITING and at > 1 and p.words[at - 1] in _PASSIVE
    recorded = word in _RECORDS and at > 0
    return heard or citing or recorded or word in _WHO_CITES or (word == "via" and 0 < at < _PHRASE)


_CITING = frozenset("citing quoting".split())
_LEARNED = frozenset("learned learnt learns learn heard hears hear".split())
_HEARINGS = frozenset("court inquest inquiry jury tribunal coroner hearing commission committee".split())


def _heard_from(p: Passage, at: int, drafts: list[Draft]) -> None:
    """``its reporter had learned from a judge that C``: the judge stands behind the reporter; a court only hears."""
    if _heard_who(p, at, drafts):
        return
    that = next((i for i in range(at + 2, min(p.ends[at] - 1, at + _PHRASE)) if _opens_clause(p, i)), 0)
    if not that or p.words[that] in _ENDS:
        return
    content = _rim(p, that, p.ends[at])
    outer = next((n for n, d in enumerate(drafts) if d.cue and d.cue[0].end == p.tokens[at - 1].end and d.source), -1)
    if content is not None and outer < 0 and p.words[that] != "that":
        begin = at - 1
        while begin > p.starts[at] and p.words[begin - 1] in _HAVE:
            begin -= 1
        drafts.append(Draft((p.span(at + 1, that),), (p.span(begin, at + 1),), (content,), "told-by: from"))
    if content is None or outer < 0:
        return
    held = any(s.contains(drafts[outer].cue[0]) for n, d in enumerate(drafts) if n != outer for s in d.content)
    content = next((s for s in drafts[outer].content if s.start == content.start), content)
    inner = Draft((p.span(at + 1, that),), (p.span(at, at + 1),), (content,), "told-by: from", drafts[outer])
    hearer = drafts[outer].source[0].of(p.text).lower().split()
    if _HEARINGS.intersection(hearer) or (held and hearer[0] in _NOBODY):
        drafts[outer] = replace(inner, inside=drafts[outer].inside)
    else:
        drafts.append(inner)


def _opens_clause(p: Passage, at: int) -> bool:
    """Tell whether the name before token ``at`` ends there: "that", a mark, or the article of another noun phrase."""
    if p.words[at] in _ENDS | {"that"}:
        return True
    return p.words[at] in _ARTICLES and p.words[at - 1] not in _PLACED | _AS_BEFORE | {"and"}


def _heard_who(p: Passage, at: int, drafts: list[Draft]) -> bool:
    """``X heard from three mothers who said C``: X carries, they say; tells whether it was put in so."""
    who = next(
        (i for i in range(at + 2, min(p.ends[at] - 2, at + _PHRASE)) if p.words[i] in _ENDS | {"who", "that"}), 0
    )
    begin = at - 1
    while begin > p.starts[at] and p.words[begin - 1] in _PASSIVE | _HAVE:
        begin -= 1
    subject = _left_phrase(p, p.starts[at], begin) if who else None
    content = _rim(p, who + 2, p.ends[at]) if who else None
    if subject is None or content is None or p.words[who] != "who" or p.words[who + 1] not in _SAID:
        return False
    drafts[:] = [d for d in drafts if not _touches(d.cue, p.span(begin, who + 2))]
    named, cue = p.span(at + 1, who), p.span(begin, at + 1)
    outer = Draft((subject,), (cue,), (Span(named.start, content.end),), "told-by: heard from")
    drafts += [outer, Draft((named,), (p.span(who + 1, who + 2),), (content,), "told-by: heard from", outer)]
    return True


def _unheard(drafts: list[Draft], p: Passage) -> list[Draft]:
    """Return ``drafts`` without hearing in which somebody speaks: ``the court heard that the nurse had told her manager C``."""
    cues = [c for d in drafts for c in d.cue]
    return [
        d
        for d in drafts
        if not (d.cue and d.cue[0].of(p.text).lower().split()[-1] in {"heard", "hears"})
        or not any(s.contains(c) for s in d.content for c in cues)
    ]


def _phrase(p: Passage, start: int, stop: frozenset[str] = frozenset()) -> int:
    """Return the end of the noun phrase that begins at ``start``."""
    at, last = start, min(len(p.words), start + _PHRASE)
    while at < last and p.words[at] not in _ENDS and p.words[at] not in stop and p.quoted[at] < 0:
        at += 1
    return at


def _touches(spans: Sequence[Span], one: Span) -> bool:
    return any(s.overlaps(one) for s in spans)


def _as_saying(p: Passage, at: int, drafts: list[Draft], cues: Cues) -> None:
    """``X quoted Y as saying that C``, ``X cited Y, who said C``: X carries, Y says; ``Y was quoted by X as saying that C``."""
    end = _speaking_of(p, at, cues)
    passive = at > 0 and p.words[at - 1] in _PASSIVE and p.words[at] not in _CITING
    if passive and p.words[at + 1 : at + 2] == ("as",):
        end = at + 1
    if not end or (p.words[at] in _RECORDS and passive and end > at + 1):
        return
    if passive and end == at + 1 and _said_by(p, at, drafts):
        return
    last = max(p.ends[at], p.quotes[p.quoted[p.ends[at] - 1]][1] if p.quoted[p.ends[at] - 1] >= 0 else 0)
    cue_begin = at
    while cue_begin > p.starts[at] and p.words[cue_begin - 1] in _PASSIVE | {"has", "had", "have", "also"}:
        cue_begin -= 1
    subject = _left_phrase(p, p.starts[at], cue_begin)
    colon = p.words[end] == ":"
    content = _rim(p, end + 2 - colon, _before_main(p, cue_begin, end, last, cues))
    if content is None and subject is not None:  # "C, X quoted Y as saying."
        content = _said_before(p, p.starts[at], subject)
    if subject is None or content is None:
        return
    said = p.span(end, end + 2 - colon)
    drafts[:] = [d for d in drafts if not (_touches(d.cue, p.span(cue_begin, end + 2 - colon)))]
    if passive and end == at + 1:
        drafts.append(Draft((subject,), (p.span(cue_begin, end + 2),), (content,), "quoted-as-saying: passive"))
        return
    by = passive and p.words[at + 1] == "by"
    start = (
        next((i + 1 for i in range(at + 1, min(end - 1, at + 6)) if p.words[i] == "by"), 0)
        if p.words[at + 1] == "from"
        else 0
    )
    named = p.span(start or at + 1 + by, end - (p.words[end - 1] == "," and end - 1 > at + 1))
    carrier, speaker = (named, subject) if by else (subject, named)
    whole = content if by or content.end <= subject.start else Span(speaker.start, content.end)
    outer = Draft((carrier,), (p.span(cue_begin, at + 1 + by),), (whole,), "quoted-as-saying: carrier")
    drafts.append(outer)
    drafts.append(Draft((speaker,), (said,), (content,), "quoted-as-saying: speaker", outer))


_PASSIVE = frozenset("was were been is are".split())


def _said_by(p: Passage, at: int, drafts: list[Draft]) -> bool:
    """``Y was quoted as saying by X that C``, ``C, Y was quoted as saying by X``: tells whether it was put in so."""
    by = at + 3
    if p.words[by : by + 1] != ("by",) or by + 1 >= p.ends[at]:
        return False
    begin = at
    while begin > p.starts[at] and p.words[begin - 1] in _PASSIVE | _HAVE:
        begin -= 1
    subject = _left_phrase(p, p.starts[at], begin)
    end = _phrase(p, by + 1, _NAME_STOPS)
    if subject is None or end <= by + 1:
        return False
    that = next((i for i in range(end, min(p.ends[at], end + 6)) if p.words[i] in {"that", ":"} or p.quoted[i] >= 0), 0)
    content = _rim(p, that, p.ends[at]) if that else _said_before(p, p.starts[at], subject)
    if content is None:
        return False
    drafts[:] = [d for d in drafts if not _touches(d.cue, p.span(begin, by + 1))]
    outer = Draft(
        (p.span(by + 1, end),), (p.span(begin, at + 1), p.span(by, by + 1)), (content,), "quoted-as-saying: by"
    )
    drafts += [outer, Draft((subject,), (p.span(begin, by),), (content,), "quoted-as-saying: passive", outer)]
    return True


_NAME_STOPS = frozenset("on in at that last this as yesterday today earlier late during after".split())


def _before_main(p: Passage, cue: int, start: int, last: int, cues: Cues) -> int:
    """Return ``last``, or the comma before the main clause: ``After X quoted Y as saying that C, | the board said …``."""
    led = any(w in _SUBORDINATE for w in p.words[p.starts[cue] : cue])
    if not led:  # "X quoted Y as saying that C, while Z cited …"
        joined = (i for i in range(start + 2, last - 1) if p.words[i] == "," and p.words[i + 1] in {"while", "but"})
        return next((i for i in joined if _core_ahead(p, i + 2, last, cues)), last)
    return next((i for i in range(start + 2, last) if p.words[i] == "," and _core_ahead(p, i + 1, last, cues)), last)


def _core_ahead(p: Passage, at: int, last: int, cues: Cues) -> bool:
    near = range(at + 1, min(last, at + _LONGEST_NAME))
    said = (i for i in near if cues.core.get(p.words[i]) in {"past", "third"} or p.words[i] in _WHO_CITES)
    return next(said, 0) > 0


_SUBORDINATE = frozenset("after when since before while although though as".split())


def _speaking_of(p: Passage, at: int, cues: Cues) -> int:
    """Return the place of "as saying", "who said", ":" behind a word of citing in its sentence, 0 without one."""
    for i in range(at + 1, min(p.ends[at] - 1, at + _PHRASE)):
        if p.words[i] == ":" and p.words[at] in {"quotes", "cites"} and i > at + 1:
            return i
        if p.quoted[i] >= 0 or p.words[i] in {";", ":"}:
            return 0
        saying = p.words[i] == "as" and (cues.saying.get(p.words[i + 1]) == "ing" or p.words[i + 1] == "having")
        if p.words[at] in _RECORDS and not saying and (p.words[i] in _ENDS or p.words[i] in _VERBS_INSIDE):
            return 0
        named = p.words[i] == "who" and p.words[i + 1] in _SAID and p.words[at] not in _RECORDS
        if i > at + 1 and (saying or named):
            return i
    return 0


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
