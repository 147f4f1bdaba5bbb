"""What people decide: merges and splits of stories, events, actors, places and sources, kept apart from what rules find.

A decision names its targets by what does not change from run to run: documents, words at a place in a document, names. It is laid
over the result of every run anew. ``read`` and ``line`` are its file, one decision a line, only ever added to.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.decision.cast import apply_to_cast
from firsthand.decision.events import apply_to_events
from firsthand.decision.nouns import Action, Decision, Kind, Target, line, read
from firsthand.decision.order import changed, documents, report, taken_back
from firsthand.decision.stories import apply_to_stories
from firsthand.records import Cast, Decided

__all__ = [
    "Action",
    "Decision",
    "Kind",
    "Target",
    "apply_to_cast",
    "apply_to_events",
    "apply_to_stories",
    "changed",
    "documents",
    "elsewhere",
    "line",
    "read",
    "report",
    "taken_back",
]


def elsewhere(decisions: Sequence[Decision]) -> tuple[Decided, ...]:
    """Return what becomes of decisions in a story that has nothing of what they are about."""
    nothing = Cast({}, {}, (), (), ())
    return apply_to_cast(nothing, (), decisions)[1] + apply_to_events((), (), nothing, decisions)[1]
