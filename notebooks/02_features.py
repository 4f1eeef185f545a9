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
# # 02 特征与泄露 | Features and leakage
#
# 某一天，县里对一户知道什么，有多少是不知道；如果用了后来才知道的事，会看错多少。
#
# What the county knows of a household on a day, how much of it is unknown, and how wrong it would be to use what became
# known later. It opens the records that `FANPIN_DATA` names, or the demo's.

# %%
import matplotlib.pyplot as plt
import polars as pl
from rich.console import Console

from features.catalogue.entry import domains
from features.frame import feature_frame
from features.frame.fingerprint import context_read
from features.proofs.leaks.proof import statement_of_features
from features.proofs.leaks.store import prove_sample
from features.proofs.leaks.printing import print_proofs
from features.records.gate import Records
from features.records.monitored import identified_on
from features.registry import features
from training.notebooks import county_at_hand, labels_for_pictures
from training.plan.dates import add_months

county, labels = county_at_hand(), labels_for_pictures()
today = county.last_day
a_year_ago = add_months(today, -12)
sample = county.sample(a_year_ago, most=6_000)
facts = county.facts(sample)
f"{labels.description}; {a_year_ago}: {facts.height:,} 户 households, {len(features()):,} 项 features"

# %% [markdown]
# ## 哪些领域知道得多，哪些多半是"没有记录"？ | Of which domains is much known, of which mostly nothing?
#
# 没有记录不是零。Unknown is not zero.

# %%
known = pl.DataFrame(
    {
        "feature": list(features()),
        "domain": [one.domain for one in features().values()],
        "known": [1 - facts[name].null_count() / facts.height for name in features()],
    }
)
by_domain = known.group_by("domain").agg(pl.col("known")).sort(pl.col("known").list.median())
figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
axes.boxplot(
    by_domain["known"].to_list(),
    orientation="horizontal",
    tick_labels=[labels.of(domains()[name].zh, name) for name in by_domain["domain"]],
)
axes.xaxis.set_major_formatter("{x:.0%}")
axes.set_title(
    labels.of("各领域特征有值的户占比", "Share of households of which a feature is known, by domain")
);

# %% [markdown]
# ## 后来被识别的户，当时看起来就不一样吗？ | Did those who were identified later look different then?
#
# 换一个特征名再看。Put another feature's name here.

# %%
FEATURE = "self_paid_12m"

later = identified_on(sample.records, sample.index, 6, today).is_not_null()
looked_at = facts.select(pl.col(FEATURE).cast(pl.Float64)).with_columns(later.alias("identified")).drop_nulls()
groups = {labels.of("后来被识别", "identified later"): True, labels.of("其他", "others"): False}
figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
for said, which in groups.items():
    values = looked_at.filter(pl.col("identified") == which)[FEATURE]
    axes.ecdf(values, label=f"{said}: {len(values):,}") if len(values) else None
axes.set_xscale("symlog")
axes.set_xlabel(labels.of_features([FEATURE])[0])
axes.set_ylabel(labels.of("不超过此值的户占比", "share of households up to this"))
axes.legend();

# %% [markdown]
# ## 如果一发生就知道，会有多大不同？ | What if the county had known everything the day it happened?
#
# 把每条记录的知晓日期改成发生日期，再看同一天：变了的特征，就是泄露会带来的"好成绩"。Take the day on which a thing happened for the
# day on which it was known, and look at the same day again: what changes is what a leak would bring.

# %%
hindsight = {
    name: rows.with_columns(known_date=pl.min_horizontal("known_date", "event_date"))
    for name, rows in sample.records.tables.items()
}
# 村里别户的情况除外：那要改全县的记录。Without what is counted of other households: that would take the whole county's records.
own = [name for name in features() if not context_read([name])]
with_hindsight = feature_frame(Records(hindsight), sample.index, county.policy, own)
changed = pl.DataFrame(
    {
        "feature": own,
        "share": [facts[name].ne_missing(with_hindsight[name]).mean() for name in own],
    }
).sort("share", descending=True)
worst = changed.head(20)
figure, axes = plt.subplots(figsize=(9, 6), layout="constrained")
axes.barh(labels.of_features(worst["feature"]), worst["share"])
axes.invert_yaxis()
axes.xaxis.set_major_formatter("{x:.0%}")
axes.set_title(
    labels.of("若一发生就知道，数值会不同的户占比", "Share of households whose value would differ with hindsight")
);

# %%
f"{changed.filter(pl.col('share') > 0).height} / {changed.height} 项特征会变 | features would change"

# %% [markdown]
# ## 证明：后来才知道的事一点也没有进来 | The proof: nothing learned later came in

# %%
proofs = prove_sample(county.store, county.store.versions(), [a_year_ago], statement_of_features(county.policy), seed=0)
print_proofs(proofs, Console(width=110))
