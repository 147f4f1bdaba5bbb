"""A bounded memory of what was worked out: the same question is not worked out again in one process."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")

_FORGETTING: list[Callable[[], None]] = []


def forget() -> None:
    """Empty every memory of this process, so that the next reading costs what a first one does: for measurements and tests."""
    for empty in _FORGETTING:
        empty()


class Memory(Generic[K, V]):
    """Answers by question; beyond ``most`` the one that was asked for longest ago is forgotten."""

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int) -> None:
        """Remember up to ``most`` answers."""
        self._kept: dict[K, V] = {}
        self._most = most
        _FORGETTING.append(self._kept.clear)

    def get(self, key: K) -> V | None:
        """Return the answer to ``key``, or nothing when it is not remembered."""
        value = self._kept.pop(key, None)
        if value is not None:
            self._kept[key] = value
        return value

    def keep(self, key: K, value: V) -> V:
        """Remember ``value`` as the answer to ``key``, and return it."""
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = value
        return value


REMEMBERED = 1 << 12  # pieces of text a function remembers; with all of them some tens of MB
_LONGEST = 6000  # characters; longer pieces are dumps without line ends, which no other article repeats


def remembered(work: Callable[Concatenate[str, P], V]) -> Callable[Concatenate[str, P], V]:
    """Return ``work``, a pure function of a piece of text and hashable arguments, such that the same piece is worked on once."""
    kept = lru_cache(maxsize=REMEMBERED)(work)
    _FORGETTING.append(kept.cache_clear)

    @wraps(work)
    def ask(text: str, /, *args: P.args, **kwargs: P.kwargs) -> V:
        if len(text) > _LONGEST:
            return work(text, *args, **kwargs)
        return kept(text, *args, **kwargs)  # type: ignore[arg-type]  # hashable, as the docstring asks

    return ask
