"""Stories with known descent: worlds of facts, witnesses who disagree, reports that copy one another, and the truth."""

from .grammar import PARTS
from .tradition import Story, stories, story

__all__ = ["PARTS", "Story", "stories", "story"]
