"""What is known before reading: vocabularies and names as data, each entry with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import isfinite
from pathlib import Path
from typing import Any

from firsthand.errors import LexiconError


@cache
def _shipped(name: str) -> dict[str, Any]:
    """Return the parsed table ``name``.toml that ships with the package."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf8"))


@cache
def _laid_over(name: str, overlay: tuple[Path, ...]) -> dict[str, Any]:
    """Return table ``name`` with the user's files of that name laid over the shipped one, in order."""
    present = [file for path in overlay for file in _files(path) if file.stem == name]
    try:
        table = _shipped(name)
    except FileNotFoundError as error:
        if not present:
            raise LexiconError(f"there is no lexicon table called {name!r}") from error
        table = {}
    for path in present:
        own = read(path)
        _checked(path, own, table)
        table = merged(table, own)
    return table


def _checked(path: Path, own: Any, like: Any, at: str = "") -> None:
    """Raise ``LexiconError`` where a user's table holds another kind of value than the shipped one; ``false`` drops a key."""
    if like is None or own is False:
        return
    if isinstance(like, dict) and isinstance(own, dict):
        rows = [row for row in like.values() if isinstance(row, dict)]
        usual: Any = {k: v for row in rows for k, v in row.items()} if rows and len(rows) == len(like) else None
        for key, value in own.items():
            _checked(path, value, like.get(key, usual), f"{at}.{key}" if at else key)
    elif isinstance(like, list) and isinstance(own, list):
        for value in own:
            _checked(path, value, like[0] if like else None, at)
    elif not _same_kind(own, like):
        wanted = next(words for kind, words in _KINDS if isinstance(like, kind))
        raise LexiconError(f"{path}: {at} = {own!r} is not {wanted}. Compare docs/lexicons.md.")


_KINDS = (
    (bool, "true or false"),
    (int | float, "a number"),
    (str, "text in quotes"),
    (list, 'a list such as ["a", "b"]'),
    (dict, "a table such as { name = ... }"),
)


def _same_kind(own: Any, like: Any) -> bool:
    if isinstance(like, bool) or isinstance(own, bool):
        return isinstance(own, bool) and isinstance(like, bool)
    if isinstance(like, int | float):
        return isinstance(own, int | float) and isfinite(own)
    return isinstance(own, type(like))


def _files(path: Path) -> list[Path]:
    """Return the tables of a user's folder, by name; a file is a table itself."""
    return [path] if path.is_file() else sorted(p for p in path.glob("*.toml") if p.is_file())


def read(path: Path) -> dict[str, Any]:
    """Return the table in a user's file; raise ``LexiconError`` with the line when it is not TOML."""
    try:
        return tomllib.loads(path.read_text("utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: not a lexicon table: {error}. Compare docs/lexicons.md.") from error


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``below`` with ``above`` laid over it: tables are merged, lists joined, ``"-x"`` takes x off a list, ``false`` drops a key."""
    out = dict(below)
    for key, value in above.items():
        old = out.get(key)
        if value is False and isinstance(old, (dict, list)):
            del out[key]
        elif isinstance(old, dict) and isinstance(value, dict):
            out[key] = merged(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            gone = {x[1:] for x in value if isinstance(x, str) and x.startswith("-")}
            kept = [x for x in old if not (isinstance(x, str) and x in gone)]
            out[key] = kept + [x for x in value if x not in kept and not (isinstance(x, str) and x[1:] in gone)]
        else:
            out[key] = value
    return out


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables that a run reads with: the shipped ones, with a user's own laid over them."""

    overlay: tuple[Path, ...] = field(default=())

    def table(self, name: str) -> dict[str, Any]:
        """Return table ``name``; raise ``LexiconError`` when there is none."""
        return _laid_over(name, self.overlay)

    def unread(self) -> tuple[Path, ...]:
        """Return the user's files that nothing reads, because no shipped table is called so."""
        own = [file for given in self.overlay for file in _files(given)]
        return tuple(file for file in own if not resources.files(__name__).joinpath(f"{file.stem}.toml").is_file())

    def changed(self) -> tuple[str, ...]:
        """Return one line for every entry that the user's files add, change or drop, in order."""
        out: list[str] = []
        for path in (file for given in self.overlay for file in _files(given)):
            try:
                lines = _changes(_shipped(path.stem), read(path)) or [
                    "says nothing that the shipped table does not say"
                ]
            except FileNotFoundError:
                lines = ["no shipped table is called so: nothing reads it"]
            out += [f"{path.name}: {line}" for line in lines]
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
    """Return the shipped lexicon with the TOML files of ``overlay`` (folders or files) laid over it, later ones first."""
    for path in overlay:
        if not (path.is_dir() or (path.is_file() and path.suffix == ".toml")):
            raise LexiconError(
                f"{path} is no folder of lexicon tables and no table; give a folder that holds files such as outlets.toml, or one such file"
            )
        for file in _files(path):
            read(file)  # what is no table is refused now, not when something first asks for it
    return Lexicon(tuple(overlay))
