"""Passage -> attributions by rules alone: a cue lexicon and a light grammar of clauses, no trained weights.

sentence := content , source cue .        "the bridge is down, police said"
          | content , cue source .        "…," said the mayor
          | source cue [that|:|,] content
          | according to source , content  |  content , according to source
          | head : content                 at the start of a headline or a transcript line
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from firsthand.statement.attributions.contents import one_voice
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.carried import carrying, hearsay, visual
from firsthand.statement.attributions.grammar.content import content_between, content_end
from firsthand.statement.attributions.grammar.cued import cued
from firsthand.statement.attributions.grammar.headline import head_or_tail
from firsthand.statement.attributions.grammar.nouns import dismissed, estimate, let, rivals
from firsthand.statement.attributions.handed import handed
from firsthand.statement.attributions.passage import Draft, Passage, places
from firsthand.statement.attributions.reckoned import reckoned


def rules(passage: Passage, cues: Cues) -> list[Draft]:
    """Return the attributions that the rules see in ``passage``, rule by rule; linear in its length."""
    found: list[Draft] = list(dismissed(passage, cues))
    if not cues.triggers.intersection(passage.words):
        return found
    for rule in _RULES:
        found.extend(rule(passage, cues))
    others = list(rivals(passage, cues))
    verbs = {c for d in others for c in d.cue}
    found = [*(d for d in found if verbs.isdisjoint(d.cue)), *others]
    found.extend(visual(passage, cues))
    found.extend(head_or_tail(passage, found, cues))
    return one_voice(passage, found, cues)


def _accounts(p: Passage, cues: Cues) -> Iterator[Draft]:
    """Yield what was handed on or is somebody's account, each content up to where another voice closes the sentence."""
    return (_ended(p, cues, d) for d in (*handed(p, cues), *reckoned(p, cues)))


def _ended(p: Passage, cues: Cues, d: Draft) -> Draft:
    """Return ``d`` with its content up to where another voice closes the sentence: ``…, the agency reported``."""
    begin, end = places(p, d.content[0]) or (0, 0)
    stop = content_end(p, cues, begin, end) if d.content[0].start > d.cue[0].start else end
    return replace(d, content=tuple(content_between(p, begin, stop))) if stop < end else d


_RULES: tuple[Callable[[Passage, Cues], Iterator[Draft]], ...] = (cued, _accounts, carrying, let, hearsay, estimate)
