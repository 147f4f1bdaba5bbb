"""The sources of a story while they are being united."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from firsthand import names
from firsthand.naming.offices import Offices
from firsthand.naming.union import Union
from firsthand.records import DocumentId, Source, SourceId, SourceKind

Used = tuple[DocumentId, SourceId]

BODILY = frozenset(SourceKind) - {SourceKind.PERSON, SourceKind.ANONYMOUS, SourceKind.VISUAL, SourceKind.DOCUMENT}
MEDIA = frozenset({SourceKind.OUTLET, SourceKind.AGENCY})


@dataclass
class Pool:
    """Every (document, id) that is used, and the record behind it; the records stand while they are united."""

    union: Union
    record: dict[str, Source]
    offices: Offices
    place: dict[Used, str] = field(default_factory=dict)  # what an account used -> the key in the union
    several: frozenset[str] = frozenset()  # bare words for bodies of which the story has several: "navy"
    rivals: dict[str, tuple[str, ...]] = field(default_factory=dict)  # such a word -> those with names that it may mean
    _called: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Return the keys of sources with a name of their own, in order."""
        return tuple(k for k in sorted(self.record) if has_name(self.record[k]))

    @cached_property
    def by_key(self) -> dict[str, list[str]]:
        """Return folded spelling -> keys of the named sources spelt so, in order."""
        out: dict[str, dict[str, None]] = {}
        for ident in self.named:
            for name in (self.record[ident].name, *self.record[ident].names):
                out.setdefault(names.key(name), {})[ident] = None
        return {spelt: list(them) for spelt, them in out.items()}

    def bearing(self, word: str) -> Collection[str]:
        """Return the keys of all sources of which the folded words of ``word`` end or begin a name, or its part before "of", in order."""
        return self._bearing.get(tuple(word.split("-")), {}).keys()

    @cached_property
    def _bearing(self) -> dict[tuple[str, ...], dict[str, None]]:
        out: dict[tuple[str, ...], dict[str, None]] = {}
        for ident in sorted(self.record):
            for name in self.record[ident].names:
                words = names.parts(name)
                for size in range(1, min(len(words), _LONGEST) + 1):
                    out.setdefault(words[:size], {})[ident] = None
                    out.setdefault(words[-size:], {})[ident] = None
                for size in range(1, len(front := _before_of(words)) + 1):
                    out.setdefault(front[-size:], {})[ident] = None
        return out

    def called(self, word: str) -> Sequence[str]:
        """Return the keys of the sources with names of several words that ``word`` alone may mean; none where very many bear it."""
        if word not in self._called:
            named = [(i, self.record[i]) for i in self.bearing(word)]
            them = [i for i, source in named if has_name(source) and " " in names.uncamel(source.name)]
            self._called[word] = them if len(them) <= _MOST_CALLED else []
        return self._called[word]

    def introduce(self, source: Source) -> str:
        """Return the key of ``source``, taken up here where no account names it."""
        if source.id not in self.record:
            self.record[source.id] = source
            self.union.add(source.id)
        return source.id

    def told_of(self, source: Source) -> str:
        """Return the key of somebody who is told of and then is "he"; of a person spelt with a slip that of whom the accounts name so."""
        if source.id in self.record or source.kind is not SourceKind.PERSON:
            return self.introduce(source)
        near = {i for w in names.parts(source.name) for i in self._persons_with.get(w, ())}
        alike = {self.union.root(i) for i in sorted(near) if names.alike(source.name, self.record[i].name)}
        return alike.pop() if len(alike) == 1 else self.introduce(source)

    @cached_property
    def _persons_with(self) -> dict[str, list[str]]:
        """Return the keys of the persons in whose names of several words a word stands, at most so many for one word."""
        out: dict[str, list[str]] = {}
        for ident in self.named:
            words = names.parts(self.record[ident].name)
            for word in words if self.is_person(ident) and len(words) > 1 else ():
                if len(them := out.setdefault(word, [])) < _MOST_CALLED:
                    them.append(ident)
        return out

    def is_person(self, ident: str) -> bool:
        """Tell whether a key is that of a person."""
        return self.record[ident].kind is SourceKind.PERSON


def _before_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the last words before "of": "Varland's Ministry" of "Varland's Ministry of Defence"; nothing without one."""
    return words[: words.index("of")][-_LONGEST:] if "of" in words else ()


_LONGEST = 16  # words of a name that are looked at from either end
_MOST_CALLED = 200  # sources whose names one word begins or ends; of so many it means none


def has_name(source: Source) -> bool:
    """Tell whether a source is called by a name."""
    return source.id.startswith(("source:", "name:")) or ":name:" in source.id
