"""Where the cue begins and the noun phrase beside it ends: who says it, before the verb or behind it."""

from __future__ import annotations

from firsthand.statement.attributions.closed import TIMES
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.words import (
    ARTICLES,
    AUXILIARY,
    BEFORE_LISTENER,
    BREAK,
    DETERMINERS,
    FILMED,
    FINITE_FORMS,
    LISTENERS,
    MARKS,
    PRONOUNS,
    REACH,
    SEEN,
    SUBJECT_PRONOUNS,
    TELLS,
)
from firsthand.statement.attributions.passage import Passage
from firsthand.statement.attributions.speakers import clause

_TITLES = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cpl sgt sen rep gov st brig adm rev hon messrs sens reps jr sr".split()
)
_SEEMS = frozenset("appear appears appeared seem seems seemed purport purports purported".split())


def cue_begin(p: Passage, first: int, at: int) -> int:
    """Return the first token of the cue whose verb stands at ``at``: auxiliaries and adverbs go with it, "the daily" does not."""
    if at - 2 > first and p.words[at - 2 : at] == ("used", "to"):
        return at - 2
    begin = at - (at > first and p.words[at - 1] in SEEN | FILMED)
    if at - 2 > first and p.words[at - 1] == "to" and p.words[at - 2] in _SEEMS:
        begin = at - 2
    while begin > first and (p.words[begin - 1] in AUXILIARY or is_adverb(p, begin - 1)):
        if p.words[begin - 1].endswith("ly") and begin - 1 > first and p.words[begin - 2] in DETERMINERS:
            break  # a noun
        begin -= 1
    if begin - 3 > first and p.words[begin] == "been" and p.words[begin - 1] in TIMES and p.words[begin - 2] == "for":
        return begin - 3 if p.words[begin - 3] in AUXILIARY else begin  # "had for years been telling"
    return begin - 2 if begin - 2 > first and p.words[begin - 2 : begin] == ("no", "longer") else begin


def is_adverb(p: Passage, at: int) -> bool:
    """Tell whether a word ends in "ly" and is no name."""
    return p.words[at].endswith("ly") and not (p.capital(at) and not p.shouted and at > p.starts[at])


_HEARD = frozenset("heard hear hears overheard".split())
_NO_SUBJECT = frozenset("by having being".split())
_AS_BEHIND = frozenset("such known identified named described well far long soon acting serving working".split())


def subject_before(p: Passage, cues: Cues, first: int, begin: int) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that ends at ``begin``, apposition or relative clause included."""
    if begin <= first or p.quoted[begin - 1] >= 0:
        return None
    if p.words[begin - 1] in PRONOUNS:
        return begin - 1, begin
    at, first = begin, max(first, begin - REACH)
    if p.words[at - 1] == ",":  # "X, who leads Y, said": jump over what stands between the commas
        back = at - 2
        while back > first and p.words[back] != "," and p.quoted[back] < 0:
            back -= 1
        if back <= first or p.words[back] != ",":
            return _shared(p, cues, first, at - 1)
        if not p.capital(back + 1) and _finite_at(cues, p.words[back + 1]):
            return subject_before(p, cues, first, back)  # "X lists 40 cases, announces a closure"
        at = _before_asides(p, first, back)
        if p.words[at - 1] in MARKS:
            return None
    start = at
    if p.words[at - 1] == ")":  # "the Kestrian News Agency (KNA) reported"
        start = next((i for i in range(at - 2, max(first, at - 8), -1) if p.words[i] == "("), at)
    while start > first:
        word = p.words[start - 1]
        if word == "who" and start < at and start - 2 >= first and p.words[start - 2] not in MARKS | BREAK | {"and"}:
            start -= 1
            continue
        if _begins(p, cues, first, start, at):
            break
        if start < at and p.words[start] in {"of", "about"} and word in cues.acting_about and start - 1 > first:
            return subject_before(p, cues, first, start - 1)  # "X speak of two wounded, state that": one subject
        if start < at and (governs(cues, word) or word in _HEARD):
            who = _relative(p, first, start - 1)
            if not who:
                start = _behind_listener(p, start, at) if word in TELLS else start
                break  # "A report said witnesses | told": the words behind an earlier cue are its content
            start = who + 1
            continue
        start -= 1
    if start >= at or p.words[start] in _NO_SUBJECT or p.words[start : start + 2] == ("according", "to"):
        return None
    return start, begin if p.words[begin - 1] != "," else begin - 1


def _begins(p: Passage, cues: Cues, first: int, start: int, at: int) -> bool:
    """Tell whether a noun phrase that ends before token ``at`` cannot go on to the left of token ``start``."""
    word, before = p.words[start - 1], p.words[start - 2]
    if word in MARKS and not _in_name(p, start - 1):
        return True
    if word in BREAK or p.quoted[start - 1] >= 0 or word in SUBJECT_PRONOUNS or word in {"how", "whether", "why"}:
        return True
    if word == "and" and _joins_clauses(p, cues, first, start):
        return True
    if start >= at:
        return False
    if word == "as" and before not in _AS_BEHIND:
        return True
    # "a claim | the department has denied", "on Thursday | the prosecutor said"
    return p.words[start] in ARTICLES and (word in cues.nouns or word in TIMES)


def _in_name(p: Passage, at: int) -> bool:
    """Tell whether a mark is part of a name: the full stop of "Gen.", the hyphen of "al-Sham"."""
    before = p.words[at - 1]
    abbreviated = p.words[at] == "." and (len(before) == 1 or "." in before or before in _TITLES | {"no"})
    return abbreviated or (p.words[at] in {"-", ":"} and _hyphen(p, at))


def _shared(p: Passage, cues: Cues, first: int, comma: int) -> tuple[int, int] | None:
    """Return the subject of the sentence's first verb: ``[The clinic] lists 40 cases | , announces a closure``."""
    for at in range(first + 1, comma - 1):
        about = p.words[at] in cues.acting_about and p.words[at + 1] in {"of", "about"}
        if about or _finite_at(cues, p.words[at]):
            counts = about or cues.counting.get(p.words[at]) in FINITE_FORMS
            return subject_before(p, cues, first, at) if counts else None
    return None


def _finite_at(cues: Cues, word: str) -> bool:
    """Tell whether a word behind a comma is a verb of saying or counting of its own: ``the ministry, [lists] 40 cases, announces``."""
    return (
        FINITE_FORMS.intersection({cues.saying.get(word, ""), cues.counting.get(word, "")}) != set()
        and word not in cues.ambiguous
    )


def _behind_listener(p: Passage, start: int, end: int) -> int:
    """Return where a second noun phrase begins: ``told [officers] | the robber announced``, ``warned [them] | No 10 was``."""
    for i in range(start + 1, end):
        if i == start + 1 and p.words[start] in LISTENERS:
            return i
        if p.words[i] in ARTICLES and p.words[i - 1] not in BEFORE_LISTENER | ARTICLES | {"and", "or"}:
            return i
    return start


def _relative(p: Passage, first: int, verb: int) -> int:
    """Return the place of "who" right before a verb of a relative clause: "a medic [who] asked not to be named said"; else 0."""
    at = verb - 1
    while at > first + 1 and (p.words[at] in AUXILIARY or is_adverb(p, at)):
        at -= 1
    return at if at > first + 1 and p.words[at] == "who" and p.words[at - 1] not in MARKS else 0


def _hyphen(p: Passage, at: int) -> bool:
    """Tell whether no space stands before the mark: "al-Sham", not "09:42 - Radio"."""
    close = p.words[at] == "-" or (at + 1 < len(p.tokens) and p.tokens[at].end == p.tokens[at + 1].start)
    return at > 0 and close and p.tokens[at - 1].end == p.tokens[at].start


def governs(cues: Cues, word: str) -> bool:
    """Tell whether a word is a finite verb of saying and no noun."""
    return word in {"say", "tell"} or (cues.core.get(word) in FINITE_FORMS and word not in cues.nouns)


def _joins_clauses(p: Passage, cues: Cues, first: int, after: int) -> bool:
    """Tell whether the "and" before token ``after`` joins two clauses, not two names ("the mayor and the governor said")."""
    before = after - 2
    if before >= first and p.words[before] == ",":
        return True
    if not (p.capital(after) and p.capital(before)) and p.words[after] not in DETERMINERS:
        return True
    return any(cues.core.get(p.words[i], "ing") in FINITE_FORMS and p.quoted[i] < 0 for i in range(first, before))


_ASIDES = frozenset("who whom whose which citing quoting speaking".split())
_FULL_NAME = 4  # words


def _before_asides(p: Passage, first: int, comma: int) -> int:
    """Return the comma before the asides that end at ``comma``: ``X, citing Y, who was there, said``."""
    at = comma
    while at > first:
        back = next((i for i in range(at - 1, max(first, at - REACH), -1) if p.words[i] == ","), first)
        if back <= first or p.quoted[back] >= 0:
            return at
        named = 0 < at - back - 1 <= _FULL_NAME and all(p.capital(i) for i in range(back + 1, at))
        if p.words[back + 1] not in _ASIDES and not (named and _describes(p, first, back)):
            return at
        at = back
    return comma


def _describes(p: Passage, first: int, end: int) -> bool:
    """Tell whether words may only describe whom the next ones name: ``[The fire chief], Ivo Tolk``, not ``[Nine men died], Ivo Tolk``."""
    return p.words[first] in DETERMINERS and not p.words[end - 1].endswith("ed") and not clause(p, first, end)


def phrase_end(p: Passage, begin: int, last: int, stop: frozenset[str]) -> int:
    """Return the end of the noun phrase that begins at ``begin``, maybe a nickname in marks: up to a mark or a word of ``stop``."""
    at, last = _behind_nickname(p, begin, last), min(last, begin + REACH)
    while at < last and p.words[at] not in stop and p.quoted[at] < 0:
        if p.words[at] in MARKS and not (p.words[at] == "." and p.words[at - 1] in _TITLES):
            break
        at += 1
    return at


_NICKNAME = 4  # words


def _behind_nickname(p: Passage, begin: int, last: int) -> int:
    """Return the end of a quotation at ``begin`` that is a name, ``according to "Brother Ash", the keys …``; else ``begin``."""
    number = p.quoted[begin] if begin < last else -1
    if number < 0 or p.quotes[number][0] != begin:
        return begin
    end = p.quotes[number][1]
    inside = range(begin + 1, end - 1)
    return end if 0 < len(inside) <= _NICKNAME and all(p.capital(i) for i in inside) else begin


def in_noun_phrase(p: Passage, at: int) -> bool:
    """Tell whether "a", "an" stands up to two words before, with nothing but names or plain words between: "a Facebook [post]"."""
    back = next((i for i in range(at - 1, max(p.starts[at] - 1, at - 4), -1) if p.words[i] in {"a", "an"}), -1)
    return back >= 0 and all(p.words[i][0].isalpha() and not p.words[i].endswith("s") for i in range(back + 1, at))
