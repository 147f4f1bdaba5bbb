"""Many pages -> tables, as one job of Apache Spark: the pipeline's own stages, one partition at a time; see ``docs/scale.md``.

```
OUT/job.json       what the job reads and by which rules; another job needs another folder
    found/         captures and skips, as read                            one row an item
    articles/      the article, its signature, the key of its text        one row a document
    accounts/      what a text says                                       one row for each text
    texts/         which document stands for a text                       one row a document
    signed/        the signatures of those, numbered in order of ids      one row a text
    near/          the nearest neighbours of each                         one row a neighbour
    ties/          what two neighbours have in common                     one row a pair
    likely/        how probably two neighbours tell of one happening      one row a pair
    stories/       which documents lie in which story                     one row a story
    related/       the kin around each story                              one row a story, and one a pair across stories
    apart/         the kin that no single story holds                     one row a pair
    dossiers/      the dossier of each story                              one row a story
    tables/NAME/   the tables of the contract, sorted as ``trace`` sorts them
```
A step that is finished holds ``_SUCCESS``; the same command begins after the last of them. ``steps`` has what is done to the
rows of one partition and knows nothing of Spark; ``job`` has which rows meet, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firsthand.batch.job import BatchError, Job, run

__all__ = ["BatchError", "Job", "run"]


def __getattr__(name: str) -> Any:
    """Return a public name, imported when first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("firsthand.batch.job"), name)
