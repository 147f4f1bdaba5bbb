"""The noun phrase of a count: where it ends, which word is its head, and where it stands among the others.

noun phrase := count modifier* head ["of" modifier* head]*
"""

from __future__ import annotations

from typing import NamedTuple

from firsthand.quantity import Words
from firsthand.statement.quantities.frames import CARDINALS, DETERMINERS, LIGHT, STOP, Frames, Use


class Phrase(NamedTuple):
    """A counted noun phrase: tokens ``first`` .. ``last`` (excluded) with its head noun at ``head`` (-1: none)."""

    first: int
    after: int  # first token after the count itself
    last: int
    head: int


class Around(NamedTuple):
    """Where a count stands among the others: the end of the one before, the start of the one after, the sentence's end.

    ``waiting``: the count before it still waits for its verb ("14 people in two cars were killed").
    """

    begin: int
    near: int
    end: int
    waiting: bool


_PRONOUNS = frozenset("it them him her us me you they he she we i".split())


def phrase(f: Frames, w: Words, first: int, after: int, *, singular: bool, names: frozenset[int]) -> Phrase:
    """Return the noun phrase whose count fills tokens ``first`` .. ``after``; ``names`` are tokens that belong to a name."""
    begin = _past_of(w, after)
    head, end = _head(f, w, begin, singular=singular, names=names)
    if head < 0:
        return Phrase(first, after, _with_of(f, w, after), head)
    if not singular and not is_plural(f, w.word[head]) and end > head + 1:
        end = head + 1
    last = max(begin, end)
    if last == head + 1 and not singular:
        last = _all_sorts(f, w, head)
    return Phrase(first, after, _with_of(f, w, last), head)


def _past_of(w: Words, after: int) -> int:
    """Return the token behind "of" and the article words that follow a number: "two [of the] guards"."""
    j = after + (w.word[after : after + 1] == ["of"])
    if j and w.word[j - 1] == "of":
        while j < len(w.word) and w.word[j] in DETERMINERS | {"them", "whom", "which"}:
            j += 1
    return j


_LONGEST = 8  # tokens of a noun phrase


def _head(f: Frames, w: Words, j: int, *, singular: bool, names: frozenset[int]) -> tuple[int, int]:
    """Return the head noun of the phrase whose words begin at token ``j``, -1 without one, and where the phrase ends."""
    head, k = -1, j
    while k < len(w.word) and k - j < _LONGEST:
        word = w.word[k]
        if _tells_when(f, w, k) or _told_before(f, w, k) or _stops(f, w, k, j):
            break
        use = _verb(f, w, k)
        if use is not None and not _modifies(f, w, k + len(use.words)) and (head >= 0 or use.kind != "active"):
            break
        if use is not None and head >= 0:
            k += 1
            continue
        if word == "-" or (w.glued(k) and w.word[k - 1] == "-"):
            k += 1
            continue
        if word in DETERMINERS:
            break
        if word in _PRONOUNS:
            return (-1 if head >= 0 and w.word[head].endswith("ed") else head), k
        if word in f.measures and (word.endswith("s") or not is_plural(f, "".join(w.word[k + 1 : k + 2]))):
            return k, k + 1  # "12 hours", not "four night workers"
        if use is None and word[0].isalpha() and k not in names and not word.endswith("ly") and word not in CARDINALS:
            if singular and _is_one(f, w, k):
                return k, k + 1
            if not singular and is_plural(f, word):
                if w.word[k + 1 : k + 2] != ["'"]:
                    return _plural_head(f, w, k)
                k += 2  # "the militants' vehicles"
                continue
            head = k
        k += 1
    return head, k


def _is_one(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` is the person of a single count: not "a police officer", "a driver's"."""
    behind = w.word[k + 1 : k + 2]
    return w.word[k] in f.persons and behind not in (["'"], ["-"]) and f.persons.isdisjoint(behind)


def _plural_head(f: Frames, w: Words, k: int) -> tuple[int, int]:
    """Return the head noun at the plural of token ``k``, or right behind it ("police agents"), and where it ends."""
    n = k + 1
    two = n < len(w.word) and w.word[k] in f.plural and w.word[n] not in STOP and is_plural(f, w.word[n])
    return (n, n + 1) if two and f.at(w, n, "participle", "noun") is None else (k, n)


def is_plural(f: Frames, word: str) -> bool:
    """Tell whether a word is a known plural or ends like one."""
    return word in f.plural or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _verb(f: Frames, w: Words, k: int) -> Use | None:
    """Return what token ``k`` says befell somebody; a noun that looks like a verb does not ("129 arrests were made")."""
    use = f.at(w, k, "participle", "intransitive", "adjective", "active")
    return None if use is not None and use.kind == "active" and f.at(w, k, "noun") is not None else use


def _stops(f: Frames, w: Words, k: int, j: int) -> bool:
    """Tell whether token ``k`` ends the noun phrase that begins at token ``j``: no hyphen within a word, no "14 confirmed deaths"."""
    hyphen = w.word[k] == "-" and w.glued(k) and w.glued(k + 1)
    return w.word[k] in STOP and not hyphen and not (k == j and _counts_as(f, w, k))


_WHEN = frozenset("today yesterday tonight overnight monday tuesday wednesday thursday friday saturday sunday".split())


def _tells_when(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` is a day behind a number without a noun: "killed 14 Monday", not "40 Sunday worshippers"."""
    return w.word[k] in _WHEN and not (k + 1 < len(w.word) and is_plural(f, w.word[k + 1]))


def _told_before(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` says how sure it is what befell the counted: "14 feared dead", "nine confirmed killed"."""
    if w.word[k] not in LIGHT or not w.word[k].endswith("ed"):
        return False
    use = f.at(w, k + 1, "adjective", "participle")
    return use is not None and not (
        k + 1 + len(use.words) < len(w.word) and is_plural(f, w.word[k + 1 + len(use.words)])
    )


def _all_sorts(f: Frames, w: Words, head: int) -> int:
    """Return the end of the plural persons joined to the one at ``head``: "men and women", "men, women and children"."""
    last = head + 1
    while w.word[head] in f.plural and w.word[last : last + 1] in (["and"], [","]):
        joined = last + 1
        if joined >= len(w.word) or w.word[joined] not in f.plural:
            break
        last = joined + 1
    return last if w.word[last - 2] == "and" else head + 1


_TELLING = frozenset({"confirmed", "reported"})


def _counts_as(f: Frames, w: Words, k: int) -> bool:
    """Tell whether token ``k`` is a verb of saying that stands before a noun: "14 confirmed deaths"."""
    following = w.word[k + 1 : k + 2]
    if w.word[k] not in _TELLING or not following or following[0] in STOP:
        return False
    return is_plural(f, following[0]) and f.at(w, k + 1, "adjective", "participle") is None


def _modifies(f: Frames, w: Words, k: int) -> bool:
    """Tell whether the participle that ends before token ``k`` stands before a noun ("12 wounded soldiers")."""
    if k >= len(w.word) or w.word[k] in STOP | LIGHT | DETERMINERS or not w.word[k][0].isalpha():
        return False
    return (
        is_plural(f, w.word[k]) or (k + 1 < len(w.word) and is_plural(f, w.word[k + 1]) and w.word[k + 1] not in STOP)
    ) and f.at(w, k, "participle", "active") is None


def _with_of(f: Frames, w: Words, last: int) -> int:
    """Return the end of the noun phrase with its "of ..." complements."""
    n = len(w.word)
    for _ in range(3):
        if w.word[last : last + 2] == ["out", "of"]:
            last += 1
        if last + 1 >= n or w.word[last] != "of":
            break
        k = last + 1
        while k < n and k - last < 7 and (w.word[k] not in STOP) and f.at(w, k, "participle", "intransitive") is None:
            k += 1
        if k == last + 1:
            break
        last = k
    return last


def past_age(w: Words, j: int) -> int:
    """Return the token behind an age at token ``j``: "aged 71", ", 71,", "(71)"; ``j`` without one."""
    if w.word[j : j + 1] == ["aged"] and w.word[j + 1 : j + 2] and w.word[j + 1].isdigit():
        return j + 2
    opened = w.word[j : j + 1] in ([","], ["("]) and w.word[j + 2 : j + 3] in ([","], [")"])
    return j + 3 if opened and w.word[j + 1].isdigit() else j


ADJUNCT = frozenset({"in", "on", "at", "from", "near", "inside", "aboard", "by", "against"})


def in_adjunct(w: Words, p: Phrase, a: Around) -> bool:
    """Tell whether the phrase stands in an adjunct of a subject that waits for its verb: "14 people in [two cars] were killed"."""
    return a.waiting and w.word[p.first - 1] in ADJUNCT
