"""The documents are true: order of the stages, links, the words of the command line."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
STAGES = "capture article statement event story naming stemma claim support dossier".split()


def _calls() -> list[str]:
    """Return ``stage.verb`` for every call of a stage in the map, each once."""
    tree = ast.parse((ROOT / "src/firsthand/pipeline.py").read_text("utf8"))
    found = [
        (n.lineno, n.col_offset, f"{n.func.value.id}.{n.func.attr}")
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and isinstance(n.func.value, ast.Name)
    ]
    return list(dict.fromkeys(call for _, _, call in sorted(found) if call.split(".")[0] in STAGES))


def test_the_readme_draws_every_stage_of_the_map_once() -> None:
    drawing = (ROOT / "README.md").read_text("utf8").split("## The data's way")[1].split("```")[1]
    drawn = re.findall(r"[a-z]+\.[a-z]+", drawing)
    assert sorted(drawn) == sorted(c for c in _calls() if not c.startswith("dossier."))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_help_names_every_command_that_the_readme_uses() -> None:
    run = subprocess.run([sys.executable, "-m", "firsthand", "--help"], capture_output=True, text=True, check=True)
    used = set(re.findall(r"^firsthand ([a-z]+)", (ROOT / "README.md").read_text("utf8"), re.M))
    assert used and all(re.search(rf"^\s+{name}\b", run.stdout, re.M) for name in used)
