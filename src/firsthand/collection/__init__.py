"""A collection: one folder that holds what was read, what was found in it, and what it was read from.

```
FOLDER/originals/ab/<sha256>   every file as it was given
       additions.log           what was acknowledged, line by line, each chained to the one before
       collection.db           documents, accounts, stories (SQLite); can be made again from the two above
       collection.seal         a digest of every page of collection.db
       lexicon/*.toml          tables of your own, laid over the shipped ones (if there are any)
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firsthand.collection.folder import Collection, is_collection
    from firsthand.collection.nouns import Added, CollectionError, Fault, Move, StoryRow
    from firsthand.collection.saved import backup, restore
    from firsthand.collection.soundness import check, rebuild, seal_anew

_HOMES = {
    **dict.fromkeys(("Collection", "is_collection"), "folder"),
    **dict.fromkeys(("Added", "CollectionError", "Fault", "Move", "StoryRow"), "nouns"),
    **dict.fromkeys(("backup", "restore"), "saved"),
    **dict.fromkeys(("check", "rebuild", "seal_anew"), "soundness"),
}
__all__ = [
    "Added",
    "Collection",
    "CollectionError",
    "Fault",
    "Move",
    "StoryRow",
    "backup",
    "check",
    "is_collection",
    "rebuild",
    "restore",
    "seal_anew",
]


def __getattr__(name: str) -> Any:
    """Return a public name from the module that has it, imported when first asked for: commands start in no time."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
