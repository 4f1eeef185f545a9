"""`fanpin serve` as a person starts it: address, the link for the first user, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from features.records.store import RecordStore
from models.risk_model import RiskModel


def test_serve_prints_a_link_for_the_first_user_and_stops_with_ctrl_c(
    store: RecordStore, model: RiskModel, tmp_path: Path
) -> None:
    model.save(tmp_path / "model")
    environment = {
        **os.environ,
        "FANPIN_DATA": str(store.path),
        "FANPIN_MODEL_COPY": str(tmp_path / "model"),
        "FANPIN_DATABASE": f"sqlite:///{tmp_path / 'service.db'}",
        "FANPIN_KEYS": str(tmp_path / "service.keys"),
        "FANPIN_COUNTY": "",
        # The registry is down; the copy serves.
        "MLFLOW_TRACKING_URI": "http://127.0.0.1:1",
    }
    command = [sys.executable, "fanpin.py", "serve", "--port", "0", "--login-link"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8") as served:
        assert served.stdout is not None
        link = ""
        for line in served.stdout:
            if found := re.search(r"http://\S+/first\?code=\S+", line):
                link = found.group()
            if "Ctrl-C" in line:
                break
        try:
            with urllib.request.build_opener().open(link, timeout=60) as page:
                assert "开设第一个用户" in page.read().decode()
        finally:
            served.send_signal(signal.SIGINT)
        assert served.wait(timeout=60) == 0
    assert {"service.db", "service.keys"} <= {file.name for file in tmp_path.iterdir()}
