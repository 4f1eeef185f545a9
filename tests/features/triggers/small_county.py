"""A county of four households on disk, for the command lines that list households by rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from features.cli import app
from features.records.importing import import_records
from features.records.store import RecordStore

TABLES = {
    # H4 is monitored; H5 lives in another township.
    "households": """household_id,event_date,known_date,region_code,household_type
=1+1,2023-12-31,2024-01-05,990101001001,lifted_out
H2,2023-12-31,2024-01-05,990101001002,general
H4,2023-12-31,2024-01-05,990101001002,general
H5,2023-12-31,2024-01-05,990101002001,general
""",
    "members": """household_id,event_date,known_date,person_id,listing,insured
=1+1,2023-12-31,2024-01-05,P1,full,true
H2,2023-12-31,2024-01-05,P2,full,true
H4,2023-12-31,2024-01-05,P4,full,false
H5,2023-12-31,2024-01-05,P5,full,true
""",
    "income": """household_id,event_date,known_date,category,amount_yuan,period_months,caliber
H2,2023-12-31,2024-01-05,wage,3000,12,dibao
H4,2023-12-31,2024-01-05,wage,5000,12,dibao
H5,2023-12-31,2024-01-05,wage,90000,12,dibao
""",
    "illness": """household_id,event_date,known_date,person_id,setting,self_paid_yuan,aid_yuan
=1+1,2024-01-10,2024-01-31,P1,inpatient,5000,0
=1+1,2024-02-10,2024-02-29,P1,inpatient,9000,0
H2,2024-01-10,2024-01-31,P2,outpatient,15000,1
H4,2024-01-10,2024-01-31,P4,inpatient,20000,0
""",
    "support": """household_id,event_date,known_date,kind,started_on
H5,2023-01-01,2023-01-31,dibao,2023-01-01
""",
    "monitoring": """household_id,event_date,known_date,step
H4,2023-06-01,2023-06-30,identified
=1+1,2024-03-20,2024-03-31,identified
H2,2024-09-01,2024-09-05,identified
""",
}


def small_county(folder: Path) -> RecordStore:
    """A store in two buckets. What it knows last is the identification of H2 in September 2024."""
    delivered = folder / "panel"
    delivered.mkdir(parents=True)
    for table, text in TABLES.items():
        (delivered / f"{table}.csv").write_text(text, encoding="utf-8")
    store = RecordStore.create(folder / "records", buckets=2)
    import_records(delivered, store)
    return store


def told_by(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What a command of fanpin prints about the county of this folder; it must succeed."""
    monkeypatch.setenv("FANPIN_DATA", str(folder / "records"))
    monkeypatch.setenv("COLUMNS", "160")
    answer = CliRunner().invoke(app, [command, *arguments], catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.output
