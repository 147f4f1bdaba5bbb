"""Is what was taken for a source somebody who can speak? A table of named rules; the first that holds cuts or rejects it.

speaker := noun phrase [relative clause] [", apposition"]      "Colonel Voss, who leads the brigade"
not one := nobody                                             "Nobody", "no group"
         | a clause                                           "the drones crossed the river"
         | a count of people, before a word that says nothing  "Dozens of wounded people" <have flooded>
         | a free relative                                     "Whoever can give blood"
         | words without a noun, a time                        "had been on duty in the", "for years"
         | whom others speak of                                "Ivo Kessar" <is said> to have given the order
Only closed classes of English words are asked; what they cannot tell stands as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.closed import NUMBERS, TIMES
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage, places
from firsthand.statement.attributions.relays import partner
from firsthand.statement.attributions.unspoken import idle, unspoken

_FINITE = frozenset(  # without "am", which stands in names ("Bild am Rhein") and says nothing else but of "I"
    "is are was were has have had will would could can cannot may might should must did does do 's 're 've".split()
)
_RELATIVE = frozenset("who whom whose which that where when".split())
_NAMING = frozenset("called named dubbed nicknamed titled entitled styled".split())
_DETERMINERS = frozenset("the a an his her its their our my this these those no every each".split())
_OBJECTS = frozenset("him them me us it".split())
_PRONOUNS = _OBJECTS | frozenset("he she they we i you".split())
_BESIDE_PRONOUN = frozenset(", and who himself herself themselves all".split())
_PREPOSITIONS = frozenset("for in on at after before during since until by with over under throughout within".split())
_BEFORE = frozenset("for in on after during since until before over at under across through".split())
_ABOUT = frozenset("between about around some nearly almost over another at up the".split())
# who is counted in news of fighting and disaster, and does not speak as a crowd
_VICTIMS = frozenset(
    "wounded injured dead killed civilians soldiers troops fighters militants rebels gunmen insurgents terrorists bodies victims casualties"
    " houses homes tanks drones rockets shells missiles vehicles".split()
)
_CROWD = frozenset("people persons men women children passengers residents".split())
_EMPTY = (
    _FINITE
    | _PREPOSITIONS
    | _DETERMINERS
    | frozenset(
        "be been being to of from as and or but not also so then there here very just on duty part turn own".split()
    )
)
_HOW = frozenset("how whether why".split())
_BEFORE_LEAD = frozenset("that ,".split())
_LEAD = frozenset("as for but and while although though because since when if whereas".split())

Cut = tuple[int, int] | None  # the words that are left of a source; None: it is no speaker
Rule = Callable[[Passage, int, int], Cut]


def plausible(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` of a passage whose sources can speak, sources cut to the noun phrase where a rule says so."""
    out = []
    for d in drafts:
        kept = _checked(p, d, cues)
        if kept is not None:
            out.append(kept)
    return out


def _checked(p: Passage, d: Draft, cues: Cues) -> Draft | None:
    if not d.source and d.cue:
        return None if _asked(p, d, cues) or idle(p, d, cues) else _of_subject(p, d)
    if len(d.source) != 1 or not d.cue:
        return d
    d = _uncontracted(p, d)
    if _hearing(p, d):
        return replace(d, source=(), because=f"{d.because}; told")
    d = _with_refusal(p, d)
    if d.source[0].start < d.cue[0].start and (_asked(p, d, cues) or unspoken(p, d, cues)):
        return None
    span = places(p, d.source[0])
    if span is None:
        return d
    if p.words[slice(*span)] == ("it",) and _impersonal(p, d):
        return replace(d, source=(), because=f"{d.because}; nobody is named")
    if _spoken_of(p, d):
        return replace(d, source=(), content=_with(d.source[0], d.content), because=f"{d.because}; spoken-of")
    for name, rule in RULES:
        left = rule(p, *span)
        if left == span:
            continue
        if left is None:
            return _swapped(p, d, span[1]) if name == "clause" else None
        return _cut(p, d, left, name)
    crowd = counted(p, *span)
    if crowd and (_passive(p, d) or not _lexical(p, d, cues.core.keys() if crowd & _VICTIMS else cues.triggers)):
        return None
    return d


def _uncontracted(p: Passage, d: Draft) -> Draft:
    """Return ``d`` with "We'd" cut to the pronoun that speaks."""
    short = _CONTRACTED.fullmatch(p.text, *d.source[0])
    return replace(d, source=(Span(*short.span(1)),)) if short else d


_CONTRACTED = re.compile(r"(I|we|you|he|she|they)['’](?:d|ll|ve|m|re)", re.IGNORECASE)


def _asked(p: Passage, d: Draft, cues: Cues) -> bool:
    """Tell whether the cue only says that somebody is asked: ``The minister has just been asked about shipping``."""
    begin, end = places(p, d.cue[0]) or (0, 0)
    words = p.words[begin:end]
    if words[:1] == ("pointing",):
        return True  # "said Mrs Kovac, pointing at the house"
    asked = next((i for i, w in enumerate(words) if w in cues.asking), 0)
    return asked > 0 and bool(_BE.intersection(words[:asked]))


def _hearing(p: Passage, d: Draft) -> bool:
    """Tell whether what was taken for who speaks is told: ``We were told by email that``, ``Residents were informed that``."""
    span = places(p, d.cue[0])
    if span is None or d.source[0].start > d.cue[0].start or d.because.startswith("told-by"):
        return False  # "as Delta was told by the railways" tells of Delta's own report
    words = p.words[slice(*span)]
    told = next((i for i, w in enumerate(words) if w in _HEARD), 0)
    return told > 0 and bool(_BE.intersection(words[:told]))


_HEARD = frozenset("told informed notified".split())


def _with_refusal(p: Passage, d: Draft) -> Draft:
    """Return ``d`` with the whole of ``refused to confirm or [deny]`` as its cue."""
    source, cue = places(p, d.source[0]), places(p, d.cue[0])
    if source is None or cue is None or p.words[source[1] - 3 : source[1]] != ("to", "confirm", "or"):
        return d
    at = source[1] - 4
    while at > source[0] and p.words[at - 1] in _FINITE:
        at -= 1
    if at <= source[0] or source[1] != cue[0]:
        return d
    whole = Span(p.tokens[at].start, d.cue[0].end)
    return replace(d, source=(p.span(source[0], at),), cue=(whole, *d.cue[1:]), because=f"{d.because}; refusal")


def _of_subject(p: Passage, d: Draft) -> Draft:
    """Return ``d`` with the subject of "is expected to" as content, where nobody is named who expects it."""
    cue = places(p, d.cue[0])
    if cue is None or not d.content or d.content[0].start < d.cue[0].start:
        return d
    begin, end = cue
    words = p.words[begin:end]
    last = words[:-1] if words[-1] == "to" else words
    follows = words[-1] == "to" or p.words[end : end + 1] == ("to",)
    if not (follows and last and last[-1] in _OF_WHOM and _BE.intersection(last)):
        return d
    first = begin
    while (
        first > max(p.starts[begin], begin - _SUBJECT) and p.words[first - 1] not in _LEFT and p.quoted[first - 1] < 0
    ):
        first -= 1
    first -= first == begin and p.words[begin - 1] in {"who", "which"}
    if first == begin or clause(p, first, begin):
        return d
    return replace(d, content=_with(p.span(first, begin), d.content), because=f"{d.because}; spoken-of")


_SUBJECT = 12  # words
_LEFT = frozenset(', ; : . ! ? " ( ) and but or that who which while as if because although said says'.split())


def _with(subject: Span, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return ``content`` with the subject of whom it is said: ``[Ivo Kessar] is said [to have given the order]``."""
    return content if any(s.overlaps(subject) for s in content) else tuple(sorted((subject, *content)))


def _spoken_of(p: Passage, d: Draft) -> bool:
    """Tell whether others say it of the subject: ``X is said to have given the order``, ``is believed to``."""
    span = places(p, d.cue[0])
    if span is None or d.source[0].start > d.cue[0].start:
        return False
    words = p.words[slice(*span)]
    end = len(words) - (words[-1] == "to")
    follows = end < len(words) or p.words[span[1] : span[1] + 1] == ("to",)
    return end > 1 and follows and words[end - 1] in _OF_WHOM and bool(_BE.intersection(words[: end - 1]))


_BE = frozenset("is are was were be been being 's 're".split())
_OF_WHOM = frozenset(
    "said believed reported expected thought alleged understood known rumoured rumored considered claimed estimated presumed feared".split()
)


def _impersonal(p: Passage, d: Draft) -> bool:
    """Tell whether nobody is named who says it: ``it has been alleged that``, ``it is said that``."""
    words = p.words[slice(*(places(p, d.cue[0]) or (0, 0)))]
    return bool(words) and words[-1] in _OF_WHOM and bool(_BE.intersection(words))


def _passive(p: Passage, d: Draft) -> bool:
    span = places(p, d.cue[0])
    return span is not None and bool({"was", "were", "been"}.intersection(p.words[max(0, span[0] - 1) : span[1]]))


def _lexical(p: Passage, d: Draft, verbs: Set[str]) -> bool:
    span = places(p, d.cue[0])
    return span is None or any(w in verbs for w in p.words[slice(*span)])


# ---- rules: each returns the words that are left, all of them when it has nothing to say -------------------------------


def _broken_in(p: Passage, a: int, b: int) -> Cut:
    """``For a week, he says, the log book``: behind who breaks in."""
    for at in range(a, b - 3):
        if p.words[at] in _PRONOUNS and p.words[at + 1] in _REPORTED and p.words[at + 2] == ",":
            return (at + 3, b) if at == a or p.words[at - 1] == "," else (a, b)
    return a, b


def _conversed(p: Passage, a: int, b: int) -> Cut:
    """``a telephone call with colleagues in Marn``: the call is how they were heard, and they are who spoke."""
    return partner(p, a, b), b


def _free_relative(p: Passage, a: int, b: int) -> Cut:
    """``Whoever can give blood``; ``who`` and ``what`` at a sentence's head or behind "and", "but"."""
    word = p.words[a]
    if word in {"whoever", "whatever", "what", "whichever", "anyone", "everyone"} and b - a > 1 and clause(p, a + 1, b):
        return None
    if word == "who" and b - a == 1 and (p.starts[a] == a or p.words[a - 1] in {"and", "but", "or", '"'}):
        return None if p.words[-1] != "?" else (a, b)
    return a, b


def _nobody(p: Passage, a: int, b: int) -> Cut:
    """``Nobody``, ``no group``, ``none of the clerks``: nobody is said to speak; ``No 10`` is a house."""
    none = p.words[a] in _NONE or (
        p.words[a] == "no" and b - a > 1 and p.words[a + 1].isalpha() and not p.capital(a + 1)
    )
    return None if none else (a, b)


_NONE = frozenset("nobody none no-one neither".split())


def _pronoun_first(p: Passage, a: int, b: int) -> Cut:
    """``him six drones were used`` (behind "according to"): the pronoun alone."""
    nation = p.text[slice(*p.tokens[a])].isupper() and p.tokens[a].end - p.tokens[a].start > 1  # "US Senator …"
    if p.words[a] in _PRONOUNS and not nation and b - a > 1 and p.words[a + 1] not in _BESIDE_PRONOUN:
        return (a, a + 1) if p.words[a] in _OBJECTS or clause(p, a + 1, b) else (a, b)
    return a, b


def _led_in(p: Passage, a: int, b: int) -> Cut:
    """``As NCNA``, ``For years the Bugle``: what stands before the noun phrase goes."""
    if (
        p.words[a] in _LEAD
        and b - a > 1
        and (p.starts[a] == a or p.words[a - 1] in _BEFORE_LEAD)
        and p.words[a] != "for"
    ):
        return a + 1, b
    if p.words[a] in _HOW and b - a > 1:
        return a + 1, b
    if p.words[a] in _BEFORE and p.words[b - 1] not in TIMES:
        for at in range(a + 2, b):
            if p.words[at] == ",":
                return (at + 1, b) if at + 1 < b else (a, b)
            if p.words[at] in _DETERMINERS and p.words[at - 1] not in _PREPOSITIONS | {"of", "from", "to", "and", "as"}:
                return at, b
    return a, b


def _timed(p: Passage, a: int, b: int) -> Cut:
    """``Hours earlier the leader``, ``On Monday Oil Daily``, ``A day later the Front``: the time before the name goes."""
    at, told = a, False
    while at < b - 1 and (p.words[at] in TIMES | NUMBERS | _TIMING or p.words[at][:1].isdigit()):
        told |= p.words[at] in _WHEN
        at += 1
    told |= p.words[a] in {"on", "in", "at", "by"} and p.words[at - 1] in TIMES
    named = p.words[at] in _DETERMINERS or p.capital(at) or p.words[at - 1] in _THEN
    while at > a and p.words[at - 1] in _DETERMINERS:
        at, named = at - 1, True
    return (at, b) if told and named and at > a else (a, b)


_THEN = frozenset("earlier later ago".split())
_WHEN = frozenset("earlier later ago before after last next meanwhile separately overnight".split())
_TIMING = _WHEN | frozenset(
    "a an the on in at by late early this same following previous few several some half past".split()
)


def _apart(p: Passage, a: int, b: int) -> Cut:
    """``The envoy, speaking on the sidelines of a meeting``: what he does between commas is no part of who he is."""
    for at in range(a + 1, b - 1):
        word = p.words[at + 1]
        end = b - (p.words[b - 1] == ",")  # "The monitors, he said, had promised", "The ministry, she added, denies"
        broken = p.words[end - 1] in _REPORTED or (
            end - at == _BROKEN_BY and word in _PRONOUNS and p.words[end - 1].endswith("ed")
        )
        if p.words[at] == "," and (
            (broken and at < b - 2) or word in _APART or (word in _WITH and not p.capital(at + 2))
        ):
            return a, at
    return a, b


_BROKEN_BY = 3  # a comma, a pronoun and its verb
_APART = frozenset(
    "monitored speaking talking commenting writing asked reached contacted quoted cited interviewed known answering responding appearing"
    " addressing referring reporting arriving visiting testifying briefing however meanwhile too"
    " prosecuting cross-examined pressed questioned".split()
)
_WITH = frozenset("in on at during after when while under".split())


def labelled(p: Passage, a: int, b: int) -> Cut:
    """``Update 22:40: Sky correspondents``, ``16.05 Our man in Beni``, ``reports Radio Lumen``: a label, a clock, a cue go.

    So does the mark of a list: ``* Union``.
    """
    while a < b - 1 and p.words[a] in _BULLETS:
        a += 1
    at = max(
        (i + 1 for i in range(a, b - 1) if p.words[i] == ":" and p.tokens[i].end < p.tokens[i + 1].start), default=a
    )
    clock = _CLOCK.match(p.text, p.tokens[at].start)
    while clock and at < b - 1 and p.tokens[at].start < clock.end():
        at += 1
    reported = p.words[at] in _REPORTED and at + 1 < b and p.capital(at + 1) and not (p.capital(at) or p.shouted)
    return at + reported, b


_BULLETS = frozenset("* • · - – — ▪ ►".split())
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d\b")
_REPORTED = frozenset("reports reported says said states stated writes wrote".split())


def _late(p: Passage, a: int, b: int) -> Cut:
    """``the Iraqi government last month``, ``medics on Sunday``: the time behind a name goes."""
    at = b
    while at > a + 1 and (p.words[at - 1] in TIMES or p.words[at - 1] in _BEHIND):
        at -= 1
    timed = at < b and bool(TIMES.intersection(p.words[at:b])) and not (p.capital(b - 1) and b - at == 1)
    alone = (b - at == 1 and p.words[at] not in _NOW) or p.words[at - 1] in _PREPOSITIONS | _DETERMINERS | {"of", "to"}
    return (a, at) if timed and not alone and not any(w in _RELATIVE for w in p.words[a:at]) else (a, b)


_BEHIND = frozenset("on in late early last this next earlier later the".split())
_NOW = frozenset("today yesterday tonight".split())


def _in_talk(p: Passage, a: int, b: int) -> Cut:
    """``The general in the talk with soldiers``, ``the head of the region in his channel``: where he spoke goes."""
    for at in range(a + 1, b - 1):
        near = p.words[at + 1 : min(b, at + 4)]
        if p.words[at] in {"in", "during", "at", "on"} and _TALKS.intersection(near) and p.words[at - 1] not in _HOW:
            return (a, at) if p.words[at - 1] not in {"who", "speaking"} else (a, b)
    return a, b


_TALKS = frozenset(
    "talk interview briefing conversation comment commentary speech telegram-channel channel telegram address broadcast".split()
)


def _floating(p: Passage, a: int, b: int) -> Cut:
    """``the ministry and the bank both``, ``Only the ministry``: without the word that counts or singles them out."""
    if b - a > 1 and p.words[b - 1] in {"both", "also", "each", "all", "having"}:  # "the porters having told him"
        return a, b - 1
    single = b - a > 1 and p.words[a] in _FOCUS and p.words[a + 1] in _DETERMINERS
    return (a + 1, b) if single else (a, b)


_FOCUS = frozenset("only even just".split())


def _second_clause(p: Passage, a: int, b: int) -> Cut:
    """``a preliminary estimate, and around 640 residents were evacuated``: up to the comma."""
    for at in range(a + 1, b - 1):
        if p.words[at] == "," and p.words[at + 1] in {"and", "but", "while", "as"} and clause(p, at + 2, b):
            return a, at
    return a, b


def _what(p: Passage, a: int, b: int) -> Cut:
    """``drawn from what survivors``: behind "what"."""
    at = next((i for i in range(a, b - 1) if p.words[i] == "what"), -1)
    return (at + 1, b) if at >= a else (a, b)


def _no_noun(p: Passage, a: int, b: int) -> Cut:
    """``can``, ``had been on duty in the``, ``For years``: nothing there that could speak."""
    if b - a == 1 and p.words[a] in _DETERMINERS:
        return None if p.words[a] in _ARTICLES else (a, b)
    if b - a == 1 and p.words[a] == "q":
        return None  # "Q:", "A:" of a printed interview name nobody
    if p.words[a] in {"no", "an"} and (b - a == 1 or p.words[a] == "no"):
        return None  # "no group has claimed it"
    if p.shouted and all(w in TIMES for w in p.words[a:b]):
        return None
    empty = all(w in _EMPTY or w in TIMES for w in p.words[a:b])
    return None if empty and not any(p.capital(i) and i != p.starts[i] for i in range(a, b)) else (a, b)


_ARTICLES = frozenset("a an every".split())


def _clause(p: Passage, a: int, b: int) -> Cut:
    """``the drones crossed the river``, ``The army is responsible for the strike``."""
    return None if clause(p, a, b) else (a, b)


def _has_spoken(p: Passage, a: int, b: int) -> Cut:
    """``wave them aboard, the ombudsman wrote in her report``: words in which somebody speaks already."""
    relative = _RELATIVE.intersection(p.words[a:b])
    said = any(p.words[i] in _WROTE and p.quoted[i] < 0 and not p.capital(i) for i in range(a + 1, b - 1))
    return None if said and not relative and not p.shouted else (a, b)


_WROTE = frozenset("said says wrote writes told tells".split())


def clause(p: Passage, a: int, b: int) -> bool:
    """Tell whether a finite verb stands among the words ``a`` up to ``b`` outside a relative clause and capitals."""
    if p.shouted:
        return False
    for at in range(a, b):
        word = p.words[at]
        if word in _RELATIVE or p.quoted[at] >= 0:
            return False
        if word in _FINITE and not p.capital(at) and at > a:
            return True
        transitive = word.endswith("ed") and len(word) > 4 and word not in _NAMING and at > a and not p.capital(at)
        if transitive and p.words[at + 1 : at + 2] and p.words[at - 1] != "," and at + 1 < b:
            follows = p.words[at + 1]
            if follows in _DETERMINERS | _OBJECTS and not TIMES.intersection(p.words[at + 2 : at + 3]):
                return True
    return False


def counted(p: Passage, a: int, b: int) -> frozenset[str]:
    """Return the people or things of whom the words are a number, or nothing: ``Between 150 and 200 fighters`` gives fighters."""
    at = a + (p.words[a] in _ABOUT)
    if at < b and (p.words[at][:1].isdigit() or p.words[at] in NUMBERS) and "who" not in p.words[a:b]:
        return (_VICTIMS | _CROWD).intersection(p.words[at:b])
    return frozenset()


RULES: tuple[tuple[str, Rule], ...] = (
    ("nobody", _nobody),
    ("free-relative", _free_relative),
    ("no-noun", _no_noun),
    ("broken-in", _broken_in),
    ("conversed", _conversed),
    ("pronoun-first", _pronoun_first),
    ("second-clause", _second_clause),
    ("what", _what),
    ("floating", _floating),
    ("apart", _apart),
    ("labelled", labelled),
    ("in-talk", _in_talk),
    ("timed", _timed),
    ("late", _late),
    ("led-in", _led_in),
    ("clause", _clause),
    ("has-spoken", _has_spoken),
)


# ---- what is left ------------------------------------------------------------------------------------------------------


def _cut(p: Passage, d: Draft, left: tuple[int, int], name: str) -> Draft:
    """Return ``d`` with the words ``left`` as its source; words that were also its content stay content alone."""
    source = p.span(*left)
    content = tuple(Span(source.end, s.end) if s.start <= source.start < s.end else s for s in d.content)
    content = tuple(_bare(p.text, s) for s in content)
    return replace(
        d, source=(source,), content=tuple(s for s in content if s.start < s.end), because=f"{d.because}; {name}"
    )


def _bare(text: str, s: Span) -> Span:
    start, end = s
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    return Span(start, end)


def _swapped(p: Passage, d: Draft, b: int) -> Draft | None:
    """``The army is responsible, said the head of the district``: source and content taken for each other."""
    if len(d.content) != 1 or d.source[0].start > d.cue[0].start or d.content[0].start < d.cue[0].end:
        return None
    other = places(p, d.content[0])
    if other is None or other[1] - other[0] > 14 or clause(p, *other) or p.words[other[0]] in {"that", "to", '"'}:
        return None
    if p.words[b - 1] != "," and p.words[b : b + 1] != (",",):
        return None
    said = Span(d.source[0].start, p.tokens[b - 1 - (p.words[b - 1] == ",")].end)
    return replace(d, source=d.content, content=(said,), because=f"{d.because}; swapped")
