"""Whatever is given to a collection is read, or has the row that ``trace`` has for it."""

from __future__ import annotations

import io
import json

from firsthand.collection import Collection
from tests.collection.conftest import Home
from tests.collection.ways import Cheap, records


def test_progress_counts_what_comes_on_standard_input(home: Home) -> None:
    data = "".join(json.dumps(r) + "\n" for r in records(200)).encode()
    seen: list[tuple[str, int, int]] = []
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add(["-"], stdin=io.BytesIO(data), progress=lambda *step: seen.append(step))
    reading = [(done, of) for step, done, of in seen if step == "reading"]
    assert {of for _, of in reading} == {len(data)}
    assert any(0 < done < of for done, of in reading) and reading[-1] == (len(data), len(data))
