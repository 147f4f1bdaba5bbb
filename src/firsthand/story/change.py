"""Groups of documents before and now -> what became of the stories, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.records import DocumentId, StoryId


class Kind(StrEnum):
    """What happened to a story."""

    STARTED = "started"
    JOINED = "joined"
    MERGED = "merged"
    SPLIT = "split"
    REGROUPED = "regrouped"


@dataclass(frozen=True, slots=True)
class Change:
    """That a story came about or changed: its documents now, the ids of the stories they were in before, and why."""

    kind: Kind
    story: StoryId
    documents: tuple[DocumentId, ...]
    before: tuple[StoryId, ...]
    because: str


def name(documents: Sequence[str]) -> StoryId:
    """Return the id of the story of ``documents``: that of its smallest document."""
    return StoryId("story-" + min(documents))


def changes(old: Iterable[Sequence[str]], new: Iterable[Sequence[str]], arrived: Sequence[str]) -> tuple[Change, ...]:
    """Return what became of stories: those of ``old`` groups of documents that are now other groups, since some arrived."""
    was = {i: tuple(g) for g in old for i in g}
    out = []
    for g in new:
        now = tuple(sorted(g))
        parents = sorted({was[i] for i in now if i in was})
        if parents == [now]:
            continue
        out.append(_change(now, parents, [i for i in now if i not in was] or arrived))
    return tuple(sorted(out, key=lambda c: c.documents))


def _change(now: tuple[str, ...], parents: Sequence[tuple[str, ...]], arrived: Sequence[str]) -> Change:
    whole = all(set(p) <= set(now) for p in parents)
    who = min(arrived) if len(arrived) == 1 else f"{min(arrived)} and {len(arrived) - 1} more"
    by = f"now that {who} {'is' if len(arrived) == 1 else 'are'} known"
    if not parents:
        kind, because = Kind.STARTED, "started: no story is likely to tell of the same happening"
    elif len(parents) == 1 and whole:
        likely = "is" if len(arrived) == 1 else "are"
        kind, because = Kind.JOINED, f"joined: {who} {likely} likely to tell of the same happening"
    elif whole:
        kind, because = (
            Kind.MERGED,
            f"merged: {by}, the articles of {len(parents)} stories are likely to tell of one happening",
        )
    elif len(parents) == 1:
        kind, because = (
            Kind.SPLIT,
            f"split: {by}, the rest of {name(parents[0])} is less likely to tell of the same happening",
        )
    else:
        kind, because = Kind.REGROUPED, f"regrouped: {by}, the articles of {len(parents)} stories lie nearer to others"
    before = tuple(name(p) for p in parents)
    return Change(kind, name(now), tuple(DocumentId(i) for i in now), before, because)
