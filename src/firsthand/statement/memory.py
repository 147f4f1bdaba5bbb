"""A bounded memory of what was worked out: the same question is not worked out again in one process."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Answers by question; beyond ``most`` the one that was asked for longest ago is forgotten."""

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int) -> None:
        """Remember up to ``most`` answers."""
        self._kept: dict[K, V] = {}
        self._most = most

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
