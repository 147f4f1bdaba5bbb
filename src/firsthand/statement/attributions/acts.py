"""What somebody is said to do by speaking, inside what another says: "the landlord keeps telling tenants C", "he threatened to go".

In a content of another, more verbs are links than at the head of a passage, where the deed would be news of its own:

    act := NP [AUX] VERB "that" C | VERB [listener] C | VERB "to" … | VERB listener "to" … | VERB NP "of" …ing
         | NP "keeps" VERBing … | PERCEIVED NP VERBing C        "recounted an officer shouting that C"
         | NP GERUND-VERB …ing                                  "villagers report seeing flares"
         | NP "raised" NOUN "that" C                            "staff had raised concerns that C"
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.handed import last_said
from firsthand.statement.attributions.passage import Draft, Passage
from firsthand.statement.attributions.speakers import clause

_NAME = 12  # words of who speaks
_AUXILIARY = frozenset(
    "has have had is are was were been also then later once already now 's 've 'd first just still even".split()
)
_BE = frozenset("is are was were been be being".split())
_KEEPS = frozenset("keep keeps kept began begun started starts start continued continues continue went goes".split())
_MODAL = frozenset("might may could can will would should must 'll never not n't to did does do cannot".split())
_ENDS = frozenset(", . ; : ! ? \" ( ) [ ] — – '".split())
_BEFORE_SUBJECT = frozenset(
    "that because when while if although though but whereas after before since until so as how why whether where".split()
)
_PRONOUNS = frozenset("he she they it we i you who which that this there these those what".split())
_OBJECTS = frozenset("him her them us me you it".split())
_DETERMINERS = frozenset(
    "the a an his her its their our my some no every two three four five several many most another".split()
)
_STARTS = _DETERMINERS | frozenset("he she they it we i you there nobody everyone nothing somebody someone".split())
_BEFORE_LISTENER = frozenset("of to in at for from on by with during near over after before outside inside and".split())
_PERCEIVED = frozenset(
    """recounted recounts recount recalled recalls recall described describes describe reported reports report heard hears hear
    remembered remembers remember mentioned mentions quoted""".split()
)
_RAISED = frozenset(
    "raised raise raises voiced voice voices expressed express expresses gave given give gives made makes make".split()
)
_NOUNS = frozenset("radio text phone message brief thought offer".split())
_WORRIES = frozenset(
    """concerns concern fears fear doubts doubt alarm complaints complaint assurances assurance warnings warning promises promise
    orders order instructions allegations allegation claims claim clear public""".split()
)


def acts(p: Passage, cues: Cues) -> Iterator[Draft]:
    """Yield the acts of speaking in ``p``, a content; each with who speaks and what follows."""
    for at, word in enumerate(p.words):
        if p.quoted[at] >= 0 or at + 1 >= p.ends[at]:
            continue
        form = cues.acting.get(word, "")
        if form == "base" and word in _NOUNS:
            continue
        start = _noun_clause(p, at) if word in _RAISED else complement(p, cues, at, word, form) if form else 0
        found = _spoken(p, cues, at, form, start) if start else _quoted_before(p, cues, at, form)
        if found is None and word == "of":
            found = _accused(p, cues, at)
        if found is not None:
            yield found


def _quoted_before(p: Passage, cues: Cues, at: int, form: str) -> Draft | None:
    """``“Fire is out,” the captain radioed at 0410``: a quotation that ends in a comma right before who says it."""
    first = p.starts[at]
    subject = _subject(p, cues, first, at) if form in {"past", "third"} else -1
    if subject < 3 or p.words[subject - 2 : subject] != (",", '"') or p.words[subject] in _PRONOUNS:
        return None
    number = p.quoted[subject - 1]
    begin = (
        p.quotes[number][0] if number >= 0 else first
    )  # a content that begins with a quotation has lost its first mark
    return Draft((p.span(subject, at),), (p.span(at, at + 1),), (p.span(begin, subject),), "told-by: act")


def _spoken(p: Passage, cues: Cues, at: int, form: str, start: int) -> Draft | None:
    begin, first = at, p.starts[at]
    while begin > first and (
        p.words[begin - 1] == '"' or p.words[begin - 1] in _AUXILIARY or p.words[begin - 1].endswith("ly")
    ):
        begin -= 1
    kept = form == "ing" and begin == at and begin > first and p.words[begin - 1] in _KEEPS
    if kept:
        begin -= 1
        while begin > first and (p.words[begin - 1] in _AUXILIARY or p.words[begin - 1].endswith("ly")):
            begin -= 1
    being = bool(_BE.intersection(p.words[begin:at]))
    if begin > first and p.words[begin - 1] in _MODAL:
        return None
    if form == "ing":
        if not (being or kept):
            return _perceived(p, at, start)
    elif being or (form == "base" and not _plural(p, begin)) or (form == "participle" and begin == at):
        return None
    subject = _subject(p, cues, first, begin)
    return _draft(p, subject, begin, at, start)


def _draft(p: Passage, subject: int, begin: int, at: int, start: int) -> Draft | None:
    if subject >= begin or any(p.words[i].endswith(_SHORT) for i in range(max(subject, 0), begin)):
        return None
    if 0 <= subject < begin and (
        p.words[begin - 1] in _BEFORE_LISTENER or p.words[subject] in _OBJECTS or p.words[subject] in {"told", "having"}
    ):
        return None
    if subject < 0 or subject >= begin or clause(p, subject, begin) or p.words[subject:begin] in _NOBODY:
        return None
    end = last_said(p, start)
    if end <= start:
        return None
    name = begin - (p.words[begin - 1] in {"who", "which"} and begin - 1 > subject)
    return Draft((p.span(subject, name),), (p.span(begin, at + 1),), (p.span(start, end),), "told-by: act")


_SHORT = ("n't", "'ve", "'re", "'m", "'ll", "'d")  # "I've been talking": a speaker with a verb of his own
_NOBODY = frozenset((w,) for w in _PRONOUNS - {"he", "she", "they"})


def _plural(p: Passage, begin: int) -> bool:
    before = p.words[begin - 1] if begin > p.starts[begin] else ""
    return (not before.endswith("'s") and before.endswith(("s", "men", "people", "police"))) or before in {
        "they",
        "themselves",
    }


def _subject(p: Passage, cues: Cues, first: int, end: int) -> int:
    """Return the first token of the noun phrase that ends at ``end``, -1 without one; a listener before it is left out."""
    at = end
    while at > max(first, end - _NAME):
        word = p.words[at - 1]
        if word in _ENDS or word in _BEFORE_SUBJECT or p.quoted[at - 1] >= 0:
            break
        if word in _PRONOUNS and at < end:
            break
        if at < end and cues.acting.get(word) in {"past", "third"} and not p.capital(at - 1):
            at = _behind_listener(p, at, end)
            break
        if at < end and (word in _AUXILIARY or word in _MODAL) and word not in {"first", "then", "later", "now"}:
            return -1
        at -= 1
    while at < end and p.words[at] in {"and", "or", "then", "also"}:
        at += 1
    return at if at < end and p.words[at] not in _BEFORE_LISTENER else -1


def _behind_listener(p: Passage, at: int, end: int) -> int:
    """Return where a second noun phrase begins: ``told [officers] | the robber announced``, ``warned [them] | No 10 was``."""
    for i in range(at + 1, end):
        if p.words[i - 1] in _OBJECTS and i == at + 1:
            return i
        if p.words[i] in _DETERMINERS and p.words[i - 1] not in _BEFORE_LISTENER | _DETERMINERS:
            return i
    return at


def complement(p: Passage, cues: Cues, at: int, word: str, form: str) -> int:
    """Return where what is said begins behind the verb at ``at``; 0 when nothing there is said."""
    last = p.ends[at]
    if p.words[at + 1] == '"' and p.quoted[at + 1] < 0 and at + 2 < last:
        at += 1  # "had “privately acknowledged” | the plant would close"
    after = p.words[at + 1]
    if after in {"that", ":"} or p.quoted[at + 1] >= 0:
        return at + 1 + (after == ":") if at + 2 < last else 0
    opens = (
        after in _STARTS | {"that", ":"}
        or after.endswith("ing")
        or p.quoted[at + 1] >= 0
        or p.words[at - 1] in _AUXILIARY
    )
    plainly = after in {"that", ":", "he", "she", "they"} or p.quoted[at + 1] >= 0 or p.words[at - 1] in _AUXILIARY
    if after == "by" or (word in cues.ambiguous and not (plainly if word.endswith("s") else opens)):
        return 0
    if word in cues.acting_to and after == "to":
        return at + 1
    if word in cues.acting_about and after in {"of", "about", "to"}:
        return at + 1 if after != "to" or p.words[at + 2].endswith("ing") else 0
    if (
        after.endswith("ing")
        and word in cues.acting_gerund
        and len(after) > 4
        and form in {"base", "past", "third", "participle"}
    ):
        return at + 1
    return _clause_behind(p, cues, at, word)


def _clause_behind(p: Passage, cues: Cues, at: int, word: str) -> int:
    """Return where a clause begins behind the verb at ``at`` and whoever listens; 0 without one."""
    last, after = p.ends[at], p.words[at + 1]
    telling = word in cues.hearing or word in cues.ordering or word in cues.asking or word in cues.acting_about
    if telling or after in {"to", "in", "on"}:
        found = _past_listener(p, cues, at + 1, last, word)
        if found or after in {"to", "in", "on"}:
            return found
    if (word in cues.acting_gerund or word in _PERCEIVED) and _perceives(p, cues, at + 1):
        return at + 1
    if word in cues.acting_clause and (after in _STARTS or p.capital(at + 1)):
        return at + 1 if after in {"he", "she", "they", "there"} or _finite_ahead(p, at + 1, last) else 0
    if word in cues.acting_clause and _finite_ahead(p, at + 1, last):
        return at + 1
    return 0


def _past_listener(p: Passage, cues: Cues, start: int, last: int, word: str) -> int:
    """Return where what is said begins behind a listener: "that", "to", "of …ing", "why", or a second noun phrase."""
    for at in range(start + 1, min(last - 1, start + _NAME)):
        here = p.words[at]
        if here in {"that", "whether", "why", "how"} or p.quoted[at] >= 0:
            return at
        if here == ":":
            return at + 1
        if here in _ENDS:
            return 0
        if here == "to" and word in cues.ordering and p.words[start] != "to":
            return at
        if here in {"of", "for"} and word in cues.acting_about and p.words[at + 1].endswith("ing"):
            return at
        if (
            here in _STARTS
            and p.words[at - 1] not in _BEFORE_LISTENER | _DETERMINERS
            and p.words[start] not in {"in", "on"}
        ):
            return at if word in cues.hearing and _finite_ahead(p, at, last) else 0
        if p.words[at - 1] in _OBJECTS and at == start + 1 and word in cues.hearing and _finite_ahead(p, at, last):
            return at
    return 0


def _finite_ahead(p: Passage, at: int, last: int) -> bool:
    """Tell whether a noun phrase and a finite verb follow: "the ankle | is fine"."""
    if p.words[at] in {"he", "she", "they", "it", "we", "i", "there"}:
        return True
    for i in range(at + 1, min(last, at + _NAME)):
        if p.words[i] in _ENDS or p.words[i] in {"that", "to", "who"} or p.quoted[i] >= 0:
            return False
        if p.words[i] in _FINITE or (p.words[i].endswith(("ed", "n't")) and len(p.words[i]) > 4):
            return True
    return False


_FINITE = frozenset(
    "is are was were has have had will would can could may might must should did does do 's 're knew lied".split()
)


def _perceives(p: Passage, cues: Cues, at: int) -> bool:
    """Tell whether a noun phrase and a word of saying in -ing follow: ``recounted [an officer shouting that C]``."""
    for i in range(at + 1, min(p.ends[at] - 1, at + _NAME)):
        if p.words[i] in _ENDS or p.words[i] in _BEFORE_SUBJECT:
            return False
        if cues.acting.get(p.words[i]) == "ing" and p.words[i] in cues.saying:
            return True
    return False


def _perceived(p: Passage, at: int, start: int) -> Draft | None:
    """``… recounted [an officer] shouting that C``, ``reported [villagers] complaining that C``: who is heard to speak."""
    begin = at
    while begin > max(p.starts[at], at - _NAME) and p.words[begin - 1] not in _PERCEIVED:
        if p.words[begin - 1] in _ENDS or p.words[begin - 1] in _BEFORE_SUBJECT or p.quoted[begin - 1] >= 0:
            begin = p.starts[at] if begin == p.starts[at] else -1
            break
        begin -= 1
    if begin < 0 or begin >= at or (begin > 0 and p.words[begin - 1] not in _PERCEIVED):
        return None
    return _draft(p, begin, at, at, start) if p.words[begin] not in _PRONOUNS else None


def _noun_clause(p: Passage, at: int) -> int:
    """Return the place of "that" in ``raised concerns that C``; 0 without it."""
    for i in range(at + 1, min(p.ends[at] - 1, at + 4)):
        if p.words[i] in _WORRIES:
            return i + 1 if p.words[i + 1] == "that" else 0
        if p.words[i] in _ENDS:
            return 0
    return 0


def _accused(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``managers of telling drivers C``: whom the sentence's speaker accuses of saying it; the passage begins with them."""
    first = p.starts[at]
    said = at + 1 + (p.words[at + 1] == "having")
    form = cues.acting.get(p.words[said], "") if said + 1 < p.ends[at] else ""
    if not 0 < at - first <= _NAME or form not in {"ing", "past", "participle"} or (form != "ing" and said == at + 1):
        return None
    if any(w in _ENDS or w in _BEFORE_SUBJECT for w in p.words[first:at]) or p.words[first] in _PRONOUNS:
        return None
    start = complement(p, cues, said, p.words[said], form)
    end = last_said(p, start) if start else 0
    if end <= start:
        return None
    return Draft((p.span(first, at),), (p.span(said, said + 1),), (p.span(start, end),), "told-by: accused of saying")
