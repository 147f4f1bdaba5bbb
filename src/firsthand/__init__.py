"""Firsthand shows what stands behind the news: who said it first, through whom it came, how many independent origins it has.

The data's way, one stage a folder, in the order of ``pipeline.py``::

    bytes -> capture -> article -> statement -> event -> story -> naming -> stemma -> claim -> support -> dossier

``trace`` goes the whole way::

    import firsthand as fh
    d = fh.trace(["a.html", "b.txt"])
    d.stories[0].claims[0].support.origins.low
"""

from __future__ import annotations

__version__ = "0.1.0"
