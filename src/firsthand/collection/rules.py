"""The rules version: a digest of every rule, table and weight that an analysis depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from firsthand.lexicon import Lexicon

# Parts of the package that only keep or show what the stages found: a change in them recomputes nothing.
_SHOWING = frozenset(
    {
        "batch",
        "collection",
        "fetch",
        "export",
        "demo",
        "cli.py",
        "console.py",
        "output.py",
        "garbage.py",
        "api.py",
        "answers.py",
        "verify.py",
        "__main__.py",
        "__pycache__",
    }
)


def version(known: Lexicon) -> str:
    """Return the digest of all rules: stages, tables and weights of the package, and the user's own tables."""
    h = hashlib.blake2b(_shipped().encode("ascii"), digest_size=16)
    for file in known.own:
        h.update(file.path.name.encode("utf8", "surrogateescape") + b"\0" + file.data + b"\0")
    return h.hexdigest()


@cache
def _shipped() -> str:
    h = hashlib.blake2b(digest_size=16)
    for name, data in _files(resources.files("firsthand"), ""):
        h.update(name.encode("utf8") + b"\0" + hashlib.blake2b(data).digest())
    return h.hexdigest()


def _files(folder: Traversable, under: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name in _SHOWING:
            continue
        if entry.is_dir():
            yield from _files(entry, f"{under}{entry.name}/")
        elif not entry.name.endswith((".pyc", ".md")):
            yield under + entry.name, entry.read_bytes()
