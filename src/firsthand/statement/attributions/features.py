"""Passages -> numbers: what the sequence tagger sees of each word, hashed, for a whole article at once.

Words enter only through a hash that many words share; no table of words ships. All steps are numpy over the article's
words in one row, passages set apart by ``GAP`` empty places, so that a neighbour is never a word of another paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage

GAP = 3  # empty places between passages: the widest window of a feature
TAG_BITS = 14  # 2**14 rows of weights for the word classes
LABEL_BITS = 17  # 2**17 rows of weights for the first reading of source, cue, content
AGAIN_BITS = 18  # 2**18 rows of weights for the second reading, which sees the first
Ints = NDArray[np.int64]
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing constant, odd
_HALF = np.uint64(29)  # bits by which a product is folded onto itself
_MIX2 = np.uint64(0xC2B2AE3D27D4EB4F)  # a prime of xxHash64

_CLASSES = {
    "auxiliary": "has have had is are was were be been being will would could can may might must should do does did",
    "adverb": "also not n't then now later earlier further once again first never always still just already even often only",
    "pronoun": "he she they it we i you",
    "object": "him her them us me",
    "possessive": "his their its our my your",
    "relative": "who which whom whose what",
    "that": "that",
    "determiner": "the a an this these those some many most all any each no one another several two three",
    "joiner": "and or but",
    "subordinator": "because while when if although though whereas after before since until unless so as whether how why where",
    "preposition": "of in on at for to from by with about against during over under between into through among without",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "listener": "reporters journalists viewers supporters crowd lawmakers cnn fox msnbc abc nbc cbs",
    "saidplace": "statement interview tweet speech email letter post memo briefing rally testimony column remarks",
    "body": "government ministry official officials spokesman spokeswoman spokesperson police army military campaign agency"
    " sources source report study poll survey analysts experts critics aides advisers adviser leaders leader senator",
}
_CLASS = {word: number for number, words in enumerate(_CLASSES.values(), 1) for word in words.split()}
_FIRST_FREE = len(_CLASSES) + 1
_FORM = {"base": 0, "third": 1, "past": 2, "participle": 3, "ing": 4}
_MARKS = frozenset(".,;:!?\"'()[]…—–-")


class Rows:
    """The words of an article in one row: basic facts as integer arrays, and where each passage begins and ends."""

    def __init__(self, found: Sequence[Passage], drafts: Sequence[Sequence[Draft]], cues: Cues) -> None:
        """Lay the passages out with ``GAP`` empty places before, between and after them."""
        self.starts: list[int] = []
        at = GAP
        for p in found:
            self.starts.append(at)
            at += len(p.words) + GAP
        self.size = at
        self.lengths = [len(p.words) for p in found]
        zero = np.zeros(at, np.int64)
        self.word, self.suffix, self.suffix2, self.shape = zero.copy(), zero.copy(), zero.copy(), zero.copy()
        self.lexical, self.quote, self.rule, self.sentence = zero.copy(), zero.copy(), zero.copy(), zero.copy()
        self.from_start, self.to_end, self.zone, self.real = zero.copy(), zero.copy(), zero.copy(), zero.copy()
        self.cue = np.zeros(at, bool)
        self.mark = np.zeros(at, bool)
        memo: dict[str, tuple[int, int, int, int]] = {}
        for number, (p, own) in enumerate(zip(found, drafts, strict=True)):
            self._fill(number, p, own, cues, memo)

    def _fill(
        self, number: int, p: Passage, own: Sequence[Draft], cues: Cues, memo: dict[str, tuple[int, int, int, int]]
    ) -> None:
        begin = self.starts[number]
        here = slice(begin, begin + len(p.words))
        facts = []
        for word in p.words:
            fact = memo.get(word)
            if fact is None:
                fact = memo[word] = _facts(word, cues)
            facts.append(fact)
        if not facts:
            return
        columns = np.array(facts, np.int64)
        self.word[here], self.suffix[here], self.suffix2[here], self.lexical[here] = columns.T
        self.shape[here] = _shapes(p)
        quoted = np.array(p.quoted, np.int64)
        self.quote[here] = _quote_states(p)
        first, last = np.array(p.starts, np.int64), np.array(p.ends, np.int64)
        places = np.arange(len(p.words))
        self.from_start[here] = np.minimum(places - first, 255)
        self.to_end[here] = np.minimum(last - 1 - places, 255)
        self.sentence[here] = begin + first
        self.zone[here] = list(type(p.zone)).index(p.zone)
        self.real[here] = number + 1
        self.cue[here] = (columns[:, 3] >= _FIRST_FREE) & (quoted < 0)
        self.mark[here] = np.array([w in _MARKS for w in p.words])
        self.rule[here] = rule_labels(p, own)


def _facts(word: str, cues: Cues) -> tuple[int, int, int, int]:
    plain = "0" if word[:1].isdigit() else word
    lexical = _CLASS.get(word, 0)
    for kind, table in enumerate((cues.saying, cues.thinking, cues.showing)):
        if word in table:
            lexical = _FIRST_FREE + kind * 5 + _FORM[table[word]]
            break
    else:
        if word in cues.hearsay:
            lexical = _FIRST_FREE + 15
        elif word in cues.nouns:
            lexical = _FIRST_FREE + 16
        elif word == "according":
            lexical = _FIRST_FREE + 17
    return (
        crc32(plain.encode("utf8", "replace")),
        crc32(plain[-3:].encode("utf8", "replace")),
        crc32(plain[-2:].encode("utf8", "replace")),
        lexical,
    )


def _shapes(p: Passage) -> list[int]:
    """Return 1 lower, 2 capital, 3 all capitals, 4 digit, 5 mark; case tells nothing in a passage all in capitals."""
    text = p.text
    raw = [text[s:e] for s, e in p.tokens]
    out = []
    for w in raw:
        if w[0].isdigit():
            out.append(4)
        elif not w[0].isalnum():
            out.append(5)
        elif p.shouted:
            out.append(6)
        elif w[0].isupper():
            out.append(3 if w.isupper() and len(w) > 1 else 2)
        else:
            out.append(1)
    return out


def _quote_states(p: Passage) -> Ints:
    """Return 0 outside, 1 inside, 2 first mark, 3 last mark; 4-6 the same in single marks; 7 inside one never closed."""
    state = np.zeros(len(p.words), np.int64)
    for number, (start, end) in enumerate(p.quotes):
        single = 3 if p.words[start] == "'" else 0
        unclosed = p.open_end and number == len(p.quotes) - 1
        state[start:end] = 7 if unclosed else 1 + single
        state[start] = 2 + single
        if not unclosed:
            state[end - 1] = 3 + single
    return state


def rule_labels(p: Passage, drafts: Sequence[Draft]) -> Ints:
    """Return what the rules call each word: 0 nothing, 1 source, 2 cue, 3 content."""
    out = np.zeros(len(p.words), np.int64)
    if drafts:
        begins = np.array([s for s, _ in p.tokens])
        for label, part in ((3, "content"), (1, "source"), (2, "cue")):
            for draft in drafts:
                for s, e in getattr(draft, part):
                    a, b = np.searchsorted(begins, (s, e))
                    out[a:b] = label
    return out


def _shift(row: Ints, by: int) -> Ints:
    """Return ``row`` such that place i holds what stood at i + by."""
    out = np.zeros_like(row)
    if by > 0:
        out[:-by] = row[by:]
    elif by < 0:
        out[-by:] = row[:by]
    else:
        out[:] = row
    return out


class _Hasher:
    def __init__(self, columns: Sequence[NDArray[np.uint64]] = ()) -> None:
        self.columns = list(columns)

    def add(self, *rows: Ints) -> None:
        h = np.full(len(rows[0]), (len(self.columns) + 1) * 7919, np.uint64)
        for row in rows:
            h ^= row.astype(np.int64, copy=False).view(np.uint64)
            h *= _MIX
            h ^= h >> _HALF
        h *= _MIX2
        self.columns.append(h)

    def table(self, bits: int) -> Ints:
        return (np.stack(self.columns) >> np.uint64(64 - bits)).view(np.int64).T  # each column lies in one piece


def _bucket(distance: Ints) -> Ints:
    """Return 0, 1, 2, 3 as they are, then 4 (4-5), 5 (6-8), 6 (9-15), 7 (16-30), 8 (more)."""
    return np.searchsorted(np.array([1, 2, 3, 4, 6, 9, 16, 31]), distance, side="right").astype(np.int64)


def _last_place(mask: NDArray[np.bool_]) -> Ints:
    """Return for each place the nearest place at or left of it where ``mask`` holds, -1 if none."""
    return np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))


def _next_place(mask: NDArray[np.bool_]) -> Ints:
    """Return for each place the nearest place at or right of it where ``mask`` holds, the row's length if none."""
    n = len(mask)
    return np.minimum.accumulate(np.where(mask, np.arange(n), n)[::-1])[::-1]


def tag_features(r: Rows, tags: Ints | None = None) -> Ints:
    """Return the rows of tag weights for each word; with ``tags`` (a first guess) those of the second round."""
    h = _Hasher()
    w = {k: _shift(r.word, k) for k in (-2, -1, 0, 1, 2)}
    begins = (r.from_start == 0).astype(np.int64)
    h.add(w[0])
    h.add(r.suffix, r.shape)
    h.add(r.suffix2, r.shape, begins)
    h.add(w[-1])
    h.add(w[1])
    h.add(w[-1], w[0])
    h.add(w[0], w[1])
    h.add(w[-2], w[-1])
    h.add(r.shape, _shift(r.shape, -1), _shift(r.shape, 1), begins)
    h.add(_shift(r.suffix, -1), r.suffix2)
    h.add(_shift(r.suffix, 1), r.suffix2)
    h.add(w[2], r.suffix2)
    if tags is not None:
        t = {k: _shift(tags, k) for k in (-2, -1, 1, 2)}
        h.add(t[-1], w[0])
        h.add(t[1], w[0])
        h.add(t[-1], t[1], r.suffix)
        h.add(t[-2], t[-1], r.suffix2)
        h.add(t[1], t[2], r.suffix2)
        h.add(t[-1], tags, t[1])
    return h.table(TAG_BITS)


class LabelFeatures:
    """The rows of label weights for each word of ``r``, given its word class: what both readings see is found once."""

    def __init__(self, r: Rows, tags: Ints) -> None:
        """See what both readings see."""
        self.r, self.tags, self._both = r, tags, _Hasher()
        _local_features(self._both, r, tags)
        _sentence_features(self._both, r, tags)

    def first(self) -> Ints:
        """Return the rows of the first reading's weights."""
        return self._both.table(LABEL_BITS)

    def again(self, guess: Ints, margin: Ints) -> Ints:
        """Return the rows of the second reading's weights, given the labels of the first and how sure it was of each."""
        h = _Hasher(self._both.columns)
        _guess_features(h, self.r, self.tags, guess, margin)
        return h.table(AGAIN_BITS)


def _guess_features(h: _Hasher, r: Rows, tags: Ints, guess: Ints, margin: Ints) -> None:
    g = {k: _shift(guess, k) for k in range(-2, 3)}
    state = np.where(r.quote == 0, 0, 1)
    kind = (guess + 1) // 2  # 0 nothing, 1 source, 2 cue, 3 content
    h.add(g[0], margin)
    h.add(g[-1], g[0], g[1])
    h.add(g[-2], g[-1], g[0], g[1], g[2])
    h.add(g[0], tags)
    h.add(g[0], r.word)
    h.add(g[-1], r.word, tags)
    h.add(g[1], r.word, tags)
    h.add(g[0], r.quote, margin)
    opening = (guess % 2 == 1) | (r.real == 0)
    number = np.cumsum(opening)
    places = np.flatnonzero(opening)
    types = np.concatenate(([0, 0, 0], np.where(r.real[places] == 0, 0, kind[places]), [0, 0, 0]))
    before2, before, here, after, after2 = (types[number + 2 + k] for k in (-2, -1, 0, 1, 2))
    h.add(before, here, after, kind)
    h.add(before2, before, here, after, after2, kind)
    h.add(before, here, after, kind, state, margin)
    n, at = r.size, np.arange(r.size)
    for wanted in (1, 2, 3):
        mask = kind == wanted
        for near in (_last_place(_with_start(mask, r)), _next_place(_with_start(mask, r))):
            safe = np.clip(near, 0, n - 1)
            inside = (near >= 0) & (near < n) & (r.real[safe] == r.real) & mask[safe]
            where = np.where(inside & (r.sentence[safe] == r.sentence), 2, np.where(inside, 1, 0))
            gone = _bucket(np.abs(at - safe)) * where
            h.add(where, gone, g[0], state)
            h.add(where, r.word[safe] * where, kind, state)
            h.add(where, r.lexical[safe] * where, tags, kind, gone)
    facts = _kinds_of_passage(r, kind)
    h.add(facts, kind, state)
    h.add(facts, g[0], margin)
    h.add(facts, _passage_facts(r), kind, state)


def _kinds_of_passage(r: Rows, kind: Ints) -> Ints:
    """Return, for each word, which kinds of label its passage holds."""
    count = int(r.real.max(initial=0)) + 1
    has = np.zeros(count, np.int64)
    for wanted in (1, 2, 3):
        has += ((np.bincount(r.real, weights=kind == wanted, minlength=count) > 0) << wanted).astype(np.int64)
    has[0] = 0
    of_each: Ints = has[r.real]
    return of_each


def _local_features(h: _Hasher, r: Rows, tags: Ints) -> None:
    w = {k: _shift(r.word, k) for k in range(-3, 4)}
    t = {k: _shift(tags, k) for k in range(-3, 4)}
    q = {k: _shift(r.quote, k) for k in (-1, 0, 1)}
    lx = {k: _shift(r.lexical, k) for k in range(-2, 3)}
    for k in range(-3, 4):
        h.add(w[k])
        h.add(t[k], t[0])
    h.add(w[-1], w[0])
    h.add(w[0], w[1])
    h.add(w[-2], w[-1])
    h.add(w[1], w[2])
    h.add(w[-1], w[0], w[1])
    h.add(t[-1], t[0], t[1])
    h.add(t[-2], t[-1], t[0])
    h.add(t[0], t[1], t[2])
    h.add(t[-2], t[-1], t[0], t[1], t[2])
    h.add(w[0], t[-1], t[1])
    h.add(w[-1], t[0], t[1])
    h.add(w[1], t[0], t[-1])
    h.add(lx[0], lx[-1], lx[1])
    h.add(lx[0], t[1], t[2])
    h.add(lx[1], t[0], t[-1])
    h.add(lx[-1], t[0], t[1])
    h.add(lx[2], lx[1], t[0])
    h.add(lx[-2], lx[-1], t[0])
    h.add(q[-1], q[0], q[1])
    h.add(q[0], t[0])
    h.add(q[-1], t[0], w[0])
    h.add(r.suffix, t[0])
    h.add(r.shape, _shift(r.shape, -1), _shift(r.shape, 1))
    rule = {k: _shift(r.rule, k) for k in range(-2, 3)}
    h.add(rule[0], rule[-1], rule[1])
    h.add(rule[0], t[0], t[-1])
    h.add(rule[-2], rule[-1], rule[0], rule[1], rule[2])
    h.add(rule[0], w[0])
    h.add(rule[0], q[0])


def _sentence_features(h: _Hasher, r: Rows, tags: Ints) -> None:
    n = r.size
    places = np.arange(n)
    q, word = r.quote, r.word
    state = np.where(q == 0, 0, 1)
    for mask in (r.cue & (r.lexical < _FIRST_FREE + 5) | (r.lexical == _FIRST_FREE + 17), r.cue):
        left, right = _last_place(_with_start(mask, r)), _next_place(_with_start(mask, r))
        for near in (left, right):
            safe = np.clip(near, 0, n - 1)
            inside = (near >= 0) & (near < n) & (r.real[safe] == r.real) & mask[safe]
            same = inside & (r.sentence[safe] == r.sentence)
            where = np.where(same, 2, np.where(inside, 1, 0))
            gone = _bucket(np.abs(places - safe)) * where
            cue_word = word[safe] * where
            cue_class = r.lexical[safe] * where
            after = _shift(word, 1)[safe] * where
            h.add(cue_word, where, state)
            h.add(cue_class, where, gone, state)
            h.add(cue_class, after, where, state, gone)
            h.add(cue_class, where, tags, gone)
            h.add(cue_class, where, r.rule, _bucket(r.to_end)[safe], state)
            h.add(cue_word, after, where)
            h.add(cue_class, _shift(tags, -1)[safe] * where, after, where, state)
    marks = _last_place(r.mark | (r.real == 0))
    joint = _last_place(np.isin(r.lexical, _JOINTS) | r.mark | (r.real == 0))
    ahead = _next_place(r.mark | (r.real == 0))
    safe = np.clip(ahead, 0, n - 1)
    h.add(word[marks], word[safe], r.rule)
    h.add(word[joint], _bucket(places - joint), tags)
    h.add(word[joint], word[safe], _shift(word, 1)[joint], r.rule)
    h.add(_shift(word, 1)[safe], _shift(r.lexical, 1)[safe], _shift(r.lexical, 2)[safe], word[safe], state)
    h.add(_shift(word, 1)[safe], _shift(word, 2)[safe], state)
    first = r.sentence
    h.add(word[first], _shift(word, 1)[first], state)
    h.add(_bucket(r.from_start), _bucket(r.to_end), tags)
    h.add(q, _passage_facts(r), r.zone)
    h.add(_passage_facts(r), state, tags)


_JOINTS = np.array([_CLASS[w] for w in ("that", "who", "and", "because")], np.int64)


def _with_start(mask: NDArray[np.bool_], r: Rows) -> NDArray[np.bool_]:
    """Return ``mask`` with the empty places between passages, so that a search never leaves its passage."""
    wide: NDArray[np.bool_] = mask | (r.real == 0)
    return wide


def _passage_facts(r: Rows) -> Ints:
    """Return, for each word, whether its passage begins in a quotation, holds a cue outside one, and has two quotations."""
    count = len(r.starts) + 1  # a passage may be empty: all its words set aside
    starts_quoted = np.zeros(count, np.int64)
    for number, begin in enumerate(r.starts, 1):
        starts_quoted[number] = r.quote[begin] if r.lengths[number - 1] else 0
    cued = np.bincount(r.real, weights=r.cue, minlength=count) > 0
    opened = np.bincount(r.real, weights=r.quote == 2, minlength=count)
    facts = starts_quoted * 8 + cued * 4 + np.minimum(opened, 3).astype(np.int64)
    return facts[r.real].astype(np.int64)
