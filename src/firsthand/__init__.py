"""Firsthand shows what stands behind the news: who said it first, through whom it came, how many independent origins it has.

The data's way, one stage a folder, in the order of ``pipeline.py``::

    bytes -> capture -> article -> statement -> event -> story -> naming -> stemma -> claim -> support -> dossier

``trace`` goes the whole way::

    import firsthand as fh
    d = fh.trace(["a.html", "b.txt"])
    d.stories[0].claims[0].support.origins.low

Importing the package is cheap: what it names is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.api import Dossier, demo, trace
    from firsthand.errors import FirsthandError, InputError, LexiconError, MissingExtraError
    from firsthand.lexicon import Lexicon
    from firsthand.lexicon import load as load_lexicon
    from firsthand.records import Claim, Edge, Origins, Source, Statement, Story, Support
    from firsthand.spans import Span

__version__ = "0.1.0"

_HOME = {
    **dict.fromkeys(("Dossier", "demo", "trace"), "firsthand.api"),
    **dict.fromkeys(("FirsthandError", "InputError", "LexiconError", "MissingExtraError"), "firsthand.errors"),
    **dict.fromkeys(("Claim", "Edge", "Origins", "Source", "Statement", "Story", "Support"), "firsthand.records"),
    "Lexicon": "firsthand.lexicon",
    "Span": "firsthand.spans",
}

__all__ = [  # noqa: RUF022 - grouped by meaning
    "trace", "demo", "Dossier", "Story", "Claim", "Support", "Origins", "Source", "Statement", "Edge", "Span",
    "Lexicon", "load_lexicon", "FirsthandError", "InputError", "LexiconError", "MissingExtraError", "__version__",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Return the public name ``name`` from the module where it lives (PEP 562)."""
    from importlib import import_module

    if name == "load_lexicon":
        return import_module("firsthand.lexicon").load
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'firsthand' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
