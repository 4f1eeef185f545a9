"""Forty features once more, in plain pandas group-bys: what the feature frame is measured against, and compared with."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from benchmarks.features_county import AS_OF

ORDER = ["event_date", "known_date", "record_id"]
DAY = pd.Timestamp(AS_OF)
FACT = ["household_id", "record_id"]
PERSON = ["household_id", "person_id"]

NAMES = [
    *("self_paid_1m", "self_paid_3m", "self_paid_6m", "self_paid_12m", "inpatient_self_paid_12m"),
    *("outpatient_self_paid_1m", "largest_self_paid_12m", "medical_bills_12m", "medical_aid_12m", "admissions_12m"),
    *("admissions_3m", "people_in_hospital_12m", "months_since_admission"),
    *("shocks_12m", "losses_3m", "losses_12m", "disaster_losses_12m", "disasters_12m", "business_failures_12m"),
    *("business_losses_12m", "harmed_by_accident_12m", "disabled_or_killed_12m", "months_since_shock"),
    *("temporary_relief_12m", "temporary_relief_amount_12m", "measures_underway", "on_minimum_living_allowance"),
    *("land", "orchard", "distance_to_road"),
    *("water_per_person", "days_without_water", "minutes_to_water"),
    *("people_with_major_disease", "people_with_chronic_disease", "new_major_disease_6m"),
    *("jobs_ended_3m", "jobs_ended_12m", "months_since_job_ended", "monthly_wages_lost_6m"),
]


def frame(tables: Mapping[str, pd.DataFrame], households: pd.Index) -> pd.DataFrame:
    """The features of these households on the day, by household."""
    known = {name: _known(rows) for name, rows in tables.items()}
    values = {**_illness(known["illness"]), **_shocks(known["shocks"]), **_support(known["support"])}
    values |= _last_described(known["households"], known["water"])
    left = _left(known["members"])
    values |= _patients(_here(known["illness"], left)) | _jobs(_here(known["employment"], left))
    return pd.DataFrame(
        {name: values[name].reindex(households, fill_value=_absent(name)).astype(float) for name in NAMES}
    )


def _absent(name: str) -> float:
    """What a household without a fitting row has; a fitting row without an amount leaves the value unknown."""
    return float("nan") if name.startswith("months_since") or name in LATEST else 0.0


LATEST = {"land", "orchard", "distance_to_road", "water_per_person", "days_without_water", "minutes_to_water"}


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    """The last version of each fact that was known by the day."""
    known = rows[rows["known_date"] <= DAY].sort_values("known_date", kind="stable")
    return known.drop_duplicates(FACT, keep="last")


def _left(members: pd.DataFrame) -> pd.DataFrame:
    """The people who have died or are in another household now: their diseases and jobs are not this household's."""
    gone = members[(members["left_on"] <= DAY) & members["left_reason"].isin(["died", "split", "merged"])]
    return gone[PERSON].drop_duplicates()


def _here(rows: pd.DataFrame, left: pd.DataFrame) -> pd.DataFrame:
    marked = rows.merge(left.assign(left=True), on=PERSON, how="left")
    return marked[marked["left"].isna()]


def _since(months: int) -> pd.Timestamp:
    return DAY + pd.Timedelta(days=1) - pd.DateOffset(months=months) - pd.Timedelta(days=1)


def _happened(rows: pd.DataFrame, months: int, column: str = "event_date") -> pd.DataFrame:
    return rows[(rows[column] > _since(months)) & (rows[column] <= DAY)]


def _by(rows: pd.DataFrame) -> pd.api.typing.DataFrameGroupBy:
    return rows.groupby("household_id")


def _total(rows: pd.DataFrame, column: str) -> pd.Series:
    return _by(rows)[column].sum(min_count=1).round(2)


def _months_since(days: pd.Series) -> pd.Series:
    last = days.groupby(level=0).max()
    months = (DAY.year - last.dt.year) * 12 + DAY.month - last.dt.month
    return months - (last.dt.day > DAY.day).astype(int)


def _people(rows: pd.DataFrame) -> pd.Series:
    return _by(rows)["person_id"].nunique()


def _illness(rows: pd.DataFrame) -> dict[str, pd.Series]:
    bills = rows[rows["setting"].isin(["inpatient", "outpatient"])]
    stays, visits = rows[rows["setting"] == "inpatient"], rows[rows["setting"] == "outpatient"]
    year = _happened(bills, 12)
    stays_so_far = stays[stays["event_date"] <= DAY]
    return {
        **{f"self_paid_{n}m": _total(_happened(bills, n), "self_paid_yuan") for n in (1, 3, 6, 12)},
        "inpatient_self_paid_12m": _total(_happened(stays, 12), "self_paid_yuan"),
        "outpatient_self_paid_1m": _total(_happened(visits, 1), "self_paid_yuan"),
        "largest_self_paid_12m": _by(year)["self_paid_yuan"].max(),
        "medical_bills_12m": _total(year, "total_yuan"),
        "medical_aid_12m": _total(year, "aid_yuan"),
        "admissions_12m": _by(_happened(stays, 12)).size(),
        "admissions_3m": _by(_happened(stays, 3)).size(),
        "people_in_hospital_12m": _people(_happened(stays, 12)),
        "months_since_admission": _months_since(stays_so_far.set_index("household_id")["event_date"]),
    }


def _shocks(rows: pd.DataFrame) -> dict[str, pd.Series]:
    year, past = _happened(rows, 12), rows[rows["event_date"] <= DAY]
    disasters = year[year["kind"].str.startswith("disaster_", na=False)]
    failures = year[year["kind"] == "business_failure"]
    accidents = year[year["kind"].isin(["accident_traffic", "accident_other", "crime"])]
    harmed = accidents[accidents["harm"].isin(["injured", "disabled", "died"])]
    gravely = accidents[accidents["harm"].isin(["disabled", "died"])]
    return {
        "shocks_12m": _by(year).size(),
        "losses_3m": _total(_happened(rows, 3), "loss_yuan"),
        "losses_12m": _total(year, "loss_yuan"),
        "disaster_losses_12m": _total(disasters, "loss_yuan"),
        "disasters_12m": _by(disasters).size(),
        "business_failures_12m": _by(failures).size(),
        "business_losses_12m": _total(failures, "loss_yuan"),
        "harmed_by_accident_12m": _by(harmed).size().clip(upper=1),
        "disabled_or_killed_12m": _by(gravely).size().clip(upper=1),
        "months_since_shock": _months_since(past.set_index("household_id")["event_date"]),
    }


def _support(rows: pd.DataFrame) -> dict[str, pd.Series]:
    relief = _happened(rows[rows["kind"] == "temporary_relief"], 12, "started_on")
    underway = rows[(rows["started_on"] <= DAY) & (rows["ended_on"].isna() | (rows["ended_on"] >= DAY))]
    return {
        "temporary_relief_12m": _by(relief).size(),
        "temporary_relief_amount_12m": _total(relief, "amount_yuan"),
        "measures_underway": _by(underway).size(),
        "on_minimum_living_allowance": _by(underway[underway["kind"].isin(["dibao", "tekun"])]).size().clip(upper=1),
    }


def _patients(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Who is ill, and since when: a disease is registered anew each year, but new only the first time."""
    happened = rows[rows["event_date"] <= DAY].sort_values(ORDER)
    major, chronic = (happened[happened["disease_class"] == kind] for kind in ("major", "chronic"))
    registered = major[major["setting"] == "diagnosis"].drop_duplicates(PERSON, keep="first")
    return {
        "people_with_major_disease": _people(major),
        "people_with_chronic_disease": _people(chronic),
        "new_major_disease_6m": _people(_happened(registered, 6)),
    }


def _jobs(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """The last day of a job is still a day of work: the job has ended from the day after it."""
    ended = rows.assign(without_work=rows["ended_on"] + pd.Timedelta(days=1))
    over = ended[ended["without_work"] <= DAY]
    return {
        "jobs_ended_3m": _by(_happened(ended, 3, "without_work")).size(),
        "jobs_ended_12m": _by(_happened(ended, 12, "without_work")).size(),
        "months_since_job_ended": _months_since(over.set_index("household_id")["ended_on"]),
        "monthly_wages_lost_6m": _total(_happened(ended, 6, "without_work"), "monthly_wage_yuan"),
    }


def _last_described(households: pd.DataFrame, water: pd.DataFrame) -> dict[str, pd.Series]:
    columns = {"land": "land_mu", "orchard": "forest_mu", "distance_to_road": "road_km"}
    checks = {
        "water_per_person": "litres_per_day",
        "days_without_water": "days_out",
        "minutes_to_water": "fetch_minutes",
    }
    last_values: dict[str, pd.Series] = {}
    for rows, names in ((households, columns), (water, checks)):
        last = _by(rows[rows["event_date"] <= DAY].sort_values(ORDER)).last()
        last_values |= {name: last[column] for name, column in names.items()}
    return last_values
