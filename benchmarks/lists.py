"""How long a list takes with every part switched on: `python -m benchmarks.lists --households 1000000`.

Drawn scores of many counties in one call, half of them tied as trees tie them; a last list, two of three of its households
visited; a hit of a severe rule in one household of a hundred.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time

import numpy as np
import polars as pl

from models.lists import MUST_INCLUDE, VISITED, Capacity, IssuedList, Rules, State, issue

AS_OF, BEFORE = dt.date(2024, 6, 30), dt.date(2024, 5, 31)
RULES = Rules(
    Capacity(1, audit_share=0.05, cool_down_months=6),
    must_include_share=0.1,
    carry_over_months=3,
    carry_over_share=0.2,
    churn_share=0.2,
    churn_margin=1.25,
    floor_months=12,
)


def drawn_scores(households: int, day: dt.date = AS_OF, seed: int = 1) -> pl.DataFrame:
    """Scores of villages of a hundred households, ten villages a township and twenty townships a county."""
    number = pl.int_range(households, eager=True)
    county, village = number // 20_000, number // 100
    code = pl.select(
        pl.format(
            "{}{}{}",
            990_101 + county,
            (village // 10 % 20 + 1).cast(pl.String).str.zfill(3),
            (village % 10 + 1).cast(pl.String).str.zfill(3),
        )
    ).to_series()
    # Most of a score stays from month to month.
    random = np.random.default_rng(seed)
    raw = np.random.default_rng(0).normal(-5, 1.5, households) + random.normal(0, 0.3, households)
    score = np.where(random.random(households) < 0.5, raw.round(2), raw)
    return pl.DataFrame(
        {"household_id": number.cast(pl.String).str.zfill(20), "region_code": code, "raw_score": score}
    ).with_columns(pl.lit(day).alias("as_of"))


def drawn_state(scores: pl.DataFrame, previous: IssuedList, seed: int = 2) -> State:
    """Two of three of the last list visited, one household in twenty visited some time, one in a hundred with a hit."""
    random = np.random.default_rng(seed)
    listed = previous.listed.select("household_id").with_columns(
        pl.lit(BEFORE + dt.timedelta(days=10)).alias("visited_on")
    )
    days = random.integers(30, 1_500, scores.height)
    some = scores.select("household_id", pl.Series("ago", days)).filter(pl.Series(random.random(scores.height) < 0.05))
    earlier = some.select("household_id", (pl.lit(BEFORE) - pl.duration(days="ago")).cast(pl.Date).alias("visited_on"))
    visited = pl.concat([listed.filter(pl.Series(random.random(listed.height) < 2 / 3)), earlier])
    hit = scores.select("household_id").filter(pl.Series(random.random(scores.height) < 0.01))
    must = hit.select(
        "household_id",
        pl.Series("severity", random.integers(1, 4, hit.height), dtype=pl.Int32),
        pl.lit(["new_major_disease"]).alias("triggers"),
        pl.lit(AS_OF - dt.timedelta(days=20)).alias("hit_since"),
    )
    visited = visited.group_by("household_id").agg(pl.col("visited_on").max())
    return previous.state(
        visited=visited.select(pl.col(name).cast(kind) for name, kind in VISITED.items()),
        must_include=must.select(pl.col(name).cast(kind) for name, kind in MUST_INCLUDE.items()),
    )


def seconds_of_a_list(households: int, repeats: int = 3) -> dict[str, object]:
    """The median seconds of a list with every part on and of one by score alone."""
    previous = issue(drawn_scores(households, BEFORE, seed=3), State(), RULES)
    scores = drawn_scores(households)
    state = drawn_state(scores, previous)
    times: dict[str, list[float]] = {"every_part": [], "score_alone": []}
    counts: dict[str, int] = {}
    for _ in range(repeats):
        began = time.perf_counter()
        counts = issue(scores, state, RULES).counts["slots"]
        times["every_part"].append(time.perf_counter() - began)
        began = time.perf_counter()
        issue(scores, State(), Rules(Capacity(1)))
        times["score_alone"].append(time.perf_counter() - began)
    return {
        "households": households,
        "seconds": {name: round(statistics.median(took), 2) for name, took in times.items()},
        "slots": counts,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    print(json.dumps(seconds_of_a_list(asked.households, asked.repeats), indent=2))


if __name__ == "__main__":
    main()
