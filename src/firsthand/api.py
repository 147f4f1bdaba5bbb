"""The public face: ``trace`` and a ``Dossier`` that can show itself. Nothing here prints, exits or configures logging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from firsthand import __version__, pipeline, records

if TYPE_CHECKING:
    import polars
    import pyarrow

    from firsthand.decision import Decision
    from firsthand.lexicon import Lexicon
    from firsthand.support import Change, Missing


@dataclass(frozen=True, slots=True)
class Dossier(records.Dossier):
    """Everything that was found, every table sorted by a stable key, with its views."""

    def to_json(self) -> str:
        """Return the JSON object of ``docs/contract.md`` on one line: the same dossier gives the same characters."""
        from firsthand.export.json import to_json

        return to_json(self, __version__)

    def to_text(self, width: int = 100) -> str:
        """Return the story for people, in lines of at most ``width`` characters where words allow."""
        from firsthand.export.text import to_text

        return to_text(self, width)

    def to_html(self) -> str:
        """Return one self-contained page: no request to anywhere, readable without JavaScript."""
        from firsthand.export.html import to_html

        return to_html(self, __version__)

    def to_arrow(self, table: str) -> pyarrow.Table:
        """Return table ``table`` of the contract ("claims"); needs the extra ``tables``."""
        from firsthand.export.tables import to_arrow

        return to_arrow(self, table)

    def to_polars(self, table: str) -> polars.DataFrame:
        """Return table ``table`` of the contract ("claims"); needs the extra ``tables``."""
        from firsthand.export.tables import to_polars

        return to_polars(self, table)

    def without(self, source: str) -> tuple[Change, ...]:
        """Return what changes when nothing that goes back to ``source`` (its id, or one name only it has) counts.

        Empty when nothing hangs on it; the derivation graphs are those of the dossier. Raises ``InputError`` when no source is
        called so, or several are.
        """
        from firsthand import answers
        from firsthand.support import asked

        return tuple(asked.without_source(self, answers.named(self, source).id))

    def missing(self) -> tuple[Missing, ...]:
        """Return the cited sources that are not among the documents, those on which most claims hang first."""
        from firsthand.support import asked

        return asked.missing_sources(self)

    def _repr_html_(self) -> str:
        from firsthand.export.html import to_card

        return to_card(self)


def trace(
    paths: Iterable[str | Path] | str | Path,
    *,
    known: Lexicon | None = None,
    decisions: Sequence[Decision] = (),
    stdin: BinaryIO | None = None,
    progress: pipeline.Progress | None = None,
) -> Dossier:
    """Return the dossier of everything readable under ``paths``: files, folders (read recursively), ``-`` for ``stdin``.

    What cannot be read is in ``skipped`` with a reason; nothing is raised for it. ``progress`` is told the step, how much of
    it is done, and of how much. ``decisions`` (see ``firsthand.decision.read``) are laid over what is found.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    return _shown(pipeline.trace(given, known=known, decisions=decisions, stdin=stdin, progress=progress))


def demo() -> Dossier:
    """Return the dossier of the example that ships with the package."""
    with resources.as_file(resources.files("firsthand") / "demo" / "pages") as pages:
        return trace([pages])


def _shown(found: records.Dossier) -> Dossier:
    return Dossier(**{f.name: getattr(found, f.name) for f in fields(found)})
