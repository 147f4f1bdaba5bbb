"""Bytes -> Capture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand.records import Capture, CaptureKind, DocumentId, Skipped


def read(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Capture | Skipped]:
    """Yield every capture under ``paths``, and a ``Skipped`` for each thing that could not be read."""
    for path in paths:
        p = Path(path)
        files = sorted(f for f in p.rglob("*") if f.is_file()) if p.is_dir() else [p]
        for f in files:
            try:
                data = f.read_bytes()
            except OSError as error:
                yield Skipped(str(f), "capture", str(error))
                continue
            if f.suffix == ".jsonl":
                for line in data.splitlines():
                    r = json.loads(line)
                    sha = hashlib.sha256(line).hexdigest()
                    yield Capture(
                        DocumentId(str(r["id"])), f"{f}#{r['id']}", sha, CaptureKind.RECORD, text=r.get("text"),
                        url=r.get("url"), outlet=r.get("outlet"), title=r.get("title"), published=r.get("published"),
                    )
            else:
                sha = hashlib.sha256(data).hexdigest()
                yield Capture(DocumentId(sha[:12]), str(f), sha, CaptureKind.DUMP, text=data.decode("utf8", "replace"))
