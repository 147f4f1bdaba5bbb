"""New files of a collection take the places of the old ones: all of them or none, whatever is killed meanwhile.

They are made in a folder beside the old ones. It gets the name ``collection.new`` in one step, when all in it is whole and
synced. From then on whoever opens the collection puts them in place, under the lock of its writers, or goes on with that.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from firsthand.collection.originals import synced

BESIDE = ("collection.db-wal", "collection.db-shm", "collection.open")  # of the database that goes
_READY = "collection.new"
_PLAN = "plan.json"


def ready(root: Path, made: Path, wanted: Sequence[str], gone: Sequence[str], kept: Mapping[str, str]) -> None:
    """Decide that what was ``made`` takes its places in ``root``.

    ``wanted`` are the new files, in order; ``gone`` are old ones that get no new one; ``kept`` says under which name an old
    one stays, all others are removed.
    """
    gone = [*gone, *(name for name in wanted if not (made / name).exists())]
    wanted = [name for name in wanted if name not in gone]
    plan = made / _PLAN
    with plan.open("w", encoding="utf8") as out:
        json.dump({"new": list(wanted), "gone": list(gone), "kept": dict(kept)}, out)
        out.flush()
        os.fsync(out.fileno())
    synced(made)
    os.replace(made, root / _READY)
    synced(root)


def is_pending(root: Path) -> bool:
    """Tell whether new files wait to take their places."""
    return (root / _READY).is_dir()


def finish(root: Path) -> None:
    """Put what waits in its place; whoever calls holds the lock of the collection."""
    new = root / _READY
    if not new.is_dir():
        return
    if (new / _PLAN).exists():
        plan = json.loads((new / _PLAN).read_text("utf8"))
        for name in plan["gone"]:
            _away(root, name, plan["kept"])
        for name in plan["new"]:
            if (new / name).exists():  # otherwise it has its place
                _away(root, name, plan["kept"])
                os.replace(new / name, root / name)
        synced(root)
        (new / _PLAN).unlink()  # done; what is left can go
        synced(new)
    shutil.rmtree(new)


def _away(root: Path, name: str, kept: Mapping[str, str]) -> None:
    old = root / name
    if not os.path.lexists(old):
        return
    if name in kept:
        os.replace(old, root / kept[name])
    elif old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    else:
        old.unlink()
