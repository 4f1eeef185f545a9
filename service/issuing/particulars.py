"""What is kept of a household that came or left beside what decided: names of rules, what is new, when it was visited.

Each is there only where there is something to say, so that what is kept stays small.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.records.gate import EVENT_DATE, Records, as_index, rows_known_by
from features.records.monitored import in_procedure_order
from features.records.store import RecordStore
from features.records.tables import polars_schema
from features.triggers.wording import severe_in_words
from features.vocabulary import MonitoringStep
from models.lists import LeftOut
from models.runs.comparing import ComparedLists

NEW = "new"
"""Of a household that nobody had described on the day of the list before."""


def particulars(
    store: RecordStore,
    compared: ComparedLists,
    households: Sequence[str],
    news: Mapping[str, Sequence[Bilingual]],
) -> dict[str, dict[str, Any]]:
    """Of each household some of these.

    `news`: what moved its score, as `models.runs.news.news` gives it. `rules`: the severe rules that it hits on the later day. Both are
    lists of `zh` and `en`. `visited_on`: its last visit as known on the later day. `first`: of one that is scored for the first time
    where it stood before, a value of `models.lists.LeftOut` or NEW; `removed_on`: the day on which its monitoring ended.
    """
    asked = pl.DataFrame({"household_id": households}, schema={"household_id": pl.String})
    after = compared.after
    hits = dict(asked.join(after.scores, on="household_id").select("household_id", "hits").iter_rows())
    visited = dict(asked.join(after.state.visited, on="household_id").select("household_id", "visited_on").iter_rows())
    first = _first(compared, asked)
    removed = _removed(store, compared, [code for code, stood in first.items() if stood == LeftOut.MONITORED.value])
    kept = {
        code: {
            "news": [_kept(words) for words in news.get(code, ())],
            "rules": [{"zh": rule["zh"], "en": rule["en"]} for rule in severe_in_words(hits.get(code) or ())],
            "visited_on": str(visited[code]) if code in visited else None,
            "first": first.get(code),
            "removed_on": str(removed[code]) if code in removed else None,
        }
        for code in households
    }
    return {code: {name: value for name, value in each.items() if value} for code, each in kept.items()}


def _kept(words: Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _first(compared: ComparedLists, asked: pl.DataFrame) -> dict[str, str]:
    """Of those who have a score for the first time where they stood before."""
    scored = asked.join(compared.after.scores, on="household_id", how="semi")
    for_the_first_time = scored.join(compared.before.scores, on="household_id", how="anti")
    stood = for_the_first_time.join(compared.before.state.standing, on="household_id", how="left")
    new = pl.col("standing").fill_null(LeftOut.UNKNOWN.value).replace(LeftOut.UNKNOWN.value, NEW)
    return dict(stood.select("household_id", new).iter_rows())


def _removed(store: RecordStore, compared: ComparedLists, households: list[str]) -> dict[str, dt.date]:
    """Of those whose last step of the procedure, as known on the later day, ended their monitoring the day of it."""
    if not households:
        return {}
    made_from = compared.after.made_from
    versions, columns = dict(made_from.data_versions), {"monitoring": list(polars_schema("monitoring"))}
    records = Records(store.records(households=households, versions=versions, columns=columns))
    index = pl.DataFrame({"household_id": households}).with_columns(as_of=pl.lit(made_from.as_of))
    known = rows_known_by(as_index(index), records.versions["monitoring"]).filter(EVENT_DATE <= pl.lit(made_from.as_of))
    last = in_procedure_order(known).unique("household_id", keep="last", maintain_order=True)
    ended = last.filter(pl.col("step") == MonitoringStep.REMOVED.value)
    return dict(ended.select("household_id", "event_date").iter_rows())
