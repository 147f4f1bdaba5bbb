"""Passage -> attributions by rules alone: a cue lexicon and a light grammar of clauses, no trained weights.

sentence := content , source cue .        "the bridge is down, police said"
          | content , cue source .        "…," said the mayor
          | source cue [that|:|,] content
          | according to source , content  |  content , according to source
          | head : content                 at the start of a headline or a transcript line
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from firsthand.records import ZoneKind
from firsthand.spans import Span
from firsthand.statement.attributions.closed import NUMBERS, TIMES
from firsthand.statement.attributions.contents import is_number, joins, one_voice, rival
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.handed import handed
from firsthand.statement.attributions.outlets import outlet
from firsthand.statement.attributions.passage import Draft, Passage, places
from firsthand.statement.attributions.reckoned import reckoned
from firsthand.statement.attributions.relays import PLATFORMS
from firsthand.statement.attributions.speakers import clause

_AUXILIARY = frozenset(
    "has have had is are was were be been being will would could can may might must should do does did also not n't then now"
    " later earlier further once again first never always still just to 's 've 'd 'll ’s has've".split()
)
_BREAK = frozenset(
    "that because while when if although though but whereas after before since until unless so what something".split()
)
_SUBJECT_PRONOUNS = frozenset("he she they it we i you who which".split())
_PRONOUNS = frozenset(
    "he she they it we i you who which this that these those one some many others nobody everyone".split()
)
_STOP_RIGHT = frozenset(
    "in on at during after when before as while to because if about who whose that and but with last this monday tuesday"
    " wednesday thursday friday saturday sunday from by adding noting referring citing".split()
)
_TAKES_THING = frozenset(
    "reported reports announced announces confirmed confirms denied denies described describes admitted promised".split()
)
_TELLS = frozenset(
    "tell told tells telling inform informed informs informing assure assured assures assuring notify notified notifies warn warned warns"
    " warning remind reminded reminds advise advised advises".split()
)
_PASSIVE = frozenset("was were been being is are".split())
_OPENERS = frozenset("that : whether why how".split())
_NOT_SPEAKERS = frozenset(
    "video photo photos breaking update live watch exclusive opinion analysis read related note editor".split()
)
_MARKS = frozenset('.,;:!?"()[]…—–-')
_DETERMINERS = frozenset("the a an his her its their our my one another some several two three many most".split())
_MOST_CUES = 20  # in one sentence; what holds more is no prose. Sentences of news hold up to 14 (attribution-train)
_MOST_QUOTATIONS = 8  # that go on behind one cue
_REACH = 60  # words; the longest noun phrase or clause the rules look through, which keeps them linear


def rules(passage: Passage, cues: Cues) -> list[Draft]:
    """Return the attributions that the rules see in ``passage``, in order of their cues; linear in its length."""
    found: list[Draft] = list(_dismissed(passage, cues))
    if not cues.triggers.intersection(passage.words):
        return found
    for at in _cue_places(passage, cues):
        draft = _read(passage, cues, at)
        if draft is not None:
            found.append(draft)
    found.extend(_ended(passage, cues, d) for d in (*handed(passage, cues), *reckoned(passage, cues)))
    if "which" in passage.words or cues.reported.intersection(passage.words):
        found.extend(_carrying(passage, cues))
    if "let" in passage.words:
        found.extend(_let(passage, cues))
    found.extend(_hearsay(passage, cues))
    found.extend(_estimate(passage, cues))
    rivals = list(_rivals(passage, cues))
    verbs = {c for d in rivals for c in d.cue}
    found = [*(d for d in found if verbs.isdisjoint(d.cue)), *rivals]
    found.extend(_visual(passage, cues))
    found.extend(_head(passage, found, cues))
    return one_voice(passage, found, cues)


def _ended(p: Passage, cues: Cues, d: Draft) -> Draft:
    """Return ``d`` with its content up to where another voice closes the sentence: ``…, the agency reported``."""
    begin, end = places(p, d.content[0]) or (0, 0)
    stop = _content_end(p, cues, begin, end) if d.content[0].start > d.cue[0].start else end
    return replace(d, content=tuple(_content(p, begin, stop))) if stop < end else d


_DASHES = frozenset("- – —".split())
_SEEN = frozenset("seen shown heard".split())
_FILMED = frozenset("filmed recorded caught".split())


def _visual(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``In the footage can be seen …``, ``In the video, troops are seen …``, ``Footage shows …``: the picture says it."""
    yield from _shown(p, cues)
    at = 0
    while at < len(p.words):
        last = p.ends[at]
        head = next((i for i in range(at + 1, min(last, at + 7)) if p.words[i] in cues.visual), 0)
        if head and p.words[at] in {"in", "on"} and p.quoted[at] < 0:
            cue = next((i for i in range(head + 1, min(last, head + 14)) if p.words[i] in _SEEN), 0)
            if cue:
                begin = cue
                while p.words[begin - 1] in _AUXILIARY:
                    begin -= 1
                content = _content(p, head + 1, begin) + _content(p, cue + 1, last)
                if content:
                    yield Draft(
                        (p.span(at + 1, head + 1),),
                        (p.span(begin, cue + 1),),
                        tuple(content),
                        f"visual: {p.words[head]}",
                    )
        at = last


def _shown(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``Footage [published by X] shows burnt-out tanks``, ``Photographs … appear to show …``, with a plain object too."""
    for at, word in enumerate(p.words):
        if cues.showing.get(word) in {None, "ing"} or word not in _SHOWS or p.quoted[at] >= 0:
            continue
        begin = _cue_begin(p, p.starts[at], at)
        subject = _subject(p, cues, p.starts[at], begin)
        content = _content(p, at + 1, _content_end(p, cues, at + 1, p.ends[at]))
        if subject is None or not content or p.words[at + 1] in _MARKS:
            continue
        head = next((i for i in range(*subject) if p.words[i] in _STOP_RIGHT | _POST), subject[1])
        if head > subject[0] and p.words[head - 1] in cues.visual:
            yield Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"visual: {word}")


_SHOWS = frozenset("show shows showed depict depicts depicted".split())
_POST = frozenset(
    ", of published released shared posted taken filmed aired broadcast obtained seen verified circulating".split()
)


def _cue_places(p: Passage, cues: Cues) -> Iterator[int]:
    tables = (
        cues.saying,
        cues.thinking,
        cues.showing,
        cues.judging,
        cues.intending,
        cues.nouns,
        cues.reported,
        cues.before_source,
    )
    first, count = -1, 0
    for at, word in enumerate(p.words):
        if p.quoted[at] < 0 and any(word in t for t in tables):
            count = count + 1 if p.starts[at] == first else 1
            first = p.starts[at]
            if count <= _MOST_CUES:
                yield at


_CARRIES = frozenset(
    "carried carries ran runs aired airs published publishes broadcast broadcasts printed posted released read played shared shows".split()
)


def _carrying(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X carried a statement in which Y said C``: X passes on what the text says."""
    for at, word in enumerate(p.words):
        if (word in _HANDS_ON or p.words[at : at + 2] in _PASSES) and p.quoted[at] < 0:
            yield from _handed_on(p, cues, at, at + 1 + (word not in _HANDS_ON))
        if word in _CARRIES and p.quoted[at] < 0:
            last = min(p.ends[at], at + 12)
            which = next((i for i in range(at + 2, last - 1) if p.words[i] == "in" and p.words[i + 1] == "which"), 0)
            which = which or _by_another(p, cues, at, last)
            begin = _cue_begin(p, p.starts[at], at)
            subject = _subject(p, cues, p.starts[at], begin)
            content = _content(p, at + 1, _content_end(p, cues, at + 1, p.ends[at])) if which else []
            if content and subject is not None:
                yield Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"carries: {word}")


def _by_another(p: Passage, cues: Cues, at: int, last: int) -> int:
    """Return the place of "by" in ``carried a statement by the ministry saying that C``, 0 without such words."""
    noun = next((i for i in range(at + 1, last - 2) if p.words[i] in cues.reported or p.words[i] in _LETTERS), 0)
    if not noun or p.words[noun + 1] not in {"by", "from"}:
        return 0
    ahead = p.words[noun + 2 : p.ends[at]]
    return noun + 1 if any(cues.saying.get(w) == "ing" for w in ahead[:_TAIL]) else 0


_LETTERS = frozenset("letter message video recording interview communique appeal note".split())
_HANDS_ON = frozenset("relay relays relayed repeat repeats repeated".split())
_PASSES = frozenset({("passed", "on"), ("passes", "on"), ("pass", "on")})


def _handed_on(p: Passage, cues: Cues, at: int, after: int) -> Iterator[Draft]:
    """``X relays a claim by Y that C``, ``X passed on advice from Y that C``, ``X relay accounts by Y of C``."""
    begin = _cue_begin(p, p.starts[at], at)
    subject = _subject(p, cues, p.starts[at], begin)
    noun = next((i for i in range(after, min(p.ends[at] - 2, after + 3)) if p.words[i] in cues.reported), 0)
    content = _content(p, after, p.ends[at])
    if subject is None or not noun or not content or p.words[noun + 1] not in {"by", "from", "of"}:
        return
    outer = Draft((p.span(*subject),), (p.span(begin, after),), tuple(content), f"told-by: {p.words[at]}")
    yield outer
    of = next((i for i in range(noun + 2, min(p.ends[at] - 1, noun + _TAIL)) if p.words[i] in {"of", "that"}), 0)
    if of > noun + 2 and p.words[of] == "of" and p.words[of - 1].endswith("s") and not p.capital(of - 1):
        own = tuple(_content(p, of + 1, p.ends[at]))
        yield Draft((p.span(noun + 2, of),), (p.span(noun, noun + 2),), own, "told-by: account of", outer)


def _read(p: Passage, cues: Cues, at: int) -> Draft | None:
    for phrase in cues.before_source.get(p.words[at], ()):
        if p.words[at : at + len(phrase)] == phrase:
            return _according(p, cues, at, at + len(phrase), " ".join(phrase))
    word = p.words[at]
    if word in cues.intending and p.words[at + 1 : at + 2] == ("to",) and cues.intending[word] != "ing":
        return _intent(p, cues, at)
    if (word in cues.nouns or word in cues.reported) and p.words[at + 1 : at + 2] == ("that",):
        noun = _noun(p, cues, at)
        if noun is not None or not _names_speaker(p, cues, at):
            return noun
    if word not in cues.saying and word not in cues.thinking and word not in cues.showing and word not in cues.judging:
        return None
    if p.zone is not ZoneKind.HEADLINE and not p.shouted and p.capital(at) and p.starts[at] != at:
        return None  # "the Daily Reports": a name
    if word in cues.ambiguous and not _announces(p, at):
        return None
    if word in cues.nouns and at > p.starts[at] and not _finite(p, at):
        return None
    return _verb(p, cues, at)


def _names_speaker(p: Passage, cues: Cues, at: int) -> bool:
    """Tell whether a name or an outlet stands right before "reports that": not "unconfirmed reports that"."""
    before = at - 1
    if before < p.starts[at] or not p.words[at].endswith("s"):
        return False
    return (p.capital(before) and not p.shouted and before > p.starts[at]) or p.words[before] in {")", ","}


def _cue_begin(p: Passage, first: int, at: int) -> int:
    """Return the first token of the cue whose verb stands at ``at``: auxiliaries and adverbs go with it, "the daily" does not."""
    if at - 2 > first and p.words[at - 2 : at] == ("used", "to"):
        return at - 2
    begin = at - (at > first and p.words[at - 1] in _SEEN | _FILMED)
    if at - 2 > first and p.words[at - 1] == "to" and p.words[at - 2] in _SEEMS:
        begin = at - 2
    while begin > first and (p.words[begin - 1] in _AUXILIARY or _adverb(p, begin - 1)):
        if p.words[begin - 1].endswith("ly") and begin - 1 > first and p.words[begin - 2] in _DETERMINERS:
            break  # a noun
        begin -= 1
    if begin - 3 > first and p.words[begin] == "been" and p.words[begin - 1] in TIMES and p.words[begin - 2] == "for":
        return begin - 3 if p.words[begin - 3] in _AUXILIARY else begin  # "had for years been telling"
    return begin - 2 if begin - 2 > first and p.words[begin - 2 : begin] == ("no", "longer") else begin


def _adverb(p: Passage, at: int) -> bool:
    return p.words[at].endswith("ly") and not (p.capital(at) and not p.shouted and at > p.starts[at])


_SEEMS = frozenset("appear appears appeared seem seems seemed purport purports purported".split())


def _intent(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``X vowed to …``: the content is what is wanted."""
    first, last = p.starts[at], p.ends[at]
    begin = _cue_begin(p, first, at)
    subject = _subject(p, cues, first, begin)
    content = _content(p, at + 1, _content_end(p, cues, at + 1, last))
    if subject is None or not content or (cues.intending[p.words[at]] == "base" and _in_noun_phrase(p, at)):
        return None
    return Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"intent: {p.words[at]}")


def _noun(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``X's claim that …``, ``a claim by X that …`` (the latter only as a cue without a source)."""
    first, last = p.starts[at], p.ends[at]
    owner = at - 1
    while (
        owner > first and not p.words[owner].endswith(("'s", "s'")) and p.words[owner] not in _OWNERS and at - owner < 4
    ):
        owner -= 1
    if owner < first or not (p.words[owner].endswith(("'s", "s'")) or p.words[owner] in _OWNERS):
        return _made(p, cues, at) or _titled(p, at)
    begin = owner
    while p.words[owner] not in _OWNERS and begin > first and p.capital(begin - 1) and p.words[begin - 1] not in _MARKS:
        begin -= 1
    article = next((i for i in range(begin, max(first - 1, begin - 5), -1) if p.words[i] in _ARTICLES), -1)
    if article >= 0 and all(p.words[i][0].isalpha() and p.words[i] not in _STOP_RIGHT for i in range(article, owner)):
        begin = article  # "the foreign ministry's claim"
    content = _content(p, at + 1, _content_end(p, cues, at + 1, last))
    return (
        Draft((p.span(begin, owner + 1),), (p.span(owner + 1, at + 1),), tuple(content), f"noun: {p.words[at]}")
        if content
        else None
    )


_OWNERS = frozenset("his her their its our my your".split())


def _made(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``X gave testimony that …``, ``X has issued a statement that …``: who makes the statement says it."""
    first, last = p.starts[at], p.ends[at]
    verb = next((i for i in range(at - 1, max(first, at - 4), -1) if p.words[i] in _MAKING), -1)
    if verb < 0 or any(p.words[i] in _MARKS | _STOP_RIGHT or p.quoted[i] >= 0 for i in range(verb + 1, at)):
        return None
    begin = _cue_begin(p, first, verb)
    subject = _subject(p, cues, first, begin)
    content = _content(p, at + 1, _content_end(p, cues, at + 1, last))
    if subject is None or not content or _PASSIVE.intersection(p.words[begin:verb]):
        return None
    return Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"noun: makes {p.words[at]}")


_MAKING = frozenset(
    "made makes gave gives given offered issued issues repeated repeats sent sends released posted voiced".split()
)


def _titled(p: Passage, at: int) -> Draft | None:
    """``a Ledger report that …``: the name before the noun says it."""
    begin = at
    while begin > p.starts[at] + 1 and (p.capital(begin - 1) or p.words[begin - 1].isdigit()):
        begin -= 1
    if begin == at or p.shouted or p.zone is ZoneKind.HEADLINE or p.words[begin - 1] not in _ARTICLES:
        return None
    content = _content(p, at + 1, p.ends[at])
    return Draft((p.span(begin, at),), (p.span(at, at + 1),), tuple(content), f"noun: {p.words[at]}")


def _let(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X let slip [to Y] that C``, ``X had let her client know C``."""
    for at, word in enumerate(p.words):
        if word != "let" or p.quoted[at] >= 0:
            continue
        first, last = p.starts[at], p.ends[at]
        verb = next((i for i in range(at + 1, min(last - 2, at + 6)) if p.words[i] in {"slip", "know"}), 0)
        that = next((i for i in range(verb + 1, min(last - 1, verb + 7)) if p.words[i] == "that"), verb + 1)
        begin = _cue_begin(p, first, at)
        subject = _subject(p, cues, first, begin) if verb else None
        content = _content(p, that, _content_end(p, cues, that, last)) if verb else []
        if subject is not None and content and not any(w in _MARKS for w in p.words[at:that]):
            yield Draft((p.span(*subject),), (p.span(begin, verb + 1),), tuple(content), "told-by: let know")


def _estimate(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X put the toll at 31``, ``X put it at 31``: the number is what X says."""
    for at, word in enumerate(p.words[:-4]):
        it = p.words[at + 1 : at + 3] == ("it", "at") and is_number(p, at + 3)
        if word in cues.estimating and (it or p.words[at + 1] in _DETERMINERS) and p.quoted[at] < 0:
            first, last = p.starts[at], p.ends[at]
            number = next((i for i in range(at + 3, min(last - 1, at + 9)) if p.words[i] == "at"), 0)
            begin = at
            while begin > first and p.words[begin - 1] in _AUXILIARY:
                begin -= 1
            subject = _subject(p, cues, first, begin)
            content = _content(p, at + 1, _content_end(p, cues, at + 1, last))
            tallied = it or (number and not cues.tallies.isdisjoint(p.words[at + 2 : number]))
            if tallied and subject is not None and content:
                yield Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"estimate: {word} … at")


def _dismissed(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X waved away talk of rain``, ``Rain, their explanation, X waved away``: what X denies is the content, before or behind."""
    firsts = {phrase[0] for phrase in cues.dismissing}
    for at, word in enumerate(p.words):
        if word not in firsts or p.quoted[at] >= 0:
            continue
        end = next((at + len(d) for d in cues.dismissing if p.words[at : at + len(d)] == d), 0)
        subject = _subject(p, cues, p.starts[at], at) if end else None
        if subject is None or not _person(p, cues, *subject):
            continue
        first, last = p.starts[at], p.ends[at]
        if end < last and p.words[end][0].isalpha() and p.words[end] not in _STOP_RIGHT - _OPENERS:
            content = _content(p, end, _content_end(p, cues, end, last))
        elif subject[0] > first + 1 and p.words[subject[0] - 1] == ",":
            content = _left_content(p, first, subject[0])
        else:
            continue
        if content and _SPOKEN_OF.intersection(p.words[first:last]) | cues.nouns.intersection(p.words[first:last]):
            yield Draft((p.span(*subject),), (p.span(at, end),), tuple(content), f"dismissed: {word}")


# what can be waved away besides what `nouns` name; "waved away the waiter" dismisses nobody's words
_SPOKEN_OF = frozenset(
    "talk explanation explanations theory theories rumours rumors fears concerns notion idea version criticism".split()
)


def _person(p: Passage, cues: Cues, a: int, b: int) -> bool:
    """Tell whether the words are a pronoun, a name or hold a word by which a source is described."""
    return p.words[a] in _SUBJECT_PRONOUNS or p.capital(b - 1) or not cues.sources.isdisjoint(p.words[a:b])


def _rivals(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X said five died, but Y [put it at three]``: a second voice behind a joining word, with a number of its own."""
    counted = 0  # where the last sentence with a number ends
    for at in range(1, len(p.words) - 3):
        counted = p.ends[at] if is_number(p, at) else counted
        if p.ends[at] != counted or p.quoted[at] >= 0 or not joins(p, at):
            continue
        found = rival(p, at + 1, p.ends[at], cues)
        if found is not None:
            begin = found[0] - (p.words[found[0] - 1] in _AUXILIARY)
            content = _content(p, found[0] + 1, _content_end(p, cues, found[1], p.ends[at]))
            if begin > at + 1 and content:
                yield Draft((p.span(at + 1, begin),), (p.span(begin, found[0] + 1),), tuple(content), "estimate: rival")


def _announces(p: Passage, at: int) -> bool:
    """Tell whether "that", a colon, a quotation or a clause with a pronoun follows, or marks stand around the word."""
    after = p.words[at + 1] if at + 1 < len(p.words) else "."
    if after in TIMES and p.words[at + 2 : at + 3] == ("that",):
        return True  # "reports tonight that"
    if after == "," and p.words[p.starts[at]] == "as":
        return True  # "As TASS reports, C"
    if after == "to" and p.words[at + 2 : at + 3] in {("have",), ("be",)}:
        return at > p.starts[at] and p.words[at - 1] not in _DETERMINERS  # "rebels claim to have taken"
    if after in {"that", ":", '"'} or p.quoted[min(at + 1, len(p.words) - 1)] >= 0:
        return True
    if p.words[at].endswith("s") and p.words[at - 1] in {",", '"'} and p.capital(min(at + 1, len(p.words) - 1)):
        return p.ends[at] - at <= _TAIL  # "…, reports Radio Lumen"
    if after in _MARKS:
        return at > 1 and any(w in {",", '"'} for w in p.words[max(0, at - 8) : at])
    plural = p.words[at - 1].endswith("s") and at > 0  # "local sources estimate the number"
    return (
        (p.words[at].endswith(("ed", "s")) or plural)
        and after in _SUBJECT_PRONOUNS | _DETERMINERS
        and p.words[at - 1] not in _DETERMINERS
    )


def _finite(p: Passage, at: int) -> bool:
    """Tell whether a word that is a verb or a noun ("reports", "claim") looks like the verb here."""
    before, after = p.words[at - 1], p.words[at + 1] if at + 1 < len(p.words) else "."
    if before in {"news", "media"} and p.capital(at - 1) and not p.shouted:
        return True  # "Tarn News reports"
    if before in _DETERMINERS or before in {"of", "on", "based", "according", "to", "local", "media", "news", "no"}:
        return before == "to" and after in {"that", ":", '"'}
    return not (
        after in {"of", "from", "about", "by", "in"} or p.words[at - 2 : at - 1] in (("to",), ("on",), ("per",))
    )


def _plural_before(p: Passage, at: int) -> bool:
    """Tell whether a bare verb form can follow the word before: a plural, an auxiliary, a pronoun, a mark."""
    before = p.words[at - 1] if at > p.starts[at] else ","
    plain = before.isalpha() and before not in _AUXILIARY | _PRONOUNS and not p.capital(at - 1)
    return not plain or before.endswith(("s", "men", "ly")) or before in {"police", "people", "media", "and", "or"}


# ---- according to X ---------------------------------------------------------------------------------------------------


def _according(p: Passage, cues: Cues, at: int, after: int, phrase: str) -> Draft | None:
    first, last = p.starts[at], p.ends[at]
    end = _right_phrase(p, after, last, stop=frozenset({"that", "who"}))
    if end <= after:
        return None
    begins = at - first <= 1 or p.words[at - 1] in _BEGINS
    if begins:
        end = _next_phrase(p, after, end)
    if (
        p.words[at - 1] == "," and p.words[at - 2] == "that" and at - first > 2
    ):  # "reported that, according to medics, …"
        begins = True
    content: list[Span] = []
    if begins:
        start = _past_relative(p, end, last)
        content = _content(
            p, start, min(last, _content_end(p, cues, start, last)) if p.words[at - 1] == "that" else last
        )
    else:
        content = _content(p, first, at)
        if end < last - 1:
            content += _content(p, end, last)
    if not content:
        return None
    if phrase == "via" and _own_channel(p, after, end):
        return None  # "via its Telegram channel", "via WhatsApp": by what means, not by whom
    if (
        phrase in {"per", "via"}
        and not (
            phrase == "per" and (begins or p.words[at - 1] == ",") and cues.sources.intersection(p.words[after:end])
        )
        and p.words[after] != "@"
        and p.text[p.tokens[after].start] != "@"
        and not p.capital(after + (p.words[after] in _DETERMINERS and after + 1 < end))
    ):
        return None
    if phrase == "based on" and not any(w in cues.sources or w in cues.media for w in p.words[after:end]):
        return None  # "based on her actions"
    if phrase == "according to" and _is_measure(p, cues, after, end):
        return None
    if phrase == "via" and any(w in {"(", "["} for w in p.words[max(first, at - 8) : at]):
        return None  # a credit in brackets
    return Draft((p.span(after, end),), (p.span(at, after),), tuple(content), f"before-source: {phrase}")


def _is_measure(p: Passage, cues: Cues, begin: int, end: int) -> bool:
    """Tell whether a noun phrase names what something goes by, and nobody who says it: "according to need", "to its size"."""
    head = next((i for i in range(begin, end) if p.words[i] in {"of", "for", "and", ","}), end) - 1
    gap = (
        p.text[p.tokens[end - 1].end : p.tokens[end].start] if end < len(p.tokens) else p.text[p.tokens[end - 1].end :]
    )
    if any(ch.isalpha() for ch in gap):
        return False  # words set aside: "according to the rules, published by the ministry, …" has somebody's rules
    return not p.capital(head) and (
        p.words[head] in cues.measures or (head == begin and p.words[head] in cues.bare_measures)
    )


def _own_channel(p: Passage, begin: int, end: int) -> bool:
    """Tell whether the words name a medium: somebody's own, or a platform that nobody writes."""
    named = p.words[begin : begin + 1]
    return named != () and (named[0] in _OWNERS or (named[0] in PLATFORMS and end == begin + 1))


_BEGINS = frozenset("; that but while whereas though although".split())


def _next_phrase(p: Passage, begin: int, end: int) -> int:
    """Return where a second noun phrase begins right behind the first: "according to firefighters | the blaze was out"; else ``end``."""
    for at in range(begin + 1, end):
        if p.words[at] in _ARTICLES and p.words[at - 1] not in _BEFORE_LISTENER | _ARTICLES | {
            "and",
            "or",
            "of",
            "between",
        }:
            return at
    return end


_ARTICLES = frozenset("the a an its his her their".split())


def _past_relative(p: Passage, end: int, last: int) -> int:
    """Return ``end``, or the end of ", which relies on informants," behind a name."""
    if p.words[end : end + 1] != (",",) or p.words[end + 1 : end + 2] not in {("which",), ("who",), ("whose",)}:
        return end
    return next((i for i in range(end + 2, min(last - 1, end + _REACH)) if p.words[i] == ","), end)


def _behind_nickname(p: Passage, begin: int, last: int) -> int:
    """Return the end of a quotation at ``begin`` that is a name, ``according to "Brother Ash", the keys …``; else ``begin``."""
    number = p.quoted[begin] if begin < last else -1
    if number < 0 or p.quotes[number][0] != begin:
        return begin
    end = p.quotes[number][1]
    inside = range(begin + 1, end - 1)
    return end if 0 < len(inside) <= _NICKNAME and all(p.capital(i) for i in inside) else begin


_NICKNAME = 4  # words


def _right_phrase(p: Passage, begin: int, last: int, stop: frozenset[str]) -> int:
    """Return the end of the noun phrase that begins at ``begin``, maybe a nickname in marks: up to a mark or a word of ``stop``."""
    at, last = _behind_nickname(p, begin, last), min(last, begin + _REACH)
    while at < last and p.words[at] not in stop and p.quoted[at] < 0:
        if p.words[at] in _MARKS and not (p.words[at] == "." and p.words[at - 1] in _TITLES):
            break
        at += 1
    return at


# ---- verbs ------------------------------------------------------------------------------------------------------------


def _verb(p: Passage, cues: Cues, at: int) -> Draft | None:
    word = p.words[at]
    form = next((t[word] for t in (cues.saying, cues.thinking, cues.showing, cues.judging) if word in t), "")
    first, last = p.starts[at], p.ends[at]
    if form == "base" and (word in cues.nouns or word in cues.ambiguous) and not _plural_before(p, at):
        return None  # "an air-defence radar post"
    if form == "base" and at > p.starts[at] and (p.words[at - 1] == "no" or _in_noun_phrase(p, at)):
        return None  # "made no mention", "in a Facebook post that"
    if form == "base" and p.words[at - 1].endswith("'s"):
        return None  # "Editor's note"
    if word not in cues.saying and p.words[at - 1] == "who" and p.words[at + 1 : at + 2] not in {("that",), (":",)}:
        return None  # "a man who found the body told police"
    if form == "base" and word in cues.nouns and cues.judging.get(p.words[at - 1]) == "third":
        return None  # "calls report a lie"
    begin = _cue_begin(p, first, at)
    if form == "participle" and not _AUXILIARY.intersection(p.words[begin:at]):
        return None  # "a man known to them"
    passive = form != "ing" and bool(_PASSIVE.intersection(p.words[begin:at]))
    if form == "ing" and word in cues.saying and _PASSIVE.intersection(p.words[begin:at]):
        form = "third"  # "are telling"
    if word in _TELLS and p.words[at + 1 : at + 2] == ("by",):
        return None  # "told by Seoul of a plan"
    if passive and (word in _TELLS or p.words[at + 1 : at + 2] == ("by",) or _by_whom(p, at, last)):
        return None  # "nor was told in advance": the subject hears
    before = p.words[begin - 1] if begin > first else ""
    after = p.words[at + 1] if at + 1 < last else ""
    if p.words[first] == "as" and after == "," and begin - first > 1 and at + 2 < last:  # "As TASS reports, C"
        content = _content(p, at + 2, last)
        if not clause(p, first + 1, begin) and content:
            return Draft(
                (p.span(first + 1, begin),), (p.span(begin, at + 1),), tuple(content), f"before-source: as {word}"
            )
    inverted = (
        (word in cues.saying or (before == '"' and word in cues.judging))
        and word not in _TELLS
        and word not in _CITES
        and before in {'"', ",", "'", "?", "!"}
        and not (after in NUMBERS and _MARKS.intersection(p.words[at + 2 : at + 3]))  # "said three."
        and not (before == "," and (_introduced(p, first, begin) or _goes_on(p, at + 1, last)))
        and not (
            before == "," and after in {"a", "an"} and not _has_verb(p, first, begin - 1)
        )  # "X, in Rome, announces a"
        and (
            _starts_name(p, at + 1, last)
            or ((word in _SAID or before == '"') and _described(p, at + 1, last))
            or (p.zone is ZoneKind.HEADLINE and word in _SAID | {"say"} and last - at <= _TAIL)
        )
    )
    if inverted and form in {"past", "third", "base"}:
        end = _right_phrase(p, at + 1, last, _STOP_RIGHT)
        left = _left_content(p, first, begin)
        ahead = p.words[end : end + 1] == ("that",) and before != '"'  # "X, who leads the union, said on Monday that"
        if p.words[end - 1] in _POSTED and p.words[end : end + 1] in {("on",), ("in",)}:
            end = _right_phrase(p, end + 1, last, _STOP_RIGHT)  # "says a note forwarded on WhatsApp"
        if left and end > at + 1 and not ahead and not (before == "," and _says_more(p, cues, at + 1, last)):
            rest = _following(p, end, last)
            return Draft((p.span(at + 1, end),), (p.span(begin, at + 1),), tuple(left + rest), f"inverted: {word}")
    if form == "ing" and p.words[at - 1] not in _SEEN | _FILMED:
        return _participle(p, cues, at, begin, last)
    subject = _subject(p, cues, first, begin)
    if subject is None:
        return None
    s0, s1 = subject
    if s0 > first and p.words[s0 - 1] == "what" and s1 - s0 == 1 and p.words[at + 1 : at + 2] and after in _PASSIVE:
        return None  # "what it said was"
    post = s0 > first and p.words[s0 - 1] in {'"', ",", "'", "?", "!"} and _closes(p, cues, at + 1, last)
    post |= (
        s0 > first + 1 and p.words[s0 - 2 : s0] == (",", '"') and not _told_on(p, at + 1, last)
    )  # “…,” X texted a friend
    if post:
        left = _left_content(p, first, s0)
        if left:
            rest = _following(p, at + 1, last)
            return Draft((p.span(s0, s1),), (p.span(begin, at + 1),), tuple(left + rest), f"after-content: {word}")
    return _forward(p, cues, at, begin, last, (s0, s1), after)


_SAID = frozenset("said says".split())
_CITES = frozenset("cites cited quotes quoted".split())


def _described(p: Passage, at: int, last: int) -> bool:
    """Tell whether a description without an article and a name follow: ``…, said [spokesman Ivo Kessar]``."""
    name = next((i for i in range(at, min(last, at + _TAIL)) if p.capital(i)), 0)
    return name > at and all(
        p.words[i][0].isalpha() and p.quoted[i] < 0 and p.words[i] not in _STOP_RIGHT for i in range(at, name)
    )


def _introduced(p: Passage, first: int, begin: int) -> bool:
    """Tell whether the words before "said" are a person, said what he is and then named: ``[A shopkeeper, Mira Tass,] said``."""
    comma = next((i for i in range(begin - 2, max(first, begin - 7), -1) if p.words[i] == ","), 0)
    named = begin - comma - 1 > 1 and all(p.capital(i) for i in range(comma + 1, begin - 1))
    start = next((i + 1 for i in range(comma - 1, max(first, comma - _TAIL), -1) if p.words[i] in _TURNS), first)
    return named and comma - start <= _TAIL and p.words[start] in _DETERMINERS and not clause(p, start, comma)


def _goes_on(p: Passage, at: int, last: int) -> bool:
    """Tell whether what is said follows, with a pronoun as its subject: ``Ilse Brand, who lives there, said [she heard a bang]``."""
    if at + 1 >= last or p.words[at] not in _SUBJECT_PRONOUNS:
        return False
    return p.words[at + 1][0].isalpha() and p.words[at + 1] not in _STOP_RIGHT | _SOON and not _adverb(p, at + 1)


_TURNS = frozenset("but and while whereas".split())  # "…, but [the mayor, Oda Marn,] said"


def _says_more(p: Passage, cues: Cues, start: int, last: int) -> bool:
    """Tell whether a clause follows a verb of saying, not only who says it: ``…, said [a driver from Beni had told it]``."""
    end = start
    while end < last and p.words[end] not in _MARKS - {"-"} and p.words[end] not in _RELATIVES and p.quoted[end] < 0:
        end += 1
    finite = any(_governs(cues, p.words[i]) and p.words[i - 1] not in _DETERMINERS for i in range(start + 1, end))
    return finite or clause(p, start, end)


_RELATIVES = frozenset("who which whose that as when where while after before because".split())


def _in_noun_phrase(p: Passage, at: int) -> bool:
    """Tell whether "a", "an" stands up to two words before, with nothing but names or plain words between: "a Facebook [post]"."""
    back = next((i for i in range(at - 1, max(p.starts[at] - 1, at - 4), -1) if p.words[i] in {"a", "an"}), -1)
    return back >= 0 and all(p.words[i][0].isalpha() and not p.words[i].endswith("s") for i in range(back + 1, at))


def _by_whom(p: Passage, at: int, last: int) -> bool:
    """Tell whether "by" follows a passive before any mark or clause: ``had been reported faulty twice by his engineers``."""
    for i in range(at + 1, min(last, at + 9)):
        if p.words[i] in _MARKS | _BREAK or p.quoted[i] >= 0:
            return False
        if p.words[i] == "by":
            return True
    return False


def _forward(
    p: Passage, cues: Cues, at: int, begin: int, last: int, subject: tuple[int, int], after: str
) -> Draft | None:
    word = p.words[at]
    start = cue_end = at + 1 + (after == "out")
    if word in _TELLS:
        start = _past_listener(p, at + 1, last)
        told_of = _told_of(p, at, last)
        if told_of:
            own = (
                (p.span(*subject),),
                (p.span(begin, cue_end),),
                tuple(_content(p, told_of, _content_end(p, cues, told_of, last))),
            )
            return Draft(*own, f"before-content: {word}") if own[2] else None
    ordered = word in _TELLS and start > at + 1 and p.words[start : start + 1] == ("to",)
    while (
        start < last and p.words[start] not in {"that", ":", '"', ","} and p.words[start] in _STOP_RIGHT and not ordered
    ):
        step = next((i for i in range(start, min(last, start + 14)) if p.words[i] in {"that", ":", '"', ","}), start)
        if step == start:
            break
        start = step
    if start < last and p.words[start] in {":", ","}:
        if p.words[start] == ":":
            cue_end = start + 1 if start == at + 1 else cue_end
        elif start + 1 < last and p.words[start + 1] != '"' and word not in cues.saying:
            return None
        start += 1
    telling = word in _TELLS or p.words[start : start + 1] in {("how",), ("why",), ("whether",)}
    announced = telling and (p.words[start - 1] == ":" or (start < last and p.words[start] in _OPENERS))
    heard = word in _TELLS and start == at + 2 and p.words[at + 1] in _LISTENERS
    announced |= heard and start + 1 < last and _has_verb(p, start, last)  # "warned them | No 10 was insisting"
    if (
        word in cues.judging
        and cues.judging[word] != "base"
        and start < last
        and p.words[at + 1] not in _MARKS
        and not announced
    ):
        start = at + 1 + (p.words[at + 1] in {"for", "on", "about", "against"})
        content = _content(p, start, _content_end(p, cues, start, last))
        if content and start < last and p.words[start] not in {"to", "by", "in", "at"}:
            return Draft((p.span(*subject),), (p.span(begin, start),), tuple(content), f"object: {word}")
    clause = start < last and (p.words[start] in _OPENERS or p.quoted[start] >= 0 or p.words[start - 1] == ":")
    if not clause and word not in cues.saying and p.words[-1] != ":" and not _finite_clause(p, cues, start, last):
        return None
    bare = p.words[start] in {"the", "a", "an", "his", "her", "their"} if start < last else False
    listened = word in _TELLS and start == at + 2 and p.words[at + 1] in _LISTENERS
    if not clause and bare and word not in _TAKES_THING and not listened and not _has_verb(p, start, last):
        return None
    end = _content_end(p, cues, start, last)
    if p.words[subject[0]] == "which" and p.words[subject[0] - 1] == ",":  # "Tarn TV, which first reported it, quoted"
        end = next((i for i in range(start, end - 1) if p.words[i] == "," and p.words[i + 1] in cues.saying), end)
    content = _content(p, start, end)
    if p.words[start - 1] == ":" and end == last:
        content += _following(p, last, last)
    s0, s1 = subject
    if not content and p.words[-1] != ":":
        return None
    rule = f"before-content: {word}" if content else f"opens-quotation: {word}"
    return Draft((p.span(s0, s1),), (p.span(begin, cue_end),), tuple(content), rule)


_LISTENERS = frozenset("him her them us me reporters journalists".split())


def _told_of(p: Passage, at: int, last: int) -> int:
    """Return the place of "of", "about" behind a listener: ``told the CIA of a plan``; 0 without them or before a clause."""
    for i in range(at + 1, min(last - 1, at + 8)):
        if p.words[i] in _MARKS | _OPENERS or p.quoted[i] >= 0 or (p.words[i] in _SUBJECT_PRONOUNS and i > at + 1):
            return 0
        if p.words[i] in {"of", "about"} and i > at + 1 and p.words[at] in _TELLS_OF:
            clause = any(p.words[k] == "that" for k in range(i, min(last, i + 8)))
            return 0 if clause or p.words[i - 1] in _OFFICE else i
    return 0


_TELLS_OF = frozenset("told tells telling informed informs warned warns notified notifies".split())
_OFFICE = frozenset("head chief minister member members president leader director prince some many all one two".split())


def _participle(p: Passage, cues: Cues, at: int, begin: int, last: int) -> Draft | None:
    """``…, adding that …``: the source is the one of the sentence's main cue, found again by ``_subject`` of that cue."""
    word = p.words[at]
    start = at + 1
    if word in _TELLS:
        start = next(
            (i for i in range(start, min(last, start + 9)) if p.words[i] in {"that", ":"} or p.quoted[i] >= 0), start
        )
    if word not in cues.saying or start >= last:
        return None
    if not (p.words[start] in _OPENERS or p.quoted[start] >= 0 or _clause_ahead(p, start, last)):
        return None
    first = p.starts[at]
    source: tuple[Span, ...] = ()
    for back in range(begin - 1, max(first, begin - _REACH), -1):
        if p.quoted[back] < 0 and cues.saying.get(p.words[back]) in {"past", "third", "base"}:
            subject = _subject(p, cues, first, back)
            if subject is not None:
                source = (p.span(*subject),)
            elif p.words[back - 1] in {'"', ",", "'"} and _starts_name(p, back + 1, last):
                source = (p.span(back + 1, _right_phrase(p, back + 1, last, _STOP_RIGHT)),)
            break
    if not source:
        return None
    content = _content(p, start + (p.words[start] == ":"), last)
    return Draft(source, (p.span(begin, at + 1),), tuple(content), f"continued: {word}") if content else None


def _past_listener(p: Passage, start: int, last: int) -> int:
    """Return where the content of "told reporters (in Rome) that …" begins."""
    for at in range(start, min(last, start + 16)):
        if p.words[at] in {"that", ":", '"'}:
            return at
        if at > start and p.words[at] == "to" and p.words[at - 1] not in _BEFORE_LISTENER and at + 1 < last:
            return at
        if p.words[at] == "," and at > start:
            return at
        if p.words[at] in _SUBJECT_PRONOUNS and at > start and p.words[at] not in {"who", "which", "you"}:
            return at
        if p.words[at] == "there" and at > start and p.words[at + 1 : at + 2] and p.words[at + 1] in _THERE:
            return at
        if at > start + 1 and p.capital(at) and p.words[at].endswith("'s") and p.words[start] in _ARTICLES:
            if not p.capital(at - 1) and p.words[at - 1] not in _BEFORE_LISTENER:
                return at  # "told the paper | China's leadership …"
        if p.words[at] in _OPENS_CLAUSE and p.words[at - 1] not in _BEFORE_LISTENER and at > start:
            return at
    return min(start + 1, last)


_OPENS_CLAUSE = frozenset("the a his her their its".split())
_THERE = frozenset("is are was were will would has have had 's".split())
_BEFORE_LISTENER = frozenset("of to in at for from on by with during near over after before outside inside".split())


def _starts_name(p: Passage, at: int, last: int) -> bool:
    return at < last and (
        p.words[at] in _DETERMINERS or (p.capital(at) and p.words[at] not in _MARKS) or p.words[at] in _SUBJECT_PRONOUNS
    )


def _closes(p: Passage, cues: Cues, at: int, last: int) -> bool:
    """Tell whether nothing that could be content follows the cue: a mark, an adjunct, or the sentence's end."""
    if at >= last:
        return True
    word = p.words[at]
    if word in {"that", ":"}:
        return False
    if p.words[at - 1] in _TELLS:
        return not _told_on(p, at, last)
    if word in {"of", "out", "through"} or (word == "via" and _own_channel(p, at + 1, at + 2)):
        return True
    if word in {"late", "early"} and p.words[at + 1] in TIMES:
        return True
    return (
        word in _MARKS | _SOON
        or word in _STOP_RIGHT
        or word.endswith("ly")
        or word in {"reporters", "him", "her", "them"}
    )


_POSTED = frozenset("forwarded posted published shared circulating released broadcast".split())
_SOON = frozenset("late early today yesterday tonight overnight earlier".split())
_HEARD = frozenset("heard hear hears overheard".split())


def _told_on(p: Passage, at: int, last: int) -> bool:
    """Tell whether "that", a colon or a quotation follows whoever is told, before any other mark."""
    for i in range(at, min(last, at + 12)):
        if p.words[i] in {"that", ":"} or p.quoted[i] >= 0:
            return True
        if p.words[i] == "to" and i > at and p.words[i - 1] not in _BEFORE_LISTENER:
            return True  # "told shopkeepers to close"
        if p.words[i] in _MARKS:
            return False
    return False


def _subject(p: Passage, cues: Cues, first: int, begin: int) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that ends at ``begin``, apposition or relative clause included."""
    if begin <= first or p.quoted[begin - 1] >= 0:
        return None
    if p.words[begin - 1] in _PRONOUNS:
        return begin - 1, begin
    at, first = begin, max(first, begin - _REACH)
    if p.words[at - 1] == ",":  # "X, who leads Y, said": jump over what stands between the commas
        back = at - 2
        while back > first and p.words[back] != "," and p.quoted[back] < 0:
            back -= 1
        if back <= first or p.words[back] != ",":
            return _shared(p, cues, first, at - 1)
        if not p.capital(back + 1) and _finite_at(cues, p.words[back + 1]):
            return _subject(p, cues, first, back)  # "X lists 40 cases, announces a closure"
        at = _before_asides(p, first, back)
        if p.words[at - 1] in _MARKS:
            return None
    start = at
    if p.words[at - 1] == ")":  # "the Kestrian News Agency (KNA) reported"
        start = next((i for i in range(at - 2, max(first, at - 8), -1) if p.words[i] == "("), at)
    while start > first:
        word = p.words[start - 1]
        abbreviated = word == "." and (
            len(p.words[start - 2]) == 1 or "." in p.words[start - 2] or p.words[start - 2] in _TITLES | {"no"}
        )
        if word in _MARKS and not abbreviated and not (word in {"-", ":"} and _hyphen(p, start - 1)):
            break
        if word == "who" and start < at and start - 2 >= first and p.words[start - 2] not in _MARKS | _BREAK | {"and"}:
            start -= 1
            continue
        if word in _BREAK or p.quoted[start - 1] >= 0 or word in _SUBJECT_PRONOUNS or word in {"how", "whether", "why"}:
            break
        if word == "and" and _joins_clauses(p, cues, first, start):
            break
        if word == "as" and start < at and p.words[start - 2] not in _AS_BEHIND:
            break
        if start < at and p.words[start] in _ARTICLES and (word in cues.nouns or word in TIMES):
            break  # "a claim | the department has denied", "on Thursday | the prosecutor said"
        if start < at and p.words[start] in {"of", "about"} and word in cues.acting_about and start - 1 > first:
            return _subject(p, cues, first, start - 1)  # "X speak of two wounded, state that": one subject
        if start < at and (_governs(cues, word) or word in _HEARD):
            who = _relative(p, first, start - 1)
            if not who:
                start = _behind_listener(p, start, at) if word in _TELLS else start
                break  # "A report said witnesses | told": the words behind an earlier cue are its content
            start = who + 1
            continue
        start -= 1
    if start >= at or p.words[start] in _NO_SUBJECT or p.words[start : start + 2] == ("according", "to"):
        return None
    return start, begin if p.words[begin - 1] != "," else begin - 1


def _shared(p: Passage, cues: Cues, first: int, comma: int) -> tuple[int, int] | None:
    """Return the subject of the sentence's first verb: ``[The clinic] lists 40 cases | , announces a closure``."""
    for at in range(first + 1, comma - 1):
        about = p.words[at] in cues.acting_about and p.words[at + 1] in {"of", "about"}
        if about or _finite_at(cues, p.words[at]):
            counts = about or cues.counting.get(p.words[at]) in _FINITE_FORMS
            return _subject(p, cues, first, at) if counts else None
    return None


def _finite_at(cues: Cues, word: str) -> bool:
    """Tell whether a word behind a comma is a verb of saying or counting of its own: ``the ministry, [lists] 40 cases, announces``."""
    return (
        _FINITE_FORMS.intersection({cues.saying.get(word, ""), cues.counting.get(word, "")}) != set()
        and word not in cues.ambiguous
    )


def _behind_listener(p: Passage, start: int, end: int) -> int:
    """Return where a second noun phrase begins: ``told [officers] | the robber announced``, ``warned [them] | No 10 was``."""
    for i in range(start + 1, end):
        if i == start + 1 and p.words[start] in _LISTENERS:
            return i
        if p.words[i] in _ARTICLES and p.words[i - 1] not in _BEFORE_LISTENER | _ARTICLES | {"and", "or"}:
            return i
    return start


_NO_SUBJECT = frozenset("by having being".split())
_AS_BEHIND = frozenset("such known identified named described well far long soon acting serving working".split())


def _relative(p: Passage, first: int, verb: int) -> int:
    """Return the place of "who" right before a verb of a relative clause: "a medic [who] asked not to be named said"; else 0."""
    at = verb - 1
    while at > first + 1 and (p.words[at] in _AUXILIARY or _adverb(p, at)):
        at -= 1
    return at if at > first + 1 and p.words[at] == "who" and p.words[at - 1] not in _MARKS else 0


def _hyphen(p: Passage, at: int) -> bool:
    """Tell whether no space stands before the mark: "al-Sham", not "09:42 - Radio"."""
    close = p.words[at] == "-" or (at + 1 < len(p.tokens) and p.tokens[at].end == p.tokens[at + 1].start)
    return at > 0 and close and p.tokens[at - 1].end == p.tokens[at].start


def _governs(cues: Cues, word: str) -> bool:
    return word in {"say", "tell"} or (cues.core.get(word) in _FINITE_FORMS and word not in cues.nouns)


def _joins_clauses(p: Passage, cues: Cues, first: int, after: int) -> bool:
    """Tell whether the "and" before token ``after`` joins two clauses, not two names ("the mayor and the governor said")."""
    before = after - 2
    if before >= first and p.words[before] == ",":
        return True
    if not (p.capital(after) and p.capital(before)) and p.words[after] not in _DETERMINERS:
        return True
    return any(cues.core.get(p.words[i], "ing") in _FINITE_FORMS and p.quoted[i] < 0 for i in range(first, before))


_FINITE_FORMS = frozenset({"past", "third"})
_TITLES = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cpl sgt sen rep gov st brig adm rev hon messrs sens reps jr sr".split()
)
_ASIDES = frozenset("who whom whose which citing quoting speaking".split())


def _before_asides(p: Passage, first: int, comma: int) -> int:
    """Return the comma before the asides that end at ``comma``: ``X, citing Y, who was there, said``."""
    at = comma
    while at > first:
        back = next((i for i in range(at - 1, max(first, at - _REACH), -1) if p.words[i] == ","), first)
        if back <= first or p.quoted[back] >= 0:
            return at
        named = 0 < at - back - 1 <= _FULL_NAME and all(p.capital(i) for i in range(back + 1, at))
        if p.words[back + 1] not in _ASIDES and not (named and _describes(p, first, back)):
            return at
        at = back
    return comma


_FULL_NAME = 4  # words


def _describes(p: Passage, first: int, end: int) -> bool:
    """Tell whether words may only describe whom the next ones name: ``[The fire chief], Ivo Tolk``, not ``[Nine men died], Ivo Tolk``."""
    return p.words[first] in _DETERMINERS and not p.words[end - 1].endswith("ed") and not clause(p, first, end)


# ---- content ----------------------------------------------------------------------------------------------------------


def _content(p: Passage, start: int, end: int) -> list[Span]:
    """Return the content between two tokens without marks at its rim (quotation marks stay)."""
    while start < end and p.words[start] in _MARKS and p.words[start] != '"':
        start += 1
    while end > start and p.words[end - 1] in _MARKS and p.words[end - 1] not in '"' and p.words[end - 1] not in ")]":
        end -= 1
    return [p.span(start, end)] if start < end and any(w not in _MARKS for w in p.words[start:end]) else []


_LEADS_IN = frozenset("citing quoting asked speaking referring addressing".split())
_LEAST = 5  # words of a clause behind "Speaking at a rally,"


def _left_content(p: Passage, first: int, end: int) -> list[Span]:
    """Return the content before "…," he said; a quotation of several sentences goes back to its first."""
    if p.words[first] in _LEADS_IN:  # "Citing two women, she said": no content yet
        comma = next((i for i in range(first + 1, end - _LEAST) if p.words[i] == ","), 0)
        if not comma or p.words[first] in {"citing", "quoting"}:
            return []
        return _content(p, comma + 1, end)
    number = p.quoted[end - 1] if end else -1
    if number < 0 and end >= 2 and p.words[end - 1] == ",":
        number = p.quoted[end - 2]
    announced = (i + 1 for i in range(first + 1, end) if p.words[i] == ":" and p.words[i - 1] in {"this", "it"})
    if number < 0:  # "The army rejected this: | no shot was fired, it replied"
        first = next(announced, first)
    if number >= 0:
        begin = p.quotes[number][0]
        first = p.starts[begin] if p.words[begin - 1 : begin] not in ((".",), (":",)) else begin
    return _content(p, first, end)


def _following(p: Passage, at: int, last: int) -> list[Span]:
    """Return the quotations that go on after "…," he said: in the rest of the sentence and right after it."""
    found: list[Span] = []
    end = len(p.words)
    while at < end and len(found) < _MOST_QUOTATIONS:
        number = p.quoted[at]
        if number >= 0:
            a, b = p.quotes[number]
            if p.words[a] != '"':
                return found
            found.append(p.span(a, b))
            at = b
        elif p.words[at] in _MARKS or at < last:
            at += 1
        else:
            return found
    return found


def _content_end(p: Passage, cues: Cues, start: int, last: int) -> int:
    """Return where a clause that begins at ``start`` ends: at the sentence's end or before a later cue's own words."""
    for at in range(start + 1, min(last, start + 4 * _REACH)):
        if p.quoted[at] >= 0 or p.words[at] != "," or at + 2 >= last:
            continue
        word = p.words[at + 1]
        announced = word in cues.before_source and p.words[at + 1 : at + 3] in cues.before_source[word]
        if announced and p.words[start:at] != ("that",):  # "said that, according to medics, …" goes on
            return at
        if cues.saying.get(word) == "ing" and (p.words[at + 2] == "that" or p.quoted[at + 2] >= 0):
            return at
        if _tail_voice(p, cues, at + 1, last):
            return at
    number = p.quoted[last - 1]
    return max(last, p.quotes[number][1]) if number >= 0 else last


def _tail_voice(p: Passage, cues: Cues, at: int, last: int) -> bool:
    """Tell whether the rest of the sentence only names who says all before it: ``…, the monitor reported on Friday.``"""
    for i in range(at, min(last, at + _TAIL)):
        if (
            cues.core.get(p.words[i]) in _FINITE_FORMS
            and i > at
            and p.words[i - 1] not in _AUXILIARY - {"has", "have", "had"}
        ):
            after = p.words[i + 1] if i + 1 < last else "."
            return after in {".", ",", "!", "?"} or (
                after in _STOP_RIGHT | _SOON and after not in _OPENERS | {"that", "about", "who", "if"}
            )
        if (
            p.quoted[i] >= 0
            or (p.words[i] in _MARKS and p.words[i] not in {"(", ")"})
            or p.words[i] in _BREAK | {"who", "which", "and"}
        ):
            return False
    return False


_TAIL = 10  # words of a name behind what it says, its cue included


def _clause_ahead(p: Passage, start: int, last: int) -> bool:
    """Tell whether "saying he would leave", "saying the road was cut" follows."""
    return p.words[start] in _SUBJECT_PRONOUNS or (
        (p.words[start] in _DETERMINERS or p.capital(start)) and _has_verb(p, start, last)
    )


def _finite_clause(p: Passage, cues: Cues, start: int, last: int) -> bool:
    """Tell whether "believes the north is lost" follows: a pronoun, or a noun phrase and a verb of a closed class."""
    if start >= last or p.words[start] not in _SUBJECT_PRONOUNS | _DETERMINERS:
        return False
    return p.words[start] in _SUBJECT_PRONOUNS or _has_verb(p, start, last)


def _has_verb(p: Passage, start: int, last: int) -> bool:
    closed = {
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "should",
        "must",
        "did",
        "does",
        "do",
    }
    return any(
        w in closed or (w.endswith(("ed", "s")) and len(w) > 4) for w in p.words[start + 1 : min(last, start + _REACH)]
    )


def _hearsay(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``reportedly``: the cue is the word, the source is hidden, the content is the rest of its sentence."""
    for at, word in enumerate(p.words):
        if word in cues.hearsay and p.quoted[at] < 0:
            first, last = p.starts[at], p.ends[at]
            content = tuple(_content(p, first, at) + _content(p, at + 1, last))
            if content:
                yield Draft((), (p.span(at, at + 1),), content, f"hearsay: {word}")


def _head(p: Passage, found: Sequence[Draft], cues: Cues) -> list[Draft]:
    """``Name: content`` at the start of a headline or a line of a transcript; credits and ``- Reports`` at its end."""
    tail = _bracket(p, cues) or _headline_tail(p, cues) or _credited(p, cues) or _told_last(p, cues)
    headed = _heading(p, cues)
    named = tail and tail[0].because.startswith("headline-tail: name")
    colon = headed or ([] if found and not named else _colon(p, tail))
    if headed and tail:
        colon = [replace(headed[0], content=tuple(_content(p, *_between(p, headed[0], tail[-1]))))]
    return [*colon, *tail] if not found or tail or headed else []


def _between(p: Passage, head: Draft, tail: Draft) -> tuple[int, int]:
    _, begin = places(p, head.cue[0]) or (0, 0)
    end, _ = places(p, tail.cue[0]) or (len(p.words), 0)
    return begin, end if end > begin else len(p.words)


def _headline(p: Passage) -> bool:
    """Tell whether the passage is written as a headline: one short sentence without a full stop."""
    return 3 < len(p.words) <= _HEADLINE and p.ends[0] >= len(p.words) - 1 and p.words[-1] not in {".", "!", ":"}


_HEADLINE = 24  # words


def _heading(p: Passage, cues: Cues) -> list[Draft]:
    """``Gov aide: engineer warned boss``, ``Minister: doctors say king is stable``: who speaks before the colon of a headline."""
    colon = next((i for i in range(1, min(5, len(p.words))) if p.words[i] == ":"), 0)
    if not colon or not _headline(p) or p.words[0] in _NOT_SPEAKERS or len(p.words) - colon < 4:
        return []
    head = p.words[colon - 1]
    described = (
        not _NOT_SPEAKERS.intersection({head})
        and (head in cues.sources or head + "s" in cues.sources)
        and p.words[colon - 1] not in cues.media
    )
    described |= outlet(p, 0, colon, cues) == colon
    if not described or any(w in _MARKS or w in _BREAK or w in cues.core for w in p.words[:colon]):
        return []
    content = _content(p, colon + 1, len(p.words))
    return [Draft((p.span(0, colon),), (p.span(colon, colon + 1),), tuple(content), "colon: name of a headline")]


_SHORT_HEAD = 3  # words behind the colon of a headline


def _told_last(p: Passage, cues: Cues) -> list[Draft]:
    """``Rockets hit fuel depot near airfield: state TV``: who says it behind the colon of a headline."""
    last = len(p.words)
    colon = next((i for i in range(last - 2, max(2, last - 6), -1) if p.words[i] == ":"), 0)
    if not colon or not _headline(p) or any(w in _MARKS or w in _BREAK for w in p.words[colon + 1 :]):
        return []
    words = p.words[colon + 1 :]
    known = cues.sources.union(cues.media).intersection(words) or words in cues.outlets
    quoted = p.zone is ZoneKind.HEADLINE and p.quoted[colon - 1] >= 0 and len(words) <= _SHORT_HEAD
    if not (known or quoted) or any(cues.core.get(w) in _FINITE_FORMS or w in _AUXILIARY for w in words):
        return []
    content = _content(p, 0, colon)
    return [Draft((p.span(colon + 1, last),), (p.span(colon, colon + 1),), tuple(content), "headline-tail: name")]


def _colon(p: Passage, tail: Sequence[Draft]) -> list[Draft]:
    words = p.words
    begin = 1 if words[0] == '"' else 0
    if ":" not in words[1:7]:
        return []
    at = words.index(":", 1)
    named = all(p.capital(i) or words[i] in {"of", "the", "."} for i in range(begin, at)) and at > begin
    loud = p.text[p.tokens[begin].start : p.tokens[at].start].isupper() and not p.shouted
    lead = p.zone is ZoneKind.HEADLINE or (tail and tail[0].because.startswith("headline-tail"))
    if not (named and (lead or loud) and words[begin] not in _NOT_SPEAKERS):
        return []
    last = next((i for i in range(at, len(words)) if tail and p.tokens[i].start >= tail[-1].cue[0].start), len(words))
    content = _content(p, at + 1, last)
    rule = "colon: name before it"
    return [Draft((p.span(begin, at),), (p.span(at, at + 1),), tuple(content), rule)] if content else []


def _bracket(p: Passage, cues: Cues) -> list[Draft]:
    """``… (Reuters)``, ``… [NYT.]`` behind a paragraph; ``(Hilal Press, via Open Desk)``: the second carries the first."""
    words = p.words
    if len(words) <= 6 or words[-1] not in {"]", ")"}:
        return []
    opening = next((i for i in range(len(words) - 2, max(0, len(words) - 12), -1) if words[i] in {"[", "("}), 0)
    end = len(words) - 1 - (words[-2] == ".")
    via = next((i for i in range(opening + 2, end - 1) if words[i] == "via"), end)
    stop = via - (words[via - 1] == ",")
    if not opening or not all(p.capital(i) for i in (*range(opening + 1, stop), *range(via + 1, end))):
        return []
    named = any(w in cues.media for w in words[opening + 1 : end])
    if stop <= opening + 1 or (words[opening - 1] not in {".", '"', "?", "!"} and not named):
        return []
    content = tuple(_content(p, p.starts[opening - 1], opening))
    rule = "bracket: name behind the paragraph"
    cue = (p.span(opening, len(words)),) if via == end else (p.span(opening, opening + 1),)
    if via == end:
        return [Draft((p.span(opening + 1, end),), cue, content, rule)]
    carrier = Draft((p.span(via + 1, end),), (p.span(via, via + 1),), content, rule)
    return [carrier, Draft((p.span(opening + 1, stop),), cue, content, rule, carrier)]


def _headline_tail(p: Passage, cues: Cues) -> list[Draft]:
    """``Two killed in shelling -- Reports``, ``Bridge shut for repairs - ministry``."""
    words = p.words
    dash = next((i for i in range(len(words) - 2, max(0, len(words) - 6), -1) if _dash(words[i])), 0)
    described = words[-1] in cues.sources and len(words) - dash <= _SHORT_HEAD and dash >= _LEAST - 1
    described = described and words[dash + 1] not in {"a", "an"} and not p.capital(len(words) - 1) and not p.shouted
    if p.zone is not ZoneKind.HEADLINE or dash < 2 or not (words[-1] in _TAILS or described):
        return []
    own = (p.span(dash + 1, len(words)),)
    while _dash(words[dash - 1]):
        dash -= 1
    if words[-1] not in _TAILS:
        return [Draft(own, (p.span(dash, dash + 1),), tuple(_content(p, 0, dash)), "headline-tail: name")]
    return [Draft(own, own, tuple(_content(p, 0, dash)), "headline-tail: reports")]


def _credited(p: Passage, cues: Cues) -> list[Draft]:
    """``Bridge shut for repairs - Delta News``, ``Dam bursts – state TV``: an outlet behind a dash, at the end of a sentence."""
    for end in sorted(set(p.ends)):
        last = end - (p.words[end - 1] == ".")
        dash = next(
            (i for i in range(last - 1, max(p.starts[end - 1], last - 2 - _CREDIT), -1) if _dash(p.words[i])), 0
        )
        if not dash or not p.text[p.tokens[dash - 1].end : p.tokens[dash].start] or last - dash < 2:
            continue
        first = p.starts[end - 1]
        raw = [p.text[slice(*t)] for t in p.tokens[dash + 1 : last]]
        plain = any(w[0].islower() and len(w) > 3 for w in (p.text[slice(*t)] for t in p.tokens[first:dash]))
        outlet = any(w.lower() in cues.media or _OUTLET.search(w) for w in raw)
        named = all(
            w[0].isupper() or w[0].isdigit() or w.startswith(("al-", "el-")) or w in {"of", "the", "-"} for w in raw
        )
        headline = p.zone is ZoneKind.HEADLINE and plain and len(raw) <= _SHORT_CREDIT
        if dash - first < (3 if outlet else _LEAST) or not (
            (named and (outlet or headline)) or (outlet and len(raw) <= 2)
        ):
            continue
        content = tuple(_content(p, first, dash))
        return [Draft((p.span(dash + 1, last),), (p.span(dash, dash + 1),), content, "headline-tail: name")]
    return []


_CREDIT = 6  # words of an outlet behind a dash
_SHORT_CREDIT = 4  # words of one that nothing but its place shows to be an outlet
# how names of outlets and agencies end; the tail of a word, whatever stands before
_OUTLET = re.compile(
    r"(?:[a-z]-?[Ii]nform|[Pp]ress|[Nn]ews|[a-z]media|[a-z]wire|[a-z]post|\.(?:com|ru|net|org|info|ua|fm|tv))$"
    r"|^(?:TV|FM|[A-Z]{2,5})$"
)


def _dash(word: str) -> bool:
    return word in _DASHES or word == "--"


_TAILS = frozenset("reports report sources source official officials witnesses media police".split())
