"""Does all that was taken for content come from the one source? A table of named rules; the first that holds cuts or rejects it.

content := clause … joiner second-voice     "two soldiers were killed" | ", while the rebels said they had lost nobody"
         | clause ";" second-voice          "12 rebels died" | "; according to the rebels, none did"
silence := not to answer, reply, comment    "declined to comment": nothing is said, so nothing is attributed
Two voices side by side in one sentence are two attributions; one stands inside the other only behind "that".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.closed import NUMBERS
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage, places
from firsthand.statement.quantities.tally import names_tally

_JOINERS = frozenset("while whereas but although though and yet".split())
_STRONG = frozenset("while whereas but although though ;".split())  # join clauses by themselves, without a comma
_PHRASE = 9  # words between a joining word and the word of saying of the second voice
_NO_SUBJECT = frozenset('that who which when where if as to not then . , : ; ( ) "'.split())
_FINITE = frozenset({"past", "third", "base"})


def one_voice(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` of a passage, contents cut where a second voice begins; those in which nothing is said are left out."""
    return [
        _cut(p, _what_is_denied(p, _framed(p, d), cues), cues)
        for d in drafts
        if not (silent(p, d, cues) or _of_another(p, d, cues))
    ]


def led(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` with contents that begin where what is said begins, not with whom it is said to, when or about what."""
    return [_led(p, d, cues) for d in drafts]


def _led(p: Passage, d: Draft, cues: Cues) -> Draft:
    if not d.cue or not d.content or d.content[0].start < d.cue[-1].end:
        return d
    begin, end = places(p, d.content[0]) or (0, 0)
    cue = places(p, d.cue[-1]) or (0, 0)
    if begin >= end or p.quoted[begin] >= 0 or begin - cue[1] > 2:
        return d
    asks = any(w in cues.asking for w in p.words[cue[0] : cue[1]])
    tells = any(w in cues.hearing for w in p.words[cue[0] : cue[1]])
    for at in range(begin, min(end - 2, begin + _LEAD)):
        word = p.words[at]
        if at > begin and p.quoted[at] >= 0:
            announced = p.words[at] == '"' and p.words[at - 1] in {",", ":"} and p.quotes[p.quoted[at]][1] >= end
            return _from(p, d, at, end) if announced else d
        if at > begin and ((word == "that" and (tells or p.words[begin] in _ADJUNCT)) or (asks and word in _ASKED)):
            return _from(p, d, at, end)
        if word in _NO_LEAD or word in cues.saying or (word in _MARK and p.words[at + 1] != '"'):
            return d
    return d


def _from(p: Passage, d: Draft, at: int, end: int) -> Draft:
    return replace(d, content=(p.span(at, end), *d.content[1:]), because=f"{d.because}; led")


_LEAD = 12  # words of a listener, a time and a place before what is said
_ASKED = frozenset("whether how why if what which who".split())
_ADJUNCT = frozenset(
    "in on at during after before earlier later last this again to from also early late monday tuesday wednesday thursday friday"
    " saturday sunday yesterday today".split()
)
_NO_LEAD = frozenset(
    "is are was were be been being has have had will would can could may might must should do does did to and or for because".split()
)
_MARK = frozenset(", . ; : ? ! ( ) [ ] -".split())


_IT = frozenset("this it that so".split())


def _what_is_denied(p: Passage, d: Draft, cues: Cues) -> Draft:
    """Return ``d`` with what is denied up to a colon: ``rejected this | : no launch took place`` says the rest itself."""
    cue = places(p, d.cue[-1]) if d.cue and d.content else None
    if cue is None or p.words[cue[1] - 1] not in cues.denying or d.content[0].start < d.cue[-1].end:
        return d
    begin, end = places(p, d.content[0]) or (0, 0)
    colon = next((i for i in range(begin + 1, end) if p.words[i] == ":" and p.quoted[i] < 0), end)
    if colon + 1 < end and p.words[colon - 1] not in _IT and p.quoted[colon + 1] < 0:
        return d  # "denied one thing: twelve people were killed"
    return replace(d, content=(p.span(begin, colon),)) if colon < end else d


def _framed(p: Passage, d: Draft) -> Draft:
    """Return ``d`` without pieces of content that only frame a quotation: ``When asked in May, X said, "…"``; ``said X, who is white``."""
    if len(d.content) < 2 or not d.cue:
        return d
    kept = []
    for span in d.content:
        begin, end = places(p, span) or (0, 0)
        quoted = begin < end and p.quoted[begin] >= 0
        frame = span.start < d.cue[0].start and p.words[begin] in _FRAMES and p.starts[begin] == begin
        aside = p.words[begin] in _ASIDES and begin > 0 and p.words[begin - 1] == ","
        if quoted or not (frame or aside):
            kept.append(span)
    return replace(d, content=tuple(kept)) if kept and len(kept) < len(d.content) else d


_FRAMES = frozenset("when asked as in during after speaking at on".split())
_ASIDES = frozenset("who whose also".split())


def whole(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` such that a clause broken by who says it is content on both sides: ``The test, the North said, was …``."""
    drafts = _unbroken(p, drafts)
    taken = [s for d in drafts for s in (*d.source, *d.cue)]
    return [_whole(p, d, taken, cues) for d in drafts]


def _unbroken(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` in which who breaks in is not who says the rest: ``[The ministry], he added, [denies it]``: the ministry denies."""
    out = list(drafts)
    for n, d in enumerate(drafts):
        before = places(p, d.source[0]) if len(d.source) == len(d.cue) == len(d.content) == 1 else None
        cue = places(p, d.cue[0]) if before else None
        if before is None or cue is None or before[1] != cue[0] or p.words[cue[1] : cue[1] + 1] != (",",):
            continue
        verb = next((m for m, o in enumerate(drafts) if _taken_over(p, o, d, cue[1] + 1)), -1)
        named = places(p, d.content[0])
        if verb < 0 or named is None or named[1] + 1 != before[0] or p.words[named[1]] != ",":
            continue
        rest = Span(drafts[verb].cue[0].start, drafts[verb].content[-1].end)
        out[verb] = replace(drafts[verb], source=d.content, because=f"{drafts[verb].because}; both-sides")
        out[n] = replace(d, content=(*d.content, rest), because=f"{d.because}; both-sides")
    return out


def _taken_over(p: Passage, d: Draft, breaker: Draft, at: int) -> bool:
    """Tell whether ``d`` has its cue at token ``at`` and is said by nobody, by ``breaker`` or by what stands before him."""
    said = bool(d.cue and d.content) and d.source in {(), breaker.source, breaker.content}
    return said and (places(p, d.cue[0]) or (0, 0))[0] == at


def _whole(p: Passage, d: Draft, taken: Sequence[Span], cues: Cues) -> Draft:
    if len(d.source) != 1 or len(d.cue) != 1 or len(d.content) != 1 or d.inside is not None:
        return d
    begin, end = places(p, Span(min(d.source[0].start, d.cue[0].start), max(d.source[0].end, d.cue[0].end))) or (0, 0)
    if not 0 < begin < end < len(p.words) or end - begin > _INSERTED:
        return d
    first, last = p.starts[begin], p.ends[end - 1]
    if (
        p.words[begin - 1] != ","
        or p.words[end] != ","
        or first >= begin - 1
        or end + 1 >= last - 1
        or p.quoted[begin] >= 0
    ):
        return d
    if _verbal(p, first, begin - 1) or any(p.quoted[i] >= 0 for i in (first, end + 1)):
        return d  # a clause by itself: "the dam held, police said, and …"
    if joins(p, end + 1) and (_voice(p, end + 2, last, cues) or rival(p, end + 2, last, cues)):
        return d  # "five died, the mayor said, while the hospital put it at three"
    before = p.span(first + (p.words[first] in _AND), begin - 1)
    after = p.span(end + 1, last - (p.words[last - 1] in {".", "?", "!"}))
    other = after if d.content[0].start < d.cue[0].start else before
    if any(other.overlaps(t) for t in taken) or d.content[0].overlaps(other):
        return d
    return replace(d, content=tuple(sorted((*d.content, other))), because=f"{d.because}; both-sides")


def _verbal(p: Passage, begin: int, end: int) -> bool:
    """Tell whether the words may hold a verb of their own."""
    words = p.words[begin:end]
    return any(w in _VERBS or (w.endswith("ed") and len(w) > 4) for w in words) or len(words) > _BROKEN


_VERBS = frozenset(
    "is are was were be been has have had will would could can may might should must did does do said says 's 're".split()
)
_AND = frozenset("and but".split())
_INSERTED = 12  # words of "one of the president's advisers pointed out" between its commas
_BROKEN = 12  # words before them


def silent(p: Passage, d: Draft, cues: Cues) -> bool:
    """Tell whether a draft only says that somebody does not speak: ``did not answer``, ``declined to comment``."""
    if not d.cue:
        return False
    begin, end = places(p, d.cue[0]) or (0, 0)
    first, last = (places(p, d.source[0]) or (0, 0)) if d.source else (p.starts[begin] + 1, begin)
    if not {"neither", "nor"}.isdisjoint(p.words[max(0, first - 1) : last]):
        return True  # "neither the army nor the ministry confirmed"
    cue = p.words[begin:end]
    if cues.silence.intersection(cue) and (_denied(p, begin, end) or (cues.refusing.intersection(cue) and "to" in cue)):
        return True
    if d.content and p.words[(places(p, d.content[0]) or (0, 0))[0] :][:4] in _UNNAMED:
        return True
    if cues.refusing.intersection(cue) and d.content:
        first = (places(p, d.content[0]) or (0, 0))[0]
        said = (
            p.words[first : first + 2] if p.words[first : first + 1] == ("to",) else ("to", *p.words[first : first + 1])
        )
        return len(said) > 1 and said[0] == "to" and said[1] in cues.silence
    return False


_UNNAMED = frozenset(("not", "to", "be", word) for word in ("named", "identified", "quoted"))


def _denied(p: Passage, begin: int, end: int) -> bool:
    around = p.words[max(0, begin - 2) : end]
    return "not" in around or any(w.endswith("n't") for w in around) or "never" in around


def _of_another(p: Passage, d: Draft, cues: Cues) -> bool:
    """Tell whether all that was taken for content is another's: ``…, the mayor said, [while the hospital put it at three]``."""
    if len(d.content) != 1 or not d.cue or d.content[0].start < d.cue[-1].end:
        return False
    begin, end = places(p, d.content[0]) or (0, 0)
    return begin + 1 < end and p.words[begin] in _JOINERS and rival(p, begin + 1, end, cues) is not None


def _cut(p: Passage, d: Draft, cues: Cues) -> Draft:
    if not d.cue or not d.content or d.inside is not None:
        return d
    out: list[Span] = []
    for n, span in enumerate(d.content):
        if span.start < d.cue[0].start:
            out.append(_from_last_voice(p, span, cues))
            continue
        if n and _begins_voice(p, span, cues):  # behind a semicolon
            return replace(d, content=tuple(out), because=f"{d.because}; one-voice")
        stop = _second_voice(p, span, cues)
        if stop is None:
            out.append(span)
            continue
        if stop.start < stop.end:
            out.append(stop)
        later = d.content[n + 1 :]
        return replace(d, content=(*out, *(s for s in later if s.end <= span.start)), because=f"{d.because}; one-voice")
    return replace(d, content=tuple(out)) if tuple(out) != d.content else d


def _second_voice(p: Passage, span: Span, cues: Cues) -> Span | None:
    """Return the words of ``span`` up to where a second voice begins; nothing when there is none."""
    begin, end = places(p, span) or (0, 0)
    counted = next((at + 1 for at in range(begin, end) if is_number(p, at)), end)  # another puts it at another number
    for at in range(begin + 2, end - 2):
        if p.quoted[at] >= 0 or not joins(p, at):
            continue
        if _voice(p, at + 1, end, cues) or (at >= counted and rival(p, at + 1, end, cues)):
            last = at - (p.words[at - 1] == ",")
            return p.span(begin, last) if last > begin else Span(span.start, span.start)
    return None


def rival(p: Passage, begin: int, end: int, cues: Cues) -> tuple[int, int] | None:
    """Return verb and number of who gives a count of his own: ``the hospital [put] it at [three]``, ``witnesses [spoke] of [30]``.

    rival := somebody verb ["it" | tally words] ["at" | "as" | "of"] [at least …] number (end of the clause | dead)
    """
    for at in range(begin + 1, min(end - 1, begin + _PHRASE)):
        if p.quoted[at] >= 0 or p.words[at] in _NO_SUBJECT:
            return None
        if cues.counting.get(p.words[at]) in _FINITE:
            number = next((i for i in range(at + 1, min(end, at + _OBJECT)) if is_number(p, i)), -1)
            between = p.words[at + 1 : number]
            it = [w for w in between if w not in _ROUNDING]
            if number < 0 or not (not it or it == ["of"] or (it[-1] in _AT and names_tally(it[:-1], cues.tallies))):
                return None
            behind = p.words[number + 1] if number + 1 < end else "."
            dead = behind in _DEAD and p.words[at] not in cues.estimating and p.words[at] not in _GIVING
            return (at, number) if behind in _ENDS or dead else None
    return None


_OBJECT = 9  # words from the verb to the number: "put the number of the dead at at least 12"
_AT = frozenset("at as of".split())
_ROUNDING = frozenset("least most about around some only nearly almost over up to more less than just".split())
_ENDS = frozenset('. , ; : ! ? ) " and but while'.split())
_DEAD = frozenset("dead killed deaths fatalities bodies wounded injured".split())
_GIVING = frozenset("give gives gave".split())  # "gave 300 wounded a bed"


def is_number(p: Passage, at: int) -> bool:
    """Tell whether the word is a number."""
    return p.words[at][0].isdigit() or p.words[at] in NUMBERS


def _begins_voice(p: Passage, span: Span, cues: Cues) -> bool:
    """Tell whether a later piece of a content begins with a voice of its own behind a semicolon or a full stop."""
    begin, end = places(p, span) or (0, 0)
    if not begin or p.words[begin - 1] not in {";", "."} or p.quoted[begin] >= 0:
        return False
    return _voice(p, begin, end, cues) or (p.words[begin - 1] == ";" and rival(p, begin, end, cues) is not None)


def _from_last_voice(p: Passage, span: Span, cues: Cues) -> Span:
    """Return what of ``span``, content before its cue, comes after the last semicolon behind which no other voice speaks."""
    begin, end = places(p, span) or (0, 0)
    for at in range(end - 2, begin, -1):
        if p.words[at] == ";" and p.quoted[at] < 0 and any(_announces(p, i, cues) for i in range(begin, at)):
            return p.span(at + 1, end)
    return span


def joins(p: Passage, at: int) -> bool:
    """Tell whether a second clause may begin behind the word."""
    word = p.words[at]
    return word in _STRONG or (word in _JOINERS and p.words[at - 1] == ",") or word == "and"


def _voice(p: Passage, at: int, end: int, cues: Cues) -> bool:
    """Tell whether the words begin with somebody and a plain word of saying, or with "according to"."""
    if _announces(p, at, cues):
        return True
    for i in range(at, min(end, at + _PHRASE)):
        if _speaks(p, i, cues):
            return i > at and p.words[i - 1] not in {"to", "was", "were", "be", "been", "the", "a", "of"}
        if p.quoted[i] >= 0 or p.words[i] in _NO_SUBJECT:
            return p.words[i] == "," and i > at and _speaks_behind(p, i, cues)
    return False


def _speaks_behind(p: Passage, comma: int, cues: Cues) -> bool:
    """Tell whether behind what somebody is between commas a word of saying follows: ``Ina Brock, the director, [said]``."""
    near = range(comma + 2, min(p.ends[comma] - 1, comma + _PHRASE))
    close = next((i for i in near if p.words[i] == ","), 0)
    broken = any(p.words[i] in _NO_SUBJECT or p.quoted[i] >= 0 for i in range(comma + 1, close))
    return close > 0 and not broken and p.capital(comma - 1) and _speaks(p, close + 1, cues)


def _announces(p: Passage, at: int, cues: Cues) -> bool:
    """Tell whether a word of saying stands there, or "according to"."""
    phrases = cues.before_source.get(p.words[at], ())
    return any(p.words[at : at + len(phrase)] == phrase for phrase in phrases) or _speaks(p, at, cues)


def _speaks(p: Passage, at: int, cues: Cues) -> bool:
    """Tell whether the word is a plain word of saying in a finite form, before what can be content."""
    if p.quoted[at] >= 0 or cues.core.get(p.words[at]) not in _FINITE or at + 1 >= len(p.words):
        return False
    return p.words[at + 1] not in {"of", "by", "in", "from", "to", "for"}


def apart(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` without the quotations of a later sentence in which somebody else is said to speak them.

    ``X said no. “They came at night,” said Y.``: the quotation goes on with X only where the sentence names nobody else.
    """
    own: dict[tuple[int, int], set[tuple[Span, ...]]] = {}  # (sentence, quotation) -> who is said to speak it there
    for d in drafts:
        for s in d.content if d.cue and d.source else ():
            sentence, quotation = _sentence_and_quotation(p, s)
            if quotation >= 0 and _sentence_and_quotation(p, d.cue[0])[0] == sentence:
                own.setdefault((sentence, quotation), set()).add(d.source)
    return [_without_others(p, d, own) if len(d.content) > 1 and d.cue else d for d in drafts]


def _without_others(p: Passage, d: Draft, own: Mapping[tuple[int, int], Set[tuple[Span, ...]]]) -> Draft:
    here = _sentence_and_quotation(p, d.cue[0])[0]
    at = [(s, _sentence_and_quotation(p, s)) for s in d.content]
    kept = tuple(s for s, place in at if place[0] <= here or not own.get(place, set()) - {d.source})
    return d if not kept or kept == d.content else replace(d, content=kept)


def _sentence_and_quotation(p: Passage, s: Span) -> tuple[int, int]:
    """Return the first token of the sentence in which ``s`` begins, and the quotation; -1 for none."""
    begin, _ = places(p, s) or (-1, -1)
    return (p.starts[begin], p.quoted[begin]) if begin >= 0 else (-1, -1)
