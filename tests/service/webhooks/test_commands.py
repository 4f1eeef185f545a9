"""`fanpin webhooks`: an address is added, tried, renewed, closed; what was done stands in the audit, secrets nowhere."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from features.policy.loading import Policy
from service.events import EventKind
from service.installation import database_of_environment, keyring_of_environment
from service.jurisdiction import EVERYWHERE
from service.store.repositories.audit import lines
from service.store.repositories.outbox import emit
from service.webhooks import delivering
from tests.journeys.front_door import called
from tests.service.webhooks.receivers import VILLAGE, receiver


def test_from_the_first_address_to_its_end(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(delivering, "_due_at", lambda *_: None)
    places = {"FANPIN_DATABASE": f"sqlite:///{tmp_path}/service.db", "FANPIN_KEYS": f"{tmp_path}/keys"}

    def fanpin(*arguments: str) -> tuple[int, str]:
        return called(tmp_path, places, "webhooks", *arguments)

    assert "还没有推送地址" in fanpin("list")[1]
    status, printed = fanpin("add", "cases", "http://127.0.0.1/x")
    assert (status, "--allow-private" in printed) == (2, True)
    assert "没有这种变动：lead.lost" in fanpin("add", "cases", "https://cases.example.org/", "--kind", "lead.lost")[1]
    with receiver(204, 500) as case_system:
        allowed = ("--allow-http", "--allow-private", "--kind", "lead.moved", "--region", "990101")
        status, printed = fanpin("add", "cases", case_system.url, *allowed)
        assert status == 0
        secret = next(word for word in printed.split() if word.startswith("whsec_"))
        assert fanpin("test", "cases")[0] == 0
        status, printed = fanpin("test", "cases")
        assert (status, "对方没有接受（500）" in printed) == (1, True)
        database, keyring = database_of_environment(places), keyring_of_environment(places)
        now = dt.datetime.fromtimestamp(tmp_path.stat().st_mtime, dt.UTC)
        with database.writing(EVERYWHERE, now) as work:
            emit(work, EventKind.LEAD_MOVED, "lead:1", VILLAGE)
        delivering.deliver_due(database, keyring, Policy.load(), now)
        status, printed = fanpin("list")
        assert "已放弃 given up 1" in printed
        assert "500 对方没有接受 it did not accept" in printed
        assert secret not in printed
        assert fanpin("redeliver", "cases")[1].startswith("1 ")
        assert "whsec_" in fanpin("renew", "cases")[1]
        assert "1 deliveries are given up" in fanpin("close", "cases")[1]
    assert "没有名为“cases”的推送地址" in fanpin("test", "cases")[1]
    assert "没有已结束的推送 delivery_1" in fanpin("redeliver", "delivery_1")[1]
    with database.reading(EVERYWHERE, now) as work:
        contents = [line.content for line in lines(work)]
    acts = [json.loads(content)["action"] for content in contents]
    assert acts == ["webhooks.opened", "webhooks.sent_again", "webhooks.secret_renewed", "webhooks.closed"]
    assert "whsec_" not in str(contents)
    database.close()
