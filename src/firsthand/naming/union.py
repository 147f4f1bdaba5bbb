"""A union-find that remembers why: which ids are one thing, and by which rule each came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from firsthand import names


class Union:
    """Sets of ids that grow together; the same unions in any order give the same sets."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._above = {i: i for i in ids}
        self._why: dict[str, list[str]] = {}

    def __contains__(self, ident: object) -> bool:
        return ident in self._above

    def add(self, ident: str) -> None:
        """Take up one more id, alone so far."""
        self._above.setdefault(ident, ident)

    def root(self, ident: str) -> str:
        """Return the id that stands for the set of ``ident`` while it grows."""
        while self._above[ident] != ident:
            self._above[ident] = self._above[self._above[ident]]
            ident = self._above[ident]
        return ident

    def unite(self, a: str, b: str, because: str) -> None:
        """Make ``a`` and ``b`` one thing."""
        one, two = sorted((self.root(a), self.root(b)))
        if one != two:
            self._above[two] = one
            more, fewer = sorted((self._why.pop(one, []), self._why.pop(two, [])), key=len, reverse=True)
            self._why[one] = more
            more.extend([because, *fewer])

    def sets(self) -> list[tuple[list[str], str]]:
        """Return every set, sorted, with the sorted reasons of its unions joined by semicolons."""
        out: dict[str, list[str]] = {}
        for ident in sorted(self._above):
            out.setdefault(self.root(ident), []).append(ident)
        return [(them, "; ".join(sorted(set(self._why.get(root, []))))) for root, them in sorted(out.items())]


def unite_alike(
    union: Union,
    spelt: Iterable[tuple[str, str]],
    compatible: Callable[[str, str], bool],
    beside: Callable[[str, str], bool] = lambda _, __: False,
) -> None:
    """Unite the ids whose names of several words differ by a plural s, a typing slip or a vowel: "Highland(s) Defence Front".

    ``spelt`` are (id, name) pairs; only ids that are ``compatible`` are united, and where only vowels differ those that no
    article names ``beside`` each other: there they are two. Names are compared with those whose words are
    of the same kin, and with at most ``_MOST_KIN`` of them: where hundreds differ by a letter, the letter is the difference.
    """
    by_shape: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for ident, name in spelt:
        words = [w for w in names.parts(name) if w != "the"]
        if " " in name:
            by_shape.setdefault((len(words), names.sound(words[0])[:1] if words else ""), []).append((ident, name))
    kin = _kin({w for them in by_shape.values() for _, name in them for w in names.compared(name)})
    for _, them in sorted(by_shape.items()):
        alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        places: list[tuple[list[tuple[str, str]], int]] = []
        for ident, name in them:
            row = alike.setdefault(tuple([kin[w] for w in names.compared(name)]), [])
            row.append((ident, name))
            places.append((row, len(row)))
        for (a, one), (row, after) in zip(them, places, strict=True):
            for b, two in row[after : after + _MOST_KIN]:
                if a == b or not compatible(a, b):
                    continue
                if names.alike(one, two) or (names.sound_alike(one, two) and not beside(a, b)):
                    union.unite(a, b, f"spelt-alike: {one}, {two}")


_MOST_KIN = 16  # names of one kin that one name is compared with: several times what slips make of one name in a story
_LONGEST = 40  # letters of a word in which a slip is looked for; longer ones are no words


def _kin(words: Set[str]) -> dict[str, str]:
    """Return for each word the first of its kin: all to which a chain of what ``names.alike`` forgives leads.

    Two words one slip apart share what is left when some letter behind the first is taken out of both, or out of one.
    """
    union = Union(sorted(words))
    holder: dict[str, str] = {}
    for word in sorted(words):
        left = {word, word.removesuffix("s")}
        if names.SHORTEST_SLIP <= len(word) <= _LONGEST:
            left |= {word[:n] + word[n + 1 :] for n in range(1, len(word))}
        if names.SHORTEST_SOUND <= len(word) <= _LONGEST:
            left.add(names.sound(word))
        for rest in sorted(left):
            union.unite(holder.setdefault(rest, word), word, "")
    return {w: union.root(w) for w in sorted(words)}


def unite_shortened(union: Union, called: Mapping[str, tuple[str, Sequence[str]]]) -> None:
    """Unite each id with the one set whose names its own is a short form of: "Highland Front", "Front of the High Valleys".

    ``called``: id -> its name and all its names. What fits two sets, or may fit very many, stays apart.
    """
    holding: dict[str, dict[str, None]] = {}
    for ident, (_, spelt) in called.items():
        for stem in sorted({names.beginning(w) for n in spelt for w in names.content_words(n)}):
            holding.setdefault(stem, {})[ident] = None
    for ident, (short, _) in called.items():
        few = [holding.get(names.beginning(w), {}) for w in names.content_words(short)]
        near = min(few, key=len, default={})
        if len(near) > _MOST_NEAR:
            continue
        fits = {union.root(i) for i in near if i != ident and any(names.shortened(short, n) for n in called[i][1])}
        fits.discard(union.root(ident))
        if len(fits) == 1:
            union.unite(ident, fits.pop(), f"words-left-out: {short}")


_MOST_NEAR = 200  # bodies that bear the rarest word of a name; of so many none is the only one
