"""A stage that breaks on one report or story -> the row, or the bare dossier, that says so: everything else goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from firsthand import dossier
from firsthand.records import Article, Dossier, Outcome, Skipped, Story

_UNTOLD = "untold: "  # with which the reason of a story begins that no claims could be found in
_LONGEST = 200  # characters of what an error says of itself


def skipped(uri: str, stage: str, error: Exception) -> Skipped:
    """Return the row of a report that ``stage`` broke on."""
    return Skipped(uri, stage, f"could not be analysed: {_said(error)}; please report this page", Outcome.FAILED)


def untold(story: Story, articles: Sequence[Article], error: Exception) -> Dossier:
    """Return ``story`` with its documents and nothing more: what is said in them could not be put together."""
    documents = tuple(dossier.document(a, None) for a in articles)
    return Dossier(documents=documents, stories=(replace(story, because=f"{_UNTOLD}{_said(error)}"),))


def lines(found: Dossier) -> Iterator[str]:
    """Yield a line for each story that could not be told."""
    for s in found.stories:
        if s.because.startswith(_UNTOLD):
            reason = s.because.removeprefix(_UNTOLD)
            many = f"{len(s.documents)} report{'s' * (len(s.documents) != 1)}"
            yield f"story {s.id} ({s.title}) could not be told: {reason}; its {many} are kept without claims, please report this"


def _said(error: Exception) -> str:
    words = " ".join(str(error).split())[:_LONGEST]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
