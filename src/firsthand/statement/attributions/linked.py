"""Relays back into the chain: what was set aside before reading becomes links between the drafts of a passage.

A relay hangs on the source that stands right before it, else on whoever speaks in its sentence; where nobody does, the
source it names says the rest. Who carries comes above whom he carries, who stands behind comes below.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.passage import Draft, Passage, rewritten
from firsthand.statement.attributions.relays import DETERMINERS, ENDS, PHRASE, Relay
from firsthand.statement.attributions.speakers import labelled


class Tree:
    """Drafts and who stands in whose content, while links are put in."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.rows = list(drafts)
        place = {id(d): n for n, d in enumerate(drafts)}
        self.up = [place.get(id(d.inside)) if d.inside is not None else None for d in drafts]

    def below(self, n: int, link: Draft) -> None:
        """Put ``link`` between draft ``n`` and all that stands inside it."""
        self.up = [len(self.rows) if above == n else above for above in self.up]
        self.rows.append(link)
        self.up.append(n)

    def above(self, n: int, link: Draft) -> None:
        """Put ``link`` between draft ``n`` and whatever it stands in."""
        self.rows.append(link)
        self.up.append(self.up[n])
        self.up[n] = len(self.rows) - 1

    def drafts(self) -> list[Draft]:
        """Return the drafts, each with the one it now stands in."""
        made: dict[int, Draft] = {}

        def make(n: int) -> Draft:
            if n not in made:
                above = self.up[n]
                inside = make(above) if above is not None else None
                old = self.rows[n]
                made[n] = old if old.inside is inside else replace(old, inside=inside)
            return made[n]

        return [make(n) for n in range(len(self.rows))]


def linked(p: Passage, drafts: Sequence[Draft], relays: Sequence[Relay]) -> list[Draft]:
    """Return ``drafts``, read from ``p`` without its relays, with the relays as links and their words out of all spans."""
    if not relays:
        return _without_echo(p, drafts)
    tree = Tree(drafts)
    hung: list[Relay] = []
    named: dict[int, int] = {}  # end of a hole -> the draft of the source it names
    for relay in relays:
        if not relay.carries and not named and _headed(p, tree, relay):
            named[relay.hole.end] = len(tree.rows) - 1
            hung.append(relay)
            continue
        holders = _holders(p, tree, relay, named)
        own = _own_clause(p, tree, relay)
        if own >= 0 and own not in holders and holders:
            said = tree.rows[own]
            tree.rows[own] = replace(said, source=(relay.source,), because=f"citing: who; {said.because}")
            tree.up[own] = holders[0]
            named[relay.hole.end] = own
            hung.append(relay)
            continue
        within = _in_which(p, tree, relay)
        for n in holders:
            _hang(tree, n, relay)
        if holders and within >= 0 and within not in holders and not relay.carries:
            tree.up[within] = len(tree.rows) - 1
        if not holders and _alone(p, tree, relay):
            holders = [len(tree.rows) - 1]
        if holders:
            named[relay.hole.end] = len(tree.rows) - 1
            hung.append(relay)
    return _without_echo(p, [_cleared(p, d, relays, hung) for d in tree.drafts()])


def antecedents(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` in which a link of a chain that is only "who" or "which" is named by the words before it."""
    held = {id(d.inside) for d in drafts}
    said = [s for d in drafts for s in d.content]

    def named(d: Draft) -> Draft:
        linked = d.inside is not None or id(d) in held or any(s.contains(c) for s in said for c in d.cue)
        name = _before_who(p, d) if linked else None
        return replace(d, source=(name,)) if name and (name,) != d.source else d

    return rewritten(drafts, named)


def _before_who(p: Passage, d: Draft) -> Span | None:
    """Return the noun phrase before "who", "which": back to its article, over "of" and "for", or its run of capitals."""
    at = bisect_left(p.tokens, d.source[0]) if d.source else len(p.tokens)
    if at >= len(p.tokens) or p.tokens[at] != d.source[0] or p.words[at] not in {"who", "which"}:
        return None
    first, end = p.starts[at], at - (p.words[at - 1] == "," and at > p.starts[at])
    begin = end
    while begin > max(first, end - _NAME) and p.words[begin - 1] not in ENDS and p.words[begin - 1][0].isalnum():
        if p.words[begin - 1] in DETERMINERS:
            begin -= 1
            if begin - 1 <= first or p.words[begin - 1] not in {"of", "for"}:
                break
        elif p.words[begin - 1] in _LEFT_OF_NAMES and not p.capital(begin - 1):
            break
        begin -= 1
    return p.span(begin, end) if begin < end else None


_NAME = 14  # words
_LEFT_OF_NAMES = frozenset(
    "by from to with on at in and or but that is are was were reports reported said says told as than".split()
)


def _without_echo(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` without the speaker of a link who is named again by a pronoun inside it: ``the king told him that [he feared]``."""
    inner = [s for d in drafts if d.inside is not None and not _of_others(d) for s in d.content]
    return [
        d
        for d in drafts
        if not d.source
        or d.source[0].of(p.text).lower() not in _ECHOES
        or not any(s.contains(d.source[0]) and s.contains(d.cue[0]) for s in inner if d.cue)
    ]


def _of_others(d: Draft) -> bool:
    """Tell whether ``d`` is what another claims about the speaker: ``he denied a report that [he had fled]``."""
    return d.because.removeprefix("inside: ").startswith(("source-noun", "noun"))


_ECHOES = frozenset("he she i we".split())


def _own_clause(p: Passage, tree: Tree, relay: Relay) -> int:
    """Return the draft of "…, who said that …" right behind the name of a source that is cited, -1 without one."""
    at = _behind_hole(p, relay)
    at += p.words[at : at + 1] == (",",)
    if relay.carries or relay.said or p.words[at : at + 1] not in {("who",), ("which",)}:
        return -1
    who = p.tokens[at]
    return next((n for n, d in enumerate(tree.rows) if d.source == (who,)), -1)


def _in_which(p: Passage, tree: Tree, relay: Relay) -> int:
    """Return the draft of whoever speaks in "…, quoting a circular [in which the ministry warned]", -1 without one."""
    at = _behind_hole(p, relay)
    if p.words[at : at + 2] != ("in", "which") or at + 2 >= len(p.tokens):
        return -1
    begin = p.tokens[at + 2].start
    return next((n for n, d in enumerate(tree.rows) if d.source and d.source[0].start == begin), -1)


def _hang(tree: Tree, n: int, relay: Relay) -> None:
    own = tree.rows[n]
    content = (relay.said,) if relay.said else own.content
    link = Draft((relay.source,), (relay.cue,), content, relay.because)
    (tree.above if relay.carries else tree.below)(n, link)


def _alone(p: Passage, tree: Tree, relay: Relay) -> bool:
    """Where nobody else speaks, the named source says the rest of the sentence; who carries something, the clause behind."""
    at = _behind_hole(p, relay)
    if relay.carries:
        if p.words[at : at + 1] != ("that",):
            return False
        content: tuple[Span, ...] = (p.span(at, _last(p, at)),)
    else:
        whole = _sentence(p, relay)
        content = (relay.said,) if relay.said else (whole,) if whole else ()
    tree.rows.append(Draft((relay.source,), (relay.cue,), content, relay.because))
    tree.up.append(None)
    return True


def _headed(p: Passage, tree: Tree, relay: Relay) -> bool:
    """``NAME, citing NAME: C``: whoever stands before the aside reports; tells whether the relay was put in so."""
    at = _behind_hole(p, relay)
    head = _colon_head(p, at)
    if head is None or at + 1 >= len(p.words):
        return False
    content = (p.span(at + 1, _last(p, at + 1)),)
    same = [n for n, d in enumerate(tree.rows) if any(s.overlaps(head.source[0]) for s in d.source)]
    if not same:
        tree.rows.append(replace(head, content=content))
        tree.up.append(None)
        same = [len(tree.rows) - 1]
    _hang(tree, same[0], relay)
    return True


def _colon_head(p: Passage, at: int) -> Draft | None:
    """``NAME, citing NAME: C``: whoever stands before the aside reports."""
    colon = next((i for i in range(at, min(len(p.words), at + 2)) if p.words[i] == ":"), -1)
    first = p.starts[at - 1] if at else 0
    first = (labelled(p, first, at) or (first, at))[0] if first < at else first
    if (
        colon < 0
        or not 0 < at - first <= PHRASE
        or not p.capital(first + (p.words[first] in DETERMINERS and at - first > 1))
    ):
        return None
    return Draft((p.span(first, at),), (p.span(colon, colon + 1),), (), "colon: cites")


def _last(p: Passage, at: int) -> int:
    end = p.ends[at]
    while end > at + 1 and p.words[end - 1] in ENDS:
        end -= 1
    return end


def _sentence(p: Passage, relay: Relay) -> Span | None:
    """Return the words of the sentence on the longer side of the relay, without marks at the rim."""
    at = _behind_hole(p, relay)
    own = at - 1 if at and (at >= len(p.words) or p.starts[at] == at) else at
    if not p.words:
        return None
    first, last = p.starts[own], p.ends[own]
    sides = [(at, last), (first, min(at, last))]
    begin, end = max(sides, key=lambda s: s[1] - s[0])
    while end > begin and p.words[end - 1] in ENDS:
        end -= 1
    while begin < end and p.words[begin] in ENDS:
        begin += 1
    return p.span(begin, end) if begin < end else None


def _behind_hole(p: Passage, relay: Relay) -> int:
    """Return the first token of ``p`` (which lacks the hole) behind it."""
    return next((i for i, t in enumerate(p.tokens) if t.start >= relay.hole.end), len(p.tokens))


def _holders(p: Passage, tree: Tree, relay: Relay, named: dict[int, int]) -> list[int]:
    """Return the drafts on which ``relay`` hangs: those of the source right before it, else whoever speaks in its sentence."""
    for end, n in named.items():
        if end <= relay.hole.start and not p.text[end : relay.hole.start].strip(" ,\n"):
            return [n]
    at = _behind_hole(p, relay)
    before = at - 1
    if before >= 0 and p.words[before] == ",":
        before -= 1
    if before >= 0:
        edge = p.tokens[before].end
        same = [
            n
            for n, d in enumerate(tree.rows)
            if d.source and d.source[0].start < edge == _bare_end(p.text, d.source[-1])
        ]
        if same:
            return same
    if relay.carries and before >= 0 and not _loose(p, relay):
        return []
    own = (
        at
        if at < len(p.words) and (at == 0 or p.starts[at] < at or (p.ends[before] <= at and _opens(p, at, relay)))
        else before
    )
    return _speaker(p, tree, relay, max(0, own))


def _loose(p: Passage, relay: Relay) -> bool:
    """Tell whether the words set aside are an aside of the sentence: "the article published by X" belongs to the article alone."""
    words = relay.hole.of(p.text)
    return words.startswith((",", "(")) or words[:3].lower() == "in " or words[:1].isupper()


def _bare_end(text: str, s: Span) -> int:
    return s.start + len(s.of(text).rstrip(" ,"))


def _opens(p: Passage, at: int, relay: Relay) -> bool:
    """Tell whether the relay stands before the first word of the sentence of token ``at``, not behind the last of another."""
    return p.words[at - 1] in {".", "!", "?", '"'} and p.text[p.tokens[at - 1].end : relay.hole.start].strip(" ,") == ""


def _speaker(p: Passage, tree: Tree, relay: Relay, own: int) -> list[int]:
    if not p.tokens:
        return []
    low, high = p.tokens[p.starts[own]].start, p.tokens[p.ends[own] - 1].end
    near = [n for n, d in enumerate(tree.rows) if d.cue and low <= d.cue[0].start < high and d.content]
    before = [n for n in near if tree.rows[n].cue[0].start < relay.hole.start]
    if not before:
        return [min(near, key=lambda n: (tree.up[n] is not None, tree.rows[n].cue[0].start))] if near else []
    close = [n for n in before if not _content_between(tree.rows[n], relay)]
    pick = close or [n for n in before if tree.up[n] is None] or before
    return [max(pick, key=lambda n: (tree.rows[n].cue[0].start, tree.rows[n].because.startswith("gapped")))]


def _content_between(d: Draft, relay: Relay) -> bool:
    return any(d.cue[0].end <= s.start < relay.hole.start for s in d.content)


# ---- spans without the words set aside ----------------------------------------------------------------------------------


def _cleared(p: Passage, d: Draft, relays: Sequence[Relay], hung: Sequence[Relay]) -> Draft:
    """Return ``d`` without the words of relays in its source and cue, and in its content where they are its own.

    A relay that hangs on nobody goes back to the span that ends right before it.
    """
    if d.because.startswith(("citing:", "carried-by:", "heard-by:")):
        own: tuple[Relay, ...] = ()
    else:
        own = tuple(relays)
    lost = [r for r in relays if r not in hung]
    source = _out(p.text, _grown(p.text, d.source, lost), [r for r in own if r in hung])
    cue = _out(p.text, d.cue, own)
    content = _out(p.text, _grown(p.text, d.content, lost), [r for r in own if r in hung and _mine(d, r)])
    if (source, cue, content) == (d.source, d.cue, d.content):
        return d
    return replace(d, source=source, cue=cue, content=content)


def _mine(d: Draft, relay: Relay) -> bool:
    """Tell whether the relay stands beside the source or cue of ``d`` rather than deep in what it says."""
    return not any(s.start < relay.hole.start and relay.hole.end < s.end for s in d.content)


def _grown(text: str, spans: tuple[Span, ...], lost: Sequence[Relay]) -> tuple[Span, ...]:
    out = list(spans)
    for relay in lost:
        for n, s in enumerate(out):
            if s.end <= relay.hole.start and not text[s.end : relay.hole.start].strip():
                out[n] = Span(s.start, relay.hole.end)
    return tuple(out)


def _out(text: str, spans: tuple[Span, ...], holes: Sequence[Relay]) -> tuple[Span, ...]:
    out = spans
    for relay in holes:
        out = _less(text, out, relay.hole)
    return out


def _less(text: str, spans: Sequence[Span], hole: Span) -> tuple[Span, ...]:
    """Return ``spans`` without ``hole``; what is left is trimmed of commas and white space, empty pieces go."""
    out = []
    for s in spans:
        if not s.overlaps(hole):
            out.append(s)
            continue
        for start, end in ((s.start, min(s.end, hole.start)), (max(s.start, hole.end), s.end)):
            words = text[start:end].strip(" ,\n\t") if start < end else ""
            if words:
                begin = text.index(words, start)
                out.append(Span(begin, begin + len(words)))
    return tuple(out)
