"""The documents are true: order of the stages, links, named files, the words of the command line."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("eval/*.md"), *ROOT.glob("eval/gold/*/*.md")]
)
HISTORY = {ROOT / "CHANGELOG.md", *ROOT.glob("docs/log/*.md")}  # tell of files that are gone
OURS = ("src", "tests", "eval", "bench", "docs")
STAGES = "capture article statement event story naming stemma claim support dossier".split()


def _calls() -> list[str]:
    """Return ``stage.verb`` for every call of a stage in the map, each once."""
    files = [ROOT / "src/firsthand" / name for name in ("pipeline.py", "resolving.py")]
    found = [
        (number, n.lineno, n.col_offset, f"{n.func.value.id}.{n.func.attr}")
        for number, file in enumerate(files)
        for n in ast.walk(ast.parse(file.read_text("utf8")))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and isinstance(n.func.value, ast.Name)
    ]
    return list(dict.fromkeys(call for *_, call in sorted(found) if call.split(".")[0] in STAGES))


def test_the_readme_draws_every_stage_of_the_map_once() -> None:
    drawing = (ROOT / "README.md").read_text("utf8").split("## The data's way")[1].split("```")[1]
    drawn = re.findall(r"[a-z]+\.[a-z]+", drawing)
    assert sorted(drawn) == sorted(c for c in _calls() if not c.startswith("dossier."))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


@cache
def _present() -> frozenset[str]:
    """Return every way in which a file or folder of the tree may be called: by its path, or by the end of it."""
    inside = (p for top in OURS for p in (ROOT / top, *(ROOT / top).rglob("*")) if "__pycache__" not in p.parts)
    parts = [p.relative_to(ROOT).parts for p in (*inside, *(p for p in ROOT.iterdir() if p.is_file()))]
    return frozenset("/".join(p[n:]) for p in parts for n in range(len(p)))


def _absent(text: str, present: Collection[str]) -> Iterator[str]:
    """Yield what stands in backticks in running text, looks like a file of ours, and is none.

    file := a name or path that ends in .py, .toml, .md or .lock, or any path that begins with one of our folders; with stars or without.
    Blocks of code are left out: they hold the reader's own files. Commands ``python -m eval.X`` are looked at everywhere.
    """
    for module in re.findall(r"python -m ((?:eval|bench)(?:\.\w+)+)", text):
        path = module.replace(".", "/")
        if path not in present and f"{path}.py" not in present:
            yield f"python -m {module}"
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    for said in re.findall(r"`([^`\s]+)`", prose):
        name = said.rstrip("/")
        named = re.fullmatch(r"[\w.-]+(?:/[\w.*-]+)*\.(?:py|toml|md|lock)", name)
        if not named and not re.fullmatch(rf"(?:{'|'.join(OURS)})/[\w./*-]+", name):
            continue
        form = re.compile(re.escape(name).replace(r"\*", "[^/]*"))
        if name not in present and not ("*" in name and any(map(form.fullmatch, present))):
            yield said


@pytest.mark.parametrize("page", [p for p in PAGES if p not in HISTORY], ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_that_a_document_names_is_there(page: Path) -> None:
    gone = sorted(set(_absent(page.read_text("utf8"), _present())))
    assert not gone, f"{page.relative_to(ROOT)} names files that are not there: {', '.join(gone)}"


def test_a_name_of_a_file_that_is_not_there_is_found() -> None:
    present = {"src/firsthand/fold.py", "firsthand/fold.py", "fold.py", "docs/why.md", "why.md", "docs", "tests/laws"}
    text = """
`fold.py`, `src/firsthand/fold.py`, `firsthand/fold.py`, `docs/*.md`, `tests/laws/`, `d.json`, `fold.latin`, `saves/`
`gone.py`, `firsthand/gone.py`, `fold/fold.py`, `docs/gone.md`, `gone.toml`, `tests/gone/`, `docs/*.toml`, `eval/gone.json`
```
firsthand trace gone.md
python -m eval.gone
python -m eval.chains
```
"""
    gone = text.split("\n")[2].replace("`", "").split(", ")
    assert list(_absent(text, {*present, "eval/chains.py"})) == ["python -m eval.gone", *gone]


def test_help_names_every_command_that_the_readme_uses() -> None:
    run = subprocess.run([sys.executable, "-m", "firsthand", "--help"], capture_output=True, text=True, check=True)
    used = set(re.findall(r"^firsthand ([a-z]+)", (ROOT / "README.md").read_text("utf8"), re.M))
    assert used and all(re.search(rf"^\s+{name}\b", run.stdout, re.M) for name in used)


def test_what_the_documents_show_of_python_and_of_tables_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "src/firsthand/demo/pages", tmp_path / "saves")
    mine = tmp_path / "my-lexicon"
    mine.mkdir()
    tables = re.search(r"```toml\n(.*?)```", (ROOT / "docs/lexicons.md").read_text("utf8"), re.DOTALL)
    assert tables is not None
    for _, name, table in re.findall(r"(# my-lexicon/(\w+\.toml).*\n)([^#]*(?:#(?! my-lexicon)[^#]*)*)", tables[1]):
        (mine / name).write_text(table, "utf8")
    assert len(list(mine.iterdir())) == 3
    monkeypatch.chdir(tmp_path)
    for page in PAGES:
        for block in re.findall(r"```python\n(.*?)```", page.read_text("utf8"), re.DOTALL):
            exec(compile(block, str(page), "exec"), {})
