"""A real browser (Debian's Chromium) and axe-core; what is missing skips a test with its reason, or fails it in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def _unavailable(reason: str) -> NoReturn:
    if os.environ.get("FIRSTHAND_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason} (FIRSTHAND_REQUIRE_BROWSER=1)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    chromium = os.environ.get("FIRSTHAND_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        _unavailable("Chromium is not installed: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _unavailable("Playwright is not installed: pip install playwright")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        if shutil.which("npm") is None:
            _unavailable("axe-core is not there and npm is not installed: npm ci")
        done = subprocess.run(
            ["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode or not AXE.exists():
            _unavailable(f"npm ci failed: {done.stderr.strip()[-200:]}")
    return AXE.read_text("utf8")
