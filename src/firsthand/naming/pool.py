"""The sources of a story while they are being united."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand import names
from firsthand.naming.offices import Offices
from firsthand.naming.union import Union
from firsthand.records import DocumentId, Source, SourceId, SourceKind

Used = tuple[DocumentId, SourceId]

BODILY = frozenset(SourceKind) - {SourceKind.PERSON, SourceKind.ANONYMOUS, SourceKind.VISUAL, SourceKind.DOCUMENT}
MEDIA = frozenset({SourceKind.OUTLET, SourceKind.AGENCY})


@dataclass(slots=True)
class Pool:
    """Every (document, id) that is used, and the record behind it."""

    union: Union
    record: dict[str, Source]
    offices: Offices
    place: dict[Used, str] = field(default_factory=dict)  # what an account used -> the key in the union

    def named(self) -> list[str]:
        """Return the keys of sources with a name of their own, in order."""
        return [k for k in sorted(self.record) if has_name(self.record[k])]

    def is_person(self, ident: str) -> bool:
        """Tell whether a key is that of a person."""
        return self.record[ident].kind is SourceKind.PERSON


def has_name(source: Source) -> bool:
    """Tell whether a source is called by a name."""
    return source.id.startswith(("source:", "name:")) or ":name:" in source.id


def named_by(record: Source, word: str) -> bool:
    """Tell whether the folded words of ``word`` end or begin a name of ``record``."""
    wanted = tuple(word.split("-"))
    return any(
        names.parts(n)[-len(wanted) :] == wanted or names.parts(n)[: len(wanted)] == wanted for n in record.names
    )
