"""Stories with decisions -> Stories as people want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.decision.nouns import Decision, Kind, Target, Unmeant
from firsthand.decision.order import lay
from firsthand.records import Decided, DocumentId, Story, StoryId


def apply_to_stories(
    stories: Sequence[Story], decisions: Sequence[Decision], titles: Mapping[DocumentId, str]
) -> tuple[tuple[Story, ...], tuple[Decided, ...]]:
    """Return the stories with what is decided about them, and what became of each decision.

    A story that a decision shaped takes the title of the largest story that is in it, or of its first document when that has one.
    """
    of = {d: s for s in stories for d in s.documents}

    def found(target: Target) -> Sequence[DocumentId] | Unmeant:
        there = DocumentId(target.document or "")
        return [there] if there in of else Unmeant(f"there is no {target}")

    laid = lay([s.documents for s in stories], decisions, Kind.STORY, found, lambda d: of[d].because)
    same = {s.documents: s for s in stories}
    out = []
    for group, shapers in laid.groups:
        kept = same.get(group)
        if kept is not None:
            out.append(kept)
            continue
        title = _title(group, of, titles)
        because = "; ".join(d.because() for d in shapers)
        out.append(Story(StoryId("story-" + group[0]), title, group, because=because))
    return tuple(sorted(out, key=lambda s: s.documents)), laid.outcomes


def _title(documents: Sequence[DocumentId], of: Mapping[DocumentId, Story], titles: Mapping[DocumentId, str]) -> str:
    """Return the title of the largest story whose titled article is among ``documents``, else of the first that has one."""
    inside = {of[d].title for d in documents if of[d].title and of[d].title == titles.get(d)}
    parts = sorted({of[d].documents for d in documents if of[d].title in inside}, key=lambda g: (-len(g), g))
    return of[parts[0][0]].title if parts else next((titles[d] for d in documents if titles.get(d)), "")
