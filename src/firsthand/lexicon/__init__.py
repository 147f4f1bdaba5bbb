"""What is known before reading: vocabularies and names as data, each entry with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from firsthand.errors import LexiconError
from firsthand.lexicon import shapes

_FILES_HELD = 64  # of a user's, parsed: each is asked for several times while it is laid over what ships


@cache
def _shipped(name: str) -> dict[str, Any]:
    """Return the parsed table ``name``.toml that ships with the package."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf8"))


@cache
def _laid_over(name: str, own: tuple[File, ...]) -> dict[str, Any]:
    """Return table ``name`` with the user's files of that name laid over the shipped one, in order."""
    shape, table = shapes.SHAPES[name], _shipped(name)
    for file in own:
        if file.path.stem == name:
            wrong = next(shapes.faults(shape, file.table(), table), None)
            if wrong is not None:
                raise LexiconError(f"{file.path}: {wrong}. Compare docs/lexicons.md.")
            table = shapes.completed(shape, merged(shape, table, file.table()))
    return table


def _files(path: Path) -> list[Path]:
    """Return the tables of a user's folder, by name; a file is a table itself."""
    return [path] if path.is_file() else sorted(p for p in path.glob("*.toml") if p.is_file())


@dataclass(frozen=True, slots=True)
class File:
    """A user's file as it was when it was loaded."""

    path: Path
    data: bytes

    def table(self) -> dict[str, Any]:
        """Return the table in it; raise ``LexiconError`` with the line when it is not TOML."""
        try:
            return _parsed(self.data)
        except (ValueError, RecursionError) as error:  # of TOML, of UTF-8, of a number of 5,000 digits
            raise LexiconError(f"{self.path}: not a lexicon table: {error}. Compare docs/lexicons.md.") from error


@lru_cache(_FILES_HELD)
def _parsed(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf8"))


def merged(shape: shapes.Shape, below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``below`` with ``above`` laid over it: tables are merged, lists of words or rows joined, ``"-x"`` takes x off a list,
    ``false`` drops a key; any other value, a pair too, stands in the place of the old one.
    """
    out = dict(below)
    for key, value in above.items():
        old = out.get(key)
        inner = shapes.under(shape, key)
        if value is False and key in out and not isinstance(old, bool):
            del out[key]
        elif isinstance(old, dict) and isinstance(value, dict):
            out[key] = merged(inner, old, value)
        elif isinstance(old, list) and isinstance(value, list) and not isinstance(inner, shapes.Value):
            gone = {x[1:] for x in value if isinstance(x, str) and x.startswith("-")}
            kept = [x for x in old if not (isinstance(x, str) and x in gone)]
            out[key] = kept + [x for x in value if x not in kept and not (isinstance(x, str) and x[1:] in gone)]
        else:
            out[key] = value
    return out


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables that a run reads with: the shipped ones, with a user's own laid over them."""

    own: tuple[File, ...] = ()

    def table(self, name: str) -> dict[str, Any]:
        """Return table ``name``; raise ``LexiconError`` when there is none."""
        if name not in shapes.SHAPES:
            raise LexiconError(f"there is no lexicon table called {name!r}")
        return _laid_over(name, self.own)

    def unread(self) -> tuple[str, ...]:
        """Return one line for every file of the user's that nothing reads, because no shipped table is called so."""
        names = [file.path for file in self.own if file.path.stem not in shapes.SHAPES]
        return tuple(f"{path}: no table is called so, nothing reads it; see docs/lexicons.md" for path in names)

    def changed(self) -> tuple[str, ...]:
        """Return one line for every entry that the user's files add, change or drop, in order."""
        out: list[str] = []
        for file in self.own:
            if file.path.stem not in shapes.SHAPES:
                lines = ["no shipped table is called so: nothing reads it"]
            else:
                lines = _changes(_shipped(file.path.stem), file.table())
            out += [
                f"{file.path.name}: {line}" for line in lines or ["says nothing that the shipped table does not say"]
            ]
        return tuple(out)


def _changes(below: Mapping[str, Any], above: Mapping[str, Any], at: str = "") -> list[str]:
    out: list[str] = []
    for key, value in sorted(above.items()):
        where = f"{at}.{key}" if at else key
        old = below.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            out += _changes(old, value, where)
        elif old is None:
            out.append(f"added {where} = {value!r}")
        elif value is False:
            out.append(f"dropped {where}")
        elif isinstance(old, list) and isinstance(value, list):
            out.append(f"changed {where}: {', '.join(str(x) for x in value)}")
        elif old != value:
            out.append(f"changed {where} from {old!r} to {value!r}")
    return out


def load(*overlay: Path) -> Lexicon:
    """Return the shipped lexicon with the TOML files of ``overlay`` (folders or files) laid over it, later ones first.

    Raises ``LexiconError`` when a file cannot be read or holds what its table has no place for.
    """
    own: list[File] = []
    for path in overlay:
        if not (path.is_dir() or (path.is_file() and path.suffix == ".toml")):
            raise LexiconError(
                f"{path} is no folder of lexicon tables and no table; give a folder that holds files such as outlets.toml, or one such file"
            )
        own += map(_read, _files(path))
    known = Lexicon(tuple(own))
    for file in own:
        file.table()  # what is no table is refused now, not when something first asks for it
        if file.path.stem in shapes.SHAPES:
            known.table(file.path.stem)
    return known


def _read(path: Path) -> File:
    try:
        return File(path, path.read_bytes())
    except OSError as error:
        raise LexiconError(f"cannot read {path}: {error.strerror}") from error
