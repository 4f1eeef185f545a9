"""The registry on a real `mlflow server` over a real PostgreSQL, started by the very command of compose.yaml."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml

from models import registry
from models.registry import Alias
from tests.house.repository import ROOT
from tests.models.small_model import frame, model

NAME = "fanpin-story"
SECONDS = 240
"""Long enough for a busy machine; a quiet one needs ten."""


def binaries() -> Path | None:
    """Where PostgreSQL's own programs are: on the path, or where Debian keeps them apart."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    needed = ("initdb", "postgres", "pg_isready", "createdb")
    return next((place for place in places if all((place / name).exists() for name in needed)), None)


def as_nobody_special() -> dict[str, object]:
    """PostgreSQL does not run as root: as the user `postgres` then, who may not be there either."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A PostgreSQL of our own in a folder of our own, reached through a socket file alone."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed here (no initdb): the tracking server is not tested")
    owner = as_nobody_special()
    # Not below pytest's folder, which only its own user may enter; and socket paths may not be long.
    folder = Path(tempfile.mkdtemp(prefix="fanpin-pg-"))
    if owner:
        os.chown(folder, int(str(owner["user"])), int(str(owner["group"])))
    try:
        subprocess.run(
            [found / "initdb", "-D", folder / "data", "-U", "mlflow", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, **owner,  # type: ignore[call-overload]
        )  # fmt: skip
        arguments = ["-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
        with stopped_at_the_end([found / "postgres", *arguments], folder / "log", **owner):
            ready: list[str | Path] = [found / "pg_isready", "-h", folder, "-U", "mlflow"]
            wait_for(lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0)
            subprocess.run([found / "createdb", "-h", folder, "-U", "mlflow", "mlflow"], check=True)
            yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tracking server of compose.yaml, on this machine's database, folder and port."""
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["tracking"]
    here = {
        "postgresql+psycopg://mlflow@database/mlflow": f"postgresql+psycopg://mlflow@/mlflow?host={database}",
        "/data/artifacts": str(folder / "artifacts"),
        "0.0.0.0": "127.0.0.1",  # noqa: S104 - taken out
        "5000": port,
        "tracking:5000,localhost:5000,127.0.0.1:5000": f"127.0.0.1:{port}",
    }
    assert set(here) <= set(composed["command"])
    command = [sys.executable, "-m", *(here.get(word, word) for word in composed["command"])]
    environment = {**os.environ, **composed["environment"], "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
    environment.pop("MLFLOW_TRACKING_URI", None)
    with stopped_at_the_end(command, folder / "log", env=environment, cwd=folder):
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"))
        yield f"http://127.0.0.1:{port}"


def test_a_model_is_kept_loaded_and_rolled_back_on_a_server(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server)
    for number in ("1", "2"):
        kept, _run = registry.log_and_register(
            model(),
            experiment="story",
            parameters={"rounds": 40},
            metrics={"model.roc_auc": 0.8},
            documents={"report": {"run": number}},
            figures={},
            texts={"card.zh.html": "<p>模型卡</p>"},
        )
        assert kept.version == number
    registry.set_alias(NAME, Alias.CHAMPION, "1")
    registry.set_alias(NAME, Alias.CHALLENGER, "2")
    champion = registry.load_champion(NAME, copy=tmp_path / "copy")
    assert champion.version == "1"
    assert np.array_equal(champion.raw_score(frame()), model().raw_score(frame()))
    challenger = registry.load_challenger(NAME)
    assert challenger is not None
    assert challenger.version == "2"
    assert registry.document(NAME, "2", "report") == {"run": "2"}
    assert registry.text(NAME, "1", "card.zh.html") == "<p>模型卡</p>"

    # Promoted, and rolled back.
    registry.set_alias(NAME, Alias.CHAMPION, "2")
    registry.set_alias(NAME, Alias.PREVIOUS, "1")
    registry.without_alias(NAME, Alias.CHALLENGER)
    registry.set_tags(NAME, "2", {"fanpin.promote.approver": "张三"})
    registry.set_model_tags(NAME, {"fanpin.audit": "2:abc"})
    assert registry.load_champion(NAME, copy=tmp_path / "copy").version == "2"
    assert registry.version_of(NAME, "2").tags == {"fanpin.promote.approver": "张三"}
    assert registry.model_tags(NAME) == {"fanpin.audit": "2:abc"}
    registry.set_alias(NAME, Alias.CHAMPION, "1")
    registry.without_alias(NAME, Alias.PREVIOUS)
    assert registry.load_champion(NAME, copy=tmp_path / "copy").version == "1"
    assert [(one.number, one.aliases) for one in registry.versions(NAME)] == [("1", ("champion",)), ("2", ())]


def test_the_compose_file_holds_no_secret_and_opens_nothing_to_the_network() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert {name: one.get("image", "built here") for name, one in services.items()} == {
        "database": "postgres:15",
        "tracking": "built here",
        "service": "built here",
    }
    ports = [port for one in services.values() for port in one.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    # Whoever names a secret names it in the file that git ignores; the example has empty ones.
    assert not re.search(r"PASSWORD\s*[:=]\s*\S", (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert not re.search(r"PASSWORD=\S", (ROOT / "compose.env.example").read_text(encoding="utf-8"))
    assert "compose.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


@contextlib.contextmanager
def stopped_at_the_end(command: list[object], log: Path, **how: object) -> Iterator[None]:
    with log.open("wb") as told:
        started = subprocess.Popen(command, stdout=told, stderr=told, **how)  # type: ignore[call-overload]
    try:
        yield
    finally:
        started.terminate()
        started.wait(timeout=SECONDS)


def wait_for(ready: object) -> None:
    assert callable(ready)
    until = time.monotonic() + SECONDS
    while not ready():
        assert time.monotonic() < until, f"not ready within {SECONDS} seconds"
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
