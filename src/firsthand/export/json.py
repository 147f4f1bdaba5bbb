"""Dossier -> the JSON object of ``docs/contract.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from firsthand.records import Dossier, Story

SCHEMA = "firsthand.dossier/1"
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, as JSON records may hold; UTF-8 cannot say it, JSON can


def to_object(dossier: Dossier, version: str) -> dict[str, Any]:
    """Return the dossier as plain dicts and lists, as the contract has them; stories hold the ids of their claims."""
    out: dict[str, Any] = {"schema": SCHEMA, "generator": {"name": "firsthand", "version": version}}
    for f in fields(dossier):
        out[f.name] = _plain(getattr(dossier, f.name))
        if f.name == "stories":
            out["claims"] = _plain(dossier.claims)
        if f.name == "skipped":
            out["ledger"] = {"in" if k == "met" else k: v for k, v in _plain(dossier.ledger).items()}
    return out


def to_json(dossier: Dossier, version: str) -> str:
    """Return the dossier as one line of JSON, the same for the same dossier, and always writable as UTF-8."""
    plain = json.dumps(to_object(dossier, version), ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _plain(x: Any) -> Any:
    if isinstance(x, Story):
        return {
            f.name: [c.id for c in x.claims] if f.name == "claims" else _plain(getattr(x, f.name)) for f in fields(x)
        }
    if is_dataclass(x):
        return {f.name: _plain(getattr(x, f.name)) for f in fields(x)}
    if isinstance(x, Mapping):
        return {str(k): _plain(v) for k, v in x.items()}
    if isinstance(x, tuple | list):
        return [_plain(v) for v in x]
    return x
