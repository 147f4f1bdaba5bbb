"""MHTML -> the HTML page in it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from typing import Any

from firsthand.capture.encoding import decode


def pages(data: bytes) -> Iterator[Any]:
    """Yield the first HTML part of a saved web archive as a record; refuse a message without one."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for count, part in enumerate(message.walk()):
        if count > 2000:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
                yield {
                    "html": decode(payload, part.get_content_charset()),
                    "url": str(url).strip() if url else None,
                    "captured": str(message.get("Date") or "") or None,
                }
                return
    yield {"not_an_article": "the archive holds no HTML page"}
