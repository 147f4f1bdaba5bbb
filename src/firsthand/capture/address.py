"""Where a record stands in its file: an address that stays the same when records are shuffled or others come and go.

    address := file [ "!" member of a package ] "#" ( "id=" | "url=" | "sha256=" | "byte=" ) value

A record is called by its id, else its URL, else its hash; a record of a web archive, and what could not be read, by the
byte where it begins.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_LONGEST = 200  # characters of an id or URL that is shown; longer ones give way to the hash
_ADDRESS = re.compile(r"(?:!archive/[^#]*)?#(?:id|url|sha256|byte)=[^#]*$")


def of_record(uri: str, ident: str | None, url: str | None, sha256: str) -> str:
    """Return the address of a record in the file ``uri``: by its own id, else its URL, else its hash."""
    for name, value in (("id", ident), ("url", url)):
        if value and len(value) <= _LONGEST:
            return f"{uri}#{name}={quote(value, safe='/:?&=@~+,;.!$()*', errors='replace')}"
    return f"{uri}#sha256={sha256}"


def of_byte(uri: str, offset: int) -> str:
    """Return the address of what begins at byte ``offset`` of the file ``uri``."""
    return f"{uri}#byte={offset}"


def file(address: str) -> str:
    """Return the file that an address lies in."""
    return _ADDRESS.sub("", address)
