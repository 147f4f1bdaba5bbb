"""Names: when two spellings may name one thing. Keys, short forms, transliteration skeletons, and names learned from a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from rapidfuzz.distance import JaroWinkler

from firsthand.fold import fold, latin
from firsthand.spans import Span

_REMEMBERED = 1 << 14  # names; the same ones are compared again and again
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
# a word of a camel-case name: "AlMasdarNews" -> Al Masdar News; "RBCNews" -> RBC News; "Kurdistan24" -> Kurdistan 24
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]+|[A-Z]+|[a-z]+|\d+|[^\W\dA-Za-z]+")
_SMALL = frozenset("the a an of for and in on at to de la le el los las du des da do dos del di von van al".split())
_ARTICLES = frozenset("the a an".split())


@lru_cache(maxsize=_REMEMBERED)
def parts(name: str) -> tuple[str, ...]:
    """Return the folded words of ``name`` in order, without marks, in Latin letters where others only look like them:
    ``al-Zawr`` gives ``("al", "zawr")``."""
    return tuple(_WORD.findall(latin(fold(name)).replace("'", "")))


def is_proper(name: str) -> bool:
    """Tell whether every word of ``name`` has a capital or a number but for small ones inside: no "English version for Trump"."""
    return all(w[:1].isupper() or w[:1].isdigit() or w in _INSIDE for w in name.split())


def chief(them: Counter[str]) -> str:
    """Return the one name, or the one that is far more frequent than all others of its surname together; else nothing."""
    (name, most), *others = them.most_common()
    return name if most >= _FAR_MORE * sum(n for _, n in others) else ""


_FAR_MORE = 10  # times; "Trump" is Donald Trump where Melania Trump is named once; our choice, on the safe side: two are not one
_INSIDE = frozenset("of the and for in on de la del di da al el bin ibn van von y du des".split())


@lru_cache(maxsize=_REMEMBERED)
def key(name: str) -> str:
    """Return what spellings of one name share when they differ only in case, marks, spaces, camel case or a leading article."""
    words = parts(name)
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return "".join(words)


def slug(name: str) -> str:
    """Return the words of ``name``, folded, joined by hyphens, without a leading article: a part of an id."""
    words = list(parts(name))
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return "-".join(words) or "unnamed"


def uncamel(name: str) -> str:
    """Return ``name`` with the words of camel case set apart: ``AlMasdarNews`` gives ``Al Masdar News``."""
    return " ".join(piece for word in name.split() for piece in (_CAMEL.findall(word) if _is_camel(word) else [word]))


def _is_camel(word: str) -> bool:
    return any(a.islower() and b.isupper() for a, b in pairwise(word)) and word.isalpha()


def initials(name: str) -> tuple[str, ...]:
    """Return the short forms that the initials of ``name`` can give, lower case, most usual first: with and without small words."""
    words = [w for w in parts(uncamel(name)) if w not in _ARTICLES]
    if len(words) < 2:
        return ()
    # "Velharia 24" -> v24: a number keeps all its digits
    head = [w if w.isdigit() else w[0] for w in words]
    every = "".join(head)
    big = "".join(h for h, w in zip(head, words, strict=True) if w not in _SMALL)
    return tuple(dict.fromkeys(x for x in (big, every) if len(x) > 1))


def shortens(short: str, long: str) -> bool:
    """Tell whether ``short`` can be the short form of ``long``: its initials, or letters in order that begin with each word's.

    A-B-C within "Alpha Beta Company"; "Coprefa" for "Comite de Prensa de la Fuerza Armada": each letter of the short form is
    found in order, the first word's first letter first, and at least half of them begin a word.
    """
    given = "".join(parts(short))
    words = [w for w in parts(uncamel(long)) if w not in _ARTICLES]
    if not 2 <= len(given) <= 12 or len(words) < 2 or not words[0]:
        return False
    if given in initials(long):
        return True
    if given.endswith("s") and given[:-1] in initials(long):
        return True
    return _spelt(given, words)


def _spelt(given: str, words: list[str]) -> bool:
    """Tell whether ``given`` can be read off ``words``, taking from each word its first letters or (small words) nothing."""
    reach = {0: 0}  # letters read -> words used for them
    for word in words:
        after = dict(reach) if word in _SMALL else {}
        for read, used in reach.items():
            for size in range(1, min(4, len(word)) + 1):
                if given.startswith(word[:size], read):
                    after.setdefault(read + size, used + 1)
        reach = after
        if not reach:
            return False
    return reach.get(len(given), 0) >= 2


# Letters that transliterations of Arabic, Persian and Cyrillic names write in different ways, one sign for each group.
# Longest first; vowels, w/y as vowels, h at the end and doubled letters carry nothing.
# Source: the systems themselves (ALA-LC, BGN/PCGN, DIN 31635, French and English press usage).
_GROUPS = (
    ("shch", "S"), ("sch", "S"), ("tch", "C"), ("tsch", "C"), ("dzh", "J"), ("dj", "J"), ("dsch", "J"),
    ("kh", "K"), ("gh", "G"), ("sh", "S"), ("ch", "S"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("zh", "J"), ("ck", "k"),
    ("ts", "z"), ("tz", "z"), ("ou", ""), ("oo", ""), ("ee", ""), ("ei", ""), ("ai", ""), ("ay", ""), ("ey", ""),
    ("aw", ""), ("ow", ""), ("uw", ""), ("iy", ""), ("qu", "k"), ("x", "ks"),
)  # fmt: skip
_BEGINNING: dict[str, tuple[tuple[str, str], ...]] = {
    x[0]: tuple(g for g in _GROUPS if g[0][0] == x[0]) for x, _ in _GROUPS
}
_LETTERS = {
    **{c: c for c in "bdfglmnrt"},
    "p": "b", "q": "k", "k": "k", "c": "k", "s": "s", "z": "z", "j": "J", "v": "f", "h": "h", "w": "", "y": "",
}  # fmt: skip
# the Arabic article before a name, with its sun-letter forms: "al-Zawr", "ez-Zor", "ash-Sham", "Ezzor"
_ARTICLE = re.compile(
    r"\b(?:al|el|il|ul|ad|ed|adh|an|en|ar|er|as|es|ash|esh|at|et|ath|az|ez|uz|ed|ud|ur|us)(?=[\s'-]+\w)"
)
_FUSED = re.compile(r"\b(?:[aeu](?=([zsdnrt])\1))")  # "Ezzor", "Azzor": article fused, letter doubled


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Return the consonants that careful and careless transliterations of ``name`` share; for finding candidates only."""
    folded = fold(name).replace("'", "")
    folded = _FUSED.sub(" ", _ARTICLE.sub(" ", folded))
    return "".join(_bones(word) for word in _WORD.findall(folded))


@lru_cache(maxsize=1 << 14)
def _bones(word: str) -> str:
    out: list[str] = []
    at = 0
    first = True
    while at < len(word):
        for letters, sign in _BEGINNING.get(word[at], ()):
            if word.startswith(letters, at) and not (first and not sign and letters[0] in "w"):
                step = len(letters)
                break
        else:
            letters, step = word[at], 1
            sign = _LETTERS.get(letters, letters if letters.isdigit() else "")
            if letters == "w" and at == 0:
                sign = "w"
            if letters == "y" and at == 0:
                sign = "y"
            if letters == "h" and at == len(word) - 1:
                sign = ""
        if sign and (not out or out[-1] != sign):
            out.append(sign)
        first = False
        at += step
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Definition:
    """That a text calls ``long`` also ``short``, and where it says so."""

    long: str
    short: str
    span: Span


# definition := long-name "(" short ")"   |   short "(" long-name ")"
_BRACKET = re.compile(r"\(\s*(?:the\s+|or\s+)?([\"“']?)([^()\n]{2,60}?)[\"”']?\s*\)")
_SHORT = re.compile(r"(?=[^\s]*[A-Z])[A-Z0-9][\w&/.\-]{1,11}s?$")


@lru_cache(maxsize=64)
def definitions(text: str) -> tuple[Definition, ...]:
    """Return the short forms that ``text`` itself defines: ``Arvel Highland Defence Front (AHDF)``, in order."""
    return tuple(_definitions(text))


def defined(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Definition]]:
    """Yield what (id, text) pairs define, with the id of the first that does: each long and short form once."""
    seen: set[tuple[str, str]] = set()
    for ident, text in texts:
        for found in definitions(text):
            both = (key(found.long), key(found.short))
            if both not in seen:
                seen.add(both)
                yield ident, found


def _definitions(text: str) -> Iterator[Definition]:
    for mark in _BRACKET.finditer(text):
        inside = " ".join(mark[2].split())
        before = text[max(0, mark.start() - 120) : mark.start()]
        if _SHORT.match(inside):
            long = _long_before(before, inside)
            if long:
                yield Definition(long, inside, Span(*mark.span(2)))
        else:
            short = before.split()[-1:] if before[-1:].isspace() else []
            word = short[0].strip(",;:\"“”'") if short else ""
            if word and _SHORT.match(word) and shortens(word, inside):
                yield Definition(inside, word, Span(*mark.span(2)))


def _long_before(before: str, short: str) -> str:
    """Return the fewest words at the end of ``before`` that ``short`` can stand for, or nothing."""
    tail = re.split(r"[.;:!?\n\"“”()]\s", before)[-1]
    found = [(m.start(), m.group()) for m in re.finditer(r"[\w'’&.\-]+", tail)]
    for size in range(1, min(len(found), 10) + 1):
        start = found[-size][0]
        phrase = " ".join(tail[start:].split()).strip(" ,")
        if parts(phrase)[:1] and parts(phrase)[0] not in _SMALL and shortens(short, phrase):
            return phrase
    return _of_other_tongue(tail, short)


_NAME_BEFORE = re.compile(r"(?:[A-Z][\w'’-]+\s+(?:(?:of|for|and|the)\s+){0,2}){1,5}[A-Z][\w'’-]+\s*\Z")


def _of_other_tongue(before: str, short: str) -> str:
    """Return the name right before a bracket whose initials are those of another language's order or words: ``National Rescue Corps
    (CNR)``, ``United Weavers' Union (SUW)``; all letters but one begin a word of it, and it has as many words."""
    found = _NAME_BEFORE.search(before) if 3 <= len(short) <= 6 and short.isalpha() and short.isupper() else None
    if found is None:
        return ""
    name = " ".join(found.group().split())
    heads = Counter(w[0] for w in parts(name) if w not in _SMALL)
    shared = (heads & Counter(short.lower())).total()
    return name if heads.total() == len(short) and shared >= len(short) - 1 else ""


@dataclass(frozen=True, slots=True)
class Mouthpiece:
    """That a text says ``person`` speaks for ``body``, and where."""

    person: str
    body: str
    span: Span


_PERSON = r"(?P<person>[A-Z][\w'’-]+(?: (?:al-|el-|bin |abu |de |la |van |von )?[A-Z][\w'’.-]+){1,3})"
_BODY = r"(?:the )?(?P<body>(?:[A-Z][\w'’&.-]*|of|the|for|and)(?: (?:[A-Z][\w'’&.-]*|of|the|for|and|ministry|police|army)){0,6})"
_SPEAKS = r"(?:spokes(?:man|woman|person)|mouthpiece|press secretary)"
# spokesman for BODY, PERSON | BODY['s] spokesman[,] PERSON | PERSON, [a|the] spokesman for BODY | PERSON, who speaks for BODY
_MOUTHPIECES = tuple(
    re.compile(p)
    for p in (
        rf"{_SPEAKS} (?:of|for) {_BODY},? {_PERSON}",
        rf"{_BODY}(?:['’]s?)? (?:military |chief |official )?{_SPEAKS},? {_PERSON}",
        rf"{_PERSON},? (?:a |an |the |its |chief |official |military )*{_SPEAKS} (?:of|for) {_BODY}",
        rf"{_PERSON},? (?:who )?speaks for {_BODY}",
        rf"{_PERSON}, (?:a |an |the |its )?{_BODY}['’]s? (?:military |chief |official )?{_SPEAKS}",
    )
)
_RANK = re.compile(
    r"^(?:(?:Colonel|General|Major|Captain|Brigadier|Lieutenant|Commander|Admiral|Sergeant"
    r"|Col|Gen|Maj|Capt|Lt|Brig|Mr|Mrs|Ms|Dr)\.? )+(?=\S+ \S)"
)
_HAS_SPEAKER = re.compile(r"spokes|mouthpiece|press secretary|speaks for", re.I)


@lru_cache(maxsize=64)
def mouthpieces(text: str) -> tuple[Mouthpiece, ...]:
    """Return who ``text`` says speaks for whom, in order of pattern and place; only near the words that say so."""
    out: list[Mouthpiece] = []
    for mark in _HAS_SPEAKER.finditer(text):
        start = max(0, mark.start() - 120)
        near = re.sub(r"\s", " ", text[start : mark.end() + 120])
        for pattern in _MOUTHPIECES:
            for found in pattern.finditer(near):
                if not found.start() <= mark.start() - start < found.end():
                    continue
                body = re.sub(r"(?:\s(?:of|the|for|and))+$", "", found["body"])
                if body[:1].isupper():
                    out.append(
                        Mouthpiece(
                            _RANK.sub("", found["person"]).rstrip(".’'"),
                            body,
                            Span(start + found.start(), start + found.end()),
                        )
                    )
    return tuple(dict.fromkeys(out))


def alike(a: str, b: str) -> bool:
    """Tell whether two names of several words are one but for a plural s, British or American spelling, or one typing slip a word."""
    return _each_alike(a, b, _one_word)


def sound_alike(a: str, b: str) -> bool:
    """Tell whether two names of several words are one but for that and how a transliteration writes a vowel."""
    return _each_alike(a, b, lambda x, y: _one_word(x, y) or _sounds_like(x, y))


def _each_alike(a: str, b: str, one_word: Callable[[str, str], bool]) -> bool:
    one, two = compared(a), compared(b)
    if len(one) != len(two) or len(one) < 2:
        return False
    same = sum(x == y for x, y in zip(one, two, strict=True))
    if same * 2 < len(one) or any(_two_sexes(x, y) for x, y in zip(one[:-1], two[:-1], strict=True)):
        return False
    return all(one_word(x, y) for x, y in zip(one, two, strict=True))


def compared(name: str) -> tuple[str, ...]:
    """Return the folded words of ``name`` that ``alike`` compares: without a leading article."""
    words = parts(name)
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


SHORTEST_SLIP = 6  # letters of a word in which a slip is forgiven; a letter of a shorter one is too much of it


def _one_word(x: str, y: str) -> bool:
    if x == y or x + "s" == y or y + "s" == x:
        return True
    if min(len(x), len(y)) < SHORTEST_SLIP or x[0] != y[0]:
        return False
    return _one_slip(x, y) and _DIGIT.findall(x) == _DIGIT.findall(y)  # "Kessan24" is not "Kessan25"


def _two_sexes(x: str, y: str) -> bool:
    """Tell whether two first names differ in the ending that tells a woman from a man: "Mario", "Maria"; "Ivan", "Ivana"."""
    shorter, longer = sorted((x, y), key=len)
    return x != y and (longer == shorter + "a" or (x[:-1] == y[:-1] and "a" in (x[-1:], y[-1:])))


SHORTEST_SOUND = 4  # letters of a word whose vowels may be written otherwise
_VOWELS = re.compile(r"(?:[aeiou]|(?<!^)y)+")
# The vowels that transliterations of Arabic, Persian and Cyrillic names write in different ways (ALA-LC, BGN/PCGN, press usage), one
# sign for each group: "Zaid, Zayd", "Omar, Umar", "Khaled, Khalid"; not "Hassan, Hussein", nor "Ball, Bell".
_SOUNDS = {
    **dict.fromkeys(("a", "aa"), "a"), **dict.fromkeys(("e", "i", "y", "ee", "ie", "iy"), "i"),
    **dict.fromkeys(("ei", "ey", "ai", "ay"), "ai"), **dict.fromkeys(("o", "u", "ou", "oo"), "u"),
}  # fmt: skip


def sound(word: str) -> str:
    """Return what is left of how a word is written when doubled consonants and the letters for one vowel count as one."""
    return re.sub(r"([^\Waeiou])\1+", r"\1", _VOWELS.sub(lambda m: _SOUNDS.get(m[0], m[0]), word))


def _sounds_like(x: str, y: str) -> bool:
    return min(len(x), len(y)) >= SHORTEST_SOUND and sound(x) == sound(y)


def _one_slip(x: str, y: str) -> bool:
    """Tell whether one letter added, dropped, changed or swapped with its neighbour turns ``x`` into ``y``."""
    if abs(len(x) - len(y)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(x, y, strict=False)) if a != b), min(len(x), len(y)))
    a, b = x[start:], y[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def slipped(word: str, meant: str) -> bool:
    """Tell whether ``word`` is ``meant`` with at most one typing slip, in words of eight letters and more."""
    return word == meant or (min(len(word), len(meant)) >= 8 and word[0] == meant[0] and _one_slip(word, meant))


# nouns of office: a phrase with one of them beside a person's name says who that person is
_OFFICE = re.compile(
    r"\b(?:minister|secretary|president|ambassador|envoy|representative|director|commander|leader|chief|advis[eo]r|commissioner|head|governor|mayor|chair(?:man|woman)?"
    r"|premier|king|prince|officer|spokes\w+|coordinator|co-ordinator|d[’']affaires|rapporteur|prosecutor|sheriff|judge|editor|founder|emir|deputy|senator|general)\b",
    re.I,
)


def apposed(text: str, one: str, two: str) -> bool:
    """Tell whether ``text`` puts the two names beside each other as one thing: "X (Y)", "the Foreign Secretary, Y", "Y, the envoy".

    Without a bracket one of the two must hold a noun of office, so that a list of names ("Ahmed, Salem") is none.
    """
    if min(len(one), len(two)) < 3:
        return False
    for a, b in ((one, two), (two, one)):
        bare = re.sub(r"^(?:the|a|an|his|her|its)\s+", "", b, flags=re.I)
        joined = rf"{_loose(a)}\s?\(\s?(?:also |or )?(?:known as |called )?(?:the )?{_loose(bare)}"
        office = _OFFICE.search(a) or _OFFICE.search(b)
        if office and not (_OFFICE.search(a) and _OFFICE.search(b)):
            joined += rf"|{_loose(a)}(?: |, (?:[\w.'’-]+,? ){{0,3}}| (?:is|was) (?:the |an? )?){_loose(bare)}"
        joined += rf"|{_loose(a)},? (?:also )?(?:known as|called|nicknamed|alias|aka|or|meaning) (?:the )?[\"“]?{_loose(bare)}"
        if re.search(joined, text, re.I):
            return True
    return False


def _loose(name: str) -> str:
    """Return a pattern for ``name`` in which any white space may be more of it, and titles may stand before."""
    return r"\s+".join(re.escape(w) for w in name.split())


def spelt_like(a: str, b: str) -> float:
    """Return how alike two transliterated names are, 0 to 1: the same bones, and the letters between them.

    Jaro-Winkler on the folded letters without the article, weighed with the same on the skeletons. Freeman, Condon and Ackerman
    (NAACL 2006) show why: letters that transliterations confuse must count as one.
    """
    return _spelt_like(*sorted((a, b)))


@lru_cache(maxsize=65536)
def _spelt_like(a: str, b: str) -> float:
    one, two = bare(a), bare(b)
    bones = JaroWinkler.normalized_similarity(skeleton(a), skeleton(b))
    return 0.45 * float(JaroWinkler.normalized_similarity(one, two)) + 0.55 * float(bones)


def bare(name: str) -> str:
    """Return the folded letters of ``name`` without articles, marks and spaces."""
    folded = fold(name).replace("'", "")
    return "".join(_WORD.findall(_FUSED.sub(" ", _ARTICLE.sub(" ", folded))))


@lru_cache(maxsize=_REMEMBERED)
def content_words(name: str) -> tuple[str, ...]:
    """Return the words of ``name`` that tell it apart, without small words, articles and plural s, in order."""
    return tuple(
        w.removesuffix("s") if len(w) > 4 else w
        for w in parts(name)
        if w not in _SMALL and w not in _ARTICLES and w != "s"
    )


@lru_cache(maxsize=_REMEMBERED)
def shortened(short: str, long: str) -> bool:
    """Tell whether ``short`` is ``long`` with words left out or moved: "Highland Front", "the High Valleys Front".

    Every word of the short name must stand in the long one, an adjective for its noun allowed ("Meretian", "Meretia"), and the
    noun that says what it is (the last word of either) must be among them.
    """
    few, many = content_words(short), content_words(long)
    if not 2 <= len(few) <= len(many) or few == many:
        return False
    heads = {few[-1], many[-1], many[0]}
    return (
        all(any(_same_stem(a, b) for b in many) for a in few)
        and any(h in few and h in many for h in heads)
        and len(set(few)) == len(few)
    )


_STEM = 5  # letters that an adjective and its noun share at least


def beginning(word: str) -> str:
    """Return what words share that are one for ``shortened``: their first letters.

    No table is trained with it. Not ``lemma.stem``, for an adjective and its noun ("Meretian", "Meretia") have no ending to take off.
    """
    return word[:_STEM]


def _same_stem(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    return a == b or (shorter >= _STEM and abs(len(a) - len(b)) <= 2 and a[:shorter] == b[:shorter])


def host(url: str | None) -> str:
    """Return the host of ``url`` without ``www.``; empty when there is none or the words are no URL."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
