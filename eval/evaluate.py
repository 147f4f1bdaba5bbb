"""Figures on development data, held against ``floors.json``: ``python -m eval.evaluate [--bench FOLDER] [--only TASK] [--pin]``.

Two kinds of data: our own gold in ``eval/gold`` (always there) and the public development corpora, which never enter the
repository and are measured when their folder is given and there. A floor is raised by ``--pin`` and lowered only by hand,
with a reason in the CHANGELOG.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import firsthand
from eval import traditions

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"


@dataclass(frozen=True)
class Task:
    """One measurement on the public corpora: scorer, reports, gold, and the figures that have floors."""

    name: str
    scorer: str
    docs: str
    gold: str
    figures: tuple[str, ...]


_CORPORA = (
    Task("pages", "pages", "pages.docs.jsonl.gz", "pages.gold.jsonl.gz", ("f1",)),
    Task("attribution-dev", "attribution", "attribution-dev.docs.jsonl.gz", "attribution-dev.gold.jsonl.gz",
         ("content_tokens.f1", "content.exact.f1", "cue.exact.f1", "source.exact.f1")),
    Task("times-tbaq", "times", "times-tbaq.docs.jsonl.gz", "times-tbaq.gold.jsonl.gz", ("value.f1", "span.f1")),
    Task("places-lgl", "places", "places-lgl.docs.jsonl.gz", "places-lgl.gold.jsonl.gz", ("found_and_right", "acc_161km_of_found")),
    Task("places-geovirus", "places", "places-geovirus.docs.jsonl.gz", "places-geovirus.gold.jsonl.gz",
         ("found_and_right", "acc_161km_of_found")),
    Task("incidents-tst1", "incidents", "incidents-tst1.docs.jsonl.gz", "incidents-tst1.gold.jsonl.gz", ("mean_f1",)),
    Task("incidents-tst2", "incidents", "incidents-tst2.docs.jsonl.gz", "incidents-tst2.gold.jsonl.gz", ("mean_f1",)),
    Task("stories-news-cluster", "stories", "stories-news-cluster.docs.jsonl.gz", "stories-news-cluster.gold.jsonl.gz", ("f1",)),
    Task("events-ecbplus", "stories", "events-ecbplus.docs.jsonl.gz", "events-ecbplus.gold.jsonl.gz", ("f1",)),
    Task("syria-pairs", "pairs", "syria-reports.docs.jsonl.gz", "syria-pairs.gold.jsonl", ("ap", "ap_low_overlap", "upstream_recall")),
    Task("rewrites", "rewrites", "rewrites.docs.jsonl.gz", "rewrites.gold.jsonl.gz", ("parent_at_1",)),
    Task("wire-helsinki", "wire", "wire-helsinki.docs.jsonl.gz", "wire-helsinki.gold.jsonl.gz", ("f1",)),
    Task("wire-census", "wire", "wire-census.docs.jsonl.gz", "wire-census.gold.jsonl.gz", ("f1",)),
    Task("wire-spotify", "wire", "wire-spotify.docs.jsonl.gz", "wire-spotify.gold.jsonl.gz", ("f1",)),
)  # fmt: skip

Figures = dict[str, Any]


def _dossier(*paths: Path) -> dict[str, Any]:
    return json.loads(firsthand.trace(paths).to_json())


def _traditions(part: str) -> Figures:
    """Return the figures of our hand-made traditions; nobody who builds looks into those ``held-out``."""
    folder = HERE / "gold" / "traditions" / part
    return dict(traditions.score((_dossier(docs), gold) for _, docs, gold in traditions.load(folder)))


def _scorer(bench: Path) -> Any:
    spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {bench}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _tasks(bench: Path | None) -> Iterator[tuple[str, tuple[str, ...], Callable[[], Figures]]]:
    watched = ("edge", "ancestor", "kin", "mention_recall", "k_exact", "k_covered")
    yield "traditions", watched, lambda: _traditions("developed")
    yield "traditions-held-out", watched, lambda: _traditions("held-out")
    if bench is None:
        return
    score = _scorer(bench)
    for task in _CORPORA:
        docs, gold = bench / task.docs, bench / task.gold

        def run(task: Task = task, docs: Path = docs, gold: Path = gold) -> Figures:
            return dict(getattr(score, task.scorer)(_dossier(docs), score.rows(str(gold))))

        if docs.exists() and gold.exists():
            yield task.name, task.figures, run
        else:
            print(f"{task.name}: not there, not measured")


def _at(figures: Figures, path: str) -> float:
    for key in path.split("."):
        figures = figures[key]
    return float(figures)  # type: ignore[arg-type]


def main(argv: list[str] | None = None) -> int:
    """Measure, print and compare; return 1 when a figure lies under its floor."""
    parser = argparse.ArgumentParser(prog="python -m eval.evaluate", description=__doc__)
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--pin", action="store_true", help="raise floors to what is measured now, less the tolerance")
    options = parser.parse_args(argv)
    bench = options.bench if (options.bench / "score.py").exists() else None
    if bench is None:
        print(f"public corpora: none at {options.bench}; only our own gold is measured")
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    under = 0
    for name, watched, run in _tasks(bench):
        if options.only and name not in options.only:
            continue
        start = time.process_time()
        figures = run()
        print(f"{name} ({time.process_time() - start:.0f} CPU s): {json.dumps(figures)}", flush=True)
        for figure in watched:
            value, floor = _at(figures, figure), floors.get(name, {}).get(figure)
            if floor is not None and value < floor:
                under += 1
                print(f"  UNDER ITS FLOOR: {name} {figure} = {value:.4f} < {floor:.4f}")
            if options.pin and (floor is None or value - _SLACK > floor):
                floors.setdefault(name, {})[figure] = round(value - _SLACK, 3)
    if options.pin:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    print(f"{under} figures under their floor")
    return int(under > 0)


_SLACK = 0.005  # what a harmless change may move a figure on these small sets


if __name__ == "__main__":
    sys.exit(main())
