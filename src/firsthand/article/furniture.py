"""What a line is by its own words: a row of buttons, a call to donate, a comment form, a legend ... or nothing special."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.lexicon import Lexicon
from firsthand.records import ZoneKind


@dataclass(frozen=True, slots=True)
class Hint:
    """What a line looks like. ``opens``: the heading of a list (``related``) or of comments (``comment_form``)."""

    kind: ZoneKind
    rule: str
    opens: str = ""
    is_strong: bool = True


_Phrase = tuple[tuple[str, ...], str, int]  # words, family, weight


@dataclass(frozen=True, slots=True)
class _Tables:
    buttons: frozenset[str]
    comment_pieces: frozenset[str]  # words one of which a heading over comments has
    button_pieces: frozenset[str]  # one of which each row of buttons has
    kinds: dict[str, str]  # family -> kind of zone, or "comment_form"
    phrases: dict[str, tuple[tuple[int, int, _Phrase], ...]]  # longest word -> its phrases, with their turn, its place
    related: re.Pattern[str]
    related_words: frozenset[str]  # with which such lines begin
    caption: re.Pattern[str]
    caption_pieces: frozenset[str]  # as for phrases
    caption_phrases: tuple[str, ...]
    caption_start: tuple[str, ...]
    byline_start: tuple[str, ...]
    calls: tuple[str, ...]
    debris_start: tuple[str, ...]


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of ``phrases`` at word boundaries."""
    edges = (
        r"(?<!\w)" + re.escape(p) + (r"(?!\w)" if p[-1].isalnum() else "")
        for p in sorted(phrases, key=len, reverse=True)
    )
    return re.compile("|".join(edges) or "(?!)")


_LONGEST = 600  # characters of a line that is told by phrases
_PIECE, _PLAIN_PIECE = re.compile(r"\w+|[©*]"), re.compile(r"\w+")


def _pieces(line: str) -> list[str]:
    """Return the words and telling marks of a line that is not too long to be furniture by its words."""
    if len(line) > _LONGEST:
        return []
    return (_PIECE if "*" in line or "©" in line else _PLAIN_PIECE).findall(line)


_SIZES = {"strong": 3, "medium": 2, "weak": 1}  # of phrases, and their weights
_COMMENT_WORDS = frozenset("comment comments reply replies responses thoughts discussion".split())


@cache
def tables(known: Lexicon) -> _Tables:
    """Return the table of zones, compiled once."""
    t = known.table("zones")
    listed: list[_Phrase] = [
        (tuple(_PIECE.findall(p)), f["name"], weight)
        for f in t["family"]
        for size, weight in _SIZES.items()
        for p in f[size]
    ]
    phrases: dict[str, list[tuple[int, int, _Phrase]]] = {}
    for turn, phrase in enumerate(sorted(listed, key=lambda p: (-len(p[0]), -p[2], p[1]))):  # longest first
        longest = max(phrase[0], key=len)
        phrases.setdefault(longest, []).append((turn, phrase[0].index(longest), phrase))
    heads = "|".join(re.escape(h) for h in sorted(t["related"]["heads"], key=len, reverse=True)) or "(?!)"
    buttons = frozenset(t["buttons"]["words"].split())
    return _Tables(
        buttons=buttons,
        comment_pieces=_COMMENT_WORDS.union(
            *(_PIECE.findall(p) for f in t["family"] if f["kind"] == "comment_form" for size in _SIZES for p in f[size])
        ),
        button_pieces=frozenset(_PIECE.findall(b)[0] for b in buttons),
        kinds={f["name"]: f["kind"] for f in t["family"]},
        phrases={word: tuple(them) for word, them in phrases.items()},
        related=re.compile(rf"(?:>|»|-|•|\*|\[)?\s?(?:{heads})(?P<rest>\W*$|\s?[:|»>\]]\s?.*)"),
        related_words=frozenset(_PIECE.findall(h)[0] for h in t["related"]["heads"]) | {"*"},
        caption=_any_of(t["caption"]["phrases"]),
        caption_pieces=frozenset(max(_PIECE.findall(p), key=len) for p in t["caption"]["phrases"]),
        caption_phrases=tuple(t["caption"]["phrases"]),
        caption_start=tuple(t["caption"]["starts"]),
        byline_start=tuple(t["byline"]["starts"]),
        calls=tuple(t["own_name"]["calls"]),
        debris_start=tuple(t["debris"]["starts"]),
    )


_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ENDS, _CLOSES = frozenset(".!?…。！？؟।"), "\"')]»"
_SENTENCE = re.compile(r"""[.!?…。！？؟।]["')\]»]*(?:\s|$)""")
_PAUSE = re.compile(
    r"[.,;:!?…。，、！？؟،।][\"')\]»]?(?:\s|$)|[^\x00-\u2e7f]"
)  # what long running text has and a cloud of topics lacks
# Scripts without blanks between words: Thai, Lao, Tibetan, Burmese, Khmer, Japanese, Chinese.
_LETTER = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_UNSPACED, _UNSPACED_THREE = re.compile(_LETTER), re.compile(f"(?=({_LETTER}{{3}}))")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_MONEY = re.compile(
    r"(?:[$€£¥₽₴₺₹]\s?\d[\d.,]*\s?[kmb]?|\d[\d.,]*\s?(?:[$€£¥₽₴₺₹%]|usd|eur|rub|gbp|dollars?|euros?|crowns?|marks?)(?!\w))"
)
_BUTTON_TAIL = re.compile(
    r"(?:\[[^\[\]a-z]{0,30}[A-Z.…][^\[\]a-z]{0,30}\]|(?:[-–—|:.!?\]] |^)(?:[A-Z]{2,12}[ /]{0,3}){1,4}\W{0,3}|[»>]{1,2})\s*$"
)
_SIGNATURE = re.compile(
    r"^(?:.{1,40} (?:says|said|writes|wrote|commented|replied)(?: on .{4,40})?:"
    r"|.{1,40}[|•·] ?(?:guest|anonymous|reply|member|\d+ (?:min|hour|day|week|month|year)s?.{0,12}|.{0,24} ago)"
    r"|(?:guest|anonymous)|[\w.]{2,30} \d+ (?:minute|hour|day|week|month|year)s? ago"
    r"|(?:reply|report|like|share|flag)(?: [|·•] (?:reply|report|like|share|flag))*)\W*$"
)
_CODE = re.compile(r"[{}<>\\=;$_&\"]")
_REPORTS = re.compile(r"\b(?:said|told|according to|reported|killed)\b")
_ADDRESSES = re.compile(r"\b(?:you|your|our|us|we)\b")
_COMMENT_COUNT = re.compile(
    r"^\W*(?:\d[\d.,k]* ?(?:comments?|replies|responses|thoughts on)|comments? ?\W?\s?\(?\d*\)?|discussion|replies)\W*\d*\W*$"
)
_AGENCY_CREDIT = re.compile(
    r"(?:[^\W\d_]+ [^\W\d_]+ ?/ ?(?:afp|ap|reuters|epa|getty|tass|xinhua|anadolu)|\((?:ap|afp|reuters|epa) photo|\(photo\b)"
)
_BEHIND_NAME = re.compile(r"/ ?(?:afp|ap|reuters|epa|getty|tass|xinhua|anadolu)")
_LAST_CREDIT = re.compile(
    r"\((?:[A-Z][\w.&' -]{1,30}/){1,3}[A-Z][\w.&' -]{1,30}\)$"
)  # "(NAME/Agency)", no full stop behind it
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_LOOSE_WORD = re.compile(r"[\w'-]+")
_ITEM_GAP = re.compile(r"[ \u00a0]{2,}|\t+| ?[|•·»] ?")
_MENU_MARK = re.compile("[|•·»\t\u00a0]|  ")
_GAPS = re.compile(r"\s[|•·/]\s|\S {2,}\S|\t")
_FIELD = re.compile(r"\[[.…_ ]+\]")
# "Share to FacebookFacebookShare to Twitter": buttons whose boxes the page runs together.
_GLUE = re.compile(r"[a-z][A-Z]")
_GLUED, _GLUED_CHARACTERS = re.compile(r"(?<=[a-z])(?=[A-Z])"), 7  # a word and its blank: plain lines have six
_URL = re.compile(r"^(?:https?\s?:\s?/|www\.)\S*|^https?:")


def words_of(line: str) -> list[str]:
    """Return the words of a folded line."""
    return _WORD.findall(line)


def word_count(line: str) -> int:
    """Return how many words a folded line has: two letters are one in scripts without blanks between words."""
    n = len(words_of(line))
    return n if line.isascii() else max(n, len(_UNSPACED.findall(line)) // 2)


def stems(line: str) -> list[str]:
    """Return the words of four letters and more of a folded line, and every three letters of unspaced scripts."""
    found = _LONG_WORD.findall(line)
    return found if line.isascii() else found + _UNSPACED_THREE.findall(line)


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return line.rstrip(_CLOSES)[-1:] in _ENDS


def prose_weight(line: str) -> int:
    """Return how many words of running text a line holds: 0 for a label, a title or a list item."""
    n = word_count(line) if len(line) > 20 else len(words_of(line))
    if (
        (n >= 25 and _PAUSE.search(line))
        or (n >= 6 and _SENTENCE.search(line))
        or (n >= 2 and len(line) >= 8 and ends_sentence(line))
    ):
        return n
    return n if n >= 12 and line.endswith((":", ",", ";", "-")) else 0


def reports(line: str) -> bool:
    """Tell whether a folded line says that somebody said or did what news is about."""
    return bool(_REPORTS.search(line))


def amounts(line: str) -> list[str]:
    """Return the amounts of money in a folded line."""
    return _MONEY.findall(line)


def is_signature(line: str) -> bool:
    """Tell whether a folded line names who wrote the comment that follows."""
    return len(line) <= 80 and bool(_SIGNATURE.match(line))


def hint(line: str, raw: str, known: Lexicon) -> Hint | None:
    """Return what the folded ``line`` (``raw`` as written) is by its own words, ``None`` for what may be article."""
    t, pieces = tables(known), _pieces(line)
    for rule in _RULES:
        found = rule(line, raw, pieces, t)
        if found is not None:
            return found
    return None


def opens_comments(line: str, raw: str, known: Lexicon) -> bool:
    """Tell whether the folded ``line`` is a heading or form over comments."""
    if tables(known).comment_pieces.isdisjoint(_pieces(line)):
        return False
    found = hint(line, raw, known)
    return found is not None and "comments" in found.opens


def _debris(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    n = len(line)
    code = len(_CODE.findall(line[:2000])) if n >= 12 else 0
    if code > 0.12 * min(n, 2000) and code >= 6:
        return Hint(ZoneKind.DEBRIS, f"code-marks: {code} of {min(n, 2000)} characters")
    if line.startswith(t.debris_start) and (code >= 2 or " on line " in line):
        return Hint(ZoneKind.DEBRIS, f"code-start: {line[:24]!r}")
    if (
        line.startswith(("http", "www."))
        and _URL.search(line)
        and len(words_of(line)) < 40
        and line.count(" ") < 40
        and not _SENTENCE.search(line[12:] + " x")
    ):
        return Hint(ZoneKind.DEBRIS, f"address-line: {line[:40]!r}")
    return None


RIGHTS = "rights"  # the rule by which any text, clean or not, has a notice of whose it is
_RIGHTS = re.compile(r"(?:copyright|©|\(c\)) .*\b(?:rights reserved|(?:may|shall) not be)\b")


def _rights(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    return Hint(ZoneKind.WIDGET, f"{RIGHTS}: {line[:40]!r}") if pieces and _RIGHTS.match(line) else None


def _amounts(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    size = len(line)
    amounts = _MONEY.findall(line) if size <= 120 and _DIGIT.search(line) else []
    if amounts:
        others = len(words_of(_MONEY.sub(" ", line)))
        if size <= 60 and not others:
            return Hint(ZoneKind.WIDGET, f"amount-line: {line!r}")
        if len(amounts) >= 2 and others <= 10 and not ends_sentence(line) and not _REPORTS.search(line):
            if _GAPS.search(raw):  # amounts to choose from
                return Hint(ZoneKind.WIDGET, f"amount-list: {line[:60]!r}")
    if size <= 40 and not _WORD.search(line) and not _YEAR.search(line):
        return Hint(ZoneKind.WIDGET, f"no-words: {line!r}", is_strong=False)
    return None


def _comment_form(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    if _COMMENT_COUNT.match(line):
        return Hint(ZoneKind.WIDGET, f"comment-count: {line!r}", "weak comments")
    return None


# What a page asks for and a report does not: a sentence that begins so, or a call to pay by the month.
_CALLS = re.compile(r"(?:^|[.!?] )(?:subscribe|sign up|donate)\b")
_PAY = re.compile(r"(?:become|join|give|support|get|start|try)\b.{0,80}\d.{0,30}\b(?:a|per) (?:month|week|year)\b")
_MOST_ASKED = 200  # characters of such a line
_FORM = re.compile(
    r"(?:leave|post|write|add|submit) (?:a|your) (?:comment|reply)\b|be the first to comment\b|log in to comment\b"
)
_COUNTER = re.compile(
    r"\W*\d[\d.,]* ?k? (?:people|readers|users|friends|others) (?:have )?"
    r"(?:shared|liked|like|read|viewed|follow)\b.{0,20}$"
)


_CALL_WORDS = frozenset("subscribe sign donate".split())
_PAY_WORDS = frozenset("become join give support get start try".split())
_FORM_WORDS = frozenset("leave post write add submit be log".split())


def _asks(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    """ "Subscribe free of charge.", "Become a friend for 5 marks a month", "Leave a comment (...)", "13 people shared this"."""
    if not pieces or len(line) > _MOST_ASKED:
        return None
    first = pieces[0]
    if first in _FORM_WORDS and _FORM.match(line):
        return Hint(ZoneKind.WIDGET, f"comment-form: {line[:40]!r}", "comments")
    if first[0].isdigit() and _COUNTER.match(line):
        return Hint(ZoneKind.WIDGET, f"counter: {line!r}")
    calls = (first in _PAY_WORDS and _PAY.match(line)) or (not _CALL_WORDS.isdisjoint(pieces) and _CALLS.search(line))
    return Hint(ZoneKind.WIDGET, f"asks: {line[:60]!r}") if calls and not _REPORTS.search(line) else None


def _buttons(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    if len(line) > 200 or ends_sentence(line) or (t.button_pieces.isdisjoint(pieces) and not _GLUE.search(raw)):
        return None
    words = _LOOSE_WORD.findall(line)
    if not words:
        return None
    if len(line) > _GLUED_CHARACTERS * len(words) and _GLUED.search(raw):
        words = _LOOSE_WORD.findall(_GLUED.sub(" ", raw).lower())
    named = sum(map(t.buttons.__contains__, words))
    known = named + sum(w[0].isdigit() for w in words if w not in t.buttons) if named else 0
    if named and known >= (1.0 if len(words) <= 3 else 0.8) * len(words):
        if any(len(w) > 2 for w in words) or len(words) >= 3:
            return Hint(ZoneKind.WIDGET, f"button-row: {line[:60]!r}")
    return None


def _phrases(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    """Score the line for each family of phrases; what it lacks of a sentence and has of a button counts as company."""
    found = _found_phrases(pieces, t)
    if not found:
        return None
    is_sentence = ends_sentence(line)
    if is_sentence and sum(map(str.isalpha, pieces)) >= 5:
        if max(weight for _, _, weight in found) < 3 and not _ADDRESSES.search(line):
            return None  # "The price is $9.58 a share."
    n = max(1, len(words_of(line)))
    scores: dict[str, float] = {}
    for words, family, weight in found:
        is_all = len(words) == len(pieces)
        covers = 1 if (weight == 3 and len(words) >= 0.6 * n) or (weight == 2 and is_all) else 0
        scores[family] = scores.get(family, 0.0) + weight + covers
    family = max(sorted(scores), key=lambda name: scores[name])
    needed = 3.0 if n <= 8 else 3.5 if n <= 16 else 4.5 if n <= 30 else 6.5
    needed += 1.5 if is_sentence and n >= 10 else 0.0
    if scores[family] < 2 or scores[family] + _shape(line, raw) < needed:
        return None
    best = max((x for x in found if x[1] == family), key=lambda x: (x[2], x[0]))
    is_sure = best[2] == 3 or sum(x[1] == family for x in found) > 1 or not _COMMENT_WORDS.isdisjoint(pieces)
    is_form = t.kinds[family] == "comment_form" and is_sure  # "Visit website" opens none
    return Hint(ZoneKind.WIDGET, f"{family}: {' '.join(best[0])!r}", "comments" if is_form else "")


def _found_phrases(pieces: Sequence[str], t: _Tables) -> list[_Phrase]:
    """Return the phrases of the table in a line, none overlapping another of its family, each once."""
    phrases = t.phrases
    found = [
        (n - place, turn, phrase)
        for n, piece in enumerate(pieces)
        if piece in phrases
        for turn, place, phrase in phrases[piece]
        if n >= place and tuple(pieces[n - place : n - place + len(phrase[0])]) == phrase[0]
    ]
    out: list[_Phrase] = []
    until: dict[str, int] = {}
    for n, _, phrase in sorted(found):
        words, family, _ = phrase
        if until.get(family, 0) <= n and phrase not in out:
            out.append(phrase)
            until[family] = n + len(words)
    return out


def _shape(line: str, raw: str) -> float:
    """Return how far a line is from a sentence of an article and near to a box on a page."""
    score = 0.0 if ends_sentence(line) else 1.0
    if _BUTTON_TAIL.search(raw[-80:]) and not raw.isupper():
        score += 1.5
    if len(_GAPS.findall(raw[:400])) >= 2 or "[ ]" in raw or _FIELD.search(raw[:400]):
        score += 1
    if _MONEY.search(line):
        score += 1
    if _REPORTS.search(line):
        score -= 2
    if _ADDRESSES.search(line):
        score += 0.5
    return score


def _related(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    may = pieces and len(line) <= 200 and pieces[0] in t.related_words
    found = t.related.match(line) if may else None
    if not found:
        return None
    rest = found["rest"].strip(" :|»>-]")
    opens = "" if rest and len(words_of(rest)) >= 2 else "related"
    if rest and prose_weight(rest) > 22:
        return None
    return Hint(ZoneKind.RELATED, f"related-head: {line[:40]!r}", opens)


# Agencies write the day in full within the sentence below a picture, and nowhere else: "... speaks, Tuesday, Nov. 19, 2031, in Torr."
_SHOWN = 30  # characters, at least, that say what the picture shows before the day
_TOLD = re.compile(r"\b(?:will|was|were|had|said)\b")  # such a sentence is in the present tense
_PICTURE_DATE = re.compile(
    r"\w,? (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day, [a-z]{3,9}\.? \d{1,2}, (?:19|20)\d\d, \w|"
    r"\bin this .{0,40}\b(?:19|20)\d\d,? (?:file )?(?:photo|image|picture|frame)"
)


# A line that says of itself that it is a picture: "An artist's impression of ...", "This undated photo shows ...".
_PICTURE_SELF = re.compile(
    r"(?:an? )?(?:artist|illustrator)(?:'s|s')? (?:concept|conception|impression|rendering|illustration|rendition)\b"
    r"|this (?:[\w.,'-]+ ){0,6}(?:illustration|image|photo|photograph|picture|rendering)"
    r" (?:provided by .{0,40} )?shows\b"
)
_PICTURE_SELF_WORDS = ("artist", "illustrator", "an ", "this ")


_WITH_CAPTION = re.compile(r"\b(?:the|a|with|following) caption:")  # of somebody's post: a sentence


def _caption(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    may = len(line) <= 500 and not t.caption_pieces.isdisjoint(pieces)
    found = t.caption.search(line) if may and any(map(line.__contains__, t.caption_phrases)) else None
    if found and (found[0][-1] != ":" or (len(line) - found.end() > 2 and not _WITH_CAPTION.search(line))):
        return Hint(ZoneKind.CAPTION, f"picture-credit: {found[0]!r}")
    if line.startswith(t.caption_start) and len(line) <= 300 and not (line.startswith(("video:", "watch:", "map:"))):
        return Hint(ZoneKind.CAPTION, f"picture-start: {line[:16]!r}")
    if line.startswith(_PICTURE_SELF_WORDS) and len(line) <= 400 and (found := _PICTURE_SELF.match(line)):
        return Hint(ZoneKind.CAPTION, f"picture-self: {found[0][:40]!r}")
    if (
        40 <= len(line) <= 500
        and line.count(", ") >= 2
        and ("day, " in line or "in this " in line)
        and (found := _PICTURE_DATE.search(line))
        and (found.start() >= _SHOWN or line.startswith("in this"))
        and not _TOLD.search(line)
    ):
        return Hint(ZoneKind.CAPTION, f"picture-date: {found[0][:40]!r}")
    if len(line) <= 400 and ("/" in line or "(" in line):
        if ("photo" in line or _BEHIND_NAME.search(line)) and _AGENCY_CREDIT.search(line):
            return Hint(ZoneKind.CAPTION, "agency-credit: name / agency")
        if raw.endswith(")") and (credit := _LAST_CREDIT.search(raw)):
            return Hint(ZoneKind.CAPTION, f"last-credit: {credit[0]!r}")
    return None


def _byline(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    if line.startswith(_REPORT_CREDITS) and len(line) <= 500:
        return Hint(ZoneKind.BYLINE, f"report-credit: {line[:30]!r}")
    if line.startswith(t.byline_start) and len(words_of(line)) <= 14 and (raw.isupper() or _named(raw)):
        return Hint(ZoneKind.BYLINE, f"byline-start: {line[:30]!r}")
    if line.endswith(_WIRES) and len(line) <= 150 and _WRITERS.fullmatch(raw.strip()):
        return Hint(ZoneKind.BYLINE, f"writers-and-wire: {line[:30]!r}")
    return None


_WIRES = ("associated press", "reuters", "agence france-presse", "press association", "united press international")
# writers := name {"," name} ["and" name] [","] wire; one name before "Reuters" alone may be a photographer's
_WRITERS = re.compile(
    r"(?:[A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]*+){1,3}(?:, and |, | and ))*[A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]*+){1,3}?,?\s?(?:The )?"
    r"(?:Associated Press|Agence France-Presse|Press Association|United Press International)"
    r"|(?:[A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]*+){1,3}(?:, and |, | and ))+[A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]*+){1,3}, Reuters"
)
_REPORT_CREDITS = ("(reporting by ", "(writing by ", "(editing by ", "(additional reporting")


def _named(raw: str) -> bool:
    """Tell whether what follows a byline's opening is names: few small words, no end of a sentence inside."""
    words = raw.split()
    small = sum(w[:1].islower() for w in words[1:])
    return small <= max(2, len(words) // 3) and not re.search(r"[a-z]{3}[.!?] [A-Z]", raw)


def _menu(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    """Three or more items of up to three words with gaps or bars between them, and no sentence: "Home  World  Sport"."""
    if len(line) > 200 or ends_sentence(line) or not _MENU_MARK.search(raw):
        return None
    items = [i.split() for i in _ITEM_GAP.split(raw.strip())]
    if len(items) >= 3 and all(1 <= len(i) <= 3 for i in items) and not any(c.isdigit() for c in line):
        return Hint(ZoneKind.WIDGET, f"menu-row: {line[:60]!r}")
    return None


def _call(line: str, raw: str, pieces: Sequence[str], t: _Tables) -> Hint | None:
    """ "Support NAME", "Follow NAME": a call and a name in capitals, nothing else on the line."""
    if len(line) > 60 or not line.startswith(t.calls) or ends_sentence(line):
        return None
    start = next(c for c in t.calls if line.startswith(c))
    name = re.findall(r"[^\W\d_]+", raw[len(start) :])
    if 1 <= len(name) <= 4 and all(w[0].isupper() for w in name) and not raw.isupper():
        return Hint(ZoneKind.WIDGET, f"call-and-name: {line!r}")
    return None


_RULES: tuple[Callable[[str, str, Sequence[str], _Tables], Hint | None], ...] = (
    _debris,
    _rights,
    _amounts,
    _comment_form,
    _related,
    _caption,
    _byline,
    _asks,
    _buttons,
    _menu,
    _call,
    _phrases,
)
