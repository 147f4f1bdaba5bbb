"""How long ``firsthand --version`` and ``--help`` take, as ratios to ``python -c pass`` of the same run.

Run: ``python -m bench.startup``. Whole processes, in turn, the median of 21 runs each after one warm-up.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

RUNS = 21
LIMIT = 4.0  # times bare python: what the project promises


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> int:
    """Print the ratios; return 1 when one is over the limit."""
    bare = (sys.executable, "-c", "pass")
    calls = {name: (sys.executable, "-m", "firsthand", name) for name in ("--version", "--help")}
    for command in (bare, *calls.values()):
        _seconds(command)
    taken: dict[str, list[float]] = {name: [] for name in ("bare", *calls)}
    for _ in range(RUNS):
        taken["bare"].append(_seconds(bare))
        for name, command in calls.items():
            taken[name].append(_seconds(command))
    base = statistics.median(taken["bare"])
    print(f"python -c pass: {1000 * base:.0f} ms")
    over = 0
    for name in calls:
        ratio = statistics.median(taken[name]) / base
        over += ratio > LIMIT
        print(f"firsthand {name}: {1000 * statistics.median(taken[name]):.0f} ms, {ratio:.2f} times bare python")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
