"""A small county of drawn records, a model trained on it, and the service that answers with both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dataframely as dy
import lightgbm as lgb
import numpy as np
import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.frame import feature_frame, index_of
from features.frame.context.counting import with_own_context
from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.tables import TABLES, polars_schema
from features.registry import features
from models.calibrate import CalibrationKind, Calibrator
from models.risk_model import RiskModel
from models.scorers import Trees
from service.app import create_app
from service.principal import Role
from service.settings import Settings
from tests.service.databases import database, emptied, empty_sqlite, own_database, postgresql
from tests.service.kept_runs import in_words_once, kept, words
from tests.service.office import office, own_office
from tests.service.patience import patience
from tests.service.people import CHEAP, code_for, copied, key_of
from tests.service.registered import registered

__all__ = ["database", "emptied", "empty_sqlite", "in_words_once", "kept", "office", "own_database", "own_office"]
__all__ += ["patience", "postgresql", "registered", "words"]

AS_OF = dt.date(2024, 6, 30)
HOUSEHOLDS = 240
FIRST_DAY, LAST_DAY = dt.date(2022, 1, 1), dt.date(2024, 9, 5)
ROWS_PER_HOUSEHOLD = {"households": 3, "members": 9, "income": 8, "illness": 4, "employment": 4, "monitoring": 0}


def drawn_rows(table: str, households: list[str], draw: np.random.Generator) -> pl.DataFrame:
    """Rows of a table that keep its schema and say anything that it allows, with gaps and corrections."""
    owners = np.repeat(households, draw.poisson(ROWS_PER_HOUSEHOLD.get(table, 1.5), len(households)))
    if table == "households":
        owners = np.concatenate([households, owners])
    count = len(owners)
    span = (LAST_DAY - FIRST_DAY).days
    happened = draw.integers(0, span, count)
    known = np.minimum(happened + draw.integers(0, 120, count), span)
    rows: dict[str, Any] = {
        "household_id": owners,
        # Few identities for many rows: later ones correct earlier ones.
        "record_id": [f"{table}-{number}" for number in draw.integers(0, 6, count)],
        "event_date": [FIRST_DAY + dt.timedelta(days=int(day)) for day in happened],
        "known_date": [FIRST_DAY + dt.timedelta(days=int(day)) for day in known],
        "delivery_id": [f"delivery-{number}" for number in draw.integers(0, 3, count)],
        "source_row": draw.integers(2, 5_000, count),
    }
    for name, column in TABLES[table].columns().items():
        if name not in rows:
            rows[name] = [
                None if column.nullable and draw.random() < 0.2 else drawn_value(name, column, rows, row, draw)
                for row in range(count)
            ]
    return pl.DataFrame(rows, schema_overrides=polars_schema(table)).select(list(polars_schema(table)))


def drawn_value(name: str, column: dy.Column, rows: dict[str, Any], row: int, draw: np.random.Generator) -> Any:
    values = (column.metadata or {}).get("values")
    if values:
        return str(draw.choice(values))
    if name == "region_code":
        # A household stays in its village.
        village = int(rows["household_id"][row][-3:]) % 12
        return f"9901010{village % 3:02d}{village:03d}"
    if name == "person_id":
        return f"{rows['household_id'][row]}-{draw.integers(0, 4)}"
    if isinstance(column, dy.String):
        return str(draw.choice(["north", "south"]))
    if isinstance(column, dy.Int32):
        return int(draw.integers(1, 50))
    if name == "withdrawn":
        return bool(draw.random() < 0.05)
    if isinstance(column, dy.Bool):
        return bool(draw.random() < 0.5)
    if isinstance(column, dy.Date):
        offset = {"birth_month": -12_000, "started_on": 0, "ended_on": 90}.get(name, 0)
        return rows["event_date"][row] + dt.timedelta(days=offset)
    low, high = column.min, column.max  # type: ignore[attr-defined]
    if name.endswith("_yuan"):
        low, high = 0.0, 40_000.0
    whole = name in ("grade", "category", "period_months")
    return float(draw.integers(int(low), int(high) + 1)) if whole else round(float(draw.uniform(low, high)), 2)


@pytest.fixture(scope="session")
def households() -> list[str]:
    """Their codes; one of them looks like markup."""
    codes = [f"9901010000000000{number:04d}" for number in range(HOUSEHOLDS)]
    codes[11] = '<b>="&011'
    return codes


@pytest.fixture(scope="session")
def monitored(households: list[str]) -> str:
    """A household that the office watches already."""
    return households[7]


@pytest.fixture(scope="session")
def county(households: list[str], monitored: str) -> dict[str, pl.DataFrame]:
    draw = np.random.default_rng(20240630)
    tables = {table: drawn_rows(table, households, draw) for table in TABLES}
    # Somebody is left in the household.
    stays = pl.col("record_id") != "members-5"
    tables["members"] = tables["members"].with_columns(
        pl.when(~stays).then(name).alias(name) for name in ("left_on", "left_reason")
    )
    tables["households"] = tables["households"].with_columns(
        # Everybody is described at the start, once more or not.
        pl.when(pl.col("household_id").is_first_distinct())
        .then(pl.lit(FIRST_DAY))
        .otherwise(pl.col("event_date"))
        .alias("event_date"),
        pl.when(pl.col("household_id").is_first_distinct())
        .then(pl.lit(FIRST_DAY))
        .otherwise(pl.col("known_date"))
        .alias("known_date"),
        pl.when(pl.col("household_id").is_first_distinct())
        .then(pl.lit("first"))
        .otherwise(pl.col("record_id"))
        .alias("record_id"),
    )
    # Whoever was visited rests: of these households only one was.
    tables["visits"] = (
        tables["visits"]
        .head(1)
        .with_columns(
            household_id=pl.lit(households[5]),
            event_date=dt.date(2024, 5, 20),
            known_date=dt.date(2024, 6, 3),
            withdrawn=pl.lit(value=False),
        )
    )
    tables["monitoring"] = (
        pl.DataFrame(
            {
                "household_id": [monitored],
                "record_id": ["m"],
                "event_date": [dt.date(2023, 5, 5)],
                "known_date": [dt.date(2023, 5, 5)],
                "delivery_id": ["d"],
                "step": ["identified"],
            }
        )
        .with_columns(
            pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in polars_schema("monitoring").items()
            if name not in ("household_id", "record_id", "event_date", "known_date", "delivery_id", "step")
        )
        .select(list(polars_schema("monitoring")))
    )
    return tables


@pytest.fixture(scope="session")
def policy() -> Policy:
    return Policy.load()


@pytest.fixture(scope="session")
def model(county: dict[str, pl.DataFrame], households: list[str], policy: Policy) -> RiskModel:
    """A model of all features, trained on an outcome that is drawn from some of them."""
    names = tuple(features())
    frame = feature_frame(with_own_context(county, [AS_OF]), index_of(households, AS_OF), policy, names)
    matrix = frame.select(pl.col(name).fill_null(float("nan")) for name in names).to_numpy()
    draw = np.random.default_rng(1)
    burden = frame["self_paid_12m"].fill_null(0).rank().to_numpy() / len(households)
    outcome = (draw.random(len(households)) < 0.15 + 0.6 * burden).astype(int)
    settings = {
        "objective": "binary",
        "num_leaves": 7,
        "min_data_in_leaf": 10,
        "verbosity": -1,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": 1,
    }
    booster = lgb.train(settings, lgb.Dataset(matrix, outcome), num_boost_round=25)
    return RiskModel(
        name="fanpin-entry",
        version="3",
        scorer=Trees(names, (booster.model_to_string(),)),
        fingerprint=fingerprint(names),
        horizon_months=6,
        calibrator=Calibrator(CalibrationKind.BETA, {"a": [0.9], "b": [1.1], "c": [-0.2]}),
        facts={"parts": {"train": {"first": "2022-12-31", "last": "2023-09-30", "dates": 10}}, "policy_version": "p"},
    )


@pytest.fixture(scope="session")
def store(county: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    made = RecordStore.create(tmp_path_factory.mktemp("county") / "records", buckets=4)
    deliveries = pl.DataFrame(
        {
            "delivery_id": ["first", "last"],
            "file": ["a.csv", "b.csv"],
            "source": ["drawn", "drawn"],
            "department": ["", ""],
            "known_date": [FIRST_DAY, LAST_DAY],
            "rows_read": [0, 0],
            "rows_landed": [0, 0],
            "rows_set_aside": [0, 0],
            "landed_at": [dt.datetime(2024, 9, 5, tzinfo=dt.UTC)] * 2,
        }
    )
    with made.writing():
        made.land(county, deliveries)
    return made


@pytest.fixture(scope="session")
def settings(store: RecordStore, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("service")
    return Settings(
        records=store.path,
        model_copy=folder / "model",
        database=copied(empty_sqlite, folder),
        keys=folder / "service.keys",
    )


@pytest.fixture(scope="session")
def app(settings: Settings, model: RiskModel) -> FastAPI:
    return create_app(settings, model, CHEAP)


@pytest.fixture(scope="session")
def stranger(app: FastAPI) -> Iterator[TestClient]:
    """Somebody without a key or a session."""
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def key(app: FastAPI) -> str:
    """The case system's, for everything that a program may do, everywhere."""
    return key_of(app, "case-system")


@pytest.fixture(scope="session")
def client(app: FastAPI, stranger: TestClient, key: str) -> TestClient:
    """The case system: it sends its key."""
    return TestClient(app, headers={"X-API-Key": key}, follow_redirects=False)


@pytest.fixture(scope="session")
def new_link(app: FastAPI) -> Callable[..., str]:
    """The address of a link that lets a county officer in."""
    return lambda role=Role.COUNTY_OFFICER, prefix="": f"/login?code={code_for(app, role, prefix)}"


@pytest.fixture
def browser(app: FastAPI, stranger: TestClient, new_link: Callable[..., str]) -> TestClient:
    """A person who came in with a login link."""
    person = TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)
    assert person.get(new_link()).status_code == 303
    return person


@pytest.fixture
def service_of(tmp_path: Path, settings: Settings, empty_sqlite: Path) -> Callable[..., TestClient]:
    """Another service beside the first: other records, no model, whatever a story needs."""

    def make(model: RiskModel | None, **changes: Any) -> TestClient:
        places = {
            "records": settings.records,
            "model_copy": tmp_path / "model",
            "database": copied(empty_sqlite, tmp_path),
            "keys": tmp_path / "service.keys",
        }
        beside = create_app(Settings(**{**places, **changes}), model, CHEAP)
        return TestClient(beside, headers={"X-API-Key": key_of(beside, "beside")}, follow_redirects=False)

    return make
