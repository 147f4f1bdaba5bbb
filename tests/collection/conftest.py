"""Where the collections of these tests are: in folders, and in a PostgreSQL server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

Home = Callable[[str], "str | Path"]
_PLACES = ("folder", "postgres")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a database of a server that is started for these tests and thrown away."""
    tools = _tools()
    try:
        import psycopg  # noqa: F401
    except ImportError:
        tools = None
    if tools is None:
        if os.environ.get("FIRSTHAND_REQUIRE_POSTGRES"):
            pytest.fail("no PostgreSQL server or no psycopg here")
        pytest.skip("no PostgreSQL server (Debian: postgresql) or no psycopg here")
    folder = Path(tempfile.mkdtemp(prefix="fh-pg-"))  # a short name: sockets have no room for a long one
    user = "postgres" if os.getuid() == 0 else None  # the server does not run as root
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=40 -c shared_buffers=32MB"

    def run(*command: str) -> None:
        subprocess.run(command, user=user, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run(str(tools / "initdb"), "-D", data, "-U", "firsthand", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        run(str(tools / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://firsthand@/postgres?host={folder}"
        finally:
            run(str(tools / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tools() -> Path | None:
    """Return the folder of the server's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return versions[-1].parent if versions else None


_numbers = count(1)


def _home(request: pytest.FixtureRequest, folder: Path) -> Home:
    if request.param == "folder":
        return lambda name: folder / name
    address = request.getfixturevalue("server")
    number = next(_numbers)
    return lambda name: f"{address}&schema=t{number}_{name.replace(' ', '_')}"


@pytest.fixture(params=_PLACES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """Names -> places for collections, each test in both kinds."""
    return _home(request, tmp_path)


@pytest.fixture(scope="module", params=_PLACES)
def long_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same for what all tests of a module share."""
    return _home(request, tmp_path_factory.mktemp("home"))
