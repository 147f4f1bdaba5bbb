from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(p for folder in ("eval", "bench") for p in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_a_script_takes_from_the_program_is_there(script: Path) -> None:
    """Scripts that learn need packages that tests do not; that the program's own names are there can be told without them."""
    gone = [
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(script.read_text("utf8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "firsthand"
        for alias in node.names
        if not _is_there(str(node.module), alias.name)
    ]
    assert not gone


def _is_there(module: str, name: str) -> bool:
    found = importlib.import_module(module)
    return hasattr(found, name) or (hasattr(found, "__path__") and bool(importlib.util.find_spec(f"{module}.{name}")))
