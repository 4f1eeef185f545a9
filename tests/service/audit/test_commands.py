"""`fanpin audit`: what a person or a scheduler is told, and with which exit status."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from service.installation import database_of_environment, keyring_of_environment
from tests.journeys.front_door import called
from tests.service.audit.chain import add_lines, change


def test_verify_export_anchor_retain(tmp_path: Path) -> None:
    places = {
        "FANPIN_DATABASE": f"sqlite:///{tmp_path}/service.db",
        "FANPIN_KEYS": f"{tmp_path}/keys",
        "FANPIN_ANCHORS": f"{tmp_path}/anchors",
    }

    def fanpin(*arguments: str) -> tuple[int, str]:
        return called(tmp_path, places, "audit", *arguments)

    assert fanpin("verify") == (0, "审计记录还没有内容 | the audit has no line yet\n")
    database, keyring = database_of_environment(places), keyring_of_environment(places)
    add_lines(database, keyring, 3, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    add_lines(database, keyring, 3, dt.datetime.fromtimestamp(tmp_path.stat().st_mtime, dt.UTC))
    status, printed = fanpin("verify")
    assert (status, "lines 1 to 6, 0 anchors" in printed, "此前没有锚点" in printed) == (0, True, True)
    status, printed = fanpin("verify")
    assert (status, "lines 1 to 7, 1 anchors" in printed, "此前没有锚点" in printed) == (0, True, False)
    assert "line 7" in fanpin("anchor")[1]
    assert fanpin("export", "--out", "audit.ndjson")[0] == 0
    assert len((tmp_path / "audit.ndjson").read_text().splitlines()) == 1 + 8
    assert "lines 1 to 3" in fanpin("retain")[1]
    assert "lines 1 to 9" in fanpin("verify")[1]
    status, printed = fanpin("retain", "--destroy")
    assert (status, "were destroyed" in printed) == (0, True)
    assert "lines 4 to" in fanpin("verify")[1]

    change(database, "UPDATE audit_lines SET actor = 'user:user_07' WHERE number = 5")
    for command in (["verify"], ["retain", "--destroy"]):
        status, printed = fanpin(*command)
        assert status == 1
        assert "第5条供检索的列与封存的内容不符" in printed
        assert "Leave the database and the file of anchors as they are" in printed
    database.close()
