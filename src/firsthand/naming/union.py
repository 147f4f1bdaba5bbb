"""A union-find that remembers why: which ids are one thing, and by which rule each came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from firsthand import names


class Union:
    """Sets of ids that grow together; the same unions in any order give the same sets."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._above = {i: i for i in ids}
        self._why: dict[str, list[str]] = {}

    def __contains__(self, ident: object) -> bool:
        return ident in self._above

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
            self._why.setdefault(one, []).extend([because, *self._why.pop(two, [])])

    def sets(self) -> list[tuple[list[str], str]]:
        """Return every set, sorted, with the sorted reasons of its unions joined by semicolons."""
        out: dict[str, list[str]] = {}
        for ident in sorted(self._above):
            out.setdefault(self.root(ident), []).append(ident)
        return [(them, "; ".join(sorted(set(self._why.get(root, []))))) for root, them in sorted(out.items())]


def unite_alike(union: Union, spelt: Iterable[tuple[str, str]], compatible: Callable[[str, str], bool]) -> None:
    """Unite the ids whose names of several words differ by a plural s or one typing slip: "Highland(s) Defence Front".

    ``spelt`` are (id, name) pairs; only ids that are ``compatible`` are united.
    """
    by_shape: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for ident, name in spelt:
        words = [w for w in names.parts(name) if w != "the"]
        if " " in name:
            by_shape.setdefault((len(words), words[0][:1] if words else ""), []).append((ident, name))
    for _, them in sorted(by_shape.items()):
        for n, (a, one) in enumerate(them):
            for b, two in them[n + 1 :]:
                if a != b and names.alike(one, two) and compatible(a, b):
                    union.unite(a, b, f"spelt-alike: {one}, {two}")
