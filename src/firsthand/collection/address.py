"""Where a collection is: a folder, or ``postgresql://USER@HOST/DATABASE?schema=NAME``."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from firsthand.collection.nouns import CollectionError

SCHEMES = ("postgresql", "postgres")
SCHEMA = "firsthand"  # when an address names none
_NAME = re.compile(
    r"[a-z_][a-z0-9_]{0,47}"
)  # needs no quotes in SQL, and leaves room for the name of what is set aside


@dataclass(frozen=True, slots=True)
class Address:
    """A schema of a PostgreSQL database; as text it does not tell the password."""

    server: str  # all that the driver is told
    schema: str

    def __str__(self) -> str:
        """Return the address as messages show it."""
        parts = urlsplit(self.server)
        user, at, host = parts.netloc.rpartition("@")
        query = [(k, v) for k, v in parse_qsl(parts.query) if k != "password"] + [("schema", self.schema)]
        shown = parts._replace(netloc=user.partition(":")[0] + at + host, query=urlencode(query, safe="/"))
        return _joined(shown)


Where = Path | Address


def where(given: str | Path | Address) -> Where:
    """Return the folder or the address that a person gave."""
    if isinstance(given, Address):
        return given
    if not is_address(given):
        if "://" in str(given):
            raise CollectionError(
                f"{given} is no address of a collection; give a folder or postgresql://USER@HOST/DATABASE"
            )
        return Path(given)
    try:
        parts = urlsplit(str(given))
    except ValueError as error:  # its words are not shown: a password may stand among them
        raise CollectionError(
            f"this is no address of a database ({error}); give postgresql://USER@HOST/DATABASE"
        ) from error
    asked = parse_qsl(parts.query, keep_blank_values=True)
    (*_, schema) = [SCHEMA, *(v for k, v in asked if k == "schema")]
    if not _NAME.fullmatch(schema):
        raise CollectionError(f"{schema!r} is no name for a schema; say schema=NAME with a-z, 0-9, _ (48 at most)")
    rest = urlencode([(k, v) for k, v in asked if k != "schema"], safe="/")
    return Address(_joined(parts._replace(query=rest)), schema)


def _joined(parts: SplitResult) -> str:
    """Return an address of its parts, its // too where no host is said (a socket of this machine): ``urlunsplit`` drops that."""
    after = "".join(f"{sign}{part}" for sign, part in (("?", parts.query), ("#", parts.fragment)) if part)
    return f"{parts.scheme}://{parts.netloc}{parts.path}{after}"


def is_address(given: object) -> bool:
    """Tell whether a person gave the address of a database in place of a folder."""
    return isinstance(given, Address) or str(given).startswith(tuple(f"{s}://" for s in SCHEMES))


def argument(place: object) -> str:
    """Return a place as a command that is to be typed again names it."""
    return shlex.quote(str(place))
