"""Paragraphs -> what each says by itself, read once for each wording that this process has met.

Wire copy comes in many articles with the same paragraphs. What a paragraph says by itself depends on its words and its
zone alone, so the same words are not read again: they cost a look-up. What the paragraphs around it add (a quotation
that goes on) is the work of ``runon``, over these readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import ZoneKind
from firsthand.spans import Span
from firsthand.statement.attributions.apposed import apposed
from firsthand.statement.attributions.chains import nest
from firsthand.statement.attributions.contents import apart, led, one_voice, whole
from firsthand.statement.attributions.cues import Cues, cues
from firsthand.statement.attributions.framed import framed
from firsthand.statement.attributions.gapped import gapped
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.linked import antecedents, linked
from firsthand.statement.attributions.passage import Draft, Paragraph, Passage, passage
from firsthand.statement.attributions.reconciled import chained
from firsthand.statement.attributions.relays import Relay, set_aside
from firsthand.statement.attributions.speakers import plausible
from firsthand.statement.attributions.tagged import tagged
from firsthand.statement.memory import Memory
from firsthand.tokens import words

_REMEMBERED = 1 << 14  # paragraphs; some 50 MB, the paragraphs of about a thousand articles
_BATCH = 1 << 17  # characters that the tagger reads at a time; more would only cost memory


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paragraph says by itself, and all that its neighbours must know of it; spans count from its first character."""

    alone: tuple[Draft, ...]  # before chains are looked for
    drafts: tuple[Draft, ...]
    body: Span  # its words without a full stop at the end
    whole: Span | None  # all of it, where all of it is one quotation
    opens: bool  # its first word is a quotation mark
    owned: bool  # a draft with a cue has its first word as content or source
    cued: bool  # a draft has its cue outside quotations
    speaking: int | None  # which of ``alone`` speaks at its end
    ends: str  # "colon", "quote" (one that is never closed) or nothing
    length: int  # words


@cache
def _memory(known: Lexicon, weights: bool) -> Memory[tuple[ZoneKind, str], Reading]:
    return Memory(_REMEMBERED)


def read(found: Sequence[Paragraph], known: Lexicon, weights: bool) -> list[Reading]:
    """Return what each paragraph says by itself; ``weights=False`` goes by rules alone."""
    memory = _memory(known, weights)
    keys = [(p.zone, p.text) for p in found]
    here = {key: old for key in keys if (old := memory.get(key)) is not None}
    for batch in _batches([Paragraph(*key, 0) for key in dict.fromkeys(keys) if key not in here]):
        for one, reading in zip(batch, _readings(batch, cues(known), weights), strict=True):
            here[one.zone, one.text] = memory.keep((one.zone, one.text), reading)
    return [here[key] for key in keys]


def _batches(new: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    batch: list[Paragraph] = []
    size = 0
    for paragraph in new:
        batch.append(paragraph)
        size += len(paragraph.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _readings(batch: Sequence[Paragraph], lexicon: Cues, weights: bool) -> Iterator[Reading]:
    asides = [set_aside(passage(p), lexicon) for p in batch]
    found = [p for p, _ in asides]
    ruled = [rules(p, lexicon) for p in found]
    seen = tagged(found, ruled, lexicon) if weights else ruled  # trained on rules whose sources nothing has tested
    for (p, relays), row, tags in zip(asides, ruled, seen, strict=True):
        sure = _ruled(p, row, lexicon)
        yield _reading(p, relays, sure, _alone(p, sure, tags, lexicon) if weights else sure, lexicon, weights)


def _alone(p: Passage, sure: Sequence[Draft], tags: Sequence[Draft], lexicon: Cues) -> list[Draft]:
    if p.shouted:
        return whole(p, list(sure), lexicon)  # the tagger goes by capitals
    seen = led(p, one_voice(p, plausible(p, _worded(tags, p.text, lexicon), lexicon), lexicon), lexicon)
    return whole(p, _merged(seen, sure, p.text, lexicon), lexicon)


def finished(paragraph: Paragraph, row: Sequence[Draft], known: Lexicon, weights: bool) -> list[Draft]:
    """Return the drafts of ``paragraph`` when its neighbours made ``row`` of what it says by itself."""
    lexicon = cues(known)
    p, relays = set_aside(passage(paragraph), lexicon)
    return _finished(p, relays, _ruled(p, rules(p, lexicon), lexicon), row, lexicon, weights)


def _ruled(p: Passage, row: Sequence[Draft], lexicon: Cues) -> list[Draft]:
    """Return what the rules saw, once who speaks and where contents begin are tested."""
    return whole(p, led(p, plausible(p, row, lexicon), lexicon), lexicon)


def _finished(
    p: Passage, relays: Sequence[Relay], sure: Sequence[Draft], row: Sequence[Draft], lexicon: Cues, weights: bool
) -> list[Draft]:
    row = apart(p, row)
    deep = nest(p, chained(p, apart(p, sure), list(row), relays, lexicon) if weights else row, lexicon)
    return framed(
        p,
        antecedents(p, linked(p, gapped(p, apposed(p, plausible(p, deep, lexicon)), lexicon.sources), relays)),
        lexicon,
    )


def _reading(
    p: Passage, relays: Sequence[Relay], sure: Sequence[Draft], alone: Sequence[Draft], lexicon: Cues, weights: bool
) -> Reading:
    last = len(p.words)
    said = [d for d in alone if d.content]
    return Reading(
        tuple(alone),
        tuple(_finished(p, relays, sure, said, lexicon, weights)),
        p.span(0, last - (last > 1 and p.words[-1] == ".")) if last else Span(0, 0),
        _one_quotation(p),
        bool(p.words) and p.words[0] == '"',
        _covers_start(p, alone),
        _cue_outside(p, alone),
        _speaking(p, alone),
        "colon" if last and p.words[-1] == ":" else "quote" if p.open_end else "",
        last,
    )


# ---- what the neighbours must know ------------------------------------------------------------------------------------


def _one_quotation(p: Passage) -> Span | None:
    """Return the characters of a passage that is all inside double marks (the last may be missing); nothing otherwise."""
    if not p.words or p.words[0] != '"':
        return None
    outside = any(q < 0 and w[0].isalnum() for q, w in zip(p.quoted, p.words, strict=True))
    return None if outside else p.span(0, len(p.words))


def _covers_start(p: Passage, drafts: Sequence[Draft]) -> bool:
    """Tell whether a draft with a cue already takes the first word of the passage, as content or as source (``"PENCE: …``)."""
    if not p.tokens:
        return False
    first = p.tokens[min(1, len(p.tokens) - 1)].start
    return any(d.cue and any(s <= first < e for s, e in (*d.content, *d.source)) for d in drafts)


def _cue_outside(p: Passage, drafts: Sequence[Draft]) -> bool:
    quoted = {p.tokens[i].start for i in range(len(p.tokens)) if p.quoted[i] >= 0}
    return any(c.start not in quoted for d in drafts for c in d.cue)


def _speaking(p: Passage, drafts: Sequence[Draft]) -> int | None:
    """Return the place of the draft that speaks at the end of the passage: the one that ends last, quoted or before a colon."""
    if not drafts:
        return None
    last = max(range(len(drafts)), key=lambda n: max(s.end for s in (*drafts[n].cue, *drafts[n].content)))
    content = drafts[last].content
    quoted = any(
        '"' in p.words[i]
        for i in range(len(p.words))
        if content and content[0].start <= p.tokens[i].start < content[-1].end
    )
    return last if quoted or not content or p.words[-1] == ":" else None


# ---- the tagger and the rules -----------------------------------------------------------------------------------------

# Rules that stand beside the tagger: forms it hardly met in training. All else of the rules it saw as a feature.
_SURE = (
    "before-source", "hearsay", "headline-tail", "visual", "bracket", "opens-quotation", "estimate", "told-by", "source-noun",
    "passive-by", "account", "overheard", "carries", "label", "colon: name", "dismissed",
)  # fmt: skip


def _merged(read: Sequence[Draft], ruled: Sequence[Draft], text: str, lexicon: Cues) -> list[Draft]:
    """Return the tagger's drafts that yield to no rule, and those of the sure rules that it did not find.

    Inside the content of the latter a tagger's draft stands only when its cue holds a word of the lexicon: it did not see
    the frame, and took what it saw inside for one ("militants joining to battles").
    """
    sure = [d for d in ruled if d.because.startswith(_SURE)]
    closing = [
        d
        for d in ruled
        if d.because.startswith("inverted") or (d.because.startswith("after-content") and _closes(d, text, lexicon))
    ]
    standing = [
        d
        for d in read
        if not (
            _names_source(d, sure)
            or _swallows(d, sure)
            or _turned(d, closing, text)
            or _deed(d, closing, text, lexicon)
        )
    ]
    if len(standing) == len(read):  # "X, their spokesman, confirmed the shooting" only looks inverted
        closing = [d for d in closing if d.because.startswith("after-content") or _plain(d, text, lexicon)]
    read = standing
    extra = unseen(sure, read)
    extra += _untouched(closing, [*read, *extra])
    spoken = [
        d
        for d in ruled
        if d.because.startswith("before-content")
        and (d.source or d.because.endswith("nobody is named"))
        and _opens(text, d)
        and _plain(d, text, lexicon)
    ]
    extra += unseen(spoken, [*read, *extra])
    finite = [d for d in ruled if d.source and (d.because in _PLAINEST or _hidden(text, d, lexicon))]
    heard = [d for d in extra if d.because.startswith("hearsay")]
    extra += _untouched(finite, [*read, *(d for d in extra if d not in heard)])
    framed = [s for d in extra for s in d.content if not d.because.startswith("hearsay")]
    kept = [
        d
        for d in read
        if not any(s.contains(c) for s in framed for c in d.cue) or any(_spoken(text, c, lexicon) for c in d.cue)
    ]
    told = [c for d in extra if d.source for c in d.cue]
    extra = [d for d in extra if not (d in heard and any(t.contains(c) for t in told for c in d.cue))]
    return [*(_put(_with_source(d, ruled, text, lexicon), ruled) for d in kept), *extra]


def _hidden(text: str, draft: Draft, lexicon: Cues) -> bool:
    """Tell whether a saying hides behind "reportedly": the tagger takes that word for all there is."""
    words_ = fold(draft.cue[0].of(text)).split() if draft.cue else []
    return draft.because.startswith("before-content") and bool(lexicon.hearsay.intersection(words_))


_PLAINEST = frozenset(
    f"before-content: {word}"
    for word in ("said", "says", "say", "told", "tell", "tells", "reported", "denied", "denies", "deny")
)
_CLOSING = ("after-content", "inverted")  # "…, the monitor said", "…, said the monitor": nothing follows but adjuncts


def _plain(draft: Draft, text: str, lexicon: Cues) -> bool:
    """Tell whether the cue holds a plain word of saying."""
    return any(fold(text[w.start : w.end]) in lexicon.core for w in words(text, *draft.cue[0]))


def _closes(draft: Draft, text: str, lexicon: Cues) -> bool:
    """Tell whether the cue is enough behind what is said: a plain word of saying, or "…, the firm [maintained]"."""
    cue = [fold(text[w.start : w.end]) for w in words(text, *draft.cue[0])]
    passive = not _PASSIVE.isdisjoint(cue)  # "the damage is provisionally estimated"
    return _plain(draft, text, lexicon) or (not passive and not lexicon.closing.keys().isdisjoint(cue))


_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


def _names_source(draft: Draft, sure: Sequence[Draft]) -> bool:
    """Tell whether the cue of a draft is only a word of whom a sure rule names: ``Based on AMN [report]``, ``by the harbour [master]``."""
    return any(s.contains(c) for d in sure for s in d.source for c in draft.cue)


def _swallows(draft: Draft, sure: Sequence[Draft]) -> bool:
    """Tell whether a sure rule reads the words behind the same cue better.

    ``According to [the mayor, 12 died]; …``: it names somebody there; ``put the toll [at 30]``: a number belongs to it.
    """
    same = [d for d in sure if any(c.overlaps(o) for c in draft.cue for o in d.cue)]
    counted = any(d.because.startswith("estimate") for d in same)
    opening = [d for d in same if d.because.startswith("before-source")]
    theirs = [s for d in sure if d not in same and d.because.startswith("before-source") for s in d.source]
    taken = any(s.overlaps(t) for s in draft.source for t in theirs)  # who is named behind the next "according to"
    return counted or (taken and any(c.contains(s) for d in opening for s in d.source for c in draft.content))


def _turned(draft: Draft, closing: Sequence[Draft], text: str) -> bool:
    """Tell whether a draft takes for content who speaks behind the same cue: ``…, said [the governor]``, ``The wells, says [Ina], …``."""

    def speaker(span: Span, d: Draft) -> bool:
        own = d.source[0]
        return own.contains(span) or (span.start == own.start and text[own.end : own.end + 1] in {",", ";"})

    return bool(draft.content) and any(
        d.source and all(speaker(c, d) for c in draft.content) and any(d.cue[0].overlaps(c) for c in draft.cue)
        for d in closing
    )


def _deed(draft: Draft, closing: Sequence[Draft], text: str, lexicon: Cues) -> bool:
    """Tell whether a draft is no saying but part of what a speaker at the end of its sentence says.

    ``Gunmen [attacked] a column, the paper said``: a verb and a plain object, and no clause or quotation.
    """
    if not draft.cue or _opens(text, draft) or any(fold(s.of(text)).startswith("to ") for s in draft.content):
        return False
    said = (lexicon.saying, lexicon.thinking, lexicon.showing)
    cue = [fold(text[w.start : w.end]) for c in draft.cue for w in words(text, *c)]
    if any(word in table for word in cue for table in said):
        return False
    own = (*draft.source, *draft.cue)
    return any(all(any(s.contains(o) for s in d.content) for o in own) for d in closing)


def _untouched(those: Sequence[Draft], read: Sequence[Draft]) -> list[Draft]:
    """Return those drafts of whose words nothing has been read yet but what stands inside their content, whole."""
    parts = [(*d.cue, *d.source, *d.content) for d in read]
    return [d for d in those if not any(_crosses(d, them) for them in parts)]


def _crosses(draft: Draft, them: Sequence[Span]) -> bool:
    inside = all(any(s.contains(t) for s in draft.content) for t in them)
    return not inside and any(s.overlaps(t) for s in (*draft.cue, *draft.source, *draft.content) for t in them)


def _put(draft: Draft, ruled: Sequence[Draft]) -> Draft:
    """Return ``draft`` with the whole cue of "as one nurse [put it]", of which the tagger sees a word."""
    for r in ruled:
        if r.because == "account: as put" and len(draft.cue) == 1 and r.cue[0].overlaps(draft.cue[0]):
            return replace(draft, cue=(Span(min(r.cue[0].start, draft.cue[0].start), r.cue[0].end),))
    return draft


def _with_source(draft: Draft, ruled: Sequence[Draft], text: str, lexicon: Cues) -> Draft:
    """Return ``draft`` with the source that a sure rule, or a plain word of saying, gives the same cue where the tagger found none.

    Where that source lies in what the tagger took for content ("…, said [the Monitor]"), the rule's reading stands.
    """
    if draft.source or not draft.cue:
        return draft
    same = [r for r in ruled if r.source and r.cue and any(c.overlaps(k) for c in r.cue for k in draft.cue)]
    plain = not fold(draft.cue[0].of(text)).startswith("to ")
    sure = next(
        (r for r in same if r.because.startswith(_SURE) or (plain and _finite(r) and _plain(r, text, lexicon))), None
    )
    if sure is None:
        return draft
    if any(s.overlaps(c) for s in sure.source for c in draft.content) and _finite(sure):
        return sure
    if any(s.overlaps(c) for s in sure.source for c in draft.cue):
        return sure  # "…," [reads a statement] from the union
    return replace(draft, source=sure.source)


def _finite(draft: Draft) -> bool:
    return draft.because.startswith(("before-content", *_CLOSING))


def _worded(read: Sequence[Draft], text: str, lexicon: Cues) -> list[Draft]:
    """Return the tagger's drafts whose cue holds a word of the lexicon or a mark, or whose content is a quotation or "that …".

    What it takes for a cue without either ("has beaten back") is right one time in three.
    """
    return [d for d in read if not d.cue or _opens(text, d) or any(_spoken(text, c, lexicon) for c in d.cue)]


def _opens(text: str, draft: Draft) -> bool:
    marked = not any(ch.isalnum() for c in draft.cue for ch in c.of(text))
    return marked or any(fold(s.of(text)).startswith(('"', "'", "that ", "whether ", "how ")) for s in draft.content)


def _spoken(text: str, cue: Span, lexicon: Cues) -> bool:
    """Tell whether the cue holds a word of the lexicon; "back" behind another verb ("has beaten back") is none."""
    found = [fold(text[w.start : w.end]) for w in words(text, *cue)]
    return any(
        w in lexicon.spoken and not (w in _PARTICLES and before and before not in _HELPING)
        for before, w in zip(["", *found], found, strict=False)
    )


_PARTICLES = frozenset({"back"})  # words of the lexicon that are adverbs behind a verb
_HELPING = frozenset("to not never also still would will can could may might should must do does did n't".split())


def unseen(those: Sequence[Draft], read: Sequence[Draft]) -> list[Draft]:
    """Return those drafts whose source and cue hold no word of the source or cue of ``read``."""
    taken = [s for d in read for s in (*d.cue, *d.source)]
    return [d for d in those if not any(s.overlaps(t) for s in (*d.cue, *d.source) for t in taken)]
