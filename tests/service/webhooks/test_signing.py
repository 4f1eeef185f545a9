"""What is sent is verified by the receiver that docs/webhooks.md shows; secrets are shown once and lie sealed."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.webhooks import redeliver
from service.webhooks.delivering import Round
from service.webhooks.endpoints import OVERLAP, Secret, renew_secret, try_endpoint
from service.webhooks.signing import signature
from tests.house.repository import ROOT
from tests.service.webhooks.receivers import NOW, receiver


def example() -> str:
    page = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    return script


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """The example's function, of a receiver that has one secret."""

    def verify(secret: Secret, header: str, body: bytes, at: dt.datetime = NOW) -> bool:
        monkeypatch.setenv("FANPIN_KEY_ID", secret.key)
        monkeypatch.setenv("FANPIN_SECRET", secret.secret)
        names: dict[str, Any] = {"__name__": "example"}
        exec(example(), names)  # noqa: S102 - the document's own example
        return names["verified"](header, body, at.timestamp())

    return verify


def test_the_receiver_of_the_document_takes_what_is_signed_and_nothing_else(verified) -> None:
    secret = Secret("whk_1", "whsec_abc")
    body = '{"kind": "lead.moved", "户": 1}'.encode()
    header = signature(body, {"whk_0": b"older", "whk_1": b"whsec_abc"}, NOW)
    assert verified(secret, header, body)
    assert not verified(secret, header, body + b" ")
    assert not verified(Secret("whk_1", "whsec_abd"), header, body)
    assert not verified(Secret("whk_2", "whsec_abc"), header, body)
    for wrong in ("", "t=", "t=x, whk_1=5f", header.replace("whk_1=", "whk_1=0"), header.split(", ")[0], "=,=,="):
        assert not verified(secret, wrong, body)
    # Replayed, or sent from a clock that goes wrong.
    for minutes, fresh in ((4, True), (6, False), (-4, True), (-6, False)):
        assert verified(secret, header, body, NOW + dt.timedelta(minutes=minutes)) is fresh
    # The time is signed too.
    assert not verified(secret, header.replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 60)), body)


def test_an_old_secret_signs_beside_the_new_one_for_a_week(
    database: Database, keyring: Keyring, opened, happens, deliver, verified
) -> None:
    with receiver() as case_system:
        old = opened(case_system.url)
        with database.writing(EVERYWHERE, NOW) as work:
            new = renew_secret(work, keyring, "case-system", actor="user:user_01")
        for days, secrets in ((0, [old, new]), (8, [new])):
            happens(subject=f"lead:{days}")
            deliver(days * 24 * 60)
            headers, body = case_system.came[-1]
            at = NOW + dt.timedelta(days=days)
            signs = [each for each in (old, new) if verified(each, headers["Fanpin-Signature"], body, at)]
            assert signs == secrets
    assert dt.timedelta(days=7) == OVERLAP


def test_a_secret_lies_sealed(tmp_path: Path, database: Database, opened) -> None:
    secret = opened("https://cases.example.org/")
    for file in tmp_path.rglob("service.db*"):
        assert secret.secret.encode() not in file.read_bytes()


def test_an_endpoint_is_tried_out_without_an_event(database: Database, keyring: Keyring, opened, verified) -> None:
    with receiver(204, 401) as case_system:
        secret = opened(case_system.url)
        for expected in (None, 401):
            with database.reading(EVERYWHERE, NOW) as work:
                _, answered = try_endpoint(work, keyring, "case-system")
            assert (answered.fault and answered.status) == expected
        headers, body = case_system.came[0]
    assert verified(secret, headers["Fanpin-Signature"], body)
    assert b'"kind": "trial"' in body


def test_the_receiver_of_the_document_runs(
    database: Database, opened, happens, deliver, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process that knows nothing of fanpin; the second of the same event is answered and not acted on."""
    clock = dt.datetime.fromtimestamp(tmp_path.stat().st_mtime, dt.UTC)
    monkeypatch.setattr("tests.service.webhooks.receivers.NOW", clock)
    secret = opened("http://127.0.0.1:1/")
    (tmp_path / "receiver.py").write_text(example(), encoding="utf-8")
    environment = {"FANPIN_KEY_ID": secret.key, "FANPIN_SECRET": secret.secret, "PORT": "0"}
    command = [sys.executable, "-I", str(tmp_path / "receiver.py")]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        port = running.stdout.readline().split()[-1]
        with database.writing(EVERYWHERE, clock) as work:
            work.session.execute(text("UPDATE webhook_endpoints SET url = :url"), {"url": f"http://127.0.0.1:{port}/"})
        event = happens()
        assert deliver() == Round(delivered=1)
        with database.writing(EVERYWHERE, clock) as work:
            delivery = work.session.execute(text("SELECT id FROM webhook_deliveries")).scalar_one()
            assert redeliver(work, delivery_id=delivery) == 1
        assert deliver() == Round(delivered=1)
    finally:
        running.kill()
    printed, _ = running.communicate()
    assert printed.splitlines() == [f"{event.number} lead.moved lead:lead_01"]
