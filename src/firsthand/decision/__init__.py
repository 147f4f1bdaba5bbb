"""What people decide: merges and splits of stories, events, actors, places and sources, kept apart from what rules find.

A decision names its targets by what does not change from run to run: documents, words at a place in a document, names. It is laid
over the result of every run anew. ``read`` and ``line`` are its file, one decision a line, only ever added to.
"""

from __future__ import annotations

from firsthand.decision.cast import apply_to_cast
from firsthand.decision.events import apply_to_events
from firsthand.decision.nouns import Action, Decision, Kind, Target, line, read
from firsthand.decision.order import report
from firsthand.decision.stories import apply_to_stories

__all__ = [
    "Action",
    "Decision",
    "Kind",
    "Target",
    "apply_to_cast",
    "apply_to_events",
    "apply_to_stories",
    "line",
    "read",
    "report",
]
