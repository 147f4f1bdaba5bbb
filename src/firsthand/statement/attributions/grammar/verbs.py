"""The attributions of a verb of saying, thinking, showing or judging, by where its source and its content stand.

content , source cue .            "the bridge is down, police said"
content , cue source .            "…," said the mayor
source cue [that|:|,] content
…, cue-ing that content           "…, adding that …": the source is that of the sentence's main cue
"""

from __future__ import annotations

from firsthand.records import ZoneKind
from firsthand.spans import Span
from firsthand.statement.attributions.closed import NUMBERS, TIMES
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.according import own_channel
from firsthand.statement.attributions.grammar.content import (
    clause_ahead,
    content_before,
    content_between,
    content_end,
    finite_clause,
    following,
    has_verb,
)
from firsthand.statement.attributions.grammar.subject import (
    cue_begin,
    governs,
    in_noun_phrase,
    is_adverb,
    phrase_end,
    subject_before,
)
from firsthand.statement.attributions.grammar.words import (
    ARTICLES,
    AUXILIARY,
    BEFORE_LISTENER,
    BREAK,
    DETERMINERS,
    FILMED,
    LISTENERS,
    MARKS,
    OPENERS,
    PASSIVE,
    PRONOUNS,
    REACH,
    SEEN,
    SOON,
    STOP_RIGHT,
    SUBJECT_PRONOUNS,
    TAIL,
    TELLS,
)
from firsthand.statement.attributions.passage import Draft, Passage
from firsthand.statement.attributions.speakers import clause

_SAID = frozenset("said says".split())
_CITES = frozenset("cites cited quotes quoted".split())
_POSTED = frozenset("forwarded posted published shared circulating released broadcast".split())


def by_verb(p: Passage, cues: Cues, at: int) -> Draft | None:
    """Return the attribution of the verb at ``at``, with its source and content before it or behind it, if it is one."""
    word = p.words[at]
    form = next((t[word] for t in (cues.saying, cues.thinking, cues.showing, cues.judging) if word in t), "")
    first, last = p.starts[at], p.ends[at]
    if _is_no_verb(p, cues, at, form):
        return None
    begin = cue_begin(p, first, at)
    if _is_undergone(p, at, begin, form):
        return None
    if form == "ing" and word in cues.saying and PASSIVE.intersection(p.words[begin:at]):
        form = "third"  # "are telling"
    found = _as_reported(p, at, begin)
    if found is None and form in {"past", "third", "base"} and _is_inverted(p, cues, at, begin):
        found = _inverted(p, cues, at, begin)
    if found is not None:
        return found
    if form == "ing" and p.words[at - 1] not in SEEN | FILMED:
        return _participle(p, cues, at, begin, last)
    subject = subject_before(p, cues, first, begin)
    if subject is None:
        return None
    s0, s1 = subject
    after = p.words[at + 1] if at + 1 < last else ""
    if s0 > first and p.words[s0 - 1] == "what" and s1 - s0 == 1 and p.words[at + 1 : at + 2] and after in PASSIVE:
        return None  # "what it said was"
    return _after_content(p, at, begin, subject) or _forward(p, cues, at, begin, last, subject, after)


def _is_no_verb(p: Passage, cues: Cues, at: int, form: str) -> bool:
    """Tell whether a word that may be a verb of saying is a noun here, or a verb of finding out in a relative clause."""
    word, before = p.words[at], p.words[at - 1]
    if word not in cues.saying and before == "who" and p.words[at + 1 : at + 2] not in {("that",), (":",)}:
        return True  # "a man who found the body told police"
    if form != "base":
        return False
    if (word in cues.nouns or word in cues.ambiguous) and not _plural_before(p, at):
        return True  # "an air-defence radar post"
    if at > p.starts[at] and (before == "no" or in_noun_phrase(p, at)):
        return True  # "made no mention", "in a Facebook post that"
    if before.endswith("'s"):
        return True  # "Editor's note"
    return word in cues.nouns and cues.judging.get(before) == "third"  # "calls report a lie"


def _is_undergone(p: Passage, at: int, begin: int, form: str) -> bool:
    """Tell whether a verb does not say who says it but who hears it, or of whom it is said."""
    word, by = p.words[at], p.words[at + 1 : at + 2] == ("by",)
    if form == "participle" and not AUXILIARY.intersection(p.words[begin:at]):
        return True  # "a man known to them"
    if word in TELLS and by:
        return True  # "told by Seoul of a plan"
    passive = form != "ing" and bool(PASSIVE.intersection(p.words[begin:at]))
    return passive and (
        word in TELLS or by or _by_whom(p, at, p.ends[at])
    )  # "nor was told in advance": the subject hears


def _as_reported(p: Passage, at: int, begin: int) -> Draft | None:
    """``As TASS reports, C``: what stands behind the comma."""
    first, last = p.starts[at], p.ends[at]
    if p.words[first] != "as" or begin - first <= 1 or at + 2 >= last or p.words[at + 1] != ",":
        return None
    content = content_between(p, at + 2, last)
    if clause(p, first + 1, begin) or not content:
        return None
    rule = f"before-source: as {p.words[at]}"
    return Draft((p.span(first + 1, begin),), (p.span(begin, at + 1),), tuple(content), rule)


def _is_inverted(p: Passage, cues: Cues, at: int, begin: int) -> bool:
    """Tell whether the verb stands between what is said and who says it: ``“…,” [said] the mayor``."""
    first, last, word = p.starts[at], p.ends[at], p.words[at]
    before = p.words[begin - 1] if begin > first else ""
    after = p.words[at + 1] if at + 1 < last else ""
    if word in TELLS or word in _CITES or before not in {'"', ",", "'", "?", "!"}:
        return False
    if word not in cues.saying and not (before == '"' and word in cues.judging):
        return False
    if after in NUMBERS and MARKS.intersection(p.words[at + 2 : at + 3]):  # "said three."
        return False
    if before == "," and (_introduced(p, first, begin) or _goes_on(p, at + 1, last)):
        return False
    if before == "," and after in {"a", "an"} and not has_verb(p, first, begin - 1):  # "X, in Rome, announces a"
        return False
    return (
        _starts_name(p, at + 1, last)
        or ((word in _SAID or before == '"') and _described(p, at + 1, last))
        or (p.zone is ZoneKind.HEADLINE and word in _SAID | {"say"} and last - at <= TAIL)
    )


def _inverted(p: Passage, cues: Cues, at: int, begin: int) -> Draft | None:
    """``C, said X``: who says it behind the verb."""
    first, last = p.starts[at], p.ends[at]
    before = p.words[begin - 1] if begin > first else ""
    end = phrase_end(p, at + 1, last, STOP_RIGHT)
    left = content_before(p, first, begin)
    ahead = p.words[end : end + 1] == ("that",) and before != '"'  # "X, who leads the union, said on Monday that"
    if p.words[end - 1] in _POSTED and p.words[end : end + 1] in {("on",), ("in",)}:
        end = phrase_end(p, end + 1, last, STOP_RIGHT)  # "says a note forwarded on WhatsApp"
    if not left or end <= at + 1 or ahead or (before == "," and _says_more(p, cues, at + 1, last)):
        return None
    content = tuple(left + following(p, end, last))
    return Draft((p.span(at + 1, end),), (p.span(begin, at + 1),), content, f"inverted: {p.words[at]}")


def _after_content(p: Passage, at: int, begin: int, subject: tuple[int, int]) -> Draft | None:
    """``C, X said``: what stands before who says it, where nothing that could be content follows the verb."""
    first, last, s0 = p.starts[at], p.ends[at], subject[0]
    marked = s0 > first and p.words[s0 - 1] in {'"', ",", "'", "?", "!"}
    quoted = s0 > first + 1 and p.words[s0 - 2 : s0] == (",", '"')
    if not (marked and _closes(p, at + 1, last)) and not (quoted and not _told_on(p, at + 1, last)):
        return None  # “…,” X texted a friend
    left = content_before(p, first, s0)
    if not left:
        return None
    content = tuple(left + following(p, at + 1, last))
    return Draft((p.span(*subject),), (p.span(begin, at + 1),), content, f"after-content: {p.words[at]}")


def _plural_before(p: Passage, at: int) -> bool:
    """Tell whether a bare verb form can follow the word before: a plural, an auxiliary, a pronoun, a mark."""
    before = p.words[at - 1] if at > p.starts[at] else ","
    plain = before.isalpha() and before not in AUXILIARY | PRONOUNS and not p.capital(at - 1)
    return not plain or before.endswith(("s", "men", "ly")) or before in {"police", "people", "media", "and", "or"}


def _described(p: Passage, at: int, last: int) -> bool:
    """Tell whether a description without an article and a name follow: ``…, said [spokesman Ivo Kessar]``."""
    name = next((i for i in range(at, min(last, at + TAIL)) if p.capital(i)), 0)
    return name > at and all(
        p.words[i][0].isalpha() and p.quoted[i] < 0 and p.words[i] not in STOP_RIGHT for i in range(at, name)
    )


_TURNS = frozenset("but and while whereas".split())  # "…, but [the mayor, Oda Marn,] said"


def _introduced(p: Passage, first: int, begin: int) -> bool:
    """Tell whether the words before "said" are a person, said what he is and then named: ``[A shopkeeper, Mira Tass,] said``."""
    comma = next((i for i in range(begin - 2, max(first, begin - 7), -1) if p.words[i] == ","), 0)
    named = begin - comma - 1 > 1 and all(p.capital(i) for i in range(comma + 1, begin - 1))
    start = next((i + 1 for i in range(comma - 1, max(first, comma - TAIL), -1) if p.words[i] in _TURNS), first)
    return named and comma - start <= TAIL and p.words[start] in DETERMINERS and not clause(p, start, comma)


def _goes_on(p: Passage, at: int, last: int) -> bool:
    """Tell whether what is said follows, with a pronoun as its subject: ``Ilse Brand, who lives there, said [she heard a bang]``."""
    if at + 1 >= last or p.words[at] not in SUBJECT_PRONOUNS:
        return False
    return p.words[at + 1][0].isalpha() and p.words[at + 1] not in STOP_RIGHT | SOON and not is_adverb(p, at + 1)


_RELATIVES = frozenset("who which whose that as when where while after before because".split())


def _says_more(p: Passage, cues: Cues, start: int, last: int) -> bool:
    """Tell whether a clause follows a verb of saying, not only who says it: ``…, said [a driver from Beni had told it]``."""
    end = start
    while end < last and p.words[end] not in MARKS - {"-"} and p.words[end] not in _RELATIVES and p.quoted[end] < 0:
        end += 1
    finite = any(governs(cues, p.words[i]) and p.words[i - 1] not in DETERMINERS for i in range(start + 1, end))
    return finite or clause(p, start, end)


def _by_whom(p: Passage, at: int, last: int) -> bool:
    """Tell whether "by" follows a passive before any mark or clause: ``had been reported faulty twice by his engineers``."""
    for i in range(at + 1, min(last, at + 9)):
        if p.words[i] in MARKS | BREAK or p.quoted[i] >= 0:
            return False
        if p.words[i] == "by":
            return True
    return False


_TAKES_THING = frozenset(
    "reported reports announced announces confirmed confirms denied denies described describes admitted promised".split()
)


def _forward(
    p: Passage, cues: Cues, at: int, begin: int, last: int, subject: tuple[int, int], after: str
) -> Draft | None:
    """``X said that C``, ``X told reporters in Rome: C``, ``X denied the claim``: what stands behind the verb."""
    word = p.words[at]
    start = cue_end = at + 1 + (after == "out")
    if word in TELLS:
        told_of = _told_of(p, at, last)
        if told_of:
            content = content_between(p, told_of, content_end(p, cues, told_of, last))
            own = (p.span(*subject),), (p.span(begin, cue_end),), tuple(content)
            return Draft(*own, f"before-content: {word}") if content else None
        start = _past_listener(p, at + 1, last)
    start = _past_adjuncts(p, at, start, last)
    if start < last and p.words[start] in {":", ","}:
        if p.words[start] == ":":
            cue_end = start + 1 if start == at + 1 else cue_end
        elif start + 1 < last and p.words[start + 1] != '"' and word not in cues.saying:
            return None
        start += 1
    if _has_object(p, cues, at, start, last):
        start = at + 1 + (p.words[at + 1] in {"for", "on", "about", "against"})
        content = content_between(p, start, content_end(p, cues, start, last))
        if content and start < last and p.words[start] not in {"to", "by", "in", "at"}:
            return Draft((p.span(*subject),), (p.span(begin, start),), tuple(content), f"object: {word}")
    if not _is_said(p, cues, at, start, last):
        return None
    end = content_end(p, cues, start, last)
    if p.words[subject[0]] == "which" and p.words[subject[0] - 1] == ",":  # "Tarn TV, which first reported it, quoted"
        end = next((i for i in range(start, end - 1) if p.words[i] == "," and p.words[i + 1] in cues.saying), end)
    content = content_between(p, start, end)
    if p.words[start - 1] == ":" and end == last:
        content += following(p, last, last)
    if not content and p.words[-1] != ":":
        return None
    rule = f"before-content: {word}" if content else f"opens-quotation: {word}"
    return Draft((p.span(*subject),), (p.span(begin, cue_end),), tuple(content), rule)


def _past_adjuncts(p: Passage, at: int, start: int, last: int) -> int:
    """Return where what is said may begin behind a time or a place: ``said [on Monday in Rome] that C``."""
    if p.words[at] in TELLS and start > at + 1 and p.words[start : start + 1] == ("to",):
        return start  # "told shopkeepers | to close"
    opens = {"that", ":", '"', ","}
    while start < last and p.words[start] not in opens and p.words[start] in STOP_RIGHT:
        step = next((i for i in range(start, min(last, start + 14)) if p.words[i] in opens), start)
        if step == start:
            break
        start = step
    return start


def _has_object(p: Passage, cues: Cues, at: int, start: int, last: int) -> bool:
    """Tell whether a verb of judging judges what its object says, and announces nothing: ``denied the claim``."""
    word = p.words[at]
    if word not in cues.judging or cues.judging[word] == "base" or start >= last or p.words[at + 1] in MARKS:
        return False
    telling = word in TELLS or p.words[start] in {"how", "why", "whether"}
    if telling and (p.words[start - 1] == ":" or p.words[start] in OPENERS):
        return False
    heard = _is_heard(p, at, start) and start + 1 < last
    return not (heard and has_verb(p, start, last))  # "warned them | No 10 was insisting"


def _is_heard(p: Passage, at: int, start: int) -> bool:
    """Tell whether only a pronoun for who listens stands between the verb and token ``start``: ``told them``."""
    return p.words[at] in TELLS and start == at + 2 and p.words[at + 1] in LISTENERS


def _is_said(p: Passage, cues: Cues, at: int, start: int, last: int) -> bool:
    """Tell whether a clause or a quotation follows, or a verb of saying has what follows as its content, not as a thing."""
    word = p.words[at]
    if start < last and (p.words[start] in OPENERS or p.quoted[start] >= 0 or p.words[start - 1] == ":"):
        return True
    if word not in cues.saying and p.words[-1] != ":" and not finite_clause(p, start, last):
        return False
    bare = start < last and p.words[start] in {"the", "a", "an", "his", "her", "their"}
    return not bare or word in _TAKES_THING or _is_heard(p, at, start) or has_verb(p, start, last)


_TELLS_OF = frozenset("told tells telling informed informs warned warns notified notifies".split())
_OFFICE = frozenset("head chief minister member members president leader director prince some many all one two".split())


def _told_of(p: Passage, at: int, last: int) -> int:
    """Return the place of "of", "about" behind a listener: ``told the CIA of a plan``; 0 without them or before a clause."""
    for i in range(at + 1, min(last - 1, at + 8)):
        if p.words[i] in MARKS | OPENERS or p.quoted[i] >= 0 or (p.words[i] in SUBJECT_PRONOUNS and i > at + 1):
            return 0
        if p.words[i] in {"of", "about"} and i > at + 1 and p.words[at] in _TELLS_OF:
            clause = any(p.words[k] == "that" for k in range(i, min(last, i + 8)))
            return 0 if clause or p.words[i - 1] in _OFFICE else i
    return 0


def _participle(p: Passage, cues: Cues, at: int, begin: int, last: int) -> Draft | None:
    """``…, adding that …``: the source is the one of the sentence's main cue, found again by ``subject_before`` of that cue."""
    word = p.words[at]
    start = at + 1
    if word in TELLS:
        start = next(
            (i for i in range(start, min(last, start + 9)) if p.words[i] in {"that", ":"} or p.quoted[i] >= 0), start
        )
    if word not in cues.saying or start >= last:
        return None
    if not (p.words[start] in OPENERS or p.quoted[start] >= 0 or clause_ahead(p, start, last)):
        return None
    first = p.starts[at]
    source: tuple[Span, ...] = ()
    for back in range(begin - 1, max(first, begin - REACH), -1):
        if p.quoted[back] < 0 and cues.saying.get(p.words[back]) in {"past", "third", "base"}:
            subject = subject_before(p, cues, first, back)
            if subject is not None:
                source = (p.span(*subject),)
            elif p.words[back - 1] in {'"', ",", "'"} and _starts_name(p, back + 1, last):
                source = (p.span(back + 1, phrase_end(p, back + 1, last, STOP_RIGHT)),)
            break
    if not source:
        return None
    content = content_between(p, start + (p.words[start] == ":"), last)
    return Draft(source, (p.span(begin, at + 1),), tuple(content), f"continued: {word}") if content else None


_OPENS_CLAUSE = frozenset("the a his her their its".split())
_THERE = frozenset("is are was were will would has have had 's".split())


def _past_listener(p: Passage, start: int, last: int) -> int:
    """Return where the content of "told reporters (in Rome) that …" begins."""
    for at in range(start, min(last, start + 16)):
        if p.words[at] in {"that", ":", '"'}:
            return at
        if at > start and p.words[at] == "to" and p.words[at - 1] not in BEFORE_LISTENER and at + 1 < last:
            return at
        if p.words[at] == "," and at > start:
            return at
        if p.words[at] in SUBJECT_PRONOUNS and at > start and p.words[at] not in {"who", "which", "you"}:
            return at
        if p.words[at] == "there" and at > start and p.words[at + 1 : at + 2] and p.words[at + 1] in _THERE:
            return at
        if at > start + 1 and p.capital(at) and p.words[at].endswith("'s") and p.words[start] in ARTICLES:
            if not p.capital(at - 1) and p.words[at - 1] not in BEFORE_LISTENER:
                return at  # "told the paper | China's leadership …"
        if p.words[at] in _OPENS_CLAUSE and p.words[at - 1] not in BEFORE_LISTENER and at > start:
            return at
    return min(start + 1, last)


def _starts_name(p: Passage, at: int, last: int) -> bool:
    return at < last and (
        p.words[at] in DETERMINERS or (p.capital(at) and p.words[at] not in MARKS) or p.words[at] in SUBJECT_PRONOUNS
    )


def _closes(p: Passage, at: int, last: int) -> bool:
    """Tell whether nothing that could be content follows the cue: a mark, an adjunct, or the sentence's end."""
    if at >= last:
        return True
    word = p.words[at]
    if word in {"that", ":"}:
        return False
    if p.words[at - 1] in TELLS:
        return not _told_on(p, at, last)
    if word in {"of", "out", "through"} or (word == "via" and own_channel(p, at + 1, at + 2)):
        return True
    if word in {"late", "early"} and p.words[at + 1] in TIMES:
        return True
    return (
        word in MARKS | SOON or word in STOP_RIGHT or word.endswith("ly") or word in {"reporters", "him", "her", "them"}
    )


def _told_on(p: Passage, at: int, last: int) -> bool:
    """Tell whether "that", a colon or a quotation follows whoever is told, before any other mark."""
    for i in range(at, min(last, at + 12)):
        if p.words[i] in {"that", ":"} or p.quoted[i] >= 0:
            return True
        if p.words[i] == "to" and i > at and p.words[i - 1] not in BEFORE_LISTENER:
            return True  # "told shopkeepers to close"
        if p.words[i] in MARKS:
            return False
    return False
