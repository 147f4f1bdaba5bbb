"""The example that ships: an invented tradition of eight pages (``pages/``) and its true derivation (``truth.json``)."""

from __future__ import annotations

from pathlib import Path


def pages() -> Path:
    """Return the folder of the eight saved pages."""
    return Path(__file__).parent / "pages"


def truth() -> Path:
    """Return the JSON file with the true derivation: nodes (the lost one with its text), edges, claims with their origins."""
    return Path(__file__).parent / "truth.json"
