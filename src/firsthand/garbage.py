"""How often a process of ours looks for circles in memory."""

from __future__ import annotations

import gc


def seldom() -> None:
    """Look for circles after 20,000 new objects, not 700: records hold none, and looking took a seventh of all analysis or more."""
    gc.set_threshold(20_000, 10, 10)
