"""What can go wrong by the caller's doing. Messy text is never an error: it gives ``()`` or a visible skip."""

from __future__ import annotations


class FirsthandError(Exception):
    """Root of every error that Firsthand raises; the message says what, where and what to do next."""


class InputError(FirsthandError):
    """A path, stream or record could not be read at all."""


class OutputError(FirsthandError):
    """What was found cannot be written where it should go."""


class LexiconError(FirsthandError):
    """A lexicon file cannot be read, or its table has no place for what stands in it."""


class MissingExtraError(FirsthandError):
    """A function needs a package that only an optional extra installs."""
