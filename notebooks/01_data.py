# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 县里的数据 | The county's data
#
# 谁交来了什么、晚了多久、缺了什么、互相对不上什么。打开的是 `FANPIN_DATA` 指明的记录库，没有指明时是 `make demo` 做出的县。
#
# Who sent what, how late, what is missing, and what does not agree. It opens the record store that `FANPIN_DATA` names,
# or the county that `make demo` made. Outputs are about people's lives: look at them, never save them.

# %%
import matplotlib.pyplot as plt
import polars as pl

from features.checks.finding import find_in_store
from features.checks.registry import checks
from features.deliveries.freshness import freshness
from features.records.contracts.soundness import flags_in_store
from features.vocabulary import RiskType
from features.workbooks.homes import homes
from training.notebooks import county_at_hand, labels_for_pictures

county, labels = county_at_hand(), labels_for_pictures()
store, policy, today = county.store, county.policy, county.last_day
f"{labels.description}; {today}"

# %% [markdown]
# ## 哪个部门什么时候交过？谁逾期了？ | Which department delivered when, and who is late?
#
# 部门停报，在记录里看起来和"什么也没发生"一模一样。A department that stopped sending looks exactly like one to which nothing
# happened.

# %%
deliveries = store.deliveries()
sources = freshness(deliveries, today, policy, withdrawals=store.withdrawals()).filter(pl.col("deliveries") > 0)
places = {source: place for place, source in enumerate(sources["source"])}
names = [labels.of(f"{row['department']}：{row['zh']}", row["source"]) for row in sources.iter_rows(named=True)]
figure, axes = plt.subplots(figsize=(10, 0.3 * len(names) + 1), layout="constrained")
axes.scatter(deliveries["known_date"], deliveries["source"].replace_strict(places), s=8)
axes.set_yticks(range(len(names)), names)
axes.invert_yaxis()
axes.set_title(labels.of("各部门交付日期", "Days of delivery by source"));

# %%
sources.filter("stale").select("department", "zh", "last_known_date", "expected_by", "days_late").sort(
    "days_late", descending=True
)

# %% [markdown]
# ## 事情发生多久以后县里才知道？ | How long after it happened does the county know?
#
# 得分只能依据当天已经知道的事。A score may only stand on what was known that day.

# %%
lateness = pl.concat(
    rows.select(
        pl.lit(table).alias("table"), (pl.col("known_date") - pl.col("event_date")).dt.total_days().alias("days")
    )
    for table, rows in store.records(buckets=[0]).items()
    if rows.height
)
lateness.group_by("table").agg(
    pl.len().alias("rows"), *(pl.col("days").quantile(share).alias(f"{share:.0%}") for share in (0.1, 0.5, 0.9))
).sort("50%")

# %% [markdown]
# ## 哪些行没有收下，为什么？ | Which rows were set aside, and why?

# %%
set_aside = store.set_aside().join(deliveries.select("delivery_id", "department"), on="delivery_id")
set_aside.group_by("department", "reason").agg(pl.len().alias("rows")).sort("rows", descending=True).head(12)

# %% [markdown]
# ## 收下的行里哪些可疑？ | Which of the rows kept are doubtful?

# %%
flags_in_store(store, today, policy).group_by("table", "rule").agg(
    pl.len().alias("rows"), pl.col("household_id").n_unique().alias("households")
).sort("rows", descending=True).head(12)

# %% [markdown]
# ## 各表之间哪里对不上？ | Where do the tables contradict each other?

# %%
found = find_in_store(store, today, policy).group_by("check").agg(pl.col("household_id").n_unique().alias("households"))
found = found.sort("households", descending=True).head(15)
said = [labels.of(checks()[one].zh, checks()[one].en) for one in found["check"]]
figure, axes = plt.subplots(figsize=(10, 0.35 * found.height + 1), layout="constrained")
axes.barh(said, found["households"])
axes.invert_yaxis()
axes.set_xlabel(labels.of("户数", "households"));

# %% [markdown]
# ## 每个乡镇有多少户？ | How many households live in each township?

# %%
homes(store, today).group_by("township").agg(
    pl.len().alias("households"), pl.col("village").n_unique().alias("villages")
).sort("township")

# %% [markdown]
# ## 每年识别了多少户，因为什么？ | How many households were identified each year, and for what?

# %%
monitoring = store.collected(store.scan("monitoring"))[0]
identified = monitoring.filter(pl.col("step") == "identified").unique(["household_id", "event_date"])
told = identified.select(
    pl.col("event_date").dt.year().alias("year"), pl.col("risk_types").str.split(";").list.first().alias("risk")
)
by_year = (
    told.group_by("year", "risk").agg(pl.len()).pivot("risk", index="year", values="len").sort("year").fill_null(0)
)
risks = [name for name in by_year.columns if name in set(RiskType)]
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
bottom = pl.zeros(by_year.height, eager=True)
for name in risks:
    axes.bar(
        by_year["year"].cast(pl.String),
        by_year[name],
        bottom=bottom,
        label=labels.of(RiskType(name).zh, RiskType(name).en),
    )
    bottom = bottom + by_year[name]
axes.legend(ncols=2)
axes.set_ylabel(labels.of("识别户数", "households identified"));
